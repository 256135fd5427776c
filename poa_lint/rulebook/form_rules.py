"""The choices of forms about rules (`rules` in their files), and of rules about forms (`forms` in theirs), checked.

rules:
  POA201: off
  POA103: {severity: warning, params: {puntos: 2}}
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from poa_lint.core.form import Form
from poa_lint.core.source import Trouble
from poa_lint.core.text import similar_code
from poa_lint.core.yamltree import Fields
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.rulebook import parameters
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.form_file import StatedForm
from poa_lint.rulebook.rule import Rule


def faults(forms: Iterable[StatedForm], rules: Rulebook) -> tuple[Trouble, ...]:
    """The names under `rules` in the files of sound forms that are no rule's, and values that no parameter takes."""
    troubles: list[Trouble] = []
    for form in forms:
        if form.is_sound:
            _check(Fields(form.path, form.fields.source, form.fields.tree, troubles), rules)
    return tuple(troubles)


def unknown(rules: Iterable[Rule], forms: Iterable[Form]) -> tuple[Trouble, ...]:
    """The names under `forms` in the files of rules that are no form's code."""
    codes = [form.code for form in forms]
    return tuple(_unknown(rule, name, codes) for rule in rules for name in rule.forms if name not in codes)


def _unknown(rule: Rule, name: str, codes: Sequence[str]) -> Trouble:
    near = similar_code(name, codes)
    place, values = rule.text.find(name, rule.offset("forms")), {"name": name, "allowed": ", ".join(codes)}
    return Trouble(rule.path, rule.text, "unknown-form-of-rule", place, len(name), values, near)


def _check(form: Fields, rules: Rulebook) -> None:
    for name, mark, node in form.entries(form.node("rules"), "rules"):
        named = rules.named(name)
        if not named:
            form.trouble("unknown-rule", mark, rules.like(name), len(name), name=name)
        params = node.entries.get("params") if isinstance(node, Tree) else None
        for parameter, place, value in form.entries(params, "params"):
            for rule in named:
                parameters.check(rule, form, place, parameter, value)

"""The choices of forms about rules (`rules` in their files), checked beside the rules that there are.

rules:
  POA201: off
  POA103: {severity: warning, params: {puntos: 2}}
"""

from __future__ import annotations

from collections.abc import Iterable

from poa_lint.core.source import Trouble
from poa_lint.core.yamltree import Fields
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.rulebook import parameters
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.form_file import StatedForm


def faults(forms: Iterable[StatedForm], rules: Rulebook) -> tuple[Trouble, ...]:
    """The names under `rules` in the files of sound forms that are no rule's, and values that no parameter takes."""
    troubles: list[Trouble] = []
    for form in forms:
        if form.is_sound:
            _check(Fields(form.path, form.fields.source, form.fields.tree, troubles), rules)
    return tuple(troubles)


def _check(form: Fields, rules: Rulebook) -> None:
    for name, mark, node in form.entries(form.node("rules"), "rules"):
        named = rules.named(name)
        if not named:
            form.trouble("unknown-rule", mark, rules.like(name), len(name), name=name)
        params = node.entries.get("params") if isinstance(node, Tree) else None
        for parameter, place, value in form.entries(params, "params"):
            for rule in named:
                parameters.check(rule, form, place, parameter, value)

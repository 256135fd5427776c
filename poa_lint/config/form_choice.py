"""The choice that a form makes among rules, under the one that an office makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from poa_lint.config.settings import Choice
from poa_lint.core.diagnostic import Severity
from poa_lint.core.form import Form
from poa_lint.rulebook.book import Rulebook

NONE: Final = Choice()


def form_choice(form: Form, rules: Rulebook, office: Choice = NONE) -> Choice:
    """The severities and parameters that a form sets, by the codes of rules, but for those that `office` states.

    Names that are no rule's are left out: the loader of forms tells them.
    """
    severity: dict[str, Severity] = {}
    params: dict[str, Mapping[str, object]] = {}
    for name, wish in form.rules.items():
        for rule in rules.named(name):
            if wish.severity and rule.code not in office.severity:
                severity[rule.code] = Severity(wish.severity)
            stated = office.params.get(rule.code, {})
            own = {key: value for key, value in wish.params.items() if key not in stated}
            if own:
                params[rule.code] = {**params.get(rule.code, {}), **own}
    return Choice(severity=severity, params=params)

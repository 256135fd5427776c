"""The rules as they hold for each part of a report, by settings and by what its form wants."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from poa_lint.config.apply import adjusted, beside, selected
from poa_lint.config.form_choice import form_choice
from poa_lint.config.settings import Choices, Settings
from poa_lint.core.diagnostic import Severity
from poa_lint.core.form import Form
from poa_lint.core.records import record, replace
from poa_lint.rulebook.book import Check, Rulebook
from poa_lint.rulebook.nodes import GOAL_NODES


@record
class Plan:
    """The rules as they hold for a unit.

    `chosen` are the codes of the rules that run, `usual` of those that would run if none had been selected by name.
    """

    rules: Rulebook
    chosen: frozenset[str]
    usual: frozenset[str]
    beside: frozenset[str] = frozenset()
    """The codes of rules that run too, and whose findings do not count."""

    @cached_property
    def constraints(self) -> list[Check]:
        """The rules that the arithmetic of a goal has to meet."""
        return [check for check in self._of_goals() if check.rule.constraint]

    @cached_property
    def grave(self) -> list[Check]:
        """The rules whose findings a repair of a goal may not add."""
        return [check for check in self._of_goals() if check.rule.severity.rank <= Severity.WARNING.rank]

    def _of_goals(self) -> Iterator[Check]:
        return (
            check for code, check in self.rules.checks.items() if code in self.usual and check.rule.each in GOAL_NODES
        )


class Plans:
    """The plan of each unit of a report, made once for a set of rules and a choice among them."""

    def __init__(self, rules: Rulebook, settings: Settings) -> None:
        self.rules, self.settings = rules, settings
        self.choices = Choices(settings)

    def of(self, year: object, programa: str = "", unidad: str = "", form: Form | None = None) -> Plan:
        """The plan for pages of a form in a unit, or for what belongs to no unit; what a form wants comes last."""
        choice = self.choices.of(year, programa, unidad) if self.settings.overrides else self.settings.choice
        if form is not None and form.rules:
            choice = form_choice(form, self.rules, self.settings.applied).under(choice)
        also = self.settings.beside
        key = f"{choice!r} {sorted(also)}" if also else repr(choice)
        if key not in self.rules.plans:
            rules = adjusted(self.rules, choice)
            usual = selected(rules, replace(choice, select=()))
            besides = beside(rules, choice, also) if also else also
            self.rules.plans[key] = Plan(rules, selected(rules, choice), usual, besides)
        plan: Plan = self.rules.plans[key]
        return plan

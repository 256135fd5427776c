"""The rules as settings want them: their severities and parameters, and which of them run."""

from __future__ import annotations

from poa_lint.config.settings import Choice, Settings
from poa_lint.core.diagnostic import Severity
from poa_lint.core.facts import AMENDED
from poa_lint.core.records import replace
from poa_lint.expression.types import STATED
from poa_lint.rulebook.book import Book, Check, Rulebook
from poa_lint.rulebook.nodes import COMPARED
from poa_lint.rulebook.rule import Rule


def adjusted(rules: Rulebook, choice: Choice) -> Rulebook:
    """The same rules with the severities and parameters that a choice sets."""
    if not choice.severity and not choice.params:
        return rules
    changed = {*choice.severity, *choice.params}
    loaded = rules.loaded
    own = replace(
        loaded, rules=tuple([_chosen(rule, choice) if rule.code in changed else rule for rule in loaded.rules])
    )
    stated = [(f"{code}.{name}", value) for code, named in choice.params.items() for name, value in named.items()]
    values = {**dict(stated), **{f"{name}{STATED}": value for name, value in stated}}
    book = Book(rules.version, own, {**rules.book.values, **values}, rules.book.off_by_default)
    checks = {rule.code: Check(rule, book) for rule in own.rules if rule.code in rules.checks}
    return Rulebook(checks, rules.troubles, book)


def _chosen(rule: Rule, choice: Choice) -> Rule:
    values = choice.params.get(rule.code, {})
    parameters = tuple(
        replace(parameter, value=values[parameter.name], stated=True) if parameter.name in values else parameter
        for parameter in rule.parameters
    )
    return replace(
        rule,
        severity=choice.severity.get(rule.code, rule.severity),
        parameters=parameters,
        by_request=rule.by_request and rule.code not in choice.severity,
    )


def selected(rulebook: Rulebook, choice: Choice) -> frozenset[str]:
    """The codes of the rules that run."""
    chosen = {
        code
        for code, check in rulebook.checks.items()
        if not check.rule.superseded and _is_selected(check.rule, choice)
    }
    return frozenset(code for code in chosen if not any(map(rulebook.checks[code].rule.answers_to, choice.ignore)))


def beside(rulebook: Rulebook, choice: Choice, codes: frozenset[str]) -> frozenset[str]:
    """Those of `codes` that run beside the chosen rules: they are not among these, nor off, nor ignored."""
    wanted = {code: rulebook.checks[code].rule for code in codes if code in rulebook.checks}
    chosen = selected(rulebook, choice)
    return frozenset(
        code
        for code, rule in wanted.items()
        if code not in chosen
        and rule.severity is not Severity.OFF
        and not rule.superseded
        and not any(map(rule.answers_to, choice.ignore))
    )


def running_rules(rules: Rulebook, settings: Settings, *, compared: bool) -> frozenset[str]:
    """The codes of the rules that run; those that compare run where there is something to compare with."""
    running = selected(rules, settings.choice)
    if compared:
        return running
    return frozenset(code for code in running if code not in AMENDED and rules.checks[code].rule.each not in COMPARED)


def _is_selected(rule: Rule, choice: Choice) -> bool:
    if choice.select:
        return any(map(rule.answers_to, choice.select))
    return rule.severity is not Severity.OFF and not rule.by_request

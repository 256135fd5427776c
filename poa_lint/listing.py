"""The list of rules, for people and programs."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from poa_lint.rulebook.checks import Check, Rulebook
from poa_lint.version import VERSION
from poa_lint.words import Words


def _terminal(rules: Rulebook, words: Words) -> str:
    rows = [
        (
            check.rule.code,
            check.rule.name,
            words(f"severity.{check.rule.severity.value}"),
            _first(check, words),
        )
        for check in rules.checks.values()
    ]
    wide = max((len(name) for _, name, _, _ in rows), default=0)
    grave = max((len(severity) for _, _, severity, _ in rows), default=0)
    return "".join(f"{code}  {name.ljust(wide)}  {grade.ljust(grave)}  {said}\n" for code, name, grade, said in rows)


def _first(check: Check, words: Words) -> str:
    """What the rule looks at, in one sentence: the first of its reasons."""
    return next(iter(check.rule.why[words.language].values())).split(". ")[0].rstrip(".")


def _markdown(rules: Rulebook, words: Words) -> str:
    head = "| código | nombre | gravedad | por qué |\n| --- | --- | --- | --- |\n"
    if words.language == "en":
        head = "| code | name | severity | why |\n| --- | --- | --- | --- |\n"
    rows = [
        f"| {check.rule.code} | {check.rule.name} | {words(f'severity.{check.rule.severity.value}')} "
        f"| {_first(check, words).replace('|', '/')} |\n"
        for check in rules.checks.values()
    ]
    return head + "".join(rows)


def _json(rules: Rulebook, words: Words) -> str:
    document = {
        "version": 1,
        "tool": {"name": "poa-lint", "version": VERSION, "ruleset": rules.version},
        "rules": [_rule(check, words) for check in rules.checks.values()],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _rule(check: Check, words: Words) -> dict[str, object]:
    rule, language = check.rule, words.language
    return {
        "code": rule.code,
        "name": rule.name,
        "group": rule.group,
        "severity": rule.severity.value,
        "status": rule.status,
        "since": rule.since,
        "each": rule.each,
        "message": " / ".join(rule.message[language].values()),
        "help": " / ".join(rule.help[language].values()),
        "why": " / ".join(rule.why[language].values()),
    }


FORMATS: Final[Mapping[str, Callable[[Rulebook, Words], str]]] = {
    "terminal": _terminal,
    "json": _json,
    "markdown": _markdown,
}

"""Write the list of rules in each output format."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from poa_lint.authoring import html, markdown
from poa_lint.core.figures import Figure
from poa_lint.core.form import Form
from poa_lint.core.text import wrapped
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.rulebook.book import Check, Rulebook
from poa_lint.rulebook.rule import Parameter

Forms = tuple[Form, ...]


LEAST: Final = 40
"""Columns for the reasons, with which they stand beside the names."""


def terminal(rules: Rulebook, words: Words, width: int | None = None) -> str:
    """The list in at most `width` columns, for a screen; None for a line each, however long."""
    rows = [
        (
            check.rule.code,
            check.rule.name,
            words(f"severity.{check.rule.severity.value}"),
            markdown.reason(check, words).rstrip("."),
        )
        for check in rules.checks.values()
    ]
    names = max((len(name) for _, name, _, _ in rows), default=0)
    severities = max((len(severity) for _, _, severity, _ in rows), default=0)
    lines: list[str] = []
    for code, name, severity, reason in rows:
        head = f"{code}  {name.ljust(names)}  {severity.ljust(severities)}  "
        if width is None:
            lines.append(head + reason)
        elif len(head) + LEAST <= width:
            lines += wrapped(reason, head, " " * len(head), width)
        else:
            lines += (
                *wrapped(f"{code}  {name} ({severity})", "", "    ", width),
                *wrapped(reason, "    ", "    ", width),
            )
    return "".join(f"{line}\n" for line in lines)


def _terminal(rules: Rulebook, _: Forms, words: Words) -> str:
    return terminal(rules, words)


def _markdown(rules: Rulebook, _: Forms, words: Words) -> str:
    head = "| código | nombre | gravedad | por qué |\n| --- | --- | --- | --- |\n"
    if words.language == "en":
        head = "| code | name | severity | why |\n| --- | --- | --- | --- |\n"
    rows = [
        f"| {check.rule.code} | {check.rule.name} | {words(f'severity.{check.rule.severity.value}')} "
        f"| {markdown.reason(check, words).rstrip('.').replace('|', '/')} |\n"
        for check in rules.checks.values()
    ]
    return head + "".join(rows)


def _json(rules: Rulebook, _: Forms, words: Words) -> str:
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
        **{key: " ".join(text.split()) for key, text in rule.sentences.items()},
        "at": rule.at,
        "see": rule.see,
        "unless": rule.unless,
        "follows": rule.follows,
        "params": {parameter.name: _parameter(parameter, language) for parameter in rule.parameters},
        "basis": rule.basis,
        "fix": rule.fix._asdict() if rule.fix else None,
        "aliases": rule.aliases,
        "replaced_by": rule.replaced_by,
        "replaces": rule.replaces,
        "forms": rule.forms,
    }


def _parameter(parameter: Parameter, language: str) -> dict[str, object]:
    """A parameter as JSON; one of another rule with that rule's code alone."""
    if parameter.source is not None:
        return {"from": parameter.source}
    values = {
        "default": parameter.value,
        "unit": parameter.unit,
        "min": parameter.minimum,
        "max": parameter.maximum,
    }
    present = {key: _plain(value) for key, value in values.items() if value not in (None, "")}
    return {**present, "doc": parameter.doc.get(language, "")}


def _plain(value: object) -> object:
    """A value for JSON; figures become texts, so that no decimal is lost."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(Decimal(value.numerator) / Decimal(value.denominator)) if isinstance(value, Figure) else value


FORMATS: Final[Mapping[str, Callable[[Rulebook, Forms, Words], str]]] = {
    "terminal": _terminal,
    "json": _json,
    "markdown": _markdown,
    "html": html.html,
}
"""The functions that write the list, by the name of the format."""

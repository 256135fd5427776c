"""Faults of rule, settings and waiver files as findings like all others, pointing into those files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from poa_lint.core.diagnostic import Confidence, Diagnostic, Severity, Where, excerpt
from poa_lint.core.result import FileResult, about
from poa_lint.core.source import Places, Source, Span, Trouble
from poa_lint.core.text import short
from poa_lint.core.words import Words

CODE: Final = "REGLA"
GROUP: Final = "regla"
WARNED: Final = frozenset({"no-sample", "sample-of-other", "sample-short", "sample-not-clean"})
"""The kinds of faults that keep nobody from using a file: a sample may fail for what the program cannot make."""
WHOLE: Final = frozenset({"allowed", "reason"})
"""The values that are not cut short: lists of what may stand there, and sentences made of short parts."""
TYPED: Final = frozenset({"wrong-type", "list-for-one", "example-differs"})
"""The kinds whose values are names of types and outcomes, which have words of their own."""
NOTED: Final = frozenset({"untranslated"})
"""The kinds that are told as notes."""


def results(troubles: Iterable[Trouble], words: Words) -> tuple[FileResult, ...]:
    """The faults as findings, file by file."""
    by_file: dict[str, list[Trouble]] = {}
    for trouble in troubles:
        by_file.setdefault(trouble.path, []).append(trouble)
    return tuple(_result(path, faults, words) for path, faults in by_file.items())


def sentence(trouble: Trouble, words: Words) -> str:
    """The sentence that says what is wrong."""
    message = words(f"rule_trouble.{trouble.kind}", **_values(trouble, words))
    if trouble.suggestion:
        message = words("suggestion", message=message, suggestion=trouble.suggestion)
    return message


def _result(path: str, troubles: list[Trouble], words: Words) -> FileResult:
    troubles.sort(key=lambda trouble: trouble.offset)
    source = Source(path, troubles[0].text)
    places = Places(source)
    findings = [_finding(trouble, places, words, number) for number, trouble in enumerate(troubles, 1)]
    return about(source, findings, places.lines)


def _finding(trouble: Trouble, places: Places, words: Words, number: int) -> Diagnostic:
    offset = min(max(trouble.offset, 0), len(trouble.text))
    line = excerpt(trouble.text, offset, trouble.length)
    span = Span(offset, min(offset + line[2], len(trouble.text)))
    start, end = places(span)
    return Diagnostic(
        code=CODE,
        rule=words(f"rule_trouble_name.{trouble.kind}"),
        group=GROUP,
        severity=_severity(trouble),
        confidence=Confidence.HIGH,
        message=sentence(trouble, words),
        work="",
        help="",
        span=span,
        where=Where(),
        key=f"{CODE}:{trouble.path}:{trouble.kind}:{number}",
        excerpt=line,
        start=start,
        end=end,
    )


def _severity(trouble: Trouble) -> Severity:
    if trouble.kind in NOTED:
        return Severity.INFO
    return Severity.WARNING if trouble.kind in WARNED else Severity.ERROR


def _values(trouble: Trouble, words: Words) -> dict[str, str]:
    """The fault's values; names of types and outcomes in the reader's words, what the file says cut short."""
    if trouble.kind == "yaml-syntax":
        return {"problem": words(f"yaml.{trouble.values['problem']}")}
    table = words.section("rule_word") if trouble.kind in TYPED else {}
    return {key: value if key in WHOLE else short(table.get(value, value)) for key, value in trouble.values.items()}

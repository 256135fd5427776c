"""Tell what is wrong with rule files as findings like all others, pointing into those files."""

from collections.abc import Iterable

from poa_lint.checking import Counts
from poa_lint.diagnostic import Confidence, Diagnostic, Severity, Where
from poa_lint.linter import FileResult, Summary
from poa_lint.rulebook.rule import RuleTrouble
from poa_lint.source import Source, Span
from poa_lint.words import Words

CODE = "REGLA"
GROUP = "regla"


def results(troubles: Iterable[RuleTrouble], words: Words) -> tuple[FileResult, ...]:
    """The troubles of rule files, file by file."""
    by_file: dict[str, list[RuleTrouble]] = {}
    for trouble in troubles:
        by_file.setdefault(trouble.path, []).append(trouble)
    return tuple(_result(path, found, words) for path, found in by_file.items())


def _result(path: str, found: list[RuleTrouble], words: Words) -> FileResult:
    found.sort(key=lambda trouble: trouble.offset)
    source = Source(path, found[0].text)
    told = tuple(_diagnostic(trouble, source, words, number) for number, trouble in enumerate(found, 1))
    return FileResult(
        path=path,
        sha256="",
        encoding="utf-8",
        verdict="CORREGIR",
        verdicts=(),
        summary=Summary(None, None, 0, 0, 0),
        diagnostics=told,
        positions=tuple((source.position(one.span.start), source.position(one.span.end)) for one in told),
        related=tuple(() for _ in told),
        counts=Counts(0, 0, 0),
    )


def _diagnostic(trouble: RuleTrouble, source: Source, words: Words, number: int) -> Diagnostic:
    message = words(f"rule_trouble.{trouble.kind}", **_quoted(trouble, words))
    if trouble.suggestion:
        message = words("suggestion", message=message, suggestion=trouble.suggestion)
    start = min(max(trouble.offset, 0), len(trouble.text))
    opens = trouble.text.rfind("\n", 0, start) + 1
    closes = trouble.text.find("\n", start)
    line = trouble.text[opens : closes if closes >= 0 else len(trouble.text)]
    length = max(1, min(trouble.length, opens + len(line) - start))
    return Diagnostic(
        code=CODE,
        rule=words(f"rule_trouble_name.{trouble.kind}"),
        group=GROUP,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message=message,
        work="",
        help="",
        span=Span(start, min(start + length, len(trouble.text))),
        where=Where(),
        key=f"{CODE}:{source.path}:{trouble.kind}:{number}",
        excerpt=(line, start - opens, length),
    )


def _quoted(trouble: RuleTrouble, words: Words) -> dict[str, str]:
    """The trouble's values; names of types and outcomes in the reader's words."""
    table = words.section("rule_word")
    return {key: table.get(value, value) for key, value in trouble.values.items()}

"""Tell what is wrong with rule files as findings like all others, pointing into those files."""

from collections.abc import Iterable

from poa_lint.core.diagnostic import Confidence, Diagnostic, Severity, Where, excerpt
from poa_lint.core.result import FileResult, beside
from poa_lint.core.source import Source, Span
from poa_lint.core.words import Words
from poa_lint.rulebook.rule import RuleTrouble

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
    return beside(source, tuple(_diagnostic(trouble, source, words, number) for number, trouble in enumerate(found, 1)))


def sentence(trouble: RuleTrouble, words: Words) -> str:
    """What is wrong, in words."""
    message = words(f"rule_trouble.{trouble.kind}", **_quoted(trouble, words))
    if trouble.suggestion:
        message = words("suggestion", message=message, suggestion=trouble.suggestion)
    return message


def _diagnostic(trouble: RuleTrouble, source: Source, words: Words, number: int) -> Diagnostic:
    start = min(max(trouble.offset, 0), len(trouble.text))
    shown = excerpt(trouble.text, start, trouble.length)
    return Diagnostic(
        code=CODE,
        rule=words(f"rule_trouble_name.{trouble.kind}"),
        group=GROUP,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message=sentence(trouble, words),
        work="",
        help="",
        span=Span(start, min(start + shown[2], len(trouble.text))),
        where=Where(),
        key=f"{CODE}:{source.path}:{trouble.kind}:{number}",
        excerpt=shown,
    )


def _quoted(trouble: RuleTrouble, words: Words) -> dict[str, str]:
    """The trouble's values; names of types and outcomes in the reader's words."""
    table = words.section("rule_word")
    return {key: table.get(value, value) for key, value in trouble.values.items()}

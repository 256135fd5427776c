"""The order of findings: that of the text, and what follows from another stands right behind it."""

from poa_lint.core.diagnostic import Confidence, Diagnostic, Severity, Where, in_order, without_cycles
from poa_lint.core.records import replace
from poa_lint.core.source import Span


def finding(key: str, row: int, place: int, derived_from: str | None = None) -> Diagnostic:
    return Diagnostic(
        code=key,
        rule="x",
        group="x",
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message="x",
        work="",
        help="",
        span=Span(place, place),
        where=Where(),
        key=key,
        derived_from=derived_from,
        order=(row, place),
    )


def keys(*found: Diagnostic) -> list[str]:
    return [one.key for one in in_order(list(found))]


def test_by_row_then_code_then_place() -> None:
    assert keys(finding("POA3", 20, 25), finding("POA2", 10, 19), finding("POA1", 10, 30)) == ["POA1", "POA2", "POA3"]


def test_what_follows_stands_behind_its_cause_wherever_it_is() -> None:
    cause, other = finding("POA5", 30, 30), finding("POA4", 20, 20)
    first, second = finding("POA1", 10, 10, "POA5"), finding("POA2", 10, 12, "POA1")
    assert keys(first, second, cause, other) == ["POA4", "POA5", "POA1", "POA2"]


def test_a_cause_that_is_not_there_or_is_oneself_hides_nothing() -> None:
    assert keys(finding("POA1", 10, 10, "POA9"), finding("POA2", 5, 5, "POA2")) == ["POA2", "POA1"]


def test_of_findings_that_follow_each_other_one_stands() -> None:
    assert without_cycles({"a": "b", "b": "a"}) == {"b": "a"}
    assert without_cycles({"a": "b", "b": "c", "c": "a", "d": "a"}) == {"b": "c", "c": "a", "d": "a"}
    assert without_cycles({"a": "b", "c": "b"}) == {"a": "b", "c": "b"}


def test_a_severity_has_its_rank() -> None:
    assert [severity.rank for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)] == [0, 1, 2]
    assert replace(finding("POA1", 1, 1), severity=Severity.INFO).severity.rank == 2

"""Results: the verdict of each unit of a report."""

import pytest

from poa_lint.core.diagnostic import Severity, Where
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Unit, by_unit
from tests.output.years import linted, texts

UNITS = (Unit("511", "101", "A", ()), Unit("511", "102", "B", ()))


def result(*wheres: Where, units: tuple[Unit, ...] = UNITS, unread: bool = False) -> FileResult:
    """A result with a warning in each of these places."""
    made = linted("t.txt", next(text for path, text in texts() if path.endswith("103-t3.txt")))
    finding = replace(made.standing[0], severity=Severity.WARNING)
    return replace(made, units=units, unread=unread, diagnostics=tuple(replace(finding, where=one) for one in wheres))


@pytest.mark.parametrize(
    ("wheres", "verdicts"),
    [
        ([Where(None, "511", "102")], ["SIN OBSERVACIONES", "REVISAR"]),
        ([Where()], ["REVISAR", "REVISAR"]),  # a hidden sheet is a matter of every unit
        ([Where(None, "511", "999")], ["SIN OBSERVACIONES", "SIN OBSERVACIONES"]),  # a unit that the report lacks
    ],
)
def test_a_finding_about_no_unit_is_about_all(wheres: list[Where], verdicts: list[str]) -> None:
    assert [verdict for _, verdict in result(*wheres).verdicts] == verdicts


def test_what_stands_in_a_unit_without_codes_is_about_that_unit() -> None:
    units = (UNITS[0], Unit("", "", "SIN CLAVE", ()))
    assert list(map(len, by_unit(units, result(Where()).diagnostics))) == [0, 1]


def test_a_page_that_nobody_lacks_may_be_anybody_s() -> None:
    assert [verdict for _, verdict in result(unread=True).verdicts] == ["NO SE PUDO REVISAR"] * 2
    torn = (UNITS[0]._replace(complete=False), UNITS[1])
    assert [verdict for _, verdict in result(units=torn, unread=True).verdicts] == [
        "NO SE PUDO REVISAR",
        "SIN OBSERVACIONES",
    ]

"""A number above 1 under ACUMULADO RELATIVO is judged by its column: among shares, 1.05 is no 1.05%."""

from io import BytesIO

import pytest

import poa_lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Source
from poa_lint.linter import canonical
from tests.reading.reports import Read

Goal = tuple[str, str, str]
"""META ANUAL, AVANCE ABSOLUTO and ACUMULADO RELATIVO."""
SHARES: list[Goal] = [("8", "2", "0.25"), ("4", "2", "0.5"), ("20", "21", "1.05")]


def report(*goals: Goal) -> str:
    rows = [
        Row(
            texto=f"{100 + number}.- CELEBRAR SESIONES.",
            meta_anual=anual,
            programado=(anual, "", "", ""),
            avance=(absoluto, "", "", ""),
            absoluto=absoluto,
            relativo=relativo,
            observaciones="SE AJUSTÓ LO PROGRAMADO.",
        )
        for number, (anual, absoluto, relativo) in enumerate(goals)
    ]
    return write([Page(metas=tuple(rows), fecha="31-mar.-24")])


def told(data: str | bytes, *codes: str) -> list[tuple[str, str]]:
    """Codes and goals of the findings under ACUMULADO RELATIVO."""
    found = poa_lint.lint(data, select=codes or ["POA003", "POA023", "POA103"]).files[0].diagnostics
    return sorted((finding.code, finding.where.meta) for finding in found)


def workbook(text: str, formats: dict[str, str]) -> bytes:
    """The report as a workbook; `formats` are those of the cells under the percentage, by their words."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for number, line in enumerate(text.split("\n"), 1):
        for column, words in enumerate(line.split("\t"), 1):
            if words:
                figure = column > 3 and words.replace(".", "", 1).isdecimal()
                cell = book.active.cell(number, column, float(words) if figure else words)
                cell.number_format = formats.get(words, "General")
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_share_above_one_is_told_as_the_others_of_its_column_are() -> None:
    assert told(report(*SHARES)) == [("POA003", "100"), ("POA003", "101"), ("POA003", "102")]
    assert told(workbook(report(*SHARES), {})) == [("POA023", "100"), ("POA023", "101"), ("POA023", "102")]


def test_cells_with_a_percentage_format_are_what_they_show() -> None:
    formats = {"0.25": "0%", "0.5": "0%", "1.05": "0%"}
    assert told(workbook(report(*SHARES), formats)) == []


def test_the_message_in_a_workbook_has_both_readings() -> None:
    run = poa_lint.lint(workbook(report(*SHARES), {}), select=["POA023"])
    finding = run.files[0].diagnostics[-1]
    assert finding.message.endswith("tiene 1.05 sin formato de porcentaje; puede ser 105% o 1.05%")


def test_a_share_that_its_own_row_does_not_give_is_a_share_by_its_column() -> None:
    goals = [*SHARES[:2], ("25", "21", "1.05")]
    assert ("POA103", "102") not in told(report(*goals))
    assert ("POA003", "102") in told(report(*goals))
    assert ("POA023", "102") in told(workbook(report(*goals), {}))


def test_a_share_of_its_own_row_needs_one_other_cell() -> None:
    assert told(report(SHARES[0], SHARES[2])) == [("POA003", "100"), ("POA003", "101")]


def test_the_column_is_that_of_all_pages() -> None:
    pages = report(*SHARES[:2]) + report(("20", "21", "1.05"), ("4", "4", "1.00")).replace(
        "\t100.-", "\t102.-"
    ).replace("\t101.-", "\t103.-")
    assert told(pages) == [("POA003", goal) for goal in ("100", "101", "102", "103")]


def test_a_great_share_is_one_only_by_its_own_row() -> None:
    assert ("POA003", "102") in told(report(*SHARES[:2], ("4", "10", "2.5")))
    assert ("POA103", "102") in told(report(*SHARES[:2], ("4", "3", "2.5")))


AS_TODAY = [
    [("20", "21", "1.05")],
    [("8", "2", "0.25"), ("25", "21", "1.05")],
    [("8", "2", "25"), ("4", "2", "50"), ("20", "21", "1.05")],
    [("8", "2", "25%"), ("4", "2", "50%"), ("20", "21", "1.05")],
    [("8", "2", "0.25"), ("4", "2", "0.5"), ("2", "1", "50"), ("20", "21", "1.05")],
    [("400", "1", "0.25"), ("200", "1", "0.5"), ("20", "21", "1.05")],
    [("8", "2", "0.25"), ("4", "3", "0.5"), ("20", "21", "1.05")],
]


@pytest.mark.parametrize("goals", AS_TODAY)
def test_a_column_that_does_not_say_so_certainly_changes_nothing(goals: list[Goal]) -> None:
    last = str(99 + len(goals))
    assert ("POA103", last) in told(report(*goals))
    assert ("POA003", last) not in told(report(*goals))


def test_points_that_the_own_row_gives_stay_points() -> None:
    assert told(report(*SHARES[:2], ("200", "3", "1.5"))) == [("POA003", "100"), ("POA003", "101")]


def test_the_canonical_form_does_not_make_a_share_a_percentage(read: Read) -> None:
    text = report(*SHARES)
    formatted = canonical.formatted(Source("", text), lambda source: read(source.text)).text
    assert "\t1.05%" not in formatted
    assert "\t1.05" in formatted


def test_there_is_a_form_with_the_column() -> None:
    assert any("relativo" in form.index for form in built_in_forms())

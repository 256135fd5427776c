"""A sheet is its tables by their columns; what only the workbook knows is remarked."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from poa_lint.core.words import LANGUAGES, words
from poa_lint.documents.document import REMARKS as REMARKS_OF
from poa_lint.documents.sheets.grid import anchors
from tests.documents.kept import cell, opened
from tests.office.content import pages, rows
from tests.office.programs import OFFICE, convert
from tests.places import SEED


def test_a_form_whose_columns_are_merged_out_of_several() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    columns = [2, 3, 7, *range(9, 21)]
    for number, page in enumerate(pages()[:1]):
        for row, line in enumerate(page, 3 + 60 * number):
            for column, text in zip(columns if line.part != "text" else (2, 4, 5), line.cells, strict=False):
                sheet.cell(row, column, int(text) if text.isdecimal() else text or None)
            if line.part != "text":
                for first, last in ((3, 6), (7, 8), (20, 24)):
                    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    stream = io.BytesIO()
    book.save(stream)
    document = opened(stream.getvalue())
    assert rows(document.text) == rows(SEED.read_text(encoding="utf-8"))[:4]
    place = document.place(cell(document, "101.-", 4))
    assert place is not None
    assert (place.cell, place.title) == ("J31", "Ene-Mar P")


def test_anchors_are_what_every_heading_ends_with() -> None:
    assert anchors(["", "", *"PAPAPAPA", ""]) == list(range(2, 10))
    assert anchors(["P", "A"]) == []
    assert anchors([*"PAPA", "x", "y", "z", "w", "v"]) == []


# --- what only the original knows ---

HEADING = (
    (
        "L/A",
        "METAS Y ACCIONES",
        "UNIDAD DE MEDIDA",
        "META ANUAL",
        "PERIODO",
        *[None] * 7,
        "AVANCE ABSOLUTO",
        "ACUMULADO RELATIVO",
        "OBSERVACIONES",
    ),
    (*[None] * 4, "Ene-Mar", None, "Abr-Jun", None, "Jul-Sep", None, "Oct-Dic"),
    (*[None] * 4, *"PAPAPAPA"),
)


def told(change: Callable[[Worksheet], object]) -> list[tuple[str, str, dict[str, str]]]:
    """The remarks on a small workbook after a change: the kind, the text that it is about, the values."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "UE 101"
    for line in HEADING:
        sheet.append(line)
    sheet.append(["4.6.1", "101.- SEGUIMIENTO AL GASTO", "NOMINA", 26, 6, 6, 7, None, 6, None, 7, None, 6, 0.23])
    sheet["N4"].number_format = "0%"
    change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    document = opened(stream.getvalue())
    return [(one.kind, document.text[one.start : one.end], dict(one.values)) for one in document.remarks]


def put(name: str, value: object, code: str = "General") -> Callable[[Worksheet], object]:
    def change(sheet: Worksheet) -> None:
        sheet[name] = value  # type: ignore[assignment, unused-ignore]
        sheet[name].number_format = code

    return change


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[4].hidden = True


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["F"].hidden = True


def hide_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.copy_worksheet(sheet).sheet_state = "hidden"


def hide_nothing(sheet: Worksheet) -> None:
    """Sheets, rows and columns in which no goal is written are nobody's business."""
    assert sheet.parent is not None
    notes = sheet.parent.create_sheet("Cálculos")
    notes.append(["1.- Sumar", 1, 2, 3])
    template = sheet.parent.create_sheet("Plantilla")
    for line in HEADING:
        template.append(line)
    notes.sheet_state = template.sheet_state = "hidden"
    sheet.row_dimensions[7].hidden = sheet.column_dimensions["J"].hidden = sheet.column_dimensions["S"].hidden = True


ROW = "4.6.1\t101.- SEGUIMIENTO AL GASTO\tNOMINA\t26\t6\t6\t7\t\t6\t\t7\t\t6\t23%\t"
REMARKS = [
    (lambda _: None, []),
    (put("D4", "26"), [("texto_como_numero", "26", {"text": "26"})]),
    (put("A4", "4.6"), []),
    (put("E4", "=2+4"), [("formula_sin_valor", "", {"formula": "=2+4"})]),
    (put("M4", "#REF!"), [("error_de_formula", "#¡REF!", {"text": "#¡REF!"})]),
    (put("N4", 0.23), [("porcentaje_sin_formato", "0.23", {"text": "0.23"})]),
    (put("N4", 23), [("porcentaje_sin_formato", "23", {"text": "23"})]),
    (put("N4", 0), []),
    (put("Q4", "=SUM(E4:L4)-D4"), []),
    (put("E4", 2.5, "0"), [("redondeo_por_formato", "3", {"stored": "2.5", "shown": "3"})]),
    (put("N4", 0.375, "0%"), []),
    (hide_row, [("oculta_fila", ROW, {"sheet": "UE 101", "row": "4"})]),
    (hide_column, [("oculta_columna", "6", {"sheet": "UE 101", "column": "F"})]),
    (hide_sheet, [("oculta_hoja", "", {"sheet": "UE 101 Copy"})]),
    (hide_nothing, []),
]


@pytest.mark.parametrize(("change", "expected"), REMARKS)
def test_what_only_the_workbook_knows(change: Callable[[Worksheet], object], expected: list[object]) -> None:
    assert told(change) == expected


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_what_only_the_other_kinds_of_workbook_know(tmp_path: Path, form: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in HEADING:
        sheet.append(line)
    sheet.append(["4.6.1", "101.- SEGUIMIENTO", "NOMINA", "26", 2.5, "=1/0", 7, None, 6, None, 7, None, 6, 0.23])
    sheet["E4"].number_format = "0"
    hide_row(sheet)
    book.copy_worksheet(sheet).sheet_state = "hidden"
    book.save(tmp_path / "informe.xlsx")
    document = opened(convert(tmp_path / "informe.xlsx", form, tmp_path / form).read_bytes())
    kinds = sorted(one.kind for one in document.remarks)
    assert kinds == [
        "error_de_formula",
        "oculta_fila",
        "oculta_hoja",
        "porcentaje_sin_formato",
        "redondeo_por_formato",
        "texto_como_numero",
    ]
    assert "26\t3\t#¡DIV/0!\t7" in document.text


def test_remarks_have_the_values_that_their_kinds_name() -> None:
    for change, _ in REMARKS:
        for name, _, values in told(change):
            assert set(values) == set(REMARKS_OF[name])
    for language in LANGUAGES:
        spoken = words(language, "office")
        "".join(spoken.table.values()).encode("cp850")
        "".join(spoken.table.values()).encode("cp1252")

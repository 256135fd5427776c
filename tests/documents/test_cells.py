"""The cells of workbooks are read as openpyxl reads them, which is the reference here and reads slowly."""

import datetime as dt
import io
import random
import warnings
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border, Side
from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel
from openpyxl.worksheet.worksheet import Worksheet

from poa_lint.documents.sheets import xlsx
from poa_lint.documents.sheets.book import book
from poa_lint.documents.sheets.cells import cells
from poa_lint.documents.sheets.days import is_date
from poa_lint.documents.zip import Package
from tests.places import ROOT

DATA = ROOT / "tests" / "data"
OTHERWISE = {
    *("annotate-width-nan.xlsx", "sharedstrings-mayuscula.xlsx", "xlsx-border-vacio.xlsx"),  # it refuses them, or parts
    "superindice.xlsx",  # whose raised marks it takes for digits
    "meta-fecha-enorme.xlsx",  # whose day is an error for it
}
"""Workbooks that spreadsheets read, and openpyxl reads otherwise."""
BOOKS = sorted(path for path in DATA.rglob("*.xls[xm]") if path.name not in OTHERWISE)
CODES = ("General", "0%", "#,##0.00", "dd/mm/yyyy", "[h]:mm:ss", '0.0" d"', "@", "#,##0;(#,##0);-", "mmm-yy")
VALUES = (
    *(
        26,
        -3.5,
        0,
        0.25,
        45382,
        45382.75,
        1234567.891,
        True,
        False,
        "",
        " ",
        "26",
        "1,234",
        "SESIÓN",
        "=A1+B2",
        '=A1&"<x>"',
    ),
    *("UNO\nDOS", "#REF!", "_x000D_", dt.date(2024, 3, 31), dt.time(8, 30), dt.timedelta(hours=30), None, None),
)


def seen(data: bytes) -> list[dict[str, object]]:
    """What reading takes from each worksheet: values, formats of numbers, frames, formulas, what is hidden."""
    found = book(Package(data))
    sheets = []
    for sheet in found.sheets:
        read = cells(sheet.part, found.strings, found.styles)
        values = {place: cell for place, cell in read.cells.items() if cell.value is not None}
        sheets.append(
            {
                "name": sheet.name,
                "hidden": sheet.hidden,
                "values": {place: _number(cell.value) for place, cell in values.items()},
                "errors": {place for place, cell in values.items() if cell.error},
                "dates": {place for place, cell in values.items() if is_date(cell.code) and _is_number(cell.value)},
                "frames": {place: cell.frame for place, cell in read.cells.items() if any(cell.frame)},
                "formulas": {place: xlsx.written(one, *place) for place, one in read.valueless.items()},
                "rows": read.hidden_rows,
                "columns": read.hidden_columns,
            }
        )
    return sheets


def expected(data: bytes) -> list[dict[str, object]]:
    """The same by openpyxl, which makes dates of numbers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, formulas = (load_workbook(io.BytesIO(data), data_only=only) for only in (True, False))
    sheets = []
    for sheet in found.worksheets:
        every = sheet._cells
        values = {place: cell for place, cell in every.items() if cell.value is not None}
        sheets.append(
            {
                "name": sheet.title,
                "hidden": sheet.sheet_state != "visible",
                "values": {place: _number(cell.value, found.epoch) for place, cell in values.items()},
                "errors": {place for place, cell in values.items() if cell.data_type == "e"},
                "dates": {place for place, cell in values.items() if cell.data_type == "d"},
                "frames": {
                    place: lines
                    for place, cell in every.items()
                    if any(lines := (bool(cell.border.right.style), bool(cell.border.bottom.style)))
                },
                "formulas": {
                    place: "" if cell.value == "=" else cell.value
                    for place, cell in formulas[sheet.title]._cells.items()
                    if cell.data_type == "f" and place not in values
                },
                "rows": {row for row, one in sheet.row_dimensions.items() if one.hidden},
                "columns": {
                    column
                    for one in sheet.column_dimensions.values()
                    if one.hidden
                    for column in range(one.min or 0, (one.max or 0) + 1)
                },
            }
        )
    return sheets


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: object, epoch: dt.datetime | None = None) -> object:
    """A value; numbers, and dates as numbers, are rounded to half a second, as dates of openpyxl are."""
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        value = to_excel(value, epoch)  # type: ignore[no-untyped-call]
    return round(float(value), 5) if isinstance(value, int | float) and not isinstance(value, bool) else value


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_kept_workbooks(path: Path) -> None:
    assert seen(path.read_bytes()) == expected(path.read_bytes())


@pytest.mark.parametrize("seed", range(12))
def test_workbooks_with_anything_in_their_cells(seed: int) -> None:
    data = written(random.Random(seed))  # noqa: S311  not a secret
    assert seen(data) == expected(data)


def written(chance: random.Random) -> bytes:
    """A workbook with values, formats, frames, merged cells, comments and hidden parts wherever chance puts them."""
    made = Workbook()
    made.epoch = chance.choice((made.epoch, CALENDAR_MAC_1904))
    for number in range(3):
        sheet = made.worksheets[0] if number == 0 else made.create_sheet(f"Hoja '{number}' & más")
        sheet.sheet_state = chance.choice(("visible", "visible", "hidden", "veryHidden")) if number else "visible"
        _fill(sheet, chance)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, chance: random.Random) -> None:
    line = Side(style="thin")
    for _ in range(120):
        cell = sheet.cell(chance.randint(1, 20), chance.randint(1, 12), chance.choice(VALUES))
        if not isinstance(cell.value, dt.date | dt.time | dt.timedelta):
            cell.number_format = chance.choice(CODES)
        right, top, bottom = (chance.choice((Side(), Side(), line)) for _ in range(3))
        cell.border = Border(right=right, top=top, bottom=bottom)
    sheet["A1"] = CellRichText("m", TextBlock(InlineFont(b=True), "etas "), "y acciones")
    sheet["B1"].comment = Comment("Revisar", "N. N.")
    sheet["B2"] = "liga"
    sheet["B2"].hyperlink = "https://example.org/"
    for row, column in ((3, 1), (8, 4), (14, 2)):  # merging cells empties those behind the first one
        last = sheet.cell(row + chance.randint(0, 4), column + chance.randint(0, 2))
        sheet.merge_cells(f"{sheet.cell(row, column).coordinate}:{last.coordinate}")
    sheet.row_dimensions[chance.randint(1, 20)].hidden = True
    sheet.column_dimensions.group("E", chance.choice("EFG"), hidden=True)
    sheet.auto_filter.ref = "A1:C9"

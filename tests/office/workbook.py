"""The seed as a workbook: a sheet for each unit, merged headings, number formats, formulas."""

import datetime as dt
import re
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tests.office.content import Line, pages, unit

THIN = Side(style="thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WIDTHS = (9, 46, 15, 9, *([6] * 8), 11, 12, 22, 6)
TABLE = 15


def make(path: Path, *, framed: bool = True) -> None:
    """Write the workbook; its formulas have no stored results until a spreadsheet has saved it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages():
        name = f"UE {unit(page)}"
        sheet = book[name] if name in book.sheetnames else _sheet(book, name)
        _page(sheet, page, framed=framed)
    book.save(path)


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[chr(64 + number)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def _page(sheet: Worksheet, page: list[Line], *, framed: bool) -> None:
    start = sheet.max_row + 3 if sheet.max_row > 1 else 1
    for row, line in enumerate(page, start):
        if line.part == "text":
            _text(sheet, row, line.cells)
        else:
            for column, cell in enumerate(line.cells, 1):
                _cell(sheet, row, column, cell, line.part, framed=framed)
            if line.part == "row":
                sheet.row_dimensions[row].height = 13.5 * max(1, -(-max(map(len, line.cells)) // 38))
    first = start + next(place for place, line in enumerate(page) if line.part == "heading")
    _merge_heading(sheet, first)


def _text(sheet: Worksheet, row: int, cells: tuple[str, ...]) -> None:
    """A line of the header: the label runs over into the empty column B, the code stands in C, the name from D on."""
    for column, cell in zip((1, 3, 4), cells, strict=False):
        if cell.startswith("FECHA: "):
            sheet.cell(row, 1, "FECHA:")
            sheet.cell(row, 3, dt.date(2024, 3, 31)).number_format = "dd-mmm-yy"
            sheet.cell(row, 3).alignment = Alignment(horizontal="left")
        elif cell.isdecimal():
            sheet.cell(row, column, int(cell)).alignment = Alignment(horizontal="left")
        elif cell:
            sheet.cell(row, column, cell)
    if len(cells) == 1 and cells[0] and "FECHA" not in cells[0]:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=TABLE)


def _cell(sheet: Worksheet, row: int, column: int, text: str, part: str, *, framed: bool) -> None:
    cell = sheet.cell(row, column)
    if framed:
        cell.border = FRAME
    cell.font = Font(size=8, bold=part == "heading")
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left" if column in {2, 15} else "center")
    if part == "heading" or not text:
        cell.value = text or None
    elif found := re.fullmatch(r"(\d+)%", text):
        cell.value, cell.number_format = _share(sheet, row, column, int(found[1])), "0%"
    elif re.fullmatch(r"[\d,]+", text):
        cell.value = int(text.replace(",", ""))
        cell.number_format = "#,##0" if "," in text else "General"
    else:
        cell.value, cell.number_format = text, "@"


def _share(sheet: Worksheet, row: int, column: int, points: int) -> str | float:
    """A percentage as a formula of the cell before it and the annual goal, where that gives what the seed says."""
    done, goal = sheet.cell(row, column - 1).value, sheet.cell(row, 4).value
    if isinstance(done, int) and isinstance(goal, int) and goal and (200 * done + goal) // (2 * goal) == points:
        return f"={sheet.cell(row, column - 1).coordinate}/D{row}"
    return points / 100


def _merge_heading(sheet: Worksheet, row: int) -> None:
    for column in (1, 2, 3, 4, 13, 14, 15):
        sheet.merge_cells(start_row=row, end_row=row + 2, start_column=column, end_column=column)
    sheet.merge_cells(start_row=row, end_row=row, start_column=5, end_column=12)
    for column in (5, 7, 9, 11):
        sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=column, end_column=column + 1)

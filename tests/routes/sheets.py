"""Workbooks of reports: a sheet for each page, merged headings, number formats, as offices build the form."""

import re
import textwrap
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tests.routes.reports import TITLES, Leaf, Report, Style

THIN: Final = Side(style="thin")
FRAME: Final = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WIDTHS: Final = (11, 46, 15, 9, *([7] * 8), 11, 12, 30)
LINE: Final = 11
"""The height of a line of a cell."""
LEFT: Final = (2, 15)
"""Columns whose words stand at the left."""


def write(report: Report, path: Path, *, framed: bool = True) -> None:
    """Write a report as a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for leaf in report.leaves:
        sheet: Worksheet = book.create_sheet(_name(book, leaf))
        for number, width in enumerate(WIDTHS, 1):
            sheet.column_dimensions[chr(64 + number)].width = width
        sheet.page_setup.orientation = "landscape"
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        _page(sheet, leaf, report.style, framed)
    book.save(path)


def _name(book: Workbook, leaf: Leaf) -> str:
    name = f"UE {leaf.unit}"
    same = sum(one.startswith(name) for one in book.sheetnames)
    return f"{name} ({same + 1})" if same else name


def _page(sheet: Worksheet, leaf: Leaf, style: Style, framed: bool) -> None:
    row = 1
    for title in leaf.titles:
        sheet.cell(row, 1, title).alignment = Alignment(horizontal="center")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(WIDTHS))
        row += 1
    row = _header(sheet, row + 1, leaf, style)
    for cells in TITLES:
        _row(sheet, row, cells, framed, bold=True)
        row += 1
    _merge_heading(sheet, row - len(TITLES))
    for cells in leaf.rows:
        _row(sheet, row, cells, framed)
        sheet.row_dimensions[row].height = LINE * max(map(_lines, cells, WIDTHS)) + 4
        row += 1
    _signatures(sheet, row + 1, leaf, style)


def _header(sheet: Worksheet, row: int, leaf: Leaf, style: Style) -> int:
    """Write the header from a row on; the row where the table begins."""
    first = row
    code_column = 2 if style.clipped else 3
    for label, code, name in leaf.header:
        sheet.cell(row, 1, label or None)
        cell = sheet.cell(row, code_column, int(code) if code.isdecimal() else code)
        cell.alignment = Alignment(horizontal="left")
        sheet.cell(row, code_column + 1, name)
        row += 1
    if style.dated:
        sheet.cell(first, 14, leaf.form)
        sheet.cell(first + 1, 14, f"FECHA: {leaf.fecha}")
        return row + 1
    sheet.cell(row + 1, 1, leaf.form)
    sheet.cell(row + 3, 1, f"FECHA: {leaf.fecha}")
    return row + 5


def _row(sheet: Worksheet, row: int, cells: tuple[str, ...], framed: bool, *, bold: bool = False) -> None:
    for column, text in enumerate(cells, 1):
        cell = sheet.cell(row, column)
        if framed:
            cell.border = FRAME
        cell.font = Font(size=8, bold=bold)
        across = "left" if column in LEFT and not bold else "center"
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=across)
        cell.value, cell.number_format = (text or None, "General") if bold else _value(text, column)


def _lines(text: str, width: int) -> int:
    """The lines that a cell's words take in a column."""
    return len(textwrap.wrap(text, width)) or 1


def _value(text: str, column: int) -> tuple[str | float | None, str]:
    """A cell's value and the number format that shows it as it is printed."""
    if column < 4 or column > 14 or not text:
        return text or None, "General"
    number = text.replace(",", "").rstrip("%")
    _, point, decimals = number.partition(".")
    places = f".{'0' * len(decimals)}" if point else ""
    if text.endswith("%"):
        return round(float(number) / 100, 8), f"0{places}%"
    if re.fullmatch(r"\d+", number):
        return int(number), "#,##0" if "," in text else "General"
    return float(number), f"#,##0{places}"


def _merge_heading(sheet: Worksheet, row: int) -> None:
    for column in (1, 2, 3, 4, 13, 14, 15):
        sheet.merge_cells(start_row=row, end_row=row + 2, start_column=column, end_column=column)
    sheet.merge_cells(start_row=row, end_row=row, start_column=5, end_column=12)
    for column in (5, 7, 9, 11):
        sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=column, end_column=column + 1)


def _signatures(sheet: Worksheet, row: int, leaf: Leaf, style: Style) -> None:
    for number, signature in enumerate(leaf.signatures):
        column = (2, 5, 13)[number] if style.beside else 2
        start = row if style.beside else row + 4 * number
        for offset, text in enumerate(signature):
            sheet.cell(start + offset, column, text)

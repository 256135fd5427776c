"""Read Excel workbooks (.xlsx, .xlsm): cells as their formats print them, hidden parts, formulas without a result."""

import datetime as dt
import html
import importlib.util
import re
from typing import Final

from poa_lint.documents.document import MAX_CELLS, Document, UnreadableFile, Writer
from poa_lint.documents.places import column_number, letters
from poa_lint.documents.sheets import days, printed
from poa_lint.documents.sheets.book import Book, Sheet, book
from poa_lint.documents.sheets.cells import Cell, Formula, cells
from poa_lint.documents.sheets.formats import put_number, put_text
from poa_lint.documents.sheets.grid import Grid, write, write_hidden
from poa_lint.documents.zip import Package

INDEX: Final = "_poa_lint"
"""The defined name, a cell of its list of findings, by which a copy that `documents.marking` made is recognised."""
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s>/]")
_RANGE: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})"
)
"""Elements with a range, each cell of which counts."""
_PRINTED: Final = re.compile(
    rb"<(?:\w+:)?(?:odd|first|even)(?:Header|Footer)\b[^>]*>([^<]*)</(?:\w+:)?(?:odd|first|even)(?:Header|Footer)>"
)
"""A header or footer that is printed on every page of a sheet, on the first or on every other one."""
_CODED: Final = re.compile(r"_x00[01][0-9A-Fa-f]_\n?")
"""A control character as Excel stores it: text pasted with the line ends of Windows has `_x000D_` in it."""
_MAX_FRAME: Final = 64
"""The last column whose borders count: one that goes on beyond it is a whole row's, not a table's."""


def read(data: bytes) -> Document:
    """Read a workbook's visible sheets, one after the other.

    Raises UnreadableFile; ImportError if the extra is not installed, with which shared formulas are told.
    """
    if importlib.util.find_spec("openpyxl") is None:
        raise ModuleNotFoundError("openpyxl", name="openpyxl")
    package = Package(data)
    _check_size(package)
    found = book(package)
    writer = Writer()
    index = found.names.get(INDEX, "").rpartition("!")[0].strip("'").replace("''", "'")
    for sheet in found.sheets:
        if sheet.name == index:
            continue
        grid = _grid(sheet, found)
        if sheet.hidden:
            write_hidden(grid, writer)
            continue
        write(grid, writer)
        writer.blank()
    return writer.document("xlsx")


def _check_size(package: Package) -> None:
    """Raise UnreadableFile for too many cells in all sheets, or XML that declares entities, before it is built."""
    count = 0
    for name in sorted(package.names):
        if not name.lower().endswith((".xml", ".rels")):
            continue
        data = package.read(name)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UnreadableFile("corrupt")
        if b"sheetData" in data:
            count += sum(1 for _ in _CELL.finditer(data)) + sum(map(_area, _RANGE.finditer(data)))
        count += data.count(b"<si>") if name.lower().endswith("sharedstrings.xml") else 0
        if count > MAX_CELLS:
            raise UnreadableFile("too-big")


def _area(match: re.Match[bytes]) -> int:
    """The number of cells of a range that `_RANGE` matched."""
    columns = column_number(match[3].decode()) - column_number(match[1].decode()) + 1
    return columns * (int(match[4]) - int(match[2]) + 1)


def _grid(sheet: Sheet, found: Book) -> Grid:
    grid = Grid(sheet.name, typed=True)
    stored = cells(sheet.part, found.strings, found.styles)
    for (row, column), cell in sorted(stored.cells.items()):
        if cell.value is not None:
            _put(grid, row, column, cell, from_1904=found.from_1904)
        elif column <= _MAX_FRAME and any(cell.frame):
            grid.ends[row] = max(grid.ends.get(row, 0), column)
    for (row, column), formula in stored.valueless.items():
        if not grid.cells.get(row, {}).get(column):
            grid.note(row, column, "formula_sin_valor", formula=written(formula, row, column))
    for match in _PRINTED.finditer(sheet.part):
        grid.printed += printed.lines(html.unescape(match[1].decode("utf-8", "replace")))
    grid.hidden_rows, grid.hidden_columns = stored.hidden_rows, stored.hidden_columns
    return grid


def _put(grid: Grid, row: int, column: int, cell: Cell, *, from_1904: bool) -> None:
    value = cell.value
    if isinstance(value, bool):
        grid.put(row, column, "VERDADERO" if value else "FALSO")
    elif isinstance(value, int | float):
        put_number(grid, row, column, value, cell.code, from_1904=from_1904)
    elif isinstance(value, dt.date):
        grid.put(row, column, days.date(value))
    else:
        put_text(grid, row, column, _CODED.sub(" ", str(value)), error=cell.error)


def written(formula: Formula, row: int, column: int) -> str:
    """A formula as it stands in a cell, with its sign; empty if the file does not tell it.

    One that is shared stands in another cell; its references are moved along.
    """
    if not formula.text or not formula.origin:
        return f"={formula.text}" if formula.text else ""
    from openpyxl.formula.translate import Translator

    return str(Translator(f"={formula.text}", formula.origin).translate_formula(f"{letters(column)}{row}"))

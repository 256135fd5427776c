"""Read Excel workbooks (.xlsx, .xlsm): cells as their formats print them, hidden parts, formulas without a result."""

import datetime as dt
import html
import io
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from poa_lint.documents.document import MAX_CELLS, Document, UnreadableFile, Writer
from poa_lint.documents.sheets import days, plain, printed
from poa_lint.documents.sheets.formats import put_number, put_text
from poa_lint.documents.sheets.grid import Grid, write, write_hidden
from poa_lint.documents.zip import Package

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

INDEX: Final = "_poa_lint"
"""The defined name, a cell of its list of findings, by which a copy that `documents.marking` made is recognised."""
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s>/]")
_WITH_FORMULA: Final = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'](?:[^>]*[^/>])?>"
    rb"\s*<(?:\w+:)?f(\s[^>]*?)?(?:/>|>(.*?)</(?:\w+:)?f>)(.*?)</(?:\w+:)?c>",
    re.DOTALL,
)
"""A cell with a formula; the groups are its column, its row, the formula's attributes, the formula, and the text behind
it with the result."""
_SHARED: Final = re.compile(rb"\bsi=[\"'](\d+)[\"']")
"""The number of a formula that several cells share; one of them has its text."""
_RANGE: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Za-z]{1,3})([0-9]{1,7}):([A-Za-z]{1,3})([0-9]{1,7})"
)
"""Elements with a range of which openpyxl creates every cell."""
_VALUE: Final = re.compile(rb"<(?:\w+:)?v[^>]*>[^<]")
_PRINTED: Final = re.compile(
    rb"<(?:\w+:)?(?:odd|first|even)(?:Header|Footer)\b[^>]*>([^<]*)</(?:\w+:)?(?:odd|first|even)(?:Header|Footer)>"
)
"""A header or footer that is printed on every page of a sheet, on the first or on every other one."""
_CODED: Final = re.compile(r"_x00[01][0-9A-Fa-f]_\n?")
"""A control character as Excel stores it: text pasted with the line ends of Windows has `_x000D_` in it."""
_MAX_FRAME: Final = 64
"""The last column whose borders count: one that goes on beyond it is a whole row's, not a table's."""


def read(data: bytes) -> Document:
    """Read a workbook's visible sheets, one after the other. Raises UnreadableFile."""
    package = Package(data)
    _check_size(package)
    copy = plain.copy(package)
    writer = Writer()
    index = copy.names.get(INDEX, "").rpartition("!")[0].strip("'").replace("''", "'")
    for sheet, original in zip(_workbook(copy.data).worksheets, copy.sheets, strict=True):
        if original.name == index:
            continue
        grid = _grid(sheet, original, copy)
        if original.hidden:
            write_hidden(grid, writer)
            continue
        write(grid, writer)
        writer.blank()
    return writer.document("xlsx")


def _check_size(package: Package) -> None:
    """Raise UnreadableFile for too many cells in all sheets, or XML that declares entities, before it is built."""
    cells = 0
    for name in sorted(package.names):
        if not name.lower().endswith((".xml", ".rels")):
            continue
        data = package.read(name)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UnreadableFile("corrupt")
        if b"sheetData" in data:
            cells += sum(1 for _ in _CELL.finditer(data)) + sum(map(_area, _RANGE.finditer(data)))
        cells += data.count(b"<si>") if name.lower().endswith("sharedstrings.xml") else 0
        if cells > MAX_CELLS:
            raise UnreadableFile("too-big")


def _area(match: re.Match[bytes]) -> int:
    """The number of cells of a range that `_RANGE` matched."""
    columns = _column(match[3]) - _column(match[1]) + 1
    return columns * (int(match[4]) - int(match[2]) + 1)


def _column(letters: bytes) -> int:
    """The number of a column with these letters."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _valueless(data: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Row and column of each cell with a formula whose result is not stored, and the formula."""
    shared: dict[bytes, tuple[str, str]] = {}
    for match in _WITH_FORMULA.finditer(data):
        cell, formula = (match[1] + match[2]).decode(), html.unescape((match[4] or b"").decode("utf-8", "replace"))
        number = _SHARED.search(match[3] or b"")
        if number is not None and formula:
            shared.setdefault(number[1], (formula, cell))
        # An empty text is a result too, and what a formula such as IF(A1="","",A1) most often gives.
        if not _VALUE.search(match[5]) and b't="str"' not in match[0].partition(b">")[0]:
            if number is not None and not formula and number[1] in shared:
                formula = _moved(*shared[number[1]], cell)
            yield (int(match[2]), _column(match[1])), formula


def _moved(formula: str, origin: str, cell: str) -> str:
    """The formula of the cell `origin` as it stands in another cell, with its references moved along."""
    from openpyxl.formula.translate import Translator

    return str(Translator(f"={formula}", origin).translate_formula(cell)).removeprefix("=")


def _workbook(data: bytes) -> "Workbook":
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load_workbook(io.BytesIO(data), data_only=True)
        except Exception as error:
            raise UnreadableFile("corrupt") from error  # openpyxl raises anything for a broken file


def _grid(sheet: "Worksheet", original: plain.Sheet, copy: plain.Copy) -> Grid:
    grid = Grid(original.name, typed=True)
    valueless = dict(_valueless(original.part))
    cells = sheet._cells  # noqa: SLF001  the public ways make a cell of every empty position up to the last one
    for (row, column), cell in sorted(cells.items()):
        if cell.value is not None:
            _put(grid, row, column, cell, copy)
        elif column <= _MAX_FRAME and cell.has_style and (cell.border.right.style or cell.border.bottom.style):
            grid.ends[row] = max(grid.ends.get(row, 0), column)
    for (row, column), formula in valueless.items():
        if not grid.cells.get(row, {}).get(column):
            grid.note(row, column, "formula_sin_valor", formula=f"={formula}" if formula else "")
    for match in _PRINTED.finditer(original.part):
        grid.printed += printed.lines(html.unescape(match[1].decode("utf-8", "replace")))
    _hide(sheet, grid)
    return grid


def _put(grid: Grid, row: int, column: int, cell: "Cell | MergedCell", copy: plain.Copy) -> None:
    value = cell.value
    if isinstance(value, bool):
        grid.put(row, column, "VERDADERO" if value else "FALSO")
    elif isinstance(value, int | float):
        code = str(cell.number_format)
        put_number(grid, row, column, value, copy.codes.get(code, code), from_1904=copy.from_1904)
    elif isinstance(value, dt.date | dt.time | dt.timedelta):
        grid.put(row, column, days.date(value))
    else:
        put_text(grid, row, column, _CODED.sub(" ", str(value)), error=cell.data_type == "e")


def _hide(sheet: "Worksheet", grid: Grid) -> None:
    grid.hidden_rows |= {row for row, dimension in sheet.row_dimensions.items() if dimension.hidden}
    for columns in sheet.column_dimensions.values():
        if columns.hidden and columns.min and columns.max:
            grid.hidden_columns |= set(range(columns.min, min(columns.max, 16384) + 1))

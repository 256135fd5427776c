"""Read Excel workbooks (.xlsx, .xlsm): cells as their formats print them, hidden parts, formulas without a result."""

import datetime as dt
import html
import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from poa_lint.documents.document import MAX_CELLS, MAX_SHEETS, Document, UnreadableFile, Writer
from poa_lint.documents.sheets import formats
from poa_lint.documents.sheets.formats import put_number, put_text
from poa_lint.documents.sheets.grid import Grid, write, write_hidden
from poa_lint.documents.zip import Package, tree

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

INDEX: Final = "_poa_lint"
"""The defined name, a cell of its list of findings, by which a copy that `documents.marking` made is recognised."""
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s>/]")
_WITH_FORMULA: Final = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"(?:[^>]*[^/>])?>\s*<(?:\w+:)?f(?:\s[^>]*?)?(?:/>|>(.*?)</(?:\w+:)?f>)(.*?)</(?:\w+:)?c>',
    re.DOTALL,
)
"""A cell with a formula; the groups are its column, its row, the formula, and the text behind it with the result."""
_RANGE: Final = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref=[\"']([A-Za-z]{1,3})([0-9]{1,7}):([A-Za-z]{1,3})([0-9]{1,7})"
)
"""Elements with a range of which openpyxl creates every cell."""
_VALUE: Final = re.compile(rb"<(?:\w+:)?v[^>]*>[^<]")
_LEVEL: Final = re.compile(rb'(<(?:\w+:)?col\b[^>]*?)\slevel="\d*"')
"""An attribute of columns that SheetJS writes; it is in no standard, and openpyxl rejects it."""
_CODED: Final = re.compile(r"_x00[01][0-9A-Fa-f]_\n?")
"""A control character as Excel stores it: text pasted with the line ends of Windows has `_x000D_` in it."""
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
)
"""Namespaces of strict Open XML, each with the transitional one that openpyxl knows."""
_MAX_FRAME: Final = 64
"""The last column whose borders count: one that goes on beyond it is a whole row's, not a table's."""


def read(data: bytes) -> Document:
    """Read a workbook's visible sheets, one after the other. Raises UnreadableFile."""
    package = Package(data)
    parts = _parts(package)
    _check_size(package)
    writer = Writer()
    book = _workbook(_normalised(package, data))
    index = _index_sheet(book)
    for sheet in book.worksheets:
        if sheet.title == index:
            continue
        part = parts.get(sheet.title, "")
        grid = _grid(sheet, package.read(part) if part in package.names else b"")
        if sheet.sheet_state != "visible":
            write_hidden(grid, writer)
            continue
        write(grid, writer)
        writer.blank()
    return writer.document("xlsx")


def _index_sheet(book: "Workbook") -> str | None:
    """The name of the sheet in which a marked copy lists its findings, which is no report; None in other workbooks."""
    name = book.defined_names.get(INDEX)
    return next((sheet for sheet, _ in name.destinations), None) if name is not None else None


def _check_size(package: Package) -> None:
    """Raise Unfit for too many cells in all sheets, or XML that declares entities, before openpyxl builds any of it."""
    cells = 0
    for name in sorted(package.names):
        if not name.endswith((".xml", ".rels")):
            continue
        data = package.read(name)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UnreadableFile("corrupt")
        if "sheet" in name:
            cells += sum(1 for _ in _CELL.finditer(data)) + sum(map(_area, _RANGE.finditer(data)))
        cells += data.count(b"<si>") if name.endswith("sharedStrings.xml") else 0
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


def _normalised(package: Package, data: bytes) -> bytes:
    """The bytes of the workbook as openpyxl accepts them: transitional namespaces, no attribute that it rejects."""
    strict = _STRICT[1][0] in package.read("xl/workbook.xml")
    if not strict and not any(_LEVEL.search(package.read(name)) for name in package.names if "worksheets/" in name):
        return data
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as copy:
        for name in sorted(package.names):
            part = _LEVEL.sub(rb"\1", package.read(name))
            for strict_name, usual_name in _STRICT:
                part = part.replace(strict_name, usual_name)
            copy.writestr(name, part)
    return stream.getvalue()


def _parts(package: Package) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    sheets = list(tree(package.read("xl/workbook.xml")).iter("sheet"))
    if len(sheets) > MAX_SHEETS:
        raise UnreadableFile("too-many-sheets")
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in package.names:
        raise UnreadableFile("corrupt")
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in tree(package.read(relations)).iter("Relationship")
    }
    return {
        sheet.get("name", ""): posixpath.normpath(posixpath.join("/xl", targets.get(sheet.get("id"), ""))).lstrip("/")
        for sheet in sheets
    }


def _valueless(data: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Row and column of each cell with a formula whose result is not stored, and the formula."""
    for match in _WITH_FORMULA.finditer(data):
        # An empty text is a result too, and what a formula such as IF(A1="","",A1) most often gives.
        if not _VALUE.search(match[4]) and b't="str"' not in match[0].partition(b">")[0]:
            yield (int(match[2]), _column(match[1])), html.unescape((match[3] or b"").decode("utf-8", "replace"))


def _workbook(data: bytes) -> "Workbook":
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load_workbook(io.BytesIO(data), data_only=True)
        except Exception as error:
            raise UnreadableFile("corrupt") from error  # openpyxl raises anything for a broken file


def _grid(sheet: "Worksheet", content: bytes) -> Grid:
    grid = Grid(sheet.title, typed=True)
    valueless = dict(_valueless(content))
    cells = sheet._cells  # noqa: SLF001  the public ways make a cell of every empty position up to the last one
    for (row, column), cell in sorted(cells.items()):
        if cell.value is not None and not _only_linked(cell, content):
            _put(grid, row, column, cell)
        elif column <= _MAX_FRAME and cell.has_style and (cell.border.right.style or cell.border.bottom.style):
            grid.ends[row] = max(grid.ends.get(row, 0), column)
    for (row, column), formula in valueless.items():
        if not grid.cells.get(row, {}).get(column):
            grid.note(row, column, "formula_sin_valor", formula=f"={formula}")
    _hide(sheet, grid)
    return grid


def _only_linked(cell: "Cell | MergedCell", content: bytes) -> bool:
    """True if a cell has a link but no content of its own: openpyxl then gives the link's address as its value."""
    link = cell.hyperlink
    if link is None or cell.value not in (link.target, link.location):
        return False
    pattern = rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="%s"(?:[^>]*[^/>])?>' % cell.coordinate.encode()
    return re.search(pattern, content) is None


def _put(grid: Grid, row: int, column: int, cell: "Cell | MergedCell") -> None:
    value = cell.value
    if isinstance(value, bool):
        grid.put(row, column, "VERDADERO" if value else "FALSO")
    elif isinstance(value, int | float):
        put_number(grid, row, column, value, str(cell.number_format))
    elif isinstance(value, dt.date | dt.time | dt.timedelta):
        grid.put(row, column, formats.date(value))
    else:
        put_text(grid, row, column, _CODED.sub(" ", str(value)), error=cell.data_type == "e")


def _hide(sheet: "Worksheet", grid: Grid) -> None:
    grid.hidden_rows |= {row for row, dimension in sheet.row_dimensions.items() if dimension.hidden}
    for columns in sheet.column_dimensions.values():
        if columns.hidden and columns.min and columns.max:
            grid.hidden_columns |= set(range(columns.min, min(columns.max, 16384) + 1))

"""Sheets of LibreOffice (.ods): the format stores what every cell shows beside its value, so nothing is computed."""

import datetime as dt
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from poa_lint.documents.document import MAX_CELLS, MAX_SHEETS, Document, Unfit, Writer
from poa_lint.documents.sheets import formats
from poa_lint.documents.sheets.grid import Grid, write, write_hidden
from poa_lint.documents.zip import Package, tree

_ROW_GROUPS: Final = frozenset({"table-row-group", "table-rows", "table-header-rows"})
_COLUMN_GROUPS: Final = frozenset({"table-column-group", "table-columns", "table-header-columns"})
_NUMBERS: Final = frozenset({"float", "currency", "percentage"})
_SKIPPED: Final = frozenset({"annotation", "shapes"})
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384


def read(data: bytes) -> Document:
    """A workbook's visible sheets, one behind the other. Raises Unfit."""
    package = Package(data)
    if "mimetype" in package.names and b"spreadsheet" not in package.read("mimetype"):
        raise Unfit("not-a-report-kind", kind="zip")
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Unfit("encrypted")
    content = tree(package.read("content.xml"))
    sheets = list(content.iterfind("body/spreadsheet/table"))
    if len(sheets) > MAX_SHEETS:
        raise Unfit("too-many-sheets", limit=str(MAX_SHEETS))
    hidden = {
        style.get("name")
        for style in content.iterfind("automatic-styles/style")
        for properties in style.iterfind("table-properties")
        if properties.get("display") == "false"
    }
    writer = Writer()
    cells = 0
    for sheet in sheets:
        grid = Grid(sheet.get("name", ""), typed=True)
        cells += _fill(grid, sheet, MAX_CELLS - cells)
        if sheet.get("style-name") in hidden:
            write_hidden(grid, writer)
            continue
        write(grid, writer)
        writer.blank()
    return writer.document("ods")


def _fill(grid: Grid, sheet: Element, limit: int) -> int:
    """Put a sheet's written cells where they stand; how many places they take."""
    count = 0
    row = 1
    for node in _inside(sheet, "table-row", _ROW_GROUPS):
        times = _times(node, "number-rows-repeated")
        found = list(_cells(node))
        count += times * len(found)
        if count > limit:
            raise Unfit("too-big")
        for again in range(times if found else 0):
            for column, cell in found:
                _put(grid, row + again, column, cell)
            if node.get("visibility") in {"collapse", "filter"}:
                grid.hidden_rows.add(row + again)
        row += times
        if row > _LAST_ROW + 1:
            break
    column = 1
    for node in _inside(sheet, "table-column", _COLUMN_GROUPS):
        times = _times(node, "number-columns-repeated")
        if node.get("visibility") in {"collapse", "filter"}:
            grid.hidden_columns |= set(range(column, min(column + times, _LAST_COLUMN)))
        column += times
    return count


def _inside(node: Element, tag: str, groups: frozenset[str]) -> Iterator[Element]:
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in groups:
            yield from _inside(child, tag, groups)


def _times(node: Element, attribute: str) -> int:
    value = node.get(attribute, "1")
    return max(1, min(int(value), _LAST_ROW)) if value.isdecimal() and len(value) < 9 else 1


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    """A row's cells that hold something; those that a merged cell covers are empty on paper."""
    column = 1
    for cell in row:
        times = _times(cell, "number-columns-repeated")
        if cell.tag == "table-cell" and (cell.get("value-type") or cell.get("formula") or cell.find("p") is not None):
            for again in range(min(times, _LAST_COLUMN - column + 1)):
                yield column + again, cell
        column += times


def _put(grid: Grid, row: int, column: int, cell: Element) -> None:
    text = " ".join("".join(_words(paragraph)) for paragraph in cell.iterfind("p"))
    sort = cell.get("value-type", "")
    formula = cell.get("formula", "").removeprefix("of:")
    if text.strip() in formats.SHOWN_ERRORS or text.startswith("Err:"):
        text = formats.ERRORS.get(text.strip(), text)
        grid.note(row, column, "error_de_formula", text=text)
    elif formula and not text and not sort:
        grid.note(row, column, "formula_sin_valor", formula=formula)
    elif sort == "date":
        text = _date(cell.get("date-value", ""), text)
    elif sort in _NUMBERS and text:
        _rounded(grid, row, column, text, cell)
    elif sort in _NUMBERS:
        text = _unshown(cell.get("value", ""), percent=sort == "percentage")
    kind = "s" if sort not in _NUMBERS else "p" if sort == "percentage" or text.endswith("%") else "n"
    grid.put(row, column, text, kind)


def _date(value: str, text: str) -> str:
    """A date as the form writes it; what the cell shows where the value is none."""
    try:
        return formats.date(dt.date.fromisoformat(value[:10]))
    except ValueError:
        return text


def _unshown(value: str, *, percent: bool) -> str:
    """A number of a file in which only the values are stored, and not what cells show."""
    try:
        return formats.number(float(value), "0%" if percent else None).text
    except ValueError:
        return ""


def _rounded(grid: Grid, row: int, column: int, text: str, cell: Element) -> None:
    """Remark where the digits shown are another number than the value."""
    try:
        stored = formats.exact(float(cell.get("value", "")))
    except ValueError:
        return
    shown = formats.stated(text)
    if shown is not None and shown != stored and cell.get("value-type") != "percentage":
        grid.note(row, column, "redondeo_por_formato", stored=formats.plain(stored), shown=text)


def _words(node: Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag == "s":
            yield " " * min(_times(child, "c"), 1000)
        elif child.tag in {"tab", "line-break"}:
            yield " "
        elif child.tag not in _SKIPPED:
            yield from _words(child)
        yield child.tail or ""

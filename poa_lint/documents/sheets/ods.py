"""Read LibreOffice workbooks (.ods): the format stores the text that each cell shows, so nothing is formatted here."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from poa_lint.documents.document import MAX_CELLS, MAX_SHEETS, Document, UnreadableFile, Writer
from poa_lint.documents.sheets import days, formats, richtext
from poa_lint.documents.sheets.grid import Grid, write, write_hidden
from poa_lint.documents.sheets.looks import PLAIN, Letters, letters_of, printed_of
from poa_lint.documents.zip import Package, tree

_ROW_GROUPS: Final = frozenset({"table-row-group", "table-rows", "table-header-rows"})
_COLUMN_GROUPS: Final = frozenset({"table-column-group", "table-columns", "table-header-columns"})
_HIDDEN: Final = frozenset({"collapse", "filter"})
_NUMBERS: Final = frozenset({"float", "currency", "percentage"})
_SKIPPED: Final = frozenset({"annotation", "shapes"})
"""Elements inside a paragraph that are not printed in the cell."""
_NAMESPACE: Final = re.compile(r"^\w+:(?==)")
"""The language of a formula, before its sign: `of:=SUM([.A1])`."""
_DURATION: Final = re.compile(r"PT(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?")
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384


def read(data: bytes) -> Document:
    """Read a workbook's visible sheets, one after the other. Raises UnreadableFile."""
    package = Package(data)
    if package.has("mimetype") and b"spreadsheet" not in package.read("mimetype"):
        raise UnreadableFile("not-a-report-kind")
    if package.has("META-INF/manifest.xml") and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableFile("encrypted")
    content = tree(package.read("content.xml"))
    sheets = list(content.iterfind("body/spreadsheet/table"))
    if len(sheets) > MAX_SHEETS:
        raise UnreadableFile("too-many-sheets")
    styles = tree(package.read("styles.xml")) if package.has("styles.xml") else None
    hidden, formats_of = _hidden_styles(content), letters_of([content, *([] if styles is None else [styles])])
    pages = {} if styles is None else printed_of(content, styles)
    writer = Writer()
    cells = 0
    for sheet in sheets:
        grid = Grid(sheet.get("name", ""), typed=True)
        cells += _fill(grid, sheet, MAX_CELLS - cells, formats_of)
        grid.printed += pages.get(sheet.get("style-name", ""), [])
        if sheet.get("style-name") in hidden:
            write_hidden(grid, writer)
            continue
        write(grid, writer)
        writer.blank()
    return writer.document("ods")


def _hidden_styles(content: Element) -> set[str | None]:
    """The names of the table styles that hide a sheet."""
    return {
        style.get("name")
        for style in content.iterfind("automatic-styles/style")
        for properties in style.iterfind("table-properties")
        if properties.get("display") == "false"
    }


def _fill(grid: Grid, sheet: Element, limit: int, letters: Letters) -> int:
    """Put a sheet's written cells and return their number, repeated ones included.

    Raises UnreadableFile above `limit`.
    """
    count = 0
    row = 1
    for node in _inside(sheet, "table-row", _ROW_GROUPS):
        times = _times(node, "number-rows-repeated")
        cells = list(_cells(node))
        count += times * len(cells)
        if count > limit:
            raise UnreadableFile("too-big")
        for repetition in range(times if cells else 0):
            for column, cell in cells:
                _put(grid, row + repetition, column, cell, letters)
            if node.get("visibility") in _HIDDEN:
                grid.hidden_rows.add(row + repetition)
        row += times
        if row > _LAST_ROW + 1:
            break
    _hide_columns(grid, sheet)
    return count


def _hide_columns(grid: Grid, sheet: Element) -> None:
    column = 1
    for node in _inside(sheet, "table-column", _COLUMN_GROUPS):
        times = _times(node, "number-columns-repeated")
        if node.get("visibility") in _HIDDEN:
            grid.hidden_columns |= set(range(column, min(column + times, _LAST_COLUMN)))
        column += times


def _inside(node: Element, tag: str, groups: frozenset[str]) -> Iterator[Element]:
    """The descendants called `tag`, directly under `node` or in elements that only group them."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in groups:
            yield from _inside(child, tag, groups)


def _times(node: Element, attribute: str) -> int:
    """The number of repetitions in `attribute`, from 1 to the rows of a sheet; 1 if it is missing."""
    value = node.get(attribute, "1")
    return max(1, min(int(value), _LAST_ROW)) if value.isdecimal() and len(value) < 9 else 1


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    """A row's cells with content, by column; cells covered by a merged one are left out, they are empty on paper."""
    column = 1
    for cell in row:
        times = _times(cell, "number-columns-repeated")
        if cell.tag == "table-cell" and (cell.get("value-type") or cell.get("formula") or cell.find("p") is not None):
            for repetition in range(min(times, _LAST_COLUMN - column + 1)):
                yield column + repetition, cell
        column += times


def _put(grid: Grid, row: int, column: int, cell: Element, letters: Letters) -> None:
    text = " ".join(richtext.text(_words(paragraph, letters)) for paragraph in cell.iterfind("p"))
    value_type = cell.get("value-type", "")
    formula = _NAMESPACE.sub("", cell.get("formula", ""))
    if text.strip() in formats.SHOWN_ERRORS or text.startswith("Err:"):
        text = formats.ERRORS.get(text.strip(), text)
        grid.note(row, column, "error_de_formula", text=text)
    elif formula and not text and not value_type:
        grid.note(row, column, "formula_sin_valor", formula=formula)
    elif value_type in {"date", "time"}:
        text = _date(grid, row, column, cell, text)
    elif value_type in _NUMBERS and text:
        _note_rounding(grid, row, column, text, cell)
    elif value_type in _NUMBERS:
        text = _formatted(cell.get("value", ""), percent=value_type == "percentage")
    percent = value_type == "percentage" or text.endswith("%")
    grid.put(row, column, text, "s" if value_type not in _NUMBERS else "p" if percent else "n")


def _date(grid: Grid, row: int, column: int, cell: Element, text: str) -> str:
    """A date as the form writes it, an hour or duration as the cell shows it, with a remark on the number behind it.

    The cell's own text if its value is none.
    """
    value: dt.date | dt.timedelta
    duration = _DURATION.fullmatch(cell.get("time-value", ""))
    try:
        if duration is not None:
            value = dt.timedelta(
                hours=int(duration[1] or 0), minutes=int(duration[2] or 0), seconds=int(duration[3] or 0)
            )
            text = text or days.date(value)
        else:
            value = dt.date.fromisoformat(cell.get("date-value", "")[:10])
            text = days.date(value)
    except (ValueError, OverflowError):
        return text
    stored = formats.plain(formats.exact(days.stored(value)))
    grid.note(row, column, "numero_con_formato_de_fecha", stored=stored)
    return text


def _formatted(value: str, *, percent: bool) -> str:
    """The text of a number in a file that stores values without their texts; empty if `value` is no number."""
    try:
        return formats.number(float(value), "0%" if percent else None).text
    except ValueError:
        return ""


def _note_rounding(grid: Grid, row: int, column: int, text: str, cell: Element) -> None:
    """Add a remark if the text shows another number than the value."""
    try:
        stored = formats.exact(float(cell.get("value", "")))
    except ValueError:
        return
    shown = formats.parse(text)
    if shown is not None and shown != stored and cell.get("value-type") != "percentage":
        grid.note(row, column, "redondeo_por_formato", stored=formats.plain(stored), shown=text)


def _words(node: Element, letters: Letters, *, raised: bool = False) -> Iterator[tuple[str, bool]]:
    """The pieces of text under a node that are shown, with spaces that are stored as elements; true for raised ones."""
    yield node.text or "", raised
    for child in node:
        style = letters.get(child.get("style-name", ""), PLAIN)
        if child.tag == "s":
            yield " " * min(_times(child, "c"), 1000), raised
        elif child.tag in {"tab", "line-break"}:
            yield " ", raised
        elif child.tag not in _SKIPPED and not style.hidden:
            yield from _words(child, letters, raised=raised or style.raised)
        yield child.tail or "", raised

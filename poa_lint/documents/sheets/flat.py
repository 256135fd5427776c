"""Read workbooks that Excel 2003 saved as one XML file (SpreadsheetML): cells as their formats print them."""

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from poa_lint.documents.document import MAX_CELLS, MAX_SHEETS, Document, UnreadableFile, Writer
from poa_lint.documents.sheets import days, printed, richtext
from poa_lint.documents.sheets.formats import put_number, put_text
from poa_lint.documents.sheets.grid import Grid, write, write_hidden
from poa_lint.documents.zip import tree

_NAMED: Final = {
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    **dict.fromkeys(("General Date", "Long Date", "Medium Date", "Short Date"), "dd/mm/yyyy"),
    **dict.fromkeys(("Long Time", "Medium Time", "Short Time"), "h:mm"),
}
"""Number formats that the file names in words."""
_ENDS: Final = frozenset({"Right", "Bottom"})
"""The sides of a frame that end a table."""
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384


class _Style(NamedTuple):
    code: str = "General"
    framed: bool = False


def read(data: bytes) -> Document:
    """Read a workbook's visible sheets, one after the other. Raises UnreadableFile."""
    book = tree(data)
    sheets = book.findall("Worksheet")
    if len(sheets) > MAX_SHEETS:
        raise UnreadableFile("too-many-sheets")
    styles = _styles(book)
    writer = Writer()
    cells = 0
    for sheet in sheets:
        grid = Grid(sheet.get("Name", ""), typed=True)
        cells += _fill(grid, sheet, styles, MAX_CELLS - cells)
        if sheet.findtext("WorksheetOptions/Visible", "SheetVisible") != "SheetVisible":
            write_hidden(grid, writer)
            continue
        for name in ("Header", "Footer"):
            for part in sheet.iterfind(f"WorksheetOptions/PageSetup/{name}"):
                grid.printed += printed.lines(part.get("Data", ""))
        write(grid, writer)
        writer.blank()
    return writer.document("xml")


def _styles(book: Element) -> dict[str, _Style]:
    """The styles by name; a style takes from its parent, which stands before it, what it leaves open."""
    styles: dict[str, _Style] = {}
    for node in book.iterfind("Styles/Style"):
        style = styles.get(node.get("Parent", ""), _Style())
        form = node.find("NumberFormat")
        if form is not None and form.get("Format"):
            style = style._replace(code=_NAMED.get(form.get("Format", ""), form.get("Format", "")))
        sides = {border.get("Position") for border in node.iterfind("Borders/Border")}
        styles[node.get("ID", "")] = style._replace(framed=style.framed or bool(sides & _ENDS))
    return styles


def _fill(grid: Grid, sheet: Element, styles: dict[str, _Style], limit: int) -> int:
    """Put a sheet's cells and return their number. Raises UnreadableFile above `limit`."""
    count = 0
    _hide_columns(grid, sheet)
    for row, node in _numbered(sheet.iterfind("Table/Row"), _LAST_ROW):
        if node.get("Hidden") == "1":
            grid.hidden_rows.add(row)
        for column, cell in _numbered(node.iterfind("Cell"), _LAST_COLUMN):
            count += 1
            if count > limit:
                raise UnreadableFile("too-big")
            style = styles.get(cell.get("StyleID", node.get("StyleID", "")), _Style())
            _put(grid, row, column, cell, style.code)
            if style.framed:
                grid.ends[row] = max(grid.ends.get(row, 0), column + _count(cell, "MergeAcross"))
    return count


def _numbered(nodes: Iterator[Element], last: int) -> Iterator[tuple[int, Element]]:
    """Rows, columns or cells with their numbers: those that are left out are stated by the next one's `Index`."""
    number = 1
    for node in nodes:
        number = _count(node, "Index") or number
        if number > last:
            raise UnreadableFile("corrupt")
        yield number, node
        number += 1 + _count(node, "MergeAcross") + _count(node, "Span")


def _count(node: Element, name: str) -> int:
    value = node.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 9 else 0


def _hide_columns(grid: Grid, sheet: Element) -> None:
    for column, node in _numbered(sheet.iterfind("Table/Column"), _LAST_COLUMN):
        if node.get("Hidden") == "1":
            grid.hidden_columns |= set(range(column, min(column + _count(node, "Span"), _LAST_COLUMN) + 1))


def _put(grid: Grid, row: int, column: int, cell: Element, code: str) -> None:
    """Put one cell as its format prints it."""
    data = cell.find("Data")
    if data is None or (not "".join(data.itertext()).strip() and data.get("Type") != "String"):
        if cell.get("Formula"):
            grid.note(row, column, "formula_sin_valor", formula=cell.get("Formula", ""))
        return
    kind, text = data.get("Type", "String"), richtext.text(_pieces(data))
    try:
        if kind == "Number":
            put_number(grid, row, column, float(text), code)
        elif kind == "DateTime":
            put_number(grid, row, column, days.stored(dt.date.fromisoformat(text[:10])), code)
        elif kind == "Boolean":
            put_text(grid, row, column, "VERDADERO" if text.strip() == "1" else "FALSO", error=False)
        else:
            put_text(grid, row, column, text, error=kind == "Error")
    except ValueError:
        put_text(grid, row, column, text, error=False)


def _pieces(node: Element, *, raised: bool = False) -> Iterator[tuple[str, bool]]:
    """The pieces of a cell's text; true for raised or lowered ones."""
    yield node.text or "", raised
    for child in node:
        yield from _pieces(child, raised=raised or child.tag in {"Sup", "Sub"})
        yield child.tail or "", raised

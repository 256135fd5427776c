"""Binary workbooks of Excel (.xlsb), record by record: values, number formats, what is hidden."""

import posixpath
import struct
from collections.abc import Iterator
from typing import Final

from poa_lint.documents.document import MAX_SHEETS, Document, Unfit, Writer
from poa_lint.documents.sheets.binary import BUILT_IN, Looks, rk
from poa_lint.documents.sheets.grid import Grid, write, write_hidden
from poa_lint.documents.zip import Package, tree

_ROW: Final = 0
_BLANK: Final = 1
_PACKED: Final = 2
_SHARED: Final = 7
_NUMBERS: Final = frozenset({5, 9})
_ERRORS: Final = frozenset({3, 11})
_TRUTHS: Final = frozenset({4, 10})
_WORDS: Final = frozenset({6, 8})
_SHORT: Final = range(12, 19)
"""Cells that stand right of the one before them and do not say their column; each kind is 11 above its long one."""
_RICH: Final = 62
_STRING: Final = 19
_FORMAT: Final = 44
_STYLE: Final = 47
_COLUMNS: Final = 60
_BOOK: Final = 153
_SHEET: Final = 156
_STYLES_BEGIN: Final = 617
_STYLES_END: Final = 618
_LAST_COLUMN: Final = 16_384


def read(data: bytes) -> Document:
    """A workbook's visible sheets, one behind the other. Raises Unfit."""
    package = Package(data)
    try:
        return _read(package)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise Unfit("corrupt") from error


def _read(package: Package) -> Document:
    targets = {
        one.get("Id", ""): posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
        for one in tree(package.read("xl/_rels/workbook.bin.rels")).iter("Relationship")
    }
    sheets: list[tuple[str, str, bool]] = []
    from_1904 = False
    for sort, body in _records(package.read("xl/workbook.bin")):
        if sort == _SHEET:
            relation, place = _text(body, 8)
            sheets.append((_text(body, place)[0], targets.get(relation, ""), body[0] != 0))
        elif sort == _BOOK:
            from_1904 = bool(body[0] & 1)
    if len(sheets) > MAX_SHEETS:
        raise Unfit("too-many-sheets", limit=str(MAX_SHEETS))
    looks = _looks(package, from_1904=from_1904)
    strings = _strings(package)
    writer = Writer()
    for name, part, hidden in sheets:
        if part.startswith("xl/worksheets/"):
            grid = Grid(name, typed=True)
            _fill(grid, package.read(part), strings, looks)
            if hidden:
                write_hidden(grid, writer)
                continue
            write(grid, writer)
            writer.blank()
    return writer.document("xlsb")


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(data):
        sort = data[place]
        place += 1
        if sort & 0x80:
            sort = sort & 0x7F | (data[place] & 0x7F) << 7
            place += 1
        length = 0
        for shift in range(0, 28, 7):
            byte = data[place]
            place += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if place + length > len(data):
            raise Unfit("corrupt")
        yield sort, data[place : place + length]
        place += length


def _text(body: bytes, place: int) -> tuple[str, int]:
    """A text and the place behind it; the length that says none is an empty one."""
    length = struct.unpack_from("<I", body, place)[0]
    if length == 0xFFFFFFFF:
        return "", place + 4
    end = place + 4 + 2 * length
    if end > len(body):
        raise Unfit("corrupt")
    return body[place + 4 : end].decode("utf-16-le", "replace"), end


def _strings(package: Package) -> list[str]:
    if "xl/sharedStrings.bin" not in package.names:
        return []
    return [_text(body, 1)[0] for sort, body in _records(package.read("xl/sharedStrings.bin")) if sort == _STRING]


def _looks(package: Package, *, from_1904: bool) -> Looks:
    codes: dict[int, str] = dict(BUILT_IN)
    styles: list[tuple[int, bool]] = []
    inside = False
    for sort, body in _records(package.read("xl/styles.bin")) if "xl/styles.bin" in package.names else ():
        if sort == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif sort in {_STYLES_BEGIN, _STYLES_END}:
            inside = sort == _STYLES_BEGIN
        elif sort == _STYLE and inside:
            number, border = struct.unpack_from("<2xH4xH", body)
            styles.append((number, border > 0))
    return Looks([codes.get(number, "General") for number, _ in styles], [framed for _, framed in styles], from_1904)


def _fill(grid: Grid, data: bytes, strings: list[str], looks: Looks) -> None:
    row = column = 0
    for sort, body in _records(data):
        if sort in _SHORT:
            sort, body = sort - _SHORT.start + 1, struct.pack("<I", column) + body  # noqa: PLW2901
        if sort == _ROW:
            column = 0
            row = struct.unpack_from("<I", body)[0] + 1
            if body[11] & 0x10:
                grid.hidden_rows.add(row)
        elif sort == _COLUMNS:
            first, last, flags = struct.unpack_from("<II8xH", body)
            if flags & 1:
                grid.hidden_columns |= set(range(first + 1, min(last + 2, _LAST_COLUMN + 1)))
        elif sort <= 11 or sort == _RICH:
            column, style = struct.unpack_from("<II", body)
            if column >= _LAST_COLUMN:
                raise Unfit("corrupt")
            column += 1
            _cell(grid, sort, body, (row, column, style & 0xFFFFFF), strings, looks)


def _cell(grid: Grid, sort: int, body: bytes, at: tuple[int, int, int], strings: list[str], looks: Looks) -> None:
    row, column, style = at
    if sort == _BLANK:
        looks.frame(grid, row, column, style)
    elif sort == _PACKED:
        looks.number(grid, row, column, rk(body, 8), style)
    elif sort in _NUMBERS:
        looks.number(grid, row, column, struct.unpack_from("<d", body, 8)[0], style)
    elif sort in _ERRORS or sort in _TRUTHS:
        looks.special(grid, row, column, body[8], error=sort in _ERRORS)
    elif sort == _SHARED:
        looks.text(grid, row, column, strings[struct.unpack_from("<I", body, 8)[0]])
    elif sort in _WORDS or sort == _RICH:
        looks.text(grid, row, column, _text(body, 8 + (sort == _RICH))[0])

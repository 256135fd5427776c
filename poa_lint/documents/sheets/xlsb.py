"""Read binary Excel workbooks (.xlsb), record by record: values, number formats, hidden parts."""

import struct
from collections.abc import Iterator
from typing import Final

from poa_lint.documents.document import MAX_SHEETS, Document, UnreadableFile, Writer
from poa_lint.documents.relations import main, relations
from poa_lint.documents.sheets import printed
from poa_lint.documents.sheets.binary import BUILT_IN, RAISED, CellStyles, rk
from poa_lint.documents.sheets.grid import Grid, write, write_hidden
from poa_lint.documents.zip import Package

# Types of records: see [MS-XLSB].
_ROW: Final = 0
_BLANK: Final = 1
_PACKED: Final = 2
_SHARED: Final = 7
_NUMBERS: Final = frozenset({5, 9})
_ERRORS: Final = frozenset({3, 11})
_TRUTHS: Final = frozenset({4, 10})
_WORDS: Final = frozenset({6, 8})
_SHORT: Final = range(12, 19)
"""Cells to the right of the one before, without their column; each type is that of the long form plus 11."""
_RICH: Final = 62
_STRING: Final = 19
_FONT: Final = 43
_FORMAT: Final = 44
_STYLE: Final = 47
_COLUMNS: Final = 60
_PRINTED: Final = 479
_BOOK: Final = 153
_SHEET: Final = 156
_STYLES_BEGIN: Final = 617
_STYLES_END: Final = 618
_LAST_COLUMN: Final = 16_384


def read(data: bytes) -> Document:
    """Read a workbook's visible sheets, one after the other. Raises UnreadableFile."""
    package = Package(data)
    try:
        return _read(package)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise UnreadableFile("corrupt") from error


def _read(package: Package) -> Document:
    sheets, from_1904 = _sheets(package)
    styles = _styles(package, from_1904=from_1904)
    strings = _strings(package, styles)
    writer = Writer()
    for name, part, hidden in sheets:
        if part.lower().startswith("xl/worksheets/"):
            grid = Grid(name, typed=True)
            _fill(grid, package.read(part), strings, styles)
            if hidden:
                write_hidden(grid, writer)
                continue
            write(grid, writer)
            writer.blank()
    return writer.document("xlsb")


def _sheets(package: Package) -> tuple[list[tuple[str, str, bool]], bool]:
    """Each sheet's name, its part, and true if it is hidden; and true if the workbook counts days from 1904."""
    book = main(package) or "xl/workbook.bin"
    targets = {name: relation.part for name, relation in relations(package, book).items()}
    if not targets:
        raise UnreadableFile("corrupt")
    sheets: list[tuple[str, str, bool]] = []
    from_1904 = False
    for record, body in _records(package.read(book)):
        if record == _SHEET:
            relation_id, offset = _text(body, 8)
            sheets.append((_text(body, offset)[0], targets.get(relation_id, ""), body[0] != 0))
        elif record == _BOOK:
            from_1904 = bool(body[0] & 1)
    if len(sheets) > MAX_SHEETS:
        raise UnreadableFile("too-many-sheets")
    return sheets, from_1904


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The type and body of every record; type and length are stored in 7 bits a byte, the lowest first."""
    offset = 0
    while offset < len(data):
        record = data[offset]
        offset += 1
        if record & 0x80:
            record = record & 0x7F | (data[offset] & 0x7F) << 7
            offset += 1
        length = 0
        for shift in range(0, 28, 7):
            byte = data[offset]
            offset += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if offset + length > len(data):
            raise UnreadableFile("corrupt")
        yield record, data[offset : offset + length]
        offset += length


def _text(body: bytes, offset: int) -> tuple[str, int]:
    """The text at `offset`, and the offset behind it; a length of 0xFFFFFFFF stands for no text."""
    length = struct.unpack_from("<I", body, offset)[0]
    if length == 0xFFFFFFFF:
        return "", offset + 4
    end = offset + 4 + 2 * length
    if end > len(body):
        raise UnreadableFile("corrupt")
    return body[offset + 4 : end].decode("utf-16-le", "replace"), end


def _rich(body: bytes, offset: int, styles: CellStyles) -> str:
    """The text behind a byte of flags, without raised marks of notes.

    If bit 0 of the flags is set, the fonts of its letters follow it.
    """
    text, end = _text(body, offset + 1)
    if not body[offset] & 1 or not styles.raised or len(body) < end + 4:
        return text
    count = struct.unpack_from("<I", body, end)[0]
    return styles.without_marks(text, body[end + 4 : end + 4 + 4 * count])


def _strings(package: Package, styles: CellStyles) -> list[str]:
    """The shared strings, which cells name by number."""
    if not package.has("xl/sharedStrings.bin"):
        return []
    records = _records(package.read("xl/sharedStrings.bin"))
    return [_rich(body, 0, styles) for record, body in records if record == _STRING]


def _styles(package: Package, *, from_1904: bool) -> CellStyles:
    codes: dict[int, str] = dict(BUILT_IN)
    styles: list[tuple[int, bool]] = []
    raised: list[bool] = []
    inside = False
    for record, body in _records(package.read("xl/styles.bin")) if package.has("xl/styles.bin") else ():
        if record == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif record == _FONT:
            raised.append(body[6:8] in RAISED)
        elif record in {_STYLES_BEGIN, _STYLES_END}:
            inside = record == _STYLES_BEGIN
        elif record == _STYLE and inside:
            number, border = struct.unpack_from("<2xH4xH", body)
            styles.append((number, border > 0))
    style_codes = [codes.get(number, "General") for number, _ in styles]
    fonts = frozenset(number for number, is_raised in enumerate(raised) if is_raised)
    return CellStyles(style_codes, [framed for _, framed in styles], from_1904, fonts)


def _fill(grid: Grid, data: bytes, strings: list[str], styles: CellStyles) -> None:
    """Put the cells of a sheet's part."""
    row = column = 0
    for record, body in _records(data):
        if record in _SHORT:
            record, body = record - _SHORT.start + 1, struct.pack("<I", column) + body  # noqa: PLW2901
        if record == _ROW:
            column = 0
            row = struct.unpack_from("<I", body)[0] + 1
            if body[11] & 0x10:
                grid.hidden_rows.add(row)
        elif record == _PRINTED:
            grid.printed += _printed(body)
        elif record == _COLUMNS:
            first, last, flags = struct.unpack_from("<II8xH", body)
            if flags & 1:
                grid.hidden_columns |= set(range(first + 1, min(last + 2, _LAST_COLUMN + 1)))
        elif record <= 11 or record == _RICH:
            column, style = struct.unpack_from("<II", body)
            if column >= _LAST_COLUMN:
                raise UnreadableFile("corrupt")
            column += 1
            _cell(grid, record, body, (row, column, style & 0xFFFFFF), strings, styles)


def _printed(body: bytes) -> Iterator[str]:
    """The lines of the headers and footers that are printed on a sheet's pages: six texts behind two bytes of flags."""
    offset = 2
    while offset + 4 <= len(body):
        if struct.unpack_from("<I", body, offset)[0] * 2 > len(body) and body[offset : offset + 4] != b"\xff" * 4:
            return  # no such texts: what is printed around a sheet is no reason to refuse it
        code, offset = _text(body, offset)
        yield from printed.lines(code)


def _cell(
    grid: Grid, record: int, body: bytes, at: tuple[int, int, int], strings: list[str], styles: CellStyles
) -> None:
    """Put one cell; `at` is its row, column and style."""
    row, column, style = at
    if record == _BLANK:
        styles.put_blank(grid, row, column, style)
    elif record == _PACKED:
        styles.put_number(grid, row, column, rk(body, 8), style)
    elif record in _NUMBERS:
        styles.put_number(grid, row, column, struct.unpack_from("<d", body, 8)[0], style)
    elif record in _ERRORS or record in _TRUTHS:
        styles.put_special(grid, row, column, body[8], error=record in _ERRORS)
    elif record == _SHARED:
        styles.put_text(grid, row, column, strings[struct.unpack_from("<I", body, 8)[0]])
    elif record in _WORDS:
        styles.put_text(grid, row, column, _text(body, 8)[0])
    elif record == _RICH:
        styles.put_text(grid, row, column, _rich(body, 8, styles))

"""Read old Excel workbooks (.xls, BIFF8), record by record: values, number formats, borders, hidden parts."""

import struct
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.documents.document import MAX_SHEETS, Document, UnreadableFile, Writer
from poa_lint.documents.sheets import printed
from poa_lint.documents.sheets.binary import BUILT_IN, RAISED, CellStyles, rk
from poa_lint.documents.sheets.grid import Grid, write, write_hidden
from poa_lint.documents.sheets.ole import Compound

_MAX_STRINGS: Final = 2_000_000

# Types of records, by the names of [MS-XLS]: EOF, DATEMODE, FILEPASS, FONT, CONTINUE, COLINFO, BOUNDSHEET, MULRK,
# MULBLANK, XF, SST, ROW, STRING, FORMAT, BOF.
_END: Final = 0x0A
_DATE_1904: Final = 0x22
_LOCKED: Final = 0x2F
_FONT: Final = 0x31
_CONTINUE: Final = 0x3C
_PRINTED: Final = frozenset({0x14, 0x15})
"""Types of records with the header or footer that is printed on a sheet's pages."""
_COLUMNS: Final = 0x7D
_SHEET: Final = 0x85
_MANY_NUMBERS: Final = 0xBD
_MANY_BLANK: Final = 0xBE
_STYLE: Final = 0xE0
_SHARED_STRINGS: Final = 0xFC
_ROW: Final = 0x208
_STRING: Final = 0x207
_FORMAT: Final = 0x41E
_BEGIN: Final = 0x809
_KEPT: Final = frozenset({_DATE_1904, _FONT, _SHEET, _STYLE, _SHARED_STRINGS, _FORMAT})
"""Types of records before the sheets that are read."""
_CELLS: Final = {
    0x06: "formula",
    0xD6: "label",
    0xFD: "shared",
    0x201: "blank",
    0x203: "number",
    0x204: "label",
    0x205: "special",
    0x27E: "packed",
}
"""Types of records that hold one cell."""


class _Sheet(NamedTuple):
    name: str
    start: int
    """The offset of its first record in the stream."""
    hidden: bool
    is_worksheet: bool
    """False for charts and macro sheets."""


class _Book(NamedTuple):
    sheets: list[_Sheet]
    strings: list[str]
    """The shared strings, which cells name by number."""
    styles: CellStyles


def read(data: bytes) -> Document:
    """Read a workbook's visible sheets, one after the other. Raises UnreadableFile."""
    try:
        return _read(Compound(data).stream("workbook"))
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise UnreadableFile("corrupt") from error


def _read(stream: bytes) -> Document:
    book = _book(stream)
    writer = Writer()
    for sheet in book.sheets:
        if sheet.is_worksheet:
            grid = Grid(sheet.name, typed=True)
            _fill(grid, stream, sheet.start, book)
            if sheet.hidden:
                write_hidden(grid, writer)
                continue
            write(grid, writer)
            writer.blank()
    return writer.document("xls")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The type and body of the records from offset `start` to the end record of the same level."""
    depth = 0
    while start + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, start)
        if start + 4 + length > len(stream):
            raise UnreadableFile("corrupt")
        yield record, stream[start + 4 : start + 4 + length]
        depth += (record == _BEGIN) - (record == _END)
        if record == _END and depth <= 0:
            return
        start += 4 + length
    raise UnreadableFile("corrupt")  # the end record is missing


def _book(stream: bytes) -> _Book:
    """Read the records before the sheets: the sheets' names, the styles, the shared strings."""
    bodies = _bodies(stream)
    if len(bodies[_SHEET]) > MAX_SHEETS:
        raise UnreadableFile("too-many-sheets")
    codes = BUILT_IN | {struct.unpack_from("<H", body)[0]: _text(body, 2) for body in bodies[_FORMAT]}
    styles = CellStyles(
        [codes.get(struct.unpack_from("<2xH", body)[0], "General") for body in bodies[_STYLE]],
        [bool(struct.unpack_from("<10xH", body)[0] & 0xF0F0) for body in bodies[_STYLE]],
        from_1904=any(body[:1] == b"\1" for body in bodies[_DATE_1904][-1:]),
        raised=_raised(bodies[_FONT]),
    )
    return _Book([_sheet(body) for body in bodies[_SHEET]], _strings(bodies[_SHARED_STRINGS], styles), styles)


def _bodies(stream: bytes) -> dict[int, list[bytes]]:
    """The bodies of the records before the sheets, by type; those of the shared strings with their continuations."""
    bodies: dict[int, list[bytes]] = {kind: [] for kind in _KEPT}
    continued = 0
    for record, body in _records(stream, 0):
        if record == _LOCKED:
            raise UnreadableFile("encrypted")
        if record == _BEGIN and body[:2] != b"\0\6":
            raise UnreadableFile("not-a-report-kind")  # the format of Excel 95
        if record in _KEPT:
            bodies[record].append(body)
        elif record == _CONTINUE and continued == _SHARED_STRINGS:
            bodies[continued].append(body)
        continued = continued if record == _CONTINUE else record
    return bodies


def _sheet(body: bytes) -> _Sheet:
    start, state, kind = struct.unpack_from("<IBB", body)
    return _Sheet(_short_text(body, 6), start, bool(state & 3), kind == 0)


def _raised(fonts: Sequence[bytes]) -> frozenset[int]:
    """The numbers of the fonts whose letters are raised or lowered: no font has the number 4."""
    return frozenset(index + (index >= 4) for index, body in enumerate(fonts) if body[8:10] in RAISED)


def _fill(grid: Grid, stream: bytes, start: int, book: _Book) -> None:
    """Put the cells of the sheet that begins at offset `start`."""
    awaiting_text: tuple[int, int] | None = None
    for record, body in _records(stream, start):
        if record in _CELLS:
            row, column, style = struct.unpack_from("<HHH", body)
            awaiting_text = _cell(grid, _CELLS[record], body, (row + 1, column + 1, style), book)
        elif record == _STRING and awaiting_text is not None:
            book.styles.put_text(grid, *awaiting_text, _text(body, 0))
            awaiting_text = None
        elif record in {_MANY_BLANK, _MANY_NUMBERS}:
            _cells(grid, record, body, book.styles)
        elif record == _ROW:
            row, flags = struct.unpack_from("<H10xH", body)
            if flags & 0x20:
                grid.hidden_rows.add(row + 1)
        elif record in _PRINTED and body:
            grid.printed += printed.lines(_text(body, 0))
        elif record == _COLUMNS:
            first, last, flags = struct.unpack_from("<HH4xH", body)
            if flags & 1:
                grid.hidden_columns |= set(range(first + 1, min(last, 255) + 2))


def _cell(grid: Grid, kind: str, body: bytes, at: tuple[int, int, int], book: _Book) -> tuple[int, int] | None:
    """Put one cell; `at` is its row, column and style.

    A formula whose result is a text has it in the next record: its row and column are returned.
    """
    row, column, style = at
    if kind == "blank":
        book.styles.put_blank(grid, row, column, style)
    elif kind == "shared":
        book.styles.put_text(grid, row, column, book.strings[struct.unpack_from("<I", body, 6)[0]])
    elif kind == "label":
        book.styles.put_text(grid, row, column, _text(body, 6))
    elif kind == "packed":
        book.styles.put_number(grid, row, column, rk(body, 6), style)
    elif kind == "special":
        book.styles.put_special(grid, row, column, body[6], error=bool(body[7]))
    elif kind == "formula" and body[12:14] == b"\xff\xff":  # no number: a text (0), a truth value (1), an error (2)
        if body[6] == 0:
            return row, column
        if body[6] in {1, 2}:
            book.styles.put_special(grid, row, column, body[8], error=body[6] == 2)
    else:
        book.styles.put_number(grid, row, column, struct.unpack_from("<d", body, 6)[0], style)
    return None


def _cells(grid: Grid, record: int, body: bytes, styles: CellStyles) -> None:
    """Put a run of cells of one row that share a record: each has its style, and a number in `_MANY_NUMBERS`."""
    row, first = struct.unpack_from("<HH", body)
    size = 6 if record == _MANY_NUMBERS else 2
    for index in range((len(body) - 6) // size):
        style = struct.unpack_from("<H", body, 4 + size * index)[0]
        if record == _MANY_NUMBERS:
            styles.put_number(grid, row + 1, first + index + 1, rk(body, 6 + size * index), style)
        else:
            styles.put_blank(grid, row + 1, first + index + 1, style)


def _short_text(body: bytes, offset: int) -> str:
    """A text whose length is stored in one byte."""
    return _decoded(body, offset + 2, body[offset], body[offset + 1])


def _text(body: bytes, offset: int) -> str:
    """A text whose length is stored in two bytes."""
    length, flags = struct.unpack_from("<HB", body, offset)
    return _decoded(body, offset + 3, length, flags)


def _decoded(body: bytes, start: int, length: int, flags: int) -> str:
    if flags & 1:
        return body[start : start + 2 * length].decode("utf-16-le", "replace")
    return body[start : start + length].decode("latin-1")


def _strings(pieces: Sequence[bytes], styles: CellStyles) -> list[str]:
    """The shared strings; `pieces` are the bodies of their record and of its continuations."""
    if not pieces:
        return []
    count = struct.unpack_from("<I", pieces[0], 4)[0]
    if count > _MAX_STRINGS:
        raise UnreadableFile("too-big")
    strings = _StringReader(pieces, styles)
    return [strings.read() for _ in range(count)]


class _StringReader:
    """Reads texts across the ends of records.

    A record has at most 8,224 bytes, so that one may end within a text. Then the next one begins with a byte that says
    anew if a character has one byte or two; it has no such byte where the end falls elsewhere.
    """

    def __init__(self, pieces: Sequence[bytes], styles: CellStyles) -> None:
        self.pieces, self.number, self.offset = pieces, 0, 8
        self.styles = styles

    def read(self) -> str:
        """Return the next text, without raised marks of notes: the fonts of its letters follow it."""
        length, flags = struct.unpack("<HB", self._bytes(3))
        formats = struct.unpack("<H", self._bytes(2))[0] if flags & 8 else 0
        phonetic = struct.unpack("<I", self._bytes(4))[0] if flags & 4 else 0
        text = self._characters(length, double=bool(flags & 1))
        runs = self._bytes(4 * formats)
        for _ in self._parts(phonetic):
            pass
        return self.styles.without_marks(text, runs) if runs else text

    def _characters(self, length: int, *, double: bool) -> str:
        texts: list[str] = []
        while length:
            if self.offset >= len(self.pieces[self.number]):
                self._next()
                double = bool(self.pieces[self.number][0] & 1)
                self.offset = 1
            size = 2 if double else 1
            room = (len(self.pieces[self.number]) - self.offset) // size
            count = min(length, room)
            if not count:
                raise UnreadableFile("corrupt")
            raw = self.pieces[self.number][self.offset : self.offset + count * size]
            texts.append(raw.decode("utf-16-le" if double else "latin-1", "replace"))
            self.offset += count * size
            length -= count
        return "".join(texts)

    def _bytes(self, count: int) -> bytes:
        """Return the next bytes, which are no characters."""
        return b"".join(self._parts(count))

    def _parts(self, count: int) -> Iterator[bytes]:
        """Yield the next bytes in as many parts as records hold them."""
        while count:
            if self.offset >= len(self.pieces[self.number]):
                self._next()
                continue
            part = self.pieces[self.number][self.offset : self.offset + count]
            self.offset += len(part)
            count -= len(part)
            yield part

    def _next(self) -> None:
        self.number, self.offset = self.number + 1, 0
        if self.number >= len(self.pieces):
            raise UnreadableFile("corrupt")

"""Old workbooks of Excel (.xls), record by record: values, number formats, frames, what is hidden."""

import struct
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.documents.document import MAX_SHEETS, Document, Unfit, Writer
from poa_lint.documents.sheets.binary import BUILT_IN, Looks, rk
from poa_lint.documents.sheets.grid import Grid, write, write_hidden
from poa_lint.documents.sheets.ole import Compound

_END: Final = 0x0A
_DATE_1904: Final = 0x22
_LOCKED: Final = 0x2F
_CONTINUE: Final = 0x3C
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


class _Sheet(NamedTuple):
    name: str
    start: int
    hidden: bool
    table: bool


class _Book(NamedTuple):
    sheets: list[_Sheet]
    strings: list[str]
    looks: Looks


def read(data: bytes) -> Document:
    """A workbook's visible sheets, one behind the other. Raises Unfit."""
    try:
        return _read(Compound(data).stream("workbook"))
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise Unfit("corrupt") from error


def _read(stream: bytes) -> Document:
    book = _book(stream)
    writer = Writer()
    for sheet in book.sheets:
        if sheet.table:
            grid = Grid(sheet.name, typed=True)
            _fill(grid, stream, sheet.start, book)
            if sheet.hidden:
                write_hidden(grid, writer)
                continue
            write(grid, writer)
            writer.blank()
    return writer.document("xls")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from one place to the end that belongs to it."""
    depth = 0
    while start + 4 <= len(stream):
        sort, length = struct.unpack_from("<HH", stream, start)
        if start + 4 + length > len(stream):
            raise Unfit("corrupt")
        yield sort, stream[start + 4 : start + 4 + length]
        depth += (sort == _BEGIN) - (sort == _END)
        if sort == _END and depth <= 0:
            return
        start += 4 + length
    raise Unfit("corrupt")  # the end that belongs to the place is missing


def _book(stream: bytes) -> _Book:
    """What stands before the sheets: their names, the styles, the words that several cells share."""
    codes: dict[int, str] = dict(BUILT_IN)
    styles: list[tuple[int, bool]] = []
    sheets: list[_Sheet] = []
    pieces: list[bytes] = []
    from_1904 = False
    before = 0
    for sort, body in _records(stream, 0):
        if sort == _LOCKED:
            raise Unfit("encrypted")
        if sort == _BEGIN and body[:2] != b"\0\6":
            raise Unfit("not-a-report-kind", kind="xls-95")
        if sort == _SHEET:
            start, state, kind = struct.unpack_from("<IBB", body)
            sheets.append(_Sheet(short(body, 6), start, bool(state & 3), kind == 0))
        elif sort == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = wide(body, 2)
        elif sort == _STYLE:
            number, border = struct.unpack_from("<2xH6xH", body)
            styles.append((number, bool(border & 0xF0F0)))
        elif sort == _SHARED_STRINGS or (sort == _CONTINUE and before == _SHARED_STRINGS):
            pieces.append(body)
        elif sort == _DATE_1904:
            from_1904 = body[:1] == b"\1"
        before = before if sort == _CONTINUE else sort
        if len(sheets) > MAX_SHEETS:
            raise Unfit("too-many-sheets", limit=str(MAX_SHEETS))
    looks = Looks([codes.get(number, "General") for number, _ in styles], [framed for _, framed in styles], from_1904)
    return _Book(sheets, shared(pieces), looks)


def _fill(grid: Grid, stream: bytes, start: int, book: _Book) -> None:
    awaited: tuple[int, int] | None = None
    for sort, body in _records(stream, start):
        if sort in _CELLS:
            row, column, style = struct.unpack_from("<HHH", body)
            awaited = _cell(grid, _CELLS[sort], body, (row + 1, column + 1, style), book)
        elif sort == _STRING and awaited is not None:
            book.looks.text(grid, *awaited, wide(body, 0))
            awaited = None
        elif sort in {_MANY_BLANK, _MANY_NUMBERS}:
            _many(grid, sort, body, book.looks)
        elif sort == _ROW:
            row, flags = struct.unpack_from("<H10xH", body)
            if flags & 0x20:
                grid.hidden_rows.add(row + 1)
        elif sort == _COLUMNS:
            first, last, flags = struct.unpack_from("<HH4xH", body)
            if flags & 1:
                grid.hidden_columns |= set(range(first + 1, min(last, 255) + 2))


def _cell(grid: Grid, kind: str, body: bytes, at: tuple[int, int, int], book: _Book) -> tuple[int, int] | None:
    """Put one cell; where a formula's words stand in a record of their own, the cell that waits for them."""
    row, column, style = at
    if kind == "blank":
        book.looks.frame(grid, row, column, style)
    elif kind == "shared":
        book.looks.text(grid, row, column, book.strings[struct.unpack_from("<I", body, 6)[0]])
    elif kind == "label":
        book.looks.text(grid, row, column, wide(body, 6))
    elif kind == "packed":
        book.looks.number(grid, row, column, rk(body, 6), style)
    elif kind == "special":
        book.looks.special(grid, row, column, body[6], error=bool(body[7]))
    elif kind == "formula" and body[12:14] == b"\xff\xff":
        if body[6] == 0:
            return row, column
        if body[6] in {1, 2}:
            book.looks.special(grid, row, column, body[8], error=body[6] == 2)
    else:
        book.looks.number(grid, row, column, struct.unpack_from("<d", body, 6)[0], style)
    return None


def _many(grid: Grid, sort: int, body: bytes, looks: Looks) -> None:
    """A run of cells in one record: each its style, and the number where it has one."""
    row, first = struct.unpack_from("<HH", body)
    size = 6 if sort == _MANY_NUMBERS else 2
    for place in range((len(body) - 6) // size):
        style = struct.unpack_from("<H", body, 4 + size * place)[0]
        if sort == _MANY_NUMBERS:
            looks.number(grid, row + 1, first + place + 1, rk(body, 6 + size * place), style)
        else:
            looks.frame(grid, row + 1, first + place + 1, style)


_MAX: int = 2_000_000


def short(body: bytes, place: int) -> str:
    """A text whose length is one byte."""
    return _plain(body, place + 2, body[place], body[place + 1])


def wide(body: bytes, place: int) -> str:
    """A text whose length is two bytes."""
    length, flags = struct.unpack_from("<HB", body, place)
    return _plain(body, place + 3, length, flags)


def _plain(body: bytes, start: int, length: int, flags: int) -> str:
    if flags & 1:
        return body[start : start + 2 * length].decode("utf-16-le", "replace")
    return body[start : start + length].decode("latin-1")


def shared(pieces: Sequence[bytes]) -> list[str]:
    """The texts that cells name by number."""
    if not pieces:
        return []
    count = struct.unpack_from("<I", pieces[0], 4)[0]
    if count > _MAX:
        raise Unfit("too-big")
    run = _Run(pieces)
    return [run.text() for _ in range(count)]


class _Run:
    """Records read as one: only where characters go over into the next does that say again how wide they are."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.pieces, self.number, self.place = pieces, 0, 8

    def text(self) -> str:
        """The next text; the formatting behind it is passed over."""
        length, flags = struct.unpack("<HB", self._bytes(3))
        formats = struct.unpack("<H", self._bytes(2))[0] if flags & 8 else 0
        more = struct.unpack("<I", self._bytes(4))[0] if flags & 4 else 0
        text = self._characters(length, double=bool(flags & 1))
        self._skip(4 * formats + more)
        return text

    def _characters(self, length: int, *, double: bool) -> str:
        found: list[str] = []
        while length:
            if self.place >= len(self.pieces[self.number]):
                self._next()
                double = bool(self.pieces[self.number][0] & 1)
                self.place = 1
            size = 2 if double else 1
            room = (len(self.pieces[self.number]) - self.place) // size
            count = min(length, room)
            if not count:
                raise Unfit("corrupt")
            raw = self.pieces[self.number][self.place : self.place + count * size]
            found.append(raw.decode("utf-16-le" if double else "latin-1", "replace"))
            self.place += count * size
            length -= count
        return "".join(found)

    def _bytes(self, count: int) -> bytes:
        if self.place >= len(self.pieces[self.number]):
            self._next()
        found = self.pieces[self.number][self.place : self.place + count]
        self.place += count
        return found

    def _skip(self, count: int) -> None:
        while count:
            room = len(self.pieces[self.number]) - self.place
            if count <= room:
                self.place += count
                return
            count -= room
            self._next()

    def _next(self) -> None:
        self.number, self.place = self.number + 1, 0
        if self.number >= len(self.pieces):
            raise Unfit("corrupt")

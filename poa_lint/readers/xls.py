"""Old workbooks of Excel (.xls): the records of the file that tell how its values look; calamine reads the values."""

import struct
from collections.abc import Iterator
from typing import Final

from poa_lint.readers import calamine
from poa_lint.readers.calamine import BUILT_IN, ERRORS, Layout
from poa_lint.readers.document import MAX_CELLS, MAX_SHEETS, Document, Unfit
from poa_lint.readers.ole import Compound

_FILEPASS: Final = 0x2F
_SHEET: Final = 0x85
_FORMAT: Final = 0x41E
_XF: Final = 0xE0
_END: Final = 0x0A
_ROW: Final = 0x208
_COLUMNS: Final = 0x7D
_FORMULA: Final = 0x06
_BOOL_OR_ERROR: Final = 0x205
_BLANK: Final = 0x201
_MANY_BLANK: Final = 0xBE
_MANY_NUMBERS: Final = 0xBD
_CELLS: Final = frozenset({0x203, 0x27E, 0xFD, 0x204, 0xD6, _FORMULA, _BOOL_OR_ERROR, _BLANK})


def read(data: bytes) -> Document:
    """A workbook's visible sheets, one behind the other. Raises Unfit."""
    try:
        return calamine.read(data, _layouts(Compound(data).stream("workbook", "book")), "xls")
    except (struct.error, IndexError) as error:
        raise Unfit("corrupt") from error


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    while start + 4 <= len(stream):
        sort, length = struct.unpack_from("<HH", stream, start)
        yield sort, stream[start + 4 : start + 4 + length]
        if sort == _END:
            return
        start += 4 + length


def _layouts(stream: bytes) -> list[Layout]:
    starts: list[int] = []
    codes: dict[int, str] = dict(BUILT_IN)
    styles: list[tuple[int, bool]] = []
    for sort, body in _records(stream, 0):
        if sort == _FILEPASS:
            raise Unfit("encrypted")
        if sort == _SHEET:
            starts.append(struct.unpack_from("<I", body)[0])
        elif sort == _FORMAT and len(body) > 4:
            codes[struct.unpack_from("<H", body)[0]] = _text(body)
        elif sort == _XF and len(body) >= 12:
            number, border = struct.unpack_from("<2xH6xH", body)
            styles.append((number, bool(border & 0xF0F0)))
        if len(starts) > MAX_SHEETS:
            raise Unfit("too-many-sheets", limit=str(MAX_SHEETS))
    looks = [(codes.get(number, "General"), framed) for number, framed in styles]
    layouts: list[Layout] = []
    for start in starts:
        layouts.append(_layout(stream, start, looks, MAX_CELLS - sum(layout.cells for layout in layouts)))
    return layouts


def _text(body: bytes) -> str:
    """A number format's text: one byte a character where the flag says so, else two."""
    length, wide = struct.unpack_from("<HB", body, 2)
    if wide & 1:
        return body[5 : 5 + 2 * length].decode("utf-16-le", "replace")
    return body[5 : 5 + length].decode("latin-1")


def _layout(stream: bytes, start: int, looks: list[tuple[str, bool]], limit: int) -> Layout:
    layout = Layout()
    for sort, body in _records(stream, start):
        if sort in _CELLS and len(body) >= 6:
            row, column, style = struct.unpack_from("<HHH", body)
            code, framed = looks[style] if style < len(looks) else ("General", False)
            layout.cell(row + 1, column + 1, code, written=sort != _BLANK, framed=framed)
            _error(layout, sort, body, row + 1, column + 1)
        elif sort in {_MANY_BLANK, _MANY_NUMBERS} and len(body) >= 6:
            _many(layout, sort, body, looks)
        elif sort == _ROW and len(body) >= 14:
            row, flags = struct.unpack_from("<H10xH", body)
            if flags & 0x20:
                layout.hidden_rows.add(row + 1)
        elif sort == _COLUMNS and len(body) >= 10:
            first, last, hidden = struct.unpack_from("<HH4xH", body)
            if hidden & 1:
                layout.hidden_columns |= set(range(first + 1, min(last, 255) + 2))
        if layout.cells > limit:
            raise Unfit("too-big")
    return layout


def _many(layout: Layout, sort: int, body: bytes, looks: list[tuple[str, bool]]) -> None:
    """A run of cells in one record: each its style, and the number where it has one."""
    row, first = struct.unpack_from("<HH", body)
    size = 6 if sort == _MANY_NUMBERS else 2
    for place in range((len(body) - 6) // size):
        style = struct.unpack_from("<H", body, 4 + size * place)[0]
        code, framed = looks[style] if style < len(looks) else ("General", False)
        layout.cell(row + 1, first + place + 1, code, written=sort == _MANY_NUMBERS, framed=framed)


def _error(layout: Layout, sort: int, body: bytes, row: int, column: int) -> None:
    code = None
    if sort == _BOOL_OR_ERROR and len(body) >= 8 and body[7]:
        code = body[6]
    elif sort == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        code = body[8]
    if code is not None:
        layout.errors[row, column] = ERRORS.get(code, "#N/A")

"""Old workbooks of Excel (.xls), written record by record."""

import struct
from collections.abc import Sequence

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of a type of [MS-XLS]."""
    return struct.pack("<HH", kind, len(body)) + body


def text(words: str) -> bytes:
    """A text with its length in two bytes, two bytes a letter."""
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")


def font(*, raised: bool = False) -> bytes:
    """A font, whose letters may be raised."""
    return record(0x31, struct.pack("<5H6B", 200, 0, 0x7FFF, 400, raised, 0, 0, 0, 0, 5, 0) + b"Arial")


def label(row: int, column: int, words: str) -> bytes:
    """A cell with a text of its own; row and column are counted from 0."""
    return record(0x204, struct.pack("<3H", row, column, 0) + text(words))


def shared(row: int, column: int, number: int) -> bytes:
    """A cell with the shared string of that number."""
    return record(0xFD, struct.pack("<3HI", row, column, 0, number))


def strings(*pieces: bytes, count: int) -> bytes:
    """The shared strings, in a record and its continuations."""
    first, *others = pieces
    head = record(0xFC, struct.pack("<II", count, count) + first)
    return head + b"".join(record(0x3C, piece) for piece in others)


def rich(words: str, *runs: tuple[int, int]) -> bytes:
    """A shared string with the fonts of its letters: each from a letter on, by number."""
    head = struct.pack("<HBH", len(words), 9, len(runs))
    return head + words.encode("utf-16-le") + b"".join(struct.pack("<HH", *run) for run in runs)


def workbook(sheets: Sequence[bytes], before: bytes = b"") -> bytes:
    """A workbook whose sheets have these records; those of `before` stand in front of the sheets."""
    written = [_begin(0x10) + sheet + record(0x0A) for sheet in sheets]
    names = [f"H{number}".encode() for number, _ in enumerate(written, 1)]
    head = _begin(5) + before
    start = len(head) + sum(12 + len(name) for name in names) + 4
    for name, sheet in zip(names, written, strict=True):
        head += record(0x85, struct.pack("<IHBB", start, 0, len(name), 0) + name)
        start += len(sheet)
    return compound(head + record(0x0A) + b"".join(written))


def compound(stream: bytes) -> bytes:
    """A compound file with the stream of a workbook: its tables, its directory, the stream."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // SECTOR)
    tables = next(number for number in range(1, 110) if number * 128 >= number + 1 + count)
    numbers = [*[TABLE] * tables, END, *range(tables + 2, tables + 1 + count), END]
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(SECTOR, b"\0"))
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<8I", header, 44, tables, tables, 0, 4096, END, 0, END, 0)
    struct.pack_into("<109I", header, 76, *range(tables), *[FREE] * (109 - tables))
    table = struct.pack(f"<{128 * tables}I", *numbers, *[FREE] * (128 * tables - len(numbers)))
    directory = _entry("Root Entry", 5, END, 0) + _entry("Workbook", 2, tables + 1, len(stream))
    return bytes(header) + table + directory.ljust(SECTOR, b"\0") + stream.ljust(count * SECTOR, b"\0")


def _begin(kind: int) -> bytes:
    return record(0x809, struct.pack("<4H2I", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<3I", FREE, FREE, 1 if kind == 5 else FREE)
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written), kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<3I", start, size, 0)
    )

"""A workbook of Excel in its binary kind (.xlsb), written from the one in XML: no free program writes them."""

import datetime as dt
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook

from tests.office.hostile import RELATIONS, packed


def make(source: Path, target: Path) -> None:
    """Write a workbook's values, number formats and sheet names as .xlsb."""
    book = load_workbook(source, data_only=True)
    codes: list[str] = []
    strings: list[str] = []
    sheets = {}
    for sheet in book.worksheets:
        rows = []
        for row, cells in enumerate(sheet.iter_rows(), 1):
            rows.append(record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, 0, 0, 0)))
            for column, cell in enumerate(cells):
                if cell.value is not None:
                    code = str(cell.number_format)
                    codes += [code] if code not in codes else []
                    rows.append(_cell(column, codes.index(code), cell.value, strings))
        sheets[sheet.title] = record(148, struct.pack("<4I", 0, len(rows), 0, 20)) + _around(145, b"", b"".join(rows))
    target.write_bytes(package(sheets, styles(codes), [b"\0" + text(words) for words in strings]))


def package(sheets: Mapping[str, bytes], style_part: bytes, strings: Sequence[bytes]) -> bytes:
    """A workbook: the records of its sheets by name, the part with the styles, the shared strings with their flags."""
    listed = [_bundle(number, name) for number, name in enumerate(sheets, 1)]
    head = struct.pack("<II", len(strings), len(strings))
    relations = RELATIONS.format("".join(map(_relation, range(1, len(sheets) + 1))))
    parts = {
        "xl/workbook.bin": _around(131, b"", record(153, b"\0" * 8) + _around(143, b"", b"".join(listed))),
        "xl/_rels/workbook.bin.rels": relations.encode(),
        "xl/styles.bin": style_part,
        "xl/sharedStrings.bin": record(159, head) + b"".join(record(19, item) for item in strings) + record(160),
    }
    return packed(
        parts
        | {
            f"xl/worksheets/sheet{number}.bin": _around(129, b"", inner)
            for number, inner in enumerate(sheets.values(), 1)
        }
    )


def _around(kind: int, *inner: bytes) -> bytes:
    """Records between the one that begins their list and the one that ends it; the first of `inner` is the former's."""
    return record(kind, inner[0]) + b"".join(inner[1:]) + record(kind + 1)


def _bundle(number: int, name: str) -> bytes:
    return record(156, struct.pack("<II", 0, number) + text(f"r{number}") + text(name))


def _relation(number: int) -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    return f'<Relationship Id="r{number}" Type="{kind}" Target="worksheets/sheet{number}.bin"/>'


def styles(codes: Sequence[str], raised: Sequence[bool] = ()) -> bytes:
    """The part with the styles: one for each number format; and fonts, whose letters may be raised."""
    fonts = [_font(raised=one) for one in raised]
    formats = b"".join(record(44, struct.pack("<H", 164 + n) + text(code)) for n, code in enumerate(codes))
    cells = b"".join(record(47, struct.pack("<8H", 0, 164 + n, 0, 0, 0, 0, 0, 0)) for n in range(len(codes)))
    count = struct.pack("<I", len(codes))
    listed = _around(611, struct.pack("<I", len(fonts)), *fonts) if fonts else b""
    return _around(278, b"", listed + _around(615, count, formats) + _around(617, count, cells))


def _font(*, raised: bool) -> bytes:
    return record(43, struct.pack("<4H13B", 200, 0, 400, raised, *bytes(13)) + text("Arial"))


def rich(words: str, *runs: tuple[int, int]) -> bytes:
    """A text behind its flags, with the fonts of its letters: each from a letter on, by number."""
    return b"\1" + text(words) + struct.pack("<I", len(runs)) + b"".join(struct.pack("<HH", *run) for run in runs)


def _cell(column: int, style: int, value: object, strings: list[str]) -> bytes:
    head = struct.pack("<II", column, style)
    if isinstance(value, dt.datetime):
        value = (value - dt.datetime(1899, 12, 30)).days  # noqa: DTZ001  a spreadsheet's days have no zone
    if isinstance(value, int):
        return record(2, head + struct.pack("<i", value << 2 | 2))
    if isinstance(value, float):
        return record(5, head + struct.pack("<d", value))
    text = str(value)
    strings += [text] if text not in strings else []
    return record(7, head + struct.pack("<I", strings.index(text)))


def text(words: str) -> bytes:
    """A text with its length, two bytes a letter."""
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def record(sort: int, body: bytes = b"") -> bytes:
    """A record of a type of [MS-XLSB]."""
    head = bytes([sort]) if sort < 128 else bytes([sort & 0x7F | 0x80, sort >> 7])
    length = len(body)
    sizes = bytearray()
    while True:
        length, low = length >> 7, length & 0x7F
        sizes.append(low | (0x80 if length else 0))
        if not length:
            return head + bytes(sizes) + body

"""A workbook of Excel in its binary kind (.xlsb), written from the one in XML: no free program writes them."""

import datetime as dt
import struct
from pathlib import Path

from openpyxl import load_workbook

from tests.office.hostile import RELATIONS, packed


def make(source: Path, target: Path) -> None:
    """Write a workbook's values, number formats and sheet names as .xlsb."""
    book = load_workbook(source, data_only=True)
    codes: list[str] = []
    strings: list[str] = []
    sheets = {}
    for number, sheet in enumerate(book.worksheets, 1):
        rows = []
        for row, cells in enumerate(sheet.iter_rows(), 1):
            rows.append(_record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, 0, 0, 0)))
            for column, cell in enumerate(cells):
                if cell.value is not None:
                    code = str(cell.number_format)
                    codes += [code] if code not in codes else []
                    rows.append(_cell(column, codes.index(code), cell.value, strings))
        inner = (
            _record(148, struct.pack("<4I", 0, len(rows), 0, 20))
            + _record(145, b"")
            + b"".join(rows)
            + _record(146, b"")
        )
        sheets[f"xl/worksheets/sheet{number}.bin"] = _record(129, b"") + inner + _record(130, b"")
    names = [sheet.title for sheet in book.worksheets]
    bundles = [_record(156, struct.pack("<II", 0, n) + _text(f"r{n}") + _text(name)) for n, name in enumerate(names, 1)]
    listed = b"".join(bundles)
    workbook = (
        _record(131, b"") + _record(153, b"\0" * 8) + _record(143, b"") + listed + _record(144, b"") + _record(132, b"")
    )
    items = b"".join(_record(19, b"\0" + _text(text)) for text in strings)
    head = struct.pack("<II", len(strings), len(strings))
    target.write_bytes(
        packed(
            {
                "xl/workbook.bin": workbook,
                "xl/_rels/workbook.bin.rels": RELATIONS.format(
                    "".join(map(_relation, range(1, len(names) + 1)))
                ).encode(),
                "xl/styles.bin": _styles(codes),
                "xl/sharedStrings.bin": _record(159, head) + items + _record(160, b""),
                **sheets,
            }
        )
    )


def _relation(number: int) -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    return f'<Relationship Id="r{number}" Type="{kind}" Target="worksheets/sheet{number}.bin"/>'


def _styles(codes: list[str]) -> bytes:
    formats = b"".join(_record(44, struct.pack("<H", 164 + n) + _text(code)) for n, code in enumerate(codes))
    styles = b"".join(_record(47, struct.pack("<8H", 0, 164 + n, 0, 0, 0, 0, 0, 0)) for n in range(len(codes)))
    count = struct.pack("<I", len(codes))
    inner = _record(615, count) + formats + _record(616, b"") + _record(617, count) + styles + _record(618, b"")
    return _record(278, b"") + inner + _record(279, b"")


def _cell(column: int, style: int, value: object, strings: list[str]) -> bytes:
    head = struct.pack("<II", column, style)
    if isinstance(value, dt.datetime):
        value = (value - dt.datetime(1899, 12, 30)).days  # noqa: DTZ001  a spreadsheet's days have no zone
    if isinstance(value, int):
        return _record(2, head + struct.pack("<i", value << 2 | 2))
    if isinstance(value, float):
        return _record(5, head + struct.pack("<d", value))
    text = str(value)
    strings += [text] if text not in strings else []
    return _record(7, head + struct.pack("<I", strings.index(text)))


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(sort: int, body: bytes) -> bytes:
    head = bytes([sort]) if sort < 128 else bytes([sort & 0x7F | 0x80, sort >> 7])
    length = len(body)
    sizes = bytearray()
    while True:
        length, low = length >> 7, length & 0x7F
        sizes.append(low | (0x80 if length else 0))
        if not length:
            return head + bytes(sizes) + body

"""Write pages as a text, a workbook or a PDF: the files that offices deliver. A page is lines, a line its cells."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from openpyxl import Workbook

Line = tuple[str, ...]
Sheet = Sequence[Line]
"""A page, line by line."""
TABLE: Final = 8
"""The lines with at least so many cells are the table's."""


def text(sheets: Iterable[Sheet]) -> bytes:
    """Pages as a text with tabs between cells."""
    return "\n".join("\t".join(line) for sheet in sheets for line in (("",), *sheet, ("",))).encode()


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Pages as a workbook: each on a sheet, figures as numbers and shares as numbers that are shown in percent."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, sheet in enumerate(sheets, 1):
        page = book.create_sheet(f"Hoja {number}")
        for row, line in enumerate(sheet, 1):
            for column, said in enumerate(line, 1):
                _cell(page.cell(row, column), said, table=len(line) >= TABLE)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(cell: object, said: str, *, table: bool) -> None:
    plain = said.replace(",", "")
    if table and plain.isdecimal():
        cell.value, cell.number_format = int(plain), "#,##0" if "," in said else "General"  # type: ignore[attr-defined]
    elif table and said.endswith("%"):
        cell.value, cell.number_format = int(said[:-1]) / 100, "0%"  # type: ignore[attr-defined]
    elif said:
        cell.value, cell.number_format = said, "@"  # type: ignore[attr-defined]


_SIZE, _HIGH, _LEFT, _TAB = 6, 14, 20, 110
"""The size of the print, the height of a line, the left margin, and the width of a header's column, in points."""
_SIGN = 5
"""The width of a column for each sign of its longest cell, in points."""


def pdf(sheets: Iterable[Sheet]) -> bytes:
    """Pages as a PDF: each of its own, the table with lines around its cells."""
    drawn = [_drawn(sheet) for sheet in sheets]
    first = 4
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(drawn)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(drawn)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, (stream, wide, high) in enumerate(drawn):
        content = first + 2 * number + 1
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}] /Contents {content} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


def _drawn(sheet: Sheet) -> tuple[bytes, int, int]:
    """The commands that draw a page, its width and its height."""
    rows = [line for line in sheet if len(line) >= TABLE]
    widths = [12 + _SIGN * max(map(len, cells)) for cells in zip_longest(*rows, fillvalue="")]
    edges = [_LEFT + sum(widths[:number]) for number in range(len(widths) + 1)]
    high = _HIGH * (len(sheet) + 2)
    parts: list[str] = []
    for number, line in enumerate(sheet, 1):
        bottom = high - _HIGH * number
        table = len(line) >= TABLE
        lefts = edges if table else [_LEFT, _LEFT + _TAB, _LEFT + 2 * _TAB]
        parts += [_said(said, left + 2, bottom + 4) for said, left in zip(line, lefts, strict=False) if said]
        if table:
            parts += [f"{left} {bottom} m {left} {bottom + _HIGH} l S" for left in edges]
            parts += [f"{edges[0]} {at} m {edges[-1]} {at} l S" for at in (bottom, bottom + _HIGH)]
    return "\n".join(parts).encode("cp1252"), edges[-1] + _LEFT, high


def _said(words: str, left: int, bottom: int) -> str:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {_SIZE} Tf {left} {bottom} Td ({escaped}) Tj ET"


WRITERS: Final[Mapping[str, Callable[[Iterable[Sheet]], bytes]]] = {".txt": text, ".xlsx": workbook, ".pdf": pdf}
"""The functions that write pages, by the suffix of their files."""

"""Shared by the two binary kinds of workbook (.xls, .xlsb): styles, raised letters, number formats, errors, numbers."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from poa_lint.documents.document import MAX_CELLS, UnreadableFile
from poa_lint.documents.sheets import richtext
from poa_lint.documents.sheets.formats import put_number, put_text
from poa_lint.documents.sheets.grid import Grid

ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
"""Errors of formulas by the code that is stored for them."""
RAISED: Final = frozenset({b"\1\0", b"\2\0"})
"""Where a font stores that its letters are raised or lowered."""
BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    **dict.fromkeys((14, 15, 16, 17, 22), "dd/mm/yyyy"),
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    **dict.fromkeys((37, 38), "#,##0;(#,##0)"),
    **dict.fromkeys((39, 40), "#,##0.00;(#,##0.00)"),
    **dict.fromkeys((41, 42), "#,##0"),
    **dict.fromkeys((43, 44), "#,##0.00"),
}
"""Number formats that a file names by number and does not define."""


@dataclass(slots=True)
class CellStyles:
    """The cell styles of a workbook by number; its methods put cells into a grid.

    They raise UnreadableFile for too many cells.
    """

    codes: list[str]
    """The number format of each style."""
    framed: list[bool]
    """True for each style that has a border."""
    from_1904: bool = False
    """True if days are counted from 1904."""
    raised: frozenset[int] = frozenset()
    """The fonts, by number, whose letters are raised or lowered."""
    remaining: int = MAX_CELLS
    """Cells that may still be read."""

    def put_blank(self, grid: Grid, row: int, column: int, style: int) -> None:
        """Put an empty cell: only its border counts."""
        self._count()
        if style < len(self.framed) and self.framed[style]:
            grid.ends[row] = max(grid.ends.get(row, 0), column)

    def put_number(self, grid: Grid, row: int, column: int, value: float, style: int) -> None:
        """Put a number, or a date if the style's number format makes one of it."""
        self._count()
        code = self.codes[style] if style < len(self.codes) else "General"
        put_number(grid, row, column, value, code, from_1904=self.from_1904)

    def put_text(self, grid: Grid, row: int, column: int, text: str) -> None:
        """Put a text."""
        self._count()
        put_text(grid, row, column, text, error=False)

    def without_marks(self, text: str, runs: bytes) -> str:
        """Return a cell's text without the raised marks of notes on a figure.

        `runs` are the stored pieces of the text: for each its first letter and its font, two bytes each.
        """
        return richtext.text(self._pieces(text, runs)) if self.raised else text

    def put_special(self, grid: Grid, row: int, column: int, code: int, *, error: bool) -> None:
        """Put the error with that code, or else the truth value (0 or 1)."""
        self._count()
        text = ERRORS.get(code, "#N/A") if error else "VERDADERO" if code else "FALSO"
        put_text(grid, row, column, text, error=error)

    def _pieces(self, text: str, runs: bytes) -> Iterator[tuple[str, bool]]:
        """The pieces of a text; true for raised or lowered ones."""
        begin, raised = 0, False
        for start, font in struct.iter_unpack("<HH", runs[: len(runs) // 4 * 4]):
            yield text[begin:start], raised
            begin, raised = max(begin, start), font in self.raised
        yield text[begin:], raised

    def _count(self) -> None:
        self.remaining -= 1
        if self.remaining < 0:
            raise UnreadableFile("too-big")


def rk(data: bytes, offset: int) -> float:
    """Unpack an RK number (four bytes): an integer of 30 bits or a float's upper half, in hundredths if bit 0 is set.

    The integer 100 is `100 << 2 | 2`, and 1.00 as hundredths `100 << 2 | 3`.
    """
    packed: int = struct.unpack_from("<I", data, offset)[0]
    value: float
    if packed & 2:
        value = struct.unpack_from("<i", data, offset)[0] >> 2
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value

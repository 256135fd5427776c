"""What the two binary kinds of workbook share: number formats by number, errors by code, numbers packed small."""

import datetime as dt
import struct
from dataclasses import dataclass
from typing import Final

from poa_lint.documents.document import MAX_CELLS, Unfit
from poa_lint.documents.sheets import formats
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
BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17, 22), "dd/mm/yyyy"),
    **dict.fromkeys((37, 38), "#,##0;(#,##0)"),
    **dict.fromkeys((39, 40), "#,##0.00;(#,##0.00)"),
    **dict.fromkeys((41, 42), "#,##0"),
    **dict.fromkeys((43, 44), "#,##0.00"),
}
"""Number formats that files name by number only."""

_FIRST_DAY: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet's days have no zone
_DAYS_1904: Final = 1462
_MAX_DAY: Final = 2_958_465


@dataclass(slots=True)
class Looks:
    """The styles of a workbook by their number: the number format, and whether the cell has a frame."""

    codes: list[str]
    framed: list[bool]
    from_1904: bool = False
    room: int = MAX_CELLS
    """Cells that may still be read."""

    def take(self) -> None:
        """Count a cell. Raises Unfit where there are too many."""
        self.room -= 1
        if self.room < 0:
            raise Unfit("too-big")

    def frame(self, grid: Grid, row: int, column: int, style: int) -> None:
        """An empty cell: only its frame counts."""
        self.take()
        if style < len(self.framed) and self.framed[style]:
            grid.ends[row] = max(grid.ends.get(row, 0), column)

    def number(self, grid: Grid, row: int, column: int, value: float, style: int) -> None:
        """A number, or the date that its format makes of it."""
        self.take()
        code = self.codes[style] if style < len(self.codes) else "General"
        if formats.is_date(code) and 1 <= value <= _MAX_DAY:
            day = _FIRST_DAY + dt.timedelta(days=int(value) + _DAYS_1904 * self.from_1904)
            grid.put(row, column, formats.date(day))
        else:
            put_number(grid, row, column, value, code)

    def text(self, grid: Grid, row: int, column: int, text: str) -> None:
        """A cell's words."""
        self.take()
        put_text(grid, row, column, text, error=False)

    def special(self, grid: Grid, row: int, column: int, code: int, *, error: bool) -> None:
        """An error, or one of the two truth values."""
        self.take()
        text = ERRORS.get(code, "#N/A") if error else "VERDADERO" if code else "FALSO"
        put_text(grid, row, column, text, error=error)


def rk(data: bytes, place: int) -> float:
    """A number in four bytes: an integer, or the upper half of a float, perhaps in hundredths."""
    packed: int = struct.unpack_from("<I", data, place)[0]
    value: float
    if packed & 2:
        value = struct.unpack_from("<i", data, place)[0] >> 2
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value

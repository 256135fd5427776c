"""Values of binary workbooks, read by calamine; how they look is told by the layout that our own scan found."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from poa_lint.readers import displayed
from poa_lint.readers.document import MAX_CELLS, MAX_SHEETS, Document, Unfit, Writer
from poa_lint.readers.grid import Grid, write
from poa_lint.readers.typed import hide_columns, put_number, put_text

MAX_AREA: Final = 8 * MAX_CELLS
"""Places of a sheet up to its last cell, empty ones too: calamine keeps room for every one."""
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
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
}
"""Number formats that files name by number only."""


@dataclass(slots=True)
class Layout:
    """What a sheet says besides its values; rows and columns count from 1."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0
    cells: int = 0

    def cell(self, row: int, column: int, code: str, *, written: bool = True, framed: bool = False) -> None:
        """A cell of the sheet and its number format."""
        self.cells += 1
        if written:
            self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
            self.formats[row, column] = code
        elif framed:
            self.ends[row] = max(self.ends.get(row, 0), column)


def read(data: bytes, layouts: list[Layout], kind: str) -> Document:
    """The visible sheets; `layouts` are in the order of the workbook. Raises Unfit."""
    import python_calamine

    if len(layouts) > MAX_SHEETS:
        raise Unfit("too-many-sheets", limit=str(MAX_SHEETS))
    if sum(layout.cells for layout in layouts) > MAX_CELLS:
        raise Unfit("too-big")
    if any(layout.last_row * layout.last_column > MAX_AREA for layout in layouts):
        raise Unfit("too-big")
    writer = Writer()
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.visible is not python_calamine.SheetVisibleEnum.Visible:
                writer.remark("oculta_hoja", writer.offset, writer.offset, sheet=sheet.name)
            elif sheet.typ is python_calamine.SheetTypeEnum.WorkSheet:
                found = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
                write(_grid(sheet.name, found, layouts[number] if number < len(layouts) else Layout()), writer)
                writer.blank()
    except python_calamine.PasswordError as error:
        raise Unfit("encrypted") from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise Unfit("corrupt") from error
    return writer.document(kind)


def _grid(name: str, rows: Sequence[Sequence[object]], layout: Layout) -> Grid:
    grid = Grid(name, typed=True, ends=layout.ends, hidden_rows=layout.hidden_rows)
    grid.hidden_columns = layout.hidden_columns
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            error = layout.errors.get((row, column))
            if error is not None:
                put_text(grid, row, column, error, error=True)
            elif value != "":
                _put(grid, row, column, value, layout.formats.get((row, column), "General"))
    hide_columns(grid)
    return grid


def _put(grid: Grid, row: int, column: int, value: object, code: str) -> None:
    if isinstance(value, bool):
        grid.put(row, column, "VERDADERO" if value else "FALSO")
    elif isinstance(value, int | float):
        put_number(grid, row, column, value, code)
    elif isinstance(value, dt.date | dt.time | dt.timedelta):
        grid.put(row, column, displayed.date(value))
    else:
        put_text(grid, row, column, str(value), error=False)

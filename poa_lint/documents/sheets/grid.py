"""Write a sheet of cells as lines of text: tables by their columns, everything else as it stands.

A table's heading ends with a line of P and A (planned, achieved) for every period, or with the lowest titles of another
form::

    METAS          | UNIDAD | ANUAL | AVANCE                                  <- wide lines above it are the heading's
                   |        |       | 1.º |   | 2.º |   | 3.º |   | 4.º |
                   |        |       | P   | A | P   | A | P   | A | P   | A   <- the anchors
    1.- Sesionar   | SESIÓN | 4     | 1   | 1 | 1   |   | 1   |   | 1   |     <- a goal: numbered text
    Elaboró: N. N. |                                                          <- neither wide nor numbered: no row of it

Every row of the table is written with a cell for each column of it, empty or not; other rows end at their last cell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from poa_lint.core.forms import built_in_forms
from poa_lint.documents.document import Writer, one_line
from poa_lint.documents.places import Box, Region, letters, titles
from poa_lint.documents.sheets import printed
from poa_lint.documents.sheets.lowest import lowest

WIDE: Final = 4
"""Written cells of a row that surely belongs to a table; a line of the form's header has three at most."""
_NUMBERED: Final = re.compile(r"\s*\d{1,6}\s*[.\-]+\s*[^\W\d]")
"""The beginning of a goal's text: `12.- Elaborar`."""
_FIGURE: Final = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*%?")
_PERCENT_TITLE: Final = re.compile(r"relativo|porcentaje|%", re.IGNORECASE)
"""A column whose figures are percentages."""
_MAX_NOTED: Final = 64
"""The last column whose empty cells a remark may be about."""
_MAX_BLANK: Final = 5
"""Empty rows kept in a run: a cell far below the form must not become a million lines."""


class Note(NamedTuple):
    """A remark on a cell whose offset in the text is not yet known; `kind` and `values` are those of a `Remark`."""

    kind: str
    values: dict[str, str]


@dataclass(slots=True)
class Grid:
    """One sheet: the texts of its written cells by row and column, from 1, and everything else known of them."""

    name: str
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    types: dict[tuple[int, int], str] = field(default_factory=dict)
    """The content of each written cell: `n` a number, `p` a number shown as a percentage, `s` text."""
    ends: dict[int, int] = field(default_factory=dict)
    """The last column with a frame, by row."""
    notes: dict[int, dict[int, list[Note]]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    boxes: dict[tuple[int, int], Box] = field(default_factory=dict)
    """The cells' boxes on a page, for PDFs."""
    region: Region | None = None
    """The region of the cells; None for the sheet called `name`."""
    places: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """For a document's table, by row: its page, the table's number on that page, the row's number in it."""
    typed: bool = False
    """True if the file tells numbers from text, so that a figure stored as text is worth a remark."""
    printed: list[str] = field(default_factory=list)
    """The lines of the header and footer that are printed on the sheet's pages."""
    remarked_columns: set[tuple[int, int]] = field(default_factory=set)
    """Hidden columns that have their remark, each with the first row of its table."""

    def put(self, row: int, column: int, text: str, cell_type: str = "s") -> None:
        """Write a cell; a blank text leaves it empty."""
        text = one_line(text)
        if text:
            self.cells.setdefault(row, {})[column] = text
            self.types[row, column] = cell_type

    def note(self, row: int, column: int, kind: str, /, **values: str) -> None:
        """Add a remark on a cell, written or empty; its row then has a line in the text."""
        self.notes.setdefault(row, {}).setdefault(column, []).append(Note(kind, values))
        self.cells.setdefault(row, {})


class Table(NamedTuple):
    """A table in a sheet: its first and last row, its columns, the title of every column of the sheet.

    `known` has `columns` and those of notes beside the table: columns without a title, apart by an empty one.
    """

    first: int
    last: int
    columns: tuple[int, ...]
    titles: tuple[str, ...]
    known: frozenset[int]


def anchors(cells: Sequence[str]) -> list[int]:
    """The indexes of the cells P, A, P, A … of the line that ends the form's heading; empty for other lines.

    In a heading of another form they are the titles that end it, one by one.
    """
    unit = built_in_forms()[0].repeated
    marks = [index for index, cell in enumerate(cells) if cell.strip(" .").upper() in unit]
    texts = [cells[index].strip(" .").upper() for index in marks]
    repeating = len(texts) >= WIDE and all(text == unit[index % len(unit)] for index, text in enumerate(texts))
    others = sum(bool(cell) for cell in cells) - len(marks)
    return marks if repeating and others <= len(marks) else lowest(cells)


def write(grid: Grid, writer: Writer, above: Table | None = None) -> Table | None:
    """Write a sheet's rows, with the remarks of its cells.

    `above` is the table before, which the first rows may continue; the last table is returned, for the next call.
    """
    tables = _tables(grid, above)
    sheet_region = grid.region or Region("sheet", grid.name)
    current_region = sheet_region
    writer.open(sheet_region)
    last_row = 0
    table: Table | None = None
    upcoming = iter([*tables, None])
    next_table = next(upcoming)
    for row in sorted(grid.cells):
        writer.blank(min(row - last_row - 1, _MAX_BLANK))
        last_row = row
        if next_table is not None and row >= next_table.first:
            if table is None:
                _write_printed(grid, writer)
            table, next_table = next_table, next(upcoming)
        page, number, row_number = grid.places.get(row, (sheet_region.page, sheet_region.table, row))
        region = sheet_region._replace(page=page, table=number, titles=table.titles if table else ())
        if region != current_region:
            writer.open(region)
            current_region = region
        _write_row(grid, writer, row, row_number, table)
    return table or above


def _write_printed(grid: Grid, writer: Writer) -> None:
    """Write the lines of the form's heading that stand in no cell of a report's sheet but are printed on its pages."""
    texts = (text for cells in grid.cells.values() for text in cells.values())
    for line in printed.missing(grid.printed, texts) if grid.printed else ():
        writer.line(0, [line], [0])


def write_hidden(grid: Grid, writer: Writer) -> None:
    """Write nothing of a hidden sheet but a remark, and that only if it holds a report's goals."""
    heading = any(_has_anchors(cells) for cells in grid.cells.values())
    if heading and any(_goal(cells) is not None and len(cells) >= WIDE for cells in grid.cells.values()):
        writer.unread(Region("sheet", grid.name), "oculta_hoja", sheet=grid.name)


def _write_row(grid: Grid, writer: Writer, row: int, row_number: int, table: Table | None) -> None:
    """Write row `row`, which the file calls `row_number`, in the columns of `table` if it is one of its rows."""
    cells = grid.cells[row]
    noted = [column for column in grid.notes.get(row, ()) if column <= _MAX_NOTED]
    columns: Sequence[int] = range(1, max([1, *cells, *noted]) + 1)
    belongs = table is not None and _belongs(cells, row, table)
    if belongs and table is not None:
        columns = table.columns
    begin = writer.offset
    boxes = [grid.boxes.get((row, column)) for column in columns] if grid.boxes else None
    starts = writer.line(row_number, [cells.get(column, "") for column in columns], columns, boxes)
    offsets = dict(zip(columns, starts, strict=True))
    end = writer.offset - 1
    if row in grid.hidden_rows and cells:
        writer.remark("oculta_fila", begin, end, sheet=grid.name, row=str(row))
    for column, note in _suspicions(grid, row, table) if belongs and table is not None and grid.typed else ():
        grid.note(row, column, note.kind, **note.values)
    for column, notes in grid.notes.get(row, {}).items():
        if column in offsets:  # a cell beside the table is not written
            start = offsets[column]
            for kind, values in notes:
                writer.remark(kind, start, start + len(cells.get(column, "")), **values)


def _suspicions(grid: Grid, row: int, table: Table) -> Iterator[tuple[int, Note]]:
    """Remarks on a goal's cells: a figure stored as text, a percentage as a plain number, a hidden column."""
    cells = grid.cells[row]
    first = _goal(cells)
    if first is None:
        return
    for column in sorted(grid.hidden_columns & cells.keys()):
        if (table.first, column) not in grid.remarked_columns:
            grid.remarked_columns.add((table.first, column))
            yield column, Note("oculta_columna", {"column": letters(column), "sheet": grid.name})
    for column, text in cells.items():
        cell_type = grid.types[row, column]
        title = table.titles[column - 1] if column <= len(table.titles) else ""
        if column > first and cell_type == "s" and _FIGURE.fullmatch(text):
            yield column, Note("texto_como_numero", {"text": text})
        if column > first and cell_type == "n" and _PERCENT_TITLE.search(title) and text.strip("0.,"):
            yield column, Note("porcentaje_sin_formato", {"text": text})


def _goal(cells: dict[int, str]) -> int | None:
    """The column of the numbered text of a goal's row; None in other rows."""
    return min((column for column, text in cells.items() if _NUMBERED.match(text)), default=None)


def _belongs(cells: dict[int, str], row: int, table: Table) -> bool:
    """True if a row is one of the table's: not below it nor beside it, and wide, a goal's, or the anchors'."""
    if row > table.last or not cells:
        return False
    if not table.known.issuperset(cells):
        return False
    return _is_firm(cells) or _has_anchors(cells)


def _is_firm(cells: dict[int, str]) -> bool:
    """True if a row can only be a table's: it is wide, or has a goal's numbered text."""
    return len(cells) >= WIDE or any(map(_NUMBERED.match, cells.values()))


def _has_anchors(cells: dict[int, str]) -> bool:
    return bool(anchors(list(cells.values())))


def _tables(grid: Grid, above: Table | None) -> list[Table]:
    """The sheet's tables, each from its heading on; wide rows before the first heading continue the table above."""
    rows = sorted(grid.cells)
    firm = [row for row in rows if _is_firm(grid.cells[row])]
    marks = [row for row in rows if _has_anchors(grid.cells[row])]
    marks = [mark for above_mark, mark in pairwise((0, *marks)) if not _repeats(firm, above_mark, mark)]
    tops = [_top(grid, mark, above_mark) for above_mark, mark in pairwise((0, *marks))]
    tables = []
    headless = [row for row in firm if not tops or row < tops[0]]
    if headless and max(len(grid.cells[row]) for row in headless) >= WIDE:
        tables.append(_headless(grid, headless, above))
    for top, mark, next_top in zip(tops, marks, [*tops, None][1:], strict=True):
        inside = [row for row in firm if top <= row and (next_top is None or row < next_top)]
        tables.append(_table(grid, top, inside[-1], mark))
    return tables


def _repeats(firm: Sequence[int], above: int, mark: int) -> bool:
    """True if no row of goals stands between two lines of anchors: the second one, `mark`, is a loose heading line."""
    return above > 0 and not any(above < row < mark for row in firm)


def _headless(grid: Grid, rows: list[int], above: Table | None) -> Table:
    """A table without the form's heading: it has the columns of the table above if it fits into them, else its own."""
    last = max(max((grid.ends.get(row, 0), *grid.cells[row])) for row in rows)
    if above is not None and above.columns and last <= above.columns[-1]:
        return above._replace(first=rows[0], last=rows[-1])
    return Table(rows[0], rows[-1], tuple(range(1, last + 1)), (), frozenset(range(1, last + 1)))


def _top(grid: Grid, mark: int, above: int) -> int:
    """The first row of the heading whose anchors are in row `mark`: at most four rows above, all of them wide.

    It stands below row `above`, which holds the anchors of the table before, or is 0.
    """
    top = mark
    while top > max(mark - 4, above + 1) and len(grid.cells.get(top - 1, {})) >= WIDE:
        top -= 1
    return top


def _table(grid: Grid, first: int, last: int, mark: int) -> Table:
    """The table of these rows: its columns are those in use and, behind the last of them, those with a frame."""
    between = range(first, last + 1)
    rows = between if len(between) <= len(grid.cells) else grid.cells  # a damaged row number may be of millions
    firm = [grid.cells[row] for row in rows if row in between and row in grid.cells and _is_firm(grid.cells[row])]
    used = sorted({column for cells in firm for column in cells})
    if not used:
        return Table(first, last, (), (), frozenset())
    heading_rows = range(first, mark + 1)
    frame_end = max((grid.ends.get(row, 0) for row in heading_rows), default=0)
    last_titled = max(column for row in heading_rows for column in grid.cells.get(row, {0: ""}))
    # Notes beside the table begin at the first used column behind an empty one that the heading does not cover.
    beside = next((column for column in used if column > last_titled and column - 1 not in used), used[-1] + 1)
    inside = [column for column in used if column < beside]
    columns = (*inside, *range(inside[-1] + 1, min(frame_end + 1, beside)))
    heading = [[grid.cells.get(row, {}).get(column, "") for column in columns] for row in heading_rows]
    title_of = dict(zip(columns, titles(heading), strict=True))
    every_title = tuple(title_of.get(column, "") for column in range(1, columns[-1] + 1))
    return Table(first, last, columns, every_title, frozenset((*columns, *used)))

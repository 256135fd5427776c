"""A sheet of cells as lines of text: the tables get their columns, everything else is written as it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from poa_lint.documents.document import Writer, one_line
from poa_lint.documents.places import Box, Region, letters, titles

_NUMBERED: Final = re.compile(r"\s*\d{1,6}\s*[.\-]+\s*[^\W\d]")
_FIGURE: Final = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*%?")
_PERCENT_TITLE: Final = re.compile(r"relativo|porcentaje|%", re.IGNORECASE)
_MAX_NOTED: Final = 64
"""The last column whose empty cells a remark may be about."""
_MAX_BLANK: Final = 5
"""Empty rows kept in a run: a cell far below the form must not become a million lines."""
WIDE: Final = 4
"""Written cells of a row that surely belongs to a table; a header's line has three at most."""


class Note(NamedTuple):
    """A remark about a cell before its place in the text is known."""

    kind: str
    values: dict[str, str]


@dataclass(slots=True)
class Grid:
    """One sheet: the words of its written cells by row and column, and what is known of them besides.

    `sorts` tells a cell's content: `n` a number, `p` a number shown as a percentage, `s` text. `ends` is the last
    column that a row's frame reaches.
    """

    name: str
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    sorts: dict[tuple[int, int], str] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    notes: dict[int, dict[int, list[Note]]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    boxes: dict[tuple[int, int], Box] = field(default_factory=dict)
    region: Region | None = None
    places: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """Of a document's table: the page on which a row stands, the table's number there and the row's."""
    typed: bool = False
    """Whether numbers are told from text."""
    told: set[tuple[int, int]] = field(default_factory=set)
    """The hidden columns that were remarked on, each with the first row of its table."""

    def put(self, row: int, column: int, text: str, sort: str = "s") -> None:
        """Write a cell; words that are nothing but blanks are none."""
        text = one_line(text)
        if text:
            self.cells.setdefault(row, {})[column] = text
            self.sorts[row, column] = sort

    def note(self, row: int, column: int, kind: str, /, **values: str) -> None:
        """Remark on a cell, written or empty; its row then has a line."""
        self.notes.setdefault(row, {}).setdefault(column, []).append(Note(kind, values))
        self.cells.setdefault(row, {})


class Table(NamedTuple):
    """A table's rows in a sheet, the columns in which it writes, and the heading of every column of the sheet.

    `known` are its columns and those of notes beside it: columns without a heading behind an empty one.
    """

    first: int
    last: int
    columns: tuple[int, ...]
    titles: tuple[str, ...]
    known: frozenset[int]


def anchors(cells: Sequence[str]) -> list[int]:
    """Where the cells say P, A, P, A …: the line that every heading of the form ends with; empty for other lines."""
    found = [place for place, cell in enumerate(cells) if cell.strip(" .").upper() in {"P", "A"}]
    marks = "".join(cells[place].strip(" .").upper() for place in found)
    fits = len(marks) >= WIDE and marks == ("PA" * len(marks))[: len(marks)]
    others = sum(bool(cell) for cell in cells) - len(found)
    return found if fits and others <= len(found) else []


def write_hidden(grid: Grid, writer: Writer) -> None:
    """A sheet that is hidden is not read; where it holds a report's goals, that is remarked on."""
    heading = any(anchors(list(cells.values())) for cells in grid.cells.values())
    if heading and any(_goal(cells) is not None and len(cells) >= WIDE for cells in grid.cells.values()):
        writer.unread(Region("sheet", grid.name), "oculta_hoja", sheet=grid.name)


def write(grid: Grid, writer: Writer, above: Table | None = None) -> Table | None:
    """Write a sheet's rows; the remarks of its cells find their places.

    `above` is the table that the sheet's first rows may go on with, and what is given is the one for the next.
    """
    tables = _tables(grid, above)
    general = grid.region or Region("sheet", grid.name)
    opened = general
    writer.open(general)
    before = 0
    current: Table | None = None
    ahead = iter([*tables, None])
    following = next(ahead)
    for row in sorted(grid.cells):
        writer.blank(min(row - before - 1, _MAX_BLANK))
        before = row
        if following is not None and row >= following.first:
            current, following = following, next(ahead)
        page, number, shown = grid.places.get(row, (general.page, general.table, row))
        region = general._replace(page=page, table=number, titles=current.titles if current else ())
        if region != opened:
            writer.open(region)
            opened = region
        _write_row(grid, writer, row, shown, current)
    return current or above


def _write_row(grid: Grid, writer: Writer, row: int, shown: int, table: Table | None) -> None:
    written = grid.cells[row]
    noted = [column for column in grid.notes.get(row, ()) if column <= _MAX_NOTED]
    columns: Sequence[int] = range(1, max([1, *written, *noted]) + 1)
    belongs = table is not None and _belongs(written, row, table)
    if belongs and table is not None:
        columns = table.columns
    begin = writer.offset
    boxes = [grid.boxes.get((row, column)) for column in columns] if grid.boxes else None
    starts = writer.line(shown, [written.get(column, "") for column in columns], columns, boxes)
    places = dict(zip(columns, starts, strict=True))
    end = writer.offset - 1
    if row in grid.hidden_rows and written:
        writer.remark("oculta_fila", begin, end, sheet=grid.name, row=str(row))
    for column, note in _given_away(grid, row, table) if belongs and table is not None and grid.typed else ():
        grid.note(row, column, note.kind, **note.values)
    for column, notes in grid.notes.get(row, {}).items():
        if column in places:  # what is beside a table is none of its cells
            start = places[column]
            for kind, values in notes:
                writer.remark(kind, start, start + len(written.get(column, "")), **values)


def _goal(written: dict[int, str]) -> int | None:
    """The column of a row's numbered text: that of a goal; None in other rows."""
    return min((place for place, text in written.items() if _NUMBERED.match(text)), default=None)


def _given_away(grid: Grid, row: int, table: Table) -> Iterator[tuple[int, Note]]:
    """What a goal's cells give away: a figure that is text, a percentage that is a plain number, a hidden column."""
    written = grid.cells[row]
    first = _goal(written)
    if first is None:
        return
    for column in sorted(grid.hidden_columns & written.keys()):
        if (table.first, column) not in grid.told:
            grid.told.add((table.first, column))
            yield column, Note("oculta_columna", {"column": letters(column), "sheet": grid.name})
    for column, text in written.items():
        sort = grid.sorts[row, column]
        title = table.titles[column - 1] if column <= len(table.titles) else ""
        if column > first and sort == "s" and _FIGURE.fullmatch(text):
            yield column, Note("texto_como_numero", {"text": text})
        if column > first and sort == "n" and _PERCENT_TITLE.search(title) and text.strip("0.,"):
            yield column, Note("porcentaje_sin_formato", {"text": text})


def _belongs(written: dict[int, str], row: int, table: Table) -> bool:
    """Whether a row is one of the table's: wide, or a numbered goal, and inside of it."""
    if row > table.last or not written:
        return False
    if not table.known.issuperset(written):
        return False
    numbered = any(map(_NUMBERED.match, written.values()))
    return len(written) >= WIDE or numbered or _heading(written)


def _heading(written: dict[int, str]) -> bool:
    return bool(anchors(list(written.values())))


def _tables(grid: Grid, above: Table | None) -> list[Table]:
    """The tables, each from its heading; wide rows before the first heading go on with the table above."""
    rows = sorted(grid.cells)
    firm = [row for row in rows if len(grid.cells[row]) >= WIDE or any(map(_NUMBERED.match, grid.cells[row].values()))]
    marks = [row for row in rows if anchors(list(grid.cells[row].values()))]
    firsts = [_top(grid, mark) for mark in marks]
    found = []
    headless = [row for row in firm if not firsts or row < firsts[0]]
    if headless and max(len(grid.cells[row]) for row in headless) >= WIDE:
        found.append(_headless(grid, headless, above))
    for first, mark, following in zip(firsts, marks, [*firsts, None][1:], strict=True):
        inside = [row for row in firm if first <= row and (following is None or row < following)]
        found.append(_table(grid, first, inside[-1], mark))
    return found


def _headless(grid: Grid, rows: list[int], above: Table | None) -> Table:
    """A table without the form's heading: it has the columns of the table above if it fits into them, else its own."""
    last = max(max((grid.ends.get(row, 0), *grid.cells[row])) for row in rows)
    if above is not None and above.columns and last <= above.columns[-1]:
        return above._replace(first=rows[0], last=rows[-1])
    return Table(rows[0], rows[-1], tuple(range(1, last + 1)), (), frozenset(range(1, last + 1)))


def _top(grid: Grid, mark: int) -> int:
    """The first line of the heading that ends in row `mark`: the lines right above that are wide."""
    top = mark
    while top > mark - 4 and len(grid.cells.get(top - 1, {})) >= WIDE:
        top -= 1
    return top


def _table(grid: Grid, first: int, last: int, mark: int) -> Table:
    """The table's columns are those in which something is written, and the framed ones behind the last of them."""
    own = [grid.cells[row] for row in range(first, last + 1) if row in grid.cells]
    firm = [cells for cells in own if len(cells) >= WIDE or any(map(_NUMBERED.match, cells.values()))]
    used = sorted({column for cells in firm for column in cells})
    end = max((grid.ends.get(row, 0) for row in range(first, mark + 1)), default=0)
    if not used:
        return Table(first, last, (), (), frozenset())
    headed = max(column for row in range(first, mark + 1) for column in grid.cells.get(row, {0: ""}))
    beside = next((column for column in used if column > headed and column - 1 not in used), used[-1] + 1)
    own_columns = [column for column in used if column < beside]
    columns = (*own_columns, *range(own_columns[-1] + 1, min(end + 1, beside)))
    heading = [[grid.cells.get(row, {}).get(column, "") for column in columns] for row in range(first, mark + 1)]
    said = dict(zip(columns, titles(heading), strict=True))
    known = tuple(said.get(column, "") for column in range(1, columns[-1] + 1))
    return Table(first, last, columns, known, frozenset((*columns, *used)))

"""Find the table of a file whose form nobody knows: lines of titles with rows of texts and figures below.

    ACCION⇥UNIDAD⇥AVANCE                    three titles; AVANCE stands over four columns
    ⇥⇥Ene-Mar⇥⇥Abr-Jun                      Ene-Mar stands over two of them
    ⇥⇥Programado⇥Realizado⇥Programado⇥…
    100.- SESIONAR⇥SESION⇥1⇥1⇥1

The path of the third column is AVANCE, Ene-Mar, Programado.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.authoring.drafting.rows import Row, is_figure
from poa_lint.core.text import folded, squashed

MAX_DEPTH: Final = 5
"""Lines of a heading."""
MAX_BETWEEN: Final = 2
"""Lines without cells between a heading and the first row: blank ones, and subtitles."""
MAX_ROWS: Final = 400
"""Rows of a table that its columns are told by."""
MAX_COLUMNS: Final = 120
"""Columns of a form. A heading of more is none."""
_SAME: Final = 0.75
"""The part of a heading's titles that another one shares which was misread."""
_LETTERHEAD: Final = re.compile(
    r"ayuntamiento|gobierno|municipio|programa operativo|avance fisico|informe|evaluacion|formato|presupuesto basado"
    r"|\b[a-z]{2,6}-[a-z]{0,4}-?\d"
)
SUBTITLES: Final = (
    "COMPONENTE", "OBJETIVO", "PROYECTO", "SUBPROGRAMA", "SUBPROYECTO", "ACTIVIDAD", "ACTIVIDADES", "PROGRAMA",
)  # fmt: skip
"""Words that open lines between goals."""
_CAPTION: Final = 4
"""Words of a line above a table that names it."""
_DATE: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d")
_RECORD: Final = 2
"""Columns of dates by which a line is a record of its own."""


class OutOfReach(Exception):
    """A file of which no form can be drafted; `kind` is a key of the languages' `form-new.no` table."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Table(NamedTuple):
    """A table: the lines of its heading, its rows of goals, totals and subtitles, and where it begins and ends.

    `paths` are the titles of its columns, from the top line of the heading down; `columns` their indexes in a line.
    """

    heading: tuple[Row, ...]
    goals: tuple[Row, ...]
    totals: tuple[str, ...]
    subtitles: tuple[str, ...]
    start: int
    end: int

    @property
    def titles(self) -> list[str]:
        """All its titles, squashed."""
        return [squashed(cell) for row in self.heading for cell in row.cells if cell]

    @property
    def width(self) -> int:
        """Its columns, from the first cell of a line to the last one with a title."""
        return max(row.filled[-1] for row in self.heading) + 1

    def values(self, index: int) -> list[str]:
        """The cells of a column, from the top down."""
        return [row.cells[index] if index < len(row.cells) else "" for row in self.goals[:MAX_ROWS]]


def find(rows: Sequence[Row]) -> Table:
    """The one table of a text, with the rows of all its pages. Raises OutOfReach for none, for two and for others."""
    groups: list[list[Table]] = []
    for table in _tables(rows):
        own = next((group for group in groups if _alike(group[0], table)), None)
        if own is None:
            groups.append([table])
        else:
            own.append(table)
    if not groups:
        raise OutOfReach("table")
    main = max(groups, key=lambda group: sum(len(table.goals) for table in group) * group[0].width)
    count = sum(len(table.goals) for table in main)
    if any(20 * sum(len(table.goals) for table in group) >= count for group in groups if group is not main):
        raise OutOfReach("two")
    if _captions_differ(rows, main):
        raise OutOfReach("two")
    whole = main[0]._replace(
        goals=tuple(row for table in main for row in table.goals),
        totals=tuple(dict.fromkeys(word for table in main for word in table.totals)),
        subtitles=tuple(dict.fromkeys(word for table in main for word in table.subtitles)),
    )
    dated = sum(_is_dated(whole.values(index)) for index in range(whole.width))
    if dated >= _RECORD:
        raise OutOfReach("record")
    return whole


def _tables(rows: Sequence[Row]) -> Iterator[Table]:
    """The tables of a text, each with its own heading."""
    index = 0
    while index < len(rows):
        heading = _heading(rows, index) if rows[index].is_goal else ()
        if not heading:
            index += 1
            continue
        table = _table(rows, heading, index)
        yield table
        index = max(table.end, index + 1)


def _heading(rows: Sequence[Row], first: int) -> tuple[Row, ...]:
    """The lines of titles above the first row of a table; none where there are not three columns with a title."""
    index = first - 1
    for _ in range(MAX_BETWEEN):
        if index >= 0 and len(rows[index].filled) < 2 and not (rows[index].filled and rows[index].filled[0]):
            index -= 1
        elif (
            index >= 0
            and rows[index].counts
            and rows[index].figures == len(rows[index].filled)
            and rows[index].cells[0]
        ):
            index -= 1  # a line with the numbers of the columns
    found: list[Row] = []
    gap = 0
    while index >= 0 and len(found) < MAX_DEPTH and gap < 2:
        row = rows[index]
        if not row.filled:
            gap += bool(found) or 2
        elif row.is_titles and not (gap and len(row.filled) < 2):
            found.insert(0, row)
            gap = 0
            if len(row.filled) > 2 and row.filled[0] == 0 and not _goes_up(rows, index):
                break
        else:
            break
        index -= 1
    while found and _is_letterhead(found[0]):
        del found[0]
    columns = {column for row in found for column in row.filled}
    fits = columns and rows[first].filled[-1] <= max(columns) + 1
    return tuple(found) if len(columns) >= 3 and len(columns) <= MAX_COLUMNS and fits else ()


def _goes_up(rows: Sequence[Row], index: int) -> bool:
    """True if the line above a line of titles that begins in the first cell is one of the same heading."""
    above = rows[index - 1] if index else None
    return above is not None and above.is_titles and not _is_letterhead(above)


def _is_letterhead(row: Row) -> bool:
    """True for a lone cell that is set in the middle above a table."""
    if len(row.filled) > 1:
        return False
    return len(row.first) > 60 or ":" in row.first or _LETTERHEAD.search(folded(row.first)) is not None


def _table(rows: Sequence[Row], heading: tuple[Row, ...], first: int) -> Table:
    """The table below a heading: its rows up to the signatures, a label, or the next heading."""
    width = max(row.filled[-1] for row in heading) + 1
    top = squashed(heading[0].line[:1000])
    goals: list[Row] = []
    totals: list[str] = []
    between: list[Row] = []
    subtitles: list[str] = []
    index = first
    while index < len(rows):
        row = rows[index]
        if row.is_total and row.filled:
            totals.append(row.first)
        elif (
            row.is_signed or (row.is_label and not row.is_goal) or (row.is_titles and squashed(row.line[:1000]) == top)
        ):
            break
        elif (row.is_goal or (row.is_numbered and len(row.filled) > 2)) and row.filled[-1] <= width:
            subtitles += [_opening(line.first) for line in between]
            between.clear()
            goals.append(row)
        elif row.is_titles and len(row.filled) > 2 and _opens(rows, index):
            break
        elif len(row.filled) in (1, 2) and len(row.first) < 300:
            between.append(row)
        index += 1
    return Table(
        heading, tuple(goals), tuple(map(_opening, totals)), tuple(_subtitles(subtitles)), heading[0].number, index
    )


def _opens(rows: Sequence[Row], index: int) -> bool:
    """True if a line of titles stands apart from the rows above and has its own below."""
    below = [row for row in rows[index + 1 : index + 2 + MAX_DEPTH] if row.filled]
    apart = index == 0 or not rows[index - 1].is_goal
    goal = next((number for number, row in enumerate(below) if row.is_goal), None)
    return apart and goal is not None and all(row.is_titles or len(row.filled) == 1 for row in below[:goal])


def _subtitles(words: Sequence[str]) -> list[str]:
    """The words that open subtitles: those that offices use, and those that open several lines."""
    return [word for word in dict.fromkeys(words) if word in SUBTITLES or (word and words.count(word) > 1)]


def _opening(text: str) -> str:
    """The first word of a line that is no goal's: `COMPONENTE` of `COMPONENTE 1: Ingresos`."""
    match = re.match(r"[^\W\d_]{3,30}", text)
    return match[0].upper() if match else ""


def _alike(table: Table, other: Table) -> bool:
    """True if two headings are the same, a few titles misread."""
    own, others = table.titles, other.titles
    if own == others:
        return True
    shared = len(set(own) & set(others))
    return abs(table.width - other.width) <= 1 and shared >= _SAME * max(len(set(own)), len(set(others)))


def _captions_differ(rows: Sequence[Row], tables: Sequence[Table]) -> bool:
    """True if the second table of a page has the first one's heading and another caption: goals that go, and come."""
    if len(tables) < 2:
        return False
    first, second = tables[:2]
    signed = any(row.is_signed or row.is_label for row in rows[first.end : second.start])
    captions = [_caption(rows, table) for table in (first, second)]
    return not signed and all(captions) and captions[0] != captions[1]


def _caption(rows: Sequence[Row], table: Table) -> str:
    """The sentence right above a table; empty where there is none."""
    above = rows[table.start - 1] if table.start else None
    if above is None or len(above.filled) != 1 or len(above.first.split()) < _CAPTION:
        return ""
    return squashed(above.first)


def _is_dated(values: Sequence[str]) -> bool:
    filled = [value for value in values if value]
    return bool(filled) and 2 * sum(_DATE.fullmatch(value) is not None for value in filled) > len(filled)


def paths(table: Table) -> dict[int, tuple[str, ...]]:
    """The titles over each column that has any, from the top line of the heading down."""
    width = table.width
    lines = [[row.cells[index] if index < len(row.cells) else "" for index in range(width)] for row in table.heading]
    owners = [[-1] * width for _ in lines]
    for level, line in enumerate(lines):
        last = -1
        for index in range(width):
            if line[index]:
                same = last >= 0 and line[index] == line[last] and level + 1 < len(lines)
                if not (same and _under_one(owners, level, last, index)):
                    last = index
                owners[level][index] = last
            elif last >= 0 and _covers(lines, owners, level, last, index):
                owners[level][index] = last
            else:
                last = -1 if last >= 0 and not _under_one(owners, level, last, index) else last
    found: dict[int, tuple[str, ...]] = {}
    for index in range(width):
        path = [lines[level][owner] for level in range(len(lines)) if (owner := owners[level][index]) >= 0]
        path = [title for at, title in enumerate(path) if at == 0 or title != path[at - 1]]
        if path:
            found[index] = tuple(path)
    return found


def _covers(
    lines: Sequence[Sequence[str]], owners: Sequence[Sequence[int]], level: int, owner: int, index: int
) -> bool:
    """True if the title in the column `owner` of a line stands over the column `index`, which has none there."""
    below = range(level + 1, len(lines))
    has_lower = any(lines[lower][index] for lower in below) and any(lines[lower][owner] for lower in below)
    return has_lower and _under_one(owners, level, owner, index)


def _under_one(owners: Sequence[Sequence[int]], level: int, left: int, right: int) -> bool:
    """True if the same titles stand over two columns in all lines above one."""
    return all(owners[above][left] == owners[above][right] for above in range(level))


def has_text(values: Sequence[str]) -> bool:
    """True if a cell of a column has words."""
    return any(value and not is_figure(value) for value in values)

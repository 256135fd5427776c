"""Put the lines below an unruled table's heading into rows, one for each goal.

A goal begins where its number stands. Its other cells may stand higher or lower than its text: `bands` tells which
lines are its row's. The lines above the first row are rests of the heading, or of a row that began on the page before::

                             ANUAL                       <- the heading's last line
    100                             Se celebró           goal 1 has the lines from 100 to 116
    108  1.- Celebrar sesiones  12  una sesión
    116                             más.
    124  2.- Publicar actas      4
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from poa_lint.documents.geometry import formed
from poa_lint.documents.geometry.bands import Body, Columns, bands, surely
from poa_lint.documents.geometry.layout import Layout
from poa_lint.documents.geometry.lines import Row, Word, box
from poa_lint.documents.geometry.parts import Cell, Part
from poa_lint.documents.places import Box

_NUMBERED: Final = re.compile(r"\d{1,6}\s*[.\-]+\s*[^\W\d]?")
"""A goal's number, `12.-`, or a code."""
_GOAL: Final = re.compile(r"\d{1,6}\s*[.\-]+(?!\d)")
"""A goal's number and no code (`4.6.1`)."""
_NUMBER: Final = re.compile(r"[A-Za-z]?\d[\w.\-]*")
"""A goal's number in a column of its own."""

_OPENING: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){1,3}[.,;]?\s+){0,6}\d{1,6}\s*\.-")
"""A line that begins with a goal's number as the form has it, `12.-`, behind codes or none."""


class Goal(NamedTuple):
    """The words of a row and its top; `doubtful` if lines at its edge may belong to a neighbour."""

    top: float
    words: list[Word]
    doubtful: bool = False


class Stretch(NamedTuple):
    """The lines of a table on one page: `headed` if they have its heading above them.

    The table `follows` if its last row may have begun on the page before, and `goes_on` if it may end on the next.
    """

    headed: bool
    follows: bool
    goes_on: bool


class Goals(NamedTuple):
    """The lines below a heading: those above the first row, the rows, and those that stand apart from every row."""

    above: list[Row]
    rows: list[Goal]
    strays: list[Row]


def add_goals(found: Goals, layout: Layout, part: Part) -> list[Row | Part]:
    """Add rows to `part`, below its last one; return it with everything behind it.

    A line that stands apart from every goal stays a free line: it ends the part, and another begins behind it.
    """
    blocks: list[Row | Part] = [part]
    strays = found.strays
    row = part.last
    words = [goal.words for goal in found.rows]
    cells = [None] * len(words) if layout.form is None else formed.cells(words, layout)
    for goal, own in zip(found.rows, cells, strict=True):
        above = [stray for stray in strays if stray.y < goal.top]
        if above:
            strays = [stray for stray in strays if stray not in above]
            part = Part(part.page, goal.top - 1, edges=layout.edges)
            blocks += [*above, part]
            row = 0
        row += 1
        _add_row(
            part, row, goal._replace(doubtful=goal.doubtful or (layout.form is not None and own is None)), layout, own
        )
    return [block for block in [*blocks, *strays] if isinstance(block, Row) or block.cells]


def _add_row(part: Part, row: int, goal: Goal, layout: Layout, cells: formed.Cells | None) -> None:
    """Add a row with the words of each column, by `cells` if these are known, else by the edges alone."""
    by_column: dict[int, list[Word]] = {column: [*words] for column, words in (cells or {}).items()}
    for word in goal.words if cells is None else ():
        by_column.setdefault(layout.column(word), []).append(word)
    covered = box(goal.words)
    for column in range(len(layout.edges) - 1):
        own = tuple(by_column.get(column, ()))
        left, right = layout.edges[column], min(layout.edges[column + 1], max(covered[2], layout.edges[column] + 1))
        cell_box: Box = box(own) if own else (left, covered[1], right, covered[3])
        part.cells[row, column + 1] = Cell(own, cell_box)
    if goal.doubtful:
        part.doubts[row] = " ".join(word.text for word in goal.words if layout.column(word) in layout.doubted)


def find_goals(body: Sequence[Row], layout: Layout, on: Stretch) -> Goals:
    """The rows in the lines `body`. Lines above the first goal of a page without a heading are a row's rest."""
    numbered = _goal_column(body, layout) if layout.goal is None else layout.goal
    starts, strays = _starts(body, layout, numbered)
    lines = [row for row in body if row not in strays]
    if not starts:
        columns = {layout.column(word) for row in body for word in row.words}
        # The rest of one cell of the page before; a line of the page's own covers several columns.
        is_rest = not on.headed and len(columns) == 1 and min(columns) >= layout.first
        return Goals([], [goal_of(body)], []) if is_rest else Goals([], [], [*body])
    columns_of = Columns([[layout.column(word) for word in row.words] for row in lines], numbered, layout.figures)
    indexes = [lines.index(row) for row in starts]
    parts = indexes[:1] if not _begins_goal(starts[0], layout, numbered) else []
    parts += indexes[-1:] if on.goes_on else []
    all_lines = Body(lines, columns_of, indexes, parts=frozenset(parts), follows=on.follows)
    found = bands(all_lines, _breaks(lines, strays))
    found = found if layout.form is None else surely(all_lines, found, layout.text)
    rows = [goal_of(lines[low:high], doubtful=doubtful) for low, high, doubtful in found]
    above = lines[: found[0].low]
    if above and not on.headed:
        return Goals([], [goal_of(above), *rows], strays)
    return Goals(above, rows, strays)


def run_together(found: Goals, body: Sequence[Row]) -> bool:
    """True if a row has the lines of several goals: more than one of them opens with a number, behind codes or none.

    Then an edge between columns of text was taken for another, and nobody knows where the cells of a row end.
    """
    opening = {row.y for row in body if _OPENING.match(row.text)}
    return any(len(opening.intersection(word.y for word in goal.words)) > 1 for goal in found.rows)


def goal_of(lines: Sequence[Row], *, doubtful: bool = False) -> Goal:
    """The row of all words in some lines."""
    return Goal(min(row.y - row.size for row in lines), [word for row in lines for word in row.words], doubtful)


def _breaks(lines: Sequence[Row], strays: Sequence[Row]) -> list[int]:
    """The indexes of lines that have a line above that stands apart from every goal."""
    return [
        index
        for index, (above, below) in enumerate(pairwise(lines), 1)
        if any(above.y < stray.y < below.y for stray in strays)
    ]


def _goal_column(body: Sequence[Row], layout: Layout) -> int:
    """The index of the column in which most goals' numbers begin; 1 for a body without any."""
    counts: dict[int, int] = {}
    for row in body:
        for index, word in enumerate(row.words):
            if _NUMBERED.match(_two_words(row, index)) and layout.column(word) < layout.first:
                column = layout.column(word)
                begins = index == 0 or layout.column(row.words[index - 1]) != column
                if begins and _GOAL.match(_two_words(row, index)):
                    counts[column] = counts.get(column, 0) + 1
    return max(counts, key=lambda column: counts[column], default=1)


def _two_words(row: Row, index: int) -> str:
    """The word at `index` and the next one, in which a goal's number and its text may stand apart."""
    return " ".join(word.text for word in row.words[index : index + 2])


def _starts(body: Sequence[Row], layout: Layout, column: int) -> tuple[list[Row], list[Row]]:
    """The lines in which the goals' texts begin, which stand in `column`, and those that a gap sets apart from them.

    The first line of text begins one also without a number: it is the rest of one from the page before.
    """
    starts: list[Row] = []
    strays: list[Row] = []
    last = 0.0
    pitch = _pitch(body, layout, column)
    for row in body:
        if all(layout.column(word) != column for word in row.words):
            continue
        if _begins_goal(row, layout, column) or not (starts or strays or layout.numbers):
            starts.append(row)
        elif not starts or layout.numbers or row.y - last > 1.45 * pitch:
            strays.append(row)
            continue
        last = row.y
    return starts, strays


def _begins_goal(row: Row, layout: Layout, column: int) -> bool:
    own = [word.text for word in row.words if layout.column(word) == column]
    if layout.numbers:
        return len(own) == 1 and _NUMBER.fullmatch(own[0]) is not None
    return _GOAL.match(" ".join(own[:2])) is not None


def _pitch(body: Sequence[Row], layout: Layout, column: int) -> float:
    """The distance in points between two lines of a goal's text: the lower quartile of those in its column."""
    ys = [row.y for row in body if any(layout.column(word) == column for word in row.words)]
    steps = sorted(below - above for above, below in pairwise(ys) if below - above > 2)
    return steps[len(steps) // 4] if steps else 12.0

"""Put the lines below an unruled table's heading into rows, one for each goal.

A goal begins where its number stands. Its other cells may stand higher or lower than its text, so each column is cut
into runs of evenly spaced lines, and a run goes to the goal beside whose text it stands::

    y    METAS                    OBSERVACIONES
    100  1.- Celebrar sesiones                       goal 1 stands from 100 to 124, goal 2 from 136 to 136
    112  ordinarias del           Se celebró         the run of 112 and 124 goes to goal 1,
    124  cabildo                  una sesión         the run of 136 to goal 2
    136  2.- Publicar actas       Se publicaron
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from poa_lint.documents.geometry.layout import Layout
from poa_lint.documents.geometry.lines import Row, Word, box, rows
from poa_lint.documents.geometry.parts import Cell, Part
from poa_lint.documents.places import Box

_NUMBERED: Final = re.compile(r"\d{1,6}\s*[.\-]+\s*[^\W\d]?")
"""A goal's number, `12.-`, or a code."""
_GOAL: Final = re.compile(r"\d{1,6}\s*[.\-]+(?!\d)")
"""A goal's number and no code (`4.6.1`)."""

_Extent = tuple[float, float]
"""The top and the last baseline of a goal's text."""


def is_goal(row: Row, left: float) -> bool:
    """True if a goal's number stands in a line, left of the coordinate `left`."""
    return any(_NUMBERED.match(_two_words(row, index)) and word.x < left for index, word in enumerate(row.words))


def add_goals(body: Sequence[Row], layout: Layout, part: Part) -> list[Row | Part]:
    """Add the goals in the lines `body` to `part`, below its last row; return it with everything behind it.

    A line that stands apart from every goal stays a free line: it ends the part, and another begins behind it.
    """
    blocks: list[Row | Part] = [part]
    goals, strays = _cut(body, layout, continued=not part.cells)
    row = part.last
    for top, words in goals:
        above = [stray for stray in strays if stray.y < top]
        if above:
            strays = [stray for stray in strays if stray not in above]
            part = Part(part.page, top - 1, edges=layout.edges)
            blocks += [*above, part]
            row = 0
        row += 1
        _add_row(part, row, words, layout)
    return [block for block in [*blocks, *strays] if isinstance(block, Row) or block.cells]


def _add_row(part: Part, row: int, words: Sequence[Word], layout: Layout) -> None:
    by_column: dict[int, list[Word]] = {}
    for word in words:
        by_column.setdefault(layout.column(word), []).append(word)
    covered = box(words)
    for column in range(len(layout.edges) - 1):
        own = tuple(by_column.get(column, ()))
        left, right = layout.edges[column], min(layout.edges[column + 1], max(covered[2], layout.edges[column] + 1))
        cell_box: Box = box(own) if own else (left, covered[1], right, covered[3])
        part.cells[row, column + 1] = Cell(own, cell_box)


def _cut(body: Sequence[Row], layout: Layout, *, continued: bool) -> tuple[list[tuple[float, list[Word]]], list[Row]]:
    """The words of each goal with its top, and the lines that stand apart from every goal.

    If the page continues a table (`continued`), a run above the first goal that has another one of its own in that
    column is the rest of the page before, and comes first.
    """
    numbered = _goal_column(body, layout)
    extents, strays = _extents(body, layout, numbered)
    if not extents:
        words = [word for row in body for word in row.words]
        columns = {layout.column(word) for word in words}
        # The rest of one cell of the page before; a line of the page's own covers several columns.
        is_rest = continued and len(columns) == 1 and min(columns) >= layout.first
        return ([(body[0].y, words)], []) if is_rest else ([], list(body))
    rest: list[Word] = []
    goals: list[list[Word]] = [[] for _ in extents]
    for column in range(len(layout.edges) - 1):
        words = [word for row in body if row not in strays for word in row.words if layout.column(word) == column]
        runs = _runs(words, extents)
        first = [run for run in runs if _nearest(run, extents) == 0]
        if continued and len(first) > 1 and box(first[0])[3] <= extents[0][0]:
            rest += first[0]
            runs.remove(first[0])
        for run in runs:
            goals[_nearest(run, extents)] += run
    tops = [body[0].y, *(extent[0] for extent in extents)]
    return [(top, words) for top, words in zip(tops, [rest, *goals], strict=True) if words], strays


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


def _extents(body: Sequence[Row], layout: Layout, column: int) -> tuple[list[_Extent], list[Row]]:
    """The extent of each goal's text, which stands in `column`, and the lines that a gap sets apart from it."""
    extents: list[_Extent] = []
    strays: list[Row] = []
    pitch = _pitch(body, layout, column)
    for row in body:
        own = [word for word in row.words if layout.column(word) == column]
        if not own:
            continue
        starts = _GOAL.match(" ".join(word.text for word in own[:2]))
        if starts or not (extents or strays):
            extents.append((row.y - own[0].size, row.y))
        elif extents and row.y - extents[-1][1] <= 1.45 * pitch:
            extents[-1] = (extents[-1][0], row.y)
        else:
            strays.append(row)
    return extents, strays


def _pitch(body: Sequence[Row], layout: Layout, column: int) -> float:
    """The distance in points between two lines of a goal's text: the lower quartile of those in its column."""
    ys = [row.y for row in body if any(layout.column(word) == column for word in row.words)]
    steps = sorted(below - above for above, below in pairwise(ys) if below - above > 2)
    return steps[len(steps) // 4] if steps else 12.0


def _runs(words: Sequence[Word], extents: Sequence[_Extent]) -> list[list[Word]]:
    """A column's words in runs: the lines of one cell are evenly spaced, the next cell's stand a little further off.

    Two lines beside the first lines of two goals are never one cell's, however close goals of a single line stand.
    """
    lines = rows(words)
    steps = [below.y - above.y for above, below in pairwise(lines)]
    beside = [_beside(line, extents) for line in lines]
    runs: list[list[Word]] = []
    for index, line in enumerate(lines):
        even = index > 0 and steps[index - 1] <= 1.08 * min(_line_steps(steps, line.size), default=0)
        if even and (None in beside[index - 1 : index + 1] or beside[index - 1] == beside[index]):
            runs[-1] += line.words
        else:
            runs.append([*line.words])
    return runs


def _beside(line: Row, extents: Sequence[_Extent]) -> int | None:
    """The index of the goal beside whose first line a line stands."""
    near = (index for index, (top, _) in enumerate(extents) if abs(top + line.size - line.y) < 0.35 * line.size)
    return next(near, None)


def _line_steps(steps: Sequence[float], size: float) -> list[float]:
    """Those of the distances between lines that are usual within a cell, for print of that size."""
    return [step for step in steps if 0.9 * size <= step <= 1.6 * size]


def _nearest(run: Sequence[Word], extents: Sequence[_Extent]) -> int:
    """The index of the goal to which a run belongs: the one that shares most height with it, else the nearest."""
    covered = box(run)
    middle = (covered[1] + covered[3]) / 2
    gaps = [max(low, covered[1]) - min(high, covered[3]) for low, high in extents]
    return min(range(len(extents)), key=lambda index: (min(gaps[index], 0.0), abs(sum(extents[index]) / 2 - middle)))

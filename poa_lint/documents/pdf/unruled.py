"""Tables without rulings: the heading's P A P A … and words say where columns are, the goals' numbers where rows."""

import re
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise
from typing import Final, NamedTuple

from poa_lint.documents.pdf.lines import Row, Word, box, rows
from poa_lint.documents.pdf.parts import Cell, Part
from poa_lint.documents.places import Box

LEAST: Final = 8
"""Columns that a ruled table must have for a page to need no anchors."""
_NUMBERED: Final = re.compile(r"\d{1,6}\s*[.\-]+\s*[^\W\d]?")
_END: Final = re.compile(
    r"(?:elabor|revis|autoriz)[oó]\b|gobierno de|programa operativo|h?\.? ?ayuntamiento|unidad ejecutora|ramo\W",
    re.IGNORECASE,
)
_MAX_LINES: Final = 1000
"""Lines of one page; more than ever stood on paper are left as they are."""
_HIGH: Final = 4.2
"""How far, in sizes of print, the heading's words stand from the line of its P and A."""


class Layout(NamedTuple):
    """The columns of a table: the edges between them, the heading's words over each, where the anchors begin.

    `header` are the lines that stood above a table so far: where one of them comes again, a table has ended.
    """

    edges: tuple[float, ...]
    heading: tuple[tuple[Word, ...], ...]
    groups: tuple[tuple[Word, ...], ...]
    anchors: tuple[Word, ...]
    first: int
    header: frozenset[str]

    def column(self, word: Word) -> int:
        """The column, from 0, in which the middle of a word stands."""
        middle = (word.x + word.right) / 2
        return sum(edge <= middle for edge in self.edges[1:-1])


def blocks(lines: list[Row], layout: Layout | None, page: int) -> tuple[list[Row | Part], Layout | None]:
    """A page's lines, those of tables put into tables; and the columns, with which the next page may go on."""
    marks = [place for place, row in enumerate(lines) if _anchors(row)]
    if len(lines) > _MAX_LINES:
        return [*lines], None
    if not marks and layout is not None:
        ended = _end(lines, 0, len(lines), layout.header) < len(lines)
        return _going_on(lines, layout, page), None if ended else layout
    found: list[Row | Part] = []
    done = 0
    header = layout.header if layout is not None else frozenset[str]()
    for number, mark in enumerate(marks):
        top, start = _heading(lines, mark)
        next_top = _heading(lines, marks[number + 1])[0] if number + 1 < len(marks) else len(lines)
        before: list[Row | Part] = [*lines[done:top]]
        if layout is not None and not number:
            before = _going_on(lines[:top], layout, page)
        header |= {row.text for row in before if isinstance(row, Row)}
        end = _end(lines, start, next_top, header)
        layout = _layout(lines[top:start], lines[mark], lines[start:end], header)
        found += [*before, *_table(lines[start:end], layout, page, lines[top].y)]
        done = end
    return [*found, *lines[done:]], layout if marks and done == len(lines) else None


def _anchors(row: Row) -> list[Word]:
    """The P and A of a heading's last line: four or more in turn, and little else."""
    marks = [word for word in row.words if word.text in {"P", "A"}]
    said = "".join(word.text for word in marks)
    fits = len(said) >= 4 and said == ("PA" * len(said))[: len(said)] and 2 * len(marks) > len(row.words)
    return marks if fits else []


def _heading(lines: Sequence[Row], mark: int) -> tuple[int, int]:
    """Where the heading around a line of anchors begins, and where the goals begin."""
    anchor = lines[mark]
    size = anchor.size
    top = mark
    while top and lines[mark].y - lines[top - 1].y <= _HIGH * size and not _labelled(lines[top - 1]):
        top -= 1
    start = mark + 1
    left = _anchors(anchor)[0].x
    while start < len(lines) and not _goal(lines[start], left) and lines[start].y - anchor.y < 2.2 * size:
        start += 1
    if start == len(lines) or not _goal(lines[start], left):
        return top, mark + 1
    return top, _row_start(lines, mark + 1, start)


def _row_start(lines: Sequence[Row], low: int, start: int) -> int:
    """The first line of the first goal, whose figures may stand above its text."""
    while start > low and any(character.isdigit() for character in lines[start - 1].text):
        start -= 1
    return start


def _labelled(row: Row) -> bool:
    return bool(re.match(r"fecha|tmm|forma", row.text, re.IGNORECASE))


def _goal(row: Row, left: float) -> bool:
    """Whether a goal's number stands in a line, left of the figures."""
    return any(_NUMBERED.match(_spoken(row, place)) and word.x < left for place, word in enumerate(row.words))


def _spoken(row: Row, place: int) -> str:
    return " ".join(word.text for word in row.words[place : place + 2])


def _end(lines: Sequence[Row], start: int, limit: int, header: frozenset[str]) -> int:
    """The first line behind a table: a signature, or what stands above tables."""
    for place in range(start, limit):
        if _END.match(lines[place].text) or lines[place].text in header:
            return place
    return limit


def _layout(heading: Sequence[Row], anchor: Row, body: Sequence[Row], header: frozenset[str]) -> Layout:
    """The columns between the blocks of the heading's words; edges run where the goals leave most room."""
    marks = _anchors(anchor)
    left, right = marks[0].x - marks[0].size, marks[-1].right + marks[-1].size
    words = [word for row in heading for word in row.words if word not in marks]
    pitch = (marks[-1].x - marks[0].x) / max(len(marks) - 1, 1)
    groups = [word for word in words if left < (word.x + word.right) / 2 < right]
    outer = _blocks([word for word in words if word not in groups])
    before = [block for block in outer if box(block)[2] < left + pitch / 2]
    after = [block for block in outer if block not in before]
    columns = [*before, *([mark] for mark in marks), *after]
    extents = [(box(block)[0], box(block)[2]) for block in columns]
    printed = [(word.x, word.right) for row in body if not _END.match(row.text) for word in row.words]
    edges = [0.0]
    for place, ((_, end), (begin, _)) in enumerate(pairwise(extents)):
        inner = len(before) <= place < len(before) + len(marks) - 1
        edges.append((end + begin) / 2 if inner else _gutter(extents[place], extents[place + 1], printed))
    edges.append(10_000.0)
    heads, periods = tuple(map(tuple, columns)), tuple(map(tuple, _phrases(groups)))
    return Layout(tuple(edges), heads, periods, tuple(marks), len(before), header)


def _phrases(words: Sequence[Word]) -> list[list[Word]]:
    """A heading's words as the phrases of each line."""
    phrases: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (round(word.y), word.x)):
        if phrases and abs(phrases[-1][-1].y - word.y) < 2 and word.x - phrases[-1][-1].right < 0.42 * word.size:
            phrases[-1].append(word)
        else:
            phrases.append([word])
    return phrases


def _blocks(words: Sequence[Word]) -> list[list[Word]]:
    """A heading's words as the cells that they are: phrases that stand below each other."""
    found: list[list[Word]] = []
    for phrase in _phrases(words):
        low, high = phrase[0].x, phrase[-1].right
        over = [place for place, block in enumerate(found) if _overlap(box(block), low, high)]
        if over:
            found[over[0]].extend(phrase)
        else:
            found.append(list(phrase))
    return sorted(found, key=lambda block: box(block)[0])


def _overlap(block: Box, low: float, high: float) -> bool:
    """Whether a phrase stands above or below a block for a good part."""
    return min(high, block[2]) - max(low, block[0]) > 0.3 * min(high - low, block[2] - block[0])


def _gutter(one: tuple[float, float], other: tuple[float, float], printed: Sequence[tuple[float, float]]) -> float:
    """Where between the middles of two headings least is printed: in the run that is nearest to the room between the
    headings, the wider of two. A column that is blank here may have words on the next page.
    """
    low, high = (one[0] + one[1]) / 2, (other[0] + other[1]) / 2
    steps = max(int((high - low) / 1.0), 1)
    counts = [0] * (steps + 1)
    for left, right in printed:
        if right > low and left < high:
            for step in range(max(int(left - low), 0), min(int(right - low) + 1, steps) + 1):
                counts[step] += 1
    least = min(counts)
    runs = [(len(list(run)), empty) for empty, run in groupby(count == least for count in counts)]
    between, found = (one[1] + other[0]) / 2, []
    for (wide, empty), end in zip(runs, accumulate(wide for wide, _ in runs), strict=True):
        start, stop = low + end - wide, low + end
        point = min(max(between, start + wide / 4), stop - wide / 4)
        found += [(max(start - between, between - stop, 0.0), -wide, point)] if empty else []
    return min(found)[2]


def _table(body: Sequence[Row], layout: Layout, page: int, top: float) -> list[Row | Part]:
    """The heading with its goals, and what stands between them and belongs to none."""
    part = Part(page, top, edges=layout.edges)
    _head(part, layout)
    return _goals(body, layout, part)


def _head(part: Part, layout: Layout) -> None:
    first, anchors = layout.first, layout.anchors
    for place, words in enumerate(layout.heading):
        inner = first <= place < first + len(anchors)
        part.cells[3 if inner else 1, place + 1] = Cell(words, box(words))
    for words in layout.groups:
        alone = sum(abs(group[0].y - words[0].y) < 2 for group in layout.groups) == 1
        middle = (words[0].x + words[-1].right) / 2
        centres = {place: (anchors[place].x + _mate(anchors, place)) / 2 for place in range(0, len(anchors), 2)}
        pair = min(centres, key=lambda place: abs(centres[place] - middle))
        part.cells[1 if alone else 2, first + (0 if alone else pair) + 1] = Cell(words, box(words))


def _mate(anchors: Sequence[Word], place: int) -> float:
    """Where the A beside a P ends."""
    return anchors[min(place + 1, len(anchors) - 1)].right


def _going_on(lines: list[Row], layout: Layout, page: int) -> list[Row | Part]:
    """What a page without a heading of its own begins with: the rest of the table of the page before."""
    end = _end(lines, 0, len(lines), layout.header)
    if not lines[:end]:
        return [*lines]
    part = Part(page, lines[0].y - 1, edges=layout.edges)
    return [*_goals(lines[:end], layout, part), *lines[end:]]


def _goals(body: Sequence[Row], layout: Layout, part: Part) -> list[Row | Part]:
    """Put the goals' words into rows; a stray line that stands apart ends a part, and another begins behind it."""
    found: list[Row | Part] = [part]
    goals, strays = _cut(body, layout, continued=not part.cells)
    row = part.last
    for top, words in goals:
        between = [stray for stray in strays if stray.y < top]
        if between:
            strays = [stray for stray in strays if stray not in between]
            part = Part(part.page, top - 1, edges=layout.edges)
            found += [*between, part]
            row = 0
        row += 1
        _place(part, row, words, layout)
    return [one for one in [*found, *strays] if isinstance(one, Row) or one.cells]


def _place(part: Part, row: int, words: Sequence[Word], layout: Layout) -> None:
    held: dict[int, list[Word]] = {}
    for word in words:
        held.setdefault(layout.column(word), []).append(word)
    covered = box(words)
    for column in range(len(layout.edges) - 1):
        own = tuple(held.get(column, ()))
        left, right = layout.edges[column], min(layout.edges[column + 1], max(covered[2], layout.edges[column] + 1))
        corners: Box = box(own) if own else (left, covered[1], right, covered[3])
        part.cells[row, column + 1] = Cell(own, corners)


def _cut(body: Sequence[Row], layout: Layout, *, continued: bool) -> tuple[list[tuple[float, list[Word]]], list[Row]]:
    """The body's words goal by goal, each with its top, and the lines that stand apart.

    A goal begins where its number stands. Its other cells may be higher or lower than its text: each run of lines in a
    column goes to the goal beside whose text it stands, or to the nearest. On a page that goes on with a table, a run
    above the first goal that has its own in that column is the rest of the page before.
    """
    numbered = _column(body, layout)
    extents, strays = _extents(body, layout, numbered)
    if not extents:
        words = [word for row in body for word in row.words]
        below = {layout.column(word) for word in words}
        # What is left of one cell of the page before; a line of the page's own runs over several columns.
        alone = continued and len(below) == 1 and min(below) >= layout.first
        return ([(body[0].y, words)], []) if alone else ([], list(body))
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


def _column(body: Sequence[Row], layout: Layout) -> int:
    """The column in which the goals' numbers stand, mostly the second."""
    counts: dict[int, int] = {}
    for row in body:
        for place, word in enumerate(row.words):
            if _NUMBERED.match(_spoken(row, place)) and layout.column(word) < layout.first:
                column = layout.column(word)
                begins = place == 0 or layout.column(row.words[place - 1]) != column
                if begins and re.match(r"\d{1,6}\s*[.\-]+(?!\d)", _spoken(row, place)):
                    counts[column] = counts.get(column, 0) + 1
    return max(counts, key=lambda column: counts[column], default=1)


def _extents(body: Sequence[Row], layout: Layout, column: int) -> tuple[list[tuple[float, float]], list[Row]]:
    """From where to where each goal's text stands, and the lines that a gap sets apart from every goal."""
    extents: list[tuple[float, float]] = []
    strays: list[Row] = []
    pitch = _pitch(body, layout, column)
    for row in body:
        own = [word for word in row.words if layout.column(word) == column]
        if not own:
            continue
        starts = re.match(r"\d{1,6}\s*[.\-]+(?!\d)", " ".join(word.text for word in own[:2]))
        if starts or not (extents or strays):
            extents.append((row.y - own[0].size, row.y))
        elif extents and row.y - extents[-1][1] <= 1.45 * pitch:
            extents[-1] = (extents[-1][0], row.y)
        else:
            strays.append(row)
    return extents, strays


def _pitch(body: Sequence[Row], layout: Layout, column: int) -> float:
    """From line to line of a goal's text."""
    ys = [row.y for row in body if any(layout.column(word) == column for word in row.words)]
    steps = sorted(below - above for above, below in pairwise(ys) if below - above > 2)
    return steps[len(steps) // 4] if steps else 12.0


def _runs(words: Sequence[Word], extents: Sequence[tuple[float, float]]) -> list[list[Word]]:
    """A column's words in runs: the lines of one cell are evenly spaced, the next cell's are a little further.

    Two lines beside the first lines of two goals are never one cell's, however close goals of a single line stand.
    """
    lines = rows(words)
    steps = [below.y - above.y for above, below in pairwise(lines)]
    beside = [_beside(line, extents) for line in lines]
    runs: list[list[Word]] = []
    for place, line in enumerate(lines):
        even = place > 0 and steps[place - 1] <= 1.08 * min(_steps(steps, line.size), default=0)
        if even and (None in beside[place - 1 : place + 1] or beside[place - 1] == beside[place]):
            runs[-1] += line.words
        else:
            runs.append([*line.words])
    return runs


def _beside(line: Row, extents: Sequence[tuple[float, float]]) -> int | None:
    """The goal beside whose first line a line stands."""
    near = (place for place, (top, _) in enumerate(extents) if abs(top + line.size - line.y) < 0.35 * line.size)
    return next(near, None)


def _steps(steps: Sequence[float], size: float) -> list[float]:
    """The steps from line to line within a cell, of those that there are."""
    return [step for step in steps if 0.9 * size <= step <= 1.6 * size]


def _nearest(run: Sequence[Word], extents: Sequence[tuple[float, float]]) -> int:
    """The goal beside whose text a run stands: the one that it shares most height with, else the nearest."""
    covered = box(run)
    middle = (covered[1] + covered[3]) / 2
    apart = [max(low, covered[1]) - min(high, covered[3]) for low, high in extents]
    return min(range(len(extents)), key=lambda place: (min(apart[place], 0.0), abs(sum(extents[place]) / 2 - middle)))

"""Find the columns of a row's figures by where they stand, or say that it cannot be told.

A heading and its figures are aligned in one of three ways, and pages differ: figures may stand in the middle under
their heading, end at one edge or begin at one. The alignment of a page is the one in which its figures agree::

    P       A       P       A            P       A       P       A
       12      12       4                12      12      4
    2,080           2,444                2,080           2,444       <- the right edges agree; the left edges agree

Each alignment that the page may have puts a figure under a column. Where they differ, or a figure stands far from where
the others of its column do, several columns are possible for it. A figure that follows another word after a single
blank may have been pushed, or drawn near: there its neighbours are possible too. Of the ways to put a row's
figures under columns, in their order, there has to be exactly one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

_CENTRED: Final = 0.38
"""The part of the distance to the next column up to which a figure may stand beside the middle of its column."""
_BEFORE: Final = 0.12
_BEYOND: Final = 0.7
"""The same for figures aligned at an edge: how far the edge may stand on either side of the heading's middle."""
_LONGER: Final = 1.5
_AGREE: Final = 0.35
"""Blanks by which an alignment may fit worse than the best one and still be possible."""
_OPEN: Final = re.compile(r"[-+]?\d{1,3}(?:,\d{3})*(?:,\d{0,2}|(?<!,)\.)|[-+]?\d+\.")
"""The beginning of a figure that has no end: `23,36`, `1,694.`."""
_REST: Final = re.compile(r"\.\d+%?|%")
"""The rest of one that could end before it."""
_WHOLE: Final = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})*|\d+)(?:\.\d+)?%?")


class Token(NamedTuple):
    """A word of a row from `x` to `right`, in the line `y`; `near` if it follows another word after a single blank."""

    text: str
    x: float
    right: float
    y: float
    near: bool

    @property
    def middle(self) -> float:
        """The middle between its ends."""
        return (self.x + self.right) / 2


Mark = tuple[float, float]
"""The left and the right end of a column's heading."""
Placed = dict[int, Token]
"""A row's figures by the index of their column."""


class Column(NamedTuple):
    """The middle of a column's heading, the distances to its neighbours' on either side, half of its own width.

    Of two distances that differ much the longer one is counted as `_LONGER` times the other.
    """

    middle: float
    left: float
    right: float
    half: float

    def reach(self, step: float, part: float) -> float:
        """The distance from the middle up to which figures may stand: a part of the step, or as far as the heading."""
        return max(part * step, self.half if part > _BEFORE else 0.0)


def columns(marks: Sequence[Mark]) -> list[Column]:
    """The columns under headings, given from left to right."""
    middles = [(left + right) / 2 for left, right in marks]
    steps = [after - before for before, after in pairwise(middles)]
    halves = [(right - left) / 2 for left, right in marks]
    result = []
    for middle, left, right, half in zip(middles, [steps[0], *steps], [*steps, steps[-1]], halves, strict=True):
        most = _LONGER * min(left, right)
        result.append(Column(middle, min(left, most), min(right, most), half))
    return result


def placed(rows: Sequence[Sequence[Token]], marks: Sequence[Mark], blank: float) -> list[Placed | None]:
    """The figures of each row by column; None for a row of which more or less than one way is possible.

    `marks` are the headings of the columns, two or more, and `blank` is the width of a blank.
    """
    under = columns(marks)
    whole = [merged(row, blank) for row in rows]
    page = _Page(under, [word for row in whole if row is not None for word in row], blank)
    return [None if row is None else page.row(row) for row in whole]


def merged(row: Sequence[Token], blank: float) -> list[Token] | None:
    """A row's figures with those joined that a narrow column broke in two (`23,36` above `3`).

    None where one is left that has no end.
    """
    words = sorted(row, key=lambda word: (word.y, word.x))
    result: list[Token] = []
    for word in words:
        above = next((index for index, other in enumerate(result) if _continues(other, word, blank)), None)
        if above is None:
            result.append(word)
        else:
            other = result[above]
            joined = other.text + word.text
            result[above] = other._replace(text=joined, right=max(other.right, word.right))
    return None if any(_OPEN.fullmatch(word.text) for word in result) else result


def _continues(above: Token, below: Token, blank: float) -> bool:
    """True if the figure `above` has no end and goes on in the line below, at the same edge or in the middle."""
    open_ended = _OPEN.fullmatch(above.text) or _REST.fullmatch(below.text)
    if above.y >= below.y or not open_ended or not _WHOLE.fullmatch(above.text + below.text):
        return False
    middles = abs(above.middle - below.middle)
    return min(abs(above.x - below.x), abs(above.right - below.right), middles) <= 1.2 * blank


class _Page:
    """The alignments that the figures of a page may have, and the columns that they put each figure under."""

    def __init__(self, under: Sequence[Column], words: Sequence[Token], blank: float) -> None:
        self.under, self.blank = under, blank
        groups = list(_groups(words, under))
        deviations = {name: _deviation(groups, edge) for name, edge in _EDGES.items()}
        least = min(deviations.values(), default=0.0)
        self.alignments = [name for name, value in deviations.items() if value <= least + _AGREE * blank]
        self.usual = self._usual(words)

    def _usual(self, words: Sequence[Token]) -> dict[tuple[str, int], float]:
        """The edge at which the figures of a column usually stand, by alignment and column."""
        edges: dict[tuple[str, int], list[float]] = {}
        for name in self.alignments:
            for word in words:
                edge = _EDGES[name](word, self.blank)
                if (column := self._nearest(name, edge)) is not None:
                    edges.setdefault((name, column), []).append(edge)
        return {key: median(values) for key, values in edges.items()}

    def _nearest(self, alignment: str, edge: float) -> int | None:
        """The column under whose heading an edge stands; None between two."""
        low, high = _RANGES[alignment]
        for index, column in enumerate(self.under):
            distance = edge - column.middle
            if -column.reach(column.left, low) <= distance <= column.reach(column.right, high):
                return index
        return None

    def row(self, words: Sequence[Token]) -> Placed | None:
        """The figures of a row by column, if there is exactly one way."""
        ordered = sorted(words, key=lambda word: (word.x, word.right))
        if len(ordered) > len(self.under):
            return None
        possible = [self._possible(word) for word in ordered]
        near = (before.y == word.y and word.near for before, word in pairwise(ordered))
        links = [
            self._link(before, word) if close else None
            for close, (before, word) in zip(near, pairwise(ordered), strict=True)
        ]
        ways = _ways(possible, links)
        if any(len(columns) != 1 for columns in ways):
            return None
        return {columns.pop(): word for columns, word in zip(ways, ordered, strict=True)}

    def _possible(self, word: Token) -> set[int]:
        """The columns that a figure may belong to by its place alone."""
        found = {self._column(name, word) for name in self.alignments}
        if len(found) == 1 and None not in found and not word.near:
            return {column for column in found if column is not None}
        left = sum(column.middle <= word.middle for column in self.under) - 1
        beside = {max(left, 0), min(left + 1, len(self.under) - 1)}
        return beside | {column for column in found if column is not None}

    def _column(self, alignment: str, word: Token) -> int | None:
        """The column of a figure in an alignment; None between two, and far from the others of its column."""
        edge = _EDGES[alignment](word, self.blank)
        index = self._nearest(alignment, edge)
        if index is None:
            return None
        far = abs(edge - self.usual[alignment, index]) > self.under[index].reach(min(self.under[index][1:3]), _CENTRED)
        return None if far else index

    def _link(self, before: Token, word: Token) -> Callable[[int, int], bool]:
        """The test of two columns for figures with a single blank between them: no column lies between.

        Only where the figures are so wide that they would come near over a blank column, it may.
        """
        wide = (before.right - before.x + word.right - word.x) / 2

        def fits(column: int, other: int) -> bool:
            room = self.under[other].middle - self.under[column].middle - wide
            return other == column + 1 or room < 2.5 * self.blank

        return fits


def _left(word: Token, blank: float) -> float:
    return word.x + blank / 2


def _middle(word: Token, _: float) -> float:
    return word.middle


def _right(word: Token, blank: float) -> float:
    return word.right - blank / 2


_EDGES: Final[dict[str, Callable[[Token, float], float]]] = {"left": _left, "middle": _middle, "right": _right}
"""The edge of a figure that is the same in all of a column, by alignment."""
_RANGES: Final = {"left": (_BEYOND, _BEFORE), "middle": (_CENTRED, _CENTRED), "right": (_BEFORE, _BEYOND)}
"""The parts of the distances to the neighbours, left and right, up to which that edge may stand from the middle."""


def _groups(words: Iterable[Token], under: Sequence[Column]) -> Iterator[list[Token]]:
    """The figures that stand under each other: those between two strips in which none is printed.

    Where a group covers several columns, it is cut between their middles.
    """
    group: list[Token] = []
    end = float("-inf")
    for word in sorted(words, key=lambda word: word.x):
        if group and word.x >= end:
            yield from _cut(group, under)
            group = []
        group.append(word)
        end = max(end, word.right)
    yield from _cut(group, under)


def _cut(group: Sequence[Token], under: Sequence[Column]) -> Iterator[list[Token]]:
    inside = [column.middle for column in under if group and group[0].x <= column.middle <= max(w.right for w in group)]
    if len(inside) < 2:
        yield list(group)
        return
    limits = [float("-inf"), *((before + after) / 2 for before, after in pairwise(inside)), float("inf")]
    for low, high in pairwise(limits):
        yield [word for word in group if low <= word.middle < high]


def _deviation(groups: Iterable[Sequence[Token]], edge: Callable[[Token, float], float]) -> float:
    """The mean distance of figures from the usual edge of those that they stand under."""
    distances = []
    for group in groups:
        edges = [edge(word, 0.0) for word in group]
        usual = median(edges) if edges else 0.0
        distances += [abs(value - usual) for value in edges]
    return sum(distances) / len(distances) if distances else 0.0


def _ways(possible: Sequence[set[int]], links: Sequence[Callable[[int, int], bool] | None]) -> list[set[int]]:
    """The columns that each figure has in any way to put all of them under columns in their order."""

    def follows(index: int, column: int, other: int) -> bool:
        link = links[index]
        return other > column and (link is None or link(column, other))

    ways = [set(columns) for columns in possible]
    for index in range(1, len(ways)):
        ways[index] = {
            other for other in ways[index] if any(follows(index - 1, column, other) for column in ways[index - 1])
        }
    for index in range(len(ways) - 2, -1, -1):
        ways[index] = {
            column for column in ways[index] if any(follows(index, column, other) for other in ways[index + 1])
        }
    return ways

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

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from poa_lint.documents.geometry.wrapped import Token, merged, parted

_CENTRED: Final = 0.38
"""The part of the distance to the next column up to which a figure may stand beside the middle of its column."""
_BEFORE: Final = 0.12
_BEYOND: Final = 0.95
"""The same for figures aligned at an edge: how far the edge may stand on either side of the heading's middle."""
_LONGER: Final = 1.5
_AGREE: Final = 0.35
_CLEARLY: Final = 1.2
"""Blanks by which an alignment may fit worse than the best one and still be possible: figures, and headings."""
_WIDE: Final = 3
"""Blanks; of a heading as narrow as a figure all edges are the figure's."""

_FARTHER: Final = 3.0
"""How many times as far as the nearest column another one has to be to have no part in a figure."""
_TOUCHING: Final = 1.5
"""Blanks between the places of two figures below which they may touch."""

Mark = tuple[float, float]
"""The left and the right end of a column's heading."""
Placed = dict[int, Token]
"""A row's figures by the index of their column."""


class Column(NamedTuple):
    """The middle of a column's heading, the distances to its neighbours' on either side, half of its own width."""

    middle: float
    left: float
    right: float
    half: float

    def holds(self, alignment: str, edge: float) -> bool:
        """True if figures of such an alignment may have their edge at a place and belong to the column."""
        low, high = _RANGES[alignment]
        left, right = self.left, self.right
        if alignment == "middle":  # of two distances that differ much the shorter one tells how far drift may go
            most = _LONGER * min(left, right)
            left, right = min(left, most), min(right, most)
        before, behind = (
            max(part * step, self.half if part > _BEFORE else 0.0) for part, step in ((low, left), (high, right))
        )
        return -before <= edge - self.middle <= behind


def columns(marks: Sequence[Mark]) -> list[Column]:
    """The columns under headings, given from left to right."""
    middles = [(left + right) / 2 for left, right in marks]
    steps = [after - before for before, after in pairwise(middles)]
    halves = [(right - left) / 2 for left, right in marks]
    return [Column(*parts) for parts in zip(middles, [steps[0], *steps], [*steps, steps[-1]], halves, strict=True)]


class Table(NamedTuple):
    """A table's rows, each of the words among its figures, and the headings of their columns, two or more."""

    rows: Sequence[Sequence[Token]]
    marks: Sequence[Mark]


def alignments(tables: Iterable[Table], blank: float) -> list[str]:
    """The alignments that the figures of tables by one program may have: one, or several that fit nearly as well.

    Where figures have the edge or the middle of the headings, which differ in width, that tells; else it is told by the
    figures that stand under each other.
    """
    under, beside, wide = ({name: list[float]() for name in _EDGES} for _ in range(3))
    for rows, marks in tables:
        known = columns(marks)
        for group in _groups([word for row in rows for word in row], known):
            for name, edge in _EDGES.items():
                under[name] += _distances(group, edge)
                for word in group:
                    mark = min(marks, key=lambda mark: abs(mark[0] + mark[1] - 2 * word.middle))
                    distance = abs(edge(word, 0.0) - edge(Token("", *mark, 0, near=False), 0.0))
                    beside[name].append(distance)
                    if mark[1] - mark[0] > _WIDE * blank:
                        wide[name].append(distance)
    best = _best(wide, _CLEARLY * blank)
    close = _mean(beside[best[0]]) <= _CLEARLY * blank
    return best if len(best) == 1 and close else _best(under, _AGREE * blank)


def _best(distances: Mapping[str, Sequence[float]], slack: float) -> list[str]:
    least = min(map(_mean, distances.values()))
    return [name for name, values in distances.items() if _mean(values) <= least + slack]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def placed(table: Table, known: Sequence[str], blank: float) -> list[Placed | None]:
    """The figures of each row by column; None for a row of which more or less than one way is possible.

    `known` are the alignments that the figures may have, and `blank` is the width of a blank.
    """
    whole = [merged(row, blank) for row in table.rows]
    page = _Page(columns(table.marks), [row for row in whole if row is not None], known, blank)
    return [None if row is None else page.row(row) for row in whole]


class _Page:
    """The alignments that the figures of a page may have, and the columns that they put each figure under."""

    def __init__(
        self, under: Sequence[Column], rows: Sequence[Sequence[Token]], known: Sequence[str], blank: float
    ) -> None:
        self.under, self.alignments, self.blank = under, known, blank
        self.usual = self._usual([word for row in rows for word in row])
        self.alone = list(_alone(rows, [column.middle for column in under], blank))

    def _usual(self, words: Sequence[Token]) -> dict[tuple[str, int], float]:
        """The edge at which the figures of a column usually stand, by alignment and column.

        Of a figure that two columns may hold, and that stands far nearer to one of them, that one.
        """
        edges: dict[tuple[str, int], list[float]] = {}
        for name in self.alignments:
            for word in words:
                edge = _EDGES[name](word, self.blank)
                beside = {column: abs(edge - self.under[column].middle) for column in self._holding(name, edge)}
                for column, distance in beside.items():
                    if distance <= _FARTHER * min(beside.values()) + self.blank:
                        edges.setdefault((name, column), []).append(edge)
        return {key: median(values) for key, values in edges.items()}

    def _holding(self, alignment: str, edge: float) -> list[int]:
        """The columns that an edge may belong to; none, or two, between the headings of two."""
        return [index for index, column in enumerate(self.under) if column.holds(alignment, edge)]

    def row(self, words: Sequence[Token]) -> Placed | None:
        """The figures of a row by column, if there is exactly one way, also to part figures that touch."""
        ways = [way for parts in parted(words) if (way := self._whole_row(parts)) is not None]
        return ways[0] if len(ways) == 1 else None

    def _whole_row(self, words: Sequence[Token]) -> Placed | None:
        """The figures of a row in which none touch by column, if there is exactly one way."""
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
        for low, high, index in self.alone if not word.near else ():
            if low <= word.x < high:
                return {index}
        found = {name: self._columns(name, word) for name in self.alignments}
        either = set[int]().union(*found.values())
        # An alignment that cannot explain the figure is no reason for doubt, if the figure stands beside its heading.
        explained = all(found.values()) or found.get("middle")
        if len(either) == 1 and explained and not word.near:
            return either
        left = sum(column.middle <= word.middle for column in self.under) - 1
        return either | {max(left, 0), min(left + 1, len(self.under) - 1)}

    def _columns(self, alignment: str, word: Token) -> set[int]:
        """The columns of a figure in an alignment, but for those in which it stands far from the other figures."""
        edge = _EDGES[alignment](word, self.blank)
        near = set()
        for index in self._holding(alignment, edge):
            column = self.under[index]
            most = max(_CENTRED * min(column.left, column.right), column.half)
            if abs(edge - self.usual.get((alignment, index), column.middle)) <= most:
                near.add(index)
        return near

    def _link(self, before: Token, word: Token) -> Callable[[int, int], bool]:
        """The test of two columns for figures with a single blank between them, or none: no column lies between.

        Only where the figures are so wide that they would come near over a blank column, it may. Figures touch only
        where they have no room for a blank.
        """
        wide = (before.right - before.x + word.right - word.x) / 2
        touch = word.x <= before.right

        def fits(column: int, other: int) -> bool:
            room = self.under[other].middle - self.under[column].middle - wide
            if touch:
                return room < _TOUCHING * self.blank
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


def _alone(
    rows: Sequence[Sequence[Token]], middles: Sequence[float], blank: float
) -> Iterator[tuple[float, float, int]]:
    """The strips in which words stand under each other beside a single heading, by their ends, and its column.

    Between two strips nothing is printed in any row, and there is room for a half of a blank. No row has two words in
    such a strip: it would be two columns, one of which has its heading elsewhere.
    """
    ends = [(word.x, word.right, None) for row in rows for word in row]
    strips: list[tuple[float, float, list[int]]] = []
    headings = ((middle, middle, index) for index, middle in enumerate(middles))
    for low, high, column in sorted([*ends, *headings], key=lambda end: end[:2]):
        if strips and low < strips[-1][1] + blank / 2:
            strips[-1] = strips[-1][0], max(strips[-1][1], high), strips[-1][2]
        else:
            strips.append((low, high, []))
        if column is not None:
            strips[-1][2].append(column)
    for low, high, columns in strips:
        inside = (sum(low <= word.x < high for word in row) for row in rows)
        if len(columns) == 1 and high > low and all(count < 2 for count in inside):
            yield low, high, columns[0]


def _cut(group: Sequence[Token], under: Sequence[Column]) -> Iterator[list[Token]]:
    inside = [column.middle for column in under if group and group[0].x <= column.middle <= max(w.right for w in group)]
    if len(inside) < 2:
        yield list(group)
        return
    limits = [float("-inf"), *((before + after) / 2 for before, after in pairwise(inside)), float("inf")]
    for low, high in pairwise(limits):
        yield [word for word in group if low <= word.middle < high]


def _distances(group: Sequence[Token], edge: Callable[[Token, float], float]) -> list[float]:
    """The distances of figures from the usual edge of those that they stand under."""
    edges = [edge(word, 0.0) for word in group]
    usual = median(edges) if edges else 0.0
    return [abs(value - usual) for value in edges]


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

"""Find tables that are drawn with lines: from the rulings of a page to cells, merged where a ruling is left out.

The rulings give the edges of columns and rows, and those a grid of slots, numbered row by row. Slots without a
ruling between them are one cell, known by the first of them, their owner::

    +---+---+---+
    | 0   1 | 2 |      owners of the slots 0-5:  0 0 2
    +---+---+   |                                3 4 2
    | 3 | 4 | 5 |
    +---+---+---+
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from poa_lint.documents.geometry.lines import Word
from poa_lint.documents.pdf.words import Page, Ruling
from poa_lint.documents.places import Box

MAX_SLOTS: Final = 20_000
"""Slots of one table's grid."""
MAX_RULINGS: Final = 2_000
"""Rulings of one page; a drawing has more, a table never."""
_NEAR: Final = 2.0
"""Points; rulings nearer than this are one line, and a line that ends this near to another touches it."""

_Group = tuple[list[Ruling], list[Ruling]]
"""Horizontal and vertical rulings of one table."""


class Frame(NamedTuple):
    """One table: the edges of its columns (`xs`) and rows (`ys`), and the owner of every slot by row and column."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owners: tuple[tuple[int, ...], ...]

    def cell_at(self, word: Word) -> tuple[int, int] | None:
        """Row and column, from 0, of the cell in which a word begins; None outside of the table."""
        middle = word.y - 0.3 * word.size
        row = bisect_right(self.ys, middle) - 1
        column = bisect_right(self.xs, word.x + 0.3 * word.size) - 1
        if not (0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1):
            return None
        return divmod(self.owners[row][column], len(self.xs) - 1)

    def boxes(self) -> dict[tuple[int, int], Box]:
        """The box of every cell, by its row and column from 0."""
        wide = len(self.xs) - 1
        ends: dict[int, tuple[int, int]] = {}
        for row, owners in enumerate(self.owners):
            for column, owner in enumerate(owners):
                last = ends.get(owner, (0, 0))
                ends[owner] = max(last[0], row), max(last[1], column)
        return {
            divmod(owner, wide): (self.xs[owner % wide], self.ys[owner // wide], self.xs[right + 1], self.ys[low + 1])
            for owner, (low, right) in ends.items()
        }


def frames(page: Page) -> list[Frame]:
    """The tables of a page from the top down. Lines along the page's own edges belong to none."""
    horizontal = _merged(ruling for ruling in page.horizontal if ruling.end - ruling.start < 0.995 * page.width)
    vertical = _merged(ruling for ruling in page.vertical if ruling.end - ruling.start < 0.995 * page.height)
    if len(horizontal) + len(vertical) > MAX_RULINGS:
        return []
    tables = []
    for across, down in _groups(horizontal, vertical):
        xs, ys = _edges(down), _open_ends(_edges(across), down)
        if len(xs) > 1 and len(ys) > 1 and len(xs) * len(ys) <= MAX_SLOTS:
            tables.append(Frame(xs, ys, _owners(xs, ys, across, down)))
    return sorted(tables, key=lambda frame: (frame.ys[0], frame.xs[0]))


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Rulings on the same line merged where they touch or overlap."""
    lines: list[list[Ruling]] = []
    for ruling in sorted(rulings):
        if lines and ruling.at - lines[-1][-1].at <= _NEAR and ruling.at - lines[-1][0].at <= 2 * _NEAR:
            lines[-1].append(ruling)
        else:
            lines.append([ruling])
    result = []
    for line in lines:
        at = sum(ruling.at for ruling in line) / len(line)
        first, *others = sorted(line, key=lambda ruling: ruling.start)
        start, end = first.start, first.end
        for ruling in others:
            if ruling.start <= end + _NEAR:
                end = max(end, ruling.end)
            else:
                result.append(Ruling(at, start, end))
                start, end = ruling.start, ruling.end
        result.append(Ruling(at, start, end))
    return result


def _groups(horizontal: Sequence[Ruling], vertical: Sequence[Ruling]) -> list[_Group]:
    """The rulings of each table: those that are connected by others that they touch."""
    groups: list[_Group] = []
    for across in horizontal:
        own: _Group = ([across], [down for down in vertical if _touch(across, down)])
        apart = []
        for group in groups:
            if any(down in group[1] for down in own[1]):
                own = (group[0] + own[0], [*group[1], *(down for down in own[1] if down not in group[1])])
            else:
                apart.append(group)
        groups = [*apart, own]
    return groups


def _touch(across: Ruling, down: Ruling) -> bool:
    return (
        across.start - 2 * _NEAR <= down.at <= across.end + 2 * _NEAR
        and down.start - 2 * _NEAR <= across.at <= down.end + 2 * _NEAR
    )


def _edges(rulings: Iterable[Ruling]) -> tuple[float, ...]:
    edges: list[float] = []
    for at in sorted(ruling.at for ruling in rulings):
        if not edges or at - edges[-1] > 2 * _NEAR:
            edges.append(at)
    return tuple(edges)


def _open_ends(ys: tuple[float, ...], down: Sequence[Ruling]) -> tuple[float, ...]:
    """The edges of rows with those that a page's end leaves undrawn: there three or more columns' rulings just stop."""
    starts, stops = [ruling.start for ruling in down], [ruling.end for ruling in down]
    for ends, outer, sign in ((starts, ys[0], -1), (stops, ys[-1], 1)):
        beyond = [end for end in ends if sign * (end - outer) > 3 * _NEAR]
        if len(beyond) >= 3:
            furthest = sign * max(sign * end for end in beyond)
            if sum(abs(end - furthest) <= _NEAR for end in beyond) >= 3:
                ys = (furthest, *ys) if sign < 0 else (*ys, furthest)
    return ys


def _owners(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Ruling], down: Sequence[Ruling]
) -> tuple[tuple[int, ...], ...]:
    """The owner of every slot, by row and column: a union-find over the slots without a ruling between them."""
    wide, high = len(xs) - 1, len(ys) - 1
    parent = list(range(wide * high))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def join(number: int, other: int) -> None:
        first, second = sorted((root(number), root(other)))
        parent[second] = first

    for row in range(high):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(1, wide):
            if not _is_ruled(down, xs[column], middle):
                join(row * wide + column - 1, row * wide + column)
    for column in range(wide):
        middle = (xs[column] + xs[column + 1]) / 2
        for row in range(1, high):
            if not _is_ruled(across, ys[row], middle):
                join((row - 1) * wide + column, row * wide + column)
    return tuple(tuple(root(row * wide + column) for column in range(wide)) for row in range(high))


def _is_ruled(rulings: Sequence[Ruling], at: float, along: float) -> bool:
    """True if a ruling at `at` runs past the coordinate `along` of its direction."""
    return any(
        abs(ruling.at - at) <= 2 * _NEAR and ruling.start - _NEAR <= along <= ruling.end + _NEAR for ruling in rulings
    )

"""Tables drawn with lines: from the rulings of a page to cells, merged ones where a ruling is left out."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from poa_lint.documents.pdf.lines import Word
from poa_lint.documents.pdf.words import Page, Ruling
from poa_lint.documents.places import Box

_NEAR: Final = 2.0
"""Points; rulings nearer than this are one line, and lines that end this near to another touch it."""
MAX_PLACES: Final = 20_000
MAX_RULINGS: Final = 2_000
"""Lines of one page; a drawing has more, a table never."""


class Frame(NamedTuple):
    """One table: the edges of its columns and rows, and for every place of the grid the place that holds its words."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owners: tuple[tuple[int, ...], ...]

    def place(self, word: Word) -> tuple[int, int] | None:
        """Row and column, from 0, of the cell in which a word begins; None outside of the table."""
        middle = word.y - 0.3 * word.size
        row = bisect_right(self.ys, middle) - 1
        column = bisect_right(self.xs, word.x + 0.3 * word.size) - 1
        if not (0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1):
            return None
        return divmod(self.owners[row][column], len(self.xs) - 1)

    def boxes(self) -> dict[tuple[int, int], Box]:
        """The corners of every cell, by the place at which it begins."""
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
    """The tables of a page from the top down. Lines along the page's own edges are no table's."""
    horizontal = _joined(one for one in page.horizontal if one.end - one.start < 0.995 * page.width)
    vertical = _joined(one for one in page.vertical if one.end - one.start < 0.995 * page.height)
    if len(horizontal) + len(vertical) > MAX_RULINGS:
        return []
    found = []
    for across, down in _touching(horizontal, vertical):
        ys, xs = _edges(across), _edges(down)
        ys = _open_ends(ys, down)
        if len(xs) > 1 and len(ys) > 1 and len(xs) * len(ys) <= MAX_PLACES:
            found.append(Frame(xs, ys, _owners(xs, ys, across, down)))
    return sorted(found, key=lambda frame: (frame.ys[0], frame.xs[0]))


def _joined(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Rulings with those on the same line put together where they touch or overlap."""
    lines: list[list[Ruling]] = []
    for ruling in sorted(rulings):
        if lines and ruling.at - lines[-1][-1].at <= _NEAR and ruling.at - lines[-1][0].at <= 2 * _NEAR:
            lines[-1].append(ruling)
        else:
            lines.append([ruling])
    found = []
    for line in lines:
        at = sum(one.at for one in line) / len(line)
        start = end = None
        for one in sorted(line, key=lambda one: one.start):
            if start is None or end is None:
                start, end = one.start, one.end
            elif one.start <= end + _NEAR:
                end = max(end, one.end)
            else:
                found.append(Ruling(at, start, end))
                start, end = one.start, one.end
        if start is not None and end is not None:
            found.append(Ruling(at, start, end))
    return found


def _touching(horizontal: Sequence[Ruling], vertical: Sequence[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """The rulings in groups that hang together: each a table."""
    groups: list[tuple[list[Ruling], list[Ruling]]] = []
    for across in horizontal:
        own: tuple[list[Ruling], list[Ruling]] = ([across], [])
        for down in vertical:
            if (
                across.start - 2 * _NEAR <= down.at <= across.end + 2 * _NEAR
                and down.start - 2 * _NEAR <= across.at <= down.end + 2 * _NEAR
            ):
                own[1].append(down)
        apart = []
        for group in groups:
            if any(down in group[1] for down in own[1]):
                own = (group[0] + own[0], [*group[1], *(down for down in own[1] if down not in group[1])])
            else:
                apart.append(group)
        groups = [*apart, own]
    return groups


def _edges(rulings: Iterable[Ruling]) -> tuple[float, ...]:
    found: list[float] = []
    for at in sorted(one.at for one in rulings):
        if not found or at - found[-1] > 2 * _NEAR:
            found.append(at)
    return tuple(found)


def _open_ends(ys: tuple[float, ...], down: Sequence[Ruling]) -> tuple[float, ...]:
    """The rows' edges with those that a page's end leaves undrawn: there several columns' rulings just stop."""
    starts, stops = [one.start for one in down], [one.end for one in down]
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
    """For every place the first place of its cell: places without a ruling between them are one cell."""
    wide, high = len(xs) - 1, len(ys) - 1
    parent = list(range(wide * high))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    def join(one: int, other: int) -> None:
        first, second = sorted((root(one), root(other)))
        parent[second] = first

    for row in range(high):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(1, wide):
            if not _between(down, xs[column], middle):
                join(row * wide + column - 1, row * wide + column)
    for column in range(wide):
        middle = (xs[column] + xs[column + 1]) / 2
        for row in range(1, high):
            if not _between(across, ys[row], middle):
                join((row - 1) * wide + column, row * wide + column)
    return tuple(tuple(root(row * wide + column) for column in range(wide)) for row in range(high))


def _between(rulings: Sequence[Ruling], at: float, along: float) -> bool:
    return any(abs(one.at - at) <= 2 * _NEAR and one.start - _NEAR <= along <= one.end + _NEAR for one in rulings)

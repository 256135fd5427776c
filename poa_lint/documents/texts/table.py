"""Read a table that is set with blanks: its columns, then the row of each goal, with those named that are doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from poa_lint.documents.geometry.figures import Mark, Placed, Token, placed
from poa_lint.documents.geometry.layout import gutter
from poa_lint.documents.texts.bands import Band, Body, bands
from poa_lint.documents.texts.heading import FIGURE, Heading, are_figures, periods, split
from poa_lint.documents.texts.lines import Line, Piece, piece

_NARROW: Final = 4
"""Characters between two columns of figures; in a table with fewer a figure may belong to either."""
_MOST: Final = 3
"""The part of a table's rows, one of so many, that may be doubtful in a table that is read at all."""


class Row(NamedTuple):
    """A row: its cells by column from 0, and the words of figures whose columns cannot be told, if there are any."""

    cells: dict[int, Piece]
    doubt: str | None = None


class Columns(NamedTuple):
    """The columns of a table.

    `edges` lie between the columns of text; those from `first` to `last` hold figures and are told by `marks`.
    """

    heading: Heading
    size: int
    edges: dict[int, float]
    """The left edge of each column that has one, by its index."""
    first: int
    last: int
    marks: tuple[Mark, ...]

    def text(self, word: Token) -> int | None:
        """The column of text that a word stands in; None for one among the figures."""
        column = max(index for index, edge in self.edges.items() if index == 0 or edge <= word.middle)
        return None if column == self.first else column

    def strays(self, words: Sequence[Token]) -> bool:
        """True if a figure stands last in the text before the figures: it may be one of them."""
        before = [word for word in words if self.text(word) == self.first - 1]
        return bool(before) and FIGURE.fullmatch(before[-1].text) is not None

    def crossed(self, word: Token) -> bool:
        """True if a word stands in two columns."""
        return any(word.x < edge < word.right for edge in self.edges.values())


def columns(heading: Heading, body: Sequence[Line]) -> Columns | None:
    """The columns under a heading; None if they stand too near to tell them apart."""
    words = [word for line in body for word in line.words]
    heading = split(heading, words)
    extents = heading.extents()
    anchors = range(len(heading.before), len(heading.before) + len(heading.anchors))
    steps = [after[0] - before[0] for before, after in pairwise(extents[anchors.start : anchors.stop])]
    if min(steps) < _NARROW or not heading.before or heading.touching():
        return None
    spans = [(word.x, word.right) for word in words]
    edges = [0.0, *(gutter(left, right, spans) for left, right in pairwise(extents))]
    first, last = anchors.start, anchors.stop - 1
    while first > 1 and are_figures(words, edges[first - 1], edges[first]):
        first -= 1
    while last + 1 < len(extents) and are_figures(words, edges[last + 1], [*edges, 1e9][last + 2]):
        last += 1
    texts = {index: edges[index] for index in range(len(extents)) if not first < index <= last}
    return Columns(heading, len(extents), texts, first, last, tuple(extents[first : last + 1]))


def rows(table: Columns, body: Sequence[Line]) -> list[Row] | None:
    """The rows of the goals in the lines `body`; None if too many of them are doubtful."""
    _, found = bands(Body(body, table.text))
    figures = placed(
        [[word for line in band.lines for word in line.words if table.text(word) is None] for band in found],
        table.marks,
        1.0,
    )
    result = [_row(table, band, row) for band, row in zip(found, figures, strict=True)]
    doubtful = sum(row.doubt is not None for row in result)
    return None if doubtful and doubtful * _MOST > len(result) else result


def _row(table: Columns, band: Band, figures: Placed | None) -> Row:
    words = [word for line in band.lines for word in line.words]
    cells: dict[int, Piece] = {}
    for column in range(table.size):
        own = [word for word in words if table.text(word) == column]
        if own:
            cells[column] = piece(own)
    numbers = [word for word in words if table.text(word) is None]
    if figures is None or band.doubtful or any(table.crossed(word) for word in words) or table.strays(words):
        return Row(cells, " ".join(word.text for word in numbers))
    cells |= {table.first + index: Piece(word.text, word.x, word.right, word.y) for index, word in figures.items()}
    return Row(cells)


def heading_rows(heading: Heading) -> list[dict[int, Piece]]:
    """The heading as three lines: titles, periods, anchors."""
    first = len(heading.before)
    over, pairs = periods(heading)
    titles = {index: piece(words) for index, words in enumerate(heading.before)}
    titles |= {first + len(heading.anchors) + index: piece(words) for index, words in enumerate(heading.after)}
    titles |= dict.fromkeys([first], over[0]) if over else {}
    marks = {first + index: piece([anchor]) for index, anchor in enumerate(heading.anchors)}
    return [titles, {first + index: period for index, period in pairs.items()}, marks]

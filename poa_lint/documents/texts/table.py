"""Read a table that is set with blanks: its columns, then the row of each goal, with those named that are doubtful."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from poa_lint.documents.geometry.figures import Mark, Placed, Table, placed
from poa_lint.documents.geometry.layout import gutter
from poa_lint.documents.geometry.wrapped import Token
from poa_lint.documents.texts.bands import GOAL, Band, Body, bands
from poa_lint.documents.texts.heading import FIGURE, Heading, are_figures, periods, split
from poa_lint.documents.texts.lines import Line, Piece, piece

_WORD: Final = re.compile(r"[^\W\d_]{4}")
"""Letters that no figure has, nor what stands for one (`N/A`, `S/P`)."""
_MOVED: Final = 6
"""Characters by which a row may be set beside the others."""
_NARROW: Final = 4
"""Characters between two columns of figures; in a table with fewer a figure may belong to either."""
_SEVERAL: Final = 3
"""Figures of a line that stands in a table."""
_MOST: Final = 3
"""The part of a table's rows, one of so many, that may be doubtful in a table that is read at all."""


class Row(NamedTuple):
    """A row: its cells by column from 0, and the words of figures whose columns cannot be told, if there are any."""

    cells: dict[int, Piece]
    doubt: str | None = None

    def joined(self, rest: dict[int, Piece] | None) -> Row:
        """The row with what follows on the next page; None stands for cells of which some are figures."""
        if rest is None:
            return self._replace(doubt=self.doubt or "")
        cells = dict(self.cells)
        for index, cell in rest.items():
            own = cells.get(index)
            cells[index] = cell if own is None else own._replace(text=f"{own.text} {cell.text}")
        return self._replace(cells=cells)


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

    def beyond(self, body: Sequence[Line]) -> bool:
        """True if most lines with figures have more of them in the column behind: a heading was not found."""
        lines = [line for line in body if any(self.text(word) is None for word in line.words)]
        behind = [next((word for word in line.words if self.text(word) == self.last + 1), None) for line in lines]
        return 2 * sum(word is not None and FIGURE.fullmatch(word.text) is not None for word in behind) > len(lines)

    def fitted(self, words: Sequence[Token]) -> Columns | None:
        """The columns with edges moved where words of a row stand in two of them; None if there is no room for one.

        Rows of one text may be set a few characters to the left or right of others.
        """
        edges = dict(self.edges)
        for index, edge in self.edges.items():
            if any(word.x < edge < word.right for word in words):
                moved = _room(words, edge)
                if moved is None:
                    return None
                edges[index] = moved
        return self._replace(edges=edges)


def _room(words: Sequence[Token], edge: float) -> float | None:
    """The place nearest to an edge at which no word of a row stands; None if there is none near it."""
    taken = {int(place) for word in words for place in range(int(word.x), int(word.right))}
    near = [place for place in range(int(edge) - _MOVED, int(edge) + _MOVED + 1) if place >= 0 and place not in taken]
    return min((place + 0.5 for place in near), key=lambda place: abs(place - edge), default=None)


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
    found = Columns(heading, len(extents), texts, first, last, tuple(extents[first : last + 1]))
    return None if found.beyond(body) else found


class Draft(NamedTuple):
    """A table whose columns are known and whose lines are cut into rows; `rest` are those above the first goal."""

    columns: Columns
    rest: list[Line]
    bands: list[Band]

    def figures(self) -> Table:
        """The words of its rows that stand among the figures."""
        words = [[word for line in band.lines for word in line.words] for band in self.bands]
        return Table([[word for word in row if self.columns.text(word) is None] for row in words], self.columns.marks)


def draft(heading: Heading, body: Sequence[Line], *, continued: bool) -> Draft | None:
    """The rows below a heading; None if its columns cannot be told. `continued` if one may have begun a page before."""
    found = columns(heading, body)
    return None if found is None else Draft(found, *bands(Body(body, found.text), continued=continued))


def rows(table: Draft, known: Sequence[str]) -> list[Row] | None:
    """The rows of a table, whose figures have one of the alignments `known`; None if too many are doubtful."""
    figures = placed(table.figures(), known, 1.0)
    result = [_row(table.columns, band, row) for band, row in zip(table.bands, figures, strict=True)]
    doubtful = sum(row.doubt is not None for row in result)
    return None if doubtful and doubtful * _MOST > len(result) else result


def has_goals(lines: Sequence[Line]) -> bool:
    """True if one of the lines begins with a goal's number or a code, or has several figures."""
    return any(
        sum(FIGURE.fullmatch(word.text) is not None for word in line.words) > _SEVERAL
        or any(GOAL.match(word.text) for word in line.words[:2])
        for line in lines
    )


def rest(table: Draft) -> dict[int, Piece] | None:
    """The cells of the row above the first goal, which began a page before; None if figures are among them."""
    words = [word for line in table.rest for word in line.words]
    cells = {index: piece(own) for index in range(table.columns.size) if (own := _in(table.columns, words, index))}
    return None if _in(table.columns, words, None) else cells


def _in(table: Columns, words: Sequence[Token], column: int | None) -> list[Token]:
    return [word for word in words if table.text(word) == column]


def _row(table: Columns, band: Band, figures: Placed | None) -> Row:
    words = [word for line in band.lines for word in line.words]
    fitted = table.fitted(words)
    cells = {column: piece(own) for column in range(table.size) if (own := _in(fitted or table, words, column))}
    numbers = _in(fitted or table, words, None)
    same = fitted is not None and all(fitted.text(word) == table.text(word) for word in numbers)
    told = same and not table.strays(words) and not any(_WORD.search(word.text) for word in numbers)
    if figures is None or not told or band.doubtful:
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

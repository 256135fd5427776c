"""Columns of a table whose heading fits a form: where they lie, and what stands under each title.

Columns of words lie between the gutters of the print. A figure is put under the title beside which all figures of its
alignment stand, see `figures`; where that may be two titles, or none, nobody knows what the figure says, and the row is
doubtful. The form tells which columns hold figures, and which of them percentages.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from poa_lint.core.form import PERCENT, PERCENTAGES
from poa_lint.documents.geometry.figures import Mark, Placed, Table, alignments, placed
from poa_lint.documents.geometry.layout import Layout, gutter
from poa_lint.documents.geometry.lines import Row, Word
from poa_lint.documents.geometry.lines import rows as lines
from poa_lint.documents.geometry.wrapped import Token
from poa_lint.documents.titles import Fit

_BLANK: Final = 0.28
"""The width of a blank, in sizes of print."""
_NEAR: Final = 0.35
"""The room between two words of one cell, in sizes of print; between two cells there is more."""
_EXACT: Final = 0.4
"""The part of a blank that stands for one where alignments are compared: print is set more exactly than text."""
_SIGNED: Final = 1.5
"""The room between a figure and a sign that belongs to it."""
_WHOLE: Final = re.compile(r"[-+(]?\$?[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?\)?")
_DIGIT: Final = re.compile(r"\d")
_MOST: Final = 3
"""The part of a table's rows, one of so many, that may be doubtful in a table that is read at all."""

Cells = Mapping[int, tuple[Word, ...]]
"""The words of a row, by column."""


def layout_of(fit: Fit[Word], printed: Sequence[Row], header: frozenset[str]) -> Layout | None:
    """The columns under a heading, from the lines `printed` below; None if words stand between its figures."""
    columns = fit.columns()
    figures = fit.form.figures
    if len(figures) < 2 or figures[-1] - figures[0] + 1 != len(figures):
        return None
    extents = [_extent(words) for words in columns]
    spans = [(word.x, word.right) for row in printed for word in row.words]
    edges = [0.0, *(gutter(left, right, spans) for left, right in pairwise(extents)), 10_000.0]
    return Layout(tuple(edges), tuple(columns), (), (), figures[0] + 1, header, form=fit.form, titles=fit.titles)


def _extent(words: Sequence[Word]) -> Mark:
    return min(word.x for word in words), max(word.right for word in words)


def aligned(rows: Sequence[Sequence[Word]], layout: Layout) -> Layout:
    """The layout with the alignments that the figures of rows may have."""
    table = _table(rows, layout)
    blank = _BLANK * max((word.size for row in rows for word in row), default=8.0)
    return layout._replace(sides=tuple(alignments([table], _EXACT * blank))) if any(table.rows) else layout


def cells(rows: Sequence[Sequence[Word]], layout: Layout) -> list[Cells | None]:
    """The words of each row by column; None for a row in which the column of a word is not certain."""
    table = _table(rows, layout)
    blank = _BLANK * max((word.size for row in rows for word in row), default=8.0)
    found = placed(table, layout.sides, blank)
    result = [
        None if under is None else _row(row, own, under, layout)
        for row, own, under in zip(rows, table.rows, found, strict=True)
    ]
    percents = _percents(result, layout)
    return [None if row is None or _wrong_sign(row, layout, percents) else row for row in result]


def _table(rows: Sequence[Sequence[Word]], layout: Layout) -> Table:
    """The words that stand among the figures, with the titles above them."""
    figures = layout.figures
    marks = [_extent(words) for words in layout.heading[figures.start : figures.stop]]
    return Table([[_token(word) for word in _figures(row, layout)] for row in rows], marks)


def _figures(row: Sequence[Word], layout: Layout) -> list[Word]:
    """The words of a row among the figures, a lone sign with its figure."""
    words: list[Word] = []
    for line in lines(word for word in row if layout.column(word) in layout.figures):
        own: list[Word] = []
        for word in line.words:
            before = own[-1] if own and word.x - own[-1].right < _SIGNED * word.size else None
            if before is not None and (before.text == "$" or word.text == PERCENT) and before.text != word.text:
                own[-1] = before._replace(text=before.text + word.text, right=word.right, xs=before.xs + word.xs)
            else:
                own.append(word)
        words += own
    return words


def _token(word: Word) -> Token:
    return Token(word.text, word.x, word.right, word.y, near=False)


def _row(row: Sequence[Word], own: Sequence[Token], under: Placed, layout: Layout) -> Cells | None:
    """The words of a row by column; None if a figure is not whole, or a word of text may belong to two columns."""
    figures = _figures(row, layout)
    by_place = {(word.text, word.x, word.y): word for word in figures}
    texts = [word for word in row if layout.column(word) not in layout.figures]
    if len(under) != len(own) or _doubtful(row, layout):
        return None
    found: dict[int, tuple[Word, ...]] = {}
    for index, token in under.items():
        word = by_place.get((token.text, token.x, token.y))
        if word is None or (_DIGIT.search(word.text) and not _WHOLE.fullmatch(word.text)):
            return None
        found[layout.figures.start + index] = (word,)
    for word in texts:
        column = layout.column(word)
        found[column] = (*found.get(column, ()), word)
    return found


def _doubtful(row: Sequence[Word], layout: Layout) -> bool:
    """True if words of one cell stand on both sides of an edge beside which there are words."""
    figures = layout.figures
    edges = [edge for index, edge in enumerate(layout.edges[1:-1], 1) if not figures.start < index < figures.stop]
    if any(word.x + 1 < edge < word.right - 1 for word in row for edge in edges):
        return True
    return any(
        word.x - before.right < _NEAR * word.size
        and layout.column(before) != layout.column(word)
        and not {layout.column(before), layout.column(word)} <= set(figures)
        for line in lines(row)
        for before, word in pairwise(line.words)
    )


def _percents(rows: Sequence[Cells | None], layout: Layout) -> frozenset[int]:
    """The columns of percentages in which a figure has the sign."""
    assert layout.form is not None
    kinds = layout.form.kinds
    return frozenset(
        column
        for row in rows
        for column, words in (row or {}).items()
        if kinds[column] in PERCENTAGES and any(PERCENT in word.text for word in words)
    )


def _wrong_sign(row: Cells, layout: Layout, percents: frozenset[int]) -> bool:
    """True if a figure has the sign of percentages under another title, or lacks it where others have it."""
    assert layout.form is not None
    kinds = layout.form.kinds
    return any(
        (column in percents) != any(PERCENT in word.text for word in words)
        for column, words in row.items()
        if column in layout.figures and kinds[column] != "libre" and any(_DIGIT.search(word.text) for word in words)
    )


def too_many(rows: Sequence[Cells | None]) -> bool:
    """True if so many rows are doubtful that the columns are."""
    doubtful = sum(row is None for row in rows)
    return bool(doubtful) and doubtful * _MOST > len(rows)

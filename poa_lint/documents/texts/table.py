"""Read a table that is set with blanks: its columns, then the row of each goal, with those named that are doubtful."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Final, NamedTuple

from poa_lint.core.form import PERCENT, PERCENTAGES
from poa_lint.documents.geometry.figures import Placed, Table, placed
from poa_lint.documents.geometry.wrapped import Token
from poa_lint.documents.texts import overlong
from poa_lint.documents.texts.bands import FULL_STOP, GOAL, Band, Body, bands
from poa_lint.documents.texts.columns import Columns, columns, goal_of
from poa_lint.documents.texts.heading import FIGURE, Heading, periods, split
from poa_lint.documents.texts.lines import Line, Piece, phrased, piece
from poa_lint.documents.texts.touching import title

_WORD: Final = re.compile(r"[^\W\d_]{4}")
"""Letters that no figure has, nor what stands for one (`N/A`, `S/P`)."""
_CODE: Final = re.compile(r"\d+\.\d+\.\d+")
_DIGITS: Final = re.compile(r"[\d.,]+%?")
_WHOLE: Final = re.compile(r"(?:\d{1,3}(?:,\d{3})*|\d+)(?:\.\d+)?%?|\d+,\d{1,2}%?")
_SEVERAL: Final = 4
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
            figures = [cell.text for _, cell in sorted(self.cells.items()) if _WHOLE.fullmatch(cell.text)]
            return self._replace(doubt=self.doubt or " ".join(figures))
        cells = dict(self.cells)
        for index, cell in rest.items():
            own = cells.get(index)
            cells[index] = cell if own is None else own._replace(text=f"{own.text} {cell.text}")
        return self._replace(cells=cells)


class Draft(NamedTuple):
    """A table whose columns are known and whose lines are cut into rows; `rest` are those above the first goal.

    `long` are the numbers of lines of goals' texts that were too long for their column.
    """

    columns: Columns
    rest: list[Line]
    bands: list[Band]
    long: frozenset[int] = frozenset()

    def figures(self) -> Table:
        """The words of its rows that stand among the figures."""
        words = [[word for line in band.lines for word in line.words] for band in self.bands]
        return Table([[word for word in row if self.columns.text(word) is None] for row in words], self.columns.marks)


def draft(heading: Heading, body: Sequence[Line], *, continued: bool) -> Draft | None:
    """The rows below a heading; None if its columns cannot be told. `continued` if one may have begun a page before."""
    found = columns(heading, body)
    if heading.form is not None:
        goal = goal_of(heading.form)
        return None if found is None else Draft(found, *bands(Body(body, found.text, goal), continued=continued))
    words = [word for line in body for word in line.words]
    if found is None or found.crossed(words):
        drawn = overlong.drawn(split(heading, words), body)
        other = None if drawn is None else columns(heading, drawn.lines)
        if drawn is not None and other is not None:
            return Draft(other, *bands(Body(drawn.lines, other.text), continued=continued), drawn.long)
    return None if found is None else Draft(found, *bands(Body(body, found.text), continued=continued))


def rows(table: Draft, known: Sequence[str]) -> list[Row] | None:
    """The rows of a table, whose figures have one of the alignments `known`; None if too many are doubtful."""
    figures = placed(table.figures(), known, 1.0)
    before = len(table.columns.heading.before) - table.columns.first
    if any(all(column not in row for row in figures if row) for column in range(before)):
        return None  # a column of text whose words stand in the one beside
    figures = _signed(table.columns, figures)
    result = [_row(table.columns, band, row, table.long) for band, row in zip(table.bands, figures, strict=True)]
    doubtful = sum(row.doubt is not None for row in result)
    return None if doubtful and doubtful * _MOST > len(result) else result


def _signed(columns: Columns, rows: Sequence[Placed | None]) -> list[Placed | None]:
    """The figures of rows without those of which one has the sign of percentages where its title has none."""
    if columns.form is None:
        return [*rows]
    kinds = columns.form.kinds[columns.first : columns.last + 1]
    signs = [(index, PERCENT in word.text) for row in rows for index, word in (row or {}).items() if _is_figure(word)]
    signed = {index for index, sign in signs if sign and kinds[index] in PERCENTAGES}
    return [None if row is None or any(_strange(row, index, signed) for index in row) else row for row in rows]


def _is_figure(word: Token) -> bool:
    return _DIGITS.search(word.text) is not None


def _strange(row: Placed, index: int, signed: Set[int]) -> bool:
    return _is_figure(row[index]) and (index in signed) != (PERCENT in row[index].text)


def has_goals(lines: Sequence[Line]) -> bool:
    """True if one of the lines has as many figures as only goals have."""
    return any(sum(FIGURE.fullmatch(word.text) is not None for word in line.words) >= _SEVERAL for line in lines)


def goes_on(lines: Sequence[Line]) -> bool:
    """True if one of the lines has the figures of a goal, or begins with a goal's number."""
    return has_goals(lines) or any(GOAL.match(word.text) for line in lines for word in line.words[:2])


def is_open(table: Draft) -> bool:
    """True if the text or the observation of the last row ends within a sentence."""
    return bool(_open(table))


def _open(table: Draft) -> list[int]:
    """The columns of the last row's text and observation, those that end within a sentence."""
    words = [word for line in table.bands[-1].lines for word in line.words] if table.bands else []
    if table.columns.form is not None:
        return []
    goal, last = table.columns.goal(words), table.columns.size - 1
    ends = {column: table.columns.words(words, column) for column in (goal, last) if column is not None}
    return [column for column, own in ends.items() if own and not FULL_STOP.fullmatch(own[-1].text)]


def below(table: Draft, lines: Sequence[Line]) -> dict[int, Piece] | None:
    """The rest of the last row in lines below no heading; None if it is not of text alone, or of which columns is open.

    The lines of each cell begin at one place, and there are as many as cells that end within a sentence.
    """
    phrases = [phrase for line in lines for phrase in phrased(line.words)]
    if any(all(FIGURE.fullmatch(word.text) for word in phrase) for phrase in phrases):
        return None
    cells: dict[float, list[Token]] = {}
    for phrase in phrases:
        cells.setdefault(phrase[0].x, []).extend(phrase)
    columns, places = _open(table), sorted(cells)
    if len(cells) != len(columns):
        return None
    texts = places[:-1] if columns[-1] == table.columns.size - 1 else places
    if any(GOAL.match(phrase[0].text) for phrase in phrases if phrase[0].x in texts):
        return None  # the next goal begins; an observation may have a line that begins so: `OFICIO` `214.`
    return {column: piece(cells[x]) for column, x in zip(columns, places, strict=True)}


def rest(table: Draft) -> dict[int, Piece] | None:
    """The cells of the row above the first goal, which began a page before; None if figures are among them."""
    words = [word for line in table.rest for word in line.words]
    cells = {index: piece(own) for index in range(table.columns.size) if (own := table.columns.words(words, index))}
    return None if table.columns.words(words, None) else cells


def _row(table: Columns, band: Band, figures: Placed | None, long: Set[int]) -> Row:
    words = [word for line in band.lines for word in line.words]
    fitted = table.fitted(words)
    under = fitted or table
    cells = {column: piece(own) for column in range(table.size) if (own := under.words(words, column))}
    numbers = under.words(words, None)
    text = [] if (goal := table.goal(words)) is None else under.words(words, goal)
    same = (
        fitted is not None
        and not (text and _CODE.fullmatch(text[0].text))
        and numbers == table.words(words, None)
        and not fitted.doubtful(words)
    )
    hidden = any(line.number in long for line in band.lines) and not _is_whole(table, words)
    if figures is None or not same or band.doubtful or hidden or any(map(_is_odd, figures.values())):
        if table.form is not None:
            cells |= _near(table, numbers)
        return Row(cells or {0: piece(numbers)}, " ".join(word.text for word in numbers))
    cells |= {table.first + index: Piece(word.text, word.x, word.right, word.y) for index, word in figures.items()}
    return Row(cells)


def _near(table: Columns, numbers: Sequence[Token]) -> dict[int, Piece]:
    """The words of a doubtful row among the figures, each under the nearest title: the row has to be one of a table."""
    middles = [sum(mark) / 2 for mark in table.marks]
    cells: dict[int, list[Token]] = {}
    for word in numbers:
        nearest = min(range(len(middles)), key=lambda index: abs(middles[index] - word.middle))
        cells.setdefault(table.first + nearest, []).append(word)
    return {column: piece(words) for column, words in cells.items()}


def _is_whole(table: Columns, words: Sequence[Token]) -> bool:
    """True if the last cell of text before the figures stands in the middle beside them: none of its lines is missing.

    Text of a goal that is too long may hide one.
    """
    cell, figures = ([word.y for word in table.words(words, column)] for column in (table.first - 1, None))
    return bool(cell and figures) and abs(min(cell) + max(cell) - min(figures) - max(figures)) <= 1


def _is_odd(word: Token) -> bool:
    """True for a word that is no figure and nothing that stands for one, or two figures without a blank between."""
    touching = _DIGITS.fullmatch(word.text) and not _WHOLE.fullmatch(word.text)
    return (touching is not None and bool(touching)) or _WORD.search(word.text) is not None


def heading_rows(heading: Heading) -> list[dict[int, Piece]]:
    """The heading as three lines: titles, periods, anchors."""
    if heading.fit is not None:
        levels: list[dict[int, Piece]] = [{} for _ in heading.fit.form.headings]
        for found, words in heading.fit.titles:
            levels[found.level][found.column] = piece(words)
        return levels
    first = len(heading.before)
    over, pairs = periods(heading)
    titles = {index: piece(words) for index, words in enumerate(heading.before)}
    titles |= {first + len(heading.anchors) + index: piece(words) for index, words in enumerate(heading.after)}
    titles = {index: cell._replace(text=title(cell.text)) for index, cell in titles.items()}
    titles |= dict.fromkeys([first], over[0]) if over else {}
    marks = {first + index: piece([anchor]) for index, anchor in enumerate(heading.anchors)}
    return [titles, {first + index: period for index, period in pairs.items()}, marks]

"""Cut the lines below a heading into bands, one for the row of each goal, at lines and not within them.

A goal's number begins its text. Lines beside which no text of a goal stands, such as those of a long observation,
belong to the goal above or to the one below::

                                           Por convenio con        <- above the text: its cells are centred
    100.- ATENDER SESIONES DEL    12   3   el gobierno se
    COMITÉ DE ADQUISICIONES.               obtuvo material.
    101.- IMPARTIR TALLERES.       4   1
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence, Set
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from poa_lint.documents.geometry.wrapped import Token
from poa_lint.documents.texts.lines import Line

GOAL: Final = re.compile(r"\d{1,6}\s?[A-Za-z]?\s?[.\-]+(?!\d)")
"""A goal's number and no code (`4.6.1`)."""
NUMBER: Final = re.compile(r"[A-Za-z]?\d[\w.\-]*$")
"""A goal's number in a column of its own."""
_MAX_BETWEEN: Final = 30
"""Lines between the texts of two goals; of more, all are taken for the upper one's."""
_CLEAR: Final = 0.5
"""Lines by which the best way to cut has to be better than any other."""
_ROUNDED: Final = 0.5
"""Lines by which a cell may stand beside the middle: an even number of lines has none."""
_RUNS_ON: Final = 1.5
"""The cost of a cut between two lines of an observation, the first of which ends no sentence."""
_APART: Final = 3.0
"""The cost of a cell of which lines are missing between others."""
_MISSING: Final = 3.0
"""The cost of a row without figures."""
FULL_STOP: Final = re.compile(r".*[.!?)”\"]")


class Numbers(NamedTuple):
    """The column of goals' numbers, the pattern of one, and the column of their texts, where a form tells them."""

    column: int
    pattern: re.Pattern[str]
    text: int

    @property
    def apart(self) -> bool:
        """True if numbers stand in a column of their own."""
        return self.column != self.text


class Band(NamedTuple):
    """The lines of a row; `doubtful` if lines at its edge may belong to its neighbour."""

    lines: list[Line]
    doubtful: bool = False


class Body:
    """The lines below a heading, without those that are empty, and what stands in them.

    `column` tells the column of text that a word stands in, None for figures; `goal` where goals' numbers stand, if a
    form tells.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        column: Callable[[Token], int | None],
        goal: Numbers | None = None,
    ) -> None:
        self.goal = goal
        self.lines = [line for line in lines if line.words]
        self.column = column
        self._known: dict[tuple[int, int, bool], float] = {}
        numbers = [line.number for line in self.lines]
        self.apart = {index for index in range(1, len(numbers)) if numbers[index] - numbers[index - 1] > 1}
        """The indexes of lines with an empty one above."""
        columns = self.filled = [{column(word) for word in line.words} for line in self.lines]
        self.columns = set[int | None]().union(*columns)
        self.places = {column: _places(columns, column) for column in self.columns}
        goals = self._goals()
        self.texts = [goals[0] in found for found in columns] if goals else []
        self.starts = goals[1] if goals else []
        """The indexes of the lines in which a goal's number stands."""

    def _goals(self) -> tuple[int, list[int]] | None:
        """The column in which goals' numbers stand, and the lines; None where none does."""
        starts: dict[int, list[int]] = {}
        for index, line in enumerate(self.lines):
            for place, word in enumerate(line.words):
                column = self.column(word)
                begins = place == 0 or self.column(line.words[place - 1]) != column
                text = " ".join(other.text for other in line.words[place : place + 2])
                if column is not None and begins and self._is_goal(column, word.text, text):
                    starts.setdefault(column, []).append(index)
                    break
        column = max(starts, key=lambda key: (len(starts[key]), -key), default=None)
        return None if column is None else (column, starts[column])

    def _is_goal(self, column: int, word: str, text: str) -> bool:
        """True if a word of a column, or it and the next one, is the number of a goal."""
        if self.goal is None:
            return GOAL.match(text) is not None
        return column == self.goal.column and self.goal.pattern.match(word if self.goal.apart else text) is not None

    def last_text(self, start: int, end: int) -> int:
        """The index of the last line from `start` on, before `end`, with a goal's text, up to an empty line."""
        last = start
        for index in range(start + 1, end):
            if self.texts[index] and not self.apart.intersection(range(last + 1, index + 1)):
                last = index
        return last

    def misplaced(self, low: int, high: int, start: int, *, centred: bool) -> float:
        """The lines by which the cells between two lines stand too high or low; `start` has the goal's number.

        Cells are centred beside the figures, or begin beside the goal's number.
        """
        key = low, high, centred
        if key not in self._known:
            spans = [span for column in self.columns if (span := self._span(column, low, high))]
            figures = self._span(None, low, high)
            middle = sum(figures[:2]) / 2 if figures else (low + high - 1) / 2
            ends = [
                (max(abs((first + last) / 2 - middle) - _ROUNDED, 0) if centred else abs(first - start)) + gaps
                for first, last, gaps in spans
            ]
            self._known[key] = sum(ends) + (0.0 if figures else _MISSING)
        return self._known[key]

    def _span(self, column: int | None, low: int, high: int) -> tuple[int, int, float] | None:
        """The first and the last line of a column's cell, and the cost of lines that are left out between."""
        own, jumps = self.places.get(column, ([], [0]))
        begin, end = bisect_left(own, low), bisect_left(own, high)
        return (own[begin], own[end - 1], _APART * (jumps[end - 1] - jumps[begin])) if begin < end else None

    def runs_on(self, index: int) -> bool:
        """True if a sentence goes on from the line above into the line `index`, behind the figures or in a text."""
        if not 0 < index < len(self.lines) or index in self.apart:
            return False
        if self.goal is not None and self.goal.apart:
            texts = [word for word in self.lines[index].words if self.column(word) == self.goal.text]
            return bool(texts) and texts[0].text[0].islower()
        above, below = self._behind(index - 1), self._behind(index)
        if not above or not below:
            return False
        return not FULL_STOP.fullmatch(above[-1].text) or below[0].text[0].islower()

    def _behind(self, index: int) -> list[Token]:
        """The words of a line that stand in the last column."""
        last = max((column for column in self.columns if column is not None), default=0)
        return [word for word in self.lines[index].words if self.column(word) == last]


def _places(filled: Sequence[Set[int | None]], column: int | None) -> tuple[list[int], list[int]]:
    """The lines in which a column has words, and for each of them the number of larger gaps above."""
    own = [index for index, columns in enumerate(filled) if column in columns]
    return own, [0, *accumulate(below - above > 2 for above, below in pairwise(own))]


def bands(body: Body, *, continued: bool) -> tuple[list[Line], list[Band]]:
    """The lines above the first row, rests of one on the page before, and the rows of a table in their order.

    Only if the table is `continued` there may be such lines.
    """
    starts = body.starts
    if not starts:
        return [*body.lines], []
    ends = [body.last_text(start, limit) for start, limit in pairwise([*starts, len(body.lines)])]
    possible = _possible(body, ends) if continued else [[0], *_possible(body, ends)[1:]]
    ways = [_Way(body, possible, centred=centred) for centred in (True, False)]
    way, other = ways if ways[1].cost else ways[::-1]
    limits = [*way.cuts, _end(body, ends[-1])]
    doubts = way.doubts()
    if other.cost < way.cost + _CLEAR:
        doubts |= {index for index, cut in enumerate(way.cuts) if other.cuts[index] != cut}
    found = []
    for index, (low, high) in enumerate(pairwise(limits)):
        doubtful = index in doubts or index + 1 in doubts or _holds_two(body, low, high, starts[index])
        found.append(Band(body.lines[low:high], doubtful=doubtful))
    return body.lines[: limits[0]], found


def _holds_two(body: Body, low: int, high: int, start: int) -> bool:
    """True if a band has text of a goal above its number, or behind an empty line: a row that lost its number."""
    last = body.last_text(start, high)
    return any(body.texts[index] for index in (*range(low, start), *range(last + 1, high)))


def _end(body: Body, last: int) -> int:
    """The index behind the last line of the last goal, whose text ends in the line `last`."""
    end = last + 1
    while end < len(body.lines) and end not in body.apart:
        end += 1
    return end


def _possible(body: Body, ends: Sequence[int]) -> list[list[int]]:
    """The lines that may be the first of each row: those below the text of the row above, up to the goal's number.

    Where empty lines part them, only those below one.
    """
    lowest = 0
    while lowest < body.starts[0] and any(body.texts[lowest : body.starts[0]]):
        lowest += 1
    result = [list(range(lowest, body.starts[0] + 1))]
    for end, start in zip(ends, body.starts[1:], strict=False):
        between = range(end + 1, start + 1)
        apart = [cut for cut in between if cut in body.apart]
        result.append(apart or list(between))
    return [cuts if len(cuts) <= _MAX_BETWEEN else [cuts[-1]] for cuts in result]


class _Way:
    """The best first lines of rows, if cells are `centred` beside each other or begin side by side.

    It is found row by row from the top. `cost` tells how far the cells stand from where they should.
    """

    def __init__(self, body: Body, possible: Sequence[Sequence[int]], *, centred: bool) -> None:
        self.body, self.possible, self.centred = body, possible, centred
        self.last = [_end(body, body.last_text(body.starts[-1], len(body.lines)))]
        self.down = self._down()
        self.up = self._up()
        self.cost = min(self.down[-1].values())
        self.cuts = [min(totals, key=lambda cut: (totals[cut], cut)) for totals in self._totals()]

    def doubts(self) -> set[int]:
        """The indexes of rows whose first line may be another one."""
        return {
            index
            for index, totals in enumerate(self._totals())
            if sorted(totals.values())[:2][1:] and sorted(totals.values())[1] < self.cost + _CLEAR
        }

    def _totals(self) -> list[dict[int, float]]:
        """The least cost of the whole table for each first line of each row."""
        return [
            {cut: cost + up[cut] for cut, cost in down.items()} for down, up in zip(self.down, self.up, strict=True)
        ][:-1]

    def _limits(self) -> list[Sequence[int]]:
        return [*self.possible, self.last]

    def _down(self) -> list[dict[int, float]]:
        """The least cost of the rows above, for each first line of a row."""
        limits = self._limits()
        result: list[dict[int, float]] = [dict.fromkeys(limits[0], 0.0)]
        for index, cuts in enumerate(limits[1:]):
            above = result[-1]
            result.append({cut: min(cost + self._row(index, low, cut) for low, cost in above.items()) for cut in cuts})
        return result

    def _up(self) -> list[dict[int, float]]:
        """The least cost of a row and those below, for each first line of it."""
        limits = self._limits()
        result: list[dict[int, float]] = [dict.fromkeys(limits[-1], 0.0)]
        for index in range(len(limits) - 2, -1, -1):
            below = result[0]
            result.insert(
                0, {low: min(cost + self._row(index, low, cut) for cut, cost in below.items()) for low in limits[index]}
            )
        return result

    def _row(self, index: int, low: int, high: int) -> float:
        """The cost of a row of the lines from `low` to `high`: how far its cells stand from where they should."""
        cost = self.body.misplaced(low, high, self.body.starts[index], centred=self.centred)
        return cost + _RUNS_ON * self.body.runs_on(high)

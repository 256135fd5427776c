"""Cut the lines below a heading into bands, one for the row of each goal, by how the cells of a row stand together.

A goal's number begins its text, so a cut lies between the last line of one text and the number of the next. Where a
taller cell stands beside the texts several cuts may be possible. Then the cells tell: those of a row share its top, its
middle or its bottom, each column always the same one, and only one way to cut may fit::

    y    METAS                    P   OBSERVACIONES
    100                               Por convenio      all cells have their middle at 108: one row from 100 to 116
    108  1.- Celebrar sesiones    12  con el estado
    116                               se adelantó.
    124  2.- Publicar actas        4  Se publicaron     their middle is at 128: one row from 124 to 132
    132  del cabildo.                 en la gaceta.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from poa_lint.documents.geometry.lines import Row, Word

_ABOVE: Final = 0.9
_BELOW: Final = 0.22
"""Parts of a word's size that its print takes above its baseline and below."""
_APART: Final = 0.85
"""Sizes of print between two baselines from which a row may end between them: within a row they may be nearer."""
_WIDER: Final = 1.25
"""A step between two lines of a column that is so much wider than the usual one has another cell below it."""
_MISSING: Final = 3.0
"""The cost of a row without figures."""
_SKIPPED: Final = 1.5
"""The cost of a line above the first row that belongs to none, where no row can go on from the page before."""
_NARROWER: Final = 0.1
"""Sizes of print by which the room between two rows may be less than between those that are surely two."""
_CLEAR: Final = 0.5
"""The cost by which the best way to cut has to be better than any other."""
_POOR: Final = 1.0
"""The cost of a row from which its cells do not stand as those of a row do."""
_EXACT: Final = 0.15
"""Sizes of print by which cells that share their top, middle or bottom may differ in it."""
_MAX_BETWEEN: Final = 40
"""Lines between the texts of two goals at which a row may begin; of more, the first ones are left out."""
_ROUNDS: Final = 4

_Misfit = tuple[float, float, float]
"""The distances of a cell from the top, the middle and the bottom of its row."""
_TOP, _MIDDLE, _BOTTOM = range(3)
_Costs = dict[int, float]
"""The least cost of some rows, by the line at which the next one begins."""


class Band(NamedTuple):
    """The lines of a row, from `low` up to `high`; `doubtful` if another cut is possible."""

    low: int
    high: int
    doubtful: bool


class Columns(NamedTuple):
    """The column of every word of every line, the one in which goals' numbers stand, and those of figures."""

    of: Sequence[Sequence[int]]
    goal: int
    figures: range


class Body:
    """Lines below a heading. `starts` are the indexes of those in which the texts of rows begin.

    `parts` are those of rows that may have another part on another page. Lines above the first row are a row's rest if
    the table `follows` on another page, and none of it else.
    """

    def __init__(
        self, lines: Sequence[Row], columns: Columns, starts: Sequence[int], *, parts: frozenset[int], follows: bool
    ) -> None:
        self.lines, self.goal, self.starts, self.figures = lines, columns.goal, starts, columns.figures
        self.skipped = 0.0 if follows else _SKIPPED
        self.parts = parts
        self.size = median(word.size for line in lines for word in line.words)
        self.words = [list(zip(own, line.words, strict=True)) for line, own in zip(lines, columns.of, strict=True)]
        """The words of each line, each with its column."""
        self.ends = [_ends(line.words, own) for line, own in zip(lines, columns.of, strict=True)]
        self.steps = self._steps()
        self._known: dict[tuple[int, int], tuple[dict[int, _Misfit], float]] = {}

    def has_text(self, index: int) -> bool:
        """True if a line has words in the goals' column."""
        return self.goal in self.ends[index]

    def room(self, index: int) -> float:
        """The distance of a line from the one above, less what the size of its print adds to it."""
        return self.lines[index].y - self.lines[index - 1].y - (self.lines[index].size - self.size)

    def is_apart(self, index: int) -> bool:
        """True if a row may begin with a line: it does not overlap the one above."""
        return self.room(index) >= _APART * self.size

    def _steps(self) -> dict[int, float]:
        """The usual distance between the lines of a cell, by column: the lower quartile."""
        found: dict[int, list[float]] = {}
        last: dict[int, float] = {}
        for ends in self.ends:
            for column, (_, bottom) in ends.items():
                if column in last and bottom - last[column] > _APART * self.size:
                    found.setdefault(column, []).append(bottom - last[column])
                last[column] = bottom
        usual = [step for steps in found.values() for step in steps]
        every = sorted(usual)[len(usual) // 4] if usual else self.size
        return {column: min(sorted(steps)[len(steps) // 4], 1.5 * every) for column, steps in found.items()}

    def misfits(self, low: int, high: int) -> tuple[dict[int, _Misfit], float]:
        """The misfit of each cell of the row of the lines from `low` to `high`, and the cost of the row besides."""
        if (low, high) not in self._known:
            self._known[low, high] = self._measured(low, high)
        return self._known[low, high]

    def _measured(self, low: int, high: int) -> tuple[dict[int, _Misfit], float]:
        spans: dict[int, tuple[float, float]] = {}
        cost = 0.0
        for ends in self.ends[low:high]:
            for column, (top, bottom) in ends.items():
                above = spans.get(column)
                if above is not None:
                    step, usual = bottom - above[1], self.steps.get(column, self.size)
                    cost += step - usual if step > _WIDER * usual else 0.0
                spans[column] = (top if above is None else above[0]), bottom
        if not spans:
            return {}, _MISSING
        tallest = min(top for top, _ in spans.values()), max(bottom for _, bottom in spans.values())
        if any(low <= start < high for start in self.parts):
            return {}, cost / self.size
        misfits = {column: _misfit(span, tallest, self.size) for column, span in spans.items()}
        has_figures = any(column in self.figures for column in spans)
        return misfits, cost / self.size + (0.0 if has_figures else _MISSING)


def _ends(words: Sequence[Word], columns: Sequence[int]) -> dict[int, tuple[float, float]]:
    """The top and the bottom of a line's print, by column."""
    ends: dict[int, tuple[float, float]] = {}
    for word, column in zip(words, columns, strict=True):
        top, bottom = word.y - _ABOVE * word.size, word.y + _BELOW * word.size
        before = ends.get(column, (top, bottom))
        ends[column] = min(before[0], top), max(before[1], bottom)
    return ends


def _misfit(span: tuple[float, float], row: tuple[float, float], size: float) -> _Misfit:
    return (span[0] - row[0]) / size, abs(sum(span) - sum(row)) / 2 / size, (row[1] - span[1]) / size


def bands(body: Body, breaks: Sequence[int]) -> list[Band]:
    """The rows of the goals, one for each of `body.starts`; lines above the first one belong to none.

    No row goes on over one of `breaks`, lines above which something else stands.
    """
    possible = _possible(body, breaks)
    if all(len(cuts) == 1 for cuts in possible):
        limits = [*(cuts[0] for cuts in possible), len(body.lines)]
        return [Band(low, high, doubtful=False) for low, high in pairwise(limits)]
    ways = sorted((_refined(body, possible, alignment) for alignment in range(3)), key=lambda way: way.cost)
    best = ways[0]
    doubts = set(best.doubts())
    for way in ways[1:]:
        if way.cost < best.cost + _CLEAR:
            doubts |= way.doubts()
            doubts |= {index for index, cut in enumerate(way.cuts) if cut != best.cuts[index]}
    free = {index for index, cuts in enumerate(possible) if len(cuts) > 1}
    found = []
    for index, (low, high) in enumerate(pairwise([*best.cuts, len(body.lines)])):
        edges = {index, index + 1}
        poor = bool(edges & free) and best.row(low, high) > _POOR
        found.append(Band(low, high, doubtful=poor or bool(edges & doubts)))
    return found


def surely(body: Body, found: Sequence[Band], text: int) -> list[Band]:
    """The rows, doubtful those whose lines stand as near to a neighbour's as to each other, and beside their places.

    Where nothing parts two rows but the places of their cells, all cells of both have to share their top, their middle
    or their bottom exactly. Rows that all begin with their goal's number are no other ones where every further line
    has a cell that begins with a small letter. A number in a column of its own, which is not that of the `text`, tells
    nothing of the text beside it but by their middles, and only where some number shows that these are kept exactly: it
    stands between two lines of its text.
    """
    if all(_begins(body, band, start) for band, start in zip(found, body.starts, strict=True)):
        return [band._replace(doubtful=False) for band in found]
    doubts = set[int]()
    exactly = any(text not in body.ends[start] for start in body.starts)
    sides = (_TOP, _MIDDLE, _BOTTOM) if text == body.goal else (_MIDDLE,) if exactly else ()
    for index, (above, below) in enumerate(pairwise(found)):
        if _is_tight(body, below.low) and not (_is_exact(body, above, sides) and _is_exact(body, below, sides)):
            doubts |= {index, index + 1}
    return [band._replace(doubtful=band.doubtful or index in doubts) for index, band in enumerate(found)]


def _begins(body: Body, band: Band, start: int) -> bool:
    """True if a row begins with its goal's number, all cells side by side, and goes on in every other line."""
    misfits = body.misfits(band.low, band.high)[0].values()
    if band.low != start or not misfits or any(misfit[_TOP] >= _EXACT for misfit in misfits):
        return False
    return all(_goes_on(body.words[line]) for line in range(band.low + 1, band.high))


def _goes_on(words: Sequence[tuple[int, Word]]) -> bool:
    """True if the words of some column begin with a small letter: their cell began above."""
    firsts = dict(reversed(words))
    return any(word.text[0].islower() for word in firsts.values())


def _is_tight(body: Body, cut: int) -> bool:
    """True if some column of words has a line on either side of a cut, no farther from each other than usual."""
    if not cut:
        return False
    both = body.ends[cut - 1].keys() & body.ends[cut].keys() - set(body.figures)
    steps = {column: body.ends[cut][column][1] - body.ends[cut - 1][column][1] for column in both}
    return any(step <= _WIDER * body.steps.get(column, body.size) for column, step in steps.items())


def _is_exact(body: Body, band: Band, sides: Sequence[int]) -> bool:
    """True if all cells of a row share one of the sides."""
    misfits = body.misfits(band.low, band.high)[0].values()
    return any(all(misfit[side] < _EXACT for misfit in misfits) for side in sides)


def _possible(body: Body, breaks: Sequence[int]) -> list[list[int]]:
    """The lines with which each row may begin: those below the text of the row above, up to the goal's number."""
    result = []
    for above, start in pairwise([-1, *body.starts]):
        below = max((line + 1 for line in range(max(above, 0), start) if body.has_text(line)), default=0)
        between = [cut for cut in breaks if below <= cut <= start] or range(below, start + 1)
        cuts = [cut for cut in between if cut == 0 or cut in breaks or body.is_apart(cut)]
        result.append(cuts[-_MAX_BETWEEN:] or [start])
    return _roomy(body, result)


def _roomy(body: Body, possible: list[list[int]]) -> list[list[int]]:
    """The lines with which rows may begin without those that stand nearer to the line above than rows ever do.

    Rows with room between them never touch, as the lines of a cell do.
    """
    sure = [body.room(cuts[0]) for cuts in possible[1:] if len(cuts) == 1]
    least = min(sure, default=0.0) - _NARROWER * body.size
    return [possible[0], *([cut for cut in cuts if body.room(cut) >= least] or cuts for cuts in possible[1:])]


class _Way:
    """The best first lines of rows for given alignments of the columns, found row by row from the top."""

    def __init__(
        self, body: Body, possible: Sequence[Sequence[int]], alignments: Mapping[int, int], usual: int
    ) -> None:
        self.body, self.possible, self.alignments, self.usual = body, possible, alignments, usual
        self.limits = [*possible, [len(body.lines)]]
        self.totals = self._totals()
        self.cost = min(self.totals[0].values())
        self.cuts = [min(totals, key=lambda cut: (totals[cut], cut)) for totals in self.totals]

    def row(self, low: int, high: int) -> float:
        """The cost of a row of the lines from `low` to `high`: how far its cells stand from where they should."""
        misfits, cost = self.body.misfits(low, high)
        return cost + sum(misfit[self.alignments.get(column, self.usual)] for column, misfit in misfits.items())

    def doubts(self) -> set[int]:
        """The indexes of rows whose first line may be another one."""
        close = self.cost + _CLEAR
        return {index for index, totals in enumerate(self.totals) if sum(cost < close for cost in totals.values()) > 1}

    def alignment(self) -> dict[int, int]:
        """The alignment in which the cells of each column fit best."""
        sums: dict[int, list[float]] = {}
        for low, high in pairwise([*self.cuts, len(self.body.lines)]):
            for column, misfit in self.body.misfits(low, high)[0].items():
                before = sums.get(column, [0.0, 0.0, 0.0])
                sums[column] = [total + one for total, one in zip(before, misfit, strict=True)]
        order = (self.usual, _MIDDLE, _TOP, _BOTTOM)
        return {column: min(order, key=lambda one: round(total[one], 2)) for column, total in sums.items()}

    def _totals(self) -> list[_Costs]:
        """The least cost of all rows for each first line of each row."""
        downward = list(self._down())
        result: list[_Costs] = []
        below: _Costs = {len(self.body.lines): 0.0}
        for index in range(len(self.possible) - 1, -1, -1):
            below = {low: min(self.row(low, cut) + cost for cut, cost in below.items()) for low in self.possible[index]}
            result.insert(0, {cut: cost + below[cut] for cut, cost in downward[index].items()})
        return result

    def _down(self) -> Iterator[_Costs]:
        """The least cost of the rows above, for each first line of a row."""
        above = {cut: self.body.skipped * cut for cut in self.possible[0]}
        yield above
        for cuts in self.possible[1:]:
            above = {cut: min(cost + self.row(low, cut) for low, cost in above.items()) for cut in cuts}
            yield above


def _refined(body: Body, possible: Sequence[Sequence[int]], usual: int) -> _Way:
    """The best way if the columns have the alignment `usual`, or another one in which their cells then fit better."""
    way = _Way(body, possible, {}, usual)
    for _ in range(_ROUNDS):
        better = _Way(body, possible, way.alignment(), usual)
        if better.cost >= way.cost:
            break
        way = better
    return way

"""Runs of figures that stand one or two columns to the left or right of their own, and the order of figures.

A blank that is lost among the quarters moves every figure behind it; putting the run back is one change, and keeps
the order of the figures:

    Abr-Jun P  Abr-Jun A  Jul-Sep P  Jul-Sep A  Oct-Dic P
    6          6                     10                      a blank is lost before the second 6
    6                     6                     10           the cells from Abr-Jun A on, one to the right
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from poa_lint.core.diagnostic import Change
from poa_lint.core.figures import BLANK, Figure, Nothing
from poa_lint.core.report import Cell

STEPS: Final = (1, -1, 2, -2)
"""The columns by which a run may be off, to the right or left: one, or a whole quarter."""

Values = dict[str, tuple[str, Figure | Nothing]]
"""What columns say after a change: the text and its value."""


def shifts(figures: Sequence[tuple[str, Cell[Figure]]]) -> Iterator[tuple[Change, Values]]:
    """Every run of a row's figures that may be put one or two columns aside, with what its columns say then.

    The cells that it comes to stand in are of the run or blank. One figure alone is no run: a move says the same. But
    a zero alone is moved here within the periods, since the search for moves leaves it where it is.
    """
    blank = [cell.value is BLANK for _, cell in figures]
    filled = [not isinstance(cell.value, Nothing) for _, cell in figures]
    for step in STEPS:
        for first in range(max(0, -step), len(figures)):
            if not filled[first] or not all(blank[first + step : first]):
                continue
            for last in range(first, len(figures) - max(0, step)):
                if not (filled[last] or blank[last]):
                    break
                room = filled[last] and all(blank[last + 1 : last + 1 + step])
                if room and (first < last or _idle(figures, first, step)):
                    yield _shift(figures, first, last, step)


def _idle(figures: Sequence[tuple[str, Cell[Figure]]], index: int, step: int) -> bool:
    """True for a zero of a period that stands beside a cell of one; the ids of both have a dot: `avance.3`."""
    ends = [figures[place][0] for place in (index, index + step) if 0 <= place < len(figures)]
    return figures[index][1].value == 0 and all("." in name for name in ends)


def _shift(figures: Sequence[tuple[str, Cell[Figure]]], first: int, last: int, step: int) -> tuple[Change, Values]:
    run = figures[first : last + 1]
    values: Values = {name: ("", BLANK) for name, _ in run}
    for index, (_, cell) in enumerate(run, first + step):
        values[figures[index][0]] = (cell.raw, cell.value)
    if first == last:
        return Change("move", figures[first + step][0], run[0][1].raw, run[0][0]), values
    text = " · ".join(cell.raw or "-" for _, cell in run)
    return Change("shift", figures[first + step][0], text, run[0][0], through=run[-1][0]), values


def orderly(changes: Iterable[Change], columns: Sequence[str], figures: Mapping[str, Cell[Figure]]) -> bool:
    """True if the figures of a row, whose `columns` are given from left to right, keep their order."""
    moved = {change.origin: change.target for change in changes if change.action == "move"}
    stands = [moved.get(name, name) for name in columns if name in figures and figures[name].value is not BLANK]
    places = [columns.index(name) for name in stands]
    return places == sorted(places)

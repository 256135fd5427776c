"""The changes of cells, and the cells that are left as they are."""

from typing import NamedTuple


class Words(NamedTuple):
    """Other words in place of some in a cell, old and new; a cell that holds a number, a date, moves on by `days`."""

    sheet: str
    cell: str
    exchanges: tuple[tuple[str, str], ...]
    days: int


class Blank(NamedTuple):
    """A cell that is emptied; its look stays."""

    sheet: str
    cell: str


class Formula(NamedTuple):
    """A formula with the result that it has now; None is an empty text.

    `percent` is true for a figure that is meant as a percentage: `text` gives the share, `value` is in points. A cell
    without a format of percentages gets the points. An office's own formula is kept if it reads one of the cells in
    `reads`, and has that result; with `upcoming`, which tells that nothing of what it reads is known yet, always.
    """

    sheet: str
    cell: str
    text: str
    value: float | None
    percent: bool
    reads: frozenset[str]
    upcoming: bool = False


class Left(NamedTuple):
    """A cell that is left as it is; `reason` is a key of the languages' `left` table."""

    sheet: str
    cell: str
    reason: str

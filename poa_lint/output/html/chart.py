"""The chart of a unit: for each goal two bars, programmed against achieved up to the cut-off date, and one for all.

A goal that programmed 2 in its one closed quarter, achieved 3, and has 8 as its META ANUAL:

    Bars.long == (60, 90, 240)    # of WIDE = 240, which the greatest of the three takes
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, figure_text, quotient, rounded
from poa_lint.core.report import Informe, Meta
from poa_lint.core.text import short, visible
from poa_lint.core.words import Words
from poa_lint.output.progress import Progress, progress

WIDE: Final = 240
"""Width of the drawing in its own units; the greatest of a goal's figures takes all of it."""
STATES: Final = ("under", "even", "over", "unknown")
"""States of a goal: less achieved than programmed, as much, more, or a figure is missing. Bars stand in this order."""


class Bars(NamedTuple):
    """A goal's line in the chart: its figures as texts, and the lengths of its bars."""

    row: str
    """The id of the goal's row on the page."""
    goal: str
    text: str
    state: str
    planned: str
    achieved: str
    annual: str
    share: str
    long: tuple[int, int, int]
    """Lengths of planned, achieved and annual, from 0 to WIDE."""


class Stack(NamedTuple):
    """A part of a unit's bar: `number` goals are in `state`; it begins at `start` and is `long`, in units of WIDE."""

    state: str
    number: int
    start: int
    long: int


class Chart(NamedTuple):
    """The goals of a unit: a line for each, and the unit's own bar."""

    bars: tuple[Bars, ...]
    stack: tuple[Stack, ...]


def chart(informe: Informe, goals: Sequence[tuple[str, Meta]], words: Words, page_words: Words) -> Chart | None:
    """The chart of a unit. `goals` are its goals, each with the id of its row on the page.

    None for a unit without goals, and where the report's cut-off date does not tell which periods are closed.
    """
    if isinstance(informe.corte, Nothing) or not goals:
        return None
    bars = tuple(_bars(row, meta, words, page_words) for row, meta in goals)
    numbers = Counter(bar.state for bar in bars)
    stack: list[Stack] = []
    start = 0
    for state in STATES:
        if numbers[state]:
            length = max(1, numbers[state] * WIDE // len(bars))
            stack.append(Stack(state, numbers[state], start, length))
            start += length
    return Chart(bars, tuple(stack))


def _bars(row: str, meta: Meta, words: Words, page_words: Words) -> Bars:
    total = progress(meta)
    values = total.planned, total.achieved, total.annual
    greatest = max((value for value in values if not isinstance(value, Nothing) and value > 0), default=1)
    missing = {BLANK: words("blank"), UNKNOWN: page_words("chart.no-figure")}
    planned, achieved, annual = (
        missing[value] if isinstance(value, Nothing) else figure_text(value) + total.sign for value in values
    )
    return Bars(
        row=row,
        goal=visible(short(meta.numero.raw)),
        text=visible(short(meta.texto.raw)),
        state=total.state,
        planned=planned,
        achieved=achieved,
        annual=annual,
        share=_share(total),
        long=(
            _length(total.planned, greatest),
            _length(total.achieved, greatest),
            _length(total.annual, greatest),
        ),
    )


def _share(total: Progress) -> str:
    """Achieved as a percentage of programmed; empty where a figure is missing or nothing was programmed."""
    if isinstance(total.planned, Nothing) or isinstance(total.achieved, Nothing):
        return ""
    share = quotient(total.achieved * 100, total.planned)
    return "" if isinstance(share, Nothing) else f"{figure_text(rounded(share))}%"


def _length(value: Figure | Nothing, greatest: Figure) -> int:
    """The length of a bar where `greatest` takes WIDE: at least 1 for a figure above zero, 0 for any other."""
    if isinstance(value, Nothing) or value <= 0:
        return 0
    share = quotient(value * WIDE, greatest)
    length = 0 if isinstance(share, Nothing) else rounded(share)
    return max(1, length) if isinstance(length, int) else 0

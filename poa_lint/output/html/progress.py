"""What was programmed up to the cut-off date against what was achieved: a goal's two bars, a unit's one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, figure_text, quotient, rounded
from poa_lint.core.report import Cell, Informe, Meta
from poa_lint.core.text import short, visible
from poa_lint.core.words import Words
from poa_lint.expression.functions import FUNCTIONS

WIDE: Final = 240
"""Units of the drawing that the greatest of a goal's figures takes."""
STATES: Final = ("under", "even", "over", "unknown")
"""How what was achieved stands to what was programmed."""


class Progress(NamedTuple):
    """A goal up to the cut-off date."""

    planned: Figure | Nothing
    achieved: Figure | Nothing
    annual: Figure | Nothing
    sign: str = ""
    """`%` of a goal that is measured in points."""

    @property
    def state(self) -> str:
        """One of STATES."""
        if isinstance(self.planned, Nothing) or isinstance(self.achieved, Nothing):
            return "unknown"
        return "under" if self.achieved < self.planned else "over" if self.achieved > self.planned else "even"


class Bars(NamedTuple):
    """A goal's figures as words, and how long its bars are in a drawing of WIDE units; `row` names its row."""

    row: str
    goal: str
    text: str
    state: str
    planned: str
    achieved: str
    annual: str
    share: str
    long: tuple[int, int, int]


class Stack(NamedTuple):
    """A part of a unit's bar: so many goals are in this state, from `start` on."""

    state: str
    number: int
    start: int
    long: int


class Chart(NamedTuple):
    """A unit's goals drawn."""

    bars: tuple[Bars, ...]
    stack: tuple[Stack, ...]


def progress(meta: Meta) -> Progress:
    """What a goal's closed periods come to; nothing is known without a date that closes some."""
    corte = meta.corte
    if isinstance(corte, Nothing):
        return Progress(UNKNOWN, UNKNOWN, meta.meta_anual.value)
    sign = "%" if "%" in meta.meta_anual.raw else ""

    def total(cells: Sequence[Cell[Figure]]) -> Figure | Nothing:
        values = [cell.value for cell in cells[:corte]]
        if all(value is BLANK for value in values):
            return BLANK
        if len(values) == 1:  # whichever way a goal adds up
            return values[0]
        found = FUNCTIONS["acumula"].body(values, meta.acumulacion)
        return UNKNOWN if isinstance(found, Nothing) else found  # type: ignore[return-value] # a word of the language

    return Progress(total(meta.programado), total(meta.avance), meta.meta_anual.value, sign)


def figures(planned: Figure | Nothing, achieved: Figure | Nothing, sign: str) -> dict[str, str]:
    """Both figures and the deviation as a note names them, in Spanish; empty where either is not known."""
    if planned is BLANK:
        planned = 0
    if isinstance(planned, Nothing) or isinstance(achieved, Nothing):
        return {}
    off = achieved - planned
    share = "" if planned == 0 else quotient(off * 100, planned)
    said = "" if isinstance(share, (str, Nothing)) else f" ({_signed(rounded(share, 2))}%)"
    points = " puntos" if sign else ""
    return {
        "planned": figure_text(planned) + sign,
        "achieved": figure_text(achieved) + sign,
        "deviation": _signed(off) + points + said,
    }


def _signed(value: Figure) -> str:
    return f"+{figure_text(value)}" if value > 0 else figure_text(value)


def chart(informe: Informe, goals: Sequence[tuple[str, Meta]], words: Words, spoken: Words) -> Chart | None:
    """The goals of a unit, each with the name of its row; None where no date tells what was due."""
    if isinstance(informe.corte, Nothing) or not goals:
        return None
    bars = tuple(_bars(row, meta, words, spoken) for row, meta in goals)
    counted = Counter(one.state for one in bars)
    stack: list[Stack] = []
    for state in STATES:
        if counted[state]:
            start = sum(part.long for part in stack)
            stack.append(Stack(state, counted[state], start, max(1, counted[state] * WIDE // len(bars))))
    return Chart(bars, tuple(stack))


def _bars(row: str, meta: Meta, words: Words, spoken: Words) -> Bars:
    whole = progress(meta)
    three = whole.planned, whole.achieved, whole.annual
    top = max((value for value in three if not isinstance(value, Nothing) and value > 0), default=1)
    absent = {BLANK: words("blank"), UNKNOWN: spoken("chart.no-figure")}
    planned, achieved, annual = (
        absent[value] if isinstance(value, Nothing) else figure_text(value) + whole.sign for value in three
    )
    return Bars(
        row,
        visible(short(meta.numero.raw)),
        visible(short(meta.texto.raw)),
        whole.state,
        planned,
        achieved,
        annual,
        _share(whole),
        (_long(whole.planned, top), _long(whole.achieved, top), _long(whole.annual, top)),
    )


def _share(whole: Progress) -> str:
    """How much of what was programmed was achieved, where anything was."""
    if isinstance(whole.planned, Nothing) or isinstance(whole.achieved, Nothing):
        return ""
    share = quotient(whole.achieved * 100, whole.planned)
    return "" if isinstance(share, Nothing) else f"{figure_text(rounded(share))}%"


def _long(value: Figure | Nothing, top: Figure) -> int:
    """How long a figure is drawn, the greatest WIDE."""
    if isinstance(value, Nothing) or value <= 0:
        return 0
    share = quotient(value * WIDE, top)
    whole = 0 if isinstance(share, Nothing) else rounded(share)
    return max(1, whole) if isinstance(whole, int) else 0

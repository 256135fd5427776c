"""The figures of a goal up to the cut-off date: programmed, achieved, and how far apart they are.

For a goal that programmed 2 in its one closed quarter, achieved 3, and has 8 as its META ANUAL:

    Progress(planned=2, achieved=3, annual=8).state == "over"
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, figure_text, quotient, rounded
from poa_lint.core.form import LAST
from poa_lint.core.report import Cell, Meta
from poa_lint.expression.functions import FUNCTIONS

ULTIMO: Final = "ultimo"
"""The way to add up of a goal that holds its last level."""


class Progress(NamedTuple):
    """A goal's figures up to the cut-off date."""

    planned: Figure | Nothing
    achieved: Figure | Nothing
    annual: Figure | Nothing
    sign: str = ""
    """`%` for a goal that is measured in points, else empty."""

    @property
    def state(self) -> str:
        """`under`, `even`, `over`, or `unknown` where a figure is missing."""
        if isinstance(self.planned, Nothing) or isinstance(self.achieved, Nothing):
            return "unknown"
        return "under" if self.achieved < self.planned else "over" if self.achieved > self.planned else "even"


def progress(meta: Meta) -> Progress:
    """The figures of a goal's closed periods, added up as the goal does; unknown without a usable cut-off date."""
    corte = meta.corte
    if isinstance(corte, Nothing):
        return Progress(UNKNOWN, UNKNOWN, meta.meta_anual.value)
    if meta.form is not None and f"avance.{LAST}" in meta.form.index:  # earlier periods are not on paper
        return Progress(UNKNOWN, meta.absoluto.value, meta.meta_anual.value)
    sign = "%" if "%" in meta.meta_anual.raw else ""
    planned, achieved = (_total(cells[:corte], meta.acumulacion) for cells in (meta.programado, meta.avance))
    return Progress(planned, UNKNOWN if lacks_result(meta, corte) else achieved, meta.meta_anual.value, sign)


def lacks_result(meta: Meta, corte: int) -> bool:
    """True if nobody knows what a goal achieved in its `corte` closed periods: an A is blank and its P is not.

    A blank A is no 0: nobody has said what was achieved. A goal that holds its last level needs the last one alone.
    """
    first = corte - 1 if meta.acumulacion == ULTIMO else 0
    return any(map(_is_owed, meta.programado[first:corte], meta.avance[first:corte]))


def _is_owed(programado: Cell[Figure], avance: Cell[Figure]) -> bool:
    """True where something was programmed and nobody wrote what was achieved."""
    return avance.value is BLANK and programado.value is not BLANK and programado.value != 0


def _total(cells: Sequence[Cell[Figure]], acumulacion: str) -> Figure | Nothing:
    values = [cell.value for cell in cells]
    if all(value is BLANK for value in values):
        return BLANK
    # One period is its own total, even where nobody says how the goal adds up.
    if len(values) == 1:
        return values[0]
    total = FUNCTIONS["acumula"].body(values, acumulacion)
    return UNKNOWN if isinstance(total, Nothing) else total  # type: ignore[return-value] # a word of the language


def note_values(planned: Figure | Nothing, achieved: Figure | Nothing, sign: str) -> dict[str, str]:
    """The values `planned`, `achieved` and `deviation` of a note, in Spanish; empty where a figure is not known."""
    if planned is BLANK:
        planned = 0
    if isinstance(planned, Nothing) or isinstance(achieved, Nothing):
        return {}
    difference = achieved - planned
    share = "" if planned == 0 else quotient(difference * 100, planned)
    percentage = "" if isinstance(share, (str, Nothing)) else f" ({_signed(rounded(share, 2))}%)"
    points = " puntos" if sign else ""
    return {
        "planned": figure_text(planned) + sign,
        "achieved": figure_text(achieved) + sign,
        "deviation": _signed(difference) + points + percentage,
    }


def _signed(value: Figure) -> str:
    return f"+{figure_text(value)}" if value > 0 else figure_text(value)

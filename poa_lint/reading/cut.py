"""Tell a row that is cut short from one whose last blank cells are left out.

Many texts leave out the blank cells at the end of a row; a reported goal then still ends at its percentage, and one of
which nothing is reported ends at what it programmes:

    4.6.1⇥100.- DAR⇥KM⇥4⇥1⇥1⇥1⇥⇥1⇥⇥1⇥⇥1⇥25%       whole: only OBSERVACIONES is left out
    4.6.1⇥101.- DAR⇥KM⇥4⇥2⇥⇥2                       whole: nothing is achieved yet, and 2 and 2 make the year's 4
    4.6.1⇥102.- DAR⇥KM⇥4⇥1⇥1⇥1                      cut: 1 and 1 do not make 4
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from poa_lint.core.facts import Fact
from poa_lint.core.figures import BLANK, Figure, Nothing
from poa_lint.core.report import Cell, Meta
from poa_lint.reading.goal import SUMA, with_unknown
from poa_lint.reading.lines import Line

END: Final = "relativo"
"""The last column that a reported goal has to fill."""


def pads(rows: Iterable[Line], columns: int) -> bool:
    """True if a text writes blank cells at the end of rows too: a row that is too short has lost cells."""
    return any(len(row.cells) >= columns and not row.cells[columns - 1].raw for row in rows)


def mended(goal: Meta, line: Line, *, padded: bool) -> tuple[Meta, Fact] | None:
    """The goal of a row that is cut short, the cells behind its end UNKNOWN, and POA002; None for a whole row.

    `padded` tells that the text writes blank cells at the end of rows (`pads`).
    """
    present, missing = goal.celdas[: len(line.cells)], goal.celdas[len(line.cells) :]
    ids = {cell.columna.id for cell in missing}
    if END not in ids or not (_lacks_plan(goal, ids) or (padded and _reported(goal))):
        return None
    last, following = present[-1], missing[0]
    texts = {
        "evidencia": last.raw,
        "columna": last.columna.titulo,
        "sobrante": "",
        "acomodo": "",
        "siguiente": following.columna.titulo,
        "metas": "",
    }
    cut = with_unknown(goal, lambda cell: cell.columna.id in ids)
    figures = tuple(cifra.valor for cifra in goal.cifras if cifra.columna not in ids)
    return cut, Fact("POA002", last.span, texts, "cortado", goal.pagina, cut, cells=figures)


def _lacks_plan(goal: Meta, missing: set[str]) -> bool:
    """True if the unit of measure or the year's goal is missing, or a period while the others programme too little."""
    if {"unidad_medida", "meta_anual"} & missing:
        return True
    planned = [cell for cell in goal.programado if cell.columna.id not in missing]
    total = _sum(planned)
    annual = goal.meta_anual.value
    if total is None or isinstance(annual, Nothing) or goal.acumulacion != SUMA:
        return False
    return len(planned) < len(goal.programado) and total < annual


def _sum(cells: Iterable[Cell[Figure]]) -> Figure | None:
    """The sum of figures, blanks as nothing; None where one cannot be read."""
    total: Figure = 0
    for cell in cells:
        if not isinstance(cell.value, Nothing):
            total += cell.value
        elif cell.value is not BLANK:
            return None
    return total


def _reported(goal: Meta) -> bool:
    """True if a closed period has an achieved figure: then the two accumulated ones have to be there."""
    return any(period.cerrado is True and period.avance.value is not BLANK for period in goal.periodos)

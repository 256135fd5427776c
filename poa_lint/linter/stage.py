"""The stage of a file between the approved plan and the report that a unit delivers.

Neither a plan nor a form that nobody has filled in reports anything: who receives reports has to answer neither.
"""

from __future__ import annotations

from typing import Final

from poa_lint.core.figures import BLANK, Nothing
from poa_lint.core.form import NONE
from poa_lint.core.report import Informe, Meta, Pagina

REPORT: Final = ""
PLAN: Final = "plan"
UNFILLED: Final = "unfilled"
SUMA: Final = "suma"


def stage(informe: Informe) -> str:
    """One of REPORT, PLAN and UNFILLED; a report for what has no goals, and where a page could not be read.

    A plan states no cut-off date and nothing achieved. A form is unfilled while its last period says nothing more than
    the periods before it do, though something was programmed for it: it is as `poa-lint next` made it. A form whose
    totals go on or that has an observation was worked on, though what was achieved is missing.
    """
    if not informe.metas or informe.sin_leer:
        return REPORT
    if all(map(_states_no_date, informe.paginas)):
        return PLAN if not any(map(_achieves, informe.metas)) else REPORT
    return UNFILLED if _is_unfilled(informe.metas) else REPORT


def _states_no_date(pagina: Pagina) -> bool:
    return not pagina.fecha.raw.strip() or (pagina.form is not None and pagina.form.head.cutoff.says == NONE)


def _achieves(meta: Meta) -> bool:
    """True if a goal has a figure achieved, or one that cannot be read."""
    return any(cell.raw.strip() and cell.value is not BLANK and cell.value != 0 for cell in meta.avance)


def _is_unfilled(metas: tuple[Meta, ...]) -> bool:
    """True if no goal says anything of the last period, and some goal does of one before it.

    Something has to be programmed for that period: of a unit that has nothing to do in it a blank is the whole report.
    """
    return (
        all(map(_says_nothing, metas))
        and any(not isinstance(cell.value, Nothing) for meta in metas for cell in meta.avance[: _closed(meta) - 1])
        and any(map(_owes, metas))
    )


def _owes(meta: Meta) -> bool:
    """True if something was programmed for the last period."""
    planned = meta.programado[_closed(meta) - 1].value
    return not isinstance(planned, Nothing) and planned > 0


def _says_nothing(meta: Meta) -> bool:
    """True if a goal has nothing achieved in the last period, no observation and no more than before in its total."""
    closed = _closed(meta)
    if not 1 <= closed <= len(meta.avance):
        return False
    if meta.avance[closed - 1].value is not BLANK or meta.observaciones.raw.strip():
        return False
    before = [cell.value for cell in meta.avance[: closed - 1] if not isinstance(cell.value, Nothing)]
    total = meta.absoluto.value
    return isinstance(total, Nothing) or meta.acumulacion != SUMA or total == sum(before)


def _closed(meta: Meta) -> int:
    return 0 if isinstance(meta.corte, Nothing) else meta.corte

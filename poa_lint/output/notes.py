"""Texts for OBSERVACIONES with a goal's figures and blanks for the cause, for a person to complete and paste."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.figures import BLANK
from poa_lint.core.report import Meta, Periodo
from poa_lint.core.result import JUSTIFYING, FileResult
from poa_lint.core.words import words as words_of
from poa_lint.output.progress import note_values, progress

OBSERVATION: Final = "observaciones"
"""The column that a finding points at where it asks for an explanation."""
COMPARING: Final = "comparacion"
EXPLAINING: Final = frozenset({JUSTIFYING, COMPARING})
"""The groups of the rules that ask for one: that of the report before is none of this quarter's (POA911)."""


def note(finding: Diagnostic, goals: Mapping[int, Meta], *, apart: bool = False) -> str:
    """The text for OBSERVACIONES, in Spanish as the report is; empty for a finding that asks for none.

    It speaks of one period where the finding names just one, else of everything up to the cut-off date. `goals` are
    those of `goals(file)`. With `apart` a goal that is explained on another sheet than the report has one too.
    """
    owed = finding.where.columna == OBSERVATION or (apart and finding.group == JUSTIFYING)
    if finding.group not in EXPLAINING or not owed or finding.waived:
        return ""
    goal = goals.get(finding.order[0])
    if goal is None:
        return ""
    said, total = words_of("es", "oficio"), progress(goal)
    numbers = {cell.columna.partition(".")[2] for cell in finding.related if "." in cell.columna}
    if finding.group == COMPARING:  # of the last period, unless it went as programmed and an earlier one did not
        numbers = {str(period.numero) for period in goal.periodos if period.ultimo is True and _deviates(period)}
    period = next((period for period in goal.periodos if str(period.numero) in numbers), None)
    if len(numbers) == 1 and period is not None:
        values = note_values(period.programado.value, period.avance.value, total.sign)
        return said("note.period", period=period.nombre, **values) if values else ""
    values = note_values(total.planned, total.achieved, total.sign)
    return said("note.whole", **values) if values else ""


def _deviates(period: Periodo) -> bool:
    planned, achieved = ((0 if cell.value is BLANK else cell.value) for cell in (period.programado, period.avance))
    return planned != achieved


def goals(file: FileResult) -> Mapping[int, Meta]:
    """The report's goals by the offset of their rows; none where the run did not keep the report."""
    return {} if file.paper is None else {meta.span.start: meta for meta in file.paper.informe.metas}

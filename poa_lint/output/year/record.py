"""A report as a summary keeps it: a few counts of each unit, made where the report is linted.

digest(result).units[0].progress == {"under": 3, "even": 35, "over": 1, "unplanned": 1, "unread": 0}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.figures import BLANK, Figure, Nothing, quotient
from poa_lint.core.form import NONE, Form
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Informe, Meta, Unidad, code
from poa_lint.core.result import FileResult, by_unit
from poa_lint.core.text import short
from poa_lint.output.progress import Progress, lacks_result, progress
from poa_lint.output.year.model import GROUPS, SEVERITIES, Digest, Risk, Tally, UnitDigest

TRENDS: Final = frozenset({"POA930", "POA931", "POA932"})
"""The codes of the rules that say which goals may miss their year."""
UNREAD: Final = frozenset({"POA005", "POA007", "POA008"})
"""The codes of the rules that say why a file, or a page of it, could not be read."""
REACHED: Final = 90
"""The percentage of what was programmed to date with which a goal counts as reached."""
RISK_MINIMUM: Final = "POA930.minimo"
MINIMUM: Final = 90
"""The percentage of its META ANUAL below which a goal is at risk, where nobody states another one (POA930)."""
SUMA: Final = "suma"


def digest(result: FileResult) -> Digest:
    """The part of a report that a summary keeps; its result has to keep the report itself."""
    summary, informe = result.summary, result.paper.informe if result.paper else None
    return Digest(
        path=result.path,
        sha256=result.sha256,
        kind=result.kind,
        ejercicio=summary.ejercicio if summary else None,
        corte=summary.corte if summary else None,
        tally=_tally(result.verdict, result.diagnostics),
        rules=dict(Counter(finding.code for finding in result.standing)),
        units=tuple(_units(result, informe)) if informe else (),
        failed=result.failed,
        unread=result.unread,
        reason=_reason(result) if result.unread else "",
    )


def _reason(result: FileResult) -> str:
    """The sentence that says why a file was not read in full; empty where no finding does."""
    told = sorted(result.diagnostics, key=lambda finding: (finding.code not in UNREAD, finding.severity.rank))
    return told[0].message if told else ""


def _tally(verdict: str, findings: Sequence[Diagnostic]) -> Tally:
    found = Counter(finding.severity for finding in findings if finding.waived is None)
    errors, warnings, notes = (found[severity] for severity in SEVERITIES[:3])
    return Tally(verdict, (errors, warnings, notes), sum(finding.waived is not None for finding in findings))


def _units(result: FileResult, informe: Informe) -> Iterator[UnitDigest]:
    """The units of a report; an approved plan, which reports nothing, has none."""
    counted, beside = by_unit(result.units, result.diagnostics), by_unit(result.units, result.beside)
    closed = {id(corte.form): corte.closed for corte in informe.cortes}
    parameters = result.parameters or ({},) * len(informe.unidades)
    told = zip(informe.unidades, result.units, result.verdicts, parameters, counted, beside, strict=True)
    for unidad, unit, (_, verdict), values, own, ahead in told:
        form = unidad.paginas[0].form if unidad.paginas else None
        if form is not None and form.head.cutoff.says == NONE:
            continue
        trends = [*(finding for finding in own if finding.code in TRENDS), *ahead]
        period = _period(form, closed.get(id(form), informe.corte))
        yield replace(
            _progress(unidad, _minimum(values)),
            programa=unit.programa,
            unidad=unit.unidad,
            forma=form.code if form else "",
            periodo=period,
            tally=_tally(verdict, own),
            risks=tuple(_risks(unidad, trends)),
        )


def _minimum(values: Mapping[str, object]) -> Figure:
    """The percentage of META ANUAL below which a goal of a unit is at risk."""
    value = values.get(RISK_MINIMUM, MINIMUM)
    assert isinstance(value, Figure)
    return value


def _period(form: Form | None, closed: int | Nothing) -> str:
    """The key of the last period closed; empty where it is not known."""
    key = form.key(closed) if form else ""
    return "" if key.endswith("?") else key


def _progress(unidad: Unidad, minimum: Figure) -> UnitDigest:
    """A unit with the counts of its goals; the rest is to be filled in."""
    first = unidad.paginas[0] if unidad.paginas else None
    totals = [progress(meta) for meta in unidad.metas]
    groups = Counter(map(_group, totals))
    forecasts = [forecast(meta, minimum) for meta in unidad.metas]
    return UnitDigest(
        ramo=short(code(first.ramo)) if first else "",
        programa="",
        unidad="",
        nombre=_name(unidad),
        forma="",
        periodo="",
        metas=len(unidad.metas),
        tally=Tally(""),
        progress={group: groups[group] for group in GROUPS},
        reached=sum(map(_reached, totals)),
        forecast=sum(one is not None for one in forecasts),
        expected=sum(one is True for one in forecasts),
        unforeseen=sum(map(is_unforeseen, unidad.metas)),
    )


def _name(unidad: Unidad) -> str:
    """A unit's name; the codes or names of its pages where its form has no name for it."""
    identity = unidad.paginas[0].identidad if unidad.paginas else ()
    return short(unidad.unidad_ejecutora.nombre.raw or " ".join(filter(None, map(str.strip, identity))))


def _risks(unidad: Unidad, trends: Sequence[Diagnostic]) -> Iterator[Risk]:
    """The goals at risk, in the order of their rows."""
    standing = [finding for finding in trends if finding.waived is None]
    texts = {meta.span.start: meta.texto.raw for meta in unidad.metas} if standing else {}
    for finding in sorted(standing, key=lambda finding: (finding.order, finding.code)):
        yield Risk(finding.where.meta, short(texts.get(finding.order[0], "")), finding.code, finding.message)


def _group(total: Progress) -> str:
    """One of GROUPS."""
    if total.planned is BLANK or total.planned == 0:
        return "unplanned"
    return "unread" if total.state == "unknown" else total.state


def _reached(total: Progress) -> bool:
    """True if at least REACHED percent of what was programmed to date is achieved."""
    planned, achieved = total.planned, total.achieved
    if isinstance(planned, Nothing) or isinstance(achieved, Nothing) or planned == 0:
        return False
    return achieved * 100 >= planned * REACHED


def forecast(meta: Meta, minimum: Figure = MINIMUM) -> bool | None:
    """True if a goal will reach `minimum` percent of its META ANUAL, by what is programmed for the rest or at its pace.

    None where nothing can be foreseen: it does not add up, a figure is not known, or the year is over. Of a goal whose
    pace is not known, for nothing was programmed so far, only a good end is. POA930 says the same of each goal.
    """
    corte, annual = meta.corte, meta.meta_anual.value
    if not _is_open(meta) or isinstance(corte, Nothing) or isinstance(annual, Nothing) or annual <= 0:
        return None
    planned, done = _known(meta.programado), _known(meta.avance[:corte])
    if planned is None or done is None or lacks_result(meta, corte):
        return None
    to_date, achieved = sum(planned[:corte]), sum(done)
    if (achieved + sum(planned[corte:])) * 100 >= annual * minimum:
        return True
    pace = quotient(achieved * annual, to_date)
    return None if isinstance(pace, Nothing) else pace * 100 >= annual * minimum


def is_unforeseen(meta: Meta) -> bool:
    """True if the year of a goal could be foreseen but for a figure that nobody knows: an A is blank, or unreadable."""
    corte, annual = meta.corte, meta.meta_anual.value
    if not _is_open(meta) or isinstance(corte, Nothing) or annual is BLANK:
        return False
    if not isinstance(annual, Nothing) and annual <= 0:
        return False
    known = _known((*meta.programado, *meta.avance[:corte], meta.meta_anual))
    return known is None or lacks_result(meta, corte)


def _is_open(meta: Meta) -> bool:
    """True for a goal that adds up, on a day on which a period of its year is closed and another is not."""
    corte = meta.corte
    return meta.acumulacion == SUMA and not isinstance(corte, Nothing) and 1 <= corte < len(meta.periodos)


def _known(cells: Sequence[Cell[Figure]]) -> list[Figure] | None:
    """The figures of cells, a blank being 0; None if one is not known."""
    values = [0 if cell.value is BLANK else cell.value for cell in cells]
    known = [value for value in values if not isinstance(value, Nothing)]
    return known if len(known) == len(values) else None

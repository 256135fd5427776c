"""Units of an approved plan that no report of a run has, told of the plan: none of the reports is at fault.

A report that owes such a unit tells it itself (`lost`): the last report has both in one file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.config.apply import running_rules
from poa_lint.config.settings import Settings
from poa_lint.config.waivers import Decisions
from poa_lint.core.delivery import Delivery, KeptUnit
from poa_lint.core.diagnostic import Confidence, Diagnostic, Original, Where
from poa_lint.core.figures import UNKNOWN, Nothing
from poa_lint.core.form import Columna, Form
from poa_lint.core.report import absent
from poa_lint.core.result import Counts, FileResult
from poa_lint.core.source import Span
from poa_lint.core.text import short
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.linter.deliveries import day
from poa_lint.linter.pool import Pool
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.comparison import PLAN, Ausencia

CODE: Final = "POA904"
VARIANT: Final = "unidad-entrega"


class _Absent(NamedTuple):
    """A unit of a plan that no report of a year and day has; `period` is the key of what those close."""

    plan: Delivery
    unit: KeptUnit
    report: Delivery
    period: str


def results(
    pool: Pool,
    reports: Sequence[FileResult],
    forms: Sequence[Form],
    rules: Rulebook,
    settings: Settings,
    decisions: Decisions,
    words: Words,
) -> Iterator[FileResult]:
    """A result for each plan that has units which the reports of a day lack, where these are several.

    The run whose results are `reports` tells it if it has the first report of the day: a run of some of them repeats
    nothing.
    """
    if CODE not in running_rules(rules, settings, compared=True):
        return
    by_code = {form.code: form for form in forms}
    found: dict[str, list[_Absent]] = {}
    for one in _missing(pool, {report.path for report in reports}, by_code):
        found.setdefault(one.plan.path, []).append(one)
    for path, units in found.items():
        findings = [_finding(one, rules, words) for one in units]
        yield FileResult(
            path=path,
            sha256=units[0].plan.sha256,
            encoding="utf-8",
            summary=None,
            units=(),
            diagnostics=decisions.on(findings),
            counts=Counts(0, 0, 0),
            lines={},
            fail_on=settings.fail_on,
        )


def _missing(pool: Pool, paths: set[str], forms: Mapping[str, Form]) -> Iterator[_Absent]:
    if PLAN in pool.against.incomplete or not pool.whole:
        return
    for iso in sorted({day(report.fecha) for report in pool.against.together} - {""}):
        reports = pool.reports_of(iso)
        year = reports[0].ejercicio
        if len(reports) < 2 or reports[0].path not in paths or not isinstance(year, int):
            continue
        present = pool.present(PLAN, year, iso)
        for plan in pool.plans_on(year, iso):
            number, silent = pool.silent(plan, iso)
            missing = [unit for unit in silent if id(unit) not in present]
            if number >= 2 * len(missing):
                period = _period(reports, forms)
                yield from (_Absent(plan, unit, reports[0], period) for unit in missing if not pool.owed(iso, unit))


def _period(reports: Sequence[Delivery], forms: Mapping[str, Form]) -> str:
    """The key of the period that the first unit of the reports closes, as findings about them have it."""
    units = [unit for report in reports for unit in report.units if unit.form in forms]
    closed = units[0].closed if units else UNKNOWN
    return "T?" if isinstance(closed, Nothing) or not units else forms[units[0].form].key(int(closed))


def _finding(one: _Absent, rules: Rulebook, words: Words) -> Diagnostic:
    check, unit = rules.checks[CODE], one.unit
    kept = unit.header["unidad_ejecutora"]
    span = Span(kept.start, kept.start + len(kept.content[0]))
    place = one.plan.places.at(span.start) if one.plan.places is not None else None
    where = Where(None, short(unit.programa), short(unit.unidad))
    frame = (None, _node(one))
    return Diagnostic(
        code=CODE,
        rule=check.rule.name,
        group=check.rule.group,
        severity=check.rule.severity_of(VARIANT),
        confidence=Confidence.HIGH,
        message=check.message[words.language][VARIANT].on(frame, words),
        work="",
        help=check.help[words.language][VARIANT].on(frame, words),
        span=span,
        where=where,
        key=f"{CODE}:{one.report.ejercicio}:{one.period}:{where.programa or '-'}/{where.unidad or '-'}/-/-",
        unidad=short(unit.nombre),
        original=None
        if place is None
        else Original(place.describe(words_of(words.language, "office")), place.as_dict()),
        start=one.plan.position(span.start),
        end=one.plan.position(span.end),
    )


def _node(one: _Absent) -> Ausencia:
    unit, cell = one.unit, absent(Columna("", ""), 0)
    return Ausencia(
        clase=VARIANT,
        falta_aqui=True,
        es_unidad=True,
        numero="",
        texto="",
        nombre=unit.nombre,
        archivo=one.plan.path,
        despues_de="",
        lugar=cell,
        alla=cell,
        programa=unit.programa,
        clave=unit.unidad,
        dentro=None,
        fecha=one.report.fecha,
    )

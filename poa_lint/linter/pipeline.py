"""One source to one result: read, check, place, decide."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from poa_lint.config.settings import Settings
from poa_lint.config.waivers import UNDECIDED, Decisions
from poa_lint.core.dates import Fecha
from poa_lint.core.diagnostic import Diagnostic, Fixable, Original
from poa_lint.core.facts import Fact
from poa_lint.core.form import Form
from poa_lint.core.form_words import with_synonyms
from poa_lint.core.records import replace
from poa_lint.core.report import Informe, Unidad, code
from poa_lint.core.result import Closed, Compared, FileResult, Paper, Summary, Unit
from poa_lint.core.source import Places, Source, Span, Unreadable
from poa_lint.core.text import folded, short
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents.limits import within
from poa_lint.linter.canonical import percentages
from poa_lint.linter.check import check, scorer
from poa_lint.linter.message import FindingWriter
from poa_lint.linter.plan import Plans
from poa_lint.linter.stage import stage
from poa_lint.reading import accents, read
from poa_lint.rulebook.book import Rulebook

if TYPE_CHECKING:
    from poa_lint.core.delivery import Delivery
    from poa_lint.linter.pool import Pool

QUARTERS: Final = 4
"""The periods of a year of quarters."""


def lint(
    source: Source | Unreadable,
    rules: Rulebook,
    forms: tuple[Form, ...],
    settings: Settings,
    words: Words,
    decisions: Decisions = UNDECIDED,
    *,
    keep: bool = False,
    pool: Pool | None = None,
) -> FileResult:
    """Read and check one file, and `keep` the report. Whatever the file holds becomes findings; nothing is raised.

    With a `pool` its units are compared with their counterparts there.
    """
    source = within(source, settings.limits)
    if isinstance(source, Unreadable):
        values = {"limite": source.limit, "renglon": source.line}
        facts = (Fact("POA007", Span(0, 0), values, variant=source.reason),)
        reading = read.Reading(read.NOTHING, facts, unread=True)
        source = Source(source.path, "", "", source.sha256)
    else:
        reading = reading_of(source, rules, forms, settings)
    informe, places, plans = reading.informe, Places(source), Plans(rules, settings)
    if pool is None:
        checked = check(informe, reading.facts, plans, FindingWriter(informe, words, places))
        compared: tuple[Compared, ...] = ()
        remarks: tuple[str, ...] = ()
        lacking: tuple[str, ...] = ()
        unpreceded = False
        paper = Paper(source.text, informe, forms, original=source.original)
    else:
        from poa_lint.linter.compare import compare

        beside = compare(source, reading, pool, forms, plans, words, places, keep=keep)
        checked, compared, remarks, lacking = beside.checked, beside.compared, beside.remarks, beside.lacking
        unpreceded = beside.unpreceded
        paper = Paper(source.text, informe, forms, beside.differences, beside.absences, source.original)
    findings, tidy = checked.diagnostics, tuple(percentages(informe))
    if any(fact.code == accents.CODE for fact in reading.facts):
        findings, tidy = tuple(map(_by_hand, findings)), ()
    if source.original is not None:
        findings, tidy = tuple(_in_original(findings, source.original, words)), ()
    return FileResult(
        path=source.path,
        sha256=source.sha256,
        encoding=source.encoding,
        kind=source.kind,
        summary=_summary(informe),
        units=tuple(_unit(unidad) for unidad in informe.unidades),
        diagnostics=decisions.on(findings),
        counts=checked.counts,
        repairs=checked.repairs,
        tidy=tidy,
        lines=places.lines,
        fail_on=settings.fail_on,
        unread=reading.unread,
        foreign=reading.foreign,
        tabled=reading.tabled,
        own=reading.own,
        stage=stage(informe),
        compared=compared,
        remarks=remarks,
        lacking=lacking,
        unpreceded=unpreceded,
        paper=paper if keep and source.encoding else None,
        beside=decisions.on(checked.beside),
        parameters=tuple(_parameters(informe, plans)) if settings.beside else (),
    )


def delivered(source: Source | Unreadable, rules: Rulebook, forms: tuple[Form, ...], settings: Settings) -> Delivery:
    """A file as it is kept for comparing others with it: no rule is asked."""
    from poa_lint.linter import deliveries

    source = within(source, settings.limits)
    if isinstance(source, Unreadable):
        return deliveries.unread(source)
    return deliveries.delivery(source, reading_of(source, rules, forms, settings))


def reading_of(source: Source, rules: Rulebook, forms: tuple[Form, ...], settings: Settings) -> read.Reading:
    """The report in a source, with the facts that only its original file knows."""
    if settings.sinonimos:
        forms = with_synonyms(forms, tuple(settings.sinonimos.items()))
    reading = read.read(source, forms, scorer(rules), partial(_accumulation, settings))
    if source.original is not None and source.original.remarks:
        from poa_lint.reading import remarks

        reading = remarks.with_remarks(reading, source.text, source.original.remarks)
    return reading


def _parameters(informe: Informe, plans: Plans) -> Iterator[dict[str, object]]:
    """The parameters of the rules that run beside the chosen ones, for each unit."""
    wanted = plans.settings.beside
    for unidad in informe.unidades:
        form = unidad.paginas[0].form if unidad.paginas else None
        plan = plans.of(informe.ejercicio, code(unidad.programa), code(unidad.unidad_ejecutora), form)
        values = plan.rules.book.values
        yield {name: value for name, value in values.items() if name.partition(".")[0] in wanted}


def _accumulation(settings: Settings, numero: str, unidad: str) -> str:
    """The way in which a goal adds up to its year, by its number or its unit of measure; empty where none is set."""
    return settings.acumulacion.get(numero) or settings.acumulacion.get(folded(unidad)) or ""


def _in_original(findings: tuple[Diagnostic, ...], original: Any, words: Words) -> list[Diagnostic]:
    """The findings in a text that was made of an office's file: each at its spot there, for a person to mend."""
    office = words_of(words.language, "office")
    return [_placed(finding, original.place(finding.span.start), office) for finding in findings]


def _placed(finding: Diagnostic, place: Any, office: Words) -> Diagnostic:
    spot = None if place is None else Original(place.describe(office), place.as_dict())
    return replace(_by_hand(finding), original=spot)


def _by_hand(finding: Diagnostic) -> Diagnostic:
    """A finding for a person to mend: its edits would write into a file that is not written as it is read."""
    shown = finding.fixable in (Fixable.SAFE, Fixable.UNSAFE)
    return replace(finding, edits=(), fixable=Fixable.SHOWN if shown else finding.fixable)


def _unit(unidad: Unidad) -> Unit:
    return Unit(
        short(code(unidad.programa)),
        short(code(unidad.unidad_ejecutora)),
        unidad.nombre,
        tuple([short(meta.numero.raw) for meta in unidad.metas]),
        unidad.completa,
    )


def _summary(informe: Informe) -> Summary:
    fecha = informe.fecha
    return Summary(
        ejercicio=informe.ejercicio if isinstance(informe.ejercicio, int) else None,
        corte=f"{fecha.ano:04d}-{fecha.mes:02d}-{fecha.dia:02d}" if isinstance(fecha, Fecha) and fecha.existe else None,
        trimestre=informe.corte if isinstance(informe.corte, int) and _by_quarters(informe) else None,
        unidades=len(informe.unidades),
        metas=len(informe.metas),
        paginas=len(informe.paginas),
        periodo=_closed(informe),
    )


def _by_quarters(informe: Informe) -> bool:
    """True for a report whose form has a year of quarters."""
    return len(informe.cortes[0].form.periods) == QUARTERS


def _closed(informe: Informe) -> Closed | None:
    """The last period that a report closes; None before the first one, and where it is not known."""
    if not isinstance(informe.corte, int) or informe.corte == 0:
        return None
    form = informe.cortes[0].form
    return Closed(informe.corte, form.key(informe.corte), form.periods[informe.corte - 1].nombre)

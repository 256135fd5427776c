"""The whole line: bytes, text, report, checks, findings."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from poa_lint.config.settings import Settings
from poa_lint.config.waivers import UNDECIDED, Decisions
from poa_lint.core.diagnostic import Diagnostic, Fixable, Original
from poa_lint.core.facts import Fact
from poa_lint.core.figures import Nothing
from poa_lint.core.form import Form
from poa_lint.core.records import replace
from poa_lint.core.report import Fecha, Informe, Unidad
from poa_lint.core.result import FileResult, Paper, Summary, Unit, _Places
from poa_lint.core.source import Original as Way
from poa_lint.core.source import Source, Span, Unreadable
from poa_lint.core.text import folded, short
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.linter.canonical import percentages
from poa_lint.linter.check import Plans, check, judge
from poa_lint.reading import read
from poa_lint.rulebook.book import Rulebook

EMPTY: Final = Informe((), (), Nothing.UNKNOWN, Nothing.UNKNOWN, Nothing.UNKNOWN)


def lint(
    source: Source | Unreadable,
    rules: Rulebook,
    forms: tuple[Form, ...],
    settings: Settings,
    words: Words,
    decisions: Decisions = UNDECIDED,
    *,
    keep: bool = False,
) -> FileResult:
    """Read and check one file, and `keep` the report. Whatever the file holds becomes findings; nothing is raised."""
    if isinstance(source, Unreadable):
        facts: tuple[Fact, ...] = (Fact("POA007", Span(0, 0), variant=source.reason),)
        return _result(Source(source.path, "", "", source.sha256), EMPTY, facts, rules, settings, words)
    accumulation = partial(_accumulation, settings)
    reading = read.read(source, forms, judge(rules), accumulation)
    if source.original is not None and source.original.remarks:
        from poa_lint.reading import remarks

        reading = remarks.known(reading, source.text, source.original.remarks)
    found = _result(source, reading.informe, reading.facts, rules, settings, words)
    if source.original is not None:
        found = _in_original(found, source.original, words)
    if keep:
        found = replace(found, paper=Paper(source.text, reading.informe, forms))
    return replace(found, diagnostics=decisions.on(found.diagnostics))


def _in_original(found: FileResult, original: Way, words: Words) -> FileResult:
    """What was found in a text that was made of an office's file: each at its place there, for a person to mend."""
    spoken = words_of(words.language, "office")
    return replace(
        found,
        diagnostics=tuple(_placed(one, original.place(one.span.start), spoken) for one in found.diagnostics),
        edits=tuple(() for _ in found.edits),
        tidy=(),
    )


def _placed(one: Diagnostic, place: Any, spoken: Words) -> Diagnostic:
    said = None if place is None else Original(place.describe(spoken), place.as_dict())
    mended = one.fixable in (Fixable.SAFE, Fixable.UNSAFE)
    return replace(one, original=said, edits=(), fixable=Fixable.SHOWN if mended else one.fixable)


def _accumulation(settings: Settings, numero: str, unidad: str) -> str:
    return settings.acumulacion.get(numero) or settings.acumulacion.get(folded(unidad)) or ""


def _result(
    source: Source,
    informe: Informe,
    facts: tuple[Fact, ...],
    rules: Rulebook,
    settings: Settings,
    words: Words,
) -> FileResult:
    checked = check(informe, facts, Plans(rules, settings), words)
    places = _Places(source)
    return FileResult(
        path=source.path,
        sha256=source.sha256,
        encoding=source.encoding,
        kind=source.kind,
        summary=_summary(informe),
        units=tuple(_unit(unidad) for unidad in informe.unidades),
        diagnostics=checked.diagnostics,
        positions=tuple(places(one.span) for one in checked.diagnostics),
        related=tuple(tuple(places(near.span) for near in one.related) for one in checked.diagnostics),
        counts=checked.counts,
        repairs=checked.repairs,
        tidy=tuple(percentages(informe)),
        edits=tuple(tuple(places(edit.span) for edit in one.edits) for one in checked.diagnostics),
        lines=places.lines,
        fail_on=settings.fail_on,
    )


def _unit(unidad: Unidad) -> Unit:
    return Unit(
        short(unidad.programa.codigo.raw),
        short(unidad.unidad_ejecutora.codigo.raw),
        unidad.nombre,
        tuple([short(meta.numero.raw) for meta in unidad.metas]),
    )


def _summary(informe: Informe) -> Summary:
    fecha = informe.fecha
    return Summary(
        ejercicio=informe.ejercicio if isinstance(informe.ejercicio, int) else None,
        corte=f"{fecha.ano:04d}-{fecha.mes:02d}-{fecha.dia:02d}" if isinstance(fecha, Fecha) and fecha.existe else None,
        trimestre=informe.corte if isinstance(informe.corte, int) else None,
        unidades=len(informe.unidades),
        metas=len(informe.metas),
        paginas=len(informe.paginas),
    )

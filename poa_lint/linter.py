"""The whole line: bytes, text, report, checks, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any, Final, NamedTuple

from poa_lint import ahead
from poa_lint.checking import Counts, Plans, check, judge
from poa_lint.diagnostic import Diagnostic, Fixable, Original, Repair, Severity
from poa_lint.facts import Fact
from poa_lint.figures import Nothing
from poa_lint.formatting import percentages
from poa_lint.reading import build
from poa_lint.reading.forms import Form, form, stated
from poa_lint.records import record, replace
from poa_lint.report import Fecha, Informe, Unidad
from poa_lint.rulebook.checks import Rulebook
from poa_lint.rulebook.keeping import kept
from poa_lint.settings import Settings
from poa_lint.source import Edit, Position, Source, Span, Unreadable
from poa_lint.source import Original as Way
from poa_lint.text import folded, short
from poa_lint.waivers import UNDECIDED, Decisions
from poa_lint.words import Words
from poa_lint.words import words as words_of

UNUSABLE: Final = frozenset({"POA007", "POA008"})
"""Findings that say that there was nothing to check."""

JUSTIFYING: Final = "justificacion"
EMPTY: Final = Informe((), (), Nothing.UNKNOWN, Nothing.UNKNOWN, Nothing.UNKNOWN)


@record
class Summary:
    """What a report is, in figures: year, cut-off date (ISO), last quarter closed on it, units, goals, pages."""

    ejercicio: int | None
    corte: str | None
    trimestre: int | None
    unidades: int
    metas: int
    paginas: int


@record
class Paper:
    """The report itself, for formats that show it: its text, what was read in it, and the forms that it may be of."""

    text: str
    informe: Informe
    forms: tuple[Form, ...]


class Unit(NamedTuple):
    """A unit that reports: the codes of its programme and its own, its name, and the numbers of its goals."""

    programa: str
    unidad: str
    nombre: str
    metas: tuple[str, ...]


@record
class FileResult:
    """What was found in one file. A file of rules, settings or waivers has no `summary` and no `units`."""

    path: str
    sha256: str
    encoding: str
    summary: Summary | None
    units: tuple[Unit, ...]
    diagnostics: tuple[Diagnostic, ...]
    positions: tuple[tuple[Position, Position], ...]
    related: tuple[tuple[tuple[Position, Position], ...], ...]
    edits: tuple[tuple[tuple[Position, Position], ...], ...]
    """The places of each finding's edits."""
    counts: Counts
    repairs: tuple[Repair, ...] = ()
    lines: Mapping[int, str] = {}
    """The text of the lines that places in here stand on."""
    tidy: tuple[Edit, ...] = ()
    """Edits of form that no finding speaks of: `25 %` is `25%`."""
    fail_on: Severity = Severity.ERROR
    """The severity from which this file's findings make a run fail."""
    paper: Paper | None = None
    """The report itself, where a format asked for it: most do not, and many reports would fill the memory."""

    @property
    def standing(self) -> tuple[Diagnostic, ...]:
        """The findings that count: all but the waived."""
        return tuple(one for one in self.diagnostics if one.waived is None)

    @property
    def verdict(self) -> str:
        """The file's verdict."""
        return verdict(self.standing)

    @property
    def verdicts(self) -> tuple[tuple[str, str], ...]:
        """The units' verdicts by their names, in order."""
        found: dict[tuple[str, str], list[Diagnostic]] = {}
        for one in self.standing:
            found.setdefault((one.where.programa, one.where.unidad), []).append(one)
        return tuple((unit.nombre, verdict(found.get((unit.programa, unit.unidad), ()))) for unit in self.units)

    @property
    def failed(self) -> bool:
        """Whether a finding is as grave as that."""
        return any(one.severity.rank <= self.fail_on.rank for one in self.standing)

    @property
    def unusable(self) -> bool:
        """Whether there was nothing that could be checked: exit code 2."""
        return any(one.code in UNUSABLE for one in self.diagnostics)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(one.severity is severity for one in self.standing)


class About(NamedTuple):
    """A rule described in the reader's language: what it says, why, and how to correct."""

    code: str
    name: str
    group: str
    each: str
    severity: Severity
    what: str
    why: str
    help: str


class Notice(NamedTuple):
    """Something that could not be done, in one sentence: a file that is not there, a folder without reports."""

    path: str
    message: str


@record
class Run:
    """What a whole run found: its files in order, what could not be done, how many rules ran and which set.

    `catalogue` describes the rules that ran, for formats that carry such descriptions.
    """

    files: tuple[FileResult, ...]
    notices: tuple[Notice, ...]
    rules: int
    ruleset: str
    catalogue: tuple[About, ...] = ()


@cache
def built_in_rules() -> Rulebook:
    """The rules that come with the program."""
    return kept(_own_rules)


def _own_rules() -> Rulebook:
    from poa_lint.resources import folder
    from poa_lint.rulebook.checks import rulebook
    from poa_lint.rulebook.load import load

    return rulebook(load((folder("rules"),)))


@cache
def built_in_forms() -> tuple[Form, ...]:
    """The forms that come with the program."""
    return tuple(map(form, ahead.made("grammar/forms", _stated_forms)))


def _stated_forms() -> list[dict[str, Any]]:
    from poa_lint.resources import folder

    return stated(folder("grammar") / "forms")


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
    reading = build.read(source, forms, judge(rules), accumulation)
    if source.original is not None and source.original.remarks:
        from poa_lint.reading import original

        reading = original.known(reading, source.text, source.original.remarks)
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


def beside(source: Source, found: tuple[Diagnostic, ...], fail_on: Severity = Severity.ERROR) -> FileResult:
    """The findings about a file of rules, settings or waivers, which is no report."""
    places = _Places(source)
    return FileResult(
        path=source.path,
        sha256="",
        encoding="utf-8",
        summary=None,
        units=(),
        diagnostics=found,
        positions=tuple(places(one.span) for one in found),
        related=tuple(() for _ in found),
        edits=tuple(() for _ in found),
        counts=Counts(0, 0, 0),
        lines=places.lines,
        fail_on=fail_on,
    )


class _Places:
    """Spans as lines and columns, each made once: findings name the same cells. The lines they stand on are kept."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines: dict[int, str] = {}
        self.known: dict[Span, tuple[Position, Position]] = {}

    def __call__(self, span: Span) -> tuple[Position, Position]:
        if span not in self.known:
            self.known[span] = ends = self.source.position(span.start), self.source.position(span.end)
            for place in ends:
                if place.line not in self.lines:
                    self.lines[place.line] = self.source.line(place.line)
        return self.known[span]


def verdict(found: Sequence[Diagnostic]) -> str:
    """CORREGIR for an error, JUSTIFICAR where the errors only lack an observation, REVISAR for a warning."""
    errors = [one for one in found if one.severity is Severity.ERROR]
    if any(one.group != JUSTIFYING for one in errors):
        return "CORREGIR"
    if errors:
        return "JUSTIFICAR"
    return "REVISAR" if any(one.severity is Severity.WARNING for one in found) else "SIN OBSERVACIONES"


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

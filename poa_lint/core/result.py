"""What a run found: a file's result, and the run that holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Diagnostic, Repair, Severity
from poa_lint.core.form import Form
from poa_lint.core.records import record
from poa_lint.core.report import Informe
from poa_lint.core.source import Edit, Position, Source, Span

UNUSABLE: Final = frozenset({"POA007", "POA008"})
"""Findings that say that there was nothing to check."""


TEXTS: Final = ("text", "csv")
"""Kinds of files that are text in some encoding."""

JUSTIFYING: Final = "justificacion"


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
    kind: str = "text"
    """The kind of file: `text`, or one of `documents.READERS` (`xlsx`, `pdf` …)."""
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

    @property
    def oddly_encoded(self) -> bool:
        """Whether the text was read in an encoding that its reader should know of: any but UTF-8 and ASCII."""
        return self.kind in TEXTS and self.encoding not in ("utf-8", "", "ascii")

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


class Counts(NamedTuple):
    """How many sentences were evaluated on how many nodes: all, those that hold, those that cannot be told."""

    checked: int
    passed: int
    unknown: int

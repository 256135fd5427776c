"""The results of linting: one for each file, and the run that holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Diagnostic, Elsewhere, Repair, Severity
from poa_lint.core.docs import page_of
from poa_lint.core.findings import Findings, by_severity
from poa_lint.core.form import Form
from poa_lint.core.notebook import MOST_ROWS, counted, quoted, table
from poa_lint.core.records import record
from poa_lint.core.report import Informe
from poa_lint.core.source import Edit, Original, Position, Source
from poa_lint.core.words import words as words_of

JUSTIFYING: Final = "justificacion"
"""The group of rules whose errors only lack an observation."""
UNCHECKED: Final = "NO SE PUDO REVISAR"
"""The verdict on what could not be read: reading gives it, and no rule, setting or waiver changes it."""
VERDICTS: Final = (UNCHECKED, "CORREGIR", "JUSTIFICAR", "REVISAR", "SIN OBSERVACIONES")
"""The verdicts, the gravest first."""
TEXTS: Final = ("text", "csv", "aligned")
"""Kinds of files that are text in some encoding."""

Range = tuple[Position, Position]


class Counts(NamedTuple):
    """Numbers of evaluations of a sentence on a node: all of them, those that held, those that could not be told."""

    checked: int
    passed: int
    unknown: int


class Unit(NamedTuple):
    """A unit that reports: the codes of its programme and its own, its name, and the numbers of its goals."""

    programa: str
    unidad: str
    nombre: str
    metas: tuple[str, ...]
    complete: bool = True
    """False if a page of it could not be read."""


class Closed(NamedTuple):
    """The last period that a report closes: its number in the year, its key (`T2`, `M04`) and its name on the form."""

    numero: int
    clave: str
    nombre: str


@record
class Summary:
    """A report in figures: year, cut-off date (ISO), last quarter closed on it, numbers of units, goals and pages.

    `trimestre` is None for a form whose periods are no quarters; `periodo` is the last period closed of any form.
    """

    ejercicio: int | None
    corte: str | None
    trimestre: int | None
    unidades: int
    metas: int
    paginas: int
    periodo: Closed | None = None


class Difference(NamedTuple):
    """A cell of a goal (by its column's id) that says something else in another file: what it says there and here."""

    columna: str
    there: str
    here: str
    other: Elsewhere


class Absent(NamedTuple):
    """A goal that only one side has, a unit where `numero` is empty. `lost` tells that this report lacks it."""

    lost: bool
    numero: str
    texto: str
    unidad: str
    role: str
    """The role of the file that has it, or that lacks it: `before` or `plan`."""
    row: int
    """The offset of its row here; of one that is lost, that of a cell behind which it would stand."""
    after: str = ""
    """Of a goal that is lost, the number of the one behind which it would stand; empty where it would be the first."""


@record
class Paper:
    """The report itself, for formats that show it: its text, the AST, and the forms that it may be of.

    `differences` are those from the files that it was compared with, by the offset of a goal's row.
    """

    text: str
    informe: Informe
    forms: tuple[Form, ...]
    differences: Mapping[int, tuple[Difference, ...]] = {}
    absences: tuple[Absent, ...] = ()
    original: Original | None = None
    """The way back into the file, for a text that was made of an office's file."""


class ComparedUnit(NamedTuple):
    """A unit beside its counterpart in a file: its name, and the numbers of its goals by how they were paired."""

    unidad: str
    pairs: Mapping[str, int]


@record
class Compared:
    """A file that a report was compared with: its role (`before` or `plan`), and the units that it has of it.

    `since` is the day from which a re-issued plan holds, and `oficio` the letter that issued it.
    """

    role: str
    path: str
    sha256: str
    ejercicio: int | None
    corte: str | None
    units: tuple[ComparedUnit, ...]
    since: str = ""
    oficio: str = ""


@record
class Previous:
    """The findings of a report beside those of the same one as it was delivered before.

    `files` are the paths and hashes of what was delivered. `met` are the findings that are gone; `standing` and `new`
    are the keys of the report's own. What belongs to a unit that one side does not have in full is in none of them.
    """

    files: tuple[tuple[str, str], ...]
    met: tuple[Diagnostic, ...]
    standing: tuple[str, ...]
    new: tuple[str, ...]


@record
class FileResult:
    """The findings in one file. A file of rules, settings or waivers has no `summary` and no `units`."""

    path: str
    sha256: str
    encoding: str
    summary: Summary | None
    units: tuple[Unit, ...]
    diagnostics: tuple[Diagnostic, ...]
    counts: Counts
    repairs: tuple[Repair, ...] = ()
    lines: Mapping[int, str] = {}
    """The text of the lines that positions in here stand on, by their numbers."""
    tidy: tuple[Edit, ...] = ()
    """Edits of form that no finding speaks of: `25 %` is `25%`."""
    fail_on: Severity = Severity.ERROR
    """The severity from which this file's findings make a run fail."""
    kind: str = "text"
    """The kind of file: `text`, or a key of `documents.READERS` (`xlsx`, `pdf` …)."""
    paper: Paper | None = None
    """The report itself, where a format asked for it: most do not, and many reports would fill the memory."""
    unread: bool = False
    """True if the file, or a page of the form in it, could not be read: exit code 2, whatever the findings are."""
    foreign: bool = False
    """True if nothing of a form was seen in the file."""
    tabled: bool = False
    """True if it is foreign and has a table, perhaps of a form that nobody has described."""
    own: bool = False
    """True if it is an output of this program, which is foreign too."""
    stage: str = ""
    """`plan` or `unfilled` for a file of a form that reports nothing (`linter.stage`); empty for a report."""
    compared: tuple[Compared, ...] = ()
    """The files that it was compared with."""
    remarks: tuple[str, ...] = ()
    """Sentences about what of it was not compared."""
    lacking: tuple[str, ...] = ()
    """Sentences about units without a counterpart that settings require."""
    unpreceded: bool = False
    """True if no report of the period before was found for a unit, though there may be one."""
    previous: Previous | None = None
    """The findings met, standing and new beside the same report as it was delivered before."""
    beside: tuple[Diagnostic, ...] = ()
    """Findings of rules that a command runs beside the chosen ones: no verdict and no count knows them."""
    parameters: tuple[Mapping[str, object], ...] = ()
    """The parameters of those rules as they hold for each unit, as `POA930.minimo`; empty where none runs beside."""

    def __repr__(self) -> str:
        goals = sum(len(unit.metas) for unit in self.units)
        sizes = f"{counted(len(self.units), 'unit')}, {counted(goals, 'goal')}"
        return f"FileResult({quoted(self.path)}, {self.verdict}: {by_severity(self.standing)}; {sizes})"

    @property
    def positions(self) -> tuple[Range, ...]:
        """The start and end of each finding."""
        return tuple((finding.start, finding.end) for finding in self.diagnostics)

    @property
    def related(self) -> tuple[tuple[Range, ...], ...]:
        """The start and end of each finding's related cells."""
        return tuple(tuple((cell.start, cell.end) for cell in finding.related) for finding in self.diagnostics)

    @property
    def edits(self) -> tuple[tuple[Range, ...], ...]:
        """The start and end of each finding's edits."""
        return tuple(tuple((edit.start, edit.end) for edit in finding.edits) for finding in self.diagnostics)

    @property
    def standing(self) -> tuple[Diagnostic, ...]:
        """The findings that count: all but the waived."""
        return tuple(finding for finding in self.diagnostics if finding.waived is None)

    def shown(self, *, waived: bool) -> tuple[Diagnostic, ...]:
        """The findings that count; with `waived` the others too."""
        return self.diagnostics if waived else self.standing

    @property
    def verdict(self) -> str:
        """The file's verdict, one of `VERDICTS`."""
        return UNCHECKED if self.unread else verdict(self.standing)

    @property
    def verdicts(self) -> tuple[tuple[str, str], ...]:
        """The name and the verdict of each unit, in order.

        A page that could not be read and that no unit lacks may be any unit's: then none was checked in full.
        """
        lost = self.unread and all(unit.complete for unit in self.units)
        told = zip(self.units, by_unit(self.units, self.standing), strict=True)
        return tuple(
            (unit.nombre, UNCHECKED if lost or not unit.complete else verdict(findings)) for unit, findings in told
        )

    @property
    def failed(self) -> bool:
        """True if any finding that counts is at or above `fail_on`."""
        return any(finding.severity.rank <= self.fail_on.rank for finding in self.standing)

    @property
    def oddly_encoded(self) -> bool:
        """True if the reader should know in which encoding the text was read: any but UTF-8 and ASCII."""
        return self.kind in TEXTS and self.encoding not in ("utf-8", "", "ascii")

    def count(self, severity: Severity) -> int:
        """The number of findings of this severity that count."""
        return sum(finding.severity is severity for finding in self.standing)


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
    """The results of a whole run: its files in order, what could not be done, how many rules ran and which set.

    `catalogue` describes the rules that ran, for formats that carry such descriptions. `left_out` counts the files of
    folders that were not read, by reason (`documents.folders.Found`).
    """

    files: tuple[FileResult, ...]
    notices: tuple[Notice, ...]
    rules: int
    ruleset: str
    catalogue: tuple[About, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    language: str = "es"
    """The language of its sentences, which a notebook's table has too."""
    docs: str = ""
    """The address of a rule's page as the settings of the run state it; empty for none (`core.docs`)."""

    def page_of(self, code: str) -> str:
        """The address of a rule's page in the language of the run; empty for none."""
        return page_of(self.docs, code, self.language)

    @property
    def findings(self) -> Findings:
        """The findings of all files that count, in order."""
        return Findings(((file.path, finding) for file in self.files for finding in file.standing), self.language)

    def __repr__(self) -> str:
        verdicts = [file.verdict for file in self.files]
        told = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in VERDICTS if verdict in verdicts)
        notices = f"; {counted(len(self.notices), 'notice')}" if self.notices else ""
        return f"Run({counted(len(verdicts), 'file')}: {told or 'none'}; {by_severity(self.findings)}{notices})"

    def _repr_html_(self) -> str:
        """A table of the first files and notices, for a notebook."""
        words = words_of(self.language, "notebook")
        rows = [_shown(file) for file in self.files[:MOST_ROWS]]
        rows += [(notice.path, notice.message, "", "", "") for notice in self.notices[: MOST_ROWS - len(rows)]]
        left = len(self.files) + len(self.notices) - len(rows)
        headings = [words(f"files.{name}") for name in ("file", "verdict", "errors", "warnings", "notes")]
        return table(words.count("run", len(self.files)), headings, rows, words.count("more", left) if left else "")


def _shown(file: FileResult) -> tuple[str, ...]:
    """A file as a row of a notebook's table."""
    severities = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    return (file.path, file.verdict, *(f"{file.count(severity):,}" for severity in severities))


def by_unit(units: Sequence[Unit], findings: Sequence[Diagnostic]) -> list[list[Diagnostic]]:
    """The findings about each unit, in order.

    One about none of them, as a hidden sheet is, is about all; one about a page that is nobody's is about the units
    that lack a page, if there are any.
    """
    addresses = [(unit.programa, unit.unidad) for unit in units]
    found: dict[tuple[str, str], list[Diagnostic]] = {address: [] for address in addresses}
    lacking = [found[address] for address, unit in zip(addresses, units, strict=True) if not unit.complete]
    for finding in findings:
        address = (finding.where.programa, finding.where.unidad)
        if address in found:
            found[address].append(finding)
        elif not any(address):
            for told in (lacking if finding.where.pagina else ()) or found.values():
                told.append(finding)
    return [found[address] for address in addresses]


def about(
    source: Source, findings: Sequence[Diagnostic], lines: Mapping[int, str], fail_on: Severity = Severity.ERROR
) -> FileResult:
    """The result for a file of rules, settings or waivers, which is no report; `lines` are those of its findings."""
    return FileResult(
        path=source.path,
        sha256="",
        encoding="utf-8",
        summary=None,
        units=(),
        diagnostics=tuple(findings),
        counts=Counts(0, 0, 0),
        lines=lines,
        fail_on=fail_on,
    )


def verdict(findings: Sequence[Diagnostic]) -> str:
    """CORREGIR for an error, JUSTIFICAR where the errors only lack an observation, REVISAR for a warning."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    _, correct, justify, review, sound = VERDICTS
    if any(finding.group != JUSTIFYING for finding in errors):
        return correct
    if errors:
        return justify
    return review if any(finding.severity is Severity.WARNING for finding in findings) else sound

"""The nouns of a summary: what is kept of each report, and the years that they make up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from poa_lint.core.diagnostic import Severity
from poa_lint.core.records import record
from poa_lint.core.result import VERDICTS

SEVERITIES: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)
"""The severities in the order of `Tally.found`: error, warning, info."""
GROUPS: Final = ("under", "even", "over", "unplanned", "unread")
"""Goals by progress to date: less achieved than programmed, as much, more; nothing was programmed; not known."""

MEASURED: Final = ("under", "even", "over")
"""The groups of goals of which progress can be measured: P and A to date are known, and P is not 0."""
ABOVE: Final = "POA932"
"""The rule about goals far above what was programmed: they are not at risk, their figures are to be looked at."""


@record
class Tally:
    """Counts of what stands in a report or in one of its units: findings by severity, and waived ones."""

    verdict: str
    found: tuple[int, int, int] = (0, 0, 0)
    waived: int = 0

    @property
    def rank(self) -> tuple[int, ...]:
        """The order of the gravest: by verdict, then by errors, warnings and notes."""
        return (VERDICTS.index(self.verdict), *(-count for count in self.found))


@record
class Risk:
    """A goal that may miss its year or goes far above it, by the rule (POA930 to POA932) that says so in `message`."""

    meta: str
    texto: str
    code: str
    message: str


@record
class UnitDigest:
    """The counts and risks that are kept of a unit in one report.

    `progress` counts its goals by GROUPS, `reached` those of them with 90 % of what was programmed to date.
    `forecast` counts the goals whose year can be foreseen, `expected` those among them that will reach their goal if
    what is left is done or if they go on as they do. `unforeseen` are those that lack a figure for it.
    """

    ramo: str
    programa: str
    unidad: str
    nombre: str
    forma: str
    periodo: str
    """The key of the last period that it closes (`T2`, `M04`); empty where it is not known."""
    metas: int
    tally: Tally
    progress: Mapping[str, int] = {}
    reached: int = 0
    forecast: int = 0
    expected: int = 0
    risks: tuple[Risk, ...] = ()
    unforeseen: int = 0

    @property
    def measured(self) -> int:
        """The number of goals of which progress to date can be measured."""
        return sum(self.progress.get(group, 0) for group in MEASURED)

    @property
    def at_risk(self) -> tuple[Risk, ...]:
        """The goals that may miss their year."""
        return tuple(risk for risk in self.risks if risk.code != ABOVE)

    @property
    def above(self) -> tuple[Risk, ...]:
        """The goals that go far above what was programmed."""
        return tuple(risk for risk in self.risks if risk.code == ABOVE)

    @property
    def address(self) -> tuple[str, str]:
        """The codes of its programme and its own."""
        return self.programa, self.unidad


@record
class Digest:
    """The part of a report that is kept: its file, its day, its counts, and those of its units."""

    path: str
    sha256: str
    kind: str
    ejercicio: int | None
    corte: str | None
    """The cut-off date as ISO; None where it has none that exists."""
    tally: Tally
    rules: Mapping[str, int]
    """The number of its findings by the code of their rule."""
    units: tuple[UnitDigest, ...]
    failed: bool = False
    """True if a finding is at the threshold at which a run fails."""
    unread: bool = False
    reason: str = ""
    """The sentence that says why it was not read in full; empty for a report that was."""


@record
class Entry:
    """A unit in a period: the report that tells of it, and others that tell of the same.

    Of several the first has the latest cut-off date, then the last name (`t1-corregido.xlsx` comes after `t1.xlsx`).
    """

    digests: tuple[tuple[Digest, UnitDigest], ...]

    @property
    def report(self) -> Digest:
        """The report."""
        return self.digests[0][0]

    @property
    def unit(self) -> UnitDigest:
        """The unit in it."""
        return self.digests[0][1]


@record
class Row:
    """A unit in a year: its codes, its name as the last report has it, and its entry in each period that it has."""

    programa: str
    unidad: str
    nombre: str
    ramo: str
    entries: Mapping[str, Entry]
    expected: bool = True
    """False for a unit that settings and plan do not name, where they name any."""
    planned: str = ""
    """The settings or the plan by which it has to report, as a path; empty where nobody says so."""
    missing: tuple[str, ...] = ()
    """The periods in which it had to report and did not."""

    @property
    def last(self) -> Entry | None:
        """The entry of its latest cut-off, of several that of the last period; None for a unit without a report."""
        if not self.entries:
            return None
        return max(self.entries.items(), key=lambda item: (item[1].report.corte or "", item[0]))[1]

    @property
    def address(self) -> tuple[str, str]:
        """The codes of its programme and its own."""
        return self.programa, self.unidad


@record
class Speaking:
    """A rule that found something: its code and name, the number of findings, and of files that have any."""

    code: str
    name: str
    findings: int
    files: int


@record
class Year:
    """The reports of a year: its units in the order of their codes, in the periods that any of them reports."""

    ejercicio: int | None
    periods: tuple[str, ...]
    rows: tuple[Row, ...]
    strays: Mapping[str, tuple[str, ...]] = {}
    """Periods that only reports among many of another one tell of, with their paths: nobody is missing in them."""

    @property
    def missing(self) -> tuple[tuple[Row, str], ...]:
        """Every report that is missing: its unit, and its period."""
        return tuple((row, period) for row in self.rows for period in row.missing)

    def progress(self, period: str) -> Mapping[str, int]:
        """The goals of all units in a period by GROUPS, and `reached` and `measured` as `UnitDigest` counts them."""
        counts = dict.fromkeys((*GROUPS, "reached", "measured"), 0)
        for unit in (row.entries[period].unit for row in self.rows if period in row.entries):
            for group in GROUPS:
                counts[group] += unit.progress.get(group, 0)
            counts["reached"] += unit.reached
            counts["measured"] += unit.measured
        return counts


@record
class Summary:
    """All that a summary says: its years, the rules that speak most, the files with most findings, and the totals.

    `apart` are reports without a unit that could be read; `verdicts` counts reports by verdict.
    """

    years: tuple[Year, ...]
    rules: tuple[Speaking, ...]
    worst: tuple[Digest, ...]
    apart: tuple[Digest, ...]
    reports: int
    tally: tuple[int, int, int]
    waived: int
    verdicts: Mapping[str, int]
    ruleset: str
    left_out: tuple[tuple[str, int], ...] = ()
    notices: tuple[tuple[str, str], ...] = ()
    """The path and the sentence of what could not be done."""

    @property
    def unread(self) -> tuple[Digest, ...]:
        """The files in which no unit could be read, each with its reason: nobody knows whose reports they are."""
        return tuple(digest for digest in self.apart if digest.unread)

    @property
    def idle(self) -> tuple[Digest, ...]:
        """The files that were read and report nothing, as a plan does."""
        return tuple(digest for digest in self.apart if not digest.unread)

    @property
    def files(self) -> tuple[Digest, ...]:
        """Every report, in the order of the paths."""
        rows = (row for year in self.years for row in year.rows)
        told = (digest for row in rows for entry in row.entries.values() for digest, _ in entry.digests)
        found = {id(digest): digest for digest in (*told, *self.apart)}
        return tuple(sorted(found.values(), key=lambda digest: digest.path))

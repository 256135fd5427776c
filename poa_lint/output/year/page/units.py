"""A year's units as the page shows them: their verdict in each period, their progress, their goals at risk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from poa_lint.core.figures import figure_text
from poa_lint.core.result import VERDICTS
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output.year import model
from poa_lint.output.year.model import GROUPS, SEVERITIES, Row, Tally, UnitDigest, Year
from poa_lint.output.year.page.drawing import Part, Trend, bar, trend

MISSING: Final = "missing"
"""The kind of a cell whose unit had to report and did not."""
VERDICT_KINDS: Final = tuple(f"v{number}" for number in range(len(VERDICTS)))
"""The kind of a cell with a report, by its verdict: `v0` is the gravest."""
KINDS: Final = (*VERDICT_KINDS, MISSING)
"""The kinds of cells that say something, in the order of the legend."""
MANY: Final = 999
"""The greatest number of findings that sorting tells apart."""


class Cell(NamedTuple):
    """A unit in a period; `kind` is one of KINDS, or empty where nothing is and nothing has to be."""

    kind: str = ""
    verdict: str = ""
    address: str = ""
    """The address of the report's own page; empty where it has none."""
    found: tuple[tuple[str, str], ...] = ()
    """Kinds of findings with their numbers; none is zero."""
    told: str = ""
    """The same in words."""
    rank: int = 0
    """Sorts cells, the gravest first."""
    others: int = 0
    """The number of other reports that tell of the same unit and period."""


class Risk(NamedTuple):
    """A goal that may miss its year or goes far above it, and why."""

    meta: str
    texto: str
    code: str
    message: str


class Progress(NamedTuple):
    """A unit's goals to date, by its last report, and its shares in all periods."""

    period: str
    bar: tuple[Part, ...]
    counts: tuple[int, ...]
    """By GROUPS."""
    share: str
    """The share of goals reached, as a percentage; empty where none can be measured."""
    measured: tuple[int, int]
    """The numbers of goals reached, and of those that can be measured."""
    trend: Trend
    told: str
    """The trend in words."""


class Line(NamedTuple):
    """A unit in a year; `id` is unique on the page."""

    id: str
    code: str
    name: str
    unexpected: bool
    cells: tuple[Cell, ...]
    close: str
    """The goals that will be reached by the end of the year, in words; empty where nothing is foreseen."""
    closing: int
    """The share of them in thousandths, for sorting; -1 where nothing is foreseen."""
    risks: tuple[Risk, ...]
    """The goals that may miss their year."""
    above: tuple[Risk, ...]
    """The goals that go far above what was programmed."""
    progress: Progress | None
    unforeseen: int = 0
    """The goals that lack a figure to foresee the end of their year."""


class Table:
    """The lines of one year; their ids begin with `prefix`, `links` has the addresses of the reports' own pages."""

    def __init__(self, year: Year, prefix: str, words: Words, own: Words, links: Mapping[str, str]) -> None:
        self.year, self.prefix, self.words, self.own, self.links = year, prefix, words, own, links
        self.ramos = len({row.ramo for row in year.rows} - {""}) > 1

    def lines(self) -> Iterator[Line]:
        """Every unit, in the order of the year."""
        for number, row in enumerate(self.year.rows, 1):
            yield self._line(row, f"{self.prefix}u{number}")

    def code(self, row: Row) -> str:
        """The codes of the unit, with its ramo where the year has several."""
        code = visible(f"{row.programa}/{row.unidad}")
        return self.own("of-ramo", ramo=visible(row.ramo), code=code) if self.ramos and row.ramo else code

    def _line(self, row: Row, id: str) -> Line:
        last = row.last.unit if row.last else None
        return Line(
            id=id,
            code=self.code(row),
            name=visible(row.nombre),
            unexpected=not row.expected,
            cells=tuple(self._cell(row, period) for period in self.year.periods),
            close=self.own("close", n=last.expected, total=last.forecast) if last and last.forecast else "",
            closing=1000 * last.expected // last.forecast if last and last.forecast else -1,
            risks=tuple(_risks(last.at_risk if last else ())),
            above=tuple(_risks(last.above if last else ())),
            progress=self._progress(row, last),
            unforeseen=last.unforeseen if last else 0,
        )

    def _cell(self, row: Row, period: str) -> Cell:
        entry = row.entries.get(period)
        if entry is None:
            return Cell(MISSING) if period in row.missing else Cell()
        tally = entry.unit.tally
        found = tuple(_found(tally))
        return Cell(
            kind=kind(tally),
            verdict=tally.verdict,
            address=self.links.get(entry.report.path, ""),
            found=tuple((name, figure_text(number)) for name, number in found),
            told=", ".join(self.words.count(name, number) for name, number in found),
            rank=_rank(tally),
            others=len(entry.digests) - 1,
        )

    def _progress(self, row: Row, last: UnitDigest | None) -> Progress | None:
        if last is None:
            return None
        entries = [row.entries.get(period) for period in self.year.periods]
        shares = [share(entry.unit) if entry else None for entry in entries]
        verdicts = [entry.unit.tally.verdict if entry else None for entry in entries]
        own = share(last)
        return Progress(
            period=period_label(last.periodo, self.own),
            bar=bar(last.progress, GROUPS),
            counts=tuple(last.progress.get(group, 0) for group in GROUPS),
            share=percent(own, self.own),
            measured=(last.reached, last.measured),
            trend=trend(shares, verdicts),
            told=self._told(shares, verdicts),
        )

    def _told(self, shares: Sequence[Fraction | None], verdicts: Sequence[str | None]) -> str:
        """The trend in words: `T1: 96 %, CORREGIR; T2: 88 %, REVISAR`."""
        return "; ".join(
            f"{period_label(period, self.own)}: "
            + ", ".join(filter(None, (percent(one, self.own), self.words(f"verdict.{verdict}"))))
            for period, one, verdict in zip(self.year.periods, shares, verdicts, strict=True)
            if verdict
        )


def kind(tally: Tally) -> str:
    """The kind of a cell with these counts, by their verdict."""
    return VERDICT_KINDS[VERDICTS.index(tally.verdict)]


def share(unit: UnitDigest) -> Fraction | None:
    """The goals reached, of those that can be measured; None where none can."""
    total = unit.measured
    return Fraction(unit.reached, total) if total else None


def percent(value: Fraction | None, own: Words) -> str:
    """A share as a whole percentage, so that only all of them are 100 %; empty for None."""
    return "" if value is None else own("percent", n=int(value * 100))


def period_label(key: str, own: Words) -> str:
    """The short name of a period; one that nobody knows is told so."""
    return visible(key) or own("no-period")


def _found(tally: Tally) -> Iterator[tuple[str, int]]:
    """The kinds of findings that the report has, and how many of each."""
    for severity, number in zip(SEVERITIES, tally.found, strict=True):
        if number:
            yield severity.value, number
    if tally.waived:
        yield "waived", tally.waived


def _rank(tally: Tally) -> int:
    """A number that sorts as `Tally.rank` does, after a missing report, which is 0."""
    errors, warnings = (min(number, MANY) for number in tally.found[:2])
    return (VERDICTS.index(tally.verdict) + 1) * 10**6 - errors * 1000 - warnings


def _risks(told: Iterable[model.Risk]) -> Iterator[Risk]:
    for one in told:
        yield Risk(visible(one.meta), visible(one.texto), one.code, visible(one.message))

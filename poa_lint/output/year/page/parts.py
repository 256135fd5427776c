"""The records that `page.html.jinja` shows: the page, its years, and the lists beside the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from poa_lint.core.figures import figure_text
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output import View
from poa_lint.output.counterparts import day
from poa_lint.output.year.model import SEVERITIES, Digest, Speaking, Summary, Tally, Year
from poa_lint.output.year.page.drawing import length
from poa_lint.output.year.page.first import First, first, heads
from poa_lint.output.year.page.units import MISSING, Line, Table, kind


class Named(NamedTuple):
    """A unit in a list: the id of its row, its code, its name."""

    id: str
    code: str
    name: str


class Absences(NamedTuple):
    """The units that did not report in a period, and those of them that reported in none."""

    label: str
    months: str
    units: tuple[Named, ...]
    never: frozenset[str]
    """Their ids."""


class Report(NamedTuple):
    """A report in a list: its path, the address of its own page (may be empty), its day and its findings."""

    path: str
    address: str
    kind: str
    verdict: str
    cutoff: str
    found: tuple[int, ...]
    """By severity: errors, warnings, notes."""
    reason: str = ""
    """The sentence that says why it was not read in full; empty for a report that was."""


class Twice(NamedTuple):
    """Reports of the same unit and period: the one that counts, then the others."""

    unit: Named
    label: str
    reports: tuple[Report, ...]


class Stray(NamedTuple):
    """The reports of a period that only they tell of, in a folder of another one."""

    label: str
    paths: tuple[str, ...]


class Rule(NamedTuple):
    """A rule that found something, and the length of its bar."""

    code: str
    name: str
    findings: str
    files: str
    long: int


class Section(NamedTuple):
    """A year on the page; `id` begins the ids of all that is in it."""

    id: str
    title: str
    first: First
    lines: tuple[Line, ...]
    absences: tuple[Absences, ...]
    twice: tuple[Twice, ...]
    strays: tuple[Stray, ...]

    @property
    def progress(self) -> list[Line]:
        """The units that have a report."""
        return [line for line in self.lines if line.progress]

    @property
    def risky(self) -> list[Line]:
        """The units with a goal at risk."""
        return [line for line in self.lines if line.risks]

    @property
    def above(self) -> list[Line]:
        """The units with a goal far above what was programmed."""
        return [line for line in self.lines if line.above]


class Page(NamedTuple):
    """The whole page; `found` counts findings by severity."""

    title: str
    day: str
    """The date that the reader gave, in words; empty without one."""
    reports: str
    found: tuple[tuple[str, str], ...]
    ruleset: str
    years: tuple[Section, ...]
    heads: tuple[tuple[str, str], ...]
    """Keys and names of all periods, to filter by."""
    rules: tuple[Rule, ...]
    worst: tuple[Report, ...]
    unread: tuple[Report, ...]
    """Files in which no unit could be read."""
    idle: tuple[Report, ...]
    """Files that were read and report nothing."""
    notices: tuple[tuple[str, str], ...]
    left_out: str


def page(summary: Summary, words: Words, own: Words, view: View, links: Mapping[str, str]) -> Page:
    """The page of a summary. `words` are the program's words, `own` those of the page alone."""
    totals = [*zip((one.value for one in SEVERITIES), summary.tally, strict=True), ("waived", summary.waived)]
    return Page(
        title=_title(summary.years, own),
        day=day(view.day, words),
        reports=own.count("reports", summary.reports),
        found=tuple((name, words.count(name, number)) for name, number in totals if number),
        ruleset=summary.ruleset,
        years=tuple(_sections(summary, words, own, links)),
        heads=_heads(summary.years, own),
        rules=tuple(_rules(summary.rules)),
        worst=tuple(_report(digest, digest.tally, words, links) for digest in summary.worst),
        unread=tuple(_report(digest, digest.tally, words, links) for digest in summary.unread),
        idle=tuple(_report(digest, digest.tally, words, links) for digest in summary.idle),
        notices=tuple((visible(path), visible(message)) for path, message in summary.notices),
        left_out=_left_out(summary, words),
    )


def _title(years: Sequence[Year], own: Words) -> str:
    told = [str(year.ejercicio) for year in years if year.ejercicio is not None]
    return own("title-of", years=", ".join(told)) if told else own("title")


def _heads(years: Iterable[Year], own: Words) -> tuple[tuple[str, str], ...]:
    """All periods of all years, each once."""
    keys = dict.fromkeys(key for year in years for key in year.periods)
    return tuple((head.key, f"{head.label} {head.months}".strip()) for head in heads(keys, own))


def _sections(summary: Summary, words: Words, own: Words, links: Mapping[str, str]) -> Iterator[Section]:
    """The years. Nobody knows of which one a file is that could not be read: the last one asks for it."""
    unread = [visible(digest.path) for digest in summary.unread]
    for at, year in enumerate(summary.years, 1):
        yield _section(year, f"y{at}", unread if at == len(summary.years) else (), words, own, links)


def _section(year: Year, id: str, unread: Sequence[str], words: Words, own: Words, links: Mapping[str, str]) -> Section:
    lines = tuple(Table(year, id, words, own, links).lines())
    return Section(
        id=id,
        title=own("year", year=year.ejercicio) if year.ejercicio is not None else own("no-year"),
        first=first(year, lines, id, unread, own),
        lines=lines,
        absences=tuple(_absences(year, lines, own)),
        twice=tuple(_twice(year, lines, words, own, links)),
        strays=tuple(_strays(year, own)),
    )


def _absences(year: Year, lines: Sequence[Line], own: Words) -> Iterator[Absences]:
    """The periods in which units are missing, with those units."""
    never = frozenset(line.id for line in lines if line.progress is None)
    for at, head in enumerate(heads(year.periods, own)):
        units = tuple(_named(line) for line in lines if line.cells[at].kind == MISSING)
        if units:
            yield Absences(head.label, head.months, units, never)


def _strays(year: Year, own: Words) -> Iterator[Stray]:
    for head in heads(year.strays, own):
        yield Stray(head.label, tuple(map(visible, year.strays[head.key])))


def _twice(year: Year, lines: Sequence[Line], words: Words, own: Words, links: Mapping[str, str]) -> Iterator[Twice]:
    labels = [head.label for head in heads(year.periods, own)]
    for row, line in zip(year.rows, lines, strict=True):
        for label, period in zip(labels, year.periods, strict=True):
            entry = row.entries.get(period)
            if entry is not None and len(entry.digests) > 1:
                reports = tuple(_report(digest, unit.tally, words, links) for digest, unit in entry.digests)
                yield Twice(_named(line), label, reports)


def _named(line: Line) -> Named:
    return Named(line.id, line.code, line.name)


def _report(digest: Digest, tally: Tally, words: Words, links: Mapping[str, str]) -> Report:
    """A report with the counts of all of it, or of one of its units."""
    return Report(
        path=visible(digest.path),
        address=links.get(digest.path, ""),
        kind=kind(tally),
        verdict=tally.verdict,
        cutoff=day(digest.corte or "", words),
        found=tally.found,
        reason=visible(digest.reason),
    )


def _rules(rules: Sequence[Speaking]) -> Iterator[Rule]:
    greatest = max((rule.findings for rule in rules), default=0)
    for rule in rules:
        numbers = figure_text(rule.findings), figure_text(rule.files)
        yield Rule(rule.code, rule.name, *numbers, length(rule.findings, greatest))


def _left_out(summary: Summary, words: Words) -> str:
    """The files that were left out, in a sentence; empty where none was."""
    parts = [words.count(f"left-out.{kind}", number) for kind, number in summary.left_out]
    return words("left-out.all", parts=", ".join(parts)) if parts else ""

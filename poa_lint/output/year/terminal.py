"""A summary for a person: units beside their periods, who is missing, what speaks most, and which goals are at risk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.core.result import UNCHECKED, VERDICTS
from poa_lint.core.text import cut, visible, wrapped
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.output import View
from poa_lint.output.screen import Line, written
from poa_lint.output.terminal import VERDICT_STYLES
from poa_lint.output.year.model import Digest, Entry, Risk, Row, Summary, UnitDigest, Year
from poa_lint.output.year.record import REACHED

ROWS: Final = 40
"""Units of a year in its table; of more those that need something come first, and the rest is counted."""
MANY: Final = 10
"""Lines of each list below the tables; the rest is counted."""
FEW: Final = 5
"""Rules and files with most findings."""
NARROWEST: Final = 16
"""Columns for the names of units, at the least."""
COMFORTABLE: Final = 20
"""Columns for names, or for a forecast, with which whole words are worth it."""
WIDEST: Final = 48
WAYS: Final = ((False, COMFORTABLE, COMFORTABLE), (True, COMFORTABLE, COMFORTABLE), (True, NARROWEST, 6))
"""The manners of a table, the first of which that has room is taken: short words, columns for names and forecasts."""
BAR: Final = " | "
SOUND: Final = VERDICTS[-1]


class _Table(NamedTuple):
    """The manner of a year's table: the columns for names, the periods that have room, and whether words are short."""

    name: int
    periods: Sequence[str]
    short: bool
    closing: int
    """Columns for the forecast: 0 where no unit has one."""


def render(summary: Summary, words: Words, view: View) -> str:
    """The summary as text, painted where colour is asked for."""
    return written(list(_Writer(words, view).summary(summary)), view)


class _Writer:
    def __init__(self, words: Words, view: View) -> None:
        self.words, self.view = words, view
        self.own = words_of(words.language, "summary")
        self.shared: frozenset[tuple[str, str]] = frozenset()
        """The codes that units of several ramos have in the year that is written."""
        self.unread = 0
        """The number of files in which no unit could be read."""

    def summary(self, summary: Summary) -> Iterator[Line]:
        """A table for each year, the lists of all years, and the last line."""
        self.unread = len(summary.unread)
        for year in summary.years:
            yield from self.year(year)
        yield from self.lists(summary)
        yield from self.last(summary)

    def year(self, year: Year) -> Iterator[Line]:
        """The table of a year, its progress, and what is to be said of its units."""
        yield [(str(year.ejercicio or self.own("no-year")), "bold underline")]
        numbers = Counter(row.address for row in year.rows)
        self.shared = frozenset(address for address, number in numbers.items() if number > 1)
        shown = self.shown(year.rows)
        table = self.table(year, shown)
        widths = [self.wide(period, shown, short=table.short) for period in table.periods]
        heads = [self.heading(period).ljust(wide) for period, wide in zip(table.periods, widths, strict=True)]
        closing = [self.own("closing" if len(self.own("closing")) <= table.closing else "closing-short")] * bool(
            table.closing
        )
        yield [(BAR.join((self.own("unit").ljust(table.name), *heads, *closing)), "bold")]
        for row in shown:
            yield from self.row(row, table, widths)
        kept = set(map(id, shown))
        yield from self.rest([row for row in year.rows if id(row) not in kept])
        yield from self.notes(year, table)
        yield from self.progress(year)
        yield []
        yield from self.of_units(year)

    def shown(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of the table: all of them, or the ROWS that need most, in the order of their codes."""
        if self.view.all or len(rows) <= ROWS:
            return rows
        worst = sorted(range(len(rows)), key=lambda number: (_need(rows[number]), number))[:ROWS]
        return [rows[number] for number in sorted(worst)]

    def table(self, year: Year, rows: Sequence[Row]) -> _Table:
        """The table that has room: with whole words, with short ones, and at last without the earliest periods."""
        foreseen = any(row.last and _looks_ahead(row.last.unit) for row in rows)
        short, closing, room, widths = False, 0, -1, dict[str, int]()
        for short, name, closing in WAYS:
            widths = {period: self.wide(period, rows, short=short) + len(BAR) for period in year.periods}
            room = self.view.width - sum(widths.values()) - (closing + len(BAR) if foreseen else 0)
            if room >= name:
                break
        periods = list(year.periods)
        while len(periods) > 1 and room < NARROWEST:
            room += widths[periods.pop(0)]
        longest = max((len(self.name(row)) for row in rows), default=0)
        wide = max(min(longest, max(room, NARROWEST), WIDEST), len(self.own("unit")))
        left = self.view.width - wide - sum(widths[period] for period in periods) - len(BAR)
        return _Table(wide, periods, short, max(left, closing) if foreseen else 0)

    def wide(self, period: str, rows: Sequence[Row], *, short: bool) -> int:
        """The columns of a period."""
        return max(map(len, (self.heading(period), *(self.cell(row, period, short=short)[0] for row in rows))))

    def row(self, row: Row, table: _Table, widths: Sequence[int]) -> Iterator[Line]:
        """A unit: its verdict in each period, and the forecast of its last report."""
        line: Line = [(cut(self.name(row), table.name).ljust(table.name), "")]
        for period, wide in zip(table.periods, widths, strict=True):
            text, style = self.cell(row, period, short=table.short)
            line += [(BAR, "dim"), (text, style), (" " * (wide - len(text)), "")]
        if not table.closing:
            yield line
            return
        first, *more = self.closing(row, table.closing)
        yield [*line, (BAR, "dim"), (first, "")]
        used = table.name + sum(wide + len(BAR) for wide in widths) + len(BAR)
        yield from ([(" " * used + text, "")] for text in more)

    def closing(self, row: Row, room: int) -> list[str]:
        """The goals that will be reached of those that can be foreseen, the numbers of those at risk and far above."""
        unit = row.last.unit if row.last else None
        if unit is None or not _looks_ahead(unit):
            return [""]
        if room < COMFORTABLE:
            return [f"{unit.expected}/{unit.forecast}"]
        lists = {"at-risk": unit.at_risk, "above": unit.above}
        told = [self.own("goals", expected=unit.expected, forecast=unit.forecast)]
        told += [self.own("unforeseen", n=unit.unforeseen)] if unit.unforeseen else []
        told += [self.own(key, goals=self.listed(risks)) for key, risks in lists.items() if risks]
        return wrapped("; ".join(told), "", "", room)

    def listed(self, risks: Sequence[Risk]) -> str:
        """The numbers of goals, each once; of many the first."""
        goals = list(dict.fromkeys(visible(risk.meta) for risk in risks))
        shown = goals if self.view.all else goals[:MANY]
        return ", ".join(shown) + (" ..." if len(goals) > len(shown) else "")

    def cell(self, row: Row, period: str, *, short: bool) -> tuple[str, str]:
        """The words of a unit in a period, and their style."""
        entry = row.entries.get(period)
        if entry is None:
            absent = period in row.missing
            return (self.own("missing-short" if short else "missing"), "bold red") if absent else ("", "")
        tally = entry.unit.tally
        count = tally.found[0] or tally.found[1]
        number = f" {count}" if count and tally.verdict not in (UNCHECKED, SOUND) else ""
        mark = "*" if len(entry.digests) > 1 else ""
        kind = "short" if short else "cell"
        return f"{self.own(f'{kind}.{tally.verdict}')}{number}{mark}", VERDICT_STYLES[tally.verdict]

    def heading(self, period: str) -> str:
        """The title of a period."""
        return period or self.own("no-date")

    def name(self, row: Row) -> str:
        """The codes and the name of a unit."""
        ramo = row.ramo if row.address in self.shared else ""
        codes = "/".join(filter(None, (ramo, *row.address)))
        return visible(" ".join(filter(None, (codes, row.nombre))) or self.own("no-code"))

    def rest(self, rows: Sequence[Row]) -> Iterator[Line]:
        """The count of the units that are not shown, by the verdict of their last report."""
        if rows:
            verdicts = Counter(row.last.unit.tally.verdict if row.last else "" for row in rows)
            parts = [
                f"{self.words(f'verdict.{verdict}') if verdict else self.own('missing')} {verdicts[verdict]}"
                for verdict in ("", *VERDICTS)
                if verdicts[verdict]
            ]
            text = self.own("rest.one" if len(rows) == 1 else "rest.other", n=len(rows), verdicts=", ".join(parts))
            yield from self.wrapped(text, "", "  ", "dim")

    def notes(self, year: Year, table: _Table) -> Iterator[Line]:
        """The reading of short words and marks."""
        if table.short:
            yield from self.wrapped(self.own("legend"), "", "  ", "dim")
        hidden = [self.heading(period) for period in year.periods if period not in table.periods]
        if hidden:
            yield from self.wrapped(self.own("legend-periods", periods=", ".join(hidden)), "", "  ", "dim")
        if any(len(entry.digests) > 1 for row in year.rows for entry in row.entries.values()):
            yield from self.wrapped(self.own("twice"), "", "  ", "dim")

    def progress(self, year: Year) -> Iterator[Line]:
        """The share of goals that are reached in each period, of those that can be measured; shares of 99.9 are 99."""
        told = {period: year.progress(period) for period in year.periods if period}
        if not told:
            return
        shares = [
            self.own("period", period=period, share=100 * counts["reached"] // counts["measured"])
            if counts["measured"]
            else self.own("period-none", period=period)
            for period, counts in told.items()
        ]
        keys = ("measured", "unplanned", "unread")
        numbers = {key: self.joined([counts[key] for counts in told.values()]) for key in keys}
        more = self.own("measured", **numbers)
        text = f"{self.own('progress', reached=REACHED)} {', '.join(shares)} {more}"
        yield from self.wrapped(text, "", "  ", "")

    def joined(self, numbers: Sequence[int]) -> str:
        """The numbers of all periods in a row, as a sentence has them; one 0 where all of them are."""
        *before, last = [f"{number:,}" for number in numbers] if any(numbers) else ["0"]
        return f"{', '.join(before)} {self.own('and')} {last}" if before else last

    def of_units(self, year: Year) -> Iterator[Line]:
        """The units that did not report, that nobody expected, that reported twice, and the goals at risk."""
        silent = [row for row in year.rows if row.missing]
        silent.sort(key=lambda row: max(map(year.periods.index, row.missing)), reverse=True)
        texts = [f"{self.name(row)}: {', '.join(row.missing)}" for row in silent]
        yield from self.list(self.own("head.missing"), texts, note=self.caution())
        strays = [f"{period}: {', '.join(map(visible, paths))}" for period, paths in year.strays.items()]
        yield from self.list(self.own("head.strays"), strays, note=self.own("strays-mean"))
        unexpected = [self.name(row) for row in year.rows if not row.expected]
        yield from self.list(self.own("head.unexpected"), unexpected)
        twice = [
            f"{self.name(row)}, {self.heading(period)}: {self.counts(entry)}"
            for row in year.rows
            for period, entry in row.entries.items()
            if len(entry.digests) > 1
        ]
        yield from self.list(self.own("head.twice"), twice)
        yield from self.list(self.own("head.risks"), self.risks(year.rows, lambda unit: unit.at_risk))
        yield from self.list(self.own("head.above"), self.risks(year.rows, lambda unit: unit.above))

    def caution(self) -> str:
        """A sentence that a report may be among the files that could not be read; empty where there are none."""
        return self.own.count("may-be-unread", self.unread) if self.unread else ""

    def counts(self, entry: Entry) -> str:
        """The report that counts, and those that tell of the same."""
        first, *others = (visible(digest.path) for digest, _ in entry.digests)
        return self.own("counts", path=first, others=", ".join(others))

    def risks(self, rows: Sequence[Row], of: Callable[[UnitDigest], Sequence[Risk]]) -> list[str]:
        """Some goals of the units' last reports: those that will not reach their year first."""
        told = [(risk.code, row, risk) for row in rows if row.last for risk in of(row.last.unit)]
        return [
            f"{'/'.join(filter(None, row.address))} {self.own('goal', goal=visible(risk.meta))} ({code}): "
            f"{visible(risk.message)}"
            for code, row, risk in sorted(told, key=lambda one: one[0])
        ]

    def lists(self, summary: Summary) -> Iterator[Line]:
        """The files that could not be read, the rules that speak most, the files with most findings, the idle ones."""
        yield from self.list(self.own("head.unread"), [self.unread_file(digest) for digest in summary.unread])
        rules = [
            f"{rule.findings:>6,}  {rule.code} {visible(rule.name)} ({self.own.count('in-files', rule.files)})"
            for rule in summary.rules
        ]
        yield from self.list(self.own("head.rules"), rules, FEW)
        worst = [self.file(digest) for digest in summary.worst]
        yield from self.list(self.own("head.worst"), worst, FEW)
        yield from self.list(self.own("head.apart"), [visible(digest.path) for digest in summary.idle])

    def unread_file(self, digest: Digest) -> str:
        """A file that could not be read, and why."""
        return ": ".join(filter(None, (visible(digest.path), visible(digest.reason))))

    def file(self, digest: Digest) -> str:
        """A file, its verdict and its counts; the reason in their place where it could not be read."""
        if digest.reason:
            return f"{visible(digest.path)}: {self.words(f'verdict.{digest.tally.verdict}')}: {visible(digest.reason)}"
        counts = self.found(digest.tally.found)
        verdict = self.words(f"verdict.{digest.tally.verdict}")
        return f"{visible(digest.path)}: {verdict}{f' ({counts})' if counts else ''}"

    def found(self, found: Sequence[int]) -> str:
        """The counts of findings that are not 0."""
        kinds = zip(("error", "warning", "info"), found, strict=True)
        return ", ".join(self.words.count(kind, number) for kind, number in kinds if number)

    def list(self, head: str, texts: Sequence[str], most: int = MANY, note: str = "") -> Iterator[Line]:
        """A list below its heading, and what is to be noted of it; the rest of a long one is counted."""
        if not texts:
            return
        yield [(f"{head}:", "bold")]
        shown = texts if self.view.all else texts[:most]
        for text in shown:
            yield from self.wrapped(text, "  ", "      ", "")
        if len(texts) > len(shown):
            yield from self.wrapped(self.own.count("more", len(texts) - len(shown)), "  ", "      ", "dim")
        if note:
            yield from self.wrapped(note, "  ", "      ", "dim")
        yield []

    def last(self, summary: Summary) -> Iterator[Line]:
        """The last line: reports, verdicts, findings."""
        if not summary.reports and summary.notices:  # they say why
            return
        if not summary.reports:
            yield from self.wrapped(self.own("nothing"), "", "  ", "")
            return
        verdicts = [f"{self.words(f'verdict.{name}')}: {number}" for name, number in summary.verdicts.items()]
        totals = self.found(summary.tally)
        waived = self.words.count("waived", summary.waived) if summary.waived else ""
        rules = self.own("ruleset", ruleset=summary.ruleset)
        parts = (self.own.count("reports", summary.reports), *verdicts, totals, waived, rules)
        style = VERDICT_STYLES[next(iter(summary.verdicts))]
        yield from self.wrapped(" · ".join(filter(None, parts)), "", "  ", style)

    def wrapped(self, text: str, first: str, rest: str, style: str) -> Iterator[Line]:
        """Text over as many lines as the width asks for."""
        lines: Iterable[str] = wrapped(text, first, rest, self.view.width)
        yield from ([(line, style)] for line in lines)


def _looks_ahead(unit: UnitDigest) -> bool:
    """True if there is something to say of the end of a unit's year."""
    return bool(unit.forecast or unit.risks or unit.unforeseen)


def _need(row: Row) -> tuple[int, ...]:
    """The order in which units need somebody: the gravest verdict first, then those at risk, then those in order."""
    if row.last is None:
        return (-1,)
    unit = row.last.unit
    return (*unit.tally.rank, -len(unit.at_risk))

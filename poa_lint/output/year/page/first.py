"""The first screen of a year: how many reports came in, with which verdicts, and what to do first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from poa_lint.core.figures import figure_text
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output.year.model import Entry, Year
from poa_lint.output.year.page.drawing import Part, bar
from poa_lint.output.year.page.units import KINDS, MISSING, VERDICT_KINDS, Line, kind, percent, period_label

SOUND: Final = VERDICT_KINDS[-1]
"""The kind of a report without observations, which is acknowledged."""
NAMED: Final = 3
"""Units that a step names; of more it says how many."""


class Head(NamedTuple):
    """A period: its key as a filter sends it, its short name, and its months, empty where nobody knows them."""

    key: str
    label: str
    months: str


class Count(NamedTuple):
    """A row of counts: a number for each period, and their sum."""

    kind: str
    numbers: tuple[int, ...]
    total: int


class Step(NamedTuple):
    """Something to do: the sign of its kind, a sentence, the units it is about, and where they are listed."""

    kind: str
    text: str
    units: str
    target: str
    wanted: str = ""
    """The verdict that the table is filtered by; empty for a place that needs no filter."""


class Shares(NamedTuple):
    """Goals reached in each period, of those that can be measured, as percentages, and the numbers of both."""

    percents: tuple[str, ...]
    numbers: tuple[tuple[int, int], ...]


class First(NamedTuple):
    """The first screen of a year. `expected` is None where nobody says which reports had to come."""

    received: int
    expected: int | None
    unexpected: int
    units: int
    silent: int
    """Units without any report."""
    planned: tuple[str, ...]
    """Files by which units have to report."""
    strip: tuple[Part, ...]
    heads: tuple[Head, ...]
    counts: tuple[Count, ...]
    shares: Shares
    steps: tuple[Step, ...]
    sound: str
    """A sentence about the reports without observations, which are acknowledged; empty where there is none."""
    caution: str
    """A sentence that reports may be among the files that could not be read; empty where there are none."""


def first(year: Year, lines: Sequence[Line], prefix: str, unread: Sequence[str], own: Words) -> First:
    """The first screen of `year`, whose units are `lines`; `prefix` begins the ids of its sections.

    `unread` are files in which no unit could be read: reports that seem to be missing may be among them.
    """
    counts = tuple(_counts(year))
    totals = {count.kind: count.total for count in counts}
    entries = [(row.expected, entry) for row in year.rows for entry in row.entries.values()]
    came = sum(expected for expected, _ in entries)
    told = bool(year.missing) or any(row.planned or not row.expected for row in year.rows)
    return First(
        received=len(entries),
        expected=came + len(year.missing) if told else None,
        unexpected=len(entries) - came,
        units=len(year.rows),
        silent=sum(not row.entries for row in year.rows),
        planned=tuple(sorted({row.planned for row in year.rows} - {""})),
        strip=bar(totals, KINDS),
        heads=tuple(heads(year.periods, own)),
        counts=tuple(count for count in counts if count.total),
        shares=_shares(year, own),
        steps=(*_unread(unread, own), *_steps(year, lines, totals, prefix, own)),
        sound=own.count("acknowledged", totals[SOUND]) if totals[SOUND] else "",
        caution=own.count("may-be-unread", len(unread)) if unread else "",
    )


def heads(periods: Iterable[str], own: Words) -> Iterator[Head]:
    """The periods as headings of columns."""
    for period in periods:
        yield Head(period, period_label(period, own), own.table.get(f"months.{period}", ""))


def _counts(year: Year) -> Iterator[Count]:
    """The numbers of reports by verdict, and of missing ones, in each period."""
    found = [Counter(kind(entry.unit.tally) for entry in _entries(year, period)) for period in year.periods]
    for counter, period in zip(found, year.periods, strict=True):
        counter[MISSING] = sum(one == period for _, one in year.missing)
    for name in KINDS:
        numbers = tuple(counter[name] for counter in found)
        yield Count(name, numbers, sum(numbers))


def _shares(year: Year, own: Words) -> Shares:
    """Goals of all units in each period: counts of goals, which may be added whatever they measure."""
    numbers = tuple(
        (
            sum(entry.unit.reached for entry in _entries(year, period)),
            sum(entry.unit.measured for entry in _entries(year, period)),
        )
        for period in year.periods
    )
    return Shares(tuple(percent(Fraction(*pair) if pair[1] else None, own) for pair in numbers), numbers)


def _entries(year: Year, period: str) -> Iterator[Entry]:
    return (row.entries[period] for row in year.rows if period in row.entries)


def _unread(paths: Sequence[str], own: Words) -> Iterator[Step]:
    """The step about files that could not be read: who sent them has to send them again."""
    if paths:
        yield Step("unread", own.count("step.unread", len(paths)), _first(paths, own), "unread")


def _steps(year: Year, lines: Sequence[Line], totals: dict[str, int], prefix: str, own: Words) -> Iterator[Step]:
    """The steps to take, the most urgent first: what could not be read, what did not come, then by gravity."""
    for name in ("v0", MISSING, "v1", "v2", "v3"):
        if totals[name]:
            target, wanted = (f"{prefix}-missing", "") if name == MISSING else (f"{prefix}-units", name)
            text = own.count(f"step.{name}", totals[name])
            yield Step(name, text, _named(lines, _with_cell(name), own), target, wanted)
    goals = sum(len({risk.meta for risk in (*line.risks, *line.above)}) for line in lines)
    if goals:
        text, target = own.count("step.risk", goals), "risks" if any(line.risks for line in lines) else "above"
        units = _named(lines, lambda line: bool(line.risks or line.above), own)
        yield Step("risk", text, units, f"{prefix}-{target}")
    twice = sum(cell.others > 0 for line in lines for cell in line.cells)
    if twice:
        text = own.count("step.twice", twice)
        units = _named(lines, lambda line: any(cell.others for cell in line.cells), own)
        yield Step("twice", text, units, f"{prefix}-twice")
    strays = [path for paths in year.strays.values() for path in map(visible, paths)]
    if strays:
        yield Step("strays", own.count("step.strays", len(strays)), _first(strays, own), f"{prefix}-strays")


def _with_cell(name: str) -> Callable[[Line], bool]:
    return lambda line: any(cell.kind == name for cell in line.cells)


def _named(lines: Iterable[Line], about: Callable[[Line], bool], own: Words) -> str:
    """The codes of the units that a step is about; of many the first."""
    return _first([line.code for line in lines if about(line)], own)


def _first(names: Sequence[str], own: Words) -> str:
    """The first of several names, and how many there are besides."""
    rest = len(names) - NAMED
    named = ", ".join(names[:NAMED] if rest > 1 else names)
    return own("and-more", units=named, n=figure_text(rest)) if rest > 1 else named

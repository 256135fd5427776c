"""Findings about a file of amendments after a run: what they change was not so, or was changed too late.

An amendment is told of where the run has a report of its year and unit. Beside an approved plan the chain is certain:
the plan says what it was, and each letter what it is from then on. Without one the last report before the letter says
it, which may have been written as if the letter were authorised already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from poa_lint.config.amendments import (
    ADDITION,
    REMOVAL,
    WORDS,
    AmendedGoal,
    Amendment,
    AmendmentFile,
    Change,
    Written,
    closing,
    same,
)
from poa_lint.config.apply import running_rules
from poa_lint.config.settings import Settings
from poa_lint.core.diagnostic import Confidence, Diagnostic, Where, excerpt
from poa_lint.core.figures import UNKNOWN, Figure
from poa_lint.core.form import Form
from poa_lint.core.report import Cell, Meta
from poa_lint.core.result import FileResult, about
from poa_lint.core.source import Places, Source, Span
from poa_lint.core.words import Words
from poa_lint.linter import deliveries
from poa_lint.linter.amended import cell_of, column_of, is_number, wording
from poa_lint.linter.deliveries import day
from poa_lint.linter.pool import Candidate, Pool
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.comparison import BEFORE, PLAN
from poa_lint.rulebook.pairing import goal as words_of

BROKEN, BARE, RETROACTIVE, LATE = "POA920", "POA921", "POA922", "POA923"
CODES: Final = frozenset({BROKEN, BARE, RETROACTIVE, LATE})
MONTHS: Final = 3
"""Months of a quarter, by whose end an amendment is to be asked for."""


class _Fault(NamedTuple):
    """An amendment that is at fault: the rule, the variant of its message, the values in it, and where."""

    code: str
    variant: str
    values: tuple[str, ...]
    where: Where
    year: int
    offset: int
    length: int


def result(
    file: AmendmentFile,
    reports: Sequence[FileResult],
    pool: Pool,
    forms: Sequence[Form],
    rules: Rulebook,
    settings: Settings,
    words: Words,
) -> FileResult | None:
    """The findings about a file of amendments after the reports that it holds for; None where there are none."""
    running = running_rules(rules, settings, compared=True)
    days = rules.book.values.get(f"{LATE}.dias")
    finder = _Finder(file, _units(reports), pool, forms, int(days) if isinstance(days, Figure) else 0)
    faults = [fault for fault in finder.faults() if fault.code in running]
    if not faults:
        return None
    source = Source(file.path, file.text)
    places = Places(source)
    faults.sort(key=lambda fault: (fault.offset, fault.code))
    findings = [_finding(fault, number, places, rules, words) for number, fault in enumerate(faults, 1)]
    return about(source, findings, places.lines, settings.fail_on)


def in_force(
    file: AmendmentFile, one: Amendment, goal: AmendedGoal, change: Change, pool: Pool, forms: Sequence[Form]
) -> str | None:
    """A cell as it is on the day before an amendment; None where nobody knows."""
    earlier = AmendmentFile(
        file.path, file.text, tuple(each for each in file.amendments if each.autorizacion <= one.autorizacion)
    )
    finder = _Finder(earlier, frozenset({(one.ejercicio, goal.programa, goal.unidad)}), pool, forms, 0)
    list(finder.faults())  # follows every goal to the end
    held, _ = finder.held_before(one, goal, change, finder.base(one, goal))
    return None if held is None else wording(Written(held.raw, held.raw, 0), goal.meta)


def _units(reports: Sequence[FileResult]) -> frozenset[tuple[int | None, str, str]]:
    """The units of a run's reports: their year, their programme, their own code."""
    return frozenset(
        (report.summary.ejercicio, unit.programa, unit.unidad)
        for report in reports
        if report.summary is not None
        for unit in report.units
    )


class _InForce(NamedTuple):
    """A cell as it was before an amendment: its text and value, and who says so (`plan`, `antes`, or a letter)."""

    raw: str
    value: Any
    source: str
    letter: str = ""
    day: str = ""


_Address = tuple[int, str]
"""A goal: its year, and its address."""


def _address(one: Amendment, goal: AmendedGoal) -> _Address:
    return one.ejercicio, goal.donde


class _Finder:
    """Follows every goal through the amendments of its unit."""

    def __init__(
        self,
        file: AmendmentFile,
        units: frozenset[tuple[int | None, str, str]],
        pool: Pool,
        forms: Sequence[Form],
        days: int,
    ) -> None:
        self.file, self.units, self.pool, self.days = file, units, pool, days
        self.forms = {form.code: form for form in forms}
        self.held: dict[tuple[_Address, str], _InForce] = {}
        """The cells that the amendments so far have changed, by a goal and the column."""
        self.known: dict[_Address, bool] = {}
        """By goal: True for one that an amendment added, False for one that it took out."""

    def faults(self) -> Iterator[_Fault]:
        """Every fault of the amendments about the units of the run."""
        for one in self.file.amendments:
            goals = [goal for goal in one.metas if (one.ejercicio, goal.programa, goal.unidad) in self.units]
            if goals:
                yield from self._letter(one, goals[0])
                yield from self._late(one, goals[0])
            for goal in goals:
                yield from self._retroactive(one, goal)
                yield from self._chain(one, goal)

    def _letter(self, one: Amendment, goal: AmendedGoal) -> Iterator[_Fault]:
        if not one.oficio or not one.motivo:
            variant = "oficio" if one.motivo else "motivo" if one.oficio else "ambos"
            yield _fault(BARE, variant, (goal.donde, one.letter), one, goal, offset=one.offset, length=1)

    def _late(self, one: Amendment, goal: AmendedGoal) -> Iterator[_Fault]:
        """Authorised too long after the close of the quarter in which it was asked for."""
        year, month = int(one.solicitud[:4]), int(one.solicitud[5:7])
        close = closing(year, -(-month // MONTHS) * MONTHS)
        if _days_between(close, one.autorizacion) > self.days:
            values = (one.letter, one.autorizacion, close, str(self.days))
            yield _fault(LATE, "", values, one, goal, offset=one.offset, length=1)

    def _retroactive(self, one: Amendment, goal: AmendedGoal) -> Iterator[_Fault]:
        for change in goal.changes:
            if one.is_retroactive(change):
                values = (one.letter, goal.donde, change.column, closing(one.ejercicio, change.mes), one.solicitud)
                yield _fault(RETROACTIVE, "", values, one, goal, change)

    def _chain(self, one: Amendment, goal: AmendedGoal) -> Iterator[_Fault]:
        """The faults of a goal's changes: that it is not there, or did not say what they claim."""
        base = self.base(one, goal)
        problem = self._problem(one, goal, base)
        if problem:
            yield _fault(BROKEN, problem, (goal.donde, "", "", "", one.letter, base.path if base else ""), one, goal)
        for change in () if problem else goal.changes:
            yield from self._link(one, goal, change, base)
        for change in goal.changes:
            if not one.is_retroactive(change):
                raw, value = change.now.raw, change.now.value
                self.held[_address(one, goal), change.column] = _InForce(
                    raw, value, "oficio", one.letter, one.autorizacion
                )
        if one.tipo in (ADDITION, REMOVAL):
            self.known[_address(one, goal)] = one.tipo == ADDITION

    def _problem(self, one: Amendment, goal: AmendedGoal, base: _Base | None) -> str:
        """The variant for a goal that cannot be amended, as its unit has it not, has two, or has it already."""
        found = len(base.metas(goal.meta)) if base else 0
        there = self.known.get(_address(one, goal), found > 0)
        if one.tipo == ADDITION:
            return "alta" if there and base is not None and base.role == PLAN else ""
        if self.known.get(_address(one, goal)) is False:
            return "baja"
        if base is None:
            return ""
        return "repetida" if found > 1 else "" if there or not base.complete else f"meta-{base.role}"

    def _link(self, one: Amendment, goal: AmendedGoal, change: Change, base: _Base | None) -> Iterator[_Fault]:
        """The fault of a change whose `de` is not what held before."""
        if change.was is None:
            return
        held, title = self.held_before(one, goal, change, base)
        if held is None:
            return
        if _agrees(held, change.was, goal, change.column):
            return
        if held.source == BEFORE and _agrees(held, change.now, goal, change.column):
            return  # the report was written as if the letter had been authorised already
        was, now = (_shown(text) for text in (change.was.raw, held.raw))
        values = (goal.donde, title or change.column, was, now, one.letter, held.letter)
        yield _fault(BROKEN, held.source, values, one, goal, change)

    def held_before(
        self, one: Amendment, goal: AmendedGoal, change: Change, base: _Base | None
    ) -> tuple[_InForce | None, str]:
        """A cell as it was before a change, and the title of its column; None where nobody knows."""
        cell = base.cell(goal, change) if base else None
        title = cell.columna.titulo if cell is not None else ""
        last = self.held.get((_address(one, goal), change.column))
        if last is not None and (base is None or base.role == BEFORE or base.since <= last.day):
            return last, title
        if base is None or cell is None or cell.value is UNKNOWN:
            return None, title
        return _InForce(cell.raw, cell.value, base.role), title

    def base(self, one: Amendment, goal: AmendedGoal) -> _Base | None:
        """The unit as the plan in force before an amendment has it; without a plan, as the last report before it."""
        plans = [each for each in self._candidates(PLAN, one, goal) if each.delivery.since < one.autorizacion]
        if self._candidates(PLAN, one, goal):
            return self._latest(PLAN, plans, [each.delivery.since for each in plans])
        before = [
            each for each in self._candidates(BEFORE, one, goal) if "" < day(each.delivery.fecha) < one.autorizacion
        ]
        return self._latest(BEFORE, before, [day(each.delivery.fecha) for each in before])

    def _latest(self, role: str, found: Sequence[Candidate], days: Sequence[str]) -> _Base | None:
        latest = [each for each, since in zip(found, days, strict=True) if since == max(days)]
        times = max((each.delivery.times for each in latest), default=0)
        latest = [each for each in latest if each.delivery.times == times]
        if len({each.delivery.sha256 or each.delivery.path for each in latest}) != 1:
            return None
        return _Base(role, latest, self.forms)

    def _candidates(self, role: str, one: Amendment, goal: AmendedGoal) -> list[Candidate]:
        return [
            each
            for each in self.pool.of_year(role, one.ejercicio)
            if (each.unit.programa, each.unit.unidad) == (goal.programa, goal.unidad)
        ]


class _Base:
    """The unit (or those with the same codes) of the file that says what held before an amendment."""

    def __init__(self, role: str, found: Sequence[Candidate], forms: Mapping[str, Form]) -> None:
        self.role, self.found, self.forms = role, found, forms
        self.since, self.path = found[0].delivery.since, found[0].delivery.path
        self.complete = all(one.unit.complete and one.delivery.complete for one in found)

    def metas(self, number: str, form: Form | None = None) -> list[Meta]:
        """The goals with a number, in the periods of a form; without one, in those of their own."""
        return [
            meta
            for one in self.found
            if one.unit.form in self.forms
            for meta in deliveries.goals(one.unit, form or self.forms[one.unit.form], self.forms, 1)
            if is_number(meta, number)
        ]

    def cell(self, goal: AmendedGoal, change: Change) -> Cell[Any] | None:
        """The cell that a change is of; None where there is not just one."""
        own = self.forms.get(self.found[0].unit.form)
        other = (form for form in self.forms.values() if column_of(change, form))
        form = own if own is not None and column_of(change, own) else next(other, None)
        metas = self.metas(goal.meta, form) if form is not None else []
        return cell_of(metas[0], column_of(change, form)) if len(metas) == 1 and form is not None else None


def _agrees(held: _InForce, written: Written, goal: AmendedGoal, column: str) -> bool:
    """True if a cell says what an amendment states of it."""
    if column not in WORDS:
        return same(held.value, written.value)
    there = wording(Written(held.raw, held.raw, 0), goal.meta)
    return words_of("", there, 0).words == words_of("", wording(written, goal.meta), 0).words


def _shown(raw: str) -> str:
    return raw or "-"


def _days_between(day: str, later: str) -> int:
    from datetime import date

    return (date.fromisoformat(later) - date.fromisoformat(day)).days


def _fault(
    code: str,
    variant: str,
    values: tuple[str, ...],
    one: Amendment,
    goal: AmendedGoal,
    change: Change | None = None,
    offset: int | None = None,
    length: int = 0,
) -> _Fault:
    column = "" if change is None else change.column
    place = (change.offset if change else goal.offset) if offset is None else offset
    size = length or len(column or goal.donde)
    where = Where(None, goal.programa, goal.unidad, goal.meta, column)
    return _Fault(code, variant, values, where, one.ejercicio, place, size)


def _finding(fault: _Fault, number: int, places: Places, rules: Rulebook, words: Words) -> Diagnostic:
    check, where = rules.checks[fault.code], fault.where
    message, help = check.message[words.language], check.help[words.language]
    line = excerpt(places.source.text, fault.offset, fault.length)
    span = Span(fault.offset, fault.offset + line[2])
    start, end = places(span)
    path = "/".join((where.programa, where.unidad, where.meta, where.columna or "-"))
    return Diagnostic(
        code=fault.code,
        rule=check.rule.name,
        group=check.rule.group,
        severity=check.rule.severity_of(fault.variant),
        confidence=Confidence.HIGH,
        message=(message.get(fault.variant) or message[""]).on(fault.values, words),
        work="",
        help=(help.get(fault.variant) or help[""]).on(fault.values, words),
        span=span,
        where=where,
        key=f"{fault.code}:{fault.year}:T*:{path}#{number}",
        excerpt=line,
        start=start,
        end=end,
    )

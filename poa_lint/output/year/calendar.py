"""Reports put together as years: units by their codes, periods beside each other, and who has not reported.

Reports may come in any order, one at a time: only their digests are kept.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.records import record, replace
from poa_lint.core.result import VERDICTS
from poa_lint.core.text import folded
from poa_lint.output.year.model import Digest, Entry, Row, Speaking, Summary, UnitDigest, Year

Told = tuple[Digest, UnitDigest]
"""A unit, and the report that tells of it."""
Code = tuple[tuple[int, str], ...]
"""A code in the order in which people count: 9 stands before 10."""
COMPANY: Final = 5
"""Reports of one period in a folder beside which a single one of another period is in the wrong place."""
TENTH: Final = 10


class Due(NamedTuple):
    """A unit that has to report, by settings or by a plan; a programme, ramo or year that is not stated is any."""

    unidad: str
    programa: str = ""
    ramo: str = ""
    nombre: str = ""
    ejercicio: int | None = None
    source: str = ""
    """The path of what says so."""

    def means(self, row: Row) -> bool:
        """True if this is the unit of a row: by its codes, or by its name where it has none."""
        if self.ramo and row.ramo and folded(self.ramo) != folded(row.ramo):
            return False
        if not self.unidad and not self.programa:
            return not row.unidad and folded(self.nombre) == folded(row.nombre)
        return folded(self.unidad) == folded(row.unidad) and (
            not self.programa or folded(self.programa) == folded(row.programa)
        )


class Elsewhere(NamedTuple):
    """A unit that reports in a file which was only compared with, and the period that it closes there."""

    unit: Due
    periodo: str


@record
class Known:
    """The knowledge of a run besides its reports: names of rules, units that have to report, what went wrong.

    `elsewhere` are the reports that were only compared with: who has one of a period did report in it.
    """

    ruleset: str = ""
    names: Mapping[str, str] = {}
    due: tuple[Due, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    notices: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


def summary(digests: Iterable[Digest], known: Known | Callable[[], Known]) -> Summary:
    """The summary of reports. `known` may be a function, for what is known only when all of them are read."""
    kept = sorted(digests, key=lambda digest: (digest.path, digest.sha256))
    about = known() if callable(known) else known
    tallies = [digest.tally for digest in kept]
    errors, warnings, notes = (sum(tally.found[at] for tally in tallies) for at in range(3))
    verdicts = Counter(tally.verdict for tally in tallies)
    with_findings = [digest for digest in kept if any(digest.tally.found) or digest.unread]
    return Summary(
        years=tuple(_years(kept, about)),
        rules=tuple(_speaking(kept, about.names)),
        worst=tuple(sorted(with_findings, key=lambda digest: (digest.tally.rank, digest.path))),
        apart=tuple(digest for digest in kept if not digest.units),
        reports=len(kept),
        tally=(errors, warnings, notes),
        waived=sum(tally.waived for tally in tallies),
        verdicts={verdict: verdicts[verdict] for verdict in VERDICTS if verdicts[verdict]},
        ruleset=about.ruleset,
        left_out=about.left_out,
        notices=about.notices,
    )


def _speaking(digests: Sequence[Digest], names: Mapping[str, str]) -> list[Speaking]:
    """The rules that found something, those with most findings first."""
    findings, files = Counter[str](), Counter[str]()
    for digest in digests:
        findings.update(digest.rules)
        files.update(digest.rules.keys())
    spoken = (Speaking(code, names.get(code, ""), number, files[code]) for code, number in findings.items())
    return sorted(spoken, key=lambda rule: (-rule.findings, rule.code))


def _years(digests: Sequence[Digest], about: Known) -> Iterator[Year]:
    """The years of the reports, in order; reports without a year come last."""
    told: dict[int | None, list[Told]] = {}
    for digest in digests:
        for unit in digest.units:
            told.setdefault(digest.ejercicio, []).append((digest, unit))
    for ejercicio in sorted(told, key=lambda year: (year is None, year or 0)):
        due = [one for one in about.due if one.ejercicio in (None, ejercicio)]
        yield _year(ejercicio, told[ejercicio], due, about.elsewhere)


def _year(ejercicio: int | None, told: Sequence[Told], due: Sequence[Due], elsewhere: Sequence[Elsewhere]) -> Year:
    rows = [_row(group) for group in _grouped(told)]
    if due:
        rows = [*(_expected(row, due) for row in rows), *_silent(rows, due)]
    rows.sort(key=lambda row: (counted(row.programa), counted(row.unidad), counted(row.ramo), row.nombre))
    periods = sorted({period for row in rows for period in row.entries}, key=lambda period: (not period, period))
    strays = _strays(told)
    asked = [period for period in periods if period and period not in strays]
    held = _Held(elsewhere, ejercicio)
    absent = (tuple(held.without(row, _missing(row, rows, asked, stated=bool(due)))) for row in rows)
    complete = (replace(row, missing=missing) for row, missing in zip(rows, absent, strict=True))
    return Year(ejercicio, tuple(periods), tuple(complete), strays)


class _Held:
    """The periods in which units of a year report in files that were only compared with."""

    def __init__(self, elsewhere: Iterable[Elsewhere], ejercicio: int | None) -> None:
        self._units: dict[tuple[str, str], list[Elsewhere]] = {}
        for one in elsewhere:
            if one.unit.ejercicio == ejercicio:
                self._units.setdefault((folded(one.unit.programa), folded(one.unit.unidad)), []).append(one)

    def without(self, row: Row, periods: Iterable[str]) -> Iterator[str]:
        """The periods without those in which a row's unit reports there."""
        own = self._units.get((folded(row.programa), folded(row.unidad)), ())
        told = {one.periodo for one in own if one.unit.means(row)}
        return (period for period in periods if period not in told)


def _strays(told: Sequence[Told]) -> dict[str, tuple[str, ...]]:
    """The periods that only reports in the wrong folder tell of, with the paths of these reports.

    In its folder such a period has one report beside COMPANY of another one, or a tenth of them. To ask all the others
    for theirs would follow from a report that lies in the wrong place, or whose date is wrong.
    """
    folders: dict[tuple[str, str], dict[str, list[str]]] = {}
    for digest, unit in told:
        if unit.periodo:
            folder = folders.setdefault((os.path.dirname(digest.path), _kind(unit.periodo)), {})
            folder.setdefault(unit.periodo, []).append(digest.path)
    paths, at_home = dict[str, list[str]](), set[str]()
    for folder in folders.values():
        most = max(map(len, folder.values()))
        for period, found in folder.items():
            paths.setdefault(period, []).extend(found)
            if len(found) * TENTH > most and (len(found) > 1 or most < COMPANY):
                at_home.add(period)
    return {period: tuple(sorted(set(found))) for period, found in sorted(paths.items()) if period not in at_home}


def _grouped(told: Sequence[Told]) -> Iterator[list[Told]]:
    """The reports of each unit. The same codes in another ramo are another unit; a form may not say its ramo."""
    groups: dict[tuple[str, ...], dict[str, list[Told]]] = {}
    for digest, unit in told:
        codes = tuple(map(folded, unit.address))
        key = codes if any(codes) else ("", "", folded(unit.nombre) or digest.path)
        groups.setdefault(key, {}).setdefault(folded(unit.ramo), []).append((digest, unit))
    for by_ramo in groups.values():
        unsaid = by_ramo.pop("", [])
        if len(by_ramo) == 1:
            (only,) = by_ramo.values()
            yield only + unsaid
        else:
            yield from (*by_ramo.values(), *([unsaid] if unsaid else []))


def _named(path: str) -> tuple[str, str]:
    """A path in the order of its name without the suffix, in which `t1-corregido.xlsx` comes after `t1.xlsx`."""
    return os.path.splitext(path)


def _row(told: Sequence[Told]) -> Row:
    latest = sorted(told, key=lambda one: (one[0].corte or "", *_named(one[0].path), one[1].forma), reverse=True)
    by_period: dict[str, list[Told]] = {}
    for one in latest:
        by_period.setdefault(one[1].periodo, []).append(one)
    last = latest[0][1]
    ramo = next((unit.ramo for _, unit in latest if unit.ramo), "")
    entries = {period: Entry(tuple(by_period[period])) for period in sorted(by_period)}
    return Row(last.programa, last.unidad, last.nombre, ramo, entries)


def _expected(row: Row, due: Sequence[Due]) -> Row:
    """A row with the word of those who say that its unit has to report."""
    named = next((one for one in due if one.means(row)), None)
    return replace(row, expected=named is not None, planned=named.source if named else "")


def _silent(rows: Sequence[Row], due: Sequence[Due]) -> Iterator[Row]:
    """The units that have to report and that no report of the year tells of."""
    named = {(folded(one.ramo), folded(one.programa), folded(one.unidad)): one for one in due}
    for one in named.values():
        if not any(one.means(row) for row in rows):
            yield Row(one.programa, one.unidad, one.nombre, one.ramo, {}, planned=one.source)


def _missing(row: Row, rows: Sequence[Row], periods: Sequence[str], *, stated: bool) -> Iterator[str]:
    """The periods in which others reported and this unit, that had to, did not.

    It has to in the periods of its own form, months or quarters; where nothing tells which, in those of most others.
    Where nobody states which units have to report, one that did has to go on.
    """
    if not row.expected or "" in row.entries:  # nobody knows which period a report without a date is of
        return
    kinds = set(map(_kind, row.entries)) or {_usual(rows)}
    first = {kind: min((own for own in row.entries if _kind(own) == kind), default="") for kind in kinds}
    for period in periods:
        kind = _kind(period)
        if kind in kinds and period not in row.entries and (stated or period > first[kind]):
            yield period


def _usual(rows: Sequence[Row]) -> str:
    """The kind of periods in which most units report."""
    kinds = Counter(kind for row in rows for kind in {_kind(period) for period in row.entries if period})
    return min(kinds, key=lambda kind: (-kinds[kind], kind), default="")


def _kind(period: str) -> str:
    """The letters of a period's key: `T` of T2, `M` of M04."""
    return period.rstrip("0123456789")


def counted(code: str) -> Code:
    """A code as its parts, so that numbers stand in their order."""
    return tuple((int(part) if part.isdecimal() else -1, part) for part in re.split(r"(\d+)", code) if part)

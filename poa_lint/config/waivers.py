"""Decisions about findings: a waiver has its reason and its end; a baseline is debt that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from operator import itemgetter
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Diagnostic, Waived
from poa_lint.core.facts import AMENDED
from poa_lint.core.records import record, replace
from poa_lint.core.text import folded, is_glob, matches_glob

FILE: Final = "dispensas.yaml"
UNWAIVABLE: Final = AMENDED | {"POA007", "POA008", "POA010", "POA011"}
"""Nothing was checked, or it is a waiver or an amendment itself that is at fault."""


AMENDABLE: Final = frozenset({"POA901", "POA902"})
"""The rules about figures other than the plan's, which an amendment settles for good."""
INDEXED: Final = 4
"""The parts of an address by which waivers are found: programme, unit, goal, column."""


@record
class Waiver:
    """One decision not to correct: `code` is its rule's, `where` a glob of a finding's address.

    The address is `programa/unidad/meta/columna`, as in a finding's key, segment by segment; one with fewer segments
    covers all that is inside. Without a year or a period (`T2`, `M04`) it holds for every one, until `until` (ISO, that
    day too).
    With `value` it holds only while the cell says that. `offset` is where it stands in its file, `line` its line.
    """

    code: str
    where: str
    reason: str
    until: str
    authorised_by: str = ""
    year: int | None = None
    period: str | None = None
    value: str | None = None
    offset: int = 0
    line: int = 0

    def speaks_of(self, year: object, period: object, place: Sequence[str]) -> bool:
        """True if it is about that year, that period and that place, as far as `place` goes."""
        return self.year in (None, year) and self.period in (None, period) and _within(self.where, place)

    def concerns(self, finding: Diagnostic) -> bool:
        """True if it is about `finding`, whatever the cell says."""
        address = _address(finding)
        return self.code == finding.code and self._same_period(address) and _covers(self.where, address.place)

    def covers(self, finding: Diagnostic) -> bool:
        """True if it waives `finding`."""
        return self.concerns(finding) and (self.value is None or _plain(self.value) == _plain(primary_text(finding)))

    def _same_period(self, address: _Address) -> bool:
        return self.year in (None, address.year) and self.period in (None, address.period)


class WaiverFile(NamedTuple):
    """A file of waivers."""

    path: str
    text: str
    waivers: tuple[Waiver, ...]


@record
class Decisions:
    """The decisions that hold on a day (ISO): the waivers, and the keys of the findings that are a known debt."""

    waivers: tuple[Waiver, ...] = ()
    baseline: frozenset[str] = frozenset()
    today: str = ""

    def on(self, findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The findings, those marked as waived that were decided about."""
        if not self.waivers and not self.baseline:
            return tuple(findings)
        alive = WaiversByPlace(waiver for waiver in self.waivers if waiver.until >= self.today)
        return tuple(self._decided(finding, alive) for finding in findings)

    def _decided(self, finding: Diagnostic, alive: WaiversByPlace) -> Diagnostic:
        if finding.waived is not None or finding.code in UNWAIVABLE:
            return finding
        waiver = next((waiver for waiver in alive.about(finding) if waiver.covers(finding)), None)
        if waiver is not None:
            waived = Waived("waiver", waiver.reason, waiver.authorised_by, waiver.until)
            return replace(finding, waived=waived)
        return replace(finding, waived=Waived("baseline")) if finding.key in self.baseline else finding


class WaiversByPlace:
    """Waivers by their rule and the parts of their address that hold no wildcard, to find the few about a finding."""

    def __init__(self, waivers: Iterable[Waiver]) -> None:
        self._waivers: dict[tuple[str, ...], list[tuple[int, Waiver]]] = {}
        for number, waiver in enumerate(waivers):
            self._waivers.setdefault((waiver.code, *fixed_parts(waiver.where)), []).append((number, waiver))

    def about(self, finding: Diagnostic) -> Sequence[Waiver]:
        """The waivers that may concern a finding, in their order: no other does."""
        found = [entry for key in prefixes(finding) if key in self._waivers for entry in self._waivers[key]]
        return [waiver for _, waiver in sorted(found, key=itemgetter(0))]


UNDECIDED: Final = Decisions()


def fixed_parts(where: str) -> tuple[str, ...]:
    """The first parts of an address, up to INDEXED, before one that is a pattern."""
    return tuple(takewhile(lambda part: not is_glob(part), where.split("/")[:INDEXED]))


def prefixes(finding: Diagnostic) -> Iterator[tuple[str, ...]]:
    """A finding's rule, followed by nothing, by the first part of its address, by the first two, and so on."""
    parts = (finding.code, *_address(finding).place.split("/")[:INDEXED])
    return (parts[:count] for count in range(1, len(parts) + 1))


def primary_text(finding: Diagnostic) -> str:
    """The words of the cell that a finding points at; empty where it points at none."""
    return next((cell.raw for cell in finding.cells if cell.primary), "")


class _Address(NamedTuple):
    year: int | None
    period: str
    place: str


def _address(finding: Diagnostic) -> _Address:
    """The parts of a finding's key, without the number that tells two findings at one address apart."""
    _, year, period, place = finding.key.split(":", 3)
    whole, mark, number = place.rpartition("#")
    return _Address(
        int(year) if year.isdecimal() else None,
        period,
        whole if mark and number.isdecimal() else place,
    )


def _covers(where: str, place: str) -> bool:
    """True if a glob covers a finding's whole address."""
    globs = where.split("/")
    parts = place.split("/", len(globs) - 1) if where.count("/") >= 4 else place.split("/")
    return len(globs) <= len(parts) and all(map(matches_glob, parts, globs))


def _within(where: str, place: Sequence[str]) -> bool:
    """True if a glob may cover something inside a place."""
    return all(glob == "-" or matches_glob(part, glob) for part, glob in zip(place, where.split("/"), strict=False))


def _plain(value: str) -> str:
    """A cell's words for comparison: `1,250` and `1250`, `25 %` and `25%` are the same."""
    return folded(value).replace(",", "").replace(" ", "")

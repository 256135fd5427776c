"""Everything that reports may be compared with, its units found by year and codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Final, NamedTuple

from poa_lint.core.delivery import Delivery, KeptUnit
from poa_lint.core.records import record, replace
from poa_lint.core.text import folded
from poa_lint.linter.deliveries import day
from poa_lint.rulebook.comparison import BEFORE, PLAN

if TYPE_CHECKING:  # few offices have amendments
    from poa_lint.config.amendments import AmendmentFile
    from poa_lint.linter.amended import Amender


Address = tuple[str, ...]
"""The codes by which a unit is told from the others of a day."""
OWN: Final = "unidad_ejecutora"
"""The entry of the header that has a unit's own code."""


class Candidate(NamedTuple):
    """A unit of a delivery."""

    delivery: Delivery
    unit: KeptUnit


_Dated = tuple[str, Delivery]
"""A delivery with its day (ISO)."""
_Index = dict[tuple[str, ...], dict[str, list[Candidate]]]
"""Candidates by what entries of the header say, then by their ramo."""


@record
class Against:
    """Everything that reports may be compared with.

    `among` tells that the earlier reports are those of the run itself, so that later ones are no fault of order.
    `incomplete` has the roles of which a file could not be read: of these nothing is said to be missing. `amended`
    applies the amendments that are in force. `require` has the roles of which every unit has to have a counterpart.
    `together` are the reports of the run in any case: a unit that stands in one of them is not missing in another.
    Files with the hashes `apart` are reports as they were delivered before: none of them is a second report of its day.
    """

    before: tuple[Delivery, ...] = ()
    plans: tuple[Delivery, ...] = ()
    among: bool = False
    incomplete: frozenset[str] = frozenset()
    amended: Amender | None = None
    require: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    together: tuple[Delivery, ...] = ()

    def of(self, role: str) -> tuple[Delivery, ...]:
        """The deliveries of a role."""
        return self.plans if role == PLAN else self.before


class Pool:
    """The units of many deliveries, found by year and codes."""

    def __init__(self, against: Against) -> None:
        self.against = against
        self._units: dict[str, dict[int, list[Candidate]]] = {role: self._by_year(role) for role in (BEFORE, PLAN)}
        self._found: dict[tuple[str, int, tuple[str, ...], tuple[str, ...]], _Index] = {}
        self._under: dict[tuple[str, str], Pool] = {}
        """This pool under each file of amendments, by its path and text."""
        self._entries = {  # the entries of the header by which units are known
            (role, year): tuple(dict.fromkeys(tuple(sorted(one.unit.identity)) for one in found))
            for role, years in self._units.items()
            for year, found in years.items()
        }
        self.on_day: dict[str, set[Address]] = defaultdict(set)
        """The addresses of the units that earlier reports of a day (ISO) have."""
        self.whole = all(one.complete for one in against.together)
        """True if every report of the run was read in full."""
        for delivery in (*against.before, *against.together):
            self.on_day[day(delivery.fecha)].update(addresses(delivery))
        self._run = _by_day(against.together)
        self._reports: dict[Address, list[_Dated]] = defaultdict(list)
        """The earlier reports by their units, from the first to the last."""
        for iso, delivery in sorted(
            ((day(one.fecha), one) for one in against.before), key=lambda dated: (dated[0], dated[1].path)
        ):
            for unit in addresses(delivery) if iso else ():
                self._reports[unit].append((iso, delivery))
        self._silent: dict[tuple[int, str], tuple[int, list[KeptUnit]]] = {}
        self._addresses: dict[tuple[str, int], set[Address]] = {}
        self._named: dict[tuple[str, int], dict[str, list[Candidate]]] = {}
        """The units of a role and a year by their names, folded."""

    def _by_year(self, role: str) -> dict[int, list[Candidate]]:
        found: dict[int, list[Candidate]] = defaultdict(list)
        for delivery in self.against.of(role):
            if isinstance(delivery.ejercicio, int):
                found[delivery.ejercicio] += [Candidate(delivery, unit) for unit in delivery.units]
        return found

    def years(self, role: str) -> list[int]:
        """The years that the deliveries of a role are of."""
        return sorted(self._units[role])

    def under(self, amendments: AmendmentFile | None) -> Pool:
        """The same units, with the amendments in a file, read once for each file."""
        if amendments is None or not amendments.amendments:
            return self
        key = (amendments.path, amendments.text)
        if key not in self._under:
            from poa_lint.linter.amended import Amender

            pool = copy(self)
            pool.against = replace(self.against, amended=Amender(amendments))
            self._under[key] = pool
        return self._under[key]

    def reports_of(self, iso: str) -> list[Delivery]:
        """The reports of the run that are of a day (ISO)."""
        return self._run.get(iso, [])

    def last_report(self, iso: str, unit: KeptUnit) -> Delivery | None:
        """The last report before a day (ISO) that has a unit."""
        reports = self._reports.get(address(unit), ())
        return next((delivery for dated, delivery in reversed(reports) if dated < iso), None)

    def owed(self, iso: str, unit: KeptUnit) -> Delivery | None:
        """The last report that has a unit, if another unit of it is reported on a day: who reports that owes this."""
        last = self.last_report(iso, unit)
        return last if last is not None and not addresses(last).isdisjoint(self.on_day.get(iso, ())) else None

    def present(self, role: str, year: int, iso: str) -> set[int]:
        """The identities of the units of a role that reports of a day (ISO) are paired with by their codes."""
        units = [unit for one in self.reports_of(iso) for unit in one.units]
        return {
            id(one.unit) for unit in units for one in self.found(role, year, unit.identity, unit.ramo, unit.nombre, iso)
        }

    def silent(self, delivery: Delivery, iso: str) -> tuple[int, list[KeptUnit]]:
        """The number of a delivery's units that have goals, and those among them that nobody reports on a day (ISO)."""
        key = (id(delivery), iso)
        if key not in self._silent:
            reported, units = self.on_day.get(iso, ()), [unit for unit in delivery.units if unit.goals]
            self._silent[key] = len(units), [unit for unit in units if address(unit) not in reported]
        return self._silent[key]

    def addresses_of(self, role: str, year: int) -> set[Address]:
        """The codes of every unit of a role and a year."""
        if (role, year) not in self._addresses:
            self._addresses[role, year] = {address(one.unit) for one in self.of_year(role, year)}
        return self._addresses[role, year]

    def plans_on(self, year: int, iso: str) -> list[Delivery]:
        """The plans of a year that hold on a day (ISO): of one that was issued again, the last until then."""
        plans = {id(one.delivery): one.delivery for one in self.of_year(PLAN, year) if one.delivery.since <= iso}
        latest = max((one.since for one in plans.values()), default="")
        return [one for one in plans.values() if one.since == latest]

    def of_year(self, role: str, year: int) -> list[Candidate]:
        """Every unit of a role and a year."""
        return self._units[role].get(year, [])

    def found(
        self,
        role: str,
        year: int,
        identity: Mapping[str, str],
        ramo: str,
        nombre: str,
        iso: str,
        own: Collection[Address] = (),
    ) -> list[Candidate]:
        """The candidates that are the unit with these codes; if there are none, one that has all but one of them.

        That one has the same own code and name, is the only one, and nobody reports it on that day (ISO), nor is it one
        of the report's `own` units: one of its codes is wrong, here or there.
        """
        same = self.units(role, year, identity, ramo, nombre)
        if same:
            return same
        reported = self.on_day.get(iso, ())
        alike = [
            one
            for one in self._by_name(role, year).get(folded(nombre), ())
            if address(one.unit) not in reported
            and address(one.unit) not in own
            and _differ_in_one(one.unit.identity, identity)
        ]
        return alike if len({address(one.unit) for one in alike}) == 1 else []

    def _by_name(self, role: str, year: int) -> Mapping[str, list[Candidate]]:
        if (role, year) not in self._named:
            index: dict[str, list[Candidate]] = defaultdict(list)
            for one in self.of_year(role, year):
                index[folded(one.unit.nombre)].append(one)
            self._named[role, year] = index
        return self._named[role, year]

    def units(self, role: str, year: int, identity: Mapping[str, str], ramo: str, nombre: str) -> list[Candidate]:
        """The candidates that are the unit with these codes."""
        same: list[Candidate] = []
        others: list[Candidate] = []
        for names in self._entries.get((role, year), ()):
            common = tuple(name for name in names if name in identity)
            if common and ("unidad_ejecutora" in common or "unidad_ejecutora" not in identity):
                key = tuple(folded(identity[name]) for name in common)
                by_ramo = self._index(role, year, names, common).get(key, {})
                same += [one for code in (ramo, "") for one in by_ramo.get(code, ())] if ramo else []
                others += [one for code in by_ramo if not same for one in by_ramo[code]]
        return same or (others if not ramo else [one for one in others if folded(one.unit.nombre) == folded(nombre)])

    def _index(self, role: str, year: int, names: tuple[str, ...], common: tuple[str, ...]) -> _Index:
        """The units of a role and year that are known by these entries, by what those say that are `common`."""
        key = (role, year, names, common)
        if key not in self._found:
            index: _Index = defaultdict(dict)
            self._found[key] = index
            for one in self.of_year(role, year):
                if tuple(sorted(one.unit.identity)) == names:
                    codes = tuple(folded(one.unit.identity[name]) for name in common)
                    index[codes].setdefault(one.unit.ramo, []).append(one)
        return self._found[key]


def _by_day(deliveries: Iterable[Delivery]) -> Mapping[str, list[Delivery]]:
    """Deliveries by their days (ISO), each day's in their order."""
    found: dict[str, list[Delivery]] = defaultdict(list)
    for one in deliveries:
        found[day(one.fecha)].append(one)
    return found


def _differ_in_one(identity: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """True for codes of the same unit under different headings: all are alike but one, which is not its own."""
    if identity.keys() != other.keys():
        return False
    differing = [name for name, said in identity.items() if folded(said) != folded(other[name])]
    return len(differing) == 1 and differing != [OWN]


def addresses(delivery: Delivery) -> set[Address]:
    """The codes of a report's units."""
    return set(map(address, delivery.units))


def address(unit: KeptUnit) -> Address:
    """The codes by which a unit is told from the others of a day."""
    return (unit.ramo, unit.programa, unit.unidad)

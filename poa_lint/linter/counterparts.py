"""Choose the counterparts of a report's units: the approved plan, and the report of the nearest earlier cut-off.

Units are paired, not files: a quarter may be one file with four units, and the next one four files. Two units are the
same where the year and the codes agree that both forms have; `ramo` counts where it tells apart units that are
otherwise alike. What cannot be paired is said in a sentence, and nothing is claimed of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from poa_lint.core.delivery import Delivery, KeptUnit
from poa_lint.core.figures import UNKNOWN, Nothing
from poa_lint.core.form import Form
from poa_lint.core.records import record
from poa_lint.core.report import Cell, Informe, Unidad, code
from poa_lint.core.source import Source
from poa_lint.core.text import folded
from poa_lint.linter import deliveries
from poa_lint.linter.deliveries import day
from poa_lint.linter.lost import units_of_one_side
from poa_lint.rulebook.compared import Comparison, thresholds
from poa_lint.rulebook.comparison import BEFORE, PLAN, Beside, Counterpart

Amender = Callable[[Counterpart, Unidad, str], Counterpart]
"""Gives a counterpart as amendments changed it up to a day (ISO)."""


class Candidate(NamedTuple):
    """A unit of a delivery."""

    delivery: Delivery
    unit: KeptUnit


@record
class Against:
    """Everything that reports may be compared with.

    `among` tells that the earlier reports are those of the run itself, so that later ones are no fault of order.
    `together` are the reports of the run in any case: a unit that stands in one of them is not missing in another.
    `incomplete` has the roles of which a file could not be read: of these nothing is said to be missing. `amended`
    applies the amendments that are in force.
    """

    before: tuple[Delivery, ...] = ()
    plans: tuple[Delivery, ...] = ()
    among: bool = False
    incomplete: frozenset[str] = frozenset()
    amended: Amender | None = None
    together: tuple[Delivery, ...] = ()

    def of(self, role: str) -> tuple[Delivery, ...]:
        """The deliveries of a role."""
        return self.plans if role == PLAN else self.before


class Chosen(NamedTuple):
    """The counterparts of a report: the nodes, the deliveries by the number of their file, and what was not paired."""

    comparison: Comparison
    files: Mapping[int, tuple[str, Delivery]]
    """The role and the delivery of each file, by the number that its offsets have."""
    remarks: tuple[tuple[str, Mapping[str, str]], ...]
    """Keys of the languages' `compare` table, with their values."""
    paired: Mapping[tuple[int, str], Candidate]
    """The counterpart of a unit, by its identity as an object and the role."""


class Pool:
    """The units of many deliveries, found by year and codes."""

    def __init__(self, against: Against) -> None:
        self.against = against
        self._units: dict[str, dict[int, list[Candidate]]] = {role: self._by_year(role) for role in (BEFORE, PLAN)}
        self._found: dict[tuple[str, int, tuple[str, ...]], dict[tuple[str, ...], list[Candidate]]] = {}

    def _by_year(self, role: str) -> dict[int, list[Candidate]]:
        found: dict[int, list[Candidate]] = defaultdict(list)
        for delivery in self.against.of(role):
            if isinstance(delivery.ejercicio, int):
                found[delivery.ejercicio] += [Candidate(delivery, unit) for unit in delivery.units]
        return found

    def years(self, role: str) -> list[int]:
        """The years that the deliveries of a role are of."""
        return sorted(self._units[role])

    def of_year(self, role: str, year: int) -> list[Candidate]:
        """Every unit of a role and a year."""
        return self._units[role].get(year, [])

    def units(self, role: str, year: int, identity: Mapping[str, str], ramo: str, nombre: str) -> list[Candidate]:
        """The candidates that are the unit with these codes."""
        found: list[Candidate] = []
        for names in {tuple(sorted(one.unit.identity)) for one in self.of_year(role, year)}:
            common = tuple(name for name in names if name in identity)
            if common and ("unidad_ejecutora" in common or "unidad_ejecutora" not in identity):
                key = tuple(folded(identity[name]) for name in common)
                found += [
                    one
                    for one in self._index(role, year, common).get(key, ())
                    if tuple(sorted(one.unit.identity)) == names
                ]
        same = [one for one in found if not ramo or not one.unit.ramo or one.unit.ramo == ramo]
        return same or [one for one in found if folded(one.unit.nombre) == folded(nombre)]

    def _index(self, role: str, year: int, names: tuple[str, ...]) -> Mapping[tuple[str, ...], list[Candidate]]:
        """The units of a role and year by the codes of these entries."""
        key = (role, year, names)
        if key not in self._found:
            index: dict[tuple[str, ...], list[Candidate]] = defaultdict(list)
            self._found[key] = index
            for one in self.of_year(role, year):
                if all(name in one.unit.identity for name in names):
                    index[tuple(folded(one.unit.identity[name]) for name in names)].append(one)
        return self._found[key]


def identity(unidad: Unidad) -> dict[str, str]:
    """The codes that tell which unit it is, by the entry of the header."""
    pagina = unidad.paginas[0]
    form = pagina.form
    assert form is not None, "a page that was read has a form"
    return {name: said for name, said in zip(form.head.unit, pagina.identidad, strict=False) if said}


def choose(
    source: Source, informe: Informe, pool: Pool, forms: Sequence[Form], values: Mapping[str, object]
) -> Chosen | None:
    """The counterparts of a report; None for one without units. `values` are the parameters of rules."""
    if not informe.unidades:
        return None
    chooser = Chooser(source, informe, pool, {form.code: form for form in forms})
    beside = [one for one in map(chooser.beside, informe.unidades) if one is not None]
    lost = tuple(units_of_one_side(chooser))
    comparison = Comparison(informe, beside, lost, thresholds(values))
    if comparison.capped:
        chooser.remark("capped")
    return Chosen(comparison, chooser.files, tuple(chooser.remarks), chooser.paired)


class Chooser:
    """Pairs the units of one report."""

    def __init__(self, source: Source, informe: Informe, pool: Pool, forms: Mapping[str, Form]) -> None:
        self.source, self.informe, self.pool, self.forms = source, informe, pool, forms
        self.files: dict[int, tuple[str, Delivery]] = {}
        self.remarks: list[tuple[str, Mapping[str, str]]] = []
        self.paired: dict[tuple[int, str], Candidate] = {}
        self.ambiguous: set[tuple[int, str]] = set()
        self.day = day(informe.fecha)
        year = informe.ejercicio
        self.year = year if isinstance(year, int) else None
        if self.year is None:
            self.remark("no-year")
        elif not self.day and pool.against.before:
            self.remark("no-date")
        for role in (BEFORE, PLAN):
            self._other_years(role)

    def remark(self, kind: str, **values: str) -> None:
        """Note something that was not compared, once."""
        if (kind, values) not in self.remarks:
            self.remarks.append((kind, values))

    def _other_years(self, role: str) -> None:
        years = self.pool.years(role)
        if self.year is not None and years and self.year not in years:
            self.remark(f"other-year-{role}", year=str(self.year), years=", ".join(map(str, years)))

    def beside(self, unidad: Unidad) -> Beside | None:
        """A unit with its counterparts; None for one that cannot be compared with anything."""
        if self.year is None or not unidad.paginas or unidad.paginas[0].form is None or unidad.identificada is not True:
            return None
        others: dict[str, Counterpart] = {}
        plan = self._plan(unidad)
        if plan is not None:
            others[PLAN] = self._counterpart(PLAN, plan, unidad)
        orden, dated, repeated, changed = "", None, "", ""
        before = self.same_unit(BEFORE, unidad)
        if before and self.day:
            earlier = self._nearest(unidad, [one for one in before if "" < day(one.delivery.fecha) < self.day])
            if earlier is not None:
                others[BEFORE] = self._counterpart(BEFORE, earlier, unidad)
                orden, dated = self._gap(earlier, unidad), self._date(earlier)
            late = [one for one in before if day(one.delivery.fecha) >= self.day]
            repeated = next((one.delivery.path for one in late if self._is_repeat(one)), "")
            changed = next((one.delivery.path for one in late if self._was_kept(one)), "")
            if earlier is None and late and not self.pool.against.among and not changed:
                orden = "igual" if day(late[0].delivery.fecha) == self.day else "posterior"
                dated, repeated = self._date(late[0]), ""
        if not (others or orden or repeated or changed):
            return None
        return Beside(unidad, others, "entregado" if changed else orden, dated, repeated, changed)

    def _is_repeat(self, one: Candidate) -> bool:
        """True for another report of the same unit and day."""
        return day(one.delivery.fecha) == self.day and not one.delivery.kept

    def _was_kept(self, one: Candidate) -> bool:
        """True for this report as it was delivered, before somebody changed it."""
        return bool(one.delivery.kept) and day(one.delivery.fecha) == self.day

    def same_unit(self, role: str, unidad: Unidad) -> list[Candidate]:
        """The candidates for a unit, but for this very file."""
        assert self.year is not None
        pagina = unidad.paginas[0]
        found = self.pool.units(role, self.year, identity(unidad), code(pagina.ramo), unidad.nombre)
        others = [one for one in found if one.delivery.sha256 != self.source.sha256 or not self.source.sha256]
        same = next((one for one in found if one not in others), None)
        if same is not None and same.delivery.path != self.source.path:
            self.remark("same-file", path=same.delivery.path)
        return others

    def _plan(self, unidad: Unidad) -> Candidate | None:
        """The plan that holds on the report's cut-off."""
        found = self.same_unit(PLAN, unidad)
        held = [one for one in found if not one.delivery.since or (self.day and one.delivery.since <= self.day)]
        latest = max((one.delivery.since for one in held), default="")
        return self._only(PLAN, unidad, [one for one in held if one.delivery.since == latest])

    def _nearest(self, unidad: Unidad, found: Sequence[Candidate]) -> Candidate | None:
        latest = max((day(one.delivery.fecha) for one in found), default="")
        return self._only(BEFORE, unidad, [one for one in found if day(one.delivery.fecha) == latest])

    def _only(self, role: str, unidad: Unidad, found: Sequence[Candidate]) -> Candidate | None:
        """The one candidate; None where several say to be it, unless they are copies of one file."""
        if len({one.delivery.sha256 or one.delivery.path for one in found}) > 1:
            self.ambiguous.add((id(unidad), role))
            paths = ", ".join(sorted({one.delivery.path for one in found}))
            self.remark("several", unit=unidad.nombre, paths=paths)
            return None
        if not found:
            return None
        if found[0].unit.form not in self.forms:
            self.ambiguous.add((id(unidad), role))
            self.remark("no-form", path=found[0].delivery.path, form=found[0].unit.form)
            return None
        self.paired[id(unidad), role] = found[0]
        return found[0]

    def _counterpart(self, role: str, one: Candidate, unidad: Unidad) -> Counterpart:
        number, (delivery, unit) = self.number(role, one.delivery), one
        form = unidad.paginas[0].form
        assert form is not None
        unsure = deliveries.unsure(unit)
        if unsure:
            self.remark("unsure", path=delivery.path, unit=unit.nombre, goals=", ".join(unsure))
        counterpart = Counterpart(
            role,
            delivery.path,
            unit.nombre,
            deliveries.goals(unit, form, self.forms, number),
            deliveries.closed(unit, self.forms, form),
            {name: deliveries.cell(kept, number) for name, kept in unit.header.items()},
            {rol: deliveries.cell(kept, number) for rol, kept in unit.signed.items()},
            unit.complete and delivery.complete,
        )
        amended = self.pool.against.amended
        in_force = role == PLAN or (id(unidad), PLAN) not in self.paired
        return amended(counterpart, unidad, self.day) if amended and in_force and self.day else counterpart

    def number(self, role: str, delivery: Delivery) -> int:
        """The number of a delivery among the files of this report, from 1 on."""
        for number, (_, known) in self.files.items():
            if known is delivery:
                return number
        number = len(self.files) + 1
        self.files[number] = (role, delivery)
        return number

    def _date(self, one: Candidate) -> Cell[Any]:
        kept = one.unit.header["fecha"]
        return deliveries.cell(kept, self.number(BEFORE, one.delivery))._replace(value=one.delivery.fecha)

    def _gap(self, earlier: Candidate, unidad: Unidad) -> str:
        """`salto` if a period lies between the two reports."""
        form = unidad.paginas[0].form
        assert form is not None
        before = deliveries.closed(earlier.unit, self.forms, form)
        own = next((corte.closed for corte in self.informe.cortes if corte.form is form), UNKNOWN)
        if isinstance(before, Nothing) or isinstance(own, Nothing):
            return ""
        return "salto" if own > before + 1 else ""

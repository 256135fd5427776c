"""Choose the counterparts of a report's units: the approved plan, and the report of the nearest earlier cut-off.

Units are paired, not files: a quarter may be one file with four units, and the next one four files. Two units are the
same where the year and the codes agree that both forms have; `ramo` counts where it tells apart units that are
otherwise alike. What cannot be paired is said in a sentence, and nothing is claimed of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from poa_lint.core.delivery import Delivery
from poa_lint.core.figures import UNKNOWN, Nothing
from poa_lint.core.form import Form
from poa_lint.core.report import Cell, Informe, Unidad, code
from poa_lint.core.source import Source
from poa_lint.linter import deliveries
from poa_lint.linter.deliveries import day
from poa_lint.linter.kept import counts, delivered, is_kept, is_repeat
from poa_lint.linter.lost import own_addresses, units_of_one_side
from poa_lint.linter.pool import Candidate, Pool
from poa_lint.rulebook.compared import Comparison, thresholds
from poa_lint.rulebook.comparison import BEFORE, PLAN, Beside, Counterpart

AMENDMENTS: Final = "amendments"
"""The role of the file of amendments among the files of a report."""


class Chosen(NamedTuple):
    """The counterparts of a report: the nodes, the deliveries by the number of their file, and what was not paired."""

    comparison: Comparison
    files: Mapping[int, tuple[str, Delivery]]
    """The role and the delivery of each file, by the number that its offsets have."""
    remarks: tuple[tuple[str, Mapping[str, str]], ...]
    """Keys of the languages' `compare` table, with their values."""
    paired: Mapping[tuple[int, str], Candidate]
    """The counterpart of a unit, by its identity as an object and the role."""
    unpreceded: bool = False
    """True if no report of the period before was found for a unit, though there may be one."""


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
    for side in {id(side): side for side, _ in comparison.unsettled}.values():
        chooser.unsure(side.archivo, side.nombre, [number for other, number in comparison.unsettled if other is side])
    unpreceded = any(map(chooser.is_unpreceded, informe.unidades))
    return Chosen(comparison, chooser.files, tuple(chooser.remarks), chooser.paired, unpreceded)


class Chooser:
    """Pairs the units of one report."""

    def __init__(self, source: Source, informe: Informe, pool: Pool, forms: Mapping[str, Form]) -> None:
        self.source, self.informe, self.pool, self.forms = source, informe, pool, forms
        self.files: dict[int, tuple[str, Delivery]] = {}
        self.remarks: list[tuple[str, Mapping[str, str]]] = []
        self.paired: dict[tuple[int, str], Candidate] = {}
        self.ambiguous: set[tuple[int, str]] = set()
        self.day = day(informe.fecha)
        self.addresses = own_addresses(informe)
        """The codes of the report's units."""
        year = informe.ejercicio
        self.year = year if isinstance(year, int) else None
        if self.year is None:
            self.remark("no-year")
        elif not self.day and pool.against.before and not any(map(self.is_itself, pool.against.plans)):
            self.remark("no-date")
        for role in (BEFORE, PLAN):
            self._other_years(role)

    def remark(self, kind: str, **values: str) -> None:
        """Note something that was not compared, once."""
        if (kind, values) not in self.remarks:
            self.remarks.append((kind, values))

    def unsure(self, path: str, unit: str, goals: Sequence[str]) -> None:
        """Note the goals of a unit in another file of which some figures were not compared, in one remark."""
        own = {"path": path, "unit": unit}
        told = next((said for said in self.remarks if said[0] == "unsure" and own.items() <= said[1].items()), None)
        if told is not None:
            self.remarks.remove(told)
            goals = sorted({*told[1]["goals"].split(", "), *goals})
        if goals:
            self.remark("unsure", **own, goals=", ".join(goals))

    def _other_years(self, role: str) -> None:
        years = self.pool.years(role)
        if self.year is not None and years and self.year not in years:
            self.remark(f"other-year-{role}", year=str(self.year), years=", ".join(map(str, years)))

    def beside(self, unidad: Unidad) -> Beside | None:
        """A unit with its counterparts; None for one that cannot be compared with anything."""
        if self.year is None or not unidad.paginas or unidad.paginas[0].form is None:
            return None
        if unidad.identificada is not True:
            self.remark("unclear-unit", unit=unidad.nombre or str(unidad.paginas[0].numero))
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
            repeated = next((one.delivery.path for one in late if is_repeat(one.delivery, self.day)), "")
            changed = self._changed(unidad)
            late = [one for one in late if not is_kept(one.delivery, self.day)]
            if earlier is None and late and not self.pool.against.among and not changed:
                orden = "igual" if day(late[0].delivery.fecha) == self.day else "posterior"
                dated, repeated = self._date(late[0]), ""
        if not (others or orden or repeated or changed):
            return None
        return Beside(unidad, others, "entregado" if changed else orden, dated, repeated, changed)

    def _changed(self, unidad: Unidad) -> str:
        """The path of this report as it was delivered, where somebody has changed it since."""
        found = [one.delivery for one in self._all(BEFORE, unidad)]
        return delivered(found, self.day, self.source.sha256)

    def _all(self, role: str, unidad: Unidad) -> list[Candidate]:
        """The candidates for a unit."""
        assert self.year is not None
        ramo = code(unidad.paginas[0].ramo)
        own = deliveries.identity(unidad)
        return self.pool.found(role, self.year, own, ramo, unidad.nombre, self.day, self.addresses)

    def is_itself(self, delivery: Delivery) -> bool:
        """True for this very file, also while it is mended or edited, and as it was delivered before."""
        before = delivery.sha256 in self.pool.against.apart and day(delivery.fecha) == self.day
        return before or delivery.path == self.source.path or (delivery.sha256 == self.source.sha256 != "")

    def is_planned(self, unidad: Unidad) -> bool:
        """True if a plan has this unit, which may be this very file."""
        return bool(self._all(PLAN, unidad))

    def same_unit(self, role: str, unidad: Unidad) -> list[Candidate]:
        """The candidates for a unit, but for this very file."""
        found = self._all(role, unidad)
        others = [one for one in found if not self.is_itself(one.delivery)]
        same = next((one for one in found if one not in others and not one.delivery.kept), None)
        if same is not None and same.delivery.path != self.source.path and same.delivery.sha256 == self.source.sha256:
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
        nearest = [one for one in found if day(one.delivery.fecha) == latest]
        others = [one.delivery for one in nearest]
        return self._only(BEFORE, unidad, [one for one in nearest if counts(one.delivery, others)])

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
        self.unsure(delivery.path, unit.nombre, deliveries.unsure(unit))
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
        amender = self.pool.against.amended
        if amender is None or self.year is None or not amender.concerns(unidad, self.year):
            return counterpart
        holds = role == PLAN or (id(unidad), PLAN) not in self.paired
        changed = self.number(AMENDMENTS, amender.delivery)
        return amender.on(
            counterpart,
            unidad,
            year=self.year,
            day=self.day,
            since=delivery.since,
            number=changed,
            words_only=not holds,
        )

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
        before, own = deliveries.closed(earlier.unit, self.forms, form), self._closed(form)
        if isinstance(before, Nothing) or isinstance(own, Nothing):
            return ""
        return "salto" if own > before + 1 else ""

    def _closed(self, form: Form) -> int | Nothing:
        """The number of periods of a form that the report closes."""
        return next((corte.closed for corte in self.informe.cortes if corte.form is form), UNKNOWN)

    def is_unpreceded(self, unidad: Unidad) -> bool:
        """True if the report of the period before is not there, or is not the one that was found; the first has none.

        It is asked when all units are paired. What cannot be compared for other reasons needs no other report.
        """
        form = unidad.paginas[0].form if unidad.paginas else None
        if form is None or unidad.identificada is not True or (id(unidad), BEFORE) in self.ambiguous:
            return False
        own, one = self._closed(form), self.paired.get((id(unidad), BEFORE))
        before = 0 if one is None else deliveries.closed(one.unit, self.forms, form)
        return not isinstance(own, Nothing) and not isinstance(before, Nothing) and own > before + 1

"""Units that only one side of a comparison has: the report and those of its run, or their counterparts' files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from poa_lint.core.delivery import Delivery, KeptUnit
from poa_lint.core.report import Informe, Unidad, code
from poa_lint.core.source import Source
from poa_lint.linter import deliveries
from poa_lint.linter.pool import Address, address, addresses
from poa_lint.rulebook.comparison import BEFORE, PLAN, LostUnit


class Chooser(Protocol):
    """The report and what its units were paired with: the one in `counterparts`."""

    source: Source
    informe: Informe
    year: int | None
    day: str
    addresses: set[Address]
    pool: Any
    paired: dict[tuple[int, str], Any]
    ambiguous: set[tuple[int, str]]

    def is_planned(self, unidad: Unidad) -> bool:
        """True if a plan has this unit, which may be this very file."""

    def remark(self, kind: str, **values: str) -> None:
        """Note something that was not compared."""

    def number(self, role: str, delivery: Delivery) -> int:
        """The number of a file among those that the report is compared with."""

    def same_unit(self, role: str, unidad: Unidad) -> Sequence[object]:
        """The candidates for a unit."""


def units_of_one_side(chooser: Chooser) -> Iterator[LostUnit]:
    """The units that only one side has, each once.

    One of a counterpart's file is missed where the reports of the run have at least half of that file's units: the
    others may be in files that were not given. One of this report is missed in the plans if they have its year, and in
    the earlier reports if they have another unit of it.
    """
    if chooser.year is None:
        return
    told: set[tuple[bool, str, str]] = set()
    for role in (PLAN, BEFORE):
        if role not in chooser.pool.against.incomplete and chooser.pool.of_year(role, chooser.year):
            for one in (*_of_this(chooser, role), *_of_others(chooser, role)):
                key = (one.unidad is None, one.programa, one.clave)
                if key not in told:
                    told.add(key)
                    yield one


def _of_this(chooser: Chooser, role: str) -> Iterator[LostUnit]:
    """The units of the report that no counterpart of a role has."""
    own = [unidad for unidad in chooser.informe.unidades if unidad.paginas and unidad.identificada is True]
    found = [unidad for unidad in own if (id(unidad), role) in chooser.paired]
    if role == BEFORE and (not found or (PLAN in {role for _, role in chooser.paired})):
        return
    for unidad in own:
        claimed = (id(unidad), role) in chooser.ambiguous
        known = chooser.is_planned(unidad) if role == PLAN else bool(chooser.same_unit(role, unidad))
        if unidad not in found and not claimed and not known:
            pagina = unidad.paginas[0]
            paths = sorted({one.delivery.path for one in chooser.pool.of_year(role, chooser.year or 0)})
            archivo = paths[0] if len(paths) == 1 else ""
            programa, clave = code(pagina.programa), code(pagina.unidad_ejecutora)
            yield LostUnit(role, archivo, unidad.nombre, programa, clave, None, unidad)


def _of_others(chooser: Chooser, role: str) -> Iterator[LostUnit]:
    """The units of a counterpart's file that neither the report nor another one of the run has.

    None where a page of the run could not be read: it may be of such a unit.
    """
    units = chooser.informe.unidades
    if not (chooser.pool.whole and all(unidad.completa and unidad.identificada is True for unidad in units)):
        return
    taken: dict[int, set[int]] = defaultdict(set)
    for (_, paired), one in chooser.paired.items():
        if paired == role:
            taken[id(one.delivery)].add(id(one.unit))
    elsewhere: set[Address] = set()
    if role == BEFORE and any(paired == PLAN for _, paired in chooser.paired):  # the plan tells of its own
        elsewhere = chooser.pool.addresses_of(PLAN, chooser.year or 0)
    several = role == PLAN and len(chooser.pool.reports_of(chooser.day)) > 1
    for other in {id(one.delivery): one.delivery for (_, r), one in chooser.paired.items() if r == role}.values():
        number, silent = chooser.pool.silent(other, chooser.day)
        left = [unit for unit in silent if id(unit) not in taken[id(other)] and address(unit) not in elsewhere]
        missing = [unit for unit in left if address(unit) not in chooser.addresses]
        mine = missing if role == BEFORE else [unit for unit in missing if _is_of(chooser, unit, several)]
        if missing and (number < 2 * len(missing) or not (mine or several)):
            chooser.remark("units-elsewhere", path=other.path, n=str(number - len(taken[id(other)])))
            continue
        for unit in mine:
            last = chooser.pool.last_report(chooser.day, unit) if role == PLAN else None
            if _tells(chooser, last or other):
                cell = deliveries.cell(unit.header["unidad_ejecutora"], chooser.number(role, other))
                yield LostUnit(role, other.path, unit.nombre, unit.programa, unit.unidad, cell, None)


def _is_of(chooser: Chooser, unit: KeptUnit, several: bool) -> bool:
    """True for a unit of the plan that this report owes: the last report that has it has another unit of this, too.

    Where no report has it yet, this one owes it if it is alone. A unit that none of `several` reports owes is told of
    the plan (`unreported`).
    """
    last = chooser.pool.last_report(chooser.day, unit)
    if last is None:
        return not several
    return not addresses(last).isdisjoint(chooser.addresses)


def _tells(chooser: Chooser, other: Delivery) -> bool:
    """True for the first report of the run that has a unit of a counterpart's file: it alone tells what all lack."""
    units, run = addresses(other), chooser.pool.reports_of(chooser.day)
    first = next((one for one in run if not addresses(one).isdisjoint(units)), None)
    return first is None or first.path == chooser.source.path


def own_addresses(informe: Informe) -> set[Address]:
    """The codes of a report's units."""
    return {
        (code(unidad.paginas[0].ramo), code(unidad.programa), code(unidad.unidad_ejecutora))
        for unidad in informe.unidades
        if unidad.paginas
    }

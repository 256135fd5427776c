"""The units that have to report, by settings or by the approved plans, and those that do in files compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from poa_lint.config.settings import Settings
from poa_lint.core.delivery import Delivery, KeptUnit
from poa_lint.core.form import Form
from poa_lint.output.year.calendar import Due, Elsewhere


def stated(settings: Settings) -> Iterator[Due]:
    """The units under `units:` of the settings."""
    for name in settings.units:
        programa, _, unidad = name.rpartition("/")
        yield Due(unidad, programa, source=settings.origins["units"].where)


def planned(plan: Delivery) -> Iterator[Due]:
    """The units of a plan."""
    yield from (_unit(unit, plan) for unit in plan.units)


def reported(delivery: Delivery, forms: Sequence[Form]) -> Iterator[Elsewhere]:
    """The units of a report that was only compared with, in the period that it closes; it is of one of `forms`."""
    by_code = {form.code: form for form in forms}
    for unit in delivery.units:
        if unit.form in by_code and isinstance(unit.closed, int) and unit.closed:
            yield Elsewhere(_unit(unit, delivery), by_code[unit.form].key(unit.closed))


def _unit(unit: KeptUnit, delivery: Delivery) -> Due:
    year = delivery.ejercicio if isinstance(delivery.ejercicio, int) else None
    name = unit.nombre.removeprefix(unit.unidad).strip()
    return Due(unit.unidad, unit.programa, unit.ramo, name, year, delivery.path)

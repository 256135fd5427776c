"""The units that have to report: those that settings name, or those of the approved plans."""

from __future__ import annotations

from collections.abc import Iterator

from poa_lint.config.settings import Settings
from poa_lint.core.delivery import Delivery
from poa_lint.output.year.calendar import Due


def stated(settings: Settings) -> Iterator[Due]:
    """The units under `units:` of the settings."""
    for name in settings.units:
        programa, _, unidad = name.rpartition("/")
        yield Due(unidad, programa, source=settings.origins["units"].where)


def planned(plan: Delivery) -> Iterator[Due]:
    """The units of a plan."""
    year = plan.ejercicio if isinstance(plan.ejercicio, int) else None
    for unit in plan.units:
        name = unit.nombre.removeprefix(unit.unidad).strip()
        yield Due(unit.unidad, unit.programa, unit.ramo, name, year, plan.path)

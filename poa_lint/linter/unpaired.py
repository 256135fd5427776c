"""The reasons for which a unit of a report has no counterpart, for who wants to know before anything is compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from poa_lint.core.report import Informe, Unidad, code
from poa_lint.core.source import Source
from poa_lint.linter import deliveries
from poa_lint.linter.deliveries import day
from poa_lint.linter.lost import own_addresses
from poa_lint.linter.pool import Candidate, Pool
from poa_lint.rulebook.comparison import BEFORE, PLAN


class Reason(NamedTuple):
    """A reason: a key of the languages' `unpaired` table, with the values of its sentence."""

    kind: str
    values: Mapping[str, str] = {}


def reason(source: Source, informe: Informe, unidad: Unidad, role: str, pool: Pool) -> Reason:
    """The reason for which a unit has no counterpart of a role; it is asked of one that has none."""
    year = informe.ejercicio
    if not pool.against.of(role):
        return Reason("nothing")
    if not isinstance(year, int):
        return Reason("no-year")
    if not unidad.paginas or unidad.paginas[0].form is None or unidad.identificada is not True:
        return Reason("unread")
    if year not in pool.years(role):
        return Reason("other-year", {"years": ", ".join(map(str, pool.years(role)))})
    pagina = unidad.paginas[0]
    own, today = deliveries.identity(unidad), day(informe.fecha)
    found = pool.found(role, year, own, code(pagina.ramo), unidad.nombre, today, own_addresses(informe))
    others = [one for one in found if one.delivery.path != source.path and one.delivery.sha256 != source.sha256]
    if not others:
        return Reason("itself" if found else "absent")
    return _of_dates(day(informe.fecha), role, others)


def _of_dates(today: str, role: str, found: Sequence[Candidate]) -> Reason:
    """The reason for which none of these was taken for the report of a day (ISO; empty where it is not known)."""
    if role == BEFORE and not today:
        return Reason("no-date")
    dated = [(one.delivery.since if role == PLAN else day(one.delivery.fecha), one) for one in found]
    if role == PLAN:
        held = [(date, one) for date, one in dated if not date or (today and date <= today)]
    else:
        held = [(date, one) for date, one in dated if "" < date < today]
    if not held:
        known = sorted(date for date, _ in dated if date)
        return Reason("later", {"date": known[0]}) if known else Reason("undated")
    latest = max(date for date, _ in held)
    last = [one for date, one in held if date == latest]
    if len({one.delivery.sha256 or one.delivery.path for one in last}) > 1:
        return Reason("several", {"paths": ", ".join(sorted({one.delivery.path for one in last}))})
    return Reason("no-form", {"form": last[0].unit.form})

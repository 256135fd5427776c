"""A report's units beside what they would be compared with: the pairs of goals by mode, and why there are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from poa_lint.config.settings import Settings
from poa_lint.core.form import Form
from poa_lint.core.report import Unidad, code
from poa_lint.core.source import Source, Unreadable
from poa_lint.documents.limits import within
from poa_lint.linter.counterparts import Chosen, choose
from poa_lint.linter.deliveries import day
from poa_lint.linter.pipeline import reading_of
from poa_lint.linter.plan import Plans
from poa_lint.linter.pool import Pool
from poa_lint.linter.stage import stage
from poa_lint.linter.unpaired import Reason, reason
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.comparison import BEFORE, PLAN


class Found(NamedTuple):
    """A counterpart of a unit: its role, its file, and the numbers of goals by how they were paired."""

    role: str
    path: str
    sha256: str
    corte: str
    since: str
    oficio: str
    pairs: Mapping[str, int]


class UnitPairs(NamedTuple):
    """A unit, its counterparts, and for each role without one the reason."""

    programa: str
    unidad: str
    nombre: str
    metas: int
    found: tuple[Found, ...]
    unpaired: tuple[tuple[str, Reason], ...]


class ReportPairs(NamedTuple):
    """A report as it would be compared. `corte` is ISO; empty where it is not known."""

    path: str
    ejercicio: int | None
    corte: str
    units: tuple[UnitPairs, ...]
    foreign: bool = False
    unpreceded: bool = False
    """True if no report of the period before was found for a unit, though there may be one."""
    stage: str = ""
    """As in `FileResult`."""


def pairs(source: Source, pool: Pool, rules: Rulebook, forms: tuple[Form, ...], settings: Settings) -> ReportPairs:
    """The pairs of a report that was opened; no rule is asked."""
    limited = within(source, settings.limits)
    if isinstance(limited, Unreadable):
        return ReportPairs(source.path, None, "", ())
    reading = reading_of(limited, rules, forms, settings)
    informe = reading.informe
    params = Plans(rules, settings).of(informe.ejercicio).rules.book.values
    chosen = choose(limited, informe, pool, forms, params)
    year = informe.ejercicio if isinstance(informe.ejercicio, int) else None

    def unpaired(unidad: Unidad, found: tuple[Found, ...]) -> Iterator[tuple[str, Reason]]:
        for role in (PLAN, BEFORE):
            if all(one.role != role for one in found) and (pool.against.of(role) or role in pool.against.require):
                yield role, reason(limited, informe, unidad, role, pool)

    units = []
    for unidad in informe.unidades if chosen else ():
        assert chosen is not None, "a report with units has a choice"
        found = tuple(_found(unidad, chosen))
        codes = (code(unidad.programa), code(unidad.unidad_ejecutora))
        units.append(UnitPairs(*codes, unidad.nombre, len(unidad.metas), found, tuple(unpaired(unidad, found))))
    unpreceded = chosen is not None and chosen.unpreceded
    known = (reading.foreign, unpreceded, stage(informe))
    return ReportPairs(source.path, year, day(informe.fecha), tuple(units), *known)


def _found(unidad: Unidad, chosen: Chosen) -> Iterator[Found]:
    for role in (PLAN, BEFORE):
        one = chosen.paired.get((id(unidad), role))
        counts = chosen.comparison.counts(unidad, role)
        if one is not None and counts is not None:
            delivery = one.delivery
            corte = day(delivery.fecha) if role == BEFORE else ""
            yield Found(role, delivery.path, delivery.sha256, corte, delivery.since, delivery.oficio, counts._asdict())

"""Check a report beside its counterparts: the findings of the rules that compare, and what was compared with what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.delivery import Delivery
from poa_lint.core.diagnostic import Elsewhere, Original
from poa_lint.core.form import Form
from poa_lint.core.report import Informe, Unidad
from poa_lint.core.result import Absent, Compared, ComparedUnit, Difference
from poa_lint.core.source import Places, Position, Source, Span, file_of, inside
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.linter import evidence
from poa_lint.linter.check import Checked, check, scorer
from poa_lint.linter.counterparts import Chosen, choose
from poa_lint.linter.deliveries import day
from poa_lint.linter.message import FindingWriter
from poa_lint.linter.plan import Plans
from poa_lint.linter.pool import Pool
from poa_lint.reading.read import Reading
from poa_lint.rulebook.comparison import BEFORE, PLAN

ROLES: Final = {"antes": "before", "plan": "plan"}
"""The roles of counterparts, as rules call them, in the words of machine formats."""


class Beside(NamedTuple):
    """The findings about a report, the files it was compared with, and sentences about what was not compared.

    The rest is there only where it is to be kept: what a goal says otherwise in another file, by the offset of its row,
    and the goals that only one side has.
    """

    checked: Checked
    compared: tuple[Compared, ...] = ()
    remarks: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    """Sentences about units without a counterpart that is required."""
    unpreceded: bool = False
    """True if no report of the period before was found for a unit, though there may be one."""
    differences: Mapping[int, tuple[Difference, ...]] = {}
    absences: tuple[Absent, ...] = ()


def compare(
    source: Source,
    reading: Reading,
    pool: Pool,
    forms: Sequence[Form],
    plans: Plans,
    words: Words,
    places: Places,
    *,
    keep: bool = False,
) -> Beside:
    """The findings about a report that is compared with those of a pool; with `keep` the differences themselves."""
    informe = reading.informe
    params = plans.of(informe.ejercicio).rules.book.values
    chosen = choose(source, informe, pool, forms, params)
    if chosen is None:
        return Beside(check(informe, reading.facts, plans, FindingWriter(informe, words, places)))
    said = words_of(words.language, "compare")
    settled = evidence.settled(reading, chosen.comparison, scorer(plans.rules), said)
    if settled is not reading:
        reading, informe = settled, settled.informe
        chosen = choose(source, informe, pool, forms, params) or chosen
    elsewhere = _Elsewhere(chosen, words)
    writer = FindingWriter(informe, words, _AllPlaces(places, chosen), elsewhere)
    checked = check(informe, reading.facts, plans, writer, chosen.comparison)
    remarks = tuple(said(f"compare.{kind}", **values) for kind, values in chosen.remarks)
    missing = tuple(
        said(f"compare.lacks-{role}", unit=unidad.nombre) for unidad, role in lacking(informe, chosen, pool)
    )
    beside = Beside(checked, tuple(_compared(informe, chosen)), remarks, missing, chosen.unpreceded)
    if not keep:
        return beside
    from poa_lint.linter import differences

    found = differences.by_row(informe, chosen.comparison, elsewhere)
    return beside._replace(differences=found, absences=tuple(differences.absences(chosen.comparison, ROLES)))


def lacking(informe: Informe, chosen: Chosen, pool: Pool) -> Iterator[tuple[Unidad, str]]:
    """The units without a counterpart that is required, and its role. None is required before the first cut-off."""
    for role in (PLAN, BEFORE):
        for unidad in informe.unidades if role in pool.against.require else ():
            first = role == BEFORE and informe.corte in (0, 1)
            if not first and (id(unidad), role) not in chosen.paired:
                yield unidad, role


class _AllPlaces:
    """The positions of spans in the report and in its counterparts."""

    def __init__(self, own: Places, chosen: Chosen) -> None:
        self.own, self.files = own, chosen.files

    def __call__(self, span: Span) -> tuple[Position, Position]:
        number = file_of(span.start)
        if not number:
            return self.own(span)
        delivery = self.files[number][1]
        return delivery.position(inside(span.start)), delivery.position(inside(span.end))


class _Elsewhere:
    """The file that a span is in, if that is not the report, and the spot in an office's file."""

    def __init__(self, chosen: Chosen, words: Words) -> None:
        self.files, self.office = chosen.files, words_of(words.language, "office")

    def __call__(self, span: Span) -> Elsewhere | None:
        number = file_of(span.start)
        if not number:
            return None
        role, delivery = self.files[number]
        return Elsewhere(delivery.path, ROLES.get(role, role), self._spot(delivery, inside(span.start)))

    def _spot(self, delivery: Delivery, offset: int) -> Original | None:
        place = delivery.places.at(offset) if delivery.places is not None else None
        return None if place is None else Original(place.describe(self.office), place.as_dict())


def _compared(informe: Informe, chosen: Chosen) -> Iterator[Compared]:
    for number in sorted(chosen.files):
        role, delivery = chosen.files[number]
        if role not in ROLES:  # the file of amendments is part of what holds, and no report
            continue
        units = []
        for unidad in informe.unidades:
            one = chosen.paired.get((id(unidad), role))
            counts = chosen.comparison.counts(unidad, role)
            if one is not None and one.delivery is delivery and counts is not None:
                units.append(ComparedUnit(unidad.nombre, counts._asdict()))
        yield Compared(
            role=ROLES[role],
            path=delivery.path,
            sha256=delivery.sha256,
            ejercicio=delivery.ejercicio if isinstance(delivery.ejercicio, int) else None,
            corte=None if role == PLAN else day(delivery.fecha) or None,
            units=tuple(units),
            since=delivery.since,
            oficio=delivery.oficio,
        )

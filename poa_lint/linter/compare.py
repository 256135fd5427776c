"""Check a report beside its counterparts: the findings of the rules that compare, and what was compared with what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from poa_lint.core.delivery import Delivery
from poa_lint.core.diagnostic import Elsewhere, Original
from poa_lint.core.form import Form
from poa_lint.core.report import Informe
from poa_lint.core.result import Compared, ComparedUnit
from poa_lint.core.source import Places, Position, Source, Span, file_of, inside
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.linter import evidence
from poa_lint.linter.check import Checked, Plans, check, scorer
from poa_lint.linter.counterparts import Chosen, Pool, choose
from poa_lint.linter.deliveries import day
from poa_lint.linter.message import FindingWriter
from poa_lint.reading.read import Reading
from poa_lint.rulebook.comparison import PLAN

ROLES: Final = {"antes": "before", "plan": "plan"}
"""The roles of counterparts, as rules call them, in the words of machine formats."""


def compare(
    source: Source,
    reading: Reading,
    pool: Pool,
    forms: Sequence[Form],
    plans: Plans,
    words: Words,
    places: Places,
) -> tuple[Checked, tuple[Compared, ...], tuple[str, ...]]:
    """The findings about a report, the files that it was compared with, and sentences about what was not compared."""
    informe = reading.informe
    params = plans.of(informe.ejercicio).rules.book.values
    chosen = choose(source, informe, pool, forms, params)
    if chosen is None:
        return check(informe, reading.facts, plans, FindingWriter(informe, words, places)), (), ()
    said = words_of(words.language, "compare")
    settled = evidence.settled(reading, chosen.comparison, scorer(plans.rules), said)
    if settled is not reading:
        reading, informe = settled, settled.informe
        chosen = choose(source, informe, pool, forms, params) or chosen
    writer = FindingWriter(informe, words, _AllPlaces(places, chosen), _Elsewhere(chosen, words))
    checked = check(informe, reading.facts, plans, writer, chosen.comparison)
    remarks = tuple(said(f"compare.{kind}", **values) for kind, values in chosen.remarks)
    return checked, tuple(_compared(informe, chosen)), remarks


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

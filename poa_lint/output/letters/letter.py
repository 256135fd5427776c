"""The letters about a report: one for each of its units, as the texts of a template's fields."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Diagnostic, Severity
from poa_lint.core.records import replace
from poa_lint.core.result import UNCHECKED, VERDICTS, Previous, Unit, by_unit
from poa_lint.core.text import folded, visible
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents.templates import Content, Line
from poa_lint.output.counterparts import day
from poa_lint.output.letters.fields import Wording
from poa_lint.output.letters.observations import PointWriter, points
from poa_lint.output.letters.review import Review, Signer, UnitPaper

ADDRESSEES: Final = ("reviso", "autorizo", "elaboro")
"""Roles by who answers for a unit first: who reviewed its report explains its deviations."""
_, CORRECT, JUSTIFY, REVIEW, _ = VERDICTS
TWICE: Final = "POA915"
"""The rule about two reports of the same: the unit is asked which of them it delivers, in the words of a letter."""


Address = tuple[str, str]
"""The codes of a unit: its programme's and its own."""


class Letter(NamedTuple):
    """A letter: the unit it is about, its verdict, the texts of its fields, and the key of the period reported."""

    programa: str
    unidad: str
    verdict: str
    content: Content
    periodo: str = ""
    """`T2`, `M04`; empty where nobody knows it."""


def letters(reviewed: Review, wording: Wording, without: Container[Address] = ()) -> Iterator[Letter]:
    """A letter for each unit of a report but those `without` one. What belongs to no unit stands in all of them."""
    file = reviewed.file
    told = zip(file.units, file.verdicts, by_unit(file.units, file.standing), strict=True)
    for number, (unit, (_, verdict), findings) in enumerate(told):
        if (unit.programa, unit.unidad) in without:
            continue
        paper = (
            reviewed.units[number] if number < len(reviewed.units) else UnitPaper(unit.programa, unit.unidad, "", ())
        )
        yield _Writer(reviewed, unit, paper, wording, verdict, findings).letter()


class _Writer:
    def __init__(
        self,
        reviewed: Review,
        unit: Unit,
        paper: UnitPaper,
        wording: Wording,
        verdict: str,
        findings: Sequence[Diagnostic],
    ) -> None:
        self.reviewed, self.unit, self.paper, self.wording, self.verdict = reviewed, unit, paper, wording, verdict
        self.words, self.said = words_of("es"), words_of("es", "oficio")
        self.points = points(map(self._in_letter, findings), notes=wording.notes, advice=reviewed.orders)

    def _in_letter(self, finding: Diagnostic) -> Diagnostic:
        """A finding in the words of a letter; `help` of a rule speaks to whoever checks reports."""
        if finding.code != TWICE:
            return finding
        file = self.reviewed.file
        named = {"archivo": os.path.basename(file.path), "huella": file.sha256[:12]}
        return replace(finding, message=self.said("twice.says"), help=self.said("twice.help", **named))

    def _is_own(self, finding: Diagnostic) -> bool:
        address = (finding.where.programa, finding.where.unidad)
        return address == (self.unit.programa, self.unit.unidad) or not any(address)

    def letter(self) -> Letter:
        """The letter about the unit."""
        first = _addressee(self.paper.firmas)
        writer = PointWriter(self.reviewed, self.words, self.said, dict(self._states()))
        observed = writer.section("observations", self.points)
        advised = [*writer.section("recommendations", self.points), *writer.section("notes", self.points)]
        blocks = {
            "entrega_anterior": self._previous(),
            "observaciones": observed,
            "recomendaciones": advised,
            "copias": [Line(_copy(one, self.said)) for one in _others(self.paper.firmas, first)],
        }
        content = Content(self._values(first), blocks)
        return Letter(self.unit.programa, self.unit.unidad, self.verdict, content, self._period())

    def _period(self) -> str:
        """The key of the last period that the unit reports, as a summary has it."""
        digest, address = self.reviewed.digest, (self.unit.programa, self.unit.unidad)
        return next((one.periodo for one in digest.units if one.address == address), "") if digest else ""

    def _values(self, first: Signer | None) -> Mapping[str, str]:
        said, wording, summary = self.said, self.wording, self.reviewed.file.summary
        blank, long = said("blank"), said("long-blank")
        period = summary.periodo.nombre if summary and summary.periodo else ""
        values = {
            "unidad": self.unit.nombre or said("no-unit"),
            "programa": self.paper.de_programa or blank,
            "ejercicio": str(summary.ejercicio) if summary and summary.ejercicio else blank,
            "corte": day(summary.corte, self.words) if summary and summary.corte else long,
            "periodo": period or blank,
            "plazo": day(wording.until, self.words) or long,
        }
        named = self.paper.de_programa and said("of-programme", programa=self.paper.de_programa)
        closing = said("of-period", periodo=period) if period else ""
        kind = _request(self.verdict, has_advice=any(point.section != "notes" for point in self.points))
        reviewed = {**values, "programa": named, "periodo": closing}
        return {
            **values,
            "lugar": wording.lugar or long,
            "fecha": day(wording.today, self.words),
            "oficio": long,
            "asunto": said(f"subject.{self.verdict}"),
            "destinatario": (first.nombre if first else "") or long,
            "cargo": (first.cargo if first else "") or long,
            "revisado": said("reviewed", **reviewed),
            "veredicto": self.words(f"verdict.{self.verdict}"),
            "resultado": said(f"result.{self.verdict}"),
            "solicitud": said(f"request.{kind}", plazo=values["plazo"]),
            "firma": wording.firma or long,
            "puesto": wording.puesto or long,
            "archivo": os.path.basename(self.reviewed.file.path),
            "huella": self.reviewed.file.sha256,
            "reglas": wording.reglas,
        }

    def _states(self) -> Iterator[tuple[str, str]]:
        """For each finding beside an earlier delivery, the words that tell it is new or stands."""
        previous = self.reviewed.file.previous
        if previous is not None:
            yield from ((key, self.said("standing")) for key in previous.standing)
            yield from ((key, self.said("new")) for key in previous.new)

    def _previous(self) -> list[Line]:
        """The lines about an earlier delivery: what was met, in its words; what stands and is new, by number."""
        previous = self.reviewed.file.previous
        if previous is None:
            return []
        said = self.said
        files = ", ".join(f"{os.path.basename(path)} (SHA-256 {sha256[:12]}…)" for path, sha256 in previous.files)
        lines = [Line(said("previous.title"), "title"), Line(said("previous.compared", files=files))]
        told = [*map(self._met, self._gone(previous)), *self._numbered(previous)]
        return [*lines, *(told or [Line(said("previous.nothing"))])]

    def _gone(self, previous: Previous) -> Iterator[Diagnostic]:
        """The findings that were met, without those that followed from one of them."""
        keys = {one.key for one in previous.met}
        for one in previous.met:
            told = (self.wording.notes or one.severity is not Severity.INFO) and one.code != TWICE
            if told and self._is_own(one) and one.derived_from not in keys:
                yield one

    def _met(self, finding: Diagnostic) -> Line:
        goal = f"{self.said('goal', numero=finding.where.meta)}, " if finding.where.meta else ""
        message = f"{goal}{finding.columna or self.unit.nombre}: {finding.message.rstrip('.')} [{finding.code}]"
        return Line(self.said("previous.met", message=message), "sub", "-")

    def _numbered(self, previous: Previous) -> Iterator[Line]:
        for kind in ("standing", "new"):
            keys = set(getattr(previous, kind))
            numbers = [str(point.number) for point in self.points if not keys.isdisjoint(point.keys)]
            if numbers:
                text = self.said.table[f"previous.{kind}.{'one' if len(numbers) == 1 else 'other'}"]
                yield Line(text.format(points=_listed(numbers)), "sub", "-")


def _request(verdict: str, *, has_advice: bool) -> str:
    """The key of what the unit is asked to do."""
    if verdict == UNCHECKED:
        return "read"
    if verdict in (CORRECT, JUSTIFY):
        return "correct"
    return "review" if verdict == REVIEW and has_advice else "none"


def _listed(numbers: Sequence[str]) -> str:
    return numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} y {numbers[-1]}"


def _addressee(firmas: Sequence[Signer]) -> Signer | None:
    """Who answers for a unit: the first of ADDRESSEES that has a name or a post, else whoever signs."""
    known = [one for one in firmas if one.nombre or one.cargo]
    for role in ADDRESSEES:
        for one in known:
            if folded(one.rol) == role:
                return one
    return known[0] if known else None


def _others(firmas: Sequence[Signer], first: Signer | None) -> Iterator[Signer]:
    """Those who sign, each person once, without the addressee."""
    seen = {folded(first.nombre)} if first else set[str]()
    for one in firmas:
        if one.nombre and folded(one.nombre) not in seen:
            seen.add(folded(one.nombre))
            yield one


def _copy(one: Signer, said: Words) -> str:
    return said("copy", nombre=visible(one.nombre), cargo=f", {visible(one.cargo)}" if one.cargo else "")

"""The part of a report that letters need, without the report: it travels between processes, and many fit in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from poa_lint.core.figures import Nothing
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Unidad, code
from poa_lint.core.result import FileResult
from poa_lint.core.text import short
from poa_lint.output.letters.orders import orders, totals
from poa_lint.output.notes import goals, note
from poa_lint.output.year.model import Digest
from poa_lint.output.year.record import digest


class Signer(NamedTuple):
    """One who signs a report: the role (`REVISÓ`), the post and the name; empty where nobody can read them."""

    rol: str
    cargo: str
    nombre: str


class UnitPaper(NamedTuple):
    """A unit as its pages say it: the codes, the programme with its name, those who sign."""

    programa: str
    unidad: str
    de_programa: str
    firmas: tuple[Signer, ...]


class Goal(NamedTuple):
    """A goal of the report: its number and its text."""

    numero: str
    texto: str


class Review(NamedTuple):
    """The result of a file without its report, and the parts of the report that letters quote."""

    file: FileResult
    units: tuple[UnitPaper, ...] = ()
    goals: Mapping[int, Goal] = {}
    """The goals that findings speak of, by the offset of their rows."""
    notes: Mapping[str, str] = {}
    """The texts for OBSERVACIONES by the key of the finding that asks for one."""
    orders: Mapping[str, str] = {}
    """Orders to write something, by the key of the finding that heads those which a repair explains."""
    digest: Digest | None = None
    """The units and periods that it reports, as a summary keeps them; None where no report was read."""
    totals: Mapping[str, str] = {}
    """The figure that a goal's total leaves for a blank, as a sentence, by the key of the finding about the blank."""


def review(file: FileResult) -> Review:
    """The parts of a result that letters are made of; the result has to hold its report."""
    if file.paper is None:
        return Review(file)
    every = goals(file)
    named = {finding.order[0] for finding in file.diagnostics if finding.where.meta}
    notes = {finding.key: note(finding, every) for finding in file.standing}
    return Review(
        replace(file, paper=None),
        tuple(map(_unit, file.paper.informe.unidades)),
        {offset: Goal(goal.numero.raw, goal.texto.raw) for offset, goal in every.items() if offset in named},
        {key: text for key, text in notes.items() if text},
        orders(file, every),
        digest(file),
        totals(file, every),
    )


def _unit(unidad: Unidad) -> UnitPaper:
    programa = " ".join(filter(None, (code(unidad.programa), unidad.programa.nombre.raw)))
    firmas = (Signer(firma.rol, _said(firma.cargo), _said(firma.nombre)) for firma in unidad.firmas)
    return UnitPaper(short(code(unidad.programa)), short(code(unidad.unidad_ejecutora)), programa, tuple(firmas))


def _said(cell: Cell[str]) -> str:
    return "" if isinstance(cell.value, Nothing) else cell.raw.strip()

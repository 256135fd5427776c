"""The cells of goals that differ in the files a report was compared with, for a page that shows both.

It is what was compared, whatever the rules say of it: a change that a letter authorised is there too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from poa_lint.core.diagnostic import Elsewhere
from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.core.report import Cell, Informe, Meta
from poa_lint.core.result import Absent, Difference
from poa_lint.core.source import Span
from poa_lint.core.text import squashed
from poa_lint.rulebook.compared import Comparison
from poa_lint.rulebook.comparison import Pareja

Finder = Callable[[Span], Elsewhere | None]
"""Gives the other file that a span is in."""


def by_row(informe: Informe, comparison: Comparison, elsewhere: Finder) -> dict[int, tuple[Difference, ...]]:
    """The differences of each goal that has any, by the offset of its row."""
    found: dict[int, tuple[Difference, ...]] = {}
    for meta in informe.metas:
        pareja = comparison.pareja(meta)
        if pareja is not None and pareja.segura:
            found[meta.span.start] = (*_words(meta, pareja, elsewhere), *_figures(pareja, elsewhere))
    return {row: differences for row, differences in found.items() if differences}


def _figures(pareja: Pareja, elsewhere: Finder) -> Iterator[Difference]:
    """The figures that differ; the earlier report's is left out where the plan says the same."""
    for cotejo in pareja.cotejos:
        told = None
        for cell in (cotejo.antes,) if cotejo.logrado else (cotejo.plan, cotejo.antes):  # a plan achieves nothing
            other = elsewhere(cell.span)
            if other is not None and _differ(cotejo.valor, cell) and _plain(cell) != told:
                told = _plain(cell)
                yield Difference(cotejo.columna, cell.raw, cotejo.valor.raw, other)


def _differ(cell: Cell[Any], other: Cell[Any]) -> bool:
    """True if both figures are known and differ; blank is 0."""
    return UNKNOWN not in (cell.value, other.value) and _plain(cell) != _plain(other)


def _plain(cell: Cell[Any]) -> object:
    return 0 if cell.value is BLANK else cell.value


def _words(meta: Meta, pareja: Pareja, elsewhere: Finder) -> Iterator[Difference]:
    """The number and text, the unit of measure and the lines of action that differ from what holds."""
    then = pareja.vigente
    other = elsewhere(then.texto.span)
    if other is None:
        return
    changed = pareja.cambiada.columna.id if pareja.cambio else ""
    if changed == "texto" or squashed(meta.numero.raw) != squashed(then.numero.raw):
        yield Difference("texto", _titled(then), _titled(meta), other)
    if changed == "unidad_medida":
        yield Difference("unidad_medida", pareja.era.raw, pareja.cambiada.raw, other)
    if pareja.mismas_lineas is False:
        here = ", ".join(cell.raw for cell in meta.lineas)
        yield Difference("lineas", pareja.lineas_vigentes, here, other)


def _titled(meta: Meta) -> str:
    return " ".join(filter(None, (meta.numero.raw, meta.texto.raw)))


def absences(comparison: Comparison, roles: Mapping[str, str]) -> Iterator[Absent]:
    """The goals and units that only one side has; `roles` are the names of roles outside."""
    for one in comparison.ausencias:
        role = roles[one.clase.partition("-")[2]]
        row = one.meta.span.start if one.meta else one.lugar.span.start
        yield Absent(one.falta_aqui, one.numero, one.texto, one.nombre, role, row, one.despues_de)

"""The certain part of goals of displaced rows: the figures of columns that every possible placement fills alike.

A placement that was taken because the row's sums hold under it may still be wrong: a mistake in the row can make the
sums hold under another one. It is certain where the counterpart of the goal says the same figures, but for two at most.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Meta

LEAST: Final = 3
"""Figures other than 0 in which two goals have to agree, so that the placement of one is certain."""
MOST: Final = 2
"""Figures in which they may differ: a wrong placement moves several."""


def certain(meta: Meta, *, placed: bool = False) -> Meta:
    """A goal with UNKNOWN in the columns whose figure another placement of its displaced row would change.

    Placements count that break more constraints, too, unless the goal is `placed` for certain: what broke them may be a
    mistake, and not the placement.
    """
    acomodo = meta.acomodo
    if acomodo is None:
        return meta
    unsure = set() if placed else set(acomodo.inciertas)
    own = {cifra.columna: cifra.valor.value for cifra in meta.cifras}
    for other in acomodo.otras:
        unsure |= {cifra.columna for cifra in other.cifras if own.get(cifra.columna) != cifra.valor.value}
    return masked(meta, unsure) if unsure else meta


def masked(meta: Meta, columns: Collection[str]) -> Meta:
    """A goal with UNKNOWN in these columns."""

    def mask(cell: Cell[Any]) -> Cell[Any]:
        return cell._replace(value=UNKNOWN) if cell.columna.id in columns else cell

    return replace(
        meta,
        meta_anual=mask(meta.meta_anual),
        programado=tuple(map(mask, meta.programado)),
        avance=tuple(map(mask, meta.avance)),
        absoluto=mask(meta.absoluto),
        relativo=mask(meta.relativo),
        cifras=tuple(replace(cifra, valor=mask(cifra.valor)) for cifra in meta.cifras),
        periodos=tuple(
            replace(period, programado=mask(period.programado), avance=mask(period.avance)) for period in meta.periodos
        ),
    )


def confirmed(meta: Meta, other: Meta, closed: int) -> bool:
    """True if two goals say the same figures but for two at most; `closed` periods have achieved figures on both."""
    pairs = list(_figures(meta, other, closed))
    agreeing = sum(own == there and own != 0 for own, there in pairs)
    differing = sum(own != there for own, there in pairs)
    return bool(agreeing >= LEAST and differing <= MOST)


def _figures(meta: Meta, other: Meta, closed: int) -> Iterator[tuple[Any, Any]]:
    """The figures of two goals that are known in both; a blank one is 0."""
    cells = ((meta.meta_anual, other.meta_anual), *zip(meta.programado, other.programado, strict=False))
    achieved = zip(meta.avance[:closed], other.avance[:closed], strict=False)
    for own, there in (*cells, *achieved):
        if own.value is not UNKNOWN and there.value is not UNKNOWN:
            yield (0 if own.value is BLANK else own.value), (0 if there.value is BLANK else there.value)


def unknown(meta: Meta) -> Meta:
    """A goal of which nothing is known, in the place of a counterpart that is missing."""

    def blank(cell: Cell[Any]) -> Cell[Any]:
        return Cell("", UNKNOWN, cell.span, cell.columna)

    return replace(
        meta,
        celdas=(),
        lineas=(),
        numero=blank(meta.numero),
        numeracion=blank(meta.numeracion),
        texto=blank(meta.texto),
        unidad_medida=blank(meta.unidad_medida),
        meta_anual=blank(meta.meta_anual),
        programado=tuple(map(blank, meta.programado)),
        avance=tuple(map(blank, meta.avance)),
        absoluto=blank(meta.absoluto),
        relativo=blank(meta.relativo),
        observaciones=blank(meta.observaciones),
        periodos=(),
        cifras=(),
        acomodo=None,
    )

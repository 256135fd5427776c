"""Judge a number above 1 under ACUMULADO RELATIVO by its column: `1.05` among shares is a share, not 1.05%.

The column is that of all pages together: a page may have one goal alone.

META ANUAL  AVANCE ABSOLUTO  ACUMULADO RELATIVO
8           2                0.25      the column's cells are shares of their own rows:
4           2                0.5
20          21               1.05      so this one, read alone as 1.05 points, may be 105%
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.core.facts import Fact
from poa_lint.core.figures import Figure, Nothing
from poa_lint.core.report import Meta
from poa_lint.reading import values
from poa_lint.reading.goal import with_unknown

MIN_SHARES: Final = 2
"""Cells of a column, one of them up to 1, that have to be shares of their own rows before others are taken for some."""
MAX_SHARE: Final = 2
"""The share up to which the column alone decides; above it, the cell's own row has to give it."""
MIN_POINTS: Final = 10
"""A number from which on no one writes a share: ten times the year's goal."""


class _Bare(NamedTuple):
    """A number without a percent sign under ACUMULADO RELATIVO, with its goal."""

    meta: Meta
    number: Figure


def by_column(metas: list[Meta], facts: list[Fact]) -> tuple[list[Meta], list[Fact]]:
    """The goals of a report and the facts about them, once the column of ACUMULADO RELATIVO is known.

    A number above 1 that the column says may be a share is UNKNOWN and told as one that can be read in two ways, as the
    shares up to 1 are.
    """
    if not any(map(_above_one, metas)):
        return metas, facts
    column = list(_bare(metas))
    found = {bare.meta.span for bare in column if bare.number > 1 and _may_be_share(bare)} if _of_shares(column) else ()
    changed = {meta.span: _without(meta) for meta in metas if meta.span in found}
    told = [fact if fact.meta is None else fact._replace(meta=changed.get(fact.meta.span, fact.meta)) for fact in facts]
    return [changed.get(meta.span, meta) for meta in metas], [*told, *map(_ambiguous, changed.values())]


def _ambiguous(meta: Meta) -> Fact:
    cell = meta.relativo
    texts = {"columna": cell.columna.titulo, "escrito": cell.raw}
    return Fact("POA003", cell.span, texts, "ambigua", meta.pagina, meta, cell.columna, (cell,))


def _above_one(meta: Meta) -> bool:
    value = meta.relativo.value
    return not isinstance(value, Nothing) and 1 < value < MIN_POINTS and meta.relativo.raw[-1:] not in ("%", "％")


def _without(meta: Meta) -> Meta:
    return with_unknown(meta, lambda cell: cell.columna == meta.relativo.columna)


def _bare(metas: Sequence[Meta]) -> Iterator[_Bare]:
    for meta in metas:
        number = values.figure(meta.relativo.raw)
        if not isinstance(number, Nothing) and number != 0 and meta.acomodo is None:
            yield _Bare(meta, number)


def _of_shares(column: Sequence[_Bare]) -> bool:
    """True if several cells, one of them up to 1, are shares of their own rows, and no such cell is anything else."""
    small = [bare for bare in column if bare.number <= 1]
    if any(not 0 < bare.number < MIN_POINTS for bare in column):
        return False
    if any(_given(bare) and not _is_share(bare) for bare in small):
        return False
    shares = [
        bare for bare in column if _given(bare) and not _is_points(bare) and (bare.number <= 1 or _is_share(bare))
    ]
    return len(shares) >= MIN_SHARES and any(bare.number <= 1 for bare in shares)


def _may_be_share(bare: _Bare) -> bool:
    """True if a number above 1 in a column of shares is not its own row's in points, nor too great for a share."""
    if _given(bare) and (_is_share(bare) or _is_points(bare)):
        return _is_share(bare)
    return bare.number <= MAX_SHARE


def _given(bare: _Bare) -> bool:
    """True if the row has the two figures that the percentage follows from."""
    anual, absoluto = bare.meta.meta_anual.value, bare.meta.absoluto.value
    return not isinstance(anual, Nothing) and not isinstance(absoluto, Nothing) and anual > 0


def _is_share(bare: _Bare) -> bool:
    """True if the number is AVANCE ABSOLUTO over META ANUAL, to the point."""
    return _is_points(bare._replace(number=bare.number * 100))


def _is_points(bare: _Bare) -> bool:
    """True if the number is a hundred times AVANCE ABSOLUTO over META ANUAL, to the point."""
    anual, absoluto = bare.meta.meta_anual.value, bare.meta.absoluto.value
    assert not isinstance(anual, Nothing)
    assert not isinstance(absoluto, Nothing)
    return -anual < bare.number * anual - absoluto * 100 < anual

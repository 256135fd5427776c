"""Faults as offices make them: one thing of a goal's row is changed."""

import random
from collections.abc import Callable

from poa_lint.authoring.samples import Row
from poa_lint.core.records import replace

Fault = Callable[[random.Random, Row, int], Row | None]
"""Changes a row of which so many quarters are closed; None where this row cannot have the fault."""


def faulty_row(rng: random.Random, row: Row, quarters: int) -> Row:
    """`row` with one fault, chosen at random of those that it can have. Its first `quarters` (1 to 4) are closed."""
    faults: list[Fault]
    faults = [_wrong_sum, _wrong_total, _wrong_percentage, _misread, _without_unit, _lost_advance, _unexplained]
    if quarters < 4:
        faults += [_lost_blank, _early_advance]
    while True:
        changed = rng.choice(faults)(rng, row, quarters)
        if changed is not None:
            return changed


def _figure(cell: str) -> int:
    """The figure in a cell; 0 for a blank."""
    return int(cell.replace(",", "") or "0")


def _wrong_sum(rng: random.Random, row: Row, _: int) -> Row:
    return replace(row, meta_anual=f"{_figure(row.meta_anual) + rng.randint(1, 9):,}")


def _wrong_total(rng: random.Random, row: Row, _: int) -> Row:
    return replace(row, absoluto=f"{_figure(row.absoluto) + rng.randint(1, 9):,}")


def _wrong_percentage(rng: random.Random, row: Row, _: int) -> Row:
    return replace(row, relativo=f"{int(float(row.relativo.rstrip('%').replace(',', ''))) + rng.randint(3, 30):,}%")


def _misread(_: random.Random, row: Row, __: int) -> Row | None:
    """Letters for digits in META ANUAL, as in text that was read from paper."""
    if not set(row.meta_anual) & set("018"):
        return None
    return replace(row, meta_anual=row.meta_anual.translate(str.maketrans("018", "OlB")))


def _without_unit(_: random.Random, row: Row, __: int) -> Row:
    return replace(row, unidad_medida="")


def _lost_advance(_: random.Random, row: Row, quarters: int) -> Row | None:
    """The last closed quarter programmed something and has no figure for what was achieved."""
    if not _figure(row.programado[quarters - 1]):
        return None
    return replace(row, avance=(*row.avance[: quarters - 1], "", *row.avance[quarters:]))


def _early_advance(rng: random.Random, row: Row, quarters: int) -> Row:
    """A figure in the first quarter that is not closed."""
    return replace(row, avance=(*row.avance[:quarters], str(rng.randint(1, 9)), *row.avance[quarters + 1 :]))


def _lost_blank(rng: random.Random, row: Row, quarters: int) -> Row | None:
    """The row lacks one of its blanks, so that every cell behind it stands one column to the left."""
    cells = list(row.cells())
    blanks = [index for index in range(4, 12) if not cells[index]]
    if not blanks or row.avance[quarters]:
        return None
    del cells[rng.choice(blanks)]
    return replace(row, renglon=tuple(cells))


def _unexplained(rng: random.Random, row: Row, quarters: int) -> Row | None:
    """The last closed quarter achieved half as much again as programmed, all figures agree, OBSERVACIONES is empty."""
    planned = _figure(row.programado[quarters - 1])
    if not planned:
        return None
    more = planned + max(1, planned // 2) + rng.randint(0, planned // 4)
    achieved = [*map(_figure, row.avance[: quarters - 1]), more]
    total, goal = sum(achieved), _figure(row.meta_anual)
    return replace(
        row,
        avance=(*row.avance[: quarters - 1], f"{more:,}", *row.avance[quarters:]),
        absoluto=f"{total:,}",
        relativo=f"{(200 * total + goal) // (2 * goal):,}%",
        observaciones="",
    )

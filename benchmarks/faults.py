"""What goes wrong with a goal's row in offices: one thing at a time."""

import random
from collections.abc import Callable

from poa_lint.authoring.samples import Row
from poa_lint.core.records import replace


def faulty_row(rng: random.Random, row: Row, quarters: int) -> Row:
    """A goal's row with one thing changed as it goes wrong in offices."""
    ways: list[Callable[[random.Random, Row, int], Row | None]]
    ways = [_wrong_sum, _wrong_total, _wrong_percentage, _misread, _without_unit, _lost_advance, _unexplained]
    if quarters < 4:
        ways += [_lost_blank, _early_advance]
    while True:
        changed = rng.choice(ways)(rng, row, quarters)
        if changed is not None:
            return changed


def _figure(cell: str) -> int:
    return int(cell.replace(",", "") or "0")


def _wrong_sum(rng: random.Random, row: Row, _: int) -> Row:
    return replace(row, meta_anual=f"{_figure(row.meta_anual) + rng.randint(1, 9):,}")


def _wrong_total(rng: random.Random, row: Row, _: int) -> Row:
    return replace(row, absoluto=f"{_figure(row.absoluto) + rng.randint(1, 9):,}")


def _wrong_percentage(rng: random.Random, row: Row, _: int) -> Row:
    return replace(row, relativo=f"{int(float(row.relativo.rstrip('%').replace(',', ''))) + rng.randint(3, 30):,}%")


def _misread(_: random.Random, row: Row, __: int) -> Row | None:
    """A letter for a digit, as text that was read from paper has them."""
    if not set(row.meta_anual) & set("018"):
        return None
    return replace(row, meta_anual=row.meta_anual.translate(str.maketrans("018", "OlB")))


def _without_unit(_: random.Random, row: Row, __: int) -> Row:
    return replace(row, unidad_medida="")


def _lost_advance(_: random.Random, row: Row, quarters: int) -> Row | None:
    """The figure of a closed quarter that had something programmed is not there."""
    if not _figure(row.programado[quarters - 1]):
        return None
    return replace(row, avance=(*row.avance[: quarters - 1], "", *row.avance[quarters:]))


def _early_advance(rng: random.Random, row: Row, quarters: int) -> Row:
    """A figure in a quarter that has not closed."""
    return replace(row, avance=(*row.avance[:quarters], str(rng.randint(1, 9)), *row.avance[quarters + 1 :]))


def _lost_blank(rng: random.Random, row: Row, quarters: int) -> Row | None:
    """A row that is one blank shorter: all that stood behind it stands under another column."""
    cells = list(row.cells())
    blanks = [place for place in range(4, 12) if not cells[place]]
    if not blanks or row.avance[quarters]:
        return None
    del cells[rng.choice(blanks)]
    return replace(row, renglon=tuple(cells))


def _unexplained(rng: random.Random, row: Row, quarters: int) -> Row | None:
    """Half as much again was reached in the last quarter, all figures agree, and OBSERVACIONES is empty."""
    planned = _figure(row.programado[quarters - 1])
    if not planned:
        return None
    more = planned + max(1, planned // 2) + rng.randint(0, planned // 4)
    done = [*map(_figure, row.avance[: quarters - 1]), more]
    total, goal = sum(done), _figure(row.meta_anual)
    return replace(
        row,
        avance=(*row.avance[: quarters - 1], f"{done[-1]:,}", *row.avance[quarters:]),
        absoluto=f"{total:,}",
        relativo=f"{(200 * total + goal) // (2 * goal):,}%",
        observaciones="",
    )

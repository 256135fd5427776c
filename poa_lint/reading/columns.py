"""Put a row's cells under a form's columns, and say how sure.

Only a cell of the wrong kind is evidence that a row is displaced: a row whose kinds fit is taken as printed,
whatever its sums say. A displaced row is put back by the fewest edits (a lost blank inserted, a repeated or blank
cell dropped) that put every cell under a column of its kind. Where several placements cost the same, all are
given, and the caller chooses among them by arithmetic. For example, a row that lost the tab of a blank:

    meta         texto   cifra   cifra   porcentaje     cost
    1.- DAR      KM      2       25%                    35: `25%` is no cifra
    1.- DAR      KM      2               25%            10: one blank inserted
    1.- DAR      KM              2       25%            10: one blank inserted

The first line is the row as printed; `placements` gives the other two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.reading import values

EDIT_COST: Final = 10
"""Cost of a blank inserted or a cell dropped."""
TOLERATED_COST: Final = 1
"""Cost of a cell of a kind that its column tolerates (`25` under a percentage)."""
WRONG_COST: Final = 35
"""Cost of a cell of any other kind: more than MAX_EDITS edits."""
MAX_EDITS: Final = 3
"""Edits of one row at most."""
MAX_PLACEMENTS: Final = 200
"""Placements of one row at most."""
MAX_EXTRA: Final = 12
"""A row with more cells than this beyond the form's columns is taken as printed."""


class Kind(Enum):
    """The kind of a cell, told by its text alone."""

    BLANK = 1
    FIGURE = 2
    PERCENT = 3
    CODES = 4
    NUMBERED = 5
    """A text that begins with a number, as a goal's does: `103.- CELEBRAR`."""
    TEXT = 6
    GARBLED = 7
    """Too short or too odd to be words, or meant as a figure and not readable: `l2`, `#¡REF!`, `doce`, `N/A`, `KM`."""
    MONEY = 8
    """A figure with the sign of a currency: `$2,000.00`."""


FITS: Final = {
    "codigos": (Kind.BLANK, Kind.CODES),
    "numero": (Kind.BLANK, Kind.FIGURE, Kind.CODES, Kind.GARBLED),
    "meta": (Kind.BLANK, Kind.NUMBERED),
    "texto": (Kind.BLANK, Kind.TEXT, Kind.GARBLED, Kind.MONEY),
    "cifra": (Kind.BLANK, Kind.FIGURE),
    "dinero": (Kind.BLANK, Kind.MONEY, Kind.FIGURE),
    "porcentaje": (Kind.BLANK, Kind.PERCENT),
    "parcial": (Kind.BLANK, Kind.PERCENT),
    "parcial sin signo": (Kind.BLANK, Kind.PERCENT, Kind.FIGURE),
    "observaciones": (Kind.BLANK, Kind.TEXT, Kind.NUMBERED),
    "libre": tuple(Kind),
}
"""The kinds of cells that each kind of column holds; `parcial sin signo` is one of a row without percent signs."""
TOLERATES: Final = {
    "codigos": (Kind.FIGURE, Kind.GARBLED, Kind.MONEY),
    "numero": (Kind.TEXT,),
    "meta": (Kind.TEXT, Kind.GARBLED, Kind.MONEY),
    "texto": (Kind.NUMBERED,),
    "cifra": (Kind.GARBLED, Kind.MONEY),
    "dinero": (Kind.GARBLED,),
    "porcentaje": (Kind.FIGURE, Kind.GARBLED, Kind.MONEY),
    "parcial": (Kind.FIGURE, Kind.GARBLED, Kind.MONEY),
    "parcial sin signo": (Kind.GARBLED, Kind.MONEY),
    "observaciones": (Kind.GARBLED, Kind.CODES, Kind.MONEY),
    "libre": (),
}
"""The kinds of cells that may stand in each kind of column although they are not what it holds."""
MISFIT_COST: Final = {
    column: {kind: 0 if kind in fits else TOLERATED_COST if kind in TOLERATES[column] else WRONG_COST for kind in Kind}
    for column, fits in FITS.items()
}
"""The cost of a cell of each kind under each kind of column."""
BLANK_COST: Final = {column: WRONG_COST if column == "porcentaje" else EDIT_COST for column in FITS}
"""The cost of a blank inserted under each kind of column. Every reported goal has its percentage of the year."""

_CODES = re.compile(r"[\s,;]*\d{1,3}(?:\.\d{1,3}){2,3}\.?(?:[\s,;]+\d{1,3}(?:\.\d{1,3}){1,3}\.?)*[\s,;]*")
_NUMBERED = re.compile(
    rf"\s*(?:meta\s+)?(?:no\.?\s*)?\d{{1,6}}(?:\.\d{{1,3}})*{values.LETTERED}(?:\s*[.\-–—):º°]+\s*|\s+)[^\W\d_]{{2}}",
    re.IGNORECASE,
)
_NUMBER_WORDS = re.compile(
    r"(?:cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+|veint\w+"
    r"|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to)?|mil)(?: (?:y )?\w+)?",
    re.IGNORECASE,
)
_ERROR = re.compile(r"#[^\s#]{1,12}[!?]?")


@lru_cache(maxsize=4096)
def kind(raw: str) -> Kind:
    """The kind of a cell with the text `raw`."""
    text = raw.strip()
    if not text:
        return Kind.BLANK
    if len(text) > 40:
        return Kind.NUMBERED if _NUMBERED.match(text) else Kind.CODES if _CODES.fullmatch(text) else Kind.TEXT
    if text.endswith(("%", "％")) and values.percent(text) is not UNKNOWN:
        return Kind.PERCENT
    figure = values.money(text)
    if figure is not UNKNOWN:
        return Kind.BLANK if figure is BLANK else Kind.MONEY if "$" in text else Kind.FIGURE
    if _CODES.fullmatch(text):
        return Kind.CODES
    return Kind.NUMBERED if _NUMBERED.match(text) else _garbled_or_text(text)


def _garbled_or_text(text: str) -> Kind:
    letters = sum(char.isalpha() for char in text)
    digits = sum(char.isdecimal() for char in text)
    short = " " not in text and letters <= 3
    garbled = short or 0 < letters <= digits or _ERROR.fullmatch(text) or _NUMBER_WORDS.fullmatch(text)
    return Kind.GARBLED if garbled or not letters else Kind.TEXT


class Placement(NamedTuple):
    """One way to put a row's cells under the columns.

    `cells` has for each column the index of the row's cell in it, None for a blank that is inserted (or that
    trailing tabs would have made); `dropped` are the indexes of the cells left out; `cost` sums edits and misfits.
    """

    cells: tuple[int | None, ...]
    dropped: tuple[int, ...]
    cost: int


def placements(raws: Sequence[str], columns: Sequence[str]) -> tuple[Placement, ...]:
    """All cheapest placements of the cells `raws` under columns of these kinds; the row as printed if it is one.

    They are MAX_PLACEMENTS at most, and no two of them make the same row. In a row without a percent sign a bare figure
    is as much at home under a period's percentage as anywhere: else `100` would be pushed under the next P.
    """
    kinds = [kind(raw) for raw in raws]
    if "parcial" in columns and Kind.PERCENT not in kinds:
        columns = ["parcial sin signo" if column == "parcial" else column for column in columns]
    printed = _as_printed(kinds, columns)
    extra = len(kinds) - len(columns)
    if printed.cost < EDIT_COST or extra > MAX_EXTRA:
        return (printed,)
    search = _Search(raws, kinds, columns, min(printed.cost, MAX_EDITS * EDIT_COST + EDIT_COST - TOLERATED_COST))
    cost = search.cheapest()
    if cost is None or cost >= printed.cost:
        return (printed,)
    one_odd_cell = extra <= 0 and _wrong_cells(kinds, columns) == 1
    by_row: dict[tuple[str, ...], Placement] = {}
    for placement in search.all(cost):
        # One odd cell in a row of the right length is an odd cell, not one lost and one repeated.
        if one_odd_cell and placement.dropped and _inserts(placement):
            continue
        by_row.setdefault(tuple("" if cell is None else raws[cell] for cell in placement.cells), placement)
        if len(by_row) == MAX_PLACEMENTS:
            break
    return tuple(by_row.values()) or (printed,)


def _as_printed(kinds: Sequence[Kind], columns: Sequence[str]) -> Placement:
    cost = sum(MISFIT_COST[column][kind] for kind, column in zip(kinds, columns, strict=False))
    cost += sum(WRONG_COST for kind in kinds[len(columns) :] if kind is not Kind.BLANK)
    cells = tuple(index if index < len(kinds) else None for index in range(len(columns)))
    return Placement(cells, _filled_from(kinds, len(columns)), cost)


def _filled_from(kinds: Sequence[Kind], start: int) -> tuple[int, ...]:
    return tuple(index for index in range(start, len(kinds)) if kinds[index] is not Kind.BLANK)


def _wrong_cells(kinds: Sequence[Kind], columns: Sequence[str]) -> int:
    return sum(MISFIT_COST[column][kind] == WRONG_COST for kind, column in zip(kinds, columns, strict=False))


def _inserts(placement: Placement) -> bool:
    """True if a blank is inserted before the last cell of the row."""
    return None in placement.cells[: max(filter(None, placement.cells), default=0)]


class _Search:
    """The cheapest placements of a row, found by dynamic programming from the right.

    `least[i][j]` is the least cost of putting the cells from index `i` on under the columns from index `j` on.
    """

    def __init__(self, raws: Sequence[str], kinds: Sequence[Kind], columns: Sequence[str], bound: int) -> None:
        self.kinds, self.columns, self.bound = kinds, columns, bound
        texts = [raw.strip() for raw in raws]
        # Of a run of equal cells the last are dropped, and a blank is inserted only behind blanks:
        # the other ways make the same row.
        self.droppable = [not text or texts[index - 1 : index] == [text] for index, text in enumerate(texts)]
        self.least = self._table()

    def _table(self) -> list[list[int]]:
        cells, columns = len(self.kinds), len(self.columns)
        least = [[0] * (columns + 1) for _ in range(cells + 1)]
        for i in range(cells - 1, -1, -1):
            left_over = 0 if self.kinds[i] is Kind.BLANK else EDIT_COST if self.droppable[i] else WRONG_COST
            least[i][columns] = least[i + 1][columns] + left_over
            for j in range(columns - 1, -1, -1):
                least[i][j] = min(
                    least[i + 1][j + 1] + MISFIT_COST[self.columns[j]][self.kinds[i]],
                    least[i][j + 1] + BLANK_COST[self.columns[j]],
                    least[i + 1][j] + EDIT_COST if self.droppable[i] else 10 * WRONG_COST,
                )
        return least

    def cheapest(self) -> int | None:
        """The least cost of any placement; None if it exceeds the bound."""
        return cost if (cost := self.least[0][0]) <= self.bound else None

    def all(self, cost: int) -> Iterator[Placement]:
        """Every placement of the least cost `cost`, those that insert blanks farthest right first."""
        return self._walk(0, 0, cost, (), (), cost)

    def _walk(
        self, i: int, j: int, left: int, cells: tuple[int | None, ...], dropped: tuple[int, ...], cost: int
    ) -> Iterator[Placement]:
        """Complete a placement from cell `i` and column `j` on with the cost that is `left`."""
        if left < self.least[i][j]:
            return
        if i == len(self.kinds):
            yield Placement(cells + (None,) * (len(self.columns) - j), dropped, cost)
            return
        if j == len(self.columns):
            yield Placement(cells, (*dropped, *_filled_from(self.kinds, i)), cost)
            return
        misfit = MISFIT_COST[self.columns[j]][self.kinds[i]]
        yield from self._walk(i + 1, j + 1, left - misfit, (*cells, i), dropped, cost)
        if self.kinds[i] is not Kind.BLANK:
            yield from self._walk(i, j + 1, left - BLANK_COST[self.columns[j]], (*cells, None), dropped, cost)
        if self.droppable[i]:
            yield from self._walk(i + 1, j, left - EDIT_COST, cells, (*dropped, i), cost)

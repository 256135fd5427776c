"""Put a row's cells under a form's columns, and say how sure.

Only a cell of the wrong kind is evidence that a row is displaced: a row whose kinds fit is taken as printed,
whatever its sums say. A displaced row is put back by the fewest edits (a lost blank written again, a repeated
or blank cell dropped) that stand every cell under a column of its kind; where several placements cost the same,
all are given, and the caller chooses among them by arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.reading import values

EDIT: Final = 10
"""Cost of a blank written or a cell dropped."""
SOFT: Final = 1
"""Cost of a cell that may stand there but is not what the column holds (`25` under a percentage)."""
WRONG: Final = 35
"""Cost of a cell of another kind: more than three edits, the most that are tried for one row."""
MAX_EDITS: Final = 3
MAX_PLACEMENTS: Final = 200
MAX_EXTRA: Final = 12
"""A row with more cells than this beyond the form's columns is not searched."""


class Kind(Enum):
    """What a cell looks like, before anyone asks where it stands."""

    BLANK = 1
    FIGURE = 2
    PERCENT = 3
    CODES = 4
    NUMBERED = 5
    TEXT = 6
    GARBLED = 7
    """Too short or too odd to be words, or meant as a figure and not readable: `l2`, `#¡REF!`, `doce`, `N/A`, `KM`."""


FITS: Final = {
    "codigos": (Kind.BLANK, Kind.CODES),
    "meta": (Kind.BLANK, Kind.NUMBERED),
    "texto": (Kind.BLANK, Kind.TEXT, Kind.GARBLED),
    "cifra": (Kind.BLANK, Kind.FIGURE),
    "porcentaje": (Kind.BLANK, Kind.PERCENT),
    "observaciones": (Kind.BLANK, Kind.TEXT, Kind.NUMBERED),
}
"""What each kind of column holds."""
TOLERATES: Final = {
    "codigos": (Kind.FIGURE, Kind.GARBLED),
    "meta": (Kind.TEXT, Kind.GARBLED),
    "texto": (Kind.NUMBERED,),
    "cifra": (Kind.GARBLED,),
    "porcentaje": (Kind.FIGURE, Kind.GARBLED),
    "observaciones": (Kind.GARBLED, Kind.CODES),
}
"""What may stand there though it is not what the column holds."""
MISFIT: Final = {
    column: {kind: 0 if kind in fits else SOFT if kind in TOLERATES[column] else WRONG for kind in Kind}
    for column, fits in FITS.items()
}
"""The cost of a cell of each kind under each kind of column."""
WRITTEN: Final = {column: WRONG if column == "porcentaje" else EDIT for column in FITS}
"""The cost of a blank written again: never under the percentage, which every goal that was reported has."""

_CODES = re.compile(r"[\s,;]*\d{1,3}(?:\.\d{1,3}){2,3}\.?(?:[\s,;]+\d{1,3}(?:\.\d{1,3}){1,3}\.?)*[\s,;]*")
_NUMBERED = re.compile(
    r"\s*(?:meta\s+)?(?:no\.?\s*)?\d{1,6}(?:\.\d{1,3})*(?:\s*[.\-–—):º°]+\s*|\s+)[^\W\d_]{2}", re.IGNORECASE
)
_NUMBER_WORDS = re.compile(
    r"(?:cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+|veint\w+"
    r"|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to)?|mil)(?: (?:y )?\w+)?",
    re.IGNORECASE,
)
_ERROR = re.compile(r"#[^\s#]{1,12}[!?]?")


@lru_cache(maxsize=4096)
def kind(raw: str) -> Kind:
    """What a cell looks like."""
    text = raw.strip()
    if not text:
        return Kind.BLANK
    if len(text) > 40:
        return Kind.NUMBERED if _NUMBERED.match(text) else Kind.CODES if _CODES.fullmatch(text) else Kind.TEXT
    if text.endswith(("%", "％")) and values.percent(text) is not UNKNOWN:
        return Kind.PERCENT
    figure = values.figure(text)
    if figure is not UNKNOWN:
        return Kind.BLANK if figure is BLANK else Kind.FIGURE
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
    """One way to stand a row's cells under the columns.

    `cells[column]` is the index of the written cell there, or None for a blank that was written again (or that
    trailing tabs would have made); `dropped` are the written cells left out; `cost` sums edits and misfits.
    """

    cells: tuple[int | None, ...]
    dropped: tuple[int, ...]
    cost: int


def placements(raws: Sequence[str], columns: Sequence[str]) -> tuple[Placement, ...]:
    """Every cheapest way to stand `raws` under columns of these kinds, the row as printed first if it is one.

    At most MAX_PLACEMENTS are given, each with other cells in some column than the others.
    """
    kinds = [kind(raw) for raw in raws]
    printed = _as_printed(kinds, columns)
    extra = len(kinds) - len(columns)
    if printed.cost < EDIT or extra > MAX_EXTRA:
        return (printed,)
    search = _Search(raws, kinds, columns, min(printed.cost, MAX_EDITS * EDIT + EDIT - SOFT))
    best = search.cheapest()
    if best is None or best >= printed.cost:
        return (printed,)
    lone = (
        len(raws) <= len(columns)
        and sum(MISFIT[column][kind] == WRONG for kind, column in zip(kinds, columns, strict=False)) == 1
    )
    found: dict[tuple[str, ...], Placement] = {}
    for placement in search.all(best):
        if lone and placement.dropped and None in placement.cells[: max(filter(None, placement.cells), default=0)]:
            continue  # one odd cell in a row of the right length is an odd cell, not one lost and one repeated
        found.setdefault(tuple("" if cell is None else raws[cell] for cell in placement.cells), placement)
        if len(found) == MAX_PLACEMENTS:
            break
    return tuple(found.values()) or (printed,)


def _as_printed(kinds: Sequence[Kind], columns: Sequence[str]) -> Placement:
    cost = sum(MISFIT[column][kind] for kind, column in zip(kinds, columns, strict=False))
    cost += sum(WRONG for kind in kinds[len(columns) :] if kind is not Kind.BLANK)
    cells = tuple(place if place < len(kinds) else None for place in range(len(columns)))
    return Placement(cells, _written(kinds, len(columns)), cost)


def _written(kinds: Sequence[Kind], start: int) -> tuple[int, ...]:
    return tuple(place for place in range(start, len(kinds)) if kinds[place] is not Kind.BLANK)


class _Search:
    """The cheapest alignments of a row with a form's columns, by dynamic programming from the right.

    `rest[i][j]` is the least cost of standing the cells from `i` on under the columns from `j` on.
    """

    def __init__(self, raws: Sequence[str], kinds: Sequence[Kind], columns: Sequence[str], bound: int) -> None:
        self.kinds, self.columns, self.bound = kinds, columns, bound
        words = [raw.strip() for raw in raws]
        # Of a run of equal cells the last are dropped, and a blank is written again only behind blanks:
        # the other ways give the same row.
        self.droppable = [not word or words[place - 1 : place] == [word] for place, word in enumerate(words)]
        self.rest = self._table()

    def _table(self) -> list[list[int]]:
        cells, columns = len(self.kinds), len(self.columns)
        rest = [[0] * (columns + 1) for _ in range(cells + 1)]
        for i in range(cells - 1, -1, -1):
            left_over = 0 if self.kinds[i] is Kind.BLANK else EDIT if self.droppable[i] else WRONG
            rest[i][columns] = rest[i + 1][columns] + left_over
            for j in range(columns - 1, -1, -1):
                rest[i][j] = min(
                    rest[i + 1][j + 1] + MISFIT[self.columns[j]][self.kinds[i]],
                    rest[i][j + 1] + WRITTEN[self.columns[j]],
                    rest[i + 1][j] + EDIT if self.droppable[i] else 10 * WRONG,
                )
        return rest

    def cheapest(self) -> int | None:
        """The least cost, or None where it exceeds the bound."""
        return cost if (cost := self.rest[0][0]) <= self.bound else None

    def all(self, cost: int) -> Iterator[Placement]:
        """Every alignment of that cost, blanks written again as far right as they go first."""
        return self._walk(0, 0, cost, (), (), cost)

    def _walk(
        self, i: int, j: int, left: int, cells: tuple[int | None, ...], dropped: tuple[int, ...], cost: int
    ) -> Iterator[Placement]:
        if left < self.rest[i][j]:
            return
        if i == len(self.kinds):
            yield Placement(cells + (None,) * (len(self.columns) - j), dropped, cost)
            return
        if j == len(self.columns):
            yield Placement(cells, (*dropped, *_written(self.kinds, i)), cost)
            return
        misfit = MISFIT[self.columns[j]][self.kinds[i]]
        yield from self._walk(i + 1, j + 1, left - misfit, (*cells, i), dropped, cost)
        if self.kinds[i] is not Kind.BLANK:
            yield from self._walk(i, j + 1, left - WRITTEN[self.columns[j]], (*cells, None), dropped, cost)
        if self.droppable[i]:
            yield from self._walk(i + 1, j, left - EDIT, cells, (*dropped, i), cost)

"""Write a changed report: one with other cells in a row, another page, or other lines on a page."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from poa_lint.authoring.samples import Page, Row

Pages = tuple[Page, ...]
Cells = tuple[str, ...]
Dice = random.Random
Maker = Callable[[Pages, Dice], Iterator[tuple[str, str, Cells]]]
"""Every change of one kind in a report: column, text, the row's cells."""
PageEdit = Callable[[Page, Dice], Iterable[tuple[str, Page | Sequence[str]]]]
"""What happens to a page: the column, and the page or its lines as changed."""
RowEdit = Callable[[Cells, Dice], Iterable[tuple[str, Cells]]]
"""What happens to a row: the column, and its cells as changed."""

COLUMNS: Final = (
    "lineas",
    "texto",
    "unidad_medida",
    "meta_anual",
    *(f"{name}.{quarter}" for quarter in (1, 2, 3, 4) for name in ("programado", "avance")),
    "absoluto",
    "relativo",
    "observaciones",
)
"""The columns of a row, left to right; a change is counted under one of them, or under a line of the header."""

LINEAS, TEXTO, MEDIDA, RELATIVO, OBSERVACIONES = (
    COLUMNS.index(name) for name in ("lineas", "texto", "unidad_medida", "relativo", "observaciones")
)
FIGURES: Final = range(COLUMNS.index("meta_anual"), RELATIVO)
"""Where a row's figures stand; the percentage comes right behind them."""


def report(pages: Iterable[Page | Sequence[str]]) -> str:
    """The text of a report of pages, or of the lines of some of them."""
    return "\n".join(line for page in pages for line in ("", *(page.lines() if isinstance(page, Page) else page), ""))


def with_page(pages: Pages, place: int, page: Page | Sequence[str]) -> str:
    """The text of a report with another page in one place."""
    return report(page if number == place else other for number, other in enumerate(pages))


def with_rows(page: Page, number: int, *rows: Row) -> Page:
    """A page with other rows in place of one."""
    return replace(page, metas=(*page.metas[:number], *rows, *page.metas[number + 1 :]))


def put(cells: Cells, place: int, *instead: str) -> Cells:
    """A row's cells with others in place of one."""
    return (*cells[:place], *instead, *cells[place + 1 :])


def in_pages(edit: PageEdit) -> Maker:
    """A maker of what `edit` does to each page."""

    def made(pages: Pages, dice: Dice) -> Iterator[tuple[str, str, Cells]]:
        for place, page in enumerate(pages):
            for column, changed in edit(page, dice):
                yield column, with_page(pages, place, changed), ()

    return made


def in_rows(edit: RowEdit) -> Maker:
    """A maker of what `edit` does to the cells of each row."""

    def made(pages: Pages, dice: Dice) -> Iterator[tuple[str, str, Cells]]:
        for place, page in enumerate(pages):
            for number, row in enumerate(page.metas):
                for column, cells in edit(row.cells(), dice):
                    yield column, with_page(pages, place, with_rows(page, number, Row(renglon=cells))), cells

    return made


def pick(choices: Sequence[str], dice: Dice) -> str:
    """One of the choices. random() is the one method whose numbers no version of Python will change."""
    return choices[int(dice.random() * len(choices))]


def another_digit(text: str, dice: Dice) -> str:
    """`text` with one digit changed; no figure is made to begin with a zero."""
    places = [place for place, char in enumerate(text) if char.isdigit()]
    place = places[int(dice.random() * len(places))]
    opens = place == places[0] and len(places) > 1
    digits = [digit for digit in "0123456789"[opens:] if digit != text[place]]
    return f"{text[:place]}{pick(digits, dice)}{text[place + 1 :]}"


_MARKS: Final = dict(zip("ÁÉÍÓÚ", "AEIOU", strict=True))
_VOWELS: Final = {bare: marked for marked, bare in _MARKS.items()}


def accent(name: str) -> str:
    """A name with its first accent lost, or with one on its first vowel where there was none."""
    table = _MARKS if any(char in _MARKS for char in name) else _VOWELS
    place = next(place for place, char in enumerate(name) if char in table)
    return f"{name[:place]}{table[name[place]]}{name[place + 1 :]}"

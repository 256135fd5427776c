"""Write changed reports: with other cells in a row, another page, or other lines on a page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from poa_lint.authoring.samples import Page, Row

Pages = tuple[Page, ...]
Cells = tuple[str, ...]
Maker = Callable[[Pages, Random], Iterator[tuple[str, str, Cells]]]
"""Yield every change of one kind in a report: the column, the text of the changed report, and the cells of the row.

A change that is not in one row has no cells.
"""
PageEdit = Callable[[Page, Random], Iterable[tuple[str, Page | Sequence[str]]]]
"""Yield changes of a page: the column, and the changed page or its changed lines."""
RowEdit = Callable[[Cells, Random], Iterable[tuple[str, Cells]]]
"""Yield changes of a row: the column, and the changed cells."""

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
"""The indexes of the figures in a row; the percentage follows them."""

_MARKS: Final = dict(zip("ÁÉÍÓÚ", "AEIOU", strict=True))
_VOWELS: Final = {bare: marked for marked, bare in _MARKS.items()}


def report(pages: Iterable[Page | Sequence[str]]) -> str:
    """Return the text of a report; a page may be given by its lines."""
    return "\n".join(line for page in pages for line in ("", *(page.lines() if isinstance(page, Page) else page), ""))


def with_page(pages: Pages, index: int, page: Page | Sequence[str]) -> str:
    """Return the text of a report with `page` instead of the page at `index`."""
    return report([*pages[:index], page, *pages[index + 1 :]])


def with_rows(page: Page, index: int, *rows: Row) -> Page:
    """Return `page` with `rows` instead of the row at `index`."""
    return replace(page, metas=(*page.metas[:index], *rows, *page.metas[index + 1 :]))


def put(cells: Cells, index: int, *values: str) -> Cells:
    """Return `cells` with `values` instead of the cell at `index`."""
    return (*cells[:index], *values, *cells[index + 1 :])


def in_pages(edit: PageEdit) -> Maker:
    """Return a maker of the changes that `edit` makes in each page."""

    def make(pages: Pages, rng: Random) -> Iterator[tuple[str, str, Cells]]:
        for index, page in enumerate(pages):
            for column, changed in edit(page, rng):
                yield column, with_page(pages, index, changed), ()

    return make


def in_rows(edit: RowEdit) -> Maker:
    """Return a maker of the changes that `edit` makes in the cells of each row."""

    def make(pages: Pages, rng: Random) -> Iterator[tuple[str, str, Cells]]:
        for page_index, page in enumerate(pages):
            for row_index, row in enumerate(page.metas):
                for column, cells in edit(row.cells(), rng):
                    changed = with_rows(page, row_index, Row(renglon=cells))
                    yield column, with_page(pages, page_index, changed), cells

    return make


def pick(choices: Sequence[str], rng: Random) -> str:
    """Return one of the choices at random."""
    # random() is the only method whose numbers are the same in every version of Python.
    return choices[int(rng.random() * len(choices))]


def another_digit(text: str, rng: Random) -> str:
    """Return `text` with one digit changed, the first of several never to zero."""
    offsets = [offset for offset, char in enumerate(text) if char.isdigit()]
    offset = offsets[int(rng.random() * len(offsets))]
    leads = offset == offsets[0] and len(offsets) > 1
    digits = [digit for digit in "0123456789"[leads:] if digit != text[offset]]
    return f"{text[:offset]}{pick(digits, rng)}{text[offset + 1 :]}"


def accent(name: str) -> str:
    """Return `name` without its first accent, or with one on its first vowel where it has none."""
    table = _MARKS if any(char in _MARKS for char in name) else _VOWELS
    offset = next(offset for offset, char in enumerate(name) if char in table)
    return f"{name[:offset]}{table[name[offset]]}{name[offset + 1 :]}"

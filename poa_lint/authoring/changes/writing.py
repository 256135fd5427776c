"""Write changed reports: with other cells in a row, another page, or other lines on a page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from poa_lint.authoring.sheets.sheet import Cells, Sheet, written
from poa_lint.core.form import FIGURES, PERCENTAGES, Form

Pages = tuple[Sheet, ...]
Maker = Callable[[Pages, Random], Iterator[tuple[str, str, Cells]]]
"""Yield every change of one kind in a report: the column, the text of the changed report, and the cells of the row.

A change that is not in one row has no cells. A maker yields nothing for a form that has no place for the change.
"""
PageEdit = Callable[[Sheet, Random], Iterable[tuple[str, Sheet | Sequence[str]]]]
"""Yield changes of a page: the column, and the changed page or its changed lines."""
RowEdit = Callable[[Form, Cells, Random], Iterable[tuple[str, Cells]]]
"""Yield changes of a row of a form: the column, and the changed cells."""

_MARKS: Final = dict(zip("ÁÉÍÓÚ", "AEIOU", strict=True))
_VOWELS: Final = {bare: marked for marked, bare in _MARKS.items()}


def name_of(form: Form, index: int) -> str:
    """Return the id of a column; a change is counted under one, or under a line of the header."""
    return form.columns[index].columna.id


def plain_figures(form: Form) -> tuple[int, ...]:
    """Return the indexes of the columns of figures that are no percentages."""
    return tuple(index for index in form.figures if form.kinds[index] not in PERCENTAGES)


def percentages(form: Form) -> tuple[int, ...]:
    """Return the indexes of the columns of percentages."""
    return tuple(index for index in form.figures if form.kinds[index] in PERCENTAGES)


def of_kind(form: Form, *kinds: str) -> int | None:
    """Return the index of the first column of one of these kinds; None where the form has none."""
    return next((index for index, kind in enumerate(form.kinds) if kind in kinds), None)


def is_figure(form: Form, index: int) -> bool:
    """True if the column at `index` exists and holds figures."""
    return 0 <= index < len(form.columns) and form.kinds[index] in FIGURES


def with_page(pages: Pages, index: int, page: Sheet | Sequence[str]) -> str:
    """Return the text of a report with `page` instead of the page at `index`."""
    return written([*pages[:index], page, *pages[index + 1 :]])


def with_rows(page: Sheet, index: int, *rows: Cells) -> Sheet:
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
                for column, cells in edit(page.form, row, rng):
                    yield column, with_page(pages, page_index, with_rows(page, row_index, cells)), cells

    return make


def pick(choices: Sequence[str], rng: Random) -> str:
    """Return one of the choices at random."""
    # random() is the only method whose numbers are the same in every version of Python.
    return choices[int(rng.random() * len(choices))]


def another_digit(text: str, rng: Random) -> str:
    """Return `text` with one digit changed, the first of several never to zero; one without digits stays."""
    offsets = [offset for offset, char in enumerate(text) if char.isdigit()]
    if not offsets:
        return text
    offset = offsets[int(rng.random() * len(offsets))]
    leads = offset == offsets[0] and len(offsets) > 1
    digits = [digit for digit in "0123456789"[leads:] if digit != text[offset]]
    return f"{text[:offset]}{pick(digits, rng)}{text[offset + 1 :]}"


def accent(name: str) -> str:
    """Return `name` without its first accent, or with one on its first vowel where it has none."""
    table = _MARKS if any(char in _MARKS for char in name) else _VOWELS
    offset = next(offset for offset, char in enumerate(name) if char in table)
    return f"{name[:offset]}{table[name[offset]]}{name[offset + 1 :]}"

"""Changes in the rows of the table: figures, cells, and the words of a goal."""

import re
from collections.abc import Callable, Iterator
from random import Random

from poa_lint.authoring.changes.writing import (
    Maker,
    Pages,
    RowEdit,
    accent,
    another_digit,
    in_rows,
    is_figure,
    name_of,
    of_kind,
    pick,
    plain_figures,
    put,
)
from poa_lint.authoring.sheets.sheet import Cells
from poa_lint.core.form import Form

NUMBER = re.compile(r"\d+")


def every(form: Form) -> tuple[int, ...]:
    """Return the indexes of all columns of figures."""
    return form.figures


def figures(change: Callable[[str, Random], str], chosen: Callable[[Form], tuple[int, ...]] = every) -> Maker:
    """Return a maker that changes each figure in the `chosen` columns; blanks and unchanged figures are skipped."""

    def edit(form: Form, cells: Cells, rng: Random) -> Iterator[tuple[str, Cells]]:
        for index in chosen(form):
            if cells[index] and (changed := change(cells[index], rng)) != cells[index]:
                yield name_of(form, index), put(cells, index, changed)

    return in_rows(edit)


def is_zero(text: str) -> bool:
    """True if a figure or percentage is zero."""
    return not text.strip("$0.,%")


def blanked(text: str, _: Random) -> str:
    """Blank a figure; a zero stays."""
    return text if is_zero(text) else ""


def zero_blanked(text: str, _: Random) -> str:
    """Blank a zero; another figure stays."""
    return "" if is_zero(text) else text


def unreadable(text: str, rng: Random) -> str:
    """Make a figure unreadable: a digit misread as a letter, an error of a formula, a word, or a question mark."""
    misread = re.sub(r"\d", lambda digit: "OlZEASGTBg"[int(digit[0])], text, count=1)
    return pick((misread, "#¡REF!", "doce", f"{text}?"), rng)


def negative(text: str, _: Random) -> str:
    """Put a minus sign before a figure, or take it off; a zero stays."""
    return text if is_zero(text) else text.removeprefix("-") if text.startswith("-") else f"-{text}"


def swapped(form: Form, cells: Cells, _: Random) -> Iterator[tuple[str, Cells]]:
    """Exchange two neighbouring figures that differ; the left one is no percentage."""
    for index in plain_figures(form):
        left, right = cells[index], cells[index + 1] if is_figure(form, index + 1) else ""
        if left and right and left != right:
            yield name_of(form, index), (*cells[:index], right, left, *cells[index + 2 :])


def moved(form: Form, cells: Cells, _: Random) -> Iterator[tuple[str, Cells]]:
    """Move a figure to a blank cell beside its own."""
    for index in form.figures:
        for neighbour in (index - 1, index + 1):
            inside = 0 <= neighbour < len(cells)
            if inside and cells[index] and not is_zero(cells[index]) and cells[neighbour] == "":
                yield name_of(form, index), put(put(cells, index, ""), neighbour, cells[index])


def blank_lost(form: Form, cells: Cells, _: Random) -> Iterator[tuple[str, Cells]]:
    """Remove a blank cell, so that the cells behind it stand one column too far left."""
    for index in form.figures:
        if cells[index] == "" and any(cells[index:]):
            yield name_of(form, index), put(cells, index)


def doubled(form: Form, cells: Cells, _: Random) -> Iterator[tuple[str, Cells]]:
    """Double a cell, so that the cells behind it stand one column too far right."""
    for index, cell in enumerate(cells):
        if any(cells[index:]):  # one blank more at the end of a row moves nothing
            yield name_of(form, index), put(cells, index, cell, cell)


def cell(place: Callable[[Form], int | None], column: str, change: Callable[[str, Random], str]) -> Maker:
    """Return a maker that changes a cell of each row, counted under `column` (empty: its own); blanks are skipped.

    `place` gives the index of the cell; None for a form that has no such column.
    """

    def edit(form: Form, cells: Cells, rng: Random) -> Iterator[tuple[str, Cells]]:
        index = place(form)
        if index is not None and cells[index] and (changed := change(cells[index], rng)) != cells[index]:
            yield column or name_of(form, index), put(cells, index, changed)

    return in_rows(edit)


def column(name: str) -> Callable[[Form], int | None]:
    """Return a function that gives the index of the column `name` of a form."""
    return lambda form: form.index.get(name)


def kind(*kinds: str) -> Callable[[Form], int | None]:
    """Return a function that gives the index of a form's first column of one of these kinds."""
    return lambda form: of_kind(form, *kinds)


numbered = kind("numero", "meta")
"""The index of the cell with a goal's number."""


def _with_column(place: Callable[[Form], int | None], edit: Callable[[int, list[str]], RowEdit]) -> Maker:
    """Return a maker of changes that depend on the cells in one column of all rows."""

    def make(pages: Pages, rng: Random) -> Iterator[tuple[str, str, Cells]]:
        index = place(pages[0].form)
        if index is not None:
            cells = [row[index] for page in pages for row in page.metas]
            yield from in_rows(edit(index, cells))(pages, rng)

    return make


def number(*, used: bool) -> Maker:
    """Return a maker that changes a goal's number: to one that another goal has (`used`), or to one that none has."""

    def edit(index: int, texts: list[str]) -> RowEdit:
        numbers = [_number(text) for text in texts]

        def change(_: Form, cells: Cells, rng: Random) -> Iterator[tuple[str, Cells]]:
            own = other = _number(cells[index])
            if used:
                other = pick([number for number in numbers if number != own], rng)
            while other in numbers and not used:
                other = another_digit(own, rng)
            yield "numero", put(cells, index, other + cells[index][len(own) :])

        return change

    return _with_column(numbered, edit)


def _number(text: str) -> str:
    match = NUMBER.match(text)
    return match[0] if match else text


def number_lost() -> Maker:
    """Return a maker that removes a goal's number, from its column or from the beginning of its text."""

    def edit(form: Form, cells: Cells, _: Random) -> Iterator[tuple[str, Cells]]:
        index = numbered(form)
        if index is not None:
            yield "numero", put(cells, index, cells[index].partition(" ")[2])

    return in_rows(edit)


def accented_unit() -> Maker:
    """Return a maker that changes the accent of a unit of measure that several goals have.

    Of a unit that one goal has, either spelling may be right.
    """

    def edit(index: int, units: list[str]) -> RowEdit:
        def change(_: Form, cells: Cells, __: Random) -> Iterator[tuple[str, Cells]]:
            if units.count(cells[index]) > 1:
                yield "unidad_medida", put(cells, index, accent(cells[index]))

        return change

    return _with_column(column("unidad_medida"), edit)


def malformed(codes: str, rng: Random) -> str:
    """Damage the first code of L/A: a part lost, a point lost, or a part too many."""
    first, *rest = codes.split()
    return " ".join((pick((first.rpartition(".")[0] or first, first.replace(".", "", 1), f"{first}.1"), rng), *rest))

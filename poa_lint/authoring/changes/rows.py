"""Changes in the rows of the table: figures, cells, and the words of a goal."""

import re
from collections.abc import Callable, Iterable, Iterator
from random import Random

from poa_lint.authoring.changes.writing import (
    COLUMNS,
    FIGURES,
    MEDIDA,
    OBSERVACIONES,
    RELATIVO,
    TEXTO,
    Cells,
    Maker,
    Pages,
    RowEdit,
    accent,
    another_digit,
    in_rows,
    pick,
    put,
)


def figures(change: Callable[[str, Random], str], indexes: Iterable[int] = (*FIGURES, RELATIVO)) -> Maker:
    """Return a maker that changes each figure at `indexes`; blank cells and unchanged figures are skipped."""
    indexes = tuple(indexes)

    def edit(cells: Cells, rng: Random) -> Iterator[tuple[str, Cells]]:
        for index in indexes:
            if cells[index] and (changed := change(cells[index], rng)) != cells[index]:
                yield COLUMNS[index], put(cells, index, changed)

    return in_rows(edit)


def is_zero(text: str) -> bool:
    """True if a figure or percentage is zero."""
    return not text.strip("0.,%")


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
    """Put a minus sign before a figure; a zero stays."""
    return text if is_zero(text) else f"-{text}"


def swapped(cells: Cells, _: Random) -> Iterator[tuple[str, Cells]]:
    """Exchange two neighbouring figures that differ."""
    for index in FIGURES:
        left, right = cells[index], cells[index + 1]
        if left and right and left != right:
            yield COLUMNS[index], (*cells[:index], right, left, *cells[index + 2 :])


def moved(cells: Cells, _: Random) -> Iterator[tuple[str, Cells]]:
    """Move a figure to a blank cell beside its own."""
    for index in (*FIGURES, RELATIVO):
        for neighbour in (index - 1, index + 1):
            if cells[index] and not is_zero(cells[index]) and cells[neighbour] == "":
                yield COLUMNS[index], put(put(cells, index, ""), neighbour, cells[index])


def blank_lost(cells: Cells, _: Random) -> Iterator[tuple[str, Cells]]:
    """Remove a blank cell, so that the cells behind it stand one column too far left."""
    for index in FIGURES:
        if cells[index] == "":
            yield COLUMNS[index], put(cells, index)


def doubled(cells: Cells, _: Random) -> Iterator[tuple[str, Cells]]:
    """Double a cell, so that the cells behind it stand one column too far right."""
    for index, cell in enumerate(cells):
        if cell or index < OBSERVACIONES:  # one blank more at the end of a row moves nothing
            yield COLUMNS[index], put(cells, index, cell, cell)


def cell(index: int, column: str, change: Callable[[str, Random], str]) -> Maker:
    """Return a maker that changes the cell at `index` of each row, counted under `column`; blank cells are skipped."""

    def edit(cells: Cells, rng: Random) -> Iterator[tuple[str, Cells]]:
        if cells[index]:
            yield column, put(cells, index, change(cells[index], rng))

    return in_rows(edit)


def _with_column(index: int, edit: Callable[[list[str]], RowEdit]) -> Maker:
    """Return a maker of changes that depend on the cells at `index` of all rows."""

    def make(pages: Pages, rng: Random) -> Iterator[tuple[str, str, Cells]]:
        return in_rows(edit([row.cells()[index] for page in pages for row in page.metas]))(pages, rng)

    return make


def number(*, used: bool) -> Maker:
    """Return a maker that changes a goal's number: to one that another goal has (`used`), or to one that none has."""

    def edit(texts: list[str]) -> RowEdit:
        numbers = [text[:3] for text in texts]

        def change(cells: Cells, rng: Random) -> Iterator[tuple[str, Cells]]:
            own = other = cells[TEXTO][:3]
            if used:
                other = pick([number for number in numbers if number != own], rng)
            while other in numbers and not used:
                other = another_digit(own, rng)
            yield "numero", put(cells, TEXTO, other + cells[TEXTO][3:])

        return change

    return _with_column(TEXTO, edit)


def accented_unit() -> Maker:
    """Return a maker that changes the accent of a unit of measure that several goals have.

    Of a unit that one goal has, either spelling may be right.
    """

    def edit(units: list[str]) -> RowEdit:
        def change(cells: Cells, _: Random) -> Iterator[tuple[str, Cells]]:
            if units.count(cells[MEDIDA]) > 1:
                yield "unidad_medida", put(cells, MEDIDA, accent(cells[MEDIDA]))

        return change

    return _with_column(MEDIDA, edit)


def malformed(codes: str, rng: Random) -> str:
    """Damage the first code of L/A: a part lost, a point lost, or a part too many."""
    first, *rest = codes.split()
    opening, middle, last = first.split(".")
    return " ".join((pick((f"{opening}.{middle}", f"{opening}{middle}.{last}", f"{first}.1"), rng), *rest))

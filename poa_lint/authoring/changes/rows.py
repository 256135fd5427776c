"""Changes in the rows of the table: figures, cells, and the words of a goal."""

import re
from collections.abc import Callable, Iterable, Iterator

from poa_lint.authoring.changes.writing import (
    COLUMNS,
    FIGURES,
    MEDIDA,
    OBSERVACIONES,
    RELATIVO,
    TEXTO,
    Cells,
    Dice,
    Maker,
    Pages,
    RowEdit,
    accent,
    another_digit,
    in_rows,
    pick,
    put,
)


def figures(becomes: Callable[[str, Dice], str], places: Iterable[int] = (*FIGURES, RELATIVO)) -> Maker:
    """A maker of changes in each figure that is written; one that stays as it is was not changed."""
    places = tuple(places)

    def edit(cells: Cells, dice: Dice) -> Iterator[tuple[str, Cells]]:
        for place in places:
            if cells[place] and (changed := becomes(cells[place], dice)) != cells[place]:
                yield COLUMNS[place], put(cells, place, changed)

    return in_rows(edit)


def is_zero(text: str) -> bool:
    """Whether a figure or percentage is nought."""
    return not text.strip("0.,%")


def blanked(text: str, _: Dice) -> str:
    """A figure blanked; a nought stays."""
    return text if is_zero(text) else ""


def zero_blanked(text: str, _: Dice) -> str:
    """A nought blanked; another figure stays."""
    return "" if is_zero(text) else text


def unreadable(text: str, dice: Dice) -> str:
    """A figure as an optical reader, a broken formula or a word."""
    misread = re.sub(r"\d", lambda digit: "OlZEASGTBg"[int(digit[0])], text, count=1)
    return pick((misread, "#¡REF!", "doce", f"{text}?"), dice)


def negative(text: str, _: Dice) -> str:
    """A figure with a minus sign."""
    return text if is_zero(text) else f"-{text}"


def swapped(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
    """Two neighbouring figures that differ, exchanged."""
    for place in FIGURES:
        here, there = cells[place], cells[place + 1]
        if here and there and here != there:
            yield COLUMNS[place], (*cells[:place], there, here, *cells[place + 2 :])


def moved(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
    """A figure in the blank cell beside its own."""
    for place in (*FIGURES, RELATIVO):
        for near in (place - 1, place + 1):
            if cells[place] and not is_zero(cells[place]) and cells[near] == "":
                yield COLUMNS[place], put(put(cells, place, ""), near, cells[place])


def blank_lost(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
    """A blank cell lost, so that the cells behind it stand one column too far left."""
    for place in FIGURES:
        if cells[place] == "":
            yield COLUMNS[place], put(cells, place)


def doubled(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
    """A cell doubled, so that the cells behind it stand one column too far right."""
    for place, cell in enumerate(cells):
        if cell or place < OBSERVACIONES:  # one blank more at the end of a row moves nothing
            yield COLUMNS[place], put(cells, place, cell, cell)


def cell(place: int, column: str, becomes: Callable[[str, Dice], str]) -> Maker:
    """A maker of changes in one cell of each row; where nothing is written nothing is changed."""

    def edit(cells: Cells, dice: Dice) -> Iterator[tuple[str, Cells]]:
        if cells[place]:
            yield column, put(cells, place, becomes(cells[place], dice))

    return in_rows(edit)


def _knowing(texts: int, edit: Callable[[list[str]], RowEdit]) -> Maker:
    """A maker of changes that depend on what all rows say in one column."""

    def made(pages: Pages, dice: Dice) -> Iterator[tuple[str, str, Cells]]:
        return in_rows(edit([row.cells()[texts] for page in pages for row in page.metas]))(pages, dice)

    return made


def number(*, used: bool) -> Maker:
    """Another number in front of a goal: one that another goal has, or one that none has."""

    def edit(texts: list[str]) -> RowEdit:
        numbers = [text[:3] for text in texts]

        def changed(cells: Cells, dice: Dice) -> Iterator[tuple[str, Cells]]:
            own = instead = cells[TEXTO][:3]
            if used:
                instead = pick([other for other in numbers if other != own], dice)
            while instead in numbers and not used:
                instead = another_digit(own, dice)
            yield "numero", put(cells, TEXTO, instead + cells[TEXTO][3:])

        return changed

    return _knowing(TEXTO, edit)


def accented_unit() -> Maker:
    """The accent of a unit of measure that another goal has too; alone, either spelling may be the office's."""

    def edit(units: list[str]) -> RowEdit:
        def changed(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
            if units.count(cells[MEDIDA]) > 1:
                yield "unidad_medida", put(cells, MEDIDA, accent(cells[MEDIDA]))

        return changed

    return _knowing(MEDIDA, edit)


def malformed(codes: str, dice: Dice) -> str:
    """The first code of L/A with a part lost, a point lost, or a part too many."""
    first, *rest = codes.split()
    opening, middle, last = first.split(".")
    return " ".join((pick((f"{opening}.{middle}", f"{opening}{middle}.{last}", f"{first}.1"), dice), *rest))

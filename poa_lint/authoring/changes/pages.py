"""Changes around the table: header, date, headings, signatures; goals and pages as a whole."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from poa_lint.authoring.changes.writing import (
    COLUMNS,
    Cells,
    Dice,
    Maker,
    PageEdit,
    Pages,
    another_digit,
    pick,
    put,
    report,
    with_rows,
)
from poa_lint.authoring.samples import HEADING, Page

HEADER: Final = {
    "ramo": ("ramo", "RAMO:"),
    "programa": ("programa", "PROGRAMA"),
    "unidad": ("unidad_ejecutora", "UNIDAD EJECUTORA"),
    "finalidad": ("finalidad", "FINALIDAD"),
    "funcion": ("funcion", "FUNCION"),
    "subfuncion": ("subfuncion", "SUBFUNCION"),
    "ejes": ("ejes", "EJE DE GOBIERNO"),
    "lineas_de_accion": ("lineas_de_accion", "LINEAS DE ACCION"),
}
"""The codes with names by their field of `Page`: the line of the header that a change is counted under, its label."""

Edited = Iterator[tuple[str, Page]]
Relined = Iterator[tuple[str, Sequence[str]]]


def entries(edit: Callable[[tuple[str, str], Dice], tuple[str, str]]) -> Callable[[Page, Dice], Edited]:
    """What `edit` does to each code and name of a page's header."""

    def edited(page: Page, dice: Dice) -> Edited:
        for field, (column, _) in HEADER.items():
            stated = getattr(page, field)
            if isinstance(stated[0], str):
                yield column, replace(page, **{field: edit(stated, dice)})  # type: ignore[arg-type]
                continue
            for place, entry in enumerate(stated):
                changed = (*stated[:place], edit(entry, dice), *stated[place + 1 :])
                yield column, replace(page, **{field: changed})  # type: ignore[arg-type]

    return edited


def another_code(entry: tuple[str, str], dice: Dice) -> tuple[str, str]:
    """Another code before the same name."""
    return another_digit(entry[0], dice), entry[1]


def names(rename: Callable[[str, Dice], str]) -> Callable[[Page, Dice], Edited]:
    """What `rename` does to each name of a page: those of its codes, and those who sign."""

    def edit(page: Page, dice: Dice) -> Edited:
        yield from entries(lambda entry, dice: (entry[0], rename(entry[1], dice)))(page, dice)
        for place, (role, charge, name) in enumerate(page.firmas):
            yield "nombre", _signed(page, place, (role, charge, rename(name, dice)))

    return edit


def letter_lost(name: str, dice: Dice) -> str:
    """A name with one letter of its longest word lost."""
    longest = max(name.split(), key=len)
    place = 1 + int(dice.random() * (len(longest) - 2))
    return name.replace(longest, longest[:place] + longest[place + 1 :], 1)


def entry_lost(page: Page, _: Dice) -> Relined:
    """A header line lost with the codes under it."""
    lines = list(page.lines())
    for column, label in HEADER.values():
        start = next(place for place, line in enumerate(lines) if line.startswith(f"{label}\t"))
        end = start + 1
        while lines[end].startswith("\t"):
            end += 1
        yield column, [*lines[:start], *lines[end:]]


def line_lost(column: str, opening: str) -> Callable[[Page, Dice], Relined]:
    """The line lost that opens so."""

    def edit(page: Page, _: Dice) -> Relined:
        yield column, [line for line in page.lines() if not line.startswith(opening)]

    return edit


def dated(dates: Callable[[str], Sequence[str]]) -> Callable[[Page, Dice], Edited]:
    """One of the dates that `dates` makes of a page's own."""

    def edit(page: Page, dice: Dice) -> Edited:
        yield "fecha", replace(page, fecha=pick(dates(page.fecha), dice))

    return edit


def other_quarters(fecha: str) -> Sequence[str]:
    """The other days of that year that close a quarter."""
    ends = [f"{day}.-{fecha[-2:]}" for day in ("31-mar", "30-jun", "30-sep", "31-dic")]
    return [end for end in ends if end != fecha]


def other_year(page: Page, dice: Dice) -> Edited:
    """Another year in the letterhead."""
    yield "ejercicio", replace(page, ejercicio=pick(("2023", "2025", "2014"), dice))


def everywhere(edit: Callable[[Page, Dice], Edited]) -> Maker:
    """A maker of what `edit` does to every page at once: the mistake of who writes the header only once."""

    def made(pages: Pages, dice: Dice) -> Iterator[tuple[str, str, Cells]]:
        throw = dice.random()
        changed = [next(edit(page, random.Random(throw))) for page in pages]  # noqa: S311 - one throw for all
        yield changed[0][0], report(page for _, page in changed), ()

    return made


_OPTICAL: Final = dict(zip("AEILMNOPRSTU", "4F1INM0FK57V", strict=True))


def headings(page: Page, _: Dice) -> Relined:
    """A heading with its last confusable letter misread."""
    lines = list(page.lines())
    for line in (lines.index(heading) for heading in HEADING):
        cells = tuple(lines[line].split("\t"))
        for place, cell in enumerate(cells):
            found = re.search(r"(.*)([AEILMNOPRSTU])", cell, re.IGNORECASE)
            if found:
                misread = found[1] + _OPTICAL[found[2].upper()] + cell[found.end() :]
                yield COLUMNS[place], [*lines[:line], "\t".join(put(cells, place, misread)), *lines[line + 1 :]]


def headings_lost(page: Page, _: Dice) -> Relined:
    """The table without its headings."""
    yield "", [line for line in page.lines() if line not in HEADING]


def strays(page: Page, dice: Dice) -> Relined:
    """A line that belongs to nothing before, between or after the rows."""
    lines = list(page.lines())
    first = lines.index(HEADING[-1]) + 1
    for place in range(first, first + len(page.metas) + 1):
        stray = pick(("Handwritten signature and initials", "RECIBIDO 12 ABR", "sello de la oficialía"), dice)
        yield "", [*lines[:place], stray, *lines[place:]]


def _signed(page: Page, place: int, *firmas: tuple[str, str, str]) -> Page:
    return replace(page, firmas=(*page.firmas[:place], *firmas, *page.firmas[place + 1 :]))


def signatures(*, charge: bool = False, name: bool = False) -> Callable[[Page, Dice], Edited]:
    """A signature of which only the charge or the name is left, or nothing at all."""

    def edit(page: Page, _: Dice) -> Edited:
        for place, (role, its_charge, its_name) in enumerate(page.firmas):
            left = [(role, its_charge if charge else "", its_name if name else "")] if charge or name else []
            yield role, _signed(page, place, *left)

    return edit


def signed_twice(page: Page, _: Dice) -> Edited:
    """Who reviews authorises too."""
    if page.firmas:
        reviewed, (role, charge, _name) = page.firmas[-2:]
        yield role, _signed(page, len(page.firmas) - 1, (role, charge, reviewed[2]))


def goals(times: int) -> PageEdit:
    """Each goal's row so many times."""

    def edit(page: Page, _: Dice) -> Edited:
        for number, row in enumerate(page.metas):
            yield "", with_rows(page, number, *[row] * times)

    return edit


def whole(times: int) -> Maker:
    """A maker of reports that have each page so many times."""

    def made(pages: Pages, _: Dice) -> Iterator[tuple[str, str, Cells]]:
        for place, page in enumerate(pages):
            yield "", report([*pages[:place], *[page] * times, *pages[place + 1 :]]), ()

    return made

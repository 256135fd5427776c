"""Changes around the table: header, date, headings, signatures; goals and pages as a whole."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from poa_lint.authoring.changes.writing import (
    COLUMNS,
    Cells,
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
"""By the field of `Page`, the header line that a change is counted under, and its label."""

Edited = Iterator[tuple[str, Page]]
"""Changed pages, each with the column or header line that it is counted under."""
Relined = Iterator[tuple[str, Sequence[str]]]
"""The lines of changed pages, each with the column or header line that it is counted under."""

_MISREAD: Final = dict(zip("AEILMNOPRSTU", "4F1INM0FK57V", strict=True))
"""Letters that optical readers confuse."""


def entries(edit: Callable[[tuple[str, str], Random], tuple[str, str]]) -> Callable[[Page, Random], Edited]:
    """Return an edit that changes each entry of a page's header, code and name, by `edit`."""

    def edit_entries(page: Page, rng: Random) -> Edited:
        for field, (column, _) in HEADER.items():
            content = getattr(page, field)
            if isinstance(content[0], str):
                yield column, replace(page, **{field: edit(content, rng)})  # type: ignore[arg-type]
                continue
            for index, entry in enumerate(content):
                changed = (*content[:index], edit(entry, rng), *content[index + 1 :])
                yield column, replace(page, **{field: changed})  # type: ignore[arg-type]

    return edit_entries


def another_code(entry: tuple[str, str], rng: Random) -> tuple[str, str]:
    """Change a digit of the code."""
    return another_digit(entry[0], rng), entry[1]


def names(rename: Callable[[str, Random], str]) -> Callable[[Page, Random], Edited]:
    """Return an edit that changes each name of a page by `rename`: those of its codes, and those of its signatures."""

    def edit(page: Page, rng: Random) -> Edited:
        yield from entries(lambda entry, rng: (entry[0], rename(entry[1], rng)))(page, rng)
        for index, (role, charge, name) in enumerate(page.firmas):
            yield "nombre", _with_signatures(page, index, (role, charge, rename(name, rng)))

    return edit


def letter_lost(name: str, rng: Random) -> str:
    """Remove a letter, not the first or the last one, of the longest word."""
    longest = max(name.split(), key=len)
    offset = 1 + int(rng.random() * (len(longest) - 2))
    return name.replace(longest, longest[:offset] + longest[offset + 1 :], 1)


def entry_lost(page: Page, _: Random) -> Relined:
    """Remove a line of the header with the codes under it."""
    lines = list(page.lines())
    for column, label in HEADER.values():
        start = next(index for index, line in enumerate(lines) if line.startswith(f"{label}\t"))
        end = start + 1
        while lines[end].startswith("\t"):
            end += 1
        yield column, [*lines[:start], *lines[end:]]


def line_lost(column: str, opening: str) -> Callable[[Page, Random], Relined]:
    """Return an edit that removes the lines that begin with `opening`."""

    def edit(page: Page, _: Random) -> Relined:
        yield column, [line for line in page.lines() if not line.startswith(opening)]

    return edit


def dated(dates: Callable[[str], Sequence[str]]) -> Callable[[Page, Random], Edited]:
    """Return an edit that sets another date: one of those that `dates` makes from the page's own."""

    def edit(page: Page, rng: Random) -> Edited:
        yield "fecha", replace(page, fecha=pick(dates(page.fecha), rng))

    return edit


def other_quarters(fecha: str) -> Sequence[str]:
    """Return the other dates of that year that close a quarter."""
    ends = [f"{day}.-{fecha[-2:]}" for day in ("31-mar", "30-jun", "30-sep", "31-dic")]
    return [end for end in ends if end != fecha]


def other_year(page: Page, rng: Random) -> Edited:
    """Set another year in the letterhead."""
    yield "ejercicio", replace(page, ejercicio=pick(("2023", "2025", "2014"), rng))


def everywhere(edit: Callable[[Page, Random], Edited]) -> Maker:
    """Return a maker that makes the same change on every page: the mistake of someone who writes the header once."""

    def make(pages: Pages, rng: Random) -> Iterator[tuple[str, str, Cells]]:
        seed = rng.random()
        changed = [next(edit(page, Random(seed))) for page in pages]  # noqa: S311 - one seed, so one choice for all
        yield changed[0][0], report(page for _, page in changed), ()

    return make


def headings(page: Page, _: Random) -> Relined:
    """Misread a letter of a heading: the last one that optical readers confuse."""
    lines = list(page.lines())
    for line in (lines.index(heading) for heading in HEADING):
        cells = tuple(lines[line].split("\t"))
        for index, cell in enumerate(cells):
            match = re.search(r"(.*)([AEILMNOPRSTU])", cell, re.IGNORECASE)
            if match:
                misread = match[1] + _MISREAD[match[2].upper()] + cell[match.end() :]
                yield COLUMNS[index], [*lines[:line], "\t".join(put(cells, index, misread)), *lines[line + 1 :]]


def headings_lost(page: Page, _: Random) -> Relined:
    """Remove the headings of the table."""
    yield "", [line for line in page.lines() if line not in HEADING]


def strays(page: Page, rng: Random) -> Relined:
    """Insert a line that is no part of the report before, between or after the rows."""
    lines = list(page.lines())
    first = lines.index(HEADING[-1]) + 1
    for index in range(first, first + len(page.metas) + 1):
        stray = pick(("Handwritten signature and initials", "RECIBIDO 12 ABR", "sello de la oficialía"), rng)
        yield "", [*lines[:index], stray, *lines[index:]]


def signatures(*, charge: bool = False, name: bool = False) -> Callable[[Page, Random], Edited]:
    """Return an edit that reduces a signature to its charge or its name, or removes it where neither is to stay."""

    def edit(page: Page, _: Random) -> Edited:
        for index, (role, its_charge, its_name) in enumerate(page.firmas):
            left = [(role, its_charge if charge else "", its_name if name else "")] if charge or name else []
            yield role, _with_signatures(page, index, *left)

    return edit


def signed_twice(page: Page, _: Random) -> Edited:
    """Let the person who reviews also authorise."""
    if page.firmas:
        reviewed, (role, charge, _name) = page.firmas[-2:]
        yield role, _with_signatures(page, len(page.firmas) - 1, (role, charge, reviewed[2]))


def _with_signatures(page: Page, index: int, *firmas: tuple[str, str, str]) -> Page:
    """Return `page` with `firmas` instead of the signature at `index`."""
    return replace(page, firmas=(*page.firmas[:index], *firmas, *page.firmas[index + 1 :]))


def goals(times: int) -> PageEdit:
    """Return an edit that repeats the row of each goal `times` times; 0 removes it."""

    def edit(page: Page, _: Random) -> Edited:
        for index, row in enumerate(page.metas):
            yield "", with_rows(page, index, *[row] * times)

    return edit


def whole(times: int) -> Maker:
    """Return a maker that repeats each page `times` times; 0 removes it."""

    def make(pages: Pages, _: Random) -> Iterator[tuple[str, str, Cells]]:
        for index, page in enumerate(pages):
            yield "", report([*pages[:index], *[page] * times, *pages[index + 1 :]]), ()

    return make

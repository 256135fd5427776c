"""Changes around the table: header, date, headings, signatures; goals and pages as a whole."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from poa_lint.authoring.changes.writing import (
    Maker,
    PageEdit,
    Pages,
    another_digit,
    name_of,
    pick,
    put,
    with_rows,
)
from poa_lint.authoring.sheets.header import corte
from poa_lint.authoring.sheets.sheet import Cells, Clave, Dato, Sheet, written

Edited = Iterator[tuple[str, Sheet]]
"""Changed pages, each with the column or header line that it is counted under."""
Relined = Iterator[tuple[str, Sequence[str]]]
"""The lines of changed pages, each with the column or header line that it is counted under."""

_MISREAD: Final = dict(zip("AEILMNOPRSTU", "4F1INM0FK57V", strict=True))
"""Letters that optical readers confuse."""
REVIEWS: Final = "REVISÓ"
AUTHORISES: Final = "AUTORIZÓ"


def entries(edit: Callable[[Clave, Random], Clave]) -> Callable[[Sheet, Random], Edited]:
    """Return an edit that changes each entry of a page's header that has a code, code and name, by `edit`."""

    def edit_entries(page: Sheet, rng: Random) -> Edited:
        for place, dato in enumerate(page.datos):
            for index, clave in enumerate(dato.claves):
                if clave[0] and (changed := edit(clave, rng)) != clave:
                    claves = (*dato.claves[:index], changed, *dato.claves[index + 1 :])
                    yield dato.id, _with_entry(page, place, dato._replace(claves=claves))

    return edit_entries


def _with_entry(page: Sheet, place: int, *datos: Dato) -> Sheet:
    """Return `page` with `datos` instead of the entry at `place`."""
    return replace(page, datos=(*page.datos[:place], *datos, *page.datos[place + 1 :]))


def another_code(entry: Clave, rng: Random) -> Clave:
    """Change a digit of the code."""
    return another_digit(entry[0], rng), entry[1]


def names(rename: Callable[[str, Random], str]) -> Callable[[Sheet, Random], Edited]:
    """Return an edit that changes each name of a page by `rename`: those of its codes, and those of its signatures."""

    def edit(page: Sheet, rng: Random) -> Edited:
        yield from entries(lambda entry, rng: (entry[0], rename(entry[1], rng)))(page, rng)
        for index, (role, charge, name) in enumerate(page.firmas):
            yield "nombre", _with_signatures(page, index, (role, charge, rename(name, rng)))

    return edit


def letter_lost(name: str, rng: Random) -> str:
    """Remove a letter, not the first or the last one, of the longest word."""
    longest = max(name.split(), key=len)
    offset = 1 + int(rng.random() * (len(longest) - 2))
    return name.replace(longest, longest[:offset] + longest[offset + 1 :], 1)


def entry_lost(page: Sheet, _: Random) -> Edited:
    """Remove a line of the header that every page has to have, with the codes under it."""
    required = {entry.columna.id for entry in page.form.head.entries if entry.required}
    for place, dato in enumerate(page.datos):
        if dato.id in required:
            yield dato.id, _with_entry(page, place)


def line_lost(column: str, opening: Callable[[Sheet], str]) -> Callable[[Sheet, Random], Relined]:
    """Return an edit that removes the lines that begin with the page's `opening`, where that is not empty."""

    def edit(page: Sheet, _: Random) -> Relined:
        if words := opening(page):
            yield column, [line for line in page.lines() if not line.startswith(words)]

    return edit


def dated(dates: Callable[[Sheet], Sequence[str]]) -> Callable[[Sheet, Random], Edited]:
    """Return an edit that says another cut-off: one of those that `dates` makes from the page's own, if any."""

    def edit(page: Sheet, rng: Random) -> Edited:
        if others := dates(page):
            yield "fecha", replace(page, corte=pick(others, rng))

    return edit


def of_date(dates: Callable[[str], Sequence[str]]) -> Callable[[Sheet], Sequence[str]]:
    """Return a function that makes other dates of a page's date; none of a cut-off that is no date."""
    return lambda page: dates(page.corte) if page.form.head.cutoff.says == "fecha" else ()


def other_periods(page: Sheet) -> Sequence[str]:
    """Return what the page would say of the other periods of its year."""
    form, year = page.form, int(page.ejercicio)
    said = (corte(form, closed, year) for closed in range(1, len(form.periods) + 1))
    return [text for text in said if text and text != page.corte]


def other_years(page: Sheet) -> Sequence[str]:
    """Return what the page would say of the same day or month in the years beside its own."""
    year, says = int(page.ejercicio), page.form.head.cutoff.says
    length = {"fecha": 2, "mes": 4}.get(says, 0)
    return [page.corte[:-length] + str(other)[-length:] for other in (year - 1, year + 1)] if length else ()


def unreadable(page: Sheet) -> Sequence[str]:
    """Return what is left of the page's cut-off where it cannot be read any more."""
    said = page.corte
    if page.form.head.cutoff.says == "fecha":
        return [f"{said[:3]}mrz.-{said[-2:]}", said[:-4]]
    return [said[0] + said[2:].replace("r", "v", 1)] if said else ()


def other_year(page: Sheet, rng: Random) -> Edited:
    """Set another year where the page states it."""
    year = int(page.ejercicio)
    if page.form.head.year.place:
        yield "ejercicio", replace(page, ejercicio=pick([str(year - 1), str(year + 1), str(year - 10)], rng))


def everywhere(edit: Callable[[Sheet, Random], Edited]) -> Maker:
    """Return a maker that makes the same change on every page: the mistake of someone who writes the header once."""

    def make(pages: Pages, rng: Random) -> Iterator[tuple[str, str, Cells]]:
        seed = rng.random()
        changed = [change for page in pages for change in edit(page, Random(seed))]  # noqa: S311 - one choice for all
        if changed:
            yield changed[0][0], written(page for _, page in changed), ()

    return make


def headings(page: Sheet, _: Random) -> Relined:
    """Misread a letter of a heading: the last one that optical readers confuse."""
    lines = list(page.lines())
    for line in (lines.index(heading) for heading in page.titles()):
        cells = tuple(lines[line].split("\t"))
        for index, cell in enumerate(cells):
            match = re.search(r"(.*)([AEILMNOPRSTU])", cell, re.IGNORECASE)
            if match:
                misread = match[1] + _MISREAD[match[2].upper()] + cell[match.end() :]
                changed = [*lines[:line], "\t".join(put(cells, index, misread)), *lines[line + 1 :]]
                yield name_of(page.form, index), changed


def headings_lost(page: Sheet, _: Random) -> Relined:
    """Remove the headings of the table."""
    yield "", [line for line in page.lines() if line not in page.titles()]


def strays(page: Sheet, rng: Random) -> Relined:
    """Insert a line that is no part of the report before, between or after the rows."""
    lines = list(page.lines())
    first = lines.index(page.titles()[-1]) + 1
    for index in range(first, first + len(page.metas) + 1):
        stray = pick(("Handwritten signature and initials", "RECIBIDO 12 ABR", "sello de la oficialía"), rng)
        yield "", [*lines[:index], stray, *lines[index:]]


def signatures(*, charge: bool = False, name: bool = False) -> Callable[[Sheet, Random], Edited]:
    """Return an edit that reduces a signature to its charge or its name, or removes it where neither is to stay."""

    def edit(page: Sheet, _: Random) -> Edited:
        for index, (role, its_charge, its_name) in enumerate(page.firmas):
            left = [(role, its_charge if charge else "", its_name if name else "")] if charge or name else []
            yield role, _with_signatures(page, index, *left)

    return edit


def signed_twice(page: Sheet, _: Random) -> Edited:
    """Let the person who reviews also authorise."""
    by_role = {role: (index, charge, name) for index, (role, charge, name) in enumerate(page.firmas)}
    if REVIEWS in by_role and AUTHORISES in by_role:
        index, charge, _name = by_role[AUTHORISES]
        yield AUTHORISES, _with_signatures(page, index, (AUTHORISES, charge, by_role[REVIEWS][2]))


def _with_signatures(page: Sheet, index: int, *firmas: tuple[str, str, str]) -> Sheet:
    """Return `page` with `firmas` instead of the signature at `index`."""
    return replace(page, firmas=(*page.firmas[:index], *firmas, *page.firmas[index + 1 :]))


def goals(times: int) -> PageEdit:
    """Return an edit that repeats the row of each goal `times` times; 0 removes it."""

    def edit(page: Sheet, _: Random) -> Edited:
        for index, row in enumerate(page.metas):
            yield "", with_rows(page, index, *[row] * times)

    return edit


def whole(times: int) -> Maker:
    """Return a maker that repeats each page `times` times; 0 removes it."""

    def make(pages: Pages, _: Random) -> Iterator[tuple[str, str, Cells]]:
        for index, page in enumerate(pages):
            yield "", written([*pages[:index], *[page] * times, *pages[index + 1 :]]), ()

    return make

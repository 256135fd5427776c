"""One change at a time in a sound report: the mistakes that offices and optical readers make, each kind by its name."""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from poa_lint.samples import HEADING, Page, Row

Pages = tuple[Page, ...]
Cells = tuple[str, ...]
Dice = random.Random

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

HEADER: Final = {
    "ramo": "ramo",
    "programa": "programa",
    "unidad": "unidad_ejecutora",
    "finalidad": "finalidad",
    "funcion": "funcion",
    "subfuncion": "subfuncion",
    "ejes": "ejes",
    "lineas_de_accion": "lineas_de_accion",
}
"""A page's codes with their names: the field of `Page`, the line of the header."""


class Change(NamedTuple):
    """One change: which report, its kind, the column or header line that it is counted under, the text that results.

    `cells` is the row as changed, where the change is in one row. A kind of `""` is a report without any change.
    """

    report: int
    kind: str
    column: str
    text: str
    cells: Cells = ()


Maker = Callable[[Pages, Dice], Iterator[tuple[str, str, Cells]]]
"""Every change of one kind in a report: column, text, the row's cells."""


LEAST: Final = 6
"""Changes of a kind that has few columns, where there are so many places for it."""


def changes(reports: Sequence[Pages], most: int | None = None) -> tuple[Change, ...]:
    """The reports as they are, then every kind of change, at most so many of a kind in each column.

    They are the same ones at every call.
    """
    sound = [Change(number, "", "", _text(pages)) for number, pages in enumerate(reports)]
    return (*sound, *(change for kind in KINDS for change in _of_kind(kind, reports, most)))


def _of_kind(kind: str, reports: Sequence[Pages], most: int | None) -> Iterator[Change]:
    dice = random.Random(kind)  # noqa: S311 - a sample, not a secret
    by_column: dict[str, list[Change]] = {}
    for number, pages in enumerate(reports):
        for column, text, cells in KINDS[kind](pages, dice):
            by_column.setdefault(column, []).append(Change(number, kind, column, text, cells))
    if most is not None and by_column:
        most = max(most, LEAST // len(by_column))
    for found in by_column.values():
        # random() is the one method whose numbers no version of Python will change.
        drawn = sorted(range(len(found)), key=lambda _: dice.random())[:most]
        yield from (found[place] for place in sorted(drawn))


def _pick(choices: Sequence[str], dice: Dice) -> str:
    return choices[int(dice.random() * len(choices))]


# --- Writing the changed report ---------------------------------------------------------------------------------------


def _text(pages: Sequence[Page | Sequence[str]]) -> str:
    """A report of pages, or of the lines of some of them."""
    return "\n".join(line for page in pages for line in ("", *(page.lines() if isinstance(page, Page) else page), ""))


def _with(pages: Pages, place: int, page: Page | Sequence[str]) -> str:
    return _text([page if number == place else other for number, other in enumerate(pages)])


def _in_pages(edit: Callable[[Page, Dice], Iterable[tuple[str, Page | Sequence[str]]]]) -> Maker:
    """A maker of what `edit` does to each page: the column, and the page or its lines as changed."""

    def made(pages: Pages, dice: Dice) -> Iterator[tuple[str, str, Cells]]:
        for place, page in enumerate(pages):
            for column, changed in edit(page, dice):
                yield column, _with(pages, place, changed), ()

    return made


def _in_rows(edit: Callable[[Cells, Dice], Iterable[tuple[str, Cells]]]) -> Maker:
    """A maker of what `edit` does to the cells of each row."""

    def made(pages: Pages, dice: Dice) -> Iterator[tuple[str, str, Cells]]:
        for place, page in enumerate(pages):
            for number, row in enumerate(page.metas):
                for column, cells in edit(row.cells(), dice):
                    yield column, _with(pages, place, _with_row(page, number, Row(renglon=cells))), cells

    return made


def _with_row(page: Page, number: int, *rows: Row) -> Page:
    return replace(page, metas=(*page.metas[:number], *rows, *page.metas[number + 1 :]))


def _put(cells: Cells, place: int, *instead: str) -> Cells:
    return (*cells[:place], *instead, *cells[place + 1 :])


# --- Figures ----------------------------------------------------------------------------------------------------------


def _another_digit(text: str, dice: Dice) -> str:
    """`text` with one digit changed; no figure is made to begin with a zero."""
    places = [place for place, char in enumerate(text) if char.isdigit()]
    place = places[int(dice.random() * len(places))]
    opens = place == places[0] and len(places) > 1
    digits = [digit for digit in "0123456789"[opens:] if digit != text[place]]
    return f"{text[:place]}{_pick(digits, dice)}{text[place + 1 :]}"


def _negative(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
    for place in (*FIGURES, RELATIVO):
        if cells[place] and not _is_zero(cells[place]):
            yield COLUMNS[place], _put(cells, place, f"-{cells[place]}")


def _without_comma(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
    for place in FIGURES:
        if "," in cells[place]:
            yield COLUMNS[place], _put(cells, place, cells[place].replace(",", ""))


def _is_zero(text: str) -> bool:
    return bool(text) and not text.strip("0.,%")


def _digits(places: Iterable[int]) -> Maker:
    places = tuple(places)

    def edit(cells: Cells, dice: Dice) -> Iterator[tuple[str, Cells]]:
        for place in places:
            if cells[place]:
                yield COLUMNS[place], _put(cells, place, _another_digit(cells[place], dice))

    return _in_rows(edit)


def _blanked(cells: Cells, _: Dice, *, zeros: bool) -> Iterator[tuple[str, Cells]]:
    for place in (*FIGURES, RELATIVO):
        if cells[place] and _is_zero(cells[place]) == zeros:
            yield COLUMNS[place], _put(cells, place, "")


def _swapped(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
    for place in FIGURES:
        here, there = cells[place], cells[place + 1]
        if here and there and here != there:
            yield COLUMNS[place], (*cells[:place], there, here, *cells[place + 2 :])


def _moved(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
    for place in (*FIGURES, RELATIVO):
        if not cells[place] or _is_zero(cells[place]):
            continue
        for near in (place - 1, place + 1):
            if cells[near] == "":
                yield COLUMNS[place], _put(_put(cells, place, ""), near, cells[place])


def _lost_blank(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
    for place in FIGURES:
        if cells[place] == "":
            yield COLUMNS[place], _put(cells, place)


def _doubled(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
    for place, cell in enumerate(cells):
        if cell or place < OBSERVACIONES:  # one blank more at the end of a row moves nothing
            yield COLUMNS[place], _put(cells, place, cell, cell)


def _unreadable(cells: Cells, dice: Dice) -> Iterator[tuple[str, Cells]]:
    for place in (*FIGURES, RELATIVO):
        if cells[place]:
            misread = re.sub(r"\d", lambda digit: "OlZEASGTBg"[int(digit[0])], cells[place], count=1)
            yield COLUMNS[place], _put(cells, place, _pick((misread, "#¡REF!", "doce", f"{cells[place]}?"), dice))


# --- Words of a row ---------------------------------------------------------------------------------------------------


def _cell(place: int, column: str, becomes: Callable[[str, Dice], str]) -> Maker:
    """A maker of changes in one cell of each row; where nothing is written nothing is changed."""

    def edit(cells: Cells, dice: Dice) -> Iterator[tuple[str, Cells]]:
        if cells[place]:
            yield column, _put(cells, place, becomes(cells[place], dice))

    return _in_rows(edit)


def _number(pages: Pages, dice: Dice, *, used: bool) -> Iterator[tuple[str, str, Cells]]:
    """Another number in front of a goal: one that another goal has, or one that none has."""
    numbers = [row.texto[:3] for page in pages for row in page.metas]

    def edit(cells: Cells, dice: Dice) -> Iterator[tuple[str, Cells]]:
        own, rest = cells[TEXTO][:3], cells[TEXTO][3:]
        number = _pick([other for other in numbers if other != own], dice) if used else own
        while not used and number in numbers:
            number = _another_digit(own, dice)
        yield "numero", _put(cells, TEXTO, number + rest)

    return _in_rows(edit)(pages, dice)


def _accented_unit(pages: Pages, dice: Dice) -> Iterator[tuple[str, str, Cells]]:
    """The accent of a unit of measure that another goal has too; alone, either spelling may be the office's."""
    units = [row.unidad_medida for page in pages for row in page.metas]

    def edit(cells: Cells, _: Dice) -> Iterator[tuple[str, Cells]]:
        if units.count(cells[MEDIDA]) > 1:
            yield "unidad_medida", _put(cells, MEDIDA, _accent(cells[MEDIDA]))

    return _in_rows(edit)(pages, dice)


def _without_number(text: str, _: Dice) -> str:
    return text.partition(" ")[2]


def _malformed(code: str, dice: Dice) -> str:
    first, *rest = code.split()
    opening, middle, last = first.split(".")
    return " ".join((_pick((f"{opening}.{middle}", f"{opening}{middle}.{last}", f"{first}.1"), dice), *rest))


# --- The header -------------------------------------------------------------------------------------------------------


def _entries(
    edit: Callable[[tuple[str, str], Dice], tuple[str, str]],
) -> Callable[[Page, Dice], Iterator[tuple[str, Page]]]:
    """What `edit` does to each code and name of a page's header."""

    def edited(page: Page, dice: Dice) -> Iterator[tuple[str, Page]]:
        for field, column in HEADER.items():
            stated = getattr(page, field)
            if isinstance(stated[0], str):
                yield column, replace(page, **{field: edit(stated, dice)})  # type: ignore[arg-type]
                continue
            for place, entry in enumerate(stated):
                changed = (*stated[:place], edit(entry, dice), *stated[place + 1 :])
                yield column, replace(page, **{field: changed})  # type: ignore[arg-type]

    return edited


def _another_code(entry: tuple[str, str], dice: Dice) -> tuple[str, str]:
    return _another_digit(entry[0], dice), entry[1]


_LABELS: Final = {
    "RAMO:": "ramo",
    "PROGRAMA": "programa",
    "UNIDAD EJECUTORA": "unidad_ejecutora",
    "FINALIDAD": "finalidad",
    "FUNCION": "funcion",
    "SUBFUNCION": "subfuncion",
    "EJE DE GOBIERNO": "ejes",
    "LINEAS DE ACCION": "lineas_de_accion",
}


def _lost_entry(page: Page, _: Dice) -> Iterator[tuple[str, Sequence[str]]]:
    """A header line lost with the codes under it."""
    lines = list(page.lines())
    for label, column in _LABELS.items():
        start = next(place for place, line in enumerate(lines) if line.startswith(f"{label}\t"))
        end = start + 1
        while lines[end].startswith("\t"):
            end += 1
        yield column, [*lines[:start], *lines[end:]]


def _lost_line(column: str, opening: str) -> Callable[[Page, Dice], Iterator[tuple[str, Sequence[str]]]]:
    def edit(page: Page, _: Dice) -> Iterator[tuple[str, Sequence[str]]]:
        yield column, [line for line in page.lines() if not line.startswith(opening)]

    return edit


_MARKS: Final = str.maketrans("ÁÉÍÓÚ", "AEIOU")
_BARE: Final = str.maketrans("AEIOU", "ÁÉÍÓÚ")


def _accent(name: str) -> str:
    """A name with its first accent lost, or with one where there was none."""
    marked = re.search("[ÁÉÍÓÚ]", name)
    table = _MARKS if marked else _BARE
    place = marked.start() if marked else next(place for place, char in enumerate(name) if char in "AEIOU")
    return f"{name[:place]}{name[place].translate(table)}{name[place + 1 :]}"


def _letter(name: str, dice: Dice) -> str:
    """A name with one letter of its longest word lost."""
    longest = max(name.split(), key=len)
    place = 1 + int(dice.random() * (len(longest) - 2))
    return name.replace(longest, longest[:place] + longest[place + 1 :], 1)


def _names(rename: Callable[[str, Dice], str]) -> Callable[[Page, Dice], Iterator[tuple[str, Page]]]:
    """What `rename` does to each name of a page: those of its codes, and those who sign."""

    def edit(page: Page, dice: Dice) -> Iterator[tuple[str, Page]]:
        yield from _entries(lambda entry, dice: (entry[0], rename(entry[1], dice)))(page, dice)
        for place, (role, charge, name) in enumerate(page.firmas):
            yield "nombre", _signed(page, place, (role, charge, rename(name, dice)))

    return edit


# --- Date, year, headings ---------------------------------------------------------------------------------------------


def _dated(dates: Callable[[str], Sequence[str]]) -> Callable[[Page, Dice], Iterator[tuple[str, Page]]]:
    def edit(page: Page, dice: Dice) -> Iterator[tuple[str, Page]]:
        yield "fecha", replace(page, fecha=_pick(dates(page.fecha), dice))

    return edit


def _other_quarters(fecha: str) -> Sequence[str]:
    year = fecha[-2:]
    ends = (f"31-mar.-{year}", f"30-jun.-{year}", f"30-sep.-{year}", f"31-dic.-{year}")
    return [end for end in ends if end != fecha]


def _everywhere(edit: Callable[[Page, Dice], Iterable[tuple[str, Page]]]) -> Maker:
    """A maker of what `edit` does to every page at once: the mistake of who writes the header only once."""

    def made(pages: Pages, dice: Dice) -> Iterator[tuple[str, str, Cells]]:
        state = dice.random()
        changed = [next(iter(edit(page, random.Random(state)))) for page in pages]  # noqa: S311 - one throw for all
        yield changed[0][0], _text([page for _, page in changed]), ()

    return made


def _other_year(page: Page, dice: Dice) -> Iterator[tuple[str, Page]]:
    yield "ejercicio", replace(page, ejercicio=_pick(("2023", "2025", "2014"), dice))


_OPTICAL: Final = dict(zip("AEILMNOPRSTU", "4F1INM0FK57V", strict=True))


def _headings(page: Page, _: Dice) -> Iterator[tuple[str, Sequence[str]]]:
    """A heading with its last confusable letter misread."""
    lines = list(page.lines())
    top = next(place for place, line in enumerate(lines) if line.startswith("L/A\t"))
    for line in (top, top + 1, top + 2):
        cells = tuple(lines[line].split("\t"))
        for place, cell in enumerate(cells):
            found = re.search(r"(.*)([AEILMNOPRSTU])", cell, re.IGNORECASE)
            if found:
                misread = found[1] + _OPTICAL[found[2].upper()] + cell[found.end() :]
                yield COLUMNS[place], [*lines[:line], "\t".join(_put(cells, place, misread)), *lines[line + 1 :]]


def _without_headings(page: Page, _: Dice) -> Iterator[tuple[str, Sequence[str]]]:
    yield "", [line for line in page.lines() if line not in HEADING]


def _strays(page: Page, dice: Dice) -> Iterator[tuple[str, Sequence[str]]]:
    lines = list(page.lines())
    first = next(place for place, line in enumerate(lines) if line.startswith("L/A\t")) + 3
    for place in range(first, first + len(page.metas) + 1):
        stray = _pick(("Handwritten signature and initials", "RECIBIDO 12 ABR", "sello de la oficialía"), dice)
        yield "", [*lines[:place], stray, *lines[place:]]


# --- Signatures, goals and pages --------------------------------------------------------------------------------------


def _signed(page: Page, place: int, *firmas: tuple[str, str, str]) -> Page:
    return replace(page, firmas=(*page.firmas[:place], *firmas, *page.firmas[place + 1 :]))


def _signatures(keep: tuple[bool, bool] | None) -> Callable[[Page, Dice], Iterator[tuple[str, Page]]]:
    """A signature without its charge or its name, or lost as a whole."""

    def edit(page: Page, _: Dice) -> Iterator[tuple[str, Page]]:
        for place, (role, charge, name) in enumerate(page.firmas):
            left = [] if keep is None else [(role, charge if keep[0] else "", name if keep[1] else "")]
            yield role, _signed(page, place, *left)

    return edit


def _signed_twice(page: Page, _: Dice) -> Iterator[tuple[str, Page]]:
    """Who reviews authorises too."""
    if page.firmas:
        reviewed, (role, charge, _name) = page.firmas[-2:]
        yield role, _signed(page, len(page.firmas) - 1, (role, charge, reviewed[2]))


def _goals(times: int) -> Callable[[Page, Dice], Iterator[tuple[str, Page]]]:
    def edit(page: Page, _: Dice) -> Iterator[tuple[str, Page]]:
        for number, row in enumerate(page.metas):
            yield "", _with_row(page, number, *[row] * times)

    return edit


def _whole_pages(times: int) -> Maker:
    def made(pages: Pages, _: Dice) -> Iterator[tuple[str, str, Cells]]:
        for place, page in enumerate(pages):
            yield "", _text([*pages[:place], *[page] * times, *pages[place + 1 :]]), ()

    return made


KINDS: Final[Mapping[str, Maker]] = {
    "digit": _digits(FIGURES),
    "percentage": _digits((RELATIVO,)),
    "blanked": _in_rows(partial(_blanked, zeros=False)),
    "zero-blanked": _in_rows(partial(_blanked, zeros=True)),
    "swapped": _in_rows(_swapped),
    "moved": _in_rows(_moved),
    "blank-lost": _in_rows(_lost_blank),
    "doubled": _in_rows(_doubled),
    "unreadable": _in_rows(_unreadable),
    "negative": _in_rows(_negative),
    "comma-lost": _in_rows(_without_comma),
    "observation-lost": _cell(OBSERVACIONES, "observaciones", lambda _, __: ""),
    "observation-empty": _cell(OBSERVACIONES, "observaciones", lambda _, dice: _pick(("N/A", "SIN OBS."), dice)),
    "number-changed": partial(_number, used=False),
    "number-repeated": partial(_number, used=True),
    "number-lost": _cell(TEXTO, "numero", _without_number),
    "number-mark": _cell(TEXTO, "numero", lambda text, dice: text.replace(".-", _pick((".", "-", ") "), dice), 1)),
    "point-doubled": _cell(TEXTO, "texto", lambda text, _: f"{text}."),
    "unit-lost": _cell(MEDIDA, "unidad_medida", lambda _, __: ""),
    "unit-changed": _cell(MEDIDA, "unidad_medida", lambda _, __: "DOCUMENTO"),
    "unit-accent": _accented_unit,
    "line-changed": _cell(LINEAS, "lineas", _another_digit),
    "line-malformed": _cell(LINEAS, "lineas", _malformed),
    "line-lost": _cell(LINEAS, "lineas", lambda _, __: ""),
    "code-changed": _in_pages(_entries(_another_code)),
    "entry-lost": _in_pages(_lost_entry),
    "accent": _in_pages(_names(lambda name, _: _accent(name))),
    "name": _in_pages(_names(_letter)),
    "date-quarter": _in_pages(_dated(_other_quarters)),
    "date-quarter-all": _everywhere(_dated(_other_quarters)),
    "date-day": _in_pages(_dated(lambda fecha: [f"15{fecha[2:]}", f"29{fecha[2:]}", f"15-abr.-{fecha[-2:]}"])),
    "date-year": _in_pages(_dated(lambda fecha: [f"{fecha[:-2]}23", f"{fecha[:-2]}25"])),
    "date-unreadable": _in_pages(_dated(lambda fecha: [f"{fecha[:3]}mrz.-{fecha[-2:]}", fecha[:-4]])),
    "date-lost": _in_pages(_lost_line("fecha", "FECHA")),
    "form-lost": _in_pages(_lost_line("forma", "TMM-F004")),
    "year-changed": _in_pages(_other_year),
    "year-changed-all": _everywhere(_other_year),
    "heading": _in_pages(_headings),
    "headings-lost": _in_pages(_without_headings),
    "stray": _in_pages(_strays),
    "signature-lost": _in_pages(_signatures(None)),
    "signer-lost": _in_pages(_signatures((True, False))),
    "charge-lost": _in_pages(_signatures((False, True))),
    "signer-twice": _in_pages(_signed_twice),
    "goal-lost": _in_pages(_goals(0)),
    "goal-doubled": _in_pages(_goals(2)),
    "page-lost": _whole_pages(0),
    "page-doubled": _whole_pages(2),
}
"""The kinds of change, by their key in the languages' `audit.kind` table."""

"""The words of a form in the messages of rules, which are written in those of the main form.

A rule says `explíquelo en OBSERVACIONES` and `los cuatro trimestres`; about a monthly form with a column JUSTIFICACION
the same message says `explíquelo en JUSTIFICACION` and `los doce meses`. Only a rule's own words are exchanged, never
what a report says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms

COUNTS: Final = {
    "es": {2: "dos", 3: "tres", 4: "cuatro", 6: "seis", 12: "doce"},
    "en": {2: "two", 3: "three", 4: "four", 6: "six", 12: "twelve"},
}
"""The numbers of periods in words; others are written in digits."""
ARTICLE: Final = {"es": "los", "en": "the"}
COLUMN: Final = {"es": "columna", "en": "column"}
OR: Final = {"es": " o ", "en": " or "}
MONTHS: Final = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


@cache
def spoken(form: Form, language: str) -> Callable[[str], str] | None:
    """The function that puts a text of a rule into the words of a form; None where they are those of the main one."""
    main = built_in_forms()[0]
    exchanged = {word: own for word, own in _pairs(main, form, language) if word and own and word != own}
    if form is main or not exchanged:
        return None
    longest = sorted(exchanged, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    return lambda text: pattern.sub(lambda match: exchanged[match[0]], text)


def _pairs(main: Form, form: Form, language: str) -> Iterator[tuple[str, str]]:
    """Each word or phrase of the main form, with that of the other."""
    yield main.code, form.code
    yield from _titles(main, form)
    for name in ("programado", "avance"):
        yield f"{COLUMN[language]} {_last_title(main, name)}", f"{COLUMN[language]} {_last_title(form, name)}"
    own, others = (tuple(one.words[language]) for one in (main, form))
    yield from zip(own, others, strict=True)
    yield from zip(map(str.capitalize, own), map(str.capitalize, others), strict=True)
    for article in (ARTICLE[language], ARTICLE[language].capitalize()):
        numbers = [COUNTS[language].get(len(one.periods), str(len(one.periods))) for one in (main, form)]
        yield f"{article} {numbers[0]}", f"{article} {numbers[1]}"
    yield _closings(main, language), _closings(form, language)


def _titles(main: Form, form: Form) -> Iterator[tuple[str, str]]:
    """The titles of columns, of lines of the header, and of the places of year and cut-off that both have."""
    columns = {column.columna.id: column.columna.titulo for column in form.columns}
    entries = {entry.columna.id: entry.columna.titulo for entry in form.head.entries}
    yield from (
        (one.columna.titulo, columns.get(one.columna.id, "")) for one in main.columns if "." not in one.columna.id
    )
    yield from ((one.columna.titulo, entries.get(one.columna.id, "")) for one in main.head.entries)
    yield main.head.year.columna.titulo, form.head.year.columna.titulo
    yield main.head.cutoff.entry.columna.titulo, form.head.cutoff.entry.columna.titulo


def _last_title(form: Form, name: str) -> str:
    """The last line of the title of the columns `name`, one for each period: `P`."""
    return next((column.path[-1] for column in form.columns if column.columna.id.startswith(f"{name}.")), "")


def _closings(form: Form, language: str) -> str:
    """The closing days of a year as rules list them, in a year of 365 days: `31-mar, 30-jun, 30-sep o 31-dic`."""
    ends = [period.end(2023) for period in form.periods]
    *days, last = [f"{end.dia}-{MONTHS[end.mes - 1]}" for end in ends]
    return f"{', '.join(days)}{OR[language]}{last}" if days else last

"""Choose the form of each table of a text, by its heading: the form whose titles stand there most exactly.

For example, in a text with these two lines the first is TMM-F004's heading, and the second that of PbRM-02a:

    L/A⇥METAS Y ACCIONES⇥UNIDAD DE MEDIDA⇥META ANUAL⇥PERIODO …
    Código⇥Descripción de las Metas de Actividad⇥Unidad de Medida⇥Cantidad Programada Anual …

Of two forms with the same heading it is the one whose code is in the text, or else the one that is loaded first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import takewhile
from typing import Final, NamedTuple

from poa_lint.core.form import Form
from poa_lint.core.labels import labels_of
from poa_lint.core.text import squashed
from poa_lint.reading.headings import MAX_HEADING, heading
from poa_lint.reading.lines import Line

MAX_TITLE: Final = 60
"""Characters of a cell that may be the title of a column."""
FIRST: Final = 3
"""Cells of a line, from the left, one of which is the first title of a heading."""
MAX_BETWEEN: Final = 2
"""Blank lines, or others, between the lines of one heading."""
_LINE: Final = re.compile(r"[^\n]+")


class Choice(NamedTuple):
    """A form that a text has, and the offsets of the lines that are the top one of its headings."""

    form: Form
    headings: frozenset[int]


def choices(text: str, forms: tuple[Form, ...]) -> tuple[Choice, ...]:
    """The forms of a text's tables, the one with most headings first; none where no heading is any form's."""
    found: dict[Form, list[int]] = {}
    for start, lines in _headings(text, forms):
        form = _best(lines, forms)
        if form is None:
            continue
        found.setdefault(form, []).append(start)
    rivals = {form: _with_code(text, form, forms) for form in found} if len(forms) > 1 else {}
    merged: dict[Form, set[int]] = {}
    for form, starts in found.items():
        merged.setdefault(rivals.get(form, form), set()).update(starts)
    ordered = sorted(merged.items(), key=lambda item: -len(item[1]))
    return tuple(Choice(form, frozenset(starts)) for form, starts in ordered)


def by_marks(text: str, forms: Sequence[Form]) -> Form:
    """The form whose code or title a text has, the first of several; the first of all where it has none's."""
    marked = (form for form in forms if _marks(form).search(text))
    return next(marked, forms[0])


def _headings(text: str, forms: tuple[Form, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lines that begin with the first title of a form's table, by their offset, each with the lines below it."""
    firsts, deepest = _first_titles(forms), max(len(form.headings) for form in forms)
    for match in _LINE.finditer(text):
        if "\t" in match[0] and any(
            0 < len(cell) <= MAX_TITLE and squashed(cell) in firsts for cell in match[0].split("\t", FIRST)[:FIRST]
        ):
            below = text[match.end() : match.end() + deepest * MAX_HEADING].split("\n", deepest + MAX_BETWEEN)
            lower = takewhile(_is_lower, below[1 : deepest + MAX_BETWEEN])
            yield match.start(), (match[0], *filter(str.strip, lower))


def _is_lower(line: str) -> bool:
    """True for a line that may be a lower one of a heading: it has nothing under the first title, or nothing at all."""
    return not line.strip() or line.startswith("\t")


@cache
def _first_titles(forms: tuple[Form, ...]) -> frozenset[str]:
    """The titles of the first columns of these forms, squashed."""
    return frozenset[str]().union(*(form.headings[0][0].alike for form in forms))


@lru_cache(maxsize=256)
def _best(lines: tuple[str, ...], forms: tuple[Form, ...]) -> Form | None:
    """The form that the lines of a heading fit best, the first of equals; None where they are no form's."""
    score, index = max((_score(lines, form), -index) for index, form in enumerate(forms))
    return forms[-index] if score else None


def _score(lines: Sequence[str], form: Form) -> tuple[int, float] | tuple[()]:
    """The number of a form's titles that the lines show to the letter, less those that they do not, and the share.

    Nothing where the first line is not the form's top one.
    """
    exact, levels = 0, set[int]()
    for number, text in enumerate(lines):
        match = heading(form, tuple([cell.raw for cell in Line("TABLE", text.rstrip("\r"), 0).cells]))
        if match is None or match.levels & levels:
            if number == 0:
                return ()
            continue
        if number == 0 and 0 not in match.levels:
            return ()
        levels |= match.levels
        exact += sum(len(form.headings[level]) for level in match.levels) - 2 * len(match.misread) - len(match.extra)
    return exact, exact / sum(map(len, form.headings))


def _with_code(text: str, form: Form, forms: Sequence[Form]) -> Form:
    """The form of the same heading whose code is in the text, where `form`'s own is not."""
    twins = [other for other in forms if other is not form and _titles(other) == _titles(form)]
    if not twins or labels_of((form,)).form_code.search(text):
        return form
    return next((other for other in twins if labels_of((other,)).form_code.search(text)), form)


@cache
def _titles(form: Form) -> tuple[tuple[frozenset[str], ...], ...]:
    return tuple(tuple(label.alike for label in line) for line in form.headings)


@cache
def _marks(form: Form) -> re.Pattern[str]:
    """The pattern of a form's code or of its own title, anywhere in a text."""
    labels = labels_of((form,))
    return re.compile(f"{labels.form_code.pattern}|{labels.title.pattern}", re.IGNORECASE)

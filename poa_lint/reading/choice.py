"""Choose the form of each table of a text, by its heading: the form whose titles stand there most exactly.

For example, in a text with these two lines the first is TMM-F004's heading, and the second that of PbRM-02a:

    L/A⇥METAS Y ACCIONES⇥UNIDAD DE MEDIDA⇥META ANUAL⇥PERIODO …
    Código⇥Descripción de las Metas de Actividad⇥Unidad de Medida⇥Cantidad Programada Anual …

Of two forms with the same heading it is the one whose code or title is in the text, or else the one that comes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    """The forms of a text's tables, the one with most headings first; none where no heading is any form's.

    Where there is only one form, nothing is compared, and its headings are not listed.
    """
    if len(forms) == 1:
        return (Choice(forms[0], frozenset()),)
    found: dict[Form, set[int]] = {}
    is_marked = cache(lambda form: _marks(form).search(text) is not None)
    for start, lines, candidates in _headings(text, forms):
        form = _chosen(_best(lines, candidates), is_marked)
        if form is not None:
            found.setdefault(form, set()).add(start)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return tuple(Choice(form, frozenset(starts)) for form, starts in ordered)


def by_marks(text: str, forms: Sequence[Form]) -> Form:
    """The form whose code or title a text has, the first of several; the first of all where it has none's."""
    marked = (form for form in forms if _marks(form).search(text))
    return next(marked, forms[0])


def _headings(text: str, forms: tuple[Form, ...]) -> Iterator[tuple[int, tuple[str, ...], tuple[Form, ...]]]:
    """The lines that begin with the first title of some forms' tables: their offset, lines below them, those forms."""
    firsts = _by_first_title(forms)
    for match in _LINE.finditer(text):
        if "\t" not in match[0] or len(match[0]) > MAX_HEADING:
            continue
        cells = match[0].split("\t", FIRST)[:FIRST]
        first = [form for cell in cells if 0 < len(cell) <= MAX_TITLE for form in firsts.get(squashed(cell), ())]
        most = 2 * (match[0].count("\t") + 1) if first else 0
        own = {form for form in first if most >= _fewest(form)}
        if own:
            candidates = tuple(form for form in forms if form in own)
            deepest = max(len(form.headings) for form in candidates)
            below = text[match.end() : match.end() + deepest * MAX_HEADING].split("\n", deepest + MAX_BETWEEN)
            lower = takewhile(_is_lower, below[1 : deepest + MAX_BETWEEN])
            yield match.start(), (match[0], *filter(str.strip, lower)), candidates


@cache
def _fewest(form: Form) -> int:
    """The titles of a form's shortest top line; a line with less than half as many cells is none (see `headings`)."""
    return min(len(line.labels) for line in (*form.heading_lines, *form.merged_lines) if 0 in line.levels)


def _is_lower(line: str) -> bool:
    """True for a line that may be a lower one of a heading: it has nothing under the first title, or nothing at all."""
    return not line.strip() or line.startswith("\t")


@cache
def _by_first_title(forms: tuple[Form, ...]) -> Mapping[str, tuple[Form, ...]]:
    """The forms by the titles of their first columns, squashed: of a hundred few have one that a line begins with."""
    found: dict[str, tuple[Form, ...]] = {}
    for form in forms:
        for title in dict.fromkeys(map(squashed, form.first_titles)):
            found[title] = (*found.get(title, ()), form)
    return found


class _Fit(NamedTuple):
    """The forms that the lines of a heading fit best, all alike, and the titles that they show to the letter."""

    forms: tuple[Form, ...]
    exact: int


@lru_cache(maxsize=256)
def _best(lines: tuple[str, ...], forms: tuple[Form, ...]) -> _Fit:
    fits = [_exact(lines, form) for form in forms]
    exact = max(fits)
    return _Fit(tuple(form for form, fit in zip(forms, fits, strict=True) if fit == exact), exact)


def _chosen(fit: _Fit, is_marked: Callable[[Form], bool]) -> Form | None:
    """The form of a heading: of equals the first one that is marked, or else the first.

    None where they fit none well enough: most titles of a form that is not marked have to be there. A mark is looked
    for only where something depends on it.
    """
    forms = fit.forms
    form = next(filter(is_marked, forms), forms[0]) if len(forms) > 1 else forms[0]
    enough = fit.exact > 0 and (2 * fit.exact > sum(map(len, form.headings)) or is_marked(form))
    return form if enough else None


def _exact(lines: Sequence[str], form: Form) -> int:
    """The number of a form's titles that the lines show to the letter, less the cells that say something else.

    0 where the first line is not the form's top one.
    """
    exact, levels = 0, set[int]()
    for number, text in enumerate(lines):
        match = heading(form, tuple([cell.raw for cell in Line("TABLE", text.rstrip("\r"), 0).cells]))
        if number == 0 and (match is None or 0 not in match.levels):
            return 0
        if match is not None and not match.levels & levels:
            levels |= match.levels
            titles = sum(len(form.headings[level]) for level in match.levels)
            exact += titles - 2 * len(match.misread) - len(match.extra)
    return exact


@cache
def _marks(form: Form) -> re.Pattern[str]:
    """The pattern of a form's code or of its own title, anywhere in a text."""
    labels = labels_of((form,))
    return re.compile(f"{labels.form_code_source}|{labels.title_source}", re.IGNORECASE)

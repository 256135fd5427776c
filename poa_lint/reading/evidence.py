"""Weigh how far a draft is a page of a form: many small signs add up, and no single word makes a page.

For example, a page with both titles, the form's code, eight codes in its header and a date weighs 2 + 2 + 4 + 1 = 9; a
letter that names the PROGRAMA OPERATIVO ANUAL weighs 1, and a list under the title FECHA nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import islice
from typing import Final

from poa_lint.core.form import Form
from poa_lint.core.labels import Labels, labels_of
from poa_lint.core.text import squashed
from poa_lint.reading import header
from poa_lint.reading.columns import Kind, kind
from poa_lint.reading.draft import Draft
from poa_lint.reading.lines import Line

ENOUGH: Final = 4
"""The weight from which a draft is a page of a form."""
MAX_ENTRIES: Final = 4
"""The codes of a header that count."""
MIN_HEADINGS: Final = 4
"""Titles of columns in free lines from which these are a table's heading whose cells nobody can tell apart."""
MAX_LINES: Final = 500
MAX_LINE: Final = 1_000
"""Free lines, and their characters, that are searched for titles of columns."""
MAX_ROWS: Final = 20
"""Rows of a page that are compared with the form's columns."""
MIN_FIGURES: Final = 4
"""Figures of a row that fits the form."""
MIN_TITLES: Final = 3
"""Titles of the heading of an unknown table."""
FIGURES: Final = (Kind.BLANK, Kind.FIGURE, Kind.PERCENT)
MAX_SHOWN: Final = 6
"""Titles of an unknown table that are quoted."""


class Standing(Enum):
    """A draft's standing: a page that is read, a page whose table cannot be read, or no page of a form."""

    READ = 1
    REFUSED = 2
    NONE = 3


def standing(draft: Draft, labels: Labels, form: Form) -> Standing:
    """The standing of a draft of that form."""
    if recognised(draft) and (draft.rows or draft.signatures):
        return Standing.READ
    if weight(draft, labels, form) < ENOUGH:
        return Standing.NONE
    return Standing.READ if recognised(draft) else Standing.REFUSED


def recognised(draft: Draft) -> bool:
    """True if the page has the top heading line or two others, and no heading of another form."""
    return draft.unknown_heading is None and (len(draft.levels) > 1 or draft.levels == {0})


def weight(draft: Draft, labels: Labels, form: Form) -> int:
    """The sum of the signs of a form on a draft, its heading apart."""
    codes = [match[0] for line in draft.forms if (match := labels.form_code.search(line.text))]
    own = any(squashed(code) in labels.own_codes for code in codes)
    stated = sum(any(clave.codigo.raw for clave in claves) for claves in header.entries(draft.entries, labels).values())
    dated = any(line.kind == "FECHA" for line in draft.forms)
    fitting = ENOUGH if any(_fits(row, form) for row in draft.rows[:MAX_ROWS]) else 0
    titled = min(len(draft.titles), 2)
    return titled + (2 if own else bool(codes)) + min(stated, MAX_ENTRIES) + dated + bool(draft.signatures) + fitting


def _fits(row: Line, form: Form) -> bool:
    """True if a row is as wide as the form's and has a numbered text, figures and blanks where the form has them."""
    if not len(form.columns) - 1 <= len(row.cells) <= len(form.columns) + 1:
        return False
    kinds = [kind(cell.raw) for cell in row.cells[: len(form.columns)]]
    figures = [kinds[index] for index in form.figures if index < len(kinds)]
    numbered = any(kind is Kind.NUMBERED for kind in kinds[:3])
    filled = sum(kind is not Kind.BLANK for kind in figures)
    return numbered and filled >= MIN_FIGURES and all(kind in FIGURES for kind in figures)


def has_traces(drafts: Sequence[Draft], lines: Iterable[Line], forms: Sequence[Form]) -> bool:
    """True if a file has a title, the code or a line of the heading of a form: somebody may take it for a report."""
    labels = labels_of(tuple(forms))
    return any(
        draft.titles or draft.levels or any(labels.form_code.search(line.text) for line in draft.forms)
        for draft in drafts
    ) or bool(first_run_together(lines, forms))


def first_run_together(lines: Iterable[Line], forms: Sequence[Form]) -> Line | None:
    """The first of several free lines that hold the titles of a form's columns, which no tabs separate."""
    words = {
        word for form in forms for line in form.headings for label in line for word in label.alike if len(word) > 3
    }
    first: Line | None = None
    seen: set[str] = set()
    for line in islice((line for line in lines if line.kind != "BLANK" and len(line.text) <= MAX_LINE), MAX_LINES):
        text = squashed(line.text)
        new = {word for word in words - seen if word in text}
        seen |= new
        first = first or (line if new else None)
        if len(seen) >= MIN_HEADINGS:
            return first
    return None


def is_heading_of_any(line: Line) -> bool:
    """True if a line looks like the heading of some table: several cells of words, and no figure."""
    cells = [cell.raw for cell in line.cells if cell.raw]
    return len(cells) >= MIN_TITLES and all(kind(raw) in (Kind.TEXT, Kind.GARBLED) for raw in cells)


def titles(line: Line) -> str:
    """The first titles of an unknown table's heading, for a sentence: `PROYECTO, META, ENERO META …`."""
    cells = [cell.raw for cell in line.cells if cell.raw]
    return ", ".join(cells[:MAX_SHOWN]) + (" …" if len(cells) > MAX_SHOWN else "")

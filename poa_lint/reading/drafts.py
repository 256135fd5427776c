"""The pages of a text in drafts, each read with the words of its own form alone.

So the labels of one form never take a line of another. A page belongs to the form of its table, and a text with tables
of several forms is parted where a page of another one begins:

    RAMO: 63 …  L/A⇥METAS Y ACCIONES⇥…           page 1, of TMM-F004
    PbRM-02a …  Código⇥Descripción de las Metas…  page 2, of PbRM-02a
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from poa_lint.core.form import Form
from poa_lint.core.labels import Labels, labels_of
from poa_lint.core.text import folded, squashed
from poa_lint.reading.choice import Choice, by_marks, choices
from poa_lint.reading.draft import Draft
from poa_lint.reading.evidence import Standing, standing
from poa_lint.reading.lines import Line, blocks
from poa_lint.reading.pages import pages

MAX_ABOVE: Final = 8
"""Lines above a page's first one that may belong to its letterhead."""
MAX_LINE: Final = 200
"""Characters of such a line."""


class Page(NamedTuple):
    """A draft that is a page of a form, read or refused; `preamble` are the lines before the text's first block."""

    draft: Draft
    standing: Standing
    form: Form
    labels: Labels
    preamble: tuple[Line, ...]
    membrete: frozenset[str]
    """The lines of the letterhead, folded: those that come again on every page."""


class Drafts(NamedTuple):
    """The pages of a text in their order, the forms that it has, that with most tables first, all drafts and lines."""

    pages: list[Page]
    forms: tuple[Form, ...]
    drafts: list[Draft]
    lines: list[Line]


def drafts(text: str, forms: tuple[Form, ...]) -> Drafts:
    """The pages of a text of some of these forms. A text without a heading is taken for the form of its marks."""
    chosen = choices(text, forms) or (Choice(by_marks(text, forms), frozenset()),)
    parts = _parts(text, chosen) if len(chosen) > 1 else [_Part(chosen[0].form, 0, len(text))]
    read = [_read(text, part) for part in parts]
    return Drafts(
        [page for one in read for page in one.pages],
        tuple(form for form, _ in chosen if any(part.form is form for part in parts)),
        [draft for one in read for draft in one.drafts],
        [line for one in read for line in one.lines],
    )


class _Part(NamedTuple):
    """A part of a text that is read with the words of one form: from one offset to another."""

    form: Form
    start: int
    end: int


def _parts(text: str, chosen: Sequence[Choice]) -> list[_Part]:
    """The parts of a text with tables of several forms: each begins with the header of a form's first page there."""
    found: list[tuple[int, Form]] = []
    for form, headings in chosen:
        every = _read(text, _Part(form, 0, len(text))).pages
        own = (page for page in every if any(line.start in headings for line in page.draft.headings))
        found += [(_start(text, page), form) for page in own]
    found.sort(key=lambda page: page[0])
    firsts = [next(run) for _, run in groupby(found, key=lambda page: page[1])] or [(0, chosen[0].form)]
    bounds = [0, *(start for start, _ in firsts[1:]), len(text)]
    return [_Part(form, start, end) for (_, form), (start, end) in zip(firsts, pairwise(bounds), strict=True)]


def _start(text: str, page: Page) -> int:
    """The offset at which a page begins: its first line, or the first one closely above that states a part of it."""
    start = above = min([page.draft.start, *(line.start for line in page.draft.forms)])
    for _ in range(MAX_ABOVE):
        above = text.rfind("\n", 0, max(above - 1, 0)) + 1
        line = text[above : text.find("\n", above)][:MAX_LINE]
        if _states_part(line, page):
            start = above
    return start


def _states_part(line: str, page: Page) -> bool:
    """True for a line with the title, the code, the date or the year of the page's form."""
    year = page.form.head.year
    patterns = (page.labels.title.match, page.labels.form_code.search, page.labels.date.match)
    return any(pattern(line) for pattern in patterns) or (
        year.place == "titulo" and any(squashed(word) in squashed(line) for word in year.words)
    )


def _read(text: str, part: _Part) -> Drafts:
    """The drafts of a part of a text."""
    form, labels = part.form, labels_of((part.form,))
    preamble, found = blocks(text, labels, part.start, part.end)
    membrete = frozenset(folded(line.text) for line in preamble if line.kind == "TEXT")
    drafted = pages(preamble, found, (form,), labels)
    graded = [(draft, standing(draft, labels, form)) for draft in drafted]
    kept = [(draft, grade) for draft, grade in graded if grade is not Standing.NONE]
    lines = [*preamble, *(line for block in found for line in (block.opening, *block.free))]
    made = [Page(draft, grade, form, labels, preamble, membrete) for draft, grade in kept]
    return Drafts(made, (form,), drafted, lines)

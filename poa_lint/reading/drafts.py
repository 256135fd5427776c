"""The pages of a text in drafts: read once for each form that it has, with that form's words alone.

So the labels of one form never take a line of another. A page belongs to the form of its table; a text with tables of
two forms is read for each, and what it holds of the other's pages is left out:

    RAMO: 63 …  L/A⇥METAS Y ACCIONES⇥…           page 1, of TMM-F004
    PbRM-02a …  Código⇥Descripción de las Metas…  page 2, of PbRM-02a
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from poa_lint.core.form import Form
from poa_lint.core.labels import Labels, labels_of
from poa_lint.core.source import Span
from poa_lint.core.text import folded
from poa_lint.reading.choice import Choice, by_marks, choices
from poa_lint.reading.draft import Draft
from poa_lint.reading.evidence import Standing, standing
from poa_lint.reading.lines import Line, blocks
from poa_lint.reading.pages import pages


class Page(NamedTuple):
    """A draft that is a page of a form, read or refused; `preamble` are the lines before the text's first block."""

    draft: Draft
    standing: Standing
    form: Form
    labels: Labels
    preamble: tuple[Line, ...]

    @property
    def membrete(self) -> frozenset[str]:
        """The lines of the letterhead, folded: those that come again on every page."""
        return frozenset(folded(line.text) for line in self.preamble if line.kind == "TEXT")


class Drafts(NamedTuple):
    """The pages of a text in their order, the forms that it has, that with most tables first, all drafts and lines."""

    pages: list[Page]
    forms: tuple[Form, ...]
    drafts: list[Draft]
    lines: list[Line]


def drafts(text: str, forms: tuple[Form, ...]) -> Drafts:
    """The pages of a text of some of these forms. A text without a heading is taken for the form of its marks."""
    chosen = choices(text, forms) or (Choice(by_marks(text, forms), frozenset()),)
    read = [_of_form(text, choice.form) for choice in chosen]
    if len(read) > 1:
        _part(read, chosen)
    kept = [page for one in read for page in one.pages]
    kept.sort(key=lambda page: page.draft.start)
    return Drafts(kept, tuple(choice.form for choice in chosen), read[0].drafts, read[0].lines)


def _of_form(text: str, form: Form) -> Drafts:
    """The drafts of a text that is read with the words of one form."""
    labels = labels_of((form,))
    preamble, found = blocks(text, labels)
    drafted = pages(preamble, found, (form,), labels)
    graded = [(draft, standing(draft, labels, form)) for draft in drafted]
    kept = [Page(draft, grade, form, labels, preamble) for draft, grade in graded if grade is not Standing.NONE]
    lines = [*preamble, *(line for block in found for line in (block.opening, *block.free))]
    return Drafts(kept, (form,), drafted, lines)


def _part(read: Sequence[Drafts], chosen: Sequence[Choice]) -> None:
    """Leave to each form its own pages: those with its headings, and of the first form those without any."""
    own = [
        [page for page in one.pages if any(line.start in choice.headings for line in page.draft.headings)]
        for one, choice in zip(read, chosen, strict=True)
    ]
    taken = [[page.draft.span for page in pages] for pages in own]
    for number, one in enumerate(read):
        foreign = [span for other, spans in enumerate(taken) if other != number for span in spans]
        for page in own[number]:
            page.draft.leave([span for span in foreign if span.start > page.draft.start])
        without = [page for page in one.pages if not page.draft.headings] if number == 0 else []
        one.pages[:] = [*own[number], *(page for page in without if not _meets(page.draft.span, foreign))]


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)

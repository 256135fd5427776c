"""Tell how the cells of a text without tabs are parted, by the line that ends a form's heading: `P | A | P | A`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.labels import loosely
from poa_lint.documents import titles

if TYPE_CHECKING:
    from poa_lint.documents.document import Document

_LENGTH: Final = 2_000_000
"""Characters in which the heading is searched."""
_SEVERAL: Final = 3
"""Titles beside each other that are a heading's, where they are words that other texts may have."""

_SIGNS: Final = "[;,|│┃║¦]"
_MARK: Final = r'["*_ \xa0]{0,80}+'
_OTHERS: Final = r"[^;,|│┃║¦\n]{0,60}[ .]"
_SPACES: Final = r"[ \t]{1,80}+"


def document(text: str, forms: tuple[Form, ...] = ()) -> Document | None:
    """A text whose table is not tabbed as tabbed text; None for one that shows no heading. Raises UnreadableFile.

    `forms` are those whose heading it may have; ours without any.
    """
    known = titles.fitting(forms)
    found = next((match for pattern in _parted(known) if (match := pattern.search(text, 0, _LENGTH))), None)
    mark = found["sign"] if found else ""
    if mark and mark in ";,":
        from poa_lint.documents import csv

        return csv.read(text, mark)
    if mark:
        from poa_lint.documents.texts import bars

        return bars.read(text)
    if any(pattern.search(text, 0, _LENGTH) for pattern in _spaced(known)):
        from poa_lint.documents.texts import aligned

        return aligned.read(text, known)
    return None


@cache
def _parted(forms: tuple[Form, ...]) -> tuple[re.Pattern[str], ...]:
    """Patterns of headings with what parts them: the anchors of the main form, a heading of one line, titles of others.

    For example `P;A;P;A`, `Ene-Mar P;Ene-Mar A;Abr-Jun P;Abr-Jun A`, `Programado;Ejecutado;%`.
    """
    first, second = map(re.escape, (built_in_forms()[0].repeated * 2)[:2])
    again = r"(?P=sign)"
    own = [form for form in forms if not titles.of_main(form)]
    four = rf"{_MARK}{again}{_MARK}".join((second, first, second))
    merged = f"{again}{_OTHERS}".join((f"{_OTHERS}{second}{_MARK}", f"{first}{_MARK}", f"{second}(?!\\w)"))
    sources = [
        rf"(?<!\w){first}{_MARK}(?P<sign>{_SIGNS}){_MARK}{four}(?!\w)",
        rf"(?<=[ .]){first}{_MARK}(?P<sign>{_SIGNS}){merged}",
        *(rf"(?<!\w){a}{_MARK}(?P<sign>{_SIGNS}){_MARK}{b}{_MARK}{again}{_MARK}{c}(?!\w)" for a, b, c in _beside(own)),
    ]
    return tuple(re.compile(source, 0 if index < 2 else re.IGNORECASE) for index, source in enumerate(sources))


@cache
def _spaced(forms: tuple[Form, ...]) -> tuple[re.Pattern[str], ...]:
    """Patterns of headings with blanks between their titles: the anchors of the main form, titles of others."""
    first, second = map(re.escape, (built_in_forms()[0].repeated * 2)[:2])
    anchors = _SPACES.join((first, second, first, second))
    rest = [re.compile(rf"(?<!\S){_SPACES.join(row)}(?!\S)", re.IGNORECASE) for row in _beside(forms)]
    return (re.compile(rf"(?<!\S){anchors}(?!\S)"), *rest)


def _beside(forms: Sequence[Form]) -> Iterator[tuple[str, ...]]:
    """Patterns of the first titles of the lowest heading line of each form."""
    for form in forms:
        words = [label.words for label in form.deepest[:_SEVERAL]]
        if len(words) == _SEVERAL:
            yield tuple(_any((one, *form.synonyms.get(one, ()))) for one in words)


def _any(words: Sequence[str]) -> str:
    return f"(?:{'|'.join(map(loosely, words))})"

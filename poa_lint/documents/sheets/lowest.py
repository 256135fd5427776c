"""Find the lowest line of a heading among the rows of a sheet: it has a form's deepest titles, one behind the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from poa_lint.core.form import Form
from poa_lint.documents.titles import fitting, key, of_main

_FEWEST: Final = 2
"""Cells of a row that a heading's lowest line has at least."""
_LONGEST: Final = 60
"""Characters of a cell that may be a title."""


def lowest(cells: Sequence[str]) -> list[int]:
    """The indexes of the cells that are all of the deepest titles of a form; empty for other rows."""
    filled = [index for index, cell in enumerate(cells) if cell]
    if len(filled) < _FEWEST or not any(cells[index].casefold() in _known() for index in filled):
        return []
    texts = [key(cells[index][:_LONGEST]) for index in filled]
    for form in _forms():
        wanted = _keys(form)
        for start in range(len(texts) - len(wanted) + 1):
            if all(text in keys for text, keys in zip(texts[start:], wanted, strict=False)):
                return filled[start : start + len(wanted)]
    return []


@cache
def _forms() -> tuple[Form, ...]:
    """The forms that are known by their lowest titles alone."""
    return tuple(form for form in fitting(()) if not of_main(form))


@cache
def _known() -> frozenset[str]:
    """The words of the first of each form's deepest titles, in small letters: few rows have one."""
    return frozenset(words.casefold() for form in _forms() for words in _alike(form, form.deepest[0].words))


@cache
def _keys(form: Form) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(key, _alike(form, label.words))) for label in form.deepest)


def _alike(form: Form, words: str) -> tuple[str, ...]:
    return (words, *form.synonyms.get(words, ()))

"""Fit the words of a heading to the titles of a form, which are a tree: a title stands over those of its columns.

    ACTIVIDAD   UNIDAD      Primer semestre           <- over three columns
                DE MEDIDA   Programado  Ejecutado  %  <- the deepest titles, by which a heading is found

A heading fits only if every word of it belongs to a title, and every title is there: titles beside each other have
room between them, a title over others stands above them, and all are those of the form from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from poa_lint.core.form import YEAR, Column, Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.text import SIGNS, folded

ABOVE: Final = 9
"""Lines above the deepest titles that may be the heading's."""
BELOW: Final = 4
"""Lines below them, in which the titles of taller cells end."""
_BEGUN: Final = 3
"""Letters of a word that stand together even where it is broken."""
_FEWEST: Final = 2
"""Words of the deepest titles in a line that may be a heading's."""
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Printed(Protocol):
    """A word of print between two places on its line."""

    @property
    def text(self) -> str:
        """Its characters."""

    @property
    def x(self) -> float:
        """Its left end."""

    @property
    def right(self) -> float:
        """Its right end."""


W = TypeVar("W", bound=Printed)


class Title(NamedTuple):
    """A title of a form: its words as `key` has them, its level, its columns, and the titles under it.

    One that is `dated` may have the year in it, which its words have not.
    """

    keys: frozenset[str]
    dated: bool
    level: int
    column: int
    columns: int
    below: tuple[Title, ...]


class Found(NamedTuple, Generic[W]):
    """A title and the words that are it."""

    title: Title
    words: tuple[W, ...]


class Fit(NamedTuple, Generic[W]):
    """A heading that fits a form: the indexes of its first line and of the line behind it, and all titles."""

    form: Form
    top: int
    end: int
    titles: tuple[Found[W], ...]

    def columns(self) -> list[tuple[W, ...]]:
        """The words of the deepest title of every column."""
        leaves = sorted((found for found in self.titles if not found.title.below), key=lambda one: one.title.column)
        return [found.words for found in leaves]


_Words = list[tuple[int, W]]
"""Words, each with the index of its line."""


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Letters, digits and signs of a title, folded: `% AVANCE` is `%avance`, with and without blanks."""
    return "".join(char for char in folded(text) if char.isalnum() or char in SIGNS)


@cache
def titles(form: Form) -> tuple[Title, ...]:
    """The top titles of a form, from left to right."""
    return tuple(_titles(form, form.columns, 0, 0))


def _titles(form: Form, columns: Sequence[Column], first: int, level: int) -> Iterator[Title]:
    start = 0
    while start < len(columns):
        words = columns[start].path[level]
        end = start + 1
        while end < len(columns) and columns[end].path[: level + 1] == columns[start].path[: level + 1]:
            end += 1
        below = columns[start:end] if len(columns[start].path) > level + 1 else ()
        alike = _alike(form, words)
        keys = frozenset(key(one.replace(YEAR, "")) for one in alike)
        under = tuple(_titles(form, below, first + start, level + 1))
        yield Title(keys, YEAR in words, level, first + start, end - start, under)
        start = end


@cache
def _first_words(form: Form) -> tuple[frozenset[str], int]:
    """The first words of a form's deepest titles, and how many of them a line has to have."""
    alike = (words for label in form.deepest for words in _alike(form, label.words))
    return frozenset(key(words.split()[0]) for words in alike if words), max(_FEWEST, (len(form.deepest) + 1) // 2)


def _alike(form: Form, words: str) -> tuple[str, ...]:
    """A title's words, and those that may stand for them."""
    return (words, *form.synonyms.get(words, ()))


def fitting(forms: Sequence[Form]) -> tuple[Form, ...]:
    """The forms whose tables are found by all of their titles: all but the main one, which is found by its anchors."""
    return tuple(form for form in forms or built_in_forms() if form.code != built_in_forms()[0].code)


@cache
def of_main(form: Form) -> bool:
    """True if the main form's heading has all of a form's lowest titles too: alone they do not tell the form."""
    main = {word for line in built_in_forms()[0].headings for label in line for word in label.alike}
    return all(label.alike & main for label in form.deepest)


def candidates(forms: tuple[Form, ...], words: Sequence[Printed]) -> list[Form]:
    """The forms of whose heading a line may be the lowest: it has half of their deepest titles' first words."""
    known = _all_first_words(forms)
    if len(words) < _FEWEST or sum(word.text.casefold() in known for word in words) < _FEWEST:
        return []
    keys = [key(word.text) for word in words]
    marked = ((form, *_first_words(form)) for form in forms)
    return [form for form, firsts, least in marked if sum(one in firsts for one in keys) >= least]


@cache
def _all_first_words(forms: tuple[Form, ...]) -> frozenset[str]:
    """The first words of the deepest titles of some forms in small letters, with accents and signs and without."""
    alike = (words for form in forms for label in form.deepest for words in _alike(form, label.words))
    firsts = [words.split()[0].casefold() for words in alike if words]
    return frozenset(firsts) | frozenset(map(key, firsts))


def find(form: Form, lines: Sequence[Sequence[W]], mark: int) -> Fit[W] | None:
    """The heading with the line `mark` that fits a form; None if none does, or if it fits in two ways."""
    keys = {index: [key(word.text) for word in lines[index]] for index in _around(lines, mark)}
    begun = {one[:_BEGUN] for own in keys.values() for one in own}
    if any(begun.isdisjoint(needed) for needed in _beginnings(form)):
        return None
    letters = {index: sum(map(len, own)) for index, own in keys.items()}
    least, most = _letters(form)
    for end in range(min(mark + 1 + BELOW, len(lines)), mark, -1):
        for top in range(max(mark - ABOVE, 0), mark + 1):
            if not lines[top] or not lines[end - 1]:
                continue
            if not least <= sum(letters[index] for index in range(top, end)) <= most:
                continue
            words = [(index, word) for index in range(top, end) for word in lines[index]]
            ways = list(islice(_side_by_side(titles(form), words), 2))
            if ways:
                return Fit(form, top, end, ways[0]) if len(ways) == 1 else None
    return None


def _around(lines: Sequence[Sequence[W]], mark: int) -> range:
    return range(max(mark - ABOVE, 0), min(mark + 1 + BELOW, len(lines)))


@cache
def _beginnings(form: Form) -> frozenset[frozenset[str]]:
    """The beginnings that the first word of each title may have: every title of a heading is there."""
    labels = (label.words for line in form.headings for label in line)
    alike = ((words.replace(YEAR, "").split() for words in _alike(form, label)) for label in labels)
    return frozenset(frozenset(key(words[0])[:_BEGUN] for words in every if words) for every in alike)


@cache
def _letters(form: Form) -> tuple[int, int]:
    """The least and the most letters of a form's heading."""
    return sum(map(_shortest, titles(form))), sum(map(_longest, titles(form)))


def _shortest(title: Title) -> int:
    return min(map(len, title.keys)) + sum(map(_shortest, title.below))


def _side_by_side(wanted: Sequence[Title], words: _Words[W]) -> Iterator[tuple[Found[W], ...]]:
    """The ways to part words into titles that stand beside each other."""
    strips = _strips(words)
    longest = [max(map(len, title.keys)) + sum(_longest(one) for one in title.below) for title in wanted]

    def from_(number: int, start: int) -> Iterator[tuple[Found[W], ...]]:
        if number == len(wanted):
            if start == len(strips):
                yield ()
            return
        own: _Words[W] = []
        for end in range(start + 1, len(strips) - (len(wanted) - number - 1) + 1):
            own = [*own, *strips[end - 1]]
            if sum(len(key(word.text)) for _, word in own) > longest[number] + _SLACK:
                return
            for first in _title(wanted[number], own):
                for rest in from_(number + 1, end):
                    yield (*first, *rest)

    return from_(0, 0)


_SLACK: Final = 4
"""Letters of a title beyond those of its form: of the year."""


def _longest(title: Title) -> int:
    """The letters that a title and those under it may have at most."""
    return max(map(len, title.keys)) + _SLACK + sum(map(_longest, title.below))


def _strips(words: _Words[W]) -> list[_Words[W]]:
    """Words in strips from left to right, between which nothing is printed."""
    strips: list[_Words[W]] = []
    right = float("-inf")
    for line, word in sorted(words, key=lambda one: one[1].x):
        if strips and word.x < right:
            strips[-1].append((line, word))
        else:
            strips.append([(line, word)])
        right = max(right, word.right)
    return strips


def _title(title: Title, words: _Words[W]) -> Iterator[tuple[Found[W], ...]]:
    """The ways in which words are a title and those under it: its own lines stand above all of theirs."""
    ordered = sorted(words, key=lambda one: (one[0], one[1].x))
    if not title.below:
        if _is(title, ordered):
            yield (Found(title, tuple(word for _, word in ordered)),)
        return
    for line in dict.fromkeys(line for line, _ in ordered):
        own, rest = [one for one in ordered if one[0] <= line], [one for one in ordered if one[0] > line]
        if rest and _is(title, own):
            for below in _side_by_side(title.below, rest):
                yield (Found(title, tuple(word for _, word in own)), *below)


def _is(title: Title, words: _Words[W]) -> bool:
    """True if words in their order are a title."""
    text = " ".join(word.text for _, word in words)
    return key(_YEAR.sub("", text) if title.dated else text) in title.keys

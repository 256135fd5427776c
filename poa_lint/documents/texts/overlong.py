"""Draw in lines of text that have more letters than their column has room, in a text that is set with blanks.

A program that puts every line where it begins on paper gives each letter the same room, and a line of narrow letters
runs on over the next column, where the cells of that column stand in other lines:

         METAS Y ACCIONES       UNIDAD     META
         101.- IMPARTIR DESPENSAS A FAMILIAS      <- begins where all lines of goals do: the text of a goal
 1.6.6                          DESPENSA    26    <- does not begin there: a unit of measure
         CONFORME A LOS ARTÍCULOS 12, 34 Y 56

A line drawn in keeps its beginning and ends before the column beside it. It may hold a word of that column behind its
own, so the other lines of the row have to show that none is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.documents.geometry.figures import Mark
from poa_lint.documents.geometry.wrapped import Token
from poa_lint.documents.texts.bands import GOAL
from poa_lint.documents.texts.heading import FIGURE, Heading, are_figures
from poa_lint.documents.texts.lines import Line

_CODE: Final = re.compile(r"\d+\.\d+\.\d+")
_JOINED: Final = re.compile(r"(\d+\.\d+\.\d+)([^\W\d_].*)")
"""A code and the word of the text that it touches."""
_NEAR: Final = 1
"""Characters by which a line of a goal's text may begin beside the place at which goals' numbers begin."""
_LEAST: Final = 6
"""Characters of a goal's text that is drawn in: a number with its signs."""
_MOSTLY: Final = 0.6
"""The part of a table's goals whose numbers begin at one place."""


class Drawn(NamedTuple):
    """The lines of a table with those drawn in that are too long, and the numbers of those of them of goals' texts."""

    lines: list[Line]
    long: frozenset[int]


def drawn(heading: Heading, lines: Sequence[Line]) -> Drawn | None:
    """The lines of a table with those of goals' texts drawn in; None if it cannot be told which these are."""
    found = [list(_phrases(line)) for line in lines]
    start = _start(lines)
    title = _title(heading, lines)
    if start is None or title is None:
        return None
    beside = [phrase[0].x for phrases in found for phrase in phrases if _is_beside(phrase, start, title)]
    limit = min(beside, default=start)
    if limit <= start + _LEAST:
        return None
    figures = _figures(found, start, title)
    result: list[Line] = []
    long = set[int]()
    for line, phrases in zip(lines, found, strict=True):
        words: list[Token] = []
        for phrase in phrases:
            if _is_code(phrase) and phrase[0].x < start:
                words += _within(phrase, start - 1)
            elif _is_text(phrase, start) and phrase[-1].right >= limit and not _has_figure(phrase, figures):
                words += _within(phrase, limit - 1)
                long.add(line.number)
            else:
                words += phrase
        result.append(line._replace(words=tuple(words)))
    return Drawn(result, frozenset(long))


def _title(heading: Heading, lines: Sequence[Line]) -> Mark | None:
    """The ends of the title of the last column of text before the figures."""
    words = [word for line in lines for word in line.words]
    for title in heading.before[:1:-1]:
        left, right = min(word.x for word in title), max(word.right for word in title)
        if not are_figures(words, left, right):
            return left, right
    return None


def _figures(lines: Iterable[Iterable[Sequence[Token]]], start: float, title: Mark) -> float:
    """The place at which the figures of a table begin: all of them stand behind the last column of text."""
    words = (
        phrase[0] for phrases in lines for phrase in phrases if phrase[0].x > title[0] and not _is_text(phrase, start)
    )
    return min((word.x for word in words if FIGURE.fullmatch(word.text)), default=0.0)


def _has_figure(phrase: Sequence[Token], figures: float) -> bool:
    """True if a phrase has something like a figure where figures may stand."""
    return any(word.right > figures and FIGURE.fullmatch(word.text) for word in phrase)


def _start(lines: Iterable[Line]) -> float | None:
    """The place at which the numbers of nearly all goals begin."""
    starts = Counter(word.x for line in lines for word in line.words if GOAL.match(word.text))
    if not starts:
        return None
    place, _ = starts.most_common(1)[0]
    near = sum(count for x, count in starts.items() if abs(x - place) <= _NEAR)
    return place if near >= _MOSTLY * starts.total() else None


def _phrases(line: Line) -> Iterator[list[Token]]:
    """The words of a line with a single blank between them, codes apart from the text behind them."""
    phrase: list[Token] = []
    for word in _parted(line.words):
        if phrase and (not word.near or (_is_code(phrase) and not _CODE.fullmatch(word.text))):
            yield phrase
            phrase = []
        phrase.append(word)
    if phrase:
        yield phrase


def _parted(words: Iterable[Token]) -> Iterator[Token]:
    """The words with a code apart from the letters that it touches."""
    for word in words:
        both = _JOINED.fullmatch(word.text)
        if both:
            yield word._replace(text=both[1], right=word.x + len(both[1]))
            yield word._replace(text=both[2], x=word.x + len(both[1]), near=False)
        else:
            yield word


def _is_code(phrase: Sequence[Token]) -> bool:
    return all(_CODE.fullmatch(word.text) for word in phrase)


def _is_text(phrase: Sequence[Token], start: float) -> bool:
    """True if a phrase begins where the lines of goals' texts do."""
    return abs(phrase[0].x - start) <= _NEAR and not _is_code(phrase)


def _is_beside(phrase: Sequence[Token], start: float, title: Mark) -> bool:
    """True for words that begin behind the beginning of goals' texts, with their middle under a title."""
    middle = (phrase[0].x + phrase[-1].right) / 2
    words = not any(FIGURE.fullmatch(word.text) for word in phrase)
    return words and not _is_text(phrase, start) and phrase[0].x > start + _NEAR and title[0] <= middle <= title[1]


def _within(phrase: Sequence[Token], end: float) -> list[Token]:
    """The words of a phrase, from its first place on, so that they end at `end` or before it."""
    start, right = phrase[0].x, phrase[-1].right
    if right <= end:
        return [*phrase]
    part = max(end - start, 1) / (right - start)
    return [
        word._replace(x=start + (word.x - start) * part, right=start + (word.right - start) * part) for word in phrase
    ]

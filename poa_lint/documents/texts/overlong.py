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
_JOINED: Final = re.compile(r"\d+\.\d+\.\d+(?=[^\W\d_])|[^\W\d_]{4,}(?=\d)")
"""A code and the word of the text that it touches, or a unit of measure and the figure that it does."""
_NEAR: Final = 1
"""Characters by which a line of a goal's text may begin beside the place at which goals' numbers begin."""
_LEAST: Final = 6
"""Characters of a goal's text that is drawn in: a number with its signs."""
_MOVED: Final = 4
"""Characters by which a row may be set beside the others."""
_MOSTLY: Final = 0.6
"""The part of a table's goals whose numbers begin near one place."""


class Drawn(NamedTuple):
    """The lines of a table with those drawn in that are too long, and the numbers of those of them of goals' texts."""

    lines: list[Line]
    long: frozenset[int]


class _Phrase(NamedTuple):
    """Words with a single blank between them; `start` is where the text of the goal beside them begins."""

    words: list[Token]
    start: float

    @property
    def is_code(self) -> bool:
        """True for codes alone."""
        return all(_CODE.fullmatch(word.text) for word in self.words)

    @property
    def is_figures(self) -> bool:
        """True for figures alone."""
        return all(FIGURE.fullmatch(word.text) for word in self.words) and not self.is_code

    @property
    def is_text(self) -> bool:
        """True if it begins where the lines of the goal's text do."""
        return abs(self.words[0].x - self.start) <= _NEAR and not self.is_code

    def is_under(self, title: Mark) -> bool:
        """True if it begins behind the beginning of the goal's text, and its middle is under a title."""
        middle = (self.words[0].x + self.words[-1].right) / 2
        figures = any(FIGURE.fullmatch(word.text) for word in self.words)
        return not figures and self.words[0].x > self.start + _NEAR and title[0] <= middle <= title[1]

    def ends_as_figure(self, left: float) -> bool:
        """True if it ends with what may be a figure, which all stand behind `left`."""
        return self.words[-1].right > left and FIGURE.fullmatch(self.words[-1].text) is not None

    def within(self, left: float, right: float) -> list[Token]:
        """The words so that they begin at `left` and end at `right` or before it."""
        x, end = self.words[0].x, self.words[-1].right
        part = min(max(right - left, 1) / (end - x), 1.0)
        return [
            word._replace(x=left + (word.x - x) * part, right=left + (word.right - x) * part) for word in self.words
        ]


def drawn(heading: Heading, lines: Sequence[Line]) -> Drawn | None:
    """The lines of a table with those of goals' texts drawn in; None if it cannot be told which these are."""
    found = [
        [cell for phrase in _phrases(line, start) for cell in _cells(phrase)]
        for line, start in zip(lines, _starts(lines), strict=False)
    ]
    if len(found) < len(lines):
        return None
    others = [phrase for phrases in found for phrase in phrases if not phrase.is_text]
    title = _title(heading, [word for phrase in others for word in phrase.words])
    if title is None:
        return None
    beside = [phrase for phrase in others if phrase.is_under(title)]
    limit = min((phrase.words[0].x for phrase in beside), default=0.0)
    if limit <= max((phrase.start for phrase in beside), default=0.0) + _LEAST:
        return None
    first = (phrase.words[0] for phrase in others if phrase.words[0].x > title[0])
    figures = min((word.x for word in first if FIGURE.fullmatch(word.text)), default=0.0)
    result: list[Line] = []
    long = set[int]()
    for line, phrases in zip(lines, found, strict=True):
        words: list[Token] = []
        figured = any(phrase.is_figures for phrase in phrases)  # a goal's figures stand in one line
        for phrase in phrases:
            x, right = phrase.words[0].x, phrase.words[-1].right
            if phrase.is_code and x < phrase.start:
                words += phrase.within(x, phrase.start - 1)
            elif phrase.is_text and right >= limit and not (figured and phrase.ends_as_figure(figures)):
                words += phrase.within(x, limit - 1)
                long.add(line.number)
            elif phrase.is_under(title) and x < figures - 1:
                words += phrase.within(x, figures - 1)
            else:
                words += phrase.words
        result.append(line._replace(words=tuple(words)))
    return Drawn(result, frozenset(long))


def _title(heading: Heading, words: Sequence[Token]) -> Mark | None:
    """The ends of the title of the last column of text before the figures, by the words that are no goal's text."""
    for title in heading.before[:1:-1]:
        left, right = min(word.x for word in title), max(word.right for word in title)
        if not are_figures(words, left, right):
            return left, right
    return None


def _starts(lines: Sequence[Line]) -> list[float]:
    """The place at which the text of a goal begins, for each line: at the last number that begins near the others.

    No lines for a table in which the numbers of goals begin anywhere.
    """
    numbers = [next((word.x for word in line.words if GOAL.match(word.text)), None) for line in lines]
    every = Counter(x for x in numbers if x is not None)
    if not every:
        return []
    place, _ = every.most_common(1)[0]
    near = {x for x in every if abs(x - place) <= _MOVED}
    if sum(every[x] for x in near) < _MOSTLY * every.total():
        return []
    last = next(x for x in numbers if x in near)
    starts = []
    for number in numbers:
        last = number if number is not None and number in near else last
        starts.append(last or 0.0)
    return starts


def _phrases(line: Line, start: float) -> Iterator[_Phrase]:
    """The words of a line with a single blank between them, codes apart from the text behind them.

    Text that codes push to the right begins at `start` none the less.
    """
    phrase = _Phrase([], start)
    for word in _parted(line.words, start):
        behind = bool(phrase.words) and phrase.is_code and not _CODE.fullmatch(word.text)
        pushed = behind and word.near and start <= word.x <= phrase.words[-1].right + 1
        if phrase.words and (not word.near or behind):
            yield phrase
            phrase = _Phrase([], start)
        phrase.words.append(word._replace(x=start, right=max(word.right, start + 1), near=False) if pushed else word)
    if phrase.words:
        yield phrase


def _cells(phrase: _Phrase) -> Iterator[_Phrase]:
    """A phrase that is no goal's text in two where figures stand behind its words."""
    words = phrase.words
    behind = next((index for index, word in enumerate(words) if index and FIGURE.fullmatch(word.text)), len(words))
    if phrase.is_text or phrase.is_code or behind == len(words):
        yield phrase
    else:
        yield phrase._replace(words=words[:behind])
        yield phrase._replace(words=words[behind:])


def _parted(words: Iterable[Token], start: float) -> Iterator[Token]:
    """The words with codes and figures apart from letters that they touch, and a code from text that is a figure.

    That text begins at `start`.
    """
    for word in words:
        both = _JOINED.match(word.text)
        cut = both.end() if both else int(start - word.x)
        if both or (0 < cut < len(word.text) and _CODE.fullmatch(word.text[:cut])):
            yield word._replace(text=word.text[:cut], right=word.x + cut)
            yield word._replace(text=word.text[cut:], x=word.x + cut)
        else:
            yield word

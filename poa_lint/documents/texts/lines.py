"""The lines of a text as a page of cells one character wide: words with their columns, cells between wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.documents.geometry.wrapped import Token

_WORD: Final = re.compile(r"[^\s\xa0]+")
_STOP: Final = 8
"""Characters between two stops of tabs, in a text that has tabs between columns of blanks."""
_PAGE_EDGE: Final = re.compile(
    r"(?:p[aá]g(?:ina|\.)?|hoja)?\s*\d{1,4}(?:\s*(?:/|de)\s*\d{1,4})?|(?:file|https?)://\S+(?:\s+\d+/\d+)?"
    r"|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d.*",
    re.IGNORECASE,
)
"""A line that a program prints at the edge of every page: the page's number, the address, the time."""


class Line(NamedTuple):
    """A line of a text by its number, its words with the columns in which they stand, and the text itself."""

    number: int
    words: tuple[Token, ...]
    written: str

    @property
    def text(self) -> str:
        """The words with single blanks."""
        return " ".join(word.text for word in self.words)

    def column(self, x: float) -> int:
        """The column of the text, counted from 1, of what stands at `x` on the page."""
        if "\t" not in self.written:
            return int(x) + 1
        place = 0
        for index, character in enumerate(self.written):
            if place >= x:
                return index + 1
            place = place + _STOP - place % _STOP if character == "\t" else place + 1
        return len(self.written) + 1


def pages(text: str) -> Iterator[list[Line]]:
    """The lines of each page; a page ends at a form feed. What programs print at the edges of pages is left out."""
    number = 1
    for page in text.split("\f"):
        lines = [_line(written, index) for index, written in enumerate(page.split("\n"), number)]
        number += len(lines) - 1
        yield _without_edges(lines)


def _line(written: str, number: int) -> Line:
    written = written.rstrip("\r")
    spread = written.expandtabs(_STOP) if "\t" in written else written
    words: list[Token] = []
    end = -2
    for match in _WORD.finditer(spread):
        x, right = match.span()
        words.append(Token(match[0], x, right, number, x - end == 1))
        end = right
    return Line(number, tuple(words), written)


def _without_edges(lines: list[Line]) -> list[Line]:
    """The lines with those emptied that stand first or last and are no part of the report."""
    filled = [index for index, line in enumerate(lines) if line.words]
    for order in (filled, filled[::-1]):
        for index in order[:2]:
            if not _PAGE_EDGE.fullmatch(lines[index].text):
                break
            lines[index] = lines[index]._replace(words=())
    return lines


class Piece(NamedTuple):
    """A cell of a free line: its text and the ends of the words that it was made of."""

    text: str
    x: float
    right: float
    y: float


def pieces(words: Iterable[Token]) -> list[Piece]:
    """The words of a line as cells: words with a single blank between them are one."""
    return [piece(phrase) for phrase in phrased(words)]


def phrased(words: Iterable[Token]) -> list[list[Token]]:
    """The words of a line in groups of those that have a single blank between them."""
    groups: list[list[Token]] = []
    for word in words:
        if groups and word.near:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def piece(words: Sequence[Token]) -> Piece:
    """A cell of these words, in their order; lines are joined with blanks."""
    text = " ".join(word.text for word in words)
    return Piece(text, words[0].x, max(word.right for word in words), words[0].y)

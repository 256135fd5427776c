"""Words on a page of paper: put into lines, and the lines of a cell joined again."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from poa_lint.documents.places import Box

_FIGURE: Final = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_OPEN_FIGURE: Final = re.compile(r"[-+]?\d[\d,]*\.?\d*")
_CODES: Final = re.compile(r"\d+(?:\.\d+)+\.?(?:[ ,;]+\d+(?:\.\d+)+\.?)*")


_ENDING: Final = re.compile(r"(?:[aeiouáéíóúnsrlzyx]|[dt]ad|[eiu]d)[.,;:]?$", re.IGNORECASE)
"""How words of Spanish end."""


class Word(NamedTuple):
    """Characters without a blank between them: where they begin and end, their baseline counted from the page's top.

    `xs` are the origins of the characters.
    """

    text: str
    x: float
    right: float
    y: float
    size: float
    xs: tuple[float, ...]

    def cut(self, edges: Iterable[float]) -> "list[Word]":
        """The word in pieces where an edge of a column runs through it."""
        inside = [edge for edge in edges if self.x + 1 < edge < self.right - 1]
        if not inside:
            return [self]
        pieces = []
        limits = [float("-inf"), *inside, float("inf")]
        for low, high in pairwise(limits):
            places = [place for place, x in enumerate(self.xs) if low <= x + 0.5 < high]
            if places:
                first, last = places[0], places[-1]
                right = self.xs[last + 1] if last + 1 < len(self.xs) else self.right
                xs = self.xs[first : last + 1]
                pieces.append(Word(self.text[first : last + 1], xs[0], right, self.y, self.size, xs))
        return pieces


class Row(NamedTuple):
    """The words of one line of print, left to right."""

    y: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single blanks; pieces that touch are one word."""
        return "".join(glued(self.words))

    @property
    def size(self) -> float:
        """The size of its print."""
        return max(word.size for word in self.words)


def glued(words: Sequence[Word]) -> Iterable[str]:
    """The words of a line with the blanks between them."""
    for place, word in enumerate(words):
        if place and word.x - words[place - 1].right > 0.12 * word.size:
            yield " "
        yield word.text


def rows(words: Iterable[Word]) -> list[Row]:
    """Words as lines of print, from the top down: those whose baselines are nearly the same stand in one line."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.y, word.x)):
        if found and word.y - found[-1][0].y <= 0.35 * min(word.size, found[-1][0].size):
            found[-1].append(word)
        else:
            found.append([word])
    return [Row(line[0].y, tuple(sorted(line, key=lambda word: word.x))) for line in found]


def cells(row: Row, margin: float) -> list[tuple[str, Box]]:
    """A line as cells: a gap wider than a few blanks is a tab, and so is a line that begins far from the margin."""
    groups: list[list[Word]] = []
    for word in row.words:
        if groups and word.x - groups[-1][-1].right <= 0.9 * word.size:
            groups[-1].append(word)
        else:
            groups.append([word])
    found = [("".join(glued(group)), box(group)) for group in groups]
    first = found[0][0]
    if len(found) > 1 and row.words[0].x > margin + 24 and re.match(r"\d", first):
        found.insert(0, ("", found[0][1]))
    return found


def box(words: Iterable[Word]) -> Box:
    """What the words cover, about."""
    listed = list(words)
    return (
        min(word.x for word in listed),
        min(word.y - word.size for word in listed),
        max(word.right for word in listed),
        max(word.y + 0.25 * word.size for word in listed),
    )


class Vocabulary(NamedTuple):
    """What a document tells about its words: those that stand whole, and how far lines reach in a column."""

    words: frozenset[str]
    reach: dict[tuple[int, int], float]
    """By a column's edges, the width of its widest line: a word was broken only where that was full."""


SMALL_WORDS: Final = frozenset(
    "a al ante con de del e el en la las lo los más no o para por que se sin su sus u un una y".split()  # noqa: SIM905
)


def whole(words: Iterable[Row]) -> frozenset[str]:
    """Words that no line's end can have broken: those with a neighbour on either side."""
    return frozenset(word.text.strip(".,;:").lower() for row in words for word in row.words[1:-1])


def width(row: Row) -> float:
    """How wide a line is."""
    return row.words[-1].right - row.words[0].x


def cell_text(words: Iterable[Word], reach: float, known: frozenset[str] = frozenset()) -> str:
    """The words of a cell whose column lets lines reach so far; `known` are words that stand whole elsewhere."""
    text = ""
    before: Row | None = None
    for row in rows(words):
        if before is not None:
            room = reach - width(before) - _first(row) - 0.15 * row.size
            text += "" if broken(before.text, row.text, room, known) else " "
        text += row.text
        before = row
    return text


def broken(above: str, below: str, room: float, known: frozenset[str]) -> bool:
    """Whether a line's last word goes on in the next line without a blank.

    `room` is what is left behind the line less the width of the next character. Where that would still have fitted,
    nothing was broken for lack of room; a line of several words would have been broken between them.
    """
    last, first = above.rpartition(" ")[2], below.partition(" ")[0]
    if not last or not first or first[0] in ",;:)%":
        return bool(last and first)
    if _OPEN_FIGURE.fullmatch(above) and _FIGURE.fullmatch(above + below):
        return room <= 0.5 or "," in above or "," in below
    if (last[-1] == "." or first[0] == ".") and _CODES.fullmatch(last + first):
        return True
    if " " in above or room > 0.5 or not (last[-1].isalpha() and first[0].isalpha()):
        return False
    bare = first.strip(".,;:").lower()
    if len(below) == 1 or last.lower() + bare in known or not _ENDING.search(last):
        return True
    return bare not in SMALL_WORDS and bare not in known and last.lower() not in known


def _first(row: Row) -> float:
    word = row.words[0]
    return (word.right - word.x) / max(len(word.text), 1)

"""Put the words of a page into lines of print, and join the lines of a table's cell into its text.

A line's end does not tell if it broke a word in two: the room that it leaves and the document's words do. For example::

    ELABORACI    <- fills the column, and no "elaboraci" or "ón" stands whole elsewhere: "ELABORACIÓN"
    ÓN DE        <- a line of several words is broken between two of them: "ELABORACIÓN DE INFORMES"
    INFORMES
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from poa_lint.documents.places import Box

_SMALL_WORDS: Final = frozenset(
    "a al ante con de del e el en la las lo los más no o para por que se sin su sus u un una y".split()  # noqa: SIM905
)
_FIGURE: Final = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_OPEN_FIGURE: Final = re.compile(r"[-+]?\d[\d,]*\.?\d*")
"""The beginning of a figure that may continue: `1,2` of `1,234`."""
_CODES: Final = re.compile(r"\d+(?:\.\d+)+\.?(?:[ ,;]+\d+(?:\.\d+)+\.?)*")
"""Codes of lines of action, `4.6.1, 4.6.2`."""
_CODE: Final = re.compile(r"\d+(?:\.\d+)*")
_COVERING: Final = re.compile(r"[^\W\d]+(\d+(?:\.\d+)*)")
"""The end of a label with a code printed over its rest."""
_ENDING: Final = re.compile(r"(?:[aeiouáéíóúnsrlzyx]|[dt]ad|[eiu]d)[.,;:]?$", re.IGNORECASE)
"""The end of a word that may be whole: endings of Spanish words."""


class Word(NamedTuple):
    """Characters without a blank between them, in points; `y` is the baseline, counted from the page's top.

    `x` and `right` are where the word begins and ends, `xs` where each of its characters begins.
    """

    text: str
    x: float
    right: float
    y: float
    size: float
    xs: tuple[float, ...]

    def cut(self, edges: Iterable[float]) -> "list[Word]":
        """The word in pieces, cut where an edge of a column runs through it."""
        inside = [edge for edge in edges if self.x + 1 < edge < self.right - 1]
        if not inside:
            return [self]
        pieces = []
        limits = [float("-inf"), *inside, float("inf")]
        for low, high in pairwise(limits):
            indexes = [index for index, x in enumerate(self.xs) if low <= x + 0.5 < high]
            if indexes:
                first, last = indexes[0], indexes[-1]
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
        """The size of the largest print in the line, in points."""
        return max(word.size for word in self.words)


class Vocabulary(NamedTuple):
    """Facts of a whole document that tell if a line ends within a word."""

    words: frozenset[str]
    """Words that stand whole somewhere, in lower case."""
    reach: dict[tuple[int, int], float]
    """The width of the widest line of a column, by the column's edges: words are broken in full lines only."""


def glued(words: Sequence[Word]) -> Iterable[str]:
    """The words of a line with blanks between those that do not touch."""
    for index, word in enumerate(words):
        if index and word.x - words[index - 1].right > 0.12 * word.size:
            yield " "
        yield word.text


def rows(words: Iterable[Word]) -> list[Row]:
    """Words as lines of print, from the top down: those whose baselines are nearly the same form a line."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.y, word.x)):
        if lines and word.y - lines[-1][0].y <= 0.35 * min(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Row(line[0].y, tuple(sorted(line, key=lambda word: word.x))) for line in lines]


def pieces(row: Row, starts: Iterable[float] = ()) -> Iterator[list[Word]]:
    """The words of a line's cells: a gap of more than a few blanks separates two.

    `starts` are where codes begin in other lines: one that begins there is a cell, whatever stands before it.
    """
    group: list[Word] = []
    for word in row.words:
        is_code = _CODE.fullmatch(word.text) and any(abs(word.x - start) < 1 for start in starts)
        if group and (is_code or word.x - group[-1].right > 0.9 * word.size):
            yield group
            group = []
        group.append(word)
    yield group


def uncovered(row: Row, starts: Iterable[float]) -> Row:
    """The line with words cut where a code covers the end of a label, `AC1.2.8`, and begins at one of `starts`."""
    words: list[Word] = []
    for word in row.words:
        glued_code = _COVERING.fullmatch(word.text)
        at = word.xs[glued_code.start(1)] if glued_code else 0.0
        words += word.cut([at]) if any(abs(at - start) < 1 for start in starts) else [word]
    return Row(row.y, tuple(words))


def cells(row: Row, margin: float, starts: Iterable[float] = ()) -> list[tuple[str, Box]]:
    """A line as cells, each with its box. For `starts` see `pieces`.

    A line of several cells that begins with a digit far from the page's `margin` has an empty cell first.
    """
    result = [("".join(glued(group)), box(group)) for group in pieces(row, starts)]
    first = result[0][0]
    if len(result) > 1 and row.words[0].x > margin + 24 and re.match(r"\d", first):
        result.insert(0, ("", result[0][1]))
    return result


def box(words: Iterable[Word]) -> Box:
    """The box around the words, estimated from their size and baseline."""
    listed = list(words)
    return (
        min(word.x for word in listed),
        min(word.y - word.size for word in listed),
        max(word.right for word in listed),
        max(word.y + 0.25 * word.size for word in listed),
    )


def width(row: Row) -> float:
    """The width of a line, in points."""
    return row.words[-1].right - row.words[0].x


def whole(lines: Iterable[Row]) -> frozenset[str]:
    """The words that no end of a line can have broken: those with a neighbour on either side."""
    return frozenset(word.text.strip(".,;:").lower() for row in lines for word in row.words[1:-1])


def cell_text(words: Iterable[Word], reach: float, known: frozenset[str] = frozenset()) -> str:
    """The text of a cell in a column whose lines may be `reach` points wide; `known` are words that stand whole."""
    text = ""
    above: Row | None = None
    for row in rows(words):
        if above is not None:
            room = reach - width(above) - _character_width(row) - 0.15 * row.size
            text += "" if broken(above.text, row.text, room, known) else " "
        text += row.text
        above = row
    return text


def broken(above: str, below: str, room: float, known: frozenset[str]) -> bool:
    """True if the last word of the line `above` continues in the line `below` without a blank.

    `room` is the space left at the end of the line less the width of the next character: where that would still have
    fitted, no word was broken for lack of room. A line of several words would have been broken between two of them.
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
    return bare not in _SMALL_WORDS and bare not in known and last.lower() not in known


def _character_width(row: Row) -> float:
    """The width of a line's first character, in points."""
    word = row.words[0]
    return (word.right - word.x) / max(len(word.text), 1)

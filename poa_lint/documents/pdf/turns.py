"""The angles of print on a page: pages and lines that stand on their side, marks across them, raised marks of notes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import pi
from typing import TYPE_CHECKING, Final

from poa_lint.documents.geometry.lines import Word
from poa_lint.documents.pdf import calls

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

SMALLER: Final = 0.87
"""The size of a raised mark is at most this part of the figure's beside it."""
_STEP: Final = 3
"""Degrees up to which print is taken for straight."""
_FIGURE: Final = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_MARK: Final = re.compile(r"[(\[]?(?:\d{1,2}|[a-z]|\*{1,3})[)\]]?", re.IGNORECASE)


def angles(text_page: "PdfTextPage") -> list[int]:
    """The angle of every character in degrees, counted to the left: a right angle where it is nearly one."""
    read, page = calls.plain("FPDFText_GetCharAngle"), calls.address(text_page)
    straight = {0.0: 0, -1.0: 0}
    found = []
    for index in range(text_page.count_chars()):
        angle = read(page, index)
        degrees = straight.get(angle)
        if degrees is None:
            degrees = straight[angle] = _rounded(angle)
        found.append(degrees)
    return found


def _rounded(angle: float) -> int:
    degrees = round(angle * 180 / pi) % 360
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) <= _STEP else degrees


def rotation(found: Sequence[int], stated: int) -> int:
    """By how many degrees a page has to be turned to the right so that most of its print is upright.

    `stated` is what the file says; it holds unless most of the characters stand at another right angle.
    """
    counts = Counter(angle for angle in found if angle % 90 == 0)
    if not counts:
        return stated
    commonest = max(counts, key=lambda angle: (counts[angle], (-angle) % 360 == stated))
    return -commonest % 360


class Sideways:
    """Gathers characters that stand on their side into words, one for each line of them."""

    def __init__(self) -> None:
        self._text = ""
        self._points: list[tuple[float, float]] = []
        self._size = 0.0

    @property
    def is_empty(self) -> bool:
        """True between two lines."""
        return not self._points

    def add(self, char: str, x: float, y: float, size: float) -> Iterator[Word]:
        """Add a character with its origin; yield the line before it if it begins another."""
        if self._points:
            before_x, before_y = self._points[-1]
            if abs(x - before_x) > 0.5 * size or abs(y - before_y) > 3 * size:
                yield from self.end()
        self._text += char
        self._points.append((x, y))
        self._size = size

    def blank(self) -> None:
        """Add a blank between two words of a line."""
        if self._text and not self._text.endswith(" "):
            self._text += " "

    def end(self) -> Iterator[Word]:
        """Yield the line as a word in the middle of its height; nothing for none."""
        if self._points:
            text = self._text.strip()
            left = min(x for x, _ in self._points) - self._size
            heights = [y for _, y in self._points]
            middle = (min(heights) + max(heights)) / 2 + self._size / 3
            xs = (left + self._size / 2,) * len(text)
            yield Word(text, left, left + self._size, middle, self._size, xs)
        self._text, self._points = "", []


def without_marks(words: Iterable[Word]) -> Iterator[Word]:
    """The words without marks of notes: small, raised, and touching a figure that they follow."""
    before: Word | None = None
    for word in words:
        if before is not None and _is_mark(word, before):
            continue
        yield word
        before = word


def _is_mark(word: Word, figure: Word) -> bool:
    """True if `word` is a raised mark behind `figure`."""
    return (
        word.size <= SMALLER * figure.size
        and 0.08 * figure.size < figure.y - word.y < 0.8 * figure.size
        and -0.2 * figure.size < word.x - figure.right < 0.4 * figure.size
        and _MARK.fullmatch(word.text) is not None
        and _FIGURE.fullmatch(figure.text) is not None
    )

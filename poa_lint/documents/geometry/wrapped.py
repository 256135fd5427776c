"""Join figures that a narrow column breaks in two lines, `23,36` above `3`, and part those that touch in one."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_OPEN: Final = re.compile(r"[-+]?\d{1,3}(?:,\d{3})*(?:,\d{0,2}|(?<!,)\.)|[-+]?\d+\.")
"""The beginning of a figure that has no end: `23,36`, `1,694.`."""
_DECIMAL: Final = re.compile(r"[-+]?\d[\d,]*\.\d+")
_REST: Final = re.compile(r"[\d,]*\d(?:\.\d+)?%?|\.\d+%?|%")
_SURE_REST: Final = re.compile(r"\.\d+%?|%")
"""The rest of a figure that could end before it."""
_FIGURE: Final = re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d{1,4})?%?")
"""A figure of those that touch."""
_WHOLE: Final = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})*|\d+)(?:\.\d+)?%?")
_DIGITS: Final = re.compile(r"[\d.,]+%?")
_MAX_LETTERS: Final = 30
_MAX_WAYS: Final = 100
"""Letters of figures that touch, and ways to part those of a row; of more, none is taken."""
_FAR: Final = 2
"""Lines between the halves of a figure: beside cells of another number of lines, one may stand between them."""


class Token(NamedTuple):
    """A word of a row from `x` to `right`, in the line `y`; `near` if it follows another word after a single blank."""

    text: str
    x: float
    right: float
    y: float
    near: bool

    @property
    def middle(self) -> float:
        """The middle between its ends."""
        return (self.x + self.right) / 2


def merged(row: Sequence[Token], blank: float) -> list[Token] | None:
    """A row's figures with those joined that are broken; None where one is left that has no end.

    `blank` is the width of a blank. A line of rests has nothing else: each stands under the beginning of its figure.
    """
    lines: dict[float, list[Token]] = {}
    for word in sorted(row, key=lambda word: (word.y, word.x)):
        lines.setdefault(word.y, []).append(word)
    result: list[Token] = []
    for words in lines.values():
        above = [_beginning(result, word, blank) for word in words]
        only_rests = None not in above
        for index, word in zip(above, words, strict=True):
            if index is not None and (only_rests or _has_no_end(result[index], word)):
                other = result[index]
                joined = other.text + word.text
                result[index] = other._replace(text=joined, right=max(other.right, word.right))
            else:
                result.append(word)
    return None if any(_OPEN.fullmatch(word.text) for word in result) else result


def _beginning(words: Sequence[Token], rest: Token, blank: float) -> int | None:
    """The index of the figure that goes on in `rest`: at the same edge, or in the middle under it."""
    return next((index for index, word in enumerate(words) if _goes_on(word, rest, blank)), None)


def _goes_on(above: Token, below: Token, blank: float) -> bool:
    if not 0 < below.y - above.y <= _FAR or not _REST.fullmatch(below.text):
        return False
    begun = _has_no_end(above, below) or (_DECIMAL.fullmatch(above.text) and len(below.text) <= 2)
    if not begun or not _WHOLE.fullmatch(above.text + below.text):
        return False
    distances = above.x - below.x, above.right - below.right, above.middle - below.middle
    return min(map(abs, distances)) <= 1.2 * blank


def _has_no_end(above: Token, below: Token) -> bool:
    """True if the figure `above` cannot end where it does, or `below` cannot begin one."""
    return _OPEN.fullmatch(above.text) is not None or _SURE_REST.fullmatch(below.text) is not None


def parted(row: Sequence[Token]) -> list[list[Token]]:
    """The ways to part the words of a row that are several figures which touch, `23,36323,363`; one where none are."""
    ways: list[list[Token]] = [[]]
    for word in row:
        several = _DIGITS.fullmatch(word.text) and not _WHOLE.fullmatch(word.text) and len(word.text) <= _MAX_LETTERS
        parts = [_cut(word, cut) for cut in _figures(word.text)] if several else []
        ways = [[*way, *own] for way in ways for own in parts or [[word]]]
        if len(ways) > _MAX_WAYS:
            return [[*row]]
    return ways


def _figures(text: str) -> list[list[str]]:
    """The ways to read digits as figures one behind the other."""
    ways: list[list[list[str]]] = [[[]]]
    for end in range(1, len(text) + 1):
        parts = ((start, text[start:end]) for start in range(end) if ways[start])
        whole = [(start, part) for start, part in parts if _FIGURE.fullmatch(part)]
        ways.append([[*way, part] for start, part in whole for way in ways[start]][:_MAX_WAYS])
    return ways[-1]


def _cut(word: Token, parts: Sequence[str]) -> list[Token]:
    """A word as several that touch; a letter of it is as wide as any other."""
    width = (word.right - word.x) / len(word.text)
    result: list[Token] = []
    for part in parts:
        x = result[-1].right if result else word.x
        result.append(Token(part, x, x + width * len(part), word.y, bool(result) or word.near))
    return result

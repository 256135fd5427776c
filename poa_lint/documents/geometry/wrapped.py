"""Join figures that a narrow column breaks in two lines, `23,36` above `3`."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_OPEN: Final = re.compile(r"[-+]?\d{1,3}(?:,\d{3})*(?:,\d{0,2}|(?<!,)\.)|[-+]?\d+\.")
"""The beginning of a figure that has no end: `23,36`, `1,694.`."""
_DECIMAL: Final = re.compile(r"[-+]?\d[\d,]*\.\d+")
_REST: Final = re.compile(r"[\d,]*\d(?:\.\d+)?%?|\.\d+%?|%")
_SURE_REST: Final = re.compile(r"\.\d+%?|%")
"""The rest of a figure that could end before it."""
_WHOLE: Final = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})*|\d+)(?:\.\d+)?%?")
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

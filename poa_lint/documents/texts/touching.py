"""Part words that a program has set without a blank, or one over the other, in a text that is set with blanks.

         105.- ELABORAR ASESORÍAS       goals' numbers begin at one place
2.6.9 3.6.9106.- ATENDER CAMPAÑAS       so this word is 3.6.9 and 106.-
                      ANUALMETA         META above ANUAL, set in one line
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from itertools import permutations
from typing import Final

from poa_lint.core.forms import built_in_forms
from poa_lint.core.text import squashed
from poa_lint.documents.geometry.wrapped import Token
from poa_lint.documents.texts.bands import GOAL
from poa_lint.documents.texts.lines import Line

_CODE: Final = re.compile(r"\d+\.\d+\.\d+")
_BOTH: Final = re.compile(r"\d+\.\d+\.\d{2,}\s?[A-Za-z]?\s?[.\-]+")
"""A code and a goal's number."""
_SEVERAL: Final = 2
"""Goals whose numbers begin at one place, from which it is the column's."""
_PUSHED: Final = 3
"""Characters by which codes that are too long for their column push a goal's number to the right."""
_MAX_WORDS: Final = 3
"""Words of a title that may stand in another order."""


def parted(lines: Sequence[Line], page: Iterable[Line]) -> list[Line]:
    """The lines of a table with codes and goals' numbers apart, and each number where the others of its table begin.

    `page` are all lines of the page, whose header states codes.
    """
    starts = Counter(word.x for line in lines for word in line.words if GOAL.match(word.text))
    places = sorted(x for x, count in starts.items() if count >= _SEVERAL)
    if not places:
        return [*lines]
    known = frozenset(word.text for line in page for word in line.words if _CODE.fullmatch(word.text))
    return [line._replace(words=tuple(_moved(list(_words(line, places, known)), places))) for line in lines]


def unparted(lines: Iterable[Line], left: float) -> bool:
    """True if a line begins, before the place `left`, with codes that a goal's number touches still."""
    firsts = (next((word for word in line.words if not _CODE.fullmatch(word.text)), None) for line in lines)
    return any(first is not None and first.x < left and _BOTH.fullmatch(first.text) for first in firsts)


def _words(line: Line, places: Sequence[float], known: Container[str]) -> Iterator[Token]:
    """The words of a line, with a code and a goal's number in two where only one way to part them is likely."""
    for word in line.words:
        cut = _cut(word, places, known) if _BOTH.fullmatch(word.text) else 0
        if cut:
            yield word._replace(text=word.text[:cut], right=word.x + cut)
        yield word._replace(text=word.text[cut:], x=word.x + cut, near=False) if cut else word


def _cut(word: Token, places: Sequence[float], known: Container[str]) -> int:
    """The index at which a goal's number begins in a word; 0 if it cannot be told.

    It stands where other numbers begin, or right behind it, and what is before it is a code, best one that is known.
    """
    cuts = [
        (cut, nearest)
        for cut in range(5, len(word.text))
        if _CODE.fullmatch(word.text[:cut]) and GOAL.match(word.text[cut:])
        for nearest in [min(abs(word.x + cut - place) for place in places)]
        if nearest <= _PUSHED
    ]
    likely = [cut for cut, _ in cuts if word.text[:cut] in known] or [cut for cut, nearest in cuts if not nearest]
    return likely[0] if len(likely) == 1 else 0


def _moved(words: list[Token], places: Sequence[float]) -> list[Token]:
    """The words of a line whose first ones are codes that push a goal's number to the right, all back in their columns.

    The codes lose some of their room, so that none of them reaches into the next column. They may stand alone.
    """
    index = next((index for index, word in enumerate(words) if not _CODE.fullmatch(word.text)), len(words))
    codes, others = words[:index], words[index:]
    if not codes or (others and not GOAL.match(others[0].text)):
        return words
    if others:
        place = next((place for place in places if 0 <= others[0].x - place <= _PUSHED), None)
    elif all(code.near for code in codes[1:]):
        place = next((place for place in places if codes[0].x < place <= codes[-1].right), None)
    else:
        return words
    if place is None or codes[-1].right < place:
        return words
    codes = [word._replace(x=min(word.x, place - 2), right=min(word.right, place - 1)) for word in codes]
    if not others:
        return codes
    number = others[0]
    return [*codes, number._replace(x=place, right=place + len(number.text), near=False), *others[1:]]


def title(text: str) -> str:
    """A column's title as the form has it, where its words stand in another order and touch."""
    return _turned().get(squashed(text), text) if " " not in text else text


@cache
def _turned() -> dict[str, str]:
    """The titles of the forms by what they are with their words in any other order: of several, those in capitals."""
    labels = {label.words for form in built_in_forms() for line in form.headings for label in line}
    several = {label: label.split() for label in sorted(labels, reverse=True) if 1 < len(label.split()) <= _MAX_WORDS}
    turned = {
        squashed("".join(order)): label
        for label, words in several.items()
        for order in permutations(words)
        if list(order) != words
    }
    return {text: label for text, label in turned.items() if text not in map(squashed, labels)}

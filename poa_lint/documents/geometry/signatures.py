"""Put the posts and names of signatures under their roles, by where they stand.

A name that is too long for its column goes on in the line below, beside names of a single line, which stand between::

    ELABORÓ             REVISÓ              AUTORIZÓ
                        MTRA. ANA RÍOS                      <- the three lines are one: they are too near to be more
    C.P. JORGE COTA                         LIC. MARÍA PAZ
                        VILLASEÑOR
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from poa_lint.documents.geometry.lines import Row, Word, box, glued, pieces
from poa_lint.documents.geometry.marks import Marks
from poa_lint.documents.places import Box

_TITLED: Final = re.compile(r"[^\W\d]{1,6}\.")
"""The beginning of a name with a title, `LIC.`."""
_MAX_LINES: Final = 12
"""Lines below a line of roles that may have posts and names."""
_NEAR: Final = 0.85
"""Sizes of print; lines that are nearer than this overlap, and are one."""
_NEXT: Final = 1.5
"""Sizes of print up to the next line of a name."""
_SAME: Final = 0.5
"""Points by which the places of two beginnings under each other may differ."""
_FULL: Final = 0.8
"""The part of the room between two roles that a line has to fill to go on below."""


class Role(NamedTuple):
    """A role's place across the page: its left end and its middle."""

    left: float
    middle: float


class Signed(NamedTuple):
    """A line below roles, or `lines` that are one: its first baseline, and the words under each role by its index."""

    y: float
    words: dict[int, list[Word]]
    lines: int = 1

    def cells(self, roles: int) -> list[tuple[str, Box]]:
        """The line as one cell for each role, some of them empty."""
        whole = box(word for own in self.words.values() for word in own)
        return [(_text(own), box(own)) if (own := self.words.get(index)) else ("", whole) for index in range(roles)]


def roles(row: Row, marks: Marks) -> list[Role]:
    """The roles of a line that has two or more, and nothing else."""
    groups = list(pieces(row))
    if len(groups) < 2 or not all(marks.is_role(group[0].text) for group in groups):
        return []
    return [Role(group[0].x, (group[0].x + group[-1].right) / 2) for group in groups]


def signed(under: Sequence[Role], lines: Sequence[Row]) -> list[Signed]:
    """The lines below roles in which every word stands under one of them, up to the first that is another."""
    result: list[Signed] = []
    last: Row | None = None
    for row in lines[:_MAX_LINES]:
        words = _placed(under, row)
        if words is None:
            break
        if last is not None and (row.y - last.y < _NEAR * row.size or _goes_on(under, result[-1], last, words, row)):
            for index, own in words.items():
                result[-1].words.setdefault(index, []).extend(own)
            result[-1] = result[-1]._replace(lines=result[-1].lines + 1)
        else:
            result.append(Signed(row.y, words))
        last = row
    return result


def _placed(under: Sequence[Role], row: Row) -> dict[int, list[Word]] | None:
    """The words of a line by the index of their role; None if some stand under none.

    A word within a name may begin under a role by chance: then all names are in the middle under their roles.
    """
    parts = _under(under, _cut(under, row))
    return _under(under, row, centred=True) if parts is None else parts


def _under(under: Sequence[Role], row: Row, *, centred: bool = False) -> dict[int, list[Word]] | None:
    """The pieces of a line by the index of the role that each stands under; `centred` if by their middles alone."""
    result: dict[int, list[Word]] = {}
    for piece in pieces(row):
        left, middle = piece[0].x, (piece[0].x + piece[-1].right) / 2
        lefts = [math.inf if centred else abs(left - role.left) / 1.5 for role in under]
        near = [min(at, abs(middle - role.middle) / 3) for at, role in zip(lefts, under, strict=True)]
        index = min(range(len(under)), key=lambda index: near[index])
        if near[index] > 1 or index in result:
            return None
        result[index] = piece
    return result


def _cut(under: Sequence[Role], row: Row) -> Row:
    """The line with a gap where a name runs up to or into the one beside it, which begins under its role to the point.

    Only the first of all roles has nothing at its left.
    """
    edges = [role.left for role in under[1:]]
    words: list[Word] = []
    for word in row.words:
        starts = [x for x in word.xs if any(abs(x - edge) < _SAME for edge in edges)]
        for part in word.cut(starts):
            if words and part.x in starts:
                words[-1] = words[-1]._replace(right=min(words[-1].right, part.x - part.size))
            words.append(part)
    return Row(row.y, tuple(words))


def _goes_on(under: Sequence[Role], above: Signed, last: Row, words: dict[int, list[Word]], row: Row) -> bool:
    """True if the words of a line are the rests of full lines right above them."""
    room = min((b.middle - a.middle for a, b in pairwise(under)), default=0.0)
    if len(words) == len(under) or row.y - last.y > _NEXT * row.size:
        return False
    return all(
        index in above.words
        and not _TITLED.match(own[0].text)
        and above.words[index][-1].right - above.words[index][0].x + own[0].right - own[0].x > _FULL * room
        for index, own in words.items()
    )


def _text(words: Sequence[Word]) -> str:
    """The text of a cell; its lines are joined by blanks."""
    lines: dict[float, list[Word]] = {}
    for word in words:
        lines.setdefault(word.y, []).append(word)
    return " ".join("".join(glued(lines[y])) for y in sorted(lines))

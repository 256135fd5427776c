"""Tell which cells of a form's header go on in the line below: names and labels that are too long for their column.

UNIDAD       101   SUBDIRECCIÓN DE PROYECTOS Y
EJECUTORA          OBRAS POR COOPERACIÓN         <- both are rests of the cells above
FINALIDAD    2     DESARROLLO SOCIAL
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from poa_lint.documents.geometry.marks import Marks, marks_of

_CODE: Final = re.compile(r"\d+(?:\.\d+)*(?:\s|$)")
_ENTRY: Final = re.compile(r"(?:[^\W\d]+[ :]+){0,4}\d[\d.]*\s+[^\W\d]")
"""A label with a code and a name in one, or a code and a name."""
_WIDTH: Final = 72
"""The characters of a line after which pandoc breaks it."""
_PLAIN: Final = str.maketrans("áéíóú", "aeiou")


class Piece(NamedTuple):
    """A cell of a line: its text, and where its first word begins, or the one behind the code that it begins with."""

    text: str
    xs: tuple[float, ...]


def rests(above: Sequence[Piece], cells: Sequence[Piece], near: float, marks: Marks | None = None) -> list[int] | None:
    """The index of the cell above that each cell goes on; None if one of them is no rest.

    Places that differ by up to `near` are the same. Without `marks` the words of the header are those of the main form.
    """
    if len(above) < 2:
        return None
    found = [_rest(above, cell, near, marks or marks_of()) for cell in cells]
    indexes = [index for index in found if index is not None]
    return indexes if len(indexes) == len(found) == len(set(indexes)) else None


def wrapped(above: str, below: str) -> bool:
    """True if a line of the header is so long that a program broke it before the first word of the line `below`."""
    longer = len(above) + 1 + len(below.split(" ", 1)[0])
    fits = len(above) <= _WIDTH < longer
    return fits and _ENTRY.match(above) is not None and _ENTRY.match(below) is None and not marks_of().is_corner(below)


def _rest(above: Sequence[Piece], cell: Piece, near: float, marks: Marks) -> int | None:
    """The index of the cell above that goes on in `cell`: a label of several words, or a name behind a code.

    None for a cell that goes on nothing, or has no words.
    """
    for index, other in enumerate(above):
        if not (other.text and cell.xs) or not any(abs(x - cell.xs[0]) <= near for x in other.xs):
            continue
        label = f"{other.text} {cell.text}".lower().rstrip(": ").translate(_PLAIN)
        behind = _CODE.match(other.text) is not None and len(other.xs) > 1
        named = index > 0 and (behind or _CODE.fullmatch(above[index - 1].text) is not None)
        if label in marks.labels.several_words or (named and not _CODE.match(cell.text) and ":" not in cell.text):
            return index
    return None

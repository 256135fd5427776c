"""Mend what programs that copy tables out of the pages of a PDF leave at the edges of a page and of a cell.

104.- SUPERVISAR TALLERES DE                             words of the next row, once more above it: left out
| 2.6.4 | 104.- SUPERVISAR TALLERES DE LECTURA | 49,47 9 |   a figure in two lines of a narrow cell: 49,479
|  | EN 3 COLONIAS. |  |                                 the rest of the row above, cut by the end of a page
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from poa_lint.core.text import squashed
from poa_lint.documents.geometry.marks import marks_of

MIN_REPEATED: Final = 4
"""Letters of words that stand again in the row below them."""
_NEAR: Final = 20
"""Lines from words to the row in which they stand again."""
_LONGEST: Final = 500
"""Characters of a line that stands again."""
_MOST_RESTS: Final = 5
"""Rests of one row, each cut by the end of a page."""
_BROKEN: Final = re.compile(r"((?:\d{1,3},)*\d{1,3}(?:,\d{0,2}|\.)) (\d[\d,.]*%?)")
_WHOLE: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|\d+\.\d+%?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_NUMBERED: Final = re.compile(r"\d{1,6}(?:[- ]?[A-Za-z]|[- ]?bis)?\s*[.\-]+\s*[^\W\d_]", re.IGNORECASE)
_END: Final = re.compile(r"[.!?:;]\W*")


class Row(NamedTuple):
    """A line with its number and its cells, none for a ruler; `parted` is false for a line without bars."""

    number: int
    cells: list[str]
    parted: bool


def mended(rows: Sequence[Row]) -> list[Row]:
    """The rows without what stands twice, and with what the end of a page or of a cell's line cut joined again."""
    result: list[Row] = []
    above: list[str] = []
    joined = 0
    for row in _once(rows):
        cells = [_joined_figure(cell) for cell in row.cells] if row.parted else row.cells
        if row.parted and joined < _MOST_RESTS and _is_rest(above, cells):
            above[:] = [f"{one} {rest}".strip() for one, rest in zip(above, cells, strict=True)]
            joined += 1
            continue
        if cells != [""]:
            above, joined = cells if row.parted else [], 0
        result.append(row._replace(cells=cells))
    return result


def _once(rows: Sequence[Row]) -> list[Row]:
    """The rows without free lines whose words stand again in a cell of the row that follows them."""
    result: list[Row] = []
    below: Row | None = None
    distance = 0
    for row in reversed(rows):
        distance += 1
        if row.parted:
            below, distance = row, 0
        elif row.cells != [""] and below is not None and distance <= _NEAR and _stands_in(below.cells, row.cells[0]):
            continue
        elif row.cells != [""]:
            below = None
        result.append(row)
    return result[::-1]


def _stands_in(cells: Sequence[str], text: str) -> bool:
    """True if all words of a text stand in cells one behind the other: the first line of each of them."""
    marks = marks_of()
    if (
        len(text) > _LONGEST
        or len(squashed(text)) < MIN_REPEATED
        or marks.is_corner(text)
        or marks.is_header(text)
        or marks.is_role(text)
    ):
        return False
    words = [squashed(word) for word in text.split()]
    for cell in map(squashed, cells):
        run = ""
        while words and run + words[0] in cell:
            run += words.pop(0)
    return not words


def _joined_figure(cell: str) -> str:
    """A cell with its figure whole, where the first part alone is none: `49,47 9` is 49,479, `1,694. 8` is 1,694.8."""
    match = _BROKEN.fullmatch(cell)
    if match is None or _GROUPED.fullmatch(match[1]):
        return cell
    figure = match[1] + match[2]
    return figure if _WHOLE.fullmatch(figure) else cell


def _is_rest(above: Sequence[str], cells: Sequence[str]) -> bool:
    """True if each of a row's words goes on a cell of a goal above that ends within a sentence."""
    filled = [index for index, cell in enumerate(cells) if cell]
    labels = marks_of().labels
    return (
        len(above) == len(cells)
        and 0 < len(filled) < len([cell for cell in above if cell])
        and any(_NUMBERED.match(cell) for cell in above)
        and all(above[index] and not _END.fullmatch(above[index][-1]) for index in filled)
        and not any(_NUMBERED.match(cells[index]) or cells[index].isdecimal() for index in filled)
        and all(any(map(str.isalpha, cells[index])) for index in filled)
        and not any(labels.subtitle.match(cells[index]) or labels.total.match(cells[index]) for index in filled)
    )

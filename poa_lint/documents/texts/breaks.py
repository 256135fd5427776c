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
from poa_lint.documents.geometry.marks import is_corner, is_header, is_role, labels

MIN_REPEATED: Final = 4
"""Letters of words that stand again in the row below them."""
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
    for index, row in enumerate(rows):
        if not row.parted:
            if not _stands_below(row, rows, index):
                result.append(row)
            continue
        cells = [_joined_figure(cell) for cell in row.cells]
        above = next((other for other in reversed(result) if other.cells != [""]), None)
        if above is not None and above.parted and _is_rest(above.cells, cells):
            above.cells[:] = [f"{one} {rest}".strip() for one, rest in zip(above.cells, cells, strict=True)]
        else:
            result.append(Row(row.number, cells, parted=True))
    return result


def _stands_below(row: Row, rows: Sequence[Row], index: int) -> bool:
    """True if a free line's words stand again in a cell of the row that follows it."""
    text = row.cells[0]
    words = squashed(text)
    if len(words) < MIN_REPEATED or is_corner(text) or is_header(text) or is_role(text):
        return False
    following = next((other for other in rows[index + 1 :] if other.cells != [""]), None)
    return following is not None and following.parted and any(words in squashed(cell) for cell in following.cells)


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
    return (
        len(above) == len(cells)
        and 0 < len(filled) < len([cell for cell in above if cell])
        and any(_NUMBERED.match(cell) for cell in above)
        and all(above[index] and not _END.fullmatch(above[index][-1]) for index in filled)
        and not any(_NUMBERED.match(cells[index]) or cells[index].isdecimal() for index in filled)
        and all(any(map(str.isalpha, cells[index])) for index in filled)
        and not any(labels().subtitle.match(cells[index]) or labels().total.match(cells[index]) for index in filled)
    )

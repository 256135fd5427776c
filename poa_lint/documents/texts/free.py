"""Write the lines of a text that is set with blanks that belong to no table: the form's header, signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from poa_lint.documents.document import Writer
from poa_lint.documents.geometry import rests as rests_of
from poa_lint.documents.geometry.marks import Marks
from poa_lint.documents.geometry.rests import rests, wrapped
from poa_lint.documents.texts.heading import is_ruler
from poa_lint.documents.texts.lines import Line, Piece, pieces

_TITLE: Final = re.compile(r"(?:lic|ing|arq|dra?|mtr[oa]|c\. ?p|prof[ra]?)\b", re.IGNORECASE)
"""The beginning of a name, which is no rest of a post."""
_CODE: Final = re.compile(r"\d+(?:\.\d+)*(?:\s|$)")
_TOUCHING: Final = re.compile(r"(\d+(?:\.\d+)*)([^\W\d_]{4})")
"""A code and the name behind it without a blank."""
_FAR: Final = 6
"""Characters from the page's margin behind which a line begins with an empty cell."""
_OWN: Final = 3
"""Cells of a line of the header: label, code and name."""


def table_end(lines: Sequence[Line], start: int, limit: int, marks: Marks) -> int:
    """The index behind the last line that may be a table's: signatures or the next page's header follow."""
    for index in range(start, limit):
        cells = pieces(lines[index].words)
        if cells and (all(marks.is_role(cell.text) for cell in cells) or marks.is_header(cells[0].text)):
            return index
    return limit


def write(writer: Writer, lines: Sequence[Line], marks: Marks) -> None:
    """Write free lines as cells; names and labels that go on in a second line are joined."""
    for cells in _rows(lines, marks):
        if cells:
            writer.pieces([cell.text for cell in cells], [(int(cell.y), int(cell.x) + 1) for cell in cells])
        else:
            writer.blank()


def _rows(lines: Sequence[Line], marks: Marks) -> list[list[Piece]]:
    """The cells of each line that is no rest of the one above."""
    margin = min((line.words[0].x for line in lines if line.words), default=0)
    roles: list[Piece] = []
    rows: list[list[Piece]] = []
    for line in lines:
        cells = [] if is_ruler(line) else _titled([_apart(cell) for cell in pieces(line.words)], marks)
        if cells and marks.is_header(cells[0].text):
            roles = []
        if len(cells) > 1 and all(marks.is_role(cell.text) for cell in cells):
            roles = cells
        elif cells and rows and not roles and _joined(rows[-1], cells, marks):
            continue
        elif cells:
            cells = _under(roles, cells) if roles else _spread(cells, margin, marks)
            if roles and _wrapped(rows[-1], cells):
                continue
        rows.append(cells)
    return rows


def _titled(cells: list[Piece], marks: Marks) -> list[Piece]:
    """The cells of a line, those of a title of the form as one: large letters have wide gaps between them."""
    end = next((index for index, cell in enumerate(cells) if marks.is_corner(cell.text)), len(cells))
    text = " ".join(cell.text for cell in cells[:end])
    if end < 2 or not marks.labels.title.match(text):
        return cells
    return [cells[0]._replace(text=text, right=cells[end - 1].right), *cells[end:]]


def _apart(cell: Piece) -> Piece:
    """A cell with a blank between its code and its name: `2.4.7FORTALECIMIENTO` is `2.4.7 FORTALECIMIENTO`."""
    return cell._replace(text=_TOUCHING.sub(r"\1 \2", cell.text, count=1)) if _TOUCHING.match(cell.text) else cell


def _spread(cells: list[Piece], margin: float, marks: Marks) -> list[Piece]:
    """The cells of a line of the header: an empty one before a code without label, the form's code in the fourth."""
    if cells[0].x > margin + _FAR and _CODE.match(cells[0].text):
        cells = [cells[0]._replace(text=""), *cells]
    corner = next((index for index, cell in enumerate(cells) if index and marks.is_corner(cell.text)), len(cells))
    missing = [cells[corner]._replace(text="")] * (_OWN - corner) if corner < len(cells) else []
    return [*cells[:corner], *missing, *cells[corner:]]


def _joined(above: list[Piece], cells: list[Piece], marks: Marks) -> bool:
    """Join the cells of a line to those above it if all of them are their rests; False, and no change, if not."""
    if len(above) == len(cells) == 1 and above[0].x == cells[0].x and wrapped(above[0].text, cells[0].text):
        above[0] = above[0]._replace(text=f"{above[0].text} {cells[0].text}")
        return True
    indexes = rests([_place(cell) for cell in above], [_place(cell) for cell in cells], 1, marks)
    for index, cell in zip(indexes or (), cells, strict=False):
        above[index] = above[index]._replace(text=f"{above[index].text} {cell.text}")
    return indexes is not None


def _place(cell: Piece) -> rests_of.Piece:
    code = _CODE.match(cell.text)
    return rests_of.Piece(cell.text, (cell.x, cell.x + code.end()) if code else (cell.x,))


def _under(roles: Sequence[Piece], cells: Sequence[Piece]) -> list[Piece]:
    """The cells of a line below signatures' roles, each under the role that it stands nearest to."""
    cells = [part for cell in cells for part in _parted(roles, cell)]
    nearest = [min(range(len(roles)), key=lambda index: _distance(roles[index], cell)) for cell in cells]
    if len(set(nearest)) < len(nearest):
        return list(cells)
    by_role = dict(zip(nearest, cells, strict=True))
    return [by_role.get(index, Piece("", role.x, role.x, cells[0].y)) for index, role in enumerate(roles)]


def _parted(roles: Sequence[Piece], cell: Piece) -> list[Piece]:
    """A cell in two where it runs to the place of the next role without a blank: two names that touch."""
    at = next((int(role.x - cell.x) for role in roles if cell.x < role.x < cell.right), 0)
    left = any(role.x == cell.x for role in roles)
    if not left or not at or " " in cell.text[at - 1 : at + 1]:
        return [cell]
    return [cell._replace(text=cell.text[:at], right=cell.x + at), cell._replace(text=cell.text[at:], x=cell.x + at)]


def _wrapped(above: list[Piece], cells: Sequence[Piece]) -> bool:
    """Join a line below signatures to the one above if only some of that line's posts or names go on in it."""
    if len(above) != len(cells) or not all(cell.text for cell in above) or all(cell.text for cell in cells):
        return False
    if cells[0].y - above[0].y != 1 or any(_TITLE.match(cell.text) for cell in cells):
        return False
    above[:] = [
        cell._replace(text=f"{cell.text} {below.text}".strip()) for cell, below in zip(above, cells, strict=True)
    ]
    return True


def _distance(role: Piece, cell: Piece) -> float:
    """The distance of a cell from a role: both may begin at the same place, or stand in the middle of each other."""
    return min(abs(role.x - cell.x), abs(role.x + role.right - cell.x - cell.right) / 2)

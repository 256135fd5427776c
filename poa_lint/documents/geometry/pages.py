"""Write what stands on the pages of a file: lines of print, and tables, which may go on over several pages."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from poa_lint.documents.document import Document, Writer
from poa_lint.documents.geometry.lines import Row, Vocabulary, cells, pieces, rows, uncovered, whole, width
from poa_lint.documents.geometry.marks import Marks, marks_of
from poa_lint.documents.geometry.parts import Part, column, joined
from poa_lint.documents.geometry.rests import Piece, rests
from poa_lint.documents.geometry.signatures import roles, signed
from poa_lint.documents.places import Box, Region
from poa_lint.documents.sheets.grid import Grid, Table, write

_NEXT: Final = 1.7
"""The distance to the next line of a name, in sizes of its print."""

Block = Row | Part
"""A free line of print, or a table as far as one page holds it."""


MAX_FREE: Final = 6
"""Cells of a line outside of a table: labels and values of a header, or those who sign."""


class Sheet(NamedTuple):
    """The blocks of one page from the top down; `picture` is true for a page that has one."""

    number: int
    blocks: Sequence[Block]
    picture: bool = False


def document(pages: Sequence[Sheet], kind: str, marks: Marks | None = None) -> Document:
    """Write the blocks of all pages; a table waits until a block comes that does not continue it.

    `marks` are the words of the form that the file has, those of the main form where it is not known.
    """
    writer, marks = Writer(), marks or marks_of()
    vocabulary = _vocabulary([block for page in pages for block in page.blocks])
    pending: Part | None = None
    above: Table | None = None
    for page in pages:
        blocks = page.blocks
        if not blocks and page.picture:
            writer.unread(Region("page", page=page.number), "pagina_sin_texto", page=str(page.number))
        last_y = None
        number = 0
        free = _free_lines([block for block in blocks if isinstance(block, Row)], marks)
        for block in blocks:
            if isinstance(block, Part):
                number += 1
                block.number = number
                if pending is not None and joined(pending, block, vocabulary):
                    continue
                above = _flush(pending, writer, vocabulary, above)
                pending, last_y = block, block.bottom
                continue
            above = _flush(pending, writer, vocabulary, above)
            pending = None
            _write_line(writer, block, free.get(block.y, []), page.number, last_y)
            last_y = block.y
        if pending is None:
            writer.blank()
    _flush(pending, writer, vocabulary, above)
    return writer.document(kind)


def _vocabulary(blocks: Iterable[Block]) -> Vocabulary:
    """The words that stand whole somewhere in the document, and the width of the widest line of every column."""
    lines: list[Row] = []
    reach: dict[tuple[int, int], float] = {}
    for block in blocks:
        if isinstance(block, Row):
            lines.append(block)
            continue
        padding = block.padding
        for cell in block.cells.values():
            own = rows(cell.words)
            lines += own
            key = column(cell.box)
            reach[key] = max([reach.get(key, 0.0), cell.box[2] - cell.box[0] - 2 * padding, *map(width, own)])
    return Vocabulary(whole(lines), reach)


def _free_lines(lines: Sequence[Row], marks: Marks) -> dict[float, list[tuple[str, Box]]]:
    """The cells of a page's free lines, by their baselines; what goes on from the line above has an empty list."""
    result: dict[float, list[tuple[str, Box]]] = {}
    index = 0
    for number, line in enumerate(lines):
        under = roles(line, marks)
        if under and number >= index:
            result |= _header_lines(lines[index : number + 1], marks)
            below = signed(under, lines[number + 1 :])
            result |= {one.y: one.cells(len(under)) for one in below}
            index = number + 1 + sum(one.lines for one in below)
    return result | _header_lines(lines[index:], marks)


def _header_lines(lines: Sequence[Row], marks: Marks) -> dict[float, list[tuple[str, Box]]]:
    """The cells of lines by their baselines; names and labels that go on in a second line are joined."""
    margin = min((line.words[0].x for line in lines), default=0.0)
    starts = {group[0].x for line in lines for group in pieces(line) if group[0].text.isdigit()}
    result: dict[float, list[tuple[str, Box]]] = {}
    above: list[tuple[str, Box]] = []
    places: list[Piece] = []
    bottom = float("-inf")
    for whole_line in lines:
        line = uncovered(whole_line, starts)
        own = cells(line, margin, starts)
        near = line.y - bottom <= _NEXT * line.size
        indexes = rests(places, [_piece(cell, line) for cell in own], 2, marks) if near else None
        bottom = line.y
        if indexes is None:
            result[line.y] = above = own
            places = [_piece(cell, line) for cell in own]
        for index, (text, _) in zip(indexes or (), own, strict=False):
            above[index] = f"{above[index][0]} {text}", above[index][1]
    return result


def _piece(cell: tuple[str, Box], line: Row) -> Piece:
    """A cell for the search of rests, with the places of its first two words."""
    text, (left, _, right, _) = cell
    return Piece(text, tuple(word.x for word in line.words if left <= word.x < right)[:2])


def _write_line(writer: Writer, row: Row, own: Sequence[tuple[str, Box]], page: int, last_y: float | None) -> None:
    """Write the cells of a free line, after an empty line where the page leaves room above it."""
    if last_y is not None and row.y - last_y > 1.9 * row.size:
        writer.blank()
    writer.open(Region("point", page=page))
    if len(own) > MAX_FREE:
        # A row of a table whose columns are not known: a blank cell leaves no trace, so its cells have no numbers.
        left, top, right, bottom = (list(side) for side in zip(*(box for _, box in own), strict=True))
        own = [("  ".join(text for text, _ in own), (min(left), min(top), max(right), max(bottom)))]
    if own:
        writer.points([text for text, _ in own], [box for _, box in own])


def _flush(part: Part | None, writer: Writer, vocabulary: Vocabulary, above: Table | None) -> Table | None:
    """Write a table to which no more parts will be joined; return the last table written."""
    if part is None:
        return above
    grid = Grid("", region=Region("table", page=part.page, table=part.number))
    part.fill(grid, vocabulary)
    table = write(grid, writer, above)
    writer.blank()
    return table

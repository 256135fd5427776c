"""Read a text that is set with blanks: tables by the columns in which words stand, other lines by their gaps.

A row of which more than one reading is possible has a remark and no figures. A table of which that is true of many
rows, or whose columns stand too near, is one empty line with a remark.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from poa_lint.documents.document import MAX_CELLS, Document, UnreadableFile, Writer
from poa_lint.documents.places import Region
from poa_lint.documents.texts import free, table
from poa_lint.documents.texts.heading import Heading, anchors, find
from poa_lint.documents.texts.lines import Line, Piece, pages

_MAX_LINES: Final = 1000
"""Lines of one page; a page with more than ever stood on paper has no tables that blanks can tell."""


def read(text: str) -> Document:
    """Read a text that is set with blanks. Raises UnreadableFile for one that is too large."""
    if text.count("\n") > MAX_CELLS:
        raise UnreadableFile("too-big")
    writer = Writer()
    writer.open(Region("text"))
    for page in pages(text):
        _write_page(writer, page)
    return writer.document("aligned")


def _write_page(writer: Writer, lines: list[Line]) -> None:
    """Write the lines of a page with its tables."""
    marks = [index for index, line in enumerate(lines) if anchors(line)]
    done = 0
    for number, mark in enumerate(marks):
        heading = find(lines, mark)
        top = max(heading.top, done)
        limit = find(lines, marks[number + 1]).top if number + 1 < len(marks) else len(lines)
        end = free.table_end(lines, heading.end, limit)
        free.write(writer, lines[done:top])
        _write_table(writer, heading, lines[heading.end : end])
        done = end
    free.write(writer, lines[done:])


def _write_table(writer: Writer, heading: Heading, body: Sequence[Line]) -> None:
    """Write a table, or an empty line for one of which too much is doubtful."""
    columns = table.columns(heading, body)
    rows = table.rows(columns, body) if columns and len(body) < _MAX_LINES else None
    if columns is None or rows is None:
        start = writer.offset
        words = heading.anchors
        writer.pieces([], [(int(words[0].y), int(words[0].x) + 1)])
        writer.remark("tabla_incierta", start, start)
        return
    for cells in table.heading_rows(columns.heading):
        _write_row(writer, cells, columns.size)
    for row in rows:
        start = writer.offset
        _write_row(writer, row.cells, columns.size)
        if row.doubt is not None:
            writer.remark("renglon_incierto", start, writer.offset - 1, text=row.doubt)
    writer.blank()


def _write_row(writer: Writer, cells: dict[int, Piece], count: int) -> None:
    first = min(cells.values(), key=lambda cell: (cell.y, cell.x))
    filled = [cells.get(column, Piece("", first.x, first.x, first.y)) for column in range(count)]
    writer.pieces([cell.text for cell in filled], [(int(cell.y), int(cell.x) + 1) for cell in filled])

"""PDFs: tables by their rulings, or by the heading's anchors where none are drawn; rows cut by a page's end joined."""

import re
from collections.abc import Iterable
from contextlib import closing
from threading import Lock
from typing import Final

from poa_lint.documents.document import MAX_CELLS, Document, Unfit, Writer
from poa_lint.documents.pdf import ruled, unruled, words
from poa_lint.documents.pdf.lines import Row, Vocabulary, Word, cells, rows, whole, width
from poa_lint.documents.pdf.parts import Cell, Part, column, joined
from poa_lint.documents.pdf.words import Page
from poa_lint.documents.places import Region
from poa_lint.documents.sheets.grid import Grid, Table, write

_FURNITURE: Final = re.compile(
    r"(?:p[aá]g(?:ina|\.)?|hoja)?\s*\d{1,4}(?:\s*(?:/|de)\s*\d{1,4})?|(?:file|https?)://\S+(?:\s+\d+/\d+)?"
    r"|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d.*",
    re.IGNORECASE,
)
"""What a program prints at the edge of every page: its number, the address, the hour."""
_EDGE: Final = 0.07
"""The part of a page's height above and below in which that stands."""
_FEW: Final = 20
"""Characters; a page with a picture and no more is a scan's."""

_ALONE: Final = Lock()
"""pdfium serves one thread at a time."""

Block = Row | Part
"""A free line of print, or a table as far as one page holds it."""


def read(data: bytes) -> Document:
    """A PDF's text. Raises Unfit; for a PDF that is nothing but pictures, too."""
    found: list[tuple[Page, list[Block]]] = []
    written = pictures = count = 0
    layout: unruled.Layout | None = None
    with _ALONE, closing(words.read(data)) as opened:
        for page in opened:
            blocks, layout = _blocks(page, layout)
            found.append((page, blocks))
            written += sum(len(word.text) for word in page.words)
            pictures += page.pictures
            count += sum(len(block.cells) for block in blocks if isinstance(block, Part))
            if count > MAX_CELLS:
                raise Unfit("too-big")
    if not written or (pictures and written < _FEW * len(found)):
        raise Unfit("no-text")
    return _written(found)


def _blocks(page: Page, layout: unruled.Layout | None) -> tuple[list[Block], unruled.Layout | None]:
    """A page's lines and tables from the top down; `layout` are the columns that the page before had."""
    frames = [frame for frame in ruled.frames(page) if len(frame.xs) > 2 or len(frame.ys) > 2]
    parts: list[Part] = [Part(page.number, frame.ys[0]) for frame in frames]
    held: list[dict[tuple[int, int], list[Word]]] = [{} for _ in frames]
    free: list[Word] = []
    for word in page.words:
        found = None
        for frame, own in zip(frames, held, strict=True):
            for piece in word.cut(frame.xs) if frame.ys[0] < word.y < frame.ys[-1] + 1 else ():
                if (found := frame.place(piece)) is not None:
                    own.setdefault(found, []).append(piece)
            if found is not None:
                break
        if found is None:
            free.append(word)
    for frame, part, own in zip(frames, parts, held, strict=True):
        part.edges = frame.xs
        for (row, place), box in frame.boxes().items():
            part.cells[row + 1, place + 1] = Cell(tuple(own.get((row, place), ())), box)
    lines = [row for row in rows(free) if not _furniture(row, page)]
    framed = [part for part, frame in zip(parts, frames, strict=True) if len(frame.xs) > unruled.LEAST]
    if framed:
        return _ordered([*lines, *parts]), None
    blocks, layout = unruled.blocks(lines, layout, page.number)
    return _ordered([*blocks, *parts]), layout


def _ordered(blocks: Iterable[Block]) -> list[Block]:
    return sorted(blocks, key=lambda block: block.y)


def _furniture(row: Row, page: Page) -> bool:
    """Whether a line is what a program prints at the edge of every page."""
    inside = _EDGE * page.height < row.y < (1 - _EDGE) * page.height
    return not inside and bool(_FURNITURE.fullmatch(row.text.strip()))


def _written(found: list[tuple[Page, list[Block]]]) -> Document:
    writer = Writer()
    known = _vocabulary([block for _, blocks in found for block in blocks])
    table: Part | None = None
    above: Table | None = None
    for page, blocks in found:
        if not blocks and page.pictures:
            writer.unread(Region("page", page=page.number), "pagina_sin_texto", page=str(page.number))
        last_y = None
        number = 0
        margin = min((block.words[0].x for block in blocks if isinstance(block, Row)), default=0.0)
        for block in blocks:
            if isinstance(block, Part):
                number += 1
                block.number = number
                if table is not None and joined(table, block, known):
                    continue
                above = _flush(table, writer, known, above)
                table, last_y = block, block.bottom
                continue
            above = _flush(table, writer, known, above)
            table = None
            _line(writer, block, page.number, margin, last_y)
            last_y = block.y
        if table is None:
            writer.blank()
    _flush(table, writer, known, above)
    return writer.document("pdf")


def _vocabulary(blocks: Iterable[Block]) -> Vocabulary:
    """The words that stand whole somewhere, and how far lines reach in every column."""
    lines: list[Row] = []
    reach: dict[tuple[int, int], float] = {}
    for block in blocks:
        if isinstance(block, Row):
            lines.append(block)
            continue
        inner = block.inner
        for cell in block.cells.values():
            own = rows(cell.words)
            lines += own
            key = column(cell.box)
            reach[key] = max([reach.get(key, 0.0), cell.box[2] - cell.box[0] - 2 * inner, *map(width, own)])
    return Vocabulary(whole(lines), reach)


def _line(writer: Writer, row: Row, page: int, margin: float, last_y: float | None) -> None:
    """A free line, with an empty one before it where the page leaves room."""
    if last_y is not None and row.y - last_y > 1.9 * row.size:
        writer.blank()
    writer.open(Region("point", page=page))
    pieces = cells(row, margin)
    writer.points([text for text, _ in pieces], [box for _, box in pieces])


def _flush(part: Part | None, writer: Writer, known: Vocabulary, above: Table | None) -> Table | None:
    """Write a table that has come to its end."""
    if part is None:
        return above
    grid = Grid("", region=Region("table", page=part.page, table=part.number))
    part.fill(grid, known)
    found = write(grid, writer, above)
    writer.blank()
    return found

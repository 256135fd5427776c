"""Read PDFs: tables by their rulings, or by the heading's anchors where none are drawn; parts of a table joined."""

import re
from collections.abc import Iterable
from contextlib import closing
from threading import Lock
from typing import Final

from poa_lint.documents.document import MAX_CELLS, Document, UnreadableFile, Writer
from poa_lint.documents.pdf import ruled, unruled, words
from poa_lint.documents.pdf.layout import Layout
from poa_lint.documents.pdf.lines import Row, Vocabulary, Word, cells, rows, whole, width
from poa_lint.documents.pdf.parts import Cell, Part, column, joined
from poa_lint.documents.pdf.words import Page
from poa_lint.documents.places import Region
from poa_lint.documents.sheets.grid import Grid, Table, write

_PAGE_EDGE: Final = re.compile(
    r"(?:p[aá]g(?:ina|\.)?|hoja)?\s*\d{1,4}(?:\s*(?:/|de)\s*\d{1,4})?|(?:file|https?)://\S+(?:\s+\d+/\d+)?"
    r"|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d.*",
    re.IGNORECASE,
)
"""A line that a program prints at the edge of every page: the page's number, the address, the time."""
_EDGE: Final = 0.07
"""The part of a page's height, at the top and at the bottom, in which such lines stand."""
_FEW: Final = 20
"""Characters; a page that has a picture and fewer than these is a scan."""

_LOCK: Final = Lock()
"""pdfium serves one thread at a time."""

Block = Row | Part
"""A free line of print, or a table as far as one page holds it."""


def read(data: bytes) -> Document:
    """Read a PDF in this process. Raises UnreadableFile, also for a PDF that holds nothing but pictures."""
    pages: list[tuple[Page, list[Block]]] = []
    characters = pictures = cell_count = 0
    layout: Layout | None = None
    with _LOCK, closing(words.read(data)) as opened:
        for page in opened:
            blocks, layout = _blocks(page, layout)
            pages.append((page, blocks))
            characters += sum(len(word.text) for word in page.words)
            pictures += page.pictures
            cell_count += sum(len(block.cells) for block in blocks if isinstance(block, Part))
            if cell_count > MAX_CELLS:
                raise UnreadableFile("too-big")
    if not characters or (pictures and characters < _FEW * len(pages)):
        raise UnreadableFile("no-text")
    return _document(pages)


def _blocks(page: Page, layout: Layout | None) -> tuple[list[Block], Layout | None]:
    """A page's lines and tables from the top down, and the columns with which the next page may continue.

    `layout` are the columns of an unruled table on the page before. A page with a ruled table of the form's size has
    no unruled ones.
    """
    frames = [frame for frame in ruled.frames(page) if len(frame.xs) > 2 or len(frame.ys) > 2]
    parts, free = _framed(page, frames)
    lines = [row for row in rows(free) if not _is_page_edge(row, page)]
    if any(len(frame.xs) > unruled.MIN_COLUMNS for frame in frames):
        return _ordered([*lines, *parts]), None
    blocks, layout = unruled.blocks(lines, layout, page.number)
    return _ordered([*blocks, *parts]), layout


def _framed(page: Page, frames: list[ruled.Frame]) -> tuple[list[Part], list[Word]]:
    """The ruled tables of a page with their words, and the words outside of them."""
    parts: list[Part] = [Part(page.number, frame.ys[0], edges=frame.xs) for frame in frames]
    words_of: list[dict[tuple[int, int], list[Word]]] = [{} for _ in frames]
    free: list[Word] = []
    for word in page.words:
        position = None
        for frame, own in zip(frames, words_of, strict=True):
            for piece in word.cut(frame.xs) if frame.ys[0] < word.y < frame.ys[-1] + 1 else ():
                if (position := frame.cell_at(piece)) is not None:
                    own.setdefault(position, []).append(piece)
            if position is not None:
                break
        if position is None:
            free.append(word)
    for frame, part, own in zip(frames, parts, words_of, strict=True):
        for (row, index), box in frame.boxes().items():
            part.cells[row + 1, index + 1] = Cell(tuple(own.get((row, index), ())), box)
    return parts, free


def _ordered(blocks: Iterable[Block]) -> list[Block]:
    return sorted(blocks, key=lambda block: block.y)


def _is_page_edge(row: Row, page: Page) -> bool:
    inside = _EDGE * page.height < row.y < (1 - _EDGE) * page.height
    return not inside and bool(_PAGE_EDGE.fullmatch(row.text.strip()))


def _document(pages: list[tuple[Page, list[Block]]]) -> Document:
    """Write the blocks of all pages; a table waits until a block comes that does not continue it."""
    writer = Writer()
    vocabulary = _vocabulary([block for _, blocks in pages for block in blocks])
    pending: Part | None = None
    above: Table | None = None
    for page, blocks in pages:
        if not blocks and page.pictures:
            writer.unread(Region("page", page=page.number), "pagina_sin_texto", page=str(page.number))
        last_y = None
        number = 0
        margin = min((block.words[0].x for block in blocks if isinstance(block, Row)), default=0.0)
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
            _write_line(writer, block, page.number, margin, last_y)
            last_y = block.y
        if pending is None:
            writer.blank()
    _flush(pending, writer, vocabulary, above)
    return writer.document("pdf")


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


def _write_line(writer: Writer, row: Row, page: int, margin: float, last_y: float | None) -> None:
    """Write a free line, after an empty one where the page leaves room above it."""
    if last_y is not None and row.y - last_y > 1.9 * row.size:
        writer.blank()
    writer.open(Region("point", page=page))
    pieces = cells(row, margin)
    writer.points([text for text, _ in pieces], [box for _, box in pieces])


def _flush(part: Part | None, writer: Writer, vocabulary: Vocabulary, above: Table | None) -> Table | None:
    """Write a table to which no more parts will be joined; return the last table written."""
    if part is None:
        return above
    grid = Grid("", region=Region("table", page=part.page, table=part.number))
    part.fill(grid, vocabulary)
    table = write(grid, writer, above)
    writer.blank()
    return table

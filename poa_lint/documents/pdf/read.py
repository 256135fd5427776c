"""Read PDFs: tables by their rulings, or by the heading's anchors where none are drawn; parts of a table joined."""

import re
from collections.abc import Iterable
from contextlib import closing
from threading import Lock
from typing import Final

from poa_lint.core.form import Form
from poa_lint.documents import titles
from poa_lint.documents.document import MAX_CELLS, Document, UnreadableFile
from poa_lint.documents.geometry import unruled
from poa_lint.documents.geometry.layout import Layout
from poa_lint.documents.geometry.lines import Row, Word, rows
from poa_lint.documents.geometry.marks import marks_of
from poa_lint.documents.geometry.pages import Block, Sheet, document
from poa_lint.documents.geometry.parts import Cell, Part
from poa_lint.documents.pdf import ruled, words
from poa_lint.documents.pdf.words import Page

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


def read(data: bytes, forms: tuple[Form, ...] = ()) -> Document:
    """Read a PDF in this process. Raises UnreadableFile, also for a PDF that holds nothing but pictures.

    `forms` are those whose headings tables without rulings may have; ours without any.
    """
    known = titles.fitting(forms)
    pages: list[Sheet] = []
    characters = pictures = cell_count = 0
    layout: Layout | None = None
    form: Form | None = None
    with _LOCK, closing(words.read(data)) as opened:
        for page in opened:
            blocks, layout = _blocks(page, layout, known)
            form = form or next((block.form for block in blocks if isinstance(block, Part)), None)
            pages.append(Sheet(page.number, blocks, bool(page.pictures)))
            characters += sum(len(word.text) for word in page.words)
            pictures += page.pictures
            cell_count += sum(len(block.cells) for block in blocks if isinstance(block, Part))
            if cell_count > MAX_CELLS:
                raise UnreadableFile("too-big")
    if not characters or (pictures and characters < _FEW * len(pages)):
        raise UnreadableFile("no-text")
    return document(pages, "pdf", marks_of(form))


def _blocks(page: Page, layout: Layout | None, forms: tuple[Form, ...]) -> tuple[list[Block], Layout | None]:
    """A page's lines and tables from the top down, and the columns with which the next page may continue.

    `layout` are the columns of an unruled table on the page before. A page with a ruled table of the form's size has
    no unruled ones.
    """
    frames = [frame for frame in ruled.frames(page) if len(frame.xs) > 2 or len(frame.ys) > 2]
    parts, free = _framed(page, frames)
    lines = [row for row in rows(free) if not _is_page_edge(row, page)]
    if any(len(frame.xs) > unruled.MIN_COLUMNS for frame in frames):
        return _ordered([*lines, *parts]), None
    blocks, layout = unruled.blocks(lines, layout, page.number, forms)
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

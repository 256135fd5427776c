"""Add comments to cells: new ones, or a text behind that of a cell's own.

A comment is stored twice: its text in the comments part, its box in a drawing (VML) without which it is not shown.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.documents.marking.book import Book
from poa_lint.documents.marking.part import MOST, Element, Part, escaped, quoted
from poa_lint.documents.places import letters

AUTHOR: Final = "poa-lint"
WIDE: Final = 360
"""The width of a comment's box, in pixels."""
TALLEST: Final = 640
"""The greatest height of a comment's box, in pixels."""
LINE: Final = 16
"""The height of a line in it, in pixels."""
LETTERS: Final = 52
"""Letters that fit into a line of it."""
BLOCK: Final = 1024
"""Numbers of shapes that each number in a drawing's `idmap` reserves."""

_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_DRAWING: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{}"/></o:shapelayout></xml>'
)
_SHAPE_TYPE: Final = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe" {}>'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE: Final = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto" {names} '
    'style="position:absolute;visibility:hidden;z-index:1"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_NAMES: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_NUMBER: Final = re.compile(r"_x0000_s(\d{1,9})")
_END: Final = re.compile(r"</(?:\w+:)?xml\s*>\s*\Z")

Cell = tuple[int, int]
"""Row and column, from 1."""


class Note(NamedTuple):
    """The text of a cell's comment: paragraphs, each with its heading."""

    paragraphs: tuple[tuple[str, str], ...]

    @property
    def pixels(self) -> int:
        """The height of the box that the text needs, at most `TALLEST`."""
        texts = [line for pair in self.paragraphs for text in pair for line in text.split("\n")]
        return min(TALLEST, LINE * sum(1 + len(text) // LETTERS for text in texts) + LINE * len(self.paragraphs))


class Sizes(NamedTuple):
    """The widths of a sheet's columns and heights of its rows, in pixels, by number from 1."""

    columns: Mapping[int, int]
    rows: Mapping[int, int]
    column: int = 64
    """The width of columns that are not in `columns`."""
    row: int = 20
    """The height of rows that are not in `rows`."""

    def anchor(self, cell: Cell, height: int) -> str:
        """The corners of a comment's box to the right of a cell, as a drawing states them.

        These are the column and the offset in it of the left side, and the same of the top, right and bottom.
        """
        row, column = cell
        left, top = column, max(row - 2, 0)
        right, right_offset = _reach(left, WIDE, self.columns, self.column)
        bottom, bottom_offset = _reach(top, height, self.rows, self.row)
        return f"{left}, 12, {top}, 4, {right}, {right_offset}, {bottom}, {bottom_offset}"


def comment(book: Book, sheet: str, number: int, notes: Mapping[Cell, Note], sizes: Sizes) -> None:
    """Add `notes` to the cells of the sheet in the part `sheet`; `number` is a number of its own among the sheets."""
    relations = book.relations(sheet)
    targets = (item.target for item in relations if item.kind == "comments" and book.has(item.target))
    name = next(targets, "")
    if not name:
        name = book.free_name("xl/comments{}.xml")
        book.write(name, f"<comments xmlns={quoted(book.main)}><authors></authors><commentList/></comments>".encode())
        book.declare(name, _COMMENTS_TYPE)
        book.add_relation(sheet, "comments", name)
    new = _add_texts(book.part(name), notes)
    _draw(book, sheet, number, {cell: notes[cell] for cell in new}, sizes)


def _add_texts(part: Part, notes: Mapping[Cell, Note]) -> Sequence[Cell]:
    """Add the texts to the comments part; return the cells that had no comment before."""
    authors, comments = part.child("authors"), part.child("commentList")
    assert authors is not None
    assert comments is not None
    author = len(part.children(authors))
    part.append(authors, part.prefixed(f"<author>{AUTHOR}</author>"))
    known = {(part.attribute(element, "ref") or "").upper(): element for element in part.children(comments)}
    new = []
    for (row, column), note in notes.items():
        name = f"{letters(column)}{row}"
        if name in known:
            _extend(part, known[name], note)
        else:
            new.append((row, column))
            start_tags = f"<comment ref={quoted(name)} authorId={quoted(str(author))}><text>"
            part.append(comments, part.prefixed(f"{start_tags}{_runs(note)}</text></comment>"))
    return new


def _extend(part: Part, comment_element: Element, note: Note) -> None:
    """Add a note behind the text of a comment."""
    text = part.child("text", comment_element)
    if text is None:
        return
    plain = part.child("t", text)
    if plain is not None:  # a text without format must become a run with one, or no runs may follow it
        part.replace(plain.start, plain.start, part.prefixed("<r>"))
        part.replace(plain.end, plain.end, part.prefixed("</r>"))
    part.append(text, part.prefixed(_runs(note, before="\n\n")))


def _runs(note: Note, before: str = "") -> str:
    """The markup of a note, headings in bold; all of it at most `MOST` characters."""
    font = '<sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/>'
    runs, room = [], MOST
    for heading, text in note.paragraphs:
        for effects, content in (("<b/>", f"{before}{heading}\n"), ("", text)):
            cut, room = content[: max(room, 0)], room - len(content)
            runs.append(f'<r><rPr>{effects}{font}</rPr><t xml:space="preserve">{escaped(cut)}</t></r>')
        before = "\n\n"
    return "".join(runs)


def _draw(book: Book, sheet: str, number: int, notes: Mapping[Cell, Note], sizes: Sizes) -> None:
    """Add the boxes of new comments to the sheet's drawing."""
    if not notes:
        return
    name = _drawing(book, sheet, number)
    text = book.raw(name).decode("utf-8", "surrogateescape")
    last = max(map(int, _SHAPE_NUMBER.findall(text)), default=BLOCK * number)
    shapes = [] if "_x0000_t202" in text else [_SHAPE_TYPE.format(_NAMES)]
    for shape, ((row, column), note) in enumerate(notes.items(), last + 1):
        anchor = sizes.anchor((row, column), note.pixels)
        shapes.append(_SHAPE.format(number=shape, anchor=anchor, row=row - 1, column=column - 1, names=_NAMES))
    end = _END.search(text)
    if end is not None:
        whole = "".join((text[: end.start()], *shapes, text[end.start() :]))
        book.write(name, whole.encode("utf-8", "surrogateescape"))


def _drawing(book: Book, sheet: str, number: int) -> str:
    """The name of the part with the boxes of a sheet's comments, which is added if there is none."""
    part = book.part(sheet)
    element = part.child("legacyDrawing")
    if element is not None:
        relation_id = part.attribute(element, "id")
        targets = (item.target for item in book.relations(sheet) if item.id == relation_id and book.has(item.target))
        name = next(targets, "")
        if name:
            return name
        part.replace(element.start, element.end, "")
    name = book.free_name("xl/drawings/vmlDrawing{}.vml")
    book.write(name, _DRAWING.format(number).encode())
    book.declare_suffix("vml", _DRAWING_TYPE)
    relation_id = book.add_relation(sheet, "vmlDrawing", name)
    attributes = f"xmlns:rel={quoted(book.office)} rel:id={quoted(relation_id)}"
    part.insert("legacyDrawing", part.prefixed(f"<legacyDrawing {attributes}/>"))
    return name


def _reach(start: int, pixels: int, sizes: Mapping[int, int], default: int) -> tuple[int, int]:
    """The row or column (from 0) at a distance in pixels from the beginning of `start`, and the pixels left in it.

    For example 100 pixels from column 2, where every column has 64: column 3, 36 pixels.
    """
    index = start
    while pixels > (size := sizes.get(index + 1, default)):
        pixels -= size
        index += 1
    return index, pixels

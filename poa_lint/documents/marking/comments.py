"""Notes beside cells: added to the ones that a sheet has, or joined to a cell's own."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.documents.marking.book import Book
from poa_lint.documents.marking.part import MOST, Element, Part, quoted, words
from poa_lint.documents.places import letters

AUTHOR: Final = "poa-lint"
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWN: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{}"/></o:shapelayout></xml>'
)
_BOX: Final = (
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
_NUMBERS: Final = re.compile(r"_x0000_s(\d{1,9})")
_END: Final = re.compile(r"</(?:\w+:)?xml\s*>\s*\Z")
BLOCK: Final = 1024
"""Shapes that one number of a drawing's map stands for."""
WIDE: Final = 360
"""A note's width in pixels, and below the height of its lines, the letters that go into one, the tallest note."""
LINE: Final = 16
LETTERS: Final = 52
TALLEST: Final = 640

Cell = tuple[int, int]
"""Row and column, from 1."""


class Note(NamedTuple):
    """What is said beside a cell: paragraphs, each with its heading."""

    paragraphs: tuple[tuple[str, str], ...]

    @property
    def pixels(self) -> int:
        """How tall it is."""
        texts = [line for pair in self.paragraphs for text in pair for line in text.split("\n")]
        return min(TALLEST, LINE * sum(1 + len(text) // LETTERS for text in texts) + LINE * len(self.paragraphs))


class Sizes(NamedTuple):
    """How wide a sheet's columns and how tall its rows are, in pixels; the others are as the defaults."""

    columns: Mapping[int, int]
    rows: Mapping[int, int]
    column: int = 64
    row: int = 20

    def anchor(self, cell: Cell, tall: int) -> str:
        """The corners of a note to the right of a cell, as a drawing says them."""
        row, column = cell
        left, top = column, max(row - 2, 0)
        right, across = _reach(left, WIDE, self.columns, self.column)
        bottom, down = _reach(top, tall, self.rows, self.row)
        return f"{left}, 12, {top}, 4, {right}, {across}, {bottom}, {down}"


def _reach(start: int, pixels: int, sizes: Mapping[int, int], usual: int) -> tuple[int, int]:
    """The line (from 0) that so many pixels from a line's beginning reach into, and how far."""
    place = start
    while pixels > (size := sizes.get(place + 1, usual)):
        pixels -= size
        place += 1
    return place, pixels


def comment(book: Book, sheet: str, number: int, notes: Mapping[Cell, Note], sizes: Sizes) -> None:
    """Put notes beside cells of the sheet in that part; `number` tells its drawing from those of the others."""
    name = next((one.target for one in book.relations(sheet) if one.kind == "comments" and book.has(one.target)), "")
    if not name:
        name = book.free("xl/comments{}.xml")
        book.write(name, f"<comments xmlns={quoted(book.main)}><authors></authors><commentList/></comments>".encode())
        book.declare(name, _CONTENT)
        book.relate(sheet, "comments", name)
    drawn = _said(book.part(name), notes)
    _draw(book, sheet, number, {cell: notes[cell] for cell in drawn}, sizes)


def _said(part: Part, notes: Mapping[Cell, Note]) -> Sequence[Cell]:
    """Write what the notes say; the cells that had none before."""
    authors, listed = part.child("authors"), part.child("commentList")
    assert authors is not None
    assert listed is not None
    author = sum(1 for _ in part.inside(authors))
    part.add(authors, part.own(f"<author>{AUTHOR}</author>"))
    known = {(part.attribute(one, "ref") or "").upper(): one for one in part.inside(listed)}
    new = []
    for (row, column), note in notes.items():
        name = f"{letters(column)}{row}"
        if name in known:
            _join(part, known[name], note)
        else:
            new.append((row, column))
            opens = f"<comment ref={quoted(name)} authorId={quoted(str(author))}><text>"
            part.add(listed, part.own(f"{opens}{_runs(note)}</text></comment>"))
    return new


def _join(part: Part, one: Element, note: Note) -> None:
    """Add a note to the words that a cell's own says already."""
    text = part.child("text", one)
    if text is None:
        return
    plain = part.child("t", text)
    if plain is not None:  # words without a format become words with one, or nothing may follow them
        part.put(plain.start, plain.start, part.own("<r>"))
        part.put(plain.end, plain.end, part.own("</r>"))
    part.add(text, part.own(_runs(note, before="\n\n")))


def _runs(note: Note, before: str = "") -> str:
    font = '<sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/>'
    pieces, left = [], MOST
    for heading, text in note.paragraphs:
        for looks, said in (("<b/>", f"{before}{heading}\n"), ("", text)):
            cut, left = said[: max(left, 0)], left - len(said)
            pieces.append(f'<r><rPr>{looks}{font}</rPr><t xml:space="preserve">{words(cut)}</t></r>')
        before = "\n\n"
    return "".join(pieces)


def _draw(book: Book, sheet: str, number: int, notes: Mapping[Cell, Note], sizes: Sizes) -> None:
    """Give notes their boxes, without which a spreadsheet does not show them."""
    if not notes:
        return
    name = _drawing(book, sheet, number)
    text = book.raw(name).decode("utf-8", "surrogateescape")
    taken = max(map(int, _NUMBERS.findall(text)), default=BLOCK * number)
    shapes = [] if "_x0000_t202" in text else [_BOX.format(_NAMES)]
    for place, ((row, column), note) in enumerate(notes.items(), 1):
        anchor = sizes.anchor((row, column), note.pixels)
        shapes.append(_SHAPE.format(number=taken + place, anchor=anchor, row=row - 1, column=column - 1, names=_NAMES))
    end = _END.search(text)
    if end is not None:
        whole = "".join((text[: end.start()], *shapes, text[end.start() :]))
        book.write(name, whole.encode("utf-8", "surrogateescape"))


def _drawing(book: Book, sheet: str, number: int) -> str:
    """The part with the boxes of a sheet's notes, made where there is none."""
    part = book.part(sheet)
    named = part.child("legacyDrawing")
    if named is not None:
        identity = part.attribute(named, "id")
        found = next((one.target for one in book.relations(sheet) if one.id == identity and book.has(one.target)), "")
        if found:
            return found
        part.put(named.start, named.end, "")
    name = book.free("xl/drawings/vmlDrawing{}.vml")
    book.write(name, _VML.format(number).encode())
    book.declare_ending("vml", _DRAWN)
    identity = book.relate(sheet, "vmlDrawing", name)
    said = f"xmlns:rel={quoted(book.office)} rel:id={quoted(identity)}"
    part.insert("legacyDrawing", part.own(f"<legacyDrawing {said}/>"))
    return name

"""A copy of a workbook with what was found written into it: cells filled and commented, and a sheet that lists it all.

The parts of the file are changed where they have to be, as text, and copied byte for byte elsewhere: formulas with
their results, pictures, hidden sheets, macros and whatever else a workbook holds are not read and written anew.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.documents.document import Unfit
from poa_lint.documents.marking import index, sheet
from poa_lint.documents.marking.book import TYPES, WORKBOOK, Book
from poa_lint.documents.marking.comments import Cell, Note, comment
from poa_lint.documents.marking.styles import FILLS, Styles
from poa_lint.documents.sheets.xlsx import INDEX

__all__ = ["Finding", "Labels", "has_macros", "is_marked", "marked"]

FIRST: Final = 2
"""The row of the index that the first finding stands in."""
LEVELS: Final = tuple(FILLS)
"""The levels of severity, the gravest first."""


class Finding(NamedTuple):
    """What is said of one cell: the level for its colour, its row in the index, and its comment.

    `words` are the cells of the index in the order of the headings; `sheet` is empty for what stands nowhere.
    """

    level: str
    sheet: str
    cell: str
    words: tuple[str, ...]
    heading: str
    comment: str


class Labels(NamedTuple):
    """The fixed words of a copy: the list's name, its headings, its line where nothing was found, the links' tip."""

    title: str
    headings: tuple[str, ...]
    nothing: str
    back: str
    """With `{row}` in it, the row of the index."""


def is_marked(data: bytes) -> bool:
    """Whether a file is a copy that was marked here."""
    try:
        return f'"{INDEX}"' in Book(data).workbook.text
    except Unfit:
        return False


def has_macros(data: bytes) -> bool:
    """Whether a workbook is of the kind that holds macros (.xlsm), whatever its name. Raises Unfit."""
    types = Book(data).part(TYPES)
    stated = {types.attribute(one, "PartName"): types.attribute(one, "ContentType") for one in types.inside()}
    return "macroEnabled" in (stated.get(f"/{WORKBOOK}") or "")


def marked(data: bytes, found: Sequence[Finding], labels: Labels) -> bytes:
    """The workbook with what was found. Raises Unfit for what is no workbook."""
    book = Book(data)
    styles = Styles(book)
    sheets = dict(book.sheets())
    name = index.free_name(labels.title, [*sheets, *_every_name(book)])
    rows = []
    for number, (title, part) in enumerate(sheets.items(), 1):
        here = {place: one for place, one in enumerate(found) if one.sheet == title}
        if here:
            _mark(book, part, number, here, styles, name, labels)
        sheet.unselect(book.part(part))
    for one in found:
        target = index.reference(one.sheet, one.cell) if one.sheet in sheets else ""
        rows.append(index.Row(one.level, one.words, target))
    if not rows:
        rows.append(index.Row("", (labels.nothing, *[""] * (len(labels.headings) - 1))))
    index.add(book, name, labels.headings, rows, styles)
    return book.data()


def _every_name(book: Book) -> list[str]:
    """The names of all sheets, those without a part too."""
    sheets = book.workbook.child("sheets")
    return [book.workbook.attribute(one, "name") or "" for one in book.workbook.inside(sheets)] if sheets else []


def _mark(
    book: Book, name: str, number: int, found: Mapping[int, Finding], styles: Styles, index_name: str, labels: Labels
) -> None:
    """Mark one sheet; `found` has the findings on it by their place in the list."""
    here = sheet.Sheet(book.part(name), styles)
    shown = here.heads([sheet.numbers(one.cell) for one in found.values()])
    cells: dict[Cell, list[int]] = {}
    for place, one in found.items():
        cells.setdefault(shown[sheet.numbers(one.cell)], []).append(place)
    levels = {cell: min((found[place].level for place in places), key=LEVELS.index) for cell, places in cells.items()}
    notes = {
        cell: Note(tuple(_said(found[place], place + FIRST, labels) for place in places))
        for cell, places in cells.items()
    }
    links = {
        cell: sheet.Link(
            index.reference(index_name, f"A{places[0] + FIRST}"), labels.back.format(row=places[0] + FIRST)
        )
        for cell, places in cells.items()
    }
    here.mark(levels)
    here.link(links)
    comment(book, name, number, notes, here.sizes())


def _said(one: Finding, row: int, labels: Labels) -> tuple[str, str]:
    return one.heading, f"{one.comment}\n({labels.back.format(row=row)})"

"""Mark a copy of a workbook: cells filled and commented by their findings, and a sheet that lists them (the index).

The XML of the workbook's parts is changed as text, where it has to be, and copied byte for byte elsewhere. No library
reads and rewrites the file, so formulas with their results, pictures, hidden sheets and macros stay as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from poa_lint.documents.document import UnreadableFile
from poa_lint.documents.marking import index, sheet
from poa_lint.documents.marking.book import TYPES, Book
from poa_lint.documents.marking.comments import Cell, Note, comment
from poa_lint.documents.marking.styles import FILLS, Styles
from poa_lint.documents.sheets.xlsx import INDEX

__all__ = ["Finding", "Labels", "has_macros", "is_marked", "mark"]

FIRST: Final = 2
"""The row of the index with the first finding."""
LEVELS: Final = tuple(FILLS)
"""The levels of severity, the gravest first."""


class Finding(NamedTuple):
    """One finding as it is written into the copy. `sheet` and `cell` are empty for one about no cell."""

    level: str
    """A key of `styles.FILLS`: the colour of the cell."""
    sheet: str
    cell: str
    words: tuple[str, ...]
    """Its cells in the index, in the order of the headings."""
    heading: str
    """The first line, in bold, of the comment."""
    comment: str


class Labels(NamedTuple):
    """The fixed texts of a copy: the index's name and headings, its line when there are no findings."""

    title: str
    headings: tuple[str, ...]
    nothing: str
    back: str
    """The tip of a link to the index, with `{row}` for the row."""


def is_marked(data: bytes) -> bool:
    """True if a file is a copy that `mark` made."""
    try:
        with _unreadable():
            return f'"{INDEX}"' in Book(data).workbook.text
    except UnreadableFile:
        return False


def has_macros(data: bytes) -> bool:
    """True if a workbook is of the type that may have macros (.xlsm), whatever its name. Raises UnreadableFile."""
    with _unreadable():
        book = Book(data)
        types = book.part(TYPES)
        nodes = types.children()
        type_of = {(types.attribute(node, "PartName") or "").lower(): node for node in nodes}
        own = type_of.get(f"/{book.path}".lower())
        return own is not None and "macroEnabled" in (types.attribute(own, "ContentType") or "")


def mark(data: bytes, findings: Sequence[Finding], labels: Labels) -> bytes:
    """Return the workbook `data` with the findings.

    Raises UnreadableFile for bytes that are no workbook, and for a workbook in which something else is than may be.
    """
    with _unreadable():
        return _marked(Book(data), findings, labels)


@contextmanager
def _unreadable() -> Iterator[None]:
    """Raise UnreadableFile for any fault of a workbook. The findings are told all the same; a copy is an extra."""
    try:
        yield
    except UnreadableFile:
        raise
    except Exception as fault:  # the parts are changed as text: no list of what may be wrong in them is complete
        raise UnreadableFile("corrupt") from fault


def _marked(book: Book, findings: Sequence[Finding], labels: Labels) -> bytes:
    """The bytes of the workbook with the findings."""
    styles = Styles(book)
    sheets = dict(book.sheets())
    index_name = index.free_name(labels.title, [*sheets, *_sheet_names(book)])
    for number, (title, part) in enumerate(sheets.items(), 1):
        here = {row: finding for row, finding in enumerate(findings, FIRST) if finding.sheet == title}
        if here:
            _mark(book, part, number, here, styles, index_name, labels)
        sheet.unselect(book.part(part))
    rows = []
    for finding in findings:
        target = index.reference(finding.sheet, finding.cell) if finding.sheet in sheets else ""
        rows.append(index.Row(finding.level, finding.words, target))
    if not rows:
        rows.append(index.Row("", (labels.nothing, *[""] * (len(labels.headings) - 1))))
    index.add(book, index_name, labels.headings, rows, styles)
    return book.data()


def _sheet_names(book: Book) -> list[str]:
    """The names of all sheets, also of those without a part."""
    sheets = book.workbook.child("sheets")
    nodes = book.workbook.children(sheets) if sheets else ()
    return [book.workbook.attribute(node, "name") or "" for node in nodes]


def _mark(
    book: Book, part: str, number: int, findings: Mapping[int, Finding], styles: Styles, index_name: str, labels: Labels
) -> None:
    """Mark the sheet in `part`, the workbook's `number`-th; `findings` has those on it by their row in the index."""
    target = sheet.Sheet(book.part(part), styles)
    visible = target.visible_cells([sheet.numbers(finding.cell) for finding in findings.values()])
    rows_of: dict[Cell, list[int]] = {}
    for row, finding in findings.items():
        rows_of.setdefault(visible[sheet.numbers(finding.cell)], []).append(row)
    levels = {cell: min((findings[row].level for row in rows), key=LEVELS.index) for cell, rows in rows_of.items()}
    notes = {
        cell: Note(tuple(_paragraph(findings[row], row, labels) for row in rows)) for cell, rows in rows_of.items()
    }
    links = {
        cell: sheet.Link(index.reference(index_name, f"A{rows[0]}"), labels.back.format(row=rows[0]))
        for cell, rows in rows_of.items()
    }
    target.mark(levels)
    target.link(links)
    comment(book, part, number, notes, target.sizes())


def _paragraph(finding: Finding, row: int, labels: Labels) -> tuple[str, str]:
    """The heading and text of a finding in its cell's comment."""
    return finding.heading, f"{finding.comment}\n({labels.back.format(row=row)})"

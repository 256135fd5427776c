"""Write cells of a workbook in a copy of it: emptied ones, other words, formulas with the results that they have now.

As in `marking`, the XML of the parts is changed as text where it has to be, and copied byte for byte elsewhere.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from poa_lint.documents.document import UnreadableFile
from poa_lint.documents.editing.cells import Blank, Formula, Left, Words
from poa_lint.documents.editing.sheet import Sheet
from poa_lint.documents.editing.strings import Strings
from poa_lint.documents.editing.styles import Formats
from poa_lint.documents.marking.book import Book
from poa_lint.documents.marking.part import Part, with_attributes

__all__ = ["Blank", "Change", "Edited", "Formula", "Left", "Words", "edited"]

CHAIN: Final = "calcChain"
"""The kind of the part that lists the cells with formulas; programs make it anew where there is none."""
Change = Words | Blank | Formula


class Edited(NamedTuple):
    """The bytes of a workbook with its changes, and the cells that were left as they are, each with the reason."""

    data: bytes
    left: tuple[Left, ...]


def edited(data: bytes, changes: Sequence[Change]) -> Edited:
    """Return the workbook `data` with `changes`. Raises UnreadableFile for one whose parts are not in order."""
    try:
        return _edited(Book(data), changes)
    except UnreadableFile:
        raise
    except Exception as fault:  # the parts are changed as text: no list of what may be wrong in them is complete
        raise UnreadableFile("corrupt") from fault


def _edited(book: Book, changes: Sequence[Change]) -> Edited:
    formats, strings = Formats(book), Strings(book)
    by_sheet: dict[str, list[Change]] = {}
    changes = _joined(changes)
    for change in changes:
        by_sheet.setdefault(change.sheet, []).append(change)
    dated = {(change.sheet, change.cell): change for change in changes if isinstance(change, Words)}
    left: list[Left] = []
    wrote = others = False
    for name, part in book.sheets():
        sheet = Sheet(name, book.part(part), formats, strings)
        sheet.change(by_sheet.pop(name, ()), dated)
        left += sheet.left
        wrote, others = wrote or sheet.wrote_formulas, others or sheet.keeps_formulas
    left += (Left(change.sheet, change.cell, "sin-celda") for rest in by_sheet.values() for change in rest)
    if wrote:
        _drop_chain(book)
    if others:
        _recalculate(book.workbook)
    return Edited(book.data(), tuple(left))


def _joined(changes: Sequence[Change]) -> list[Change]:
    """The changes, those of words in one cell as one."""
    joined: dict[tuple[str, str], Words] = {}
    for change in changes:
        if isinstance(change, Words):
            before = joined.setdefault((change.sheet, change.cell), change._replace(exchanges=()))
            exchanges = (*before.exchanges, *change.exchanges)
            joined[change.sheet, change.cell] = change._replace(exchanges=exchanges, days=before.days or change.days)
    return [*joined.values(), *(change for change in changes if not isinstance(change, Words))]


def _drop_chain(book: Book) -> None:
    """Take the list of formulas away: one that names a cell without a formula makes the workbook a broken one."""
    for relation in book.relations(book.path):
        if relation.kind == CHAIN:
            book.remove(relation)


def _recalculate(workbook: Part) -> None:
    """Let programs calculate the workbook when they open it: the office's formulas may depend on what has changed."""
    settings = workbook.child("calcPr")
    if settings is None:
        workbook.insert("calcPr", workbook.prefixed('<calcPr fullCalcOnLoad="1"/>'))
    else:
        tag = with_attributes(workbook.tag(settings), fullCalcOnLoad="1")
        workbook.replace(settings.start, settings.content_start, tag)

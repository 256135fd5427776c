"""The number formats of a workbook's cells, as far as they make a share a percentage."""

from poa_lint.documents.marking.book import Book
from poa_lint.documents.sheets import formats
from poa_lint.documents.sheets.styles import Style, styles
from poa_lint.documents.zip import tree


class Formats:
    """The cell styles of a workbook, numbered from 0 as cells name them."""

    def __init__(self, book: Book) -> None:
        part = next((relation.target for relation in book.relations(book.path) if relation.kind == "styles"), "")
        self._styles = styles(tree(book.raw(part)) if part and book.has(part) else None)

    def is_percent(self, style: int) -> bool:
        """True if a style shows 0.25 as 25 %."""
        found = self._styles[style] if 0 <= style < len(self._styles) else Style()
        return formats.number(0.25, found.code).percent

"""Add cell styles to a workbook: a cell's own style with another fill, and those of the index."""

from typing import Final

from poa_lint.documents.marking.book import Book
from poa_lint.documents.marking.part import Part, quoted, with_attributes

FILLS: Final = {"error": "FFFFC7CE", "warning": "FFFFEB9C", "info": "FFDDEBF7", "waived": "FFE7E6E6"}
"""The colour of a cell by the level of its finding, the gravest first; light enough for black letters on paper."""
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_COLLECTIONS: Final = {
    "fonts": '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>',
    "fills": '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>',
    "borders": '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    "cellStyleXfs": '<cellStyleXfs count="1"><xf/></cellStyleXfs>',
    "cellXfs": '<cellXfs count="1"><xf/></cellXfs>',
    "cellStyles": '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
}
"""The collections that are needed, each as it is added where it is missing or empty."""


class Styles:
    """The styles of a workbook, to which some are being added; they are numbered from 0, as cells name them."""

    def __init__(self, book: Book) -> None:
        name = next((relation.target for relation in book.relations(book.path) if relation.kind == "styles"), "")
        if not name:
            name = "xl/styles.xml"
            book.write(name, f"<styleSheet xmlns={quoted(book.main)}></styleSheet>".encode())
            book.declare(name, _CONTENT)
            book.add_relation(book.path, "styles", name)
        book.write(name, _complete(Part(book.raw(name))))
        self._part = part = book.part(name)
        child_of = {child.name: child for child in part.children()}
        self._collections = {name: child_of[name] for name in _COLLECTIONS}
        self._counts = {name: len(part.children(collection)) for name, collection in self._collections.items()}
        cell_styles = part.children(self._collections["cellXfs"])
        self._cell_styles = [part.text[style.start : style.end] for style in cell_styles]
        self._filled: dict[tuple[int, str], int] = {}
        self._fills: dict[str, int] = {}

    def with_fill(self, style: int, level: str) -> int:
        """The number of a style like `style` with the fill of a level of severity, which is added once."""
        key = style, level
        if key not in self._filled:
            old = self._cell_styles[style if 0 <= style < len(self._cell_styles) else 0]
            end = old.index(">") + 1
            tag = with_attributes(old[:end], fillId=str(self.fill(level)), applyFill="1")
            self._filled[key] = self._add("cellXfs", tag + old[end:])
        return self._filled[key]

    def fill(self, level: str) -> int:
        """The number of the fill of a level of severity, which is added once."""
        if level not in self._fills:
            pattern = f'<fgColor rgb="{FILLS[level]}"/><bgColor indexed="64"/>'
            fill = f'<fill><patternFill patternType="solid">{pattern}</patternFill></fill>'
            self._fills[level] = self._add("fills", self._part.prefixed(fill))
        return self._fills[level]

    def font(self, effects: str = "", colour: str = "") -> int:
        """Add a font, with `effects` as markup (`<b/>`), and return its number."""
        colour = f'<color rgb="{colour}"/>' if colour else ""
        return self._add(
            "fonts", self._part.prefixed(f'<font>{effects}<sz val="10"/>{colour}<name val="Calibri"/></font>')
        )

    def border(self) -> int:
        """Add a border, a thin line below, and return its number."""
        below = '<bottom style="thin"><color rgb="FFBFBFBF"/></bottom>'
        return self._add("borders", self._part.prefixed(f"<border><left/><right/><top/>{below}<diagonal/></border>"))

    def wraps(self, style: int) -> bool:
        """True if a style wraps texts over several lines."""
        known = 0 <= style < len(self._cell_styles)
        return known and 'wrapText="1"' in self._cell_styles[style].replace("true", "1")

    def text(self, font: int, border: int, fill: int = 0) -> int:
        """Add a style for wrapped text, aligned at the top, and return its number.

        It keeps a cell text when somebody edits it, whatever is typed.
        """
        parts = f'numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" quotePrefix="1"'
        applied = 'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        style = f'<xf {parts} {applied}><alignment vertical="top" wrapText="1"/></xf>'
        return self._add("cellXfs", self._part.prefixed(style))

    def _add(self, name: str, text: str) -> int:
        number = self._counts[name]
        self._counts[name] = number + 1
        self._part.append(self._collections[name], text, count=str(number + 1))
        return number


def _complete(part: Part) -> bytes:
    """The bytes of the styles with every collection of `_COLLECTIONS` that is missing or empty."""
    child_of = {child.name: child for child in part.children()}
    for name, xml in _COLLECTIONS.items():
        collection = child_of.get(name)
        if collection is None:
            part.insert(name, part.prefixed(xml))
        elif not part.children(collection):
            part.replace(collection.start, collection.end, part.prefixed(xml))
    return part.data()

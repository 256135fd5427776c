"""A cell's style with another fill: the rest of how it looks stays."""

from typing import Final

from poa_lint.documents.marking.book import WORKBOOK, Book
from poa_lint.documents.marking.part import Part, quoted, with_attributes

FILLS: Final = {"error": "FFFFC7CE", "warning": "FFFFEB9C", "info": "FFDDEBF7", "waived": "FFE7E6E6"}
"""Light enough for black letters on paper; the words beside them say the same."""
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
"""The collections that are needed, as they begin."""


class Styles:
    """The styles of a workbook while some are added; numbers count from 0, as cells name them."""

    def __init__(self, book: Book) -> None:
        name = next((one.target for one in book.relations(WORKBOOK) if one.kind == "styles"), "")
        if not name:
            name = "xl/styles.xml"
            book.write(name, f"<styleSheet xmlns={quoted(book.main)}></styleSheet>".encode())
            book.declare(name, _CONTENT)
            book.relate(WORKBOOK, "styles", name)
        book.write(name, _complete(Part(book.raw(name))))
        self._part = part = book.part(name)
        every = {one.name: one for one in part.inside()}
        self._found = {name: every[name] for name in _COLLECTIONS}
        self._counts = {name: sum(1 for _ in part.inside(one)) for name, one in self._found.items()}
        self._formats = [part.text[one.start : one.end] for one in part.inside(self._found["cellXfs"])]
        self._filled: dict[tuple[int, str], int] = {}
        self._fills: dict[str, int] = {}

    def filled(self, style: int, level: str) -> int:
        """A style like another one, with the fill of a level of severity."""
        key = style, level
        if key not in self._filled:
            old = self._formats[style if 0 <= style < len(self._formats) else 0]
            end = old.index(">") + 1
            tag = with_attributes(old[:end], fillId=str(self.fill(level)), applyFill="1")
            self._filled[key] = self._add("cellXfs", tag + old[end:])
        return self._filled[key]

    def fill(self, level: str) -> int:
        """The fill of a level of severity, by its number."""
        if level not in self._fills:
            pattern = f'<fgColor rgb="{FILLS[level]}"/><bgColor indexed="64"/>'
            fill = f'<fill><patternFill patternType="solid">{pattern}</patternFill></fill>'
            self._fills[level] = self._add("fills", self._part.own(fill))
        return self._fills[level]

    def font(self, looks: str = "", colour: str = "") -> int:
        """A new font, by its number."""
        colour = f'<color rgb="{colour}"/>' if colour else ""
        return self._add("fonts", self._part.own(f'<font>{looks}<sz val="10"/>{colour}<name val="Calibri"/></font>'))

    def line(self) -> int:
        """A new border, a thin line below, by its number."""
        below = '<bottom style="thin"><color rgb="FFBFBFBF"/></bottom>'
        return self._add("borders", self._part.own(f"<border><left/><right/><top/>{below}<diagonal/></border>"))

    def wraps(self, style: int) -> bool:
        """Whether words go on over several lines under a style."""
        return 0 <= style < len(self._formats) and 'wrapText="1"' in self._formats[style].replace("true", "1")

    def text(self, font: int, border: int, fill: int = 0) -> int:
        """A style for words: over several lines, from the top, and text even when somebody edits the cell."""
        stated = f'numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" quotePrefix="1"'
        applied = 'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        words = f'<xf {stated} {applied}><alignment vertical="top" wrapText="1"/></xf>'
        return self._add("cellXfs", self._part.own(words))

    def _add(self, name: str, text: str) -> int:
        number = self._counts[name]
        self._counts[name] = number + 1
        self._part.add(self._found[name], text, count=str(number + 1))
        return number


def _complete(part: Part) -> bytes:
    """The styles with every collection that is needed; one that is there and empty is as good as none."""
    there = {one.name: one for one in part.inside()}
    for name, made in _COLLECTIONS.items():
        found = there.get(name)
        if found is None:
            part.insert(name, part.own(made))
        elif not part.inside(found):
            part.put(found.start, found.end, part.own(made))
    return part.data()

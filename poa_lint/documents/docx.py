"""Read Word documents (.docx): paragraphs and tables in their order; a merged cell is its value and empty cells."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from poa_lint.documents.document import MAX_CELLS, Document, UnreadableFile, Writer
from poa_lint.documents.places import Region
from poa_lint.documents.relations import main, relations
from poa_lint.documents.runs import Styles, make_plain, styles
from poa_lint.documents.sheets.grid import Grid, Table, write
from poa_lint.documents.zip import Package, tree

_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple"})
"""Elements whose children are read as if they stood in their place."""
_SKIPPED: Final = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "txbxContent"})
"""Elements that hold no words of the running text: deleted ones, instructions of fields, formats, text boxes."""
_MAX_COLUMNS: Final = 500


def read(data: bytes) -> Document:
    """Read a document, the header of each section before its text. Raises UnreadableFile."""
    package = Package(data)
    part = main(package) or "word/document.xml"
    body = tree(package.read(part)).find("body")
    if body is None:
        raise UnreadableFile("corrupt")
    return _Reader(package, part, paged=body.find(".//lastRenderedPageBreak") is not None).document(body)


class _Reader:
    """Writes a document's blocks in order and counts pages, tables and paragraphs on the way.

    `paged` is true if Word has stored in the document where its pages broke; `page` stays 0 otherwise.
    """

    def __init__(self, package: Package, part: str, *, paged: bool) -> None:
        self.package, self.part, self.paged = package, part, paged
        self.related = relations(package, part)
        self.styles = self._styles()
        self.writer = Writer()
        self.page, self.table, self.paragraph, self.cells = int(paged), 0, 0, 0
        self.previous_table: Table | None = None

    def document(self, body: Element) -> Document:
        """Read the body section by section: a section's properties, which name its header, stand at its end."""
        make_plain(body, self.styles)
        section: list[Element] = []
        for block in _flat(body):
            section.append(block)
            properties = block if block.tag == "sectPr" else block.find("pPr/sectPr")
            if properties is not None:
                self._section(properties, section)
                section = []
        self._section(None, section)
        return self.writer.document("docx")

    def _section(self, properties: Element | None, blocks: list[Element]) -> None:
        for part in self._header_parts(properties):
            root = tree(self.package.read(part))
            make_plain(root, self.styles)
            self._blocks(_flat(root))
        self._blocks(iter(blocks))

    def _styles(self) -> Styles:
        """The formats of the document's styles that hide or raise text."""
        part = next((relation.part for relation in self.related.values() if relation.kind == "styles"), "")
        return styles(tree(self.package.read(part))) if self.package.has(part) else {}

    def _header_parts(self, properties: Element | None) -> Iterator[str]:
        """The part with the header of a section's first page, if there is one."""
        references = [] if properties is None else properties.findall("headerReference")
        own_first_page = properties is not None and properties.find("titlePg") is not None
        found = {header.get("type", "default"): self.related.get(header.get("id", "")) for header in references}
        relation = found.get("first" if own_first_page else "default")
        if relation is not None and self.package.has(relation.part):
            yield relation.part

    def _blocks(self, blocks: Iterator[Element]) -> None:
        for block in blocks:
            if block.tag == "tbl":
                self._table(block)
            elif block.tag == "p":
                self._paragraph(block)

    def _paragraph(self, node: Element) -> None:
        self._count_pages(node)
        self.paragraph += 1
        cells = [cell.strip() for cell in "".join(_words(node)).rstrip().split("\t")]
        if any(cells):
            self.writer.open(Region("paragraph", page=self.page))
            self.writer.line(self.paragraph, cells)
        else:
            self.writer.blank()
        for box in _boxes(node):
            self._blocks(_flat(box))

    def _count_pages(self, node: Element) -> None:
        """Count the pages that begin inside a block; tables are numbered anew on each page."""
        breaks = sum(1 for _ in node.iter("lastRenderedPageBreak"))
        if breaks:
            self.page += breaks
            self.table = 0

    def _table(self, node: Element) -> None:
        self.table += 1
        grid = Grid("", region=Region("table", page=self.page, table=self.table))
        row_on_page = 0
        for number, row in enumerate(_rows(node), 1):
            if any(True for _ in row.iter("lastRenderedPageBreak")) and self.paged:
                self._count_pages(row)
                self.table, row_on_page = 1, 0
            row_on_page += 1
            grid.places[number] = (self.page, self.table, row_on_page)
            self._row(grid, number, row)
        self.previous_table = write(grid, self.writer, self.previous_table)

    def _row(self, grid: Grid, number: int, row: Element) -> None:
        column = 1 + _number(row.find("trPr/gridBefore"), 0)
        for cell in (child for child in _flat(row) if child.tag == "tc"):
            merged = cell.find("tcPr/vMerge")
            if merged is None or merged.get("val") == "restart":
                grid.put(number, column, _cell(cell))
            grid.ends[number] = column
            column += _number(cell.find("tcPr/gridSpan"), 1)
            self.cells += 1
            if column > _MAX_COLUMNS or self.cells > MAX_CELLS:
                raise UnreadableFile("too-big")


def _flat(node: Element) -> Iterator[Element]:
    """The children of a node, with those of content controls and tracked insertions in their place."""
    for child in node:
        if child.tag in _WRAPPERS:
            yield from _flat(child)
        elif child.tag == "AlternateContent":
            for choice in child.findall("Choice"):
                yield from _flat(choice)
        else:
            yield child


def _rows(table: Element) -> Iterator[Element]:
    return (row for row in _flat(table) if row.tag == "tr")


def _cell(cell: Element) -> str:
    """The text of a cell, its paragraphs joined by blanks; a table inside of it is read as words."""
    paragraphs = ("".join(_words(paragraph)) for paragraph in cell.iter("p"))
    return " ".join(" ".join(text.replace("\t", " ") for text in paragraphs if text.strip()).split("\n")).strip()


def _words(node: Element) -> Iterator[str]:
    """The pieces of text under a node, without deleted ones and those of text boxes."""
    for child in node:
        if child.tag == "t":
            yield child.text or ""
        elif child.tag == "tab":
            yield "\t"
        elif child.tag in {"br", "cr"}:
            yield " "
        elif child.tag == "noBreakHyphen":
            yield "-"
        elif child.tag not in _SKIPPED:
            yield from _words(child)


def _boxes(node: Element) -> Iterator[Element]:
    """The text boxes under a node, each once: a fallback repeats one for old programs."""
    for child in node:
        if child.tag == "txbxContent":
            yield child
        elif child.tag != "Fallback":
            yield from _boxes(child)


def _number(node: Element | None, default: int) -> int:
    """The `val` of an element as a number, no larger than just above `_MAX_COLUMNS`; else the default."""
    value = "" if node is None else node.get("val", "")
    return min(int(value), _MAX_COLUMNS + 1) if value.isdecimal() and len(value) < 9 else default

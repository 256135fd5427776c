"""Documents of Word (.docx): paragraphs and tables in their order, merged cells as a value and empty ones."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from poa_lint.documents.document import MAX_CELLS, Document, Unfit, Writer
from poa_lint.documents.places import Region
from poa_lint.documents.sheets.grid import Grid, Table, write
from poa_lint.documents.zip import Package, tree

_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple"})
_SKIPPED: Final = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "txbxContent"})
_MAX_COLUMNS: Final = 500


def read(data: bytes) -> Document:
    """A document's text, the header of each section before it. Raises Unfit."""
    package = Package(data)
    body = tree(package.read("word/document.xml")).find("body")
    if body is None:
        raise Unfit("corrupt")
    return _Reader(package, paged=body.find(".//lastRenderedPageBreak") is not None).document(body)


class _Reader:
    """Where reading has come to: the page (0 if the document does not say), the table on it, the paragraph."""

    def __init__(self, package: Package, *, paged: bool) -> None:
        self.package, self.paged = package, paged
        self.writer = Writer()
        self.page, self.table, self.paragraph, self.cells = int(paged), 0, 0, 0
        self.above: Table | None = None

    def document(self, body: Element) -> Document:
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
            self._blocks(_flat(tree(self.package.read(part))))
        self._blocks(iter(blocks))

    def _header_parts(self, properties: Element | None) -> Iterator[str]:
        """The parts that hold a section's header as the paper shows it first."""
        references = [] if properties is None else properties.findall("headerReference")
        relations = "word/_rels/document.xml.rels"
        if not references or relations not in self.package.names:
            return
        targets = {one.get("Id"): one.get("Target", "") for one in tree(self.package.read(relations))}
        titled = properties is not None and properties.find("titlePg") is not None
        kinds = {one.get("type", "default"): targets.get(one.get("id"), "") for one in references}
        name = kinds.get("first" if titled else "default", "")
        if f"word/{name}" in self.package.names:
            yield f"word/{name}"

    def _blocks(self, blocks: Iterator[Element]) -> None:
        for block in blocks:
            if block.tag == "tbl":
                self._table(block)
            elif block.tag == "p":
                self._paragraph(block)

    def _paragraph(self, node: Element) -> None:
        self._turn(node)
        self.paragraph += 1
        cells = [cell.strip() for cell in "".join(_words(node)).rstrip().split("\t")]
        if any(cells):
            self.writer.open(Region("paragraph", page=self.page))
            self.writer.line(self.paragraph, cells)
        else:
            self.writer.blank()
        for box in _boxes(node):
            self._blocks(_flat(box))

    def _turn(self, node: Element) -> None:
        """Count the pages that begin inside a block."""
        turned = sum(1 for _ in node.iter("lastRenderedPageBreak"))
        if turned:
            self.page += turned
            self.table = 0

    def _table(self, node: Element) -> None:
        self.table += 1
        grid = Grid("", region=Region("table", page=self.page, table=self.table))
        shown = 0
        for number, row in enumerate(_rows(node), 1):
            if any(True for _ in row.iter("lastRenderedPageBreak")) and self.paged:
                self._turn(row)
                self.table, shown = 1, 0
            shown += 1
            grid.places[number] = (self.page, self.table, shown)
            self._row(grid, number, row)
        self.above = write(grid, self.writer, self.above)

    def _row(self, grid: Grid, number: int, row: Element) -> None:
        column = 1 + _number(row.find("trPr/gridBefore"), 0)
        for cell in (one for one in _flat(row) if one.tag == "tc"):
            merged = cell.find("tcPr/vMerge")
            if merged is None or merged.get("val") == "restart":
                grid.put(number, column, _cell(cell))
            grid.ends[number] = column
            column += _number(cell.find("tcPr/gridSpan"), 1)
            self.cells += 1
            if column > _MAX_COLUMNS or self.cells > MAX_CELLS:
                raise Unfit("too-big")


def _flat(node: Element) -> Iterator[Element]:
    """A node's children, those inside content controls and tracked insertions among them."""
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
    """A cell's paragraphs joined by blanks; a table inside of it is read as words."""
    words = ("".join(_words(paragraph)) for paragraph in cell.iter("p"))
    return " ".join(" ".join(text.replace("\t", " ") for text in words if text.strip()).split("\n")).strip()


def _words(node: Element) -> Iterator[str]:
    """The words under a node; deleted ones, and those of boxes that float above the text, are left out."""
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
    for child in node:
        if child.tag == "txbxContent":
            yield child
        elif child.tag != "Fallback":
            yield from _boxes(child)


def _number(node: Element | None, default: int) -> int:
    value = "" if node is None else node.get("val", "")
    return min(int(value), _MAX_COLUMNS + 1) if value.isdecimal() and len(value) < 9 else default

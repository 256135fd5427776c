"""The parts of a workbook in XML that reading needs: its sheets, the shared texts, the styles of cells.

Programs leave parts and elements out and spell their names in other letter case; what is missing is empty or plain.
"""

from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from poa_lint.documents.document import MAX_SHEETS, UnreadableFile
from poa_lint.documents.relations import main, relations
from poa_lint.documents.sheets import richtext
from poa_lint.documents.sheets.styles import Style, styles
from poa_lint.documents.zip import Package, tree

_RAISED: Final = frozenset({"superscript", "subscript"})
_TRUE: Final = frozenset({"1", "true", "on"})
_ESCAPED: Final = "x005F_"
"""The code of an underscore that begins no code of a control character: `_x005F_x000D_` is the text `_x000D_`."""


class Sheet(NamedTuple):
    """A worksheet: its name, true if it is hidden, and the bytes of its part."""

    name: str
    hidden: bool
    part: bytes


class Book(NamedTuple):
    """A workbook's parts, and the names of cells that it defines."""

    sheets: tuple[Sheet, ...]
    strings: list[str]
    """The shared texts, which cells name by number."""
    styles: list[Style]
    from_1904: bool
    names: dict[str, str]


def book(package: Package) -> Book:
    """Find the parts. Raises UnreadableFile for a workbook with a part that is broken, or a sheet without one."""
    part = main(package) or "xl/workbook.xml"
    root = tree(package.read(part))
    related = relations(package, part)
    parts = {relation.kind: relation.part for relation in related.values()}
    listed = list(root.iter("sheet"))
    if len(listed) > MAX_SHEETS:
        raise UnreadableFile("too-many-sheets")
    if not related:
        raise UnreadableFile("corrupt")
    sheets = []
    for node in listed:
        relation = related.get(node.get("id", ""))
        if relation is None or relation.kind == "worksheet":
            data = package.read(relation.part if relation else "")
            sheets.append(Sheet(node.get("name", ""), node.get("state", "visible") != "visible", data))
    style_part, string_part = parts.get("styles", "xl/styles.xml"), parts.get("sharedStrings", "xl/sharedStrings.xml")
    strings = _strings(package.read(string_part)) if package.has(string_part) else []
    styled = styles(tree(package.read(style_part)) if package.has(style_part) else None)
    properties = root.find("workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in _TRUE
    names = {node.get("name", ""): node.text or "" for node in root.iter("definedName")}
    return Book(tuple(sheets), strings, styled, from_1904, names)


def _strings(data: bytes) -> list[str]:
    return [text(item).replace(_ESCAPED, "") for item in tree(data).iter("si")]


def text(item: Element) -> str:
    """The text of an element that has one text, or runs with formats of their own; its tags may have a namespace."""
    kinds = [node.tag.rpartition("}")[2] for node in item]
    if kinds == ["t"]:
        return item[0].text or ""
    pieces = []
    for kind, node in zip(kinds, item, strict=True):
        if kind == "t":
            pieces.append((node.text or "", False))
        elif kind == "r":
            raised = node.find("{*}rPr/{*}vertAlign")
            letters = "".join(part.text or "" for part in node.iterfind("{*}t"))
            pieces.append((letters, raised is not None and raised.get("val") in _RAISED))
    return richtext.text(pieces)

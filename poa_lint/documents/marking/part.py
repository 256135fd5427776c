"""An XML part of a workbook as text: finds elements, collects changes at offsets and leaves the rest as it is.

For example, with `part.append(row, '<c r="B1"/>')`::

    <row r="1"><c r="A1"/></row>    ->    <row r="1"><c r="A1"/><c r="B1"/></row>
"""

import codecs
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from poa_lint.core.text import in_xml, visible
from poa_lint.documents.document import UnreadableFile

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DIGITS: Final = 12
"""Digits of a number that is read at all."""
MOST: Final = 32_000
"""Characters of one cell or comment; a spreadsheet takes 32,767."""
_DECLARED: Final = re.compile(r"\s*<\?xml(?:\s[^>]*)?\?>\s*")
_ENCODING: Final = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)""")
_TAG: Final = re.compile(
    r"""<!--.*?(?:-->|\Z) | <!\[CDATA\[.*?(?:\]\]>|\Z) | <\?.*?(?:\?>|\Z)
      | <(/?)([^\s/<>"']++)((?:[^<>"'] | "[^<"]*+" | '[^<']*+')*+)>""",
    re.DOTALL | re.VERBOSE,
)
"""A tag, or something else in angle brackets. The groups are the slash of an end tag, the name, the attributes.

Nothing is read twice, so that a part that is no XML is refused as quickly as another is read.
"""
_NAME: Final = re.compile(r"(</?)(?=\w)")
"""The place before a tag's name."""
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""The first character of a text that a spreadsheet reads as a character's code, `_x000D_`."""
_IN_ATTRIBUTES: Final = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_ORDER: Final = {
    "worksheet": """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
        protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr
        conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks
        colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF
        picture oleObjects controls AlternateContent webPublishItems tableParts extLst""",
    "workbook": """fileVersion fileSharing workbookPr AlternateContent workbookProtection bookViews sheets
        functionGroups externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr
        smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst""",
    "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst",
}
"""The children of a part's root in the order that ISO/IEC 29500 requires."""


class Element(NamedTuple):
    """An element by its local name and its offsets in the text: of the element, and of its content between its tags.

    An element without content (`<c/>`) has `content_start` and `content_end` at its end.
    """

    name: str
    start: int
    content_start: int
    content_end: int
    end: int

    @property
    def is_single_tag(self) -> bool:
        """True for `<c/>`, which has no end tag."""
        return self.content_start == self.end


class Part:
    """The text of a part, and the changes to it. Raises UnreadableFile for bytes that are no XML text."""

    def __init__(self, data: bytes) -> None:
        self.text = _DECLARED.sub("", _decoded(data), count=1)
        self._changes: list[tuple[int, int, str]] = []
        self._appended: dict[Element, tuple[list[str], dict[str, str]]] = {}
        self._children: dict[Element, tuple[Element, ...]] = {}
        self.root = self._root()
        name = _tag_name(self.tag(self.root))
        self.prefix = name[: name.index(":") + 1] if ":" in name else ""
        """The namespace prefix of the part's own elements: empty, or `x:` for example."""

    @property
    def changed(self) -> bool:
        """True if there are changes."""
        return bool(self._changes or self._appended)

    def children(self, parent: Element | None = None) -> tuple[Element, ...]:
        """The elements directly inside `parent`, or inside the root."""
        parent = parent or self.root
        if parent not in self._children:
            self._children[parent] = tuple(self._elements(parent.content_start, parent.content_end))
        return self._children[parent]

    def child(self, name: str, parent: Element | None = None) -> Element | None:
        """The first of the `children` with that name."""
        return next((element for element in self.children(parent) if element.name == name), None)

    def tag(self, element: Element) -> str:
        """An element's start tag."""
        return self.text[element.start : element.content_start]

    def number(self, element: Element, name: str, most: int) -> int | None:
        """An attribute as a whole number from 0 to `most`; None if it is none."""
        text = (self.attribute(element, name) or "").strip()
        # The length first: Python refuses to read thousands of digits.
        number = int(text) if text.isdecimal() and len(text) <= _DIGITS else most + 1
        return number if number <= most else None

    def attribute(self, element: Element, name: str) -> str | None:
        """An attribute's value, whatever prefix its name has; None if the element has none of that name."""
        match = _attribute(name).search(self.tag(element))
        return None if match is None else unescape(match[2][1:-1])

    def replace(self, start: int, end: int, text: str) -> None:
        """Replace the text between two offsets; of several texts for one offset the first call's comes first."""
        self._changes.append((start, end, text))

    def append(self, parent: Element, text: str, **attributes: str) -> None:
        """Add text at the end of an element's content, behind what was added before, and set some attributes."""
        texts, values = self._appended.setdefault(parent, ([], {}))
        texts.append(text)
        values.update(attributes)

    def insert(self, name: str, xml: str) -> None:
        """Add a child `name` of the root where the schema requires it among the others."""
        order = _ORDER[self.root.name].split()
        later = order[order.index(name) + 1 :]
        offset = next((child.start for child in self.children() if child.name in later), self.root.content_end)
        self.replace(offset, offset, xml)

    def prefixed(self, xml: str) -> str:
        """Markup without prefixes with this part's prefix in every tag."""
        return _NAME.sub(rf"\1{self.prefix}", xml) if self.prefix else xml

    def data(self) -> bytes:
        """Return the bytes of the part with its changes, in UTF-8."""
        pieces, done = [DECLARATION], 0
        changes = [*self._changes, *(change for parent in self._appended for change in self._append_changes(parent))]
        for start, end, text in sorted(changes, key=lambda change: change[:2]):
            pieces += (self.text[done:start], text)
            done = end
        return "".join([*pieces, self.text[done:]]).encode()

    def _append_changes(self, parent: Element) -> Iterator[tuple[int, int, str]]:
        texts, attributes = self._appended[parent]
        tag, added = with_attributes(self.tag(parent), **attributes), "".join(texts)
        if parent.is_single_tag:
            tag = f"{tag.removesuffix('/>').rstrip()}>{added}</{_tag_name(tag)}>"
        yield parent.start, parent.content_start, tag
        if not parent.is_single_tag:
            yield parent.content_end, parent.content_end, added

    def _root(self) -> Element:
        tags = (match for match in _TAG.finditer(self.text) if match[2] is not None)
        tag, end = next(tags, None), self.text.rstrip()
        if tag is None or not end.endswith(">"):
            raise UnreadableFile("corrupt")
        name = tag[2].rpartition(":")[2]
        if tag[3].endswith("/"):
            return Element(name, tag.start(), tag.end(), tag.end(), tag.end())
        return Element(name, tag.start(), tag.end(), end.rindex("</"), len(end))

    def _elements(self, start: int, end: int) -> Iterator[Element]:
        """The elements between two offsets, without those inside of others."""
        depth, begin, content_start, name = 0, 0, 0, ""
        for tag in _TAG.finditer(self.text, start, end):
            if tag[2] is None:
                continue
            if tag[1]:
                depth -= 1
                if depth == 0:
                    yield Element(name, begin, content_start, tag.start(), tag.end())
            else:
                if depth == 0:
                    begin, content_start, name = tag.start(), tag.end(), tag[2].rpartition(":")[2]
                if not tag[3].endswith("/"):
                    depth += 1
                elif depth == 0:
                    yield Element(name, begin, content_start, content_start, content_start)


def with_attributes(tag: str, **attributes: str) -> str:
    """Return a start tag with these values of some attributes, new or instead of the old ones."""
    for name, value in attributes.items():
        attribute = f"{name}={quoted(value)}"
        match = _attribute(name).search(tag)
        if match is not None:
            tag = f"{tag[: match.start(1)]}{attribute}{tag[match.end(2) :]}"
        else:
            cut = len(tag) - (2 if tag.endswith("/>") else 1)
            tag = f"{tag[:cut].rstrip()} {attribute}{tag[cut:]}"
    return tag


def quoted(value: str) -> str:
    """Escape an attribute's value and put it in quotes."""
    return f'"{escape(in_xml(value), _IN_ATTRIBUTES)}"'


def escaped(text: str) -> str:
    """Escape the text of a cell or comment: markup, character codes, control characters; cut it after `MOST`."""
    plain = "\n".join(visible(line) for line in text.split("\n"))
    cut = plain if len(plain) <= MOST else f"{plain[: MOST - 3]}..."
    return escape(_ESCAPED.sub("_x005F_", cut))


def _tag_name(tag: str) -> str:
    """The name of a start tag, with its prefix."""
    return re.split(r"[\s/>]", tag[1:], maxsplit=1)[0]


@cache
def _attribute(name: str) -> re.Pattern[str]:
    """The pattern of an attribute; group 1 is its name with the equals sign, group 2 its value in quotes."""
    return re.compile(rf"""\s((?:[\w.-]+:)?{name}\s*=\s*)("[^"]*"|'[^']*')""")


def _decoded(data: bytes) -> str:
    declared = _ENCODING.match(data)
    default = declared[1].decode() if declared else "utf-8"
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), default)
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFile("corrupt") from error

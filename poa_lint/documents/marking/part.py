"""A part of a workbook as its XML text: elements with their places, and what is put where; the rest stays as it is."""

import codecs
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from poa_lint.core.text import visible
from poa_lint.documents.document import Unfit

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DECLARED: Final = re.compile(r"\s*<\?xml(?:\s[^>]*)?\?>\s*")
_ENCODING: Final = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)""")
_TAG: Final = re.compile(
    r"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*+)>""", re.DOTALL
)
_NAME: Final = re.compile(r"(</?)(?=\w)")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet reads as a character's code, `_x000D_`."""
_NOT_XML: Final = re.compile("[\ufffe\uffff]")
MOST: Final = 32_000
"""Characters of one cell or comment; a spreadsheet takes 32,767."""


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
"""The children of a part's root in the order that ISO/IEC 29500 asks for."""


class Element(NamedTuple):
    """An element's local name and its places: where its start tag begins and ends, its end tag begins, it ends."""

    name: str
    start: int
    opened: int
    closing: int
    end: int

    @property
    def empty(self) -> bool:
        """Whether it is a single tag."""
        return self.opened == self.end


class Part:
    """The text of a part, and the changes to it. Raises Unfit for bytes that are no text."""

    def __init__(self, data: bytes) -> None:
        self.text = _DECLARED.sub("", _decoded(data), count=1)
        self._changes: list[tuple[int, int, str]] = []
        self._grown: dict[Element, tuple[list[str], dict[str, str]]] = {}
        self._inside: dict[Element, tuple[Element, ...]] = {}
        self.root = self._root()
        name = _named(self.tag(self.root))
        self.prefix = name[: name.index(":") + 1] if ":" in name else ""
        """What stands before the names of the part's own elements: nothing, or `x:`."""

    def inside(self, one: Element | None = None) -> tuple[Element, ...]:
        """The elements directly inside another, or inside the root."""
        one = one or self.root
        if one not in self._inside:
            self._inside[one] = tuple(self._elements(one.opened, one.closing))
        return self._inside[one]

    def child(self, name: str, one: Element | None = None) -> Element | None:
        """The first of them with that name."""
        return next((found for found in self.inside(one) if found.name == name), None)

    def tag(self, one: Element) -> str:
        """An element's start tag."""
        return self.text[one.start : one.opened]

    def attribute(self, one: Element, name: str) -> str | None:
        """An attribute's value, whatever prefix its name has."""
        found = _attribute(name).search(self.tag(one))
        return None if found is None else unescape(found[2][1:-1])

    def put(self, start: int, end: int, text: str) -> None:
        """Other text between two places; what is put at one place stands in the order of the calls."""
        self._changes.append((start, end, text))

    def add(self, parent: Element, text: str, **attributes: str) -> None:
        """Text at the end of an element, behind what was added before, and other values of its attributes."""
        texts, stated = self._grown.setdefault(parent, ([], {}))
        texts.append(text)
        stated.update(attributes)

    def own(self, xml: str) -> str:
        """Our own markup with the names of this part."""
        return _NAME.sub(rf"\1{self.prefix}", xml) if self.prefix else xml

    def insert(self, name: str, xml: str) -> None:
        """A child of the root of that name, in its place among the others."""
        order = _ORDER[self.root.name].split()
        behind = order[order.index(name) + 1 :]
        at = next((one.start for one in self.inside() if one.name in behind), self.root.closing)
        self.put(at, at, xml)

    @property
    def changed(self) -> bool:
        """Whether anything is to be put anywhere."""
        return bool(self._changes or self._grown)

    def data(self) -> bytes:
        """The part with its changes."""
        pieces, done = [DECLARATION], 0
        every = [*self._changes, *(change for one in self._grown for change in self._growth(one))]
        for start, end, text in sorted(every, key=lambda change: change[:2]):
            pieces += (self.text[done:start], text)
            done = end
        return "".join([*pieces, self.text[done:]]).encode()

    def _growth(self, one: Element) -> Iterator[tuple[int, int, str]]:
        texts, attributes = self._grown[one]
        tag, added = with_attributes(self.tag(one), **attributes), "".join(texts)
        if one.empty:
            tag = f"{tag.removesuffix('/>').rstrip()}>{added}</{_named(tag)}>"
        yield one.start, one.opened, tag
        if not one.empty:
            yield one.closing, one.closing, added

    def _root(self) -> Element:
        tags = (found for found in _TAG.finditer(self.text) if found[2] is not None)
        found, end = next(tags, None), self.text.rstrip()
        if found is None or not end.endswith(">"):
            raise Unfit("corrupt")
        name = found[2].rpartition(":")[2]
        if found[3].endswith("/"):
            return Element(name, found.start(), found.end(), found.end(), found.end())
        return Element(name, found.start(), found.end(), end.rindex("</"), len(end))

    def _elements(self, start: int, end: int) -> Iterator[Element]:
        depth, opens, opened, name = 0, 0, 0, ""
        for found in _TAG.finditer(self.text, start, end):
            if found[2] is None:
                continue
            if found[1]:
                depth -= 1
                if depth == 0:
                    yield Element(name, opens, opened, found.start(), found.end())
            else:
                if depth == 0:
                    opens, opened, name = found.start(), found.end(), found[2].rpartition(":")[2]
                if not found[3].endswith("/"):
                    depth += 1
                elif depth == 0:
                    yield Element(name, opens, opened, opened, opened)


def with_attributes(tag: str, **attributes: str) -> str:
    """A start tag with other values of some attributes; the words of a keyword stand for `name="value"`."""
    for name, value in attributes.items():
        said = f"{name}={quoted(value)}"
        found = _attribute(name).search(tag)
        if found is not None:
            tag = f"{tag[: found.start(1)]}{said}{tag[found.end(2) :]}"
        else:
            cut = len(tag) - (2 if tag.endswith("/>") else 1)
            tag = f"{tag[:cut].rstrip()} {said}{tag[cut:]}"
    return tag


def quoted(value: str) -> str:
    """An attribute's value, in quotes."""
    return f'"{escape(value, {chr(34): "&quot;", chr(10): "&#10;"})}"'


def words(text: str) -> str:
    """Words of a report as a spreadsheet shows them: nothing in them is markup, a code or a control character."""
    plain = "\n".join(_NOT_XML.sub("?", visible(line)) for line in text.split("\n"))
    cut = plain if len(plain) <= MOST else f"{plain[: MOST - 3]}..."
    return escape(_ESCAPED.sub("_x005F_", cut))


def _named(tag: str) -> str:
    """The name of a start tag, with its prefix."""
    return re.split(r"[\s/>]", tag[1:], maxsplit=1)[0]


@cache
def _attribute(name: str) -> re.Pattern[str]:
    return re.compile(rf"""\s((?:[\w.-]+:)?{name}\s*=\s*)("[^"]*"|'[^']*')""")


def _decoded(data: bytes) -> str:
    stated = _ENCODING.match(data)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), stated[1].decode() if stated else "utf-8")
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unfit("corrupt") from error

"""Word templates: the fields of its paragraphs are replaced, all else stays byte for byte as it was.

Word parts a field over several runs as it likes: `{uni` and `dad}`. The runs' texts are joined, and what stands in the
place of a field goes into the run in which it begins.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from poa_lint.core.text import in_xml, visible
from poa_lint.documents.document import UnreadableFile
from poa_lint.documents.relations import main, relations
from poa_lint.documents.templates import FIELD, Content, Line, TemplateError, check
from poa_lint.documents.templates.paragraphs import Paragraph, Text, paragraphs
from poa_lint.documents.zip import Package

TEXTS: Final = frozenset({"header", "footer", "footnotes", "endnotes"})
"""Kinds of the parts beside the main one whose fields are replaced."""
STARTED: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every part of a package: the same letter is the same bytes."""
_FIRST: Final = ("[Content_Types].xml", "_rels/.rels")
_TEMPLATE: Final = (b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml")
_ORDER: Final = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers"),
    *("pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing"),
    *("mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl"),
    *("divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
)
"""The order in which the schema wants the properties of a paragraph."""
_OWN: Final = frozenset({"numPr", "ind", "keepNext", "sectPr", "pPrChange"})
"""Properties of the field's paragraph that those in its place do not take over."""
_INDENTS: Final = {"item": (425, 425), "detail": (425, 0), "sub": (709, 284)}
"""Left indent and hanging first line of a kind of line, in twentieths of a point."""
_BOLD: Final = frozenset({"title", "goal"})
_LEFT: Final = re.compile(rb'\b(?:left|start)="(-?\d{1,6})"')

Edit = tuple[int, int, bytes]


class DocxTemplate:
    """A Word document with fields in its text, headers, footers, notes, tables and text boxes."""

    def __init__(self, data: bytes, values: Collection[str], blocks: Collection[str]) -> None:
        """Check the fields. Raises TemplateError."""
        try:
            package = Package(data)
            part = main(package) or "word/document.xml"
            names = [part, *_others(package, part)]
            names = [found for name in names if (found := package.find(name)) is not None]
            self.parts = {name: package.read(name) for name in package.names if not name.endswith("/")}
            if part not in names:
                raise TemplateError("unreadable")
            self.found = {name: paragraphs(self.parts[name]) for name in dict.fromkeys(names)}
        except UnreadableFile:
            raise TemplateError("unreadable") from None
        self.blocks = {
            (name, paragraph.start): _block(paragraph, values, blocks)
            for name, every in self.found.items()
            for paragraph in every
        }

    def filled(self, content: Content) -> bytes:
        """The bytes of the document; the same texts give the same bytes."""
        parts = dict(self.parts)
        for name, every in self.found.items():
            edits = [edit for paragraph in every for edit in self._edits(name, paragraph, content)]
            parts[name] = _edited(parts[name], edits)
        types = next((name for name in parts if name.lower() == _FIRST[0].lower()), _FIRST[0])
        parts[types] = parts.get(types, b"").replace(*_TEMPLATE)
        return packed(parts)

    def _edits(self, name: str, paragraph: Paragraph, content: Content) -> Iterator[Edit]:
        block = self.blocks[name, paragraph.start]
        if block:
            yield paragraph.start, paragraph.end, _lines(paragraph, content.blocks[block])
        else:
            yield from _inline(paragraph, content)


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of these parts, in an order and with times of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (*(name != first for first in _FIRST), name)):
            item = zipfile.ZipInfo(name, STARTED)
            item.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(item, parts[name])
    return stream.getvalue()


def _others(package: Package, part: str) -> Iterator[str]:
    return (relation.part for relation in relations(package, part).values() if relation.kind in TEXTS)


def _block(paragraph: Paragraph, values: Collection[str], blocks: Collection[str]) -> str:
    """The block that a paragraph consists of. Raises TemplateError."""
    block = check(paragraph.text, values, blocks)
    if block and paragraph.holds_paragraphs:
        raise TemplateError("block-inside", block)
    return block


def _edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    pieces, done = list[bytes](), 0
    for start, end, new in sorted(edits):
        pieces += (data[done:start], new)
        done = end
    return b"".join([*pieces, data[done:]])


def _inline(paragraph: Paragraph, content: Content) -> Iterator[Edit]:
    """The texts of a paragraph that change: a value goes where its field begins, the rest of the field goes away."""
    fields = list(FIELD.finditer(paragraph.text))
    for text in paragraph.texts if fields else ():
        new, at = "", text.offset
        for field in fields:
            if field.start() < text.offset + len(text.value) and field.end() > text.offset:
                new += paragraph.text[at : max(at, field.start())]
                new += visible(content.values[field[1]]) if field.start() >= text.offset else ""
                at = min(field.end(), text.offset + len(text.value))
        if at > text.offset:
            new += paragraph.text[at : text.offset + len(text.value)]
            yield text.start, text.end, _text(text.tag, new)


def _text(tag: bytes, text: str) -> bytes:
    """An element of text; characters that XML forbids stand in it as escapes."""
    return b'<%s xml:space="preserve">%s</%s>' % (tag, escape(in_xml(text)).encode("utf-8"), tag)


def _lines(paragraph: Paragraph, lines: Sequence[Line]) -> bytes:
    """Paragraphs in the place of a block's field, with the format of that one; an empty one where one has to stay."""
    kept = b"".join(raw for name, raw in paragraph.properties if name == "sectPr")
    if not lines:
        if paragraph.in_body and not kept:
            return b""
        return _paragraph(paragraph, None, kept)
    return b"".join(_paragraph(paragraph, line, kept if line is lines[-1] else b"") for line in lines)


def _paragraph(paragraph: Paragraph, line: Line | None, section: bytes) -> bytes:
    prefix = paragraph.tag[:-1]
    properties = [(name, raw) for name, raw in paragraph.properties if name not in _OWN]
    if line is not None:
        properties += _format(paragraph, line.kind, prefix)
    properties += [("sectPr", section)] if section else []
    properties.sort(key=lambda each: _ORDER.index(each[0]) if each[0] in _ORDER else len(_ORDER))
    inside = b"<%spPr>%s</%spPr>" % (prefix, b"".join(raw for _, raw in properties), prefix) if properties else b""
    run = b"" if line is None else _run(paragraph.texts[0], line, prefix)
    return b"<%sp>%s%s</%sp>" % (prefix, inside, run, prefix)


def _format(paragraph: Paragraph, kind: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
    """The properties of a kind of line, its indent from that of the field's paragraph."""
    own = next((raw for name, raw in paragraph.properties if name == "ind"), b"")
    found = _LEFT.search(own)
    left, hanging = _INDENTS.get(kind, (0, 0))
    left += int(found[1]) if found else 0
    if kind in _BOLD:
        yield "keepNext", b"<%skeepNext/>" % prefix
    if any(name == "pStyle" for name, _ in paragraph.properties):  # the style may number its paragraphs
        yield "numPr", b'<%snumPr><%snumId %sval="0"/></%snumPr>' % (prefix, prefix, prefix, prefix)
    if left or hanging or own:
        yield "ind", b'<%sind %sleft="%d" %shanging="%d"/>' % (prefix, prefix, left, prefix, hanging)


def _run(first: Text, line: Line, prefix: bytes) -> bytes:
    """A run in the format of the one in which the field began."""
    properties = [(name, raw) for name, raw in first.properties if line.kind not in _BOLD or name not in ("b", "bCs")]
    if line.kind in _BOLD:
        place = sum(name in ("rStyle", "rFonts") for name, _ in properties)
        properties.insert(place, ("b", b"<%sb/>" % prefix))
    inside = b"<%srPr>%s</%srPr>" % (prefix, b"".join(raw for _, raw in properties), prefix) if properties else b""
    mark = _text(prefix + b"t", line.mark) + b"<%stab/>" % prefix if line.mark else b""
    return b"<%sr>%s%s%s</%sr>" % (prefix, inside, mark, _text(prefix + b"t", visible(line.text)), prefix)

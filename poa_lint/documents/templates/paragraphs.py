"""The paragraphs of a part of a Word document with the places, in bytes, of their texts and properties."""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from poa_lint.documents.document import MAX_NODES, UnreadableFile
from poa_lint.documents.zip import MAX_DEPTH

NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_TAG: Final = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_BREAK: Final = "\0"
"""Stands in a paragraph's text for what is no text (a tab, a line break, a picture): no field goes across it."""
_SILENT: Final = frozenset(
    {"rPr", "pPr", "t", "r", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak"}
)
_INNER: Final = frozenset(
    {"smartTag", "sdt", "sdtPr", "sdtContent", "ins", "hyperlink", "softHyphen", "permStart", "permEnd"}
)
"""Elements that do not part the texts before and behind them."""
Property = tuple[str, bytes]


class Text:
    """An element `t`: its place, its tag, its words, their offset in the paragraph, the properties of its run."""

    def __init__(self, start: int, tag: bytes, offset: int, properties: tuple[Property, ...]) -> None:
        self.start, self.end, self.tag, self.offset, self.properties = start, start, tag, offset, properties
        self.value = ""


class Paragraph:
    """An element `p`: its place, its tag, its properties, its texts."""

    def __init__(self, start: int, tag: bytes, *, in_body: bool) -> None:
        self.start, self.end, self.tag, self.in_body = start, start, tag, in_body
        self.properties: list[Property] = []
        self.texts: list[Text] = []
        self.text = ""
        """The words of all its texts, with a sign that is in no field for what is between them."""
        self.holds_paragraphs = False


def paragraphs(data: bytes) -> list[Paragraph]:
    """The paragraphs of a part in UTF-8, those inside of others too. Raises UnreadableFile."""
    return _Reader(data).paragraphs


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.paragraphs: list[Paragraph] = []
        self.open: list[Paragraph] = []
        self.path: list[str] = []
        self.starts: list[int] = []
        self.run: list[list[Property]] = []
        self.text: Text | None = None
        self.count = 0
        parser = self.parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
        parser.XmlDeclHandler = _check_encoding
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise UnreadableFile("corrupt")
        try:
            parser.Parse(data, True)  # noqa: FBT003 the argument of expat has no name
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise UnreadableFile("corrupt") from error

    def _start(self, tag: str, _: object) -> None:
        self.count += 1
        if len(self.path) > MAX_DEPTH or self.count > MAX_NODES:
            raise UnreadableFile("too-big")
        name, at = _name(tag), self.parser.CurrentByteIndex
        above = self.path[-1] if self.path else ""
        if name == "p":
            if self.open:
                self.open[-1].holds_paragraphs = True
                self._break()
            self.open.append(Paragraph(at, self._tag(at), in_body=above == "body"))
        elif name == "r":
            self.run.append([])
        elif name == "t" and self.open:
            paragraph = self.open[-1]
            self.text = Text(at, self._tag(at), len(paragraph.text), tuple(self.run[-1]) if self.run else ())
            paragraph.texts.append(self.text)
        elif self.open and not ({"pPr", "rPr", "sdtPr"} & {*self.path}) and name not in _SILENT | _INNER:
            self._break()
        self.path.append(name)
        self.starts.append(at)

    def _end(self, _: str) -> None:
        name, start = self.path.pop(), self.starts.pop()
        end = self._close(start)
        above = self.path[-2:]
        if name == "p" and self.open:
            self.open[-1].end = end
            self.paragraphs.append(self.open.pop())
        elif name == "r" and self.run:
            self.run.pop()
        elif name == "t" and self.text is not None:
            self.text.end, self.text = end, None
        elif above == ["p", "pPr"]:
            self.open[-1].properties.append((name, self.data[start:end]))
        elif above == ["r", "rPr"] and self.run:
            self.run[-1].append((name, self.data[start:end]))

    def _words(self, words: str) -> None:
        if self.text is not None:
            self.text.value += words
            self.open[-1].text += words

    def _break(self) -> None:
        self.open[-1].text += _BREAK

    def _tag(self, at: int) -> bytes:
        """The name of the tag at a place as it is written: `w:p`."""
        return re.split(rb"[\s/>]", self.data[at + 1 : at + 80], maxsplit=1)[0]

    def _close(self, start: int) -> int:
        """The place behind the element that began at `start` and ends with the tag that is read."""
        opening = _TAG.match(self.data, start)
        if opening is not None and opening.group().endswith(b"/>"):
            return opening.end()  # for such an element expat gives the place behind it
        closing = _TAG.match(self.data, self.parser.CurrentByteIndex)
        if closing is None:
            raise UnreadableFile("corrupt")
        return closing.end()


def _name(tag: str) -> str:
    """A name of Word's own; that of another vocabulary (drawings, formulas) with a sign before it."""
    uri, _, rest = tag.rpartition("}")
    return rest if uri in NAMESPACES else f"?{rest}"


def _refuse(*_: object) -> None:
    raise UnreadableFile("corrupt")


def _check_encoding(_: str, encoding: str | None, __: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii", "ascii"):
        raise UnreadableFile("corrupt")

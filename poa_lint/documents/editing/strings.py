"""The texts that cells of a workbook share: a cell that says something else gets a new one, and the old one stays."""

import re
from html import unescape
from typing import Final
from xml.sax.saxutils import escape

from poa_lint.documents.marking.book import Book
from poa_lint.documents.marking.part import Part

Exchanges = tuple[tuple[str, str], ...]
"""Old words and the new ones in their place."""
_TEXT: Final = re.compile(r"(<(?:\w+:)?t)\b[^>]*>([^<]*)(</(?:\w+:)?t>)")
"""One run of a text; the groups are its tag without attributes, its words, its end."""


class Strings:
    """The shared texts of a workbook, numbered from 0 as cells name them."""

    def __init__(self, book: Book) -> None:
        name = next((one.target for one in book.relations(book.path) if one.kind == "sharedStrings"), "")
        self._part: Part | None = book.part(name) if name and book.has(name) else None
        self._items = self._part.children() if self._part else ()
        self._added = 0

    def changed(self, number: int, exchanges: Exchanges) -> int | None:
        """Add a text like that with this number, but for some words; its own number, or None as of `exchanged`."""
        part = self._part
        if part is None or not 0 <= number < len(self._items):
            return None
        item = self._items[number]
        xml = exchanged(part.text[item.start : item.end], exchanges)
        if xml is None:
            return None
        self._added += 1
        count = len(self._items) + self._added
        total = part.number(part.root, "count", 10**9)
        part.append(part.root, xml, uniqueCount=str(count), count=str(max(total or 0, count)))
        return count - 1


def exchanged(xml: str, exchanges: Exchanges) -> str | None:
    """The markup of a text with other words, its runs as they look; None if no run, or two, say the old ones."""
    for old, new in exchanges:
        runs = [run for run in _TEXT.finditer(xml) if old in unescape(run[2])]
        if len(runs) != 1 or unescape(runs[0][2]).count(old) != 1:
            return None
        run = runs[0]
        words = escape(unescape(run[2]).replace(old, new))
        xml = f'{xml[: run.start()]}{run[1]} xml:space="preserve">{words}{run[3]}{xml[run.end() :]}'
    return xml

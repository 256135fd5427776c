"""Tell how the cells of a text without tabs are parted, by the line that ends the form's heading: `P | A | P | A`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from poa_lint.documents.document import Document

_LENGTH: Final = 2_000_000
"""Characters in which the heading is searched."""

_MARK: Final = r'["*_ \xa0]{0,80}+'
_PARTED: Final = re.compile(
    rf"(?<!\w)P{_MARK}([;,|│┃║¦]){_MARK}A{_MARK}\1{_MARK}P{_MARK}\1{_MARK}A(?!\w)"
    rf"|(?<=[ .])P{_MARK}([;,|│┃║¦])[^;,|│┃║¦\n]{{0,60}}[ .]A{_MARK}\2[^;,|│┃║¦\n]{{0,60}}[ .]P{_MARK}\2"
    r"[^;,|│┃║¦\n]{0,60}[ .]A(?!\w)"
)
"""The anchors with what parts them, or a heading of one line: `Ene-Mar P;Ene-Mar A;Abr-Jun P;Abr-Jun A`."""
_SPACED: Final = re.compile(r"(?<!\S)P[ \t]{1,80}+A[ \t]{1,80}+P[ \t]{1,80}+A(?!\S)")
"""The anchors with blanks between them."""


def document(text: str) -> Document | None:
    """A text whose table is not tabbed as tabbed text; None for one that shows no heading. Raises UnreadableFile."""
    parted = _PARTED.search(text, 0, _LENGTH)
    mark = (parted[1] or parted[2]) if parted else ""
    if mark and mark in ";,":
        from poa_lint.documents import csv

        return csv.read(text, mark)
    if mark:
        from poa_lint.documents.texts import bars

        return bars.read(text)
    if _SPACED.search(text, 0, _LENGTH):
        from poa_lint.documents.texts import aligned

        return aligned.read(text)
    return None

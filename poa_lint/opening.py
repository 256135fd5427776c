"""A report's bytes as text, whatever kind of file they are: workbooks, documents and PDFs have a way back."""

from __future__ import annotations

import re
from typing import Final

from poa_lint.source import Source, Unreadable, decode

PACKED: Final = frozenset({"pdf", "zip", "ole"})
"""Why bytes are no text, where a reader of an office's files may make text of them."""

_QUOTED: Final = re.compile(r'(?:^|\t)"([^"\t]*+)"(?=\t|\r?$)', re.MULTILINE)
"""A cell in quotes, as a spreadsheet writes it."""
NAMED: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".docx", ".pdf", ".csv")
"""How offices' files are named."""
KINDS: Final = frozenset({"xlsx", "xls", "xlsb", "ods", "docx", "pdf"})
"""What stands for the encoding of a text that was made of an office's file; delimited text has one of its own."""


def opened(data: bytes, path: str, encoding: str | None = None) -> Source | Unreadable:
    """A file's text, or why there is none. `encoding` overrides what a text is read as.

    A text is told from an office's file by its content; only delimited text (.csv) by its name.
    """
    source = decode(data, path, encoding)
    if isinstance(source, Unreadable):
        if source.reason not in PACKED:
            return source
    elif path.lower().endswith(NAMED) and (blank := _nothing_to_read(data)):
        return Unreadable(path, blank, source.sha256)
    elif not path.lower().endswith(".csv") and not _over_lines(source.text):
        return source
    from poa_lint import readers

    found = readers.read(data, path, encoding)
    if isinstance(found, readers.Document):
        named = source.encoding if isinstance(source, Source) else found.kind
        return Source(path, found.text, named, source.sha256, found)
    if found.reason == "not-a-report-kind":
        return source
    return Unreadable(path, found.reason, source.sha256)


def _nothing_to_read(data: bytes) -> str:
    """Why a file with the name of a workbook, document or PDF is none: empty, or a page of a web site."""
    if not data.strip(b"\0 \t\r\n"):
        return "empty"
    from poa_lint import readers

    return "html" if readers.kind(data) == "html" else ""


def _over_lines(text: str) -> bool:
    """Whether a cell goes on over the end of a line: then lines alone do not tell the cells."""
    return '"' in text and any("\n" in found[1] for found in _QUOTED.finditer(text))

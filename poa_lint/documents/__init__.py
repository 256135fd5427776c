"""Any file as the tabbed text that the linter reads: workbooks, documents, PDFs, delimited text, plain text."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final

from poa_lint.core.source import Source, Unreadable
from poa_lint.documents.encodings import MAX_BYTES, decode, signature

if TYPE_CHECKING:  # most files are plain text, for which no reader is loaded
    from poa_lint.documents.document import Document, Refused

SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".docx", ".pdf", ".csv")
"""The endings of names that offices' files have."""

READERS: Final = {
    "xlsx": "sheets.xlsx",
    "xls": "sheets.xls",
    "xlsb": "sheets.xlsb",
    "ods": "sheets.ods",
    "docx": "docx",
    "pdf": "pdf.process",
    "csv": "csv",
}
"""The module that reads each kind of file; each has `read(data)`, that of delimited text `read(text)`."""

_CONTAINERS: Final = frozenset({"pdf", "zip", "ole"})
"""Signatures of files that a reader may make text of."""
_EXTRAS: Final = {"openpyxl": "office", "pypdfium2": "pdf"}
_EMPTY_ZIP: Final = b"PK\x05\x06"
_PARTS: Final = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("content.xml", "ods"),
    ("encrypted-package", "ods"),
)
"""A part that only a file of that kind has."""
_MARKS: Final = (
    (b"xl/workbook.bin", "xlsb"),
    (b"xl/", "xlsx"),
    (b"word/", "docx"),
    (b"opendocument.spreadsheet", "ods"),
    (b"content.xml", "ods"),
)
"""Bytes that tell the kind of a broken archive: the names of parts stand in clear before their content."""
_HEAD: Final = 1_000_000
"""Bytes of an archive in which those are looked for."""
_QUOTED: Final = re.compile(r'(?:^|\t)"([^"\t]*+)"(?=\t|\r?$)', re.MULTILINE)
"""A cell in quotes, as a spreadsheet writes it."""


def opened(data: bytes, path: str, encoding: str | None = None) -> Source | Unreadable:
    """The text of a file with the way back into it, or why there is none.

    `encoding` overrides what a text is read as. An office's file is known by its content; only delimited text (.csv)
    by its name.
    """
    source = decode(data, path, encoding)
    if isinstance(source, Unreadable):
        if source.reason not in _CONTAINERS:
            return source
    elif path.lower().endswith(SUFFIXES) and (blank := _nothing_to_read(data)):
        return Unreadable(path, blank, source.sha256)
    elif not path.lower().endswith(".csv") and not _breaks_in_cells(source.text):
        return source
    from poa_lint.documents.document import Document

    document = read(data, path, encoding)
    if isinstance(document, Document):
        name = source.encoding if isinstance(source, Source) else document.kind
        return Source(path, document.text, name, source.sha256, document, document.kind)
    if document.reason == "not-a-report-kind":
        return source
    return Unreadable(path, document.reason, source.sha256)


def kind(data: bytes, path: str = "") -> str | None:
    """The kind of a file's bytes: a key of `READERS`, or another word for what no reader reads.

    None for plain text. Only delimited text is known by its name: its content is text like any other.
    """
    known = signature(data)
    if known == "zip" or data.startswith(_EMPTY_ZIP):
        return _archive_kind(data)
    if known not in (None, "pdf"):
        return known
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _is_html(data):
        return "html"
    return "csv" if path.lower().endswith(".csv") or _has_quoted_cells(data) else None


def read(data: bytes, path: str = "", encoding: str | None = None) -> Document | Refused:
    """An office's file as tabbed text, or why there is none. `encoding` overrides that of a delimited text."""
    from poa_lint.documents.document import Refused, Unfit

    if len(data) > MAX_BYTES:
        return Refused("too-big")
    try:
        if not data.strip(b"\0 \t\r\n"):
            return Refused("empty")
        return _read(kind(data, path) or "csv", data, path, encoding)
    except Unfit as unfit:
        return unfit.refused
    except ImportError as error:
        extra = _EXTRAS.get((error.name or "").split(".")[0])
        if extra is None:
            raise
        return Refused(f"missing-{extra}", {"command": f"pip install 'poa-lint[{extra}]'"})
    except (MemoryError, RecursionError):
        return Refused("too-big")


def _read(name: str, data: bytes, path: str, encoding: str | None) -> Document | Refused:
    from poa_lint.documents.document import Document, Refused

    if name == "ole":
        from poa_lint.documents.sheets import ole

        name = ole.kind(data)
    if name not in READERS:
        return Refused("not-a-report-kind", {"kind": name})
    reader = import_module(f"{__name__}.{READERS[name]}")
    if name == "csv":
        source = decode(data, path, encoding)
        if isinstance(source, Unreadable):
            return Refused("not-a-report-kind", {"kind": source.reason})
        table: Document | Refused = reader.read(source.text)
        return table
    document = reader.read(data)
    assert isinstance(document, Document)
    return document if document.text.strip() or document.remarks else Refused("empty")


def _archive_kind(data: bytes) -> str:
    from poa_lint.documents.document import Unfit
    from poa_lint.documents.zip import Package

    try:
        names = Package(data).names
    except Unfit:
        return next((name for mark, name in _MARKS if mark in data[:_HEAD]), "zip")
    return next((name for part, name in _PARTS if part in names), "zip")


def _is_html(data: bytes) -> bool:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml"))


def _nothing_to_read(data: bytes) -> str:
    """The reason why a file with the name of a workbook, document or PDF has no text: empty, or a web page."""
    if not data.strip(b"\0 \t\r\n"):
        return "empty"
    return "html" if kind(data) == "html" else ""


def _has_quoted_cells(data: bytes) -> bool:
    """Whether a tabbed text has cells in quotes as a spreadsheet writes them; the project's own has none."""
    plain = data.replace(b"\0", b"")
    return b'\t"' in plain and (b'"\t' in plain or b'"\r\n' in plain or b'""' in plain)


def _breaks_in_cells(text: str) -> bool:
    """Whether a quoted cell goes on over the end of a line: then lines alone do not tell the cells."""
    return '"' in text and any("\n" in cell[1] for cell in _QUOTED.finditer(text))

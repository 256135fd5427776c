"""Turn any file into the tabbed text that the linter reads: workbooks, documents, PDFs, delimited and plain text."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final

from poa_lint.core.source import Source, Unreadable
from poa_lint.documents.encodings import MAX_BYTES, decode, signature

if TYPE_CHECKING:  # most files are plain text, for which no reader is loaded
    from poa_lint.core.form import Form
    from poa_lint.documents.document import Document

SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".docx", ".pdf", ".csv")
"""The suffixes of names that offices' files have."""

KEPT: Final = "poa-lint-delivery"
"""The first key of a kept delivery (`linter.archive`), which no reader takes apart."""
READERS: Final = {
    "xlsx": "sheets.xlsx",
    "xls": "sheets.xls",
    "xlsb": "sheets.xlsb",
    "ods": "sheets.ods",
    "xml": "sheets.flat",
    "docx": "docx",
    "pdf": "pdf.process",
    "csv": "csv",
}
"""The module that reads each kind of file; it has `read(data)`, or `read(text)` (csv), or `read(data, forms)` (pdf)."""

_CONTAINERS: Final = frozenset({"pdf", "zip", "ole"})
"""Signatures of files that a reader may be able to read."""
_EXTRAS: Final = {"openpyxl": "office", "pypdfium2": "pdf"}
"""The extra of this package that installs each library."""
_EMPTY_ZIP: Final = b"PK\x05\x06"
_PARTS: Final = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("content.xml", "ods"),
    ("encrypted-package", "ods"),
)
"""A part that only an archive of that kind has."""
_MAIN: Final = (("xl/", ".xml", "xlsx"), ("xl/", ".bin", "xlsb"), ("word/", ".xml", "docx"))
"""The folder and the suffix of the part with the document itself, where it has another name than those."""
_MARKS: Final = (
    (b"xl/workbook.bin", "xlsb"),
    (b"xl/", "xlsx"),
    (b"word/", "docx"),
    (b"opendocument.spreadsheet", "ods"),
    (b"content.xml", "ods"),
)
"""Bytes by which a broken archive's kind is known: names of parts are not packed and stand before their content."""
_EXCEL_2003: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_OFFICE_XML: Final = (
    _EXCEL_2003,
    b"<?mso-application",
    b"urn:oasis:names:tc:opendocument:xmlns:office",
    b"http://schemas.microsoft.com/office/2006/xmlPackage",
)
"""Text that stands near the beginning of a workbook or document that is one file of XML."""
_OPENING: Final = 4096
"""Bytes in which that is searched."""
_HEAD: Final = 1_000_000
"""Bytes of an archive in which `_MARKS` are searched."""
_TABBED: Final = re.compile(r"(?:\t[^\t\n]*+){6}")
"""A line with so many tabs is a row of a table: then tabs part the cells, whatever other lines look like."""
_QUOTED: Final = re.compile(r'(?:^|\t)"([^"\t]*+)"(?=\t|\r?$)', re.MULTILINE)
"""A cell in quotes, as a spreadsheet writes it."""


def is_kept(text: str) -> bool:
    """True for the text of a kept delivery."""
    return text[:1] == "{" and f'"{KEPT}"' in text[:40]


def open_source(
    data: bytes, path: str, encoding: str | None = None, most: int = MAX_BYTES, forms: tuple[Form, ...] = ()
) -> Source | Unreadable:
    """Return a file's text with the way back into the file, or the reason why it has none.

    `encoding` overrides what a text is decoded as. A file is recognised by its content; its name matters only for
    delimited text (.csv) without the form's heading. What has more than `most` bytes is not opened. `forms` are those
    by whose titles tables without rulings are found, the main one first: ours where none are given.
    """
    source = decode(data, path, encoding, most)
    if isinstance(source, Source) and is_kept(source.text):
        return source
    if isinstance(source, Unreadable):
        if source.reason not in _CONTAINERS:
            return source
    elif _is_xml(data):
        pass
    elif path.lower().endswith(SUFFIXES) and (reason := _nothing_to_read(data)):
        return Unreadable(path, reason, source.sha256)
    elif not path.lower().endswith(".csv") and not _breaks_in_cells(source.text):
        return parted(source, forms)
    document = read(data, path, encoding, most, forms)
    if isinstance(document, Unreadable):
        # The signature tells more than that no reader reads it: an old Word file, an archive of other files.
        unknown = document.reason == "not-a-report-kind"
        return source if unknown else Unreadable(path, document.reason, source.sha256)
    name = source.encoding if isinstance(source, Source) else document.kind
    return Source(path, document.text, name, source.sha256, document, document.kind)


def parted(source: Source, forms: tuple[Form, ...] = ()) -> Source | Unreadable:
    """A plain text, made tabbed if its table is not: bars, semicolons or spaces part the cells; `forms` as above."""
    if "\t" in source.text and _TABBED.search(source.text):
        return source
    from poa_lint.documents.document import UnreadableFile
    from poa_lint.documents.texts import evidence

    try:
        document = evidence.document(source.text, forms)
    except UnreadableFile as error:
        return Unreadable(source.path, error.reason, source.sha256)
    if document is None:
        return source
    return Source(source.path, document.text, source.encoding, source.sha256, document, document.kind)


def kind(data: bytes, path: str = "") -> str | None:
    """Return the kind of a file: a key of `READERS`, another word for a kind without a reader, None for plain text.

    An old Office file is `ole` here; `sheets.ole.kind` tells which. `path` matters for delimited text alone, whose
    content is text like any other.
    """
    known = signature(data)
    if known == "zip" or data.startswith(_EMPTY_ZIP):
        return _archive_kind(data)
    if known not in (None, "pdf"):
        return known
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _is_xml(data):
        return "xml" if _EXCEL_2003 in data[:_OPENING] else "other-xml"
    if _is_html(data):
        return "html"
    return "csv" if path.lower().endswith(".csv") or _has_quoted_cells(data) else None


def read(
    data: bytes, path: str = "", encoding: str | None = None, most: int = MAX_BYTES, forms: tuple[Form, ...] = ()
) -> Document | Unreadable:
    """Return an office's file as tabbed text, or the reason why it has none (without `sha256`).

    `encoding` overrides that of a delimited text, `forms` are as above. The reason is `not-a-report-kind` for kinds
    without a reader.
    """
    from poa_lint.documents.document import UnreadableFile

    if len(data) > most:
        return Unreadable(path, "too-big")
    try:
        if not data.strip(b"\0 \t\r\n"):
            return Unreadable(path, "empty")
        return _read(kind(data, path) or "csv", data, path, encoding, forms)
    except UnreadableFile as error:
        return Unreadable(path, error.reason)
    except ImportError as error:
        extra = _EXTRAS.get((error.name or "").split(".")[0])
        if extra is None:
            raise
        return Unreadable(path, f"missing-{extra}")
    except (MemoryError, RecursionError):
        return Unreadable(path, "too-big")


def _read(name: str, data: bytes, path: str, encoding: str | None, forms: tuple[Form, ...]) -> Document | Unreadable:
    """Load the reader of the kind `name` and let it read. Raises UnreadableFile and what `read` handles."""
    if name == "ole":
        from poa_lint.documents.sheets import ole

        name = ole.kind(data)
    if name not in READERS:
        return Unreadable(path, "xml" if name == "other-xml" else "not-a-report-kind")
    reader = import_module(f"{__name__}.{READERS[name]}")
    if name == "csv":
        source = decode(data, path, encoding, len(data))
        if isinstance(source, Unreadable):
            return Unreadable(path, "not-a-report-kind")
        table: Document = reader.read(source.text)
        return table
    document: Document = reader.read(data, forms) if name == "pdf" else reader.read(data)
    return document if document.text.strip() or document.remarks else Unreadable(path, "empty")


def _archive_kind(data: bytes) -> str:
    from poa_lint.documents.document import UnreadableFile
    from poa_lint.documents.relations import main
    from poa_lint.documents.zip import Package

    try:
        package = Package(data)
        known = next((name for part, name in _PARTS if package.has(part)), None)
        named = "" if known else (main(package) or "").lower()
    except UnreadableFile:
        return next((name for mark, name in _MARKS if mark in data[:_HEAD]), "zip")
    return known or next(
        (name for folder, suffix, name in _MAIN if named.startswith(folder) and named.endswith(suffix)), "zip"
    )


def _is_xml(data: bytes) -> bool:
    """True for a workbook or document of an office's program that is one file of XML."""
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<?xml") and any(mark in data[:_OPENING] for mark in _OFFICE_XML)


def _is_html(data: bytes) -> bool:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml"))


def _nothing_to_read(data: bytes) -> str:
    """The reason why a file that decodes as text but is named like an office's file has none; empty if it has."""
    if not data.strip(b"\0 \t\r\n"):
        return "empty"
    return "html" if kind(data) == "html" else ""


def _has_quoted_cells(data: bytes) -> bool:
    """True if a tabbed text has cells in quotes as a spreadsheet writes them; the project's own has none."""
    plain = data.replace(b"\0", b"")
    return b'\t"' in plain and (b'"\t' in plain or b'"\r\n' in plain or b'""' in plain)


def _breaks_in_cells(text: str) -> bool:
    """True if a quoted cell continues on the next line: such a text cannot be split into rows at line ends."""
    return '"' in text and any("\n" in cell[1] for cell in _QUOTED.finditer(text))

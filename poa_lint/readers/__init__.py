"""The offices' files as the tabbed text that the linter reads: workbooks, documents, PDFs, delimited text."""

import importlib
from typing import Final

from poa_lint.readers.document import Document, Refused, Remark, Unfit
from poa_lint.readers.places import Box, Place, Places
from poa_lint.source import MAX_BYTES, Unreadable, decode

__all__ = ["Box", "Document", "Place", "Places", "Refused", "Remark", "kind", "read"]

_EXTRAS: Final = {"openpyxl": "office", "pypdfium2": "pdf"}
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS: Final = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("content.xml", "ods"),
    ("encrypted-package", "ods"),
)
_MARKS: Final = (
    (b"xl/workbook.bin", "xlsb"),
    (b"xl/", "xlsx"),
    (b"word/", "docx"),
    (b"opendocument.spreadsheet", "ods"),
    (b"content.xml", "ods"),
)
_HEAD: Final = 1_000_000
_OTHERS: Final = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
)


def kind(data: bytes, path: str = "") -> str | None:
    """What the bytes are: `xlsx`, `xls`, `ods`, `xlsb`, `docx`, `pdf`, `csv`, another word for what no reader reads.

    None for the project's own text. Only a delimited text is told by its name: its content is text like any other.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    if data.startswith(_OLE[:4]):
        return "ole"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for signature, name in _OTHERS:
        if data.startswith(signature):
            return name
    if _html(data):
        return "html"
    return "csv" if path.lower().endswith(".csv") or _quoted(data) else None


def read(data: bytes, path: str = "", encoding: str | None = None) -> Document | Refused:
    """A file's text with the way back, or why there is none. `encoding` overrides what a delimited text is read as."""
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


def _read(found: str, data: bytes, path: str, encoding: str | None) -> Document | Refused:
    if found == "csv":
        source = decode(data, path, encoding)
        if isinstance(source, Unreadable):
            return Refused("not-a-report-kind", {"kind": source.reason})
        return importlib.import_module("poa_lint.readers.csv").read(source.text)  # type: ignore[no-any-return]
    if found == "ole":
        from poa_lint.readers import ole

        found = ole.kind(data)
    module = {"xlsx": "xlsx", "xls": "xls", "xlsb": "xlsb", "ods": "ods", "docx": "docx", "pdf": "apart"}.get(found)
    if module is None:
        return Refused("not-a-report-kind", {"kind": found})
    document = importlib.import_module(f"poa_lint.readers.{module}").read(data)
    assert isinstance(document, Document)
    return document if document.text.strip() or document.remarks else Refused("empty")


def _packed(data: bytes) -> str:
    from poa_lint.readers.unpacking import Package

    try:
        names = Package(data).names
    except Unfit:
        # The names of parts stand in clear before their content: enough to say which kind is broken or too big.
        return next((name for mark, name in _MARKS if mark in data[:_HEAD]), "zip")
    return next((name for part, name in _PARTS if part in names), "zip")


def _html(data: bytes) -> bool:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml"))


def _quoted(data: bytes) -> bool:
    """Whether a tabbed text has cells in quotes as a spreadsheet writes them; the project's own has none."""
    plain = data.replace(b"\0", b"")
    return b'\t"' in plain and (b'"\t' in plain or b'"\r\n' in plain or b'""' in plain)

"""The kept files of offices, opened, and what is to be found in them."""

from pathlib import Path

import poa_lint
from poa_lint.documents import read
from poa_lint.documents.document import Document
from tests.places import FILES, SEED

KEPT = sorted(path.name for path in FILES.iterdir())
ALL = (375, 375)


def keys(report: str | Path) -> list[str]:
    return sorted(found.key for found in poa_lint.lint(report).files[0].diagnostics)


EXPECTED = keys(SEED.read_text(encoding="utf-8"))


def opened(data: bytes, name: str = "informe") -> Document:
    found = read(data, name)
    assert isinstance(found, Document), found
    return found


def kept(name: str) -> Document:
    return opened((FILES / name).read_bytes(), name)


def cell(document: Document, goal: str, column: int) -> int:
    """Where a goal's cell begins in the text."""
    start = document.text.index(goal)
    line = document.text.rindex("\n", 0, start) + 1
    pieces = document.text[line : document.text.index("\n", line)].split("\t")
    return line + sum(len(piece) + 1 for piece in pieces[:column])

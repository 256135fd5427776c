"""Reviewdog's diagnostics, one a line, their messages in Markdown, as it shows them.

Its columns count bytes of UTF-8, where all other formats count characters.
"""

from __future__ import annotations

import re
from typing import Any, Final

from poa_lint.core.diagnostic import Diagnostic, Related, Severity
from poa_lint.core.result import FileResult, Run
from poa_lint.core.source import Edit, Position
from poa_lint.core.words import Words
from poa_lint.output import View, address, told
from poa_lint.output.json import written
from poa_lint.output.markdown import plain

SEVERITIES: Final = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


_BLOCK: Final = re.compile(r"\A(\d*)([-+=.)])(?=[-=\s]|\Z)")
"""The sign at the start of a line that would make it an item of a list, a rule, or a heading of the line before."""


def render(run: Run, words: Words, view: View) -> str:
    """Every finding that counts; with `view.waived` the others too."""
    return "".join(
        written(diagnostic) for file in run.files for diagnostic in _file(file, run, words, waived=view.waived)
    )


def _file(file: FileResult, run: Run, words: Words, *, waived: bool) -> list[dict[str, Any]]:
    columns = _Columns(file)
    return [
        _diagnostic(file.path, finding, columns, words, run.page_of(finding.code))
        for finding in file.shown(waived=waived)
    ]


def _diagnostic(path: str, finding: Diagnostic, columns: _Columns, words: Words, page: str) -> dict[str, Any]:
    message = f"{finding.rule}: {finding.message}{told(finding, words)}"
    texts = (message, address(finding, words), finding.work, finding.help)
    return {
        "message": "\n".join(_line(text) for text in texts if text),
        "location": {"path": path, "range": columns.range(finding)},
        "severity": SEVERITIES[finding.severity],
        "source": {"name": "poa-lint"},
        "code": {"value": finding.code, **({"url": page} if page else {})},
        "suggestions": [{"range": columns.range(edit), "text": edit.text} for edit in finding.edits],
        "related_locations": [
            {"message": plain(cell.message), "location": _location(cell, path, columns)} for cell in finding.related
        ],
    }


def _location(cell: Related, path: str, columns: _Columns) -> dict[str, Any]:
    """The place of a cell; in another file its lines alone, for nobody kept their bytes."""
    if cell.other is None:
        return {"path": path, "range": columns.range(cell)}
    return {"path": cell.other.path, "range": {"start": {"line": cell.start.line}, "end": {"line": cell.end.line}}}


def _line(text: str) -> str:
    """`text` as a line of a paragraph in Markdown."""
    return _BLOCK.sub(r"\1\\\2", plain(text).lstrip())


class _Columns:
    """Columns in bytes. A line is encoded once, however many positions are asked for from left to right."""

    def __init__(self, file: FileResult) -> None:
        self.lines = file.lines
        self.reached: dict[int, tuple[int, int]] = {}

    def range(self, part: Diagnostic | Related | Edit) -> dict[str, dict[str, int]]:
        """The range of a part of the text as reviewdog takes it; the end is excluded."""
        start, end = part.start, part.end
        return {
            "start": {"line": start.line, "column": self.byte(start)},
            "end": {"line": end.line, "column": self.byte(end)},
        }

    def byte(self, position: Position) -> int:
        """The byte, from 1, at which the character of a column begins."""
        line = self.lines.get(position.line, "")
        if line.isascii():
            return position.column
        column, byte = self.reached.get(position.line, (1, 1))
        if column > position.column:
            column, byte = 1, 1
        byte += len(line[column - 1 : position.column - 1].encode("utf-8", "surrogatepass"))
        self.reached[position.line] = (position.column, byte)
        return byte

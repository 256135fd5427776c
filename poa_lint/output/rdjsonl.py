"""Reviewdog's diagnostics, one a line. Its columns count bytes of UTF-8, where all other formats count characters."""

import json
from typing import Any, Final

from poa_lint.core.diagnostic import Severity
from poa_lint.core.result import FileResult, Run
from poa_lint.core.source import Position
from poa_lint.core.words import Words
from poa_lint.output import View, address

SEVERITIES: Final = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(run: Run, words: Words, view: View) -> str:
    """Every finding that counts; with `view.waived` the others too."""
    return "".join(
        json.dumps(one, ensure_ascii=False) + "\n"
        for file in run.files
        for one in _file(file, words, waived=view.waived)
    )


def _file(file: FileResult, words: Words, *, waived: bool) -> list[dict[str, Any]]:
    columns = _Columns(file)
    every = zip(file.diagnostics, file.positions, file.related, file.edits, strict=True)
    return [
        {
            "message": "\n".join(filter(None, (f"{one.rule}: {one.message}", address(one, words), one.work, one.help))),
            "location": {"path": file.path, "range": columns.range(place)},
            "severity": SEVERITIES[one.severity],
            "source": {"name": "poa-lint"},
            "code": {"value": one.code},
            "suggestions": [
                {"range": columns.range(at), "text": edit.text} for edit, at in zip(one.edits, edits, strict=True)
            ],
            "related_locations": [
                {"message": near.message, "location": {"path": file.path, "range": columns.range(at)}}
                for near, at in zip(one.related, related, strict=True)
            ],
        }
        for one, place, related, edits in every
        if waived or one.waived is None
    ]


class _Columns:
    """Columns in bytes. A line is gone along once, however many places are asked for from left to right."""

    def __init__(self, file: FileResult) -> None:
        self.lines = file.lines
        self.reached: dict[int, tuple[int, int]] = {}

    def range(self, place: tuple[Position, Position]) -> dict[str, dict[str, int]]:
        """A range as reviewdog takes it; the end is excluded."""
        start, end = place
        return {
            "start": {"line": start.line, "column": self.byte(start)},
            "end": {"line": end.line, "column": self.byte(end)},
        }

    def byte(self, place: Position) -> int:
        """The byte, from 1, at which the character of a column begins."""
        line = self.lines.get(place.line, "")
        if line.isascii():
            return place.column
        column, byte = self.reached.get(place.line, (1, 1))
        if column > place.column:
            column, byte = 1, 1
        byte += len(line[column - 1 : place.column - 1].encode("utf-8", "surrogatepass"))
        self.reached[place.line] = (place.column, byte)
        return byte

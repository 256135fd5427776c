"""Commands that GitHub Actions turns into annotations of the lines at fault."""

from collections.abc import Mapping
from typing import Final

from poa_lint.core.diagnostic import Severity
from poa_lint.core.result import Run
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output import View, address

COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGES: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES: Final = {**_IN_MESSAGES, ":": "%3A", ",": "%2C"}


def render(run: Run, words: Words, view: View) -> str:
    """One command a finding; its arithmetic and its advice on lines of their own."""
    lines = []
    for file in run.files:
        for one, (start, end) in zip(file.diagnostics, file.positions, strict=True):
            if one.waived is not None and not view.waived:
                continue
            properties = {
                "file": file.path,
                "line": start.line,
                "col": start.column,
                "endLine": end.line,
                "endColumn": end.column,
                "title": f"{one.code} {one.rule}",
            }
            stated = ",".join(
                f"{name}={_escaped(visible(str(value)), _IN_PROPERTIES)}" for name, value in properties.items()
            )
            said = "\n".join(visible(text) for text in (one.message, address(one, words), one.work, one.help) if text)
            lines.append(f"::{COMMANDS[one.severity]} {stated}::{_escaped(said, _IN_MESSAGES)}\n")
    return "".join(lines)


def _escaped(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)

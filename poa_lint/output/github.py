"""Commands that GitHub Actions turns into annotations of the lines at fault."""

from collections.abc import Mapping
from typing import Final

from poa_lint.core.diagnostic import Diagnostic, Severity
from poa_lint.core.result import Run
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output import View, address, told

COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGES: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES: Final = {**_IN_MESSAGES, ":": "%3A", ",": "%2C"}


def render(run: Run, words: Words, view: View) -> str:
    """One command a finding; its arithmetic and its advice on lines of their own."""
    lines = [_command(file.path, finding, words) for file in run.files for finding in file.shown(waived=view.waived)]
    return "".join(lines)


def _command(path: str, finding: Diagnostic, words: Words) -> str:
    properties = {
        "file": path,
        "line": finding.start.line,
        "col": finding.start.column,
        "endLine": finding.end.line,
        "endColumn": finding.end.column,
        "title": f"{finding.code} {finding.rule}",
    }
    escaped = ",".join(f"{name}={_escaped(visible(str(value)), _IN_PROPERTIES)}" for name, value in properties.items())
    texts = (finding.message + told(finding, words), address(finding, words), finding.work, finding.help)
    message = "\n".join(visible(text) for text in texts if text)
    return f"::{COMMANDS[finding.severity]} {escaped}::{_escaped(message, _IN_MESSAGES)}\n"


def _escaped(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)

"""GitLab's code quality report: one JSON list, each finding with a fingerprint that no other has."""

import hashlib
import json
from typing import Final

from poa_lint.core.diagnostic import Diagnostic, Severity
from poa_lint.core.result import Run
from poa_lint.core.words import Words
from poa_lint.output import View, address

SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(run: Run, words: Words, view: View) -> str:
    """Every finding that counts; with `view.waived` the others too."""
    found = [
        {
            "description": f"{one.code} {one.rule}: {one.message}{_at(one, words)}",
            "check_name": one.code,
            "fingerprint": hashlib.sha256(f"{file.path}\n{one.key}".encode("utf-8", "backslashreplace")).hexdigest(),
            "severity": SEVERITIES[one.severity],
            "location": {"path": file.path.removeprefix("./"), "lines": {"begin": start.line, "end": end.line}},
        }
        for file in run.files
        for one, (start, end) in zip(file.diagnostics, file.positions, strict=True)
        if one.waived is None or view.waived
    ]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _at(one: Diagnostic, words: Words) -> str:
    where = address(one, words)
    return f" ({where})" if where else ""

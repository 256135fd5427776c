"""GitLab's code quality report: one JSON list, each finding with a fingerprint that no other has."""

import hashlib
from typing import Any, Final

from poa_lint.core.diagnostic import Diagnostic, Severity
from poa_lint.core.result import Run
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output import View, address, told
from poa_lint.output.json import written

SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(run: Run, words: Words, view: View) -> str:
    """Every finding that counts; with `view.waived` the others too."""
    issues = [_issue(file.path, finding, words) for file in run.files for finding in file.shown(waived=view.waived)]
    return written(issues, indent=1)


def _issue(path: str, finding: Diagnostic, words: Words) -> dict[str, Any]:
    where = address(finding, words)
    place = f" ({where})" if where else ""
    return {
        "description": visible(f"{finding.code} {finding.rule}: {finding.message}{told(finding, words)}{place}"),
        "check_name": finding.code,
        "fingerprint": hashlib.sha256(f"{path}\n{finding.key}".encode("utf-8", "backslashreplace")).hexdigest(),
        "severity": SEVERITIES[finding.severity],
        "location": {
            "path": path.removeprefix("./"),
            "lines": {"begin": finding.start.line, "end": finding.end.line},
        },
    }

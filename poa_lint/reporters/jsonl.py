"""JSON Lines: one finding a line, each as in JSON version 1 with its file's path, for streams and dashboards."""

from __future__ import annotations

import json

from poa_lint.linter import Run
from poa_lint.reporters import View
from poa_lint.reporters.json import diagnostics
from poa_lint.words import Words


def render(run: Run, words: Words, view: View) -> str:
    """Every finding of a run, the waived too."""
    del words, view
    return "".join(
        json.dumps({"path": file.path, "ruleset": run.ruleset, **one}, ensure_ascii=False) + "\n"
        for file in run.files
        for one in diagnostics(file)
    )

"""One line a finding, for editors and grep: `path:line:column: severity CODE name: message`."""

from __future__ import annotations

from poa_lint.core.result import Run
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output import View


def render(run: Run, words: Words, view: View) -> str:
    """Every finding of a run that counts; with `view.waived` the others too."""
    del words
    lines = [
        f"{visible(file.path)}:{start.line}:{start.column}: {one.severity.value} {one.code} {one.rule}: "
        f"{visible(one.message)}{f' [{visible(one.original.text)}]' if one.original else ''}"
        for file in run.files
        for one, (start, _) in zip(file.diagnostics, file.positions, strict=True)
        if one.waived is None or view.waived
    ]
    return "".join(f"{line}\n" for line in lines)

"""One line a finding, for editors and grep: `path:line:column: severity CODE name: message`."""

from poa_lint.linter import Run
from poa_lint.reporters import View
from poa_lint.text import visible
from poa_lint.words import Words


def render(run: Run, words: Words, view: View) -> str:
    """Every finding of a run."""
    del words, view
    lines = [
        f"{visible(file.path)}:{start.line}:{start.column}: {one.severity.value} {one.code} {one.rule}: "
        f"{visible(one.message)}"
        for file in run.files
        for one, (start, _) in zip(file.diagnostics, file.positions, strict=True)
    ]
    return "".join(f"{line}\n" for line in lines)

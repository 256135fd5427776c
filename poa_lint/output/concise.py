"""One line a finding, for editors and grep: `path:line:column: severity CODE name: message`."""

from __future__ import annotations

from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.result import Run
from poa_lint.core.text import printable, visible
from poa_lint.core.words import Words
from poa_lint.output import View, shown, statistics, told


def render(run: Run, words: Words, view: View) -> str:
    """Every finding of a run that counts, with `view.waived` the others too; or the counts of each rule alone."""
    if view.statistics:
        return "".join(f"{one.number} {one.severity.value} {one.code} {one.name}\n" for one in statistics(run))
    lines = [
        printable(f"{visible(file.path)}:{finding.start.line}:{finding.start.column}: {_text(finding, words)}") + "\n"
        for file in run.files
        for finding in shown(file, view)
    ]
    return "".join(lines)


def _text(finding: Diagnostic, words: Words) -> str:
    text = f"{finding.severity.value} {finding.code} {finding.rule}: {visible(finding.message)}{told(finding, words)}"
    return f"{text} [{visible(finding.original.text)}]" if finding.original else text

"""The findings of a run as a list that a notebook shows as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

from poa_lint.core.diagnostic import Diagnostic, Severity
from poa_lint.core.notebook import MOST_ROWS, counted, table
from poa_lint.core.words import words as words_of

COLUMNS = ("file", "place", "where", "severity", "code", "message")


class Findings(Sequence[Diagnostic]):
    """The findings of several files, in order; a slice of them is one too."""

    def __init__(self, found: Iterable[tuple[str, Diagnostic]], language: str) -> None:
        """`found` are the paths of files, each with a finding; `language` is that of the table's headings."""
        self._found, self._language = tuple(found), language

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, index: int) -> Diagnostic: ...
    @overload
    def __getitem__(self, index: slice) -> Findings: ...
    def __getitem__(self, index: int | slice) -> Diagnostic | Findings:
        if isinstance(index, slice):
            return Findings(self._found[index], self._language)
        return self._found[index][1]

    def __repr__(self) -> str:
        return f"Findings({by_severity(self)})"

    def _repr_html_(self) -> str:
        """A table of the first findings, for a notebook."""
        words = words_of(self._language, "notebook")
        rows = [
            (path, finding.place, finding.address, words(finding.severity.value), finding.code, finding.message)
            for path, finding in self._found[:MOST_ROWS]
        ]
        headings = [words(f"finding.{name}") for name in COLUMNS]
        left = len(self) - len(rows)
        return table(words.count("findings", len(self)), headings, rows, words.count("more", left) if left else "")


def by_severity(findings: Iterable[Diagnostic]) -> str:
    """The numbers of findings by severity: `18 errors, 13 warnings, 20 notes`."""
    severities = [finding.severity for finding in findings]
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    return ", ".join(counted(severities.count(severity), noun) for severity, noun in nouns.items())

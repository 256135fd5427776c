"""A file's findings as the page shows them: each with an id of its own, its cause, and the texts beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Confidence, Diagnostic
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output import address, doubt, own_help, ways
from poa_lint.output.notes import goals, note

READING: Final = "lectura"


class Finding(NamedTuple):
    """One finding on the page. A text that does not apply is empty."""

    id: str
    """Unique on the page: `f1h7` is the seventh finding of the first file."""
    diagnostic: Diagnostic
    kind: str
    """Its severity, or `waived`."""
    line: str
    """Its place in the file: `línea 12`, or a cell of an office's file."""
    place: str
    """Its address in the form: page, unit, goal, column."""
    work: str
    help: str
    doubt: str
    waived: str
    cause: tuple[str, str]
    """The id and the code of the finding that it follows from."""
    ways: tuple[str, ...]
    """The smallest repairs of its goal, where there are several."""
    note: str
    """A text for OBSERVACIONES with the goal's figures, for a person to complete."""
    elsewhere: tuple[str, ...] = ()
    """The cells of other files, each with its place."""


class FindingBuilder:
    """Makes the findings of one file; their ids begin with `prefix`, which no other file of the page has."""

    def __init__(self, file: FileResult, prefix: str, words: Words, page_words: Words) -> None:
        self.file, self.words, self.page_words = file, words, page_words
        self.ids = {diagnostic.key: f"{prefix}h{number}" for number, diagnostic in enumerate(file.diagnostics, 1)}
        self.codes = {diagnostic.key: diagnostic.code for diagnostic in file.diagnostics}
        self.goals = goals(file)
        self.ways = ways(file)

    def findings(self) -> Iterator[Finding]:
        """Every finding, in the order of the text."""
        for diagnostic in self.file.diagnostics:
            line = "" if diagnostic.original else self.page_words("line", n=diagnostic.start.line)
            yield self._finding(diagnostic, line)

    def _finding(self, diagnostic: Diagnostic, line: str) -> Finding:
        cause = diagnostic.derived_from if diagnostic.derived_from in self.ids else None
        return Finding(
            id=self.ids[diagnostic.key],
            diagnostic=diagnostic,
            kind="waived" if diagnostic.waived else diagnostic.severity.value,
            line=visible(diagnostic.original.text) if diagnostic.original else line,
            place=address(replace(diagnostic, original=None), self.words),
            work="" if diagnostic.group == READING else diagnostic.work,
            help=self._help(diagnostic),
            doubt=self._doubt(diagnostic),
            waived=self._waived(diagnostic),
            cause=(self.ids[cause], self.codes[cause]) if cause else ("", ""),
            ways=self._ways(diagnostic),
            note=note(diagnostic, self.goals),
            elsewhere=_elsewhere(diagnostic),
        )

    def _ways(self, diagnostic: Diagnostic) -> tuple[str, ...]:
        """The smallest repairs of the goal, where `diagnostic` heads the findings that they resolve; `…` for more."""
        repairs = self.ways.get(diagnostic.key)
        if not repairs:
            return ()
        return (*(repair.message for repair in repairs), *(["…"] if repairs[0].of > len(repairs) else []))

    def _help(self, diagnostic: Diagnostic) -> str:
        """The help text, less its sentence about one of the repairs where `ways` shows all of them."""
        if not self._ways(diagnostic):
            return diagnostic.help
        return own_help(diagnostic, self.ways[diagnostic.key][0].of, self.words)

    def _doubt(self, diagnostic: Diagnostic) -> str:
        if diagnostic.confidence is not Confidence.LOW:
            return ""
        return doubt(diagnostic, self.words)

    def _waived(self, diagnostic: Diagnostic) -> str:
        waived = diagnostic.waived
        if waived is None:
            return ""
        who = self.words("waived-who", name=waived.authorised_by) if waived.authorised_by else ""
        return self.words(f"waived-by.{waived.by}", **waived._asdict()) + who


def _elsewhere(diagnostic: Diagnostic) -> tuple[str, ...]:
    if not diagnostic.elsewhere:
        return ()
    from poa_lint.output.counterparts import brief, place

    return tuple(f"{place(cell)} · {visible(cell.titulo)} · {brief(cell.raw) or '—'}" for cell in diagnostic.elsewhere)

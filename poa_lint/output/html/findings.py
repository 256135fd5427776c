"""A file's findings as the page tells them: each with a name on the page, what it follows from, what to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Confidence, Diagnostic
from poa_lint.core.figures import figure_text
from poa_lint.core.records import replace
from poa_lint.core.report import Meta
from poa_lint.core.result import FileResult
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output import address, ways
from poa_lint.output.html.progress import figures, progress

OBSERVATION: Final = "observaciones"
JUSTIFYING: Final = "justificacion"
READING: Final = "lectura"


class Finding(NamedTuple):
    """One finding on the page.

    `kind` is its severity, or `waived`. `line` is its place in the file, `place` its address in the form. `cause` names
    the finding that it follows from; `ways` are the smallest repairs where there are several; `note` is a text for
    OBSERVACIONES with the goal's figures, for a person to complete.
    """

    id: str
    one: Diagnostic
    kind: str
    line: str
    place: str
    work: str
    help: str
    doubt: str
    waived: str
    cause: tuple[str, str]
    ways: tuple[str, ...]
    note: str


class Teller:
    """Makes the findings of one file; `prefix` keeps their names apart from those of other files."""

    def __init__(self, file: FileResult, prefix: str, words: Words, spoken: Words) -> None:
        self.file, self.words, self.spoken = file, words, spoken
        self.names = {one.key: f"{prefix}h{number}" for number, one in enumerate(file.diagnostics, 1)}
        self.codes = {one.key: one.code for one in file.diagnostics}
        self.goals = _goals(file)
        self.ways = ways(file)

    def findings(self) -> Iterator[Finding]:
        """Every finding, in the order of the text."""
        for number, one in enumerate(self.file.diagnostics):
            start = self.file.positions[number][0]
            yield self._finding(one, "" if one.original else self.spoken("line", n=start.line))

    def _finding(self, one: Diagnostic, line: str) -> Finding:
        cause = one.derived_from if one.derived_from in self.names else None
        return Finding(
            self.names[one.key],
            one,
            "waived" if one.waived else one.severity.value,
            visible(one.original.text) if one.original else line,
            address(replace(one, original=None), self.words),
            "" if one.group == READING else one.work,
            self._help(one),
            self._doubt(one),
            self._waived(one),
            (self.names[cause], self.codes[cause]) if cause else ("", ""),
            self._ways(one),
            self._note(one),
        )

    def _ways(self, one: Diagnostic) -> tuple[str, ...]:
        """Every smallest repair, where there are several, for the finding that heads what they explain."""
        several = self.ways.get(one.key)
        if not several:
            return ()
        return (*(repair.message for repair in several), *(["…"] if several[0].of > len(several) else []))

    def _help(self, one: Diagnostic) -> str:
        """What to do; where every repair is shown, the sentence that names one of them is left out."""
        if not self._ways(one):
            return one.help
        said = self.words.table["repair.one-of"].partition("{what}")[0]
        before, _, _ = one.help.rpartition(said.format(of=figure_text(self.ways[one.key][0].of)))
        return before.strip() or one.help

    def _doubt(self, one: Diagnostic) -> str:
        low = one.confidence is Confidence.LOW
        return self.words("doubt-row" if one.where.meta else "doubt-text") if low else ""

    def _waived(self, one: Diagnostic) -> str:
        if one.waived is None:
            return ""
        who = self.words("waived-who", name=one.waived.authorised_by) if one.waived.authorised_by else ""
        return self.words(f"waived-by.{one.waived.by}", **one.waived._asdict()) + who

    def _note(self, one: Diagnostic) -> str:
        """The goal's figures for its OBSERVACIONES, in the language of the paper; the cause is never ours to give."""
        if one.group != JUSTIFYING or one.where.columna != OBSERVATION or one.waived:
            return ""
        goal = self.goals.get(one.order[0])
        if goal is None:
            return ""
        whole = progress(goal)
        periods = {near.columna.partition(".")[2] for near in one.related if "." in near.columna}
        period = next((each for each in goal.periodos if str(each.numero) in periods), None)
        if len(periods) == 1 and period is not None:
            said = figures(period.programado.value, period.avance.value, whole.sign)
            return self.spoken("note.period", period=period.nombre, **said) if said else ""
        said = figures(whole.planned, whole.achieved, whole.sign)
        return self.spoken("note.whole", **said) if said else ""


def _goals(file: FileResult) -> Mapping[int, Meta]:
    """The goals by where their rows begin."""
    return {} if file.paper is None else {meta.span.start: meta for meta in file.paper.informe.metas}

"""The observations of a letter: the findings of a unit as numbered points, one for each cause, by goal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Confidence, Diagnostic, Severity, ShownCell
from poa_lint.core.text import short
from poa_lint.core.words import Words
from poa_lint.documents.templates import Line
from poa_lint.output import doubt, told
from poa_lint.output.letters.review import Goal, Review

READING: Final = "lectura"
MAX_CELLS: Final = 12
"""Cells that a point quotes."""
CELL: Final = 60
"""Characters of a cell that a point quotes."""
SECTIONS: Final = ("observations", "recommendations", "notes")
"""The sections of points by the gravity of their gravest finding: errors, warnings, notes."""


class Point(NamedTuple):
    """A point of a letter: its number, the finding that causes the others, and those that follow from it."""

    number: int
    cause: Diagnostic
    follow: tuple[Diagnostic, ...]
    section: str

    @property
    def keys(self) -> set[str]:
        """The keys of its findings."""
        return {self.cause.key, *(finding.key for finding in self.follow)}


def points(findings: Iterable[Diagnostic], *, notes: bool) -> list[Point]:
    """The findings as points, numbered through the sections; without `notes` those of form are left out.

    What follows from a finding that is left out, or waived, is a point of its own.
    """
    shown = [one for one in findings if notes or one.severity is not Severity.INFO]
    causes = {one.key: one.derived_from for one in shown}
    follow: dict[str, list[Diagnostic]] = {}
    for one in shown:
        root = one.key
        while (above := causes[root]) is not None and above in causes:
            root = above
        follow.setdefault(root, []).append(one)
    by_key = {one.key: one for one in shown}
    groups = [(by_key[root], [one for one in every if one.key != root]) for root, every in follow.items()]
    groups.sort(key=lambda group: (_section(group), bool(group[0].where.meta), *group[0].order))
    return [
        Point(number, cause, tuple(rest), SECTIONS[_section((cause, rest))])
        for number, (cause, rest) in enumerate(groups, 1)
    ]


def _section(group: tuple[Diagnostic, Sequence[Diagnostic]]) -> int:
    return min(one.severity.rank for one in (group[0], *group[1]))


class PointWriter:
    """Writes points as lines.

    `words` are those of findings, `said` those of the letter. `states` has for a finding's key the words that tell it
    is new or stands.
    """

    def __init__(self, reviewed: Review, words: Words, said: Words, states: Mapping[str, str]) -> None:
        self.reviewed, self.words, self.said, self.states = reviewed, words, said, states

    def section(self, section: str, every: Sequence[Point]) -> list[Line]:
        """The lines of a section, goal by goal; none where it has no point."""
        own = [point for point in every if point.section == section]
        if not own:
            return []
        lines, title = [Line(self.said(section), "title")], ""
        for point in own:
            heading = self._heading(point.cause)
            lines += [Line(heading, "goal")] if heading != title else []
            title = heading
            lines += self._point(point)
        return lines

    def _heading(self, finding: Diagnostic) -> str:
        if not finding.where.meta:
            return self.said("of-unit" if finding.where.unidad or finding.where.programa else "of-report")
        goal = self.reviewed.goals.get(finding.order[0], Goal(finding.where.meta, ""))
        text = goal.texto.strip()
        number = finding.where.meta
        return self.said("goal", numero=number) + (f". {short(text)}" if text and finding.after is None else "")

    def _point(self, point: Point) -> Iterator[Line]:
        finding = point.cause
        state = self.states.get(finding.key, "")
        ends = f"{finding.code}; {state}" if state else finding.code
        yield Line(f"{self._place(finding)}: {self._message(finding)} [{ends}]", "item", f"{point.number}.")
        says = self._cells([cell for cell in finding.cells if finding.group == READING or not cell.lost])
        yield from (Line(self.said("says", cells=says), "detail"),) if says else ()
        if finding.work and finding.group != READING:
            yield Line(self.said("work", work=finding.work.rstrip(".")), "detail")
        if finding.help:
            yield Line(self.said("help", help=finding.help), "detail")
        if finding.key in self.reviewed.notes:
            yield Line(self.said("note-label", note=self.reviewed.notes[finding.key]), "detail")
        if finding.confidence is Confidence.LOW:
            yield Line(self.said("doubt", doubt=doubt(finding, self.words)), "detail")
        for other in point.follow:
            message = f"{self._place(other)}: {self._message(other).rstrip('.')} [{other.code}]"
            yield Line(self.said("follows", message=message), "sub", "-")

    def _message(self, finding: Diagnostic) -> str:
        return f"{finding.message.rstrip('.')}{told(finding, self.words)}."

    def _place(self, finding: Diagnostic) -> str:
        """The column, and where it is: the cell of an office's file, else the page and the line."""
        if finding.original:
            where = [finding.original.text]
        else:
            page = finding.where.pagina
            where = [self.said("page", n=page)] if page else []
            where.append(self.said("line", n=finding.start.line))
        place = ", ".join(where)
        return f"{finding.columna} ({place})" if finding.columna else f"{place[:1].upper()}{place[1:]}"

    def _cells(self, cells: Sequence[ShownCell]) -> str:
        said = [
            self.said("cell", titulo=cell.titulo, raw=_brief(cell.words))
            if cell.words
            else self.said("empty-cell", titulo=cell.titulo)
            for cell in cells[:MAX_CELLS]
        ]
        if len(cells) > MAX_CELLS:
            said.append(self.said("more", n=len(cells) - MAX_CELLS))
        return "; ".join(said)


def _brief(text: str) -> str:
    return text if len(text) <= CELL else f"{text[: CELL - 3].rstrip()}..."

"""The observations of a letter: the findings of a unit as numbered points, one for each cause, by goal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Confidence, Diagnostic, Related, Severity, ShownCell
from poa_lint.core.text import MAX_SHOWN, visible
from poa_lint.core.words import Words
from poa_lint.documents.templates import Line
from poa_lint.output import behind, doubt
from poa_lint.output.letters.alike import BLANK, Cause, together, told
from poa_lint.output.letters.review import Goal, Review

READING: Final = "lectura"
COMPARING: Final = "comparacion"
AMENDMENTS: Final = "amendments"
MAX_FOLLOWING: Final = 6
"""Findings under one that is about no goal that have a line each."""
MAX_CELLS: Final = 12
"""Cells that a point quotes."""
RECKONED: Final = re.compile(" [-+\u00f7\u00d7\u00b7] ")
"""The sign of a sum or a quotient: without one the arithmetic says only what the message does."""
AGAIN: Final = 40
"""Characters of a text that is not quoted a second time, where another file says the same."""
CUT: Final = "..."
"""The end of a text of which a finding carries the beginning alone."""
OF_ONE_THING: Final = (
    *("meta_anual", "programado", "avance", "absoluto", "relativo", "unidad_medida", "observaciones"),
)
"""Columns, without their period, of which a goal's cell says one thing: whatever is wrong in it is mended at once."""
SECTIONS: Final = ("observations", "recommendations", "notes")
"""The sections of points by the gravity of their gravest finding: errors, warnings, notes."""


class Point(NamedTuple):
    """A point of a letter: its number, the finding that causes the others, and those that follow from it.

    `joined` are the keys of those among them that follow from none, and that are mended with the same cell. `alike` are
    the causes of a point that is about many goals, `cause` the first of them.
    """

    number: int
    cause: Diagnostic
    follow: tuple[Diagnostic, ...]
    section: str
    joined: frozenset[str] = frozenset()
    alike: tuple[Cause, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the findings that follow from none."""
        return self.joined | {self.cause.key} | {one.finding.key for one in self.alike}


class _Group(NamedTuple):
    """A finding that follows from no other, and those that follow from it."""

    cause: Diagnostic
    follow: list[Diagnostic]

    @property
    def section(self) -> int:
        """The place of its section among SECTIONS."""
        return min(one.severity.rank for one in (self.cause, *self.follow))

    @property
    def order(self) -> tuple[int, ...]:
        """The place of the group in a letter: the gravest first, of them what belongs to no goal."""
        return (self.section, bool(self.cause.where.meta), *self.cause.order)


def points(findings: Iterable[Diagnostic], *, notes: bool, advice: Mapping[str, str] | None = None) -> list[Point]:
    """The findings as points, numbered through the sections; without `notes` those of form are left out.

    What follows from a finding that is left out, or waived, is a point of its own. What is mended by the same cell of a
    goal is one point, at the place of the gravest. What asks many goals for the same is one, before those about one
    goal; `advice` is as in `together`.
    """
    by_cell: dict[object, list[_Group]] = {}
    for group in sorted(_groups(findings, notes=notes), key=lambda one: one.order):
        by_cell.setdefault(_cell(group.cause), []).append(group)
    every = [*_folded([one for (one, *more) in by_cell.values() if not more], advice or {}), *_joined(by_cell.values())]
    every.sort(
        key=lambda one: (SECTIONS.index(one.section), bool(one.cause.where.meta), not one.alike, one.cause.order)
    )
    return [point._replace(number=number) for number, point in enumerate(every, 1)]


def _folded(groups: Sequence[_Group], advice: Mapping[str, str]) -> Iterator[Point]:
    """The points of cells that one cause is about each."""
    sections = {group.cause.key: SECTIONS[group.section] for group in groups}
    for first, *others in together([Cause(one.cause, told(one.cause, one.follow)) for one in groups], advice):
        alike = (first, *others) if others else ()
        yield Point(0, first.finding, first.follow, sections[first.finding.key], alike=alike)


def _joined(cells: Iterable[Sequence[_Group]]) -> Iterator[Point]:
    """The points of cells that several causes are about."""
    for first, *others in cells:
        if others:
            follow = (*first.follow, *(one for group in others for one in (group.cause, *group.follow)))
            keys = frozenset(group.cause.key for group in others)
            yield Point(0, first.cause, told(first.cause, follow), SECTIONS[first.section], keys)


def _groups(findings: Iterable[Diagnostic], *, notes: bool) -> Iterator[_Group]:
    shown = {one.key: one for one in findings if notes or one.severity is not Severity.INFO}
    follow: dict[str, list[Diagnostic]] = {}
    for one in shown.values():
        root = one
        while root.derived_from in shown:
            root = shown[root.derived_from or ""]
        follow.setdefault(root.key, []).append(one)
    for root_key, every in follow.items():
        yield _Group(shown[root_key], [one for one in every if one.key != root_key])


def _cell(cause: Diagnostic) -> object:
    """The cell of a goal that is to be written anew; the finding's own key where its cell may say several things."""
    of_one_thing = cause.where.columna.partition(".")[0] in OF_ONE_THING
    return (cause.order[0], cause.where.columna) if cause.where.meta and of_one_thing else cause.key


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
            heading = self.said.count("goals", len(point.alike)) if point.alike else self._heading(point.cause)
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
        return self.said("goal", numero=number) + (f". {_brief(text)}" if text and finding.after is None else "")

    def _alike(self, point: Point) -> Iterator[Line]:
        """The lines of a point about many goals: what is asked of them, and each with its figures."""
        first, same = point.cause, len({one.finding.message for one in point.alike}) == 1
        kind = "blank" if first.code == BLANK else "same" if same else "column"
        values = {"columna": first.columna, "n": len(point.alike), "message": first.message.rstrip(".")}
        yield Line(f"{self.said(f'alike.{kind}', **values)}. [{first.code}]", "item", f"{point.number}.")
        yield Line(self.said("help", help=self._order(first)), "detail")
        for one in point.alike:
            yield Line(" ".join(self._one(one, same=same)), "sub", "-")

    def _one(self, cause: Cause, *, same: bool) -> Iterator[str]:
        """The sentences about one of many goals."""
        finding = cause.finding
        state = self.states.get(finding.key, "")
        goal = self.said("goal", numero=finding.where.meta) + (f" [{state}]" if state else "")
        says = self._cells([cell for cell in finding.cells if cell.primary]) if same else finding.message.rstrip(".")
        yield self.said("alike.goal", goal=goal, place=self._where(finding), says=says)
        yield from (self.said("elsewhere", cells=self._elsewhere(finding)) for _ in finding.elsewhere[:1] if not same)
        yield from (self.reviewed.totals[key] for key in (finding.key,) if key in self.reviewed.totals)
        if finding.key in self.reviewed.notes:
            yield self.said("note-label", note=self.reviewed.notes[finding.key])
        for other in cause.follow:
            yield self.said("follows", message=f"{self._said(other)} [{other.code}]")

    def _point(self, point: Point) -> Iterator[Line]:
        if point.alike:
            yield from self._alike(point)
            return
        finding = point.cause
        yield Line(f"{self._said(finding)}. [{self._ends(finding)}]", "item", f"{point.number}.")
        yield from (Line(text, "detail") for text in self._details(finding) if text)
        if not finding.where.meta and len(point.follow) > MAX_FOLLOWING:
            yield from self._counted(point)
            return
        for other in point.follow:
            message = f"{self._said(other)} [{self._ends(other, finding)}]"
            advice = other.key in point.joined or other.group == COMPARING
            text = self.said("follows", message=message)
            yield Line(f"{text} {self._help(other)}" if advice and self._help(other) else text, "sub", "-")

    def _counted(self, point: Point) -> Iterator[Line]:
        """The lines under a cause of many goals: one for each rule and column, with its goals."""
        goals: dict[tuple[str, str], dict[str, None]] = {}
        for other in point.follow:
            goals.setdefault((other.code, other.columna), {})[other.where.meta] = None
        for (code, column), numbers in goals.items():
            named = {"columna": column, "goals": ", ".join(filter(None, numbers)), "code": code}
            told = self.said(f"goals-of.{'one' if len(numbers) == 1 else 'other'}", **named)
            yield Line(self.said("follows", message=told), "sub", "-")

    def _said(self, finding: Diagnostic) -> str:
        """The place and the message, without a full stop."""
        return f"{self._place(finding)}: {finding.message.rstrip('.')}"

    def _ends(self, finding: Diagnostic, above: Diagnostic | None = None) -> str:
        """The code, and whether the finding is new, unless the one above it says so already."""
        state = self.states.get(finding.key, "")
        said = above is not None and state == self.states.get(above.key, "")
        return "; ".join(filter(None, (finding.code, "" if said else state)))

    def _details(self, finding: Diagnostic) -> Iterator[str]:
        """The lines of a point: its cells here and elsewhere, the reckoning, what to write, a text to begin with."""
        reading = finding.group == READING
        missing = finding.after is not None  # its row's cells are those of the goal before
        says = self._cells([cell for cell in finding.cells if (reading or not cell.lost) and not missing])
        yield says and self.said("read" if reading else "says", cells=says)
        yield from (self.said("elsewhere", cells=self._elsewhere(finding)) for _ in finding.elsewhere[:1])
        if finding.group not in (READING, COMPARING) and RECKONED.search(finding.work):
            yield self.said("work", work=finding.work.rstrip("."))
        yield self._help(finding) and self.said("help", help=self._help(finding))
        if finding.key in self.reviewed.notes:
            yield self.said("note-label", note=self.reviewed.notes[finding.key])
        if finding.confidence is Confidence.LOW:
            yield self.said("doubt", doubt=doubt(finding, self.words))

    def _help(self, finding: Diagnostic) -> str:
        """The correction, and what the totals leave for a blank."""
        return " ".join(filter(None, (self._order(finding), self.reviewed.totals.get(finding.key))))

    def _order(self, finding: Diagnostic) -> str:
        """The correction: what a repair of the goal's figures asks to write, else the rule's own advice."""
        return self.reviewed.orders.get(finding.key, finding.help)

    def _place(self, finding: Diagnostic) -> str:
        """The column, and where it is: the cell of an office's file, else the page and the line."""
        if finding.after is not None:
            text = behind(finding.after, self.words)
            return f"{text[:1].upper()}{text[1:]}"
        place = self._where(finding)
        return f"{finding.columna} ({place})" if finding.columna else f"{place[:1].upper()}{place[1:]}"

    def _where(self, finding: Diagnostic) -> str:
        """The cell of an office's file, else the page and the line."""
        if finding.original:
            return finding.original.text
        page = finding.where.pagina
        where = [self.said("page", n=page)] if page else []
        return ", ".join([*where, self.said("line", n=finding.start.line)])

    def _cells(self, cells: Sequence[ShownCell]) -> str:
        said = [self._cell(cell.titulo, cell.words) for cell in cells[:MAX_CELLS]]
        if len(cells) > MAX_CELLS:
            said.append(self.said("more", n=len(cells) - MAX_CELLS))
        return "; ".join(said)

    def _cell(self, title: str, raw: str) -> str:
        return self.said("cell", titulo=title, raw=_brief(raw)) if raw else self.said("empty-cell", titulo=title)

    def _elsewhere(self, finding: Diagnostic) -> str:
        """The cells of the plan, of the report before, or of a letter, and no file of the office's machine."""
        own = next((cell.raw for cell in finding.cells if cell.primary), "")
        return "; ".join(self._other(cell, finding, own) for cell in finding.elsewhere)

    def _other(self, cell: Related, finding: Diagnostic, own: str) -> str:
        assert cell.other is not None, "a cell of this report has no file of its own"
        names = [self.said(f"role.{cell.other.role}")]
        names += [cell.titulo] if finding.columna and cell.titulo != finding.columna else []
        if cell.other.original is not None:
            names.append(self.said("there", place=visible(cell.other.original.text)))
        elif cell.other.role != AMENDMENTS:  # a line of a file that no unit has seen
            names.append(self.said("there", place=self.said("line", n=cell.start.line)))
        if len(cell.raw) > AGAIN and cell.raw == own:
            return self.said("same-cell", titulo=" ".join(names))
        return self._cell(" ".join(names), cell.raw)


def _brief(text: str) -> str:
    """A text, the beginning of a long one, cut once and between words."""
    whole = text.removesuffix(CUT) if len(text) == MAX_SHOWN else text
    if len(whole) == len(text) <= MAX_SHOWN:
        return text
    head, _, _ = whole[:MAX_SHOWN].rpartition(" ")
    return f"{(head or whole[:MAX_SHOWN]).rstrip(' ,;:')} {CUT}"

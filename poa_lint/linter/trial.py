"""A goal in which figures are tried: written over, judged, and put back.

A search of repairs looks at dozens of rows for one goal. The goal and the frames that rules are evaluated on are made
once for all of them:

    trial = Trial(frame)
    (sentence,) = trial.sentences([check])              # `sum(programado) == meta_anual`
    before = trial.put({"meta_anual": ("8", 8)})
    sentence.false                                      # as if META ANUAL said 8
    trial.write(before)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from poa_lint.core.figures import Figure, Nothing
from poa_lint.core.form import Columna, Form
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Cifra, Meta, Periodo
from poa_lint.expression import syntax
from poa_lint.expression.arithmetic import cells_read
from poa_lint.expression.evaluate import value
from poa_lint.expression.lookup import slots
from poa_lint.expression.resolve import Resolved
from poa_lint.expression.types import Frame
from poa_lint.rulebook.book import Check
from poa_lint.rulebook.frames import goal_frames
from poa_lint.rulebook.relations import Calculo, calculo

Figures = Mapping[str, Cell[Figure]]
"""A goal's figures by column."""
Values = dict[str, tuple[str, Figure | Nothing]]
"""What columns say after a change: the text and its value."""

GOAL: Final = 3
"""The slot of the goal in a frame: report, unit and page stand before it, and its own parts behind it."""
OF_FORM: Final = frozenset({"periodos", "cifras", "programado", "avance"})
"""The lists of a goal that have as many items in all goals of a form."""


class Trial:
    """A copy of the goal in `frame` (report, unit, page, goal) that nobody else sees, so that it may be written to."""

    def __init__(self, frame: Frame) -> None:
        meta = frame[GOAL]
        assert isinstance(meta, Meta)
        cifras = tuple([Cifra(one.columna, one.titulo, one.valor, one.con_signo, one.contable) for one in meta.cifras])
        periodos = tuple(
            [
                Periodo(one.numero, one.nombre, one.cerrado, one.ultimo, one.programado, one.avance)
                for one in meta.periodos
            ]
        )
        rows: dict[str, Any] = {name: list(getattr(meta, name)) for name in ("programado", "avance")}
        self.meta = replace(meta, cifras=cifras, periodos=periodos, **rows)
        self.frame: Frame = (*frame[:GOAL], self.meta)
        self._frames: dict[str, tuple[Frame, ...]] = {}
        """The frames of the goal, by what a rule is stated for."""
        self._sentences: dict[Check, list[Sentence]] = {}
        self.cells: dict[str, Cell[Figure]] = {cifra.columna: cifra.valor for cifra in cifras}
        """The figures as they are now, by column."""
        self._places: dict[str, list[tuple[object, str]]] = {one.columna: [(one, "valor")] for one in cifras}
        """The fields of nodes in which the figure of a column stands."""
        self._rows: dict[str, tuple[list[Cell[Figure]], int]] = {}
        """Its place in the goal's list of what was programmed or achieved, for a column of a period."""
        parts = [(one, name, getattr(one, name)) for one in periodos for name in rows]
        totals = [(self.meta, name, getattr(self.meta, name)) for name in ("meta_anual", "absoluto", "relativo")]
        for node, name, cell in (*parts, *totals):
            if cell.columna.id in self._places:
                self._places[cell.columna.id].append((node, name))
        for row in rows.values():
            self._rows |= {cell.columna.id: (row, index) for index, cell in enumerate(row)}

    def put(self, changes: Values) -> Figures:
        """Change what columns say; returns the cells that stood there, for `write`."""
        before = {name: self.cells[name] for name in changes}
        for name, said in changes.items():
            self.set(name, Cell(*said, before[name].span, before[name].columna))
        return before

    def write(self, cells: Figures) -> None:
        """Write cells into their columns."""
        for column, cell in cells.items():
            self.set(column, cell)

    def set(self, column: str, cell: Cell[Figure]) -> None:
        """Write one cell into its column."""
        self.cells[column] = cell
        for node, name in self._places[column]:
            setattr(node, name, cell)
        if column in self._rows:
            row, index = self._rows[column]
            row[index] = cell

    def sentences(self, checks: Iterable[Check]) -> list[Sentence]:
        """The sentences of checks, each on every frame of the goal that it is about and may apply to."""
        return [sentence for check in checks for sentence in self._sentences_of(check)]

    def _sentences_of(self, check: Check) -> list[Sentence]:
        if check not in self._sentences:
            each = check.rule.each
            if each not in self._frames:
                self._frames[each] = tuple(goal_frames(each, self.frame))
            frames = self._frames[each]
            self._sentences[check] = [
                Sentence(check, frame, reading, partial(self._calculo, index) if each == "calculo" else None)
                for index, (frame, reading) in enumerate(zip(frames, self._readings(check, frames), strict=True))
                if not reading.idle
            ]
        return self._sentences[check]

    def _calculo(self, index: int) -> Frame:
        return (*self.frame, calculo(self.meta, index))

    def _readings(self, check: Check, frames: Sequence[Frame]) -> Sequence[_Reading]:
        """What a check reads on each of its frames: that depends on the form and the last closed period alone."""
        known, key = _READINGS.setdefault(check, {}), (self.meta.corte, self.meta.form)
        if key not in known:
            known[key] = tuple(_reading(check, frame) for frame in frames)
        return known[key]


class Sentence:
    """A rule on one of a goal's frames.

    `result` tells whether it holds, and `gaps` how far apart the figures are that it compares, as the goal is now
    (`Check.result`, `Check.gaps`). `columns` are those of the cells that it reads, in its condition too; `deciding`
    those on which its result and its place depend, None where they may depend on any.
    """

    __slots__ = ("_frame", "check", "columns", "deciding", "gaps", "result")

    def __init__(self, check: Check, frame: Frame, reading: _Reading, fresh: Callable[[], Frame] | None) -> None:
        """`fresh` makes the frame anew, where its node is made of the goal's figures."""
        self.check = check
        self.columns, self.deciding, _ = reading
        self._frame = fresh or (lambda: frame)
        if fresh is None:
            self.result, self.gaps = check.on(frame)
        else:
            self.result, self.gaps = (lambda: check.result(fresh())), (lambda: check.gaps(fresh()))

    @property
    def column(self) -> Columna:
        """The column that a finding points at, as the goal is now."""
        return self.check.place(self._frame()).columna

    def sees(self, columns: Collection[str]) -> bool:
        """True if other figures in some columns may make it true or false."""
        return self.deciding is None or not self.deciding.isdisjoint(columns)


class _Reading(NamedTuple):
    """The columns of a `Sentence`, which are the same for all goals of a form."""

    columns: frozenset[str]
    deciding: frozenset[str] | None
    idle: bool
    """True for one that never applies, and compares no figures."""


_READINGS: Final[WeakKeyDictionary[Check, dict[tuple[object, Form | None], tuple[_Reading, ...]]]] = WeakKeyDictionary()


def _reading(check: Check, frame: Frame) -> _Reading:
    parts = [part for part in (check.expect, check.when) if part is not None]
    columns = frozenset(_columns(parts, frame))
    if check.when is not None and _never(check.when, frame):
        return _Reading(columns, frozenset(), idle=not check.gaps(frame))
    own = all(map(_of_goal, (*parts, *check.at)))
    return _Reading(columns, columns.union(_columns(check.at, frame)) if own else None, idle=False)


def _columns(parts: Iterable[Resolved], frame: Frame) -> Iterator[str]:
    """The columns of the cells that sentences read on a frame."""
    for part in parts:
        yield from (cell.columna.id for cell in cells_read(part, frame))
    if isinstance(frame[-1], Calculo):
        yield from (cell.columna.id for cell in frame[-1].operandos)


def _never(when: Resolved, frame: Frame) -> bool:
    """True if a condition is false whatever a goal's figures are: by the column or the period that it is asked of."""
    if isinstance(when.node, syntax.Logic) and when.node.op == "and":
        return any(_never(part, frame) for part in when.parts)
    inner = slots(when) == {GOAL + 1} and not isinstance(frame[-1], Calculo)
    return inner and not cells_read(when, frame) and value(when, frame) is False


def _of_goal(part: Resolved) -> bool:
    """True if a sentence reads nothing beyond the goal, and the same cells in all goals of a form."""
    return min(slots(part), default=GOAL) >= GOAL and _lists_of_form(part)


def _lists_of_form(part: Resolved) -> bool:
    if isinstance(part.node, syntax.Quantifier):
        steps = part.parts[0].steps
        if not (steps and steps[-1].name in OF_FORM):
            return False
    return all(map(_lists_of_form, part.parts))

"""The search for the fewest changes of a goal's figures under which no constraint is broken.

The constraints are run as they are; the value that a figure would have to have is computed from their own sentences
(`gaps`). For example, with META ANUAL 8 and 2, 2, 2, blank programmed in the quarters, `sum(programado) == meta_anual`
is false by 2: 2 in the last quarter, 6 for META ANUAL or 4 in place of a 2 make it true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from poa_lint.core.diagnostic import Change
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, figure_text, printed_decimals, rounded, whole
from poa_lint.core.form import Form
from poa_lint.core.records import record
from poa_lint.core.report import Cell, Meta, Periodo, with_figures
from poa_lint.expression.arithmetic import Gap, cells_read, gap_value, gaps
from poa_lint.expression.types import Frame
from poa_lint.linter import shifts
from poa_lint.linter.roots import FAR, can_be_written, linear, roots, slip
from poa_lint.rulebook.book import Check
from poa_lint.rulebook.frames import goal_frames
from poa_lint.rulebook.relations import Calculo, calculo

Figures = Mapping[str, Cell[Figure]]
"""A goal's figures by column."""

MAX_STATES: Final = 2_000
"""Rows tried for one goal; where they do not suffice, there is no repair."""


class Failing(NamedTuple):
    """A sentence that is false of a goal: its rule and the column that the finding points at."""

    code: str
    columna: str


@record
class State:
    """A goal after some edits."""

    meta: Meta
    edits: tuple[Change, ...]

    @cached_property
    def figures(self) -> Figures:
        """Its figures by column."""
        return {cifra.columna: cifra.valor for cifra in self.meta.cifras}

    def shifted(self, shift: Change, values: shifts.Values) -> State:
        """The goal with a run of its figures put aside."""
        return State(with_figures(self.meta, values), (*self.edits, shift))

    def after(self, edit: Change, value: Figure) -> State:
        """The goal after one edit more."""
        changed: dict[str, tuple[str, Figure | Nothing]] = {edit.target: (edit.value, value)}
        if edit.origin:
            changed[edit.origin] = ("", BLANK)
        return State(with_figures(self.meta, changed), (*self.edits, edit))


class _Sentence(NamedTuple):
    """One constraint on one of the goal's frames: its number, its gaps, and the columns that it reads."""

    number: int
    check: Check
    around: Callable[[Meta], Frame]
    """The frame of a goal that it is about."""
    gaps: tuple[Gap, ...]
    columns: frozenset[str]


class Search:
    """The search of one goal, in `frame` (report, unit, page, goal), for changes that meet `constraints`."""

    def __init__(self, frame: Frame, constraints: Iterable[Check]) -> None:
        self.outer = frame[:3]
        meta = frame[3]
        assert isinstance(meta, Meta)
        self.start = State(meta, ())
        form = meta.form
        self.percents = form.percents if form else frozenset()
        self.signed = frozenset(column.columna.id for column in form.columns if column.signed) if form else frozenset()
        self.order = {cell.columna.id: index for index, cell in enumerate(meta.celdas)}
        self.columns = sorted(
            (name for name in self.start.figures if name not in self.percents), key=self.order.__getitem__
        )
        self.whole = all(
            isinstance(cell.value, Nothing) or whole(cell.value)
            for name, cell in self.start.figures.items()
            if name not in self.percents
        )
        self.sentences = [
            _Sentence(
                number,
                check,
                self._around(check.rule.each, index),
                _memo(check).gaps,
                _columns(check, index, inner, meta),
            )
            for number, (check, index, inner) in enumerate(self._inside(constraints, meta))
        ]
        self.tried = 0

    @property
    def given_up(self) -> bool:
        """True if more rows would have had to be tried than MAX_STATES."""
        return self.tried > MAX_STATES

    @property
    def pending(self) -> bool:
        """True if all that is broken is a blank A of the last closed period, and no A stands beside a P of nothing.

        Where one does, the quarters may be shifted by a column.
        """
        meta = self.start.meta
        last = self.start.figures.get(f"avance.{meta.corte}")
        if last is None or last.value is not BLANK or any(map(_stray, meta.periodos)):
            return False
        broken = (sentence for sentence in self.sentences if self._breaks(sentence, meta))
        return all(sentence.check.place(sentence.around(meta)).columna is last.columna for sentence in broken)

    def _inside(self, checks: Iterable[Check], meta: Meta) -> Iterator[tuple[Check, int, Frame]]:
        """Every frame of a goal that a check is about, with its index among them."""
        frames: dict[str, Sequence[Frame]] = {}
        for check in checks:
            each = check.rule.each
            if each not in frames:
                frames[each] = tuple(goal_frames(each, (*self.outer, meta)))
            yield from ((check, index, frame) for index, frame in enumerate(frames[each]))

    def _around(self, each: str, index: int) -> Callable[[Meta], Frame]:
        """The function from a goal to the one of its frames that a sentence is about."""
        report, unit, page = self.outer
        if each == "meta":
            return lambda meta: (report, unit, page, meta)
        if each == "periodo":
            return lambda meta: (report, unit, page, meta, meta.periodos[index])
        if each == "calculo":
            return lambda meta: (report, unit, page, meta, calculo(meta, index))
        return lambda meta: (report, unit, page, meta, meta.cifras[index])

    def failing(self, state: State, running: Iterable[Check]) -> frozenset[Failing]:
        """The sentences of the `running` rules that are false of the goal."""
        return frozenset(
            Failing(check.rule.code, check.place(frame).columna.id)
            for check, _, frame in self._inside(running, state.meta)
            if check.result(frame) is False
        )

    def groups(self, count: int) -> Iterator[list[State]]:
        """The states of `repaired`, those of one cost together, the smallest first.

        Runs that are put back come with the shortest moves: neither invents a figure, and the text does not tell which
        of them happened.
        """
        states = sorted(self.repaired(count), key=self.cost)
        groups = [list(equals) for _, equals in groupby(states, key=self.cost)]
        runs = list(self._shifted()) if count == 1 else []
        if runs and groups and groups[0][0].edits[0].action == "move":
            runs += groups.pop(0)
        yield from ([runs, *groups] if runs else groups)

    def keeps_order(self, state: State) -> bool:
        """True if no figure of the row has passed another one."""
        return shifts.orderly(state.edits, self.columns, self.start.figures)

    def _shifted(self) -> Iterator[State]:
        """Every state after one run of figures is put back in which no constraint is broken."""
        first = sorted(self.sentences, key=lambda sentence: not self._breaks(sentence, self.start.meta))
        for shift, values in shifts.shifts([(name, self.start.figures[name]) for name in self.columns]):
            state = self.start.shifted(shift, values)
            if not any(self._breaks(sentence, state.meta) for sentence in first):
                yield state

    def repaired(self, count: int) -> Iterator[State]:
        """Every state after `count` edits in which no constraint is broken; rows that come out alike once."""
        seen: set[tuple[object, ...]] = set()
        for state in self._walk(self.start, self.sentences, count):
            row = tuple(cell.value for cell in state.figures.values())
            if row not in seen:
                seen.add(row)
                yield state

    def _walk(self, state: State, suspects: Sequence[_Sentence], left: int) -> Iterator[State]:
        """Follow the edits that touch a broken constraint: one of them must, and the last must touch all."""
        self.tried += 1
        if left == 0:
            if not any(self._breaks(sentence, state.meta) for sentence in suspects):
                yield state
            return
        broken = [sentence for sentence in suspects if self._breaks(sentence, state.meta)]
        if not broken or self.given_up:
            return
        wanted = [sentence.columns for sentence in broken] if left == 1 else [min(broken, key=_narrow).columns]
        numbers = {sentence.number for sentence in broken}
        edited = frozenset(name for edit in state.edits for name in _touched(edit))
        for edit, value in self._edits(state, wanted, edited):
            touched = _touched(edit)
            stale = [other for other in self.sentences if other.number not in numbers and other.columns & touched]
            yield from self._walk(state.after(edit, value), [*broken, *stale], left - 1)

    def _breaks(self, sentence: _Sentence, meta: Meta) -> bool:
        return sentence.check.result(sentence.around(meta)) is False

    def _edits(
        self, state: State, wanted: Sequence[frozenset[str]], edited: frozenset[str]
    ) -> Iterator[tuple[Change, Figure]]:
        """The edits that touch each of the `wanted` sets of columns, none of a cell that was edited before."""
        figures = {name: cell for name, cell in state.figures.items() if name not in edited}
        blanks = [name for name, cell in figures.items() if cell.value is BLANK]
        for name, cell in figures.items():
            if not isinstance(cell.value, Nothing) and cell.value != 0 and name not in self.percents:
                for blank in blanks:
                    if blank not in self.percents and all(columns & {name, blank} for columns in wanted):
                        yield Change("move", blank, cell.raw, name), cell.value
        for name, cell in figures.items():
            readable = cell.value is BLANK or not isinstance(cell.value, Nothing)
            if readable and all(name in columns for columns in wanted):
                for value in self._values(state, name):
                    text = figure_text(value) + ("%" if name in self.percents else "")
                    action = "write" if cell.value is BLANK else "change"
                    yield Change(action, name, text, was=cell.raw), value

    def _values(self, state: State, name: str) -> Iterator[Figure]:
        """The values of a figure under which a constraint would be just met, as the cell would be written."""
        known = {state.figures[name].value}
        near = {x: with_figures(state.meta, {name: ("", x)}) for x in (0, 1, FAR)}
        far: dict[int, Meta] = {}
        for sentence in self.sentences:
            if name in sentence.columns:
                for gap in sentence.gaps:
                    at = {x: gap_value(gap, sentence.around(meta)) for x, meta in near.items()}
                    if not linear(at):
                        far = far or {2 * FAR: with_figures(state.meta, {name: ("", 2 * FAR)})}
                        at |= {x: gap_value(gap, sentence.around(meta)) for x, meta in far.items()}
                    for root in roots(at):
                        value = self._written(root, state.figures[name], name)
                        if value is not None and value not in known and not _is_claim(state.figures[name], value):
                            known.add(value)
                            yield value

    def _written(self, root: Figure, cell: Cell[Figure], name: str) -> Figure | None:
        """A root as the cell would have it: a rounded percentage, a whole number where the row has no others."""
        least = -FAR if name in self.signed else 0
        if name in self.percents:
            return rounded(root, printed_decimals(cell.raw)) if least <= root < FAR else None
        fits = least <= root < FAR and (whole(root) or not self.whole)
        return root if fits and can_be_written(root) else None

    def cost(self, state: State) -> tuple[int, ...]:
        """The cost by which repairs of equally many edits are compared; those with the least are the smallest.

        Most moves first, which invent no figure, and the shortest. One edit alone may be a write or a change: which
        of them the text does not tell. Of two, moves within a period and writes are taken for what happened.
        """
        moves = [edit for edit in state.edits if edit.action == "move"]
        length = sum(abs(self.order[edit.origin] - self.order[edit.target]) for edit in moves)
        if len(state.edits) == 1:
            return -len(moves), length
        changes = sum(edit.action == "change" for edit in state.edits)
        return -len(moves), sum(map(_across, moves)), length, changes

    def rank(self, state: State) -> tuple[object, ...]:
        """The order of likelihood: moves within a period, writes before changes, slips of the hand before others."""
        changes = [edit for edit in state.edits if edit.action == "change"]
        unlike = sum(not slip(edit.was, edit.value) for edit in changes)
        across = sum(map(_across, state.edits))
        return across, len(changes), unlike, tuple(self.order[edit.target] for edit in state.edits)


def _stray(periodo: Periodo) -> bool:
    """True for a period in which nothing was programmed and something was achieved."""
    return periodo.programado.value in (BLANK, 0) and periodo.avance.value not in (BLANK, 0, UNKNOWN)


def _is_claim(cell: Cell[Figure], value: Figure) -> bool:
    """True for a 0 in a blank A: sums hold without it, so that nothing on the paper says that nothing was achieved."""
    return value == 0 and cell.value is BLANK and cell.columna.id.startswith("avance.")


def _touched(edit: Change) -> frozenset[str]:
    """The columns whose figures a change is about."""
    return frozenset(filter(None, (edit.origin, edit.target)))


def _across(edit: Change) -> bool:
    """True if an edit moves a figure out of its period."""
    return edit.action == "move" and edit.origin.partition(".")[2] != edit.target.partition(".")[2]


class _Memo:
    """The parts of a rule that a search needs and that no goal changes: its gaps, and the columns that it reads."""

    def __init__(self, check: Check) -> None:
        self.gaps = () if check.expect is None else tuple(gaps(check.expect))
        self.columns: dict[tuple[int, object, Form | None], frozenset[str]] = {}
        """The columns by the index of the frame, the last closed period and the form, on which alone they depend."""


_MEMOS: Final[WeakKeyDictionary[Check, _Memo]] = WeakKeyDictionary()


def _memo(check: Check) -> _Memo:
    if check not in _MEMOS:
        _MEMOS[check] = _Memo(check)
    return _MEMOS[check]


def _columns(check: Check, index: int, frame: Frame, meta: Meta) -> frozenset[str]:
    """The columns that a sentence reads on a frame, in its condition too."""
    columns, key = _memo(check).columns, (index, meta.corte, meta.form)
    if key not in columns:
        parts = [part for part in (check.expect, check.when) if part is not None]
        read = [cell for part in parts for cell in cells_read(part, frame)]
        if isinstance(frame[-1], Calculo):
            read += frame[-1].operandos
        columns[key] = frozenset(cell.columna.id for cell in read)
    return columns[key]


def _narrow(sentence: _Sentence) -> int:
    return len(sentence.columns)

"""The fewest changes of a goal's figures under which all its arithmetic holds.

The idea is that of cardinality-minimal repairs of numeric data under aggregate constraints (Flesca, Furfaro, Parisi:
Querying and repairing inconsistent numerical databases, ACM TODS 35, 2010). The constraints are the rules marked
`constraint`, run as they are; the value that a figure would have to have is computed from their own sentences (`gaps`).

For example, with META ANUAL 8 and 2, 2, 2, blank programmed in the quarters, `sum(programado) == meta_anual` is false
by 2. One edit mends it: write 2 into the last quarter, or change META ANUAL to 6, or a quarter from 2 to 4. An edit
that breaks another constraint of the goal, or brings a finding that was not there, is no repair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from poa_lint.core.diagnostic import Change
from poa_lint.core.figures import BLANK, Figure, Nothing, decimal, figure_text, printed_decimals, ratio, rounded, whole
from poa_lint.core.records import record
from poa_lint.core.report import Cell, Meta, with_figures
from poa_lint.expression.arithmetic import Gap, cells_read, gap_value, gaps
from poa_lint.expression.types import Frame
from poa_lint.rulebook.book import Check
from poa_lint.rulebook.frames import goal_frames

Figures = Mapping[str, Cell[Figure]]
"""A goal's figures by column."""


MAX_EDITS: Final = 2
"""More changes than this explain any row: they would be a guess."""
MAX_STATES: Final = 2_000
"""Rows tried for one goal; where they do not suffice, there is no repair."""
MAX_SHOWN: Final = 20
"""Equally good repairs that are kept; `Repairs.total` is the number of all of them."""
FAR: Final = 10**9
"""The great figure at which a sentence is probed; no figure of a report comes near."""
PERCENT: Final = "relativo"


class Failing(NamedTuple):
    """A sentence that is false of a goal: its rule and the column that the finding points at."""

    code: str
    columna: str


class Repairs(NamedTuple):
    """The smallest repairs of one goal, the likeliest first, and the number of all of them."""

    edits: tuple[tuple[Change, ...], ...]
    total: int
    explained: frozenset[Failing]
    """The sentences that are false now and under none of them."""


NONE: Final = Repairs((), 0, frozenset())


def repairs(frame: Frame, constraints: Sequence[Check], running: Sequence[Check]) -> Repairs:
    """The smallest repairs of the goal in `frame` (report, unit, page, goal).

    All `constraints` hold under each, and none of the `running` rules has a finding that it did not have before.
    """
    search = _Search(frame, constraints)
    before = search.failing(search.start, running)
    for count in range(1, MAX_EDITS + 1):
        states = sorted(search.repaired(count), key=search.cost)
        if search.tried > MAX_STATES:
            return NONE
        for _, equals in groupby(states, key=search.cost):
            resolved = [
                (state, before - after) for state in equals if (after := search.failing(state, running)) <= before
            ]
            if resolved:
                resolved.sort(key=lambda pair: search.rank(pair[0]))
                explained = frozenset.intersection(*(gone for _, gone in resolved))
                return Repairs(tuple(state.edits for state, _ in resolved[:MAX_SHOWN]), len(resolved), explained)
    return NONE


@record
class _State:
    """A goal after some edits."""

    meta: Meta
    edits: tuple[Change, ...]

    @cached_property
    def figures(self) -> Figures:
        return {cifra.columna: cifra.valor for cifra in self.meta.cifras}

    def after(self, edit: Change, value: Figure) -> _State:
        """The goal after one edit more."""
        changed: dict[str, tuple[str, Figure | Nothing]] = {edit.target: (edit.value, value)}
        if edit.origin:
            changed[edit.origin] = ("", BLANK)
        return _State(with_figures(self.meta, changed), (*self.edits, edit))


class _Sentence(NamedTuple):
    """One constraint on one of the goal's frames: its number, its gaps, and the columns that it reads."""

    number: int
    result: Callable[[Frame], object]
    around: Callable[[Meta], Frame]
    """The frame of a goal that it is about."""
    gaps: tuple[Gap, ...]
    columns: frozenset[str]


class _Search:
    def __init__(self, frame: Frame, constraints: Iterable[Check]) -> None:
        self.outer = frame[:3]
        meta = frame[3]
        assert isinstance(meta, Meta)
        self.start = _State(meta, ())
        self.order = {cell.columna.id: index for index, cell in enumerate(meta.celdas)}
        self.whole = all(
            isinstance(cell.value, Nothing) or whole(cell.value)
            for name, cell in self.start.figures.items()
            if name != PERCENT
        )
        self.sentences = [
            _Sentence(
                number,
                check.result,
                self._around(check.rule.each, index),
                _memo(check).gaps,
                _columns(check, index, inner, meta.corte),
            )
            for number, (check, index, inner) in enumerate(self._inside(constraints, meta))
        ]
        self.tried = 0

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
        return lambda meta: (report, unit, page, meta, meta.cifras[index])

    def failing(self, state: _State, running: Iterable[Check]) -> frozenset[Failing]:
        """The sentences of the `running` rules that are false of the goal."""
        return frozenset(
            Failing(check.rule.code, check.place(frame).columna.id)
            for check, _, frame in self._inside(running, state.meta)
            if check.result(frame) is False
        )

    def repaired(self, count: int) -> Iterator[_State]:
        """Every state after `count` edits in which no constraint is broken; rows that come out alike once."""
        seen: set[tuple[object, ...]] = set()
        for state in self._walk(self.start, self.sentences, count):
            row = tuple(cell.value for cell in state.figures.values())
            if row not in seen:
                seen.add(row)
                yield state

    def _walk(self, state: _State, suspects: Sequence[_Sentence], left: int) -> Iterator[_State]:
        """Follow the edits that touch a broken constraint: one of them must, and the last must touch all."""
        self.tried += 1
        if left == 0:
            if not any(self._breaks(sentence, state.meta) for sentence in suspects):
                yield state
            return
        broken = [sentence for sentence in suspects if self._breaks(sentence, state.meta)]
        if not broken or self.tried > MAX_STATES:
            return
        wanted = [sentence.columns for sentence in broken] if left == 1 else [min(broken, key=_narrow).columns]
        numbers = {sentence.number for sentence in broken}
        edited = frozenset(name for edit in state.edits for name in _touched(edit))
        for edit, value in self._edits(state, wanted, edited):
            touched = _touched(edit)
            stale = [other for other in self.sentences if other.number not in numbers and other.columns & touched]
            yield from self._walk(state.after(edit, value), [*broken, *stale], left - 1)

    def _breaks(self, sentence: _Sentence, meta: Meta) -> bool:
        return sentence.result(sentence.around(meta)) is False

    def _edits(
        self, state: _State, wanted: Sequence[frozenset[str]], edited: frozenset[str]
    ) -> Iterator[tuple[Change, Figure]]:
        """The edits that touch each of the `wanted` sets of columns, none of a cell that was edited before."""
        figures = {name: cell for name, cell in state.figures.items() if name not in edited}
        blanks = [name for name, cell in figures.items() if cell.value is BLANK]
        for name, cell in figures.items():
            if not isinstance(cell.value, Nothing) and cell.value != 0 and name != PERCENT:
                for blank in blanks:
                    if blank != PERCENT and all(columns & {name, blank} for columns in wanted):
                        yield Change("move", blank, cell.raw, name), cell.value
        for name, cell in figures.items():
            readable = cell.value is BLANK or not isinstance(cell.value, Nothing)
            if readable and all(name in columns for columns in wanted):
                for value in self._values(state, name):
                    text = figure_text(value) + ("%" if name == PERCENT else "")
                    action = "write" if cell.value is BLANK else "change"
                    yield Change(action, name, text, was=cell.raw), value

    def _values(self, state: _State, name: str) -> Iterator[Figure]:
        """The values of a figure under which a constraint would be just met, as the cell would be written."""
        known = {state.figures[name].value}
        near = {x: with_figures(state.meta, {name: ("", x)}) for x in (0, 1, FAR)}
        far: dict[int, Meta] = {}
        for sentence in self.sentences:
            if name in sentence.columns:
                for gap in sentence.gaps:
                    at = {x: gap_value(gap, sentence.around(meta)) for x, meta in near.items()}
                    if not _linear(at):
                        far = far or {2 * FAR: with_figures(state.meta, {name: ("", 2 * FAR)})}
                        at |= {x: gap_value(gap, sentence.around(meta)) for x, meta in far.items()}
                    for root in _roots(at):
                        value = self._written(root, state.figures[name], name)
                        if value is not None and value not in known:
                            known.add(value)
                            yield value

    def _written(self, root: Figure, cell: Cell[Figure], name: str) -> Figure | None:
        """A root as the cell would have it: a rounded percentage, a whole number where the row has no others."""
        if name == PERCENT:
            return rounded(root, printed_decimals(cell.raw)) if 0 <= root < FAR else None
        fits = 0 <= root < FAR and (whole(root) or not self.whole)
        return root if fits and _can_be_written(root) else None

    def cost(self, state: _State) -> tuple[int, ...]:
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

    def rank(self, state: _State) -> tuple[object, ...]:
        """The order of likelihood: moves within a period, writes before changes, slips of the hand before others."""
        changes = [edit for edit in state.edits if edit.action == "change"]
        unlike = sum(not _slip(edit.was, edit.value) for edit in changes)
        across = sum(map(_across, state.edits))
        return across, len(changes), unlike, tuple(self.order[edit.target] for edit in state.edits)


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
        self.columns: dict[tuple[int, object], frozenset[str]] = {}
        """The columns by the index of the frame and the last closed period, on which alone they depend."""


_MEMOS: Final[WeakKeyDictionary[Check, _Memo]] = WeakKeyDictionary()


def _memo(check: Check) -> _Memo:
    if check not in _MEMOS:
        _MEMOS[check] = _Memo(check)
    return _MEMOS[check]


def _columns(check: Check, index: int, frame: Frame, corte: object) -> frozenset[str]:
    """The columns that a sentence reads on a frame, in its condition too."""
    columns = _memo(check).columns
    if (index, corte) not in columns:
        parts = [part for part in (check.expect, check.when) if part is not None]
        columns[index, corte] = frozenset(cell.columna.id for part in parts for cell in cells_read(part, frame))
    return columns[index, corte]


def _narrow(sentence: _Sentence) -> int:
    return len(sentence.columns)


def _linear(at: Mapping[int, Any]) -> bool:
    """True if the gaps at 0, 1 and a great figure lie on one line."""
    return _figures(*at.values()) and bool(at[FAR] - at[0] == FAR * (at[1] - at[0]))


def _roots(at: Mapping[int, Any]) -> Iterator[Figure]:
    """The zeros of a gap, if it is linear in the figure near 0 or far out, or linear in the figure's reciprocal."""
    for low, high in ((0, 1), (FAR, 2 * FAR)):
        if high not in at:
            return
        first, second = at[low], at[high]
        if _figures(first, second) and first != second:
            yield low - _quotient(first * (high - low), second - first)
    first, second = at[FAR], at[2 * FAR]
    if _figures(first, second) and first != second:
        limit = 2 * second - first
        if limit != 0:
            yield _quotient((second - first) * 2 * FAR, limit)


def _quotient(left: Figure, right: Figure) -> Figure:
    return ratio(left.numerator * right.denominator, left.denominator * right.numerator)


def _figures(*values: object) -> bool:
    return not any(isinstance(value, Nothing) for value in values)


def _can_be_written(value: Figure) -> bool:
    """True if a figure has few enough decimals to be written out."""
    return whole(value) or decimal(figure_text(value).replace(",", "")) == value


def _slip(was: str, value: str) -> bool:
    """True if two figures differ by one digit, by two neighbours that changed places, or by a factor of ten."""
    old, new = was.replace(",", "").rstrip("%"), value.replace(",", "").rstrip("%")
    if old.rstrip("0") == new.rstrip("0"):
        return True
    if len(old) == len(new):
        unlike = [index for index, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
        swapped = len(unlike) == 2 and unlike[1] == unlike[0] + 1 and old[unlike[0]] == new[unlike[1]]
        return len(unlike) == 1 or (swapped and old[unlike[1]] == new[unlike[0]])
    longer, shorter = sorted((old, new), key=len, reverse=True)
    return len(longer) == len(shorter) + 1 and any(
        longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer))
    )

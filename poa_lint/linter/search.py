"""The search for the fewest changes of a goal's figures under which no constraint is broken.

The constraints are run as they are; the value that a figure would have to have is computed from their own sentences
(`gaps`). For example, with META ANUAL 8 and 2, 2, 2, blank programmed in the quarters, `sum(programado) == meta_anual`
is false by 2: 2 in the last quarter, 6 for META ANUAL or 4 in place of a 2 make it true.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, Final, NamedTuple

from poa_lint.core.diagnostic import Change
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, figure_text, printed_decimals, rounded, whole
from poa_lint.core.records import record
from poa_lint.core.report import Cell, Meta, Periodo, with_figures
from poa_lint.expression.types import Frame
from poa_lint.linter import shifts
from poa_lint.linter.roots import FAR, can_be_written, linear, roots, slip
from poa_lint.linter.trial import Sentence, Trial, Values
from poa_lint.rulebook.book import Check

MAX_STATES: Final = 2_000
"""Rows tried for one goal; where they do not suffice, there is no repair."""


class Failing(NamedTuple):
    """A sentence that is false of a goal: its rule and the column that the finding points at."""

    code: str
    columna: str


@record
class State:
    """The goal `start` after some edits, which are `changes` of what its columns say."""

    start: Meta
    edits: tuple[Change, ...]
    changes: Values

    @property
    def meta(self) -> Meta:
        """The goal after the edits."""
        return with_figures(self.start, self.changes)

    def after(self, edit: Change, changes: Values) -> State:
        """The goal after one edit more, which makes these changes."""
        return State(self.start, (*self.edits, edit), self.changes | changes)


class Search:
    """The search of one goal, in `frame` (report, unit, page, goal), for changes that meet `constraints`.

    `running` are the rules whose findings `failing` tells.
    """

    def __init__(self, frame: Frame, constraints: Iterable[Check], running: Iterable[Check] = ()) -> None:
        meta = frame[3]
        assert isinstance(meta, Meta)
        self.meta, self.trial = meta, Trial(frame)
        self.figures = dict(self.trial.cells)
        """The goal's figures by column, as the report has them."""
        form = meta.form
        self.percents = form.percents if form else frozenset()
        self.signed = frozenset(column.columna.id for column in form.columns if column.signed) if form else frozenset()
        self.order = {cell.columna.id: index for index, cell in enumerate(meta.celdas)}
        self.columns = sorted((name for name in self.figures if name not in self.percents), key=self.order.__getitem__)
        self.whole = all(
            isinstance(cell.value, Nothing) or whole(cell.value)
            for name, cell in self.figures.items()
            if name not in self.percents
        )
        self.sentences = self.trial.sentences(constraints)
        self.broken = [sentence for sentence in self.sentences if sentence.result() is False]
        """The constraints that the goal breaks as the report has it."""
        self.running = running
        self._met: dict[tuple[Sentence, str], list[Figure]] = {}
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
        last = self.figures.get(f"avance.{self.meta.corte}")
        if last is None or last.value is not BLANK or any(map(_stray, self.meta.periodos)):
            return False
        return all(sentence.column is last.columna for sentence in self.broken)

    @cached_property
    def before(self) -> frozenset[Failing]:
        """The sentences of the `running` rules that are false of the goal as the report has it."""
        return frozenset(failing for _, failing in self._judged if failing)

    @cached_property
    def _judged(self) -> list[tuple[Sentence, Failing | None]]:
        """The sentences of the `running` rules, with what is false of the goal as the report has it."""
        return [(sentence, _failing(sentence)) for sentence in self.trial.sentences(self.running)]

    def failing(self, state: State) -> frozenset[Failing]:
        """The sentences of the `running` rules that are false of the goal; what sees the changes is asked anew."""
        judged, before = self._judged, self.trial.put(state.changes)
        after = [_failing(sentence) if sentence.sees(state.changes) else failing for sentence, failing in judged]
        self.trial.write(before)
        return frozenset(filter(None, after))

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
        return shifts.orderly(state.edits, self.columns, self.figures)

    def _shifted(self) -> Iterator[State]:
        """Every state after one run of figures is put back in which no constraint is broken."""
        for shift, changes in shifts.shifts([(name, self.figures[name]) for name in self.columns]):
            if all(sentence.sees(changes) for sentence in self.broken) and self._mends(changes, self.broken):
                yield State(self.meta, (shift,), changes)

    def repaired(self, count: int) -> list[State]:
        """Every state after `count` edits in which no constraint is broken; rows that come out alike once."""
        found: dict[tuple[object, ...], State] = {}
        self.tried += 1
        for state in self._walk(State(self.meta, (), {}), self.broken, count):
            row = tuple([state.changes.get(name, ("", cell.value))[1] for name, cell in self.figures.items()])
            found.setdefault(row, state)
        return list(found.values())

    def _walk(self, state: State, broken: Sequence[Sentence], left: int) -> Iterator[State]:
        """Follow the edits that touch a broken constraint: one of them must, and the last must touch all.

        The trial is in this state, and `broken` are the constraints that it breaks.
        """
        if not broken:
            return
        wanted = [sentence.columns for sentence in broken] if left == 1 else [min(broken, key=_narrow).columns]
        for edit, changes in self._edits(wanted, state.changes):
            if self.given_up:
                return
            self.tried += 1
            if left > 1:
                after = state.after(edit, changes)
                before = self.trial.put(changes)
                suspects = dict.fromkeys((*broken, *(one for name in changes for one in self._reading[name])))
                now = [sentence for sentence in suspects if sentence.result() is False]
                yield from self._walk(after, now, left - 1)
                self.trial.write(before)
            elif self._mends(changes, broken):
                yield state.after(edit, changes)

    def _mends(self, changes: Values, broken: Sequence[Sentence]) -> bool:
        """True if no constraint is broken any more after some changes of the trial, in which `broken` are now."""
        before = self.trial.put(changes)
        mended = _hold(broken) and all(_hold(self._reading[name]) for name in changes)
        self.trial.write(before)
        return mended

    @cached_property
    def _reading(self) -> dict[str, list[Sentence]]:
        """The constraints that other figures in a column may break or mend, by column."""
        every = frozenset(self.figures)
        return self._by_column((one, every if one.deciding is None else one.deciding) for one in self.sentences)

    @cached_property
    def _probing(self) -> dict[str, list[Sentence]]:
        """The constraints that compare the figure of a column with others, by column."""
        return self._by_column((one, one.columns) for one in self.sentences if one.gaps())

    def _by_column(self, pairs: Iterable[tuple[Sentence, frozenset[str]]]) -> dict[str, list[Sentence]]:
        found: dict[str, list[Sentence]] = {name: [] for name in self.figures}
        for sentence, columns in pairs:
            for name in columns.intersection(found):
                found[name].append(sentence)
        return found

    def _edits(self, wanted: Sequence[frozenset[str]], edited: Collection[str]) -> Iterator[tuple[Change, Values]]:
        """The edits that touch each of the `wanted` sets of columns, none of a cell that was edited before."""
        figures = {name: cell for name, cell in self.trial.cells.items() if name not in edited}
        blanks = [name for name, cell in figures.items() if cell.value is BLANK and name not in self.percents]
        for name, cell in figures.items() if blanks else ():
            if isinstance(cell.value, Nothing) or cell.value == 0 or name in self.percents:
                continue
            others = [columns for columns in wanted if name not in columns]
            ends = frozenset.intersection(*others) if others else self.figures
            for blank in blanks:
                if blank in ends:
                    yield Change("move", blank, cell.raw, name), {name: ("", BLANK), blank: (cell.raw, cell.value)}
        common = frozenset.intersection(*wanted)
        for name, cell in figures.items():
            if name in common and (cell.value is BLANK or not isinstance(cell.value, Nothing)):
                for value in self._values(name, cell, edited):
                    text = figure_text(value) + ("%" if name in self.percents else "")
                    action = "write" if cell.value is BLANK else "change"
                    yield Change(action, name, text, was=cell.raw), {name: (text, value)}

    def _values(self, name: str, cell: Cell[Figure], edited: Collection[str]) -> list[Figure]:
        """The values of a figure under which a constraint would be just met, as the cell would be written."""
        every = [value for sentence in self._probing[name] for value in self._meeting(sentence, name, cell, edited)]
        return [value for value in dict.fromkeys(every) if value != cell.value and not _is_claim(cell, value)]

    def _meeting(self, sentence: Sentence, name: str, cell: Cell[Figure], edited: Collection[str]) -> list[Figure]:
        """The values of a figure for one constraint: remembered where it reads the report's own figures."""
        key, same = (sentence, name), sentence.columns.isdisjoint(edited)
        if same and key in self._met:
            return self._met[key]
        zeros = (root for gap in self._gaps(sentence, name) for root in roots(gap))
        values = [value for root in zeros if (value := self._written(root, cell, name)) is not None]
        if same:
            self._met[key] = values
        return values

    def _gaps(self, sentence: Sentence, name: str) -> list[dict[int, Any]]:
        """The gaps of a constraint, each by the figures at which a column is probed: a bent one further out."""
        gaps = self._probed(sentence, name, (0, 1, FAR))
        if all(map(linear, gaps)):
            return gaps
        far = self._probed(sentence, name, (2 * FAR,))
        return [gap if linear(gap) else gap | out for gap, out in zip(gaps, far, strict=True)]

    def _probed(self, sentence: Sentence, name: str, figures: Sequence[int]) -> list[dict[int, Any]]:
        """Each gap of a constraint with some figures in a column, by figure."""
        cell, probed = self.trial.cells[name], []
        for figure in figures:
            self.trial.set(name, Cell("", figure, cell.span, cell.columna))
            probed.append(sentence.gaps())
        self.trial.set(name, cell)
        return [dict(zip(figures, gaps, strict=True)) for gaps in zip(*probed, strict=True)]

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


def _across(edit: Change) -> bool:
    """True if an edit moves a figure out of its period."""
    return edit.action == "move" and edit.origin.partition(".")[2] != edit.target.partition(".")[2]


def _narrow(sentence: Sentence) -> int:
    return len(sentence.columns)


def _hold(sentences: Sequence[Sentence]) -> bool:
    """True if none of some sentences is false."""
    for sentence in sentences:  # noqa: SIM110 - a search asks it for every row, of few sentences
        if sentence.result() is False:
            return False
    return True


def _failing(sentence: Sentence) -> Failing | None:
    """The finding of a sentence; None where it is not false."""
    return Failing(sentence.check.rule.code, sentence.column.id) if sentence.result() is False else None

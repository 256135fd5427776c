"""The fewest changes of a goal's figures under which all its arithmetic holds.

The idea is that of cardinality-minimal repairs of numeric data under aggregate constraints (Flesca, Furfaro, Parisi:
Querying and repairing inconsistent numerical databases, ACM TODS 35, 2010). The constraints are the rules marked
`constraint`, run as they are; the value that a figure would have to have is computed from their own sentences (`gaps`).

For example, with META ANUAL 8 and 2, 2, 2, blank programmed in the quarters, `sum(programado) == meta_anual` is false
by 2. One edit mends it: write 2 into the last quarter, or change META ANUAL to 6, or a quarter from 2 to 4. An edit
that breaks another constraint of the goal, or brings a finding that was not there, is no repair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Change
from poa_lint.core.report import Meta, pending
from poa_lint.expression.types import Frame
from poa_lint.linter.search import Failing, Search, State
from poa_lint.rulebook.book import Check

MAX_EDITS: Final = 2
"""More changes than this explain any row: they would be a guess."""
OBSERVATION: Final = "observaciones"
"""The column of explanations."""
MAX_SHOWN: Final = 20
"""Equally good repairs that are kept; `Repairs.total` is the number of all of them."""


class Repairs(NamedTuple):
    """The smallest repairs of one goal, the likeliest first, and the number of all of them."""

    edits: tuple[tuple[Change, ...], ...]
    total: int
    explained: frozenset[Failing]
    """The sentences that are false now and under none of them."""
    witnessed: bool = False
    """True for one of which another file says so, too; among several it was chosen for that."""


Witness = Callable[[Meta], bool] | None
"""Tells if a goal says what another file states of it; None where none does."""

NONE: Final = Repairs((), 0, frozenset())


def repairs(frame: Frame, constraints: Sequence[Check], running: Sequence[Check], witness: Witness = None) -> Repairs:
    """The smallest repairs of the goal in `frame` (report, unit, page, goal).

    All `constraints` hold under each, and none of the `running` rules has a finding that it did not have before. One
    that is told alone keeps the order of the figures and leaves no finding on the goal that figures could mend, or is
    the only one of several under which the goal says what another file states (`witness`). None of a goal of which only
    the last period is not written yet: any other figure could be put there, and none of them speaks for it.
    """
    search = Search(frame, constraints, running)
    if search.pending:
        return NONE
    for count in range(1, MAX_EDITS + 1):
        groups = _sound(search, search.groups(count))
        told = next(groups, [])
        if search.given_up:
            return NONE
        if told and not _stands(told):
            told = _wider(frame, constraints, running, told) or _joined([told, *groups])
        if told:
            return _witnessed(told, witness) or _repairs(told, search)
    return NONE


class _Sound(NamedTuple):
    """A state that is a repair, with the sentences that it ends and those that stay false; `orderly` as in `shifts`."""

    state: State
    gone: frozenset[Failing]
    left: frozenset[Failing]
    orderly: bool


def _sound(search: Search, groups: Iterable[Sequence[State]]) -> Iterator[list[_Sound]]:
    """The repairs among states, group by group; groups without one are left out."""
    for group in groups:
        failing = [(state, _failing(search, state)) for state in group]
        sound = [
            _Sound(state, search.before - after, after, search.keeps_order(state))
            for state, after in failing
            if after <= search.before
        ]
        if sound:
            yield sound


def _failing(search: Search, state: State) -> frozenset[Failing]:
    """The false sentences, but for the explanation that a goal owes by a figure which nobody had written."""
    after = search.failing(state)
    if len(state.edits) != 1 or state.edits[0].action != "write" or state.edits[0].target not in _unwritten(search):
        return after
    return frozenset(one for one in after if one.columna != OBSERVATION or one in search.before)


def _unwritten(search: Search) -> frozenset[str]:
    """The columns of what closed periods achieved that are blank though something was programmed."""
    return frozenset(one.avance.columna.id for one in search.meta.periodos if pending(one))


def _stands(told: Sequence[_Sound]) -> bool:
    """True if repairs may be told without others: several, or one that leaves no finding; not if all cross figures."""
    return any(one.orderly for one in told) and (len(told) > 1 or not told[0].left)


def _wider(
    frame: Frame, constraints: Sequence[Check], running: Sequence[Check], told: Sequence[_Sound]
) -> list[_Sound]:
    """The repairs that end what the ones of `told` leave too, where these leave the same; none if there are none."""
    left = {failing.code for one in told for failing in one.left}
    wanted = [check for check in running if check.rule.code in left and check not in constraints]
    if not wanted:
        return []
    search = Search(frame, [*constraints, *wanted], running)
    for count in range(1, MAX_EDITS + 1):
        for group in _sound(search, search.groups(count)):
            if not search.given_up and _stands(group):
                return group
    return []


def _joined(groups: Iterable[list[_Sound]]) -> list[_Sound]:
    """The first groups of repairs together, as many as have to be told beside each other; none if no number does."""
    told: list[_Sound] = []
    for group in groups:
        told = [*told, *group]
        if _stands(told):
            return told
    return []


def _witnessed(told: Sequence[_Sound], witness: Witness) -> Repairs | None:
    """The one repair that another file speaks for, among several as if it were the only one."""
    agreeing = [one for one in told if witness and witness(one.state.meta)]
    if len(agreeing) != 1:
        return None
    return Repairs((agreeing[0].state.edits,), 1, agreeing[0].gone, witnessed=True)


def _repairs(told: Sequence[_Sound], search: Search) -> Repairs:
    ranked = sorted(told, key=lambda one: (not one.orderly, search.rank(one.state)))
    explained = frozenset.intersection(*(one.gone for one in ranked))
    return Repairs(tuple(one.state.edits for one in ranked[:MAX_SHOWN]), len(ranked), explained)

r"""A code that a form's pattern takes, as an office would write it: `101` for `\d+`, `L00` for `[A-Z]\d{2}`."""

from __future__ import annotations

import re
from collections import deque
from functools import cache
from typing import Final

from poa_lint.expression.patterns import Pattern, PatternError, compiled

USUAL: Final = ("101", "07", "4", "115", "01050202", "010502020101", "L00", "1.2", "4.6.1", "4.6.1.2")
"""Codes as offices write them; the first that a pattern takes is written."""
SIGNS: Final = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZÑabcdefghijklmnopqrstuvwxyz.-/_ "
MAX_SETS: Final = 2_000
"""Sets of states that a search for a code looks at."""


@cache
def code(pattern: str, number: int = 0) -> str:
    """Return a code that `pattern` takes whole, another one for another `number`.

    The same one for several where the pattern takes no more. Raises ValueError for a pattern that takes no short text.
    """
    first = next((usual for usual in USUAL if takes(pattern, usual)), None) or _shortest(pattern)
    changed = (first[:-1] + sign for sign in SIGNS if sign.lower() != first[-1].lower())
    others = [other for other in changed if takes(pattern, other)]
    return (first, *others)[number % (1 + len(others))]


def takes(pattern: str, text: str) -> bool:
    """True if `pattern` takes `text` whole, in whatever case."""
    return re.fullmatch(pattern, text, re.IGNORECASE) is not None


def _shortest(pattern: str) -> str:
    """The shortest text of `SIGNS` that a pattern takes whole: breadth first through the sets of states."""
    try:
        automaton = compiled(f"^(?:{pattern})$")
    except PatternError as error:
        raise ValueError(pattern) from error
    begin = frozenset((automaton.start,))
    todo, known = deque([(begin, "")]), {begin}
    while todo and len(known) < MAX_SETS:
        states, text = todo.popleft()
        if text and _ends(automaton, states):
            return text
        for sign in SIGNS:
            following = _step(automaton, states, sign, first=not text)
            if following and following not in known:
                known.add(following)
                todo.append((following, text + sign))
    raise ValueError(pattern)


def _step(automaton: Pattern, states: frozenset[int], sign: str, *, first: bool) -> frozenset[int]:
    """The states that follow on a sign."""
    found: set[int] = set()
    for state in _closure(automaton, states, first=first, last=False):
        test = automaton.states[state].test
        if test is not None and test(sign):
            found.update(automaton.states[state].to)
    return frozenset(found)


def _ends(automaton: Pattern, states: frozenset[int]) -> bool:
    return automaton.end in _closure(automaton, states, first=False, last=True)


def _closure(automaton: Pattern, states: frozenset[int], *, first: bool, last: bool) -> set[int]:
    """The states that are reached without a sign; `first`, `last`: at the text's beginning, at its end."""
    closure, todo = set(states), list(states)
    while todo:
        state = automaton.states[todo.pop()]
        if state.test is None and (first if state.anchor == "^" else last if state.anchor == "$" else True):
            todo += [target for target in state.to if target not in closure]
            closure.update(state.to)
    return closure

r"""Tell whether Python's own `re` may search for a pattern, too: it tries every way in which a text may be read.

`\d{1,6}(?:\.\d{1,6}){1,3}` reads each text in one way, so that a search takes time proportional to the text.
`(\d{1,9}){1,9}` reads 111111111 in 256 ways, `\d+\d+` in eight, and of a longer text in ever more.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from typing import Final

from poa_lint.expression.patterns import Pattern

MAX_WAYS: Final = 64
"""The most ways in which a pattern may read the beginning of a text."""
MAX_WORK: Final = 20_000
"""The steps after which a pattern that is still not known to have few ways counts as one that has many."""
_SIGNS: Final = "".join(map(chr, range(32, 127))) + "áéíóúüñÁÉÍÓÚÜÑ\t\n\u00a0\u4e00"
"""Characters that stand for all: those that people type, a blank of each kind, and a letter of another script."""

_Reached = Counter[int]
"""States that take a character, and the end, with the number of ways that lead there."""


class _Ambiguous(Exception):
    """Raised where a loop takes no character, or the work is too much."""


def is_ambiguous(pattern: Pattern, source: str) -> bool:
    """True if some text may be read in many ways by `pattern`, which is compiled from `source`."""
    try:
        return _Ways(pattern, source).many()
    except (_Ambiguous, RecursionError):
        return True


def is_endless(pattern: Pattern) -> bool:
    """True if a text of any length may be read by `pattern`: there is a loop in it."""
    done: set[int] = set()
    path: dict[int, Iterator[int]] = {pattern.start: iter(pattern.states[pattern.start].to)}
    while path:
        state, following = next(reversed(path.items()))
        other = next(following, None)
        if other is None:
            done.add(state)
            del path[state]
        elif other in path:
            return True
        elif other not in done:
            path[other] = iter(pattern.states[other].to)
    return False


class _Ways:
    """The search for a text that a pattern reads in many ways: all sets of states that are reached, with their ways."""

    def __init__(self, pattern: Pattern, source: str) -> None:
        self.states, self.start, self.end = pattern.states, pattern.start, pattern.end
        self.signs = "".join(dict.fromkeys(source + _SIGNS))
        self.work = 0
        self._closures: dict[int, _Reached] = {}

    def many(self) -> bool:
        """True if there is such a text. Raises _Ambiguous."""
        first = self._closure(self.start, frozenset())
        todo, known = deque([first]), {frozenset(first.items())}
        while todo:
            reached = todo.popleft()
            for sign in self.signs:
                following = self._step(reached, sign)
                if sum(following.values()) > MAX_WAYS:
                    return True
                key = frozenset(following.items())
                if following and key not in known:
                    known.add(key)
                    todo.append(following)
        return False

    def _step(self, reached: _Reached, sign: str) -> _Reached:
        following: _Reached = Counter()
        for state, ways in reached.items():
            self._worked()
            test = self.states[state].test
            if test is not None and test(sign):
                for other in self.states[state].to:
                    for last, more in self._closure(other, frozenset()).items():
                        following[last] += ways * more
        return following

    def _closure(self, state: int, above: frozenset[int]) -> _Reached:
        """The states that are reached from `state` without a character."""
        if state in above:
            raise _Ambiguous
        if state not in self._closures:
            self._worked()
            reached: _Reached = Counter()
            if self.states[state].test is not None or state == self.end:
                reached[state] = 1
            else:
                for other in self.states[state].to:
                    for last, ways in self._closure(other, above | {state}).items():
                        reached[last] += min(ways, MAX_WAYS + 1)
            self._closures[state] = reached
        return self._closures[state]

    def _worked(self) -> None:
        self.work += 1
        if self.work > MAX_WORK:
            raise _Ambiguous

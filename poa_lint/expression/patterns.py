r"""Search a text for a pattern in time proportional to the text, whatever the pattern.

Python's own `re` backtracks: a rule of thirty characters can stop a run for years. The patterns here have literal
characters, `.`, classes `[a-z]` and `[^…]`, `\d \w \s`, `^ $`, groups, `|`, and `* + ?` `{m,n}`; they become a
nondeterministic automaton whose states are followed all at once, and each set of states is reckoned once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

MAX_PATTERN: Final = 300
MAX_STATES: Final = 2_000
MAX_REPEAT: Final = 50
REMEMBERED: Final = 200
"""Characters of a text whose answer is remembered."""
MAX_REMEMBERED: Final = 20_000
"""Steps that a pattern remembers; then it forgets them all."""

Test = Callable[[str], bool]


class PatternError(ValueError):
    """A pattern that cannot be read; its message is a key of the languages' `rule_trouble` table."""


class _State:
    """One state: the character it takes (None for none), where it leads, and the anchor that must hold."""

    __slots__ = ("anchor", "test", "to")

    def __init__(self, test: Test | None, anchor: str) -> None:
        self.test, self.anchor = test, anchor
        self.to: list[int] = []


_CLASSES: Final[dict[str, Test]] = {
    "d": str.isdecimal,
    "w": lambda char: char.isalnum() or char == "_",
    "s": str.isspace,
}


class _Compiler:
    """Recursive descent over a pattern; a fragment is its first state and the states that leave it."""

    def __init__(self, pattern: str) -> None:
        if len(pattern) > MAX_PATTERN:
            raise PatternError("pattern-too-long")
        self.pattern, self.place = pattern, 0
        self.states: list[_State] = []

    def compile(self) -> tuple[list[_State], int, int]:
        start, end = self._either(0)
        if self.place < len(self.pattern):
            raise PatternError("pattern-syntax")
        return self.states, start, end

    def _new(self, test: Test | None = None, anchor: str = "") -> int:
        if len(self.states) >= MAX_STATES:
            raise PatternError("pattern-too-long")
        self.states.append(_State(test, anchor))
        return len(self.states) - 1

    def _peek(self) -> str:
        return self.pattern[self.place : self.place + 1]

    def _take(self) -> str:
        char = self._peek()
        if not char:
            raise PatternError("pattern-syntax")
        self.place += 1
        return char

    def _either(self, depth: int) -> tuple[int, int]:
        if depth > 20:
            raise PatternError("pattern-too-long")
        start, end = self._new(), self._new()
        while True:
            first, last = self._sequence(depth)
            self.states[start].to.append(first)
            self.states[last].to.append(end)
            if self._peek() != "|":
                return start, end
            self.place += 1

    def _sequence(self, depth: int) -> tuple[int, int]:
        start = end = self._new()
        while self._peek() and self._peek() not in "|)":
            begin = self.place
            first, last = self._atom(depth)
            for bounds in self._repeats():
                first, last = self._repeated(begin, bounds, (first, last), depth)
            self.states[end].to.append(first)
            end = last
        return start, end

    def _atom(self, depth: int) -> tuple[int, int]:
        char = self._take()
        if char == "(":
            if self.pattern.startswith("?:", self.place):
                self.place += 2
            inner = self._either(depth + 1)
            if self._take() != ")":
                raise PatternError("pattern-syntax")
            return inner
        if char in "*+?{}":
            raise PatternError("pattern-syntax")
        anchor = char if char in "^$" else ""
        first, last = self._new(None if anchor else self._test(char), anchor), self._new()
        self.states[first].to.append(last)
        return first, last

    def _test(self, char: str) -> Test:
        if char == ".":
            return lambda _: True
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape(self._take())
        return char.__eq__

    def _escape(self, char: str) -> Test:
        if char.lower() in _CLASSES:
            test = _CLASSES[char.lower()]
            return test if char.islower() else lambda other: not test(other)
        if char.isalnum():
            raise PatternError("pattern-syntax")
        return char.__eq__

    def _class(self) -> Test:
        inverted = self._peek() == "^"
        self.place += inverted
        tests: list[Test] = []
        while self._peek() != "]" or not tests:
            tests.append(self._member())
        self.place += 1
        return lambda char: any(test(char) for test in tests) != inverted

    def _member(self) -> Test:
        low = self._take()
        if low == "\\":
            return self._escape(self._take())
        if self._peek() == "-" and self.pattern[self.place + 1 : self.place + 2] not in ("", "]"):
            self.place += 1
            high = self._take()
            if high < low:
                raise PatternError("pattern-syntax")
            return lambda char: low <= char <= high
        return low.__eq__

    def _repeats(self) -> Iterator[tuple[int, int | None]]:
        if self._peek() in ("*", "+", "?"):
            yield {"*": (0, None), "+": (1, None), "?": (0, 1)}[self._take()]
        elif self._peek() == "{":
            end = self.pattern.find("}", self.place)
            low, _, high = self.pattern[self.place + 1 : max(end, 0)].partition(",")
            if end < 0 or not low.isdecimal() or (high and not high.isdecimal()):
                raise PatternError("pattern-syntax")
            bounded = "," not in self.pattern[self.place : end]
            most = int(low) if bounded else int(high) if high else None
            if max(int(low), most or 0) > MAX_REPEAT or (most is not None and most < int(low)):
                raise PatternError("pattern-syntax")
            self.place = end + 1
            yield int(low), most
        if self._peek() in ("*", "+", "?", "{") and self._peek():
            raise PatternError("pattern-syntax")

    def _repeated(
        self, begin: int, bounds: tuple[int, int | None], once: tuple[int, int], depth: int
    ) -> tuple[int, int]:
        """The atom that opens at `begin` again and again: copies for the bounds, a loop for no bound."""
        low, high = bounds
        start = end = self._new()
        resume = self.place
        copies = [once]
        while len(copies) < max(low, high or 0, 1):
            self.place = begin
            copies.append(self._atom(depth))
        self.place = resume
        leave = self._new()
        for number, (inner, outer) in enumerate(copies if high != 0 else ()):
            if number >= low:
                self.states[end].to.append(leave)
            self.states[end].to.append(inner)
            end = outer
        if high is None:
            self.states[end].to.append(copies[-1][0])
        self.states[end].to.append(leave)
        return start, leave


class _Reached:
    """A set of states that a search may be in, and where each character leads from there, as far as it is known.

    `found` says that the pattern stands before this place, `ends` that it does if the text ends here, `settled` that
    nothing behind this place matters.
    """

    __slots__ = ("ends", "found", "settled", "states", "to")

    def __init__(self, states: frozenset[int], *, found: bool, ends: bool, settled: bool) -> None:
        self.states, self.found, self.ends, self.settled = states, found, ends, settled
        self.to: dict[str, _Reached] = {}


class Pattern:
    """A compiled pattern. Raises PatternError where the text is no pattern."""

    def __init__(self, pattern: str) -> None:
        self.states, self.start, self.end = _Compiler(pattern).compile()
        begin = frozenset((self.start,))
        self._begins_anew = self.end in self._closure(begin, first=False, last=True) or any(
            self.states[state].test is not None for state in self._closure(begin, first=False, last=False)
        )
        """Whether a search may find something that begins behind the first character."""
        self.known: dict[frozenset[int], _Reached] = {}
        self.steps = 0
        self.begin = self._reached_by(frozenset((self.start,)), first=True)

    def _reached_by(self, states: frozenset[int], *, first: bool = False) -> _Reached:
        reached = self._closure(states, first=first, last=False)
        found = self.end in reached
        ends = self.end in self._closure(states, first=first, last=True)
        waits = any(self.states[state].test is not None for state in reached)
        return _Reached(states, found=found, ends=ends, settled=found or not (waits or self._begins_anew))

    def _closure(self, states: frozenset[int], *, first: bool, last: bool) -> frozenset[int]:
        """The states reached without taking a character."""
        found, todo = set(states), list(states)
        while todo:
            state = self.states[todo.pop()]
            holds = first if state.anchor == "^" else last if state.anchor == "$" else True
            if state.test is None and holds:
                todo += [target for target in state.to if target not in found]
                found.update(state.to)
        return frozenset(found)

    def search(self, text: str) -> bool:
        """Whether the pattern stands anywhere in `text`."""
        reached = self.begin
        for char in text:
            if reached.settled:
                return reached.found
            reached = reached.to.get(char) or self._step(reached, char)
        return reached.ends

    def _step(self, reached: _Reached, char: str) -> _Reached:
        """Where a character leads. A search may begin anew behind every character."""
        self.steps += 1
        if self.steps > MAX_REMEMBERED:
            self.steps = 0
            self.known.clear()
            self.begin.to.clear()
            reached.to.clear()
        ready = self._closure(reached.states, first=reached is self.begin, last=False)
        taken = frozenset(
            target
            for state in ready
            if (test := self.states[state].test) is not None and test(char)
            for target in self.states[state].to
        ) | {self.start}
        if taken not in self.known:
            self.known[taken] = self._reached_by(taken)
        reached.to[char] = after = self.known[taken]
        return after


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Pattern:
    """The pattern, compiled once."""
    return Pattern(pattern)


@lru_cache(maxsize=1024)
def _matches(text: str, pattern: str) -> bool:
    return compiled(pattern).search(text)


def matches(text: str, pattern: str) -> bool:
    """Whether `pattern` stands anywhere in `text`. What was asked of a text that is not long is remembered."""
    return _matches(text, pattern) if len(text) <= REMEMBERED else compiled(pattern).search(text)

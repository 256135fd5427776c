r"""Search a text for a pattern in time proportional to the text, whatever the pattern.

Python's own `re` backtracks: a rule of thirty characters can stop a run for years. The patterns here have literal
characters, `.`, classes `[a-z]` and `[^…]`, `\d \w \s`, `^ $`, groups, `|`, and `* + ?` `{m,n}`. A pattern becomes a
nondeterministic automaton. The search keeps the set of all states that it may be in, and caches for each set and
character the set that follows. With `ab*c`, whose state 0 takes `a`, state 1 takes `b` (and stays) or `c`, and state 2
is the end, a search in `xabbc` goes:

    character    x    a       b       b       c
    states  {0}  {0}  {0, 1}  {0, 1}  {0, 1}  {0, 2}    2 is the end: found

State 0 is in every set, for a match may begin behind any character. The second `b` finds its step in the cache.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

MAX_PATTERN: Final = 300
"""The most characters of a pattern."""
MAX_STATES: Final = 2_000
"""The most states of a pattern's automaton."""
MAX_DEPTH: Final = 20
"""The deepest nesting of groups."""
MAX_REPEAT: Final = 50
"""The greatest bound in `{m,n}`, which copies what it repeats."""
MAX_CACHED_TEXT: Final = 200
"""The longest text, in characters, whose result is cached."""
CHUNK: Final = 256
"""Characters that are looked at together, so that what is left of a text is never copied whole."""
MAX_LOOP: Final = 100
"""Characters that a set of states remembers as leading back to it: a search skips a run of them at once."""
MAX_CACHED_STEPS: Final = 20_000
"""Steps that a pattern caches before it forgets them all."""

Test = Callable[[str], bool]
"""True for a character that a state takes."""
Fragment = tuple[int, int]
"""The first and the last state of a part of a pattern."""

_CLASSES: Final[dict[str, Test]] = {
    "d": str.isdecimal,
    "w": lambda char: char.isalnum() or char == "_",
    "s": str.isspace,
}
_REPEATS: Final[dict[str, tuple[int, int | None]]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
"""The bounds of the signs for repetition; None is no upper bound."""


class PatternError(ValueError):
    """A pattern that cannot be read; its message is a key of the languages' `rule_trouble` table.

    `offset` is how much of the pattern was read before the fault was seen.
    """

    def __init__(self, kind: str, offset: int = 0) -> None:
        super().__init__(kind)
        self.offset = offset


def matches(text: str, pattern: str) -> bool:
    """True if `pattern` is found anywhere in `text`; cached for short texts. Raises PatternError."""
    return _matches(text, pattern) if len(text) <= MAX_CACHED_TEXT else compiled(pattern).search(text)


@lru_cache(maxsize=1024)
def _matches(text: str, pattern: str) -> bool:
    return compiled(pattern).search(text)


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Pattern:
    """Return the compiled pattern, from a cache. Raises PatternError."""
    return Pattern(pattern)


class _State:
    """A state of the automaton.

    `test` says which characters it takes; None if it is left without taking one. With `anchor` (`^` or `$`) it is left
    only at the beginning or end of the text. `to` are the states that it leads to.
    """

    __slots__ = ("anchor", "test", "to")

    def __init__(self, test: Test | None, anchor: str) -> None:
        self.test, self.anchor = test, anchor
        self.to: list[int] = []


class _StateSet:
    """A set of states that a search may be in, and a cache of the sets that follow it, by character.

    `matched` is true if the pattern was found before this point, `matched_at_end` if it is found in case the text ends
    here, `decided` if the rest of the text cannot change the result. `loop` are characters that lead back to the set.
    """

    __slots__ = ("decided", "loop", "matched", "matched_at_end", "states", "to")

    def __init__(self, states: frozenset[int], *, matched: bool, matched_at_end: bool, decided: bool) -> None:
        self.states = states
        self.matched, self.matched_at_end, self.decided = matched, matched_at_end, decided
        self.to: dict[str, _StateSet] = {}
        self.loop = ""


class Pattern:
    """A compiled pattern. Raises PatternError for a text that is no pattern."""

    def __init__(self, pattern: str) -> None:
        self.states, self.start, self.end = _Compiler(pattern).compile()
        begin = frozenset((self.start,))
        self._may_begin_later = self.end in self._closure(begin, first=False, last=True) or any(
            self.states[state].test is not None for state in self._closure(begin, first=False, last=False)
        )
        """True if a match may begin behind the first character: not every way begins with `^`."""
        self.known: dict[frozenset[int], _StateSet] = {}
        self.steps = 0
        self.begin = self._state_set(begin, first=True)

    def search(self, text: str) -> bool:
        """True if the pattern is found anywhere in `text`."""
        current = self.begin
        for start in range(0, len(text), CHUNK):
            left = text[start : start + CHUNK]
            while left:
                if current.decided:
                    return current.matched
                left = left.lstrip(current.loop) if current.loop else left
                if left:
                    current = current.to.get(left[0]) or self._step(current, left[0])
                    left = left[1:]
        return current.matched_at_end

    def _step(self, current: _StateSet, char: str) -> _StateSet:
        """Compute the set of states that follows `current` on `char`, and cache it."""
        self.steps += 1
        if self.steps > MAX_CACHED_STEPS:
            self.steps = 0
            self.known.clear()
            # Sets refer to one another: the two that are still in use have to let the others go.
            self.begin.to.clear()
            current.to.clear()
            self.begin.loop = current.loop = ""
        ready = self._closure(current.states, first=current is self.begin, last=False)
        taken = frozenset(
            target
            for state in ready
            if (test := self.states[state].test) is not None and test(char)
            for target in self.states[state].to
        ) | {self.start}
        if taken not in self.known:
            self.known[taken] = self._state_set(taken)
        current.to[char] = following = self.known[taken]
        if following is current and len(current.loop) < MAX_LOOP:
            current.loop += char
        return following

    def _state_set(self, states: frozenset[int], *, first: bool = False) -> _StateSet:
        closure = self._closure(states, first=first, last=False)
        matched = self.end in closure
        matched_at_end = self.end in self._closure(states, first=first, last=True)
        waits = any(self.states[state].test is not None for state in closure)
        decided = matched or not (waits or self._may_begin_later)
        return _StateSet(states, matched=matched, matched_at_end=matched_at_end, decided=decided)

    def _closure(self, states: frozenset[int], *, first: bool, last: bool) -> frozenset[int]:
        """Return `states` and all that follow without a character; `first`, `last`: at the text's beginning, end."""
        closure, todo = set(states), list(states)
        while todo:
            state = self.states[todo.pop()]
            holds = first if state.anchor == "^" else last if state.anchor == "$" else True
            if state.test is None and holds:
                todo += [target for target in state.to if target not in closure]
                closure.update(state.to)
        return frozenset(closure)


class _Compiler:
    """Recursive descent over a pattern: each method parses one part from `offset` on and returns its fragment."""

    def __init__(self, pattern: str) -> None:
        if len(pattern) > MAX_PATTERN:
            raise PatternError("pattern-too-long")
        self.pattern, self.offset = pattern, 0
        self.states: list[_State] = []

    def compile(self) -> tuple[list[_State], int, int]:
        """Return the states of the automaton, its start and its end."""
        start, end = self._alternatives(0)
        if self.offset < len(self.pattern):
            raise PatternError("pattern-syntax", self.offset)
        return self.states, start, end

    def _new(self, test: Test | None = None, anchor: str = "") -> int:
        if len(self.states) >= MAX_STATES:
            raise PatternError("pattern-too-long")
        self.states.append(_State(test, anchor))
        return len(self.states) - 1

    def _peek(self) -> str:
        return self.pattern[self.offset : self.offset + 1]

    def _take(self) -> str:
        char = self._peek()
        if not char:
            raise PatternError("pattern-syntax", self.offset)
        self.offset += 1
        return char

    def _alternatives(self, depth: int) -> Fragment:
        if depth > MAX_DEPTH:
            raise PatternError("pattern-too-long")
        start, end = self._new(), self._new()
        while True:
            first, last = self._sequence(depth)
            self.states[start].to.append(first)
            self.states[last].to.append(end)
            if self._peek() != "|":
                return start, end
            self.offset += 1

    def _sequence(self, depth: int) -> Fragment:
        start = end = self._new()
        while self._peek() and self._peek() not in "|)":
            begin = self.offset
            first, last = self._atom(depth)
            bounds = self._bounds()
            if bounds is not None:
                first, last = self._repeated(begin, bounds, (first, last), depth)
                if self._peek() in ("*", "+", "?", "{"):
                    raise PatternError("pattern-syntax", self.offset)
            self.states[end].to.append(first)
            end = last
        return start, end

    def _atom(self, depth: int) -> Fragment:
        char = self._take()
        if char == "(":
            if self.pattern.startswith("?:", self.offset):
                self.offset += 2
            inner = self._alternatives(depth + 1)
            if self._take() != ")":
                raise PatternError("pattern-syntax", self.offset)
            return inner
        if char in "*+?{}":
            raise PatternError("pattern-syntax", self.offset)
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
            raise PatternError("pattern-syntax", self.offset)
        return char.__eq__

    def _class(self) -> Test:
        inverted = self._peek() == "^"
        self.offset += inverted
        tests: list[Test] = []
        while self._peek() != "]" or not tests:  # as in `re`, a `]` right at the beginning is a member
            tests.append(self._member())
        self.offset += 1
        return lambda char: any(test(char) for test in tests) != inverted

    def _member(self) -> Test:
        low = self._take()
        if low == "\\":
            return self._escape(self._take())
        if self._peek() == "-" and self.pattern[self.offset + 1 : self.offset + 2] not in ("", "]"):
            self.offset += 1
            high = self._take()
            if high < low:
                raise PatternError("pattern-syntax", self.offset)
            return lambda char: low <= char <= high
        return low.__eq__

    def _bounds(self) -> tuple[int, int | None] | None:
        """Parse the repetition of an atom: `{2}` is (2, 2), `*` is (0, None). None where there is none."""
        if self._peek() in _REPEATS:
            return _REPEATS[self._take()]
        if self._peek() != "{":
            return None
        end = self.pattern.find("}", self.offset)
        low, _, high = self.pattern[self.offset + 1 : max(end, 0)].partition(",")
        if end < 0 or not low.isdecimal() or (high and not high.isdecimal()):
            raise PatternError("pattern-syntax", self.offset)
        exact = "," not in self.pattern[self.offset : end]
        most = int(low) if exact else int(high) if high else None
        if max(int(low), most or 0) > MAX_REPEAT or (most is not None and most < int(low)):
            raise PatternError("pattern-syntax", self.offset)
        self.offset = end + 1
        return int(low), most

    def _repeated(self, begin: int, bounds: tuple[int, int | None], once: Fragment, depth: int) -> Fragment:
        """Repeat the atom at offset `begin`, whose fragment is `once`: a copy for each time, a loop for no bound.

        `a{2,4}` becomes `aaaa`, which may be left after the second, third and fourth `a`.
        """
        low, high = bounds
        start = end = self._new()
        resume = self.offset
        copies = [once]
        while len(copies) < max(low, high or 0, 1):
            self.offset = begin  # parsed again for each copy: fragments share no states
            copies.append(self._atom(depth))
        self.offset = resume
        leave = self._new()
        for number, (first, last) in enumerate(copies if high != 0 else ()):
            if number >= low:
                self.states[end].to.append(leave)
            self.states[end].to.append(first)
            end = last
        if high is None:
            self.states[end].to.append(copies[-1][0])
        self.states[end].to.append(leave)
        return start, leave

"""The grammar at work: text becomes blocks of whole lines, and the lines joined are the text again."""

from __future__ import annotations

from poa_lint import ahead
from poa_lint.records import TYPE_CHECKING, NamedTuple
from poa_lint.regex import regex
from poa_lint.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lark import Lark

    Actions = dict[str, int]
    """What to do in a state on a token or part: go to a state, or (below 0) complete the rule `-1 - action`."""
    Tables = tuple[str, list[Actions], list[tuple[str, int]], int, int]
    """The tokens' pattern; the states; each rule's name and length; the first state and the last."""


class Line:
    """One line of the text without its end, and what the grammar calls it (`TABLE`, `TEXT`, `RAMO` …)."""

    __slots__ = ("_cells", "kind", "start", "text")
    __match_args__ = ("kind", "text", "start")

    def __init__(self, kind: str, text: str, start: int) -> None:
        self.kind, self.text, self.start = kind, text, start
        self._cells: list[Written] | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Line):
            return NotImplemented
        return (self.kind, self.text, self.start) == (other.kind, other.text, other.start)

    def __hash__(self) -> int:
        return hash((self.kind, self.start))

    def __repr__(self) -> str:
        return f"Line({self.kind!r}, {self.text!r}, {self.start})"

    @property
    def span(self) -> Span:
        """Where the line stands, its end left out."""
        return Span(self.start, self.start + len(self.text))

    @property
    def cells(self) -> list[Written]:
        """Its cells, cut at its tabs; the quotes that a spreadsheet puts around a whole cell are left out."""
        if self._cells is None:
            self._cells = list(_cells(self.text, self.start))
        return self._cells


class Block(NamedTuple):
    """A line that tells what it is, and the free lines that follow it."""

    kind: str
    opening: Line
    free: tuple[Line, ...]


def grammar() -> Lark:
    """The parser of `grammar/report.lark`."""
    from lark import Lark

    from poa_lint.resources import folder

    return Lark((folder("grammar") / "report.lark").read_text(encoding="utf-8"), parser="lalr", lexer="basic")


def _tables() -> Tables:
    """The tables that Lark makes of the grammar, as its own standalone parsers keep them."""
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    lark: Any = grammar()
    data, memo = lark.memo_serialize([TerminalDef, Rule])
    table = data["parser"]["parser"]
    names = table["tokens"]
    numbers = {key: number for number, key in enumerate(key for key, one in memo.items() if one["__type__"] == "Rule")}
    rules = [(memo[key]["origin"]["name"], len(memo[key]["expansion"])) for key in numbers]
    states: list[Actions] = [{} for _ in table["states"]]
    for state, actions in table["states"].items():
        for token, (reduces, target) in actions.items():
            states[state][names[token]] = -1 - numbers[target["@"]] if reduces else target
    pattern = "|".join(f"(?P<{one.name}>{one.pattern.to_regexp()})" for one in lark.parser.lexer.terminals)
    return pattern, states, rules, table["start_states"]["start"], table["end_states"]["start"]


class _Parser:
    """Runs those tables over a text. A part whose name opens with `_` stands for what it holds."""

    def __init__(self) -> None:
        pattern, self.states, self.rules, self.start, self.end = ahead.made("grammar/report", _tables)
        self.tokens = regex(pattern)

    def parse(self, text: str) -> list[Any]:
        """The lines and blocks of a text."""
        states, rules, stack = self.states, self.rules, [self.start]
        values: list[Any] = []
        for found in self.tokens.finditer(text):
            kind = found.lastgroup or ""
            while (action := states[stack[-1]][kind]) < 0:
                name, length = rules[-1 - action]
                if name[0] != "_":
                    self._whole(name, length, stack, values)
                elif length == 2:  # one more of many: they are gathered in one list
                    last = values.pop()
                    del stack[-2:]
                    stack.append(states[stack[-1]][name])
                    if last.__class__ is list:
                        values[-1] += last
                    else:
                        values[-1].append(last)
                else:
                    stack[-1] = states[stack[-2]][name]
                    if values[-1].__class__ is not list:
                        values[-1] = [values[-1]]
            stack.append(action)
            values.append(Line(kind, found[0].rstrip("\r\n"), found.start()))
        return self._ended(stack, values)

    def _ended(self, stack: list[int], values: list[Any]) -> list[Any]:
        """What the whole text comes to."""
        while stack[-1] != self.end:
            action = self.states[stack[-1]]["$END"]
            if action < 0:
                self._whole(*self.rules[-1 - action], stack, values)
            else:
                stack.append(action)
        whole: list[Any] = values[-1]
        return whole

    def _whole(self, name: str, length: int, stack: list[int], values: list[Any]) -> None:
        """Put the last parts together: a block, or many parts of which more may follow."""
        parts = values[len(values) - length :]
        whole = [one for part in parts for one in (part if part.__class__ is list else (part,))]
        del values[len(values) - length :], stack[len(stack) - length :]
        values.append(whole if name[0] == "_" or name == "start" else Block(name, whole[0], tuple(whole[1:])))
        stack.append(self.states[stack[-1]][name])


_parser: list[_Parser] = []


def blocks(text: str) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """The free lines before the first block, and the blocks."""
    if not text:
        return (), ()
    if not _parser:
        _parser.append(_Parser())
    parts = _parser[0].parse(text)
    free = tuple([part for part in parts if isinstance(part, Line)])
    return free, tuple(parts[len(free) :])


class Written(NamedTuple):
    """One cell as it stands in a line: its words without outer blanks, and their place.

    An empty cell's place is the point after the tab that opens it.
    """

    raw: str
    start: int

    @property
    def span(self) -> Span:
        """Where its words stand."""
        return Span(self.start, self.start + len(self.raw))


def _cells(text: str, start: int) -> Iterator[Written]:
    new = tuple.__new__  # what Written does, without the call
    for piece in text.split("\t"):
        raw = piece.strip()
        if not raw:
            yield new(Written, ("", start))
        elif raw[0] == '"' and raw[-1] == '"' and len(raw) > 1:
            yield Written(raw[1:-1], start + piece.index(raw) + 1)
        else:
            yield new(Written, (raw, start if piece[0] == raw[0] else start + piece.index(raw)))
        start += len(piece) + 1

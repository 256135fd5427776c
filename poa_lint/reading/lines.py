"""The grammar at work: text becomes blocks of whole lines, and the lines joined are the text again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from re import Pattern
from typing import TYPE_CHECKING, Any, NamedTuple

from poa_lint.core.cache import folder, made
from poa_lint.core.source import Span

if TYPE_CHECKING:
    from lark import Lark


Layout = tuple[str, dict[str, str]]
"""The pattern of the tokens, one named group each; the name of the block that a token opens, by the token's."""


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

    return Lark((folder("grammar") / "report.lark").read_text(encoding="utf-8"), parser="lalr", lexer="basic")


def layout() -> Layout:
    """What the grammar says of lines: the pattern of its tokens, and the block that each opening token begins."""
    lark: Any = grammar()
    pattern = "|".join(f"(?P<{one.name}>{one.pattern.to_regexp()})" for one in lark.parser.lexer.terminals)
    first = [(symbol, str(rule.origin.name)) for rule in lark.rules for symbol in rule.expansion[:1]]
    return pattern, {str(symbol.name): block for symbol, block in first if symbol.is_term and block[0] != "_"}


@cache
def _lines() -> tuple[Pattern[str], dict[str, str]]:
    pattern, openings = made("layout", layout)
    return re.compile(pattern), openings


def blocks(text: str) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """The free lines before the first block, and the blocks.

    Every token is a line, and a line either opens a block or belongs to the one before it: what Lark's own parser
    makes of a text comes to the same (tests/reading/test_lines.py).
    """
    pattern, openings = _lines()
    preamble: list[Line] = []
    free = preamble
    found: list[tuple[str, Line, list[Line]]] = []
    for token in pattern.finditer(text):
        kind = token.lastgroup or ""
        line = Line(kind, token[0].rstrip("\r\n"), token.start())
        if kind in openings:
            free = []
            found.append((openings[kind], line, free))
        else:
            free.append(line)
    return tuple(preamble), tuple([Block(kind, opening, tuple(lines)) for kind, opening, lines in found])


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

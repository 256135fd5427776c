"""The grammar at work: text becomes blocks of whole lines, and the lines joined are the text again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from lark import Lark, Token, Tree

from poa_lint.records import NamedTuple
from poa_lint.resources import folder
from poa_lint.source import Span


class Line(NamedTuple):
    """One line of the text without its end, and what the grammar calls it (`TABLE`, `TEXT`, `RAMO` …)."""

    kind: str
    text: str
    start: int

    @property
    def span(self) -> Span:
        """Where the line stands, its end left out."""
        return Span(self.start, self.start + len(self.text))


class Block(NamedTuple):
    """A line that tells what it is, and the free lines that follow it."""

    kind: str
    opening: Line
    free: tuple[Line, ...]


@cache
def grammar() -> Lark:
    """The parser of `grammar/report.lark`, built once."""
    return Lark((folder("grammar") / "report.lark").read_text(encoding="utf-8"), parser="lalr", lexer="basic")


def tokens(text: str) -> list[Token]:
    """Every token of the text in order; joined they are the text."""
    return list(grammar().parse(text).scan_values(lambda _: True)) if text else []


def blocks(text: str) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """The free lines before the first block, and the blocks."""
    if not text:
        return (), ()
    children = grammar().parse(text).children
    free = [child for child in children if isinstance(child, Token)]
    found = [_block(child) for child in children if isinstance(child, Tree)]
    return tuple(_lines(free)), tuple(found)


def _block(tree: Tree[Token]) -> Block:
    lines = list(_lines(child for child in tree.children if isinstance(child, Token)))
    return Block(str(tree.data), lines[0], tuple(lines[1:]))


def _lines(tokens: Iterator[Token] | list[Token]) -> Iterator[Line]:
    for token in tokens:
        yield Line(token.type, token.rstrip("\r\n"), token.start_pos or 0)


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


def cells(line: Line) -> list[Written]:
    """The cells of a line, cut at its tabs; the quotes that a spreadsheet puts around a whole cell are left out."""
    found: list[Written] = []
    start = line.start
    for piece in line.text.split("\t"):
        raw = piece.strip()
        lead = piece.index(raw) if raw else 0
        if len(raw) > 1 and raw[0] == raw[-1] == '"':
            raw, lead = raw[1:-1], lead + 1
        found.append(Written(raw, start + lead))
        start += len(piece) + 1
    return found

"""Split a text into the blocks of lines that grammar/report.lark defines. The lines joined are the text again.

For example, four lines give the line before the first block and two blocks:

    MUNICIPIO DE MONTERRUBIO     TEXT   before the first block
    RAMO: 63 TESORERIA           ramo   opens a block `entry`
    4.6.1⇥101.- DAR⇥KM⇥2         TABLE  opens a block `table`
    continúa en la hoja 2        TEXT   a free line of that block
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import accumulate, count
from operator import add
from re import Pattern
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from poa_lint.core.cache import built_value, folder
from poa_lint.core.labels import Labels
from poa_lint.core.source import Span
from poa_lint.core.text import INVISIBLE, OUTER

if TYPE_CHECKING:
    from lark import Lark

Layout = tuple[str, dict[str, str]]
"""The pattern of all tokens, a named group for each, and the block that a token opens, both by name.

The pattern names the words of the forms (`<labels>`), which `core.labels` writes in.
"""


ENTRY: Final = "ENTRY"
"""The token of a line of the header that states codes or words."""
_SIGN: Final = re.compile(f"[{INVISIBLE}]")


class Line:
    """One line of the text without its line end.

    `kind` is its token in the grammar (`TABLE`, `TEXT` …), for an entry of the header the entry's name (`ramo` …).
    """

    __slots__ = ("_cells", "kind", "start", "text")
    __match_args__ = ("kind", "text", "start")

    def __init__(self, kind: str, text: str, start: int) -> None:
        self.kind, self.text, self.start = kind, text, start
        self._cells: list[RawCell] | None = None

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
        """The line's span in the text, without its line end."""
        return Span(self.start, self.start + len(self.text))

    @property
    def cells(self) -> list[RawCell]:
        """The line split at its tabs, without invisible signs before its cells and behind figures.

        Quotes around a whole cell, as spreadsheets write them, are left out.
        """
        if self._cells is None:
            self._cells = _cells(self.text, self.start)
        return self._cells


class RawCell(NamedTuple):
    """One cell as written in a line: its text without outer spaces, and the offset where it starts.

    An empty cell starts right after the tab that opens it.
    """

    raw: str
    start: int

    @property
    def span(self) -> Span:
        """The span of `raw` in the text."""
        return Span(self.start, self.start + len(self.raw))


_new_cell: Final = partial(tuple.__new__, RawCell)
"""As `RawCell._make`, without a call in Python: a report has thousands."""


class Block(NamedTuple):
    """A line whose token opens a block, and the free lines that follow it; `kind` is a rule of the grammar."""

    kind: str
    opening: Line
    free: tuple[Line, ...]


def grammar(labels: Labels | None = None) -> Lark:
    """The Lark parser of grammar/report.lark, with the words of `labels` in it; without, with their names alone."""
    from lark import Lark

    text = (folder("grammar") / "report.lark").read_text(encoding="utf-8")
    return Lark(labels.written(text) if labels else text, parser="lalr", lexer="basic")


def layout() -> Layout:
    """The token pattern and the opening tokens of the grammar, with the names of words in it.

    Imports Lark; `blocks` uses the built value.
    """
    lark: Any = grammar()
    pattern = "|".join(f"(?P<{token.name}>{token.pattern.to_regexp()})" for token in lark.parser.lexer.terminals)
    first = [(symbol, str(rule.origin.name)) for rule in lark.rules for symbol in rule.expansion[:1]]
    return pattern, {str(symbol.name): block for symbol, block in first if symbol.is_term and block[0] != "_"}


def blocks(
    text: str, labels: Labels, start: int = 0, end: int | None = None
) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """The free lines before the first block, and the blocks, in a text of forms with the words `labels`.

    `start` and `end` are the offsets of a part that is read alone; lines keep their offsets in the whole text.

    A loop does it: every token is a line, which opens a block or belongs to the one before. tests/reading/test_lines.py
    compares the result with that of Lark's own parser.
    """
    pattern, openings = _compiled_layout(labels)
    preamble: list[Line] = []
    free = preamble
    opened: list[tuple[str, Line, list[Line]]] = []
    for token in pattern.finditer(text, start, len(text) if end is None else end):
        kind = token.lastgroup or ""
        line = Line(kind, token[0].rstrip("\r\n"), token.start())
        if kind in openings:
            free = []
            if kind == ENTRY and (entry := labels.entry(line.text)):
                line.kind = entry.columna.id
            opened.append((openings[kind], line, free))
        else:
            free.append(line)
    return tuple(preamble), tuple([Block(kind, opening, tuple(lines)) for kind, opening, lines in opened])


@cache
def _compiled_layout(labels: Labels) -> tuple[Pattern[str], dict[str, str]]:
    pattern, openings = built_value("layout", layout)
    return re.compile(labels.written(pattern)), openings


def _cells(text: str, start: int) -> list[RawCell]:
    signed = not text.isascii() and _SIGN.search(text) is not None
    pieces = text.split("\t")
    if not signed and '"' not in text and list(map(str.strip, pieces)) == pieces:
        # Most lines: nothing to leave out. Each tab before a cell is one character more than the cells before it.
        starts = map(add, accumulate(map(len, pieces), initial=start), count())
        return list(map(_new_cell, zip(pieces, starts, strict=False)))
    return list(_trimmed(pieces, start, signed=signed))


def _trimmed(pieces: list[str], start: int, *, signed: bool) -> Iterator[RawCell]:
    for piece in pieces:
        raw = _bare(piece.strip()) if signed else piece.strip()
        if not raw:
            yield RawCell("", start)
        elif raw[0] == '"' and raw[-1] == '"' and len(raw) > 1:
            yield RawCell(raw[1:-1], start + piece.index(raw) + 1)
        else:
            yield RawCell(raw, start + piece.index(raw))
        start += len(piece) + 1


def _bare(raw: str) -> str:
    """A cell without the invisible signs before it; without those behind it too, unless it has letters."""
    text = raw.lstrip(OUTER)
    return text if any(map(str.isalpha, text)) else text.rstrip(OUTER)

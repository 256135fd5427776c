"""A file's text with its places: every offset can be said as line and column, and the other way round."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, Final, NamedTuple, Protocol

from poa_lint.core.records import record, replace


class Span(NamedTuple):
    """A stretch of the text, as offsets in code points: `start` included, `end` excluded."""

    start: int
    end: int


FILE_BITS: Final = 40
"""An offset is `number << FILE_BITS` more in the file with that number: file 0 is the report that is linted."""


class Position(NamedTuple):
    """A place that a person can find: line and column from 1, the column in code points."""

    line: int
    column: int


def file_of(offset: int) -> int:
    """The number of the file that an offset is in."""
    return offset >> FILE_BITS


def inside(offset: int) -> int:
    """An offset within its own file."""
    return offset & ((1 << FILE_BITS) - 1)


NOWHERE: Final = Position(0, 0)
"""The position of what has not been given one yet."""


class Edit(NamedTuple):
    """Another text for a stretch of the source; `start` and `end` are known where a finding carries the edit."""

    span: Span
    text: str
    start: Position = NOWHERE
    end: Position = NOWHERE


class Remark(NamedTuple):
    """A fact about a stretch of the text that only the original file knows.

    `kind` and the names in `values` are those of `documents.document.REMARKS`; `start` and `end` are offsets.
    """

    kind: str
    start: int
    end: int
    values: Mapping[str, str]


class Original(Protocol):
    """The file that a text was made of (`documents.document.Document`)."""

    @property
    def remarks(self) -> Sequence[Remark]:
        """Facts that only the file knows, in the order of the text."""

    def place(self, start: int, /) -> Any:
        """The spot in the file (`documents.places.Place`) of the text at an offset; None where there is none."""


@record
class Source:
    """One file's text, where it came from, and how its bytes were read.

    `text` is what the bytes say and nothing else, without the byte order mark; a file whose only line ends
    are carriage returns (old Macs) has them as line feeds, so that offsets still agree.
    """

    path: str
    text: str
    encoding: str = "utf-8"
    sha256: str = ""
    original: Original | None = None
    """The way back into the file, for a text that was made of an office's file."""
    kind: str = "text"
    """The kind of file that the text was made of: `text`, a key of `documents.READERS`, or `aligned`."""

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])]

    def position(self, offset: int) -> Position:
        """The line and column of `offset`; lines end at line feeds only."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column counted from 1, the inverse of `position`."""
        return self._starts[line - 1] + column - 1

    def line(self, number: int) -> str:
        """The text of line `number`, counted from 1, without its end."""
        end = self.text.find("\n", self._starts[number - 1])
        return self.text[self._starts[number - 1] : len(self.text) if end < 0 else end].removesuffix("\r")

    def edited(self, edits: Iterable[Edit]) -> Source:
        """The same file after `edits`, which must not overlap."""
        pieces: list[str] = []
        end = 0
        for edit in sorted(edits):
            pieces += (self.text[end : edit.span.start], edit.text)
            end = edit.span.end
        return replace(self, text="".join((*pieces, self.text[end:])))


@record
class Unreadable:
    """Bytes that give no text: `reason` is one of `facts.UNREADABLE`.

    `limit` is the figure that the text is beyond and `line` the number of the line that is, as they are told; empty
    where the reason names none.
    """

    path: str
    reason: str
    sha256: str = ""
    limit: str = ""
    line: str = ""


@record
class Trouble:
    """A fault in a file of rules, settings or waivers: `length` characters from an `offset` in its `text` on.

    `kind` is a key of the languages' `rule_trouble` table, `values` go into its sentence, `suggestion` is what was
    perhaps meant.
    """

    path: str
    text: str
    kind: str
    offset: int
    length: int = 1
    values: Mapping[str, str] = {}
    suggestion: str | None = None

    @property
    def line(self) -> int:
        """The line that it stands on, counted from 1."""
        return self.text.count("\n", 0, self.offset) + 1


class Places:
    """Spans of a source as positions, each computed once: many findings name the same cells.

    `lines` holds the text of every line that such a position stands on, by its number.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines: dict[int, str] = {}
        self._known: dict[Span, tuple[Position, Position]] = {}

    def __call__(self, span: Span) -> tuple[Position, Position]:
        """The positions of a span's start and end."""
        if span not in self._known:
            self._known[span] = ends = self.source.position(span.start), self.source.position(span.end)
            for position in ends:
                if position.line not in self.lines:
                    self.lines[position.line] = self.source.line(position.line)
        return self._known[span]

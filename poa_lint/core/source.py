"""A file's text with its places: bytes become text once, and every offset can be said as line and column."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple, Protocol

from poa_lint.core.records import record, replace


class Original(Protocol):
    """The file that a text was made of (`documents.document.Document`)."""

    @property
    def remarks(self) -> Sequence[Remark]:
        """What only the file knows, in the order of the text."""

    def place(self, start: int, /) -> Any:
        """Where the text at an offset stands in it; None where nothing does."""


class Span(NamedTuple):
    """A stretch of the text, as offsets in code points: `start` included, `end` excluded."""

    start: int
    end: int


class Edit(NamedTuple):
    """Other words for a stretch of the text."""

    span: Span
    text: str


class Position(NamedTuple):
    """A place that a person can find: line and column from 1, the column in code points."""

    line: int
    column: int


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
    """Of a text that was made of an office's file, the way back."""
    kind: str = "text"
    """The kind of file that the text was made of: `text`, or one of `documents.READERS`."""

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])]

    def position(self, offset: int) -> Position:
        """The line and column of `offset`; lines end at line feeds only."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def edited(self, edits: Iterable[Edit]) -> Source:
        """The same file with other words in some places, which must not overlap."""
        pieces: list[str] = []
        end = 0
        for span, text in sorted(edits):
            pieces += (self.text[end : span.start], text)
            end = span.end
        return replace(self, text="".join((*pieces, self.text[end:])))

    def line(self, number: int) -> str:
        """A line's text without its end, counted from 1."""
        end = self.text.find("\n", self._starts[number - 1])
        return self.text[self._starts[number - 1] : len(self.text) if end < 0 else end].removesuffix("\r")

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column counted from 1, the inverse of `position`."""
        return self._starts[line - 1] + column - 1


@record
class Unreadable:
    """Bytes that are no text: `reason` is a key of the languages' `unreadable` table."""

    path: str
    reason: str
    sha256: str = ""


class Remark(NamedTuple):
    """What only the original knows of a stretch of the text: `kind` and `values` are those of `REMARKS`."""

    kind: str
    start: int
    end: int
    values: Mapping[str, str]

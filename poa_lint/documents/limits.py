"""The limits of a file and of its text, which are counted before it is read: bytes, lines, cells, characters."""

from __future__ import annotations

from typing import Final, NamedTuple

from poa_lint.core.source import Source, Unreadable
from poa_lint.documents.encodings import MAX_BYTES


class Limits(NamedTuple):
    """The most that a text may have, and the most bytes of a file; settings may state other figures (`limits`).

    A quarter of one entity has 250 lines, 20 cells a line and 2,000 cells: a thousand of them in one file stay below.
    The cells of a line are the columns that a sheet of Excel can have, those of a text what a workbook may have when it
    is written as text (`documents.document.MAX_WRITTEN`); empty cells count, as they take room too. The characters of a
    line are what such a line has when every cell is a word: a megabyte on one line takes fifteen when it is read.
    """

    lines: int = 500_000
    columns: int = 16_384
    cells: int = 2_000_000
    characters: int = 2_000_000
    """The characters of a line."""
    bytes: int = MAX_BYTES


LIMITS: Final = Limits()
HIGHEST: Final = 1_000_000_000
"""The highest figure that settings may state for a limit."""


def within(source: Source | Unreadable, limits: Limits = LIMITS) -> Source | Unreadable:
    """Return `source`, or an `Unreadable` that names the limit which its text is beyond.

    The text of an office's file is returned as it is: its reader has counted the cells.
    """
    if isinstance(source, Unreadable) or source.original is not None:
        return source
    text = source.text
    lines = text.count("\n") + (not text.endswith("\n"))
    tabs = text.count("\t")
    if lines > limits.lines:
        return _beyond(source, "too-many-lines", limits.lines)
    if tabs >= limits.columns and (line := _long_line(text, limits.columns)):
        return _beyond(source, "too-many-columns", limits.columns, line)
    if lines + tabs > limits.cells:
        return _beyond(source, "too-many-cells", limits.cells)
    if line := _line_of_many(text, limits.characters):
        return _beyond(source, "too-many-characters", limits.characters, line)
    return source


def _long_line(text: str, columns: int) -> int:
    """The number of the first line with more cells than `columns`; 0 where there is none."""
    number = start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        number += 1
        if text.count("\t", start, end) >= columns:
            return number
        start = end + 1
    return 0


def _line_of_many(text: str, characters: int) -> int:
    """The number of the first line with more than so many `characters`; 0 where there is none."""
    start = 0
    while len(text) - start > characters:
        end = text.rfind("\n", start, start + characters + 1)
        if end < 0:
            return text.count("\n", 0, start) + 1
        start = end + 1
    return 0


def _beyond(source: Source, reason: str, limit: int, line: int = 0) -> Unreadable:
    return Unreadable(source.path, reason, source.sha256, f"{limit:,}", f"{line:,}")

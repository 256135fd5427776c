"""`poa-lint show`: the text that a file is read as, and where each of its cells stands in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from poa_lint.source import Source
from poa_lint.text import printable, visible
from poa_lint.words import Words, words

LEAST: Final = 20
"""Columns that words need beside their place; where a terminal leaves less, they go below it."""
APART: Final = "  "


def shown(source: Source) -> str:
    """The text as it was read, tabs and all; only what would steer a terminal is written as an escape."""
    lines = [printable(line.removesuffix("\r")) for line in source.text.split("\n")]
    return "\n".join(lines if lines[-1] == "" else [*lines, ""])


def mapped(source: Source, spoken: Words, width: int | None) -> str:
    """A line for each cell that is not empty: its line and column in the text, its place in the file, its words.

    A text's cells have no other place. `width` cuts the words to a terminal's columns; None leaves them whole.
    """
    told = words(spoken.language, "office")
    rows = list(_cells(source, told))
    first, second = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    beside = width is None or first + second + LEAST <= width
    lines = (line for row in rows for line in _lines(row, first, second if beside else None))
    return "".join(f"{_cut(line, width)}\n" for line in lines)


def _lines(row: tuple[str, str, str], first: int, second: int | None) -> Iterator[str]:
    where, place, text = row
    if place and second is None:
        yield from (where.ljust(first) + APART + place, " " * first + APART + text)
    else:
        yield APART.join([where.ljust(first), *([place.ljust(second or 0)] if place else []), text])


def _cells(source: Source, told: Words) -> Iterator[tuple[str, str, str]]:
    offset = 0
    for number, line in enumerate(source.text.split("\n"), 1):
        begun = offset
        for cell in line.split("\t"):
            if cell.strip():
                place = source.original.place(offset) if source.original else None
                said = visible(place.describe(told)) if place else ""
                yield f"{number}:{offset - begun + 1}", said, visible(cell.strip())
            offset += len(cell) + 1


def _cut(line: str, width: int | None) -> str:
    return line if width is None or len(line) <= width else f"{line[: width - 3]}..."

"""Reports as text in columns of characters, with random widths, wraps and gaps, as programs that print tables do."""

import random
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.routes.reports import TITLES, Leaf, Report

LEAST: Final = (7, 20, 10, 6, *([3] * 8), 8, 9, 12)
"""The narrowest columns, in characters."""
MOST: Final = (14, 60, 22, 9, *([8] * 8), 12, 13, 50)
TALL: Final = (0, 1, 2, 3, 12, 13, 14)
"""Columns whose titles stand over all lines of the heading."""
WORDS: Final = (0, 1, 2, 14)


@dataclass(frozen=True, slots=True)
class Grid:
    """The habits of one print: widths of columns, the gap between them, and the places of cells."""

    widths: tuple[int, ...]
    gap: int
    across: str
    """The side at which figures stand: `<`, `^` or `>`."""
    middle: bool
    """True where cells stand in the middle of their row's height, False at its top."""
    spread: bool
    """True where an empty line parts the rows."""


def text(report: Report, rng: random.Random, gap: int) -> str:
    """A report in columns that follow from a random source, `gap` blanks apart at least."""
    grid = _grid(report, rng, gap)
    lines: list[str] = []
    for leaf in report.leaves:
        width = sum(grid.widths) + grid.gap * len(grid.widths)
        lines += [title.center(width).rstrip() for title in leaf.titles]
        lines += ["", *_header(leaf, rng.randint(2, 8)), "", leaf.form, f"FECHA: {leaf.fecha}", ""]
        lines += _heading(grid)
        for cells in leaf.rows:
            lines += [*_row(cells, grid), *([""] if grid.spread else [])]
        lines += ["", *_signatures(leaf, width, beside=report.style.beside), ""]
    return "\n".join(lines) + "\n"


def _grid(report: Report, rng: random.Random, gap: int) -> Grid:
    """Columns that are at least as wide as their figures and longest words."""
    rows = [row for leaf in report.leaves for row in leaf.rows]
    widths = []
    for column, (least, most) in enumerate(zip(LEAST, MOST, strict=True)):
        words = (word for row in (*rows, *TITLES) for word in row[column].split())
        longest = max([len(word) for word in words if word != "PERIODO"] or [1])
        chosen = rng.randint(least, most)
        widths.append(max(chosen, longest if column not in range(4, 12) else _figures(rows, column)))
    return Grid(tuple(widths), gap, rng.choice("<^>"), rng.random() < 0.5, rng.random() < 0.5)


def _figures(rows: Sequence[tuple[str, ...]], column: int) -> int:
    """The width of a quarter's column: that of its longest figure, and of half of its title."""
    return max(4, *(len(row[column]) for row in rows))


def _header(leaf: Leaf, gap: int) -> list[str]:
    labels = max(len(label) for label, _, _ in leaf.header) + gap
    codes = max(len(code) for _, code, _ in leaf.header) + gap
    return [f"{label.ljust(labels)}{code.ljust(codes)}{name}" for label, code, name in leaf.header]


def _heading(grid: Grid) -> list[str]:
    """The heading: tall titles wrapped at the foot, the period and its quarters over their columns."""
    starts = [sum(grid.widths[:column]) + grid.gap * column for column in range(len(grid.widths))]
    tall = {column: textwrap.wrap(TITLES[0][column], grid.widths[column]) for column in TALL}
    height = max(3, *(len(lines) for lines in tall.values()))
    found = [[" "] * (starts[-1] + grid.widths[-1]) for _ in range(height)]
    for column, lines in tall.items():
        for place, line in enumerate(lines, height - len(lines)):
            _put(found[place], starts[column], line.center(grid.widths[column]))
    _put(found[-3], starts[4], "PERIODO".center(starts[12] - starts[4]))
    for column in range(4, 12):
        if TITLES[1][column]:
            over = starts[column + 1] + grid.widths[column + 1] - starts[column]
            _put(found[-2], starts[column], TITLES[1][column].center(over))
        _put(found[-1], starts[column], f"{TITLES[2][column]:{grid.across}{grid.widths[column]}}")
    return ["".join(line).rstrip() for line in found]


def _put(line: list[str], start: int, text: str) -> None:
    line[start : start + len(text)] = text


def _row(cells: tuple[str, ...], grid: Grid) -> list[str]:
    wrapped = [
        textwrap.wrap(cell, width, break_on_hyphens=False) or [""]
        for cell, width in zip(cells, grid.widths, strict=True)
    ]
    height = max(map(len, wrapped))
    columns = []
    for column, lines in enumerate(wrapped):
        above = (height - len(lines)) // 2 if grid.middle else 0
        side = "<" if column in WORDS else grid.across
        padded = [*[""] * above, *lines, *[""] * (height - above - len(lines))]
        columns.append([f"{line:{side}{grid.widths[column]}}" for line in padded])
    return [(" " * grid.gap).join(pieces).rstrip() for pieces in zip(*columns, strict=True)]


def _signatures(leaf: Leaf, width: int, *, beside: bool) -> list[str]:
    if beside and leaf.signatures:
        share = width // 3
        return ["".join(text.center(share) for text in texts).rstrip() for texts in zip(*leaf.signatures, strict=True)]
    return [text for one in leaf.signatures for text in (*one, "")]

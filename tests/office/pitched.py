"""Write reports as `pdftotext -fixed` does: cells wrapped on paper, then every letter in a column of one width.

A line of letters that are narrower than a column runs on over the next cell. Lines of cells that are centred beside
each other stand at heights of their own, and become lines of their own; what stands in one line is pushed, and touches.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from poa_lint.authoring.samples import Page
from tests.office.typeset import PERIODS, TITLES

_FIRST = 4
_HEADER = (0, 120, 180)


@dataclass(frozen=True)
class Pitch:
    """The looks of a page.

    `widths` are those of columns in points, `letter` that of a letter on paper and `column` that of one in the text.
    Cells are centred beside each other, or begin side by side; texts begin `inset` points from their column's edge.
    """

    widths: tuple[int, ...]
    letter: float = 4.0
    column: float = 4.0
    centred: bool = True
    inset: int = 2


def pitched(pages: Iterable[Page], pitch: Pitch) -> str:
    """Reports as text; each page but the last ends with a form feed."""
    return "\f".join("\n".join(_page(page, pitch)) + "\n" for page in pages)


def _page(page: Page, pitch: Pitch) -> Iterable[str]:
    lines = "\n".join(page.lines()).split("\n")
    first = next(index for index, line in enumerate(lines) if line.startswith("L/A\t"))
    for line in lines[:first]:
        yield _printed([(x, cell) for x, cell in zip(_HEADER, line.split("\t"), strict=False)], pitch)
    yield from _heading(pitch)
    for meta in page.metas:
        yield from _row([*meta.cells(), *[""] * (len(TITLES) - len(meta.cells()))], pitch)
        yield ""
    for line in lines[first + 3 + len(page.metas) :]:
        yield _printed([(200 * index, cell) for index, cell in enumerate(line.split("\t"))], pitch)


def _heading(pitch: Pitch) -> Iterable[str]:
    over = {(_FIRST, 12): "PERIODO"}
    for ends in (over, {(at, at + 2): period for at, period in zip(range(_FIRST, 12, 2), PERIODS, strict=True)}):
        yield _printed([(_over(text, first, end, pitch), text) for (first, end), text in ends.items()], pitch)
    yield _printed([(_over(title, at, at + 1, pitch), title) for at, title in enumerate(TITLES)], pitch)


def _over(text: str, first: int, end: int, pitch: Pitch) -> float:
    """The place of a text in the middle over the columns from `first` to `end`."""
    return _middle(text, sum(pitch.widths[:first]), sum(pitch.widths[first:end]), pitch)


@dataclass(frozen=True)
class _Cell:
    """A cell by its column; its lines begin at the `left` or stand in the middle."""

    column: int
    left: bool


def _row(cells: Sequence[str], pitch: Pitch) -> Iterable[str]:
    """The lines of a row, by their height on the paper."""
    wrapped = [_wrapped(cell, width - 4, pitch) for cell, width in zip(cells, pitch.widths, strict=True)]
    height = max(map(len, wrapped))
    placed: dict[float, list[tuple[float, str]]] = {}
    for column, lines in enumerate(wrapped):
        top = (height - len(lines)) / 2 if pitch.centred else 0.0
        cell = _Cell(column, column in {1, 14} or (column == 0 and not pitch.centred))
        for index, line in enumerate(lines):
            placed.setdefault(top + index, []).append((_x(cell, line, pitch), line))
    for y in sorted(placed):
        yield _printed(placed[y], pitch)


def _wrapped(text: str, width: float, pitch: Pitch) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(f"{lines[-1]} {word}") * pitch.letter <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _x(cell: _Cell, line: str, pitch: Pitch) -> float:
    left = sum(pitch.widths[: cell.column])
    return left + pitch.inset if cell.left else _middle(line, left, pitch.widths[cell.column], pitch)


def _middle(text: str, left: float, width: float, pitch: Pitch) -> float:
    return left + (width - len(text) * pitch.letter) / 2


def _printed(pieces: Iterable[tuple[float, str]], pitch: Pitch) -> str:
    line = ""
    for x, text in sorted(pieces):
        line = line.ljust(max(round(x / pitch.column), 0)) + text
    return line.rstrip()

"""Write reports as programs do that set a text with blanks: cells in columns of characters, wrapped and aligned."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from poa_lint.authoring.samples import Page

TITLES: Final = (
    *("L/A", "METAS Y ACCIONES", "UNIDAD DE MEDIDA", "META ANUAL"),
    *(("P", "A") * 4),
    *("AVANCE ABSOLUTO", "ACUMULADO RELATIVO", "OBSERVACIONES"),
)
PERIODS: Final = ("Ene-Mar", "Abr-Jun", "Jul-Sep", "Oct-Dic")
_FIRST: Final = 4
"""The index of the first period's column; there are two for each."""


@dataclass(frozen=True)
class Style:
    """The looks of a text.

    `widths` are those of the columns, which are no narrower than the longest word; `gap` blanks lie between them.
    `figures` and `titles` are aligned `left`, `middle` or `right`; cells stand at the top of their row or are `centred`
    beside each other; `apart` empty lines lie between goals.
    """

    widths: tuple[int, ...]
    gap: int = 2
    figures: str = "middle"
    titles: str = "middle"
    centred: bool = False
    apart: int = 0


def typeset(pages: Iterable[Page], style: Style) -> str:
    """Reports as a text that is set with blanks; each page but the last ends with a form feed."""
    return "\f".join("\n".join(_page(page, style)) + "\n" for page in pages)


def _page(page: Page, style: Style) -> Iterable[str]:
    lines = "\n".join(page.lines()).split("\n")
    first = next(index for index, line in enumerate(lines) if line.startswith("L/A\t"))
    yield from map(_header, lines[:first])
    yield from _table([_whole(meta.cells()) for meta in page.metas], style)
    yield from map(_header, lines[first + 3 + len(page.metas) :])


def _whole(cells: Sequence[str]) -> list[str]:
    return [*cells, *[""] * (len(TITLES) - len(cells))]


def _header(line: str) -> str:
    """A line of the header, its label and code in columns."""
    cells = line.split("\t")
    return "".join(cell.ljust(width) for cell, width in zip(cells, (20, 8, 0), strict=False)).rstrip()


def _table(rows: Sequence[Sequence[str]], style: Style) -> Iterable[str]:
    widths = _fitting(rows, style)
    yield _over({_FIRST: "PERIODO"}, widths, style)
    yield _over({_FIRST + 2 * index: period for index, period in enumerate(PERIODS)}, widths, style)
    yield from _row(TITLES, widths, style, [style.titles] * len(TITLES))
    for row in rows:
        yield from _row(row, widths, style, ["left"] * 3 + [style.figures] * 11 + ["left"])
        yield from [""] * style.apart


def _fitting(rows: Sequence[Sequence[str]], style: Style) -> list[int]:
    """The widths of the columns, none narrower than its longest word, and room for a period's title over two."""
    words = [[word for cell in column for word in cell.split()] for column in zip(TITLES, *rows, strict=True)]
    widths = [max(width, *map(len, own)) for width, own in zip(style.widths, words, strict=True)]
    for index in range(_FIRST, _FIRST + 8, 2):
        widths[index] = max(widths[index], len(PERIODS[0]) - widths[index + 1] - style.gap + 1)
    return widths


def _over(cells: dict[int, str], widths: Sequence[int], style: Style) -> str:
    """A line of titles that run over several columns."""
    line = ""
    for column, cell in cells.items():
        line = line.ljust(sum(widths[:column]) + column * style.gap) + cell
    return line


def _row(cells: Sequence[str], widths: Sequence[int], style: Style, alignments: Sequence[str]) -> Iterable[str]:
    """The lines of a row, in which each cell is wrapped within its column."""
    wrapped = [
        textwrap.wrap(cell, width, break_long_words=False, break_on_hyphens=False)
        for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(map(len, wrapped))
    columns = [_filled(lines, height, style) for lines in wrapped]
    for line in zip(*columns, strict=True):
        yield (" " * style.gap).join(map(_aligned, line, widths, alignments)).rstrip()


def _filled(lines: Sequence[str], height: int, style: Style) -> list[str]:
    above = (height - len(lines)) // 2 if style.centred else 0
    return [*[""] * above, *lines, *[""] * (height - len(lines) - above)]


def _aligned(text: str, width: int, alignment: str) -> str:
    if alignment == "middle":
        text = " " * ((width - len(text)) // 2) + text
    return text.rjust(width) if alignment == "right" else text.ljust(width)

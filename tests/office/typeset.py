"""Write reports as programs do that set a text with blanks: cells in columns of characters, wrapped and aligned."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from poa_lint.authoring.samples import Page

FIGURES: Final = range(3, 14)
"""The indexes of the columns of figures."""
TITLES: Final = ("L/A", "METAS Y ACCIONES", "UNIDAD DE MEDIDA", "META ANUAL")
BEHIND: Final = ("AVANCE ABSOLUTO", "ACUMULADO RELATIVO", "OBSERVACIONES")
PERIODS: Final = ("Ene-Mar", "Abr-Jun", "Jul-Sep", "Oct-Dic")


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
    lines = [line for line in "\n".join(page.lines()).split("\n")]
    first = next(index for index, line in enumerate(lines) if line.startswith("L/A\t"))
    last = first + 3 + len(page.metas)
    yield from map(_header, lines[:first])
    yield from _table([meta.cells() for meta in page.metas], style)
    yield from map(_header, lines[last:])


def _header(line: str) -> str:
    """A line of the header, its label and code in columns."""
    cells = line.split("\t")
    return "".join(cell.ljust(width) for cell, width in zip(cells, (20, 8, 0), strict=False)).rstrip()


def _table(rows: Sequence[Sequence[str]], style: Style) -> Iterable[str]:
    titles = [*TITLES, *("P", "A") * 4, *BEHIND]
    heading = [_wrapped(title, width) for title, width in zip(titles, _fitting(rows, style), strict=True)]
    widths = _fitting(rows, style)
    top = _line([*[""] * 4, *(cell for period in PERIODS for cell in (period, "")), *[""] * 3], widths, style, "left")
    yield _line(["", "", "", "", "PERIODO"], widths, style, "left")
    yield top
    yield from _set(heading, widths, style, [style.titles] * 15)
    alignments = ["left", "left", "left", *[style.figures] * 11, "left"]
    for row in rows:
        cells = [_wrapped(cell, width) for cell, width in zip([*row, *[""] * (15 - len(row))], widths, strict=True)]
        yield from _set(cells, widths, style, alignments)
        yield from [""] * style.apart


def _fitting(rows: Sequence[Sequence[str]], style: Style) -> list[int]:
    """The widths of the columns, none narrower than its longest word."""
    titles = [*TITLES, *("P", "A") * 4, *BEHIND]
    words = [[word for cell in column for word in cell.split()] for column in zip(titles, *_whole(rows), strict=True)]
    widths = [max(width, *map(len, own)) for width, own in zip(style.widths, words, strict=True)]
    for index in range(4, 12, 2):  # a period's title stands over two columns
        widths[index] = max(widths[index], len(PERIODS[0]) - widths[index + 1] - style.gap + 1)
    return widths


def _whole(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[*row, *[""] * (15 - len(row))] for row in rows]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _set(
    cells: Sequence[Sequence[str]], widths: Sequence[int], style: Style, alignments: Sequence[str]
) -> Iterable[str]:
    """The lines of a row."""
    height = max(map(len, cells))
    columns = []
    for cell in cells:
        above = (height - len(cell)) // 2 if style.centred else 0
        columns.append([*[""] * above, *cell, *[""] * (height - len(cell) - above)])
    for number in range(height):
        parts = [
            _aligned(column[number], width, how) for column, width, how in zip(columns, widths, alignments, strict=True)
        ]
        yield (" " * style.gap).join(parts).rstrip()


def _line(cells: Sequence[str], widths: Sequence[int], style: Style, how: str) -> str:
    """A line in which a cell may run over the next one, if that is empty."""
    line = ""
    start = 0
    for cell, width in zip(cells, widths, strict=False):
        if cell:
            line = line.ljust(start) + cell
        start += width + style.gap
    return line


def _aligned(text: str, width: int, how: str) -> str:
    if how == "middle":
        return (" " * ((width - len(text)) // 2) + text).ljust(width)
    return text.ljust(width) if how == "left" else text.rjust(width)

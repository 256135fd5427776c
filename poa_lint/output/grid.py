"""The cells of a finding beside those of other files, each file's in a line of its own under the same titles.

For example, of a finding in `t2.txt`:

              | META ANUAL
    t2.txt    |          9
                         ^
    t1.txt:35 |          8
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Diagnostic, Related
from poa_lint.core.text import cut, visible, wrapped
from poa_lint.output.counterparts import brief, place

WIDEST: Final = 28
"""Characters of a cell that are shown."""


class Row(NamedTuple):
    """The cells of one file: their texts by the number of the column, and the columns that the finding points at."""

    label: str
    texts: dict[int, str]
    primary: frozenset[int] = frozenset()


class Grid(NamedTuple):
    """Titles over columns, and rows; the first row is this report's."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def left(self) -> int:
        """The width of the labels."""
        return max(len(row.label) for row in self.rows)

    @property
    def widths(self) -> list[int]:
        """The width of each column."""
        return [
            max(len(title), *(len(row.texts.get(number, "")) for row in self.rows))
            for number, title in enumerate(self.titles)
        ]

    @property
    def width(self) -> int:
        """The width of all of it."""
        return self.left + sum(wide + 3 for wide in self.widths)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Its lines, each with a style."""
        yield self._line("", dict(enumerate(self.titles)), " | "), "dim"
        for row in self.rows:
            yield self._line(row.label, row.texts, " | "), ""
            if row.primary:
                marks = {number: "^" * max(1, len(row.texts[number])) for number in row.primary}
                yield self._line("", marks, "   "), "bold red"

    def _line(self, label: str, texts: dict[int, str], between: str) -> str:
        cells = [texts.get(number, "").rjust(wide) for number, wide in enumerate(self.widths)]
        return between.join([label.ljust(self.left), *cells])


def beside(finding: Diagnostic, path: str, room: int) -> Iterator[tuple[str, str]]:
    """The lines of a finding in the file at `path` that speaks of other files, each with a style.

    Where there is no room for all side by side, each cell has a line. Of a goal that is missing only the other file's
    cell is shown: the finding's own is that of the goal before it.
    """
    table = grid(finding, path)
    if finding.after is None and table.width <= room:
        yield from table.lines()
        return
    for own in finding.cells if finding.after is None else ():
        yield from ((line, "") for line in wrapped(f"{visible(own.titulo)}  {brief(own.words)}", "", "  ", room))
    for cell in finding.elsewhere:
        text = f"{place(cell)}  {visible(cell.titulo)}  {brief(cell.raw)}"
        yield from ((line, "") for line in wrapped(text, "", "  ", room))


def grid(finding: Diagnostic, path: str) -> Grid:
    """The cells of a finding in the file at `path` and in others; only for a finding that has such."""
    titles = [cell.titulo for cell in finding.cells]
    own = Row(
        visible(path),
        {number: cut(visible(cell.words), WIDEST) for number, cell in enumerate(finding.cells)},
        frozenset(number for number, cell in enumerate(finding.cells) if cell.primary),
    )
    rows: dict[str, dict[int, str]] = {}
    for cell in finding.elsewhere:
        texts = rows.setdefault(place(cell), {})
        texts[_column(titles, cell, texts)] = cut(visible(cell.raw), WIDEST)
    shown = tuple(visible(title) for title in titles)
    return Grid(shown, (own, *(Row(label, texts) for label, texts in rows.items())))


def _column(titles: list[str], cell: Related, taken: dict[int, str]) -> int:
    """The number of the first column with a cell's title that is free; a new one where there is none."""
    for number, title in enumerate(titles):
        if title == cell.titulo and number not in taken:
            return number
    titles.append(cell.titulo)
    return len(titles) - 1

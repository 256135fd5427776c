"""A printed table as parts, one a page, and the joining of them, with rows that a page's end cuts in two.

For example, the first row of the second page has no goal's number and no figure where the row above has one::

    page 1:  1.- Celebrar sesiones del | 4 |       joined:  1.- Celebrar sesiones del cabildo | 4 | 1
    page 2:  cabildo                   |   | 1              2.- Publicar actas                | 9 | 3
             2.- Publicar actas        | 9 | 3
"""

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from poa_lint.core.form import Form
from poa_lint.documents.geometry.lines import Vocabulary, Word, broken, cell_text
from poa_lint.documents.places import Box
from poa_lint.documents.sheets.grid import Grid, anchors

_NUMBERED: Final = re.compile(r"\s*\d{1,6}\s*[.\-]+\s*[^\W\d]")
_FIGURE: Final = re.compile(r"[-+]?[\d,.]+%?")
_NEAR: Final = 4.0
"""Points between two edges of the same column on different pages."""


class Cell(NamedTuple):
    """The words of a cell and its box; `more` are the words of its parts on the pages that follow."""

    words: tuple[Word, ...]
    box: Box
    more: tuple[tuple[Word, ...], ...] = ()

    def text(self, vocabulary: Vocabulary) -> str:
        """The cell's text on one line."""
        reach = vocabulary.reach.get(column(self.box), self.box[2] - self.box[0])
        text = cell_text(self.words, reach, vocabulary.words)
        for words in self.more:
            rest = cell_text(words, reach, vocabulary.words)
            text += ("" if not text or broken(text, rest, 1, vocabulary.words) else " ") + rest
        return text


def column(box: Box) -> tuple[int, int]:
    """A key for a cell's column, the same on every page: its left and right edge, rounded."""
    return round(box[0] / 2), round(box[2] / 2)


@dataclass(slots=True)
class Part:
    """A table as far as one page holds it: cells by row and column, from 1, merged ones where they begin."""

    page: int
    y: float
    """Its top."""
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    edges: tuple[float, ...] = ()
    """Between which its columns lie."""
    number: int = 1
    """Its number among the tables of the page."""
    places: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """Page, table and row of the rows that were joined from later pages, by row."""
    form: Form | None = None
    """The form whose titles its heading has, to the letter."""
    doubts: dict[int, str] = field(default_factory=dict)
    """The words among the figures of rows that may have some of their neighbours', by row."""

    @property
    def bottom(self) -> float:
        """Its lower edge, in points from the page's top."""
        return max((cell.box[3] for cell in self.cells.values()), default=self.y)

    @property
    def padding(self) -> float:
        """The space between a cell's frame and its words: the least that a cell of the part leaves at the left."""
        written = [cell for cell in self.cells.values() if cell.words]
        return max(min((min(word.x for word in cell.words) - cell.box[0] for cell in written), default=0), 0)

    @property
    def last(self) -> int:
        """The number of its last row; 0 for none."""
        return max((row for row, _ in self.cells), default=0)

    def row(self, number: int) -> dict[int, Cell]:
        """A row's cells by column."""
        return {column: cell for (row, column), cell in self.cells.items() if row == number}

    def texts(self, number: int, vocabulary: Vocabulary) -> dict[int, str]:
        """The texts of a row's written cells, by column."""
        return {column: text for column, cell in self.row(number).items() if (text := cell.text(vocabulary))}

    def fill(self, grid: Grid, vocabulary: Vocabulary) -> None:
        """Put the cells into a grid."""
        for (row, column), cell in sorted(self.cells.items()):
            grid.put(row, column, cell.text(vocabulary))
            grid.boxes[row, column] = cell.box
            grid.ends[row] = column
            grid.places[row] = self.places.get(row, (self.page, self.number, row))
        for row, figures in self.doubts.items():
            first = min((column for column, cell in self.row(row).items() if cell.words), default=1)
            grid.note(row, first, "renglon_incierto", text=figures)


def joined(table: Part, part: Part, vocabulary: Vocabulary) -> bool:
    """Append the rows of `part` to `table` if it continues it; return False, and change nothing, if it does not.

    It continues it on the next page with the same edges of columns. A repeated heading is left out; a first row that
    is the rest of the table's last row is joined with it.
    """
    if part.page != table.page + len({page for page, _, _ in table.places.values()} - {table.page}) + 1:
        return False
    if not _same_edges(table.edges, part.edges):
        return False
    skipped = _repeated_rows(table, part, vocabulary)
    base = table.last
    goal = None if table.form is None or table.form.number is None else table.form.number + 1
    for row in range(skipped + 1, part.last + 1):
        cells = part.row(row)
        if row == skipped + 1 and _continues(table.texts(base, vocabulary), part.texts(row, vocabulary), goal):
            _append(table, base, cells)
            _doubt(table, base, part.doubts.get(row))
            base -= 1
            continue
        target = base + row - skipped
        _doubt(table, target, part.doubts.get(row))
        for number, cell in cells.items():
            table.cells[target, number] = cell
        table.places[target] = (part.page, part.number, row)
    return True


def _same_edges(edges: tuple[float, ...], others: tuple[float, ...]) -> bool:
    return len(edges) == len(others) and all(abs(a - b) <= _NEAR for a, b in zip(edges, others, strict=True))


def _repeated_rows(table: Part, part: Part, vocabulary: Vocabulary) -> int:
    """The number of the part's first rows that repeat the table's heading."""
    count = 0
    while count < part.last and part.texts(count + 1, vocabulary) == table.texts(count + 1, vocabulary) != {}:
        count += 1
    is_heading = any(anchors(list(part.texts(row, vocabulary).values())) for row in range(1, count + 1))
    return count if is_heading or (table.form is not None and count >= len(table.form.headings)) else 0


def _continues(above: dict[int, str], below: dict[int, str], number: int | None) -> bool:
    """True if the row `below` is the rest of the goal's row `above`: no goal of its own, no figure under a figure."""
    numbered = [number in texts if number else any(map(_NUMBERED.match, texts.values())) for texts in (above, below)]
    if numbered != [True, False]:
        return False
    figures = {column for column, text in below.items() if _FIGURE.fullmatch(text)}
    return not any(column in above and _FIGURE.fullmatch(above[column]) for column in figures)


def _append(table: Part, row: int, cells: dict[int, Cell]) -> None:
    """Add the words of `cells`, by column, to the cells of a row."""
    for number, rest in cells.items():
        cell = table.cells.get((row, number))
        if cell is None:
            table.cells[row, number] = rest
        elif rest.words:
            table.cells[row, number] = cell._replace(more=(*cell.more, rest.words))


def _doubt(table: Part, row: int, figures: str | None) -> None:
    """Add words to those among the figures of a doubtful row; None for a part of it that is not doubtful."""
    if figures is not None:
        table.doubts[row] = f"{table.doubts.get(row, '')} {figures}".strip()

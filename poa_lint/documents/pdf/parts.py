"""A printed table as its pages hold it: parts on following pages joined, rows that a page's end cuts among them."""

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from poa_lint.documents.pdf.lines import Vocabulary, Word, broken, cell_text
from poa_lint.documents.places import Box
from poa_lint.documents.sheets.grid import Grid, anchors

_NUMBERED: Final = re.compile(r"\s*\d{1,6}\s*[.\-]+\s*[^\W\d]")
_FIGURE: Final = re.compile(r"[-+]?[\d,.]+%?")
_NEAR: Final = 4.0


class Cell(NamedTuple):
    """The words of a cell and its corners; `more` are those of its part on the next page."""

    words: tuple[Word, ...]
    box: Box
    more: tuple[tuple[Word, ...], ...] = ()

    def text(self, known: Vocabulary) -> str:
        """Its words on one line."""
        reach = known.reach.get(column(self.box), self.box[2] - self.box[0])
        text = cell_text(self.words, reach, known.words)
        for words in self.more:
            rest = cell_text(words, reach, known.words)
            text += ("" if not text or broken(text, rest, 1, known.words) else " ") + rest
        return text


def column(box: Box) -> tuple[int, int]:
    """A column by its edges: cells of one column on different pages have the same."""
    return round(box[0] / 2), round(box[2] / 2)


@dataclass(slots=True)
class Part:
    """A table on a page, cells by row and column from 1, merged ones where they begin."""

    page: int
    y: float
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    edges: tuple[float, ...] = ()
    number: int = 1
    places: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """Where rows that came from later pages stand."""

    @property
    def bottom(self) -> float:
        """Where it ends on its page."""
        return max((cell.box[3] for cell in self.cells.values()), default=self.y)

    @property
    def inner(self) -> float:
        """The room that every cell leaves between its frame and its words: the least that any of them leaves."""
        written = [cell for cell in self.cells.values() if cell.words]
        return max(min((min(word.x for word in cell.words) - cell.box[0] for cell in written), default=0), 0)

    @property
    def last(self) -> int:
        """The number of its last row."""
        return max((row for row, _ in self.cells), default=0)

    def row(self, number: int) -> dict[int, Cell]:
        """A row's cells by column."""
        return {column: cell for (row, column), cell in self.cells.items() if row == number}

    def texts(self, number: int, known: Vocabulary) -> dict[int, str]:
        """The words of a row's written cells."""
        return {column: text for column, cell in self.row(number).items() if (text := cell.text(known))}

    def fill(self, grid: Grid, known: Vocabulary) -> None:
        """Put the cells into a grid."""
        for (row, column), cell in sorted(self.cells.items()):
            grid.put(row, column, cell.text(known))
            grid.boxes[row, column] = cell.box
            grid.ends[row] = column
            grid.places[row] = self.places.get(row, (self.page, self.number, row))


def joined(table: Part, part: Part, known: Vocabulary) -> bool:
    """Put a part behind the table that it goes on with; False where it is a table of its own.

    It goes on where the columns' edges are the same and nothing stands between the two. A heading said again is left
    out. A first row without a goal's number whose figures stand where the row above has none is the rest of that row.
    """
    if part.page != table.page + len({page for page, _, _ in table.places.values()} - {table.page}) + 1:
        return False
    if not _alike(table.edges, part.edges):
        return False
    skipped = _repeated(table, part, known)
    base = table.last
    for row in range(skipped + 1, part.last + 1):
        cells = part.row(row)
        if row == skipped + 1 and _rest(table.texts(base, known), part.texts(row, known)):
            _append(table, base, cells)
            base -= 1
            continue
        target = base + row - skipped
        for number, cell in cells.items():
            table.cells[target, number] = cell
        table.places[target] = (part.page, part.number, row)
    return True


def _alike(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))


def _repeated(table: Part, part: Part, known: Vocabulary) -> int:
    """How many of the part's first rows say the table's heading again."""
    count = 0
    while count < part.last and part.texts(count + 1, known) == table.texts(count + 1, known) != {}:
        count += 1
    said = any(anchors(list(part.texts(row, known).values())) for row in range(1, count + 1))
    return count if said else 0


def _rest(above: dict[int, str], below: dict[int, str]) -> bool:
    if not any(map(_NUMBERED.match, above.values())) or any(map(_NUMBERED.match, below.values())):
        return False
    figures = {column for column, text in below.items() if _FIGURE.fullmatch(text)}
    return not any(column in above and _FIGURE.fullmatch(above[column]) for column in figures)


def _append(table: Part, row: int, cells: dict[int, Cell]) -> None:
    for number, cell in cells.items():
        whole = table.cells.get((row, number))
        if whole is None:
            table.cells[row, number] = cell
        elif cell.words:
            more = (*whole.more, cell.words)
            table.cells[row, number] = whole._replace(more=more)

"""Where every cell of the text stands in the file that it was read from."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

Box = tuple[float, float, float, float]
"""Left, top, right and bottom on a page, in points from its upper left corner."""

_EMPTY: Final = (0.0, 0.0, 0.0, 0.0)


class Spoken(Protocol):
    """The words of a language (`poa_lint.words.Words`): the sentence of a key with values put in."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The words for `key`."""


class Region(NamedTuple):
    """What several cells have in common: the sheet, the table of a page, or the page's free lines.

    `kind` is `sheet`, `table`, `paragraph`, `line`, `point` or `page`; `titles` are the headings of a table's columns.
    """

    kind: str
    sheet: str = ""
    page: int = 0
    table: int = 0
    titles: tuple[str, ...] = ()


class Place(NamedTuple):
    """One place of the original, numbers from 1; 0 where the kind has no such number.

    `sheet`: sheet and cell, or the sheet alone. `page`: the page alone. `table`: page (0 in a document without pages),
    table, row and column, its heading in `title`. `paragraph`: its number in `row`. `line`: line and cell of delimited
    text. `point`: a page and the point, in points from its upper left corner, in `x` and `y`.
    """

    kind: str
    sheet: str = ""
    page: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    title: str = ""
    x: int = 0
    y: int = 0
    box: Box | None = None

    @property
    def cell(self) -> str:
        """A sheet's cell as the spreadsheet calls it, `F14`."""
        return f"{letters(self.column)}{self.row}" if self.kind == "sheet" and self.row else ""

    def describe(self, spoken: Spoken) -> str:
        """The place in a reader's words: `hoja 'UE 101' celda F14`."""
        key = f"place.{self.kind}"
        if self.kind == "table" and not self.page:
            key += "-unpaged"
        elif self.kind == "sheet" and not self.row:
            key += "-whole"
        return spoken(
            key,
            sheet=self.sheet.replace("'", "''"),
            cell=self.cell,
            page=self.page,
            table=self.table,
            row=self.row,
            column=self.title or self.column,
            x=self.x,
            y=self.y,
        )

    def as_dict(self) -> dict[str, object]:
        """The place for machines: the kind and the numbers that it has."""
        named: dict[str, object] = {"kind": self.kind}
        named |= {
            name: value
            for name in ("sheet", "cell", "page", "table", "row", "column", "title")
            if (value := getattr(self, name))
        }
        if self.kind == "point":
            named |= {"x": self.x, "y": self.y}
        if self.box is not None:
            named["box"] = [round(side, 1) for side in self.box]
        return named


class Places:
    """From an offset of the text to its place: one look-up among the starts of cells, which are arrays of numbers."""

    __slots__ = ("_boxes", "_columns", "_regions", "_rows", "_starts", "_wheres")

    def __init__(self) -> None:
        self._starts, self._wheres = array("L"), array("L")
        self._rows, self._columns = array("L"), array("L")
        self._boxes = array("f")
        self._regions: list[Region] = []

    def __len__(self) -> int:
        return len(self._starts)

    def open(self, region: Region) -> None:
        """From here on cells belong to `region`."""
        self._regions.append(region)

    def add(self, start: int, row: int, column: int, box: Box | None = None) -> None:
        """A cell that begins at `start`, behind all others; in a region of points `row` and `column` are y and x."""
        self._starts.append(start)
        self._wheres.append(len(self._regions) - 1)
        self._rows.append(row)
        self._columns.append(column)
        if box is not None or self._boxes:
            missing = 4 * (len(self._starts) - 1) - len(self._boxes)
            self._boxes.extend((0.0,) * missing + (box or _EMPTY))

    def at(self, offset: int) -> Place | None:
        """Where the character at `offset` came from; None only for a document without cells."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        if not self._starts:
            return None
        region = self._regions[self._wheres[index]]
        row, column = self._rows[index], self._columns[index]
        box = self._box(index)
        if region.kind == "point":
            return Place("point", page=region.page, x=column, y=row, box=box)
        title = region.titles[column - 1] if 0 < column <= len(region.titles) else ""
        return Place(region.kind, region.sheet, region.page, region.table, row, column, title, box=box)

    def _box(self, index: int) -> Box | None:
        box = tuple(self._boxes[4 * index : 4 * index + 4])
        return (box[0], box[1], box[2], box[3]) if len(box) == 4 and box != _EMPTY else None


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def titles(heading: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The columns' headings out of a table's heading lines: `Ene-Mar P` for a P under Ene-Mar."""
    width = max(map(len, heading), default=0)
    found = []
    for column in range(width):
        own = [line[column] if column < len(line) else "" for line in heading]
        level = max((place for place, words in enumerate(own) if words), default=-1)
        words = own[level] if level >= 0 else ""
        if level > 1 and len(words) <= 2:
            group = next((cell for cell in reversed(heading[level - 1][: column + 1]) if cell), "")
            words = f"{group} {words}".strip()
        found.append(words)
    return tuple(found)

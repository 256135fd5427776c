"""Map offsets of the text to places in the file that it was read from: sheet and cell, page and table, line."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from poa_lint.core.words import Words

Box = tuple[float, float, float, float]
"""Left, top, right and bottom on a page, in points from its upper left corner."""

_EMPTY: Final = (0.0, 0.0, 0.0, 0.0)
"""The box of a cell without one, among others that have one."""


class Region(NamedTuple):
    """A part of the file that several cells share: a sheet, a table on a page, or a page's free lines.

    `kind` is `sheet`, `table`, `paragraph`, `line`, `text`, `point` or `page`; `titles` are the headings of a table's
    columns.
    """

    kind: str
    sheet: str = ""
    page: int = 0
    table: int = 0
    titles: tuple[str, ...] = ()


class Place(NamedTuple):
    """One place in the file. Numbers count from 1; 0 where the kind has no such number.

    `sheet`: sheet and cell, or the sheet alone. `page`: the page alone. `table`: page (0 in a document without pages),
    table, row and column, its heading in `title`. `paragraph`: its number in `row`. `line`: line and cell of delimited
    text. `text`: line and column, in characters, of a text that is set with blanks. `point`: a page and the point, in
    points from its upper left corner, in `x` and `y`.
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
        """The cell's name in a spreadsheet (`F14`); empty for a place that is no cell of a sheet."""
        return f"{letters(self.column)}{self.row}" if self.kind == "sheet" and self.row else ""

    def describe(self, words: Words) -> str:
        """The place in the reader's language, `hoja 'UE 101' celda F14`; `words` are those of the part `office`."""
        key = f"place.{self.kind}"
        if self.kind == "table" and not self.page:
            key += "-unpaged"
        elif self.kind == "sheet" and not self.row:
            key += "-whole"
        return words(
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
        """The place for machine formats: the kind, the fields that are not empty, the box rounded to 0.1 points."""
        fields: dict[str, object] = {"kind": self.kind}
        fields |= {
            name: value
            for name in ("sheet", "cell", "page", "table", "row", "column", "title")
            if (value := getattr(self, name))
        }
        if self.kind == "point":
            fields |= {"x": self.x, "y": self.y}
        if self.box is not None:
            fields["box"] = [round(side, 1) for side in self.box]
        return fields


class Places:
    """The place of every cell of a text, found by offset: the cells' starts are sorted, a look-up is a bisection.

    Kept in arrays of numbers, because a report has many thousand cells and the findings ask for a few.
    """

    __slots__ = ("_boxes", "_columns", "_region_numbers", "_regions", "_rows", "_starts")

    def __init__(self) -> None:
        self._starts, self._region_numbers = array("L"), array("L")
        self._rows, self._columns = array("L"), array("L")
        self._boxes = array("f")
        self._regions: list[Region] = []

    def __len__(self) -> int:
        return len(self._starts)

    def open(self, region: Region) -> None:
        """Let the cells that are added from here on belong to `region`."""
        self._regions.append(region)

    def add(self, start: int, row: int, column: int, box: Box | None = None) -> None:
        """Add a cell that begins at offset `start`, after all others; in a region of points `row` is y, `column` x."""
        self._starts.append(start)
        self._region_numbers.append(len(self._regions) - 1)
        self._rows.append(row)
        self._columns.append(column)
        if box is not None or self._boxes:
            missing = 4 * (len(self._starts) - 1) - len(self._boxes)
            self._boxes.extend((0.0,) * missing + (box or _EMPTY))

    def at(self, offset: int) -> Place | None:
        """The place of the character at `offset`; None only for a document without cells."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        if not self._starts:
            return None
        region = self._regions[self._region_numbers[index]]
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
    """The letters of a spreadsheet's column: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """The number of a column with these letters: `aa` is 27."""
    number = 0
    for letter in name.upper():
        number = 26 * number + ord(letter) - 64
    return number


def titles(heading: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The title of each column out of a table's heading lines.

    It is the lowest text of the column; a short one in the third line or below has the text of its group before it::

        METAS | AVANCE  |   |         |         METAS
              | Ene-Mar |   | Abr-Jun |    ->   Ene-Mar P, Ene-Mar A,
              | P       | A | P       | A       Abr-Jun P, Abr-Jun A
    """
    width = max(map(len, heading), default=0)
    result = []
    for column in range(width):
        cells = [line[column] if column < len(line) else "" for line in heading]
        level = max((index for index, cell in enumerate(cells) if cell), default=-1)
        title = cells[level] if level >= 0 else ""
        if level > 1 and len(title) <= 2:
            group = next((cell for cell in reversed(heading[level - 1][: column + 1]) if cell), "")
            title = f"{group} {title}".strip()
        result.append(title)
    return tuple(result)

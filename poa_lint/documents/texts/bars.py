r"""Tables whose cells are parted by bars, as markdown and many programs write them, among lines of other text.

    ## PROGRAMA OPERATIVO ANUAL 2024             <- marks of markdown are left out
    | RAMO: | 63 | TESORERÍA |                   <- bars at both ends, or bars only between the cells
    |---|---|---|                                <- a ruler is no row
    | **P** | 1\.- Sesionar<br>cada mes | 4 |   <- marks of bold, escaped signs, breaks inside of a cell

Where rulers with corners (`+---+---+`) stand between the rows, the lines between two of them are one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from poa_lint.documents.document import MAX_CELLS, MAX_WRITTEN, Document, UnreadableFile, Writer
from poa_lint.documents.geometry.rests import wrapped
from poa_lint.documents.places import Region
from poa_lint.documents.sheets.grid import WIDE, Grid, anchors, write
from poa_lint.documents.texts.breaks import Row, mended

BARS: Final = str.maketrans("│┃║▏¦│", "||||||")
"""Other signs that programs draw as the lines between columns."""
_BAR: Final = re.compile(r"(?<!\\)\|")
_RULER: Final = re.compile(
    r"[|+ :=\-─━═┼╋╬├┤┣┫╠╣┌┐└┘┏┓┗┛╔╗╚╝┬┴┳┻╦╩]*[-=─━═]{2}[|+ :=\-─━═┼╋╬├┤┣┫╠╣┌┐└┘┏┓┗┛╔╗╚╝┬┴┳┻╦╩]*+"
)
"""A line between rows."""
_CORNERS: Final = frozenset("+┼╋╬├┣╠┌┏╔")
_BREAK: Final = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_BOLD: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINE_MARK: Final = re.compile(r"\s{0,3}(?:#{1,6}(?:\s+|$)|>\s+)|\s*<!--.*?-->\s*")
"""The mark of a heading or of a quotation, or a note, at the beginning of a line of markdown."""
_UNNAMED: Final = re.compile(r"Unnamed: \d+(?:_level_\d+)?")
"""The title that pandas gives to a column without one; it writes NaN into empty cells then."""
_MOSTLY: Final = 0.9
"""The part of a text's lines with bars that begin with one where bars stand at both ends of rows."""


def read(text: str) -> Document:
    """Read a text with tables of bars. Raises UnreadableFile for one that is too large."""
    lines = text.translate(BARS).splitlines()
    parted = [line.strip() for line in lines if "|" in line]
    if len(lines) > MAX_WRITTEN or sum(line.count("|") for line in parted) > MAX_CELLS:
        raise UnreadableFile("too-big")
    closed = sum(line.startswith("|") for line in parted) >= _MOSTLY * len(parted)
    grid = Grid("", region=Region("line"))
    _fill(grid, mended(list(_rows(_cut(lines, closed=closed)))))
    writer = Writer()
    write(grid, writer)
    return writer.document("csv")


def _cut(lines: Sequence[str], *, closed: bool) -> Iterator[Row]:
    """The lines with their cells; `closed` tells if bars stand at both ends of rows."""
    unnamed = any("Unnamed: " in line for line in lines)
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if _RULER.fullmatch(bare):
            yield Row(number, [bare[0]] if bare[0] in _CORNERS else [], parted=True)
        elif "|" not in line:
            yield Row(number, [_plain(_LINE_MARK.sub("", line, count=1))], parted=False)
        else:
            cells = [_plain(cell) for cell in _BAR.split(_without_ends(bare) if closed else line)]
            yield Row(number, _named(cells) if unnamed else cells, parted=True)


def _without_ends(line: str) -> str:
    """A row without the bars at its ends."""
    line = line.removeprefix("|")
    return line[:-1] if line.endswith("|") and not line.endswith("\\|") else line


def _plain(cell: str) -> str:
    """A cell's text without the marks of markdown and HTML."""
    if "<" in cell:
        cell = _BREAK.sub(" ", cell)
    if "*" in cell or "_" in cell:
        cell = _BOLD.sub(r"\2", cell)
    if "&" in cell:
        cell = cell.replace("&nbsp;", " ").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return (_ESCAPED.sub(r"\1", cell) if "\\" in cell else cell).strip()


def _named(cells: list[str]) -> list[str]:
    """The cells without what pandas writes into those that are empty."""
    return ["" if cell == "NaN" or _UNNAMED.fullmatch(cell) else cell for cell in cells]


def _rows(lines: Iterator[Row]) -> Iterator[Row]:
    """The rows without rulers; lines between two rulers with corners are joined."""
    framed: list[Row] | None = None
    for line in lines:
        if not line.parted:
            yield from _joined(framed or [])
            framed = None
            yield line
        elif line.cells and line.cells[0] in _CORNERS:
            yield from _joined(framed or [])
            framed = []
        elif line.cells and framed is not None:
            framed.append(line)
        elif line.cells:
            yield line
    yield from _joined(framed or [])


def _joined(lines: Sequence[Row]) -> Iterator[Row]:
    """One row of the lines of a framed one; lines with other numbers of cells stay rows of their own."""
    if len({len(line.cells) for line in lines}) > 1:
        yield from lines
    elif lines:
        columns = zip(*(line.cells for line in lines), strict=True)
        yield Row(lines[0].number, [" ".join(filter(None, column)) for column in columns], parted=True)


def _fill(grid: Grid, rows: Iterable[Row]) -> None:
    """Put rows into the grid; the words that a merged cell of a heading repeats are written once."""
    row = 0
    above: list[list[str]] = []
    before = Row(0, [""], parted=True)
    for line in rows:
        if not (line.parted or before.parted) and wrapped(before.cells[0], line.cells[0]):
            before = Row(before.number, [f"{before.cells[0]} {line.cells[0]}"], parted=False)
            _put(grid, row, before.cells)
            continue
        before = line
        row += 1
        grid.places[row] = (0, 0, line.number)
        if anchors(line.cells):
            for number, cells in enumerate(_heading([*above, line.cells]), row - len(above)):
                _put(grid, number, cells)
            above = []
            continue
        _put(grid, row, line.cells)
        above = [*above, line.cells][-4:] if len(list(filter(None, line.cells))) >= WIDE else []


def _put(grid: Grid, row: int, cells: Sequence[str]) -> None:
    grid.cells.pop(row, None)
    for column, text in enumerate(cells, 1):
        grid.put(row, column, text)
    if len(cells) > 1:
        grid.ends[row] = len(cells)


def _heading(lines: Sequence[Sequence[str]]) -> list[list[str]]:
    """A heading's lines, the last of which has the anchors, as the form has them.

    Lower lines that lost the cells which those above merge with them go under the title that they belong to. What
    merged cells repeat, to the right in the lines above the anchors and below, is left out.
    """
    top = lines[0]
    groups = [index for index in range(1, len(top) - 1) if top[index] and not top[index + 1]]
    indent = groups[0] if len(groups) == 1 and all(len(cells) < len(top) and cells[0] for cells in lines[1:]) else 0
    heading = [top, *([*[""] * indent, *cells] for cells in lines[1:])]
    result = [list(cells) for cells in heading]
    for index, cells in enumerate(heading):
        for column, text in enumerate(cells):
            before = column > 0 and index < len(heading) - 1 and cells[column - 1] == text
            over = index > 0 and column < len(heading[index - 1]) and heading[index - 1][column] == text
            if before or over:
                result[index][column] = ""
    return result

"""Mark cells of a sheet: another fill, and a link to their row of the index."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from poa_lint.documents.marking.comments import Cell, Sizes
from poa_lint.documents.marking.part import Element, Part, quoted, with_attributes
from poa_lint.documents.marking.styles import Styles
from poa_lint.documents.places import column_number, letters

_NAME: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_YES: Final = ("1", "true")
_TEXTS: Final = ("s", "str", "inlineStr")
"""The types of cells that hold a text."""
_LAST_COLUMN: Final = 16_384
_LAST_ROW: Final = 1_048_576
_LAST_STYLE: Final = 65_536
_POINT: Final = 4 / 3
"""Pixels of a point."""
_MAX_SIZE: Final = 500
"""The greatest height of a row, in points, and width of a column, in digits, that is believed."""

_Range = tuple[Cell, Cell]
"""The first and last cell of a rectangle."""


class Link(NamedTuple):
    """A link inside the workbook: the cell that it leads to, and its tip."""

    target: str
    tip: str


class Sheet:
    """The part of a sheet whose cells are being marked."""

    def __init__(self, part: Part, styles: Styles) -> None:
        self._part, self._styles = part, styles
        self._data = part.child("sheetData")

    def visible_cells(self, cells: Sequence[Cell]) -> dict[Cell, Cell]:
        """For each cell the one that shows its content: the first of a merged range, or the cell itself."""
        ranges = stored_ranges(self._part, "mergeCells")
        return {cell: next((merged[0] for merged in ranges if _within(cell, merged)), cell) for cell in cells}

    def mark(self, levels: Mapping[Cell, str]) -> None:
        """Fill each cell by its level of severity; rows and cells that are not stored yet are added."""
        if self._data is None:
            return
        cells_of: dict[int, list[Cell]] = {}
        for cell in sorted(levels):
            cells_of.setdefault(cell[0], []).append(cell)
        waiting = sorted(cells_of, reverse=True)
        for number, row in self._rows:
            while waiting and waiting[-1] < number:
                missing = waiting.pop()
                self._part.replace(row.start, row.start, self._new_row(missing, cells_of[missing], levels))
            if waiting and waiting[-1] == number:
                self._mark_row(row, cells_of[waiting.pop()], levels)
        new_rows = (self._new_row(number, cells_of[number], levels) for number in reversed(waiting))
        self._part.append(self._data, "".join(new_rows))

    def link(self, links: Mapping[Cell, Link]) -> None:
        """Link cells, except those that have a link already.

        A cell with a text over several lines gets none either: LibreOffice would show its first line alone.
        """
        part, hyperlinks = self._part, self._part.child("hyperlinks")
        linked, wrapped = stored_ranges(self._part, "hyperlinks"), set(self._wrapped(links))
        xml = "".join(
            part.prefixed(
                f"<hyperlink ref={quoted(named(cell))} location={quoted(to.target)} tooltip={quoted(to.tip)}/>"
            )
            for cell, to in links.items()
            if cell not in wrapped and not any(_within(cell, span) for span in linked)
        )
        if hyperlinks is not None:
            part.append(hyperlinks, xml)
        elif xml:
            part.insert("hyperlinks", part.prefixed("<hyperlinks>") + xml + part.prefixed("</hyperlinks>"))

    def sizes(self) -> Sizes:
        """The widths of the columns and heights of the rows, in pixels."""
        part, defaults = self._part, self._part.child("sheetFormatPr")
        heights = {number: self._size(row, "ht") for number, row in self._rows}
        columns = {
            number: 0 if part.attribute(element, "hidden") in _YES else _pixels(width)
            for element, first, last in self._columns
            if (width := self._size(element, "width")) is not None
            for number in range(first, min(last, first + 256) + 1)
        }
        rows = {number: round(height * _POINT) for number, height in heights.items() if height is not None}
        width = self._size(defaults, "defaultColWidth") if defaults else None
        height = self._size(defaults, "defaultRowHeight") if defaults else None
        return Sizes(columns, rows, _pixels(width or 8.43), max(1, round((height or 15) * _POINT)))

    @cached_property
    def _rows(self) -> list[tuple[int, Element]]:
        """The stored rows with their numbers."""
        return stored_rows(self._part)

    @cached_property
    def _columns(self) -> list[tuple[Element, int, int]]:
        """The elements that format columns, each with its first and last column."""
        part, parent = self._part, self._part.child("cols")
        columns = []
        for element in part.children(parent) if parent else ():
            first, last = part.number(element, "min", _LAST_COLUMN), part.number(element, "max", _LAST_COLUMN)
            if first is not None:
                columns.append((element, first, _LAST_COLUMN if last is None else last))
        return columns

    def _mark_row(self, row: Element, cells: list[Cell], levels: Mapping[Cell, str]) -> None:
        """Fill the cells, sorted, of a stored row."""
        part, added = self._part, False
        row_style = part.number(row, "s", _LAST_STYLE) if part.attribute(row, "customFormat") in _YES else None
        for column, element in stored_cells(self._part, row):
            while cells and cells[0][1] < column:
                part.replace(element.start, element.start, self._new_cell(cells[0], levels[cells[0]], row_style))
                del cells[0]
                added = True
            if cells and cells[0][1] == column:
                style = self._styles.with_fill(part.number(element, "s", _LAST_STYLE) or 0, levels[cells.pop(0)])
                part.replace(element.start, element.content_start, with_attributes(part.tag(element), s=str(style)))
        if cells or added:  # the row's stated span, only a hint for programs, would be wrong now
            spans = {"spans": f"1:{_LAST_COLUMN}"} if part.attribute(row, "spans") else {}
            part.append(row, "".join(self._new_cell(cell, levels[cell], row_style) for cell in cells), **spans)

    def _new_row(self, number: int, cells: Sequence[Cell], levels: Mapping[Cell, str]) -> str:
        """The XML of a row with empty, filled cells."""
        inside = "".join(self._new_cell(cell, levels[cell]) for cell in cells)
        return f"{self._part.prefixed(f'<row r={quoted(str(number))}>')}{inside}{self._part.prefixed('</row>')}"

    def _new_cell(self, cell: Cell, level: str, style: int | None = None) -> str:
        """The XML of an empty, filled cell in the style of its row (`style`) or else of its column."""
        if style is None:
            matching = (element for element, first, last in self._columns if first <= cell[1] <= last)
            style = next((self._part.number(element, "style", _LAST_STYLE) for element in matching), None)
        number = self._styles.with_fill(style or 0, level)
        return self._part.prefixed(f"<c r={quoted(named(cell))} s={quoted(str(number))}/>")

    def _wrapped(self, cells: Mapping[Cell, object]) -> Iterator[Cell]:
        """Those of `cells` that hold a text over several lines."""
        row_numbers = {row for row, _ in cells}
        for number, row in self._rows:
            for column, element in stored_cells(self._part, row) if number in row_numbers else ():
                is_text = (number, column) in cells and self._part.attribute(element, "t") in _TEXTS
                if is_text and self._styles.wraps(self._part.number(element, "s", _LAST_STYLE) or 0):
                    yield number, column

    def _size(self, element: Element, name: str) -> float | None:
        """An attribute as a number from 0 to `_MAX_SIZE`; None for any other, for `nan`, and for none."""
        try:
            size = float(self._part.attribute(element, name) or "")
        except ValueError:
            return None
        return size if 0 <= size <= _MAX_SIZE else None


def stored_rows(part: Part) -> list[tuple[int, Element]]:
    """The stored rows of a sheet with their numbers; one without a number follows the row before."""
    rows, number, data = [], 0, part.child("sheetData")
    for row in part.children(data) if data else ():
        number = part.number(row, "r", _LAST_ROW) or number + 1
        rows.append((number, row))
    return rows


def stored_cells(part: Part, row: Element) -> Iterator[tuple[int, Element]]:
    """The stored cells of a row with their columns; one without a name follows the cell before."""
    column = 0
    for element in part.children(row):
        if element.name == "c":
            name = part.attribute(element, "r")
            column = numbers(name)[1] if name else column + 1
            yield column, element


def stored_ranges(part: Part, name: str) -> list[_Range]:
    """The ranges of the elements of a sheet's collection `name`."""
    collection, ranges = part.child(name), []
    for element in part.children(collection) if collection else ():
        first, _, last = (part.attribute(element, "ref") or "").partition(":")
        ranges.append((numbers(first), numbers(last or first)))
    return ranges


def unselect(part: Part) -> None:
    """Deselect a sheet in all windows: what is typed into one of several selected sheets changes all of them."""
    views = part.child("sheetViews")
    for view in part.children(views) if views else ():
        if part.attribute(view, "tabSelected"):
            part.replace(view.start, view.content_start, with_attributes(part.tag(view), tabSelected="0"))


def numbers(name: str) -> Cell:
    """The row and column of a cell from its name, `(14, 6)` for `F14`; zeros for a text that names none."""
    match = _NAME.fullmatch(name)
    return (int(match[2]), column_number(match[1])) if match else (0, 0)


def named(cell: Cell) -> str:
    """A cell's name, `F14` for `(14, 6)`."""
    return f"{letters(cell[1])}{cell[0]}"


def _pixels(width: float) -> int:
    """A column's width in pixels from that in digits: 7 for each, and 5 for the margins."""
    return int(7 * width + 5)


def _within(cell: Cell, span: _Range) -> bool:
    (top, left), (bottom, right) = span
    return top <= cell[0] <= bottom and left <= cell[1] <= right

"""A sheet with some of its cells marked: another fill, and a link to where the index speaks of the cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from poa_lint.documents.marking.comments import Cell, Sizes
from poa_lint.documents.marking.part import Element, Part, quoted, with_attributes
from poa_lint.documents.marking.styles import Styles
from poa_lint.documents.places import letters

_NAME: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_YES: Final = ("1", "true")
_WORDS: Final = ("s", "str", "inlineStr")
_LAST: Final = 16_384
_POINT: Final = 4 / 3
"""Pixels of a point; a column's width counts digits of 7 pixels, and 5 more."""
_MOST: Final = 500
"""A row's height and a column's width above which nobody looks for a note."""


class Link(NamedTuple):
    """Where a cell leads to inside the workbook, and what is said of it."""

    target: str
    tip: str


def numbers(name: str) -> Cell:
    """A cell's row and column from its name; zeros for what is none."""
    found = _NAME.fullmatch(name)
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1].upper():
        column = 26 * column + ord(letter) - 64
    return int(found[2]), column


def named(cell: Cell) -> str:
    """A cell's name, `F14`."""
    return f"{letters(cell[1])}{cell[0]}"


class Sheet:
    """A sheet's part while its cells are marked."""

    def __init__(self, part: Part, styles: Styles) -> None:
        self._part, self._styles = part, styles
        self._data = part.child("sheetData")

    @cached_property
    def _rows(self) -> list[tuple[int, Element]]:
        """The rows with their numbers, which need not be stated."""
        rows, number = [], 0
        for row in self._part.inside(self._data) if self._data else ():
            number = int(self._part.attribute(row, "r") or number + 1)
            rows.append((number, row))
        return rows

    def _cells(self, row: Element) -> Iterator[tuple[int, Element]]:
        column = 0
        for one in self._part.inside(row):
            if one.name == "c":
                stated = self._part.attribute(one, "r")
                column = numbers(stated)[1] if stated else column + 1
                yield column, one

    @cached_property
    def _columns(self) -> list[tuple[Element, int, int]]:
        """What is said of columns: the element, and the first and last column that it is said of."""
        part, found = self._part, []
        for one in part.inside(parent) if (parent := part.child("cols")) else ():
            first, last = part.attribute(one, "min") or "", part.attribute(one, "max") or ""
            if first.isdecimal() and last.isdecimal():
                found.append((one, int(first), min(int(last), _LAST)))
        return found

    def heads(self, cells: Sequence[Cell]) -> dict[Cell, Cell]:
        """The cell that shows what each of some cells is part of: the first of a merged range, else itself."""
        ranges = self._ranges("mergeCells")
        return {cell: next((one[0] for one in ranges if _within(cell, one)), cell) for cell in cells}

    def _ranges(self, name: str) -> list[tuple[Cell, Cell]]:
        found, ranges = self._part.child(name), []
        for one in self._part.inside(found) if found else ():
            first, _, last = (self._part.attribute(one, "ref") or "").partition(":")
            ranges.append((numbers(first), numbers(last or first)))
        return ranges

    def mark(self, levels: Mapping[Cell, str]) -> None:
        """Fill cells by the level of severity; one that is not there yet is made."""
        if self._data is None:
            return
        wanted: dict[int, list[Cell]] = {}
        for cell in sorted(levels):
            wanted.setdefault(cell[0], []).append(cell)
        waiting = sorted(wanted, reverse=True)
        for number, row in self._rows:
            while waiting and waiting[-1] < number:
                missing = waiting.pop()
                self._part.put(row.start, row.start, self._row(missing, wanted[missing], levels))
            if waiting and waiting[-1] == number:
                self._mark_row(row, wanted[waiting.pop()], levels)
        self._part.add(self._data, "".join(self._row(one, wanted[one], levels) for one in reversed(waiting)))

    def _mark_row(self, row: Element, cells: list[Cell], levels: Mapping[Cell, str]) -> None:
        part, made = self._part, False
        own = part.attribute(row, "s") if part.attribute(row, "customFormat") in _YES else None
        for column, one in self._cells(row):
            while cells and cells[0][1] < column:
                part.put(one.start, one.start, self._cell(cells[0], levels[cells[0]], own))
                del cells[0]
                made = True
            if cells and cells[0][1] == column:
                style = self._styles.filled(int(part.attribute(one, "s") or 0), levels[cells.pop(0)])
                part.put(one.start, one.opened, with_attributes(part.tag(one), s=str(style)))
        if cells or made:  # a row's span, where it is stated, is only a help, and would be wrong now
            spans = {"spans": f"1:{_LAST}"} if part.attribute(row, "spans") else {}
            part.add(row, "".join(self._cell(cell, levels[cell], own) for cell in cells), **spans)

    def _row(self, number: int, cells: Sequence[Cell], levels: Mapping[Cell, str]) -> str:
        """A row that was not there."""
        inside = "".join(self._cell(cell, levels[cell]) for cell in cells)
        return f"{self._part.own(f'<row r={quoted(str(number))}>')}{inside}{self._part.own('</row>')}"

    def _cell(self, cell: Cell, level: str, style: str | None = None) -> str:
        """A cell that was not there, with the style of its row or column."""
        if style is None:
            stated = (self._part.attribute(one, "style") for one, low, high in self._columns if low <= cell[1] <= high)
            style = next(stated, None)
        filled = self._styles.filled(int(style or 0), level)
        return self._part.own(f"<c r={quoted(named(cell))} s={quoted(str(filled))}/>")

    def link(self, links: Mapping[Cell, Link]) -> None:
        """Let cells lead somewhere, but for those that lead somewhere already.

        Words over several lines have no link either: LibreOffice would show their first line alone.
        """
        part, found = self._part, self._part.child("hyperlinks")
        taken, wrapped = self._ranges("hyperlinks"), set(self._wrapped(links))
        made = "".join(
            part.own(f"<hyperlink ref={quoted(named(cell))} location={quoted(to.target)} tooltip={quoted(to.tip)}/>")
            for cell, to in links.items()
            if cell not in wrapped and not any(_within(cell, one) for one in taken)
        )
        if found is not None:
            part.add(found, made)
        elif made:
            part.insert("hyperlinks", part.own("<hyperlinks>") + made + part.own("</hyperlinks>"))

    def _wrapped(self, cells: Mapping[Cell, object]) -> Iterator[Cell]:
        """Those of some cells that hold words over several lines."""
        rows = {row for row, _ in cells}
        for number, row in self._rows:
            for column, one in self._cells(row) if number in rows else ():
                words = (number, column) in cells and self._part.attribute(one, "t") in _WORDS
                if words and self._styles.wraps(int(self._part.attribute(one, "s") or 0)):
                    yield number, column

    def sizes(self) -> Sizes:
        """How wide and tall its columns and rows are."""
        part, usual = self._part, self._part.child("sheetFormatPr")
        rows = {number: self._figure(row, "ht") for number, row in self._rows}
        columns = {
            place: 0 if part.attribute(one, "hidden") in _YES else _pixels(width)
            for one, first, last in self._columns
            if (width := self._figure(one, "width")) is not None
            for place in range(first, min(last, first + 256) + 1)
        }
        width, height = (self._figure(usual, f"default{name}") if usual else None for name in ("ColWidth", "RowHeight"))
        return Sizes(
            columns,
            {number: round(height * _POINT) for number, height in rows.items() if height is not None},
            _pixels(width or 8.43),
            round((height or 15) * _POINT),
        )

    def _figure(self, one: Element, name: str) -> float | None:
        try:
            return min(max(float(self._part.attribute(one, name) or ""), 0), _MOST)
        except ValueError:
            return None


def unselect(part: Part) -> None:
    """Let a sheet not be the one that is seen first: two that are selected would be changed together."""
    views = part.child("sheetViews")
    for view in part.inside(views) if views else ():
        if part.attribute(view, "tabSelected"):
            part.put(view.start, view.opened, with_attributes(part.tag(view), tabSelected="0"))


def _pixels(width: float) -> int:
    return int(7 * width + 5)


def _within(cell: Cell, span: tuple[Cell, Cell]) -> bool:
    (top, left), (bottom, right) = span
    return top <= cell[0] <= bottom and left <= cell[1] <= right

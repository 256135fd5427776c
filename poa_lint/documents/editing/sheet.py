"""The part of a sheet whose cells are being written."""

import math
import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Final
from xml.sax.saxutils import escape

from poa_lint.documents.editing import formulas
from poa_lint.documents.editing.cells import Blank, Formula, Left, Words
from poa_lint.documents.editing.strings import Strings, exchanged
from poa_lint.documents.editing.styles import Formats
from poa_lint.documents.marking.part import Element, Part, quoted
from poa_lint.documents.marking.sheet import named, numbers, stored_cells, stored_ranges, stored_rows

POINT: Final = 1
"""The difference, in points, from which a percentage is another one: offices round, or cut, the points."""
EXACT: Final = 1e-9
RIGHT: Final = "vale"
"""The reason for keeping a formula that nobody need be told of."""
_LAST_STYLE: Final = 65_536
_SHARED: Final = "shared"
_TEXTS: Final = ("s", "str", "inlineStr", "e")
Place = tuple[int, int]
_FORMULA: Final = re.compile(r"<(?:\w+:)?f[\s>/]")


class Sheet:
    """A sheet whose cells are being written; `left` are those that were not.

    `wrote_formulas` tells that formulas came or went, `keeps_formulas` that there are others of the office's.
    """

    def __init__(self, name: str, part: Part, formats: Formats, strings: Strings) -> None:
        self.name, self._part, self._formats, self._strings = name, part, formats, strings
        self.left: list[Left] = []
        self.wrote_formulas = False
        self._rows = dict(stored_rows(part))
        self._cells = {
            (row, column): element
            for row, stored in self._rows.items()
            for column, element in stored_cells(part, stored)
        }
        self._formulas = {
            place: formula
            for place, element in self._cells.items()
            if _FORMULA.search(part.text, element.content_start, element.content_end)
            and (formula := part.child("f", element)) is not None
        }
        self._masters = {
            group: place
            for place, formula in self._formulas.items()
            if (group := self._group(formula)) and self._text(formula)
        }
        self._replaced: set[Place] = set()

    @property
    def keeps_formulas(self) -> bool:
        """True if there are formulas that were not replaced."""
        return bool(self._formulas.keys() - self._replaced)

    def change(self, changes: Iterable[Words | Blank | Formula], dated: Mapping[tuple[str, str], Words]) -> None:
        """Write the cells. `dated` are the changes of words in all sheets, which other cells may repeat."""
        told: set[Place] = set()
        ordered = sorted(changes, key=lambda change: numbers(change.cell))
        merged = stored_ranges(self._part, "mergeCells") if ordered else []
        for change in ordered:
            place = numbers(change.cell)
            hidden = any(first != place and _within(place, first, last) for first, last in merged)
            if isinstance(change, Words):
                told.add(place)
                self._write_words(change, place)
            elif isinstance(change, Blank):
                self._empty(change, place)
            elif hidden:
                self._leave(change, "combinada")
            else:
                self._write_formula(change, place)
        self._repeat(dated, told)
        self._unshare()

    def _leave(self, change: Words | Blank | Formula, reason: str) -> None:
        self.left.append(Left(change.sheet, change.cell, reason))

    def _empty(self, change: Blank, place: Place) -> None:
        element = self._cells.get(place)
        if element is None or element.is_single_tag:
            return
        if place in self._formulas:
            self._leave(change, "formula")
        else:
            self._put(element, "")

    def _put(self, element: Element, content: str, kind: str = "") -> None:
        """Write a cell with other content, and of another type; its style stays."""
        part = self._part
        tag = _without(part.tag(element).removesuffix("/>").removesuffix(">").rstrip(), "t", "cm", "vm")
        tag += f" t={quoted(kind)}" if kind else ""
        name = tag[1:].split()[0]
        part.replace(element.start, element.end, f"{tag}>{content}</{name}>" if content else f"{tag}/>")

    def _write_words(self, change: Words, place: Place) -> None:
        element = self._cells.get(place)
        reason = "sin-celda" if element is None else self._words(change, place, element)
        if reason:
            self._leave(change, reason)

    def _words(self, change: Words, place: Place, element: Element) -> str:
        """Write other words into a cell; the reason why not, where it cannot be."""
        part, kind = self._part, self._part.attribute(element, "t") or "n"
        if place in self._formulas:
            target = formulas.only_reference(self._text(self._formulas[place]), self.name)
            return "" if target else "formula"
        value = part.child("v", element)
        if kind == "inlineStr":
            xml = exchanged(part.text[element.content_start : element.content_end], change.exchanges)
            if xml is not None:
                part.replace(element.content_start, element.content_end, xml)
            return "" if xml is not None else "palabras"
        text = "" if value is None else unescape(part.text[value.content_start : value.content_end])
        if value is None or kind not in ("s", "n"):
            return "palabras"
        if kind == "n":
            new = _later(text, change.days)
        else:
            number = self._strings.changed(int(text), change.exchanges)
            new = None if number is None else str(number)
        if new is not None:
            part.replace(value.content_start, value.content_end, new)
        return "" if new is not None else "palabras"

    def _repeat(self, dated: Mapping[tuple[str, str], Words], told: set[Place]) -> None:
        """Bring the results of formulas that only repeat a cell whose words have changed up to date."""
        for place, formula in self._formulas.items():
            target = formulas.only_reference(self._text(formula), self.name)
            change = dated.get(target) if target else None
            element = self._cells[place]
            value = self._part.child("v", element)
            if change is None or value is None:
                if place in told and target:
                    self.left.append(Left(self.name, named(place), "formula"))
                continue
            text = unescape(self._part.text[value.content_start : value.content_end])
            is_text = self._part.attribute(element, "t") == "str"
            new = _said(text, change) if is_text else _later(text, change.days)
            if new is not None:
                self._part.replace(value.content_start, value.content_end, escape(new))

    def _write_formula(self, change: Formula, place: Place) -> None:
        element = self._cells.get(place)
        is_percent = self._formats.is_percent(self._style(element))
        points = change.percent and not is_percent
        value = change.value if change.value is None or not change.percent or points else change.value / 100
        empty = element is None or element.is_single_tag
        fits = not (points and empty) if change.percent else not is_percent
        if place in self._formulas:
            slack = EXACT if not change.percent else POINT if points else POINT / 100
            reason = self._own(change, place, value, slack)
        elif element is not None and not empty and self._part.attribute(element, "t") in _TEXTS:
            reason = "texto"
        else:
            reason = "" if fits else "formato"
        if reason == RIGHT:
            return
        if reason:
            self._leave(change, reason)
            return
        self.wrote_formulas = True
        self._replaced.add(place)
        text = f"({change.text})*100" if points else change.text
        self._put_formula(element, place, text, value)

    def _style(self, element: Element | None) -> int:
        return 0 if element is None else self._part.number(element, "s", _LAST_STYLE) or 0

    def _own(self, change: Formula, place: Place, value: float | None, slack: float) -> str:
        """The reason why an office's formula stays: `RIGHT`, or one that is told; empty for one that is replaced."""
        formula = self._formulas[place]
        if self._part.attribute(formula, "t") not in (None, _SHARED, "normal"):
            return "matriz"
        if change.upcoming:
            return RIGHT
        found = formulas.reads(self._formula_text(place))
        if found is None:
            return "otra-hoja"
        right = _same(self._result(self._cells[place]), value, slack)
        return RIGHT if right and any(formulas.has(found, name) for name in change.reads) else ""

    def _result(self, element: Element) -> float | str | None:
        """The stored result of a cell's formula; None for an empty text."""
        value = self._part.child("v", element)
        text = "" if value is None else self._part.text[value.content_start : value.content_end].strip()
        try:
            return float(text) if text else None
        except ValueError:
            return text

    def _put_formula(self, element: Element | None, place: Place, text: str, value: float | None) -> None:
        part = self._part
        result = "" if value is None else str(int(value)) if value == int(value) else repr(value)
        content = part.prefixed("<f>") + escape(text) + part.prefixed("</f><v>") + result + part.prefixed("</v>")
        if element is not None:
            self._put(element, content, "str" if value is None else "")
            return
        kind = ' t="str"' if value is None else ""
        cell = part.prefixed(f"<c r={quoted(named(place))}{kind}>") + content + part.prefixed("</c>")
        row = self._rows[place[0]]
        behind = next(
            (one for (number, column), one in self._cells.items() if number == place[0] and column > place[1]), None
        )
        if behind is None:
            part.append(row, cell)
        else:
            part.replace(behind.start, behind.start, cell)

    def _unshare(self) -> None:
        """Write out the formulas of cells that shared one with a cell whose own is replaced."""
        gone = {group for group, place in self._masters.items() if place in self._replaced}
        for place, formula in self._formulas.items():
            if self._group(formula) in gone and place not in self._replaced:
                text = escape(self._formula_text(place))
                self._part.replace(
                    formula.start, formula.end, self._part.prefixed("<f>") + text + self._part.prefixed("</f>")
                )

    def _group(self, formula: Element) -> str:
        """The number of the formula that several cells share; empty for one of its own."""
        shared = self._part.attribute(formula, "t") == _SHARED
        return self._part.attribute(formula, "si") or "" if shared else ""

    def _text(self, formula: Element) -> str:
        return unescape(self._part.text[formula.content_start : formula.content_end])

    def _formula_text(self, place: Place) -> str:
        """The formula of a cell, its own or the shared one as it stands there."""
        formula = self._formulas[place]
        text, master = self._text(formula), self._masters.get(self._group(formula))
        if text or master is None:
            return text
        return formulas.moved(self._text(self._formulas[master]), named(master), named(place))


def _without(tag: str, *attributes: str) -> str:
    """A start tag without some of its attributes."""
    for name in attributes:
        tag = re.sub(rf"""\s{name}\s*=\s*(?:"[^"]*"|'[^']*')""", "", tag)
    return tag


def _said(text: str, change: Words) -> str:
    """A formula's text after a change of the words that it repeats."""
    for old, new in change.exchanges:
        text = text.replace(old, new)
    return text


def _later(text: str, days: int) -> str | None:
    """A stored date so many days later, its hour as it was; None for a text that is no number of a day."""
    try:
        value = float(text)
    except ValueError:
        return None
    if not days or not math.isfinite(value):
        return None
    return str(int(value) + days) if value == int(value) else repr(value + days)


def _same(one: float | str | None, other: float | None, slack: float) -> bool:
    """True if two results are the same, up to `slack`."""
    if isinstance(one, str) or one is None or other is None:
        return one is other
    return abs(one - other) < slack


def _within(cell: Place, first: Place, last: Place) -> bool:
    return first[0] <= cell[0] <= last[0] and first[1] <= cell[1] <= last[1]

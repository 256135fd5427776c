"""The changes of a report as changes of the workbook that it was read from: each cell by its sheet and name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poa_lint.core.figures import Figure
from poa_lint.core.report import Cell
from poa_lint.core.source import Source
from poa_lint.documents.editing import Blank, Change, Formula, Words
from poa_lint.linter.reckoning import Reckoned
from poa_lint.linter.succession import Cleared, Moved, Succession


def workbook_changes(source: Source, next_: Succession) -> Iterator[Change]:
    """The changes of the cells. One about a line that stands in no cell has an empty name of a cell."""
    for change in next_.changes:
        if isinstance(change, Moved):
            place = _place(source, change.span.start)
            old = source.text[change.span.start : change.span.end]
            yield Words(place.sheet, place.cell, ((old, change.words),), change.days)
        elif isinstance(change, Cleared):
            place = _place(source, change.cell.span.start)
            yield Blank(place.sheet, place.cell)
        else:
            yield _formula(source, change)


def _place(source: Source, offset: int) -> Any:
    return None if source.original is None else source.original.place(offset)


def _formula(source: Source, change: Reckoned) -> Formula:
    place = _place(source, change.cell.span.start)
    text = "".join(token if isinstance(token, str) else _name(source, token) for token in change.tokens)
    reads = frozenset(_name(source, cell) for cell in change.reads)
    return Formula(place.sheet, place.cell, text, _number(change.value), change.percent, reads, change.upcoming)


def _name(source: Source, cell: Cell[object]) -> str:
    name: str = _place(source, cell.span.start).cell
    return name


def _number(figure: Figure | None) -> float | None:
    return None if figure is None else float(figure)

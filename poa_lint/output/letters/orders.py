"""The smallest repairs of a goal's figures as orders: `Escriba 6 en META ANUAL (celda D27)`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from poa_lint.core.diagnostic import Change, Diagnostic, Repair
from poa_lint.core.figures import BLANK as EMPTY
from poa_lint.core.figures import Nothing, figure_text
from poa_lint.core.report import Cell, Meta, pending
from poa_lint.core.result import FileResult
from poa_lint.core.text import short
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.output import own_help, ways
from poa_lint.output.letters.alike import BLANK

Goals = Mapping[int, Meta]
"""Goals by the offset of their rows."""


def orders(file: FileResult, goals: Goals) -> dict[str, str]:
    """Orders to write something, in Spanish, by the key of the finding that heads those which a repair explains.

    Of a goal that has several repairs it is the rule's advice, with the likeliest of them as one way to follow it. A
    blank is left to that advice and `totals`: what a quarter achieved is not for the reader of its totals to say.
    """
    said, found = words_of("es", "oficio"), dict[str, str]()
    several = ways(file)
    alone = {key: repair for repair in file.repairs if repair.of == 1 for key in repair.resolves}
    for finding in file.diagnostics:
        goal = goals.get(finding.order[0])
        if goal is None:
            continue
        writer = _Writer(file, goal, said)
        if finding.key in several:
            first = several[finding.key][0]
            way = said("order.one-way", order=writer.said_of(first))
            found[finding.key] = f"{own_help(finding, first.of, words_of('es'))} {way}"
        elif finding.key in alone and _heads(finding, alone[finding.key]):
            repair = alone[finding.key]
            order = "" if _fills(finding, repair) else writer.order(repair)
            found[finding.key] = " ".join(filter(None, (_own_advice(finding, repair), order)))
    return found


def totals(file: FileResult, goals: Goals) -> dict[str, str]:
    """The figure that a goal's total leaves for its blank, in Spanish, by the key of the finding about the blank."""
    said, found = words_of("es", "oficio"), dict[str, str]()
    alone = {key: repair for repair in file.repairs if repair.of == 1 for key in repair.resolves}
    several = {key for repair in file.repairs if repair.of > 1 for key in repair.resolves}
    for finding in file.diagnostics:
        goal = goals.get(finding.order[0])
        if goal is None or finding.code != BLANK or finding.key in several:
            continue
        repair = alone.get(finding.key)
        value = repair.changes[0].value if repair and _fills(finding, repair) else "" if repair else _left(goal)
        if value:
            found[finding.key] = said("order.total", value=value, total=goal.absoluto.columna.titulo)
    return found


def _left(goal: Meta) -> str:
    """The figure that the total of a goal leaves for its one blank; empty where it leaves none."""
    closed = [periodo for periodo in goal.periodos if periodo.cerrado is True]
    total = goal.absoluto.value
    known = [periodo.avance.value for periodo in closed if periodo.avance.value is not EMPTY]
    if goal.acumulacion != "suma" or isinstance(total, Nothing) or sum(map(pending, closed)) != 1:
        return ""
    figures = [value for value in known if not isinstance(value, Nothing)]
    left = total - sum(figures)
    return figure_text(left) if left >= 0 and len(figures) == len(known) else ""


def _fills(finding: Diagnostic, repair: Repair) -> bool:
    """True if all that a repair does is to write into the blank cell that a finding points at."""
    (change, *others) = repair.changes
    return not others and change.action == "write" and finding.code == BLANK and change.target == finding.where.columna


def _own_advice(finding: Diagnostic, repair: Repair) -> str:
    """The advice of a rule before the sentence about the one repair that its goal has; empty without any."""
    opening = words_of("es").count("repair.only", len(repair.changes)).partition("{what}")[0]
    return finding.help.rpartition(opening)[0].strip()


def _heads(finding: Diagnostic, repair: Repair) -> bool:
    """True for the finding that is told first of those which a repair explains."""
    return finding.derived_from not in repair.resolves


class _Writer:
    """Writes orders about the cells of one goal."""

    def __init__(self, file: FileResult, goal: Meta, said: Words) -> None:
        self.file, self.said = file, said
        self.cells: Mapping[str, Cell[Any]] = {cell.columna.id: cell for cell in goal.celdas}
        self.columns = list(self.cells)

    def order(self, repair: Repair) -> str:
        """A repair as a sentence."""
        text = self.said_of(repair)
        return f"{text[:1].upper()}{text[1:]}."

    def said_of(self, repair: Repair) -> str:
        """A repair as a part of a sentence."""
        *before, last = self._changes(repair)
        return f"{'; '.join(before)}; {self.said('order.and')} {last}" if before else last

    def _changes(self, repair: Repair) -> Iterator[str]:
        for change in repair.changes:
            values = {"value": change.value, "was": short(change.was), "side": self._side(change)}
            names = {name: self._cell(getattr(change, name)) for name in ("origin", "through", "target")}
            yield self.said(f"order.{change.action}", **values, **names)

    def _side(self, change: Change) -> str:
        """The words for the way that a run of figures is moved; empty for another change."""
        if change.action != "shift":
            return ""
        step = self.columns.index(change.target) - self.columns.index(change.origin)
        return self.said.count("order.right" if step > 0 else "order.left", abs(step))

    def _cell(self, column: str) -> str:
        """The title of a cell, and its name in a sheet."""
        cell = self.cells.get(column)
        if cell is None:
            return ""
        paper = self.file.paper
        place = paper.original.place(cell.span.start) if paper and paper.original else None
        name = getattr(place, "cell", "")
        return cell.columna.titulo + (self.said("order.cell", cell=name) if name else "")

"""Read a kept delivery (`archive`) as a delivery again, strictly: whatever is not as it was written is refused.

It is read by the reader of YAML, which tells places, depth and keys that stand there twice.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any, Final

from poa_lint.core import yamltree
from poa_lint.core.dates import Fecha
from poa_lint.core.delivery import Content, Delivery, KeptCell, KeptGoal, KeptUnit
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, ratio
from poa_lint.core.form import Form
from poa_lint.core.source import Source, Trouble
from poa_lint.core.yamltree import Fields, Node, Scalar
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.documents import KEPT
from poa_lint.linter.archive import CELL_KEYS, FILE_KEYS, GOAL_KEYS, KEYS, UNIT_KEYS
from poa_lint.linter.deliveries import FIGURES, TEXTS

MAX_CHARACTERS: Final = 20_000_000
"""Characters of a file at most: a unit of ten thousand goals has half as many."""
NEEDED: Final = ("fecha", "unidad_ejecutora")
"""The cells of the header that every unit has."""
PERIODS: Final = ("programado", "avance")
_FIGURE: Final = re.compile(r"(-?[0-9]{1,60})(?:/([1-9][0-9]{0,59}))?")
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class BrokenArchive(ValueError):
    """A kept delivery that is not as it was written; `trouble` says what is wrong, and where."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.kind)
        self.trouble = trouble


def read(source: Source, forms: Mapping[str, Form]) -> Delivery:
    """A kept delivery of its text; `forms` go by their codes. Raises BrokenArchive."""
    tree = yamltree.read(source.text, source.path, MAX_CHARACTERS)
    if isinstance(tree, Trouble):
        raise BrokenArchive(tree)
    troubles: list[Trouble] = []
    reader = _Reader(source, forms, troubles)
    found = reader.delivery(tree)
    if troubles or found is None:
        raise BrokenArchive(troubles[0])
    return found


class _Reader:
    """Reads the tree of a kept delivery; whatever is not in order joins `troubles`."""

    def __init__(self, source: Source, forms: Mapping[str, Form], troubles: list[Trouble]) -> None:
        self.source, self.forms, self.troubles = source, forms, troubles
        self.shared: dict[Content, Content] = {}

    def delivery(self, tree: Node) -> Delivery | None:
        empty = Fields(self.source.path, self.source.text, Tree({}, {}, tree.mark), self.troubles)
        whole = self._fields(empty.mapping(tree, KEPT), KEYS)
        file = whole and self._fields(whole.mapping(whole.node("file"), "file"), FILE_KEYS)
        unit = whole and self._fields(whole.mapping(whole.node("unit"), "unit"), UNIT_KEYS)
        if whole is None or file is None or unit is None:
            return None
        if (version := self._whole(whole, KEPT)) != 1:
            whole.trouble("archive-version", whole.mark(KEPT), value=str(version))
        return Delivery(
            path=self.source.path,
            sha256=self._matching(file, "sha256", _SHA256),
            kind=self._text(file, "kind"),
            ejercicio=self._whole(whole, "ejercicio", optional=True),
            fecha=self._date(whole, "fecha", optional=True),
            units=(self._unit(unit),),
            lines=array("Q", [0, *accumulate(len(line) + 1 for line in self.source.text.split("\n")[:-1])]),
            complete=self._truth(unit, "complete"),
            kept=self._matching(whole, "kept", _DATE),
            times=self._whole(whole, "number") or 1,
        )

    def _fields(self, fields: Fields | None, keys: tuple[str, ...]) -> Fields | None:
        """Fields that have these keys and no others; None where one is missing."""
        if fields is None:
            if not self.troubles:
                start = Trouble(self.source.path, self.source.text, "missing-key", 0, 1, {"key": "unit"})
                self.troubles.append(start)
            return None
        fields.known(keys)
        before = len(self.troubles)
        fields.required(keys)
        return fields if len(self.troubles) == before else None

    def _unit(self, unit: Fields) -> KeptUnit:
        form = self._text(unit, "form")
        closed = self._whole(unit, "closed", optional=True)
        known = self.forms.get(form)
        if known is not None and isinstance(closed, int) and closed > len(known.periods):
            unit.trouble("archive-form", unit.mark("closed"), value=form)
        header = dict(self._cells(unit, "header"))
        for name in NEEDED:
            if name not in header:
                unit.trouble("missing-key", unit.mark("header"), key=name)
        node = unit.node("goals")
        goals = [self._goal(unit, one, known) for one in (node.items if isinstance(node, yamltree.Sequence) else ())]
        if not isinstance(node, yamltree.Sequence):
            unit.trouble("not-a-list", unit.mark("goals"), key="goals")
        columns = goals[0][0] if goals else ()
        if any(names != columns for names, _ in goals):
            unit.trouble("archive-form", unit.mark("goals"), value=form)
        return KeptUnit(
            identity={name: self._scalar(unit, name, node) for name, node in self._entries(unit, "identity")},
            ramo=self._text(unit, "ramo"),
            programa=self._text(unit, "programa"),
            unidad=self._text(unit, "unidad"),
            nombre=self._text(unit, "nombre"),
            form=form,
            closed=closed,
            columns=tuple((name, "") for name in columns),
            goals=tuple(goal for _, goal in goals if goal is not None),
            header=header,
            signed=dict(self._cells(unit, "signed")),
            complete=self._truth(unit, "complete"),
        )

    def _entries(self, fields: Fields, key: str) -> Iterator[tuple[str, Node]]:
        return ((name, node) for name, _, node in fields.entries(fields.node(key), key))

    def _cells(self, unit: Fields, key: str) -> Iterator[tuple[str, KeptCell]]:
        for name, node in self._entries(unit, key):
            cell = unit.mapping(node, name)
            if cell is not None:
                cell.known(CELL_KEYS)
                cell.required(("raw", "id", "title"))
                content, start = self._content(cell)
                yield name, KeptCell(content, start, (self._text(cell, "id"), self._text(cell, "title")))

    def _goal(self, unit: Fields, node: Node, form: Form | None) -> tuple[tuple[str, ...], KeptGoal | None]:
        goal = self._fields(unit.mapping(node, "goals"), GOAL_KEYS)
        if goal is None:
            return (), None
        contents, starts = [], array("Q")
        names = []
        for name, inner in self._entries(goal, "cells"):
            cell = goal.mapping(inner, name)
            if cell is None:
                continue
            cell.known(CELL_KEYS[:5])
            cell.required(("raw",))
            content, start = self._content(cell)
            if name not in TEXTS and isinstance(content[1], str | Fecha):
                cell.trouble("not-a-number", cell.tree.mark, key=name)
            names.append(name)
            contents.append(self.shared.setdefault(content, content))
            starts.append(start)
        self._check_columns(goal, frozenset(names), form)
        doubtful = frozenset(goal.texts("doubtful"))
        pagina = self._whole(goal, "pagina")
        return tuple(names), KeptGoal(
            pagina if isinstance(pagina, int) else 0,
            tuple(contents),
            starts,
            self._text(goal, "acumulacion"),
            doubtful,
        )

    def _check_columns(self, goal: Fields, names: frozenset[str], form: Form | None) -> None:
        """Note a goal that lacks a column which its form has, or has one that no form has."""
        if form is None:
            return  # nothing of it will be compared, and that is said
        count = len(form.periods)
        needed = {*TEXTS, *(f"{side}.{n}" for side in PERIODS for n in range(1, count + 1))}
        if not needed <= names or names - needed - set(FIGURES):
            goal.trouble("archive-form", goal.mark("cells"), value=form.code)

    def _content(self, cell: Fields) -> tuple[Content, int]:
        """A cell's text and value, and the offset of its text."""
        node = cell.node("raw")
        if node is not None and not isinstance(node, Scalar):
            cell.trouble("not-a-text", node.mark, key="raw")
        raw = node.text if isinstance(node, Scalar) else ""
        start = (node.mark.offset + 1) if isinstance(node, Scalar) else 0
        value: Any = UNKNOWN
        if "blank" in cell.tree.entries:
            value = BLANK
        elif "figure" in cell.tree.entries:
            value = self._figure(cell)
        elif "date" in cell.tree.entries:
            value = self._date(cell, "date")
        elif "text" in cell.tree.entries:
            value = self._text(cell, "text")
        return (raw, value), start

    def _figure(self, cell: Fields) -> Figure | object:
        match = _FIGURE.fullmatch(self._text(cell, "figure"))
        if match is None:
            cell.trouble("not-a-number", cell.mark("figure"), key="figure")
            return UNKNOWN
        return ratio(int(match[1]), int(match[2] or 1))

    def _date(self, fields: Fields, key: str, *, optional: bool = False) -> Any:
        node = fields.node(key)
        if optional and isinstance(node, Scalar) and node.is_null:
            return UNKNOWN
        match = _DATE.fullmatch(self._text(fields, key))
        if match is None:
            fields.trouble("not-a-date", fields.mark(key), value=self._text(fields, key))
            return UNKNOWN
        return Fecha(int(match[1]), int(match[2]), int(match[3]))

    def _text(self, fields: Fields, key: str) -> str:
        node = fields.node(key)
        return "" if node is None else self._scalar(fields, key, node)

    def _scalar(self, fields: Fields, key: str, node: Node) -> str:
        if isinstance(node, Scalar):
            return node.text
        fields.trouble("not-a-text", node.mark, key=key)
        return ""

    def _matching(self, fields: Fields, key: str, pattern: re.Pattern[str]) -> str:
        said = self._text(fields, key)
        if not pattern.fullmatch(said):
            fields.trouble("archive-value", fields.mark(key), None, max(len(said), 1), key=key, value=said)
        return said

    def _whole(self, fields: Fields, key: str, *, optional: bool = False) -> Any:
        node = fields.node(key)
        if optional and isinstance(node, Scalar) and node.is_null:
            return UNKNOWN
        said = self._text(fields, key)
        if not _WHOLE.fullmatch(said):
            fields.trouble("not-a-number", fields.mark(key), key=key)
            return UNKNOWN
        return int(said)

    def _truth(self, fields: Fields, key: str) -> bool:
        said = self._text(fields, key)
        if said not in ("true", "false"):
            fields.trouble("not-a-choice", fields.mark(key), key=key, value=said, allowed="true, false")
        return said == "true"

"""Find what figures are by others of their rows: differences, percentages and sums that hold in nearly all rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations
from typing import Final, NamedTuple

from poa_lint.authoring.drafting.column import FIGURES, Column, Item
from poa_lint.authoring.drafting.names import ACHIEVED, GOAL, PERCENT, PROGRAMMED, VARIATION
from poa_lint.core.figures import Nothing
from poa_lint.reading import values

HOLDS: Final = 0.95
"""The part of the rows in which a formula holds."""
LEAST: Final = 2
"""Rows with figures other than zero that show a formula."""
MAX_ROWS: Final = 150
"""Rows that formulas are tried on."""
MAX_COLUMNS: Final = 24
"""Columns of figures among which formulas are sought."""
SUMMED: Final = ("cifra", "dinero")
"""The kinds of columns that may be sums of those of all periods."""
POINT: Final = 1.0
"""Points that a printed percentage may be beside the quotient."""
_NEAR: Final = 1e-6
_BASES: Final = re.compile(rf"(?:{PROGRAMMED}|{ACHIEVED})(?:_acumulado)?(?:\.\w+)?|{GOAL}|absoluto")
"""Columns that others are reckoned from; the rules of the program know what their sums are."""
_KNOWN: Final = ("relativo",)
"""Columns whose arithmetic a rule of the program checks."""


class Formula(NamedTuple):
    """A formula, the rows in which it holds, those in which it could be tried, and those that show something."""

    text: str
    right: int
    tried: int
    telling: int

    @property
    def holds(self) -> bool:
        """True if it holds in nearly all rows, and in enough of them that show something."""
        return self.telling >= LEAST and self.right >= HOLDS * self.tried


class Found(NamedTuple):
    """The items with their formulas, and each column's formula by its id."""

    items: tuple[Item, ...]
    formulas: dict[str, Formula]


_Vector = Sequence[float | None]


def search(items: tuple[Item, ...]) -> Found:
    """The items with the formulas that hold in their rows."""
    goal = next((item.columns[0] for item in items if item.columns[0].id == GOAL), None)
    singles = [column for item in items if not item.repeats for column in item.columns if column.kind in FIGURES]
    found: dict[str, Formula] = {}
    done: list[Item] = []
    for item in items:
        own = [column for column in item.columns if column.kind in FIGURES] if item.repeats else singles
        others = {column.id: _vector(column) for column in own[:MAX_COLUMNS]}
        if item.repeats and goal is not None:
            others[GOAL] = list(_vector(goal)) * len(item.columns[0].places)
        columns = tuple(_with_formula(column, own, others, found) for column in item.columns)
        done.append(Item(columns, item.repeats))
    repeated = [column for item in items if item.repeats for column in item.columns]
    return Found(tuple(_with_sums(item, repeated, found) for item in done), found)


def _with_sums(item: Item, repeated: Sequence[Column], found: dict[str, Formula]) -> Item:
    """An item with the sums of a column of all periods, where nothing else was found and they hold in every row."""
    return (
        item if item.repeats else item._replace(columns=tuple(_with_sum(one, repeated, found) for one in item.columns))
    )


def _with_sum(column: Column, repeated: Sequence[Column], found: dict[str, Formula]) -> Column:
    if column.kind not in SUMMED or column.formula or _BASES.fullmatch(column.id):
        return column
    for parts in (one for one in repeated if one.kind == column.kind):
        formula = _sum(column, parts)
        if formula.telling >= LEAST and formula.right == formula.tried:
            found[column.id] = formula
            asked = f"en los {formula.tried} renglones del archivo es la suma de {parts.id}: ¿lo es siempre?"
            return column._replace(formula=formula.text, tolerance="").asking(asked)
    return column


def _sum(column: Column, parts: Column) -> Formula:
    """The sum of a column of all periods, blanks left out, as another column has it; a row of two figures tells it."""
    names = ", ".join(f"{parts.id}.{number}" for number in range(1, len(parts.places) + 1))
    target, addends = _vector(column), _vector(parts)
    rows = [[value for value in addends[row :: len(target) or 1] if value is not None] for row in range(len(target))]
    tried = [(value, own) for value, own in zip(target, rows, strict=True) if value is not None and own]
    right = [own for value, own in tried if abs(sum(own) - value) < _NEAR]
    return Formula(f"sum([{names}])", len(right), len(tried), sum(sum(map(bool, own)) > 1 for own in right))


def _with_formula(
    column: Column, own: Sequence[Column], others: dict[str, _Vector], found: dict[str, Formula]
) -> Column:
    if column.id not in others or _BASES.fullmatch(column.id) or column.id in _KNOWN:
        return column
    tried = sorted(_tried(column, own, others), key=lambda formula: (-formula.right, _rank(column, formula.text)))
    right = [formula for formula in tried if formula.holds]
    if right:
        best = right[0]
        found[column.id] = best
        alike = [
            formula
            for formula in right[1:]
            if (formula.right, _rank(column, formula.text)) == (best.right, _rank(column, best.text))
        ]
        signed = column.signed or " - " in best.text or column.id.startswith(VARIATION)
        made = column._replace(formula=best.text, tolerance="1" if "/" in best.text else "", signed=signed)
        return made.asking(f"también podría ser {alike[0].text}: ¿cuál es?") if alike else made
    if column.kind == "porcentaje" or column.id.startswith(VARIATION):
        near = next((formula for formula in tried if formula.telling and formula.right == formula.tried), None)
        hint = f"; en {near.right} de {near.tried} renglones es {near.text}" if near else ""
        return column.asking(f"no se halló con qué fórmula se calcula{hint}")
    return column


def _tried(column: Column, own: Sequence[Column], others: dict[str, _Vector]) -> Iterator[Formula]:
    """The formulas of two other columns, as they hold."""
    target = others[column.id]
    kinds = {other.id: other.kind for other in own}
    names = [name for name in others if name != column.id and kinds.get(name, "cifra") != "porcentaje"]
    is_percent = column.kind == "porcentaje"
    for left, right in permutations(names, 2):
        if is_percent:
            yield _quotient(f"{left} / {right} * 100", target, others[left], others[right])
        elif kinds.get(left, "cifra") == kinds.get(right, "cifra") == column.kind:
            yield _difference(f"{left} - {right}", target, others[left], others[right])


def _difference(text: str, target: _Vector, left: _Vector, right: _Vector) -> Formula:
    holds = tried = telling = 0
    for value, first, second in zip(target, left, right, strict=False):
        if value is None or first is None or second is None:
            continue
        tried += 1
        if abs(first - second - value) < _NEAR:
            holds += 1
            telling += bool(value) or (bool(first) and first == second)
        elif tried - holds > (1 - HOLDS) * MAX_ROWS + 1:
            break
    return Formula(text, holds, tried, telling)


def _quotient(text: str, target: _Vector, left: _Vector, right: _Vector) -> Formula:
    holds = tried = telling = 0
    for value, first, second in zip(target, left, right, strict=False):
        if value is None or first is None or not second:
            continue
        tried += 1
        if abs(first / second * 100 - value) <= POINT:
            holds += 1
            telling += bool(value)
        elif tried - holds > (1 - HOLDS) * MAX_ROWS + 1:
            break
    return Formula(text, holds, tried, telling)


def _rank(column: Column, text: str) -> int:
    """The order in which formulas that hold alike are likely: those of what the titles say before others."""
    left, operator, right = re.split(r" ([-/]) ", text.removesuffix(" * 100"))
    base = column.id.removesuffix("_pct")
    cumulative = "acumulad" in column.id
    achieved = "absoluto" if cumulative else ACHIEVED
    programmed = f"{PROGRAMMED}_acumulado" if cumulative else PROGRAMMED
    stems = left.partition(".")[0], right.partition(".")[0]
    if operator == "-":
        return 0 if stems == (achieved, programmed) else 1 if stems == (programmed, achieved) else 2
    if column.id.endswith("_pct") and stems[0] == base:
        return 0 if right == GOAL else 1
    if column.id == PERCENT or column.id.startswith(f"{PERCENT}_"):
        return 0 if stems == (ACHIEVED, PROGRAMMED) else 1 if right == GOAL and PROGRAMMED in stems else 2
    return 3 if right == GOAL else 4


def _vector(column: Column) -> _Vector:
    """The figures of a column, period after period; None for cells without one."""
    parse = {"cifra": values.figure, "dinero": values.money, "porcentaje": values.percent}[column.kind]
    size = len(column.values) // len(column.places)
    shown = min(size, MAX_ROWS)
    cells = [
        value for start in range(0, len(column.values), size or 1) for value in column.values[start : start + shown]
    ]
    return [_number(parse(cell)) for cell in cells]


def _number(value: int | Fraction | Nothing) -> float | None:
    return None if isinstance(value, Nothing) else float(value)

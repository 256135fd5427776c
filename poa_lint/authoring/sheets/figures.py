"""The figures of a goal's row in any form: what each column holds by its meaning, or by its formula.

Of a plan of 2 and 1 and a first period in which 1 was done, a form with a Variación (`avance - programado`) has:

    META ANUAL 3    P 2   A 1   Variación -1    P 1   A   Variación       AVANCE ABSOLUTO 1
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Final

from poa_lint.core.figures import UNKNOWN, Figure, Nothing, quotient, rounded
from poa_lint.core.form import LAST, PERCENTAGES, Column, Form
from poa_lint.expression.evaluate import value
from poa_lint.expression.resolve import Resolved
from poa_lint.rulebook.formulas import formulas, plain

Figures = dict[str, Figure]
"""The figures of a row by the ids of their columns; a blank cell has none."""
Plan = Sequence[Figure | None]
"""A figure for each period, None for a blank cell."""
MEANT: Final = ("meta_anual", "programado", "avance", "absoluto", "relativo", "programado_acumulado")
"""The names of columns whose meaning is known; those of periods have the period behind a point."""
MAX_DECIMALS: Final = 6
MONEY_DECIMALS: Final = 2
AMOUNTS: Final[Mapping[str, tuple[Figure, Figure]]] = {"dinero": (960_000, 10_000), "cifra": (480, 5)}
"""What stands first in a column that nothing is known of, by its kind, and how much less in every further one.

A period has that less alone, so that the periods of a year are not more than the year.
"""
SHARE: Final = 50
"""The same for a percentage, in every column."""


def figures(form: Form, plan: Plan, done: Plan, closed: int, decimals: int = 0) -> Figures:
    """Return the figures of a row when `closed` periods have passed, in which `done` was achieved.

    `decimals` is how many a percentage has at least. Where a column that may hold nothing below zero would, columns
    that nothing follows for are made equal; a figure that is still below zero is left out.
    """
    meant = _meant(form, plan, done, closed, decimals)
    found = _followed(form, {**_stated(form, falling=True), **meant}, decimals)
    if _wrong(form, found):
        found = _followed(form, {**_stated(form, falling=False), **meant}, decimals)
    wrong = _wrong(form, found)
    return {name: figure for name, figure in found.items() if name not in wrong}


def _wrong(form: Form, found: Figures) -> tuple[str, ...]:
    """The columns with a figure below zero that may hold none."""
    unsigned = (column.columna.id for column in form.columns if not column.signed)
    return tuple(name for name in unsigned if found.get(name, 0) < 0)


def text(column: Column, figure: Figure) -> str:
    """Return a figure as it is printed in its column: `2,011`, `33.3%`, `$1,250.00`."""
    if column.kind == "dinero":
        return f"{'-' if figure < 0 else ''}${_digits(_size(figure), MONEY_DECIMALS)}"
    return f"{_digits(figure)}{'%' if column.kind in PERCENTAGES else ''}"


def _stated(form: Form, *, falling: bool) -> Figures:
    """The figures of columns of which nothing is known: something that an office may have."""
    circles = _circles(form)
    found: Figures = {}
    for index in form.figures:
        column = form.columns[index]
        name, _, period = column.columna.id.partition(".")
        if name not in MEANT and (not column.formula or column.columna.id in circles):
            first, less = AMOUNTS.get(column.kind, (SHARE, 0))
            found[column.columna.id] = (
                less if period and less else max(first - less * index, less) if falling else first
            )
    return found


@cache
def _circles(form: Form) -> frozenset[str]:
    """The first column of each circle of formulas: of `a = b - c` and `c = b - a` the first."""
    by_plain = {plain(column.columna.id): column.columna.id for column in form.columns}
    reads = {one.column.columna.id: {by_plain[name] for name in _names(one.sentence)} for one in formulas(form)}
    broken: set[str] = set()
    for name in reads:
        todo, seen = [name], set[str]()
        while todo:
            following = reads.get(todo.pop(), set()) - broken - seen
            seen |= following
            todo += following
        broken.update({name} & seen)
    return frozenset(broken)


def _names(sentence: Resolved) -> Iterator[str]:
    """The columns that a formula reads, as names of one word."""
    yield from (step.name for step in sentence.steps)
    for part in sentence.parts:
        yield from _names(part)


def _meant(form: Form, plan: Plan, done: Plan, closed: int, decimals: int) -> Figures:
    """The figures of the columns that rules know by their names; those that are blank are left out."""
    past = done[:closed]
    known: dict[str, Figure | None] = {
        "meta_anual": _sum(plan),
        "absoluto": _sum(past),
        "programado_acumulado": _sum(plan[:closed]),
        **{f"programado.{number}": figure for number, figure in enumerate(plan, 1)},
        **{f"avance.{number}": figure for number, figure in enumerate(past, 1)},
        f"programado.{LAST}": plan[closed - 1] if closed else None,
        f"avance.{LAST}": past[-1] if past else None,
    }
    column = form.columns[form.index["relativo"]] if "relativo" in form.index else None
    share = quotient(_sum(past) * 100, _sum(plan))
    if column is not None and not isinstance(share, Nothing):
        known["relativo"] = _printed(column, share, decimals)
    return {name: figure for name, figure in known.items() if name in form.index and figure is not None}


def _followed(form: Form, found: Figures, decimals: int) -> Figures:
    """The figures with those that follow from others by a formula, as they are printed."""
    found = dict(found)
    for _ in formulas(form):  # a formula may read what another one gives
        before = dict(found)
        for formula in formulas(form):
            name = formula.column.columna.id
            result = value(formula.sentence, (_row(form, found),))
            if not isinstance(result, Nothing):
                found[name] = _printed(formula.column, result, decimals)
        if found == before:
            break
    return found


def _row(form: Form, found: Figures) -> SimpleNamespace:
    """The node that formulas are evaluated on."""
    names = [form.columns[index].columna.id for index in form.figures]
    return SimpleNamespace(**{plain(name): SimpleNamespace(value=found.get(name, UNKNOWN)) for name in names})


def _printed(column: Column, figure: Figure, decimals: int) -> Figure:
    """A figure with so few decimals that it is still within its column's tolerance."""
    least = decimals if column.kind in PERCENTAGES else MONEY_DECIMALS
    for digits in range(least, MAX_DECIMALS):
        short = rounded(figure, digits)
        if short == figure or _size(short - figure) < column.tolerance:
            return short
    return rounded(figure, MAX_DECIMALS)


def _sum(figures: Plan) -> Figure:
    return sum((figure for figure in figures if figure is not None), 0)


def _digits(figure: Figure, least: int = 0) -> str:
    """A figure with commas between its thousands, and with `least` decimals or as many as it has."""
    scaled = rounded(_size(figure) * 10**MAX_DECIMALS)
    units, rest = divmod(scaled.numerator, 10**MAX_DECIMALS)
    decimals = f"{rest:0{MAX_DECIMALS}d}".rstrip("0").ljust(least, "0")
    return f"{'-' if figure < 0 else ''}{units:,}{'.' + decimals if decimals else ''}"


def _size(figure: Figure) -> Figure:
    return figure if figure >= 0 else -figure

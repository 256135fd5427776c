"""The formulas of a form's columns: what a figure is by others of its row, as sentences of the rule language.

The names in a formula are the ids of the row's columns of figures:

    avance.2 - programado.2                  what a column Variación of the second period holds
    programado.corte / meta_anual * 100      a percentage, in points
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Final, NamedTuple

from poa_lint.core.form import FIGURES, Column, Form
from poa_lint.core.report import Meta
from poa_lint.expression.resolve import Resolved, resolve
from poa_lint.expression.syntax import Problem
from poa_lint.expression.types import NUMBER, Attribute, Name, Scope, node

ROW: Final = "renglon"
"""The kind of node that a formula is evaluated on: a row, with its figures by the ids of their columns."""
_DOTTED: Final = re.compile(r"\b([^\W\d]\w*)\.(\w+)")


class Formula(NamedTuple):
    """A column's formula: its column, the sentence, and the numbers of the periods whose `avance` it reads."""

    column: Column
    sentence: Resolved
    achieved: frozenset[int]


@cache
def formulas(form: Form) -> tuple[Formula, ...]:
    """The formulas of a form. Raises ValueError for one that is not sound: `checked` says what is wrong with it."""
    return tuple(_sound(form, column) for column in form.columns if column.formula)


def _sound(form: Form, column: Column) -> Formula:
    sentence = checked(form, column.formula)
    if isinstance(sentence, Problem):
        raise ValueError(f"{column.columna.id}: {column.formula}: {sentence.kind}")
    return Formula(column, sentence, frozenset(_achieved(sentence)))


def checked(form: Form, formula: str) -> Resolved | Problem:
    """A formula of one of the form's columns, its names and types checked, or the first problem in it."""
    fields = {
        plain(column.columna.id): Attribute(NUMBER, in_cells=True) for column in form.columns if column.kind in FIGURES
    }
    scope = Scope({ROW: fields}, (ROW,), {ROW: Name(node(ROW), 0)}, {})
    return resolve(plain(formula), scope, NUMBER)


def plain(formula: str) -> str:
    """A formula, or the id of a column, with names of one word, as long as before: `avance_2` for `avance.2`."""
    return _DOTTED.sub(r"\1_\2", formula)


def row(meta: Meta) -> SimpleNamespace:
    """The figures of a goal's row as the node that formulas are evaluated on."""
    return SimpleNamespace(**{plain(cifra.columna): cifra.valor for cifra in meta.cifras})


def _achieved(sentence: Resolved) -> Iterator[int]:
    """The numbers of the periods whose achieved figures a formula reads."""
    for step in sentence.steps:
        name, _, period = step.name.partition("_")
        if name == "avance" and period.isdecimal():
            yield int(period)
    for part in sentence.parts:
        yield from _achieved(part)

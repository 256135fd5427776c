"""The value of a checked sentence on a frame: the definition of the language, with three-valued results.

`generate` writes the same as Python source, for evaluating many sentences on many frames; tests hold one against the
other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from poa_lint.core.figures import UNKNOWN, Nothing, quotient
from poa_lint.expression import syntax
from poa_lint.expression.functions import FUNCTIONS, contained
from poa_lint.expression.resolve import Resolved
from poa_lint.expression.types import Frame

OPERATORS: Final[dict[str, Callable[[Any, Any], object]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": quotient,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
    "in": contained,
}


def value(part: Resolved, frame: Frame) -> Any:  # noqa: PLR0911 - a line for each kind of node
    """The value of `part` on `frame`; UNKNOWN where it depends on a value that is blank or cannot be told."""
    node = part.node
    match node:
        case syntax.Literal():
            return node.value
        case syntax.Field():
            return _field(part, frame)
        case syntax.Arithmetic() | syntax.Compare():
            left, right = value(part.parts[0], frame), value(part.parts[1], frame)
            missing = isinstance(left, Nothing) or isinstance(right, Nothing)
            return UNKNOWN if missing else OPERATORS[node.op](left, right)
        case syntax.Call():
            return _call(node, part, frame)
        case syntax.Each():
            return _each(node, part, frame)
        case syntax.Logic():
            return _logic(node, part, frame)
        case syntax.Listing():
            return [value(item, frame) for item in part.parts]
    raise TypeError(type(node).__name__)


def cells(part: Resolved, frame: Frame) -> Sequence[Any]:
    """The cells in which the values of a field stand; `part.in_cells` tells whether they stand in any."""
    found: Any = frame[part.slot]
    for step in part.steps:
        found = getattr(found, step.name)
    return found if part.steps[-1].many else (found,)


def _field(part: Resolved, frame: Frame) -> object:
    if part.name is not None:
        return part.name.value
    found: Any = frame[part.slot]
    for step in part.steps:
        found = getattr(found, step.name)
    if not part.in_cells:
        return found
    return [cell.value for cell in found] if part.steps[-1].many else found.value


def _call(node: syntax.Call, part: Resolved, frame: Frame) -> object:
    """A function is not called with a value that is missing, unless it says `lenient`."""
    function = FUNCTIONS[node.name]
    if function.cells:
        return function.body(cells(part.parts[0], frame)[0])
    values = [value(inner, frame) for inner in (*part.parts, *part.context)]
    if not function.lenient and any(isinstance(given, Nothing) for given in values):
        return UNKNOWN
    return function.body(*values) if part.table is None else function.body(part.table, *values)


def _each(node: syntax.Each, part: Resolved, frame: Frame) -> object:
    """A condition that cannot be told makes the item unknown: it might have counted."""
    source, body, *conditions = part.parts
    items = value(source, frame)
    if isinstance(items, Nothing):
        return UNKNOWN
    values: list[object] = []
    for item in items:
        inside = (*frame, item)
        holds = value(conditions[0], inside) if conditions else True
        if isinstance(holds, Nothing):
            values.append(UNKNOWN)
        elif holds:
            values.append(value(body, inside))
    return FUNCTIONS[node.name].body(values)


def _logic(node: syntax.Logic, part: Resolved, frame: Frame) -> object:
    """`and` is decided by the first false operand, `or` by the first true one; else an unknown one makes it unknown."""
    if node.op == "not":
        operand = value(part.parts[0], frame)
        return UNKNOWN if isinstance(operand, Nothing) else not operand
    decisive = node.op == "or"
    result: object = not decisive
    for inner in part.parts:
        operand = value(inner, frame)
        if operand is decisive:
            return decisive
        if isinstance(operand, Nothing):
            result = UNKNOWN
    return result

"""The value of a checked sentence on a frame: the definition of the language, with three-valued results.

`generate` writes the same as Python source, for evaluating many sentences on many frames; tests compare the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from poa_lint.core.figures import UNKNOWN, Nothing, quotient
from poa_lint.expression import syntax
from poa_lint.expression.functions import FUNCTIONS, Function, contained
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
    """Return the value of `part` on `frame`; UNKNOWN where it depends on a value that is blank or unknown."""
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
        case syntax.Quantifier():
            return _quantifier(node, part, frame)
        case syntax.Logic():
            return _logic(node, part, frame)
        case syntax.Listing():
            return [value(item, frame) for item in part.parts]
    raise TypeError(type(node).__name__)


def cells(part: Resolved, frame: Frame) -> Sequence[Any]:
    """Return the cells that hold the values of the field `part`, for which `part.in_cells` must be true."""
    content = _content(part, frame)
    return content if part.steps[-1].many else (content,)


def _content(part: Resolved, frame: Frame) -> Any:
    """Follow the path of a field: a cell, a sequence of cells, or a value that stands in no cell."""
    content: Any = frame[part.slot]
    for step in part.steps:
        content = getattr(content, step.name)
    return content


def _field(part: Resolved, frame: Frame) -> object:
    if part.name is not None:
        return part.name.value
    content = _content(part, frame)
    if not part.in_cells:
        return content
    return [cell.value for cell in content] if part.steps[-1].many else content.value


def _call(node: syntax.Call, part: Resolved, frame: Frame) -> object:
    """Call a function; unless it is `lenient`, a blank or unknown argument makes the result unknown."""
    function = FUNCTIONS[node.name]
    if function.cells:
        return function.body(cells(part.parts[0], frame)[0])
    if function.on_paper:
        return _on_paper(function, part, frame)
    arguments = [value(inner, frame) for inner in (*part.parts, *part.context)]
    if not function.lenient and any(isinstance(argument, Nothing) for argument in arguments):
        return UNKNOWN
    return function.body(*arguments) if part.table is None else function.body(part.table, *arguments)


def _on_paper(function: Function, part: Resolved, frame: Frame) -> object:
    """Call a function with what settings state of a parameter, and with the cells of fields."""
    parameter, addends, total = part.parts
    stated = value(parameter, frame) if parameter.name is None else parameter.name.stated
    if addends.in_cells:
        return function.body(stated, cells(addends, frame), cells(total, frame)[0])
    corte = value(addends.context[0], frame)
    closed = cells(addends.parts[0], frame)[: None if isinstance(corte, Nothing) else corte]
    return function.body(stated, closed, cells(total, frame)[0])


def _quantifier(node: syntax.Quantifier, part: Resolved, frame: Frame) -> object:
    """Call a function on the values of `body` for the items that meet the condition."""
    source, body, *conditions = part.parts
    items = value(source, frame)
    if isinstance(items, Nothing):
        return UNKNOWN
    values: list[object] = []
    for item in items:
        inside = (*frame, item)
        holds = value(conditions[0], inside) if conditions else True
        if isinstance(holds, Nothing):
            values.append(UNKNOWN)  # the item might have counted
        elif holds:
            values.append(value(body, inside))
    return FUNCTIONS[node.name].body(values)


def _logic(node: syntax.Logic, part: Resolved, frame: Frame) -> object:
    """Decide `and` by the first false operand, `or` by the first true one; else an unknown operand makes it unknown."""
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

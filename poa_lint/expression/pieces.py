"""Pieces of the Python source that `generate` writes: paths to fields, products, constants."""

from __future__ import annotations

from typing import Any

from poa_lint.expression import syntax
from poa_lint.expression.functions import FUNCTIONS
from poa_lint.expression.resolve import Resolved


def path(part: Resolved, *, value: bool = True) -> str:
    """Write the attributes that lead to a field: with `value` the values of its cells, else the cell itself."""
    code = f"f{part.slot}"
    for step in part.steps:
        code = f"{code}.{step.name}"
        if step.in_cells and value:
            code = f"[c.value for c in {code}]" if step.many else f"{code}.value"
    return code


def is_on_paper(part: Resolved) -> bool:
    """True for a call whose function gets cells and what settings state of a parameter."""
    return isinstance(part.node, syntax.Call) and FUNCTIONS[part.node.name].on_paper


def divides(part: Resolved) -> bool:
    """True if `part` is arithmetic that contains a division."""
    node = part.node
    if isinstance(node, syntax.Arithmetic):
        return node.op == "/" or any(map(divides, part.parts))
    return isinstance(node, syntax.Call) and node.name == "abs" and divides(part.parts[0])


def product(left: str, right: str) -> str:
    """Write a product; an empty factor stands for 1."""
    return f"{left} * {right}" if left and right else left or right


def literal(value: Any) -> str:
    """Write a constant."""
    return repr(value) if isinstance(value, str | int) else f"quotient({value.numerator}, {value.denominator})"

"""Pieces of the Python source that is written for sentences: lines, paths to fields, products, constants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def evaluation(number: int, when: str | None, expect: str, frame: str) -> list[str]:
    """Write the lines that evaluate the sentence with index `number` on one frame."""
    lines = [f"r = {expect}", "if r is True:", f" n{number} += 1", "else:", f" note(({number}, {frame}, r))"]
    if when is None:
        return lines
    unknown = ["elif w.__class__ is N:", f" note(({number}, {frame}, U))"]
    return [f"w = {when}", "if w is True:", *indented(lines), *unknown]


def hoisted_reads(hoisted: Mapping[str, str], width: int) -> tuple[list[str], list[list[str]]]:
    """Write the lines that read hoisted values: those of parameters, and those of fields by the index of their node."""
    constant: list[str] = []
    reads: list[list[str]] = [[] for _ in range(width)]
    for code, name in hoisted.items():
        node = code.removeprefix("[c.value for c in ").partition(".")[0]
        lines = constant if code.startswith("P[") else reads[int(node[1:])]
        lines.append(f"{name} = {code}")
    return constant, reads


def indented(lines: Iterable[str], depth: int = 1) -> list[str]:
    """The lines, so many spaces further in."""
    return [f"{' ' * depth}{line}" for line in lines]


def unpacking(width: int) -> str:
    """Write the names of the nodes of a frame, as the target of an assignment."""
    return ", ".join(f"f{slot}" for slot in range(width)) + ","

"""What a comparison of figures lacks to be just met, as functions of the frame: a missing figure is reckoned by it."""

from __future__ import annotations

from collections.abc import Iterator

from poa_lint.expression import syntax
from poa_lint.expression.compile import Compiled
from poa_lint.expression.types import NUMBER, Frame, Run
from poa_lint.figures import UNKNOWN, Nothing


def gaps(part: Compiled) -> Iterator[Run]:
    """For each comparison of two figures in a sentence, the difference of its sides.

    `abs(a - b) <= c` is read as `a` against `b`: what it tolerates is not aimed at.
    """
    if isinstance(part.node, syntax.Compare) and all(side.type == NUMBER for side in part.parts):
        left, right = part.parts
        if isinstance(left.node, syntax.Call) and left.node.name == "abs":
            yield left.parts[0].run
        else:
            yield _difference(left.run, right.run)
    elif isinstance(part.node, syntax.Logic):
        for operand in part.parts:
            yield from gaps(operand)


def _difference(left: Run, right: Run) -> Run:
    def difference(frame: Frame) -> object:
        first, second = left(frame), right(frame)
        if isinstance(first, Nothing) or isinstance(second, Nothing):
            return UNKNOWN
        return first - second  # type: ignore[operator]

    return difference

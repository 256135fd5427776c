"""Comparisons that can never hold, though their types fit: `plain(texto) == "SESIÓN"`, `acumulacion == "Suma"`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from poa_lint.core.text import folded, similar_code
from poa_lint.expression import syntax
from poa_lint.expression.functions import ACCUMULATIONS
from poa_lint.expression.resolve import Resolved
from poa_lint.expression.syntax import Problem
from poa_lint.rulebook.nodes import kinds

VALUES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("meta", "acumulacion"): ACCUMULATIONS,
    ("nivel", "tipo"): ("finalidad", "funcion", "subfuncion"),
}
"""All that fields with a few values say, by the kind of their node and their name."""
_SPECIAL: Final = re.compile(r"[\\\[\](){}|?*+.]")
"""Signs by which a pattern is more than the text that it consists of."""


def contradictions(part: Resolved, frame: tuple[str, ...]) -> Iterator[Problem]:
    """The constants of a sentence that what they are compared with never is; `frame` are the kinds of its nodes."""
    match part.node:
        case syntax.Compare(op=op) if op in ("==", "!=", "in"):
            left, right = part.parts
            yield from _against(left, right, frame)
            yield from _against(right, left, frame)
        case syntax.Call(name="matches"):
            text, pattern = part.parts
            if _is_plain(text) and not _SPECIAL.search(str(_constant(pattern))):
                yield from _not_plain(pattern)
    for number, inner in enumerate(part.parts):
        is_inside = number > 0 and isinstance(part.node, syntax.Quantifier)
        yield from contradictions(inner, (*frame, _item(part)) if is_inside else frame)


def _item(quantifier: Resolved) -> str:
    """The kind of the node that a quantifier's variable stands for; empty for a value."""
    item = quantifier.parts[0].type.item
    return item.kind if item else ""


def _against(part: Resolved, other: Resolved, frame: tuple[str, ...]) -> Iterator[Problem]:
    """The constants of `other` that `part` never is."""
    constants = other.parts if isinstance(other.node, syntax.Listing) else (other,)
    values = VALUES.get(_field(part, frame))
    for constant in constants:
        said = _constant(constant)
        if not isinstance(said, str) or not said:
            continue
        if _is_plain(part):
            yield from _not_plain(constant)
        elif values is not None and said not in values:
            told = {"name": _field(part, frame)[1], "value": said, "allowed": ", ".join(values)}
            near = similar_code(said, values)
            yield Problem("never-said", constant.node.start, constant.node.end, told, near and f'"{near}"')


def _not_plain(constant: Resolved) -> Iterator[Problem]:
    said = _constant(constant)
    if isinstance(said, str) and folded(said) != said:
        yield Problem("never-plain", constant.node.start, constant.node.end, {"value": said}, f'"{folded(said)}"')


def _is_plain(part: Resolved) -> bool:
    return isinstance(part.node, syntax.Call) and part.node.name == "plain"


def _constant(part: Resolved) -> object:
    return part.node.value if isinstance(part.node, syntax.Literal) else None


def _field(part: Resolved, frame: tuple[str, ...]) -> tuple[str, str]:
    """The kind and the name of the field that a part is; empty for any other part."""
    kind = frame[part.slot] if part.steps else ""
    for step in part.steps[:-1]:
        kind = kinds()[kind][step.name].type.kind
    return (kind, part.steps[-1].name) if part.steps else ("", "")

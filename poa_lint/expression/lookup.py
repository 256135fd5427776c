"""Find the items of a list that can decide a sentence by what they are equal to, instead of going over all of them.

`any(l.codigo == codigo for l in unidad.lineas)` is asked of every goal of a unit. Its items, put under their codes once
a unit, give those with the goal's code at once; all others are False there and do not count.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from poa_lint.expression import syntax
from poa_lint.expression.resolve import Resolved
from poa_lint.expression.types import NUMBER, TEXT

_DECIDING: Final = {"any": ("or", "and", "=="), "all": ("and", "or", "!=")}
"""For a quantifier: what splits its body, what joins the parts of one, and the comparison that most items fail."""


class Loop(NamedTuple):
    """One `for` of a quantifier: its variable's slot, its list, and its condition."""

    slot: int
    source: Resolved
    condition: Resolved | None


class Lookup(NamedTuple):
    """A quantifier whose items are looked up: `key` is a value of each item, `wanted` the one that decides."""

    loops: tuple[Loop, ...]
    key: Resolved
    wanted: Resolved
    body: Resolved


def split(part: Resolved) -> list[Resolved]:
    """The quantifiers that together say what one says: `any(a or b …)` is `any(a …) or any(b …)`; else itself."""
    node, (source, body, *condition) = part.node, part.parts
    assert isinstance(node, syntax.Quantifier)
    if node.name not in _DECIDING:
        return [part]
    if _same(body, node.name) and not condition:
        inner = split(body)
    elif isinstance(body.node, syntax.Logic) and body.node.op == _DECIDING[node.name][0]:
        inner = list(body.parts)
    else:
        return [part]
    return [Resolved(node, part.type, (source, each, *condition), slot=part.slot) for each in inner]


def lookup(part: Resolved) -> Lookup | None:
    """The way in which the items of a quantifier can be looked up; None where none of its parts compares them."""
    assert isinstance(part.node, syntax.Quantifier)
    if part.node.name not in _DECIDING:
        return None
    _, joining, comparison = _DECIDING[part.node.name]
    loops, body = _loops(part)
    if not all(isinstance(loop.source.node, syntax.Field) for loop in loops):
        return None
    variables = {loop.slot for loop in loops}
    joined = body.parts if isinstance(body.node, syntax.Logic) and body.node.op == joining else (body,)
    for each in joined:
        if isinstance(each.node, syntax.Compare) and each.node.op == comparison:
            for key, wanted in (each.parts, each.parts[::-1]):
                if key.type in (NUMBER, TEXT) and slots(key) & variables and not slots(wanted) & variables:
                    return Lookup(loops, key, wanted, body)
    return None


def shared(found: Lookup) -> set[int]:
    """The slots of the nodes on which the index depends."""
    parts = [found.key, *(part for loop in found.loops for part in (loop.source, loop.condition) if part is not None)]
    return set().union(*map(slots, parts)) - {loop.slot for loop in found.loops}


def slots(part: Resolved) -> set[int]:
    """The slots of the nodes that a part reads, those of its own variables left out."""
    if isinstance(part.node, syntax.Field):
        return set() if part.name is not None and part.name.slot is None else {part.slot}
    read = set().union(*map(slots, (*part.parts, *part.context)))
    return read - {part.slot} if isinstance(part.node, syntax.Quantifier) else read


def _loops(part: Resolved) -> tuple[tuple[Loop, ...], Resolved]:
    """The loops of a quantifier and of those of the same name that are its whole body, and the innermost body."""
    node, (source, body, *condition) = part.node, part.parts
    assert isinstance(node, syntax.Quantifier)
    loop = Loop(part.slot, source, condition[0] if condition else None)
    if condition or not _same(body, node.name):
        return (loop,), body
    inner, innermost = _loops(body)
    return (loop, *inner), innermost


def _same(part: Resolved, name: str) -> bool:
    """True if a part is a quantifier of that name over a list of nodes, which is never unknown."""
    return (
        isinstance(part.node, syntax.Quantifier)
        and part.node.name == name
        and isinstance(part.parts[0].node, syntax.Field)
    )

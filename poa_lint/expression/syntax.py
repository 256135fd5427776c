"""Read a rule's sentence into a tree; each node knows where it stands in the text."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from poa_lint import ahead
from poa_lint.figures import Figure, ratio
from poa_lint.records import record

MAX_LENGTH: Final = 2_000
MAX_OPERATIONS: Final = 80
NESTING: Final = ("+", "-", "*", "/", "(", "[", "not")
"""Each of these may nest one level deeper, and a tree is walked by functions that call themselves."""


class Problem(NamedTuple):
    """What is wrong with a sentence and where in its text: `kind` is a key of the languages' `rule_trouble` table."""

    kind: str
    start: int
    end: int
    values: dict[str, str]
    suggestion: str | None = None


@record
class Node:
    """A part of a sentence, from `start` to `end` in its text."""

    start: int
    end: int


@record
class Literal(Node):
    """A figure, a text or a truth value as such."""

    value: Figure | str | bool


@record
class Listing(Node):
    """For example `[6, 7]`."""

    items: tuple[Node, ...]


@record
class Field(Node):
    """For example `meta_anual`, `pagina.fecha`."""

    path: tuple[str, ...]


@record
class Call(Node):
    """For example `sum(programado)`."""

    name: str
    arguments: tuple[Node, ...]


@record
class Each(Node):
    """For example `all(p.avance >= 0 for p in periodos if p.cerrado)`."""

    name: str
    body: Node
    variable: str
    source: Node
    condition: Node | None


@record
class Arithmetic(Node):
    """`left op right` with `+ - * /`."""

    op: str
    left: Node
    right: Node


@record
class Compare(Node):
    """`left op right` with `< <= == != >= >`, `in` or `not in`."""

    op: str
    left: Node
    right: Node


@record
class Logic(Node):
    """`and`, `or` over two or more operands, `not` over one."""

    op: str
    operands: tuple[Node, ...]


KINDS: Final[tuple[type[Node], ...]] = (Literal, Listing, Field, Call, Each, Arithmetic, Compare, Logic)
TABLE: Final = "sentences"


def parse(text: str) -> Node | Problem:
    """The tree of a sentence, or the first thing wrong with it. Trees are kept by the sentence that they are of."""
    if len(text) > MAX_LENGTH:
        return Problem("expression-too-long", 0, len(text), {"limit": f"{MAX_LENGTH:,}"})
    if sum(map(text.count, NESTING)) > MAX_OPERATIONS:
        return Problem("expression-too-deep", 0, len(text), {"limit": str(MAX_OPERATIONS)})
    if not text.strip():
        return Problem("expression-empty", 0, len(text), {})
    kept = ahead.table(TABLE).get(text)
    if kept is not None:
        node: Node = _unpacked(kept)
        return node
    from poa_lint.expression.parsing import parsed

    found = parsed(text)
    if isinstance(found, Node):
        ahead.add(TABLE, text, _packed(found))
    return found


def _packed(value: Any) -> Any:
    """A tree as lists (its nodes) and tuples; a figure with decimals as its numerator and denominator."""
    if isinstance(value, Node):
        return [KINDS.index(type(value)), *(_packed(getattr(value, name)) for name in value.__match_args__)]
    if isinstance(value, tuple):
        return tuple(map(_packed, value))
    return value if isinstance(value, str | int | None) else [-1, value.numerator, value.denominator]


def _unpacked(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_unpacked, value))
    if not isinstance(value, list):
        return value
    kind, *fields = value
    if kind < 0:
        return ratio(*fields)
    return KINDS[kind](*map(_unpacked, fields))

"""Read a rule's sentence into a tree; each node knows where it stands in the text."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from lark import Lark, Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args
from lark.visitors import Transformer

from poa_lint.figures import Figure, exact
from poa_lint.records import TYPE_CHECKING, NamedTuple, record
from poa_lint.resources import folder

if TYPE_CHECKING:
    from typing import Any, Final

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


@cache
def grammar() -> Lark:
    """The parser of `grammar/expression.lark`, built once."""
    text = (folder("grammar") / "expression.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="basic", propagate_positions=True, maybe_placeholders=True)


def parse(text: str) -> Node | Problem:
    """The tree of a sentence, or the first thing wrong with it."""
    if len(text) > MAX_LENGTH:
        return Problem("expression-too-long", 0, len(text), {"limit": f"{MAX_LENGTH:,}"})
    if sum(map(text.count, NESTING)) > MAX_OPERATIONS:
        return Problem("expression-too-deep", 0, len(text), {"limit": str(MAX_OPERATIONS)})
    if not text.strip():
        return Problem("expression-empty", 0, len(text), {})
    try:
        node: Node = _Builder().transform(grammar().parse(text))
    except UnexpectedInput as error:
        return _unexpected(text, error)
    return node


def _unexpected(text: str, error: UnexpectedInput) -> Problem:
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        start = error.token.start_pos or 0
        return Problem("expression-syntax", start, start + len(error.token), {"found": str(error.token)})
    if isinstance(error, UnexpectedCharacters):
        place: int = getattr(error, "pos_in_stream", 0)
        return Problem("expression-syntax", place, place + 1, {"found": text[place : place + 1]})
    return Problem("expression-end", len(text), len(text), {})


@v_args(meta=True)
class _Builder(Transformer[Token, Node]):
    def number(self, meta: Any, children: list[Token]) -> Node:
        return Literal(meta.start_pos, meta.end_pos, exact(Fraction(children[0])))

    def text(self, meta: Any, children: list[Token]) -> Node:
        return Literal(meta.start_pos, meta.end_pos, str(children[0][1:-1]))

    def truth(self, meta: Any, children: list[Token]) -> Node:
        return Literal(meta.start_pos, meta.end_pos, children[0] == "true")

    def listing(self, meta: Any, children: list[Node | None]) -> Node:
        return Listing(meta.start_pos, meta.end_pos, tuple(item for item in children if item is not None))

    def field(self, meta: Any, children: list[Token]) -> Node:
        return Field(meta.start_pos, meta.end_pos, tuple(map(str, children)))

    def call(self, meta: Any, children: list[Any]) -> Node:
        name, *arguments = children
        return Call(meta.start_pos, meta.end_pos, str(name), tuple(each for each in arguments if each is not None))

    def each(self, meta: Any, children: list[Any]) -> Node:
        name, body, variable, source, condition = children
        return Each(meta.start_pos, meta.end_pos, str(name), body, str(variable), source, condition)

    def arithmetic(self, meta: Any, children: list[Any]) -> Node:
        left, op, right = children
        return Arithmetic(meta.start_pos, meta.end_pos, str(op), left, right)

    def signed(self, meta: Any, children: list[Any]) -> Node:
        sign, operand = children
        zero = Literal(operand.start, operand.start, 0)
        return Arithmetic(meta.start_pos, meta.end_pos, str(sign), zero, operand)

    def compare(self, meta: Any, children: list[Any]) -> Node:
        left, op, right = children
        return Compare(meta.start_pos, meta.end_pos, str(op), left, right)

    def contained(self, meta: Any, children: list[Any]) -> Node:
        return Compare(meta.start_pos, meta.end_pos, "in", *children)

    def not_contained(self, meta: Any, children: list[Any]) -> Node:
        inside = Compare(meta.start_pos, meta.end_pos, "in", *children)
        return Logic(meta.start_pos, meta.end_pos, "not", (inside,))

    def either(self, meta: Any, children: list[Any]) -> Node:
        return children[0] if len(children) == 1 else Logic(meta.start_pos, meta.end_pos, "or", tuple(children))

    def both(self, meta: Any, children: list[Any]) -> Node:
        return children[0] if len(children) == 1 else Logic(meta.start_pos, meta.end_pos, "and", tuple(children))

    def negated(self, meta: Any, children: list[Any]) -> Node:
        return Logic(meta.start_pos, meta.end_pos, "not", tuple(children))

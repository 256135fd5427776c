"""The grammar of sentences at work: a text becomes a tree."""

from functools import cache
from typing import Any

from lark import Lark, Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args
from lark.visitors import Transformer

from poa_lint.expression.syntax import Arithmetic, Call, Compare, Each, Field, Listing, Literal, Logic, Node, Problem
from poa_lint.figures import decimal
from poa_lint.resources import folder


@cache
def grammar() -> Lark:
    """The parser of `grammar/expression.lark`, built once."""
    text = (folder("grammar") / "expression.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="basic", propagate_positions=True, maybe_placeholders=True)


def parsed(text: str) -> Node | Problem:
    """The tree of a sentence, or what is wrong with it."""
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
        return Literal(meta.start_pos, meta.end_pos, decimal(str(children[0])))

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

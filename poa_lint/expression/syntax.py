"""Parse a rule's sentence into a tree of nodes, each with its start and end in the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from poa_lint.core.cache import built_value, folder
from poa_lint.core.figures import Figure, decimal, ratio
from poa_lint.core.records import record

if TYPE_CHECKING:
    from lark import Lark

MAX_LENGTH: Final = 2_000
"""The most characters of a sentence."""
MAX_OPERATIONS: Final = 80
"""The most occurrences of `NESTING` in a sentence: trees are walked recursively, and Python's stack is limited."""
NESTING: Final = ("+", "-", "*", "/", "(", "[", "not")
"""The signs and words that may each open one more level of the tree."""


class Problem(NamedTuple):
    """An error in a sentence, from `start` to `end` in its text.

    `kind` is a key of the languages' `rule_trouble` table, `values` fill its message, `suggestion` is a similar name
    that is known.
    """

    kind: str
    start: int
    end: int
    values: dict[str, str]
    suggestion: str | None = None
    others: tuple[Problem, ...] = ()
    """The errors in other parts of the same sentence."""


@record
class Node:
    """A part of a sentence, from `start` to `end` in its text."""

    start: int
    end: int


@record
class Literal(Node):
    """A constant: a figure, a text or a truth value."""

    value: Figure | str | bool


@record
class Listing(Node):
    """A list of constants or other parts: `[6, 7]`."""

    items: tuple[Node, ...]


@record
class Field(Node):
    """A name, or a path of names: `meta_anual`, `pagina.fecha`."""

    path: tuple[str, ...]


@record
class Call(Node):
    """A call of a function: `sum(programado)`."""

    name: str
    arguments: tuple[Node, ...]


@record
class Quantifier(Node):
    """A function over the items of a list: `all(p.avance >= 0 for p in periodos if p.cerrado)`."""

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
    """`left op right` with `< <= == != >= >` or `in`."""

    op: str
    left: Node
    right: Node


@record
class Logic(Node):
    """`and` or `or` over two or more operands, `not` over one."""

    op: str
    operands: tuple[Node, ...]


KINDS: Final[tuple[type[Node], ...]] = (Literal, Listing, Field, Call, Quantifier, Arithmetic, Compare, Logic)
"""The classes of nodes; packed trees name a class by its index here."""


def parse(text: str) -> Node | Problem:
    """Return the tree of the sentence `text`, or the first error in it."""
    if len(text) > MAX_LENGTH:
        return Problem("expression-too-long", 0, len(text), {"limit": f"{MAX_LENGTH:,}"})
    if sum(map(text.count, NESTING)) > MAX_OPERATIONS:
        return Problem("expression-too-deep", 0, len(text), {"limit": str(MAX_OPERATIONS)})
    if not text.strip():
        return Problem("expression-empty", 0, len(text), {})
    packed = _built_trees().get(text)
    return _parse(text) if packed is None else _unpacked(packed)


@cache
def _built_trees() -> Mapping[str, Any]:
    """The packed trees of our own rules' sentences, by their text: for them Lark need not be loaded."""
    return built_value("sentences", dict)


def packed_tree(text: str) -> Any:
    """Return the tree of the sound sentence `text` as nested tuples, as `core/built/sentences.py` stores it."""
    return _packed(_parse(text))


def _packed(value: Any) -> Any:
    """Pack a node as a tuple that begins with the index of its class, a tuple as one with -1, a fraction with -2."""
    if isinstance(value, Node):
        return (
            KINDS.index(type(value)),
            *(_packed(getattr(value, name)) for name in value.__match_args__),
        )
    if isinstance(value, tuple):
        return (-1, *map(_packed, value))
    return value if isinstance(value, str | int | None) else (-2, value.numerator, value.denominator)


def _unpacked(value: Any) -> Any:
    """The inverse of `_packed`."""
    if not isinstance(value, tuple):
        return value
    kind, *rest = value
    if kind == -2:
        return ratio(*rest)
    fields = map(_unpacked, rest)
    return tuple(fields) if kind == -1 else KINDS[kind](*fields)


@cache
def grammar() -> Lark:
    """Return the parser of `grammar/expression.lark`, built once."""
    from lark import Lark

    text = (folder("grammar") / "expression.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="basic", propagate_positions=True, maybe_placeholders=True)


@lru_cache(maxsize=2048)
def _parse(text: str) -> Node | Problem:
    from lark import UnexpectedInput

    try:
        tree = grammar().parse(text)
    except UnexpectedInput as error:
        return _unexpected(text, error)
    node: Node = _node(tree)
    return node


def _unexpected(text: str, error: Any) -> Problem:
    """The problem for an `UnexpectedInput` that Lark raised."""
    from lark import UnexpectedCharacters, UnexpectedToken

    from poa_lint.expression import meant

    known = not isinstance(error, UnexpectedToken) or error.token.type != "$END"
    offset = error.pos_in_stream if known else len(text)
    apart = meant.condition(text, offset or 0) if known else None
    if apart is not None:
        return Problem("condition-apart", apart, len(text), {"found": text[apart:].split(maxsplit=1)[0]})
    taken = meant.taken(text, offset or 0) if known else None
    if taken is not None:
        return Problem("no-index", *taken.span(), {"name": taken[1], "found": taken[0], "number": taken[2]})
    said = meant.unexpected(text, offset or 0) if known else None
    if said is not None:
        found = {"found": text[said.start : said.end]}
        return Problem("expression-syntax", said.start, said.end, found, said.suggestion)
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        start = error.token.start_pos or 0
        return Problem("expression-syntax", start, start + len(error.token), {"found": str(error.token)})
    if isinstance(error, UnexpectedCharacters):
        return Problem("expression-syntax", offset, offset + 1, {"found": text[offset : offset + 1]})
    return Problem("expression-end", len(text), len(text), {})


def _node(tree: Any) -> Any:
    """Convert a tree of Lark to a node; a token, and the None of a missing optional part, stay as they are."""
    if not hasattr(tree, "data"):
        return tree
    children = [_node(child) for child in tree.children]
    if str(tree.data) in ("either", "both") and len(children) == 1:
        return children[0]
    return _BUILDERS[str(tree.data)](tree.meta.start_pos, tree.meta.end_pos, *children)


def _present(*nodes: Any) -> tuple[Any, ...]:
    return tuple(node for node in nodes if node is not None)  # Lark gives None for an empty list of items


_BUILDERS: Final[Mapping[str, Callable[..., Node]]] = {
    "number": lambda start, end, digits: Literal(start, end, decimal(str(digits))),
    "text": lambda start, end, quoted: Literal(start, end, str(quoted[1:-1])),
    "truth": lambda start, end, word: Literal(start, end, word == "true"),
    "listing": lambda start, end, *items: Listing(start, end, _present(*items)),
    "field": lambda start, end, *path: Field(start, end, tuple(map(str, path))),
    "call": lambda start, end, name, *arguments: Call(start, end, str(name), _present(*arguments)),
    "each": lambda start, end, name, body, variable, *rest: Quantifier(
        start, end, str(name), body, str(variable), *rest
    ),
    "arithmetic": lambda start, end, left, op, right: Arithmetic(start, end, str(op), left, right),
    "signed": lambda start, end, sign, operand: Arithmetic(
        start, end, str(sign), Literal(operand.start, operand.start, 0), operand
    ),
    "compare": lambda start, end, left, op, right: Compare(start, end, str(op), left, right),
    "contained": lambda start, end, left, right: Compare(start, end, "in", left, right),
    "not_contained": lambda start, end, left, right: Logic(
        start, end, "not", (Compare(start, end, "in", left, right),)
    ),
    "either": lambda start, end, *operands: Logic(start, end, "or", operands),
    "both": lambda start, end, *operands: Logic(start, end, "and", operands),
    "negated": lambda start, end, operand: Logic(start, end, "not", (operand,)),
}
"""For each rule of the grammar the function that makes its node of start, end and children."""

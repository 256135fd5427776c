"""Check a sentence against a scope: resolve every name in it and give every part its type."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from poa_lint.core.records import record
from poa_lint.core.text import similar
from poa_lint.expression import syntax
from poa_lint.expression.functions import FUNCTIONS, Function
from poa_lint.expression.patterns import PatternError, compiled
from poa_lint.expression.syntax import Problem
from poa_lint.expression.types import ANY, DATE, NOTHING, NUMBER, TEXT, TRUTH, Name, Scope, Type, fits, list_of

QUANTIFIERS: Final = ("all", "any", "sum", "count", "distinct", "list", "min", "max")
"""The functions that may be used as `name(body for variable in source)`."""


class Step(NamedTuple):
    """One attribute on the path to a field.

    `in_cells` is true if its value stands in a cell, `many` if it is a list (of cells, or of values).
    """

    name: str
    in_cells: bool
    many: bool


@record
class Resolved:
    """A checked part of a sentence: its node, the type of its value, and its own parts in the node's order.

    For `meta.meta_anual` on frames `(informe, unidad, pagina, meta)`, `slot` is 3 and `steps` is the step `meta_anual`.
    """

    node: syntax.Node
    type: Type
    parts: tuple[Resolved, ...] = ()
    name: Name | None = None
    """Of a parameter: its name in the scope, with value and unit."""
    steps: tuple[Step, ...] = ()
    """Of a field: the attributes that lead to it from the node at index `slot` of the frame."""
    slot: int = -1
    """Of a field: the index of its node in the frame. Of a quantifier: the index of its variable."""
    context: tuple[Resolved, ...] = ()
    """Of a call: the fields that its function needs besides its arguments."""
    table: Mapping[str, str] | None = None
    """Of a call that looks a code up in a catalogue: the catalogue; the call's one part is then the code."""

    @property
    def constant(self) -> bool:
        """True if its value does not depend on the report."""
        if isinstance(self.node, syntax.Field):
            return self.name is not None
        if isinstance(self.node, syntax.Quantifier):
            return False
        return all(part.constant for part in self.parts) and not self.context

    @property
    def in_cells(self) -> bool:
        """True for a field whose values stand in cells."""
        return bool(self.steps) and self.steps[-1].in_cells


class _SentenceError(Exception):
    """Raised for a part of a sentence in which something is wrong."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def resolve(text: str, scope: Scope, wanted: Type = ANY) -> Resolved | Problem:
    """Return the checked sentence `text`, or its first problem: one of syntax, of a name, or of a type not `wanted`.

    The problem holds those of other parts: of an error of syntax there is one alone.
    """
    node = syntax.parse(text)
    if isinstance(node, Problem):
        return node
    try:
        part = _resolve(node, scope)
    except _SentenceError as error:
        first, *others = (_as_meant(text, problem) for problem in (error.problem, *error.problem.others))
        return first._replace(others=tuple(others))
    return part if fits(part.type, wanted) else _type_problem(node, wanted, part.type)


def _resolve(node: syntax.Node, scope: Scope) -> Resolved:
    return _RESOLVERS[type(node)](node, scope)


def _resolve_all(nodes: Iterable[syntax.Node], scope: Scope) -> tuple[Resolved, ...]:
    """The parts of these nodes. Raises _SentenceError with the problems of all of them."""
    parts: list[Resolved] = []
    problems: list[Problem] = []
    for node in nodes:
        try:
            parts.append(_resolve(node, scope))
        except _SentenceError as error:
            problems += (error.problem._replace(others=()), *error.problem.others)
    if problems:
        raise _SentenceError(problems[0]._replace(others=tuple(problems[1:])))
    return tuple(parts)


def _as_meant(text: str, problem: Problem) -> Problem:
    """A problem with an unknown name, with what its writer may mean by a word of everyday language."""
    if problem.kind == "unquoted" and problem.suggestion is None:
        name = text[problem.start : problem.end]
        return problem._replace(values={"name": name}, suggestion=f'"{name}"', others=())
    if problem.kind not in ("unknown-field", "unknown-function") or '"' in (problem.suggestion or ""):
        return problem._replace(others=())
    from poa_lint.expression import meant

    said = meant.name(text, problem.start, problem.end)
    if said is None:
        return problem._replace(others=())
    return problem._replace(start=said.start, end=said.end, suggestion=said.suggestion, others=())


def _type_problem(node: syntax.Node, wanted: Type, given: Type) -> Problem:
    values = {"wanted": str(wanted), "given": str(given)}
    if given.item is not None and given.item == wanted and isinstance(node, syntax.Field):
        return Problem("list-for-one", node.start, node.end, {**values, "name": ".".join(node.path)})
    return Problem("wrong-type", node.start, node.end, values)


def _expect(part: Resolved, wanted: Type) -> Resolved:
    """Return `part`; raises _SentenceError if it has not the type `wanted`."""
    if not fits(part.type, wanted):
        raise _SentenceError(_type_problem(part.node, wanted, part.type))
    return part


def _literal(node: syntax.Literal, _: Scope) -> Resolved:
    return Resolved(node, TRUTH if isinstance(node.value, bool) else TEXT if isinstance(node.value, str) else NUMBER)


def _listing(node: syntax.Listing, scope: Scope) -> Resolved:
    parts = _resolve_all(node.items, scope)
    for part in parts[1:]:
        if part.type != parts[0].type:
            raise _SentenceError(_type_problem(part.node, parts[0].type, part.type))
    if parts and parts[0].type.item is not None:
        raise _SentenceError(_type_problem(parts[0].node, parts[0].type.item, parts[0].type))
    return Resolved(node, list_of(parts[0].type if parts else NOTHING), parts)


def _field(node: syntax.Field, scope: Scope) -> Resolved:
    """Resolve a path whose first name is a variable, a parameter, a kind of node, or a field of a node in the frame.

    Of several nodes that have the field the innermost counts.
    """
    first, *rest = node.path
    name = scope.names.get(first)
    if name is not None and name.slot is None:
        if rest:
            raise _SentenceError(Problem("not-a-node", node.start, node.end, {"name": first}))
        return Resolved(node, name.type, name=name)
    if name is not None:
        return _path(node, name.type, name.slot or 0, rest, scope)
    for slot in range(len(scope.frame) - 1, -1, -1):
        if first in scope.kinds.get(scope.frame[slot], {}):
            return _path(node, Type("node", kind=scope.frame[slot]), slot, [first, *rest], scope)
    known = {*scope.names, *(name for kind in scope.frame for name in scope.kinds.get(kind, {}))}
    raise _SentenceError(_unknown(node, first, known, {"name": first}))


def _unknown(node: syntax.Field, name: str, known: Collection[str], values: dict[str, str]) -> Problem:
    from poa_lint.expression import meant

    return Problem("unknown-field", node.start, node.end, values, meant.field(name, known))


def _path(node: syntax.Field, type: Type, slot: int, rest: Sequence[str], scope: Scope) -> Resolved:
    """Resolve the names `rest`, one field after the other, from the node of `type` at index `slot` of the frame."""
    steps: list[Step] = []
    for field in rest:
        if type.item is not None and type.item.name == "node" and field in scope.kinds[type.item.kind]:
            source = ".".join(node.path[: node.path.index(field)])
            values = {"name": source, "field": field}
            raise _SentenceError(Problem("list-has-no-fields", node.start, node.end, values))
        if type.name != "node" or (steps and steps[-1].in_cells):
            raise _SentenceError(Problem("not-a-node", node.start, node.end, {"name": ".".join(node.path)}))
        fields = scope.kinds[type.kind]
        if field not in fields:
            raise _SentenceError(_unknown(node, field, fields, {"name": field, "kind": type.kind}))
        type = fields[field].type
        steps.append(Step(field, fields[field].in_cells, type.name == "list"))
    return Resolved(node, type, steps=tuple(steps), slot=slot)


def _call(node: syntax.Call, scope: Scope) -> Resolved:
    function = _function(node, node.name)
    parts = _resolve_all(node.arguments, scope)
    if len(parts) != len(function.parameters):
        values = {"name": node.name, "wanted": str(len(function.parameters)), "given": str(len(parts))}
        raise _SentenceError(Problem("wrong-count", node.start, node.end, values))
    for part, wanted in zip(parts, function.parameters, strict=True):
        _expect(part, wanted)
    if node.name == "matches":
        _check_pattern(parts[1])
    if function.table:
        return Resolved(node, function.result or TEXT, parts[1:], table=_table(parts[0], scope))
    if function.cells and (not parts[0].in_cells or parts[0].type.item is not None):
        raise _SentenceError(Problem("not-a-cell", parts[0].node.start, parts[0].node.end, {"name": node.name}))
    if function.on_paper:
        _check_cells(node, parts[1:])
    context = tuple(_field(syntax.Field(node.start, node.end, (name,)), scope) for name in function.context)
    return Resolved(node, function.result or parts[0].type, parts, context=context)


def _check_cells(node: syntax.Call, parts: Iterable[Resolved]) -> None:
    """Raise _SentenceError unless each of `parts` is a field in cells, or the closed periods of one."""
    for part in parts:
        inner = part.parts[0] if isinstance(part.node, syntax.Call) and part.node.name == "closed" else part
        if not inner.in_cells:
            raise _SentenceError(Problem("not-a-cell", part.node.start, part.node.end, {"name": node.name}))


def _table(name: Resolved, scope: Scope) -> Mapping[str, str]:
    """Return the catalogue that `name`, a literal text, names."""
    if not isinstance(name.node, syntax.Literal):
        raise _SentenceError(Problem("table-not-constant", name.node.start, name.node.end, {}))
    table = str(name.node.value)
    if table not in scope.tables:
        near = similar(table, scope.tables)
        raise _SentenceError(Problem("unknown-table", name.node.start, name.node.end, {"name": table}, near))
    return scope.tables[table]


def _function(node: syntax.Call | syntax.Quantifier, name: str) -> Function:
    function = FUNCTIONS.get(name)
    if function is None:
        near = similar(name, FUNCTIONS)
        raise _SentenceError(Problem("unknown-function", node.start, node.start + len(name), {"name": name}, near))
    return function


def _check_pattern(part: Resolved) -> None:
    """Raise _SentenceError unless `part` is a constant text and a sound pattern.

    Constant, so that whoever reads the rule sees the pattern, and that it is checked on load.
    """
    pattern = part.node.value if isinstance(part.node, syntax.Literal) else part.name and part.name.value
    if pattern is None:
        raise _SentenceError(Problem("pattern-not-constant", part.node.start, part.node.end, {}))
    try:
        compiled(str(pattern))
    except PatternError as error:
        kind, place = str(error), max(error.offset, 1)
        values = {"place": str(place), "piece": str(pattern)[place - 1 :]}
        if kind == "pattern-syntax":
            kind = "pattern-open" if error.offset >= len(str(pattern)) else "pattern-part"
        raise _SentenceError(Problem(kind, part.node.start, part.node.end, values)) from None


def _quantifier(node: syntax.Quantifier, scope: Scope) -> Resolved:
    function = _function(node, node.name)
    if node.name not in QUANTIFIERS:
        raise _SentenceError(Problem("not-a-quantifier", node.start, node.start + len(node.name), {"name": node.name}))
    source = _resolve(node.source, scope)
    if source.type.item is None:
        raise _SentenceError(_type_problem(node.source, list_of(ANY), source.type))
    inside = scope.with_variable(node.variable, source.type.item)
    body = _resolve(node.body, inside)
    if body.type.item is not None or not fits(list_of(body.type), function.parameters[0]):
        raise _SentenceError(_type_problem(node.body, function.parameters[0].item or ANY, body.type))
    condition = () if node.condition is None else (_expect(_resolve(node.condition, inside), TRUTH),)
    type = function.result or list_of(body.type)
    return Resolved(node, type, (source, body, *condition), slot=len(scope.frame))


def _arithmetic(node: syntax.Arithmetic, scope: Scope) -> Resolved:
    return Resolved(node, NUMBER, tuple(_expect(side, NUMBER) for side in _resolve_all((node.left, node.right), scope)))


def _compare(node: syntax.Compare, scope: Scope) -> Resolved:
    left, right = _resolve_sides(node, scope)
    if node.op == "in":
        _expect(right, list_of(left.type))
    elif left.type not in (NUMBER, TEXT, DATE, TRUTH):
        raise _SentenceError(_type_problem(node.left, NUMBER, left.type))
    elif {left.type, right.type} == {NUMBER, DATE}:
        raise _SentenceError(Problem("date-for-figure", node.right.start, node.right.end, {}))
    else:
        _expect(right, left.type)
    return Resolved(node, TRUTH, (left, right))


def _resolve_sides(node: syntax.Compare, scope: Scope) -> tuple[Resolved, ...]:
    """Both sides of a comparison. Raises _SentenceError: a name that is unknown beside a text may lack its quotes."""
    try:
        return _resolve_all((node.left, node.right), scope)
    except _SentenceError as error:
        problems = (error.problem._replace(others=()), *error.problem.others)
        for side, other in ((node.left, node.right), (node.right, node.left)):
            # `EVAL-SEM` without its quotes is a subtraction of what nobody knows.
            if isinstance(side, syntax.Arithmetic) and _is_text(other, scope):
                raise _SentenceError(Problem("unquoted", side.start, side.end, {})) from None
        for side, other in ((node.left, node.right), (node.right, node.left)):
            problems = tuple(_unquoted(problem, side, other, scope) for problem in problems)
        raise _SentenceError(problems[0]._replace(others=problems[1:])) from None


def _unquoted(problem: Problem, side: syntax.Node, other: syntax.Node, scope: Scope) -> Problem:
    """The problem of an unknown name on one `side` of a comparison, which may be a text that lacks its quotes.

    It is one where the `other` side is a text that is no constant.
    """
    items = side.items if isinstance(side, syntax.Listing) else (side,)
    word = next((item for item in items if (item.start, item.end) == (problem.start, problem.end)), None)
    if problem.kind != "unknown-field" or not isinstance(word, syntax.Field) or len(word.path) > 1:
        return problem
    if not _is_text(other, scope):
        return problem
    from poa_lint.expression import meant

    known = {name for kind in scope.frame for name in scope.kinds.get(kind, {})}
    said = meant.quoted(word.path[0], known, isinstance(other, syntax.Call) and other.name == "plain")
    return problem if said is None else problem._replace(kind="unquoted", suggestion=said)


def _is_text(node: syntax.Node, scope: Scope) -> bool:
    """True for a part that is a text of the report."""
    try:
        part = _resolve(node, scope)
    except _SentenceError:
        return False
    return part.type == TEXT and not part.constant


def _logic(node: syntax.Logic, scope: Scope) -> Resolved:
    return Resolved(node, TRUTH, tuple(_expect(operand, TRUTH) for operand in _resolve_all(node.operands, scope)))


_RESOLVERS: Final[dict[type[syntax.Node], Callable[[Any, Scope], Resolved]]] = {
    syntax.Literal: _literal,
    syntax.Listing: _listing,
    syntax.Field: _field,
    syntax.Call: _call,
    syntax.Quantifier: _quantifier,
    syntax.Arithmetic: _arithmetic,
    syntax.Compare: _compare,
    syntax.Logic: _logic,
}

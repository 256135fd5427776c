"""Check a sentence against its scope and make it runnable: closures on frames, with three-valued results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from poa_lint.expression import syntax
from poa_lint.expression.functions import FUNCTIONS, Function
from poa_lint.expression.patterns import PatternError, compiled
from poa_lint.expression.running import contained
from poa_lint.expression.syntax import Problem
from poa_lint.expression.types import (
    ANY,
    DATE,
    NOTHING,
    NUMBER,
    TEXT,
    TRUTH,
    Attribute,
    Frame,
    Name,
    Run,
    Scope,
    Type,
    fits,
    list_of,
)
from poa_lint.figures import UNKNOWN, Nothing, quotient
from poa_lint.records import record
from poa_lint.text import nearest

QUANTIFIERS: Final = ("all", "any", "sum", "count", "distinct", "list", "min", "max")


class Step(NamedTuple):
    """One attribute on the way to a field, and whether its values stand in cells: one in each, or in one."""

    name: str
    in_cells: bool
    many: bool


@record
class Compiled:
    """A checked part of a sentence: what it gives, how to get it, and (a field) the cells that it reads."""

    node: syntax.Node
    type: Type
    run: Run
    parts: tuple[Compiled, ...] = ()
    cells: Callable[[Frame], Sequence[Any]] | None = None
    name: Name | None = None
    steps: tuple[Step, ...] = ()
    """Of a field: the attributes that lead to it from its node in the frame, whose place is `slot`."""
    slot: int = -1
    context: tuple[Compiled, ...] = ()
    """Of a call: the fields that its function needs besides its arguments."""

    @property
    def constant(self) -> bool:
        """Whether it is the same whatever the report says."""
        if isinstance(self.node, syntax.Field):
            return self.name is not None and self.name.slot is None
        if isinstance(self.node, syntax.Each):
            return False
        return all(part.constant for part in self.parts) and not _contextual(self.node)


def _contextual(node: syntax.Node) -> bool:
    return isinstance(node, syntax.Call) and bool(FUNCTIONS[node.name].context)


class _Wrong(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def compile(text: str, scope: Scope, wanted: Type = ANY) -> Compiled | Problem:
    """The runnable form of a sentence, or the first thing wrong with it."""
    node = syntax.parse(text)
    if isinstance(node, Problem):
        return node
    try:
        done = _compile(node, scope)
    except _Wrong as wrong:
        return wrong.problem
    if not fits(done.type, wanted):
        return _type_problem(node, wanted, done.type)
    return done


def _type_problem(node: syntax.Node, wanted: Type, given: Type) -> Problem:
    return Problem("wrong-type", node.start, node.end, {"wanted": str(wanted), "given": str(given)})


def _compile(node: syntax.Node, scope: Scope) -> Compiled:
    return _COMPILERS[type(node)](node, scope)


def _literal(node: syntax.Literal, _: Scope) -> Compiled:
    value = node.value
    stated = TRUTH if isinstance(value, bool) else TEXT if isinstance(value, str) else NUMBER
    return Compiled(node, stated, lambda _: value)


def _listing(node: syntax.Listing, scope: Scope) -> Compiled:
    parts = tuple(_compile(item, scope) for item in node.items)
    for part in parts[1:]:
        if part.type != parts[0].type:
            raise _Wrong(_type_problem(part.node, parts[0].type, part.type))
    if parts and parts[0].type.item is not None:
        raise _Wrong(_type_problem(parts[0].node, parts[0].type.item, parts[0].type))
    runs = [part.run for part in parts]
    type = list_of(parts[0].type if parts else NOTHING)
    return Compiled(node, type, lambda frame: [run(frame) for run in runs], parts)


def _field(node: syntax.Field, scope: Scope) -> Compiled:
    """Resolve a path: a variable, parameter or kind of node first, then a field of the innermost node that has it."""
    first, *rest = node.path
    name = scope.names.get(first)
    if name is not None and name.slot is None:
        if rest:
            raise _Wrong(Problem("not-a-node", node.start, node.end, {"name": first}))
        value = name.value
        return Compiled(node, name.type, lambda _: value, name=name)
    if name is not None:
        slot = name.slot or 0
        return _path(node, name.type, slot, rest, scope)
    for slot in range(len(scope.frame) - 1, -1, -1):
        if first in scope.kinds.get(scope.frame[slot], {}):
            type = Type("node", kind=scope.frame[slot])
            return _path(node, type, slot, [first, *rest], scope)
    known = {*scope.names, *(name for kind in scope.frame for name in scope.kinds.get(kind, {}))}
    raise _Wrong(Problem("unknown-field", node.start, node.end, {"name": first}, nearest(first, sorted(known))))


def _path(node: syntax.Field, type: Type, slot: int, rest: Sequence[str], scope: Scope) -> Compiled:
    def whole(frame: Frame) -> object:
        return frame[slot]

    run: Run = whole
    cells: Callable[[Frame], Sequence[Any]] | None = None
    steps: list[Step] = []
    if type.name not in ("node", "list") and not rest:
        return Compiled(node, type, run, slot=slot)
    for word in rest:
        if type.name != "node" or cells is not None:
            raise _Wrong(Problem("not-a-node", node.start, node.end, {"name": ".".join(node.path)}))
        fields = scope.kinds[type.kind]
        if word not in fields:
            values = {"name": word, "kind": type.kind}
            raise _Wrong(Problem("unknown-field", node.start, node.end, values, nearest(word, sorted(fields))))
        run, cells = _attribute(run, word, fields[word])
        type = fields[word].type
        steps.append(Step(word, fields[word].in_cells, type.name == "list"))
    return Compiled(node, type, run, cells=cells, steps=tuple(steps), slot=slot)


def _attribute(owner: Run, name: str, attribute: Attribute) -> tuple[Run, Callable[[Frame], Sequence[Any]] | None]:
    if not attribute.in_cells:
        return (lambda frame: getattr(owner(frame), name)), None
    if attribute.type.name == "list":
        return (
            lambda frame: [cell.value for cell in getattr(owner(frame), name)],
            lambda frame: getattr(owner(frame), name),
        )
    return (
        lambda frame: getattr(owner(frame), name).value,
        lambda frame: (getattr(owner(frame), name),),
    )


def _call(node: syntax.Call, scope: Scope) -> Compiled:
    function = _function(node, node.name)
    parts = tuple(_compile(argument, scope) for argument in node.arguments)
    if len(parts) != len(function.parameters):
        values = {"name": node.name, "wanted": str(len(function.parameters)), "given": str(len(parts))}
        raise _Wrong(Problem("wrong-count", node.start, node.end, values))
    for part, wanted in zip(parts, function.parameters, strict=True):
        if not fits(part.type, wanted):
            raise _Wrong(_type_problem(part.node, wanted, part.type))
    if node.name == "matches":
        _check_pattern(parts[1])
    if function.table:
        return Compiled(node, function.result or TEXT, _table_run(function, parts, scope), parts[1:])
    result = function.result or parts[0].type
    context = tuple(_field(syntax.Field(node.start, node.end, (name,)), scope) for name in function.context)
    return Compiled(node, result, _call_run(node, function, parts, context), parts, context=context)


def _table_run(function: Function, parts: Sequence[Compiled], scope: Scope) -> Run:
    """The catalogue is found now, by the name written in the rule; the code is looked up on each frame."""
    name, code = parts
    if not isinstance(name.node, syntax.Literal):
        raise _Wrong(Problem("table-not-constant", name.node.start, name.node.end, {}))
    stated = str(name.node.value)
    if stated not in scope.tables:
        near = nearest(stated, scope.tables)
        raise _Wrong(Problem("unknown-table", name.node.start, name.node.end, {"name": stated}, near))
    table, body, run = scope.tables[stated], function.body, code.run
    return _strict_one(lambda value: body(table, value), run)


def _function(node: syntax.Call | syntax.Each, name: str) -> Function:
    function = FUNCTIONS.get(name)
    if function is None:
        raise _Wrong(
            Problem(
                "unknown-function",
                node.start,
                node.start + len(name),
                {"name": name},
                nearest(name, FUNCTIONS),
            )
        )
    return function


def _check_pattern(part: Compiled) -> None:
    """A pattern is a text in the rule, so that whoever reads the rule reads the pattern, and it is checked now."""
    if not part.constant:
        raise _Wrong(Problem("pattern-not-constant", part.node.start, part.node.end, {}))
    try:
        compiled(str(part.run(())))
    except PatternError as error:
        raise _Wrong(Problem(str(error), part.node.start, part.node.end, {})) from None


def _call_run(node: syntax.Call, function: Function, parts: Sequence[Compiled], context: Sequence[Compiled]) -> Run:
    body = function.body
    if function.cells:
        cells = parts[0].cells
        if cells is None or parts[0].type.item is not None:
            raise _Wrong(Problem("not-a-cell", parts[0].node.start, parts[0].node.end, {"name": node.name}))
        return lambda frame: body(cells(frame)[0])
    runs = [part.run for part in (*parts, *context)]
    if function.lenient:
        return lambda frame: body(*[run(frame) for run in runs])
    if len(runs) == 1:
        return _strict_one(body, runs[0])

    def strict(frame: Frame) -> object:
        values = [run(frame) for run in runs]
        return UNKNOWN if any(isinstance(value, Nothing) for value in values) else body(*values)

    return strict


def _strict_one(body: Callable[..., object], run: Run) -> Run:
    def strict(frame: Frame) -> object:
        value = run(frame)
        return UNKNOWN if isinstance(value, Nothing) else body(value)

    return strict


def _each(node: syntax.Each, scope: Scope) -> Compiled:
    function = _function(node, node.name)
    if node.name not in QUANTIFIERS:
        raise _Wrong(Problem("not-a-quantifier", node.start, node.start + len(node.name), {"name": node.name}))
    source = _compile(node.source, scope)
    if source.type.item is None:
        raise _Wrong(_type_problem(node.source, list_of(ANY), source.type))
    inside = scope.with_variable(node.variable, source.type.item)
    body = _compile(node.body, inside)
    if body.type.item is not None or not fits(list_of(body.type), function.parameters[0]):
        raise _Wrong(_type_problem(node.body, function.parameters[0].item or ANY, body.type))
    condition = None if node.condition is None else _expecting(_compile(node.condition, inside), TRUTH)
    parts = (source, body) if condition is None else (source, body, condition)
    run = _each_run(function, source, body, condition)
    return Compiled(node, function.result or list_of(body.type), run, parts, slot=len(scope.frame))


def _each_run(function: Function, source: Compiled, body: Compiled, condition: Compiled | None) -> Run:
    """A condition that cannot be told makes the item unknown: it might have counted."""

    def item(frame: Frame) -> list[object]:
        holds = True if condition is None else condition.run(frame)
        return [UNKNOWN] if isinstance(holds, Nothing) else [body.run(frame)] if holds else []

    def run(frame: Frame) -> object:
        values: Any = source.run(frame)
        if isinstance(values, Nothing):
            return UNKNOWN
        return function.body([value for one in values for value in item((*frame, one))])

    return run


def _expecting(part: Compiled, wanted: Type) -> Compiled:
    if not fits(part.type, wanted):
        raise _Wrong(_type_problem(part.node, wanted, part.type))
    return part


_ARITHMETIC: Final[dict[str, Callable[[Any, Any], object]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": quotient,
}


_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
}


def _arithmetic(node: syntax.Arithmetic, scope: Scope) -> Compiled:
    left = _expecting(_compile(node.left, scope), NUMBER)
    right = _expecting(_compile(node.right, scope), NUMBER)
    return Compiled(node, NUMBER, _strict_two(_ARITHMETIC[node.op], left.run, right.run), (left, right))


def _strict_two(body: Callable[[Any, Any], object], left: Run, right: Run) -> Run:
    def strict(frame: Frame) -> object:
        first, second = left(frame), right(frame)
        if isinstance(first, Nothing) or isinstance(second, Nothing):
            return UNKNOWN
        return body(first, second)

    return strict


def _compare(node: syntax.Compare, scope: Scope) -> Compiled:
    left, right = _compile(node.left, scope), _compile(node.right, scope)
    if node.op == "in":
        if not fits(right.type, list_of(left.type)):
            raise _Wrong(_type_problem(node.right, list_of(left.type), right.type))
        return Compiled(node, TRUTH, _strict_two(contained, left.run, right.run), (left, right))
    if left.type not in (NUMBER, TEXT, DATE, TRUTH):
        raise _Wrong(_type_problem(node.left, NUMBER, left.type))
    _expecting(right, left.type)
    return Compiled(node, TRUTH, _strict_two(_COMPARE[node.op], left.run, right.run), (left, right))


def _logic(node: syntax.Logic, scope: Scope) -> Compiled:
    parts = tuple(_expecting(_compile(operand, scope), TRUTH) for operand in node.operands)
    runs = [part.run for part in parts]
    run = _not(runs[0]) if node.op == "not" else _deciding(runs, decisive=node.op == "or")
    return Compiled(node, TRUTH, run, parts)


def _deciding(runs: Sequence[Run], decisive: bool) -> Run:
    """`and` is decided by the first false operand, `or` by the first true one; else an unknown one makes it unknown."""

    def decide(frame: Frame) -> object:
        result: object = not decisive
        for run in runs:
            value = run(frame)
            if value is decisive:
                return decisive
            if isinstance(value, Nothing):
                result = UNKNOWN
        return result

    return decide


def _not(run: Run) -> Run:
    def negated(frame: Frame) -> object:
        value = run(frame)
        return UNKNOWN if isinstance(value, Nothing) else not value

    return negated


_COMPILERS: Final[dict[type[syntax.Node], Callable[[Any, Scope], Compiled]]] = {
    syntax.Literal: _literal,
    syntax.Listing: _listing,
    syntax.Field: _field,
    syntax.Call: _call,
    syntax.Each: _each,
    syntax.Arithmetic: _arithmetic,
    syntax.Compare: _compare,
    syntax.Logic: _logic,
}

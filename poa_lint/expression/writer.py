"""Write the parts of a checked sentence as Python expressions; `generate` makes functions of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from poa_lint.expression import syntax
from poa_lint.expression.functions import FUNCTIONS, Function
from poa_lint.expression.lookup import Lookup, lookup, shared, slots, split
from poa_lint.expression.pieces import divides, is_on_paper, literal, path, product
from poa_lint.expression.resolve import Resolved
from poa_lint.expression.types import STATED

Code = tuple[str, bool]
"""A Python expression, and True if its value may be missing (BLANK or UNKNOWN)."""

_OPERATORS: Final = {"+": "{0} + {1}", "-": "{0} - {1}", "*": "{0} * {1}", "/": "quotient({0}, {1})"}
_INLINE: Final = {
    "abs": "abs({0})",
    "closed": "{0}[:{1}]",
    "whole": "({0}).denominator == 1",
    "year": "{0}.ano",
}
"""Functions of the language that are written as an expression, without a call of their body."""


class Writer:
    """Writes parts of sentences as expressions; one that may be missing is tested before it is used.

    `hoisted` collects fields and parameters that are read once, with their names; None: each is read where it is used.
    `remembered` collects the names of values that hold for many frames, each with the slot of the node that it goes
    with: they are computed when they are first asked for.
    """

    def __init__(
        self,
        width: int,
        owners: Mapping[str, str],
        hoisted: dict[str, str] | None,
        remembered: dict[str, int] | None = None,
    ) -> None:
        self.width, self.owners, self.hoisted, self.remembered = width, owners, hoisted, remembered
        self.temporaries = 0

    def write(self, part: Resolved) -> Code:  # noqa: C901, PLR0911 - a line for each kind of node
        """Write `part` as an expression."""
        node = part.node
        match node:
            case syntax.Literal(value=value):
                return literal(value), False
            case syntax.Listing():
                return f"({''.join(f'{self.write(item)[0]}, ' for item in part.parts)})", False
            case syntax.Field():
                return self._field(part)
            case syntax.Arithmetic(op=op):
                return self._strict(part.parts, _OPERATORS[op], always=op == "/")
            case syntax.Compare(op="in"):
                constant = isinstance(part.parts[1].node, syntax.Listing) and part.parts[1].constant
                return self._strict(
                    part.parts, "{0} in {1}" if constant else "contained({0}, {1})", always=not constant
                )
            case syntax.Compare(op="<=") if is_on_paper(part.parts[1]):
                return self._within(*part.parts)
            case syntax.Compare(op=op):
                if any(map(divides, part.parts)):
                    return self._multiplied(part.parts, op)
                return self._strict(part.parts, f"{{0}} {op} {{1}}")
            case syntax.Logic(op="not"):
                return self._strict(part.parts, "not {0}")
            case syntax.Logic(op=op):
                return self._logic([self.write(operand) for operand in part.parts], op)
            case syntax.Quantifier(name=name):
                return self._among(name, part) if self.remembered is not None else self._quantifier(name, part)
            case syntax.Call():
                code, missing = self._call(node, part)
                over_list = any(argument.type.item is not None for argument in part.parts)
                shared_list = self.remembered is not None and over_list and self._is_shared(slots(part))
                return (self._remembered(code, slots(part)) if shared_list else code), missing
        raise TypeError(type(node).__name__)

    def _temporary(self) -> str:
        self.temporaries += 1
        return f"t{self.temporaries}"

    def _field(self, part: Resolved) -> Code:
        if part.name is not None and part.name.slot is None:
            return self._hoist(self._parameter(part)), False
        code = path(part)
        # The variable of a quantifier has another value for each item.
        return (code if part.slot >= self.width else self._hoist(code)), part.type.item is None

    def _parameter(self, part: Resolved, suffix: str = "") -> str:
        """Write the look-up of a parameter's value under its name with a suffix."""
        assert isinstance(part.node, syntax.Field)
        name = part.node.path[0]
        return f"P[{f'{self.owners[name]}.{name}{suffix}'!r}]"

    def _hoist(self, code: str) -> str:
        """Return the name of the value of `code`, which is read once; `code` itself where nothing is hoisted."""
        if self.hoisted is None or code.isidentifier():
            return code
        return self.hoisted.setdefault(code, f"h{len(self.hoisted)}")

    def _guarded(self, part: Resolved, guards: list[str]) -> str:
        """Write `part`; if its value may be missing, bind it to a name and add a test of it to `guards`."""
        code, missing = self.write(part)
        if not missing:
            return code
        name = code if code.isidentifier() else self._temporary()
        guards.append(f"{code if name == code else f'({name} := {code})'}.__class__ is N")
        return name

    def _strict(self, parts: Sequence[Resolved], body: str, *, always: bool = False) -> Code:
        """Write `body` for values that are not missing; `always` where the body itself may give a missing value."""
        guards: list[str] = []
        code = body.format(*[self._guarded(part, guards) for part in parts])
        if guards:
            return f"(U if {' or '.join(guards)} else {code})", True
        return f"({code})", always

    def _multiplied(self, parts: Sequence[Resolved], op: str) -> Code:
        """Write a comparison of quotients without a division, so that no fraction is made.

        `a/b < c/d` holds where `(ad - cb) bd < 0`, whatever the signs.
        """
        guards: list[str] = []
        (left, under), (right, other) = (self._ratio(part, guards) for part in parts)
        common = product(under, other)
        code = f"({product(left, other)} - {product(right, under)}) * {common} {op} 0"
        return f"(U if {' or '.join(guards)} else {code})", True

    def _within(self, left: Resolved, slack: Resolved) -> Code:
        """Write a comparison with a slack, which is not asked for where the figure is 0: it is never below that."""
        guards: list[str] = []
        code, name = self._guarded(left, guards), self._temporary()
        code = f"(({name} := {code}) <= 0 or {name} <= {self.write(slack)[0]})"
        return (f"(U if {' or '.join(guards)} else {code})", True) if guards else (code, False)

    def _on_paper(self, function: Function, part: Resolved) -> Code:
        """Write a call with what settings state of a parameter, and with the cells of fields."""
        parameter, addends, total = part.parts
        stated = self.write(parameter)[0]
        if parameter.name is not None:
            stated = self._hoist(self._parameter(parameter, STATED))
        field = addends if addends.in_cells else addends.parts[0]
        listed = path(field, value=False)
        if not addends.in_cells:
            corte = self.write(addends.context[0])[0]
            listed += f"[:None if {corte}.__class__ is N else {corte}]"
        return f"F_{function.name}({stated}, {listed}, {path(total, value=False)})", False

    def _ratio(self, part: Resolved, guards: list[str]) -> tuple[str, str]:
        """Write a figure as numerator and denominator (empty for 1); tests that have to come first join `guards`."""
        node = part.node
        if isinstance(node, syntax.Arithmetic):
            (left, under), (right, other) = (self._ratio(side, guards) for side in part.parts)
            if node.op == "/":
                guards.append(f"{right} == 0")
                return product(left, other), product(under, right)
            if node.op == "*":
                return product(left, right), product(under, other)
            if under == other == "":
                return f"({left} {node.op} {right})", ""
            return f"({product(left, other)} {node.op} {product(right, under)})", product(under, other)
        if isinstance(node, syntax.Call) and node.name == "abs":
            inner, under = self._ratio(part.parts[0], guards)
            return f"abs({inner})", under and f"abs({under})"
        return self._guarded(part, guards), ""

    def _logic(self, operands: Sequence[Code], op: str) -> Code:
        """Write `and` or `or`: the value `decisive` of any operand decides, else all have to be `other`."""
        decisive, other = ("True", "False") if op == "or" else ("False", "True")
        if not any(missing for _, missing in operands):
            return f"({f' {op} '.join(code for code, _ in operands)})", False
        named = [(self._temporary(), code) for code, _ in operands]
        decided = " or ".join(f"({name} := {code}) is {decisive}" for name, code in named)
        settled = " and ".join(f"{name} is {other}" for name, _ in named)
        return f"({decisive} if {decided} else {other} if {settled} else U)", True

    def _among(self, name: str, part: Resolved) -> Code:
        """Write a quantifier of a sweep, so that what is the same for many frames is computed once for them."""
        pieces = split(part)
        if len(pieces) > 1 and any(self._is_shared(slots(piece)) or lookup(piece) for piece in pieces):
            return self._logic([self._among(name, piece) for piece in pieces], "or" if name == "any" else "and")
        if self._is_shared(slots(part)):
            code, missing = self._quantifier(name, part)
            return self._remembered(code, slots(part)), missing
        found = lookup(part)
        return (
            self._looked_up(name, found) if found and self._is_shared(shared(found)) else self._quantifier(name, part)
        )

    def _is_shared(self, read: set[int]) -> bool:
        """True if what reads these slots is the same for all frames with one node around their innermost."""
        return max(read, default=0) < self.width - 1

    def _remembered(self, code: str, read: set[int]) -> str:
        """Write the value of `code`, which is computed once for each node of the innermost slot that it reads."""
        assert self.remembered is not None
        name, slot = f"m{len(self.remembered)}", max(read, default=0)
        self.remembered[name] = slot
        return f"({name} if {name} is not None else ({name} := s{name}.setdefault(id(f{slot}), {code})))"

    def _looked_up(self, name: str, found: Lookup) -> Code:
        """Write a quantifier that goes over those items alone which may decide it."""
        condition = found.loops[-1].condition
        loops = " ".join(f"for f{loop.slot} in {self.write(loop.source)[0]}" for loop in found.loops)
        nodes = "".join(f"f{loop.slot}, " for loop in found.loops)
        holds = "True" if condition is None else self.write(condition)[0]
        items = self._remembered(f"index(({self.write(found.key)[0]}, {holds}, {nodes}) {loops})", shared(found))
        result = self.write(found.body)[0]
        if condition is not None:
            result = f"U if {self.write(condition)[0]}.__class__ is N else {result}"
        sequence = self._temporary()
        chosen = f"({sequence} := candidates({items}, {self.write(found.wanted)[0]}))"
        return f"({chosen}, {name}_of({result} for {nodes}in {sequence}))[1]", True

    def _quantifier(self, name: str, part: Resolved) -> Code:
        """Write a quantifier; a condition that is unknown makes its item's value unknown."""
        source, body, *conditions = part.parts
        items, missing = self.write(source)
        result, test = self.write(body)[0], ""
        variable, sequence = f"f{part.slot}", self._temporary()
        if conditions:
            holds = self._temporary()
            result = f"U if {holds}.__class__ is N else {result}"
            test = f" if ({holds} := {self.write(conditions[0])[0]}) is not False"
        values = f"{result} for {variable} in {sequence}{test}"
        code = f"{name}_of({values})" if name in ("all", "any") else f"F_{name}([{values}])"
        guard = f"U if {sequence}.__class__ is N else " if missing else ""
        return f"(({sequence} := {items}), {guard}{code})[1]", True

    def _call(self, node: syntax.Call, part: Resolved) -> Code:
        function = FUNCTIONS[node.name]
        if function.cells:
            return f"F_{function.name}({path(part.parts[0], value=False)})", True
        if function.on_paper:
            return self._on_paper(function, part)
        if function.name == "blank":
            name = self._temporary()
            return f"(U if ({name} := {self.write(part.parts[0])[0]}) is U else {name} is B)", True
        arguments = (*part.parts, *part.context)
        if function.lenient:
            return f"F_{function.name}({', '.join(self.write(argument)[0] for argument in arguments)})", True
        if function.table:
            assert isinstance(node.arguments[0], syntax.Literal)
            return self._strict(arguments, f"F_{function.name}(T[{node.arguments[0].value!r}], {{0}})", always=True)
        slots = ", ".join(f"{{{index}}}" for index in range(len(arguments)))
        return self._strict(arguments, _INLINE.get(function.name, f"F_{function.name}({slots})"), always=True)

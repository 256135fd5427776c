"""Write checked sentences as Python functions: one for a single frame, one that loops over all frames of a kind.

The source is written from the checked tree, never from a rule's text: it consists of the names below, attributes of
`core/report.py`, and constants. Its results are those of `evaluate`; tests compare the two. For the rule
`abs(absoluto - meta_anual) <= tolerancia` on frames of four nodes, `answer` writes (here on several lines):

    def answer(frame, P):
     f0, f1, f2, f3, = frame
     return (U if (t4 := (U if (t3 := (
         U if (t1 := f3.absoluto.value).__class__ is N or (t2 := f3.meta_anual.value).__class__ is N else t1 - t2
     )).__class__ is N else abs(t3))).__class__ is N else t4 <= P['POA101.tolerancia'])

Names: `f0`… the frame's nodes, `P` the parameters, `T` the catalogues, `F_…` the functions of the language, `N` the
class of missing values, `U` UNKNOWN, `B` BLANK, `t1`… values bound on the way, `h0`… values read once a frame or once a
call, `m0`… values remembered for many frames (`sm0` by their node), `l0`… the nodes of the frame before, `w` the result
of `when`, `r` that of `expect`, `n0`… how often each sentence holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import FunctionType
from typing import Any, Final, NamedTuple

from poa_lint.core.figures import BLANK, UNKNOWN, Nothing, quotient
from poa_lint.expression import syntax
from poa_lint.expression.code import divides, evaluation, hoisted_reads, indented, literal, path_to, product, unpacking
from poa_lint.expression.functions import FUNCTIONS, all_of, any_of, contained
from poa_lint.expression.lookup import Lookup, candidates, index, lookup, shared, slots, split
from poa_lint.expression.resolve import Resolved
from poa_lint.expression.types import Frame, Tables

Parameters = Mapping[str, object]
"""The value of each parameter by its owner's code and its name: `POA101.tolerancia`."""
Answer = Callable[[Frame, Parameters], object]
"""Return the result of one rule on a frame: True, False, UNKNOWN, or None where the rule does not apply."""
Note = Callable[[tuple[int, Frame, object]], None]
"""Take a result other than True: the sentence's index, the frame, and False or UNKNOWN."""
Sweep = Callable[[Iterable[Frame], Parameters, Note], Sequence[int]]
"""Evaluate several rules on all frames; return how often each sentence holds, and call `Note` for other results."""

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


class Sentence(NamedTuple):
    """The sentences of one rule, and the code of the rule that owns each of its parameters, by the parameter's name."""

    when: Resolved | None
    expect: Resolved
    owners: Mapping[str, str]


def answer(name: str, sentence: Sentence, width: int) -> str:
    """Return the source of the function `name` (an `Answer`) for one rule on frames of `width` nodes."""
    writer = _Writer(width, sentence.owners, None)
    lines = [f"def {name}(frame, P):\n {unpacking(width)} = frame"]
    if sentence.when is not None:
        lines.append(f" w = {writer.write(sentence.when)[0]}")
        lines.append(" if w is not True:\n  return U if w.__class__ is N else None")
    lines.append(f" return {writer.write(sentence.expect)[0]}")
    return "\n".join(lines)


def sweep(name: str, sentences: Sequence[Sentence], width: int, inner: str | None = None) -> str:
    """Return the source of the function `name` (a `Sweep`) for rules on frames of `width` nodes.

    With `inner` it takes frames of one node less, and loops in each over the items of the attribute `inner` of its last
    node. Each field is read once a frame, each parameter once a call:

        def sweep(frames, P, note):
         h1 = P['POA101.tolerancia']
         n0 = 0
         for frame in frames:
          f0, f1, f2, f3, = frame
          h0 = f3.meta_anual.value
          r = (U if h0.__class__ is N else h0 >= h1)
          if r is True:
           n0 += 1
          else:
           note((0, frame, r))
         return (n0,)
    """
    hoisted: dict[str, str] = {}
    remembered: dict[str, int] = {}
    body: list[str] = []
    outer, frame = ("frame", "frame") if inner is None else ("around", f"(*around, f{width - 1})")
    for number, sentence in enumerate(sentences):
        writer = _Writer(width, sentence.owners, hoisted, remembered)
        when = None if sentence.when is None else writer.write(sentence.when)[0]
        body += evaluation(number, when, writer.write(sentence.expect)[0], frame)
    counts = [f"n{number}" for number in range(len(sentences))]
    constant, reads = hoisted_reads(hoisted, width)
    for memory, slot in remembered.items():
        constant.append(f"s{memory} = {{}}")
        reads[slot].append(f"{memory} = s{memory}.get(id(f{slot}))")
    known = width if inner is None else width - 1
    lines = [f"def {name}(frames, P, note):", *indented(constant), f" {' = '.join([*counts, '0'])}"]
    lines += [f" l{slot} = None" for slot in range(known - 1) if reads[slot]]
    lines += [f" for {outer} in frames:", f"  {unpacking(known)} = {outer}"]
    for slot in range(known - 1):
        if reads[slot]:  # many frames in a row have the same report, unit and page around them
            lines += [f"  if f{slot} is not l{slot}:", f"   l{slot} = f{slot}", *indented(reads[slot], 3)]
    lines += indented(reads[known - 1], 2)
    if inner is None:
        lines += indented(body, 2)
    else:
        lines += [f"  for f{width - 1} in f{width - 2}.{inner}:", *indented((*reads[width - 1], *body), 3)]
    lines.append(f" return ({', '.join(counts)},)")
    return "\n".join(lines)


def function(source: str, tables: Tables) -> Any:
    """Compile `source`, which `answer` or `sweep` wrote, and return its function; `tables` are the catalogues."""
    scope: dict[str, Any] = {}
    code = compile(source, "<rule>", "exec", dont_inherit=True, optimize=0)
    exec(code, scope)  # noqa: S102 - names of the program's own and constants, never text of a rule
    (generated,) = (value for value in scope.values() if isinstance(value, FunctionType))
    return bound(generated, tables)


def bound(generated: FunctionType, tables: Tables) -> Any:
    """Return the function `generated` with the global names that it uses; `tables` are the catalogues."""
    return FunctionType(generated.__code__, {**_names(), "T": tables}, generated.__name__)


@cache
def _names() -> dict[str, Any]:
    bodies = {f"F_{name}": function.body for name, function in FUNCTIONS.items()}
    helpers = {"contained": contained, "quotient": quotient, "all_of": all_of, "any_of": any_of}
    helpers |= {"index": index, "candidates": candidates}
    return {**bodies, **helpers, "N": Nothing, "U": UNKNOWN, "B": BLANK}


class _Writer:
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
            case syntax.Field(path=path):
                return self._field(part, path[0])
            case syntax.Arithmetic(op=op):
                return self._strict(part.parts, _OPERATORS[op], always=op == "/")
            case syntax.Compare(op="in"):
                constant = isinstance(part.parts[1].node, syntax.Listing) and part.parts[1].constant
                return self._strict(
                    part.parts, "{0} in {1}" if constant else "contained({0}, {1})", always=not constant
                )
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

    def _field(self, part: Resolved, first: str) -> Code:
        if part.name is not None and part.name.slot is None:
            return self._hoist(f"P[{f'{self.owners[first]}.{first}'!r}]"), False
        code = path_to(part)
        # The variable of a quantifier has another value for each item.
        return (code if part.slot >= self.width else self._hoist(code)), part.type.item is None

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
            return f"F_{function.name}({path_to(part.parts[0], value=False)})", True
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

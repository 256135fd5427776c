"""Checked sentences as Python functions: one that answers for one frame, one that goes over all frames of a kind.

They are written from the checked tree, never from the text, of names of the program's own, attributes that report.py
has, and constants; their answers are those of `evaluate`, which tests hold them against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import FunctionType
from typing import Any, Final, NamedTuple

from poa_lint.core.figures import BLANK, UNKNOWN, Nothing, quotient
from poa_lint.expression import syntax
from poa_lint.expression.functions import FUNCTIONS, all_of, any_of, contained
from poa_lint.expression.resolve import Resolved
from poa_lint.expression.types import Frame, Tables

Parameters = Mapping[str, object]
"""The value of each parameter by its owner's code and its name: `POA101.tolerancia`."""
Answer = Callable[[Frame, Parameters], object]
"""Of one frame: True, False, UNKNOWN, or None where the rule does not apply."""
Note = Callable[[tuple[int, Frame, object]], None]
Sweep = Callable[[Iterable[Frame], Parameters, Note], Sequence[int]]
"""Over frames: how often each sentence holds; every other answer is noted with the sentence's place."""


class Sentence(NamedTuple):
    """What is written of one rule: where it applies, what has to hold, and who owns each of its parameters."""

    when: Resolved | None
    expect: Resolved
    owners: Mapping[str, str]


def answer(name: str, sentence: Sentence, wide: int) -> str:
    """The source of the function `name` (an `Answer`) for one rule on frames of that many nodes."""
    writer = _Writer(wide, sentence.owners, None)
    lines = [f"def {name}(frame, P):\n {_unpacked(wide)} = frame"]
    if sentence.when is not None:
        lines.append(f" w = {writer.write(sentence.when)[0]}")
        lines.append(" if w is not True:\n  return U if w.__class__ is N else None")
    lines.append(f" return {writer.write(sentence.expect)[0]}")
    return "\n".join(lines)


def sweep(name: str, sentences: Sequence[Sentence], wide: int, inner: str | None = None) -> str:
    """The source of the function `name` (a `Sweep`) for all rules of a kind of frame; it reads each field once a frame.

    With `inner` it goes over the frames around theirs, and in each over what that attribute of its last node holds.
    """
    hoisted: dict[str, str] = {}
    body: list[str] = []
    frame = "frame" if inner is None else f"(*around, f{wide - 1})"
    for number, sentence in enumerate(sentences):
        writer = _Writer(wide, sentence.owners, hoisted)
        when = None if sentence.when is None else writer.write(sentence.when)[0]
        body += _asked(number, when, writer.write(sentence.expect)[0], frame)
    counts = [f"n{number}" for number in range(len(sentences))]
    constant, reads = _by_node(hoisted, wide)
    loop = wide if inner is None else wide - 1
    lines = [f"def {name}(frames, P, note):", *(f" {line}" for line in constant), f" {' = '.join([*counts, '0'])}"]
    lines += [f" l{place} = None" for place in range(loop - 1) if reads[place]]
    lines += [f" for {'frame' if inner is None else 'around'} in frames:"]
    lines += [f"  {_unpacked(loop)} = {'frame' if inner is None else 'around'}"]
    for place in range(loop - 1):
        if reads[place]:  # many frames in a row have the same report, unit and page around them
            lines += [f"  if f{place} is not l{place}:", f"   l{place} = f{place}"]
            lines += [f"   {line}" for line in reads[place]]
    lines += [f"  {line}" for line in reads[loop - 1]]
    if inner is not None:
        lines += [f"  for f{wide - 1} in f{wide - 2}.{inner}:", *(f"   {line}" for line in (*reads[wide - 1], *body))]
    else:
        lines += [f"  {line}" for line in body]
    lines.append(f" return ({', '.join(counts)},)")
    return "\n".join(lines)


def _asked(number: int, when: str | None, expect: str, frame: str) -> list[str]:
    """The lines that ask one rule of one frame."""
    asked = [f"r = {expect}", "if r is True:", f" n{number} += 1", "else:", f" note(({number}, {frame}, r))"]
    if when is None:
        return asked
    unknown = ["elif w.__class__ is N:", f" note(({number}, {frame}, U))"]
    return [f"w = {when}", "if w is True:", *(f" {line}" for line in asked), *unknown]


def _by_node(hoisted: Mapping[str, str], wide: int) -> tuple[list[str], list[list[str]]]:
    """The lines that read what is read once: constants, and the fields of each node of a frame."""
    constant: list[str] = []
    reads: list[list[str]] = [[] for _ in range(wide)]
    for said, name in hoisted.items():
        node = said.removeprefix("[c.value for c in ").partition(".")[0]
        kept = constant if said.startswith("P[") else reads[int(node[1:])]
        kept.append(f"{name} = {said}")
    return constant, reads


def _unpacked(wide: int) -> str:
    return ", ".join(f"f{place}" for place in range(wide)) + ","


def _path(part: Resolved, *, value: bool = True) -> str:
    """The attributes that lead to a field; with `value` what its cells say, else the cell itself."""
    said = f"f{part.slot}"
    for step in part.steps:
        said = f"{said}.{step.name}"
        if step.in_cells and value:
            said = f"[c.value for c in {said}]" if step.many else f"{said}.value"
    return said


_OPERATORS: Final = {"+": "{0} + {1}", "-": "{0} - {1}", "*": "{0} * {1}", "/": "quotient({0}, {1})"}
_INLINE: Final = {
    "abs": "abs({0})",
    "closed": "{0}[:{1}]",
    "whole": "{0}.denominator == 1",
    "year": "{0}.ano",
}
"""Functions whose body is an expression."""


class _Writer:
    """Writes expressions, each with whether its value may be missing: such a one is looked at before it is used."""

    def __init__(self, wide: int, owners: Mapping[str, str], hoisted: dict[str, str] | None) -> None:
        self.wide, self.owners, self.hoisted = wide, owners, hoisted
        self.temporaries = 0

    def write(self, part: Resolved) -> tuple[str, bool]:  # noqa: C901, PLR0911 - a line for each kind of node
        """The expression of a part, and whether its value may be BLANK or UNKNOWN."""
        node = part.node
        match node:
            case syntax.Literal(value=value):
                return _literal(value), False
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
                if any(map(_divides, part.parts)):
                    return self._multiplied(part.parts, op)
                return self._strict(part.parts, f"{{0}} {op} {{1}}")
            case syntax.Logic(op="not"):
                return self._strict(part.parts, "not {0}")
            case syntax.Logic(op=op):
                return self._deciding(part.parts, "True" if op == "or" else "False", "False" if op == "or" else "True")
            case syntax.Each(name=name):
                return self._each(name, part)
            case syntax.Call():
                return self._call(node, part)
        raise TypeError(type(node).__name__)

    def _new(self) -> str:
        self.temporaries += 1
        return f"t{self.temporaries}"

    def _field(self, part: Resolved, first: str) -> tuple[str, bool]:
        if part.name is not None and part.name.slot is None:
            return self._read(f"P[{f'{self.owners[first]}.{first}'!r}]"), False
        said = _path(part)
        return (said if part.slot >= self.wide else self._read(said)), part.type.item is None

    def _read(self, said: str) -> str:
        """What is the same wherever it stands, read once where many sentences are written together."""
        if self.hoisted is None or said.isidentifier():
            return said
        return self.hoisted.setdefault(said, f"h{len(self.hoisted)}")

    def _strict(self, parts: Sequence[Resolved], body: str, *, always: bool = False) -> tuple[str, bool]:
        """A body that is not run on a missing value; `always` where it may give one itself."""
        said: list[str] = []
        guards: list[str] = []
        for part in parts:
            text, missing = self.write(part)
            if missing:
                name = text if text.isidentifier() else self._new()
                guards.append(f"{text if name == text else f'({name} := {text})'}.__class__ is N")
                text = name
            said.append(text)
        whole = body.format(*said)
        if guards:
            return f"(U if {' or '.join(guards)} else {whole})", True
        return f"({whole})", always

    def _multiplied(self, parts: Sequence[Resolved], op: str) -> tuple[str, bool]:
        """A comparison of quotients, multiplied out: exact, and no fraction is made.

        `a/b < c/d` holds where `(ad - cb) bd < 0`, whatever the signs.
        """
        guards: list[str] = []
        (left, under), (right, other) = (self._ratio(part, guards) for part in parts)
        common = _product(under, other)
        whole = f"({_product(left, other)} - {_product(right, under)}) * {common} {op} 0"
        return f"(U if {' or '.join(guards)} else {whole})", True

    def _ratio(self, part: Resolved, guards: list[str]) -> tuple[str, str]:
        """A figure as numerator and denominator (empty: 1); what has to be looked at before joins the guards."""
        node = part.node
        if isinstance(node, syntax.Arithmetic):
            (left, under), (right, other) = (self._ratio(one, guards) for one in part.parts)
            if node.op == "/":
                guards.append(f"{right} == 0")
                return _product(left, other), _product(under, right)
            if node.op == "*":
                return _product(left, right), _product(under, other)
            if under == other == "":
                return f"({left} {node.op} {right})", ""
            return f"({_product(left, other)} {node.op} {_product(right, under)})", _product(under, other)
        if isinstance(node, syntax.Call) and node.name == "abs":
            inner, under = self._ratio(part.parts[0], guards)
            return f"abs({inner})", under and f"abs({under})"
        text, missing = self.write(part)
        if missing:
            name = text if text.isidentifier() else self._new()
            guards.append(f"{text if name == text else f'({name} := {text})'}.__class__ is N")
            text = name
        return text, ""

    def _deciding(self, parts: Sequence[Resolved], decisive: str, other: str) -> tuple[str, bool]:
        written = [self.write(part) for part in parts]
        if not any(missing for _, missing in written):
            op = "or" if decisive == "True" else "and"
            return f"({f' {op} '.join(text for text, _ in written)})", False
        names = [(self._new(), text) for text, _ in written]
        decided = " or ".join(f"({name} := {text}) is {decisive}" for name, text in names)
        settled = " and ".join(f"{name} is {other}" for name, _ in names)
        return f"({decisive} if {decided} else {other} if {settled} else U)", True

    def _each(self, name: str, part: Resolved) -> tuple[str, bool]:
        """A condition that cannot be told makes its item unknown."""
        source, body, *conditions = part.parts
        items, missing = self.write(source)
        said, holds = self.write(body)[0], ""
        variable, taken = f"f{part.slot}", self._new()
        if conditions:
            kept = self._new()
            said = f"U if {kept}.__class__ is N else {said}"
            holds = f" if ({kept} := {self.write(conditions[0])[0]}) is not False"
        items_said = f"{said} for {variable} in {taken}{holds}"
        whole = f"{name}_of({items_said})" if name in ("all", "any") else f"F_{name}([{items_said}])"
        guard = f"U if {taken}.__class__ is N else " if missing else ""
        return f"(({taken} := {items}), {guard}{whole})[1]", True

    def _call(self, node: syntax.Call, part: Resolved) -> tuple[str, bool]:
        word = FUNCTIONS[node.name]
        if word.cells:
            return f"F_{word.name}({_path(part.parts[0], value=False)})", True
        if word.name == "blank":
            kept = self._new()
            return f"(U if ({kept} := {self.write(part.parts[0])[0]}) is U else {kept} is B)", True
        given = (*part.parts, *part.context)
        if word.lenient:
            return f"F_{word.name}({', '.join(self.write(one)[0] for one in given)})", True
        if word.table:
            assert isinstance(node.arguments[0], syntax.Literal)
            return self._strict(given, f"F_{word.name}(T[{node.arguments[0].value!r}], {{0}})", always=True)
        places = ", ".join(f"{{{place}}}" for place in range(len(given)))
        return self._strict(given, _INLINE.get(word.name, f"F_{word.name}({places})"), always=True)


def _divides(part: Resolved) -> bool:
    """Whether a figure is reckoned by dividing, with nothing but arithmetic around it."""
    node = part.node
    if isinstance(node, syntax.Arithmetic):
        return node.op == "/" or any(map(_divides, part.parts))
    return isinstance(node, syntax.Call) and node.name == "abs" and _divides(part.parts[0])


def _product(one: str, other: str) -> str:
    return f"{one} * {other}" if one and other else one or other


def _literal(value: Any) -> str:
    return repr(value) if isinstance(value, str | int) else f"quotient({value.numerator}, {value.denominator})"


def function(source: str, tables: Tables) -> Any:
    """The function that `source`, written by `answer` or `sweep`, defines."""
    scope: dict[str, Any] = {}
    code = compile(source, "<rule>", "exec", dont_inherit=True, optimize=0)
    exec(code, scope)  # noqa: S102 - names of the program's own and constants, never text of a rule
    (written,) = (value for value in scope.values() if isinstance(value, FunctionType))
    return bound(written, tables)


def bound(written: FunctionType, tables: Tables) -> Any:
    """A written function with the names that it speaks of, and the catalogues that it looks codes up in."""
    return FunctionType(written.__code__, {**_names(), "T": tables}, written.__name__)


@cache
def _names() -> dict[str, Any]:
    bodies = {f"F_{name}": function.body for name, function in FUNCTIONS.items()}
    rest = {"contained": contained, "quotient": quotient, "all_of": all_of, "any_of": any_of}
    return {**bodies, **rest, "N": Nothing, "U": UNKNOWN, "B": BLANK}

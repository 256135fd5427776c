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
from typing import Any, NamedTuple

from poa_lint.core.figures import BLANK, UNKNOWN, Nothing, quotient
from poa_lint.expression.functions import FUNCTIONS, all_of, any_of, candidates, contained, index
from poa_lint.expression.resolve import Resolved
from poa_lint.expression.types import Frame, Tables

Parameters = Mapping[str, object]
"""The value of each parameter by its owner's code and its name: `POA101.tolerancia`."""
Answer = Callable[[Frame, Parameters], object]
"""Return the result of one rule on a frame: True, False, UNKNOWN, or None where the rule does not apply."""
Gaps = Callable[[Frame, Parameters], tuple[object, ...]]
"""Return how far apart the figures are that one rule compares on a frame (`arithmetic.gaps`)."""
Note = Callable[[tuple[int, Frame, object]], None]
"""Take a result other than True: the sentence's index, the frame, and False or UNKNOWN."""
Sweep = Callable[[Iterable[Frame], Parameters, Note], Sequence[int]]
"""Evaluate several rules on all frames; return how often each sentence holds, and call `Note` for other results."""


class Sentence(NamedTuple):
    """The sentences of one rule, and the code of the rule that owns each of its parameters, by the parameter's name."""

    when: Resolved | None
    expect: Resolved
    owners: Mapping[str, str]


def answer(name: str, sentence: Sentence, width: int) -> str:
    """Return the source of the function `name` (an `Answer`) for one rule on frames of `width` nodes."""
    from poa_lint.expression.pieces import unpacking
    from poa_lint.expression.writer import Writer  # functions of our own rules are built ahead

    writer = Writer(width, sentence.owners, None)
    lines = [f"def {name}(frame, P):\n {unpacking(width)} = frame"]
    if sentence.when is not None:
        lines.append(f" w = {writer.write(sentence.when)[0]}")
        lines.append(" if w is not True:\n  return U if w.__class__ is N else None")
    lines.append(f" return {writer.write(sentence.expect)[0]}")
    return "\n".join(lines)


def gaps(name: str, sentence: Sentence, width: int) -> str:
    """Return the source of the function `name` (a `Gaps`) for one rule on frames of `width` nodes."""
    from poa_lint.expression import arithmetic
    from poa_lint.expression.pieces import unpacking
    from poa_lint.expression.writer import Writer

    writer = Writer(width, sentence.owners, None)
    values = "".join(f"{writer.write(gap)[0]}, " for gap in arithmetic.gaps(sentence.expect))
    return f"def {name}(frame, P):\n {unpacking(width)} = frame\n return ({values})"


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
    from poa_lint.expression.pieces import evaluation, hoisted_reads, indented, unpacking
    from poa_lint.expression.writer import Writer

    hoisted: dict[str, str] = {}
    remembered: dict[str, int] = {}
    body: list[str] = []
    outer, frame = ("frame", "frame") if inner is None else ("around", f"(*around, f{width - 1})")
    for number, sentence in enumerate(sentences):
        writer = Writer(width, sentence.owners, hoisted, remembered)
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

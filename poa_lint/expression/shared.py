"""Values that many findings share: a list over a whole unit or report is made once for it, not for each finding.

The message `… la unidad no la declara; declara {list(l.codigo for l in unidad.lineas)}` names the same lines for every
goal of the unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from poa_lint.core.records import replace
from poa_lint.expression import syntax
from poa_lint.expression.evaluate import value
from poa_lint.expression.lookup import slots
from poa_lint.expression.resolve import Resolved
from poa_lint.expression.types import Frame

OUTER: Final = 3
"""The nodes of a frame that others may share, from the left: the report, the unit and the page."""


class Shared:
    """Evaluates parts of sentences on the frames of one report, which has to outlive it."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], tuple[tuple[Resolved, frozenset[int]], ...]] = {}
        """The quantifiers in a part that read outer nodes alone, with the slots of these; by part and outer nodes."""
        self._values: dict[tuple[int, ...], object] = {}
        """The values of those quantifiers, by quantifier and nodes."""

    def value(self, part: Resolved, frame: Frame) -> Any:
        """Return the same as `evaluate.value`."""
        outer = min(len(frame) - 1, OUTER)
        key = (id(part), outer)
        if key not in self._found:
            self._found[key] = tuple(_shared(part, outer))
        if not self._found[key]:
            return value(part, frame)
        values = {id(quantifier): self._value(quantifier, read, frame) for quantifier, read in self._found[key]}
        return value(_with(part, values), frame)

    def _value(self, quantifier: Resolved, read: frozenset[int], frame: Frame) -> object:
        key = (id(quantifier), *(id(frame[slot]) for slot in sorted(read)))
        if key not in self._values:
            self._values[key] = value(quantifier, frame)
        return self._values[key]


def _shared(part: Resolved, outer: int) -> Iterator[tuple[Resolved, frozenset[int]]]:
    """The greatest quantifiers in `part` that read none but the first `outer` nodes of a frame."""
    if isinstance(part.node, syntax.Quantifier):
        read = frozenset(slots(part))
        if all(slot < outer for slot in read):
            yield part, read
            return
    for inner in part.parts:
        yield from _shared(inner, outer)


def _with(part: Resolved, values: dict[int, object]) -> Resolved:
    """A part in which the quantifiers of known values are these values."""
    if id(part) in values:
        known: Any = values[id(part)]
        return Resolved(syntax.Literal(part.node.start, part.node.end, known), part.type)
    if not part.parts:
        return part
    return replace(part, parts=tuple([_with(inner, values) for inner in part.parts]))

"""The types of the rule language and the names that a sentence may use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from poa_lint.core.figures import UNKNOWN


class Type(NamedTuple):
    """`number`, `text`, `date`, `truth`, `list` (of `item`) or `node` (of the report's kind `kind`)."""

    name: str
    item: Type | None = None
    kind: str = ""

    def __str__(self) -> str:
        return f"list of {self.item}" if self.item else self.kind or self.name


NUMBER: Final = Type("number")
TEXT: Final = Type("text")
DATE: Final = Type("date")
TRUTH: Final = Type("truth")
ANY: Final = Type("any")
"""The type of a parameter that takes a value of every type."""
NOTHING: Final = Type("nothing")
"""The item type of the empty list, which fits every list."""


class Attribute(NamedTuple):
    """A field of a node: its type, and True if its values stand in cells (a list: each value in its own cell)."""

    type: Type
    in_cells: bool
    doc: str = ""


Kinds = Mapping[str, Mapping[str, Attribute]]
"""The fields of every kind of node; `rulebook/nodes.py` derives them from the type hints of `core/report.py`."""


class Name(NamedTuple):
    """A name in a scope: a node, found in the frame at index `slot`, or a parameter (`slot` is None) and its value."""

    type: Type
    slot: int | None
    value: object = None
    unit: str = ""
    stated: object = UNKNOWN
    """The value of a parameter if settings state it, else UNKNOWN."""


Frame = tuple[object, ...]
"""The nodes that a sentence is evaluated on, outermost first: `(informe, unidad, pagina, meta)`."""
STATED: Final = ".stated"
"""Ends the name under which parameters have the value that settings state, or UNKNOWN."""
Tables = Mapping[str, Mapping[str, str]]
"""Catalogues that rules look codes up in: the table's name, then code to name."""


class Scope(NamedTuple):
    """The names that a sentence may use: `frame` are the kinds of the frame's nodes, outermost first."""

    kinds: Kinds
    frame: tuple[str, ...]
    names: Mapping[str, Name]
    tables: Tables

    def with_variable(self, variable: str, type: Type) -> Scope:
        """Return the scope inside a quantifier: one node more at the end of the frame, named `variable`."""
        names = {**self.names, variable: Name(type, len(self.frame))}
        return Scope(self.kinds, (*self.frame, ""), names, self.tables)


def list_of(item: Type) -> Type:
    """Return the type of a list of `item`."""
    return Type("list", item)


def node(kind: str) -> Type:
    """Return the type of a node of the report; `kind` is `meta`, for example."""
    return Type("node", kind=kind)


def fits(given: Type, wanted: Type) -> bool:
    """True if a value of type `given` may stand where `wanted` is expected."""
    if wanted.item is not None and given.item is not None:
        return given.item == NOTHING or wanted.item == ANY or fits(given.item, wanted.item)
    return wanted in (ANY, given)


def packed(type: Type | None) -> Any:
    """Return `type` as nested tuples of texts, for a built module; `unpacked` reads them back."""
    return None if type is None else (type.name, packed(type.item), type.kind)


def unpacked(values: Any) -> Type:
    """Return the type that `packed` gave as `values`."""
    name, item, kind = values
    return Type(name, None if item is None else unpacked(item), kind)

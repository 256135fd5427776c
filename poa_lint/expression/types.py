"""The types of the rule language and the names that a sentence may use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple


class Type(NamedTuple):
    """`number`, `text`, `date`, `truth`, `list` (of `item`) or `node` (of the report's kind `kind`)."""

    name: str
    item: Type | None = None
    kind: str = ""

    def __str__(self) -> str:
        return f"list of {self.item}" if self.item else self.kind or self.name


def packed(type: Type | None) -> Any:
    """A type as plain tuples, which can be kept."""
    return None if type is None else (type.name, packed(type.item), type.kind)


def unpacked(stated: Any) -> Type:
    """The type that was packed so."""
    name, item, kind = stated
    return Type(name, None if item is None else unpacked(item), kind)


NUMBER: Final = Type("number")
TEXT: Final = Type("text")
DATE: Final = Type("date")
TRUTH: Final = Type("truth")
NOTHING: Final = Type("nothing")
"""The item of the empty list, which fits any."""


def list_of(item: Type) -> Type:
    """A list of `item`."""
    return Type("list", item)


def node(kind: str) -> Type:
    """A node of the report, `meta` for one."""
    return Type("node", kind=kind)


def fits(given: Type, wanted: Type) -> bool:
    """Whether a value of type `given` may stand where `wanted` is asked for."""
    if wanted.item is not None and given.item is not None:
        return given.item == NOTHING or wanted.item == ANY or fits(given.item, wanted.item)
    return wanted in (ANY, given)


ANY: Final = Type("any")


class Attribute(NamedTuple):
    """A field of a node: its type, whether its values stand in cells (a list: each in one), and what it means."""

    type: Type
    in_cells: bool
    doc: str = ""


Kinds = Mapping[str, Mapping[str, Attribute]]
"""Every kind of node and its fields: derived from report.py by `fields.py`."""


class Name(NamedTuple):
    """What a name stands for: a place in the frame with its type, or a constant (a parameter)."""

    type: Type
    slot: int | None
    value: object = None
    unit: str = ""


Tables = Mapping[str, Mapping[str, str]]
"""Catalogues that rules look codes up in: the table's name, then code to name."""


class Scope(NamedTuple):
    """What a sentence may speak of: the kinds of nodes, the frame's nodes outermost first, and the parameters.

    A frame is the tuple of nodes that a sentence is evaluated on: `(informe, unidad, pagina, meta)`.
    """

    kinds: Kinds
    frame: tuple[str, ...]
    names: Mapping[str, Name]
    tables: Tables

    def with_variable(self, variable: str, type: Type) -> Scope:
        """The scope inside a quantifier: one node more at the end of the frame."""
        names = {**self.names, variable: Name(type, len(self.frame))}
        return Scope(self.kinds, (*self.frame, ""), names, self.tables)


Frame = tuple[object, ...]

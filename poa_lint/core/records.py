"""`record`: a frozen dataclass with slots to its reader and to a type checker, at a tenth of the price at start.

`dataclasses` loads `inspect` and compiles six functions a class: a third of a whole run's start (docs/performance.md).
A record has one function of its own, `__init__`; comparing, hashing and showing are shared by all.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar, dataclass_transform

R = TypeVar("R")


@dataclass_transform(frozen_default=True)
def record(cls: type[R]) -> type[R]:
    """Make a class of annotated fields a record; its fields follow those of a record that it derives from.

    It has slots, unless it remembers what it computes (`functools.cached_property`). Nothing keeps a program from
    writing to its fields at run time; the type checker does.
    """
    base, content = cls.__mro__[1], dict(cls.__dict__)
    own = tuple(content.get("__annotations__", ()))
    fields = (*getattr(base, "__match_args__", ()), *own)
    defaults = {**getattr(base, "_defaults", {}), **{name: content.pop(name) for name in own if name in content}}
    for name in ("__dict__", "__weakref__"):
        content.pop(name, None)
    if not any(isinstance(member, cached_property) for member in content.values()):
        content["__slots__"] = own
    content |= {"__init__": _init(fields, defaults), "__match_args__": fields, "_defaults": defaults}
    content |= {name: method for name, method in _SHARED.items() if name not in content}
    made: type[R] = type(cls.__name__, cls.__bases__, content)
    return made


def replace(one: R, **changes: Any) -> R:
    """The same record with other values in some fields."""
    fields: tuple[str, ...] = one.__match_args__  # type: ignore[attr-defined]
    values = {name: getattr(one, name) for name in fields}  # a lazy one is of another class until they are asked for
    return type(one)(**{**values, **changes})


def _init(fields: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    scope: dict[str, Any] = {}
    body = "; ".join(f"self.{name} = {name}" for name in fields) or "pass"
    exec(f"def __init__({', '.join(('self', *fields))}): {body}", scope)  # noqa: S102 - names of fields alone
    scope["__init__"].__defaults__ = tuple(defaults.values())
    return scope["__init__"]


def _values(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name in one.__match_args__])


def _equal(one: Any, other: object) -> bool:
    return _values(one) == _values(other) if other.__class__ is one.__class__ else NotImplemented


def _hash(one: Any) -> int:
    return hash(_values(one))


def _repr(one: Any) -> str:
    pairs = ", ".join(f"{name}={value!r}" for name, value in zip(one.__match_args__, _values(one), strict=True))
    return f"{type(one).__name__}({pairs})"


_SHARED = {"__eq__": _equal, "__hash__": _hash, "__repr__": _repr}

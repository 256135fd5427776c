"""Named tuples, records and enumerations, made without `typing`, `dataclasses` and `enum`: importing those takes long.

To a type checker `NamedTuple` is `typing`'s own and `record` is a frozen dataclass; at run time neither module is
imported (docs/performance.md has what that is worth). Modules that every run imports take both from here and their
annotations from `if TYPE_CHECKING`.
"""

from __future__ import annotations

from poa_lint import ahead

try:
    from _collections import _tuplegetter  # type: ignore[import-not-found] # of what collections.namedtuple makes fields
except ImportError:  # an interpreter that is not CPython

    def _tuplegetter(place: int, _: str) -> property:
        return property(lambda values: values[place])


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from enum import Enum
    from types import CodeType, FunctionType
    from typing import Any, Generic, NamedTuple, TypeVar, dataclass_transform

    R = TypeVar("R")
    C = TypeVar("C", bound=type)
else:
    FunctionType = type(lambda: None)

    class Generic:
        """Takes type parameters and forgets them."""

        def __class_getitem__(cls, _: object) -> type:
            return cls

    def TypeVar(name: str, **_: object) -> str:  # noqa: N802 - stands for typing's class
        """The name, for classes that forget their parameters."""
        return name

    def dataclass_transform(**_: object) -> Callable[[C], C]:
        return lambda decorator: decorator


__all__ = ["TYPE_CHECKING", "Enum", "Generic", "NamedTuple", "TypeVar", "open_record", "record", "replace"]


def _function(name: str, fields: tuple[str, ...], defaults: Mapping[str, Any], first: str, body: str) -> Any:
    """A function of `first` and the fields, with their defaults: what a class of the library would write itself."""
    said = f"def {name}({', '.join([first, *fields])}):\n {body}"
    code: CodeType | None = ahead.table("records").get(said)
    if code is None:
        code = compile(said, "<record>", "exec").co_consts[0]
        ahead.add("records", said, code)
    return FunctionType(code, {"_new": tuple.__new__}, name, tuple(defaults.values()))


if not TYPE_CHECKING:

    class _Members(type):
        """Makes a class of names and values an enumeration: one object for each, found by its value, in order."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            values = {
                key: value
                for key, value in namespace.items()
                if key[0] != "_" and not hasattr(value, "__get__") and not hasattr(value, "__set__")
            }
            rest = {key: value for key, value in namespace.items() if key not in values}
            made = super().__new__(cls, name, bases, {**rest, "__slots__": ("name", "value")})
            made.members = {}
            for key, value in values.items():
                one = object.__new__(made)
                one.name, one.value = key, value
                made.members[value] = one
                setattr(made, key, one)
            return made

        def __call__(cls, value: object) -> Any:
            if value.__class__ is cls:
                return value
            if value not in cls.members:
                raise ValueError(f"{value!r} is no {cls.__name__}")
            return cls.members[value]

        def __iter__(cls) -> Iterator[Any]:
            return iter(cls.members.values())

        def __len__(cls) -> int:
            return len(cls.members)

    class Enum(metaclass=_Members):
        """The base that a class names to become an enumeration; to a type checker it is `enum`'s."""

        __slots__ = ()

        def __reduce__(self) -> tuple[type, tuple[object]]:
            return type(self), (self.value,)

        def __repr__(self) -> str:
            return f"{type(self).__name__}.{self.name}"

    class _Named(type):
        """Makes a class of annotated fields a tuple with names."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
            if name == "NamedTuple" and not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = {one: namespace[one] for one in fields if one in namespace}
            body = f"return _new(_class, ({' '.join(f'{one},' for one in fields)}))"
            made = {
                **namespace,
                **{one: _tuplegetter(place, "") for place, one in enumerate(fields)},
                "__slots__": (),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": defaults,
                "__new__": _function("__new__", fields, defaults, "_class", body),
            }
            return type(name, (_Tuple,), made)

    class NamedTuple(metaclass=_Named):
        """The base that a class names to become such a tuple."""

    class _Tuple(tuple):
        """What named tuples can do besides."""

        __slots__ = ()
        _fields: tuple[str, ...] = ()

        @classmethod
        def _make(cls, values: Any) -> Any:
            return tuple.__new__(cls, values)

        def _replace(self, **changes: object) -> Any:
            made = tuple.__new__(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"{type(self).__name__} has no field {', '.join(changes)}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            said = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({said})"

        def __class_getitem__(cls, item: object) -> Any:
            from types import GenericAlias

            return GenericAlias(cls, item)


def _values(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name in one.__match_args__])


def _equal(one: Any, other: object) -> bool:
    return _values(one) == _values(other) if other.__class__ is one.__class__ else NotImplemented


def _hash(one: Any) -> int:
    return hash(_values(one))


def _told(one: Any) -> str:
    said = ", ".join(f"{name}={value!r}" for name, value in zip(one.__match_args__, _values(one), strict=True))
    return f"{type(one).__name__}({said})"


def _made(cls: Any, *, slots: bool) -> Any:
    base = cls.__mro__[1]
    own = tuple(vars(cls).get("__annotations__", ()))
    fields = (*getattr(base, "__match_args__", ()), *own)
    defaults = {
        **getattr(base, "_field_defaults", {}),
        **{one: cls.__dict__[one] for one in own if one in cls.__dict__},
    }
    body = "; ".join(f"self.{one} = {one}" for one in fields) or "pass"
    namespace = {key: value for key, value in cls.__dict__.items() if key not in (*own, "__dict__", "__weakref__")}
    if slots:
        namespace["__slots__"] = own
    namespace |= {
        "__init__": _function("__init__", fields, defaults, "self", body),
        "__match_args__": fields,
        "_field_defaults": defaults,
        "__eq__": _equal,
        "__hash__": _hash,
        "__repr__": _told,
    }
    return type(cls.__name__, cls.__bases__, namespace)


@dataclass_transform(frozen_default=True)
def record(cls: type[R]) -> type[R]:
    """Make a class of annotated fields a record: a frozen dataclass with slots, to a type checker and to its reader.

    Nothing keeps a program from writing to its fields at run time; the type checker does.
    """
    made: type[R] = _made(cls, slots=True)
    return made


@dataclass_transform(frozen_default=True)
def open_record(cls: type[R]) -> type[R]:
    """A record that also remembers what it reckons (`functools.cached_property`), and so has no slots."""
    made: type[R] = _made(cls, slots=False)
    return made


def replace(one: R, **changes: Any) -> R:
    """The same record with other values in some fields."""
    kept = {name: getattr(one, name) for name in one.__match_args__}  # type: ignore[attr-defined]
    return type(one)(**{**kept, **changes})

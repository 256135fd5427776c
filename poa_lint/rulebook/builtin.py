"""The program's own rules, kept from one run for the next: no YAML is read where nothing changed.

A kept rule holds what every run asks for. The words and sentences that tell a finding are kept beside it, rule by rule;
what only an explanation needs is read from the rule's file again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from poa_lint.core import cache as ahead
from poa_lint.core.diagnostic import Severity
from poa_lint.core.figures import UNKNOWN, Nothing, ratio
from poa_lint.expression.types import packed, unpacked
from poa_lint.rulebook.book import Book, Check, Rulebook, asleep
from poa_lint.rulebook.rule import Fix, Loaded, Parameter, Rule

LIGHT: Final = ("code", "name", "group", "each", "status", "unless", "follows", "constraint", "path", "aliases")
MORE: Final = ("replaced_by", "by_request")
TELLING: Final = ("sentences", "at", "see", "message", "help")
FILED: Final = ("since", "why", "basis", "examples", "text", "marks")


class KeptRule(Rule):
    """A rule of another run. What it does not hold is fetched when somebody asks for it."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name == "parameters" or name in TELLING:
            self._tell()
        elif name in FILED:
            self._read()
        else:
            raise AttributeError(name)
        return object.__getattribute__(self, name)

    def _tell(self) -> None:
        told, parameters = ahead.made(f"rules/{self.code}", _gone)
        _set(self, dict(zip(TELLING, told, strict=True)))
        _set(self, {"parameters": tuple(map(_parameter, parameters))})

    def _read(self) -> None:
        from pathlib import Path

        from poa_lint.rulebook.load import read

        rule, _ = read(Path(self.path))
        assert rule is not None, "the file is the one that the rule was kept of"
        _set(self, {name: getattr(rule, name) for name in FILED})


def _set(rule: KeptRule, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        object.__setattr__(rule, name, value)


def _gone() -> Any:
    raise RuntimeError("a rule was kept without its words")


def kept(make: Callable[[], Rulebook]) -> Rulebook:
    """The rules of another run, or those that `make` makes, kept for the next. Rules with troubles are not kept."""
    fresh: list[Rulebook] = []

    def packed() -> Any:
        fresh.append(make())
        return _packed(fresh[0])

    stored = ahead.made("rules", packed)
    return fresh[0] if fresh else _unpacked(*stored)


def _packed(book: Rulebook) -> Any:
    if book.troubles:
        return None
    for rule in book.loaded.rules:
        told = [getattr(rule, name) for name in TELLING]
        ahead.put(f"rules/{rule.code}", (told, [_plain_parameter(one) for one in rule.parameters]))
    rules = [
        (
            *(getattr(rule, name) for name in (*LIGHT, *MORE)),
            rule.severity.value,
            None if rule.fix is None else tuple(rule.fix),
        )
        for rule in book.loaded.rules
    ]
    values = {name: _plain(value) for name, value in book.book.values.items()}
    return book.version, rules, dict(book.loaded.tables), values


def _unpacked(version: str, rules: list[Any], tables: dict[str, Mapping[str, str]], values: dict[str, Any]) -> Rulebook:
    found: list[Rule] = []
    for *light, severity, fix in rules:
        rule = object.__new__(KeptRule)
        _set(rule, dict(zip((*LIGHT, *MORE), light, strict=True)))
        _set(rule, {"severity": Severity(severity), "fix": None if fix is None else Fix(*fix)})
        found.append(rule)
    loaded = Loaded(tuple(found), (), tables)
    book = Book(version, loaded, {name: _value(value) for name, value in values.items()}, asleep(loaded))
    return Rulebook({rule.code: Check(rule, book) for rule in found}, (), book)


def _plain(value: object) -> Any:
    """A parameter's value as marshal takes it: a figure with decimals as a pair."""
    if isinstance(value, Nothing):
        return ()
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | None) else (value.numerator, value.denominator)  # type: ignore[attr-defined]


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(one) for one in value]
    if not isinstance(value, tuple):
        return value
    return ratio(*value) if value else UNKNOWN


def _plain_parameter(one: Parameter) -> tuple[Any, ...]:
    bounds = (_plain(one.value), _plain(one.minimum), _plain(one.maximum))
    return one.name, packed(one.type), *bounds, one.unit, dict(one.doc), one.source


def _parameter(stored: tuple[Any, ...]) -> Parameter:
    name, type, value, minimum, maximum, unit, doc, source = stored
    return Parameter(name, unpacked(type), _value(value), unit, doc, _value(minimum), _value(maximum), source)


@cache
def built_in_rules() -> Rulebook:
    """The rules that come with the program."""
    return kept(_own_rules)


def _own_rules() -> Rulebook:
    from poa_lint.core.cache import folder
    from poa_lint.rulebook.book import rulebook
    from poa_lint.rulebook.load import load

    return rulebook(load((folder("rules"),)))

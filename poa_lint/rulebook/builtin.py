"""The rules that come with the program: read from what was built of them, or else from their files."""

from __future__ import annotations

import os
from functools import cache
from typing import Any, Final

from poa_lint.core.cache import built_value, folder_path
from poa_lint.core.diagnostic import Severity
from poa_lint.core.figures import UNKNOWN, Nothing, ratio
from poa_lint.expression.types import packed, unpacked
from poa_lint.rulebook.book import Book, Check, Rulebook, off_by_default
from poa_lint.rulebook.rule import Fix, Loaded, Parameter, Rule

FIELDS: Final = tuple(name for name in Rule.__match_args__ if name not in ("path", "severity", "parameters", "fix"))
"""The fields of a rule that are packed as they are: texts, truth values, and tuples and mappings of texts."""


@cache
def built_in_rules() -> Rulebook:
    """The rules that come with the program."""
    values: tuple[Any, ...] = built_value("rules", tuple)
    return _unpacked(*values) if values else rules_from_files()


def rules_from_files() -> Rulebook:
    """The same rules, read and compiled from their files."""
    from poa_lint.core.cache import folder
    from poa_lint.rulebook.book import rulebook
    from poa_lint.rulebook.load import load

    return rulebook(load((folder("rules"),)))


def packed_rules(book: Rulebook) -> tuple[Any, ...]:
    """A set of rules without troubles as texts, numbers, tuples and mappings: the arguments of `_unpacked`."""
    assert not book.troubles
    top = folder_path("rules")
    rules = [
        (
            tuple(getattr(rule, name) for name in FIELDS),
            tuple(os.path.relpath(rule.path, top).split(os.sep)),
            rule.severity.value,
            None if rule.fix is None else tuple(rule.fix),
            tuple(map(_packed_parameter, rule.parameters)),
        )
        for rule in book.loaded.rules
    ]
    values = {name: _packed(value) for name, value in book.book.values.items()}
    paths = {name: tuple(os.path.relpath(path, top).split(os.sep)) for name, path in book.loaded.table_paths.items()}
    return book.version, rules, dict(book.loaded.tables), paths, values


def _unpacked(
    version: str, rules: list[Any], tables: dict[str, dict[str, str]], paths: dict[str, Any], values: dict[str, Any]
) -> Rulebook:
    top = folder_path("rules")
    files = {name: os.path.join(top, *path) for name, path in paths.items()}
    loaded = Loaded(tuple([_rule(top, *fields) for fields in rules]), (), tables, files)
    book = Book(version, loaded, {name: _value(value) for name, value in values.items()}, off_by_default(loaded))
    return Rulebook({rule.code: Check(rule, book) for rule in loaded.rules}, (), book)


def _rule(top: str, fields: Any, path: Any, severity: str, fix: Any, parameters: Any) -> Rule:
    return Rule(
        **dict(zip(FIELDS, fields, strict=True)),
        path=os.path.join(top, *path),
        severity=Severity(severity),
        fix=None if fix is None else Fix(*fix),
        parameters=tuple(map(_parameter, parameters)),
    )


def _packed(value: object) -> Any:
    """A parameter's value: a figure with decimals as a pair, UNKNOWN as an empty tuple."""
    if isinstance(value, Nothing):
        return ()
    if isinstance(value, list):
        return [_packed(item) for item in value]
    return value if isinstance(value, str | int | None) else (value.numerator, value.denominator)  # type: ignore[attr-defined]


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(item) for item in value]
    if not isinstance(value, tuple):
        return value
    return ratio(*value) if value else UNKNOWN


def _packed_parameter(parameter: Parameter) -> tuple[Any, ...]:
    bounds = (_packed(parameter.value), _packed(parameter.minimum), _packed(parameter.maximum))
    return parameter.name, packed(parameter.type), *bounds, parameter.unit, dict(parameter.doc), parameter.source


def _parameter(stored: tuple[Any, ...]) -> Parameter:
    name, type, value, minimum, maximum, unit, doc, source = stored
    return Parameter(name, unpacked(type), _value(value), unit, doc, _value(minimum), _value(maximum), source)

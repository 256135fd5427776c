"""YAML as a tree of plain text with places: no types guessed, no aliases, no key twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import yaml

from poa_lint.core.records import record

MAX_CHARACTERS: Final = 500_000
MAX_DEPTH: Final = 30


class Mark(NamedTuple):
    """A place in a YAML file: line and column from 1, and the offset of both."""

    line: int
    column: int
    offset: int


@record
class Scalar:
    """One value, as text. `plain` is false where it was quoted or a block; `start` opens its first character."""

    text: str
    mark: Mark
    plain: bool = True
    end: int = 0

    @property
    def is_null(self) -> bool:
        """Whether nothing was written, or YAML's null."""
        return self.plain and self.text in ("", "~", "null")


@record
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    mark: Mark


@record
class Mapping:
    """Keys and values; `keys` keeps where each key stands."""

    entries: dict[str, Node]
    keys: dict[str, Mark]
    mark: Mark


Node = Scalar | Sequence | Mapping


@record
class Trouble:
    """What is wrong with a YAML file and where: `kind` is a key of the languages' `rule_trouble` table."""

    kind: str
    mark: Mark
    values: dict[str, str] = {}  # noqa: RUF012 - nobody writes to it
    suggestion: str | None = None


class _Broken(Exception):
    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble


START: Final = Mark(1, 1, 0)
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str) -> Node | Trouble:
    """The tree of one YAML document, or the first thing wrong with it."""
    if len(text) > MAX_CHARACTERS:
        return Trouble("yaml-too-long", START, {"limit": f"{MAX_CHARACTERS:,}"})
    try:
        return _document(yaml.parse(text, Loader=_LOADER))
    except _Broken as broken:
        return broken.trouble
    except yaml.YAMLError as error:
        return Trouble("yaml-syntax", _error_mark(error), {"problem": str(getattr(error, "problem", error))})


def _error_mark(error: yaml.YAMLError) -> Mark:
    mark = getattr(error, "problem_mark", None)
    return START if mark is None else _mark(mark)


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1, mark.index)


def _document(events: Iterator[yaml.Event]) -> Node:
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            if root is not None:
                problem = {"problem": "expected a single document"}
                raise _Broken(Trouble("yaml-syntax", _mark(event.start_mark), problem))
            root = _node(event, events, 0)
    if root is None:
        raise _Broken(Trouble("yaml-empty", START))
    return root


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    mark = _mark(event.start_mark)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _Broken(Trouble("yaml-alias", mark))
    if depth > MAX_DEPTH:
        raise _Broken(Trouble("yaml-depth", mark, {"limit": str(MAX_DEPTH)}))
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(event.value, mark, event.style is None or event.style == "", _mark(event.end_mark).offset)
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(mark, events, depth)
    return _mapping(mark, events, depth)


def _sequence(mark: Mark, events: Iterator[yaml.Event], depth: int) -> Sequence:
    items: list[Node] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        items.append(_node(event, events, depth + 1))
    return Sequence(tuple(items), mark)


def _mapping(mark: Mark, events: Iterator[yaml.Event], depth: int) -> Mapping:
    entries: dict[str, Node] = {}
    keys: dict[str, Mark] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _node(event, events, depth + 1)
        if not isinstance(key, Scalar):
            raise _Broken(Trouble("yaml-key", key.mark))
        if key.text in entries:
            raise _Broken(Trouble("duplicate-key", key.mark, {"key": key.text}))
        entries[key.text] = _node(next(events), events, depth + 1)
        keys[key.text] = key.mark
    return Mapping(entries, keys, mark)


def plain(node: Node) -> object:
    """The tree as dicts, lists and text, for files of our own whose places nobody asks for."""
    match node:
        case Scalar():
            return None if node.is_null else node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.entries.items()}

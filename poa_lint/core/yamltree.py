"""YAML as a tree of plain text with places: no types guessed, no aliases, no key twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Dictionary
from typing import Any, Final, NamedTuple

import yaml

from poa_lint.core.figures import Figure, plain_figure
from poa_lint.core.records import record
from poa_lint.core.source import Trouble
from poa_lint.core.text import folded, similar

MAX_CHARACTERS: Final = 500_000
MAX_BYTES: Final = 4 * MAX_CHARACTERS
"""Above so many bytes a text in UTF-8 has more than MAX_CHARACTERS."""
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
        """True if nothing was written, or YAML's null."""
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
Items = tuple[Node, ...]


PROBLEMS: Final = (
    ("tab", "tab character"),
    ("tab", "'\\t'"),
    ("escape", "escape"),
    ("escape", "hexdec"),
    ("colon", "mapping values"),
    ("colon", "unexpected ':'"),
    ("no-colon", "could not find expected ':'"),
    ("bracket", "',' or"),
    ("hyphen", "sequence entries"),
    ("hyphen", "expected '-' indicator"),
    ("hyphen", "while parsing a block collection"),
    ("unclosed", "end of stream"),
    ("sign", "cannot start any token"),
    ("sign", "alphabetic or numeric"),
    ("sign", "tag"),
    ("sign", "expected '>'"),
    ("sign", "comment or line break"),
    ("sign", "chomping"),
    ("sign", "node content"),
    ("document", "document"),
    ("document", "directive"),
    ("document", "digit or"),
    ("hidden", "characters are not allowed"),
    ("line", "expected key"),
    ("line", "<block end>"),
    ("line", "mapping keys"),
)
"""Kinds of faults of YAML, keys of the languages' `yaml` table, by words of the parsers' own messages."""
OTHER: Final = "other"


class Broken(Exception):
    """The first fault of a text; whoever makes a tree turns it into a `Trouble`."""

    def __init__(self, kind: str, mark: Mark, **values: str) -> None:
        super().__init__(kind)
        self.kind, self.mark, self.values = kind, mark, values


START: Final = Mark(1, 1, 0)
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def file_text(path: str) -> tuple[str, Trouble | None]:
    """The text of a file in UTF-8, its byte order mark left out, and None; or what there is of it, and what is wrong.

    The place of the fault is the first byte that is no UTF-8.
    """
    try:
        with open(path, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError):  # a path with NUL in it is no path at all
        return "", Trouble(path, "", "rule-unreadable", 0)
    if len(data) > MAX_BYTES:  # `read` tells that it is too long; what was cut off may be half a character
        return data.decode("utf-8", "replace"), None
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"), None
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        return text, Trouble(path, text, "rule-unreadable", len(data[: error.start].decode("utf-8")))


def read(text: str, path: str = "", most: int = MAX_CHARACTERS) -> Node | Trouble:
    """The tree of one YAML document of `most` characters, or the first thing wrong with it."""
    if len(text) > most:
        return Trouble(path, text, "yaml-too-long", 0, 1, {"limit": f"{most:,}"})
    try:
        return _document(yaml.parse(text, Loader=_LOADER))
    except Broken as broken:
        return Trouble(path, text, broken.kind, broken.mark.offset, 1, broken.values)
    except yaml.YAMLError as error:
        offset = _error_mark(error).offset
        return Trouble(path, text, "yaml-syntax", offset, 1, {"problem": _problem(error, text[offset : offset + 1])})


def _problem(error: yaml.YAMLError, found: str) -> str:
    """The kind of a fault that the parser tells; `found` is the character at its place."""
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', error)}"
    return "tab" if found == "\t" else next((kind for kind, words in PROBLEMS if words in said), OTHER)


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
                raise Broken("yaml-syntax", _mark(event.start_mark), problem="document")
            root = _node(event, events, 0)
    if root is None:
        raise Broken("yaml-empty", START)
    return root


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    mark = _mark(event.start_mark)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Broken("yaml-alias", mark)
    if depth > MAX_DEPTH:
        raise Broken("yaml-depth", mark, limit=str(MAX_DEPTH))
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
            raise Broken("yaml-key", key.mark)
        if key.text in entries:
            raise Broken("duplicate-key", key.mark, key=key.text)
        entries[key.text] = _node(next(events), events, depth + 1)
        keys[key.text] = key.mark
    return Mapping(entries, keys, mark)


def items(node: Node | None) -> Items:
    """The items of a list, or the one value that stands in its place; none for a null or a key that is missing."""
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def number(node: Node) -> Figure | None:
    """The exact figure that a scalar states in plain digits; None for any other node."""
    return plain_figure(node.text) if isinstance(node, Scalar) else None


class Fields:
    """The fields of one mapping in a YAML file, read with their faults: each joins `troubles`.

    The mappings inside it share its list of troubles (`within`).
    """

    def __init__(
        self,
        path: str,
        text: str,
        tree: Mapping,
        troubles: list[Trouble] | None = None,
        meant: Dictionary[str, str] | None = None,
    ) -> None:
        self.path, self.source, self.tree = path, text, tree
        self.troubles: list[Trouble] = [] if troubles is None else troubles
        self.meant = meant or {}
        """The words for keys and choices that people write for words of everyday language, folded."""

    def within(self, tree: Mapping) -> Fields:
        """The fields of a mapping in the same file."""
        return Fields(self.path, self.source, tree, self.troubles, self.meant)

    def _near(self, word: str, allowed: Collection[str]) -> str | None:
        """The one of `allowed` that is perhaps meant by a word."""
        said = self.meant.get(folded(word))
        return said if said in allowed else similar(word, allowed)

    def trouble(self, kind: str, mark: Mark, suggestion: str | None = None, length: int = 1, **values: str) -> None:
        """Note a fault at a place of the file."""
        self.troubles.append(Trouble(self.path, self.source, kind, mark.offset, max(length, 1), values, suggestion))

    def node(self, key: str) -> Node | None:
        """The value under `key`; None where the key is missing."""
        return self.tree.entries.get(key)

    def mark(self, key: str) -> Mark:
        """The place of the value under `key`, which must be there."""
        return self.tree.entries[key].mark

    def known(self, allowed: Collection[str]) -> None:
        """Note every key that is none of `allowed`."""
        for key, mark in self.tree.keys.items():
            if key not in allowed:
                self.trouble("unknown-key", mark, self._near(key, allowed), len(key), key=key)

    def required(self, keys: Iterable[str]) -> None:
        """Note every one of `keys` that is missing."""
        for key in keys:
            if key not in self.tree.entries:
                self.trouble("missing-key", self.tree.mark, key=key)

    def text(self, key: str, default: str = "") -> str:
        """The text under `key`; `default` where the key is missing, or is noted because it holds no text."""
        node = self.node(key)
        if node is None:
            return default
        if not isinstance(node, Scalar) or not node.text.strip():
            self.trouble("not-a-text", self.tree.keys[key], None, len(key), key=key)
            return default
        return node.text

    def texts(self, key: str) -> Iterator[str]:
        """The texts under `key`: one, or a list."""
        for item in items(self.node(key)):
            if isinstance(item, Scalar) and item.text:
                yield item.text
            else:
                self.trouble("not-a-text", item.mark, key=key)

    def choice(self, key: str, allowed: Collection[str]) -> str | None:
        """The word under `key`, which must be one of `allowed`; None where it is missing, or noted as another."""
        node = self.node(key)
        return None if node is None else self.chosen(node, key, allowed)

    def chosen(self, node: Node, key: str, allowed: Collection[str]) -> str | None:
        """The word of a node, which must be one of `allowed`; None where it is noted as another."""
        word = node.text if isinstance(node, Scalar) else ""
        if word in allowed:
            return word
        values = {"key": key, "value": word, "allowed": ", ".join(allowed)}
        self.trouble("not-a-choice", node.mark, self._near(word, allowed), len(word), **values)
        return None

    def mapping(self, node: Node | None, key: str) -> Fields | None:
        """The fields of a node that must be a mapping; None where it is missing, or noted as something else."""
        if isinstance(node, Mapping):
            return self.within(node)
        if node is not None:
            self.trouble("not-a-mapping", node.mark, key=key)
        return None

    def entries(self, node: Node | None, key: str) -> Iterator[tuple[str, Mark, Node]]:
        """The keys, their places and the values of a node that must be a mapping."""
        inner = self.mapping(node, key)
        if inner is not None:
            for name, value in inner.tree.entries.items():
                yield name, inner.tree.keys[name], value


def plain(node: Node) -> object:
    """The tree as dicts, lists and text, for files of our own whose places nobody asks for."""
    match node:
        case Scalar():
            return None if node.is_null else node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.entries.items()}

"""The values in a form's file: words, ids, switches and the patterns of codes, read with their faults."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import Final

from poa_lint.core.diagnostic import Severity
from poa_lint.core.form import LAST, NUMBER, NUMBERED, YEAR
from poa_lint.core.form_data import FALSE, PERIOD, TRUE
from poa_lint.core.text import squashed
from poa_lint.core.yamltree import Fields, Mark, Node, Scalar, items
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.expression.ambiguity import is_ambiguous, is_endless
from poa_lint.expression.patterns import PatternError, compiled

MAX_LIST: Final = 60
"""The most entries of a header, roles, words for one thing."""
MAX_WORD: Final = 120
"""Characters of a label, a title or another word of a form."""
MAX_CODE: Final = 40
"""Characters of a form's code, and of an id."""
ID: Final = re.compile(r"[a-zñáéíóúü_][a-zñáéíóúü0-9_]*")
COLUMN_ID: Final = re.compile(rf"({ID.pattern})(?:\.({LAST}|[1-9]\d?))?")
BOOLEANS: Final = (TRUE, FALSE)
SEVERITIES: Final = tuple(severity.value for severity in Severity)
WISH_KEYS: Final = ("severity", "params")
NUMBERING: Final = re.compile(rf"[^\w\s{{}}]*{re.escape(NUMBER)}[^\w\s{{}}]*")
MAX_NUMBERING: Final = 20
"""Characters of the way in which goals are numbered."""
FILLED: Final = ("periods", "columns", "columnas")
"""Lists that have an item at least."""


def mapping_of(fields: Fields, key: str, keys: Collection[str]) -> Fields | None:
    """The fields of a mapping with these keys; None where it is missing, or noted as something else."""
    inner = fields.mapping(fields.node(key), key)
    if inner is not None:
        inner.known(keys)
    return inner


def mappings(fields: Fields, key: str, limit: int = MAX_LIST) -> Iterator[Fields]:
    """The mappings of a list, as many as there may be."""
    node = fields.node(key)
    if node is None:
        return
    if not isinstance(node, Items) or (not node.items and key in FILLED):
        fields.trouble("not-a-list", fields.tree.keys[key], None, len(key), key=key)
        return
    if len(node.items) > limit:
        fields.trouble("too-many", fields.tree.keys[key], None, len(key), key=key, limit=str(limit))
        return
    for item in node.items:
        inner = fields.mapping(item, key)
        if inner is not None:
            yield inner


def some_items(fields: Fields, key: str) -> tuple[Node, ...]:
    """The one value or the list under a key, as long as a list may be."""
    found = items(fields.node(key))
    if len(found) > MAX_LIST:
        fields.trouble("too-many", fields.tree.keys[key], None, len(key), key=key, limit=str(MAX_LIST))
        return ()
    return found


def said(fields: Fields, key: str) -> Iterator[str]:
    """The words under a key: one text or a list."""
    node = fields.node(key)
    if node is not None:
        yield from words_in(fields, key, fields.tree.keys[key], node)


def check_some(fields: Fields, key: str) -> None:
    """Note a key under which there is no word at all."""
    if not items(fields.node(key)):
        fields.trouble("no-words", fields.tree.keys[key], None, len(key), key=key)
    list(said(fields, key))


def words_in(fields: Fields, key: str, mark: Mark, node: Node) -> Iterator[str]:
    """The words in a node: one text or a list; `mark` is the place of the key over it."""
    found = items(node)
    if len(found) > MAX_LIST:
        fields.trouble("too-many", mark, None, len(key), key=key, limit=str(MAX_LIST))
        return
    for item in found:
        word = item.text if isinstance(item, Scalar) else ""
        if not squashed(word.replace(YEAR, "").replace(PERIOD, "0")) or not word.isprintable():
            fields.trouble("not-a-text", item.mark, None, _length(item), key=key)
        elif len(word) > MAX_WORD:
            fields.trouble("word-too-long", item.mark, None, _length(item), key=key, limit=str(MAX_WORD))
        else:
            yield word


def check_names(fields: Fields, key: str) -> None:
    """Note what is no name among those under a key."""
    for item in some_items(fields, key):
        if not isinstance(item, Scalar) or not item.text:
            fields.trouble("not-a-text", item.mark, key=key)


def check_flag(fields: Fields, key: str) -> None:
    """Note a switch that is neither on nor off."""
    fields.choice(key, BOOLEANS)


def id_of(item: Fields, pattern: re.Pattern[str]) -> str:
    """An item's id; empty where it is missing, or noted as none."""
    name = item.text("id")
    if name and (len(name) > MAX_CODE or not pattern.fullmatch(name)):
        suggestion = re.sub(r"[^\w.]+", "_", name.lower()).strip("_.")
        near = suggestion if pattern.fullmatch(suggestion) else None
        item.trouble("not-an-id", item.mark("id"), near, len(name), value=name)
        return ""
    return name


def put(item: Fields, where: tuple[str, ...], places: dict[tuple[str, ...], Fields]) -> None:
    """Keep where an item stands; note one whose id another item of its list has."""
    if where[-1] and places.setdefault(where, item) is not item:
        item.trouble("id-twice", item.mark("id"), None, len(where[-1]), name=where[-1])


def check_pattern(fields: Fields, key: str, node: Node, *, endless: bool) -> None:
    """A pattern that reads codes: sound, in one way, with no groups that count; as long as it likes if `endless`."""
    pattern = node.text if isinstance(node, Scalar) else ""
    if not pattern:
        fields.trouble("not-a-text", node.mark, key=key)
        return
    kind = _fault(pattern, endless)
    if kind:
        fields.trouble(kind, node.mark, None, _length(node))


def check_numbering(fields: Fields, key: str) -> None:
    """Note a way in which goals are numbered that does not say where the number goes, and nothing but marks around."""
    way, node = fields.text(key), fields.node(key)
    if way and node is not None and (len(way) > MAX_NUMBERING or not NUMBERING.fullmatch(way)):
        fields.trouble("not-a-numbering", node.mark, None, _length(node), value=way, example=NUMBERED)


def check_wishes(fields: Fields, key: str) -> None:
    """Choices about rules: a severity, or a mapping with one and with values of parameters."""
    for name, mark, node in fields.entries(fields.node(key), key):
        if isinstance(node, Scalar):
            fields.chosen(node, name, SEVERITIES)
            continue
        wish = fields.mapping(node, name)
        if wish is None:
            continue
        wish.known(WISH_KEYS)
        wish.choice("severity", SEVERITIES)
        list(wish.entries(wish.node("params"), "params"))
        if not wish.tree.entries:
            fields.trouble("missing-key", mark, None, len(name), key=WISH_KEYS[0])


def _length(node: Node) -> int:
    """The characters of a value in its file, quotes included."""
    return node.end - node.mark.offset if isinstance(node, Scalar) else 1


@lru_cache(maxsize=256)
def _fault(pattern: str, endless: bool) -> str:
    """The kind of the fault of a pattern; empty for one that is in order."""
    try:
        automaton = compiled(pattern)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            searched = re.compile(pattern, re.IGNORECASE)
    except PatternError as error:
        return str(error)
    except (re.error, FutureWarning):
        return "pattern-syntax"
    faults: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("pattern-group", lambda: searched.groups > 0),
        ("pattern-anchor", lambda: any(state.anchor for state in automaton.states)),
        ("pattern-empty", lambda: searched.fullmatch("") is not None),
        ("pattern-endless", lambda: not endless and is_endless(automaton)),
        ("pattern-ambiguous", lambda: is_ambiguous(automaton, pattern)),
    )
    return next((kind for kind, holds in faults if holds()), "")

"""Read a file of waivers, and write another one into it: each with its rule, its place, its reason and its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from poa_lint.config.waivers import UNWAIVABLE, Waiver, WaiverFile
from poa_lint.core import yamltree
from poa_lint.core.text import folded, nearest
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.core.yamltree import Mark, Node, Scalar
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.rule import RuleTrouble

REQUIRED: Final = ("rule", "where", "reason", "until")
KEYS: Final = ("rule", "where", "year", "quarter", "value", "reason", "authorised_by", "until")
LETTERS: Final = 15
"""What a reason takes at least."""

Read = tuple[WaiverFile, tuple[RuleTrouble, ...]]


def load(path: str, rules: Rulebook) -> Read:
    """The waivers in a file, and what is wrong with it."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return WaiverFile(path, "", ()), (RuleTrouble(path, "", "rule-unreadable", 0),)
    return read(path, text, rules)


def read(path: str, text: str, rules: Rulebook) -> Read:
    """The waivers that a file's text states, and what is wrong with it."""
    tree = yamltree.read(text)
    if not isinstance(tree, yamltree.Trouble):
        return stated(path, text, tree, rules)
    empty = tree.kind == "yaml-empty"
    wrong = () if empty else (RuleTrouble(path, text, tree.kind, tree.mark.offset, 1, tree.values),)
    return WaiverFile(path, text, ()), wrong


def stated(path: str, text: str, tree: Node, rules: Rulebook) -> Read:
    """The waivers in the tree of a text, and what is wrong with them."""
    reader = _Reader(path, text, rules)
    waivers = tuple(reader.waivers(tree))
    return WaiverFile(path, text, () if reader.troubles else waivers), tuple(reader.troubles)


def with_another(text: str, stated: Sequence[tuple[str, str]]) -> str:
    """The text of a file of waivers with another one at its end; what is there stays as it is."""
    import yaml  # only to write texts so that YAML reads them back

    ends = "\r\n" if "\r\n" in text else "\n"
    lines = []
    for number, (key, value) in enumerate(stated):
        plain = value.isascii() and value.isdecimal() and key in ("year", "quarter")
        said = value if plain else yaml.safe_dump(value, allow_unicode=True, default_style='"', width=10**9).strip()
        lines.append(f"{'  ' if number else '- '}{key}: {said}{ends}")
    gap = "" if not text or text.endswith("\n") else ends
    return text + gap + "".join(lines)


@dataclass(slots=True)
class _Reader:
    path: str
    text: str
    rules: Rulebook
    troubles: list[RuleTrouble] = field(default_factory=list)

    def add(self, kind: str, mark: Mark, suggestion: str | None = None, length: int = 1, **values: str) -> None:
        """Note a trouble at a place of the file."""
        self.troubles.append(RuleTrouble(self.path, self.text, kind, mark.offset, max(length, 1), values, suggestion))

    def waivers(self, tree: Node) -> Iterator[Waiver]:
        """Every waiver of the list."""
        if not isinstance(tree, Items):
            self.add("not-a-list", tree.mark, key=Path(self.path).name)
            return
        for item in tree.items:
            if isinstance(item, Tree):
                yield self.waiver(item)
            else:
                self.add("not-a-mapping", item.mark, key=Path(self.path).name)

    def waiver(self, item: Tree) -> Waiver:
        """One waiver; what is missing or wrong in it becomes a trouble."""
        for key, mark in item.keys.items():
            if key not in KEYS:
                self.add("unknown-key", mark, nearest(key, KEYS), len(key), key=key)
        for key in REQUIRED:
            if key not in item.entries:
                self.add("missing-key", item.mark, key=key)
        said = {key: self.text_of(item, key) for key in KEYS if key in item.entries}
        stated = item.entries.get("rule", item)
        return Waiver(
            code=self.rule(item, said.get("rule", "")),
            where=self.where(item, said.get("where", "")),
            reason=self.reason(item, said.get("reason", "")),
            until=self.until(item, said.get("until", "")),
            authorised_by=said.get("authorised_by", ""),
            year=self.number(item, "year", 1900, 2999),
            quarter=self.number(item, "quarter", 1, 4),
            value=said.get("value"),
            offset=stated.mark.offset,
            line=stated.mark.line,
        )

    def text_of(self, item: Tree, key: str) -> str:
        """The text under a key; only `value` may be empty, for a cell that is."""
        node = item.entries[key]
        if not isinstance(node, Scalar) or (key != "value" and not node.text.strip()):
            self.add("not-a-text", item.keys[key], None, len(key), key=key)
            return ""
        return "" if node.is_null else node.text.strip()

    def rule(self, item: Tree, name: str) -> str:
        """The code of the one rule that is named."""
        named = [rule for rule in self.rules.named(name) if name] if name else []
        exact = [rule for rule in named if folded(name) in (rule.code.lower(), rule.name)] or named
        mark = item.entries.get("rule", item).mark
        if name and not exact:
            self.add("unknown-rule", mark, self.rules.like(name), len(name), name=name)
        elif len(exact) > 1:
            self.add("many-rules", mark, None, len(name), name=name)
        elif exact and exact[0].code in UNWAIVABLE:
            self.add("not-waivable", mark, None, len(name), name=exact[0].code)
        return exact[0].code if exact else ""

    def where(self, item: Tree, place: str) -> str:
        """An address, each of its parts a glob."""
        if place and not all(place.split("/")):
            self.add("not-a-place", item.entries["where"].mark, None, len(place), value=place)
        return place

    def reason(self, item: Tree, reason: str) -> str:
        """Why: enough letters to say something."""
        letters = sum(char.isalnum() for char in reason)  # a memo is known by its number
        if reason and letters < LETTERS:
            mark = item.entries["reason"].mark
            self.add("short-reason", mark, None, len(reason), limit=str(LETTERS), letters=str(letters))
        return reason

    def until(self, item: Tree, text: str) -> str:
        """The last day, as ISO."""
        if text and not is_date(text):
            self.add("not-a-date", item.entries["until"].mark, None, len(text), value=text)
        return text

    def number(self, item: Tree, key: str, low: int, high: int) -> int | None:
        """A whole number within bounds; None where none is stated."""
        node = item.entries.get(key)
        if not isinstance(node, Scalar) or node.is_null:
            return None
        text = node.text.removeprefix("T") if key == "quarter" else node.text
        if text.isascii() and text.isdecimal() and len(text) < 5 and low <= int(text) <= high:
            return int(text)
        self.add("not-between", node.mark, None, len(node.text), key=key, min=str(low), max=str(high))
        return None


def is_date(text: str) -> bool:
    """Whether a text is a day as 2024-12-31."""
    from datetime import date  # only where there are waivers

    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False

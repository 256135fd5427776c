"""Read a file of waivers, and write another one into it: each with its rule, its place, its reason and its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from poa_lint.config.waivers import UNWAIVABLE, Waiver, WaiverFile
from poa_lint.core import yamltree
from poa_lint.core.source import Trouble
from poa_lint.core.text import folded
from poa_lint.core.yamltree import Fields, Node, Scalar
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.rulebook.book import Rulebook

REQUIRED: Final = ("rule", "where", "reason", "until")
KEYS: Final = ("rule", "where", "year", "quarter", "period", "value", "reason", "authorised_by", "until")
LETTERS: Final = 15
"""The least number of letters and digits in a reason."""

Read = tuple[WaiverFile, tuple[Trouble, ...]]


def load(path: str, rules: Rulebook) -> Read:
    """The waivers in a file, and its faults."""
    text, unread = yamltree.file_text(path)
    if unread is not None:
        return WaiverFile(path, "", ()), (unread,)
    return read(path, text, rules)


def read(path: str, text: str, rules: Rulebook) -> Read:
    """The waivers that a file's text states, and its faults."""
    tree = yamltree.read(text, path)
    if not isinstance(tree, Trouble):
        return from_tree(path, text, tree, rules)
    return WaiverFile(path, text, ()), () if tree.kind == "yaml-empty" else (tree,)


def from_tree(path: str, text: str, tree: Node, rules: Rulebook) -> Read:
    """The waivers in the tree of a text, and its faults; with any fault there are no waivers."""
    troubles: list[Trouble] = []
    waivers = tuple(_waivers(Fields(path, text, yamltree.Mapping({}, {}, tree.mark), troubles), tree, rules))
    return WaiverFile(path, text, () if troubles else waivers), tuple(troubles)


def with_another(text: str, fields: Sequence[tuple[str, str]]) -> str:
    """The text of a file of waivers with another one at its end; what is there stays as it is."""
    import yaml  # only to write texts so that YAML reads them back

    ends = "\r\n" if "\r\n" in text else "\n"
    lines = []
    for number, (key, value) in enumerate(fields):
        plain = value.isascii() and value.isdecimal() and key in ("year", "quarter")
        raw = value if plain else yaml.safe_dump(value, allow_unicode=True, default_style='"', width=10**9).strip()
        lines.append(f"{'  ' if number else '- '}{key}: {raw}{ends}")
    gap = "" if not text or text.endswith("\n") else ends
    return text + gap + "".join(lines)


def _waivers(file: Fields, tree: Node, rules: Rulebook) -> Iterator[Waiver]:
    """Every waiver of the list."""
    name = Path(file.path).name
    if not isinstance(tree, Items):
        file.trouble("not-a-list", tree.mark, key=name)
        return
    for item in tree.items:
        fields = file.mapping(item, name)
        if fields is not None:
            yield _waiver(fields, rules)


def _waiver(fields: Fields, rules: Rulebook) -> Waiver:
    """One waiver; whatever is missing or wrong in it joins the troubles."""
    fields.known(KEYS)
    fields.required(REQUIRED)
    texts = {key: _text(fields, key) for key in KEYS if key in fields.tree.entries}
    head = fields.tree.entries.get("rule", fields.tree)
    return Waiver(
        code=_rule(fields, texts.get("rule", ""), rules),
        where=_where(fields, texts.get("where", "")),
        reason=_reason(fields, texts.get("reason", "")),
        until=_until(fields, texts.get("until", "")),
        authorised_by=texts.get("authorised_by", ""),
        year=_number(fields, "year", 1900, 2999),
        period=_period(fields, texts.get("period", "")),
        value=texts.get("value"),
        offset=head.mark.offset,
        line=head.mark.line,
    )


def _text(fields: Fields, key: str) -> str:
    """The text under a key; only `value` may be empty, for a cell that is."""
    node = fields.tree.entries[key]
    if key == "value" and isinstance(node, Scalar):
        return "" if node.is_null else node.text.strip()
    text = fields.text(key)
    return "" if isinstance(node, Scalar) and node.is_null else text.strip()


def _rule(fields: Fields, name: str, rules: Rulebook) -> str:
    """The code of the one rule that `name` means."""
    named = rules.named(name) if name else ()
    exact = [rule for rule in named if folded(name) in (rule.code.lower(), rule.name)] or named
    mark = fields.tree.entries.get("rule", fields.tree).mark
    if name and not exact:
        fields.trouble("unknown-rule", mark, rules.like(name), len(name), name=name)
    elif len(exact) > 1:
        fields.trouble("many-rules", mark, None, len(name), name=name)
    elif exact and exact[0].code in UNWAIVABLE:
        fields.trouble("not-waivable", mark, None, len(name), name=exact[0].code)
    return exact[0].code if exact else ""


def _where(fields: Fields, address: str) -> str:
    """An address, each of its parts a glob."""
    if address and not all(address.split("/")):
        fields.trouble("not-a-place", fields.mark("where"), None, len(address), value=address)
    return address


def _reason(fields: Fields, reason: str) -> str:
    """The reason: long enough to say something."""
    letters = sum(char.isalnum() for char in reason)  # a memo is known by its number
    if reason and letters < LETTERS:
        fields.trouble(
            "short-reason", fields.mark("reason"), None, len(reason), limit=str(LETTERS), letters=str(letters)
        )
    return reason


def _until(fields: Fields, text: str) -> str:
    """The last day, as ISO."""
    if text and not is_date(text):
        fields.trouble("not-a-date", fields.mark("until"), None, len(text), value=text)
    return text


def _period(fields: Fields, key: str) -> str | None:
    """The key of a period: `period: M04`, or that of the quarter in `quarter: 2`."""
    quarter = _number(fields, "quarter", 1, 4)
    if quarter is not None and key:
        fields.trouble("quarter-and-period", fields.mark("period"), None, len(key))
    return f"T{quarter}" if quarter is not None else key or None


def _number(fields: Fields, key: str, low: int, high: int) -> int | None:
    """A whole number within bounds; None where none is stated."""
    node = fields.node(key)
    if not isinstance(node, Scalar) or node.is_null:
        return None
    text = node.text.removeprefix("T") if key == "quarter" else node.text
    if text.isascii() and text.isdecimal() and len(text) < 5 and low <= int(text) <= high:
        return int(text)
    fields.trouble("not-between", node.mark, None, len(node.text), key=key, min=str(low), max=str(high))
    return None


def is_date(text: str) -> bool:
    """True if a text is a day as 2024-12-31."""
    from datetime import date  # only where there are waivers

    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False

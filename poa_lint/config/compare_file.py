"""Read `compare:` of a settings file: paths of plans and earlier reports, amendments, and what has to be there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from poa_lint.config.compare import Compare, Issued
from poa_lint.core.yamltree import Fields, Node, Scalar, items
from poa_lint.core.yamltree import Mapping as Tree

KEYS: Final = ("plan", "against", "amendments", "require")
PLAN_KEYS: Final = ("desde", "archivo", "oficio")
REQUIRED: Final = ("none", "plan", "before", "both")


def compare(fields: Fields, path: Path) -> Compare | None:
    """The `compare` of a settings file; None where it has none. Faults join the troubles of `fields`."""
    own = fields.mapping(fields.node("compare"), "compare")
    if own is None:
        return None
    own.known(KEYS)
    plans = tuple(_plans(own, path))
    against = tuple(_absolute(path, text) for text in own.texts("against"))
    amendments = own.text("amendments") if own.node("amendments") is not None else ""
    whole = _absolute(path, amendments) if amendments else ""
    if whole and not os.path.isfile(whole):
        own.trouble("unknown-file", own.mark("amendments"), None, len(amendments), name=amendments)
        whole = ""
    return Compare(plans, against, whole, own.choice("require", REQUIRED) or "none")


def _plans(own: Fields, path: Path) -> Iterator[Issued]:
    for node in items(own.node("plan")):
        if isinstance(node, Tree):
            issued = own.within(node)
            issued.known(PLAN_KEYS)
            issued.required(("archivo",))
            yield Issued(_absolute(path, issued.text("archivo")), _day(issued), issued.text("oficio"))
        elif isinstance(node, Scalar) and node.text:
            yield Issued(_absolute(path, node.text))
        else:
            own.trouble("not-a-text", node.mark, key="plan")


def _day(issued: Fields) -> str:
    node: Node | None = issued.node("desde")
    text = node.text if isinstance(node, Scalar) else ""
    if node is not None and not is_day(text):
        issued.trouble("not-a-day", node.mark, None, max(len(text), 1), value=text)
        return ""
    return text


def is_day(text: str) -> bool:
    """True for a day of the calendar as 2024-12-31."""
    import time

    try:
        time.strptime(text, "%Y-%m-%d")
    except ValueError:
        return False
    return len(text) == 10


def _absolute(path: Path, text: str) -> str:
    """A path as a settings file states it, from that file's folder."""
    return os.path.normpath(os.path.join(os.path.abspath(path.parent), text))

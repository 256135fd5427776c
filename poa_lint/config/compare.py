"""What settings say that reports are compared with: `compare:` in a settings file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from poa_lint.core.text import is_glob
from poa_lint.core.yamltree import Fields, Node, Scalar, items
from poa_lint.core.yamltree import Mapping as Tree

KEYS: Final = ("plan", "against", "amendments", "require")
PLAN_KEYS: Final = ("desde", "archivo", "oficio")
REQUIRED: Final = ("none", "plan", "before", "both")
YEAR: Final = "{ejercicio}"
"""The place of a report's year in a path."""


class Issued(NamedTuple):
    """A plan's files: a path that may be a folder, have a glob or `{ejercicio}`; the day and letter of a re-issue."""

    path: str
    since: str = ""
    oficio: str = ""


class Compare(NamedTuple):
    """The places of plans and earlier reports, the file of amendments, and which counterparts have to be there.

    Paths are absolute; `require` is one of `REQUIRED`.
    """

    plans: tuple[Issued, ...] = ()
    against: tuple[str, ...] = ()
    amendments: str = ""
    require: str = "none"


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


def files(place: str, year: int) -> list[str]:
    """The files or folders that a path of settings names for a year."""
    path = place.replace(YEAR, str(year))
    if not is_glob(path):
        return [path] if os.path.exists(path) else []
    from glob import glob

    return sorted(glob(path, recursive=True))

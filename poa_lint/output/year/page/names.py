"""The names of the reports' own pages beside a summary, and the links to them.

names(["T1/310.xlsx", "T2/310.xlsx"])  ==  {"T1/310.xlsx": "310.xlsx.html", "T2/310.xlsx": "310.xlsx-2.html"}
"""

from __future__ import annotations

import os.path
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

LONGEST: Final = 160
"""Bytes of a name before its ending; file systems allow 255."""
DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in "0123456789¹²³")}
)
"""Names that Windows keeps for devices, whatever their ending."""


def names(paths: Iterable[str]) -> dict[str, str]:
    """A file name for the page of each report, by the report's path.

    No two are the same, not even to a file system that does not tell capitals or ways of writing an accent apart. They
    are of letters, digits, `.`, `_` and `-`, and do not depend on the order of the paths.
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(set(paths)):
        stem, number = _safe(path), 1
        name = f"{stem}.html"
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}.html"
        taken.add(name.casefold())
        made[path] = name
    return made


def links(names: Mapping[str, str], page: str, folder: str) -> dict[str, str]:
    """The address of each report's page as the summary `page` links to it, by the report's path.

    `page` is the path of the summary, empty for the standard output; `folder` is where the reports' pages are. Raises
    ValueError where no relative address leads from one to the other: they are on two drives of Windows.
    """
    way = os.path.relpath(folder, os.path.dirname(page) or ".").replace(os.sep, "/")
    before = "" if way == "." else f"{way}/"
    return {path: quote(before + name) for path, name in names.items()}


def _safe(path: str) -> str:
    """The last part of the path as a name that every system allows."""
    name = unicodedata.normalize("NFC", PurePath(path.replace("\\", "/")).name)
    kept = "".join(sign if sign.isalnum() or sign in "._-" else "-" for sign in name)
    short = kept.encode("utf-8", "replace")[:LONGEST].decode("utf-8", "ignore").lstrip(".") or "informe"
    return f"_{short}" if short.split(".")[0].casefold() in DEVICES else short

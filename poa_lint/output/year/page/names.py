"""The names of the reports' own pages beside a summary, and the links to them.

Names().of(digest)  ==  "310-101-t2.html", of a second report of that unit and period "310-101-t2-2.html"
"""

from __future__ import annotations

import os.path
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from poa_lint.output.year.model import Digest

LONGEST: Final = 60
"""Bytes of each part of a name; file systems allow 255 for all of it."""
DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in "0123456789¹²³")}
)
"""Names that Windows keeps for devices, whatever their ending."""


class Names:
    """Gives the page of each report a file name: the codes of its unit and its period.

    No two are the same, not even to a file system that does not tell capitals or ways of writing an accent apart. They
    are of letters, digits, `.`, `_` and `-`. Of several reports of the same the first one goes without a number.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def of(self, digest: Digest) -> str:
        """The name of a report's page, another one for each call."""
        stem, number = _stem(digest), 1
        name = f"{stem}.html"
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem}-{number}.html"
        self._taken.add(name.casefold())
        return name


def names(digests: Iterable[Digest]) -> dict[str, str]:
    """The names of the pages of reports, by their paths."""
    given = Names()
    return {digest.path: given.of(digest) for digest in digests}


def links(names: Mapping[str, str], page: str, folder: str) -> dict[str, str]:
    """The address of each report's page as the summary `page` links to it, by the report's path.

    `page` is the path of the summary, empty for the standard output; `folder` is where the reports' pages are. Raises
    ValueError where no relative address leads from one to the other: they are on two drives of Windows.
    """
    way = os.path.relpath(folder, os.path.dirname(page) or ".").replace(os.sep, "/")
    before = "" if way == "." else f"{way}/"
    return {path: quote(before + name) for path, name in names.items()}


def _stem(digest: Digest) -> str:
    """The codes of the one unit, or its name; the file's name where the report has several units; and the period."""
    periods = {unit.periodo for unit in digest.units}
    one = digest.units[0] if len(digest.units) == 1 else None
    codes = [one.programa, one.unidad] if one and (one.programa or one.unidad) else [one.nombre if one else ""]
    period = periods.pop().lower() if len(periods) == 1 else ""
    parts = [safe for code in codes if (safe := _safe(code))] or [_safe(_named(digest.path))]
    stem = "-".join(filter(None, (*parts, _safe(period)))).lstrip(".") or "informe"
    return f"_{stem}" if stem.split(".")[0].casefold() in DEVICES else stem


def _named(path: str) -> str:
    """The name of a file, without its suffix."""
    return PurePath(path.replace("\\", "/")).stem


def _safe(text: str) -> str:
    """A text as a part of a name that every system allows."""
    normal = unicodedata.normalize("NFC", text.strip())
    kept = "".join(sign if sign.isalnum() or sign in "._-" else "-" for sign in normal)
    return kept.encode("utf-8", "replace")[:LONGEST].decode("utf-8", "ignore").strip("-")

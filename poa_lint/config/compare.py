"""The plans and earlier reports that settings name for comparing; `compare_file` reads them."""

from __future__ import annotations

import os
from typing import Final, NamedTuple

from poa_lint.core.text import is_glob

YEAR: Final = "{ejercicio}"
"""The place of a report's year in a path."""


class Issued(NamedTuple):
    """A plan's files: a path that may be a folder, have a glob or `{ejercicio}`; the day and letter of a re-issue."""

    path: str
    since: str = ""
    oficio: str = ""


class Compare(NamedTuple):
    """The places of plans and earlier reports, the file of amendments, and which counterparts have to be there.

    Paths are absolute; `require` is `none`, `plan`, `before` or `both`.
    """

    plans: tuple[Issued, ...] = ()
    against: tuple[str, ...] = ()
    amendments: str = ""
    require: str = "none"


def files(place: str, year: int = 0) -> list[str]:
    """The files or folders that a path of settings names for a year."""
    path = place.replace(YEAR, str(year))
    if not is_glob(path):
        return [path] if os.path.exists(path) else []
    from glob import glob

    return sorted(glob(path, recursive=True))


def of_any_year(place: str) -> list[str]:
    """The files or folders that a path of settings names for the years of which there are any."""
    if YEAR not in place:
        return files(place)
    from glob import escape, glob

    pattern = place if is_glob(place) else escape(place)
    return sorted(glob(pattern.replace(YEAR, "[0-9]" * 4), recursive=True))

"""Files and folders that `.gitignore` leaves out, as `git check-ignore --no-index` tells it.

Read are the `.gitignore` of the walked folders and of those above them, up to the root of the repository, and
`.git/info/exclude`. A person's own file (`core.excludesFile`) is not: a folder would not give the same everywhere.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from poa_lint.documents.globs import Pattern, pattern

FILE: Final = ".gitignore"
REPOSITORY: Final = ".git"
MAX_BYTES: Final = 1_000_000
"""A file of patterns with more bytes is none: nobody writes so many."""
CASELESS: Final = sys.platform in ("win32", "darwin")
"""True where git takes letters of either case for alike, since the disk does."""


class Line(NamedTuple):
    """A line of a file of patterns; a `kept` one takes back what earlier lines leave out."""

    pattern: Pattern
    kept: bool


class _Below(NamedTuple):
    """The lines of a file, the last one first, and the way from its folder to the one that is looked at."""

    lines: tuple[Line, ...]
    way: str


class Ignores:
    """The patterns that hold for a folder's own entries; those of outer folders come first."""

    def __init__(self, files: tuple[_Below, ...] = ()) -> None:
        self._files = files

    def inside(self, path: str) -> Ignores:
        """The same for a folder of this one, with its own patterns; a repository inside has only its own."""
        if os.path.lexists(os.path.join(path, REPOSITORY)):
            return Ignores(tuple(_own(path, exclude=True)))
        way = f"{os.path.basename(path)}/"
        return Ignores((*(one._replace(way=one.way + way) for one in self._files), *_own(path)))

    def ignore(self, name: str, *, folder: bool) -> bool:
        """True for an entry of the folder that is left out. The last line that matches counts, the innermost first."""
        for lines, way in reversed(self._files):
            for line in lines:
                if line.pattern.matches(way, name, folder=folder):
                    return not line.kept
        return False


def around(folder: str) -> tuple[Ignores, bool]:
    """The patterns that hold in a folder that somebody names, and if it lies in one that is left out.

    Where it lies in no repository, only its own file and those inside it count.
    """
    whole = os.path.abspath(folder)
    chain = [whole]
    while not os.path.lexists(os.path.join(chain[-1], REPOSITORY)):
        above = os.path.dirname(chain[-1])
        if above == chain[-1]:
            return Ignores(tuple(_own(whole))), False
        chain.append(above)
    held, left_out = Ignores().inside(chain.pop()), False
    for path in reversed(chain):
        left_out = left_out or held.ignore(os.path.basename(path), folder=True)
        held = held.inside(path)
    return held, left_out


def _own(folder: str, *, exclude: bool = False) -> Iterator[_Below]:
    """The lines of a folder's own files, where there are any; `exclude` asks for those of a repository too."""
    files = (_exclude(folder), os.path.join(folder, FILE)) if exclude else (os.path.join(folder, FILE),)
    for path in files:
        lines = tuple(reversed(list(_lines(_text(path)))))
        if lines:
            yield _Below(lines, "")


def _exclude(root: str) -> str:
    """The path of `info/exclude`; a worktree has it in the repository that its `.git` file leads to."""
    git = os.path.join(root, REPOSITORY)
    if os.path.isfile(git):
        git = os.path.join(root, _text(git).removeprefix("gitdir:").strip())
        git = os.path.join(git, _text(os.path.join(git, "commondir")).strip())
    return os.path.join(git, "info", "exclude")


def _text(path: str) -> str:
    """The text of a file; empty where there is none, where it may not be read, or for one without an end."""
    if not os.path.isfile(path):
        return ""
    try:
        with open(path, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError:
        return ""  # git goes on without it, too
    return "" if len(data) > MAX_BYTES else data.decode("utf-8-sig", "surrogateescape")


def _lines(text: str) -> Iterator[Line]:
    for written in text.split("\n"):
        line = _trimmed(written.removesuffix("\r"))
        kept = line.startswith("!")
        line = line[kept:]
        if line and not (line.startswith("#") and not kept):
            yield Line(pattern(line, caseless=CASELESS), kept)


def _trimmed(line: str) -> str:
    """A line without the blanks at its end; one behind a backslash stays."""
    bare = line.rstrip(" ")
    behind = len(bare) - len(bare.rstrip("\\"))
    return line[: len(bare) + 1] if behind % 2 and len(bare) < len(line) else bare

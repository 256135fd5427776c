"""The files of folders that are read: those that an office's patterns include, exclude, or leave to `.gitignore`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from poa_lint.core.records import record
from poa_lint.documents import gitignore
from poa_lint.documents.globs import Globs, folders_above, relative

EXCLUDED: Final = "excluded"
IGNORED: Final = "ignored"
"""The reasons of files that patterns, or `.gitignore`, leave out."""
FOLDER: Final = "-folder"
"""The end of such a reason of a folder."""
REASONS: Final = frozenset(reason + end for reason in (EXCLUDED, IGNORED) for end in ("", FOLDER))


@record
class Selection:
    """The patterns that hold for the files of a folder; no `include` takes all, and `exclude` stands over it."""

    include: Globs | None = None
    exclude: tuple[Globs, ...] = ()
    gitignore: bool = False


Choose = Callable[[str], Selection]
"""The selection that holds for the entries of a folder."""


class Place:
    """A folder that is walked, and what of its own entries is left out."""

    def __init__(self, folder: str, selection: Selection, ignores: gitignore.Ignores | None) -> None:
        self.folder, self.selection, self._ignores = folder, selection, ignores
        self._ways = [(globs, _way(folder, globs)) for globs in selection.exclude]
        self._include = selection.include
        self._way = _way(folder, self._include) if self._include else ""
        self._whole = self._include is not None and any(
            self._include.match(above, folder=True) for above in folders_above(self._way)
        )

    def inside(self, folder: str, selection: Selection) -> Place:
        """The place of a folder of this one, under the selection that holds there."""
        held = self._ignores
        if selection.gitignore:
            held = gitignore.around(folder)[0] if held is None else held.inside(folder)
        return Place(folder, selection, held if selection.gitignore else None)

    def reason(self, name: str, *, folder: bool = False) -> str:
        """The reason to leave an entry out, empty for one that stays. A folder need not be included to be walked."""
        end = FOLDER if folder else ""
        if any(globs.match(way + name, folder=folder) for globs, way in self._ways):
            return EXCLUDED + end
        if self._ignores is not None and self._ignores.ignore(name, folder=folder):
            return IGNORED + end
        if self._include is None or folder or self._whole or self._include.match(self._way + name, folder=False):
            return ""
        return EXCLUDED


def place(folder: str, selection: Selection) -> Place:
    """The place of a folder that somebody names: it is walked, whatever the patterns say of itself."""
    return Place(folder, selection, gitignore.around(folder)[0] if selection.gitignore else None)


def reason_of_named(path: str, selection: Selection) -> str:
    """The reason to leave a file or folder out that somebody names, as if a folder far above it had been named."""
    above, name = os.path.split(os.path.abspath(path))
    folder = os.path.isdir(path)
    end = FOLDER if folder else ""
    if any(globs.cover(_way(above, globs) + name, folder=folder) for globs in selection.exclude):
        return EXCLUDED + end
    held, left_out = gitignore.around(above) if selection.gitignore else (None, False)
    return IGNORED + end if left_out else Place(above, selection, held).reason(name, folder=folder)


def _way(folder: str, globs: Globs) -> str:
    """The way from the base of patterns to a folder, with a slash at its end; empty for the base itself."""
    way = relative(folder or os.curdir, globs.base)
    return f"{way}/" if way else ""

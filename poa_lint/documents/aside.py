"""Several files that are written aside and take their places together: a reader finds the old ones or the new.

They are written into a folder of drafts beside their places. A file in it is locked for as long as its process lives:
what a killed process left is known by that, and the next one that writes there removes it.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from poa_lint.documents import lock

_DRAFTS: Final = re.compile(r"\.poa-lint-[0-9a-f]{16}")
"""The names of folders of drafts."""
_OLD: Final = ".antes"
"""The end of the name of an old file that is kept until all the new ones are in their places."""


@contextmanager
def aside(folder: str, names: Collection[str]) -> Iterator[str]:
    """A new folder of drafts inside `folder`, which is made if it is not there; nothing of it is left behind.

    `names` are those of all files that a program ever writes aside here: of a folder that a killed one left nothing
    else is removed. Raises OSError.
    """
    is_new = not os.path.isdir(folder)
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, f".poa-lint-{os.urandom(8).hex()}")
    with lock.alone(folder):  # or a folder of drafts would be taken for abandoned before its lock is there
        _tidy(folder, names)
        os.mkdir(path)
        handle = lock.hold(os.path.join(path, lock.new_name()))
    try:
        yield path
    finally:
        os.close(handle)
        _remove(path, names)
        if is_new:
            with suppress(OSError):  # it has files, as it should
                os.rmdir(folder)


def into_place(drafts: str, folder: str, names: Collection[str]) -> None:
    """Put the drafts of these names in their places, all of them or none.

    Raises OSError, whose `filename2` is the place that cannot be taken: Windows keeps one that is open in Excel.
    """
    try:
        for name in names:
            _take(os.path.join(drafts, name), os.path.join(folder, name))
    except BaseException:
        for name in names:
            _restore(os.path.join(drafts, name), os.path.join(folder, name))
        raise


def _take(draft: str, place: str) -> None:
    """Put a draft in its place, and keep the old file beside where the draft was. Raises OSError."""
    if os.path.isdir(place):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), draft, None, place)
    if os.path.lexists(place):
        _copy(place, draft + _OLD)
    os.replace(draft, place)


def _copy(place: str, old: str) -> None:
    """Keep an old file under another name too. Raises OSError."""
    try:
        os.link(place, old, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a disk or a system without such links
        shutil.copyfile(place, old)


def _restore(draft: str, place: str) -> None:
    """Take a draft out of its place again, where it is there already."""
    if os.path.lexists(draft):
        return
    if os.path.lexists(draft + _OLD):
        os.replace(draft + _OLD, place)
    else:
        os.unlink(place)


def _tidy(folder: str, names: Collection[str]) -> None:
    """Remove the folders of drafts that killed processes left."""
    for name in filter(_DRAFTS.fullmatch, _inside(folder)):
        path = os.path.join(folder, name)
        if not os.path.islink(path) and _is_abandoned(path):
            _remove(path, names)


def _inside(folder: str) -> list[str]:
    """The names in a folder; none in one that may not be listed, or that its owner is removing just now."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _is_abandoned(path: str) -> bool:
    """True if no process holds the lock of a folder of drafts; it is removed by that."""
    locks = [os.path.join(path, name) for name in _inside(path) if lock.DRAFT.fullmatch(name)]
    for one in locks:
        lock.remove_abandoned(one)
    return not any(map(os.path.lexists, locks))


def _remove(path: str, names: Collection[str]) -> None:
    """Remove a folder of drafts; what is not ours in it stays, and the folder with it."""
    for name in _inside(path):
        if lock.DRAFT.fullmatch(name) or name.removesuffix(_OLD) in names:
            with suppress(OSError):
                os.unlink(os.path.join(path, name))
    with suppress(OSError):
        os.rmdir(path)

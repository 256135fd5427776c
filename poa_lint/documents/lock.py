"""Locks between processes that write in one folder, and what a killed one left there: a lock dies with its process."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Final

if sys.platform != "win32":
    import fcntl

DRAFT: Final = re.compile(r"\.poa-lint-[0-9a-f]{16}\.tmp")
"""The names of drafts: 30 bytes, whatever the length of the name of the file that they are to replace."""
BESIDE: Final = ".poa-lint-0000000000000000.tmp"
"""The name of the file that is locked where a folder cannot be; a draft that nobody holds, to who finds it."""
PLAIN: Final[int] = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""Flags for opening a file that is no link, as bytes."""


def new_name() -> str:
    """A name for a draft that nothing else has."""
    return f".poa-lint-{os.urandom(8).hex()}.tmp"


@cache
def tidy(folder: str) -> None:
    """Remove the drafts that killed processes left in a folder, once for each folder: many files may be written."""
    try:
        with os.scandir(folder) as entries:
            paths = [entry.path for entry in entries if DRAFT.fullmatch(entry.name)]
    except OSError:
        return  # a folder in which files may be made but not listed
    for path in paths:
        remove_abandoned(path)


def remove_abandoned(path: str) -> None:
    """Remove a draft that no process holds."""
    try:
        if sys.platform == "win32":
            os.unlink(path)  # fails while a process has it open
            return
        handle = os.open(path, os.O_RDWR | os.O_NONBLOCK | PLAIN)
        try:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.unlink(path)
        finally:
            os.close(handle)
    except OSError:
        return  # another process writes it, or removed it first


def hold(path: str) -> int:
    """Make a draft that tells, for as long as it is open, that its process lives: its descriptor. Raises OSError."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | PLAIN, 0o600)
    claim(handle)
    return handle


def claim(handle: int) -> None:
    """Lock a draft, so that no other process takes it for abandoned."""
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
            raise  # where the system locks nothing, `remove_abandoned` removes nothing either


@contextmanager
def alone(folder: str) -> Iterator[None]:
    """Keep other processes of ours from comparing and replacing files in a folder; the lock dies with the process."""
    handle = _lock_folder(folder)
    if handle is None:
        with _alone_beside(os.path.join(folder, BESIDE)):
            yield
        return
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def _alone_beside(path: str) -> Iterator[None]:
    """The same by a file in the folder, which is gone afterwards."""
    handle = _lock_beside(path)
    try:
        yield
    finally:
        if sys.platform != "win32":
            with suppress(FileNotFoundError):  # on a disk that locks nothing two may have had it at once
                os.unlink(path)
        os.close(handle)
        if sys.platform == "win32":
            remove_abandoned(path)  # which Windows does to no open file


def _lock_folder(folder: str) -> int | None:
    """Lock a folder itself, which leaves nothing behind; None where the system does not."""
    if sys.platform == "win32":
        return None
    handle = None
    try:
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        if handle is not None:
            os.close(handle)
        return None
    return handle


def _lock_beside(path: str) -> int:
    """Lock a file that is there for that alone; one that was removed while this process waited is made again."""
    while True:
        handle = os.open(path, os.O_CREAT | os.O_RDWR | PLAIN, 0o600)
        try:
            _wait_for(handle)
            if _is_at(path, handle):
                return handle
        except BaseException:
            os.close(handle)  # an open one would go on holding the lock
            raise
        os.close(handle)


def _is_at(path: str, handle: int) -> bool:
    """True if an open file is the one that a path leads to."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


def _wait_for(handle: int) -> None:
    """Lock a file as soon as no other process does: on Windows its first byte."""
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
            except OSError as error:
                if error.errno != errno.EDEADLK:  # ten seconds have passed; others are at it still
                    raise
            else:
                return
    else:
        claim(handle)

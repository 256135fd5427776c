"""The file that is written: replaced whole and as it was, or refused in a sentence; streams and devices are written to.

New content goes into a file without a name (a draft), which gets one only to be renamed over the old file at once.
Where the system has no files without names the draft has one from the start. Either way its name says that it is ours,
and the system's lock on it dies with the process: what a killed process left is known by that, and the next one that
writes in the folder removes it.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Final

from poa_lint.core.words import Words
from poa_lint.documents import lock

WRITABLE: Final = 0o222
NEW: Final = 0o666
"""The mode of a new file, before the system takes the user's mask away."""
OLD: Final = 0o600
"""The mode of a draft that is to replace a file, until it gets the mode of that."""
STREAMS: Final = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR: Final = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,9})")
_UNNAMED: Final[int] = getattr(os, "O_TMPFILE", 0)
_AT_ONCE: Final[int] = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_UNKNOWN: Final = frozenset({errno.EISDIR, errno.ENOENT, errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS})
"""Errors of systems and disks that know no files without names."""
_OF_THE_SYSTEM: Final = "security."
"""Attributes that the system gives a file by rules of its own."""


class Refused(OSError):
    """A file that is not written because something of it would be lost; `kind` is a key of the `notice` table."""

    def __init__(self, kind: str) -> None:
        super().__init__(errno.EPERM, kind)
        self.kind = kind


class Changed(Refused):
    """A file whose content is no longer what it was when it was read."""

    def __init__(self) -> None:
        super().__init__("changed-meanwhile")


def sentence(error: OSError, words: Words) -> str:
    """The sentence about a file that could not be written."""
    if isinstance(error, Refused):
        return words(f"notice.{error.kind}")
    return words("notice.cannot-write", problem=words.problem(error))


def write(path: str, data: bytes, *, was: bytes | None = None, locked: bool = False) -> None:
    """Write a file whole: others see the old content or the new, with the owner, mode and attributes that it had.

    A link is followed; a stream, a device or a pipe is written to. With `was` the file is replaced only while that is
    its content (empty: also where there is no file), however many processes do the same at once; `locked` tells that
    the caller is `alone` with it already. Raises OSError, and of those Refused where something of the file would be
    lost and Changed where it has other content.
    """
    stream = _stream(path)
    if stream is not None:
        _pour(os.dup(stream), data)
        return
    found = _status(path)
    if found is None or stat.S_ISREG(found.st_mode):
        known = nullcontext() if was is None else _unchanged(path, was, locked)
        _replace(os.path.realpath(path), data, found, known)
    elif stat.S_ISDIR(found.st_mode):
        raise Refused("is-folder")
    elif was is not None:
        raise Changed
    else:
        _pour(_device(path), data)


def _status(path: str) -> os.stat_result | None:
    """The status of a file that may be written; None where there is none. Raises OSError."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    # The superuser may write to a read-only file too; whoever made it so meant it.
    if stat.S_ISREG(found.st_mode) and not (found.st_mode & WRITABLE and os.access(path, os.W_OK)):
        raise Refused("read-only")
    if stat.S_ISREG(found.st_mode) and found.st_nlink > 1:
        raise Refused("linked")
    return found


def _stream(path: str) -> int | None:
    """The number of the open stream that a path of the system stands for: `/dev/stdout`, `/dev/fd/63`."""
    whole = os.path.abspath(path)
    numbered = _DESCRIPTOR.fullmatch(whole)
    return int(numbered[1]) if numbered else STREAMS.get(whole)


def _device(path: str) -> int:
    """Open a device or a pipe for writing. A pipe that nobody reads is refused; opening it would wait for ever."""
    try:
        handle = os.open(path, os.O_WRONLY | _AT_ONCE)
    except OSError as error:
        raise Refused("no-reader") if error.errno == errno.ENXIO else error from None
    if _AT_ONCE:
        os.set_blocking(handle, True)
    return handle


def _pour(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)


def alone(path: str) -> AbstractContextManager[None]:
    """Keep other processes of ours from a file between the reading of it and its replacing."""
    return lock.alone(os.path.dirname(os.path.realpath(path)))


def _replace(path: str, data: bytes, found: os.stat_result | None, known: AbstractContextManager[None]) -> None:
    """Put new content in the place of a file, or make a new one; nothing stays beside it, whatever happens.

    The draft gets its name, and the file's, inside `known`.
    """
    folder = os.path.dirname(path)
    lock.tidy(folder)
    name = os.path.join(folder, lock.new_name())
    try:
        handle, named = _draft(folder, name, NEW if found is None else OLD)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            if found is not None:
                _dress(handle, path, found)
            os.fsync(handle)
            if sys.platform == "win32":
                stream.close()  # Windows renames no open file
            with known:
                if not named:
                    _give_name(handle, name)
                os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):  # it has no name, or another process took it away as an abandoned one
            os.unlink(name)
        raise


def _draft(folder: str, name: str, mode: int) -> tuple[int, bool]:
    """Open a draft in a folder, and lock it: its descriptor, and True if it has its name already."""
    handle = _nameless(folder, mode)
    if handle is not None:
        lock.claim(handle)
        return handle, False
    while True:
        handle = os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR | lock.PLAIN, mode)
        lock.claim(handle)
        if os.path.exists(name):  # else it was taken for an abandoned one before it was locked
            return handle, True
        os.close(handle)


def _nameless(folder: str, mode: int) -> int | None:
    """Open a file without a name; None where the system, or the disk, knows no such files. Raises OSError."""
    if not _UNNAMED or not os.path.isdir("/proc/self/fd"):
        return None
    try:
        return os.open(folder, _UNNAMED | os.O_RDWR, mode)
    except OSError as error:
        if error.errno not in _UNKNOWN:
            raise
        return None


def _give_name(handle: int, name: str) -> None:
    """Give a draft its name. Raises OSError."""
    root = os.open("/", os.O_RDONLY)  # with a descriptor Python asks for links to be followed, which this needs
    try:
        os.link(f"/proc/self/fd/{handle}", name, src_dir_fd=root, follow_symlinks=True)
    finally:
        os.close(root)


@contextmanager
def _unchanged(path: str, was: bytes, locked: bool) -> Iterator[None]:
    """Keep other processes of ours from replacing a file that has still the content that it had. Raises Changed."""
    with nullcontext() if locked else alone(path):
        if _content(path) != was:
            raise Changed
        yield


def _content(path: str) -> bytes:
    """The bytes of a file; none where there is no file."""
    if not os.path.lexists(path):
        return b""
    if not os.path.isfile(path):
        raise Changed
    with open(path, "rb") as stream:
        return stream.read()


def _dress(handle: int, path: str, found: os.stat_result) -> None:
    """Give a draft the owner, the attributes and the mode of the file that it replaces. Raises Refused."""
    if sys.platform == "win32":
        return
    now = os.fstat(handle)
    owner, group = (-1 if a == b else b for a, b in ((now.st_uid, found.st_uid), (now.st_gid, found.st_gid)))
    try:
        if (owner, group) != (-1, -1):
            os.fchown(handle, owner, group)
    except OSError as error:
        raise Refused("owner") from error
    if hasattr(os, "listxattr"):
        _dress_attributes(handle, path)
    os.fchmod(handle, stat.S_IMODE(found.st_mode))  # last: a change of owner takes bits away


def _dress_attributes(handle: int, path: str) -> None:
    """Give a draft the extended attributes of a file, lists of access among them, and no others."""
    wanted, here = _attributes(path), _attributes(handle)
    for key in sorted(wanted.keys() | here.keys()):
        if wanted.get(key) == here.get(key):
            continue
        try:
            if key in wanted:
                os.setxattr(handle, key, wanted[key])
            else:
                os.removexattr(handle, key)
        except OSError as error:
            if not key.startswith(_OF_THE_SYSTEM):
                raise Refused("attributes") from error


def _attributes(file: str | int) -> dict[str, bytes]:
    try:
        return {key: os.getxattr(file, key) for key in os.listxattr(file)}
    except OSError as error:
        if error.errno in (errno.EOPNOTSUPP, errno.ENOSYS):
            return {}  # a file system without attributes
        raise

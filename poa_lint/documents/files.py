"""Find the reports that a command line names, read and write them; a file that cannot be read is a `Notice`."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from typing import Final

from poa_lint.core.result import Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import Words
from poa_lint.documents import open_source

SUFFIXES: Final = frozenset({".txt", ".tsv"})
"""The suffixes of files that are linted when a folder is named."""
_LOCK_BYTES: Final = 1024
"""A file with the name of a mark and more bytes than this is no mark."""
STDIN: Final = "-"
"""The operand that stands for the standard input."""


def find(operands: Iterable[str], words: Words) -> tuple[list[str], list[Notice]]:
    """Return the paths of the reports that the operands name, each once, and notices about operands without any.

    Folders are walked in the order of names; hidden files and folders are skipped. The marks of open files are left out
    with a notice, which is no trouble where other files remain.
    """
    paths: dict[str, None] = {}
    notices: list[Notice] = []
    locks: list[str] = []
    for operand in operands:
        if is_lock(operand):
            locks.append(operand)
        elif operand != STDIN and os.path.isdir(operand):
            inside = list(_walk(operand))
            locks += filter(is_lock, inside)
            inside = [path for path in inside if path not in locks]
            if not inside:
                notices.append(Notice(operand, words("notice.no-reports")))
            paths.update(dict.fromkeys(inside))
        elif operand == STDIN or os.path.lexists(operand):
            paths[operand] = None
        else:
            notices.append(Notice(operand, words("notice.missing")))
    notices += (Notice(lock, words("notice.lock"), skipped=bool(paths)) for lock in locks)
    distinct = {os.path.realpath(path) if path != STDIN else path: path for path in reversed(paths)}
    return [path for path in paths if path in distinct.values()], notices


def is_lock(path: str) -> bool:
    """True for the mark that a program leaves beside a file while it has it open: `~$x.xlsx`, `.~lock.x.ods#`."""
    name = os.path.basename(path)
    marked = name.startswith("~$") or (name.startswith(".~lock.") and name.endswith("#"))
    return marked and os.path.isfile(path) and os.path.getsize(path) <= _LOCK_BYTES


def read(path: str, encoding: str | None, words: Words) -> Source | Unreadable | Notice:
    """Return a file's text, or the reason why it has none; a notice if the file cannot be opened."""
    data = load(path, words)
    return data if isinstance(data, Notice) else open_source(data, path, encoding)


def load(path: str, words: Words) -> bytes | Notice:
    """Return the bytes of a file or of the standard input, or a notice why they cannot be read."""
    try:
        if path != STDIN and not stat.S_ISREG(os.stat(path).st_mode):
            return Notice(path, words("notice.not-a-file"))
        if path == STDIN:
            return sys.stdin.buffer.read()
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return Notice(path, words("notice.missing"))
    except PermissionError:
        return Notice(path, words("notice.forbidden"))
    except OSError as error:
        return Notice(path, words("notice.unreadable", problem=words.problem(error)))


def write(path: str, data: bytes) -> None:
    """Write `data` to a file atomically: other programs see the old content or the new. Raises OSError.

    A link is followed; a device or a pipe is written to, never replaced.
    """
    import tempfile
    from pathlib import Path

    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        os.replace(temporary, target)
    except OSError:
        os.unlink(temporary)
        raise


def _walk(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if os.path.splitext(name)[1].lower() in SUFFIXES and not name.startswith("."):
                path = os.path.join(parent, name)
                if os.path.isfile(path):
                    yield path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

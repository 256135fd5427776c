"""Find the reports that a command line names, read and write them; a file that cannot be read is a `Notice`."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from poa_lint.core.result import Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import Words
from poa_lint.documents import open_source
from poa_lint.documents.encodings import MAX_BYTES, Oversized

SUFFIXES: Final = frozenset({".txt", ".tsv"})
"""The suffixes of files that are linted when a folder is named."""
STDIN: Final = "-"
"""The operand that stands for the standard input."""


def find(operands: Iterable[str], words: Words) -> tuple[list[str], list[Notice]]:
    """Return the paths of the reports that the operands name, each once, and notices about operands without any.

    Folders are walked in the order of names; hidden files and folders are skipped.
    """
    paths: dict[str, None] = {}
    notices: list[Notice] = []
    for operand in operands:
        if operand != STDIN and os.path.isdir(operand):
            inside = list(_walk(operand))
            if not inside:
                notices.append(Notice(operand, words("notice.no-reports")))
            paths.update(dict.fromkeys(inside))
        elif operand == STDIN or os.path.lexists(operand):
            paths[operand] = None
        else:
            notices.append(Notice(operand, words("notice.missing")))
    distinct = {os.path.realpath(path) if path != STDIN else path: path for path in reversed(paths)}
    return [path for path in paths if path in distinct.values()], notices


def read(path: str, encoding: str | None, words: Words) -> Source | Unreadable | Notice:
    """Return a file's text, or the reason why it has none; a notice if the file cannot be opened."""
    data = load(path, words)
    return data if isinstance(data, Notice) else open_source(data, path, encoding)


def load(path: str, words: Words) -> bytes | Notice:
    """Return the bytes of a file or of the standard input, or a notice why they cannot be read.

    Of what is larger than MAX_BYTES the bytes are `Oversized`: of a file nothing is read then.
    """
    try:
        if path == STDIN:
            return _limited(sys.stdin.buffer)
        data = _bytes(path)
        return Notice(path, words("notice.not-a-file")) if data is None else data
    except FileNotFoundError:
        return Notice(path, words("notice.missing"))
    except PermissionError:
        return Notice(path, words("notice.forbidden"))
    except OSError as error:
        return Notice(path, words("notice.unreadable", problem=error.strerror or str(error)))


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


def _bytes(path: str) -> bytes | None:
    """The bytes of a file; None for a device, a pipe or a folder. Raises OSError."""
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        return None
    if status.st_size > MAX_BYTES:
        return Oversized()
    with open(path, "rb") as stream:
        return _limited(stream)


def _limited(stream: BinaryIO) -> bytes:
    """The bytes of a stream, of which no more than the limit is read: a file may grow, a pipe has no size."""
    data = stream.read(MAX_BYTES + 1)
    return Oversized() if len(data) > MAX_BYTES else data


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

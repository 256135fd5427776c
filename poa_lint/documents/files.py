"""Read and write the files that a command line names; one that cannot be read is a `Notice`."""

from __future__ import annotations

import os
import stat
import sys
from typing import Final

from poa_lint.core.result import Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import Words
from poa_lint.documents import open_source

STDIN: Final = "-"
"""The operand that stands for the standard input."""


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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

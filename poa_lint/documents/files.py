"""Read the files that a command line names; one that cannot be read is a `Notice`."""

from __future__ import annotations

import os
import stat
import sys
from typing import BinaryIO, Final

from poa_lint.core.result import Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import Words
from poa_lint.documents import open_source
from poa_lint.documents.encodings import MAX_BYTES, Oversized

STDIN: Final = "-"
"""The operand that stands for the standard input."""


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
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            return Notice(path, words("notice.is-folder" if stat.S_ISDIR(status.st_mode) else "notice.not-a-file"))
        return _bytes(path, status.st_size)
    except (FileNotFoundError, ValueError):  # no file has a name with a NUL in it
        return Notice(path, words("notice.missing"))
    except PermissionError:
        return Notice(path, words("notice.forbidden"))
    except OSError as error:
        return Notice(path, words("notice.unreadable", problem=words.problem(error)))


def _bytes(path: str, size: int) -> bytes:
    """The bytes of a file that has this size, so that a large one is not begun. Raises OSError."""
    if size > MAX_BYTES:
        return Oversized()
    with open(path, "rb") as stream:
        return _limited(stream)


def _limited(stream: BinaryIO) -> bytes:
    """The bytes of a stream, of which no more than the limit is read: a file may grow, a pipe has no size."""
    data = stream.read(MAX_BYTES + 1)
    return Oversized() if len(data) > MAX_BYTES else data

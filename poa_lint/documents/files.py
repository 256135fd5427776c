"""Read the files that a command line names; one that cannot be read is a `Notice`."""

from __future__ import annotations

import os
import stat
import sys
from typing import BinaryIO, Final

from poa_lint.core.form import Form
from poa_lint.core.result import Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import Words
from poa_lint.documents import open_source
from poa_lint.documents.encodings import MAX_BYTES, Oversized

STDIN: Final = "-"
"""The operand that stands for the standard input."""


def read(
    path: str, encoding: str | None, words: Words, most: int = MAX_BYTES, forms: tuple[Form, ...] = ()
) -> Source | Unreadable | Notice:
    """Return a file's text, or the reason why it has none; a notice if the file cannot be opened."""
    data = load(path, words, most)
    return data if isinstance(data, Notice) else open_source(data, path, encoding, most, forms)


def load(path: str, words: Words, most: int = MAX_BYTES) -> bytes | Notice:
    """Return the bytes of a file or of the standard input, or a notice why they cannot be read.

    Of what has more than `most` bytes they are `Oversized`: of a file nothing is read then.
    """
    try:
        if path == STDIN:
            return _limited(sys.stdin.buffer, most)
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            return Notice(path, words("notice.is-folder" if stat.S_ISDIR(status.st_mode) else "notice.not-a-file"))
        return _bytes(path, status.st_size, most)
    except (FileNotFoundError, ValueError):  # no file has a name with a NUL in it
        return Notice(path, words("notice.missing"))
    except PermissionError:
        return Notice(path, words("notice.forbidden"))
    except OSError as error:
        return Notice(path, words("notice.unreadable", problem=words.problem(error)))


def _bytes(path: str, size: int, most: int) -> bytes:
    """The bytes of a file that has this size, so that a large one is not begun. Raises OSError."""
    if size > most:
        return Oversized()
    with open(path, "rb") as stream:
        return _limited(stream, most)


def _limited(stream: BinaryIO, most: int) -> bytes:
    """The bytes of a stream, of which no more than the limit is read: a file may grow, a pipe has no size."""
    data = stream.read(most + 1)
    return Oversized() if len(data) > most else data

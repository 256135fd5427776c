"""Read the files that a command line names; one that cannot be read is a `Notice`."""

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
        mode = stat.S_IFREG if path == STDIN else os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            return Notice(path, words("notice.is-folder" if stat.S_ISDIR(mode) else "notice.not-a-file"))
        if path == STDIN:
            return sys.stdin.buffer.read()
        with open(path, "rb") as stream:
            return stream.read()
    except (FileNotFoundError, ValueError):  # no file has a name with a NUL in it
        return Notice(path, words("notice.missing"))
    except PermissionError:
        return Notice(path, words("notice.forbidden"))
    except OSError as error:
        return Notice(path, words("notice.unreadable", problem=words.problem(error)))

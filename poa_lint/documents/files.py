"""Which reports a command line means, and their bytes; every file that cannot be read is one sentence."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from typing import Final

from poa_lint.core.result import Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import Words
from poa_lint.documents import opened

SUFFIXES: Final = frozenset({".txt", ".tsv"})
STDIN: Final = "-"


def found(operands: Iterable[str], words: Words) -> tuple[list[str], list[Notice]]:
    """The files that the operands name, folders walked in order, each once; and what is not there."""
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


def _walk(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if os.path.splitext(name)[1].lower() in SUFFIXES and not name.startswith("."):
                found = os.path.join(parent, name)
                if os.path.isfile(found):
                    yield found


def read(path: str, encoding: str | None, words: Words) -> Source | Unreadable | Notice:
    """One file's text, or why there is none."""
    data = load(path, words)
    return data if isinstance(data, Notice) else opened(data, path, encoding)


def load(path: str, words: Words) -> bytes | Notice:
    """One file's bytes, or why there are none."""
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
        return Notice(path, words("notice.unreadable", problem=error.strerror or str(error)))


def write(path: str, data: bytes) -> None:
    """Put `data` in a file at once: whoever reads it sees the old content or the new. Raises OSError.

    A link is followed, and what is no regular file (a device, a pipe) is written to, never replaced.
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

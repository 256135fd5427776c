"""What is made once and kept for the next run: tables of grammars, rules made ready, words, patterns.

All of it follows from the program's own files, so it is kept with their content's digest, in one file in the user's
cache folder, and read only where nobody else could have written it. A file that is stale, broken, of another program or
of another owner is as good as none: what is missing is made again, and kept if that is possible.
"""

from __future__ import annotations

import _imp  # its source_hash is what importlib checks compiled modules with; it is always loaded
import marshal
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, TypeVar

from poa_lint.core.version import VERSION

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")
Stamp = tuple[tuple[str, int, int, int], ...]

VARIABLE: Final = "POA_LINT_CACHE_DIR"
"""The environment variable that names another folder; an empty one keeps nothing."""
MAGIC: Final = b"poa-lint made ahead, 1\n"
MAX_BYTES: Final = 16_000_000
FOLDERS: Final = ("grammar", "rules")
HERE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class _Store:
    """The file and what it holds: bytes by name, each unpacked when it is asked for."""

    def __init__(self, folder: str | None) -> None:
        self.folder = folder
        self.path = None if folder is None else os.path.join(folder, _name())
        self.stamp: Stamp = ()
        self.digest = b""
        self.parts: dict[str, bytes] = {}
        self.values: dict[str, Any] = {}
        self.changed: set[str] = set()
        """The names of what was made since; the empty one where only the stamp is new."""
        if self.path is not None:
            try:
                self.stamp = tuple(_listing())
                self._open(self.path)
            except OSError:  # a program whose own files cannot be looked at keeps nothing
                self.path, self.parts = None, {}

    def _open(self, path: str) -> None:
        body = _read(path)
        if body is None:
            return
        stamp, digest, parts = marshal.loads(body)  # noqa: S302 - its digest is right and its owner is the user
        if stamp != self.stamp:
            self.digest = _digest(self.stamp)
            self.changed.add("")
            if digest != self.digest:
                return
        self.digest, self.parts = digest, parts

    def save(self) -> None:
        """Write what was made, if anything was, in a way that a reader sees the old file or the new."""
        if self.path is None or self.folder is None or not self.changed:
            return
        self.parts |= {name: marshal.dumps(self.values[name]) for name in self.changed if name}
        self.changed.clear()
        temporary = f"{self.path}.{os.getpid()}"
        try:
            body = marshal.dumps((self.stamp, self.digest or _digest(self.stamp), self.parts))
            if len(body) > MAX_BYTES:
                return
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            if not _private(os.stat(self.folder)):
                return
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(handle, "wb") as stream:
                stream.write(MAGIC + _check(body) + body)
            os.replace(temporary, self.path)
        except OSError:
            return  # a folder that cannot be written to costs time, nothing else


def _name() -> str:
    """The file of this program under this interpreter: what is marshalled holds for no other."""
    told = f"{HERE}\n{VERSION}\n{sys.version}\n{sys.flags.optimize}".encode("utf-8", "surrogatepass")
    return f"{sys.implementation.cache_tag}-{_check(told).hex()}.bin"


def _check(body: bytes) -> bytes:
    return _imp.source_hash(0x504F41, body)


def _read(path: str) -> bytes | None:
    """The checked content of a file that only the user could have written."""
    try:
        with open(path, "rb") as stream:
            found = os.fstat(stream.fileno())
            if found.st_size > MAX_BYTES or not (_private(found) and _private(os.stat(os.path.dirname(path)))):
                return None
            data = stream.read()
    except OSError:
        return None
    begin = len(MAGIC) + 8
    body = data[begin:]
    return body if data.startswith(MAGIC) and data[len(MAGIC) : begin] == _check(body) else None


def _private(found: os.stat_result) -> bool:
    """Whether a file or folder is the user's, and nobody else may write to it."""
    if not hasattr(os, "geteuid"):
        return True  # Windows: the folder of a user's local data is closed to others by its own rights
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _listing() -> Iterator[tuple[str, int, int, int]]:
    """Every file that something kept may follow from: its path, size, and when it and its entry were last changed."""
    roots = [HERE, *(os.path.join(os.path.dirname(HERE), name) for name in FOLDERS)]
    todo = [root for root in roots if os.path.isdir(root)]
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        todo.append(entry.path)
                elif not entry.name.endswith((".pyc", "~")):
                    found = entry.stat()
                    yield entry.path, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _digest(stamp: Stamp) -> bytes:
    """The digest of those files' content."""
    import hashlib

    digest = hashlib.sha256()
    for path, size, *_ in stamp:
        with open(path, "rb") as stream:
            digest.update(f"{os.path.relpath(path, HERE)}\n{size}\n".encode("utf-8", "surrogatepass"))
            digest.update(stream.read())
    return digest.digest()


def _folder() -> str | None:
    """Where a user's programs keep what they can make again; None where nothing is to be kept."""
    asked = os.environ.get(VARIABLE)
    if asked is not None:
        return os.path.abspath(asked) if asked else None
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = os.path.expanduser("~")
        base = os.path.join(home, ".cache") if os.path.isabs(home) else ""
    return os.path.join(base, "poa-lint") if base else None


_store: list[_Store] = []


def _opened() -> _Store:
    if not _store:
        _store.append(_Store(_folder()))
    return _store[0]


def made(name: str, make: Callable[[], T]) -> T:
    """What is kept under a name, or else what `make` makes: values that marshal takes."""
    store = _opened()
    if name not in store.values:
        part = store.parts.get(name)
        store.values[name] = put(name, make()) if part is None else marshal.loads(part)  # noqa: S302 - as above
    kept: T = store.values[name]
    return kept


def put(name: str, value: T) -> T:
    """Keep a value under a name from now on."""
    store = _opened()
    store.values[name] = value
    store.changed.add(name)
    return value


def table(name: str) -> dict[Any, Any]:
    """What is kept under a name as many values by their keys; `add` adds to it."""
    return made(name, dict)


def add(name: str, key: object, value: object) -> None:
    """Keep one more value of a table."""
    table(name)[key] = value
    _opened().changed.add(name)


def save() -> None:
    """Write what was made in this run for the next one."""
    if _store:
        _store[0].save()


def forget() -> None:
    """Open the file anew when it is next needed."""
    _store.clear()


def package() -> Path:
    """The folder of the package `poa_lint`."""
    from pathlib import Path  # few runs need it: what they read was made ahead

    return Path(HERE)


def folder(name: str) -> Path:
    """The folder `grammar` or `rules` that belongs to this installation.

    Raises FileNotFoundError where the installation lacks it: a broken package, not a broken report.
    """
    for parent in (package(), package().parent):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"poa-lint is installed without its folder {name}/: install it again")

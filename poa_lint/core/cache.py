"""Values that follow from the program's own files, made when the program is built: Python modules in `core/built/`.

`bundles/generate.py` writes them: a hook runs it whenever a wheel is built, `make` in a checkout. Python keeps modules
compiled, so that a first run is as fast as any other. In a checkout they count only while the files that they follow
from are unchanged; where they do not count, or are not there, each value is made again in memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

T = TypeVar("T")
Stamp = tuple[tuple[str, int, int], ...]
"""Files by their paths from the checkout, each with its size in bytes and the time of its last change in ns."""

PACKAGE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
"""The folder of the package `poa_lint`."""
BUILT: Final = "poa_lint.core.built"
SUFFIXES: Final = (".py", ".yaml", ".lark", ".csv")
"""The files that a value may follow from."""


def built_value(name: str, make: Callable[[], T]) -> T:
    """The value that was built under `name`, or else what `make` returns."""
    module = built(name)
    value: T = make() if module is None else module.VALUE
    return value


def built(name: str) -> ModuleType | None:
    """The module `name` of `core/built/`; None where nothing was built, or a source has changed since."""
    return import_module(f"{BUILT}.{name}") if _current() else None


@cache
def _current() -> bool:
    try:
        sources: Stamp | None = getattr(import_module(BUILT), "SOURCES", ())
    except ModuleNotFoundError:
        return False
    return sources is None or sources == stamp()


def stamp() -> Stamp:
    """The files of a checkout that built values may follow from; what is installed does not change and has none."""
    top = os.path.dirname(PACKAGE)
    return tuple(sorted(entry for name in ("poa_lint", "rules", "grammar") for entry in _files(top, name)))


def _files(top: str, folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(os.path.join(top, folder)) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_dir():
                if entry.name not in ("__pycache__", "built"):
                    yield from _files(top, path)
            elif entry.name.endswith(SUFFIXES):
                status = entry.stat()
                yield path, status.st_size, status.st_mtime_ns


def package() -> Path:
    """The folder of the package, for reading what is beside its modules."""
    from pathlib import Path  # few runs need it: what they would read was built

    return Path(PACKAGE)


def folder(name: str) -> Path:
    """The folder `grammar`, `rules` or `schemas` of this installation: inside the package, or beside it in a checkout.

    Raises FileNotFoundError where the installation lacks it: a broken package, not a broken report.
    """
    return package() / folder_path(name)


def folder_path(name: str) -> str:
    """The same as a text. Raises FileNotFoundError."""
    for parent in (PACKAGE, os.path.dirname(PACKAGE)):
        path = os.path.join(parent, name)
        if os.path.isdir(path):
            return path
    raise FileNotFoundError(f"poa-lint is installed without its folder {name}/: install it again")

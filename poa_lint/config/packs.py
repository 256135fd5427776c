"""Packs of rules and forms: installed Python distributions whose files are read, and whose code is never run.

A pack is found by its name in the metadata of what is installed, and its files by the list that pip keeps of them
(RECORD). Its rules stand in a folder `reglas` of its own package, its forms in a folder `formas` beside it:

    paquete_de_reglas/reglas/sin-cero.yaml
    paquete_de_reglas/formas/evc-01.yaml
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

FOLDERS: Final = {"rules": ("reglas", "rules"), "forms": ("formas", "forms")}
"""The names of a pack's folders, by the key of the settings that names the pack."""
SUFFIXES: Final = (".yaml", ".csv")
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")


class Pack(NamedTuple):
    """An installed pack: its name and version, and its folders of what was asked for, as whole paths."""

    name: str
    version: str
    folders: tuple[str, ...]


def is_name(text: str) -> bool:
    """True if a distribution may be called so."""
    return _NAME.fullmatch(text) is not None


def find(name: str, key: str) -> Pack | None:
    """The installed distribution of that name with its folders of `rules` or `forms`; None if there is none.

    A distribution that brings no such files has no folders. Files that it lists outside its place are passed over.
    """
    from importlib import metadata

    if not is_name(name):
        return None
    try:
        found = metadata.distribution(name)
        top = os.path.realpath(str(found.locate_file("")))
        paths = [str(file) for file in found.files or () if file.suffix.lower() in SUFFIXES]
        version = found.version
    except (metadata.PackageNotFoundError, OSError, ValueError, KeyError):  # not installed, or its metadata is damaged
        return None
    return Pack(name, version, tuple(_folders(top, paths, FOLDERS[key])))


def _folders(top: str, paths: Iterable[str], names: tuple[str, ...]) -> Iterator[str]:
    """The folders of one of these names that the listed files stand in, each once, inside packages below `top`."""
    seen: dict[str, None] = {}
    for path in paths:
        parts = path.replace("\\", "/").split("/")
        depth = next((place for place, part in enumerate(parts[1:-1], 1) if part in names), None)
        if depth is not None:
            seen.setdefault(os.path.realpath(os.path.join(top, *parts[: depth + 1])))
    inside = os.path.join(top, "")
    return (folder for folder in seen if folder.startswith(inside) and os.path.isdir(folder))

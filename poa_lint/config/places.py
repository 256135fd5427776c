"""The folders of rules and forms that settings name: an office's own, and those of installed packs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from poa_lint.core.text import similar
from poa_lint.core.yamltree import Fields, Scalar, items
from poa_lint.rulebook import strays

if TYPE_CHECKING:
    from poa_lint.config.packs import Pack

UNKNOWN_FOLDER: Final = {"rules": "unknown-folder", "forms": "unknown-forms"}
"""The fault of a folder that is not there, by the key that names it."""


def folders_of(fields: Fields, path: Path, key: str, packs: dict[str, str]) -> Iterator[str]:
    """Folders of an office's own rules or forms, relative to the settings file, and those of installed packs.

    A folder that is there wins over a pack. `packs` gets the name and version of the pack that a folder is of.
    """
    for item in items(fields.node(key)):
        text = item.text if isinstance(item, Scalar) else ""
        folder = path_of(path, text) if text else None
        if folder is not None and os.path.isdir(folder) and folder != folder.parent:
            if strays.is_empty(folder, key):
                kind = f"empty-{key}-over-pack" if _of_pack(text, key)[1] else f"empty-{key}"
                fields.trouble(kind, item.mark, None, len(text), name=text)
            yield str(folder)
            continue
        if folder is not None and os.path.isfile(folder):
            near = os.path.dirname(text.replace("\\", "/")) or None
            fields.trouble(f"file-of-{key}", item.mark, near, len(text), name=text)
            continue
        kind, found = _of_pack(text, key)
        if found is None:
            near = similar(text, _beside(path)) if kind != "empty-pack" else None
            fields.trouble(kind, item.mark, near, len(text), name=text)
            continue
        packs |= dict.fromkeys(found.folders, f"{found.name} {found.version}")
        yield from found.folders


def _of_pack(name: str, key: str) -> tuple[str, Pack | None]:
    """The pack of that name if it brings what `key` asks for, and the fault of a name that means none."""
    from poa_lint.config import packs  # few settings name one

    if not packs.is_name(name):
        return UNKNOWN_FOLDER[key], None
    found = packs.find(name, key)
    if found is None:
        return f"{UNKNOWN_FOLDER[key]}-or-pack", None
    return ("", found) if found.folders else ("empty-pack", None)


def _beside(path: Path) -> list[str]:
    """The names of the folders beside a settings file."""
    try:
        with os.scandir(path.parent) as entries:
            return [entry.name for entry in entries if entry.is_dir()]
    except OSError:
        return []


def path_of(path: Path, named: str) -> Path | None:
    """The path that a settings file names, from where it stands; None for what can be no path."""
    try:
        return (path.parent / named).resolve()
    except (OSError, RuntimeError, ValueError):  # a name that is too long, links in a circle, NUL
        return None

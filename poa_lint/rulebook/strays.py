"""Files of rules and forms that nobody reads, for their names end otherwise: `a.yml`, or `a.yaml.txt` of an editor."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from poa_lint.core import yamltree
from poa_lint.core.source import Trouble

SUFFIX: Final = ".yaml"
ENDINGS: Final = (".yml", ".yaml.txt", ".yml.txt", SUFFIX)
"""The ends of names that are meant to be SUFFIX, in any case of letters."""
MAX_STRAYS: Final = 20
MAX_VISITED: Final = 10_000
"""The files of a folder that are looked at: one named by mistake may be a whole disk."""
_STATED: Final = {
    "rules": re.compile(r"^(?:code|each|expect|message)[ \t]*:", re.MULTILINE),
    "forms": re.compile(r"^(?:code|extends|reconoce|columns|periods)[ \t]*:", re.MULTILINE),
}
"""The keys by which a file is known as one of a rule or form, by the key of the settings that names its folder."""


def faults(places: Iterable[str | Path], key: str) -> Iterator[Trouble]:
    """The files in these folders, hidden ones aside, that state a rule or a form under a name that is not read."""
    found = (path for place in places for path in _named_otherwise(str(place)))
    for path in islice(found, MAX_STRAYS):
        text, unread = yamltree.file_text(path)
        if unread is None and _STATED[key].search(text):
            name = os.path.basename(path)
            yield Trouble(path, text, f"misnamed-{key}", 0, 1, {"name": name, "wanted": wanted(name)})


def is_empty(folder: Path, key: str) -> bool:
    """True for a folder without any file of rules or forms, or of catalogues, or one that is meant to be such."""
    suffixes = (SUFFIX, ".csv") if key == "rules" else (SUFFIX,)
    return not any(any(folder.rglob(f"*{suffix}")) for suffix in suffixes) and not any(faults((folder,), key))


def wanted(name: str) -> str:
    """The name that a file should have: `a.yaml` for `a.yml`."""
    end = next(end for end in ENDINGS if name.lower().endswith(end))
    return name[: -len(end)] + SUFFIX


def _named_otherwise(folder: str) -> Iterator[str]:
    visited = 0
    for above, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        visited += len(names)
        if visited > MAX_VISITED:
            return
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) and not Path(name).match(f"*{SUFFIX}"):
                yield os.path.join(above, name)

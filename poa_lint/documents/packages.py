"""Folders of tables that `poa-lint export` wrote: their descriptor names the files, which may be too large to read."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Final

DESCRIPTOR: Final = "datapackage.json"
MAKER: Final = "poa-lint "
"""The beginning of the description of a package of ours."""
MOST: Final = 1_000_000
"""Bytes of a descriptor that are read; ours have twenty thousand."""


def tables(folder: str, names: Collection[str]) -> frozenset[str]:
    """Those of the names in a folder that are tables of a package of ours."""
    if DESCRIPTOR not in names:
        return frozenset()
    import json  # few folders have tables

    try:
        with open(os.path.join(folder, DESCRIPTOR), "rb") as stream:
            package = json.loads(stream.read(MOST))
        if not package["description"].startswith(MAKER):
            return frozenset()
        return frozenset(resource["path"] for resource in package["resources"]).intersection(names)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return frozenset()  # somebody else's, or damaged

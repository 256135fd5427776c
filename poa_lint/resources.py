"""Where grammar/ and rules/ are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `grammar` or `rules` that belongs to this installation.

    Raises FileNotFoundError where the installation lacks it: a broken package, not a broken report.
    """
    for parent in (PACKAGE, PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"poa-lint is installed without its folder {name}/: install it again")

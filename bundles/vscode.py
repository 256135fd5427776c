"""Make dist/poa-lint.vsix, the extension for VS Code in editors/vscode.

    python -m bundles.vscode [FILE]

It needs node 20 or newer and npm. What goes in is pinned in package-lock.json there.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

from bundles.contents import ROOT, WORK, run

EXTENSION: Final = ROOT / "editors" / "vscode"
TARGET: Final = ROOT / "dist" / "poa-lint.vsix"


def main(target: Path) -> None:
    """Write the extension to `target`. Raises CalledProcessError where npm or vsce fail."""
    folder = WORK / "vscode"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(EXTENSION, folder, ignore=shutil.ignore_patterns("node_modules"))
    target.parent.mkdir(parents=True, exist_ok=True)
    run("npm", "ci", folder=folder)
    said = ("vsce", "package", "--allow-missing-repository", "--out", str(target.resolve()))
    run("npm", "exec", "--", *said, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)

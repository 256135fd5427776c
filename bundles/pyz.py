"""Make dist/poa-lint.pyz: the program as one file for whoever has Python and may not install; and a batch file for it.

    python -m bundles.pyz [FILE]

Everything in it is plain Python, so it runs under every Python from 3.11 on. PDFs need a compiled library: it reads
them where that is installed, and says what is missing where it is not.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Final

from bundles.contents import HERE, ROOT, archive, own_files, pinned_wheels, wheel_files

TARGET: Final = ROOT / "dist" / "poa-lint.pyz"
INSIDE: Final = ("et-xmlfile", "jinja2", "lark", "markupsafe", "openpyxl", "pyyaml", "rich")
"""Pygments and markdown-it are not among them: rich needs them for parts that the terminal's reporter does not use."""
HEAD: Final = b"#!/usr/bin/env python3\n"
BATCH: Final = "poa-lint.bat"


def main(target: Path) -> None:
    """Write the archive to `target`, and the batch file beside it. Raises CalledProcessError where pip fails."""
    wheels = pinned_wheels()
    tree = own_files()
    for name in INSIDE:
        tree |= wheel_files(wheels[name])
    content = {f"site/{name}": data for name, data in tree.items()}
    content["__main__.py"] = (HERE / "launcher.py").read_bytes()
    digest = hashlib.sha256()
    for name, data in sorted(content.items()):
        digest.update(f"{name}\n{len(data)}\n".encode() + data)
    # The comment names the folder that the archive is unpacked into (launcher.py): another content, another folder.
    archive(target, content, packed=True, head=HEAD, comment=digest.hexdigest()[:16])
    batch = (HERE / BATCH).read_text(encoding="utf-8")
    target.with_name(BATCH).write_text(batch, encoding="utf-8", newline="\r\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)

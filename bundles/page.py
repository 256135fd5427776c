"""Make dist/poa-lint.html: one file that checks reports in a browser, without a network and without installing.

    python -m bundles.page [FILE]

It needs node and npm. What goes in is pinned: Pyodide in package-lock.json, the rest in requirements.txt.
"""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import Final

from bundles.contents import HERE, ROOT, WORK, archive, licences, own, pure, run, wheels
from poa_lint.servers.page import ALONE, page

TARGET: Final = ROOT / "dist" / "poa-lint.html"
INSIDE: Final = ("et-xmlfile", "jinja2", "lark", "markupsafe", "openpyxl", "pyyaml")
PDF: Final = "pypdfium2"
"""Unpacked only when the first PDF comes."""

LICENCES: Final = "poa-lint: MIT\nPyodide {version}: MPL-2.0\nCPython {python}: Python-2.0\n"


def main(target: Path) -> None:
    """Make the page."""
    node = modules()
    pyodide = node / "node_modules" / "pyodide"
    found = wheels()
    tree = own()
    for name in INSIDE:
        tree |= pure(found[name])
    archive(WORK / "site.zip", tree, packed=False)
    archive(WORK / "pdf.zip", pure(found[PDF], compiled=True), packed=False)
    for name in ("ready.mjs", "ready.py"):
        shutil.copy(HERE / name, node / name)
    run("node", str(node / "ready.mjs"), str(WORK / "site.zip"), str(WORK / "ready.zip"))
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    files = {name: (pyodide / name).read_bytes() for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")}
    files |= {
        "python_stdlib.zip": (pyodide / "python_stdlib.zip").read_bytes(),
        "lock.json": json.dumps({"info": lock["info"], "packages": {}}).encode("ascii"),
        "site.zip": (WORK / "ready.zip").read_bytes(),
        "pdf": (WORK / "pdf.zip").read_bytes(),
    }
    parts = {name: base64.b64encode(gzip.compress(data, 9, mtime=0)).decode("ascii") for name, data in files.items()}
    parts["python"] = (ROOT / "poa_lint" / "servers" / "assets" / "python.js").read_text(encoding="utf-8")
    version = json.loads((pyodide / "package.json").read_text(encoding="utf-8"))["version"]
    told = LICENCES.format(version=version, python=lock["info"]["python"])
    told += licences({name: found[name] for name in (*INSIDE, PDF)})
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(ALONE, parts=parts, licences=told).text, encoding="utf-8", newline="\n")


def modules(*, testing: bool = False) -> Path:
    """The folder that has Pyodide, as package-lock.json pins it, and what drives browsers where that is asked for."""
    node = WORK / "node"
    node.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, node / name)
    run("npm", "ci", *(() if testing else ("--omit=dev",)), "--prefix", str(node))
    return node


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)

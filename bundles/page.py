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
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bundles.contents import HERE, ROOT, WORK, archive, licences, own_files, pinned_wheels, run, wheel_files
from poa_lint.servers.page import ALONE, page

TARGET: Final = ROOT / "dist" / "poa-lint.html"
INSIDE: Final = ("et-xmlfile", "jinja2", "lark", "markupsafe", "openpyxl", "pyyaml")
PDF: Final = "pypdfium2"
"""A part of its own: the page unpacks it when the first PDF comes."""
LICENCES: Final = "poa-lint: MIT\nPyodide {version}: MPL-2.0\nCPython {python}: Python-2.0\n"


def main(target: Path) -> None:
    """Write the page to `target`. Raises CalledProcessError where npm, node or pip fail."""
    node = modules()
    pyodide = node / "node_modules" / "pyodide"
    wheels = pinned_wheels()
    _site(node, wheels)
    lock = _json(pyodide / "pyodide-lock.json")
    names = LICENCES.format(version=_json(pyodide / "package.json")["version"], python=lock["info"]["python"])
    names += licences({name: wheels[name] for name in (*INSIDE, PDF)})
    target.parent.mkdir(parents=True, exist_ok=True)
    html = page(ALONE, parts=_parts(pyodide, lock), licences=names).text
    target.write_text(html, encoding="utf-8", newline="\n")


def modules(*, testing: bool = False) -> Path:
    """Install the pinned Pyodide with npm; the folder that has it in node_modules/.

    With `testing`, what drives browsers (the development dependencies of package.json) is installed too.
    """
    node = WORK / "node"
    node.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, node / name)
    run("npm", "ci", *(() if testing else ("--omit=dev",)), "--prefix", str(node))
    return node


def _site(node: Path, wheels: Mapping[str, Path]) -> None:
    """Write ready.zip, the program and its wheels compiled by the Python that will run them, and pdf.zip."""
    tree = own_files()
    for name in INSIDE:
        tree |= wheel_files(wheels[name])
    archive(WORK / "site.zip", tree, packed=False)
    archive(WORK / "pdf.zip", wheel_files(wheels[PDF], compiled=True), packed=False)
    for name in ("compile.mjs", "compile.py"):
        shutil.copy(HERE / name, node / name)
    run("node", str(node / "compile.mjs"), str(WORK / "site.zip"), str(WORK / "ready.zip"))


def _parts(pyodide: Path, lock: Mapping[str, Any]) -> dict[str, str]:
    """The parts that the page carries, by name: files packed and in base64, and the script that unpacks them."""
    files = {name: (pyodide / name).read_bytes() for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")}
    files |= {
        "python_stdlib.zip": (pyodide / "python_stdlib.zip").read_bytes(),
        # Without its packages: the page has none of them, and must not look for one.
        "lock.json": json.dumps({"info": lock["info"], "packages": {}}).encode("ascii"),
        "site.zip": (WORK / "ready.zip").read_bytes(),
        "pdf": (WORK / "pdf.zip").read_bytes(),
    }
    parts = {name: base64.b64encode(gzip.compress(data, 9, mtime=0)).decode("ascii") for name, data in files.items()}
    parts["python"] = (ROOT / "poa_lint" / "servers" / "assets" / "python.js").read_text(encoding="utf-8")
    return parts


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)

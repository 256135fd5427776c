"""Make dist/poa-lint.html: one file that checks reports in a browser, without a network and without installing.

    python -m bundles.page [FILE] [--office FOLDER]

With the folder of an office (settings, rules, forms, waivers) the page checks by that office's rules. It needs node and
npm. What goes in is pinned: Pyodide in package-lock.json, the rest in requirements.txt.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bundles import office
from bundles.contents import HERE, ROOT, WORK, Tree, archive, licences, own_files, pinned_wheels, run, wheel_files
from poa_lint.servers.page import ALONE, page

TARGET: Final = ROOT / "dist" / "poa-lint.html"
INSIDE: Final = ("et-xmlfile", "jinja2", "lark", "markupsafe", "openpyxl", "pyyaml")
PDF: Final = "pypdfium2"
"""A part of its own: the page unpacks it when the first PDF comes."""
LICENCES: Final = "poa-lint: MIT\nPyodide {version}: MPL-2.0\nCPython {python}: Python-2.0\n"


def main(target: Path, folder: Path | None = None) -> None:
    """Write the page to `target`, with an office's folder in it if one is given.

    Raises CalledProcessError where npm, node or pip fail, ValueError for a folder that cannot be used.
    """
    held = None if folder is None else office.read(folder)
    node = modules()
    pyodide = node / "node_modules" / "pyodide"
    wheels = pinned_wheels()
    _site(node, wheels)
    lock = _json(pyodide / "pyodide-lock.json")
    names = LICENCES.format(version=_json(pyodide / "package.json")["version"], python=lock["info"]["python"])
    names += licences({name: wheels[name] for name in (*INSIDE, PDF)})
    target.parent.mkdir(parents=True, exist_ok=True)
    files = _files(pyodide, lock)
    if held is not None:
        archive(WORK / "office.zip", held.files, packed=False)
        files["office.zip"] = (WORK / "office.zip").read_bytes()
    target.write_bytes(_carrying(files, held, names))


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
    """Write ready.zip, the program and its wheels compiled by the Python that will run them, stdlib.zip and pdf.zip.

    Pyodide's own library comes as source, and to compile what it imports when it starts takes most of its time.
    """
    tree = own_files()
    for name in INSIDE:
        tree |= wheel_files(wheels[name])
    archive(WORK / "site.zip", tree, packed=False)
    archive(WORK / "pdf.zip", wheel_files(wheels[PDF], compiled=True), packed=False)
    for name in ("compile.mjs", "compile.py"):
        shutil.copy(HERE / name, node / name)
    library = node / "node_modules" / "pyodide" / "python_stdlib.zip"
    pairs = (WORK / "site.zip", WORK / "ready.zip", library, WORK / "stdlib.zip")
    run("node", str(node / "compile.mjs"), *map(str, pairs))


def _files(pyodide: Path, lock: Mapping[str, Any]) -> Tree:
    """The files that the page carries, by name."""
    files = {name: (pyodide / name).read_bytes() for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")}
    return files | {
        "python_stdlib.zip": (WORK / "stdlib.zip").read_bytes(),
        # Without its packages: the page has none of them, and must not look for one.
        "lock.json": json.dumps({"info": lock["info"], "packages": {}}).encode("ascii"),
        "site.zip": (WORK / "ready.zip").read_bytes(),
        "pdf": (WORK / "pdf.zip").read_bytes(),
    }


def _carrying(files: Tree, held: office.Held | None, licences: str) -> bytes:
    """The page with these files in it, and the script that unpacks them.

    It is ASCII but for the files, whose bytes stand there as letters of windows-1252 (`dense`). In base64 the page
    would be a sixth larger.
    """
    script = (ROOT / "poa_lint" / "servers" / "assets" / "python.js").read_text(encoding="ascii")
    parts = {**{name: f"@{name}@" for name in files}, "python": script}
    html = page(ALONE, office=held.told if held else None, parts=parts, licences=licences).text
    html = html.replace('<meta charset="utf-8">', '<meta charset="windows-1252">', 1)
    made = html.encode("ascii", "xmlcharrefreplace")
    for name, data in files.items():
        made = made.replace(b">@%b@<" % name.encode("ascii"), b">%b<" % dense(gzip.compress(data, 9, mtime=0)), 1)
    return made


def dense(data: bytes) -> bytes:
    """Bytes as letters that a browser neither changes nor takes for the end of a script.

    NUL, CR and `<` stand as two, `=` and the byte with its bit 64 the other way; so do `=` itself, and 128 to 159,
    whose letters have numbers above 255: a text without them takes half the memory, and two thirds of the time.
    """
    for byte in b"=\0\r<" + bytes(range(0x80, 0xA0)):  # `=` comes first: it stands before the others
        data = data.replace(bytes([byte]), b"=%c" % (byte ^ 64))
    return data


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    said = argparse.ArgumentParser()
    said.add_argument("target", nargs="?", type=Path, default=TARGET)
    said.add_argument("--office", type=Path)
    asked = said.parse_args()
    try:
        main(asked.target, asked.office)
    except ValueError as fault:
        sys.exit(str(fault))

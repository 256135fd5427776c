"""What the bundles hold: poa-lint's own wheel and the pinned wheels that it needs, as one tree of plain Python."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
WORK: Final = ROOT / "build" / "bundles"
WASM: Final = "pyemscripten_2026_0_wasm32"
"""The platform of the pinned Pyodide; pypdfium2 publishes a wheel for it."""

PLATFORMS: Final = (WASM, "manylinux2014_x86_64")
"""Where wheels are taken from, the first that there is: what is compiled for the second is left out below."""

COMPILED: Final = (".so", ".pyd", ".pyx", ".c", ".h", ".pyi")
"""Left out: PyYAML and MarkupSafe do the same in Python where they find no compiled part."""

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""When everything in an archive was written: an archive is made of what it holds, not of when."""

Tree = dict[str, bytes]
"""Files by their paths, with slashes."""


def own() -> Tree:
    """The content of poa-lint's wheel, built of this checkout."""
    target = WORK / "own"
    for old in target.glob("*.whl"):
        old.unlink()
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT))
    return _content(next(target.glob("*.whl")))


def wheels() -> dict[str, Path]:
    """The pinned wheels by the names of their projects; pip compares their hashes."""
    target = WORK / "wheels"
    asked = HERE / "requirements.txt"
    platforms = [word for platform in PLATFORMS for word in ("--platform", platform)]
    run(
        *(sys.executable, "-m", "pip", "--quiet", "download", "--require-hashes", "--no-deps"),
        *("--only-binary", ":all:", "--python-version", "3.14", "--implementation", "cp"),
        *(*platforms, "--dest", str(target), "--requirement", str(asked)),
    )
    pinned = [line.split(" ")[0] for line in asked.read_text(encoding="utf-8").splitlines() if "==" in line]
    found = {}
    for name, _, version in (pin.partition("==") for pin in pinned):
        (found[name],) = target.glob(f"{name.replace('-', '_')}-{version}-*.whl")
    return found


def pure(wheel: Path, *, compiled: bool = False) -> Tree:
    """A wheel's Python, its data and its licences; what was compiled for one machine only where that is asked for."""
    return {path: data for path, data in _content(wheel).items() if compiled or not path.endswith(COMPILED)}


def licences(found: Mapping[str, Path]) -> str:
    """Every project with its version and what its metadata says of its licence, a line each."""
    lines = []
    for name, wheel in sorted(found.items()):
        content = _content(wheel)
        (metadata,) = (data for path, data in content.items() if path.endswith(".dist-info/METADATA"))
        said = dict(_headers(metadata.decode("utf-8")))
        lines.append(f"{name} {said['Version']}: {said.get('License-Expression') or said.get('License', '')}".strip())
    return "\n".join(lines) + "\n"


def archive(path: Path, tree: Mapping[str, bytes], *, packed: bool, head: bytes = b"", comment: str = "") -> None:
    """Write a tree as a zip archive: the same tree gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(head)
        with zipfile.ZipFile(stream, "w") as target:
            target.comment = comment.encode("ascii")
            for name, data in sorted(tree.items()):
                info = zipfile.ZipInfo(name, EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
                info.external_attr = 0o644 << 16
                info.create_system = 3
                target.writestr(info, data, compresslevel=9 if packed else None)


def _headers(metadata: str) -> Iterator[tuple[str, str]]:
    """The lines of a package's metadata before its description, by their names."""
    for line in metadata.partition("\n\n")[0].splitlines():
        name, colon, value = line.partition(": ")
        if colon and not name.startswith(" "):
            yield name, value


def _content(wheel: Path) -> Tree:
    with zipfile.ZipFile(wheel) as opened:
        return {
            name: opened.read(name)
            for name in opened.namelist()
            if not name.endswith("/") and PurePosixPath(name).name != "RECORD"
        }


def run(*command: str) -> None:
    """Run a program; what it says is shown where it fails. Raises CalledProcessError."""
    made = {**os.environ, "SOURCE_DATE_EPOCH": "315532800", "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=made, capture_output=True, check=False, text=True)  # noqa: S603 - our own words
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        done.check_returncode()

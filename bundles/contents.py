"""The content of the bundles: files out of poa-lint's own wheel and out of the pinned wheels that it needs."""

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
"""Platforms of the wheels, the preferred one first. Parts compiled for the second are left out (COMPILED)."""
COMPILED: Final = (".so", ".pyd", ".pyx", ".c", ".h", ".pyi")
"""Files that are left out: PyYAML and MarkupSafe do the same in Python where they find no compiled part."""
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive, so that the same content gives the same bytes."""

Tree = dict[str, bytes]
"""The content of files by their paths, with slashes."""


def own_files() -> Tree:
    """Build poa-lint's wheel from this checkout; its files."""
    target = WORK / "own"
    for old in target.glob("*.whl"):
        old.unlink()
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT))
    return _content(next(target.glob("*.whl")))


def pinned_wheels() -> dict[str, Path]:
    """Download the wheels of requirements.txt, whose hashes pip compares; their paths by the names of the projects."""
    target = WORK / "wheels"
    requirements = HERE / "requirements.txt"
    platforms = [word for platform in PLATFORMS for word in ("--platform", platform)]
    run(
        *(sys.executable, "-m", "pip", "--quiet", "download", "--require-hashes", "--no-deps"),
        *("--only-binary", ":all:", "--python-version", "3.14", "--implementation", "cp"),
        *(*platforms, "--dest", str(target), "--requirement", str(requirements)),
    )
    pins = [line.split(" ")[0] for line in requirements.read_text(encoding="utf-8").splitlines() if "==" in line]
    wheels = {}
    for name, _, version in (pin.partition("==") for pin in pins):
        (wheels[name],) = target.glob(f"{name.replace('-', '_')}-{version}-*.whl")
    return wheels


def wheel_files(wheel: Path, *, compiled: bool = False) -> Tree:
    """The files of a wheel: its Python, its data and its licences; with `compiled`, its compiled parts too.

    What goes beside an installation (the manual, the scripts of shells) has no place in a bundle.
    """
    content = {path: data for path, data in _content(wheel).items() if ".data/data/" not in path}
    return {path: data for path, data in content.items() if compiled or not path.endswith(COMPILED)}


def licences(wheels: Mapping[str, Path]) -> str:
    """A line for each project: its name, its version, and the licence that its metadata names."""
    lines = []
    for name, wheel in sorted(wheels.items()):
        content = _content(wheel)
        (metadata,) = (data for path, data in content.items() if path.endswith(".dist-info/METADATA"))
        headers = dict(_headers(metadata.decode("utf-8")))
        licence = headers.get("License-Expression") or headers.get("License", "")
        lines.append(f"{name} {headers['Version']}: {licence}".strip())
    return "\n".join(lines) + "\n"


def archive(path: Path, tree: Mapping[str, bytes], *, packed: bool, head: bytes = b"", comment: str = "") -> None:
    """Write a tree as a zip archive with `head` before it: the same tree gives the same bytes.

    `packed` compresses the files, and `comment` (ASCII) becomes the archive's comment.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(head)
        with zipfile.ZipFile(stream, "w") as target:
            target.comment = comment.encode("ascii")
            for name, data in sorted(tree.items()):
                info = zipfile.ZipInfo(name, EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
                # ZipInfo writes the system that it runs on: let it be Unix (3) and rw-r--r-- everywhere.
                info.external_attr = 0o644 << 16
                info.create_system = 3
                target.writestr(info, data, compresslevel=9 if packed else None)


def run(*command: str, folder: Path | None = None) -> None:
    """Run a program, in a folder if one is named, with its output shown only if it fails.

    Raises CalledProcessError for an exit code other than 0.
    """
    # 1 January 1980 and no random hashes: what is built must not depend on the day or the run.
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800", "PYTHONHASHSEED": "0"}
    process = subprocess.run(  # noqa: S603 - ours
        command, cwd=folder, env=environment, capture_output=True, check=False, text=True
    )
    if process.returncode:
        sys.stderr.write(process.stdout + process.stderr)
        process.check_returncode()


def _headers(metadata: str) -> Iterator[tuple[str, str]]:
    """The headers of a package's METADATA, by name; its description, after a blank line, is left out."""
    for line in metadata.partition("\n\n")[0].splitlines():
        name, colon, value = line.partition(": ")
        if colon and not name.startswith(" "):
            yield name, value


def _content(wheel: Path) -> Tree:
    """All files of a wheel but RECORD, its list of hashes, which would not be true of a bundle."""
    with zipfile.ZipFile(wheel) as opened:
        return {
            name: opened.read(name)
            for name in opened.namelist()
            if not name.endswith("/") and PurePosixPath(name).name != "RECORD"
        }

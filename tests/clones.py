"""A clean clone of this project, and a machine on which to install from it, with git and pip and without a network."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.places import ROOT

ADDRESS: Final = "https://example.org/poa-lint"
"""The address of this project in recipes."""
SHIPPED: Final = (
    "poa_lint",
    "rules",
    "grammar",
    "bundles",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
)
"""All that the program is built from, where there is no git to ask."""


def environment(home: Path) -> dict[str, str]:
    """Git and pip on their own: no settings of this machine, no index, and our tools instead of downloaded ones.

    What pip would download is on the path already; what a recipe installs from is built and installed as elsewhere.
    """
    known = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT", "TMPDIR", "LANG")}
    who = {f"GIT_{role}_{key}": "x@y" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    pip = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_CONFIG_FILE": os.devnull}
    pip |= {"PIP_FORCE_REINSTALL": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    paths = {"HOME": str(home), "PRE_COMMIT_HOME": str(home / "cache"), "PYTHONPATH": sysconfig.get_path("purelib")}
    return {**known, **who, **pip, **paths, "PYTHONUTF8": "1"}


def repository(folder: Path, env: Mapping[str, str]) -> None:
    """Make a folder a repository with all that is in it committed."""
    for said in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "x")):
        subprocess.run(["git", *said], cwd=folder, env=env, check=True)


def clone(folder: Path, env: Mapping[str, str]) -> Path:
    """A repository with what git has of this project, as it stands in this tree, and with nothing else.

    Git finds it at ADDRESS too, so that recipes are run to the letter.
    """
    for name in _tracked():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    repository(folder, env)
    instead = f'[url "{folder.as_uri()}"]\n\tinsteadOf = {ADDRESS}\n'
    (Path(env["HOME"]) / ".gitconfig").write_text(instead, encoding="utf-8")
    return folder


def machine(home: Path) -> dict[str, str]:
    """The environment of a machine with `python3` and `pip` on its path, and no poa-lint."""
    env = environment(home)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home / "python"], env=env, check=True)
    folder = home / "python" / "bin"
    (folder / "pip").write_text(f'#!/bin/sh\nexec "{folder / "python3"}" -m pip "$@"\n', encoding="utf-8")
    (folder / "pip").chmod(0o755)
    return {**env, "PATH": f"{folder}{os.pathsep}{env['PATH']}"}


def _tracked() -> Iterator[str]:
    """The paths of the files that are part of the project."""
    if not (ROOT / ".git").exists():
        files = (path for name in SHIPPED for path in (ROOT / name, *(ROOT / name).rglob("*")) if path.is_file())
        kept = (path.relative_to(ROOT) for path in files)
        yield from (str(path) for path in kept if not {"__pycache__", "built", "node_modules"}.intersection(path.parts))
        return
    said = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(said, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    yield from (name for name in names if name and (ROOT / name).is_file())

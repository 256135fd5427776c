"""What runs inside poa-lint.pyz: unpack the program once into the user's cache folder, and start it from there.

A program inside an archive would be compiled anew at every start, and its rules and grammars are files that it reads.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

NEEDS = (3, 11)
SITE = "site/"


def main() -> None:
    """Start the program: on files dropped on the batch file, on what was said, or, where nothing was, on the page."""
    if sys.version_info < NEEDS:
        sys.exit("poa-lint necesita Python 3.11 o posterior / needs Python 3.11 or newer")
    sys.path[0] = str(unpacked(Path(sys.argv[0]).resolve()))
    from poa_lint.cli.main import run

    paths = dropped(os.environ.pop("POA_LINT_DROPPED", ""))
    if paths:
        show(paths, run)
        return
    if len(sys.argv) == 1:
        sys.argv += ["serve", "--open"]
        run = stay(run)
    run()


def stay(run: Callable[[], None]) -> Callable[[], None]:
    """A program whose window, on Windows, does not close over what went wrong before anybody could read it."""

    def staying() -> None:
        try:
            run()
        except SystemExit as end:
            if end.code and os.name == "nt":
                input()
            raise

    return staying


def dropped(line: str) -> list[str]:
    r"""The files in the line with which Windows starts a batch file: `cmd.exe /c ""x.bat" C:\a&b.txt "C:\c d.txt""`."""
    words = [quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|([^\s"]+)', line.replace('""', '"', 1))]
    batch = next((place for place, word in enumerate(words) if word.lower().endswith(".bat")), len(words))
    return [word for word in words[batch + 1 :] if word]


def show(paths: list[str], run: Callable[[], None]) -> None:
    """Check files and show the result in the browser; a result that there is none is left to the console."""
    import tempfile
    import webbrowser

    page = Path(tempfile.mkdtemp(prefix="poa-lint-")) / "poa-lint.html"
    sys.argv[1:] = ["--output-format", f"html:{page}", "--", *paths]
    try:
        run()
    finally:
        if page.exists():
            webbrowser.open(page.as_uri())


def unpacked(archive: Path) -> Path:
    """The folder that the archive is unpacked in, named after its content; in a new folder where there is no cache."""
    with zipfile.ZipFile(archive) as opened:
        digest = opened.comment.decode("ascii")
        target = cache() / f"pyz-{digest}"
        if not (target / "ready").exists() or not private(target):
            target = fresh(opened, target)
    return target


def fresh(opened: zipfile.ZipFile, target: Path) -> Path:
    """The archive's content in a folder of its own, put in its place at once where nothing stands there."""
    import shutil
    import tempfile

    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not private(target.parent):
            raise PermissionError(target.parent)
        made = Path(tempfile.mkdtemp(prefix="pyz-", dir=target.parent))
    except OSError:
        made = Path(tempfile.mkdtemp(prefix="poa-lint-"))
    for name in opened.namelist():
        if name.startswith(SITE):
            path = made / name.removeprefix(SITE)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(opened.read(name))
    (made / "ready").touch()
    try:
        made.rename(target)
    except OSError:  # another start was quicker, or the folder is elsewhere
        if not (target / "ready").exists() or not private(target):
            return made
        shutil.rmtree(made, ignore_errors=True)
    return target


def private(folder: Path) -> bool:
    """Whether a folder is the user's, and nobody else may write to it: code is started from it."""
    found = folder.stat()
    return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o022)


def cache() -> Path:
    """The folder of poa-lint among those in which a user's programs keep what they can make again."""
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if not Path(base).is_absolute():
        base = str(Path("~").expanduser() / ".cache")
    return Path(base) / "poa-lint"


if __name__ == "__main__":
    main()

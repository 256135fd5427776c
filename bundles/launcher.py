"""The `__main__.py` of poa-lint.pyz: unpack the program once into the user's cache folder, and start it from there.

Run inside the archive, the program would be compiled anew at every start, and its rules and grammars are read as files.
An archive whose content has the digest 0123456789abcdef is unpacked like this:

    ~/.cache/poa-lint/pyz-0123456789abcdef/poa_lint/…   # the archive's site/
    ~/.cache/poa-lint/pyz-0123456789abcdef/ready        # written last: the folder is complete
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
"""The folder of the archive that is unpacked."""
READY = "ready"


def main() -> None:
    """Start the program: on files dropped on the batch file, else with its arguments; without any, its page."""
    if sys.version_info < NEEDS:
        sys.exit("poa-lint necesita Python 3.11 o posterior / needs Python 3.11 or newer")
    # In the place of the archive, whose own modules would be found first.
    sys.path[0] = str(program_folder(Path(sys.argv[0]).resolve()))
    from poa_lint.cli.main import run

    paths = dropped_files(os.environ.pop("POA_LINT_DROPPED", ""))
    if paths:
        show_in_browser(paths, run)
        return
    if len(sys.argv) == 1:
        sys.argv += ["serve", "--open"]
        run = keeping_window_open(run)
    run()


def keeping_window_open(run: Callable[[], None]) -> Callable[[], None]:
    """`run`, but on Windows a failure waits for the Enter key: the window would close before anybody could read it."""

    def wrapped() -> None:
        try:
            run()
        except SystemExit as end:
            if end.code and os.name == "nt":
                input()
            raise

    return wrapped


def dropped_files(line: str) -> list[str]:
    r"""The files in the command line with which Windows starts a batch file that files were dropped on.

    `cmd.exe /c ""x.bat" C:\a&b.txt "C:\c d.txt""` has `C:\a&b.txt` and `C:\c d.txt`. No line, no files.
    """
    words = [quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|([^\s"]+)', line.replace('""', '"', 1))]
    batch = next((index for index, word in enumerate(words) if word.lower().endswith(".bat")), len(words))
    return [word for word in words[batch + 1 :] if word]


def show_in_browser(paths: list[str], run: Callable[[], None]) -> None:
    """Check files and open the page of their findings; where there is none, the console has the reason."""
    import tempfile
    import webbrowser

    page = Path(tempfile.mkdtemp(prefix="poa-lint-")) / "poa-lint.html"
    sys.argv[1:] = ["--output-format", f"html:{page}", "--", *paths]
    try:
        run()
    finally:
        if page.exists():
            webbrowser.open(page.as_uri())


def program_folder(archive: Path) -> Path:
    """The folder with the unpacked program; unpacks it where it is not there, or others may write to it."""
    with zipfile.ZipFile(archive) as opened:
        digest = opened.comment.decode("ascii")
        folder = cache_folder() / f"pyz-{digest}"
        return folder if _usable(folder) else unpack(opened, folder)


def unpack(opened: zipfile.ZipFile, target: Path) -> Path:
    """Unpack the program into `target`; the folder that it is in.

    That is a new temporary folder where the user's cache cannot be used, or something else stands at `target`.
    """
    import shutil
    import tempfile

    # Under another name first: `target` must never be there half written, and two starts may come together.
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_private(target.parent):
            raise PermissionError(target.parent)
        folder = Path(tempfile.mkdtemp(prefix="pyz-", dir=target.parent))
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="poa-lint-"))
    for name in opened.namelist():
        if name.startswith(SITE):
            path = folder / name.removeprefix(SITE)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(opened.read(name))
    (folder / READY).touch()
    try:
        folder.rename(target)
    except OSError:  # another start was quicker, or the folder is elsewhere
        if not _usable(target):
            return folder
        shutil.rmtree(folder, ignore_errors=True)
    return target


def _usable(folder: Path) -> bool:
    return (folder / READY).exists() and is_private(folder)


def is_private(folder: Path) -> bool:
    """True if the folder is the user's and nobody else may write to it: code is started from it. True on Windows."""
    status = folder.stat()
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not stat.S_IMODE(status.st_mode) & 0o022)


def cache_folder() -> Path:
    """poa-lint's folder among the user's caches: in LOCALAPPDATA or XDG_CACHE_HOME, else in ~/.cache."""
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if not Path(base).is_absolute():
        base = str(Path("~").expanduser() / ".cache")
    return Path(base) / "poa-lint"


if __name__ == "__main__":
    main()

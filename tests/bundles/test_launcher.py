"""poa-lint.pyz, opened: unpacked once, started from there, and what is dropped on its batch file is checked."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bundles import contents, launcher


def archive(folder: Path, version: str) -> Path:
    """An archive with a program that says its version, where it stands and what it was called with."""
    said = f"import json, sys\ndef run():\n    print(json.dumps([{version!r}, __file__, sys.argv[1:]]))\n"
    tree = {"site/poa_lint/__init__.py": b"", "site/poa_lint/cli/main.py": said.encode()}
    path = folder / f"{version}.pyz"
    main = Path(launcher.__file__).read_bytes()
    contents.archive(path, {"__main__.py": main, **tree}, packed=True, comment=version)
    return path


def started(path: Path, kept: Path, *said: str, **environment: str) -> tuple[str, str, list[str]]:
    known = {**os.environ, "XDG_CACHE_HOME": str(kept.parent), **environment}
    done = subprocess.run([sys.executable, "-I", str(path), *said], env=known, capture_output=True, check=True)
    version, place, arguments = json.loads(done.stdout)
    return version, place, arguments


def test_an_archive_is_unpacked_once_and_each_in_its_own_folder(tmp_path: Path) -> None:
    kept = tmp_path / "poa-lint"
    one, other = archive(tmp_path, "one"), archive(tmp_path, "other")
    assert started(one, kept, "informe.txt") == (
        "one",
        str(kept / "pyz-one" / "poa_lint" / "cli" / "main.py"),
        ["informe.txt"],
    )
    stamp = (kept / "pyz-one" / "ready").stat().st_mtime_ns
    assert started(other, kept)[0] == "other"
    assert started(one, kept)[0] == "one"
    assert (kept / "pyz-one" / "ready").stat().st_mtime_ns == stamp
    assert sorted(path.name for path in kept.iterdir()) == ["pyz-one", "pyz-other"]


def test_a_double_click_opens_the_page(tmp_path: Path) -> None:
    assert started(archive(tmp_path, "one"), tmp_path / "poa-lint")[2] == ["serve", "--open"]


@pytest.mark.skipif(os.name == "nt", reason="rights as Unix has them")
def test_what_others_may_write_to_is_not_started(tmp_path: Path) -> None:
    kept = tmp_path / "poa-lint"
    path = archive(tmp_path, "one")
    started(path, kept)
    (kept / "pyz-one" / "poa_lint" / "cli" / "main.py").write_text("def run(): print('another program')")
    (kept / "pyz-one").chmod(0o777)
    assert Path(started(path, kept)[1]).parent.parent != kept / "pyz-one"


def test_no_folder_to_unpack_in_is_no_trouble(tmp_path: Path) -> None:
    occupied = tmp_path / "poa-lint"
    occupied.write_text("a file, not a folder")
    assert started(archive(tmp_path, "one"), occupied)[0] == "one"


DROPPED = r'C:\WINDOWS\system32\cmd.exe /c ""C:\Users\Ana Ruiz\poa-lint.bat" {}"'


@pytest.mark.parametrize(
    ("line", "files"),
    [
        (DROPPED.format(r"C:\informe.txt"), [r"C:\informe.txt"]),
        (DROPPED.format(r'"C:\Mis informes\año 2024.xlsx"'), [r"C:\Mis informes\año 2024.xlsx"]),
        (DROPPED.format(r'C:\a&b.txt "C:\Obras & más\c%d!.pdf" C:\e^f(1).txt'),
         [r"C:\a&b.txt", r"C:\Obras & más\c%d!.pdf", r"C:\e^f(1).txt"]),
        (DROPPED.format(""), []),
        ('"C:\\Windows\\system32\\cmd.exe" ', []),
        ("", []),
    ],
)  # fmt: skip
def test_windows_hands_over_files_with_odd_names(line: str, files: list[str]) -> None:
    assert launcher.dropped_files(line) == files


def test_files_dropped_on_the_batch_file_are_shown_in_the_browser(tmp_path: Path) -> None:
    line = DROPPED.format(r"C:\a&b.txt")
    _, _, said = started(archive(tmp_path, "one"), tmp_path / "poa-lint", r"C:\a", POA_LINT_DROPPED=line)
    assert said[0] == "--output-format"
    assert said[1].startswith("html:")
    assert said[2:] == ["--", r"C:\a&b.txt"]


def test_the_batch_file_is_plain() -> None:
    """Consoles show it in their own code page."""
    assert (Path(contents.__file__).parent / "poa-lint.bat").read_bytes().isascii()

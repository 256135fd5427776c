"""Several files take their places together or not at all, and nothing is left of who was killed meanwhile."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from poa_lint.documents import aside as module
from poa_lint.documents.aside import aside, into_place
from tests.places import ROOT

NAMES: Final = ("a.csv", "b.csv", "c.csv")
HELD: Final = """
import sys
from poa_lint.documents.aside import aside
with aside(sys.argv[1], ("a.csv",)) as drafts:
    open(drafts + "/a.csv", "w").write("a medias")
    print(drafts, flush=True)
    sys.stdin.read()
"""
"""A program that writes aside until it is told to end, or killed."""


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def write(folder: Path, text: str, names: tuple[str, ...] = NAMES) -> None:
    with aside(str(folder), NAMES) as drafts:
        for name in names:
            Path(drafts, name).write_text(text, "utf-8")
        into_place(drafts, str(folder), names)


def test_new_files_take_the_places_of_old_ones(tmp_path: Path) -> None:
    folder = tmp_path / "datos" / "2025"
    write(folder, "uno")
    write(folder, "dos", NAMES[:2])
    assert content(folder) == {"a.csv": "dos", "b.csv": "dos", "c.csv": "uno"}


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("error", [PermissionError, KeyboardInterrupt])
def test_all_are_old_where_one_cannot_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], links: bool
) -> None:
    write(tmp_path, "viejo", NAMES[1:])
    replace = os.replace

    def stubborn(source: str, target: str) -> None:
        if target == str(tmp_path / "c.csv") and not source.endswith(".antes"):
            raise error
        replace(source, target)

    if not links:
        monkeypatch.delattr(os, "link")
        monkeypatch.setattr(os, "link", refused, raising=False)
    monkeypatch.setattr(os, "replace", stubborn)
    with pytest.raises(error):
        write(tmp_path, "nuevo")
    assert content(tmp_path) == {"b.csv": "viejo", "c.csv": "viejo"}


def refused(*_: object, **__: object) -> None:
    raise NotImplementedError


def test_a_folder_in_a_place_is_named_and_stays(tmp_path: Path) -> None:
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        write(tmp_path, "nuevo")
    assert caught.value.filename2 == str(tmp_path / "b.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["b.csv"]


def test_a_folder_that_was_made_for_nothing_is_gone_again(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), aside(str(tmp_path / "datos"), NAMES):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="a process is not killed there")
def test_what_a_killed_process_left_is_removed_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    living, killed = (started(tmp_path) for _ in range(2))
    try:
        drafts = [Path(one.stdout.readline().strip()) for one in (living, killed) if one.stdout]
        assert [(one / "a.csv").exists() for one in drafts] == [True, True]
        killed.kill()
        killed.wait()
        foreign = tmp_path / ".poa-lint-0123456789abcdef"
        foreign.mkdir()
        (foreign / "carta.docx").write_text("de otra persona", "utf-8")
        write(tmp_path, "nuevo", NAMES[:1])
        assert [one.exists() for one in drafts] == [True, False]
        assert (foreign / "carta.docx").exists()
    finally:
        living.communicate(timeout=30)
        killed.communicate(timeout=30)
    assert not drafts[0].exists()


def started(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HELD, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_links_are_not_followed_and_other_names_not_looked_at(tmp_path: Path) -> None:
    elsewhere = tmp_path / "otra"
    elsewhere.mkdir()
    (elsewhere / "a.csv").write_text("ajeno", "utf-8")
    folder = tmp_path / "datos"
    folder.mkdir()
    (folder / ".poa-lint-0123456789abcdef").symlink_to(elsewhere, target_is_directory=True)
    (folder / ".poa-lint-otra").mkdir()
    write(folder, "nuevo")
    assert (elsewhere / "a.csv").read_text("utf-8") == "ajeno"
    assert module._DRAFTS.fullmatch(".poa-lint-otra") is None
    assert (folder / ".poa-lint-otra").exists()

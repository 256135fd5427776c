"""Patterns of paths, and `.gitignore` beside what git itself says of the same patterns and paths."""

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from poa_lint.documents import gitignore
from poa_lint.documents.globs import Globs, pattern, relative
from poa_lint.documents.selection import Selection, reason_of_named

PATHS = ("informe.txt", "T1.XLS", "2023/", "2023/t1.txt", "2023/notas/", "2023/notas/t1.txt", "notas/")
"""Files, and folders with a slash at their end."""


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("t1.txt", ["2023/t1.txt", "2023/notas/t1.txt"]),  # a name, in every folder
        ("*.xls", ["T1.XLS"]),  # letters of either case are alike
        ("/t1.txt", []),
        ("/informe.txt", ["informe.txt"]),
        ("./informe.txt", ["informe.txt"]),
        ("2023/*.txt", ["2023/t1.txt"]),  # a star stops at a slash
        ("2023/**", ["2023/t1.txt", "2023/notas/", "2023/notas/t1.txt"]),
        ("2023/**/t1.txt", ["2023/t1.txt", "2023/notas/t1.txt"]),  # any number of folders: none, too
        ("**/notas", ["2023/notas/", "notas/"]),
        ("t1*/", []),  # folders alone
        ("not*s/", ["2023/notas/", "notas/"]),
        (r"2023\notas", ["2023/notas/"]),  # as Windows writes it
        ("t?.txt", ["2023/t1.txt", "2023/notas/t1.txt"]),
        ("[!t]*.txt", ["informe.txt"]),
        ("i*f*r*e*t", ["informe.txt"]),
        ("[", []),  # a bracket that is not closed
        ("", []),
        ("/", []),
        ("!informe.txt", []),  # only `.gitignore` takes back
    ],
)
def test_what_a_pattern_matches(text: str, matched: list[str]) -> None:
    globs = Globs([text], "")
    assert [path for path in PATHS if globs.match(path.rstrip("/"), folder=path.endswith("/"))] == matched


def test_a_folder_covers_what_is_in_it() -> None:
    globs = Globs(["notas/"], "")
    assert globs.cover("2023/notas/viejas/t1.txt", folder=False)
    assert not globs.cover("2023/notas", folder=False)
    assert not Globs([".."], "").cover("../t1.txt", folder=False), "what is above the base is no folder of it"


def test_a_whole_path_inside_the_base_is_one_from_there(tmp_path: Path) -> None:
    globs = Globs([f"{tmp_path}/2023/*.txt", "/otra/*.txt"], str(tmp_path))
    assert globs.match("2023/t1.txt", folder=False)
    assert globs.match("otra/t1.txt", folder=False)


def test_accents_that_macos_writes_apart_are_the_same_letters() -> None:
    apart = unicodedata.normalize("NFD", "revisión.txt")
    assert Globs(["revisión.*"], "").match(apart, folder=False)
    assert Globs([apart], "").match("revisión.txt", folder=False)


def test_a_path_on_another_drive_is_taken_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def two_drives(*_: str) -> str:
        raise ValueError

    monkeypatch.setattr(os.path, "relpath", two_drives)
    assert relative("/x/y", "base") == "/x/y"


@given(st.text(alphabet="*ab/?[]!-^\\:é", min_size=1, max_size=60))
@example("*a" * 2_000 + "c")
@example("**/a/" * 1_000 + "c")
@example("[" * 5_000)
def test_no_pattern_takes_time_without_bound(text: str) -> None:
    assert pattern(text).matches("a/" * 1_000, "a" * 250 + "b", folder=False) in (True, False)


# .gitignore

TREE = (
    *("informe.txt", "a.xls", "ab", "-", "[a].txt", "#a", "!a", "a ", "A.txt", "b/a", "b/b/a", "b/b/b/ab", "b/c/a.txt"),
    *("2023/t1.txt", "2023/b/t1.txt", "2023/b/c/t1.txt", "c/2023/a.xls", "a-b/_", "]/x"),
)
PIECES = (
    *("a", "b", "c", "ab", "t1", ".txt", "2023", "/", "/", "*", "**", "?", "!", "#", " ", "\\", "-", "[", "]"),
    *(
        "[a-c]",
        "[!a]",
        "[]-]",
        "[^b-]",
        "[[:digit:]]",
        "[[:alpha:]_]",
        "[[:x:]]",
        "[c-a]",
        "[\\]a]",
        "/**/",
        "**/",
        "/**",
    ),
)
lines = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
texts = st.lists(lines, max_size=4).map("\n".join)
ODD: Final = re.compile(r"[^/*\n]\*\*|\\/")
"""Letters before `**`: git 2.39 cuts them off and then takes `a**/b` for `a` and `**/b`, against its own manual; and an
escaped slash, which git treats in its own way."""


def git(folder: Path, *said: str, given: bytes = b"") -> bytes:
    """What git says, with no settings of this machine."""
    alone = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(folder)}
    env = {"PATH": os.environ["PATH"], **alone}
    return subprocess.run(["git", *said], cwd=folder, env=env, input=given, capture_output=True, check=False).stdout


def said_by_git(folder: Path, paths: Iterable[str]) -> set[str]:
    said = git(folder, "check-ignore", "--no-index", "-z", "--stdin", given="\0".join(paths).encode())
    return set(said.decode().split("\0")) - {""}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path_factory.mktemp("repositorio")
    git(folder, "init", "-q")
    for path in TREE:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()
    return folder


def ours(folder: Path) -> set[str]:
    selection = Selection(gitignore=True)
    return {path for path in TREE if reason_of_named(str(folder / path), selection)}


@settings(max_examples=150, deadline=None)
@given(outer=texts, inner=texts, exclude=lines)
@example("*", "!b", "")
@example("*\n!b/\n!b/b/\n!a", "", "")
@example("2023/*\n!2023/b", "c/", "")
@example("/2023/**/t1.txt", "!t1.txt", "t1.txt")
@example("2023\n!2023/t1.txt", "!t1.txt", "")
@example("\\#a\n\\!a\na\\ \n#ab", "", "ab")
@example("a//b\n/**//**/\nb//", "", "//a")
@example("\ufeffab\r\na-b/\r\n", "", "")
def test_gitignore_says_what_git_says(repository: Path, outer: str, inner: str, exclude: str) -> None:
    assume(not ODD.search(f"{outer}\n{inner}\n{exclude}"))
    (repository / ".gitignore").write_text(outer, encoding="utf-8", newline="")
    (repository / "2023" / ".gitignore").write_text(inner, encoding="utf-8", newline="")
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "exclude").write_text(exclude, encoding="utf-8", newline="")
    assert ours(repository) == said_by_git(repository, TREE)


def test_a_worktree_has_the_exclusions_of_its_repository(repository: Path, tmp_path: Path) -> None:
    (repository / ".gitignore").unlink(missing_ok=True)
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "exclude").write_text("ab\n", encoding="utf-8")
    who = ("-c", "user.name=x", "-c", "user.email=x@y")
    git(repository, *who, "commit", "-q", "--allow-empty", "-m", "x")
    git(repository, "worktree", "add", "-q", str(tmp_path / "otro"))
    assert (tmp_path / "otro" / ".git").is_file()
    held, _ = gitignore.around(str(tmp_path / "otro"))
    assert held.ignore("ab", folder=False)
    assert not held.ignore("a.xls", folder=False)


def test_outside_a_repository_only_the_folder_that_is_named_counts(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.txt\n", encoding="utf-8")
    (tmp_path / "a").mkdir()
    assert gitignore.around(str(tmp_path))[0].ignore("x.txt", folder=False)
    assert not gitignore.around(str(tmp_path / "a"))[0].ignore("x.txt", folder=False)


def test_a_repository_inside_another_has_its_own_patterns(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "otro"):
        (folder / ".git").mkdir(parents=True)
    (tmp_path / ".gitignore").write_text("*.txt\n", encoding="utf-8")
    held, _ = gitignore.around(str(tmp_path))
    assert held.ignore("x.txt", folder=False)
    assert not held.inside(str(tmp_path / "otro")).ignore("x.txt", folder=False)


def test_a_file_of_patterns_without_an_end_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"*.txt\n" + b"x" * gitignore.MAX_BYTES)
    assert not gitignore.around(str(tmp_path))[0].ignore("x.txt", folder=False)


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"\xff\xfe\x00[\xe9]*\n*.txt\n")
    assert gitignore.around(str(tmp_path))[0].ignore("x.txt", folder=False)

"""The pre-commit hooks, as a repository of reports has them. Nothing is fetched: the hook's program comes from here."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.cli.parser import parse
from poa_lint.documents import folders
from tests.places import FILES, ROOT

pytest.importorskip("pre_commit")
pytest.importorskip("hatchling")

SHIPPED = (
    "poa_lint",
    "rules",
    "grammar",
    "bundles",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
)
SOUND = write([Page()])


def environment(home: Path) -> dict[str, str]:
    """Git and pip on their own: no settings of this machine, no index, and our tools instead of downloaded ones."""
    known = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT", "TMPDIR", "LANG")}
    who = {f"GIT_{role}_{key}": "x@y" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    pip = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_CONFIG_FILE": os.devnull}
    paths = {"HOME": str(home), "PRE_COMMIT_HOME": str(home / "cache"), "PYTHONPATH": sysconfig.get_path("purelib")}
    return {**known, **who, **pip, **paths, "PYTHONUTF8": "1"}


def repository(folder: Path, env: dict[str, str]) -> None:
    for said in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "x")):
        subprocess.run(["git", *said], cwd=folder, env=env, check=True)


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A clean checkout of this project as a repository of hooks, and the environment to try it in."""
    home = tmp_path_factory.mktemp("hooks")
    env = environment(home)
    tool = home / "tool"
    tool.mkdir()
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tool / name, ignore=shutil.ignore_patterns("__pycache__", "built"))
        else:
            shutil.copy(ROOT / name, tool / name)
    repository(tool, env)
    return tool, env


def tried(hooked: tuple[Path, dict[str, str]], folder: Path, hook: str) -> tuple[int, str]:
    """What a hook says of every file of a folder of reports."""
    tool, env = hooked
    if not (folder / ".git").exists():
        repository(folder, env)
    said = [sys.executable, "-m", "pre_commit", "try-repo", str(tool), hook, "--all-files", "--color", "never"]
    done = subprocess.run(said, cwd=folder, env=env, capture_output=True, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")


def test_the_hook_blocks_a_bad_report_and_shows_the_warnings_of_a_good_one(
    tmp_path: Path, hooked: tuple[Path, dict[str, str]]
) -> None:
    (tmp_path / "informe año 1.TXT").write_text(SOUND.replace("L/A", "I/A"), encoding="utf-8")
    (tmp_path / "notas.md").write_text("nada\n", encoding="utf-8")
    code, text = tried(hooked, tmp_path, "poa-lint")
    assert code == 0, text
    assert "aviso POA004 titulo-de-columna" in text, "a warning is seen though nothing fails"
    assert "informe año 1.TXT" in text
    (tmp_path / "malo.tsv").write_text(write([Page(metas=(Row(meta_anual="9"),))]), encoding="utf-16")
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, env=hooked[1], check=True)
    code, text = tried(hooked, tmp_path, "poa-lint")
    assert code == 1, text
    assert "error POA101 suma-trimestral" in text
    assert text.count("CORREGIR: 1 ") == 1, "one run sees both files"


def test_the_second_hook_mends_and_then_passes(tmp_path: Path, hooked: tuple[Path, dict[str, str]]) -> None:
    report = tmp_path / "informe.txt"
    report.write_text(SOUND.replace("100.-", "100."), encoding="utf-8")
    code, text = tried(hooked, tmp_path, "poa-lint-fix")
    assert code == 1, text
    assert "files were modified by this hook" in text
    assert report.read_text(encoding="utf-8") == SOUND
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, env=hooked[1], check=True)
    assert tried(hooked, tmp_path, "poa-lint-fix")[0] == 0


def test_the_second_hook_says_nothing_of_what_is_left(tmp_path: Path, hooked: tuple[Path, dict[str, str]]) -> None:
    report = tmp_path / "malo.txt"
    report.write_text(write([Page(metas=(Row(meta_anual="9"),))]), encoding="utf-8")
    code, text = tried(hooked, tmp_path, "poa-lint-fix")
    assert code == 0, text
    assert "POA101" not in text


def test_names_that_begin_with_a_dash_are_no_options(tmp_path: Path, hooked: tuple[Path, dict[str, str]]) -> None:
    bad = write([Page(metas=(Row(texto="100. ELABORAR INFORMES.", meta_anual="9"),))])
    for name in ("--no-config.txt", "-o.txt"):
        (tmp_path / name).write_text(bad, encoding="utf-8")
    code, text = tried(hooked, tmp_path, "poa-lint")
    assert code == 1, text
    assert "CORREGIR: 2 " in text
    code, text = tried(hooked, tmp_path, "poa-lint-fix")
    assert code == 1, text
    assert "2 arreglos en 2 archivos" in text


def test_a_workbook_is_checked_and_its_reader_is_asked_for(tmp_path: Path, hooked: tuple[Path, dict[str, str]]) -> None:
    pytest.importorskip("openpyxl")
    shutil.copy(FILES / "informe.xlsx", tmp_path / "Informe.XLSX")
    code, text = tried(hooked, tmp_path, "poa-lint")
    assert code == 1, text
    assert "error POA002 renglon-desalineado" in text
    assert next(hooks())["additional_dependencies"] == [".[office,pdf]"]
    assert "no files to check" in tried(hooked, tmp_path, "poa-lint-fix")[1]


def hooks() -> Iterator[dict[str, Any]]:
    yield from yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def test_the_hooks_take_what_the_readers_open() -> None:
    checks, fixes = (re.compile(hook["files"]) for hook in hooks())
    for suffix in folders.KINDS:
        assert checks.search(f"informe{suffix.upper()}")
        assert bool(fixes.search(f"informe{suffix}")) is (suffix in folders.TEXTS)


def test_the_hooks_name_options_that_are_there() -> None:
    entries = [[*hook["entry"].split(), *hook["args"], "-f.txt"] for hook in hooks()]
    assert [entry[0] for entry in entries] == ["poa-lint", "poa-lint"]
    said = [parse(entry[1:]) for entry in entries]
    assert [(one.command, one.operands, one.fix_only) for one in said] == [
        ("", ("-f.txt",), False),
        ("", ("-f.txt",), True),
    ]

"""The pre-commit hooks, as a repository of reports has them. Nothing is fetched: the hook's program comes from here."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.cli.parser import parse
from poa_lint.documents import folders
from tests.clones import ADDRESS, clone, environment, repository
from tests.places import FILES, ROOT

pytest.importorskip("pre_commit")
pytest.importorskip("hatchling")

CONFIG = ".pre-commit-config.yaml"
RECIPE = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.DOTALL)[0]
SOUND = write([Page()])
BAD = write([Page(metas=(Row(meta_anual="9"),))])

Hooked = tuple[Path, dict[str, str]]


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory) -> Hooked:
    """A clean clone of this project as a repository of hooks, and the environment to try it in."""
    home = tmp_path_factory.mktemp("hooks")
    env = environment(home)
    return clone(home / "tool", env), env


def pre_commit(env: dict[str, str], folder: Path, *said: str) -> tuple[int, str]:
    """The exit code and the output of pre-commit in a folder."""
    command = [sys.executable, "-m", "pre_commit", *said]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")


def tried(hooked: Hooked, folder: Path, hook: str) -> tuple[int, str]:
    """The exit code and the output of a hook on every file of a folder of reports."""
    tool, env = hooked
    config = {"repos": [{"repo": ADDRESS, "rev": revision(tool, env), "hooks": [{"id": hook}]}]}
    (folder / CONFIG).write_text(yaml.safe_dump(config), encoding="utf-8")
    if (folder / ".git").exists():
        subprocess.run(["git", "add", "-A"], cwd=folder, env=env, check=True)
    else:
        repository(folder, env)
    return pre_commit(env, folder, "run", "--all-files", "--color", "never")


def test_the_recipe_runs_as_it_is_written(tmp_path: Path, hooked: Hooked) -> None:
    pytest.importorskip("openpyxl")
    tool, env = hooked
    (tmp_path / CONFIG).write_text(RECIPE, encoding="utf-8")
    (tmp_path / "informes").mkdir()
    (tmp_path / "informes" / "t1.txt").write_text(SOUND, encoding="utf-8")
    (tmp_path / "notas.txt").write_text("nada\n", encoding="utf-8")
    repository(tmp_path, env)
    code, text = pre_commit(env, tmp_path, "autoupdate")
    assert code == 0, text
    assert f"rev: {revision(tool, env)} " in (tmp_path / CONFIG).read_text(encoding="utf-8")
    code, text = pre_commit(env, tmp_path, "install")
    assert code == 0, text
    code, text = pre_commit(env, tmp_path, "run", "--all-files", "--color", "never")
    assert code == 0, text
    told = [line.rpartition(".")[2] for line in text.splitlines() if not line.startswith("[INFO]")]
    assert told == ["Passed", "Passed", "(no files to check)Skipped"], "a hook that passes says nothing"
    shutil.copy(FILES / "informe.xlsx", tmp_path / "informes" / "t2.xlsx")
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, env=env, check=True)
    done = subprocess.run(["git", "commit", "-m", "x"], cwd=tmp_path, env=env, capture_output=True, check=False)
    assert done.returncode == 1, "the installed hook stops the commit"
    assert "error POA002 renglon-desalineado" in done.stdout.decode() + done.stderr.decode()


def revision(tool: Path, env: dict[str, str]) -> str:
    said = ["git", "rev-parse", "HEAD"]
    return subprocess.run(said, cwd=tool, env=env, capture_output=True, check=True, text=True).stdout.strip()


def test_the_hook_blocks_a_bad_report_and_is_silent_about_a_good_one(tmp_path: Path, hooked: Hooked) -> None:
    (tmp_path / "informe año 1.TXT").write_text(SOUND.replace("L/A", "I/A"), encoding="utf-8")
    (tmp_path / "notas.md").write_text("nada\n", encoding="utf-8")
    code, text = tried(hooked, tmp_path, "poa-lint")
    assert code == 0, text
    assert "POA004" not in text, "a warning stops nothing"
    (tmp_path / "malo.tsv").write_text(BAD, encoding="utf-16")
    code, text = tried(hooked, tmp_path, "poa-lint")
    assert code == 1, text
    assert "error POA101 suma-trimestral" in text
    assert text.count("CORREGIR: 1 ") == 1, "one run sees both files"


def test_what_cannot_be_checked_stops_a_commit_too(tmp_path: Path, hooked: Hooked) -> None:
    (tmp_path / "notas.txt").write_text("nada\n", encoding="utf-8")
    code, text = tried(hooked, tmp_path, "poa-lint")
    assert code == 1, text
    assert "- exit code: 2" in text


def test_the_second_hook_mends_and_then_passes(tmp_path: Path, hooked: Hooked) -> None:
    report = tmp_path / "informe.txt"
    report.write_text(SOUND.replace("100.-", "100."), encoding="utf-8")
    code, text = tried(hooked, tmp_path, "poa-lint-fix")
    assert code == 1, text
    assert "files were modified by this hook" in text
    assert report.read_text(encoding="utf-8") == SOUND
    assert tried(hooked, tmp_path, "poa-lint-fix")[0] == 0


def test_the_second_hook_says_nothing_of_what_is_left(tmp_path: Path, hooked: Hooked) -> None:
    report = tmp_path / "malo.txt"
    report.write_text(BAD, encoding="utf-8")
    code, text = tried(hooked, tmp_path, "poa-lint-fix")
    assert code == 0, text
    assert "POA101" not in text


def test_names_that_begin_with_a_dash_are_no_options(tmp_path: Path, hooked: Hooked) -> None:
    bad = write([Page(metas=(Row(texto="100. ELABORAR INFORMES.", meta_anual="9"),))])
    for name in ("--no-config.txt", "-o.txt"):
        (tmp_path / name).write_text(bad, encoding="utf-8")
    code, text = tried(hooked, tmp_path, "poa-lint")
    assert code == 1, text
    assert "CORREGIR: 2 " in text
    code, text = tried(hooked, tmp_path, "poa-lint-fix")
    assert code == 1, text
    assert "2 arreglos en 2 archivos" in text


def test_what_the_settings_exclude_no_hook_looks_at(tmp_path: Path, hooked: Hooked) -> None:
    (tmp_path / "borrador.txt").write_text(
        write([Page(metas=(Row(texto="100. X.", meta_anual="9"),))]), encoding="utf-8"
    )
    (tmp_path / "informe.txt").write_text(SOUND, encoding="utf-8")
    (tmp_path / "poa-lint.yaml").write_text("files: {exclude: borrador.txt}\n", encoding="utf-8")
    code, text = tried(hooked, tmp_path, "poa-lint")
    assert code == 0, text
    (tmp_path / "poa-lint.yaml").write_text("files: {exclude: '*.txt'}\n", encoding="utf-8")
    for hook in ("poa-lint", "poa-lint-fix"):
        code, text = tried(hooked, tmp_path, hook)
        assert code == 0, text


def test_a_workbook_is_checked_and_its_reader_is_asked_for(tmp_path: Path, hooked: Hooked) -> None:
    pytest.importorskip("openpyxl")
    shutil.copy(FILES / "informe.xlsx", tmp_path / "Informe.XLSX")
    code, text = tried(hooked, tmp_path, "poa-lint-office")
    assert code == 1, text
    assert "error POA002 renglon-desalineado" in text
    assert [hook.get("additional_dependencies") for hook in hooks()] == [None, [".[office,pdf]"], None]
    for other in ("poa-lint", "poa-lint-fix"):
        assert "no files to check" in tried(hooked, tmp_path, other)[1]


def hooks() -> Iterator[dict[str, Any]]:
    yield from yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def test_the_hooks_take_what_the_readers_open() -> None:
    checks, office, fixes = (re.compile(hook["files"]) for hook in hooks())
    for suffix in folders.KINDS:
        assert bool(checks.search(f"informe{suffix.upper()}")) is not bool(office.search(f"informe{suffix.upper()}"))
        assert bool(fixes.search(f"informe{suffix}")) is (suffix in folders.TEXTS)


def test_the_hooks_name_options_that_are_there() -> None:
    entries = [[*hook["entry"].split(), *hook["args"], "-f.txt"] for hook in hooks()]
    assert [entry[0] for entry in entries] == ["poa-lint"] * 3
    said = [parse(entry[1:]) for entry in entries]
    assert [(one.command, one.operands, one.fix_only) for one in said] == [
        ("", ("-f.txt",), False),
        ("", ("-f.txt",), False),
        ("", ("-f.txt",), True),
    ]

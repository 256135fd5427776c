"""The recipes of docs/ci.md: every command in them is run, and every file that they speak of is there afterwards."""

import json
import re
import shlex
from pathlib import Path

import pytest

from poa_lint.config.settings import Settings
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import words
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint
from poa_lint.output import REPORTERS, View
from poa_lint.rulebook.builtin import built_in_rules
from tests.output.runs import run_of
from tests.places import ROOT, SEED
from tests.program import run

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^(?:\s*- (?:run: )?)?(poa-lint informes/[^|\n\"]*)", PAGE, re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "informes").mkdir()
    (tmp_path / "informes" / "año 1.txt").write_bytes(SEED.read_bytes())
    return tmp_path


def test_there_are_commands_to_run() -> None:
    assert len(COMMANDS) == 10


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs_and_writes_what_it_says(folder: Path, command: str) -> None:
    (folder / "deuda.json").write_text('{"version": 1, "keys": []}', encoding="utf-8")
    said = shlex.split(command)[1:]
    done = run(*said, cwd=folder)
    assert done.returncode == (0 if "--update-baseline" in said else 1), done.stderr.decode()
    for word in said:
        form, _, target = word.partition(":")
        if target:
            assert form in REPORTERS
            assert (folder / target).stat().st_size > 100


def test_the_problem_matcher_reads_what_concise_writes() -> None:
    block = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0]
    pattern = json.loads(block)["tasks"][0]["problemMatcher"]["pattern"]
    source = decode(SEED.read_bytes(), "informes/año 1.txt")
    result = lint(source, built_in_rules(), built_in_forms(), Settings(), words("es"))
    lines = REPORTERS["concise"](run_of(result), words("es"), View()).splitlines()
    found = [re.match(pattern["regexp"], line) for line in lines]
    assert len(found) == 51
    for match, one, (start, _) in zip(found, result.diagnostics, result.positions, strict=True):
        assert match is not None
        assert match[pattern["file"]] == "informes/año 1.txt"
        assert (int(match[pattern["line"]]), int(match[pattern["column"]])) == start
        assert (match[pattern["severity"]], match[pattern["code"]]) == (one.severity.value, one.code)


def test_the_container_gets_what_the_package_is_built_from() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert kept == {"LICENSE", "README.md", "bundles", "grammar", "poa_lint", "pyproject.toml", "rules"}
    assert all((ROOT / name).exists() for name in kept)

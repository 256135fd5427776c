"""The pages of docs/ about editors: each block is read by what would read it, and says what the server knows."""

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from poa_lint.cli.parser import parse
from poa_lint.config.find import FILE
from poa_lint.config.settings import Settings
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import words
from poa_lint.documents import folders
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint
from poa_lint.output import REPORTERS, View
from poa_lint.rulebook.builtin import built_in_rules
from tests.offices import configured
from tests.output.runs import run_of
from tests.places import ROOT, SEED
from tests.program import run

pytest.importorskip("pygls")

from poa_lint.servers.actions import FIX_ALL

PAGE = (ROOT / "docs" / "editores.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
LUAC = shutil.which("luac") or shutil.which("luac5.4") or shutil.which("luac5.1")


def test_every_block_of_the_page_has_its_test() -> None:
    assert PAGE.count("```") == 2 * len(BLOCKS)
    assert set(BLOCKS) == {"yaml", "json", "lua", "toml", "sh"}


def test_an_editor_without_the_protocol_hands_the_text_over(tmp_path: Path) -> None:
    lines = BLOCKS["sh"].splitlines()
    assert len(lines) == 2
    for line in lines:
        said = shlex.split(line.partition("<")[0])[1:]
        done = run(*said, given=SEED.read_bytes(), cwd=tmp_path)
        assert done.returncode == 1, done.stderr.decode()
        out = done.stdout if "--fix" not in said else done.stderr
        assert b"informes/t1.txt:" in out


def test_the_settings_are_taken(tmp_path: Path) -> None:
    held = configured(tmp_path, BLOCKS["yaml"])
    assert held.faults == ()
    assert held.settings.page_of("POA101", "es") == "https://example.org/reglas/POA101.md"
    assert held.settings.page_of("OFI1", "es") == "", "an office's own rule has no page there"
    assert set(yaml.safe_load(BLOCKS["yaml"])) == {"docs"}


def test_the_problem_matcher_reads_what_concise_writes() -> None:
    task = json.loads(BLOCKS["json"])["tasks"][0]
    assert parse(shlex.split(task["command"])[1:]).output_format == ("concise",)
    pattern = task["problemMatcher"]["pattern"]
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


def test_helix_is_told_of_the_server_and_of_the_files() -> None:
    stated = tomllib.loads(BLOCKS["toml"])
    ((name, server),) = stated["language-server"].items()
    assert (server["command"], parse(server["args"]).command) == ("poa-lint", "lsp")
    (language,) = stated["language"]
    assert language["language-servers"] == [name]
    assert {f".{suffix}" for suffix in language["file-types"]} == folders.TEXTS
    assert language["roots"] == [FILE]


def test_neovim_is_told_of_the_server_and_of_the_action() -> None:
    block = BLOCKS["lua"]
    (command,) = re.findall(r"cmd = \{ (.*?) \}", block)
    program, *said = re.findall(r"'([^']*)'", command)
    assert (program, parse(said).command) == ("poa-lint", "lsp")
    assert f"root_markers = {{ '{FILE}' }}" in block
    assert f"only = {{ '{FIX_ALL}' }}" in block


@pytest.mark.skipif(LUAC is None, reason="no compiler of Lua is on this machine")
def test_the_block_for_neovim_is_lua() -> None:
    done = subprocess.run([str(LUAC), "-p", "-"], input=BLOCKS["lua"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

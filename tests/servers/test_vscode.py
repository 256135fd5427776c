"""The extension for VS Code: what it declares, and its start with the real server in an editor that is none."""

import json
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bundles import vscode
from poa_lint.config.find import AMENDMENTS, FILE
from poa_lint.config.waivers import FILE as WAIVERS
from poa_lint.core.version import VERSION
from poa_lint.documents import folders
from tests.places import ROOT

pytest.importorskip("pygls")

from poa_lint.servers.actions import FIX_ALL

HERE = vscode.EXTENSION
PACKAGE = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
SETTINGS = PACKAGE["contributes"]["configuration"]["properties"]
CODE = (HERE / "extension.js").read_text(encoding="utf-8")
DEFAULTS = {key: value["default"] for key, value in SETTINGS.items()}
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not on this machine")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that is poa-lint, in a folder whose name has a blank."""
    path = tmp_path / "mi equipo" / "poa-lint"
    path.parent.mkdir()
    path.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m poa_lint "$@"\n', encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def told(folder: Path, program: Path | str, *events: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What an extension asked of its editor, and what its server answered."""
    story: dict[str, Any] = {
        "extension": str(HERE / "extension.js"),
        "folders": [str(folder)],
        "found": [str(folder / "2024" / "poa-lint.yaml")],
        "settings": {**DEFAULTS, "poaLint.path": str(program), **more.pop("settings", {})},
        "events": events,
        **more,
    }
    command = [str(NODE), str(ROOT / "tests" / "servers" / "extension.cjs"), json.dumps(story)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def patterns(client: dict[str, Any]) -> list[tuple[str, str]]:
    assert {filter["scheme"] for filter in client["selector"]} == {"file"}
    return [(filter["pattern"]["base"], filter["pattern"]["pattern"]) for filter in client["selector"]]


@needs_node
def test_it_starts_the_server_for_the_folder_that_has_settings(tmp_path: Path, program: Path) -> None:
    answer = told(tmp_path, "${workspaceFolder}/mi equipo/poa-lint", settings={"poaLint.language": "en"})
    (client,) = answer["clients"]
    assert (client["command"], client["args"]) == (str(program), ["lsp", "--lang", "en"])
    assert patterns(client) == [
        (str(tmp_path / "2024"), glob)
        for glob in ("**/*.txt", "**/*.tsv", f"**/{FILE}", f"**/{WAIVERS}", f"**/{AMENDMENTS}")
    ]
    given = client["capabilities"]
    assert given["codeActionProvider"] == {"codeActionKinds": ["quickfix", FIX_ALL], "resolveProvider": True}
    assert all(given[f"{what}Provider"] for what in ("hover", "documentSymbol", "foldingRange"))
    assert (client["code"], answer["stopped"], answer["messages"]) == (0, 1, [])


@needs_node
@pytest.mark.parametrize(
    ("enable", "found", "starts"),
    [("auto", [], False), ("never", ["/x/poa-lint.yaml"], False), ("always", [], True)],
)
def test_it_starts_where_the_user_wants_it(
    tmp_path: Path, program: Path, enable: str, found: list[str], starts: bool
) -> None:
    answer = told(tmp_path, program, found=found, settings={"poaLint.enable": enable, "poaLint.files": ["a/*.txt"]})
    assert [patterns(client)[0] for client in answer["clients"]] == ([(str(tmp_path), "a/*.txt")] if starts else [])
    assert answer["stopped"] == starts


@needs_node
def test_it_starts_when_settings_come_and_again_when_they_change(tmp_path: Path, program: Path) -> None:
    found = [str(tmp_path / "poa-lint.yaml")]
    changed = {**DEFAULTS, "poaLint.path": str(program), "poaLint.language": "es"}
    events = (
        {"name": "created", "change": {"found": found}},
        {"name": "configuration", "change": {"settings": changed}},
        {"name": "deleted", "change": {"found": []}},
    )
    answer = told(tmp_path, program, *events, found=[])
    assert [client["args"] for client in answer["clients"]] == [["lsp"], ["lsp", "--lang", "es"]]
    assert answer["stopped"] == 2, "no server is left behind"


@needs_node
@pytest.mark.parametrize("program", ["/no/hay/poa-lint", "/bin/false"])
@pytest.mark.parametrize(("language", "words"), [("", "No se pudo iniciar"), ("en", "could not be started")])
def test_a_program_that_does_not_start_is_one_sentence(tmp_path: Path, program: str, language: str, words: str) -> None:
    answer = told(tmp_path, program, settings={"poaLint.language": language})
    (message,) = answer["messages"]
    assert words in message
    assert f"{program} lsp" in message
    assert 'pip install "poa-lint[lsp]"' in message
    assert answer["commands"] == ["poaLint.restart", "workbench.action.openSettings poaLint"]


def test_what_it_reads_and_registers_is_declared() -> None:
    assert {f"poaLint.{key}" for key in re.findall(r"settings\.get\('(\w+)'\)", CODE)} == set(SETTINGS)
    commands = {command["command"] for command in PACKAGE["contributes"]["commands"]}
    assert set(re.findall(r"registerCommand\('([\w.]+)'", CODE)) == commands
    assert PACKAGE["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"] == ["poaLint.path"]
    assert DEFAULTS["poaLint.files"] == [f"**/*{suffix}" for suffix in (".txt", ".tsv")]
    assert {".txt", ".tsv"} == folders.TEXTS
    assert (PACKAGE["version"], PACKAGE["license"]) == (VERSION, "MIT")
    assert (HERE / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_both_languages_have_every_sentence() -> None:
    wanted = set(re.findall(r'"%([\w.]+)%"', (HERE / "package.json").read_text(encoding="utf-8")))
    for name in ("package.nls.json", "package.nls.en.json"):
        sentences = json.loads((HERE / name).read_text(encoding="utf-8"))
        assert set(sentences) == wanted
        assert all(sentences.values())


def test_the_readmes_settings_are_declared() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", (HERE / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    stated = json.loads(block)
    assert {key for key in stated if key.startswith("poaLint.")} < set(SETTINGS)
    assert set(stated["editor.codeActionsOnSave"]) == {FIX_ALL}


def test_what_is_pinned_names_no_registry() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert lock["packages"][""]["dependencies"] == PACKAGE["dependencies"]


LOAD = """
const Module = require('node:module');
const load = Module._load;
class Any {}
const editor = new Proxy({}, { get: (_, name) => (name === 'version' ? '1.90.0' : Any) });
Module._load = (name, ...rest) => (name === 'vscode' ? editor : load(name, ...rest));
console.log(Object.keys(require(process.argv[1])).join());
"""
"""Loads an extension with the modules that are packed with it; only the editor's own one is a stand-in."""


@pytest.mark.bundles
@pytest.mark.skipif(shutil.which("npm") is None, reason="the extension is packed with node and npm")
def test_it_is_packed_with_all_that_it_needs(tmp_path: Path) -> None:
    vscode.main(tmp_path / "poa-lint.vsix")
    with zipfile.ZipFile(tmp_path / "poa-lint.vsix") as packed:
        names = set(packed.namelist())
        packed.extractall(tmp_path)
        package = json.loads(packed.read("extension/package.json"))
    assert package["main"] == "./extension.js"
    wanted = ("extension.js", "LICENSE.txt", "readme.md", "package.nls.json", "package.nls.en.json")
    assert {f"extension/{name}" for name in wanted} <= names
    done = subprocess.run([str(NODE), "-e", LOAD, tmp_path / "extension"], capture_output=True, text=True, check=True)
    assert done.stdout == "activate,deactivate\n"
    assert not [name for name in names if "/@vscode/" in name], "tools are not part of it"

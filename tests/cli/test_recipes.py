"""The recipes of docs/ci.md, each run as it is written, from a clean clone.

Git finds the clone at the project's address. pip builds and installs the program from there; what it would download
besides is on the path already (`tests.clones`). `uses:` of GitHub, images and reports of GitLab are theirs: of
those it is tested that the files which they take are there. pre-commit's recipe is run by test_hooks.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from poa_lint.authoring.samples import Page, write
from tests.clones import clone, machine, repository
from tests.places import ROOT, SEED

pytest.importorskip("hatchling")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="recipes are for shells of Linux and Mac")

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS: dict[str, list[str]] = {}
"""The blocks of the page by the headings above them."""
for _section in re.split(r"^## ", PAGE, flags=re.MULTILINE):
    if _blocks := re.findall(r"^```\w+\n(.*?)^```", _section, re.DOTALL | re.MULTILINE):
        BLOCKS[_section.partition("\n")[0]] = _blocks
REPORTS = {"hallazgos": SEED.read_bytes(), "sin": write([Page()]).encode(), "no": b"notas\n"}
"""A report with errors, one without findings, and a text that is no report."""
CODES = {"hallazgos": 1, "sin": 0, "no": 2}


class Done(NamedTuple):
    """The exit code and the output of a script."""

    code: int
    text: str


class Machine(NamedTuple):
    """The environment of a machine on which recipes are run."""

    env: Mapping[str, str]

    def run(self, folder: Path, script: str, *shell: str, **more: str) -> Done:
        """A script, run by a shell as a system of continuous integration runs it."""
        command = [*(shell or ("bash", "-e", "-o", "pipefail")), "-c", script]
        env = {**self.env, **more}
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
        return Done(done.returncode, done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace"))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine on which the program was installed by the recipe for GitLab."""
    home = tmp_path_factory.mktemp("recipes")
    env = machine(home)
    clone(home / "tool", env)
    made = Machine(env)
    install = yaml.safe_load(BLOCKS["GitLab"][0])["poa-lint"]["script"][0]
    done = made.run(home, install)
    assert done.code == 0, done.text
    return made


def reports(folder: Path, env: Mapping[str, str], kind: str) -> Path:
    """A repository of reports."""
    (folder / "informes").mkdir()
    (folder / "informes" / "año 1.txt").write_bytes(REPORTS[kind])
    (folder / "poa-lint.yaml").write_text("extends: recomendado\n", encoding="utf-8")
    repository(folder, env)
    return folder


def test_every_recipe_of_the_page_has_its_test() -> None:
    assert {heading: len(blocks) for heading, blocks in BLOCKS.items()} == {
        "Antes de cada commit (pre-commit)": 2,
        "make": 1,
        "GitHub Actions": 1,
        "GitLab": 1,
        "reviewdog": 1,
        "Jenkins y otros": 1,
        "Informes que ya traen faltas": 1,
        "Contenedor": 1,
    }


@pytest.mark.parametrize("kind", REPORTS)
def test_the_recipe_for_github_ends_as_the_report_deserves(tmp_path: Path, here: Machine, kind: str) -> None:
    folder, summary = reports(tmp_path, here.env, kind), tmp_path / "resumen del trabajo.md"
    (job,) = yaml.safe_load(BLOCKS["GitHub Actions"][0])["jobs"].values()
    code, steps = 0, [step for step in job["steps"] if "uses" not in step or "if" in step]
    assert [step["run"].split()[0] for step in steps if "run" in step] == ["pip", "poa-lint", "cat"]
    for step in steps[1:]:  # the first one was run already, as the recipe for GitLab has it
        if step.get("if") == "always()" or not code:
            done = Done(0, "") if "uses" in step else here.run(folder, step["run"], GITHUB_STEP_SUMMARY=str(summary))
            code = code or done.code
    assert code == CODES[kind]
    (upload,) = (step["with"] for step in steps if "uses" in step)
    assert json.loads((folder / upload["sarif_file"]).read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert ("POA101" in summary.read_text(encoding="utf-8")) is (kind == "hallazgos")
    assert steps[0]["run"] == yaml.safe_load(BLOCKS["GitLab"][0])["poa-lint"]["script"][0]


@pytest.mark.parametrize("kind", REPORTS)
def test_the_recipe_for_gitlab_ends_as_the_report_deserves(tmp_path: Path, here: Machine, kind: str) -> None:
    folder = reports(tmp_path, here.env, kind)
    (job,) = yaml.safe_load(BLOCKS["GitLab"][0]).values()
    done = here.run(folder, "\n".join(job["script"][1:]))
    assert done.code == CODES[kind], done.text
    assert job["artifacts"]["when"] == "always"
    for name in job["artifacts"]["reports"].values():
        assert (folder / name).stat().st_size > 1
    assert "slim" not in job["image"], "pip needs git for an address of git"


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
def test_the_recipe_for_make_installs_checks_and_mends(tmp_path: Path, here: Machine) -> None:
    folder = reports(tmp_path, here.env, "hallazgos")
    (folder / "Makefile").write_text(BLOCKS["make"][0], encoding="utf-8")
    done = here.run(folder, "make revisar")
    assert done.code == 2, done.text
    assert "error POA101 suma-trimestral" in done.text
    assert "Error 1" in done.text
    before = (folder / "informes" / "año 1.txt").read_bytes()
    assert here.run(folder, "make arreglar").code == 2
    assert (folder / "informes" / "año 1.txt").read_bytes() != before
    (folder / "informes" / "año 1.txt").write_bytes(REPORTS["sin"])
    assert here.run(folder, "make revisar").code == 0
    assert here.run(folder, "make entregar").code == 0
    assert "<html" in (folder / "revision.html").read_text(encoding="utf-8")


REVIEWDOG = '#!/bin/sh\necho "$@" > reviewdog.args\ncat > reviewdog.json\n'


def test_the_recipe_for_reviewdog_gives_it_every_finding(tmp_path: Path, here: Machine) -> None:
    """reviewdog itself is not there: what it would be told is written down in its place."""
    folder = reports(tmp_path, here.env, "hallazgos")
    (folder / "reviewdog").write_text(REVIEWDOG, encoding="utf-8")
    (folder / "reviewdog").chmod(0o755)
    (step,) = yaml.safe_load(BLOCKS["reviewdog"][0])
    assert step["shell"] == "bash", "the only shell of theirs that ends with poa-lint's code and not with reviewdog's"
    done = here.run(folder, step["run"], PATH=f"{folder}{os.pathsep}{here.env['PATH']}")
    assert done.code == 1, done.text
    lines = (folder / "reviewdog.json").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 51
    found: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert {one["location"]["path"] for one in found} == {"informes/año 1.txt"}


def test_the_orders_for_jenkins_fail_and_leave_their_files(tmp_path: Path, here: Machine) -> None:
    folder = reports(tmp_path, here.env, "hallazgos")
    for line in BLOCKS["Jenkins y otros"][0].splitlines():
        assert here.run(folder, line).code == 1
    assert (folder / "poa-lint.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert len((folder / "hallazgos.jsonl").read_text(encoding="utf-8").splitlines()) == 51


def test_old_faults_are_written_down_and_only_new_ones_fail(tmp_path: Path, here: Machine) -> None:
    folder = reports(tmp_path, here.env, "hallazgos")
    down, then = BLOCKS["Informes que ya traen faltas"][0].splitlines()
    assert [here.run(folder, line).code for line in (down, then)] == [0, 0]
    other = folder / "informes" / "nuevo.txt"
    other.write_bytes(write([Page()]).replace("\t4\t1\t1", "\t9\t1\t1").encode())
    assert here.run(folder, then).code == 1


def test_the_container_gets_what_the_package_is_built_from() -> None:
    """The container itself takes a network to be made; what goes into it is known beforehand."""
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert kept == {"LICENSE", "README.md", "bundles", "grammar", "poa_lint", "pyproject.toml", "rules"}
    assert all((ROOT / name).exists() for name in kept)

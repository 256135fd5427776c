"""A run starts like a small program: it imports nothing that it does not need. Its output is always the same."""

import os
import subprocess
import sys

import pytest

from tests.places import ROOT, SEED
from tests.program import imported

HEAVY = {
    "argparse",
    "dataclasses",
    "difflib",
    "email",
    "hashlib",
    "importlib.metadata",
    "inspect",
    "json",
    "lark",
    "logging",
    "multiprocessing",
    "pathlib",
    "rich",
    "yaml",
}
"""What takes milliseconds to import and serves no run that writes concise lines into a pipe."""

SOUND = ROOT / "examples" / "sin-observaciones-t2" / "informe.txt"


def test_a_run_without_findings_imports_nothing_heavy() -> None:
    assert not imported("-f", "concise", str(SOUND)) & HEAVY


def test_a_run_with_findings_imports_the_tellers_alone() -> None:
    """A misspelt code has suggestions, which difflib finds; nothing else is added."""
    assert imported("-f", "concise", str(SEED)) & HEAVY <= {"difflib"}


def run(*said: str, **environment: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "poa_lint", *said],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize("form", ["terminal", "json", "sarif"])
def test_the_output_is_the_same_in_every_process(form: str) -> None:
    """The order of a set changes from process to process; no output may depend on it."""
    said = ("-f", form, "--all", "examples")
    first = run(*said, PYTHONHASHSEED="1")
    assert first
    assert run(*said, PYTHONHASHSEED="2") == first
    assert run(*said, "--jobs", "2", PYTHONHASHSEED="3") == first


def test_a_report_is_read_into_no_circles() -> None:
    """What a run lets go is gone at once: the command line looks for circles seldom."""
    script = (
        "import gc, pathlib, poa_lint; seed = pathlib.Path(%r); poa_lint.lint(seed); gc.collect(); gc.disable(); "
        "poa_lint.lint(seed); print(gc.collect())"
    )
    done = subprocess.run([sys.executable, "-c", script % str(SEED)], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.split() == [b"0"]

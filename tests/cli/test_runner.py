"""The defect of one file stays in that file, and Ctrl-C is one line and 130, whoever does the work."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT, SEED

PATCHES = {
    "raises": "raise ZeroDivisionError('a defect')",
    "memory": "raise MemoryError",
    "dies": "os._exit(9)",
    "interrupted": "os.kill(os.getpid(), signal.SIGINT)",
    "interrupts": "(os.kill(os.getppid(), signal.SIGINT), time.sleep(60))",
}
PROGRAM = """
import multiprocessing, os, signal, sys, time
multiprocessing.set_start_method("fork")
from poa_lint import __main__
from poa_lint.cli import runner

def broken(*_):
    {patch}

def opened(data, path, *more):
    if "malo" in path:
        broken()
    return real(data, path, *more)

real, runner.open_source = runner.open_source, opened
__main__.run()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three reports, of which a patch makes the second one harmful."""
    for name in ("a.txt", "malo.txt", "z.txt"):
        (tmp_path / name).write_bytes(SEED.read_bytes())
    return tmp_path


def run(folder: Path, patch: str, *said: str) -> subprocess.CompletedProcess[str]:
    """Lint the three reports with a function of ours that does what `patch` says for the second one."""
    program = PROGRAM.format(patch=PATCHES[patch])
    return subprocess.run(
        [sys.executable, "-c", program, "a.txt", "malo.txt", "z.txt", "-f", "concise", *said],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("patch", ["raises", "memory"])
def test_a_defect_is_told_of_its_file_and_the_others_are_reported(folder: Path, patch: str, jobs: str) -> None:
    done = run(folder, patch, "--jobs", jobs)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("poa-lint: malo.txt: un archivo detuvo al programa")
    assert "\na.txt:" in "\n" + done.stdout
    assert "\nz.txt:" in done.stdout


def test_a_file_that_ends_its_process_takes_no_other_with_it(folder: Path) -> None:
    done = run(folder, "dies", "--jobs", "2", "-o", "salida.txt")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("poa-lint: malo.txt: el proceso que revisaba este archivo terminó de golpe")
    written = (folder / "salida.txt").read_text(encoding="utf-8")
    assert "\na.txt:" in "\n" + written
    assert "\nz.txt:" in written


@pytest.mark.parametrize(("patch", "jobs"), [("interrupted", "1"), ("interrupts", "2")])
def test_ctrl_c_is_one_line_and_130(folder: Path, patch: str, jobs: str) -> None:
    done = run(folder, patch, "--jobs", jobs)
    assert (done.returncode, done.stdout) == (130, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("poa-lint: interrumpido: ")


def test_ctrl_c_while_the_program_loads_is_one_line_and_130(tmp_path: Path) -> None:
    program = """
import sys

class Interrupt:
    def find_spec(self, name, *_):
        if name == "poa_lint.linter.check":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupt())
from poa_lint.__main__ import run
run()
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program, str(SEED)], env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (130, b"")
    assert done.stderr.splitlines() == [b"poa-lint: interrumpido / interrupted"]


def test_a_result_that_cannot_be_rendered_is_told_and_the_others_are_written(folder: Path) -> None:
    program = """
from poa_lint import __main__
from poa_lint.output import REPORTERS, concise

real = concise.render

def render(run, words, view):
    if any("malo" in file.path for file in run.files):
        raise ZeroDivisionError("a defect")
    return real(run, words, view)

REPORTERS["concise"] = render
__main__.run()
"""
    done = subprocess.run(
        [sys.executable, "-c", program, "a.txt", "malo.txt", "z.txt", "-f", "concise", "-f", "json:todo.json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("malo.txt: un archivo detuvo al programa") == 1
    assert "\na.txt:" in "\n" + done.stdout
    assert "\nz.txt:" in done.stdout
    written = json.loads((folder / "todo.json").read_text(encoding="utf-8"))
    assert [file["path"] for file in written["files"]] == ["a.txt", "malo.txt", "z.txt"]

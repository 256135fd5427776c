"""Runs of the program: here, as if in a process of its own, or really in one."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from unittest.mock import patch

from tests.places import ROOT

ONLY_APART = ("-j", "--jobs", "--scheduler", "serve", "lsp", "/dev/", "/proc/")
"""Beginnings of words of command lines that start processes, listen, or speak of a process's own streams."""


def run(
    *said: str | Path, given: bytes = b"", cwd: Path = ROOT, apart: bool = False, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """One run with nothing of this terminal in its environment.

    It runs in this process, which takes a tenth of the time, unless it is to run `apart`: because the test is about
    processes, or because of what its words or its environment ask of one.
    """
    words = [str(word) for word in said]
    known = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT", "HOME")}
    env = {**known, "PYTHONIOENCODING": "utf-8", **environment}
    others = any(key.startswith("PYTHON") and key != "PYTHONIOENCODING" for key in environment)
    if apart or others or any(word.startswith(ONLY_APART) for word in words):
        return _process(words, given, cwd, env)
    return _here(words, given, cwd, env)


def _process(words: list[str], given: bytes, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "poa_lint", *words]
    env = {"PYTHONPATH": str(ROOT), **env}
    return subprocess.run(command, input=given, capture_output=True, cwd=cwd, env=env, check=False)


def _here(words: list[str], given: bytes, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    from poa_lint.__main__ import run as program

    with _streams(given, env["PYTHONIOENCODING"]) as (out, err), patch.dict(os.environ, env, clear=True):
        code: object = 0
        with chdir(cwd), patch.object(sys, "argv", ["poa-lint", *words]):
            try:
                program()
            except SystemExit as ending:
                code = ending.code
        sys.stdout.flush()
        sys.stderr.flush()
        return subprocess.CompletedProcess(words, int(str(code or 0)), out.getvalue(), err.getvalue())


@contextmanager
def _streams(given: bytes, encoding: str) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """The standard streams as a process has them that is started with pipes; what is written to the two others."""
    name, _, errors = encoding.partition(":")
    out, err = io.BytesIO(), io.BytesIO()
    said = io.TextIOWrapper(out, name, errors or "strict")
    told = io.TextIOWrapper(err, name, "backslashreplace", write_through=True)
    asked = io.TextIOWrapper(io.BytesIO(given), name, errors or "strict")
    with patch.object(sys, "stdin", asked), patch.object(sys, "stdout", said), patch.object(sys, "stderr", told):
        yield out, err


def imported(*said: str) -> set[str]:
    """The modules that a run holds at its end."""
    script = f"import sys; from poa_lint.cli.main import main; main({list(said)!r}, {{}})"
    script += "; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stderr.split())

"""Runs of the program in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.places import ROOT


def run(
    *said: str | Path, given: bytes = b"", cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """One run in a process of its own, with nothing of this terminal in its environment."""
    known = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT", "HOME")}
    return subprocess.run(
        [sys.executable, "-m", "poa_lint", *map(str, said)],
        input=given,
        capture_output=True,
        cwd=cwd,
        env={**known, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )


def imported(*said: str) -> set[str]:
    """The modules that a run holds at its end."""
    script = f"import sys; from poa_lint.cli.main import main; main({list(said)!r}, {{}})"
    script += "; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stderr.split())

"""Start programs afresh, and measure their time and memory from outside."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
BARE: Final = (sys.executable, "-I", "-c", "pass")
LINT: Final = (sys.executable, "-m", "poa_lint")

_WATCH: Final = """
import os, subprocess, sys
started = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, _, used = os.wait4(started.pid, 0)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
"""
"""A process counts the memory of the one that started it until it is its own program, so a small one starts it."""


def seconds(program: Sequence[str]) -> float:
    """How long a program runs, its output read by nobody."""
    begun = time.perf_counter()
    subprocess.run(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd=ROOT)
    return time.perf_counter() - begun


def medians(programs: Mapping[str, Sequence[str]], times: int) -> dict[str, float]:
    """The median time of each program. They take turns, so that a busy machine is busy for all of them."""
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(times):
        for name, program in programs.items():
            taken[name].append(seconds(program))
    return {name: median(each) for name, each in taken.items()}


def used(program: Sequence[str]) -> tuple[float, float] | None:
    """A program's peak memory in MB and its seconds of processor; None where the system does not tell."""
    if not hasattr(os, "wait4"):
        return None
    said = subprocess.run(
        [sys.executable, "-I", "-c", _WATCH, *program], stdout=subprocess.PIPE, check=True, cwd=ROOT, text=True
    ).stdout
    memory, spent = said.split()
    return int(memory) / (1 << 20 if sys.platform == "darwin" else 1 << 10), float(spent)


def beside(name: str) -> str | None:
    """A program of this environment; None where it is not installed."""
    found = Path(sys.executable).parent / (f"{name}.exe" if os.name == "nt" else name)
    return str(found) if found.is_file() else None

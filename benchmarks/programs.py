"""Start programs afresh, and measure their time and memory from outside."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
BARE: Final = (sys.executable, "-I", "-c", "pass")
"""Python that does nothing: the start that every program in it pays."""
LINT: Final = (sys.executable, "-m", "poa_lint")

# A process counts the memory of the one that forked it until it runs its own program, so a small one starts it.
_WATCH: Final = """
import os, subprocess, sys
started = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, _, used = os.wait4(started.pid, 0)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
"""


class Usage(NamedTuple):
    """Peak memory of a program in MB, and its processor time in seconds."""

    memory: float
    processor: float


def seconds(program: Sequence[str]) -> float:
    """Run `program` with its output discarded; the seconds that it took. Its exit code does not matter."""
    begun = time.perf_counter()
    subprocess.run(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd=ROOT)
    return time.perf_counter() - begun


def medians(programs: Mapping[str, Sequence[str]], times: int) -> dict[str, float]:
    """The median seconds of each program. They take turns, so that a busy machine is busy for all of them."""
    return {name: median(taken) for name, taken in _in_turn(programs, times).items()}


def lowest(programs: Mapping[str, Sequence[str]], times: int) -> dict[str, float]:
    """The fewest seconds of each program, in turn: differences of a few milliseconds drown in medians."""
    return {name: min(taken) for name, taken in _in_turn(programs, times).items()}


def _in_turn(programs: Mapping[str, Sequence[str]], times: int) -> dict[str, list[float]]:
    """The seconds of every run of each program."""
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(times):
        for name, program in programs.items():
            taken[name].append(seconds(program))
    return taken


def usage(program: Sequence[str]) -> Usage | None:
    """Run `program` and return what it used; None on systems that do not tell (Windows)."""
    if not hasattr(os, "wait4"):
        return None
    output = subprocess.run(
        [sys.executable, "-I", "-c", _WATCH, *program], stdout=subprocess.PIPE, check=True, cwd=ROOT, text=True
    ).stdout
    memory, processor = output.split()
    return Usage(int(memory) / (1 << 20 if sys.platform == "darwin" else 1 << 10), float(processor))


def installed(name: str) -> str | None:
    """The path of the program `name` of this environment; None if it is not installed."""
    path = Path(sys.executable).parent / (f"{name}.exe" if os.name == "nt" else name)
    return str(path) if path.is_file() else None

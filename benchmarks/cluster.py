"""A Dask scheduler with workers on this machine, for measuring what a run through it costs."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from benchmarks.programs import ROOT


def installed() -> bool:
    """True if the extra `dask` is installed."""
    return find_spec("distributed") is not None


@contextmanager
def scheduler(folder: Path, workers: int) -> Iterator[str]:
    """Start a scheduler and `workers` processes of one thread, and give its address; all are killed at the end.

    The scheduler writes its address into `folder`. Raises TimeoutError if it or a worker does not answer in 30 seconds.
    """
    from distributed import Client

    file, local = folder / "scheduler.json", ("--host", "127.0.0.1", "--no-dashboard")
    with ExitStack() as processes:

        def start(name: str, *arguments: str) -> None:
            program = [sys.executable, "-m", f"distributed.cli.dask_{name}", *local, "--scheduler-file", str(file)]
            quiet = subprocess.DEVNULL
            process = subprocess.Popen([*program, *arguments], stdout=quiet, stderr=quiet, cwd=ROOT)
            processes.callback(process.wait)
            processes.callback(process.kill)

        start("scheduler", "--port", "0")
        with Client(scheduler_file=str(file), timeout=30, set_as_default=False) as client:
            for _ in range(workers):
                start("worker", "--nthreads", "1", "--no-nanny")
            client.wait_for_workers(workers, timeout=30)
        yield str(json.loads(file.read_text(encoding="utf-8"))["address"])

"""Measure through a Dask scheduler with workers on this machine: what spreading costs."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from benchmarks.programs import ROOT


def there() -> bool:
    """Whether the extra `dask` is installed."""
    return find_spec("distributed") is not None


@contextmanager
def scheduler(place: Path, workers: int) -> Iterator[str]:
    """The address of a scheduler that has so many workers, each a process of one thread."""
    from distributed import Client

    file, local = place / "scheduler.json", ("--host", "127.0.0.1", "--no-dashboard")
    with ExitStack() as started:

        def start(name: str, *said: str) -> None:
            program = [sys.executable, "-m", f"distributed.cli.dask_{name}", *local, "--scheduler-file", str(file)]
            quiet = subprocess.DEVNULL
            running = subprocess.Popen([*program, *said], stdout=quiet, stderr=quiet, cwd=ROOT)
            started.callback(running.wait)
            started.callback(running.kill)

        start("scheduler", "--port", "0")
        with Client(scheduler_file=str(file), timeout=30, set_as_default=False) as client:
            for _ in range(workers):
                start("worker", "--nthreads", "1", "--no-nanny")
            client.wait_for_workers(workers, timeout=30)
        yield str(json.loads(file.read_text(encoding="utf-8"))["address"])

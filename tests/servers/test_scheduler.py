"""Schedulers that are none, files that stop workers, a run that is interrupted: each told in its own words, alone."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from poa_lint.authoring.samples import Page, write
from poa_lint.servers import scheduler
from tests.places import ROOT
from tests.program import run

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("default")  # Dask's own are not ours to forbid

ENVIRONMENT = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT", "HOME")}
PRELOAD = '''
"""A linter with defects, for a worker: the name of a file says which."""
import os
from threading import Event, Lock
from poa_lint.servers import parcels
sound = parcels.lint

def lint(source, *args, **options):
    name = os.path.basename(source.path)
    if name == "memory.txt":
        raise MemoryError
    if name == "depth.txt":
        raise RecursionError
    if name == "dies.txt":
        os._exit(9)
    if name == "never.txt":
        open(os.environ["REACHED"], "wb").close()
        Event().wait()
    return Lock() if name == "unsendable.txt" else sound(source, *args, **options)

parcels.lint = lint
'''


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("servidor:8786", True),
        ("tcp://10.0.0.1:8786", True),
        ("tls://[::1]:8786", True),
        ("nada://x", True),
        ("", False),
        (":", False),
        ("tcp://", False),
        ("servidor", False),
        ("servidor:puerto", False),
        ("servidor:-5", False),
        ("servidor:0", False),
        ("servidor:65536", False),
        ("servidor:٥", False),
        ("::::", False),
        ("[::1", False),
        ("a b:1", False),
        ("tcp://servidor:1/x", False),
    ],
)
def test_an_address_has_a_host_and_a_port(address: str, possible: bool) -> None:
    assert scheduler.is_address(address) is possible


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def other() -> Iterator[str]:
    """The address of a server that answers in another protocol."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with server.accept()[0] as connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 9)
                connection.recv(1)

        threading.Thread(target=answer, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    "given", ["silent", "other", "no-hay.invalid:8786", "tls://127.0.0.1:1", "ñ..x:5", "inproc://1"]
)
def test_who_is_no_scheduler_does_not_answer_as_one(given: str, request: pytest.FixtureRequest) -> None:
    address = request.getfixturevalue(given) if given in ("silent", "other") else given
    assert not scheduler.answers(address, 0.3)


def test_a_sentence_stands_alone(tmp_path: Path, other: str) -> None:
    (tmp_path / "informe.txt").write_text(write([Page()]), encoding="utf-8")
    hint = " Vea «poa-lint --help».\n"
    for address, sentence in (
        (other, f"poa-lint: no contesta ningún planificador de Dask en {other}."),
        ("x\ny", "poa-lint: --scheduler necesita una dirección como tcp://servidor:8786, no «x y»."),
    ):
        done = run("informe.txt", "--scheduler", address, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", sentence + hint)


def process(said: str, *words: str, **environment: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{said}", *words],
        env={**ENVIRONMENT, **environment},
        cwd=tempfile.gettempdir(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A scheduler with a worker whose linter has defects, and the pipe on which it says that it met `never.txt`."""
    from distributed import Client

    folder = tmp_path_factory.mktemp("faulty")
    (folder / "defects.py").write_text(PRELOAD, encoding="utf-8")
    os.mkfifo(folder / "reached")
    known = {"PYTHONPATH": f"{ROOT}{os.pathsep}{folder}", "REACHED": str(folder / "reached")}
    file = str(folder / "scheduler.json")
    patience = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    common = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", file)
    started = [process("dask_scheduler", "--port", "0", *common, **known, **patience)]
    try:
        with Client(scheduler_file=file, timeout=30, set_as_default=False) as client:
            started.append(process("dask_worker", "--nthreads", "1", "--preload", "defects", *common, **known))
            client.wait_for_workers(1, timeout=30)
            yield client.scheduler.address, folder / "reached"
    finally:
        for one in started[::-1]:
            os.killpg(one.pid, signal.SIGKILL)
            one.wait()


@pytest.mark.skipif(os.name == "nt", reason="no named pipes, no groups of processes")
def test_a_file_that_stops_a_worker_is_told_and_all_others_are_checked(
    faulty: tuple[str, Path], tmp_path: Path
) -> None:
    names = ["a.txt", "depth.txt", "dies.txt", "memory.txt", "unsendable.txt", "z.txt"]
    for name in names:
        (tmp_path / name).write_text(write([Page()]).replace("L/A", "I/A"), encoding="utf-8")
    done = run(*names, "--scheduler", faulty[0], "--lang", "en", "-f", "concise", cwd=tmp_path)
    assert [line.split(":")[0] for line in done.stdout.decode().splitlines()] == ["a.txt", "z.txt"]
    said = done.stderr.decode().splitlines()
    assert [line.split(":")[1].strip() for line in said] == names[1:-1]
    assert "stopped the workers" in said[1]
    assert "MemoryError" in said[2]
    assert done.returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="no named pipes, no groups of processes")
def test_an_interrupted_run_says_one_line(faulty: tuple[str, Path], tmp_path: Path) -> None:
    (tmp_path / "never.txt").write_text(write([Page()]), encoding="utf-8")
    command = [sys.executable, "-m", "poa_lint", "never.txt", "--lang", "en", "--scheduler", faulty[0]]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    running = subprocess.Popen(command, cwd=tmp_path, env={**ENVIRONMENT, "PYTHONPATH": str(ROOT)}, **pipes)
    faulty[1].read_bytes()  # until the worker is at it
    running.send_signal(signal.SIGINT)
    out, said = running.communicate(timeout=60)
    assert (out, said) == (b"", b"poa-lint: interrupted: 0 of 1 files checked\n")
    assert running.returncode != 0

"""`poa-lint serve`: what it cannot do, where it says that it is, and how it ends."""

import signal
import socket
import subprocess
import sys

import pytest

from tests.places import ROOT


def command(*said: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "poa_lint", "serve", *said], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("--port", "x"), "--port necesita un número de 0 a 65535, no x"),
        (("--port", "65536"), "--port necesita un número de 0 a 65535, no 65536"),
        (("--port=-1",), "--port necesita un número de 0 a 65535, no -1"),
        (("informe.txt",), "«serve» no lleva archivos"),
        (("--config", "ninguno.yaml"), "no existe el archivo de ajustes ninguno.yaml"),
    ],
)
def test_what_it_cannot_do_is_one_sentence(said: tuple[str, ...], sentence: str) -> None:
    done = command(*said)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"poa-lint: {sentence}")
    assert done.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = command("--port", port)
    assert done.returncode == 2
    assert done.stderr.startswith(f"poa-lint: no se pudo usar el puerto {port}: ")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is no signal to another process there")
def test_it_says_where_it_is_opens_nothing_unasked_and_ends_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "poa_lint", "serve", "--port", "0", "--lang", "en"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        said, rest = running.stdout.readline(), running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, wrong = running.communicate(timeout=30)
    assert said.startswith("The page for checking reports is at http://127.0.0.1:")
    assert rest.startswith("It can only be opened from this computer")
    assert (running.returncode, wrong) == (0, "")

"""A baseline takes what is there and lets nothing new pass."""

import json
from pathlib import Path

import pytest

from poa_lint.config import baseline
from tests.program import run
from tests.waivers import REPORT, folder_with, waiver


def test_a_baseline_takes_what_is_there_and_lets_nothing_new_pass(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    done = run("informe.txt", "--baseline", "deuda.json", "--update-baseline", cwd=folder)
    assert done.returncode == 0
    assert baseline.parse((folder / "deuda.json").read_bytes()) == frozenset(
        {"POA301:2024:T1:511/101/100/observaciones"}
    )
    done = run("informe.txt", "--baseline", "deuda.json", "-f", "json", cwd=folder)
    assert done.returncode == 0
    assert json.loads(done.stdout)["files"][0]["diagnostics"][0]["waived"] == {"by": "baseline"}
    (folder / "informe.txt").write_text(REPORT.replace("\t8\t", "\t9\t"), encoding="utf-8")
    done = run("informe.txt", "--baseline", "deuda.json", "-f", "concise", cwd=folder)
    assert done.returncode == 1
    assert [line.split()[2] for line in done.stdout.decode().splitlines()] == ["POA101", "POA103"]


def test_a_baseline_leaves_out_what_is_waived_and_what_could_not_be_checked(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, waiver(until="2999-12-31"))
    (folder / "vacio.txt").write_text("", encoding="utf-8")
    done = run(".", "--baseline", "deuda.json", "--update-baseline", cwd=folder)
    assert done.returncode == 2, "an empty file is still no report"
    assert baseline.parse((folder / "deuda.json").read_bytes()) == frozenset()


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b'{"version": 2, "keys": []}', b'{"version": 1, "keys": [1]}', b"[" * 100_000, b"\xff"]
)
def test_a_file_that_is_no_baseline_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "deuda.json").write_bytes(data)
    done = run("informe.txt", "--baseline", "deuda.json", cwd=folder_with(tmp_path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert "deuda.json no es una línea base" in done.stderr.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("--update-baseline",), "necesita --baseline ARCHIVO"),
        (("--baseline", "no-hay.json"), "no se pudo leer la línea base no-hay.json"),
    ],
)
def test_a_baseline_that_cannot_be_used_is_said(tmp_path: Path, said: tuple[str, ...], sentence: str) -> None:
    done = run("informe.txt", *said, cwd=folder_with(tmp_path))
    assert done.returncode == 2
    assert sentence in done.stderr.decode()

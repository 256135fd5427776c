"""`waive`, by many at once and into what is no file of waivers: none is lost, and each failure is a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.places import ROOT
from tests.program import run

REASON = "Oficio OM-12/2026 anexo tres"
UNTIL = ("--until", "2099-12-31")
AT_ONCE = 20


def said(where: str) -> list[str]:
    return [sys.executable, "-m", "poa_lint", "waive", "POA301", where, "--reason", REASON, *UNTIL]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "poa-lint.yaml").write_text("{}\n", encoding="utf-8")
    return tmp_path


def test_of_twenty_at_once_none_is_lost(folder: Path) -> None:
    (folder / "dispensas.yaml").write_text("# de la Oficialía\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    places = [f"511/{number}" for number in range(100, 100 + AT_ONCE)]
    started = [
        subprocess.Popen(said(place), cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for place in places
    ]
    told = [(*process.communicate(), process.returncode) for process in started]
    assert [(err, code) for _, err, code in told] == [(b"", 0)] * AT_ONCE
    text = (folder / "dispensas.yaml").read_text(encoding="utf-8")
    assert text.startswith("# de la Oficialía\n")
    assert sorted(one["where"] for one in yaml.safe_load(text)) == places
    assert sorted(path.name for path in folder.iterdir()) == ["dispensas.yaml", "poa-lint.yaml"]


def test_a_file_that_an_editor_saves_meanwhile_keeps_what_was_saved(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The change comes between reading the file and replacing it, from a program that knows nothing of our lock."""
    from poa_lint.cli import settings
    from poa_lint.cli.main import main

    monkeypatch.chdir(folder)
    (folder / "dispensas.yaml").write_text("# antes\n", encoding="utf-8")
    read = settings._waivers

    def read_and_let_another_save(*given: object) -> bytes:
        data = read(*given)  # type: ignore[arg-type]
        (folder / "dispensas.yaml").write_text("# despues\n", encoding="utf-8")
        return data

    monkeypatch.setattr(settings, "_waivers", read_and_let_another_save)
    assert main(["waive", "POA301", "511/101", "--reason", REASON, *UNTIL], {}) == 2
    assert "cambió mientras se revisaba" in capsys.readouterr().err
    assert (folder / "dispensas.yaml").read_text(encoding="utf-8") == "# despues\n"
    assert sorted(path.name for path in folder.iterdir()) == ["dispensas.yaml", "poa-lint.yaml"]


@pytest.mark.parametrize("settings", [True, False])
def test_a_folder_in_the_place_of_the_file_is_a_sentence(folder: Path, settings: bool) -> None:
    if not settings:
        (folder / "poa-lint.yaml").unlink()
    (folder / "dispensas.yaml").mkdir()
    done = run(*said("511/101")[3:], cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "no se pudo leer el archivo de dispensas dispensas.yaml: es una carpeta" in done.stderr.decode()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no named pipes")
def test_a_pipe_in_the_place_of_the_file_is_a_sentence(folder: Path) -> None:
    os.mkfifo(folder / "dispensas.yaml")
    done = run(*said("511/101")[3:], cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "es un dispositivo o una tubería" in done.stderr.decode()


@pytest.mark.parametrize("data", ["# año\n".encode("latin-1"), "# año\n".encode("utf-16"), b"\xff\x00"])
def test_a_file_in_another_encoding_is_a_sentence_and_stays(folder: Path, data: bytes) -> None:
    (folder / "dispensas.yaml").write_bytes(data)
    done = run(*said("511/101")[3:], cwd=folder)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"defecto suyo" not in done.stderr
    assert b"dispensas.yaml" in done.stdout + done.stderr
    assert (folder / "dispensas.yaml").read_bytes() == data


def test_a_file_that_leads_to_the_settings_is_not_written(folder: Path) -> None:
    (folder / "poa-lint.yaml").write_text("", encoding="utf-8")
    (folder / "dispensas.yaml").symlink_to("poa-lint.yaml")
    done = run(*said("511/101")[3:], cwd=folder)
    assert done.returncode == 2
    assert "tiene ajustes" in done.stderr.decode()
    assert (folder / "poa-lint.yaml").read_bytes() == b""

"""A folder gives every file of a kind that is read, in the order of names; what is left out is counted by reason."""

import json
import os
from pathlib import Path

import pytest

from poa_lint.core.words import words
from poa_lint.documents import folders
from tests.places import FILES, ROOT, SEED
from tests.program import run

WORKBOOK = FILES / "informe.xlsx"
SOUND = ROOT / "examples" / "sin-observaciones-t2" / "informe.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as offices have them: reports of two kinds, and what stands beside reports."""
    (tmp_path / "b.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "dentro").mkdir()
    (tmp_path / "dentro" / "A.PDF").write_bytes(b"%PDF-")
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    for name in ("~$a.xlsx", ".~lock.a.ods#", ".oculto.txt", "foto.jpg", ".gitignore", "LEAME.md"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.txt").write_bytes(b"x")
    os.mkfifo(tmp_path / "tubo.txt")
    (tmp_path / "enlace").symlink_to(tmp_path / "dentro")
    return tmp_path


def test_a_folder_gives_files_of_every_kind_and_counts_the_others(folder: Path) -> None:
    found = folders.find([str(folder)], words("es"), folders.Wanted(apart=["LEAME.md"]))
    assert [os.path.relpath(path, folder) for path in found.paths] == ["a.xlsx", "b.txt", "dentro/A.PDF"]
    assert found.notices == []
    assert dict(found.left_out) == {"hidden": 1, "link": 1, "lock": 2, "other": 2}
    assert folders.sentence(found.left_out, words("es")) == (
        "sin revisar: 1 archivo oculto, 1 carpeta enlazada, "
        "2 señales de archivos abiertos (~$: ciérrelos en su programa), 2 archivos de otra clase"
    )


def test_a_kind_whose_extra_is_not_installed_is_left_out_and_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    folders._missing.cache_clear()
    found = folders.find([str(folder)], words("es"))
    folders._missing.cache_clear()
    assert [Path(path).name for path in found.paths] == ["b.txt"]
    assert {"missing-office": 1, "missing-pdf": 1}.items() <= dict(found.left_out).items()
    assert "1 libro de cálculo (instale poa-lint[office])" in folders.sentence(found.left_out, words("es"))


def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = str(tmp_path / "cerrada")

    def walk(folder: str, onerror: object) -> list[object]:
        onerror(PermissionError(13, "Permission denied", closed))  # type: ignore[operator]
        return []

    monkeypatch.setattr(os, "walk", walk)
    found = folders.find([str(tmp_path)], words("es"))
    assert found.notices[0].path == closed


def test_a_faulty_workbook_beside_a_sound_text_does_not_pass(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(SOUND.read_bytes())
    assert run(tmp_path).returncode == 0
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 broken")
    done = run(tmp_path, "-f", "concise")
    assert done.returncode == 2
    assert b"b.xlsx:1:1: error POA007" in done.stdout


def test_json_and_the_last_line_count_what_was_left_out(folder: Path) -> None:
    done = run(folder / "b.txt", folder / "~$a.xlsx", "-f", "json")
    assert json.loads(done.stdout)["left_out"] == {"lock": 1}
    assert done.stderr.decode().startswith("poa-lint: sin revisar: 1 señal de archivo abierto")
    assert done.returncode == run(folder / "b.txt").returncode
    shown = run(folder / "b.txt", folder / "~$a.xlsx", COLUMNS="200")
    assert "sin revisar: 1 señal de archivo abierto (~$: ciérrelo en su programa)" in " ".join(
        shown.stdout.decode().split()
    )
    assert shown.stderr == b""


def test_a_lock_alone_is_said_and_nothing_was_checked(tmp_path: Path) -> None:
    (tmp_path / "~$informe.xlsx").write_bytes(b"x" * 165)
    done = run(tmp_path / "~$informe.xlsx")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("poa-lint: sin revisar: 1 señal de archivo abierto")


def test_a_folder_that_is_named_twice_is_counted_once(folder: Path) -> None:
    twice = folders.find([str(folder), f"{folder}/.", str(folder / "dentro")], words("es"))
    assert twice.left_out == folders.find([str(folder)], words("es")).left_out


def test_copies_that_annotate_made_are_no_reports_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "informe.xlsx").write_bytes(WORKBOOK.read_bytes())
    assert run(tmp_path, "--annotate", tmp_path / "copia.xlsx", "-f", "concise").returncode == 1
    again = run(tmp_path, "-f", "json")
    document = json.loads(again.stdout)
    assert [Path(file["path"]).name for file in document["files"]] == ["informe.xlsx"]
    assert document["left_out"] == {"copy": 1}


def test_what_was_left_out_is_said_without_the_last_line_too(folder: Path) -> None:
    done = run(folder / "b.txt", folder / "~$a.xlsx", "--quiet")
    assert done.stderr.decode().startswith("poa-lint: sin revisar: 1 señal de archivo abierto")

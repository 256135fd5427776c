"""Waivers of a folder hold, are counted and shown, and expire."""

import json
from pathlib import Path

import jsonschema

from poa_lint.authoring.samples import Page, write
from tests.places import ROOT
from tests.program import run
from tests.waivers import REASON, file_of, folder_with, waiver


def test_waivers_beside_the_settings_hold_and_are_counted(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, waiver(until="2999-12-31"))
    (folder / "poa-lint.yaml").write_text("language: es\n", encoding="utf-8")
    done = run("informe.txt", cwd=folder)
    assert done.returncode == 0
    assert "POA301" not in done.stdout.decode()
    assert "0 errores, 0 avisos, 0 notas, 1 dispensado" in done.stdout.decode()
    shown = run("informe.txt", "--show-waived", cwd=folder).stdout.decode()
    assert f"dispensa: {REASON} (hasta 2999-12-31)" in shown
    assert run("informe.txt", "-f", "concise", cwd=folder).stdout == b""
    assert b"POA301" in run("informe.txt", "-f", "concise", "--show-waived", cwd=folder).stdout
    assert run("informe.txt", "--no-config", cwd=folder).returncode == 1


def test_waivers_hold_without_settings_too_and_from_above(tmp_path: Path) -> None:
    inner = tmp_path / "2024" / "t1"
    inner.mkdir(parents=True)
    folder_with(inner)
    (tmp_path / "dispensas.yaml").write_text(file_of(waiver(until="2999-12-31")), encoding="utf-8")
    assert run("2024/t1/informe.txt", cwd=tmp_path).returncode == 0
    (inner / "poa-lint.yaml").write_text("", encoding="utf-8")
    assert run("2024/t1/informe.txt", cwd=tmp_path).returncode == 1, "settings hold with the waivers beside them alone"


def test_json_holds_the_waived_and_why(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, waiver(until="2999-12-31"))
    document = json.loads(run("informe.txt", "-f", "json", cwd=folder).stdout)
    jsonschema.validate(document, json.loads((ROOT / "schemas/poa-lint-1.schema.json").read_text()))
    (file,) = document["files"]
    assert file["summary"]["waived"] == 1
    assert file["summary"]["error"] == 0
    assert file["verdict"] == "SIN OBSERVACIONES"
    assert file["diagnostics"][0]["waived"] == {"by": "waiver", "reason": REASON, "until": "2999-12-31"}


def test_an_expired_waiver_is_an_error_in_its_file_and_its_finding_counts_again(tmp_path: Path) -> None:
    done = run("informe.txt", "-f", "concise", cwd=folder_with(tmp_path, waiver(until="2024-12-31")))
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert lines[0].startswith("informe.txt:")
    assert "POA301" in lines[0]
    assert lines[1].startswith(
        "dispensas.yaml:1:9: error POA010 dispensa-vencida: la dispensa de POA301 en 511/101/100"
    )


def test_an_unused_waiver_is_a_warning_once_for_all_files_of_its_folder(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, waiver(until="2999-12-31"), waiver(rule="POA101", until="2999-12-31"))
    (folder / "otro.txt").write_text(write([Page()]), encoding="utf-8")
    done = run(".", "-f", "concise", cwd=folder)
    assert [line.split()[2] for line in done.stdout.decode().splitlines()] == ["POA011"]
    assert done.returncode == 0

"""`--previous`: what became of the findings of a report that was delivered before."""

import json
from pathlib import Path

import jsonschema
import pytest

from poa_lint.cli.main import main
from tests.compared import CHANGED, SECOND, T1, T2, office, report
from tests.places import ROOT

SCHEMA = json.loads((ROOT / "schemas" / "poa-lint-1.schema.json").read_text(encoding="utf-8"))
Capture = pytest.CaptureFixture[str]
CORRECTED = T2.replace("ATENDER SOLICITUDES.\tINFORME\t5", "ATENDER SOLICITUDES.\tINFORME\t4")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What was delivered is T2 (POA901, POA902); the correction meets POA901 and brings POA101 and POA103."""
    monkeypatch.chdir(office(tmp_path))
    (tmp_path / "entregado").mkdir()
    (tmp_path / "entregado/t2.txt").write_text(T2, encoding="utf-8")
    (tmp_path / "informes/2024/t2.txt").write_text(CORRECTED, encoding="utf-8")
    return tmp_path


def previous(capsys: Capture, *said: str) -> dict[str, object]:
    main([*said, "-f", "json"], {})
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, SCHEMA)
    (file,) = document["files"]
    found: dict[str, object] = file["previous"]
    return found


def by_code(keys: object) -> list[str]:
    assert isinstance(keys, list)
    return sorted(key.partition(":")[0] for key in keys)


def test_findings_are_met_stand_or_are_new_under_the_settings_of_the_report(capsys: Capture) -> None:
    found = previous(capsys, "informes/2024/t2.txt", "--previous", "entregado")
    assert found["path"] == "entregado/t2.txt"
    assert isinstance(found["met"], list)
    assert [(one["code"], one["where"]["meta"]) for one in found["met"]] == [("POA901", "101")]
    assert by_code(found["standing"]) == ["POA902"]
    assert by_code(found["new"]) == ["POA101", "POA103"]


def test_the_terminal_has_a_section_and_the_counts_in_its_last_line(capsys: Capture) -> None:
    assert main(["informes/2024/t2.txt", "--previous", "entregado/t2.txt"], {"COLUMNS": "200"}) == 1
    out, err = capsys.readouterr()
    assert err == ""
    section = out[out.index("Con lo que se entregó antes: entregado/t2.txt\n") :]
    where, what = "pág. 1 · programa 511 · unidad 101 · meta 101", "la META ANUAL dice 5 y el POA aprobado dice 4"
    assert section.splitlines()[1:3] == ["  1 cumplida:", f"    POA901 {where} · META ANUAL: {what}"]
    assert section.rstrip().endswith("de la entrega anterior: 1 cumplida, 1 sigue, 2 nuevas")


def test_what_was_delivered_before_is_no_second_report_of_the_quarter(folder: Path, capsys: Capture) -> None:
    (folder / "informes/2024/entregado.txt").write_text(T2, encoding="utf-8")
    main(["informes/2024/t2.txt", "-f", "concise"], {})
    assert "POA915" in capsys.readouterr().out
    main(["informes/2024/t2.txt", "-f", "concise", "--previous", "informes/2024/entregado.txt"], {})
    assert "POA915" not in capsys.readouterr().out


def test_another_cut_off_is_a_sentence_and_nothing_is_claimed(folder: Path, capsys: Capture) -> None:
    (folder / "t1.txt").write_text(T1, encoding="utf-8")
    assert main(["informes/2024/t2.txt", "--previous", "t1.txt", "-f", "json"], {}) == 1
    out, err = capsys.readouterr()
    assert "previous" not in json.loads(out)["files"][0]
    without, unused = err.splitlines()
    assert without.startswith(
        "poa-lint: informes/2024/t2.txt: no está entre lo que se entregó antes, en la misma unidad"
    )
    assert unused.startswith(
        "poa-lint: t1.txt: no se usó como entrega anterior: ningún informe revisado tiene sus mismas"
    )
    assert unused.endswith("(511/101, 2024-03-31)")


def test_a_previous_file_that_cannot_be_read_is_a_notice(folder: Path, capsys: Capture) -> None:
    (folder / "roto.txt").write_bytes(b"\x00\x01\x02" * 50)
    assert main(["informes/2024/t2.txt", "--previous", "roto.txt", "--previous", "no-hay.txt"], {}) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in said] == ["no-hay.txt", "roto.txt"]


def test_findings_of_a_unit_that_one_side_lacks_are_neither_met_nor_new(folder: Path, capsys: Capture) -> None:
    other = report(SECOND[0], CHANGED, fecha="30-jun.-24", unidad=("102", "CATASTRO"))
    broken = other.replace("\t5\t1\t1\t1\t1\t1", "\t7\t1\t1\t1\t1\t1")
    assert broken != other
    (folder / "entregado/t2.txt").write_text(T2 + "\n" + broken, encoding="utf-8")
    found = previous(capsys, "informes/2024/t2.txt", "--no-config", "--previous", "entregado")
    assert found["met"] == []
    assert by_code(found["new"]) == ["POA101", "POA103"]

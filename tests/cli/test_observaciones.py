"""`poa-lint observaciones`: a text to complete for each goal that owes an explanation."""

import csv
import io
from pathlib import Path

import pytest

from poa_lint.authoring.samples import sample
from poa_lint.cli.main import main

Capture = pytest.CaptureFixture[str]
OWES = {"meta_anual": 8, "programado": [2, 2, 2, 2], "avance": [3], "absoluto": 3, "relativo": "38%"}
NOTE = (
    "En Ene-Mar se programó 2 y se realizó 3; desviación +1 (+50%). Causa: ________. Se repone o se ajusta: ________."
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    goals = {"metas": [{}, {**OWES, "texto": "101.- =SUMA(A1)."}]}
    Path("t1.txt").write_text(sample(goals).text(), encoding="utf-8")
    Path("bien.txt").write_text(sample({}).text(), encoding="utf-8")


def test_each_goal_has_its_place_and_a_text_with_its_figures(capsys: Capture) -> None:
    assert main(["observaciones", "t1.txt"], {"COLUMNS": "200"}) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "101 GERENCIA GENERAL"
    assert lines[2:4] == ["  Meta 101 (línea 26): =SUMA(A1).", f"    {NOTE}"]
    assert lines[-1].startswith("1 meta debe una explicación; 1 no la debe.")


def test_the_frame_is_the_reader_s_and_the_text_stays_spanish(capsys: Capture) -> None:
    main(["observaciones", "t1.txt", "--lang", "en"], {"COLUMNS": "50"})
    out = capsys.readouterr().out
    assert "Goal 101 (line 26)" in out
    assert NOTE in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 50


def test_goals_that_owe_none_are_a_line(capsys: Capture) -> None:
    assert main(["observaciones", "bien.txt"], {}) == 0
    assert capsys.readouterr().out == "La meta no debe ninguna explicación.\n"


def test_a_table_has_no_formulas(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["observaciones", "t1.txt", "bien.txt", "-f", "csv"], {}) == 1
    (row,) = csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode(), newline=""))
    assert (row["archivo"], row["meta"], row["texto"], row["observacion"]) == ("t1.txt", "101", "'=SUMA(A1).", NOTE)


def test_misuse_and_files_that_are_not_there_are_told(capsys: Capture) -> None:
    assert main(["observaciones", "t1.txt", "-f", "cvs"], {}) == 2
    assert "¿quiso decir «csv»?" in capsys.readouterr().err
    assert main(["observaciones", "no-hay.txt"], {}) == 2
    assert main(["observaciones", "t1.txt", "-o", "t1.txt"], {}) == 2
    assert "es uno de los informes" in capsys.readouterr().err

"""Hostile reports on the command line: what is printed is safe, and a copy that cannot be made is only a sentence."""

import json
import zipfile
from pathlib import Path

import pytest

from poa_lint.cli.main import main
from tests.places import ROOT
from tests.program import run
from tests.runners import commands

CASES = ROOT / "tests" / "data" / "robust"


def test_a_width_that_is_no_number_does_not_stop_a_copy(tmp_path: Path) -> None:
    done = run(CASES / "annotate-width-nan.xlsx", "--annotate", tmp_path / "copia.xlsx", "-f", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["files"][0]["diagnostics"]
    assert zipfile.is_zipfile(tmp_path / "copia.xlsx")


def test_a_copy_that_cannot_be_made_is_a_sentence_beside_the_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fault(*_: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr("poa_lint.documents.marking.sheet.Sheet.mark", fault)
    copy = tmp_path / "copia.xlsx"
    assert main([str(CASES / "annotate-width-nan.xlsx"), "--annotate", str(copy), "-f", "json"], {}) == 2
    document = json.loads(capfd.readouterr().out)
    assert len(document["files"][0]["diagnostics"]) > 50
    assert "no se pudo marcar" in document["notices"][0]["message"]
    assert not copy.exists()


def test_nothing_that_is_printed_is_a_command(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    # One goal with a full stop too many: there is something to mend.
    data = (CASES / "inject-text.txt").read_bytes()
    report.write_bytes(data.replace(b"501.- SEGUIMIENTO AL GASTO", b"::error::a ##[group]b.."))
    for said in (["-f", "terminal", "--statistics"], ["-f", "concise"], ["--diff"], ["show"], ["show", "--map"]):
        command = [said[0], str(report), *said[1:]] if said[0] == "show" else [str(report), *said]
        done = run(*command, cwd=tmp_path)
        assert done.stdout
        assert commands(done.stdout.decode()) == [], said
        assert commands(done.stderr.decode()) == [], said

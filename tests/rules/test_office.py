"""The rules that docs/rule-authors.md writes are tried, speak of reports, and are asked for by their codes."""

import shutil
from pathlib import Path

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.cli.main import main
from poa_lint.core.cache import folder
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.load import load, together
from tests.goldens import OFFICE


@pytest.fixture(scope="module")
def office() -> Rulebook:
    return rulebook(together(load([OFFICE]), load([folder("rules")])))


def test_an_office_tries_the_rules_that_it_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-rules", str(OFFICE)], {}) == 0
    assert capsys.readouterr().out == "3 reglas y 18 ejemplos, todo en orden.\n"


def test_the_rules_of_an_office_speak_of_its_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fuel = Row(
        texto="100.- SURTIR COMBUSTIBLE.",
        unidad_medida="LITROS",
        meta_anual="2,000",
        programado=("500", "500", "500", "500"),
        avance=("520", "", "", ""),
        absoluto="520",
        relativo="26%",
    )
    sessions = Row(
        texto="101.- CELEBRAR SESIONES.",
        avance=("2", "", "", ""),
        absoluto="2",
        relativo="50%",
        observaciones="Se celebró una sesión extraordinaria.",
    )
    share = Row(
        texto="102.- ATENDER SOLICITUDES.",
        unidad_medida="Porcentaje",
        meta_anual="400",
        programado=("100", "100", "100", "100"),
        avance=("100", "", "", ""),
        absoluto="100",
    )
    (tmp_path / "informe.txt").write_text(write([Page(metas=(fuel, sessions, share))]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["informe.txt"], {}) == 0
    capsys.readouterr()
    shutil.copytree(OFFICE, tmp_path / "mis-reglas")
    (tmp_path / "poa-lint.yaml").write_text("rules: [mis-reglas]\n", encoding="utf-8")
    assert main(["informe.txt", "--output-format", "concise"], {}) == 1
    letter = "en Ene-Mar se programó 1 y se logró 2, y OBSERVACIONES no cita el oficio que lo autoriza"
    assert [line.partition(": ")[2] for line in capsys.readouterr().out.splitlines()] == [
        "error OFI001 litros-por-trimestre: en Ene-Mar A dice 520 litros y el límite es de 500 por trimestre",
        f"warning OFI002 observacion-sin-oficio: {letter}",
        "error OFI003 porcentaje-excedido: en META ANUAL dice 400 y la meta se mide en PORCENTAJE, que no pasa de 100",
    ]
    stated = "rules: [mis-reglas]\nparams:\n  OFI001: {maximo: 600}\n"
    (tmp_path / "otras.yaml").write_text(stated, encoding="utf-8")
    main(["informe.txt", "--output-format", "concise", "--config", "otras.yaml"], {})
    assert "OFI001" not in capsys.readouterr().out


def test_a_rule_of_an_office_is_asked_for_by_its_code(office: Rulebook) -> None:
    assert [rule.name for rule in office.named("OFI001")] == ["litros-por-trimestre"]
    assert len(office.named("OFI")) == 3
    assert len(office.named("POA1")) == 9
    assert not office.named("O")
    assert not office.named("OFI9")

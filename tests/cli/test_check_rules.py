"""`check-rules` takes files and folders; it tells the faults of these alone, read beside the others."""

from itertools import pairwise
from pathlib import Path

import pytest

from poa_lint.authoring.samples import sample
from poa_lint.cli.main import main

RULE = """code: {code}
each: meta
expect: {expect}
message: {{es: mal, en: bad}}
{more}examples: {{fail: [{{meta_anual: 0}}]}}
"""


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("mias/nomina", "otras"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def write(path: str, code: str, expect: str = "meta_anual > 0", more: str = "") -> None:
    Path(path).write_text(RULE.format(code=code, expect=expect, more=more), encoding="utf-8")


def test_one_file_is_checked_without_the_faults_of_its_neighbours(capsys: pytest.CaptureFixture[str]) -> None:
    write("mias/buena.yaml", "OFI1")
    write("mias/mala.yaml", "OFI2", "meta_anul > 0")
    Path("mias/poa-lint.yaml").write_text("fail-on: error\n", encoding="utf-8")
    assert main(["check-rules", "mias/buena.yaml"], {}) == 0
    assert capsys.readouterr().out == "1 regla y 1 ejemplo, todo en orden.\n"
    assert main(["check-rules", "mias/mala.yaml"], {}) == 2
    assert "¿quiso decir «meta_anual»?" in capsys.readouterr().out


def test_several_files_and_folders_are_checked_together(capsys: pytest.CaptureFixture[str]) -> None:
    write("mias/una.yaml", "OFI1")
    write("otras/otra.yaml", "OFI2")
    write("otras/tercera.yaml", "OFI3")
    assert main(["check-rules", "mias/una.yaml", "otras", "otras/otra.yaml"], {}) == 0
    assert capsys.readouterr().out == "3 reglas y 3 ejemplos, todo en orden.\n"


def test_a_file_may_name_its_neighbours_and_may_not_have_their_code(capsys: pytest.CaptureFixture[str]) -> None:
    write("mias/otra.yaml", "OFI1")
    write("mias/una.yaml", "OFI2", more="follows: OFI1\n")
    Path("mias/lista.csv").write_text("codigo,nombre\n4,CUATRO\n", encoding="utf-8")
    write("mias/con-lista.yaml", "OFI3", 'known("lista", unidad_medida) or meta_anual > 0')
    assert main(["check-rules", "mias/una.yaml", "mias/con-lista.yaml"], {}) == 0
    for twice in ("mias/una.yaml", "mias/otra.yaml"):
        write("mias/una.yaml", "OFI1")
        assert main(["check-rules", twice], {}) == 2
        assert "«OFI1» ya es de otra regla: mias/otra.yaml" in capsys.readouterr().out.replace("\n    ", " ")


def test_a_file_is_read_with_the_folder_of_rules_of_the_settings() -> None:
    write("mias/base.yaml", "OFI1")
    write("mias/nomina/una.yaml", "OFI2", more="follows: OFI1\n")
    assert main(["check-rules", "mias/nomina/una.yaml"], {}) == 2
    Path("poa-lint.yaml").write_text("rules: [mias]\n", encoding="utf-8")
    assert main(["check-rules", "mias/nomina/una.yaml"], {}) == 0


@pytest.mark.parametrize("name", ["nada.yaml", "informe.txt", "nada"])
def test_what_is_no_rule_is_told_in_a_sentence(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("informe.txt").write_text("x", encoding="utf-8")
    assert main(["check-rules", name], {}) == 2
    assert f"no existe el archivo ni la carpeta de reglas {name}" in capsys.readouterr().err


def test_the_file_that_is_checked_is_no_place_for_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    write("mias/una.yaml", "OFI1")
    assert main(["check-rules", "mias/una.yaml", "-o", "mias/una.yaml"], {}) == 2
    assert Path("mias/una.yaml").read_text(encoding="utf-8").startswith("code: OFI1")
    assert "mias/una.yaml" in capsys.readouterr().err


def test_a_note_goes_to_the_output_and_the_summary_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    write("mias/una.yaml", "OFI1")
    text = Path("mias/una.yaml").read_text(encoding="utf-8").replace("{es: mal, en: bad}", "mal")
    Path("mias/una.yaml").write_text(text, encoding="utf-8")
    assert main(["check-rules", "mias/una.yaml", "-f", "json"], {}) == 0
    told = capsys.readouterr()
    assert '"severity": "info"' in told.out
    assert told.err == "1 regla y 1 ejemplo, todo en orden.\n"


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("      - {meta_anul: 0}", "meta_anul"),
        ("      -   {programado: [1,   1], meta_anul: 0}", "meta_anul"),
        ("      - {says: \u202eal revés\u202c, meta_anul: 0}", "meta_anul"),
    ],
)
def test_the_caret_stands_under_the_place_whatever_stands_before_it(
    line: str, at: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"code: OFI001\neach: meta\nexpect: meta_anual > 0\nmessage: x\nexamples:\n  fail:\n{line}\n"
    Path("indentada.yaml").write_text(text, encoding="utf-8")
    assert main(["check-rules", "indentada.yaml"], {}) == 1
    shown, caret = next(
        (above, below)
        for above, below in pairwise(capsys.readouterr().out.splitlines())
        if below.strip(" ^") == "" and "^" in below
    )
    assert shown[caret.index("^") : caret.rindex("^") + 1] == at


def test_a_rule_names_its_neighbours_and_the_programs_by_code_or_name(capsys: pytest.CaptureFixture[str]) -> None:
    write("mias/una.yaml", "OFI1")
    names = "unless: [avance-futuro, POA404]\nfollows: [Una, suma-trimestral]\n"
    names += "params: {umbral: {from: desviacion-sin-observacion}}\n"
    write("mias/otra.yaml", "OFI2", "meta_anual > umbral", names)
    assert main(["check-rules", "mias"], {}) == 0
    assert main(["check-rules", "mias/otra.yaml"], {}) == 0
    capsys.readouterr()
    write("mias/otra.yaml", "OFI2", more="unless: [uno]\n")
    assert main(["check-rules", "mias"], {}) == 2
    assert "no existe la regla «uno»; ¿quiso decir «una»?" in capsys.readouterr().out


def test_a_form_that_there_is_not_is_told_in_a_check_and_in_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    write("mias/una.yaml", "OFI1", more="forms: EVALSEM\n")
    Path("poa-lint.yaml").write_text("rules: [mias]\n", encoding="utf-8")
    Path("informe.txt").write_text(sample({}).text(), encoding="utf-8")
    for command in (["check-rules", "mias"], ["informe.txt"]):
        assert main([*command, "-f", "concise"], {}) == 2
        assert "no existe la forma «EVALSEM»; hay: TMM-F004, " in capsys.readouterr().out

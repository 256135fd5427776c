"""A rule that is not read for its file's name, and a folder without any rule, are told in every run."""

from pathlib import Path

import pytest

from poa_lint.authoring.samples import sample
from poa_lint.cli.main import main
from poa_lint.rulebook.load import load
from poa_lint.rulebook.strays import faults, wanted

RULE = "code: OFI1\neach: meta\nexpect: meta_anual > 0\nmessage: x\nexamples: {fail: [{meta_anual: 0}]}\n"


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r").mkdir()
    Path("informe.txt").write_text(sample({}).text(), encoding="utf-8")
    Path("poa-lint.yaml").write_text("rules: [r]\n", encoding="utf-8")


@pytest.mark.parametrize("name", ["a.yml", "a.yaml.txt", "a.yml.txt", "a.YAML.TXT", "sub/a.yml"])
@pytest.mark.parametrize("beside", [False, True])
def test_a_rule_under_another_ending_is_told_with_the_name_that_it_should_have(
    name: str, beside: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    (Path("r") / name).parent.mkdir(exist_ok=True)
    (Path("r") / name).write_text(RULE, encoding="utf-8")
    if beside:
        Path("r/b.yaml").write_text(RULE.replace("OFI1", "OFI2"), encoding="utf-8")
    for command in (["informe.txt"], ["check-rules", "r"]):
        assert main([*command, "-f", "concise"], {}) == 2
        assert f"cámbielo de «{Path(name).name}» a «a.yaml»" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "text"), [("mkdocs.yml", "site_name: x\n"), (".github/a.yml", RULE), ("a.txt", RULE)])
def test_what_is_no_rule_by_its_words_or_stands_hidden_is_nobodys_business(name: str, text: str) -> None:
    (Path("r") / name).parent.mkdir(exist_ok=True)
    (Path("r") / name).write_text(text, encoding="utf-8")
    assert load([Path("r")]).troubles == ()


@pytest.mark.parametrize("key", ["rules", "forms"])
def test_a_folder_without_any_is_told_in_every_run(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("poa-lint.yaml").write_text(f"{key}: [r]\n", encoding="utf-8")
    assert main(["informe.txt", "-f", "concise"], {}) == 2
    assert "poa-lint.yaml:1:9: error REGLA carpeta-sin-" in capsys.readouterr().out


def test_a_folder_of_catalogues_alone_is_in_order() -> None:
    Path("r/lineas.csv").write_text("codigo,nombre\n1,uno\n", encoding="utf-8")
    assert main(["informe.txt", "-f", "concise"], {}) == 0


def test_a_form_under_another_ending_is_told() -> None:
    Path("r/una.yml").write_text("code: OTRA-01\ncolumns: []\n", encoding="utf-8")
    (fault,) = faults(["r"], "forms")
    assert (fault.kind, fault.values["wanted"]) == ("misnamed-forms", "una.yaml")


def test_a_rule_file_in_the_place_of_its_folder_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    Path("r/a.yaml").write_text(RULE, encoding="utf-8")
    Path("poa-lint.yaml").write_text("rules: [r/a.yaml]\n", encoding="utf-8")
    assert main(["informe.txt", "-f", "concise"], {}) == 2
    assert (
        "es un archivo; en «rules» va la carpeta en que están las reglas; ¿quiso decir «r»?" in capsys.readouterr().out
    )


def test_the_wanted_name_keeps_the_rest() -> None:
    assert [wanted(name) for name in ("a.b.yml", "A.Yaml.txt")] == ["a.b.yaml", "A.yaml"]

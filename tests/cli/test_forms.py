"""`check-forms`: files of forms are checked, and the pages that are their examples are linted."""

import json
import shutil
from pathlib import Path

import pytest

from poa_lint.core.cache import folder
from tests.places import ROOT
from tests.program import run

FORMS = ROOT / "tests" / "data" / "formas"
HEADER = "EVALUACION CUATRIMESTRAL 2025"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    shutil.copytree(FORMS, tmp_path / "formas", ignore=shutil.ignore_patterns("*.txt"))
    return tmp_path


def change(office: Path, old: str, new: str) -> None:
    path = office / "formas" / "cuatrimestral.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(office: Path, *words: str) -> tuple[int, str, str]:
    done = run("check-forms", "formas", *words, cwd=office)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_forms_in_order_are_counted_in_both_languages(office: Path) -> None:
    code, out, err = said(office)
    first, *others = out.splitlines()
    assert (code, first, err) == (0, "2 formas y 2 ejemplos, todo en orden.", "")
    assert [line.split(" se le aplican ")[0] for line in others] == ["A AVB-02", "A EVC-01"]
    assert said(office, "--lang", "en")[1].startswith("2 forms and 2 examples, all in order.\nTo AVB-02 ")


def test_our_own_forms_are_in_order() -> None:
    forms = len(list((folder("grammar") / "forms").glob("*.yaml")))
    done = run("check-forms")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith(f"{forms} forma")
    assert run("check-forms", folder("grammar") / "forms").stdout == done.stdout


def test_a_form_in_the_place_of_ours_is_told(office: Path) -> None:
    text = "form: TMM-F004\nname: Propia\nextends: TMM-F004\n"
    (office / "formas" / "propia.yaml").write_text(text, encoding="utf-8")
    code, out, _ = said(office)
    assert (code, out.splitlines()[-1]) == (0, "TMM-F004 toma el lugar de la forma del programa que tiene esa clave.")


def test_a_broken_file_is_told_with_its_place_and_a_suggestion(office: Path) -> None:
    change(office, "corte:", "cortes:")
    fault = "error REGLA clave-desconocida: no existe la clave «cortes»; ¿quiso decir «corte»?"
    code, out, err = said(office, "-f", "concise")
    text = (office / "formas" / "cuatrimestral.yaml").read_text(encoding="utf-8")
    line = text[: text.index("cortes:")].count("\n") + 1
    assert (code, out) == (2, f"formas/cuatrimestral.yaml:{line}:1: {fault}\n")
    assert err == "1 falta en 1 archivo.\n"
    code, out, _ = said(office, "-f", "json", "--lang", "en")
    (finding,) = json.loads(out)["files"][0]["diagnostics"]
    assert (code, finding["message"]) == (2, 'there is no key "cortes"; did you mean "corte"?')


EXAMPLES = [
    ("codes: [POA101, POA109]", "codes: [POA101, POA301]", "se esperaba POA301 y se halló POA101 POA109 POA305"),
    ("codes: [POA101, POA109]", "codes: [POA999]", "no existe la regla «POA999»"),
    (
        "100	100	0	100	100	0	100	",
        "100	100	7	100	100	0	100	",
        "se esperaba una página sin faltas y se halló POA109",
    ),
    (f"{HEADER}\n        EVC-01", f"{HEADER}\n        OTRA", "se esperaba una página sin faltas y se halló POA009"),
    (
        "  pass:\n    - page: |",
        "  pass:\n    - page: TMM\n    - page: |",
        "se esperaba una página sin faltas y se halló POA008",
    ),
]


@pytest.mark.parametrize(("old", "new", "told"), EXAMPLES)
def test_an_example_that_does_not_hold_is_a_finding(office: Path, old: str, new: str, told: str) -> None:
    change(office, old, new)
    code, out, _ = said(office, "-f", "concise")
    assert code == 1
    assert told in out
    assert out.count("\n") == 1


def test_an_example_of_another_form_is_told(office: Path) -> None:
    page = (FORMS / "bimestral.txt").read_text(encoding="utf-8").replace("\n", "\n        ").rstrip()
    change(office, "  pass:\n", f"  pass:\n    - page: |\n        {page}\n")
    code, out, _ = said(office, "-f", "concise")
    assert code == 1
    assert "la página del ejemplo se leyó como AVB-02 y no como EVC-01" in out


def test_what_is_no_folder_of_forms_is_a_sentence(office: Path) -> None:
    (office / "nada").mkdir()
    done = run("check-forms", "nada", cwd=office)
    assert (done.returncode, done.stderr.decode().strip()) == (2, "La carpeta no tiene formas (.yaml).")
    for words in (("no-hay",), ("formas", "nada"), ("formas", "-f", "jsn"), ("formas", "-o", "formas/bimestral.yaml")):
        done = run("check-forms", *words, cwd=office)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode().startswith("poa-lint: ")

"""`check-rules` and `check-forms` make reports of an office's forms: the audit, the examples of rules, the samples."""

import json
import shutil
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.program import run

RULE = """code: OFI007
since: "2025"
status: stable
each: periodo
severity: error
when: cerrado
expect: avance <= programado
at: avance
message: {es: se hizo más de lo previsto, en: more was done than was planned}
help: {es: Corrija la cifra., en: Correct the figure.}
why: {es: Así se acordó., en: It was agreed so.}
basis: [{note: Acuerdo de la oficina.}]
examples:
  pass:
    - {form: EVC-01}
    - {form: EVC-01, avance: [1], unidad_ejecutora: 12 PARQUES}
  fail:
    - {form: EVC-01, avance: [5], says: se hizo más de lo previsto}
    - {form: EVC-01, cerrados: 2, avance: [1, 8]}
  unknown:
    - {form: EVC-01, avance: [x]}
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tests" / "data" / "formas", tmp_path / "formas", ignore=shutil.ignore_patterns("*.txt"))
    (tmp_path / "reglas").mkdir()
    (tmp_path / "reglas" / "hecho-de-mas.yaml").write_text(RULE, encoding="utf-8")
    (tmp_path / "poa-lint.yaml").write_text("forms: [formas]\nrules: [reglas]\n", encoding="utf-8")
    return tmp_path


def said(office: Path, *words: str) -> tuple[int, str, str]:
    done = run(*words, cwd=office)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_an_office_proves_its_rules_by_reports_of_its_own_form(office: Path) -> None:
    assert said(office, "check-rules", "reglas") == (0, "1 regla y 5 ejemplos, todo en orden.\n", "")
    code, out, _ = said(office, "explain", "OFI007")
    assert code == 0
    assert "form: EVC-01, avance: [5]" in out


def test_the_settings_that_hold_for_the_folder_of_rules_name_the_forms(office: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "aparte"
    elsewhere.mkdir()
    assert said(elsewhere, "check-rules", str(office / "reglas"))[0] == 0
    code, out, _ = said(office, "check-rules", "reglas", "--no-config", "-f", "concise")
    assert (code, out.count("no hay forma con la clave «EVC-01»")) == (1, 5)
    assert said(office, "check-rules", "reglas", "--config", "poa-lint.yaml")[0] == 0
    code, _, err = said(office, "check-rules", "reglas", "--config", "no-hay.yaml")
    assert (code, "no existe el archivo de ajustes no-hay.yaml" in err) == (2, True)


def test_a_key_that_is_no_part_of_the_form_is_told(office: Path) -> None:
    path = office / "reglas" / "hecho-de-mas.yaml"
    path.write_text(RULE.replace("avance: [x]", "relativo: 3%"), encoding="utf-8")
    code, out, _ = said(office, "check-rules", "reglas", "-f", "concise")
    assert (code, "el ejemplo no se puede armar: «relativo» no es parte de un informe" in out) == (1, True)


def test_the_rules_of_an_office_are_audited_on_its_own_form(office: Path) -> None:
    code, out, _ = said(office, "check-rules", "reglas", "--audit", "--form", "evc-01", "-f", "json")
    document = json.loads(out)
    assert (code, document["form"], document["reports"]) == (0, "EVC-01", 3)
    assert "OFI007" in document["already"]
    columns = [column["column"] for column in document["columns"]]
    assert {"resta.1", "numero", "unidad_ejecutora", "FORMULÓ", "fecha"} <= set(columns)
    assert not {"relativo", "lineas", "ramo"} & set(columns)
    assert document["total"]["score"] >= 75
    code, out, _ = said(office, "check-rules", "reglas", "--audit", "--form", "EVC-01")
    assert code == 0
    assert "CORTE AL de otro cuatrimestre, en todas" in out
    assert "Ene-Abr Resta" in out


def test_a_form_without_an_audit_or_an_unknown_one_is_a_sentence(office: Path) -> None:
    code, _, err = said(office, "check-rules", "reglas", "--form", "EVC-01")
    assert (code, "--form va con --audit" in err) == (2, True)
    code, _, err = said(office, "check-rules", "reglas", "--audit", "--form", "EVC-02")
    assert (code, "no existe la forma EVC-02; ¿quiso decir «EVC-01»?" in err) == (2, True)


def test_a_form_of_which_no_sample_is_made_is_a_warning(office: Path) -> None:
    path = office / "formas" / "cuatrimestral.yaml"
    text = path.read_text(encoding="utf-8").partition("examples:")[0]
    path.write_text(text.replace(r"clave: '\d+'", r"clave: '~{3}'"), encoding="utf-8")
    code, out, err = said(office, "check-forms", "formas", "-f", "concise")
    assert code == 0
    assert out.startswith("formas/cuatrimestral.yaml:2:")
    assert "sin-muestra: no se pudo hacer un informe de muestra de EVC-01" in out
    assert err == "1 falta en 1 archivo.\n"
    code, _, err = said(office, "check-rules", "reglas", "--audit", "--form", "EVC-01", "--lang", "en")
    assert (code, "no sample report of EVC-01 could be made" in err) == (2, True)


def test_a_sample_that_is_not_read_back_is_a_warning(office: Path) -> None:
    path = office / "formas" / "cuatrimestral.yaml"
    text = path.read_text(encoding="utf-8").partition("examples:")[0]
    path.write_text(text.replace("tipo: cifra}", "tipo: cifra, formula: programado.1}", 1), encoding="utf-8")
    code, out, _ = said(office, "check-forms", "formas", "-f", "json")
    (found,) = [one for file in json.loads(out)["files"] for one in file["diagnostics"]]
    assert (code, found["severity"], found["rule"]) == (0, "warning", "muestra-con-faltas")
    assert "el informe de muestra que el programa hizo de EVC-01 no salió sin faltas: POA101: " in found["message"]


DRAFTED = (
    "avance-fisico-financiero",
    "obra-con-importes",
    "poa-mensual-programada-alcanzada",
    "poa-mensual-solo-programado",
)


def test_samples_of_drafted_forms_are_sound(tmp_path: Path) -> None:
    for name in DRAFTED:
        report = ROOT / "tests" / "data" / "forms" / "drafts" / f"{name}.txt"
        assert run("form-new", str(report), "-o", f"formas/{name}.yaml", cwd=tmp_path).returncode == 0
    code, out, err = said(tmp_path, "check-forms", "formas")
    assert (code, out.splitlines()[0], err) == (0, "4 formas y 3 ejemplos, todo en orden.", "")


def test_examples_that_name_no_form_are_of_ours_where_an_office_has_its_own_tmm_f004(office: Path) -> None:
    form = "form: TMM-F004\nname: Propia\nextends: TMM-F004\ncolumns: [{id: texto, titulo: [QUE SE HARA]}]\n"
    (office / "formas" / "propia.yaml").write_text(form, encoding="utf-8")
    path = office / "reglas" / "hecho-de-mas.yaml"
    path.write_text(RULE.replace("{form: EVC-01}", "{avance: [1]}\n    - {form: TMM-F004}"), encoding="utf-8")
    assert said(office, "check-rules", "reglas") == (0, "1 regla y 6 ejemplos, todo en orden.\n", "")

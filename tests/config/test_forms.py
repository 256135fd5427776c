"""Forms of an office: files in the folders that its settings name, beside the program's own or in their place."""

import json
import pickle
import shutil
from pathlib import Path

import pytest

from poa_lint import api
from poa_lint.cli.runner import itself
from poa_lint.config.find import ConfigFiles
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult
from poa_lint.core.words import words
from poa_lint.documents import open_source
from poa_lint.servers import parcels
from tests.offices import configured
from tests.places import ROOT, SEED
from tests.program import run

FOLDER = ROOT / "tests" / "data" / "formas"


def office(folder: Path, *names: str, settings: str = "forms: formas\n") -> Path:
    """A folder with settings that bring these forms, and a text of each."""
    (folder / "formas").mkdir(parents=True)
    for name in names:
        shutil.copy(FOLDER / f"{name}.yaml", folder / "formas")
        shutil.copy(FOLDER / f"{name}.txt", folder)
    (folder / "poa-lint.yaml").write_text(settings, encoding="utf-8")
    return folder


def codes(folder: Path, *said: str) -> list[str]:
    done = run(*said, "-f", "concise", "--all", cwd=folder)
    assert not done.stderr, done.stderr.decode()
    return [line.split()[2] for line in done.stdout.decode().splitlines()]


@pytest.mark.parametrize("name", ["cuatrimestral", "bimestral"])
def test_a_text_of_an_office_s_own_form_is_read_by_it(tmp_path: Path, name: str) -> None:
    office(tmp_path, name)
    found = codes(tmp_path, f"{name}.txt")
    assert not {"POA001", "POA005", "POA008", "POA009"} & set(found)
    assert ("POA109" in found) is (name == "cuatrimestral")
    (tmp_path / "poa-lint.yaml").write_text("", encoding="utf-8")
    assert {"POA005", "POA008"} & set(codes(tmp_path, f"{name}.txt"))


def test_forms_of_the_settings_change_nothing_for_texts_of_our_own(tmp_path: Path) -> None:
    office(tmp_path, "cuatrimestral", "bimestral")
    shutil.copy(SEED, tmp_path / "informe.txt")
    with_forms = json.loads(run("informe.txt", "-f", "json", "--all", cwd=tmp_path).stdout)
    (tmp_path / "poa-lint.yaml").write_text("", encoding="utf-8")
    without = json.loads(run("informe.txt", "-f", "json", "--all", cwd=tmp_path).stdout)
    assert with_forms["tool"].pop("ruleset") != without["tool"].pop("ruleset")
    assert with_forms == without


def test_the_name_of_the_rules_is_another_with_other_forms(tmp_path: Path) -> None:
    """What was found depends on forms as on rules; their place on the disk and their examples change nothing."""
    built_in = configured(tmp_path, "language: es\n").ruleset
    office(tmp_path / "a", "cuatrimestral")
    office(tmp_path / "b", "cuatrimestral", settings="forms: [formas]\n")
    first, second = (configured(tmp_path / name, "forms: formas\n") for name in ("a", "b"))
    assert first.ruleset == second.ruleset != built_in
    assert first.rules.version == built_in
    assert first.ruleset.partition("+")[0] == built_in.partition("+")[0]
    path = tmp_path / "b" / "formas" / "cuatrimestral.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.partition("examples:")[0], encoding="utf-8")
    assert configured(tmp_path / "b", "forms: formas\n").ruleset == first.ruleset
    path.write_text(text.replace("cierre: fin de abril", "cierre: fin de marzo"), encoding="utf-8")
    assert configured(tmp_path / "b", "forms: formas\n").ruleset not in (first.ruleset, built_in)
    ours = "form: TMM-F004\nname: Propia\nextends: TMM-F004\n"
    path.write_text(ours, encoding="utf-8")
    assert configured(tmp_path / "b", "forms: formas\n").ruleset != built_in


def test_settings_may_ask_for_the_rules_and_forms_together(tmp_path: Path) -> None:
    office(tmp_path, "cuatrimestral")
    wanted = configured(tmp_path, "forms: formas\n").ruleset
    done = json.loads(run("cuatrimestral.txt", "-f", "json", cwd=tmp_path).stdout)
    assert done["tool"]["ruleset"] == wanted
    assert not configured(tmp_path, f"forms: formas\nrequires: {wanted}\n").troubles
    (fault,) = configured(tmp_path, f"requires: {wanted}\n").troubles
    assert fault.kind == "other-rules"


def test_each_folder_has_the_forms_of_its_settings(tmp_path: Path) -> None:
    for folder, name in (("a", "cuatrimestral"), ("b", "bimestral")):
        office(tmp_path / folder, name)
        for other in ("cuatrimestral", "bimestral"):
            shutil.copy(FOLDER / f"{other}.txt", tmp_path / folder)
    reports = [f"{folder}/{name}.txt" for folder in ("a", "b") for name in ("bimestral", "cuatrimestral")]
    done = run(*reports, "-f", "concise", cwd=tmp_path).stdout.decode().splitlines()
    strange = [line.split(":")[0] for line in done if line.split()[2] in ("POA005", "POA008")]
    assert set(strange) == {"a/bimestral.txt", "b/cuatrimestral.txt"}
    apart = run(*reports, "-f", "concise", "--jobs", "2", cwd=tmp_path).stdout.decode().splitlines()
    assert apart == done


def test_forms_of_extended_settings_hold_too_and_every_folder_once(tmp_path: Path) -> None:
    office(tmp_path / "a", "cuatrimestral")
    office(tmp_path / "b", "bimestral", settings="extends: ../a/poa-lint.yaml\nforms: [formas, ../b/formas]\n")
    found = configured(tmp_path / "b", "extends: ../a/poa-lint.yaml\nforms: [formas, ../b/formas]\n")
    assert not found.troubles
    assert [form.code for form in found.forms] == [*(form.code for form in built_in_forms()), "EVC-01", "AVB-02"]


def test_a_form_of_the_office_stands_in_the_place_of_ours_and_may_extend_it(tmp_path: Path) -> None:
    (tmp_path / "formas").mkdir()
    own = "form: TMM-F004\nname: Propia\nextends: TMM-F004\nsinonimos: {META ANUAL: [PROGRAMA DEL AÑO]}\n"
    (tmp_path / "formas" / "tmm.yaml").write_text(own, encoding="utf-8")
    found = configured(tmp_path, "forms: formas\n")
    assert not found.troubles
    assert [form.code for form in found.forms] == [form.code for form in built_in_forms()]
    assert found.forms[0].name["es"] == "Propia"
    assert list(found.forms[0].index) == list(built_in_forms()[0].index)


def test_the_same_files_give_the_same_forms(tmp_path: Path) -> None:
    """What is remembered of forms, by identity, would grow with every settings file that a server reads again."""
    office(tmp_path, "cuatrimestral")
    files = ConfigFiles(str(tmp_path / "poa-lint.yaml"))
    first, second = (api.Linter(api.Wishes(), words("es")).from_files(files).forms for _ in range(2))
    assert first is second


def test_synonyms_may_be_for_the_words_of_an_office_s_form(tmp_path: Path) -> None:
    office(tmp_path, "cuatrimestral", settings="forms: formas\nsinonimos: {Compromiso del año: [META DEL AÑO]}\n")
    text = (tmp_path / "cuatrimestral.txt").read_text(encoding="utf-8")
    (tmp_path / "cuatrimestral.txt").write_text(text.replace("Compromiso del año", "META DEL AÑO"), encoding="utf-8")
    assert "POA004" not in codes(tmp_path, "cuatrimestral.txt")
    assert "POA109" in codes(tmp_path, "cuatrimestral.txt")


def test_a_folder_of_forms_that_is_not_there_is_told(tmp_path: Path) -> None:
    (trouble,) = configured(tmp_path, "forms: [formas]\n").troubles
    assert (trouble.kind, trouble.values) == ("unknown-forms-or-pack", {"name": "formas"})


def test_commands_about_the_settings_know_the_forms(tmp_path: Path) -> None:
    office(tmp_path, "cuatrimestral")
    shown = run("config", cwd=tmp_path).stdout.decode()
    assert f"forms = {(tmp_path / 'formas').resolve()}  (poa-lint.yaml:1)" in shown
    text = (tmp_path / "cuatrimestral.txt").read_text(encoding="utf-8")
    assert run("fmt", "cuatrimestral.txt", cwd=tmp_path).returncode == 0
    assert run("cuatrimestral.txt", "-o", "formas/cuatrimestral.yaml", cwd=tmp_path).returncode == 2
    assert (tmp_path / "cuatrimestral.txt").read_text(encoding="utf-8").count("\t") == text.count("\t")


def test_forms_travel_to_the_workers_of_a_cluster_and_are_made_there_once(tmp_path: Path) -> None:
    office(tmp_path, "cuatrimestral")
    linter = api.Linter(api.Wishes(), words("es"))
    path = str(tmp_path / "cuatrimestral.txt")
    sent = [pickle.loads(pickle.dumps(lot)) for lot in parcels.lots([path, path], linter)]  # noqa: S301 - made here
    first, second = (
        result for lot in sent for result in parcels.linted(lot, language="es", encoding=None, reduce=itself)
    )
    assert first == second == linter.check(open_source((tmp_path / "cuatrimestral.txt").read_bytes(), path))
    assert isinstance(first, FileResult)
    assert "POA109" in {finding.code for finding in first.diagnostics}

"""What a form wants of rules holds on its own pages, and the office's settings win."""

import json
import shutil
from pathlib import Path

import pytest

from tests.config.test_forms import FOLDER, codes, office
from tests.offices import configured
from tests.places import SEED
from tests.program import run

OWN = """form: TMM-F004
name: Propia
extends: TMM-F004
rules:
"""


def with_rules(folder: Path, rules: str, settings: str = "forms: formas\n") -> Path:
    """An office whose cuatrimestral form has these rules, and a text of it."""
    office(folder, "cuatrimestral", settings=settings)
    path = folder / "formas" / "cuatrimestral.yaml"
    path.write_text(f"rules: {rules}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    return folder


def severities(folder: Path, name: str, code: str) -> list[str]:
    done = run(name, "-f", "concise", "--all", cwd=folder)
    assert not done.stderr, done.stderr.decode()
    return [line.split()[1] for line in done.stdout.decode().splitlines() if line.split()[2] == code]


def test_a_form_switches_a_rule_off_and_says_how_grave_it_is(tmp_path: Path) -> None:
    plain = severities(office(tmp_path / "a", "cuatrimestral"), "cuatrimestral.txt", "POA109")
    assert plain
    assert not severities(with_rules(tmp_path / "b", "{POA109: off}"), "cuatrimestral.txt", "POA109")
    named = with_rules(tmp_path / "c", "{columna-calculada: {severity: info}}")
    assert severities(named, "cuatrimestral.txt", "POA109") == ["info"] * len(plain)


@pytest.mark.parametrize(
    "stated", ["severity: {POA109: error}\n", "overrides:\n- {paths: ['*.txt'], severity: {POA109: error}}\n"]
)
def test_the_settings_win(tmp_path: Path, stated: str) -> None:
    plain = severities(office(tmp_path / "a", "cuatrimestral"), "cuatrimestral.txt", "POA109")
    won = with_rules(tmp_path / "b", "{POA109: off}", f"forms: formas\n{stated}")
    assert severities(won, "cuatrimestral.txt", "POA109") == ["error"] * len(plain)
    assert run("cuatrimestral.txt", "-f", "json", cwd=won).stdout.count(b'"POA109"') >= len(plain)


def test_the_value_of_a_parameter_holds_until_settings_state_another(tmp_path: Path) -> None:
    (tmp_path / "formas").mkdir()
    (tmp_path / "formas" / "propia.yaml").write_text(f"{OWN}  POA103: {{params: {{puntos: 90}}}}\n", encoding="utf-8")
    shutil.copy(SEED, tmp_path / "informe.txt")
    counts = []
    for settings in ("", "forms: formas\n", "forms: formas\nparams: {POA103: {puntos: 1}}\n"):
        (tmp_path / "poa-lint.yaml").write_text(settings, encoding="utf-8")
        counts.append(codes(tmp_path, "informe.txt").count("POA103"))
    assert counts[0] == counts[2] > counts[1]


def test_pages_of_other_forms_are_judged_as_ever(tmp_path: Path) -> None:
    """One file with pages of two forms, and the rules of one of them."""
    folders = office(tmp_path / "a", "cuatrimestral", "bimestral"), with_rules(tmp_path / "b", "{POA: off}")
    shutil.copy(FOLDER / "bimestral.yaml", folders[1] / "formas")
    texts = [(FOLDER / f"{name}.txt").read_text(encoding="utf-8") for name in ("bimestral", "cuatrimestral")]
    found = []
    for folder in folders:
        (folder / "dos.txt").write_text("\n\n".join(texts), encoding="utf-8")
        done = json.loads(run("dos.txt", "-f", "json", "--all", cwd=folder).stdout)
        found.append([(one["code"], one["where"]["pagina"]) for one in done["files"][0]["diagnostics"]])
    assert {page for _, page in found[0]} > {page for _, page in found[1]} > set()
    assert set(found[1]) < set(found[0])


@pytest.mark.parametrize(
    ("rules", "kind", "words", "meant"),
    [
        ("{POA19: off}", "unknown-rule", "POA19", "POA109"),
        ("{columna-calculda: off}", "unknown-rule", "columna-calculda", "columna-calculada"),
        ("{POA103: {params: {punto: 2}}}", "unknown-parameter", "punto", "puntos"),
        ("{POA103: {params: {puntos: dos}}}", "not-a-number", "d", None),
        ("{POA103: {params: {puntos: 0}}}", "out-of-bounds", "0", None),
    ],
)
def test_a_name_that_means_nothing_is_told_at_its_place(
    tmp_path: Path, rules: str, kind: str, words: str, meant: str | None
) -> None:
    found = configured(with_rules(tmp_path, rules), "forms: formas\n")
    (fault,) = found.troubles
    pointed = fault.text[fault.offset : fault.offset + fault.length]
    assert (fault.kind, pointed, fault.suggestion) == (kind, words, meant)
    done = run("check-forms", "formas", "-f", "concise", cwd=tmp_path)
    assert (done.returncode, done.stdout.count(b"\n")) == (2, 1)


def test_the_lists_of_rules_show_it(tmp_path: Path) -> None:
    folder = with_rules(tmp_path, "{POA305: off, POA101: info}")
    listed = run("rules", "--form", "EVC-01", cwd=folder).stdout.decode()
    assert [line.split()[2] for line in listed.splitlines() if line[:6] in ("POA101", "POA305")] == ["nota", "apagada"]
    plain = run("check-forms", FOLDER).stdout.decode().splitlines()
    own = run("check-forms", "formas", cwd=folder).stdout.decode().splitlines()
    count = next(int(line.split(" ")[5]) for line in plain if line.startswith("A EVC-01"))
    assert own[1].startswith(f"A EVC-01 se le aplican {count - 1} de ")


def test_a_goal_numbered_in_the_form_s_own_way_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "formas").mkdir()
    shutil.copy(SEED, tmp_path / "informe.txt")
    text = SEED.read_text(encoding="utf-8").replace(".- ", ". ")
    (tmp_path / "informe.txt").write_text(text, encoding="utf-8")
    own = OWN.replace("rules:\n", "")
    for numero, told in (("", True), ("numero: {se_escribe: '{numero}.'}\n", False)):
        (tmp_path / "formas" / "propia.yaml").write_text(own + numero, encoding="utf-8")
        (tmp_path / "poa-lint.yaml").write_text("forms: formas\n", encoding="utf-8")
        assert ("POA803" in codes(tmp_path, "informe.txt")) is told

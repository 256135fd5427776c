"""A rule's life, in an office with a rule of its own: in trial, in force, on its way out."""

import json
from pathlib import Path

import pytest

from poa_lint.rulebook.builtin import built_in_rules
from tests.offices import office, told
from tests.program import run


def test_a_rule_in_trial_runs_only_where_it_is_asked_for(tmp_path: Path) -> None:
    folder = office(tmp_path, status="preview")
    assert told(folder) == ([], "")
    assert told(folder, "--select", "OFI100") == (["OFI100"], "")
    (folder / "poa-lint.yaml").write_text("rules: reglas\nseverity: {meta-pequena: error}\n", encoding="utf-8")
    assert told(folder) == (["OFI100"], "")
    page = run("explain", "OFI100", cwd=folder).stdout.decode()
    assert "Estado: en prueba; corre solo si se pide con --select OFI100" in " ".join(page.split("\n"))


def test_a_rule_in_retirement_says_what_replaces_it(tmp_path: Path) -> None:
    folder = office(tmp_path, status="deprecated", replaced_by="POA104")
    assert told(folder) == (["OFI100"], ""), "whoever does not name it is not told"
    sentence = "poa-lint: la regla OFI100 meta-pequena está en retiro; la reemplaza POA104\n"
    assert told(folder, "--ignore", "OFI100,meta-pequena") == ([], sentence)
    (folder / "poa-lint.yaml").write_text("rules: reglas\nignore: [OFI100]\n", encoding="utf-8")
    assert told(folder) == ([], sentence)


def test_an_earlier_name_still_means_the_rule(tmp_path: Path) -> None:
    folder = office(tmp_path, aliases="[OFI7, meta-chica]")
    for name in ("OFI7", "meta-chica"):
        codes, said = told(folder, "--select", name)
        assert codes == ["OFI100"]
        assert said == f"poa-lint: la regla {name} ahora es OFI100 meta-pequena\n"
    listed = json.loads(run("rules", "-f", "json", cwd=folder).stdout)["rules"]
    assert listed[0]["aliases"] == ["OFI7", "meta-chica"]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"replaced_by": "POA104"}, "regla-sin-retirar"),
        ({"status": "deprecated", "replaced_by": "POA999"}, "regla-desconocida"),
        ({"aliases": "[meta-pequena]"}, None),
    ],
)
def test_a_rules_life_is_checked(tmp_path: Path, changes: dict[str, str], kind: str | None) -> None:
    done = run("check-rules", "reglas", cwd=office(tmp_path, **changes))
    assert done.returncode == (2 if kind else 0)
    assert (kind or "") in done.stdout.decode()


def test_the_set_of_rules_is_named_in_what_people_and_programs_read(tmp_path: Path) -> None:
    folder = office(tmp_path)
    document = json.loads(run("informe.txt", "-f", "json", cwd=folder).stdout)
    version = document["tool"]["ruleset"]
    assert version != built_in_rules().version, "an office's rules make another set"
    assert f"({version})" in run("informe.txt", cwd=folder).stdout.decode().replace("\n  ", " ")


def test_explain_and_rules_know_an_offices_rules(tmp_path: Path) -> None:
    folder = office(tmp_path)
    assert run("explain", "meta-pequena", cwd=folder).stdout.decode().startswith("OFI100 meta-pequena\n")
    assert "OFI100" in run("rules", cwd=folder).stdout.decode()
    assert "OFI100" not in run("rules", "--no-config", cwd=folder).stdout.decode()
    assert run("explain", "OFI100", "--no-config", cwd=folder).returncode == 2

"""A rule of an office says five things; what it leaves out has a value that surprises nobody."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from poa_lint.cli.main import main
from poa_lint.core.diagnostic import Severity
from poa_lint.core.words import LANGUAGES
from poa_lint.expression.resolve import Resolved, resolve
from poa_lint.output import REPORTERS
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.load import load, together
from poa_lint.rulebook.nodes import FIRST_CELL, FRAMES, scope
from poa_lint.rulebook.rule_file import KEYS, OPTIONAL, REQUIRED, untranslated
from tests.places import SEED
from tests.schemas import schema

SHORT = """code: OFI1
each: meta
expect: meta_anual > 100
message: la meta {numero} es muy chica
examples:
  fail:
    - {meta_anual: 4}
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Rulebook]:
    """Writes a rule into the folder that the settings of the working folder name, and reads it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mias").mkdir()
    (tmp_path / "poa-lint.yaml").write_text("rules: [mias]\n", encoding="utf-8")
    (tmp_path / "informe.txt").write_bytes(SEED.read_bytes())

    def written(text: str) -> Rulebook:
        (tmp_path / "mias" / "meta-chica.yaml").write_text(text, encoding="utf-8")
        return rulebook(together(load([tmp_path / "mias"]), built_in_rules().loaded))

    return written


def test_a_rule_needs_five_keys_and_runs(office: Callable[[str], Rulebook], capsys: pytest.CaptureFixture[str]) -> None:
    rules = office(SHORT)
    assert not rules.troubles
    rule = rules.checks["OFI1"].rule
    assert (rule.name, rule.status, rule.severity) == ("meta-chica", "stable", Severity.WARNING)
    jsonschema.validate(yaml.safe_load(SHORT), schema("rule"))
    assert main(["check-rules", "mias"], {}) == 0
    assert (
        "1 texto está en un solo idioma; en el otro se muestra el mismo (con --all, cuál)." in capsys.readouterr().out
    )
    assert main(["check-rules", "mias", "-q"], {}) == 0
    assert "idioma" not in capsys.readouterr().out
    assert main(["check-rules", "mias", "--all"], {}) == 0
    told = capsys.readouterr()
    assert "nota REGLA sin-traduccion: «message» no tiene texto en «en»" in told.out
    assert told.err == "1 regla y 1 ejemplo, todo en orden.\n"
    main(["informe.txt", "-f", "concise", "--lang", "en"], {})
    assert "warning OFI1 meta-chica: la meta 101 es muy chica" in capsys.readouterr().out


@pytest.mark.parametrize("form", REPORTERS)
def test_every_format_tells_the_finding_of_a_rule_without_help(
    office: Callable[[str], Rulebook], form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    office(SHORT)
    assert main(["informe.txt", "-f", form, "--all"], {}) == 1
    assert "es muy chica" in capsys.readouterr().out


def test_commands_about_rules_show_what_a_short_one_says(
    office: Callable[[str], Rulebook], capsys: pytest.CaptureFixture[str]
) -> None:
    office(SHORT)
    assert main(["explain", "OFI1"], {}) == 0
    page = capsys.readouterr().out
    assert "Qué dice\n  la meta [numero] es muy chica" in page
    assert "Por qué" not in page
    assert "Cómo corregir" not in page
    for form in ("terminal", "markdown", "html"):
        assert main(["rules", "-f", form], {}) == 0
        assert "la meta [numero] es muy chica" in capsys.readouterr().out.replace("<code>", "")
    assert main(["rules", "-f", "json"], {}) == 0
    (rule,) = (rule for rule in json.loads(capsys.readouterr().out)["rules"] if rule["code"] == "OFI1")
    assert (rule["help"], rule["why"], rule["basis"]) == ("", "", [])


@pytest.mark.parametrize("key", ["code", "each", "expect", "message", "examples", "fail"])
def test_none_of_the_five_may_be_missing(office: Callable[[str], Rulebook], key: str) -> None:
    tree = yaml.safe_load(SHORT)
    if key == "fail":
        tree["examples"] = {"pass": [{"meta_anual": 400}]}
    else:
        del tree[key]
    told = {(fault.kind, fault.values.get("key")) for fault in office(yaml.safe_dump(tree)).troubles}
    assert ("missing-key", key) in told


def test_a_rule_in_trial_still_runs_only_on_request(office: Callable[[str], Rulebook]) -> None:
    assert office(SHORT + "status: preview\n").checks["OFI1"].rule.by_request
    assert not office(SHORT).checks["OFI1"].rule.by_request


def test_the_program_states_everything_of_its_own_rules_in_every_language() -> None:
    for rule in built_in_rules().loaded.rules:
        assert not {*REQUIRED, *OPTIONAL} - set(rule.tree.entries), rule.code
        assert not list(untranslated(rule)), rule.code
        assert "at" in rule.tree.entries or rule.each == "lectura", rule.code
    assert set(LANGUAGES) == {"es", "en"}
    assert {*REQUIRED, *OPTIONAL} < set(KEYS)


@pytest.mark.parametrize("each", FRAMES)
def test_every_kind_has_a_cell_to_point_at(each: str) -> None:
    found = resolve(FIRST_CELL[each], scope(each, {}, {}))
    assert isinstance(found, Resolved)
    assert found.in_cells


POINTED = [
    ("meta", "meta_anual > relativo + 9", "", "meta_anual"),
    ("meta", "not blank(observaciones) or meta_anual > 9", "", "observaciones"),
    ("meta", "all(p.avance > 5 for p in periodos if p.cerrado)", "", "numero"),
    ("unidad", "count(m for m in metas) > 500", "", "unidad_ejecutora"),
    ("informe", "count(m for m in metas) > 500", "", "unidad_ejecutora"),
    ("pagina", "ramo.codigo == '1'", "unidad_ejecutora", "unidad_ejecutora"),
    ("meta", "meta_anual > 9", "pagina.programa", "programa"),
    ("linea", "plain(nombre) == 'x'", "linea", "lineas_de_accion"),
]


@pytest.mark.parametrize(("each", "expect", "at", "column"), POINTED)
def test_a_finding_points_at_the_first_cell_that_is_read_and_a_code_stands_for_its_name(
    office: Callable[[str], Rulebook],
    each: str,
    expect: str,
    at: str,
    column: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = f'code: OFI1\neach: {each}\nexpect: "{expect}"\nmessage: {{es: x, en: x}}\nexamples: {{fail: [{{}}]}}\n'
    rules = office(text + (f"at: {at}\n" if at else ""))
    assert not rules.troubles
    assert main(["check-rules", "mias"], {}) == 0, capsys.readouterr().out
    capsys.readouterr()
    main(["informe.txt", "-f", "json", "--select", "OFI1"], {})
    findings = json.loads(capsys.readouterr().out)["files"][0]["diagnostics"]
    assert column in {finding["where"].get("columna") for finding in findings}

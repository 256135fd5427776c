"""Settings: what an office may choose, where it holds, where each value comes from, and what is wrong with a file."""

import json
from pathlib import Path

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.find import Configured, find
from poa_lint.config.load import configure
from poa_lint.core.form import built_in_forms
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.troubles import results
from tests.test_cli import run

DEVIATED = Row(meta_anual="8", programado=("2",) * 4, avance=("3", "", "", ""), absoluto="3", relativo="38%")
"""50 % over the plan, and no observation: POA301."""
REPORT = write(
    [
        Page(metas=(DEVIATED,)),
        Page(programa=("632", "OBRAS"), unidad=("201", "OBRAS"), metas=(Row(texto="200.- ABRIR CAMINOS."),)),
    ]
).replace("\t4\t1\t1\t1\t\t1\t\t1\t\t1\t25%", "\t5\t1\t1\t1\t\t1\t\t1\t\t1\t20%")
"""Goal 200 of unit 632/201 programmes 4 of 5: POA101."""


def configured(folder: Path, text: str, name: str = "poa-lint.yaml") -> Configured:
    (folder / name).write_text(text, encoding="utf-8")
    return configure(str(folder / name), built_in_rules())


def checked(found: Configured) -> FileResult:
    assert not [(trouble.kind, trouble.values) for trouble in found.troubles]
    return lint(Source("informe.txt", REPORT), found.rules, built_in_forms(), found.settings, words("es"))


def codes(found: Configured) -> list[str]:
    return [one.code for one in checked(found).diagnostics if one.severity.value != "info"]


def test_without_settings_every_rule_has_its_own_severity_and_parameters(tmp_path: Path) -> None:
    assert codes(configure(None, built_in_rules())) == ["POA301", "POA101"]
    assert codes(configured(tmp_path, "")) == ["POA301", "POA101"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ignore: [POA301]", ["POA101"]),
        ("ignore: justificacion", ["POA101"]),
        ("select: [suma-trimestral]", ["POA101"]),
        ("severity: {POA301: 'off'}", ["POA101"]),
        ("severity: {POA301: info, aritmetica: info}", []),
        ("params: {POA301: {umbral: 50}}", ["POA101"]),
        ("params: {POA301: {umbral: 49.99}}", ["POA301", "POA101"]),
        ("params: {suma-trimestral: {tolerancia: 1}}", ["POA301"]),
        ("extends: minimo", ["POA101"]),
        ("extends: [estricto]\nignore: [POA301]", ["POA101"]),
        ("overrides: [{units: [632/201], ignore: [POA1]}]", ["POA301"]),
        ("overrides: [{units: ['511/*'], params: {POA301: {umbral: 60}}}]", ["POA101"]),
        ("overrides: [{years: [2024], ignore: [POA301]}]", ["POA101"]),
        ("overrides: [{years: [2023], ignore: [POA301]}]", ["POA301", "POA101"]),
        ("ignore: [POA101]\noverrides: [{units: ['201'], ignore: [POA301]}]", ["POA301"]),
    ],
)
def test_what_is_chosen_holds_where_it_is_said(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert codes(configured(tmp_path, text)) == expected


def test_a_parameter_that_another_rule_takes_changes_there_too(tmp_path: Path) -> None:
    found = configured(tmp_path, "params: {POA301: {umbral: 75}}")
    taken = found.rules.checks["POA305"].when, found.rules.checks["POA305"].expect
    assert taken[1] is not built_in_rules().checks["POA305"].expect


def test_severity_is_an_errors_or_a_warnings(tmp_path: Path) -> None:
    found = checked(configured(tmp_path, "severity: {POA101: warning}"))
    assert {one.code: one.severity.value for one in found.diagnostics if one.code in ("POA101", "POA301")} == {
        "POA101": "warning",
        "POA301": "error",
    }


def test_accumulation_changes_what_the_quarters_must_make(tmp_path: Path) -> None:
    level = Row(meta_anual="80", programado=("80",) * 4, avance=("80", "", "", ""), absoluto="80", relativo="100%")
    text = write([Page(metas=(level, Row(texto="101.- CUBRIR.", unidad_medida="PORCENTAJE")))])
    found = configured(tmp_path, "acumulacion: {metas: {'100': ultimo}, unidades: {porcentaje: suma}}")
    result = lint(Source("x", text), found.rules, built_in_forms(), found.settings, words("es"))
    assert not [one for one in result.diagnostics if one.severity.value == "error"]
    result = lint(
        Source("x", text), built_in_rules(), built_in_forms(), configure(None, built_in_rules()).settings, words("es")
    )
    assert "POA101" in [one.code for one in result.diagnostics]


def test_the_nearest_file_upward_holds_and_no_other(tmp_path: Path) -> None:
    inner = tmp_path / "2024" / "t1"
    inner.mkdir(parents=True)
    (tmp_path / "poa-lint.yaml").write_text("ignore: [POA301]", encoding="utf-8")
    assert find(str(inner)).settings == str(tmp_path / "poa-lint.yaml")
    (tmp_path / "2024" / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert find(str(inner)).settings == str(tmp_path / "poa-lint.yaml")
    (tmp_path / "2024" / "pyproject.toml").write_text("[tool.poa-lint]\nignore = ['POA101']\n", encoding="utf-8")
    found = configure(find(str(inner)).settings, built_in_rules())
    assert codes(found) == ["POA301"]


def test_extends_a_file_beside_and_the_nearer_word_wins(tmp_path: Path) -> None:
    (tmp_path / "comun.yaml").write_text("params: {POA301: {umbral: 60}}\nfail-on: warning", encoding="utf-8")
    found = configured(tmp_path, "extends: comun.yaml\nparams: {POA301: {umbral: 40}}")
    assert codes(found) == ["POA301", "POA101"]
    assert found.settings.fail_on.value == "warning"
    assert Path(found.settings.origins["params.POA301.umbral"].where).name == "poa-lint.yaml"
    assert Path(found.settings.origins["fail-on"].where).name == "comun.yaml"


def test_an_office_adds_rules_of_its_own(tmp_path: Path) -> None:
    from poa_lint.core.cache import folder

    own = (folder("rules") / "aritmetica" / "suma-trimestral.yaml").read_text(encoding="utf-8")
    (tmp_path / "reglas").mkdir()
    text = own.replace("POA101", "CUM001").replace("severity: error", "severity: warning")
    (tmp_path / "reglas" / "suma-de-la-oficina.yaml").write_text(text, encoding="utf-8")
    assert codes(configured(tmp_path, "rules: reglas")) == ["POA301", "POA101", "CUM001"]


@pytest.mark.parametrize(
    ("text", "place", "name", "suggestion"),
    [
        ("extend: minimo", "extend", "clave-desconocida", "extends"),
        ("extends: minmo", "minmo", "ajustes-desconocidos", "minimo"),
        ("extends: poa-lint.yaml", "poa-lint.yaml", "ajustes-en-circulo", None),
        ("severity: {POA999: info}", "POA999", "regla-desconocida", None),
        ("severity: {suma-trimestal: info}", "suma-trimestal", "regla-desconocida", "suma-trimestral"),
        ("severity: {POA101: eror}", "eror", "valor-no-admitido", "error"),
        ("params: {POA301: {umbrl: 3}}", "umbrl", "parametro-desconocido", "umbral"),
        ("params: {POA301: {umbral: -1}}", "-1", "fuera-de-limites", None),
        ("params: {POA301: {umbral: mucho}}", "mucho", "no-es-un-numero", None),
        ("params: {POA305: {umbral: 3}}", "umbral", "parametro-desconocido", None),
        ("language: fr", "fr", "valor-no-admitido", None),
        ("requires: '9.9'", "'9.9'", "version-anterior", None),
        ("rules: no-hay", "no-hay", "carpeta-desconocida", None),
        ("overrides: [{ignore: [POA101]}]", "{ignore", "excepcion-sin-lugar", None),
        ("acumulacion: {unidades: {KM: media}}", "media", "valor-no-admitido", None),
        ("ignore: &a [POA101]", "&a", "yaml-con-alias", None),
        ("ignore: [POA101", "", "yaml-mal-formado", None),
    ],
)
def test_a_mistake_is_told_at_its_place_with_a_suggestion(
    tmp_path: Path, text: str, place: str, name: str, suggestion: str | None
) -> None:
    (file,) = results(configured(tmp_path, text).troubles, words("es"))
    told = [(start.column, one.rule) for one, (start, _) in zip(file.diagnostics, file.positions, strict=True)]
    if place:
        assert (text.index(place) + 1, name) in told
    else:
        assert name in [rule for _, rule in told]
    if suggestion:
        assert any(f"¿quiso decir «{suggestion}" in one.message for one in file.diagnostics)


def test_the_command_line_stands_over_the_file(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    report.write_text(REPORT, encoding="utf-8")
    (tmp_path / "poa-lint.yaml").write_text("select: [POA301]\nlanguage: en\n", encoding="utf-8")
    assert run(report, "-f", "concise").stdout.count(b"POA301") == 1
    assert b"was programmed" in run(report, "-f", "concise").stdout or b"programmed" in run(report).stdout
    assert b"POA101" in run(report, "-f", "concise", "--select", "POA101").stdout
    assert b"POA101" in run(report, "-f", "concise", "--no-config").stdout
    (tmp_path / "otro.yaml").write_text("select: [POA101]\n", encoding="utf-8")
    assert b"POA101" in run(report, "-f", "concise", "--config", tmp_path / "otro.yaml").stdout
    missing = run(report, "--config", tmp_path / "no.yaml")
    assert missing.returncode == 2
    assert "no existe el archivo de ajustes" in missing.stderr.decode()


def test_broken_settings_are_told_and_no_report_is(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    report.write_text(REPORT, encoding="utf-8")
    (tmp_path / "poa-lint.yaml").write_text("ignor: [POA301]\n", encoding="utf-8")
    done = run(report)
    assert done.returncode == 2
    assert "¿quiso decir «ignore»?" in done.stdout.decode()
    assert "POA101" not in done.stdout.decode()


def test_fail_on_is_each_files_own(tmp_path: Path) -> None:
    for name, fail in (("a", "error"), ("b", "info")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "poa-lint.yaml").write_text(f"fail-on: {fail}\n", encoding="utf-8")
        text = write([Page(metas=(Row(texto="100. ELABORAR."),))])
        (tmp_path / name / "informe.txt").write_text(text, encoding="utf-8")
    assert run(tmp_path / "a").returncode == 0
    assert run(tmp_path / "b").returncode == 1
    assert run(tmp_path).returncode == 1


def test_config_shows_each_value_and_where_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "poa-lint.yaml").write_text("fail-on: warning\nparams:\n  POA301: {umbral: 15}\n", encoding="utf-8")
    lines = run("config", tmp_path).stdout.decode().splitlines()
    place = tmp_path / "poa-lint.yaml"
    assert lines[0] == f"Ajustes: {place}"
    assert f"fail-on = warning  ({place}:1)" in lines
    assert f"    umbral = 15 %  ({place}:3)" in lines
    assert "POA101 suma-trimestral = error  (programa)" in lines


# A rule's life: in trial, in force, on its way out


def office(folder: Path, **changes: str) -> Path:
    """Settings with one rule of the office's own: goals programme five at least, code OFI100."""
    rule = {
        "code": "OFI100",
        "since": '"2025"',
        "status": "stable",
        "each": "meta",
        "severity": "warning",
        "expect": "meta_anual >= 5",
        "at": "meta_anual",
        "message": "{es: es poco, en: it is little}",
        "help": "{es: Programe más., en: Programme more.}",
        "why": "{es: Porque sí., en: Because.}",
        "basis": "[{note: Criterio de la oficina.}]",
        "examples": "{pass: [{meta_anual: 5, relativo: 20%}], fail: [{}]}",
    }
    (folder / "reglas").mkdir(exist_ok=True)
    text = "".join(f"{key}: {value}\n" for key, value in {**rule, **changes}.items())
    (folder / "reglas" / "meta-pequena.yaml").write_text(text, encoding="utf-8")
    (folder / "informe.txt").write_text(write([Page()]), encoding="utf-8")
    (folder / "poa-lint.yaml").write_text("rules: reglas\n", encoding="utf-8")
    return folder


def told(folder: Path, *said: str) -> tuple[list[str], str]:
    """The codes found in the folder's report, and what is said beside."""
    done = run("informe.txt", "-f", "concise", *said, cwd=folder)
    return [line.split()[2] for line in done.stdout.decode().splitlines()], done.stderr.decode()


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


def test_settings_may_ask_for_exactly_one_set_of_rules(tmp_path: Path) -> None:
    version = built_in_rules().version
    assert not configured(tmp_path, f"requires: {version}").troubles
    (trouble,) = configured(tmp_path, "requires: 0.1.0+00000000").troubles
    assert (trouble.kind, trouble.values) == ("other-rules", {"wanted": "0.1.0+00000000", "version": version})


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


# Hostile settings


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("poa-lint.yaml", "ignore: [" + "POA101, " * 100_000 + "]"),
        ("poa-lint.yaml", "a: " * 20_000),
        ("poa-lint.yaml", "ignore: " + "[" * 5_000 + "]" * 5_000),
        ("poa-lint.yaml", "ignore: !!python/object/apply:os.system [echo]"),
        ("poa-lint.yaml", "{a: &x [1], b: [*x, *x, *x]}"),
        ("poa-lint.yaml", "params: {POA301: {umbral: " + "9" * 5_000 + "}}"),
        ("pyproject.toml", "[tool.poa-lint]\nignore = " + "[" * 20_000 + "]" * 20_000),
        ("pyproject.toml", "[tool.poa-lint]\nrequires = " + "9" * 20_000),
        ("pyproject.toml", "[tool.poa-lint]\nignore = ['" + "x" * 1_000_000 + "']"),
        ("pyproject.toml", "[tool.poa-lint]\nignore = ["),
    ],
    ids=range(10),
)
def test_hostile_settings_are_a_sentence_and_run_nothing(tmp_path: Path, name: str, text: str) -> None:
    found = configured(tmp_path, text, name)
    assert found.troubles
    (file,) = results(found.troubles, words("es"))
    assert all(one.message and len(one.message) < 1_000 for one in file.diagnostics)


def test_a_pattern_in_an_offices_rule_cannot_hang_the_check(tmp_path: Path) -> None:
    """Followed as an automaton, `(a+)+$` costs what the text is long; backtracking it would outlive the test."""
    expect = 'not matches(texto, "(A+)+B") or meta_anual > 0'
    folder = office(tmp_path, expect=expect, examples="{pass: [{}], fail: [{texto: 100.- AAB, meta_anual: 0}]}")
    (folder / "informe.txt").write_text(write([Page(metas=(Row(texto="100.- " + "A" * 100_000),))]), encoding="utf-8")
    assert told(folder) == ([], "")

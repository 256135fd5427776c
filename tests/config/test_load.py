"""Settings: what an office may choose, where it holds, where each value comes from, and what is wrong with a file."""

from pathlib import Path

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.load import configure
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.troubles import results
from tests.offices import checked, codes, configured


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


def test_settings_may_ask_for_exactly_one_set_of_rules(tmp_path: Path) -> None:
    version = built_in_rules().version
    assert not configured(tmp_path, f"requires: {version}").troubles
    (trouble,) = configured(tmp_path, "requires: 0.1.0+00000000").troubles
    assert (trouble.kind, trouble.values) == ("other-rules", {"wanted": "0.1.0+00000000", "version": version})

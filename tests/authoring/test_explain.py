"""The page of a rule says all that the rule states."""

import pytest

from poa_lint.authoring import explain
from poa_lint.authoring.examples import EXPECTED, examples
from poa_lint.core import yamltree
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import words
from poa_lint.rulebook.book import Check
from poa_lint.rulebook.builtin import built_in_rules

RULES, FORMS = built_in_rules(), built_in_forms()
CHECKS = list(RULES.checks.values())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.rule.code))
def test_an_example_is_shown_whole(check: Check) -> None:
    """What is shown of an example, read as YAML again, is the example."""
    for _, example in examples(check.rule):
        assert isinstance(example, yamltree.Mapping)
        kept = {key: meant(value) for key, value in example.entries.items() if key not in EXPECTED}
        shown = explain.changed(example, words("es"))
        again = yamltree.read(f"{{{shown}}}") if kept else None
        assert kept == (meant(again) if isinstance(again, yamltree.Mapping) else {})


def meant(node: yamltree.Node) -> object:
    """A part of an example as `proving` takes it: figures, texts and blanks told apart."""
    match node:
        case yamltree.Scalar():
            return None if node.is_null else (node.text, node.plain and node.text.isdecimal())
        case yamltree.Sequence():
            return [meant(item) for item in node.items]
        case yamltree.Mapping():
            return {key: meant(value) for key, value in node.entries.items()}


def test_a_page_says_all_that_the_rule_states() -> None:
    page = explain.page(RULES.checks["POA202"], RULES, FORMS, words("es"), 100)
    plain = " ".join(page.split())
    for part in (
        "POA202 nominas-del-trimestre",
        "Grupo: nómina Gravedad: aviso Se revisa en cada: trimestre de cada meta Estado: estable Desde: 0.1",
        "Suele venir de: POA201 nominas-del-ano, POA101 suma-trimestral",
        "lo programado en [nombre] es [programado] y un trimestre lleva de [minimo] a [maximo] nóminas completas",
        "Solo si: plain(meta.unidad_medida) in unidades",
        "unidades: nomina, nominas (el de POA201). Unidades de medida que son nóminas, en minúsculas y sin acentos",
        "minimo: 6 nóminas (entre 0 y 14). Las menos nóminas que caben en un trimestre",
        "hallazgo: unidad_medida: NÓMINA, meta_anual: 26, programado: [5, 7, 7, 7]",
        "> lo programado en Ene-Mar es 5 y un trimestre lleva de 6 a 7 nóminas completas",
    ):
        assert part in plain
    assert max(map(len, page.splitlines())) <= 100


def test_a_page_names_its_norm_and_tells_a_rule_that_is_off() -> None:
    page = " ".join(explain.page(RULES.checks["POA102"], RULES, FORMS, words("en")).split())
    assert "Ley General de Contabilidad Gubernamental, article 54: " in page
    off = explain.page(RULES.checks["POA106"], RULES, FORMS, words("es"))
    assert "Gravedad: apagada; corre solo si se pide con --select POA106" in off


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("meta_anual", "meta anual"),
        ("meta.unidad_medida", "unidad medida"),
        ("acumula(closed(avance))", "suma de avance hasta la fecha de corte"),
        ("round((avance - programado) / programado * 100, 2)", "(avance - programado) ÷ programado · 100"),
        ("1 - (2 - absoluto)", "1 - (2 - absoluto)"),
        ("list(l.codigo for l in unidad.lineas)", "cada codigo"),
        ('join([" no ", nombre], "")', "..."),
        ("avance +", "..."),
    ],
)
def test_a_placeholder_is_told_plainly(sentence: str, said: str) -> None:
    assert explain.description(sentence, words("es")) == said

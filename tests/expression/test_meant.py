"""A sentence as people say it is not accepted; it is answered with the words of the language, at its place."""

import pytest

from poa_lint.core.words import words
from poa_lint.expression.meant import FIELDS
from poa_lint.expression.resolve import Resolved, resolve
from poa_lint.expression.syntax import Problem
from poa_lint.rulebook.nodes import kinds, scope

SCOPE = scope("meta", {}, {})
SAID = [
    ("meta_anual = 0", "=", "=="),
    ("meta_anual <> 0", "<>", "!="),
    ("meta_anual ≥ 0", "≥", ">="),
    ("meta_anual => 0", "=>", ">="),
    ("meta_anual =< 0", "=<", "<="),
    ("meta_anual ≠ 0", "≠", "!="),
    ("meta_anual > 0,5", "0,5", "0.5"),
    ("meta_anual > 1,200", "1,200", "1200"),
    ("meta_anual > 1,200,000.50", "1,200,000.50", "1200000.50"),
    ("meta_anual > 0,500", "0,500", "0.500"),
    ("meta_anual > 12,5", "12,5", "12.5"),
    ("meta_anual > 1,2000", "1,2000", "1.2000"),
    ("acumulacion == suma", "suma", '"suma"'),
    ("unidad_medida == SESIÓN", "SESIÓN", '"SESIÓN"'),
    ("SESIÓN != unidad_medida", "SESIÓN", '"SESIÓN"'),
    ("plain(unidad_medida) == SESIÓN", "SESIÓN", '"sesion"'),
    ("plain(unidad_medida) in ['litro', LITROS]", "LITROS", '"litros"'),
    ("unidad_medida == SESIÓN EXTRAORDINARIA", "SESIÓN EXTRAORDINARIA", '"SESIÓN EXTRAORDINARIA"'),
    ("unidad_medida == SESIÓN DEL CABILDO and meta_anual > 1", "SESIÓN DEL CABILDO", '"SESIÓN DEL CABILDO"'),
    ("pagina.forma == EVAL-SEM", "EVAL-SEM", '"EVAL-SEM"'),
    ("unidad_medida == observacion", "observacion", "observaciones"),
    ("meta_anual == suma", "suma", "sum"),
    ("acumulado_relativo >= 80", "acumulado_relativo", "relativo"),
    ('descripcion != ""', "descripcion", "texto"),
    ("avance_absoluto > 0", "avance_absoluto", "absoluto"),
    ("plain(text) == 'x'", "text", "texto"),
    ("zzz > 0", "zzz", None),
    ("relativo > 10%", "10%", "10"),
    ("relativo > 10 %", "10 %", "10"),
    ("meta_anual > 0 y relativo > 0", "y", "and"),
    ("meta_anual > 0 o relativo > 0", "o", "or"),
    ("meta_anual > 0 AND relativo > 0", "AND", "and"),
    ("meta_anual > 0 && relativo > 0", "&&", "and"),
    ("no blank(observaciones)", "no", "not"),
    ("no (meta_anual > 0)", "no", "not"),
    ("Not blank(observaciones)", "Not", "not"),
    ("!blank(observaciones)", "!", "not"),
    ("meta_anual es 0", "es", "=="),
    ("meta_anual igual a 3", "igual a", "=="),
    ("meta_anual mayor que 0", "mayor que", ">"),
    ("meta_anual es menor o igual que 0", "es menor o igual que", "<="),
    ("unidad_medida en ['litro']", "en", "in"),
    ("unidad_medida == “litro”", "“", '"'),
    ("suma(programado) == 1", "suma", "sum"),
    ("vacio(observaciones)", "vacio", "blank"),
    ("vacía(observaciones)", "vacía", "blank"),
    ("contiene(observaciones, 'oficio')", "contiene", "matches"),
]
WHOLE = [
    ("observaciones contiene 'oficio'", "matches(observaciones, 'oficio')"),
    ("observaciones contiene oficio", 'matches(observaciones, "oficio")'),
    ("observaciones no contiene 'oficio'", "not matches(observaciones, 'oficio')"),
    ("plain(observaciones) contiene 'oficio'", "matches(plain(observaciones), 'oficio')"),
    ("observaciones vacía", "blank(observaciones)"),
    ("observaciones está vacía", "blank(observaciones)"),
    ("observaciones no está vacía", "not blank(observaciones)"),
    ("observaciones == vacio", "blank(observaciones)"),
    ("observaciones != null", "not blank(observaciones)"),
    ("observaciones is empty", "blank(observaciones)"),
    ("meta_anual entre 1 y 24", "meta_anual >= 1 and meta_anual <= 24"),
    ("sum(programado) está entre 1,000 y 2,400", "sum(programado) >= 1000 and sum(programado) <= 2400"),
]


@pytest.mark.parametrize(("text", "part", "suggestion"), [*SAID, *((text, text, meant) for text, meant in WHOLE)])
def test_what_is_meant_is_suggested_at_its_place(text: str, part: str, suggestion: str | None) -> None:
    problem = resolve(text, SCOPE)
    assert isinstance(problem, Problem)
    assert (text[problem.start : problem.end], problem.suggestion) == (part, suggestion)


@pytest.mark.parametrize(("text", "meant"), WHOLE)
def test_a_whole_suggestion_is_a_sound_sentence(text: str, meant: str) -> None:
    assert isinstance(resolve(text.replace(text, meant), SCOPE), Resolved)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ('meta_anual > 0 si unidad_medida == "SESION"', 'si unidad_medida == "SESION"'),
        ('meta_anual > 0 if unidad_medida == "SESION"', 'if unidad_medida == "SESION"'),
        ("si meta_anual > 0 entonces relativo > 0", "si meta_anual > 0 entonces relativo > 0"),
        ("cuando meta_anual > 0, relativo > 0", "cuando meta_anual > 0, relativo > 0"),
    ],
)
def test_a_condition_is_sent_to_its_own_sentence(text: str, condition: str) -> None:
    problem = resolve(text, SCOPE)
    assert isinstance(problem, Problem)
    assert (problem.kind, text[problem.start : problem.end]) == ("condition-apart", condition)


def test_a_condition_on_the_items_of_a_list_is_answered_with_its_word() -> None:
    problem = resolve("all(p.avance > 0 for p in periodos si p.cerrado)", SCOPE)
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.suggestion) == ("expression-syntax", "if")


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("programado > 0", "list-for-one", "programado"),
        ("meta.programado > 0", "list-for-one", "meta.programado"),
        ("programado[1] > 0", "no-index", "programado[1]"),
        ("programado.1 > 0", "no-index", "programado.1"),
        ("distinct(plain(informe.metas.texto)) == 1", "list-has-no-fields", "informe.metas.texto"),
        ("pagina.fecha >= 2024-12-31", "date-for-figure", "2024-12-31"),
        ("meta_anual > pagina.fecha", "date-for-figure", "pagina.fecha"),
        ("matches(texto, 'oficio (')", "pattern-open", "'oficio ('"),
        ("matches(texto, 'a**b')", "pattern-part", "'a**b'"),
    ],
)
def test_what_cannot_be_compared_is_told_with_the_way_out(text: str, kind: str, part: str) -> None:
    problem = resolve(text, SCOPE)
    assert isinstance(problem, Problem)
    assert (problem.kind, text[problem.start : problem.end]) == (kind, part)
    for language in ("es", "en"):
        assert part.strip("'") in words(language)(f"rule_trouble.{kind}", **problem.values) or kind != "no-index"


def test_everyday_words_for_fields_mean_fields_that_there_are() -> None:
    fields = {name for attributes in kinds().values() for name in attributes}
    assert {name for names in FIELDS.values() for name in names} <= fields


@pytest.mark.parametrize("text", ["meta_anual in [0,5]", "abs(meta_anual) > 1", "not (meta_anual > 0)"])
def test_what_is_right_is_left_alone(text: str) -> None:
    assert isinstance(resolve(text, SCOPE), Resolved)


def test_of_several_parts_each_problem_is_told() -> None:
    problem = resolve("meta_anul > 0 and (foo(relativ) or vacio(observaciones))", SCOPE)
    assert isinstance(problem, Problem)
    assert [one.values.get("name") for one in (problem, *problem.others)] == ["meta_anul", "foo", "vacio"]
    assert not any(one.others for one in problem.others)

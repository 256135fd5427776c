"""A sentence as people say it is not accepted; it is answered with the words of the language, at its place."""

import pytest

from poa_lint.expression.resolve import Resolved, resolve
from poa_lint.expression.syntax import Problem
from poa_lint.rulebook.nodes import scope

SCOPE = scope("meta", {}, {})
SAID = [
    ("meta_anual = 0", "=", "=="),
    ("meta_anual <> 0", "<>", "!="),
    ("meta_anual ≥ 0", "≥", ">="),
    ("meta_anual => 0", "=>", ">="),
    ("meta_anual =< 0", "=<", "<="),
    ("meta_anual ≠ 0", "≠", "!="),
    ("meta_anual > 0,5", "0,5", "0.5"),
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
    ("observaciones no contiene 'oficio'", "not matches(observaciones, 'oficio')"),
    ("plain(observaciones) contiene 'oficio'", "matches(plain(observaciones), 'oficio')"),
    ("observaciones vacía", "blank(observaciones)"),
    ("observaciones está vacía", "blank(observaciones)"),
    ("observaciones no está vacía", "not blank(observaciones)"),
    ("observaciones == vacio", "blank(observaciones)"),
    ("observaciones != null", "not blank(observaciones)"),
    ("observaciones is empty", "blank(observaciones)"),
]


@pytest.mark.parametrize(("text", "part", "suggestion"), [*SAID, *((text, text, meant) for text, meant in WHOLE)])
def test_what_is_meant_is_suggested_at_its_place(text: str, part: str, suggestion: str) -> None:
    problem = resolve(text, SCOPE)
    assert isinstance(problem, Problem)
    assert (text[problem.start : problem.end], problem.suggestion) == (part, suggestion)


@pytest.mark.parametrize(("text", "meant"), WHOLE)
def test_a_whole_suggestion_is_a_sound_sentence(text: str, meant: str) -> None:
    assert isinstance(resolve(text.replace(text, meant), SCOPE), Resolved)


@pytest.mark.parametrize("text", ["meta_anual in [0,5]", "abs(meta_anual) > 1", "not (meta_anual > 0)"])
def test_what_is_right_is_left_alone(text: str) -> None:
    assert isinstance(resolve(text, SCOPE), Resolved)


def test_of_several_parts_each_problem_is_told() -> None:
    problem = resolve("meta_anul > 0 and (foo(relativ) or vacio(observaciones))", SCOPE)
    assert isinstance(problem, Problem)
    assert [one.values.get("name") for one in (problem, *problem.others)] == ["meta_anul", "foo", "vacio"]
    assert not any(one.others for one in problem.others)

"""A sentence is checked against what a report holds, and a mistake in it is told with its place."""

import pytest

from poa_lint.expression.resolve import Resolved, resolve
from poa_lint.expression.types import TRUTH
from tests.expression.sentences import SCOPE, compiled, problem


@pytest.mark.parametrize(
    ("text", "kind", "piece", "suggestion"),
    [
        ("programdo > 0", "unknown-field", "programdo", "programado"),
        ("1 + meta_anul", "unknown-field", "meta_anul", "meta_anual"),
        ("pagina.rammo", "unknown-field", "pagina.rammo", "ramo"),
        ("all(p.avanze > 0 for p in periodos)", "unknown-field", "p.avanze", "avance"),
        ("xyzxyz", "unknown-field", "xyzxyz", None),
        ("p.avance", "unknown-field", "p.avance", None),
        ("celdas", "unknown-field", "celdas", None),
        ("__class__", "unknown-field", "__class__", None),
        ("meta.__class__", "unknown-field", "meta.__class__", None),
        ("²", "unknown-field", "²", None),
        ("smu(programado)", "unknown-function", "smu", "sum"),
        ("1 + Sum(programado)", "unknown-function", "Sum", "sum"),
        ("eval('1')", "unknown-function", "eval", None),
        ("sum(meta_anual)", "wrong-type", "meta_anual", None),
        ("sum(lineas)", "wrong-type", "lineas", None),
        ("sum([1, 'a'])", "wrong-type", "'a'", None),
        ("abs(programado)", "list-for-one", "programado", None),
        ("meta_anual + unidad_medida", "wrong-type", "unidad_medida", None),
        ("true + 1", "wrong-type", "true", None),
        ("-texto", "wrong-type", "texto", None),
        ("not meta_anual", "wrong-type", "meta_anual", None),
        ("meta_anual and true", "wrong-type", "meta_anual", None),
        ("true or 1", "wrong-type", "1", None),
        ("meta_anual == 'a'", "wrong-type", "'a'", None),
        ("pagina.fecha > 3", "date-for-figure", "3", None),
        ("programado < 3", "list-for-one", "programado", None),
        ("pagina == pagina", "wrong-type", "pagina", None),
        ("3 in meta_anual", "wrong-type", "meta_anual", None),
        ("'a' in programado", "wrong-type", "programado", None),
        ("year(3)", "wrong-type", "3", None),
        ("matches(meta_anual, 'a')", "wrong-type", "meta_anual", None),
        ("all(p.avance for p in periodos)", "wrong-type", "p.avance", None),
        ("sum(p.nombre for p in periodos)", "wrong-type", "p.nombre", None),
        ("all(true for p in meta_anual)", "wrong-type", "meta_anual", None),
        ("all(true for p in periodos if p.numero)", "wrong-type", "p.numero", None),
        ("abs(1, 2)", "wrong-count", "abs(1, 2)", None),
        ("1 + sum()", "wrong-count", "sum()", None),
        ("round(1)", "wrong-count", "round(1)", None),
        ("abs(p.numero for p in periodos)", "not-a-quantifier", "abs", None),
        ("written(1 + 1)", "not-a-cell", "1 + 1", None),
        ("written(corte)", "not-a-cell", "corte", None),
        ("written(periodos)", "not-a-cell", "periodos", None),
        ("meta_anual.x", "not-a-node", "meta_anual.x", None),
        ("tolerancia.x", "not-a-node", "tolerancia.x", None),
        ("pagina.metas.numero", "list-has-no-fields", "pagina.metas.numero", None),
        ("pagina.ramo.codigo.raw", "not-a-node", "pagina.ramo.codigo.raw", None),
        ("matches(texto, unidad_medida)", "pattern-not-constant", "unidad_medida", None),
        ("matches(texto, plain(texto))", "pattern-not-constant", "plain(texto)", None),
        ("matches(texto, '(')", "pattern-open", "'('", None),
        ("matches(texto, 'a{51}')", "pattern-part", "'a{51}'", None),
        ("matches(texto, '((((a{50}){50}){50}){50})')", "pattern-too-long", "'((((a{50}){50}){50}){50})'", None),
        ("known(texto, '2')", "table-not-constant", "texto", None),
        ("known('funcionl', '2')", "unknown-table", "'funcionl'", "funcional"),
        ("named('funcional', 2)", "wrong-type", "2", None),
        ("join(programado, ',')", "wrong-type", "programado", None),
        ("1 2", "expression-syntax", "2", None),
        ("a @ b", "expression-syntax", "@", None),
        ("meta_anual = 1", "expression-syntax", "=", "=="),
        ("'abierto", "expression-syntax", "'", None),
        ("1 < 2 < 3", "expression-syntax", "<", None),
        ("1 if true", "condition-apart", "if true", None),
        ("a.b()", "expression-syntax", "(", None),
        ("[1, 2][0]", "expression-syntax", "[", None),
        ("lambda: 1", "expression-syntax", ":", None),
        ("1)", "expression-syntax", ")", None),
        ("1.2.3", "expression-syntax", ".", None),
        ("9999999999999999", "expression-syntax", "9", None),
        ("1 +", "expression-end", "", None),
        ("not", "expression-end", "", None),
        ("sum(", "expression-end", "", None),
        ("all(true for p in", "expression-end", "", None),
        ("", "expression-empty", "", None),
        (" \n\t", "expression-empty", " \n\t", None),
    ],
)
def test_mistakes_are_said_with_their_place(text: str, kind: str, piece: str, suggestion: str | None) -> None:
    found = problem(text)
    assert (found.kind, text[found.start : found.end], found.suggestion) == (kind, piece, suggestion)


def test_a_sentence_must_give_what_is_asked_for() -> None:
    found = problem("meta_anual", TRUTH)
    assert (found.kind, found.values) == ("wrong-type", {"wanted": "truth", "given": "number"})
    assert isinstance(resolve("meta_anual > 0", SCOPE, TRUTH), Resolved)


def test_a_variable_ends_with_its_quantifier() -> None:
    assert problem("all(p.numero > 0 for p in periodos) and p.numero > 0").kind == "unknown-field"
    assert problem("all(true for p in p.metas)").kind == "unknown-field"


def test_a_rule_that_asks_nothing_of_the_report_is_constant() -> None:
    for text in ("1 == 1", "tolerancia > 0", "6 in [6, 7]", "abs(-1)"):
        assert compiled(text).constant, text
    for text in ("meta_anual > 0", "acumula([1]) == 1", "all(p.cerrado for p in periodos)"):
        assert not compiled(text).constant, text

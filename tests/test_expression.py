"""A sentence is checked against what a report holds, reckoned exactly, and is true, false or not known."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, ratio
from poa_lint.core.records import replace
from poa_lint.core.report import Fecha, Meta
from poa_lint.expression.evaluate import value as evaluated
from poa_lint.expression.functions import FUNCTIONS
from poa_lint.expression.resolve import Resolved, resolve
from poa_lint.expression.syntax import MAX_LENGTH, MAX_OPERATIONS, Problem
from poa_lint.expression.types import ANY, NUMBER, TRUTH, Frame, Name, Type
from poa_lint.reading.read import Reading
from poa_lint.rulebook.nodes import scope

Read = Callable[[str], Reading]

CATALOGUES = {"funcional": {"2": "Desarrollo social", "2.2.1": "Urbanización"}}
SCOPE = scope("meta", {"tolerancia": Name(NUMBER, None, ratio(1, 10), "puntos")}, CATALOGUES)
ROW = Row(
    lineas="4.2.3 4.6.1",
    texto="103.- CELEBRAR SESIONES DEL ÓRGANO.",
    unidad_medida="SESIÓN",
    meta_anual="8",
    programado=("2", "2", "", "4"),
    avance=("3", "doce", "", ""),
    absoluto="3",
    relativo="37.5%",
)


@pytest.fixture(scope="session")
def frame(read: Read) -> Frame:
    """A report of one page and one goal: the first of four quarters is closed, the second's A cannot be read."""
    informe = read(write([Page(metas=(ROW,), fecha="31-mar.-24")])).informe
    return informe, informe.unidades[0], informe.paginas[0], informe.metas[0]


def compiled(text: str) -> Resolved:
    found = resolve(text, SCOPE)
    assert isinstance(found, Resolved), found
    return found


def problem(text: str, wanted: Type = ANY) -> Problem:
    found = resolve(text, SCOPE, wanted)
    assert isinstance(found, Problem), text
    return found


# Values -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # Figures are exact.
        ("26", 26),
        ("20.3333", ratio(203_333, 10_000)),
        ("3.0", 3),
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("2 - 3 - 4", -5),
        ("12 / 2 / 3", 2),
        ("7 / 2", ratio(7, 2)),
        ("8 / 2", 4),
        ("-3 + 5", 2),
        ("- -3", 3),
        ("2 * -3", -6),
        ("+4", 4),
        ("0.1 + 0.2 == 0.3", True),
        ("1 / 3 * 3 == 1", True),
        # Comparison.
        ("2 < 2", False),
        ("2 <= 2", True),
        ("2 != 3", True),
        ("3 > 2", True),
        ("3 >= 4", False),
        ("'a' == \"a\"", True),
        ("'a' < 'b'", True),
        ("true == false", False),
        ("6 in [6, 7]", True),
        ("5 in [6, 7]", False),
        ("5 not in [6, 7]", True),
        ("5 in []", False),
        ("'a' in ['a', 'b']", True),
        # Logic: `not` before `and` before `or`.
        ("true or true and false", True),
        ("not false and false", False),
        ("not (false and false)", True),
        ("not not true", True),
        ("not 1 == 2", True),
        # The goal at hand, its page, unit and report.
        ("meta_anual", 8),
        ("meta.meta_anual", 8),
        ("relativo", ratio(75, 2)),
        ("programado", [2, 2, BLANK, 4]),
        ("numero", "103"),
        ("texto", "CELEBRAR SESIONES DEL ÓRGANO."),
        ("lineas", ["4.2.3", "4.6.1"]),
        ("observaciones", BLANK),
        ("corte", 1),
        ("pagina.numero", 1),
        ("pagina.ramo.codigo", "63"),
        ("ramo.codigo", "63"),
        ("pagina.fecha", Fecha(2024, 3, 31)),
        ("informe.fecha == pagina.fecha", True),
        ("unidad.nombre", "101 GERENCIA GENERAL"),
        ("pagina.cierra", True),
        ("tolerancia", ratio(1, 10)),
        # Functions.
        ("sum(programado)", 8),
        ("acumula(programado)", 8),
        ("closed(programado)", [2]),
        ("sum(closed(avance))", 3),
        ("count(programado)", 3),
        ("distinct(programado)", 2),
        ("min(programado)", 2),
        ("max(programado)", 4),
        ("sum([])", 0),
        ("count([])", 0),
        ("min([])", UNKNOWN),
        ("all([])", True),
        ("any([])", False),
        ("abs(2 - 5)", 3),
        ("round(relativo, 0)", 38),
        ("round(2.675, 2)", ratio(268, 100)),
        ("round(-2.5, 0)", -3),
        ("whole(meta_anual)", True),
        ("whole(relativo)", False),
        ("blank(observaciones)", True),
        ("blank(meta_anual)", False),
        ("plain(unidad_medida)", "sesion"),
        ("letters(unidad_medida)", 6),
        ("written(relativo)", "37.5%"),
        ("written(observaciones)", BLANK),
        ("matches(texto, 'SESIONES')", True),
        ("matches(plain(texto), '^[a-z]+ar ')", True),
        ("year(pagina.fecha)", 2024),
        ("part('4.6.1', 1)", "4"),
        ("part('4.6.1', 3)", "1"),
        ("part('4.6.1', 4)", BLANK),
        ("part('4.6.1', 0)", BLANK),
        ("join(lineas, ', ')", "4.2.3, 4.6.1"),
        ("join([], ', ')", ""),
        ("list(programado)", [2, 2, BLANK, 4]),
        ("nearest('4.6.2', lineas)", "4.6.1"),
        ("nearest('zzz', lineas)", BLANK),
        ("known('funcional', '2.2.1')", True),
        ("known('funcional', '2.2.9')", False),
        ("named('funcional', '2')", "Desarrollo social"),
        ("named('funcional', '9')", BLANK),
        # Quantifiers.
        ("all(p.programado > 0 for p in periodos if p.cerrado)", True),
        ("any(p.programado > 3 for p in periodos)", True),
        ("count(p for p in periodos if p.numero > 1)", 3),
        ("sum(p.programado for p in periodos)", 8),
        ("sum(x * 2 for x in [1, 2, 3] if x != 2)", 8),
        ("all(any(q.numero == p.numero for q in periodos) for p in periodos)", True),
        ("distinct(clave.codigo for clave in pagina.lineas)", 1),
        ("any(meta_anual == 7 for meta_anual in [7])", True),
        ("list(p.numero for p in periodos if p.cerrado)", [1]),
        ("join(list(p.nombre for p in periodos if p.numero > 2), ' ')", "Jul-Sep Oct-Dic"),
        ("count(c for c in cifras if c.columna in ['absoluto', 'relativo'])", 2),
    ],
)
def test_values(frame: Frame, text: str, value: object) -> None:
    found = evaluated(compiled(text), frame)
    assert found == value
    assert type(found) is type(value)


# What is not known ---------------------------------------------------------------------------------------------

T, F, U = "1 == 1", "1 == 2", "1 / 0 == 1"


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, True, True),
        (T, F, False, True),
        (T, U, UNKNOWN, True),
        (F, T, False, True),
        (F, F, False, False),
        (F, U, False, UNKNOWN),
        (U, T, UNKNOWN, True),
        (U, F, False, UNKNOWN),
        (U, U, UNKNOWN, UNKNOWN),
    ],
)
def test_logic_has_three_values(left: str, right: str, both: object, either: object) -> None:
    assert evaluated(compiled(f"{left} and {right}"), ()) is both
    assert evaluated(compiled(f"{left} or {right}"), ()) is either
    assert evaluated(compiled(f"all([{left}, {right}])"), ()) is both
    assert evaluated(compiled(f"any([{left}, {right}])"), ()) is either


@pytest.mark.parametrize(("operand", "negated"), [(T, False), (F, True), (U, UNKNOWN)])
def test_not_has_three_values(operand: str, negated: object) -> None:
    assert evaluated(compiled(f"not ({operand})"), ()) is negated
    assert evaluated(compiled(f"not not ({operand})"), ()) is evaluated(compiled(operand), ())


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        "meta_anual / (2 - 2)",
        "1 / 0 == 1 / 0",
        # A blank is no zero: to reckon with it gives nothing.
        "observaciones == ''",
        "letters(observaciones)",
        "matches(observaciones, 'x')",
        "plain(observaciones)",
        # A cell that cannot be read makes every list with it unknown.
        "sum(avance)",
        "acumula(avance)",
        "count(avance)",
        "distinct(avance)",
        "max(avance)",
        "5 in avance",
        "5 not in avance",
        "all(p.avance > 0 for p in periodos)",
        "sum(p.avance for p in periodos)",
        "blank(1 / 0)",
        "round(1.5, 10)",
        "round(1.5, 1 / 2)",
        "abs(1 / 0)",
        "known('funcional', observaciones)",
        "part(observaciones, 1)",
        "nearest(observaciones, lineas)",
        # A condition that cannot be told: the item might have counted.
        "count(p for p in periodos if p.avance > 0)",
        "join(list(p.nombre for p in periodos if p.programado == 4), ' ')",
        "sum(1 for p in periodos if p.avance > 0)",
    ],
)
def test_unknown(frame: Frame, text: str) -> None:
    assert evaluated(compiled(text), frame) is UNKNOWN


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 in avance", True),
        ("any(p.avance == 3 for p in periodos)", True),
        ("all(p.avance > 3 for p in periodos)", False),
        ("sum(closed(avance)) == absoluto", True),
        ("count(p for p in periodos if blank(p.programado))", 1),
    ],
)
def test_what_is_known_though_something_is_not(frame: Frame, text: str, value: object) -> None:
    assert evaluated(compiled(text), frame) == value


def test_without_a_cut_off_date_the_closed_quarters_are_unknown(frame: Frame) -> None:
    meta = frame[3]
    assert isinstance(meta, Meta)
    undated = (*frame[:3], replace(meta, corte=UNKNOWN))
    assert evaluated(compiled("closed(programado)"), undated) is UNKNOWN
    assert evaluated(compiled("sum(closed(programado)) == 2"), undated) is UNKNOWN


@pytest.mark.parametrize(("how", "value"), [("suma", 8), ("ultimo", 4), ("maximo", 4), ("promedio", ratio(8, 3))])
def test_a_goal_adds_up_as_it_is_measured(frame: Frame, how: str, value: object) -> None:
    meta = frame[3]
    assert isinstance(meta, Meta)
    measured = (*frame[:3], replace(meta, acumulacion=how))
    assert evaluated(compiled("acumula(programado)"), measured) == value
    assert evaluated(compiled("acumula([])"), measured) == 0


# What is wrong with a sentence --------------------------------------------------------------------------------


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
        ("abs(programado)", "wrong-type", "programado", None),
        ("meta_anual + unidad_medida", "wrong-type", "unidad_medida", None),
        ("true + 1", "wrong-type", "true", None),
        ("-texto", "wrong-type", "texto", None),
        ("not meta_anual", "wrong-type", "meta_anual", None),
        ("meta_anual and true", "wrong-type", "meta_anual", None),
        ("true or 1", "wrong-type", "1", None),
        ("meta_anual == 'a'", "wrong-type", "'a'", None),
        ("pagina.fecha > 3", "wrong-type", "3", None),
        ("programado < 3", "wrong-type", "programado", None),
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
        ("pagina.metas.numero", "not-a-node", "pagina.metas.numero", None),
        ("pagina.ramo.codigo.raw", "not-a-node", "pagina.ramo.codigo.raw", None),
        ("matches(texto, unidad_medida)", "pattern-not-constant", "unidad_medida", None),
        ("matches(texto, plain(texto))", "pattern-not-constant", "plain(texto)", None),
        ("matches(texto, '(')", "pattern-syntax", "'('", None),
        ("matches(texto, 'a{51}')", "pattern-syntax", "'a{51}'", None),
        ("matches(texto, '((((a{50}){50}){50}){50})')", "pattern-too-long", "'((((a{50}){50}){50}){50})'", None),
        ("known(texto, '2')", "table-not-constant", "texto", None),
        ("known('funcionl', '2')", "unknown-table", "'funcionl'", "funcional"),
        ("named('funcional', 2)", "wrong-type", "2", None),
        ("join(programado, ',')", "wrong-type", "programado", None),
        ("1 2", "expression-syntax", "2", None),
        ("a @ b", "expression-syntax", "@", None),
        ("meta_anual = 1", "expression-syntax", "=", None),
        ("'abierto", "expression-syntax", "'", None),
        ("1 < 2 < 3", "expression-syntax", "<", None),
        ("1 if true", "expression-syntax", "if", None),
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


def test_a_name_of_the_language_is_no_variable() -> None:
    for name in ("and", "or", "not", "in", "for", "if", "true", "false"):
        assert problem(f"all({name} > 0 for {name} in programado)").kind == "expression-syntax"


def test_a_name_may_begin_like_a_word_of_the_language(frame: Frame) -> None:
    assert evaluated(compiled("all(nota > 0 for nota in [1, 2])"), frame) is True
    assert evaluated(compiled("any(inicio == 2 for inicio in [1, 2])"), frame) is True


def test_a_rule_that_asks_nothing_of_the_report_is_constant() -> None:
    for text in ("1 == 1", "tolerancia > 0", "6 in [6, 7]", "abs(-1)"):
        assert compiled(text).constant, text
    for text in ("meta_anual > 0", "acumula([1]) == 1", "all(p.cerrado for p in periodos)"):
        assert not compiled(text).constant, text


# Limits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000,
        "(" * 10_000 + "1" + ")" * 10_000,
        "(" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "not " * 10_000 + "true",
        "-" * 10_000 + "1",
        "+".join(["1"] * 10_000),
        " and ".join(["true"] * 10_000),
        "abs(" * 10_000 + "1" + ")" * 10_000,
        "meta." * 10_000 + "numero",
        "'" + "x" * 1_000_000 + "'",
        " " * 1_000_000,
        "any(" * 5_000 + "true" + " for p in periodos)" * 5_000,
    ],
    ids=lambda text: f"{text[:8]}...{len(text)}",
)
def test_enormous_sentences_are_refused(text: str) -> None:
    assert problem(text).kind in ("expression-too-long", "expression-too-deep")


NEST = MAX_OPERATIONS


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(" * NEST + "1" + ")" * NEST, 1),
        ("not " * NEST + "true", True),
        ("-" * NEST + "1", 1),
        ("+".join(["1"] * (NEST + 1)), NEST + 1),
        ("*".join(["1"] * (NEST + 1)), 1),
        ("abs(" * NEST + "1" + ")" * NEST, 1),
        (" or ".join(["false"] * 200), False),
        ("sum([" + ",".join(["1"] * 500) + "])", 500),
        ("any(" * 20 + "true" + " for p in periodos)" * 20, None),
        ("all(" * 4 + "true" + " for p in periodos)" * 4, True),
    ],
    ids=lambda given: f"{given[:8]}...{len(given)}" if isinstance(given, str) else "",
)
def test_sentences_at_the_limit_are_reckoned(frame: Frame, text: str, value: object) -> None:
    assert len(text) <= MAX_LENGTH
    sentence = compiled(text)
    if value is not None:
        assert evaluated(sentence, frame) == value


# Any sentence -------------------------------------------------------------------------------------------------

TOKENS = st.sampled_from(
    (
        *("1", "2.5", "'a'", "true", "meta_anual", "programado", "lineas", "texto", "pagina", "periodos", "p", "."),
        *("+", "-", "*", "/", "<", "==", "in", "not", "and", "or", "(", ")", "[", "]", ",", "for", "if", "@"),
        *FUNCTIONS,
    )
)


@settings(max_examples=300)
@given(st.lists(TOKENS, max_size=12).map(" ".join) | st.text(max_size=30))
def test_any_text_is_a_sentence_or_a_problem_in_its_place(text: str) -> None:
    found = resolve(text, SCOPE)
    if isinstance(found, Problem):
        assert 0 <= found.start <= found.end <= len(text)
        assert found.suggestion is None or isinstance(found.suggestion, str)


FIELDS = (
    *("meta_anual", "programado", "avance", "observaciones", "lineas", "periodos", "cifras", "corte", "unidad.firmas"),
    *("pagina.fecha", "pagina.cierra", "pagina.lineas", "pagina", "ejes", "informe.metas", "relativo", "absoluto"),
)
SENTENCES = st.recursive(
    st.sampled_from((*FIELDS, "0", "2.5", "'a'", "true", "[]", "p", "p.avance", "p.codigo")),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(("+", "/", "<", "==", "in", "not in", "and", "or")), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
        st.tuples(st.sampled_from(sorted(FUNCTIONS)), inner).map(lambda parts: f"{parts[0]}({parts[1]})"),
        st.tuples(st.sampled_from(("round", "matches", "part", "join", "nearest", "known")), inner, inner).map(
            lambda p: f"{p[0]}({p[1]}, {p[2]})"
        ),
        st.tuples(inner, inner).map(lambda parts: f"[{parts[0]}, {parts[1]}]"),
        st.tuples(st.sampled_from(("all", "any", "sum", "count", "distinct", "min", "max")), inner, inner, inner).map(
            lambda parts: f"{parts[0]}({parts[1]} for p in {parts[2]} if {parts[3]})"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=1500)
@given(text=SENTENCES)
def test_a_sentence_that_compiles_can_be_reckoned(frame: Frame, text: str) -> None:
    """Whatever its types allow: a value comes back, of the type that was promised, and nothing is raised."""
    found = resolve(text, SCOPE)
    if isinstance(found, Resolved):
        value = evaluated(found, frame)
        kinds = {"number": Figure, "text": str, "truth": bool, "date": Fecha, "list": list | tuple}
        assert isinstance(value, Nothing | kinds.get(found.type.name, object))


@pytest.mark.parametrize("text", ["distinct([[1], [2]])", "distinct([programado, avance])", "distinct(periodos)"])
def test_lists_of_lists_and_nodes_can_be_told_apart(frame: Frame, text: str) -> None:
    found = resolve(text, SCOPE)
    assert isinstance(found, Problem) or isinstance(evaluated(found, frame), int | Nothing)


def test_the_words_of_no_cell_are_blank(read: Read) -> None:
    """L/A is a list of codes, each in its own place: it may hold none."""
    informe = read(write([Page(metas=(replace(ROW, lineas=""),))])).informe
    bare = (informe, informe.unidades[0], informe.paginas[0], informe.metas[0])
    found = resolve("written(lineas)", SCOPE)
    assert isinstance(found, Problem) or evaluated(found, bare) is BLANK

"""A sentence is reckoned exactly, and is true, false or not known."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring.samples import Page, write
from poa_lint.core.dates import Fecha
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, ratio
from poa_lint.core.records import replace
from poa_lint.core.report import Meta
from poa_lint.expression.evaluate import value as evaluated
from poa_lint.expression.functions import FUNCTIONS
from poa_lint.expression.resolve import Resolved, resolve
from poa_lint.expression.syntax import Problem
from poa_lint.expression.types import Frame
from tests.expression.sentences import ROW, SCOPE, compiled
from tests.reading.reports import Read

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


# Any sentence -------------------------------------------------------------------------------------------------


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

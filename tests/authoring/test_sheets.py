"""Reports of any form made from its data: sound, read back cell for cell, and changed as an example says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poa_lint.authoring.samples import HEADING, sample, write
from poa_lint.authoring.sheets import changed, header
from poa_lint.authoring.sheets.codes import SIGNS, code, takes
from poa_lint.authoring.sheets.figures import figures, text
from poa_lint.authoring.sheets.goals import Goal
from poa_lint.authoring.sheets.proof import fault
from poa_lint.authoring.sheets.reports import report, reports
from poa_lint.authoring.sheets.sheet import heading, written
from poa_lint.core.figures import Figure, rounded
from poa_lint.core.form import NONE, Form
from poa_lint.core.form_data import written_out
from poa_lint.core.forms import built_in_forms, form
from poa_lint.core.words import words
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.forms import office_forms
from tests.forms import forms
from tests.output.runs import result
from tests.places import ROOT
from tests.reading.test_choice import reading

OURS, RULES, SPANISH = built_in_forms(), built_in_rules(), words("es")
OFFICE = office_forms((str(ROOT / "tests" / "data" / "formas"),)).forms
BY_CODE = {one.code: one for one in OFFICE}
OWN = [one for one in OFFICE if one.code not in {form.code for form in OURS}]


def made(*columns: Mapping[str, object], **keys: object) -> Form:
    """A form of two periods with these columns."""
    periods = [{"nombre": "Ene-Jun", "cierre": "06-30"}, {"nombre": "Jul-Dic", "cierre": "12-31"}]
    data = {"form": "X", "name": "X", "periods": periods, "columns": columns, **keys}
    return form(written_out(data, {}))


@pytest.mark.parametrize("form", OURS, ids=lambda form: form.code)
def test_every_sound_report_of_our_forms_is_silent(form: Form) -> None:
    assert reports(form)
    for pages in reports(form):
        found = result(written(pages).encode())
        assert [one.code for one in found.diagnostics if one.code != "POA306"] == []
        assert found.summary is not None
        assert (found.verdict, found.summary.metas) == ("SIN OBSERVACIONES", 9)


@pytest.mark.parametrize("form", [*OURS, *OWN], ids=lambda form: form.code)
def test_a_sample_is_read_back_as_its_form(form: Form) -> None:
    assert fault(form, OFFICE, RULES, SPANISH) is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms())
def test_a_sample_of_whatever_form_is_sound(form: Form) -> None:
    assert fault(form, (*OURS, form), RULES, SPANISH) is None


FIGURES = st.one_of(st.none(), st.integers(0, 30_000), st.integers(1, 4_000).map(lambda n: Fraction(n, 4)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_figure_of_a_sample_is_read_as_it_was_meant(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(OURS))
    count = len(form.periods)
    closed = count if form.head.cutoff.says == NONE else data.draw(st.integers(1, count))
    each = st.lists(FIGURES, min_size=count, max_size=count)
    plan, done = data.draw(each.filter(any)), data.draw(each)
    goal = Goal("HACER.", "ACCIÓN", plan, done, decimales=2)
    row = goal.cells(form, closed, 1, header.lines_of_action(form))
    read = reading(written([replace(report(form, closed)[0], metas=(row,))])).informe.metas
    meant = figures(form, plan, done, closed, 2)
    assert [cell.raw for cell in read[0].celdas] == list(row)
    assert {cifra.columna: cifra.valor.value for cifra in read[0].cifras if cifra.valor.raw} == meant


def test_the_heading_of_the_main_form_is_the_one_of_the_examples() -> None:
    assert heading(OURS[0]) == HEADING


def test_columns_follow_from_their_formulas_and_the_rest_of_the_year_is_blank() -> None:
    by_code = {form.code: form for form in OURS}
    goal = Goal("HACER.", "ACCIÓN", (2, 2, 2, 2), (3, 1, 2, 2), lineas=())
    row = goal.cells(by_code["EPT-03"], 2, 100, ())
    assert row[:11] == ("100.- HACER.", "ACCIÓN", "8", "2", "3", "1", "150%", "2", "1", "-1", "50%")
    assert row[11:] == ("2", "", "", "", "2", "", "", "", "")
    row = goal.cells(by_code["PbRM-08c"], 2, 1, ())
    assert row[3:] == ("8", "2", "25%", "1", "13%", "-1", "-13%", "4", "50%", "4", "50%", "0", "0%")
    assert goal.cells(by_code["PbRM-02a"], 4, 1, ())[4:6] == ("2", "25%")


def money(*columns: Sequence[str]) -> Form:
    return made(*({"id": name, "titulo": [name], "tipo": "dinero", "formula": formula} for name, formula in columns))


def test_amounts_fall_from_left_to_right_and_formulas_in_a_circle_agree() -> None:
    form = money(("a", "b + c"), ("b", "a - c"), ("c", ""))
    found = figures(form, (1, 1), (1, 1), 2)
    assert found["a"] == found["b"] + found["c"]
    assert text(form.columns[2], found["c"]).startswith("$")
    assert text(form.columns[0], Fraction(-5, 2)) == "-$2.50"


def test_a_figure_that_would_be_below_zero_is_left_out() -> None:
    form = money(("a", ""), ("b", ""), ("resta", "b - a"), ("menos", "0 - a"))
    found = figures(form, (1, 1), (1, 1), 2)
    assert (found["a"] - found["b"], found["resta"]) == (0, 0)
    assert "menos" not in found


def test_a_quotient_has_the_decimals_that_its_tolerance_asks_for() -> None:
    columns = (
        {"id": "a", "titulo": ["a"], "tipo": "cifra"},
        {"id": "b", "titulo": ["b"], "tipo": "porcentaje", "formula": "a / 7", "tolerancia": "0.001"},
    )
    found: dict[str, Figure] = figures(made(*columns), (1, 1), (1, 1), 2)
    exact = Fraction(found["a"]) / 7
    assert found["b"] != rounded(exact, 2)
    assert abs(found["b"] - exact) < Fraction(1, 1000)


PATTERNS = {entry.code for form in (*OURS, *OWN) for entry in form.head.entries if entry.code}


@pytest.mark.parametrize("pattern", sorted({*PATTERNS, r"[A-Z]{2}-\d{3}", "(?:ALFA|BETA)", r"x?y+\.", r"\w\s\w"}))
def test_a_code_has_its_pattern(pattern: str) -> None:
    assert takes(pattern, code(pattern))
    assert all(takes(pattern, code(pattern, number)) for number in range(4))


def test_two_units_have_two_codes_where_the_pattern_takes_more_than_one() -> None:
    assert code(r"\d{3}") != code(r"\d{3}", 1)
    assert code("ABC") == code("ABC", 1)
    with pytest.raises(ValueError, match="#"):
        code("#{3}")
    assert "#" not in SIGNS


def test_a_form_of_which_no_sample_is_made_is_told() -> None:
    entry = {"id": "unidad_ejecutora", "etiqueta": ["AREA"], "clave": "#{3}"}
    odd = made({"id": "texto", "titulo": ["Meta"], "tipo": "texto"}, encabezado=[entry])
    assert fault(odd, (odd,), RULES, SPANISH) == ("no-sample", {"name": "X", "problem": "#{3}"})


def test_a_form_whose_pages_are_of_another_is_told() -> None:
    other = fault(BY_CODE["EVC-01"], OURS, RULES, SPANISH)
    assert other is not None
    assert (other.kind, other.values["name"]) == ("sample-of-other", "EVC-01")


def page(form: str, **changes: object) -> str:
    return sample({"form": form, **changes}, OFFICE).text()


def test_an_example_changes_the_sample_of_its_form() -> None:
    plain = page("EVC-01")
    assert "CORTE AL: 30-abr.-25" in plain
    assert "1\tELABORAR INFORMES DE AVANCE.\tINFORME\t3\t1\t1\t0\t1\t\t\t1\t\t\t\n" in plain
    assert "\nAREA RESPONSABLE\t102\tFINANZAS\n" in page("EVC-01", unidad_ejecutora="102 FINANZAS")
    assert "AREA RESPONSABLE" not in page("EVC-01", unidad_ejecutora=None)
    assert "\tINFORME\t3\t9\t1\t0\t8\t\t\t\t" in page("EVC-01", programado=[9, 8])
    assert "\tINFORME\t4,000\t" in page("EVC-01", meta_anual=4000)
    assert "CORTE AL: ayer" in page("EVC-01", fecha="ayer")
    assert "CORTE AL: 31-dic.-25" in page("EVC-01", cerrados=3)
    assert "FORMULÓ\n\nJEFA\nANA" in page("EVC-01", firmas=["FORMULÓ | JEFA | ANA"])
    assert "a\tb\n" in page("EVC-01", renglon="a | b")
    assert "EVALUACION CUATRIMESTRAL 2019" in page("EVC-01", ejercicio=2019)
    two = page("EVC-01", metas=[{}, {"texto": "OTRA."}], paginas=[{}, {"ejercicio": 2024}])
    assert two.count("\n2\tOTRA.") == two.count("CORTE AL") == 2
    assert "Previsto" not in page("EVC-01", replace={"Previsto": "X", "\tPrevisto\t": "", "Previsto\t": ""})
    assert "EJE DE GOBIERNO\t1\tUNO\n\t2\tDOS" in page("TMM-F004", ejes=["1 UNO", "2 DOS"])
    assert "MUNICIPIO:\tOTRO" in page("PbRM-02a", municipio="OTRO", cerrados=2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"form": "NO"},
        {"columna": 1},
        {"programado": 3},
        {"programado": [1, 1, 1, 1]},
        {"cerrados": 9},
        {"metas": 1},
        {"firmas": "X"},
    ],
)
def test_what_is_no_part_of_the_form_is_told(wrong: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        sample({"form": "EVC-01", **wrong}, OFFICE)


def test_samples_without_a_form_are_of_the_main_one() -> None:
    assert sample({}).text() == write(sample({}).pages)
    assert changed.pages(BY_CODE["EVC-01"], {})[0].form is BY_CODE["EVC-01"]

"""Columns that follow from others of their row: POA109 checks them by the formulas of the form's file."""

from fractions import Fraction

import pytest

from poa_lint.core.figures import UNKNOWN
from poa_lint.core.report import Meta
from poa_lint.expression.syntax import Problem
from poa_lint.linter.check import scorer
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.formulas import checked, formulas
from poa_lint.rulebook.relations import calculos
from tests.output.runs import result
from tests.reading.test_choice import forms, informe, reading, text

VARIACION = next(form for form in forms() if form.code == "EPT-03")
ROW = "\t2\t3\t1\t150%\t"
"""The figures of the first quarter of the second goal."""


def goal(row: str) -> Meta:
    return reading(text("variacion.txt").replace(ROW, row)).informe.metas[1]


def test_a_formula_in_repeated_columns_is_about_its_own_period() -> None:
    first, second, *_ = (each for each in formulas(VARIACION) if each.column.columna.id.startswith("variacion."))
    assert VARIACION.columns[5].formula == "avance.1 - programado.1"
    assert [set(first.achieved), set(second.achieved)] == [{1}, {2}]


def test_a_figure_and_what_its_formula_gives() -> None:
    variation, percent = calculos(goal(ROW))[:2]
    assert (variation.valor.value, variation.calculado) == (1, 1)
    assert (percent.valor.value, percent.calculado, percent.tolerancia) == (150, 150, 1)
    assert variation.cuenta == "Ene-Mar Realizado 3 - Ene-Mar Programado 2"
    assert [cell.raw for cell in variation.operandos] == ["3", "2"]


def test_a_formula_is_exact_and_unknown_where_a_figure_is_missing_or_divides_by_zero() -> None:
    assert calculos(goal("\t3\t2\t-1\t67%\t"))[1].calculado == Fraction(200, 3)
    assert calculos(goal("\t0\t2\t2\t\t"))[1].calculado is UNKNOWN
    assert calculos(goal("\t3\t\t\t\t"))[0].calculado is UNKNOWN


def test_what_a_period_that_is_not_closed_achieved_is_not_checked() -> None:
    closed = {calculo.columna: calculo.cerrado for calculo in calculos(goal(ROW))}
    assert closed["variacion.1"] is True
    assert closed["variacion.2"] is False
    plan = calculos(informe("pbrm-02a").metas[0])
    assert all(calculo.cerrado is True for calculo in plan), "a formula that reads no A is checked in any period"


def test_a_form_without_formulas_has_no_such_nodes() -> None:
    assert calculos(informe("mensual").metas[0]) == ()


@pytest.mark.parametrize(
    ("formula", "kind", "start"),
    [
        ("avance.1 - programada.1", "unknown-field", 11),
        ("avance.1 -", "expression-end", 10),
        ("texto + 1", "unknown-field", 0),
        ("avance.1 < programado.1", "wrong-type", 0),
    ],
)
def test_a_formula_that_is_not_sound_is_told_with_its_place(formula: str, kind: str, start: int) -> None:
    problem = checked(VARIACION, formula)
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.start) == (kind, start)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("\t2\t3\t2\t150%\t", ["POA109 variacion.1"]),
        ("\t2\t3\t1\t140%\t", ["POA109 porcentaje.1"]),
        ("\t2\t3\t1\t149.5%\t", []),
        ("\t2\t3\t-1\t150%\t", ["POA109 variacion.1"]),
    ],
)
def test_a_wrong_account_is_found_on_its_cell(row: str, said: list[str]) -> None:
    found = result(text("variacion.txt").replace(ROW, row).encode())
    told = [f"{one.code} {one.where.columna}" for one in found.diagnostics if one.where.meta == "101"]
    assert told == said


def test_a_variation_below_zero_is_no_fault_and_a_figure_below_zero_is() -> None:
    right = result(text("variacion.txt").replace(ROW, "\t3\t2\t-1\t66%\t").encode())
    assert "POA105" not in {one.code for one in right.diagnostics}
    wrong = result(text("variacion.txt").replace(ROW, "\t-3\t2\t5\t\t").encode())
    assert "programado.1" in {one.where.columna for one in wrong.diagnostics if one.code == "POA105"}


def test_one_figure_that_two_accounts_read_is_the_repair() -> None:
    """Realizado 4 for 3: variation and percentage are both wrong by it, and one change mends both."""
    found = result(text("variacion.txt").replace(ROW, "\t2\t4\t1\t150%\t").encode())
    told = [one for one in found.diagnostics if one.where.meta == "101" and one.code == "POA109"]
    assert len(told) == 2
    assert [change.value for repair in found.repairs for change in repair.changes] == ["3"]
    assert [one.derived_from for one in told] == [None, told[0].key]


def test_a_displaced_row_is_placed_by_the_accounts() -> None:
    """A blank lost before the variation: the account alone tells that 1 is the variation and 3 was achieved."""
    score = scorer(built_in_rules())
    assert score(goal(ROW))[1] == 0
    assert score(goal("\t3\t2\t1\t150%\t"))[1] > 0


def test_a_repair_may_be_a_figure_below_zero_where_the_column_has_such() -> None:
    """Variación 1 where 2 of 3 was done: -1 alone makes both accounts right."""
    found = result(
        text("variacion.txt").replace(ROW, "\t3\t2\t1\t67%\t").replace("SESION\t5\t", "SESION\t6\t").encode()
    )
    changes = {(change.target, change.value) for repair in found.repairs for change in repair.changes}
    assert ("variacion.1", "-1") in changes

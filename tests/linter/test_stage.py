"""The stage of a file: a plan, a form that nobody has filled in, or a report."""

from dataclasses import replace
from pathlib import Path

import pytest

from poa_lint import lint
from poa_lint.authoring.samples import HEADING, Page, Row, write
from poa_lint.core.form import NONE, Form
from poa_lint.core.forms import built_in_forms
from poa_lint.linter.stage import PLAN, REPORT, UNFILLED
from tests.following import REPORTING, book, following, text

TOLD_APART = [form for form in REPORTING if "avance.1" in form.index]
"""The forms that show what was achieved before; of the others nobody can tell whether a blank period is the first."""
HALF = Row(avance=("1", "", "", ""), absoluto="1", relativo="25%")
"""A goal as it stands in the second quarter's report before anybody fills it in."""


def stage(path: Path) -> str:
    return lint(path).files[0].stage


def of(*rows: Row, fecha: str = "30-jun.-24") -> str:
    return lint(write([Page(fecha=fecha, metas=rows)])).files[0].stage


@pytest.mark.parametrize("suffix", [".txt", ".xlsx"])
@pytest.mark.parametrize("form", TOLD_APART, ids=lambda form: form.code)
def test_what_next_writes_is_unfilled_and_a_report_is_none(tmp_path: Path, form: Form, suffix: str) -> None:
    path = tmp_path / f"t1{suffix}"
    if suffix == ".txt":
        path.write_text(text(form, 1), "utf-8")
    else:
        book(text(form, 1), path, form)
    assert stage(path) == REPORT
    assert stage(following(path)) == UNFILLED


@pytest.mark.parametrize("form", [form for form in built_in_forms() if form.head.cutoff.says == NONE])
def test_a_file_of_a_plans_own_form_is_a_plan(form: Form) -> None:
    assert lint(text(form, len(form.periods))).files[0].stage == PLAN


def test_a_plan_states_no_date_and_nothing_achieved() -> None:
    planned = Row(avance=("",) * 4, absoluto="", relativo="")
    assert of(planned, fecha="") == PLAN
    assert of(replace(planned, avance=("0", "0", "0", "0")), fecha="") == PLAN
    assert of(Row(), fecha="") == REPORT
    assert of(replace(planned, avance=("ilegible", "", "", "")), fecha="") == REPORT
    assert of(planned, fecha="31-mar.-24") == REPORT, "nothing tells it from a first quarter that was left blank"


@pytest.mark.parametrize(
    "worked",
    [
        replace(HALF, avance=("1", "0", "", "")),
        replace(HALF, avance=("1", "pendiente", "", "")),
        replace(HALF, absoluto="2", relativo="50%"),
        replace(HALF, observaciones="SE REPROGRAMA EN EL TERCER TRIMESTRE."),
        replace(HALF, avance=("", "", "", ""), absoluto="0", relativo="0%"),
    ],
)
def test_a_form_on_which_somebody_worked_is_a_report(worked: Row) -> None:
    """Who hands it in has to hear what is missing, so that one goal is enough."""
    other = replace(worked, texto="101.- ATENDER SOLICITUDES.")
    assert of(HALF, replace(HALF, texto="101.- ATENDER SOLICITUDES.")) == UNFILLED
    if worked.avance[0]:
        assert of(HALF, other) == REPORT
    else:
        assert of(worked, other) == REPORT, "nothing was achieved before: it was never filled in"


def test_a_unit_that_has_nothing_to_do_in_a_quarter_reports_with_blanks() -> None:
    """Its report was left out of summaries and letters, and the unit was said to have delivered none."""
    idle = replace(HALF, programado=("2", "", "", "2"))
    zero = replace(HALF, programado=("2", "0", "0", "2"), texto="101.- ATENDER SOLICITUDES.")
    assert of(idle) == of(idle, zero) == REPORT
    assert of(idle, replace(HALF, texto="102.- ENTREGAR APOYOS.")) == UNFILLED


def test_nothing_is_said_of_a_file_with_a_page_that_could_not_be_read() -> None:
    """It may be filled in."""
    page = write([Page(fecha="30-jun.-24", metas=(HALF,))])
    broken = page.replace("\n".join(HEADING), "CLAVE\tPARTIDA\tAPROBADO\tMODIFICADO\tPAGADO")
    found = lint(page + broken + page, keep=True).files[0]
    assert found.paper is not None
    assert found.paper.informe.sin_leer
    assert found.stage == REPORT
    assert lint(page).files[0].stage == UNFILLED

"""A rule applies to a form that has what its sentences read."""

import pytest

from poa_lint.core.form import Form
from poa_lint.rulebook.applicable import lacks, packed_reads, reads, skipped
from poa_lint.rulebook.builtin import built_in_rules
from tests.output.runs import result
from tests.reading.test_choice import forms, text

BY_CODE = {form.code: form for form in forms()}
PROGRESS = {"POA301", "POA302", "POA303", "POA304", "POA305"}
TOTALS = {"POA102", "POA103", "POA107"}
CLOSED = {"POA401", "POA402", "POA403", "POA404", "POA405"}
TRENDS = {"POA930", "POA931", "POA932"}


def out(code: str) -> frozenset[str]:
    return skipped(built_in_rules(), BY_CODE[code])


def test_what_a_sentence_reads_is_told_by_kind_and_field() -> None:
    assert reads(built_in_rules().checks["POA103"]) == {
        ("meta", ""),
        ("meta", "relativo"),
        ("meta", "absoluto"),
        ("meta", "meta_anual"),
    }
    closed = reads(built_in_rules().checks["POA102"])
    assert ("meta", "corte") in closed, "closed(avance) asks for the periods closed"
    inner = reads(built_in_rules().checks["POA703"])
    assert {("firma", "rol"), ("firma", "nombre"), ("pagina", "firmas")} <= inner


def test_what_was_built_ahead_is_what_the_rules_read() -> None:
    from poa_lint.core.cache import built_value

    assert built_value("reads", lambda: packed_reads(built_in_rules())) == packed_reads(built_in_rules())


def test_every_rule_applies_to_the_main_form() -> None:
    assert out("TMM-F004") == frozenset()


def test_a_plan_reports_nothing() -> None:
    assert out("POA-PLAN") == {
        *(*TOTALS, *PROGRESS, *CLOSED, "POA108", "POA109", "POA306", "POA406", *TRENDS, "POA909", "POA911"),
    }


def test_a_form_without_the_year_s_totals_has_no_rules_about_them() -> None:
    assert out("EPT-03") > TOTALS
    assert not PROGRESS & out("EPT-03")
    assert "POA109" not in out("EPT-03")


def test_a_column_of_numbers_has_no_marks_and_no_observations_no_justification() -> None:
    assert {"POA803", *PROGRESS} < out("PbRM-08c")
    assert {"POA601", "POA701", "POA401"}.isdisjoint(out("PbRM-08c"))


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.code)
def test_a_form_lacks_what_no_page_of_it_states(form: Form) -> None:
    assert len(set(lacks(form))) == len(lacks(form))
    assert (("meta", "relativo") in lacks(form)) == ("relativo" not in form.index)


def test_what_does_not_apply_is_not_counted() -> None:
    """Of a plan nothing is unknown for want of a column: the rules that read one are not asked."""
    plan = result(text("plan.txt").encode())
    assert plan.counts.unknown == 0
    assert plan.counts.checked > 20


def test_pages_of_several_forms_are_each_under_their_own_rules() -> None:
    both = result(
        (text("pbrm-02a.txt") + "\n" + text("variacion.txt").replace("\t2\t3\t1\t150%", "\t2\t3\t9\t150%")).encode()
    )
    assert [finding.code for finding in both.diagnostics if finding.severity.value == "error"] == ["POA109", "POA301"]

"""A rule applies to a form that has what its sentences read."""

from pathlib import Path

import pytest

from poa_lint.authoring.samples import sample
from poa_lint.config.settings import Choice, Settings
from poa_lint.core.form import Form
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.applicable import lacks, of_form, packed_reads, reads, skipped
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.form_rules import unknown
from poa_lint.rulebook.load import load, together
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


OFFICE = """code: OFI1
each: {each}
{forms}expect: {expect}
message: x
examples: {{fail: [{{}}]}}
"""


def office(
    tmp_path: Path, each: str = "meta", forms: str = "forms: EVAL-SEM\n", expect: str = "blank(texto)"
) -> Rulebook:
    (tmp_path / "una.yaml").write_text(OFFICE.format(each=each, forms=forms, expect=expect), encoding="utf-8")
    return rulebook(together(load([tmp_path]), built_in_rules().loaded))


@pytest.mark.parametrize(
    ("each", "expect"),
    [("meta", "blank(texto)"), ("pagina", "numero == 0"), ("unidad", "blank(nombre)"), ("informe", "corte == 9")],
)
def test_a_rule_that_names_forms_is_asked_of_these_alone(tmp_path: Path, each: str, expect: str) -> None:
    rules = office(tmp_path, each, expect=expect)
    assert not rules.troubles
    for code, form in BY_CODE.items():
        found = lint(
            Source("x", sample({"form": code}, forms()).text()),
            rules,
            forms(),
            Settings(Choice(select=("OFI1",))),
            words("es"),
        )
        assert bool(found.diagnostics) == (code == "EVAL-SEM"), code
        assert ("OFI1" in of_form(rules, form).checks) == (code == "EVAL-SEM")


@pytest.mark.parametrize("code", BY_CODE)
def test_the_form_of_every_page_is_known_by_its_code(tmp_path: Path, code: str) -> None:
    rules = office(tmp_path, "pagina", "", f'pagina.forma != "{code}"')
    found = lint(
        Source("x", sample({"form": code}, forms()).text()),
        rules,
        forms(),
        Settings(Choice(select=("OFI1",))),
        words("es"),
    )
    assert found.diagnostics


def test_a_form_that_there_is_not_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    (fault,) = unknown(office(tmp_path, forms="forms: [EPT-03, evalsem]\n").loaded.rules, forms())
    assert (fault.text[fault.offset :][:7], fault.suggestion) == ("evalsem", "EVAL-SEM")
    assert "EPT-03" in fault.values["allowed"]


@pytest.mark.parametrize("stated", ["forms: []\n", "forms:\n", "forms: EPT-03\nconstraint: true\n", "form: EPT-03\n"])
def test_what_is_no_choice_of_forms_is_told(tmp_path: Path, stated: str) -> None:
    faults = office(tmp_path, forms=stated).troubles
    assert [fault.suggestion for fault in faults] == (["forms"] if stated.startswith("form:") else [None])

"""The audits of our forms: the rules notice no less of damage to reports of each than they did."""

import pytest

from poa_lint.authoring import audit
from poa_lint.authoring.changes.kinds import KINDS
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import words
from poa_lint.rulebook.builtin import built_in_rules
from tests.goldens import audited, audited_form

FORMS = built_in_forms()[1:]
LEAST = {"PO-MEN-01": 78, "PbRM-02a": 74, "PbRM-08c": 71, "EVAL-SEM": 78, "POA-PLAN": 69, "EPT-03": 76}
"""The least percentage of changes that an error or a warning tells of, by form."""
ALWAYS = (
    *("doubled", "unreadable", "number-repeated", "number-lost", "unit-lost", "heading", "headings-lost"),
    *("signature-lost", "signer-lost", "charge-lost", "goal-doubled", "page-doubled", "entry-lost", "form-lost"),
    *("date-day", "date-unreadable", "date-lost", "year-changed"),
)
"""The kinds of change that are noticed in every form, but for one in twenty where a 0 was doubled."""


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_part_of_the_damage_is_noticed_as_it_was(form: Form) -> None:
    """A part in which no kind has a share of its own: what is noticed in all is near the whole campaign's."""
    plan = audit.plan_of(form)
    part = [change for number, change in enumerate(plan) if not change.kind or number % 4 == 0]
    made = audit.summarise(
        audit.outcomes(part, built_in_rules(), built_in_forms(), words("es")), built_in_rules(), form
    )
    assert not made.already
    assert made.total.score >= LEAST[form.code] - 4


@pytest.mark.campaign
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_the_rules_notice_as_much_as_they_did(form: Form) -> None:
    made = audited_form(form)
    assert not made.already
    assert made.total.score >= LEAST[form.code]
    least = {kind: made.kinds[kind].score for kind in ALWAYS if kind in made.kinds and made.kinds[kind].score < 95}
    assert least == {}
    assert made.kinds["digit"].score >= 92


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_form_is_asked_what_it_has(form: Form) -> None:
    kinds = {change.kind for change in audit.plan_of(form)} - {""}
    assert kinds <= set(KINDS)
    assert ("observation-lost" in kinds) == ("observaciones" in form.index)
    assert ("line-changed" in kinds) == ("lineas" in form.index)
    assert ("percentage" in kinds) == bool(form.percents)
    assert ("number-mark" in kinds) == ("meta" in form.kinds)
    assert ("date-lost" in kinds) == bool(form.head.cutoff.entry.words)
    assert ("date-day" in kinds) == (form.head.cutoff.says == "fecha")
    assert ("form-lost" in kinds) == form.head.shows_code
    assert ("signer-twice" in kinds) == (len(form.head.roles) == 3)


def test_changes_of_a_form_are_the_same_every_time() -> None:
    for form in FORMS:
        assert audit.plan_of(form) == audit.plan_of(form)


@pytest.mark.campaign
def test_the_main_form_is_audited_by_the_reports_that_are_written_by_hand() -> None:
    main = audited_form(built_in_forms()[0])
    assert main.total == audited().total
    assert set(main.silent) < set(audited().silent)

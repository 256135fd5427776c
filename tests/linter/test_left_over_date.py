"""POA406, a FECHA left over from the last report: one cause, and what all goals seem to have wrong under it."""

from poa_lint.api import lint, render
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.diagnostic import Diagnostic

SECOND = {"avance": ("1", "1", "", ""), "absoluto": "2", "relativo": "50%"}
"""A goal as it stands after the second quarter."""


def page(ahead: int, goals: int = 6) -> str:
    """A page with the first quarter's date, on which some goals have the second quarter's figures."""
    texts = (f"{100 + number}.- ELABORAR INFORMES DE {'ABCDEFGHIJKLMNOPQRST'[number] * 4}." for number in range(goals))
    rows = [Row(texto=text, **(SECOND if number < ahead else {})) for number, text in enumerate(texts)]  # type: ignore[arg-type]
    return write([Page(metas=tuple(rows))])


def found(text: str) -> tuple[Diagnostic, ...]:
    return lint(text).files[0].diagnostics


def test_what_most_goals_have_ahead_of_the_date_follows_from_the_date() -> None:
    cause, *rest = found(page(4))
    assert cause.code == "POA406"
    assert cause.message.startswith('FECHA dice "31-mar.-24", y 4 de las 6 metas de la página traen avances de después')
    assert {one.code for one in rest} >= {"POA102", "POA403"}
    assert {one.derived_from for one in rest} == {cause.key}


def test_what_some_goals_have_ahead_of_the_date_is_told_of_each() -> None:
    findings = found(page(3))
    assert [one.code for one in findings if one.derived_from is None].count("POA403") == 3
    assert not any(one.code == "POA406" for one in findings)


def test_of_many_findings_that_follow_from_one_the_first_are_shown_and_the_others_counted() -> None:
    few, many = render(lint(page(3, 5))), render(lint(page(6)))
    assert (few.count("sigue : error"), "por lo mismo" in few) == (6, False)
    assert many.count("sigue : error") == 6
    assert "sigue : y 6 hallazgos más por lo mismo (--all los muestra)" in many

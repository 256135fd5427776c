"""What a summary keeps of a report: the verdicts and counts of linting, and the judgement of the rules of trend."""

import pickle
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring.samples import sample
from poa_lint.config.settings import Choice, Settings
from poa_lint.config.waivers import Decisions
from poa_lint.core.diagnostic import Severity
from poa_lint.core.forms import built_in_forms
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult
from poa_lint.core.words import words
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint
from poa_lint.output.year.model import GROUPS, Digest
from poa_lint.output.year.record import TRENDS, digest, forecast
from poa_lint.rulebook.builtin import built_in_rules
from tests.output.years import digests, linted, summary, texts
from tests.places import SEED

BEHIND: dict[str, Any] = {
    "fecha": "30-jun.-24",
    "meta_anual": 8,
    "programado": [2, 2, 2, 2],
    "avance": [0, 0],
    "absoluto": 0,
    "relativo": "0%",
}


def plainly(text: str, **more: object) -> FileResult:
    """The result of a text as the linting command has it."""
    own = Settings(**more)  # type: ignore[arg-type]
    return lint(decode(text.encode(), "t.txt"), built_in_rules(), built_in_forms(), own, words("es"), keep=True)


@pytest.mark.parametrize("text", [SEED.read_text("utf-8"), sample(BEHIND).text(), *(text for _, text in texts())])
def test_verdicts_and_counts_are_those_of_linting(text: str) -> None:
    usual, beside = plainly(text), linted("t.txt", text)
    assert beside.diagnostics == usual.diagnostics
    assert (beside.verdict, beside.verdicts, beside.failed) == (usual.verdict, usual.verdicts, usual.failed)
    assert beside.counts == usual.counts
    kept = digest(beside)
    assert kept.tally.found == tuple(usual.count(severity) for severity in Severity if severity is not Severity.OFF)
    assert not TRENDS & set(kept.rules)
    assert [unit.tally.verdict for unit in kept.units] == [verdict for _, verdict in usual.verdicts]


def risks(kept: Digest) -> list[str]:
    return [risk.code for unit in kept.units for risk in unit.risks]


def test_the_rules_of_trend_run_beside_the_others() -> None:
    text = sample(BEHIND).text()
    assert not {finding.code for finding in plainly(text).diagnostics} & TRENDS
    kept = digest(linted("t.txt", text))
    assert risks(kept) == ["POA930", "POA931"]
    (first, _) = kept.units[0].risks
    assert (first.meta, first.texto) == ("100", "ELABORAR INFORMES DE AVANCE.")
    assert first.message.startswith("si se cumple lo que falta se llega a 0 + 4 = 4; al ritmo actual, a 8 × 0 ÷ 4 = 0")


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (Choice(ignore=("POA930",)), ["POA931"]),
        (Choice(ignore=("tendencia",)), []),
        (Choice(severity={"POA931": Severity.OFF}), ["POA930"]),
        (Choice(select=("aritmetica",)), ["POA930", "POA931"]),
        (Choice(params={"POA930": {"minimo": 0}}), ["POA931"]),
    ],
)
def test_settings_may_ignore_them(choice: Choice, told: list[str]) -> None:
    assert risks(digest(linted("t.txt", sample(BEHIND).text(), choice=choice))) == told


def test_where_they_are_selected_they_count() -> None:
    result = linted("t.txt", sample(BEHIND).text(), choice=Choice(select=("POA930",)))
    kept = digest(result)
    assert kept.rules == {"POA930": 1}
    assert kept.tally.found == (0, 0, 1)
    assert risks(kept) == ["POA930", "POA931"], "the others still run beside"


def test_what_is_known_debt_does_not_count() -> None:
    result = linted("t.txt", sample({"programado": [1, 1, 1, 0]}).text())
    assert result.failed
    debt = frozenset(finding.key for finding in result.diagnostics)
    kept = digest(replace(result, diagnostics=Decisions(baseline=debt).on(result.diagnostics)))
    assert (kept.failed, kept.tally.found, kept.tally.waived) == (False, (0, 0, 0), len(result.diagnostics))
    assert kept.units[0].tally.waived == len(result.diagnostics)


CELL = st.sampled_from(["", "0", "1", "2", "3", "10", "2.5", "l2", "-1"])
ROWS = st.fixed_dictionaries(
    {
        "meta_anual": st.sampled_from(["", "0", "4", "8", "10", "x", "80%"]),
        "programado": st.lists(CELL, min_size=4, max_size=4),
        "avance": st.lists(CELL, min_size=4, max_size=4),
        "fecha": st.sampled_from(["31-mar.-24", "30-jun.-24", "30-sep.-24", "31-dic.-24", "28-feb.-24", ""]),
    }
)


@settings(max_examples=150)
@given(ROWS)
def test_the_forecast_is_the_judgement_of_the_rule(row: dict[str, Any]) -> None:
    result = linted("t.txt", sample(row).text(), choice=Choice(select=("POA930",)))
    assert result.paper is not None
    (meta,) = result.paper.informe.metas
    at_risk = any(finding.code == "POA930" for finding in result.diagnostics)
    assert (forecast(meta) is False) == at_risk
    (unit,) = digest(result).units
    assert unit.forecast - unit.expected == at_risk
    assert sum(unit.progress[group] for group in GROUPS) == unit.metas == 1
    assert unit.reached <= unit.measured


def test_the_threshold_is_the_rules_own() -> None:
    result = linted("t.txt", sample({"meta_anual": 10, "programado": [4, 2, 2, 2], "avance": [3]}).text())
    assert result.paper is not None
    (meta,) = result.paper.informe.metas
    assert [forecast(meta, minimum) for minimum in (90, 91)] == [True, False]


def test_a_plan_reports_nothing() -> None:
    text = sample({"form": "POA-PLAN"}, built_in_forms()).text()
    assert digest(linted("plan.txt", text)).units == ()


def test_months_have_a_forecast_too() -> None:
    monthly = next(form for form in built_in_forms() if len(form.periods) == 12 and "avance.1" in form.index)
    kept = digest(linted("m.txt", sample({"form": monthly.code}, built_in_forms()).text()))
    assert kept.units[0].periodo.startswith(monthly.periods[0].clave.rstrip("0123456789"))
    assert kept.units[0].forecast > 0


def test_a_digest_travels_and_takes_little_memory() -> None:
    kept = digests()[5]
    assert pickle.loads(pickle.dumps(kept)) == kept  # noqa: S301 - our own bytes
    sent = pickle.dumps([replace(kept, path=f"informes/{number}.txt") for number in range(1000)])
    tracemalloc.start()
    many = pickle.loads(sent)  # noqa: S301 - our own bytes
    made = summary(many)
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert made.reports == 1000
    assert size < 10_000_000, "ten kilobytes a report, of which most shared texts are one object less"


BLANK_QUARTER: dict[str, Any] = {
    "meta_anual": 8,
    "programado": [2, 2, 2, 2],
    "avance": [2, 2, ""],
    "fecha": "30-sep.-24",
}


@pytest.mark.parametrize(
    ("changes", "group", "unforeseen"),
    [
        ({}, "unread", 1),
        ({"avance": [2, "", 2]}, "unread", 1),
        ({"avance": [2, 2, "dos"]}, "unread", 1),
        ({"avance": [2, 2, 0]}, "under", 0),
        ({"meta_anual": "x", "avance": [2, 2, 2]}, "even", 1),
        ({"meta_anual": 0}, "unread", 0),  # no year to be foreseen
        ({"programado": [4, 4, 0, 0], "avance": [4, 4, ""]}, "even", 0),  # nothing was programmed, nothing is owed
        ({"fecha": "31-dic.-24", "avance": [2, 2, 2, ""]}, "unread", 0),  # nothing is left to be foreseen
    ],
)
def test_a_blank_result_is_unknown_and_no_zero(changes: dict[str, Any], group: str, unforeseen: int) -> None:
    kept = digest(linted("t.txt", sample(BLANK_QUARTER | changes).text())).units[0]
    assert {name: number for name, number in kept.progress.items() if number} == {group: 1}
    assert (kept.unforeseen, kept.unforeseen and kept.forecast) == (unforeseen, 0)
    assert not (group == "unread" and kept.reached)


def test_a_file_that_could_not_be_read_keeps_the_reason() -> None:
    assert digest(linted("x.txt", "Una carta.")).reason == "el archivo no tiene ninguna página de una forma conocida"
    assert digest(linted("t.txt", sample({"absoluto": 99}).text())).reason == "", "findings are no reason"


def test_the_reason_is_what_was_not_read_and_no_other_error() -> None:
    """The first page has a wrong sum; the second one has lost the headings of its table."""
    first, second = (sample({"unidad": unit, "absoluto": 9}).text() for unit in ("101 A", "102 B"))
    torn = "\n".join(line for line in second.split("\n") if not line.startswith(("L/A", "\t\t")))
    result = linted("t.txt", f"{first}\n{torn}")
    assert result.unread
    assert {"POA102", "POA005"} <= {finding.code for finding in result.diagnostics}
    (lost,) = [finding.message for finding in result.diagnostics if finding.code == "POA005"]
    assert digest(result).reason == lost


def test_of_a_goal_that_holds_its_level_the_last_result_counts() -> None:
    level = {"meta_anual": 8, "programado": [8, 8, 8, 8], "avance": ["", 8], "fecha": "30-jun.-24"}
    held = {"acumulacion": {"101": "ultimo", "103": "ultimo"}}
    for avance, group in ((["", 8], "even"), ([8, ""], "unread")):
        kept = digest(linted("t.txt", sample(level | {"avance": avance, "texto": "101.- CUIDAR."}).text(), **held))
        assert kept.units[0].progress[group] == 1

"""Other files break ties: which placement of a displaced row is meant, and which repair. They overrule nothing."""

from dataclasses import replace

import pytest

from poa_lint.core.diagnostic import Confidence, Diagnostic
from poa_lint.core.result import FileResult
from tests.comparison.checking import check, delivered
from tests.comparison.writing import text
from tests.comparison.year import Figures, Goal, Unit

KM = Goal("101", "SUPERVISAR OBRA.", "KM", (1, 0, 0, 1), (1, 0, 0, 0))
CELLS = ("4.6.1", "101.- SUPERVISAR OBRA.", "KM", "2", "1", "1", "", "", "", "1", "", "1", "50%")
"""Its row without one of the cells: P 1, A 1 and P 1 in the fourth quarter, or A 1 and P 1 in the second and fourth."""


def result(goal: Goal, *others: Goal, quarter: int = 1, **planned: Goal) -> FileResult:
    """The result of a report with a goal, beside a plan and an earlier report with theirs."""
    unit = Unit("101", "GERENCIA", (goal, *others))
    plan = planned.get("plan")
    before = planned.get("antes")
    (found,) = check(
        {"t.txt": text([unit.sheet(quarter)])},
        delivered({"antes.txt": text([replace(unit, goals=(before, *others)).sheet(quarter - 1)])}) if before else (),
        delivered({"plan.txt": text([replace(unit, goals=(plan, *others)).plan()])}) if plan else (),
    )
    return found


def placed(one: FileResult) -> Diagnostic:
    """The finding about the displaced row."""
    (found,) = (finding for finding in one.diagnostics if finding.code == "POA002")
    return found


DISPLACED = replace(KM, said={"renglon": CELLS})


def test_alone_the_placement_is_a_guess() -> None:
    assert placed(result(DISPLACED)).confidence is Confidence.LOW


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        (
            (1, 0, 0, 1),
            "Ene-Mar P 1 · Ene-Mar A 1 · Abr-Jun P - · Abr-Jun A - · Jul-Sep P - · Jul-Sep A - · Oct-Dic P 1",
        ),
        (
            (0, 1, 0, 1),
            "Ene-Mar P - · Ene-Mar A 1 · Abr-Jun P 1 · Abr-Jun A - · Jul-Sep P - · Jul-Sep A - · Oct-Dic P 1",
        ),
    ],
)
def test_the_plan_tells_which_placement_is_meant(planned: Figures, said: str) -> None:
    one = result(DISPLACED, plan=replace(KM, planned=planned))
    finding = placed(one)
    assert said in finding.work
    assert "la que coincide con el POA aprobado" in finding.work
    assert finding.confidence is Confidence.HIGH
    assert not finding.edits, "a row is not corrected towards another file"
    assert not any(finding.code == "POA902" for finding in one.diagnostics)


def test_the_last_report_tells_it_too() -> None:
    now = replace(KM, said={"renglon": (*CELLS[:6], "", "", "1", "", "1", "50%")})
    alone = placed(result(now, quarter=2))
    beside = placed(result(now, quarter=2, antes=KM))
    assert (alone.confidence, beside.confidence) == (Confidence.LOW, Confidence.HIGH)
    assert "la que coincide con el informe anterior" in beside.work


def test_a_plan_that_fits_no_placement_leaves_it_a_guess() -> None:
    one = result(DISPLACED, plan=replace(KM, planned=(1, 1, 0, 0)))
    assert placed(one).confidence is Confidence.LOW


def test_a_goal_that_stands_twice_is_no_evidence() -> None:
    one = result(DISPLACED, KM, plan=KM)
    assert placed(one).confidence is Confidence.LOW


def test_a_goal_in_other_words_is_no_evidence() -> None:
    one = result(DISPLACED, plan=replace(KM, words="SUPERVISAR OBRA PUBLICA."))
    assert placed(one).confidence is Confidence.LOW


FOUR = replace(KM, planned=(2, 2, 2, 2), achieved=(2, 0, 0, 0))
LACKING = replace(FOUR, said={"programado": ("2", "2", "2", ""), "meta_anual": "8"})
"""Its quarters add up to 6 where the year says 8."""


def test_of_several_repairs_the_one_that_the_plan_speaks_for_is_told_alone() -> None:
    assert [one.of for one in result(LACKING).repairs] == [3, 3, 3]
    beside = result(LACKING, plan=FOUR)
    (repair,) = beside.repairs
    assert repair.of == 1
    assert repair.message == "falta 2 en Oct-Dic P; el POA aprobado dice 2 en Oct-Dic P"
    causes = {finding.code: finding.derived_from for finding in beside.diagnostics if finding.severity.rank < 2}
    assert causes["POA101"] is None
    assert causes["POA902"] == next(finding.key for finding in beside.diagnostics if finding.code == "POA101")


def test_another_repair_is_told_if_the_plan_says_so() -> None:
    (repair,) = result(LACKING, plan=replace(FOUR, planned=(2, 4, 2, 0))).repairs
    assert repair.message == "Abr-Jun P dice 2 y sería 4; el POA aprobado dice 4 en Abr-Jun P"


def test_a_closed_figure_that_was_changed_heads_what_its_repair_explains() -> None:
    """AVANCE ABSOLUTO went up with it, and the percentage, which is right, was blamed."""
    before = replace(KM, planned=(0, 1, 0, 1), achieved=(0, 1, 0, 0))
    said = {"avance": ("1", "1", "0", ""), "absoluto": "2", "relativo": "50%"}
    one = result(replace(before, said=said, notes=("",) * 4), quarter=3, antes=before)
    (repair,) = one.repairs
    assert {change.target for change in repair.changes} == {"absoluto", "avance.1"}
    head = next(finding for finding in one.diagnostics if finding.code == "POA903")
    assert head.derived_from is None
    assert head.key in repair.resolves
    assert head.help.startswith("Escriba lo que se informó entonces.")
    (percentage,) = [finding for finding in one.diagnostics if finding.code == "POA103"]
    assert percentage.derived_from == head.key


def test_the_gap_that_a_missing_goal_leaves_follows_from_it() -> None:
    """Only where the goal would stand: another gap is a finding of its own."""
    others = [replace(KM, number=number, words=f"ATENDER {number} CASOS.") for number in ("102", "103", "104", "106")]
    unit = Unit("101", "GERENCIA", (KM, *others))
    plan = delivered({"plan.txt": text([unit.plan()])})
    lacking = replace(unit, goals=tuple(goal for goal in unit.goals if goal.number != "103"))
    (one,) = check({"t.txt": text([lacking.sheet(1)])}, (), plan)
    gaps = {finding.where.meta: finding.derived_from for finding in one.diagnostics if finding.code == "POA602"}
    (missing,) = [finding for finding in one.diagnostics if finding.code == "POA904"]
    assert gaps == {"104": missing.key, "106": None}


def test_a_plan_that_no_repair_leads_to_leaves_all_of_them() -> None:
    assert [one.of for one in result(LACKING, plan=replace(FOUR, planned=(3, 3, 1, 1))).repairs] == [3, 3, 3]


def test_the_last_report_speaks_for_a_repair_too() -> None:
    before = replace(FOUR, achieved=(2, 0, 0, 0))
    now = replace(LACKING, achieved=(2, 2, 0, 0))
    (repair,) = result(now, quarter=2, antes=before).repairs
    assert repair.message == "falta 2 en Oct-Dic P; el informe anterior dice 2 en Oct-Dic P"


def test_a_doubtful_row_of_the_last_report_is_not_compared() -> None:
    """What a displaced row there says under one of its placements alone is no difference."""
    sound = replace(KM, planned=(0, 1, 0, 1), achieved=(1, 0, 0, 0), notes=("SE ADELANTÓ UNA OBRA.",) * 4)
    told = {finding.code for finding in result(sound, quarter=2, antes=DISPLACED).diagnostics}
    assert not told & {"POA901", "POA902", "POA903"}

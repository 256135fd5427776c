"""POA909, progress to date that goes on from the last report: whose figure is blamed, and on which forms."""

from pathlib import Path

from poa_lint.config.settings import Settings
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.linter.pipeline import delivered, lint
from poa_lint.linter.pool import Against, Pool
from poa_lint.rulebook.builtin import built_in_rules
from tests.linter.test_amended import T2, T3, pool, told

PAPER = (Path(__file__).parents[1] / "data/forms/pbrm-08c.txt").read_text(encoding="utf-8")
"""A second quarter: its own figures and those of the year so far; what the first achieved is not on it."""


def test_a_total_that_does_not_go_on_is_told_with_what_it_should_say() -> None:
    assert told({**T2, "absoluto": 3}, pool(before={})) == [
        ("POA909", "el AVANCE ABSOLUTO dice 3; el informe anterior llevaba 1 y desde entonces se lograron 1")
    ]


def test_a_quarter_that_nobody_filled_in_is_no_zero() -> None:
    assert told({**T2, "avance": [1, None]}, pool(before={})) == [
        (
            "POA909",
            "el AVANCE ABSOLUTO dice 2 y el informe anterior llevaba 1; este no dice cuánto se logró desde entonces",
        )
    ]


def test_a_last_report_whose_total_is_not_its_quarters_blames_nobody_here() -> None:
    assert told(T2, pool(before={"absoluto": 2, "relativo": "50%"})) == []


def test_a_total_copied_from_a_wrong_last_report_is_left_to_the_sum_of_the_own_quarters() -> None:
    assert told({**T3, "absoluto": 4}, pool(before={**T2, "absoluto": 3})) == []


def test_a_form_without_the_quarters_before_is_held_to_the_last_report() -> None:
    first = PAPER.replace("SEGUNDO", "PRIMERO").replace("6	50.00%	6	50.00%", "3	25.00%	3	25.00%")
    first = first.replace("3	50.00%	2	33.33%	-1	-16.67%", "2	33.33%	1	16.67%	-1	-16.67%")
    first = first.replace(
        "50	50.00%	80	80.00%	30	30.00%", "25	25.00%	40	40.00%	15	15.00%"
    )
    second = PAPER.replace("6	50.00%	6	50.00%	0	0.00%", "6	50.00%	7	58.33%	1	8.33%")
    rules, forms = built_in_rules(), built_in_forms()

    def compared(here: str) -> list[tuple[str, str]]:
        before = delivered(Source("t1.txt", first, sha256="t1"), rules, forms, Settings())
        pool = Pool(Against((before,), ()))
        found = lint(Source("t2.txt", here, sha256="t2"), rules, forms, Settings(), words("es"), pool=pool)
        return [(one.code, one.message) for one in found.diagnostics if one.code == "POA909"]

    assert compared(PAPER) == []
    assert [code for code, _ in compared(second)] == ["POA909"]

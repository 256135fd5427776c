"""A small part of the campaign of damaged reports beside damaged ones."""

import pytest

pytest.importorskip("resource", reason="the memory and the time of processes are measured as Unix does")
from tests.comparison import campaign as comparing
from tests.hostile import campaign


@pytest.mark.parametrize(("kind", "count"), [("comparados", 60), ("comparados-archivos", 15)])
def test_damaged_reports_beside_damaged_ones_get_a_sound_answer(kind: str, count: int) -> None:
    assert kind in campaign.KINDS
    assert campaign.tried(kind, 15, count).failures == []


def test_a_goal_of_the_last_report_that_is_another_one_in_the_plan_is_not_compared() -> None:
    """The plan had the goal in its own words, so that nothing told that the last report's goal was another one."""
    comparing.tried(campaign.made("comparados", 1, 70))

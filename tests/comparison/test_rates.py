"""Floors of pairing: on 800 goals of near-identical texts nothing is compared wrongly where little was changed."""

import time

import pytest

from poa_lint.rulebook.pairing import CERTAIN, NUMBER, Goal, Pair, Thresholds, goal, pair
from tests.comparison import rates


@pytest.mark.parametrize(
    ("share", "right", "wrong"), [(0.0, 100.0, 0.0), (0.05, 98.5, 0.0), (0.15, 95.5, 0.1), (0.30, 90.5, 0.2)]
)
def test_goals_are_found_again(share: float, right: float, wrong: float) -> None:
    """The least share that is paired rightly, and the most that may be compared with another goal, in percent."""
    found = rates.measure(share, range(100, 104)).rates
    assert 100 * found.right / found.goals >= right
    assert 100 * found.wrong / found.goals <= wrong
    assert found.goals == found.right + found.apart + found.doubtful + found.wrong


def test_numbers_alone_would_compare_a_third_of_all_goals_with_others() -> None:
    measured = rates.measure(0.05, range(100, 102))
    assert measured.by_number > measured.rates.goals / 4


def parks(pattern: str, shift: int = 0) -> list[Goal]:
    """400 goals that differ in two words."""
    return [goal(str(at + shift), pattern.format(at=at, colony=at % 20), at) for at in range(400)]


THERE = "REALIZAR MANTENIMIENTO PREVENTIVO DEL PARQUE {at} DE LA COLONIA {colony}"


def timed(here: list[Goal]) -> tuple[tuple[Pair, ...], float]:
    """The pairs with the goals of before, and the seconds that they took."""
    began = time.process_time()
    pairs = pair([(here, parks(THERE))], Thresholds()).pairs
    return pairs, time.process_time() - began


def test_four_hundred_goals_of_a_unit_that_were_all_rewritten_take_about_a_second() -> None:
    """Each of 160 000 likenesses was asked of difflib, which took 5 s."""
    here = "REALIZAR MANTENIMIENTO GENERAL Y PREVENTIVO DEL PARQUE {at} DE LA COLONIA {colony} DE MEXICALI"
    pairs, took = timed(parks(here))
    assert {(one.here, one.there, one.mode) for one in pairs} == {(at, at, NUMBER) for at in range(400)}
    assert took < 3


def test_goals_that_were_all_rewritten_and_renumbered_are_not_compared_with_others() -> None:
    pairs, took = timed(parks("PREVENTIVO MANTENIMIENTO REALIZAR EN EL PARQUE {at} DE LA COLONIA {colony}", 1))
    assert not any(one.here != one.there for one in pairs if one.mode in CERTAIN)
    assert took < 3


def test_the_page_has_the_table() -> None:
    page = rates.PAGE.read_text("utf-8")
    table = page.split(rates.BEGIN)[1].split(rates.END)[0].strip().splitlines()
    assert tuple(table[:2]) == rates.HEADING
    assert [line.split("|")[1].strip() for line in table[2:]] == [f"{share:.0%}" for share in rates.SHARES]

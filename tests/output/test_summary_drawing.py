"""The drawings of a year: bars as long as what they count, trends with a gap where nothing is known."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.output.year.model import GROUPS
from poa_lint.output.year.page.drawing import BOTTOM, STEP, TOP, WIDE, bar, length, trend

COUNTS = st.fixed_dictionaries({group: st.integers(0, 10**6) for group in GROUPS})


@given(COUNTS)
def test_the_parts_of_a_bar_fill_it_and_follow_on_each_other(counts: dict[str, int]) -> None:
    parts = bar(counts, GROUPS)
    assert {part.kind: part.number for part in parts} == {kind: number for kind, number in counts.items() if number}
    edges = [0, *(part.start + part.long for part in parts)]
    assert [part.start for part in parts] == edges[:-1]
    assert edges[-1] == (WIDE if any(counts.values()) else 0)
    total = sum(counts.values())
    assert all(abs(part.long - Fraction(WIDE * part.number, total)) <= 1 for part in parts)


@given(st.lists(st.none() | st.fractions(0, 2), max_size=14))
def test_a_trend_has_a_dot_for_each_share_and_a_line_between_neighbours(shares: list[Fraction | None]) -> None:
    drawn = trend(shares, [None] * len(shares))
    known = [share is not None for share in shares]
    assert drawn.width == STEP * len(shares)
    assert drawn.dots.count("h0") == sum(known)
    assert drawn.line.count("L") == sum(map(all, pairwise(known)))
    heights = [int(part.split("h")[0].split()[1]) for part in drawn.dots.split("M")[1:]]
    assert all(TOP <= height <= BOTTOM for height in heights)


@pytest.mark.parametrize(
    ("shares", "line", "dots"),
    [
        ([Fraction(1), Fraction(0)], "M11 4L33 20", "M11 4h0M33 20h0"),
        ([Fraction(1), None, Fraction(1, 2)], "", "M11 4h0M55 12h0"),
        ([None, Fraction(1), Fraction(1, 2), None, Fraction(1)], "M33 4L55 12", "M33 4h0M55 12h0M99 4h0"),
    ],
)
def test_a_trend_has_gaps(shares: list[Fraction | None], line: str, dots: str) -> None:
    assert trend(shares, ["CORREGIR" if share is not None else None for share in shares])[1:3] == (line, dots)


def test_marks_stand_at_their_periods() -> None:
    assert trend([None] * 3, ["SIN OBSERVACIONES", None, "CORREGIR"]).marks == ((11, 4), (55, 1))


def test_what_is_not_zero_is_seen() -> None:
    assert [length(number, 10_000) for number in (10_000, 5_000, 1, 0)] == [WIDE, WIDE // 2, 1, 0]
    assert length(0, 0) == 0

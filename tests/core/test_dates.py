"""Days as people write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.core.dates import iso


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_a_day_with_the_day_first_is_that_day(day: dt.date) -> None:
    for text in (f"{day.day}/{day.month}/{day.year}", day.strftime("%d/%m/%Y")):
        assert iso(text) == day.isoformat()
    assert iso(day.isoformat()) == day.isoformat()


@pytest.mark.parametrize(
    "text",
    ["07/31/2024", "31/06/2024", "31/07/24", "2024/07/31", "31-07-2024", "1/2", "a/b/2024", "٣/٧/2024", "", "//"],
)
def test_what_is_no_such_day_stays_as_it_is(text: str) -> None:
    """Who reads the option refuses it: the month is never taken for the day."""
    assert iso(text) == text

"""A damaged row number of millions costs no more than the rows that there are."""

import pytest

pytest.importorskip("resource", reason="time is measured as Unix does")
from tests.hostile import campaign


def test_a_workbook_with_a_row_number_of_millions_is_read_at_once() -> None:
    assert campaign.tried("files", 4, 0, only=435).failures == []

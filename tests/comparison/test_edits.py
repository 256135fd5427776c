"""The real report as its own next quarter with forty edits: each is told, nothing else is, and doubt is said."""

import re

import pytest

from tests.comparison import edits
from tests.comparison.checking import check


@pytest.mark.parametrize("seed", range(6))
def test_forty_edits_of_the_real_report_are_its_findings(seed: int) -> None:
    one = edits.edited(edits.dice(seed))
    assert len(one.told) > 10
    assert edits.judged(one) == edits.Judged(frozenset(), frozenset(), frozenset())


def test_without_an_edit_nothing_is_told_but_what_is_not_known_is_named() -> None:
    one = edits.edited(edits.dice(0), 0)
    assert edits.judged(one) == edits.Judged(frozenset(), frozenset(), frozenset())
    (result,) = check({"t2.txt": one.text.encode()}, edits.before())
    said = " ".join(result.remarks)
    assert all(remark.startswith("de t1.txt no se sabe alguna cifra de la unidad ") for remark in result.remarks)
    assert set(re.findall(r"\b\d{3}\b", said.partition("metas")[2])) == {"100", "102", "207"}


def test_a_placement_that_only_a_broken_sum_speaks_for_is_not_compared() -> None:
    """The new quarter's blank broke a rule under the right placement: four figures were told to differ."""
    assert edits.judged(edits.edited(edits.dice("1/9"))) == edits.Judged(frozenset(), frozenset(), frozenset())

"""Tallies: what they count, and that neither order nor grouping matters."""

import pickle
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from poa_lint import lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.diagnostic import Waived
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Notice
from poa_lint.servers.tally import WORST, Tally, Worst, added, total
from tests.places import SEED

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 10**20), max_size=4)
UNITS = st.dictionaries(st.tuples(st.sampled_from("12"), st.sampled_from("345")), st.integers(1, 9), max_size=4)
FILES = st.builds(Worst, st.text("ab/", max_size=3), st.integers(0, 3), st.integers(0, 3))
RANKED = st.lists(FILES, max_size=2 * WORST).map(lambda files: tuple(sorted(files, key=lambda one: one.rank)[:WORST]))
TALLIES = st.builds(Tally, *[st.integers(0, 10**20)] * 3, COUNTS, UNITS, COUNTS, COUNTS, RANKED)


@given(TALLIES, TALLIES, TALLIES)
def test_grouping_does_not_matter(one: Tally, two: Tally, three: Tally) -> None:
    assert (one + two) + three == one + (two + three)


@given(TALLIES, TALLIES)
def test_order_does_not_matter(one: Tally, two: Tally) -> None:
    assert one + two == two + one


@given(TALLIES)
def test_the_empty_tally_changes_nothing(one: Tally) -> None:
    assert one + Tally() == one == Tally() + one


@given(st.permutations(range(8)), st.sets(st.integers(1, 7)))
def test_results_in_any_order_and_any_parts_come_to_the_same(order: Sequence[int], cuts: set[int]) -> None:
    mixed = [RESULTS[place] for place in order]
    parts = [mixed[start:end] for start, end in pairwise((0, *sorted(cuts), 8))]
    assert repr(added(map(total, parts))) == repr(total(RESULTS))


def results() -> list[FileResult | Notice]:
    """Three sorts of reports, eight in all, one of them missing."""
    texts = [write([Page(metas=(Row(meta_anual=str(goal)),))]) for goal in (4, 4, 5, 6, 7)]
    files = [file for number, text in enumerate(texts) for file in lint(text, name=f"{number}.txt").files]
    return [*files, *lint(SEED, b"").files, Notice("no-hay.txt", "no existe")]


RESULTS = results()


def test_what_a_tally_counts() -> None:
    tally = total(RESULTS)
    assert (tally.files, tally.notices, tally.waived) == (7, 1, 0)
    assert sum(tally.verdicts.values()) == tally.files
    assert tally.verdicts["SIN OBSERVACIONES"] == 2
    every = [one for file in RESULTS if isinstance(file, FileResult) for one in file.diagnostics]
    assert sum(tally.codes.values()) == sum(tally.severities.values()) == sum(tally.units.values()) == len(every)
    assert tally.codes["POA008"] == 1
    assert [one.path for one in tally.worst][:2] == [str(SEED), "2.txt"]
    assert (tally.worst[0].errors, tally.worst[0].warnings) == (18, 13)


def test_what_is_waived_counts_apart() -> None:
    (file,) = lint(SEED).files
    waived = replace(file, diagnostics=tuple(replace(one, waived=Waived("baseline")) for one in file.diagnostics))
    tally = Tally.of(waived)
    assert (tally.waived, tally.codes, tally.worst) == (len(file.diagnostics), {}, ())
    assert tally.verdicts == {"SIN OBSERVACIONES": 1}


def test_only_the_worst_are_kept_and_a_tally_travels() -> None:
    file = next(one for one in RESULTS if isinstance(one, FileResult) and one.path == "2.txt")
    tally = total(replace(file, path=f"{number:03}.txt") for number in range(100, 0, -1))
    assert [one.path for one in tally.worst] == [f"{number:03}.txt" for number in range(1, WORST + 1)]
    assert pickle.loads(pickle.dumps(tally)) == tally  # noqa: S301 - our own bytes

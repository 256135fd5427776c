"""Displaced rows on either side: a figure is compared where both say enough alike, and never under a wrong column."""

import random
from typing import NamedTuple

import pytest

from poa_lint.rulebook.certainty import LEAST, MOST
from tests.comparison import edits
from tests.comparison.checking import check, delivered

CODES = ("POA901", "POA902", "POA903")
Told = set[tuple[str, str]]


class Pair(NamedTuple):
    """A goal's row in two quarters, and what has to be told of it."""

    before: list[str]
    now: list[str]
    told: Told


def test_the_goal_of_the_design_is_told_though_its_row_lost_a_cell_in_both_quarters() -> None:
    """Goal 103 of the real report: 8 sessions a year, of which 3 were held; one cell of its row is lost."""
    row = "SESION\t8\t2\t3\t2\t\t2\t\t2\t3\t38%"
    assert row in edits.report()
    now = edits.report().replace("31-mar.-24", "30-jun.-24").replace(row, row.replace("8\t2\t3", "9\t2\t2", 1))
    (result,) = check({"t2.txt": now.encode()}, edits.before())
    told = {
        (one.code, one.where.columna) for one in result.diagnostics if one.where.meta == "103" and one.code in CODES
    }
    assert told == {("POA901", "meta_anual"), ("POA903", "avance.1")}


def test_a_row_that_differs_in_more_figures_is_not_compared_and_that_is_said() -> None:
    row = "SESION\t8\t2\t3\t2\t\t2\t\t2\t3\t38%"
    other = "SESION\t9\t3\t2\t3\t\t1\t\t2\t2\t22%"
    now = edits.report().replace("31-mar.-24", "30-jun.-24").replace(row, other)
    (result,) = check({"t2.txt": now.encode()}, edits.before())
    assert not [one for one in result.diagnostics if one.where.meta == "103" and one.code in CODES]
    assert any("103" in remark for remark in result.remarks)
    assert (MOST, LEAST) == (2, 3)


@pytest.mark.parametrize("seed", range(4))
def test_no_figure_of_displaced_rows_is_told_that_was_not_changed(seed: int) -> None:
    dice = random.Random(f"rows {seed}")  # noqa: S311 - rows, not secrets
    before = edits.report().split("\n")
    now = [line.replace("31-mar.-24", "30-jun.-24") for line in before]
    pairs = {}
    for at in [at for at, line in enumerate(before) if edits._ROW.match(line)]:
        pair = pairs[edits._number(before[at])] = _pair(before[at].split("\t")[:3], dice)
        before[at], now[at] = "\t".join(pair.before), "\t".join(pair.now)
    (result,) = check({"t2.txt": "\n".join(now).encode()}, delivered({"t1.txt": "\n".join(before).encode()}))
    told = {(one.where.meta, one.code, one.where.columna) for one in result.diagnostics if one.code in CODES}
    known = {(goal, *what) for goal, pair in pairs.items() for what in pair.told}
    assert not told - known
    assert told & known


def _pair(opening: list[str], dice: random.Random) -> Pair:
    most = dice.choice((2, 4, 12, 300))
    planned = [dice.choice((0, 0, dice.randint(1, most), dice.randint(1, most))) for _ in range(4)]
    achieved = [max(0, figure + dice.choice((0, 0, 1, -1))) for figure in planned[:2]]
    before = _row(opening, sum(planned), planned, achieved[:1], dice)
    annual, told = sum(planned), Told()
    for what in dice.sample(range(6), dice.choice((0, 0, 1, 2))):
        more = dice.randint(1, 3)
        if what == 4:
            annual += more
            told.add(("POA901", "meta_anual"))
        elif what == 5:
            achieved[0] += more
            told.add(("POA903", "avance.1"))
        else:
            planned[what] += more
            told.add(("POA902", f"programado.{what + 1}"))
    now = _row(opening, annual, planned, achieved, dice)
    displaced = dice.choice(((), (before,), (now,), (before, now)))
    for row in displaced:
        _displace(row, dice)
    return Pair(before, now, told)


def _row(opening: list[str], annual: int, planned: list[int], achieved: list[int], dice: random.Random) -> list[str]:
    def cell(figure: int) -> str:
        return "" if figure == 0 and dice.random() < 0.6 else str(figure)

    quarters = [cell(one) for pair in zip(planned, [*achieved, 0, 0, 0, 0], strict=False) for one in pair]
    quarters = [text if at % 2 == 0 or at // 2 < len(achieved) else "" for at, text in enumerate(quarters)]
    share = f"{round(100 * sum(achieved) / annual) if annual else 0}%"
    return [*opening, str(annual), *quarters, str(sum(achieved)), share, ""]


def _displace(row: list[str], dice: random.Random) -> None:
    """Lose one or two blank cells among the figures."""
    for _ in range(dice.choice((1, 1, 2))):
        empty = [at for at in range(4, len(row) - 3) if row[at] == ""]
        if empty:
            del row[dice.choice(empty)]


def test_the_goals_of_a_unit_that_are_not_certain_are_named_once() -> None:
    """Goal 100 may be placed in several ways there, 103 is not confirmed by its row of now: one remark."""
    row = "SESION\t8\t2\t3\t2\t\t2\t\t2\t3\t38%"
    now = edits.report().replace("31-mar.-24", "30-jun.-24").replace(row, "SESION\t9\t3\t2\t3\t\t1\t\t2\t2\t22%")
    (result,) = check({"t2.txt": now.encode()}, edits.before())
    named = [remark for remark in result.remarks if "101 GERENCIA GENERAL" in remark]
    assert len(named) == 1
    assert "metas 100, 103 " in named[0]


def test_a_placement_that_is_only_a_little_nearer_than_others_is_not_taken() -> None:
    """Both rows lost cells and two figures changed: another placement would put the 2 of Abr-Jun A under Jul-Sep P."""
    there, here = (
        "22\t0\t\t1\t\t11\t10\t\t0\t0%\t",
        "22\t\t1\t3\t2\t11\t10\t3\t14%\t",
    )
    before, now = edits.report().split("\n"), edits.report().replace("31-mar.-24", "30-jun.-24").split("\n")
    (at,) = [number for number, line in enumerate(before) if edits._ROW.match(line) and edits._number(line) == "302"]
    opening = "\t".join(before[at].split("\t")[:3])
    before[at], now[at] = f"{opening}\t{there}", f"{opening}\t{here}"
    (result,) = check({"t2.txt": "\n".join(now).encode()}, delivered({"t1.txt": "\n".join(before).encode()}))
    told = {one.where.columna for one in result.diagnostics if one.where.meta == "302" and one.code in CODES}
    assert "programado.3" not in told

"""How often goals are paired rightly: `python -m tests.comparison.rates` writes the table into docs/comparar.md.

A goal of this quarter is *right* that is paired with a goal that it came from, or with none where it is new or another
part of that goal has it; *apart* if it came from one and none was found; *doubtful* if its figures are not compared;
*wrong* if they are compared with those of a goal that it did not come from.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.rulebook.pairing import CERTAIN, Goal, Pairs, Thresholds, goal, pair
from tests.comparison.goals import Units, every, goals, touched
from tests.places import ROOT

PAGE: Final = ROOT / "docs" / "comparar.md"
BEGIN, END = "<!-- tests/comparison/rates.py -->", "<!-- fin -->"
SHARES: Final = (0.0, 0.05, 0.15, 0.30)
SEEDS: Final = 10


class Rates(NamedTuple):
    """Numbers of goals by how they were paired."""

    goals: int = 0
    right: int = 0
    apart: int = 0
    doubtful: int = 0
    wrong: int = 0

    def plus(self, other: Rates) -> Rates:
        """Both together."""
        return Rates(*map(sum, zip(self, other, strict=True)))


def paired(before: Units, now: Units) -> Pairs:
    """The pairs of two quarters, unit by unit."""
    return pair(zip(_numbered(now), _numbered(before), strict=True), Thresholds())


def _numbered(units: Units) -> list[list[Goal]]:
    places = iter(range(sum(map(len, units))))
    return [[goal(str(one.number), one.words, next(places)) for one in unit] for unit in units]


def rates(before: Units, now: Units) -> Rates:
    """The rates of the pairs that are found."""
    there = list(every(before))
    found = {one.here: one for one in paired(before, now).pairs}
    taken = {place for one in found.values() if one.mode in CERTAIN for place in there[one.there].origins}
    counts: Counter[str] = Counter()
    for place, made in enumerate(every(now)):
        one = found.get(place)
        same = one is not None and bool(there[one.there].origins & made.origins)
        if one is None:
            counts["right" if made.origins <= taken else "apart"] += 1
        elif one.mode not in CERTAIN:
            counts["doubtful"] += 1
        else:
            counts["right" if same else "wrong"] += 1
    return Rates(sum(counts.values()), *(counts[name] for name in Rates._fields[1:]))


def by_number(before: Units, now: Units) -> int:
    """The goals that would be compared with another one if the number alone were looked at."""
    return sum(
        not one.origins & {goal.number: goal for goal in there}[one.number].origins
        for own, there in zip(now, before, strict=True)
        for one in own
        if one.number in {goal.number for goal in there}
    )


class Measured(NamedTuple):
    """The rates at one share of touched goals over all seeds, those by number alone, and the seconds of one pairing."""

    share: float
    rates: Rates
    by_number: int
    seconds: float


def measure(share: float, seeds: Sequence[int] = range(SEEDS)) -> Measured:
    """The rates at a share of goals touched."""
    total, alone, took = Rates(), 0, 0.0
    for seed in seeds:
        dice = random.Random(f"{seed}/{share}")  # noqa: S311 - made goals, not secrets
        before = goals(dice)
        now = touched(before, dice, share)
        began = time.process_time()
        total = total.plus(rates(before, now))
        took += time.process_time() - began
        alone += by_number(before, now)
    return Measured(share, total, alone, took / len(seeds))


HEADING: Final = (
    "| metas tocadas | metas | bien | no halladas | dudosas | mal | solo por número, mal | segundos |",
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
)


def table() -> Iterator[str]:
    """The table of the page, line by line."""
    yield from HEADING
    for one in map(measure, SHARES):
        found = one.rates
        shares = (f"{count:,} ({100 * count / found.goals:.1f} %)" for count in found[1:])
        yield f"| {one.share:.0%} | {found.goals:,} | {' | '.join(shares)} | {one.by_number:,} | {one.seconds:.2f} |"


def main() -> int:
    """Write the table into its place in the page."""
    page = PAGE.read_text("utf-8")
    head, rest = page.split(BEGIN, 1)
    PAGE.write_text("\n".join([head + BEGIN, "", *table(), "", END]) + rest.split(END, 1)[1], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

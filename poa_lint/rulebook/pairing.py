"""Find out which goal of a unit is which in another report: by number and text, since either may have been changed.

For example, goal 207 was dropped and those behind it count on, so that by number alone three goals would seem changed:

    before: 206.- VENDER PREDIOS.   207.- REALIZAR REMATES.   208.- ATENDER QUEJAS.
    now:    206.- VENDER PREDIOS.   207.- ATENDER QUEJAS.
    pairs:  206 = 206 (igual), 207 = 208 (renumerada); 207 of before is left over
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.core.text import folded, squashed

SAME, RENUMBERED, NUMBER, DOUBTFUL, MOVED = "igual", "renumerada", "numero", "dudosa", "otra_unidad"
"""The ways in which two goals are found to be the same one: see the steps of `pair`."""
CERTAIN: Final = frozenset({SAME, RENUMBERED, NUMBER, MOVED})
"""The ways by which figures are compared."""
SAME_NUMBER: Final = 5
"""Points of likeness that an equal number is worth."""
SHARED_WORDS: Final = 60
"""Percent of two texts' different words that both have, below which their likeness is not asked for."""
MAX_CANDIDATES: Final = 200_000
"""Pairs of goals left over in a unit beyond which texts are compared under equal numbers alone."""


class Goal(NamedTuple):
    """A goal as it is compared: its number, its words, and its place among all goals of its side."""

    number: str
    words: tuple[str, ...]
    place: int


class Pair(NamedTuple):
    """A goal of this report and one of the other, by their places; how they were paired, and how like, in percent."""

    here: int
    there: int
    mode: str
    likeness: int


class Thresholds(NamedTuple):
    """Likeness, in percent: enough to be the same goal, ahead of the next best, and enough under the same number."""

    like: int = 80
    ahead: int = 10
    under_number: int = 45


class Pairs(NamedTuple):
    """The pairs, and True if texts of some unit were too many to be compared with each other."""

    pairs: tuple[Pair, ...]
    capped: bool


def goal(number: str, text: str, place: int) -> Goal:
    """A goal as it is compared: accents, capitals and punctuation do not count."""
    plain = folded(text)
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return Goal(squashed(number), tuple(words), place)


def pair(units: Iterable[tuple[Sequence[Goal], Sequence[Goal]]], thresholds: Thresholds) -> Pairs:
    """The pairs of the goals of each unit, here and there; what none pairs is new here, or lost.

    In this order, and what is paired is taken out: the same number and words (`igual`); the same words, said once on
    either side (`renumerada`); the likest texts of both (`numero` or `renumerada`); the same number and texts that are
    somewhat like (`numero`), or are not (`dudosa`); the same words in another unit (`otra_unidad`).
    """
    pairs: list[Pair] = []
    left_here: list[Goal] = []
    left_there: list[Goal] = []
    capped = False
    for here, there in units:
        side = _Sides(list(here), list(there), thresholds)
        side.run()
        pairs += side.pairs
        left_here += side.here
        left_there += side.there
        capped = capped or side.capped
    return Pairs((*pairs, *_once_each(left_here, left_there, lambda _: MOVED)), capped)


class _Sides:
    """The goals of a unit that are not paired yet, here and there."""

    def __init__(self, here: list[Goal], there: list[Goal], thresholds: Thresholds) -> None:
        self.here, self.there, self.thresholds = here, there, thresholds
        self.pairs: list[Pair] = []
        self.capped = False

    def run(self) -> None:
        """Pair the goals step by step."""
        self._take(_equal(self.here, self.there))
        self._take(
            _once_each(self.here, self.there, lambda pair: SAME if pair[0].number == pair[1].number else RENUMBERED)
        )
        if not (self.here and self.there):
            return
        self.capped = len(self.here) * len(self.there) > MAX_CANDIDATES
        if not self.capped:
            self._take(_likest(self.here, self.there, self.thresholds))
        self._take(_by_number(self.here, self.there, self.thresholds.under_number))

    def _take(self, pairs: Iterable[Pair]) -> None:
        found = list(pairs)
        here, there = {pair.here for pair in found}, {pair.there for pair in found}
        self.pairs += found
        self.here = [goal for goal in self.here if goal.place not in here]
        self.there = [goal for goal in self.there if goal.place not in there]


def _equal(here: Sequence[Goal], there: Sequence[Goal]) -> Iterator[Pair]:
    """Goals with the same number and words; where several on a side have them, in their order."""
    others: dict[tuple[str, tuple[str, ...]], list[Goal]] = defaultdict(list)
    for goal in reversed(there):
        others[goal.number, goal.words].append(goal)
    for goal in here:
        found = others.get((goal.number, goal.words)) if goal.words else None
        if found:
            yield Pair(goal.place, found.pop().place, SAME, 100)


def _once_each(here: Sequence[Goal], there: Sequence[Goal], mode: Callable[[tuple[Goal, Goal]], str]) -> Iterator[Pair]:
    """Goals with the same words, which one goal on either side has."""
    times = [Counter(goal.words for goal in side) for side in (here, there)]
    others = {goal.words: goal for goal in there if times[1][goal.words] == 1}
    for goal in here:
        if goal.words and times[0][goal.words] == 1 and goal.words in others:
            other = others[goal.words]
            yield Pair(goal.place, other.place, mode((goal, other)), 100)


def _likest(here: Sequence[Goal], there: Sequence[Goal], thresholds: Thresholds) -> list[Pair]:
    """Goals each of which is the likest of the other, and likelier than the next one by some way."""
    scores = list(_scored(here, there))
    best_here, best_there = _best(scores, 0, thresholds), _best(scores, 1, thresholds)
    return [
        Pair(one.place, other.place, NUMBER if one.number == other.number else RENUMBERED, min(likeness, 100))
        for one, other, likeness, _ in scores
        if best_here.get(one.place) == other.place and best_there.get(other.place) == one.place
    ]


_Score = tuple[Goal, Goal, int, int]
"""A goal here, one there, their likeness, and the same with what an equal number is worth."""


def _scored(here: Sequence[Goal], there: Sequence[Goal]) -> Iterator[_Score]:
    """The likeness of all goals that share enough words."""
    index: dict[str, list[Goal]] = defaultdict(list)
    for goal in there:
        for word in set(goal.words):
            index[word].append(goal)
    sizes = {goal.place: len(set(goal.words)) for goal in there}
    by_place = {goal.place: goal for goal in there}
    for goal in here:
        own = set(goal.words)
        shared = Counter(other.place for word in own for other in index.get(word, ()))
        for number, common in shared.items():
            if 200 * common >= SHARED_WORDS * (len(own) + sizes[number]):
                other = by_place[number]
                likeness = alike(goal.words, other.words)
                yield goal, other, likeness, likeness + (SAME_NUMBER if goal.number == other.number else 0)


def _best(scores: Sequence[_Score], side: int, thresholds: Thresholds) -> dict[int, int]:
    """For each goal of a side the one goal of the other that is like enough and far enough ahead of the next."""
    by_goal: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for score in scores:
        goal, other = (score[0], score[1]) if side == 0 else (score[1], score[0])
        by_goal[goal.place].append((score[3], score[2], other.place))
    best: dict[int, int] = {}
    for place, found in by_goal.items():
        found.sort(reverse=True)
        second = found[1][0] if len(found) > 1 else 0
        points, likeness, other_place = found[0]
        if likeness >= thresholds.like and points - second >= thresholds.ahead:
            best[place] = other_place
    return best


def _by_number(here: Sequence[Goal], there: Sequence[Goal], enough: int) -> Iterator[Pair]:
    """Goals with the same number, which one goal on either side has: the same one if their texts are somewhat like."""
    times = [Counter(goal.number for goal in side) for side in (here, there)]
    others = {goal.number: goal for goal in there if times[1][goal.number] == 1}
    for goal in here:
        other = others.get(goal.number) if goal.number and times[0][goal.number] == 1 else None
        if other is not None:
            likeness = alike(goal.words, other.words)
            yield Pair(goal.place, other.place, NUMBER if likeness >= enough else DOUBTFUL, likeness)


def alike(words: Sequence[str], others: Sequence[str]) -> int:
    """The likeness of two texts word by word, in percent, rounded down: twice the words in common by all words."""
    from difflib import SequenceMatcher

    if not words and not others:
        return 0
    return int(100 * SequenceMatcher(None, words, others, autojunk=False).ratio())

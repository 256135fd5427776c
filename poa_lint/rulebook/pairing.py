"""Find out which goal of a unit is which in another report: by number and text, since either may have been changed.

For example, goal 207 was dropped and those behind it count on, so that by number alone three goals would seem changed:

    before: 206.- VENDER PREDIOS.   207.- REALIZAR REMATES.   208.- ATENDER QUEJAS.
    now:    206.- VENDER PREDIOS.   207.- ATENDER QUEJAS.
    pairs:  206 = 206 (igual), 207 = 208 (renumerada); 207 of before is left over
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
SMALL_WORDS: Final = frozenset(
    "a al con de del e el en la las lo los o para por que se su sus u un una y".split()  # noqa: SIM905 - it reads easier
)
"""Words that say nothing of what a goal is about: they do not count for likeness."""
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
    either side (`renumerada`); the likest texts of both (`numero` or `renumerada`); texts that are somewhat like and
    stand between the same neighbours (likewise); the same number and texts that are somewhat like, where none is
    likelier and the neighbours are the same (`numero`), or else (`dudosa`); the same words in another unit
    (`otra_unidad`).
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
        self.scores: list[_Score] = []
        """The likeness of goals that were left over after equal words."""

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
            self.scores = list(_scored(self.here, self.there))
            self._take(_likest(self.scores, Gaps(self.pairs), self.thresholds))
        gaps = Gaps(self.pairs)
        self._take(_by_neighbours(self.here, self.there, gaps, self.thresholds.under_number))
        self._take(_by_number(self.here, self.there, gaps, self._rivals(), self.thresholds.under_number))

    def _rivals(self) -> dict[tuple[bool, int], int]:
        """The likeness of the likest goal that is left over for each one, by the side and the place."""
        here, there = ({goal.place for goal in side} for side in (self.here, self.there))
        best: dict[tuple[bool, int], int] = {}
        for one, other, likeness, _ in self.scores:
            if one.place in here and other.place in there:
                for key in ((True, one.place), (False, other.place)):
                    best[key] = max(best.get(key, 0), likeness)
        return best

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


class Gaps:
    """The gaps between goals that are paired: of a unit's goals 1 to 5, with 2 and 4 paired, 3 stands in the second.

    A pair that crosses others is none of the fixed ones: the most pairs that stand in one order on both sides are.
    """

    def __init__(self, pairs: Iterable[Pair]) -> None:
        fixed = _in_order(sorted((pair.here, pair.there) for pair in pairs if pair.mode in CERTAIN))
        self.fixed = [here for here, _ in fixed], [there for _, there in fixed]

    def of(self, goal: Goal, side: int) -> int:
        """The number of the gap that a goal stands in: of this report (0), or of the other (1)."""
        return bisect_left(self.fixed[side], goal.place)


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs, sorted by the first place, whose second places rise too."""
    ends: list[int] = []
    """The second place with which the best rising row of each length ends."""
    lengths = []
    for _, there in pairs:
        length = bisect_left(ends, there)
        ends[length : length + 1] = [there]
        lengths.append(length)
    chosen: list[tuple[int, int]] = []
    wanted = len(ends) - 1
    for pair, length in zip(reversed(pairs), reversed(lengths), strict=True):
        if length == wanted and (not chosen or pair[1] < chosen[-1][1]):
            chosen.append(pair)
            wanted -= 1
    return chosen[::-1]


def _by_neighbours(here: Sequence[Goal], there: Sequence[Goal], gaps: Gaps, enough: int) -> Iterator[Pair]:
    """Goals that stand alone between the same neighbours on either side, if their texts are somewhat like."""
    alone = [_alone(side, gaps, number) for number, side in enumerate((here, there))]
    for gap, goal in alone[0].items():
        other = alone[1].get(gap)
        if other is not None:
            likeness = alike(goal.words, other.words)
            if likeness >= enough:
                yield Pair(goal.place, other.place, _mode(goal, other), likeness)


def _alone(goals: Sequence[Goal], gaps: Gaps, side: int) -> dict[int, Goal]:
    """The goals of a side with a gap of their own, by its number."""
    found: dict[int, list[Goal]] = defaultdict(list)
    for goal in goals:
        found[gaps.of(goal, side)].append(goal)
    return {gap: own[0] for gap, own in found.items() if len(own) == 1}


def _mode(goal: Goal, other: Goal) -> str:
    return NUMBER if goal.number == other.number else RENUMBERED


def _likest(scores: Sequence[_Score], gaps: Gaps, thresholds: Thresholds) -> Iterator[Pair]:
    """Goals each of which is the likest of the other, and likelier than the next one by some way.

    Those with another number and other neighbours have to be likelier by that way, too.
    """
    best_here, best_there = _best(scores, 0, thresholds), _best(scores, 1, thresholds)
    for one, other, likeness, _ in scores:
        if best_here.get(one.place) == other.place and best_there.get(other.place) == one.place:
            near = one.number == other.number or gaps.of(one, 0) == gaps.of(other, 1)
            if near or likeness >= thresholds.like + thresholds.ahead:
                yield Pair(one.place, other.place, _mode(one, other), likeness)


_Score = tuple[Goal, Goal, int, int]
"""A goal here, one there, their likeness, and the same with what an equal number is worth."""


def _scored(here: Sequence[Goal], there: Sequence[Goal]) -> Iterator[_Score]:
    """The likeness of all goals that share enough words."""
    index: dict[str, list[int]] = defaultdict(list)
    texts = [_Text(goal.words) for goal in there]
    for number, text in enumerate(texts):
        for word in text.masks:
            index[word].append(number)
    for goal in here:
        own = _telling(goal.words)
        different = set(own)
        shared = Counter(number for word in different for number in index.get(word, ()))
        for number, common in shared.items():
            if 200 * common >= SHARED_WORDS * (len(different) + len(texts[number].masks)):
                other = there[number]
                likeness = texts[number].likeness(goal.words, own)
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


def _by_number(
    here: Sequence[Goal], there: Sequence[Goal], gaps: Gaps, rivals: Mapping[tuple[bool, int], int], enough: int
) -> Iterator[Pair]:
    """Goals with the same number, which one goal on either side has.

    They are the same one if their texts are somewhat like, none that is left over is likelier, and they stand between
    the same neighbours; else that is not certain.
    """
    times = [Counter(goal.number for goal in side) for side in (here, there)]
    others = {goal.number: goal for goal in there if times[1][goal.number] == 1}
    for goal in here:
        other = others.get(goal.number) if goal.number and times[0][goal.number] == 1 else None
        if other is not None:
            likeness = alike(goal.words, other.words)
            likelier = max(rivals.get((True, goal.place), 0), rivals.get((False, other.place), 0)) > likeness
            certain = likeness >= enough and not likelier and gaps.of(goal, 0) == gaps.of(other, 1)
            yield Pair(goal.place, other.place, NUMBER if certain else DOUBTFUL, likeness)


def alike(words: Sequence[str], others: Sequence[str]) -> int:
    """The likeness of two texts, in percent, rounded down: twice the words in common, in their order, by all words.

    Small words do not count; 100 only for the very same words.
    """
    return _Text(others).likeness(words, _telling(words))


class _Text:
    """A text that others are compared with. The places of its words are bits, which makes the count fast.

    The count is that of Hyyrö (Bit-parallel LCS-length computation revisited, 2004).
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words, telling = words, _telling(words)
        self.length, self.masks = len(telling), dict[str, int]()
        for place, word in enumerate(telling):
            self.masks[word] = self.masks.get(word, 0) | 1 << place

    def likeness(self, words: Sequence[str], telling: Sequence[str]) -> int:
        """The likeness of a text of these words, of which `telling` count."""
        if words == self.words:
            return 100 if words else 0
        masks, left = self.masks, (1 << self.length) - 1
        for word in telling:
            if word in masks:
                met = left & masks[word]
                left = left + met | left - met
        common = self.length - (left & (1 << self.length) - 1).bit_count()
        return min(99, 200 * common // (self.length + len(telling)))


def _telling(words: Sequence[str]) -> Sequence[str]:
    """The words that say what a goal is about; all of them where none does."""
    return [word for word in words if word not in SMALL_WORDS] or words

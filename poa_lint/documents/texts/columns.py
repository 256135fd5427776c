"""Find the columns of a table that is set with blanks: of text by their edges, of figures by their headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from poa_lint.core.form import Form
from poa_lint.documents.geometry.figures import Mark
from poa_lint.documents.geometry.wrapped import Token
from poa_lint.documents.texts.bands import GOAL, NUMBER, Numbers
from poa_lint.documents.texts.heading import FIGURE, Heading, are_figures, lacks_first, split
from poa_lint.documents.texts.lines import Line

_NARROW: Final = 4
"""Characters between two columns of figures; in a table with fewer a figure may belong to either."""
_MOVED: Final = 6
"""Characters by which a row may be set beside the others."""
_REPEATED: Final = 3
"""Lines with a single blank at an edge that show that it is one; fewer may have it by chance."""
_WRAPPED: Final = 10
"""Characters before the edge of a column in which lines end that are wrapped there."""
_FIGURE_BEHIND: Final = re.compile(r"^[-+]?[\d.,]*\d%?$|[^\W\d_]{4}\d")
"""A figure, or the beginning of one that touches a word."""
_LETTERS: Final = re.compile(r"[^\W\d_]{4}")


class Columns(NamedTuple):
    """The columns of a table.

    `edges` lie between the columns of text; those from `first` to `last` hold figures and are told by `marks`.
    """

    heading: Heading
    size: int
    edges: dict[int, float]
    """The left edge of each column that has one, by its index."""
    first: int
    last: int
    marks: tuple[Mark, ...]
    clear: frozenset[int]
    """The columns that a single blank parts from the one before."""
    start: float | None
    """The place at which the numbers of most goals begin."""
    form: Form | None = None
    """The form that the heading fits to the letter."""

    def text(self, word: Token) -> int | None:
        """The column of text that a word stands in; None for one among the figures."""
        column = max(index for index, edge in self.edges.items() if index == 0 or edge <= word.middle)
        return None if column == self.first else column

    def words(self, words: Iterable[Token], column: int | None) -> list[Token]:
        """Those of the words that stand in a column of text, or among the figures."""
        return [word for word in words if self.text(word) == column]

    def crossed(self, words: Sequence[Token]) -> bool:
        """True if a word stands on both sides of an edge."""
        edges = self.edges.values()
        return any(word.x < edge < word.right for word in words for edge in edges)

    def fitted(self, words: Sequence[Token]) -> Columns | None:
        """The columns with edges as the words of a row have them; None where a word stands in two columns.

        Rows of one text may be set a few characters to the left or right of others. The text of a goal begins below
        its number.
        """
        edges, clear = dict(self.edges), set(self.clear)
        number = self._number(words)
        if self.form is None and number is not None and (goal := self.text(number)):
            before = [word for word in words if word.middle < number.x - 0.5]
            if not any(_LETTERS.search(word.text) for word in before):
                edges[goal] = number.x - 0.5
                clear.add(goal)
        for index, edge in edges.items():
            if any(word.x < edge < word.right for word in words):
                moved = None if index in clear - self.clear or self._stays(number) else _room(words, edge)
                if moved is None:
                    return None
                edges[index] = moved
                clear.discard(index)
        return self._replace(edges=edges, clear=frozenset(clear))

    def _stays(self, number: Token | None) -> bool:
        """True if the row with this number is not set beside the others: all begin at one place."""
        return number is not None and number.x == self.start

    def _apart(self, before: Token, word: Token) -> bool:
        """True if two words of a column before the figures stand in a line with more than a blank between them."""
        column = self.text(word)
        same = before.y == word.y and column is not None and column < self.first and self.text(before) == column
        return same and not word.near

    def goal(self, words: Sequence[Token]) -> int | None:
        """The column in which the goal's number stands."""
        number = self._number(words)
        return None if number is None else self.text(number)

    def _number(self, words: Sequence[Token]) -> Token | None:
        """The number of a row's goal."""
        if self.form is not None:
            goal = goal_of(self.form)
            own = (word for word in words if self.text(word) == goal.column)
            return next((word for word in own if goal.pattern.match(word.text)), None)
        return next((word for word in words if GOAL.match(word.text) and self.text(word)), None)

    def doubtful(self, words: Sequence[Token]) -> bool:
        """True if words of a row may belong to the column beside the one in which they stand."""
        last = self.words(words, self.first - 1)
        if not last or _FIGURE_BEHIND.search(last[-1].text):
            return True
        return any(self._apart(before, word) for before, word in pairwise(words)) or self._runs_on(words)

    def _runs_on(self, words: Sequence[Token]) -> bool:
        """True if a single blank parts words of two columns of text where that may be no edge."""
        for before, word in _joined(words):
            columns = self.text(before), self.text(word)
            if None not in columns and columns[0] != columns[1] and columns[1] not in self.clear:
                return True
        return False


def goal_of(form: Form) -> Numbers:
    """The places of the numbers of a form's goals."""
    kinds = form.kinds
    text = next((kinds.index(kind) for kind in ("meta", "texto") if kind in kinds), 0)
    return Numbers(text, GOAL, text) if form.number is None else Numbers(form.number, NUMBER, text)


def columns(heading: Heading, body: Sequence[Line]) -> Columns | None:
    """The columns under a heading; None if they cannot be told apart."""
    words = [word for line in body for word in line.words]
    if heading.form is not None:
        return _formed(heading, heading.form, words)
    whole = _without_groups(split(heading, words), words)
    if whole is None:
        return None
    heading = whole
    extents = heading.extents()
    anchors = range(len(heading.before), len(heading.before) + len(heading.anchors))
    steps = [after[0] - before[0] for before, after in pairwise(extents[anchors.start : anchors.stop])]
    if min(steps) < _NARROW or not heading.before or heading.touching() or heading.parted():
        return None
    phrases = _phrases(words)
    edges = [0.0, *(_edge(left, right, words, phrases) for left, right in pairwise(extents))]
    first, last = anchors.start, anchors.stop - 1
    while first > 1 and are_figures(words, edges[first - 1], edges[first]):
        first -= 1
    while last + 1 < len(extents) and are_figures(words, edges[last + 1], [*edges, 1e9][last + 2]):
        last += 1
    texts = {index: edges[index] for index in range(len(extents)) if not first < index <= last}
    marks = tuple(extents[first : last + 1])
    clear = _clear(words, texts, extents) | _only(words, texts, extents)
    found = Columns(heading, len(extents), texts, first, last, marks, clear, _start(words))
    if _beyond(found, body) or any(map(_side_by_side, heading.titles()[first : last + 1])):
        return None
    return found if found.words(words, first - 1) else None


def _formed(heading: Heading, form: Form, words: Sequence[Token]) -> Columns | None:
    """The columns under a heading that fits a form, which tells where the figures are; None if they stand too near."""
    extents, figures = heading.extents(), form.figures
    first, last = figures[0], figures[-1]
    marks = tuple(extents[first : last + 1])
    steps = [sum(after) / 2 - sum(before) / 2 for before, after in pairwise(marks)]
    if len(figures) != last - first + 1 or not first or not steps or min(steps) < _NARROW:
        return None
    phrases = _phrases(words)
    edges = [0.0, *(_edge(left, right, words, phrases) for left, right in pairwise(extents))]
    texts = {index: edges[index] for index in range(len(extents)) if not first < index <= last}
    clear = _clear(words, texts, extents) | _only(words, texts, extents)
    found = Columns(heading, len(extents), texts, first, last, marks, clear, _start(words), form)
    return found if found.words(words, first - 1) else None


def _start(words: Sequence[Token]) -> float | None:
    """The place at which the numbers of most goals begin, of several."""
    starts = Counter(word.x for word in words if GOAL.match(word.text))
    place, count = max(starts.items(), key=lambda item: item[1], default=(0.0, 0))
    return place if 1 < count > starts.total() / 2 else None


def _phrases(words: Sequence[Token]) -> list[Mark]:
    """The ends of words with a single blank between them."""
    phrases: list[Mark] = []
    before: Token | None = None
    for word in words:
        if before is not None and word.near and before.y == word.y:
            phrases[-1] = phrases[-1][0], word.right
        else:
            phrases.append((word.x, word.right))
        before = word
    return phrases


def _edge(left: Mark, right: Mark, words: Sequence[Token], phrases: Sequence[Mark]) -> float:
    """The edge between two titles: where the fewest words stand, and the fewest beside the title of the other column.

    Of several such places it is the one nearest to the middle of the room between the titles.
    """
    low, high = int(sum(left) / 2) + 1, max(int(sum(right) / 2), int(sum(left) / 2) + 1)
    taken = _counts([(word.x, word.right) for word in words], low, high)
    lefts = [(low, end) for begin, end in phrases if begin < left[1] and left[0] < end <= right[0]]
    rights = [(begin + 1, high + 1) for begin, end in phrases if left[1] <= begin < right[1] and right[0] < end]
    astray = _counts([*lefts, *rights], low, high)
    middle = (left[1] + right[0] - 1) / 2
    return min(range(low, high + 1), key=lambda at: (taken[at - low], astray[at - low], abs(at - middle))) + 0.5


def _counts(spans: Iterable[Mark], low: int, high: int) -> list[int]:
    """The number of spans that cover each place from `low` to `high`."""
    changes = [0] * (high - low + 2)
    for begin, end in spans:
        first, behind = max(int(begin), low), min(int(end), high + 1)
        if first < behind:
            changes[first - low] += 1
            changes[behind - low] -= 1
    return list(accumulate(changes))


def _without_groups(heading: Heading, words: Sequence[Token]) -> Heading | None:
    """The heading without the title of the first period among those before the anchors; it may begin left of its P.

    None if figures stand below it: they may be of that period, or of the year.
    """
    if len(heading.before) < 2 or not lacks_first(heading):
        return heading
    title = heading.before[-1]
    left, right = min(word.x for word in title), max(word.right for word in title)
    if any(word.x < right and word.right > left and word.right <= heading.anchors[0].x for word in words):
        return None
    groups = sorted([*heading.groups, *title], key=lambda word: (word.y, word.x))
    return heading._replace(before=heading.before[:-1], groups=groups)


def _clear(words: Sequence[Token], edges: dict[int, float], extents: Sequence[Mark]) -> frozenset[int]:
    """The columns whose left edge no word crosses, on which several lines have a single blank, and which is no other.

    On a page of few rows lines may have their blanks below each other by chance, above all where goals share a text:
    words that stand there again count once.
    """
    joined = _joined(words)
    return frozenset(
        index
        for index, edge in edges.items()
        if not any(word.x < edge < word.right for word in words)
        and len({(a.text, b.text) for a, b in joined if a.middle < edge <= b.middle}) >= _REPEATED
        and not _elsewhere(words, edges, index, extents)
    )


def _elsewhere(words: Sequence[Token], edges: dict[int, float], index: int, extents: Sequence[Mark]) -> bool:
    """True if the left edge of a column may be at another place as well: between the titles, and crossed by no word.

    Words stand between both places, and both columns have words still.
    """
    if not index:
        return False
    edge = edges[index]
    before = max(other for other in edges.values() if other < edge)
    behind = min((other for other in edges.values() if other > edge), default=float("inf"))
    low, high = (int(left + right) // 2 for left, right in extents[index - 1 : index + 1])
    taken = _counts([(word.x, word.right) for word in words], low, high)[: high - low + 1]
    middles = sorted(word.middle for word in words)
    first, at, last = (bisect_left(middles, place) for place in (before, edge, behind))
    others = {bisect_left(middles, place + 0.5) for place, count in enumerate(taken, low) if not count}
    return any(first < other < last for other in others - {at})


def _only(words: Sequence[Token], edges: dict[int, float], extents: Sequence[Mark]) -> frozenset[int]:
    """The columns whose left edge can be nowhere else: between the middles of both titles no other place is free.

    Only where no row is set beside the others, all goals' numbers begin at one place, and where more lines end right
    before the edge, as wrapped ones do, than go on behind it after a single blank.
    """
    starts = [word.x for word in words if GOAL.match(word.text)]
    if not starts or max(starts) - min(starts) > 1:
        return frozenset()
    found = set()
    for index in edges.keys() - {0}:
        low, high = (int(left + right) // 2 for left, right in extents[index - 1 : index + 1])
        taken = _counts([(word.x, word.right) for word in words], low, high)[: high - low + 1]
        free = [place for place, count in enumerate(taken, low) if not count]
        if not free or any(free[0] < word.middle < free[-1] for word in words):
            continue
        last = [(word, not after.near) for word, after in pairwise(words) if free[0] - _WRAPPED < word.right <= free[0]]
        ends = sum(end for _, end in last)
        if ends >= _REPEATED and 2 * ends > len(last):
            found.add(index)
    return frozenset(found)


def _joined(words: Sequence[Token]) -> list[tuple[Token, Token]]:
    """Neighbours in a line with a single blank between them."""
    return [(before, word) for before, word in pairwise(words) if word.near and before.y == word.y]


def _beyond(table: Columns, body: Sequence[Line]) -> bool:
    """True if most lines with figures have more of them in the column behind: a heading was not found."""
    lines = [line for line in body if table.words(line.words, None)]
    behind = [next(iter(table.words(line.words, table.last + 1)), None) for line in lines]
    return 2 * sum(word is not None and FIGURE.fullmatch(word.text) is not None for word in behind) > len(lines)


def _side_by_side(title: Sequence[Token]) -> bool:
    """True if a title has two words or more in several lines: it may be two titles."""
    lines = [word.y for word in title]
    return sum(lines.count(line) > 1 for line in set(lines)) > 1


def _room(words: Sequence[Token], edge: float) -> float | None:
    """The place nearest to an edge at which no word of a row stands; None if there is none near it."""
    taken = {place for word in words for place in range(int(word.x), int(word.right))}
    near = [place for place in range(int(edge) - _MOVED, int(edge) + _MOVED + 1) if place >= 0 and place not in taken]
    return min((place + 0.5 for place in near), key=lambda place: abs(place - edge), default=None)

"""Find the columns of a table without rulings: from the words of its heading and the words printed below.

The last line of the main form's heading has a P and an A (the anchors) for every period, each above its column; phrases
outside of them that stand below each other are one column's title::

    CLAVE    METAS Y       UNIDAD      1er. TRIM.    2o. TRIM.   OBSERVA-
             ACCIONES      DE MEDIDA   P      A      P     A     CIONES
    |        |             |           |      |      |     |     |          <- edges

An edge between two anchors lies halfway. Another one lies where the goals below leave most room, see `gutter`. But
where many figures stand between the anchors and under none, titles and figures are aligned to opposite sides of their
columns, as spreadsheets do unless told otherwise; `sided` finds the edges then::

    META ANUAL  P    A    P    A            <- titles on the left of their columns
             4    1    1    1               <- figures on the right: META ANUAL 4, P 1, A 1, P 1
"""

import re
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise
from operator import add
from typing import Final, NamedTuple

from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.documents.geometry.lines import Row, Word, box
from poa_lint.documents.places import Box
from poa_lint.documents.titles import Found

FEWEST: Final = 4
"""Anchors of a heading."""
_FIGURE: Final = re.compile(r"[-+(]?\$?\d[\d.,]*\)?%?")


class Layout(NamedTuple):
    """The columns of an unruled table.

    `header` has the texts of the lines printed above a table so far: where one of them is repeated, a table has ended.
    """

    edges: tuple[float, ...]
    """One more than there are columns; the first is 0, the last beyond any page."""
    heading: tuple[tuple[Word, ...], ...]
    """The words of each column's title."""
    groups: tuple[tuple[Word, ...], ...]
    """The phrases above the anchors: titles of periods, and of all of them."""
    anchors: tuple[Word, ...]
    first: int
    """The index of the first anchor's column."""
    header: frozenset[str]
    form: Form | None = None
    """The form whose titles the heading's are, one by one; None for the main form, read by its anchors."""
    titles: tuple[Found[Word], ...] = ()
    """All titles of that form."""
    sides: tuple[str, ...] = ()
    """The alignments that the figures under that form's titles may have."""

    @property
    def figures(self) -> range:
        """The columns of figures."""
        if self.form is not None:
            return range(self.form.figures[0], self.form.figures[-1] + 1)
        return range(self.first - 1, self.first + len(self.anchors) + 2)

    @property
    def doubted(self) -> range:
        """The columns whose words are told where a row is doubtful: those of figures, and what stands behind them."""
        return range(self.figures.start, len(self.edges) if self.form is None else self.figures.stop)

    @property
    def goal(self) -> int | None:
        """The column in which goals' numbers stand, where the form tells."""
        if self.form is None:
            return None
        kinds = self.form.kinds
        return kinds.index("numero") if "numero" in kinds else kinds.index("meta") if "meta" in kinds else None

    @property
    def text(self) -> int:
        """The column of goals' texts; without a form, none."""
        kinds = () if self.form is None else self.form.kinds
        return next((kinds.index(kind) for kind in ("meta", "texto") if kind in kinds), -1)

    @property
    def numbers(self) -> bool:
        """True if a goal's number stands in a column of its own."""
        return self.form is not None and self.form.number is not None

    def column(self, word: Word) -> int:
        """The index of the column in which the middle of a word lies."""
        return _column(self.edges, word)

    def with_titles(self, lines: Sequence[Row]) -> "Layout":
        """The same columns with the words of further lines in their titles."""
        words = [word for row in lines for word in row.words]
        added = [tuple(word for word in words if self.column(word) == index) for index in range(len(self.heading))]
        return self._replace(heading=tuple(map(add, self.heading, added)))


def anchor_words(row: Row) -> list[Word]:
    """The words P, A, P, A … of a heading's last line: four or more, and more than half of its words; else none."""
    unit = built_in_forms()[0].repeated
    marks = [word for word in row.words if word.text in unit]
    repeating = all(word.text == unit[index % len(unit)] for index, word in enumerate(marks))
    return marks if repeating and len(marks) >= FEWEST and 2 * len(marks) > len(row.words) else []


def find_layout(
    heading: Sequence[Row], anchors: list[Word], printed: Sequence[Row], header: frozenset[str]
) -> Layout | None:
    """The columns of a table from the lines of its heading, the anchors among them, and the lines `printed` below.

    None where the figures may stand under other titles as well.
    """
    left, right = anchors[0].x - anchors[0].size, anchors[-1].right + anchors[-1].size
    words = [word for row in heading for word in row.words if word not in anchors]
    pitch = (anchors[-1].x - anchors[0].x) / max(len(anchors) - 1, 1)
    groups = [word for word in words if left < (word.x + word.right) / 2 < right]
    titles = _titles([word for word in words if word not in groups])
    before = [title for title in titles if box(title)[2] < left + pitch / 2]
    after = [title for title in titles if title not in before]
    columns = [*before, *([anchor] for anchor in anchors), *after]
    extents = [(box(title)[0], box(title)[2]) for title in columns]
    spans = [(word.x, word.right) for row in printed for word in row.words]
    edges = [0.0]
    for index, ((_, end), (begin, _)) in enumerate(pairwise(extents)):
        between_anchors = len(before) <= index < len(before) + len(anchors) - 1
        edges.append((end + begin) / 2 if between_anchors else gutter(extents[index], extents[index + 1], spans))
    edges.append(10_000.0)
    if _stand_between(anchors, printed):
        found = sided(extents, len(before), printed, edges)
        if found is None:
            return None
        edges = found
    title_words, group_words = tuple(map(tuple, columns)), tuple(map(tuple, _phrases(groups)))
    return Layout(tuple(edges), title_words, group_words, tuple(anchors), len(before), header)


def _stand_between(anchors: Sequence[Word], printed: Sequence[Row]) -> bool:
    """True if a quarter or more of the figures from the first anchor to the last one have none above them."""
    left, right = anchors[0].x, anchors[-1].right
    figures = [word for row in printed for word in row.words if left < word.x < right and _FIGURE.fullmatch(word.text)]
    under = sum(any(word.x < anchor.right and anchor.x < word.right for anchor in anchors) for word in figures)
    return 4 * (len(figures) - under) > len(figures)


def sided(
    extents: Sequence[tuple[float, float]], first: int, printed: Sequence[Row], usual: Sequence[float]
) -> list[float] | None:
    """The edges of columns whose titles stand on one side and whose figures on the other.

    `extents` are where each title begins and ends, `first` is the number of the first anchor among them. Columns of
    text keep their `usual` edges. Of the left side, the right one and the usual edges those count that fit, and of
    these, if there are any, those that leave no goal without its figure of the year. None if none fits, or if they put
    a figure under different titles.
    """
    text = usual[:first]
    left = [*text, *(begin for begin, _ in extents[first:]), usual[-1]]
    right = [*text, *(end for _, end in extents[first - 1 : -1]), usual[-1]]
    fitting = [edges for edges in (left, right, list(usual)) if _fits(edges, first - 1, printed)]
    fitting = [edges for edges in fitting if not _lacks_year(edges, first - 1, printed)] or fitting
    return fitting[0] if len({_places(edges, printed) for edges in fitting}) == 1 else None


def _lacks_year(edges: Sequence[float], year: int, printed: Sequence[Row]) -> bool:
    """True if a row with figures of periods has none in the column `year`."""
    for row in printed:
        columns = {_column(edges, word) for word in row.words if _FIGURE.fullmatch(word.text)}
        if sum(column > year for column in columns) > 2 and year not in columns:
            return True
    return False


def _places(edges: Sequence[float], printed: Sequence[Row]) -> tuple[int, ...]:
    """The column of every figure."""
    return tuple(_column(edges, word) for row in printed for word in row.words if _FIGURE.fullmatch(word.text))


def _column(edges: Sequence[float], word: Word) -> int:
    """The index of the column in which the middle of a word lies."""
    middle = (word.x + word.right) / 2
    return sum(edge <= middle for edge in edges[1:-1])


def _fits(edges: Sequence[float], first: int, printed: Sequence[Row]) -> bool:
    """True if the figures from the column `first` on stand alone in their cells, and percentages in their columns."""
    shares: dict[int, set[bool]] = {}
    for row in printed:
        figures = [word for word in row.words if _FIGURE.fullmatch(word.text)]
        own = [
            (column, "%" in word.text) for word in figures if first <= (column := _column(edges, word)) < len(edges) - 2
        ]
        if len({column for column, _ in own}) < len(own):
            return False
        for column, share in own:
            shares.setdefault(column, set()).add(share)
    return all(len(kinds) == 1 for kinds in shares.values())


def _phrases(words: Sequence[Word]) -> list[list[Word]]:
    """A heading's words as phrases: words on one line with no more than a blank between them."""
    phrases: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (round(word.y), word.x)):
        if phrases and abs(phrases[-1][-1].y - word.y) < 2 and word.x - phrases[-1][-1].right < 0.42 * word.size:
            phrases[-1].append(word)
        else:
            phrases.append([word])
    return phrases


def _titles(words: Sequence[Word]) -> list[list[Word]]:
    """A heading's words as titles of columns, left to right: phrases that stand below each other are one."""
    titles: list[list[Word]] = []
    for phrase in _phrases(words):
        low, high = phrase[0].x, phrase[-1].right
        above = next((title for title in titles if _overlap(box(title), low, high)), None)
        if above is not None:
            above.extend(phrase)
        else:
            titles.append(list(phrase))
    return sorted(titles, key=lambda title: box(title)[0])


def _overlap(title: Box, low: float, high: float) -> bool:
    """True if the stretch from `low` to `high` shares more than 0.3 of the narrower one's width with a title."""
    return min(high, title[2]) - max(low, title[0]) > 0.3 * min(high - low, title[2] - title[0])


def gutter(left: tuple[float, float], right: tuple[float, float], printed: Sequence[tuple[float, float]]) -> float:
    """The edge between two titles, given by where each begins and ends; `printed` has the same of the words below.

    It lies between the titles' middles, in the run of points over which the fewest words are printed: of several the
    one nearest to the middle of the room between the titles, then the widest. In that run it comes as near to this
    middle as a quarter of the run's width at either end allows: a column that is blank here may have words on the next
    page. With titles from 60 to 100 and from 120 to 180, and words up to 106 and from 118 on, the edge is at 110.
    """
    low, high = (left[0] + left[1]) / 2, (right[0] + right[1]) / 2
    steps = max(int((high - low) / 1.0), 1)
    counts = [0] * (steps + 1)
    for begin, end in printed:
        if end > low and begin < high:
            for step in range(max(int(begin - low), 0), min(int(end - low) + 1, steps) + 1):
                counts[step] += 1
    fewest = min(counts)
    runs = [(len(list(run)), is_free) for is_free, run in groupby(count == fewest for count in counts)]
    middle, candidates = (left[1] + right[0]) / 2, []
    for (length, is_free), end_step in zip(runs, accumulate(length for length, _ in runs), strict=True):
        start, stop = low + end_step - length, low + end_step
        edge = min(max(middle, start + length / 4), stop - length / 4)
        candidates += [(max(start - middle, middle - stop, 0.0), -length, edge)] if is_free else []
    return min(candidates)[2]

"""Find the heading of a table that is set with blanks: its anchors `P A P A`, and the titles on either side of them.

L/A    METAS Y ACCIONES    UNIDAD DE    META         Ene-Mar        <- groups, above the anchors
                           MEDIDA       ANUAL        P      A       <- words below each other are one title
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.text import squashed
from poa_lint.documents.geometry.marks import marks_of
from poa_lint.documents.geometry.wrapped import Token
from poa_lint.documents.texts.lines import Line, Piece, piece
from poa_lint.documents.titles import Fit

_ABOVE: Final = 10
"""Lines above the anchors that may be the heading's."""
_BELOW: Final = 3
_FEWEST: Final = 4
"""Anchors of a heading: two periods."""
_NO_TITLE: Final = re.compile(r"\d\d|\d\.\d")
"""A word of a line that stands above the heading: a date, a code."""
_RULER: Final = re.compile(r"[-=_─━═+ ]*[-=_─━═]{3}[-=_─━═+ ]*")


FIGURE: Final = re.compile(r"[-+]?[\d.,]*\d%?")
"""A figure, or a code."""


class Heading(NamedTuple):
    """A heading: the indexes of its first line and of the first line below, and the words of its parts."""

    top: int
    end: int
    before: list[list[Token]]
    """The words of each title to the left of the anchors."""
    anchors: tuple[Token, ...]
    groups: list[Token]
    """The words above the anchors."""
    after: list[list[Token]]
    fit: Fit[Token] | None = None
    """The fit to a form to the letter; None for the main form's, told by its anchors."""

    @property
    def form(self) -> Form | None:
        """The form that it fits to the letter."""
        return self.fit and self.fit.form

    def titles(self) -> list[list[Token]]:
        """The words of the title of every column."""
        return [*self.before, *([anchor] for anchor in self.anchors), *self.after]

    def extents(self) -> list[tuple[float, float]]:
        """The left and the right end of the title of every column."""
        return [(min(word.x for word in title), max(word.right for word in title)) for title in self.titles()]

    def touching(self) -> bool:
        """True if a word stands over an anchor's place and beside it: two titles without a blank between them.

        The title over all periods may begin a little to the left of the first anchor, but not right behind a word. A
        title of a period that is whole may be wider than its columns: nothing touches it.
        """
        first, last = self.anchors[0], self.anchors[-1]
        room = self.anchors[1].x - first.x
        groups = [word for word in self.groups if word.near or squashed(word.text) not in _whole_titles()]
        words = [word for title in (*self.before, *self.after, groups) for word in title]
        left = any(word.x < first.x < word.right - 1 and (word.near or word.x <= first.x - room) for word in words)
        return left or any(word.x + 1 < last.right < word.right for word in words)

    def parted(self) -> bool:
        """True if two titles beside each other are one of a form, whose words stand too far apart."""
        texts = ["".join(word.text for word in title) for title in self.titles()]
        return any(squashed(left + right) in _whole_titles() for left, right in pairwise(texts))


def anchors(line: Line) -> tuple[Token, ...]:
    """The words P, A, P, A … of a heading's line: four or more without another word between; else none.

    A P without its A, or an A without its P, is none: that may touch the title beside it.
    """
    pair = built_in_forms()[0].repeated
    runs: list[list[Token]] = [[]]
    for word in line.words:
        before = runs[-1][-1].text if runs[-1] else pair[-1]
        if word.text in pair and word.text != before:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([word] if word.text == pair[0] else [])
    longest = max(runs, key=len)
    if len(longest) < _FEWEST or len(longest) % 2:
        return ()
    first = line.words.index(longest[0])
    return () if first and line.words[first - 1].text == pair[-1] else tuple(longest)


def is_ruler(line: Line) -> bool:
    """True for a line of dashes."""
    return bool(line.words) and _RULER.fullmatch(line.text) is not None


def of_fit(fit: Fit[Token], lines: Sequence[Line]) -> Heading:
    """A heading that fits a form; the titles of its figures are the anchors."""
    columns, figures = [list(words) for words in fit.columns()], fit.form.figures
    anchors = tuple(_whole(words) for words in columns[figures[0] : figures[-1] + 1])
    end = fit.end
    while end < len(lines) and (not lines[end].words or is_ruler(lines[end])):
        end += 1
    return Heading(fit.top, end, columns[: figures[0]], anchors, [], columns[figures[-1] + 1 :], fit)


def _whole(words: Sequence[Token]) -> Token:
    """The words of a title as one."""
    text = " ".join(word.text for word in words)
    return words[0]._replace(text=text, x=min(word.x for word in words), right=max(word.right for word in words))


def find(lines: Sequence[Line], mark: int) -> Heading:
    """The heading whose anchors stand in the line `mark`."""
    marks = anchors(lines[mark])
    top = _top(lines, mark)
    heading = [word for line in lines[top : mark + 1] if not is_ruler(line) for word in line.words]
    above = [part for word in heading if word not in marks for part in _apart(word)]
    inside = [word for word in above if marks[0].x <= word.middle <= marks[-1].right]
    outside = [word for word in above if word not in inside]
    end = mark + 1
    while end < min(len(lines), mark + 1 + _BELOW) and _goes_on(lines[end], lines[end - 1], outside, marks):
        outside += lines[end].words
        end += 1
    while end < len(lines) and (not lines[end].words or is_ruler(lines[end])):
        end += 1
    titles = _titles(outside)
    before = [title for title in titles if title[0].x < marks[0].x]
    return Heading(top, end, before, marks, inside, [title for title in titles if title not in before])


def _top(lines: Sequence[Line], mark: int) -> int:
    """The index of a heading's first line: those above it are empty, or hold a date or a code."""
    top = mark
    for index in range(mark - 1, max(mark - _ABOVE, 0) - 1, -1):
        line = lines[index]
        if any(_NO_TITLE.search(word.text) or marks_of().is_corner(word.text) for word in line.words):
            break
        if is_ruler(line) and top < mark:
            break
        if line.words and not is_ruler(line):
            top = index
    return top


def _goes_on(line: Line, above: Line, titles: Iterable[Token], marks: Sequence[Token]) -> bool:
    """True if a line below the anchors has the rest of titles: each word stands under one of the line above.

    A row's text may stand there too: the words are those of titles, or parts of them.
    """
    known = [word for word in (*above.words, *titles) if word.y == above.number and word not in marks]
    return bool(line.words) and all(
        squashed(word.text) in _titles_of_forms() and any(_overlap(word, other) for other in known)
        for word in line.words
    )


@cache
def _whole_titles() -> frozenset[str]:
    """The titles of all columns of the forms that are known, squashed."""
    return frozenset(squashed(label.words) for form in built_in_forms() for labels in form.headings for label in labels)


@cache
def _ends_of_titles() -> tuple[frozenset[str], frozenset[str]]:
    """The first and the last words of the titles of the forms that are known, squashed."""
    titles = [label.words.split() for form in built_in_forms() for labels in form.headings for label in labels]
    cuts = [(title, cut) for title in titles for cut in range(1, len(title) + 1)]
    return (
        frozenset(squashed("".join(title[:cut])) for title, cut in cuts),
        frozenset(squashed("".join(title[-cut:])) for title, cut in cuts),
    )


def _apart(word: Token) -> list[Token]:
    """A word of a heading, or the two that it is: the end of a title that touches the beginning of another."""
    firsts, lasts = _ends_of_titles()
    text = word.text
    if squashed(text) in _titles_of_forms():
        return [word]
    cuts = [
        cut
        for cut in range(1, len(text))
        if squashed(text[:cut]) in lasts
        and squashed(text[cut:]) in firsts
        and squashed(text[cut:] + text[:cut]) not in _whole_titles()  # one title, its words over each other
    ]
    if len(cuts) != 1:
        return [word]
    at = word.x + cuts[0]
    left = word._replace(text=text[: cuts[0]], right=at)
    return [left, word._replace(text=text[cuts[0] :], x=at, near=False)]


@cache
def _titles_of_forms() -> str:
    """The titles of all columns of the forms that are known, in one text."""
    return " ".join(sorted(_whole_titles()))


def _overlap(word: Token, other: Token) -> bool:
    return min(word.right, other.right) > max(word.x, other.x)


def _is_under(word: Token, other: Token) -> bool:
    """True if a word of a title stands under another: by more than a letter at the end of both."""
    within = (word.x >= other.x and word.right <= other.right) or (word.x <= other.x and word.right >= other.right)
    return _overlap(word, other) and (within or min(word.right, other.right) - max(word.x, other.x) > 1)


def _titles(words: Iterable[Token]) -> list[list[Token]]:
    """Words as titles, from left to right: words with a single blank between them, and what stands under them."""
    phrases: list[list[Token]] = []
    for word in words:
        if word.near and phrases and phrases[-1][-1].y == word.y and word.x - phrases[-1][-1].right <= 1:
            phrases[-1].append(word)
        else:
            phrases.append([word])
    titles: list[list[Token]] = []
    for phrase in phrases:
        under = [title for title in titles if any(_is_under(word, other) for word in phrase for other in title)]
        titles = [title for title in titles if title not in under]
        titles.append([word for title in [*under, phrase] for word in title])
    return sorted((sorted(title, key=lambda word: (word.y, word.x)) for title in titles), key=_left)


def _left(title: Sequence[Token]) -> float:
    return min(word.x for word in title)


def split(heading: Heading, words: Sequence[Token]) -> Heading:
    """The heading with titles parted that have a single blank between them: of several lines, or over two columns.

    `words` are those below the heading.
    """
    before = [part for title in heading.before for part in _parts(title, words)]
    after = [part for title in heading.after for part in _parts(title, words)]
    return heading._replace(before=before, after=after)


def _parts(title: list[Token], words: Sequence[Token]) -> list[list[Token]]:
    """A title, or the two or more that it is; what is one title of a form, is no two."""
    if _is_whole(title):
        return [title]
    gaps = sorted({word.right + 0.5 for word in title}, reverse=True)
    for gap in sorted(gaps, key=lambda gap: not _is_whole([word for word in title if word.x > gap])):
        left = [word for word in title if word.right < gap]
        right = [word for word in title if word.x > gap]
        if not right or len(left) + len(right) < len(title):
            continue
        low, high = min(word.x for word in left), max(word.right for word in right)
        if any(word.x < gap < word.right for word in words):
            continue
        if len({word.y for word in left} & {word.y for word in right}) > 1:
            return [*_parts(left, words), right]
        figures = are_figures(words, low, gap), are_figures(words, gap, high)
        filled = any(low <= word.middle < gap for word in words) and any(gap <= word.middle < high for word in words)
        apart = not any(word.x <= gap + 1 and word.right >= gap - 1 for word in words)
        if filled and apart and not any(figures):
            return [*_parts(left, words), right]
        if filled and any(figures) and (not all(figures) or _pairs(words, low, gap, high)):
            return [*_parts(left, words), right]
    return [title]


def _is_whole(title: Sequence[Token]) -> bool:
    """True for the words of one title of a form."""
    return squashed("".join(word.text for word in title)) in _whole_titles()


def _pairs(words: Sequence[Token], low: float, gap: float, high: float) -> bool:
    """True if most lines have a word on either side of a gap."""
    lefts = {word.y for word in words if low <= word.middle < gap}
    rights = {word.y for word in words if gap <= word.middle < high}
    return 2 * len(lefts & rights) > max(len(lefts), len(rights))


def are_figures(words: Sequence[Token], left: float, right: float) -> bool:
    """True if nearly all words between two edges are figures or codes."""
    inside = [word for word in words if left <= word.middle < right]
    figures = sum(FIGURE.fullmatch(word.text) is not None for word in inside)
    return bool(inside) and figures >= 0.8 * len(inside)


def periods(heading: Heading) -> tuple[list[Piece], dict[int, Piece]]:
    """The title over all anchors, if there is one, and those over each pair of anchors by the index of its P."""
    marks = heading.anchors
    pairs = range(0, len(marks), 2)
    centres = {index: (marks[index].x + marks[index + 1].right) / 2 for index in pairs}
    over: list[Token] = []
    found: dict[int, list[Token]] = {}
    for phrases in _by_line(heading.groups):
        nearest = [min(pairs, key=lambda index: abs(centres[index] - _middle(phrase))) for phrase in phrases]
        if len(phrases) == 1 and not _is_of_period(phrases[0], found):
            over += phrases[0]
            continue
        # Titles may begin with their columns, far from the middle: a title for each pair is told by the order.
        for index, phrase in zip(pairs if len(phrases) == len(pairs) else nearest, phrases, strict=True):
            found.setdefault(index, []).extend(phrase)
    return [piece(over)] if over else [], {index: _period(words) for index, words in found.items()}


def _is_of_period(phrase: Sequence[Token], periods: dict[int, list[Token]]) -> bool:
    """True if the only words of a line are a part of a period's title in two lines: `Ene-` and `Mar`."""
    halves = [words[-1] for words in periods.values() if words[-1].text.endswith("-")]
    return phrase[-1].text.endswith("-") or any(_overlap(word, half) for word in phrase for half in halves)


def _by_line(words: Sequence[Token]) -> list[list[list[Token]]]:
    """The phrases of each line of words."""
    lines: dict[float, list[list[Token]]] = {}
    for word in words:
        phrases = lines.setdefault(word.y, [])
        if word.near and phrases:
            phrases[-1].append(word)
        else:
            phrases.append([word])
    return list(lines.values())


def _middle(phrase: Sequence[Token]) -> float:
    return (phrase[0].x + phrase[-1].right) / 2


def lacks_first(heading: Heading) -> bool:
    """True if the titles of the periods stand above the anchors but for one."""
    most = max((len(phrases) for phrases in _by_line(heading.groups)), default=0)
    return most == len(heading.anchors) // 2 - 1 > 0


def _period(words: Sequence[Token]) -> Piece:
    """A period's title: `Ene-` above `Mar` is `Ene-Mar`."""
    joined = piece(words)
    return joined._replace(text=joined.text.replace("- ", "-"))

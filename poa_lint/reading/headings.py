"""Compare a line of the table with the heading lines of a form, and find the cells that differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from poa_lint.core.form import YEAR, Form, HeadingLine, Label
from poa_lint.core.text import SIGNS, squashed

MAX_CACHED: Final = 500
"""Heading lines whose comparison is cached: every page of a report has the same ones."""
MAX_EXTRA: Final = 3
"""Columns that an office may have added to the form's."""
MAX_HEADING: Final = 1_000
"""Characters of a heading line; a longer one is compared, but not cached."""
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Misread(NamedTuple):
    """A cell of a heading that differs from the form's label; `cell` is its index, None where it is missing."""

    cell: int | None
    label: Label


class Match(NamedTuple):
    """The heading line that some cells are: the levels that they say, the cells that differ, and those left over.

    `extra` are the indexes of cells that belong to no column of the form: of columns that an office added, or of an
    empty one before the table. They are known only where all others stand exactly under the form's own.
    """

    levels: frozenset[int]
    misread: tuple[Misread, ...]
    extra: tuple[int, ...] = ()


def heading(form: Form, cells: tuple[str, ...]) -> Match | None:
    """The heading line of `form` that `cells` are; None where they are none.

    Half of the line's labels must be there to the letter (accents, case and punctuation apart). A cell may be left over
    only beside a whole line. For example, under the labels P, A, P, A:

        P  A  P  A     the line, nothing differs
        P  A  P  4     the line, `4` differs from A
        P  A  P  A  X  the line, X is left over
        P  A  P  X     no line of this form with one cell more
    """
    return _cached_match(form, cells) if sum(map(len, cells)) <= MAX_HEADING else _match(form, cells)


def _match(form: Form, cells: Sequence[str]) -> Match | None:
    filled = [(index, text) for index, cell in enumerate(cells) if (text := _words(form, cell))]
    known = _vocabulary(form)
    said = sum(text in known for _, text in filled)
    for lines in (form.heading_lines, form.merged_lines) if said else ():
        for line in lines:
            if 2 * said < len(line.labels):
                continue
            own = _without_repeats(filled) if 0 in line.levels else filled
            extra = _extra(form, line, own)
            misread = _misread(line.labels, [cell for cell in own if cell[0] not in extra])
            if misread is not None:
                return Match(line.levels, misread, extra)
    return None


def _words(form: Form, cell: str) -> str:
    """A cell of a heading as it is compared: without a lone sign where the form has none, the year as its place."""
    text = squashed(cell)
    if text in SIGNS and text not in form.signs:
        return ""
    return squashed(_YEAR.sub(YEAR, cell)) if form.has_year else text


@cache
def _vocabulary(form: Form) -> frozenset[str]:
    """Every word of the form's heading: half of a line's labels must be among them."""
    return frozenset[str]().union(*(_all_words(line.labels) for line in (*form.heading_lines, *form.merged_lines)))


_cached_match = lru_cache(maxsize=MAX_CACHED)(_match)


def _extra(form: Form, line: HeadingLine, filled: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    """The indexes of the cells of a whole top line that are of no column: titles of their own, or an empty first cell.

    All labels of the form stand in the line, in their order, each as far from the one before as in the form:

        No.  L/A  METAS Y ACCIONES  UNIDAD DE MEDIDA  ...       0 is left over
             L/A  METAS Y ACCIONES  UNIDAD DE MEDIDA  ...       0 is left over, an empty cell
    """
    if 0 not in line.levels or not len(line.labels) <= len(filled) <= len(line.labels) + MAX_EXTRA:
        return ()
    extra: list[int] = []
    places: list[int] = []
    labels = iter(line.labels)
    label = next(labels, None)
    for index, text in filled:
        if label is not None and text in label.alike:
            places.append(index - form.index[label.column.columna.id] - len(extra))
            label = next(labels, None)
        else:
            extra.append(index)
    empty_first = places[:1] == [1] and 0 not in extra
    if label is not None or set(places) != {int(empty_first)}:
        return ()
    return (0, *extra) if empty_first else tuple(extra)


def garbled(form: Form, cells: Sequence[str]) -> bool:
    """True if `cells` are a lower heading line of `form` with some lost or too many.

    Most of them are its words, and the first and the last are those of the line. As many cells as the line has, with
    other words, are no damage: P and A may have changed places, and with them every figure.
    """
    texts = [text for cell in cells if (text := squashed(cell))]
    for labels in form.headings[1:]:
        known = _all_words(labels)
        if (
            len(texts) not in (0, len(labels))
            and texts[0] in labels[0].alike
            and texts[-1] in labels[-1].alike
            and sum(text in known for text in texts) * 2 > len(texts)
        ):
            return True
    return False


def untabbed(form: Form, line: str) -> bool:
    """True if `line` is the top heading line of `form` without the tabs between its cells."""
    top = "".join(squashed(label.words) for label in form.headings[0])
    return len(line) <= MAX_HEADING and squashed(line) == top


def _without_repeats(filled: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The cells but for those that repeat the one before: a merged cell is written once for each of its columns."""
    return [cell for index, cell in enumerate(filled) if index == 0 or cell[1] != filled[index - 1][1]]


def _misread(labels: tuple[Label, ...], filled: list[tuple[int, str]]) -> tuple[Misread, ...] | None:
    """The cells that differ from `labels`; None if the cells, given as index and squashed text, are another line."""
    if len(filled) > len(labels):
        return None
    texts = [text for _, text in filled]
    pairs = _aligned(labels, texts)
    known = _all_words(labels)
    misplaced = sum(index is not None and texts[index] in known - label.alike for label, index in pairs)
    if misplaced > 1:
        return None  # labels in another order: another form, not a misreading
    exact = sum(index is not None and texts[index] in label.alike for label, index in pairs)
    paired = sum(index is not None for _, index in pairs)
    if exact * 2 < len(labels) or paired < len(filled):
        return None
    return tuple(
        Misread(None if index is None else filled[index][0], label)
        for label, index in pairs
        if index is None or texts[index] not in label.alike
    )


def _aligned(labels: Sequence[Label], texts: Sequence[str]) -> list[tuple[Label, int | None]]:
    """Each label with the index of the text that stands for it.

    One by one if there are as many texts as labels, else the next text that is the label's or a known misreading of it.
    """
    if len(texts) == len(labels):
        return list(zip(labels, range(len(texts)), strict=True))
    pairs: list[tuple[Label, int | None]] = []
    index = 0
    for label in labels:
        near = index < len(texts) and (texts[index] in label.alike or texts[index] in label.column.misread)
        pairs.append((label, index if near else None))
        index += near
    return pairs


@lru_cache(maxsize=MAX_CACHED)
def _all_words(labels: tuple[Label, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(label.alike for label in labels))

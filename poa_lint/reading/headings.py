"""Whether a line of the table is the heading of a form, and where it differs from the form's own words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from poa_lint.core.form import Form, Label
from poa_lint.core.text import squashed

if TYPE_CHECKING:
    pass

MAX_CACHED: Final = 500
"""Heading lines whose comparison is cached: every page of a report has the same ones."""
MAX_HEADING: Final = 1_000
"""Characters of a heading line; a longer one is compared, but not cached."""


class Misread(NamedTuple):
    """A heading that differs from the form's: which written cell (None where it is missing), which label."""

    cell: int | None
    label: Label


Match = tuple[int, tuple[Misread, ...]] | None
"""The index of a heading line and where the cells differ from it; None for cells that are no heading of the form."""


def heading(form: Form, cells: tuple[str, ...]) -> Match:
    """The heading line of `form` that these cells are, and where they differ from it; None where they are none.

    Half of the line's labels must be there to the letter (accents, case and punctuation apart), and no cell
    may be left over: a table with one column more is another form.
    """
    return _cached_match(form, cells) if sum(map(len, cells)) <= MAX_HEADING else _match(form, cells)


def _match(form: Form, cells: Sequence[str]) -> Match:
    written = [(place, words) for place, cell in enumerate(cells) if (words := squashed(cell))]
    for level, labels in enumerate(form.headings):
        misread = _misread(labels, _undoubled(written) if level == 0 else written)
        if misread is not None:
            return level, misread
    return None


_cached_match = lru_cache(maxsize=MAX_CACHED)(_match)


def garbled(form: Form, cells: Sequence[str]) -> bool:
    """Whether these cells are a lower line of the heading with some lost or too many.

    Most of them are its words, and the first and the last stand at their ends. As many cells as the line has, with
    other words, are no damage: P and A may have changed places, and with them every figure.
    """
    written = [words for cell in cells if (words := squashed(cell))]
    for labels in form.headings[1:]:
        known = frozenset[str]().union(*(label.alike for label in labels))
        if (
            len(written) not in (0, len(labels))
            and written[0] in labels[0].alike
            and written[-1] in labels[-1].alike
            and sum(words in known for words in written) * 2 > len(written)
        ):
            return True
    return False


def untabbed(form: Form, line: str) -> bool:
    """Whether a line has the words of the top heading and no more: what stood between its cells was lost."""
    top = "".join(squashed(label.words) for label in form.headings[0])
    return len(line) <= MAX_HEADING and squashed(line) == top


def _undoubled(written: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return [entry for place, entry in enumerate(written) if place == 0 or entry[1] != written[place - 1][1]]


def _misread(labels: Sequence[Label], written: list[tuple[int, str]]) -> tuple[Misread, ...] | None:
    if len(written) > len(labels):
        return None
    if len(written) == len(labels):
        pairs: list[int | None] = list(range(len(written)))
    else:
        pairs = _aligned(labels, [words for _, words in written])
    every = frozenset[str]().union(*(label.alike for label in labels))
    if (
        sum(
            pair is not None and written[pair][1] in every - label.alike
            for pair, label in zip(pairs, labels, strict=True)
        )
        > 1
    ):
        return None  # labels in another order: another form, not a misreading
    exact = sum(
        place is not None and written[place][1] in label.alike for place, label in zip(pairs, labels, strict=True)
    )
    used = sum(place is not None for place in pairs)
    if exact * 2 < len(labels) or used < len(written):
        return None
    return tuple(
        Misread(None if place is None else written[place][0], label)
        for place, label in zip(pairs, labels, strict=True)
        if place is None or written[place][1] not in label.alike
    )


def _aligned(labels: Sequence[Label], written: Sequence[str]) -> list[int | None]:
    """For each label in turn the next written cell that says it, or nearly; None where none does."""
    pairs: list[int | None] = []
    place = 0
    for label in labels:
        near = place < len(written) and (written[place] in label.alike or written[place] in label.column.misread)
        pairs.append(place if near else None)
        place += near
    return pairs

"""The part of the page about a comparison: the other files, their rows, and the goals that only one side has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from poa_lint.core.result import Absent, Compared, Difference, FileResult
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.output.counterparts import total, what

MODES: Final = ("same", "text", "renumbered", "moved", "doubtful", "new", "lost")
"""The ways in which goals are found in the other file, and not: the columns of the table."""
WORDS: Final = frozenset({"lineas", "texto", "unidad_medida"})
"""Columns whose words are not said twice: those of this report stand right above."""


class Said(NamedTuple):
    """A cell as another file has it: empty where it says the same; `here` is empty for words, which stand above."""

    there: str
    here: str


class Was(NamedTuple):
    """A row as another file has it: its role and path, and a cell for each column, None where it says the same."""

    role: str
    path: str
    cells: tuple[Said | None, ...]


class Other(NamedTuple):
    """A file of the comparison: its role, its path, what it is in words, its digest, and its goals by mode."""

    role: str
    path: str
    what: str
    sha256: str
    counts: tuple[int, ...]


class OneSided(NamedTuple):
    """A goal, or a unit (`number` is empty), that only one side has.

    `target` is the id of its row; of one that is lost, of the row of the goal with the number `after`, behind which it
    would stand. It is empty where the page shows no such row.
    """

    number: str
    text: str
    unit: str
    role: str
    target: str
    after: str


class Comparison(NamedTuple):
    """All that is told of the comparison of one file, beside its rows."""

    others: tuple[Other, ...]
    lost: tuple[OneSided, ...]
    new: tuple[OneSided, ...]


def was(differences: Iterable[Difference], columns: Sequence[str]) -> tuple[Was, ...]:
    """The rows of other files that stand under a goal; `columns` are the ids of the goal's cells from left to right."""
    by_file: dict[tuple[str, str], dict[str, Said]] = {}
    for one in differences:
        here = "" if one.columna in WORDS else visible(one.here)
        by_file.setdefault((one.other.role, one.other.path), {})[one.columna] = Said(visible(one.there), here)
    return tuple(
        Was(role, visible(path), tuple(said.get(column) for column in columns))
        for (role, path), said in by_file.items()
        if any(column in said for column in columns)
    )


def comparison(file: FileResult, rows: Sequence[tuple[int, str]], words: Words) -> Comparison | None:
    """The page's fields about a compared file; None for another. `rows` are the offsets and ids of its goals."""
    if not file.compared:
        return None
    own = words_of(words.language, "compare")
    absences = file.paper.absences if file.paper else ()
    return Comparison(
        tuple(_other(one, words, own) for one in file.compared),
        tuple(_one_sided(one, rows) for one in absences if one.lost),
        tuple(_one_sided(one, rows) for one in absences if not one.lost),
    )


def _other(one: Compared, words: Words, own: Words) -> Other:
    counts = total(one)
    return Other(
        one.role,
        visible(one.path),
        what(one, words, own),
        one.sha256,
        tuple(counts.get(mode, 0) for mode in MODES),
    )


def _one_sided(one: Absent, rows: Sequence[tuple[int, str]]) -> OneSided:
    index = bisect_right([start for start, _ in rows], one.row) - 1
    shown = index >= 0 and bool(one.after if one.lost else one.numero)
    target = rows[index][1] if shown else ""
    return OneSided(visible(one.numero), visible(one.texto), visible(one.unidad), one.role, target, visible(one.after))

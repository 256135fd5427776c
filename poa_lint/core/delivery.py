"""A report kept for comparing later ones with it: what each unit states of each goal, in little memory.

A year of a thousand reports is held at once, so that a goal is two rows, one of contents and one of offsets, and equal
contents are one object. `linter.deliveries` makes deliveries and makes goals (`core.report.Meta`) of them again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, NamedTuple

from poa_lint.core.dates import Fecha
from poa_lint.core.figures import Figure, Nothing
from poa_lint.core.records import record
from poa_lint.core.source import Position

Content = tuple[str, Any]
"""A cell's text and its value."""


class KeptCell(NamedTuple):
    """One cell of a page's header or signatures: what it says, where, and the id and title of its line."""

    content: Content
    start: int
    columna: tuple[str, str]


class KeptGoal(NamedTuple):
    """One goal: the contents of its cells and the offset at which each begins, in the order of `KeptUnit.columns`.

    `doubtful` are the ids of columns whose figure another likely placement of the row would change, `unsure` of those
    that any other placement would.
    """

    pagina: int
    contents: tuple[Content, ...]
    starts: array[int]
    acumulacion: str
    doubtful: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()


@record
class KeptUnit:
    """One unit of a report.

    `identity` has the codes, or names, that tell which unit it is, by the entry of the header; `form` is the code of
    its form, `closed` the number of periods of that form that the report closes, `columns` the ids and titles of the
    cells of each goal.
    """

    identity: Mapping[str, str]
    ramo: str
    programa: str
    unidad: str
    nombre: str
    form: str
    closed: int | Nothing
    columns: tuple[tuple[str, str], ...]
    goals: tuple[KeptGoal, ...]
    header: Mapping[str, KeptCell]
    """The cells of its first page's header by entry; of one with several codes all of them in one."""
    signed: Mapping[str, KeptCell]
    """The charges of those who sign, by role."""
    complete: bool = True
    """False if a page of it could not be read."""


@record
class Delivery:
    """A report as it was read.

    `since` is the day from which a re-issued plan holds (ISO), and `oficio` the letter that issued it; both are empty
    for a report and for the first plan.
    """

    path: str
    sha256: str
    kind: str
    ejercicio: Figure | Nothing
    fecha: Fecha | Nothing
    units: tuple[KeptUnit, ...]
    lines: array[int]
    """The offset at which each line begins."""
    places: Any = None
    """The places of its cells in an office's file (`documents.places.Places`); None for a text."""
    complete: bool = True
    """False if a page could not be read."""
    foreign: bool = False
    """True if nothing of a form was seen in the file."""
    stage: str = ""
    """`plan` or `unfilled` for a file that reports nothing (`linter.stage`); empty for a report."""
    since: str = ""
    oficio: str = ""
    kept: str = ""
    """The day on which it was kept (ISO), for one that was read from an archive."""
    times: int = 0
    """The number of deliveries of it that were kept up to this one; 0 for a report that was not."""

    def position(self, offset: int) -> Position:
        """The line and column of an offset in its text."""
        line = bisect_right(self.lines, offset)
        return Position(line, offset - self.lines[line - 1] + 1)

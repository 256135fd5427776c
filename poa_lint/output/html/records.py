"""The records of a page of a report as the template shows it: the sheet, its rows, their cells and marks."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from poa_lint.core.report import Meta
from poa_lint.output.html.comparison import Was
from poa_lint.output.html.findings import Finding


class Mark(NamedTuple):
    """The sign of one kind of findings at a cell: their codes, the id of the first of them, and their number."""

    kind: str
    codes: str
    target: str
    number: int


class Cell(NamedTuple):
    """A cell as it is shown. `kind` is its style; `id` is empty where no finding points at it."""

    text: str
    rest: str = ""
    """The characters beyond CUT."""
    kind: str = ""
    id: str = ""
    marks: tuple[Mark, ...] = ()
    mends: tuple[str, ...] = ()
    """Texts of the repairs that would write here: `falta 1`."""


class Head(NamedTuple):
    """One heading of the table: it spans `wide` columns and `deep` lines."""

    cell: Cell
    wide: int
    deep: int
    scope: str
    """The HTML attribute: `col`, or `colgroup` over several columns."""
    kind: str


class Row(NamedTuple):
    """A row: `goal` under its columns, `stray` words between rows, or `unread`, whose cells belong to no column."""

    kind: str
    id: str
    cells: tuple[Cell, ...]
    raws: tuple[str, ...]
    """The cells as the file has them; empty for a goal that stands under its columns there too."""
    as_read: bool
    """True if `cells` were moved under their columns: the paper has them as in `raws`."""
    findings: tuple[Finding, ...]
    was: tuple[Was, ...] = ()
    """Its text in other files."""

    @property
    def counts(self) -> Counter[str]:
        """The numbers of its findings by kind."""
        return Counter(finding.kind for finding in self.findings)


class Entry(NamedTuple):
    """A line of the header (code and name) or a signature (charge and name) under its label."""

    label: str
    first: Cell
    second: Cell

    @property
    def counts(self) -> Counter[str]:
        """The numbers of the findings that point at it, by kind."""
        return sum((Counter({mark.kind: mark.number}) for mark in self.first.marks + self.second.marks), Counter())


class Sheet(NamedTuple):
    """One page of the report."""

    id: str
    number: int
    entries: tuple[Entry, ...]
    groups: tuple[tuple[str, ...], ...]
    """The style of each column, left to right; the columns of a period make one group."""
    wide: int
    """Number of columns."""
    heads: tuple[tuple[Head, ...], ...]
    parts: tuple[tuple[Row, ...], ...]
    """The rows, ROWS in each part."""
    signatures: tuple[Entry, ...]
    about: tuple[Finding, ...]
    """Findings on the header, the headings, and the page as a whole."""
    signed: tuple[Finding, ...]
    """Findings on the signatures."""
    goals: tuple[tuple[str, Meta], ...]
    """The goals, each with the id of its row."""
    counts: Counter[str]
    """The numbers of its findings by kind."""

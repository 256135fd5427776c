"""A finding: the fault, its place, how sure it is, its reason, and what to do. There is no other kind of result."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final, NamedTuple

from poa_lint.core.notebook import quoted
from poa_lint.core.records import record
from poa_lint.core.source import NOWHERE, Edit, Position, Span


class Severity(Enum):
    """The gravity of a finding. `OFF` is a rule that runs only when it is selected by name."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return RANKS[self]


RANKS: Final = {severity: rank for rank, severity in enumerate(Severity)}


class Confidence(Enum):
    """The certainty of a finding. `LOW`: it depends on a reading of the text that is not the only possible one."""

    HIGH = "high"
    LOW = "low"


class Where(NamedTuple):
    """A finding's address in the words of the form. What does not apply is None or empty."""

    pagina: int | None = None
    programa: str = ""
    unidad: str = ""
    meta: str = ""
    columna: str = ""

    def as_dict(self) -> dict[str, object]:
        """The parts that apply, by name."""
        return {name: value for name, value in self._asdict().items() if value}


class ShownCell(NamedTuple):
    """A cell as the reader is shown it: its column's title, its words, and whether the finding points at it.

    `lost` tells that the cell is not in the text, and that nobody knows what it said.
    """

    titulo: str
    raw: str
    primary: bool
    lost: bool = False

    @property
    def words(self) -> str:
        """The cell's words; a question mark for a lost one."""
        return "?" if self.lost else self.raw


class Original(NamedTuple):
    """A finding's spot in the file that the text was made of: `text` in the reader's words, `data` for machines."""

    text: str
    data: Mapping[str, object]


class Elsewhere(NamedTuple):
    """Another file that a cell stands in: its path, its role (`before`, `plan`, `amendments`), and the spot in it."""

    path: str
    role: str
    original: Original | None = None


class Related(NamedTuple):
    """Another place that the finding speaks of: a cell of the column `columna`, which says `raw`.

    A run keeps thousands, so that what follows from the rest is made where it is asked for.
    """

    span: Span
    around: Where
    """The finding's own address."""
    columna: str
    titulo: str
    raw: str
    start: Position = NOWHERE
    end: Position = NOWHERE
    other: Elsewhere | None = None
    """The file that it stands in, if that is not the finding's own."""

    @property
    def where(self) -> Where:
        """The cell's address; of one in another file its column alone, for goals may be numbered otherwise there."""
        return self.around._replace(columna=self.columna) if self.other is None else Where(columna=self.columna)

    @property
    def message(self) -> str:
        """The cell's title and words."""
        return f"{self.titulo} = {self.raw}"


class Fixable(Enum):
    """The ways in which a finding can be mended, and by whom.

    `SAFE` changes form alone, `UNSAFE` moves cells or writes what follows from its row, `SHOWN` is for a person to do.
    """

    NONE = "none"
    SAFE = "safe"
    UNSAFE = "unsafe"
    SHOWN = "shown"


class Waived(NamedTuple):
    """The reason why a finding does not count: a `waiver`, with its author and its last day, or the `baseline`."""

    by: str
    reason: str = ""
    authorised_by: str = ""
    until: str = ""


@record
class Diagnostic:
    """One finding, complete, its texts in the reader's language.

    `key` is its identity across exports of the same report: rule, year, quarter, programme, unit, goal, column.
    `derived_from` is the key of the finding that explains it. `unidad` names the unit for a reader. `start` and `end`
    are the positions of `span`. For a trouble in a rule or settings file they are in that file, and `where` is empty.
    """

    code: str
    rule: str
    group: str
    severity: Severity
    confidence: Confidence
    message: str
    work: str
    help: str
    span: Span
    where: Where
    key: str
    unidad: str = ""
    columna: str = ""
    cells: tuple[ShownCell, ...] = ()
    related: tuple[Related, ...] = ()
    derived_from: str | None = None
    order: tuple[int, int] = (0, 0)
    """Its place among the others: its row's offset and its own."""
    excerpt: tuple[str, int, int] | None = None
    """A line of the file, and where in it the fault begins and how long it is (for files of YAML)."""
    original: Original | None = None
    waived: Waived | None = None
    edits: tuple[Edit, ...] = ()
    """The edits that mend it, where `fixable` is safe or unsafe."""
    fixable: Fixable = Fixable.NONE
    start: Position = NOWHERE
    end: Position = NOWHERE
    pair: tuple[str, int] | None = None
    """The way its goal was found in the other file, and the texts' likeness in percent; None without a comparison."""
    after: str | None = None
    """For a goal that is missing, the number of the one behind which it would stand, empty where it would be the first.

    None for every other finding.
    """

    def __repr__(self) -> str:
        place = " ".join(filter(None, (self.address, self.place)))
        waived = f", waived by {self.waived.by}" if self.waived else ""
        return f"Diagnostic({self.code} {self.severity.value}, {place!r}, {quoted(self.message)}{waived})"

    @property
    def address(self) -> str:
        """Its programme, unit, goal and column as far as they apply: `511/101/100/meta_anual`."""
        where = self.where
        return "/".join(filter(None, (where.programa, where.unidad, where.meta, where.columna)))

    @property
    def place(self) -> str:
        """Its place in the file in the reader's words, or its line and column: `25:1`."""
        return self.original.text if self.original else f"{self.start.line}:{self.start.column}"

    @property
    def elsewhere(self) -> tuple[Related, ...]:
        """The cells of other files that it speaks of."""
        return tuple(cell for cell in self.related if cell.other is not None)


class Change(NamedTuple):
    """One figure put right: `move` it to an empty cell, `write` one into an empty cell, or `change` one.

    `origin` and `target` are columns; only a move has an origin. `was` is what a changed cell says. A `shift` moves the
    cells from `origin` `through` another column, all by as many columns; `target` is the new column of the first.
    """

    action: str
    target: str
    value: str
    origin: str = ""
    was: str = ""
    through: str = ""


@record
class Repair:
    """One of the `of` smallest sets of changes under which a goal's arithmetic holds; the likeliest comes first.

    `resolves` are the keys of the findings that then are gone; `message` says the changes in the reader's language.
    Shown, and never applied: the figures are the office's.
    """

    where: Where
    resolves: tuple[str, ...]
    changes: tuple[Change, ...]
    of: int
    message: str


MAX_AROUND: Final = 400
"""Characters that an excerpt has on each side of its place: more than a terminal is wide."""


def excerpt(text: str, start: int, length: int) -> tuple[str, int, int]:
    """The line of a file that a place stands in, where in it, and how much of it.

    Of a long line it is the part around the place: thousands of findings may stand on one.
    """
    left, right = max(start - MAX_AROUND, 0), start + length + MAX_AROUND
    opens = max(text.rfind("\n", left, start) + 1, left)
    closes = text.find("\n", start, right)
    line = text[opens : closes if closes >= 0 else right]
    return line, start - opens, max(1, min(length, opens + len(line) - start))


def without_cycles(causes: dict[str, str]) -> dict[str, str]:
    """The causes by key without cycles: of two findings that follow from each other, one stands on its own."""
    acyclic = dict(causes)
    for key in causes:
        cause, seen = acyclic.get(key), {key}
        while cause is not None and cause not in seen:
            seen.add(cause)
            cause = acyclic.get(cause)
        if cause == key:
            del acyclic[key]
    return acyclic


def in_order(findings: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings in the order of the text, each followed by those that derive from it."""
    keys = {finding.key for finding in findings}
    derived: dict[str, list[Diagnostic]] = {}
    causes: list[Diagnostic] = []
    for finding in sorted(findings, key=lambda each: (each.order[0], each.code, each.order[1], each.key)):
        if finding.derived_from in keys and finding.derived_from != finding.key:
            derived.setdefault(finding.derived_from or "", []).append(finding)
        else:
            causes.append(finding)
    ordered: list[Diagnostic] = []
    stack = causes[::-1]
    while stack:
        finding = stack.pop()
        ordered.append(finding)
        stack += derived.pop(finding.key, [])[::-1]
    return tuple(ordered)

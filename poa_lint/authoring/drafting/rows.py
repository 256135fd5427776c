"""The lines of a tabbed text as rows of cells, and what can be told of a row by itself.

L/A⇥METAS⇥UNIDAD⇥META ANUAL      titles: nothing in it is a figure
4.1.2⇥100.- SESIONAR⇥SESION⇥4⇥1  goal: texts and figures
RAMO:⇥07⇥TESORERIA               neither: it opens with a label
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from poa_lint.core.text import folded, squashed

MAX_LINES: Final = 20_000
"""Lines of a text that are looked at; a form is told by its first pages."""
MAX_CELLS: Final = 300
"""Cells of a line that are looked at."""
MAX_CELL: Final = 600
"""Characters of a cell that are looked at."""
MAX_TITLE: Final = 200
"""Characters of a title of a column."""
LABEL: Final = re.compile(r"[^\d:]{2,60}:\s*")
"""A cell that is the label of what stands behind it."""
_FIGURE: Final = re.compile(r"[-+\u2013(]?\s?\$?\s?-?(?:\d[\d,.]{0,24}|\.\d{1,12})\s?%?\)?")
_BLANK: Final = re.compile(r"[-\u2013\u2014]+|n\.?/?[ad]\.?|s\.?/?[dp]\.?|no aplica", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NUMBERED: Final = re.compile(r"\d{1,6}\s*[.\-)]+\s*[^\W\d]")
ROLES: Final = {
    "ELABORÓ": ("ELABORADO POR", "ELABORA"),
    "FORMULÓ": ("FORMULADO POR", "FORMULA"),
    "REVISÓ": ("REVISADO POR", "REVISA"),
    "VALIDÓ": ("VALIDADO POR", "VALIDA"),
    "VO. BO.": ("VISTO BUENO", "VO.BO."),
    "SUPERVISÓ": ("SUPERVISADO POR", "SUPERVISA"),
    "APROBÓ": ("APROBADO POR", "APRUEBA"),
    "AUTORIZÓ": ("AUTORIZADO POR", "AUTORIZA"),
    "RESPONSABLE DE LA INFORMACIÓN": (),
    "RESPONSABLE DE LA UNIDAD": ("TITULAR DE LA UNIDAD",),
}
"""Words for those who sign, each with others for the same."""
_ROLES: Final = {squashed(word): role for role, words in ROLES.items() for word in (role, *words)}
_TOTAL: Final = re.compile(r"(?:gran |sub-?)?total(?:es)?\b|sumas?\b")


def role(cell: str) -> str | None:
    """The role that a cell states: `ELABORÓ`, `Elabora (Dep. General)`, `Vo. Bo.`."""
    head = folded(re.split(r"[(:]", cell[:80], maxsplit=1)[0])
    return _ROLES.get(squashed(head))


def is_figure(cell: str) -> bool:
    """True for a figure, an amount or a percentage."""
    return _FIGURE.fullmatch(cell) is not None


def stands_for_nothing(cell: str) -> bool:
    """True for a cell that says that there is no figure: empty, a dash, `N/A`."""
    return not cell or _BLANK.fullmatch(cell) is not None


class Row:
    """One line: its number from 0, and its cells without the blanks around them."""

    def __init__(self, number: int, line: str) -> None:
        self.number, self.line = number, line
        self.cells = tuple(_clean(cell) for cell in line.split("\t", MAX_CELLS)[:MAX_CELLS])

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """The indexes of the cells that are not empty."""
        return tuple(index for index, cell in enumerate(self.cells) if cell)

    @cached_property
    def first(self) -> str:
        """The first cell that is not empty."""
        return self.cells[self.filled[0]] if self.filled else ""

    @cached_property
    def figures(self) -> int:
        """The number of cells that are figures."""
        return sum(is_figure(cell) for cell in self.cells if cell)

    @cached_property
    def is_label(self) -> bool:
        """True if its first cell is the label of what stands behind it."""
        return LABEL.fullmatch(self.first) is not None

    @cached_property
    def is_signed(self) -> bool:
        """True if it names those who sign."""
        return any(role(self.cells[index]) for index in self.filled[:6])

    @cached_property
    def counts(self) -> bool:
        """True if its figures are 1, 2, 3 …: the numbers of columns, or of periods in a heading."""
        found = [self.cells[index] for index in self.filled if is_figure(self.cells[index])]
        return len(found) > 1 and found == [str(number) for number in range(1, len(found) + 1)]

    @cached_property
    def is_total(self) -> bool:
        """True if it adds others up."""
        return _TOTAL.match(folded(self.first[:60])) is not None

    @cached_property
    def is_goal(self) -> bool:
        """True if it may be a row of a table: texts and figures, and no label."""
        if self.is_label or (self.counts and (not self.cells[0] or self.figures == len(self.filled))):
            return False
        filled = len(self.filled)
        return (self.figures >= 2 and filled >= 3) or (self.figures >= 1 and filled >= 4)

    @cached_property
    def is_titles(self) -> bool:
        """True if it may be a line of a heading: words, with other figures than years in none of its cells."""
        if not self.filled or self.is_label or self.is_signed or (not self.counts and self._has_figures):
            return False
        if any(len(self.cells[index]) > MAX_TITLE for index in self.filled):
            return False
        return len(self.filled) >= 3 or self.filled[0] > 0 or (len(self.filled) == 2 and self.filled[-1] >= 3)

    @property
    def _has_figures(self) -> bool:
        return any(is_figure(cell) and not _YEAR.fullmatch(cell) for cell in self.cells if cell)

    @cached_property
    def is_numbered(self) -> bool:
        """True if a goal's number opens one of its first texts."""
        return any(_NUMBERED.match(self.cells[index]) for index in self.filled[:3])


def rows(text: str) -> list[Row]:
    """The rows of a text."""
    return [Row(number, line) for number, line in enumerate(text.split("\n", MAX_LINES)[:MAX_LINES])]


def _clean(cell: str) -> str:
    """A cell on one line with plain blanks, and without what nobody sees."""
    cell = " ".join(cell[:MAX_CELL].split())
    return cell if cell.isprintable() else "".join(filter(str.isprintable, cell)).strip()

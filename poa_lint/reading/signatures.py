"""Part signatures whose roles stand in one cell, with blanks between them, and what stands under them.

ELABORÓ REVISÓ AUTORIZÓ                         three roles
JEFE DE ÁREA DIRECTORA TITULAR DEL RAMO         nobody can tell where a post ends: each of the three is unknown
ING. ANA RÍOS LIC. LUIS SOTO C.P. EVA PAZ       three names, each from its title on (`header` parts these)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from poa_lint.core.figures import UNKNOWN
from poa_lint.core.labels import Labels
from poa_lint.core.report import Cell, Firma
from poa_lint.core.source import Span
from poa_lint.reading.header import by_titles
from poa_lint.reading.lines import Block, Line

_MOST: Final = 12
"""Roles in one cell."""
_GAP: Final = re.compile(r"[^\S\t\n](?<=[^\S\t\n]{2})(?=\S)")
"""The last one of several blanks."""


def parted(block: Block, labels: Labels) -> Block:
    """A block of signatures with a tab before each role that follows another one in its cell.

    What stands below in one cell is parted at its wide gaps if these give a part for each role, and else is the cell
    of every role: see `settled`.
    """
    starts = _starts(block.opening, labels)
    if not starts:
        return block
    opening = _tabbed(block.opening, starts)
    return block._replace(opening=opening, free=tuple(_under(line, len(opening.cells)) for line in block.free))


def settled(firmas: Iterable[Firma]) -> tuple[Firma, ...]:
    """The signatures, without posts and names that stand under several roles: those are unknown."""
    firmas = tuple(firmas)
    places = Counter(cell.span for firma in firmas for cell in (firma.cargo, firma.nombre) if cell.raw)
    return tuple(
        Firma(firma.rol, _own(firma.cargo, places), _own(firma.nombre, places), firma.span)
        if places[firma.cargo.span] > 1 or places[firma.nombre.span] > 1
        else firma
        for firma in firmas
    )


def _own(cell: Cell[str], places: Counter[Span]) -> Cell[str]:
    return Cell(cell.raw, UNKNOWN, cell.span, cell.columna) if places[cell.span] > 1 else cell


def _starts(line: Line, labels: Labels) -> list[int]:
    """The indexes in `line`, all one cell, at which its second role and those behind it begin; none if it has more."""
    text = line.text.rstrip()
    first = labels.role.match(text)
    if first is None or "\t" in text.lstrip():
        return []
    starts: list[int] = []
    index = first.end()
    while index < len(text):
        following = labels.role.match(text, index)
        if following is None or not text[following.start(1) - 1].isspace() or len(starts) + 1 == _MOST:
            return []
        starts.append(following.start(1))
        index = following.end()
    return starts


def _tabbed(line: Line, starts: Iterable[int]) -> Line:
    """`line` with a tab in place of the blank before each of the indexes."""
    text = line.text
    for start in starts:
        text = f"{text[: start - 1]}\t{text[start:]}"
    return Line(line.kind, text, line.start)


def _under(line: Line, roles: int) -> Line:
    """A line below the roles as cells: one for each role, or several times the only one if it cannot be parted."""
    filled = [cell for cell in line.cells if cell.raw]
    if line.kind != "TEXT" or len(filled) != 1 or len(list(by_titles(filled[0]))) == roles:
        return line
    first = len(line.text) - len(line.text.lstrip())
    gaps = [match.start() + 1 for match in _GAP.finditer(line.text.rstrip(), first)]
    if len(gaps) == roles - 1:
        return _tabbed(line, gaps)
    shared = Line(line.kind, line.text, line.start)
    shared.cells[:] = filled * roles
    return shared

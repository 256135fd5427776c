"""Lines that say two things: the parts of a header side by side, as spreadsheets lay them out, and rows cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from poa_lint.core.text import folded
from poa_lint.reading.columns import Kind, kind
from poa_lint.reading.lines import Block, Line

_ENTRIES: Final = {
    "RAMO": "ramo",
    "PROGRAMA": "programa",
    "UNIDAD_EJECUTORA": "unidad ejecutora",
    "FINALIDAD": "finalidad",
    "FUNCION": "funcion",
    "SUBFUNCION": "sub[- ]?funcion",
    "EJES": "ejes? de gobierno",
    "LINEAS": "lineas? de accion",
}
_LABELS: Final = (
    *((name, re.compile(words + r"\s*[:.]?(?:\s*\d.*)?")) for name, words in _ENTRIES.items()),
    ("FORMA", re.compile(r"(?:forma(?:to)?[:.\s]+)?[a-z]{2,5}[- ]?f[- ]?\d{2,4}")),
    ("FECHA", re.compile(r"fecha(?: de corte)?\s*(?:[:.].*)?")),
)
FORM: Final = frozenset({"FORMA", "FECHA"})
_OWN: Final = {"entry": 3, "letterhead": 1, "form": 1}
"""The cells that a line's own label may take: its words, its code and its name."""
_LONGEST: Final = 60


def apart(block: Block) -> list[Block]:
    """A block whose line states several parts of the header, as a block for each.

    The free lines stay with the first.
    """
    if block.kind not in _OWN or len(block.opening.cells) <= _OWN[block.kind]:
        return [block]
    first, *others = _cut(block.opening, _OWN[block.kind])
    return [
        block._replace(opening=first),
        *(Block("form" if line.kind in FORM else "entry", line, ()) for line in others),
    ]


def corner(lines: Iterable[Line]) -> list[Line]:
    """The form's code and its date where they stand beside the words of a letterhead."""
    return [
        part
        for line in lines
        if line.kind == "TEXT" and "\t" in line.text
        for part in _cut(line, 1)[1:]
        if part.kind in FORM
    ]


def _cut(line: Line, own: int) -> list[Line]:
    """A line cut before each cell behind its `own` that is a label of the header."""
    starts = [(0, line.kind)]
    for raw, start in line.cells[own:]:
        label = _label(raw)
        if label is not None and label != starts[-1][1]:
            starts.append((start - line.start, label))
    ends = [start for start, _ in starts[1:]] + [len(line.text)]
    return [
        Line(name, line.text[start:end].rstrip(), line.start + start)
        for (start, name), end in zip(starts, ends, strict=True)
    ]


def _label(raw: str) -> str | None:
    if not raw or len(raw) > _LONGEST:
        return None
    words = folded(raw)
    return next((name for name, pattern in _LABELS if pattern.fullmatch(words)), None)


def continues(row: Line, between: Sequence[Line], line: Line) -> bool:
    """Whether a line is the rest of a row that ends in the middle of its words: a line break inside a cell.

    The row has a goal's number and no figure, the rest begins with words, and no blank line stands between them.
    """
    return (
        len(row.cells) <= 3
        and any(kind(cell.raw) is Kind.NUMBERED for cell in row.cells)
        and all(kind(cell.raw) in (Kind.TEXT, Kind.NUMBERED, Kind.CODES) for cell in row.cells if cell.raw)
        and kind(line.cells[0].raw) is Kind.TEXT
        and all(each.kind == "TEXT" for each in between)
    )


def led(lines: Sequence[Line], row: Line | None = None) -> tuple[list[Line], list[Line]]:
    """Lines before a row, and of them the last that are the first lines of its L/A: codes and nothing else."""
    place = len(lines)
    if row is None or kind(row.cells[0].raw) is Kind.CODES:
        while place and lines[place - 1].kind == "TEXT" and kind(lines[place - 1].text) is Kind.CODES:
            place -= 1
    return list(lines[:place]), list(lines[place:])


def joined(lines: Sequence[Line]) -> Line:
    """Lines as one; blanks stand for their ends, so that every place in it is the text's."""
    if len(lines) == 1:
        return lines[0]
    text = ""
    for line in lines:
        text += " " * (line.start - lines[0].start - len(text)) + line.text
    return Line(lines[-1].kind, text, lines[0].start)

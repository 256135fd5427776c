"""Split lines that hold several parts of a header, and join rows that are written in several lines.

Spreadsheets lay parts of a header side by side: the form's code and date in the corner, two entries in one line.
They are split into lines with the labels that the grammar would have given them:

    RAMO:⇥63⇥TESORERIA⇥⇥PROGRAMA:⇥511⇥GESTION      becomes  RAMO:⇥63⇥TESORERIA  and  PROGRAMA:⇥511⇥GESTION
    MUNICIPIO⇥⇥TMM-F004                            gives    TMM-F004, a line FORMA

A header in paragraphs, with a blank line behind each entry, has long names in several lines, which are joined:

    LINEAS DE ACCION 2.3.1 VIALIDADES
    SECUNDARIAS                                    becomes  LINEAS DE ACCION 2.3.1 VIALIDADES SECUNDARIAS

A line break inside a cell cuts a row in two. They are joined into one line, blanks in place of the line break:

    4.6.1⇥101.- DAR SEGUIMIENTO
    AL PROGRAMA.⇥KM⇥2⇥…                            becomes  4.6.1⇥101.- DAR SEGUIMIENTO AL PROGRAMA.⇥KM⇥2⇥…
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from poa_lint.core.dates import Fecha
from poa_lint.core.labels import Labels
from poa_lint.reading.columns import Kind, kind
from poa_lint.reading.header import continuation
from poa_lint.reading.lines import Block, Line, RawCell
from poa_lint.reading.values import date

FORM: Final = frozenset({"FORMA", "FECHA"})
"""The tokens that open a block `form`; those of the other labels open a block `entry`."""
MIN_PARAGRAPHS: Final = 3
"""Entries with a blank line behind them from which a header is written in paragraphs."""
MIN_WRAPPED: Final = 50
"""Characters of a line that was broken since it was full."""
MAX_LABEL: Final = 60
"""Characters of a cell that may be a label."""

_OWN: Final = {"entry": 3, "letterhead": 1, "form": 1}
"""Cells at the start of a line that belong to its first label (its words, code and name), by the kind of block."""


def split_block(block: Block, labels: Labels) -> list[Block]:
    """A block for each part of the header in the opening line of `block`; its free lines stay with the first."""
    if block.kind not in _OWN:
        return [block]
    own = _OWN[block.kind]
    lines = _split_at_labels(block.opening, own, labels) if len(block.opening.cells) > own else [block.opening]
    first, *others = [part for line in lines for part in _without_corner(line, labels)]
    return [
        block._replace(opening=first),
        *(Block("form" if line.kind in FORM else "entry", line, ()) for line in others),
    ]


def _without_corner(line: Line, labels: Labels) -> list[Line]:
    """An entry, and the form's code and the date that stand behind its name, apart from it by a blank, each as a line.

    For example, `RAMO: 63 TESORERIA TMM-F004` is `RAMO: 63 TESORERIA` and `TMM-F004`.
    """
    parts: list[Line] = []
    while line.kind not in FORM and len(parts) < len(FORM):  # each of the two once
        cell = line.cells[-1]
        corner = labels.behind(cell.raw)
        if corner is None or (corner[0] == "FECHA" and not isinstance(date(corner[2]), Fecha)):
            break
        token, index, _ = corner
        start = cell.start + index - line.start
        parts.insert(0, Line(token, line.text[start:].rstrip(), line.start + start))
        line = Line(line.kind, line.text[:start].rstrip(), line.start)
    return [line, *parts]


def unwrapped(blocks: Sequence[Block], labels: Labels) -> Sequence[Block]:
    """The blocks with the lines of long names joined, where the header is written in paragraphs."""
    entries = [block for block in blocks if block.kind == "entry"]
    apart = sum(any(line.kind == "BLANK" for line in block.free) for block in entries)
    if apart < MIN_PARAGRAPHS or 2 * apart <= len(entries):
        return blocks
    return [_unwrapped(block, labels) if block.kind == "entry" else block for block in blocks]


def _unwrapped(block: Block, labels: Labels) -> Block:
    """An entry with each free line joined to the one right above it that it goes on: a long one, and no code."""
    lines = [block.opening]
    for line in block.free:
        above = lines[-1]
        goes_on = line.kind == "TEXT" and above.kind != "BLANK" and len(above.text) >= MIN_WRAPPED
        if goes_on and not continuation(block.opening, line, labels):
            lines[-1] = Line(above.kind, joined([above, line]).text, above.start)
        else:
            lines.append(line)
    return block._replace(opening=lines[0], free=tuple(lines[1:]))


def form_parts(lines: Iterable[Line], labels: Labels) -> list[Line]:
    """The form's code and date that stand beside other words in free lines, each as a line of its own."""
    return [
        part
        for line in lines
        if line.kind == "TEXT" and "\t" in line.text
        for part in _split_at_labels(line, 1, labels)[1:]
        if part.kind in FORM
    ]


def _split_at_labels(line: Line, own: int, labels: Labels) -> list[Line]:
    """`line` split before each cell that is a label of the header, the first `own` cells excepted."""
    starts = [(0, line.kind)]
    for raw, start in line.cells[own:]:
        label = _label(raw, labels)
        if label is not None and label != starts[-1][1]:
            starts.append((start - line.start, label))
    ends = [start for start, _ in starts[1:]] + [len(line.text)]
    return [
        Line(token, line.text[start:end].rstrip(), line.start + start)
        for (start, token), end in zip(starts, ends, strict=True)
    ]


def _label(raw: str, labels: Labels) -> str | None:
    """The kind of line that a cell is the label of."""
    if not raw or len(raw) > MAX_LABEL:
        return None
    if entry := labels.cell(raw):
        return entry.columna.id
    return next((token for token, pattern in labels.alone if pattern.fullmatch(raw)), None)


def continues(row: Line, between: Sequence[Line], line: Line) -> bool:
    """True if `line` is the rest of `row`, which ends in the middle of its text: a line break inside a cell.

    Then `row` has a goal's number and no figure, `line` begins with words, and no blank line is `between` them.
    """
    return (
        len(row.cells) <= 3
        and any(kind(cell.raw) is Kind.NUMBERED for cell in row.cells)
        and all(kind(cell.raw) in (Kind.TEXT, Kind.NUMBERED, Kind.CODES) for cell in row.cells if cell.raw)
        and kind(line.cells[0].raw) is Kind.TEXT
        and all(other.kind == "TEXT" for other in between)
    )


def split_off_codes(lines: Sequence[Line], row: Line | None = None) -> tuple[list[Line], list[Line]]:
    """`lines` in two: loose ones, and the last ones if they hold only codes, the first of the L/A of the row below.

    With a `row`, they do so only if it begins with codes too.
    """
    index = len(lines)
    if row is None or kind(row.cells[0].raw) is Kind.CODES:
        while index and lines[index - 1].kind == "TEXT" and kind(lines[index - 1].text) is Kind.CODES:
            index -= 1
    return list(lines[:index]), list(lines[index:])


def joined(lines: Sequence[Line]) -> Line:
    """`lines` as one of the last one's kind; blanks replace what is between them, so that offsets stay the text's."""
    if len(lines) == 1:
        return lines[0]
    text = ""
    for line in lines:
        text += " " * (line.start - lines[0].start - len(text)) + line.text
    return Line(lines[-1].kind, text, lines[0].start)


def without(line: Line, extra: Sequence[tuple[int, RawCell]]) -> Line:
    """A row without its cells in columns that are not the form's.

    `extra` has the index of each such column, and its title; a filled cell of a column without a title stays.
    """
    left = {index for index, title in extra if index < len(line.cells) and (title.raw or not line.cells[index].raw)}
    if not left:
        return line
    row = Line(line.kind, line.text, line.start)
    row.cells[:] = [cell for index, cell in enumerate(line.cells) if index not in left]
    return row

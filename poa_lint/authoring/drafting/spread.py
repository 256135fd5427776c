"""Give a text tabs whose cells are parted by bars, or stand under each other with blanks between, whatever its form.

    No.   Actividad    Meta        No.⇥Actividad⇥Meta
    1     Sesionar     4           1⇥Sesionar⇥4
    2     Informar    12           2⇥Informar⇥12

A column is where words of the rows, or of the line of titles right above them, stand; a title over several columns
goes to the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.authoring.drafting.rows import MAX_LINES, is_figure

MAX_WIDTH: Final = 2000
"""Characters of a line that is parted by its blanks."""
LEAST: Final = 4
"""Pieces of a line that is a row of a table."""
_PIECE: Final = re.compile(r"\S+(?: \S+)*")
_RULE: Final = re.compile(r"[\s|:+=_-]+")


class _Piece(NamedTuple):
    """Words with single blanks between them: where they begin and end in a line."""

    start: int
    end: int
    text: str


def tabbed(text: str) -> str:
    """The text with tabs between its cells; as it is where neither bars nor blanks part any."""
    lines = text.split("\n", MAX_LINES)[:MAX_LINES]
    if sum(line.count("|") >= LEAST - 1 for line in lines) > 1:
        return "\n".join(_without_bars(lines))
    return "\n".join(_by_blanks(lines))


def _without_bars(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a table of bars with tabs in their places, without those that only rule it off."""
    for line in lines:
        if line.count("|") < LEAST - 1:
            yield "\t".join(piece.text for piece in _pieces(line))
        elif not _RULE.fullmatch(line):
            yield "\t".join(cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|"))


def _by_blanks(lines: Sequence[str]) -> Iterator[str]:
    """The lines of every block, those of a table under its columns."""
    block: list[list[_Piece]] = []
    for line in [*lines, ""]:
        pieces = _pieces(line)
        if pieces:
            block.append(pieces)
            continue
        yield from _block(block)
        yield ""
        block = []


def _pieces(line: str) -> list[_Piece]:
    return [_Piece(*match.span(), match[0]) for match in _PIECE.finditer(line[:MAX_WIDTH].expandtabs())]


def _block(block: Sequence[list[_Piece]]) -> Iterator[str]:
    """Lines without an empty one between: a table if some of them are rows."""
    rows = [number for number, pieces in enumerate(block) if _is_row(pieces)]
    if not rows:
        yield from ("\t".join(piece.text for piece in pieces) for pieces in block)
        return
    shown = [block[number] for number in rows]
    columns = _columns([*shown, block[rows[0] - 1]] if rows[0] else shown)
    for pieces in block[: rows[0]]:
        columns = _joined(columns, [piece for piece in pieces if not _under(columns, piece)])
    for pieces in block:
        cells = [""] * len(columns)
        for piece in pieces:
            index = next(iter(_under(columns, piece)), len(columns) - 1)
            cells[index] = f"{cells[index]} {piece.text}".strip()
        yield "\t".join(cells)


def _is_row(pieces: Sequence[_Piece]) -> bool:
    return len(pieces) >= LEAST and sum(is_figure(piece.text) for piece in pieces) > 1


def _columns(lines: Sequence[Sequence[_Piece]]) -> list[tuple[int, int]]:
    """The stretches in which words of these lines stand."""
    return _joined([], [piece for pieces in lines for piece in pieces])


def _joined(columns: Sequence[tuple[int, int]], pieces: Sequence[_Piece]) -> list[tuple[int, int]]:
    """The columns with those of more pieces; stretches that overlap are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted([*columns, *((piece.start, piece.end) for piece in pieces)]):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _under(columns: Sequence[tuple[int, int]], piece: _Piece) -> list[int]:
    """The indexes of the columns that a piece stands over."""
    return [index for index, (start, end) in enumerate(columns) if piece.start < end and start < piece.end]

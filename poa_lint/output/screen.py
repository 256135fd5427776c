"""Lines for a screen, in parts of different styles: as plain text, or painted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from poa_lint.core.diagnostic import ShownCell
from poa_lint.core.text import cut, printable, visible
from poa_lint.output import View

_LINK: Final = re.compile(r"\x1b\]8;id=[^;]*;")
"""The beginning of a link as rich writes it, with a number of chance; the same run is to write the same."""

CELL_WIDTH: Final = 28
"""Signs that are shown of a cell."""

Segment = tuple[str, str]
"""Words and the style they are painted in (`""` for none)."""
Line = list[Segment]


def written(lines: Sequence[Line], view: View) -> str:
    """Lines as text, painted where colour is asked for."""
    return painted(lines, view.width) if view.colour else "".join(f"{_plain(line)}\n" for line in lines)


def _plain(line: Line) -> str:
    return printable("".join(text for text, _ in line).rstrip())


def painted(lines: Sequence[Line], width: int) -> str:
    """The lines with rich's colours; text from a report is never read as markup."""
    from rich.console import Console
    from rich.text import Text

    console = Console(width=max(width, 1), force_terminal=True, markup=False, highlight=False, emoji=False)
    with console.capture() as capture:
        for line in lines:
            text = Text(no_wrap=True, overflow="ignore")
            for words, style in line:
                text.append(printable(words), style or None)
            console.print(text, soft_wrap=True)
    return _LINK.sub("\x1b]8;;", capture.get())


def window(line: str, start: int, length: int, room: int) -> tuple[int, int]:
    """The beginning and end of the part of a line that is shown: at most `room` signs, no word in halves, the caret."""
    skipped = max(0, start + length - room)
    if skipped and line[skipped - 1] != " ":
        skipped = line.find(" ", skipped, start) + 1 or skipped
    end = skipped + room
    blank = line.rfind(" ", start + length, end) if end < len(line) and line[end] != " " else -1
    return skipped, blank if blank >= 0 else end


def cell_width(cell: ShownCell) -> int:
    """The width of a cell under its title."""
    return max(len(cell.titulo), len(cut(visible(cell.words), CELL_WIDTH)), 1)


def bands(cells: Iterable[ShownCell], width: int) -> Iterator[list[ShownCell]]:
    """Cells in rows that fit a width."""
    band: list[ShownCell] = []
    used = 0
    for cell in cells:
        wide = cell_width(cell) + (3 if band else 0)
        if band and used + wide > width:
            yield band
            band, used, wide = [], 0, cell_width(cell)
        band.append(cell)
        used += wide
    if band:
        yield band

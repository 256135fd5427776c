"""Delimited text as spreadsheets save it (.csv, .tsv): quotes, line breaks inside of them, comma, semicolon or tab."""

import re
from collections import Counter
from functools import cache
from typing import Final

from poa_lint.documents.document import MAX_CELLS, MAX_WRITTEN, Document, UnreadableFile, Writer
from poa_lint.documents.places import Region
from poa_lint.documents.sheets.grid import Grid, write

DELIMITERS: Final = "\t;,|"
_DECLARED: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""Excel's first line that declares the delimiter."""
_ANCHORS: Final = re.compile(r'\bP"?([\t;,|])"?A"?\1"?P"?\1"?A\b', re.IGNORECASE)
"""The last line of the form's heading, `P;A;P;A`, and its delimiter."""
_OPENING: Final = 1_000_000
"""Characters in which the first heading is searched."""
_MAX_QUOTED: Final = 20_000
"""Characters of a cell in quotes; a quote that is not closed within them belongs to the words."""


def read(text: str, delimiter: str = "") -> Document:
    """Read the cells of a delimited text; without a `delimiter` it is found. Raises UnreadableFile."""
    declared = _DECLARED.match(text)
    start = declared.end() if declared else 0
    delimiter = declared[1] if declared else delimiter or _delimiter(text)
    grid = Grid("", region=Region("line"))
    line, column = 1 + bool(declared), 1
    row, written, places = 1, 0, grid.places
    places[row] = (0, 0, line)
    for count, match in enumerate(_cell(delimiter).finditer(text, start)):
        quoted, plain, end = match[1], match[2], match[3]
        content = quoted[1:-1].replace('""', '"') if quoted is not None else plain
        grid.put(row, column, content)
        written += bool(content)
        line += (quoted or "").count("\n")
        column += 1
        if count > MAX_WRITTEN or written > MAX_CELLS:
            raise UnreadableFile("too-big")
        if end != delimiter:
            row, line, column = row + 1, line + 1, 1
            places[row] = (0, 0, line)
            if not end:
                break
    writer = Writer()
    write(grid, writer)
    return writer.document("csv")


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    """The pattern of one cell and what ends it: the delimiter, the line's end, or nothing at the end of the text.

    Group 1 is a cell in quotes, group 2 one without, group 3 the end.
    """
    mark = re.escape(delimiter)
    quoted = rf'[ ]*("(?:[^"]|""){{0,{_MAX_QUOTED}}}+")[ ]*(?={mark}|\r?\n|\r|\Z)'
    return re.compile(rf"(?:{quoted}|([^{mark}\r\n]*))({mark}|\r?\n|\r|\Z)")


def _delimiter(text: str) -> str:
    """The delimiter of the heading's P and A; without a heading the one that most lines have equally often."""
    heading = _ANCHORS.search(text, 0, _OPENING)
    if heading:
        return heading[1]
    lines = re.sub(r'"(?:[^"]|"")*+"', "", text[:100_000]).splitlines()
    counts = {mark: Counter(line.count(mark) for line in lines if mark in line) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: max((n * times for n, times in counts[mark].items()), default=0))
    return best if counts[best] else "\t"

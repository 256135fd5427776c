"""The part of a workbook's text that one of its sheets holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from poa_lint.core.records import replace
from poa_lint.core.source import Source


def sheet_names(source: Source) -> tuple[str, ...]:
    """The names of the sheets that a source has lines of, in their order; none for a file that is no workbook."""
    return tuple(dict.fromkeys(name for name, _ in _lines(source) if name))


def one_sheet(source: Source, name: str) -> Source:
    """The source with the lines of one of its sheets; the others are blank, so that each line keeps its number."""
    text = "\n".join(line if sheet == name else "" for sheet, line in _lines(source))
    return replace(source, text=text, original=None)


def _lines(source: Source) -> Iterator[tuple[str, str]]:
    """Each line with the sheet that it comes from; empty for a line of none."""
    original: Any = source.original
    lines = source.text.split("\n")
    sheet = ""
    for start, line in zip(accumulate((len(line) + 1 for line in lines), initial=0), lines, strict=False):
        place = original.place(start) if original is not None and line else None
        sheet = (place.sheet if place is not None else "") or sheet
        yield sheet, line

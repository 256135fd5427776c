"""The header and footer that a spreadsheet prints on every page of a sheet: lines of the form that stand only there."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from poa_lint.core.forms import built_in_forms
from poa_lint.core.labels import labels_of

_SECTION: Final = re.compile(r"&([LCR])", re.IGNORECASE)
_CODE: Final = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-F]{6}|\d\d[+-]\d{3})|\d{1,3}|(?P<sign>&)|.)', re.IGNORECASE)
"""A code in such a text: a font, a colour, a size, the page's number, a date; two signs stand for one."""
_BREAK: Final = re.compile(r"_x000[ad]_", re.IGNORECASE)
"""A line's end as some programs store it."""


def lines(code: str) -> Iterator[str]:
    """The lines of a header as a workbook stores it: `&LUNO&R&"Arial"&12DOS` has the lines `UNO` and `DOS`."""
    for section in _SECTION.split(_BREAK.sub("\n", code))[::2]:
        for line in _CODE.sub(lambda match: match["sign"] or "", section).splitlines():
            if line.strip():
                yield line.strip()


def missing(printed: Iterable[str], cells: Iterable[str]) -> list[str]:
    """The printed lines that state a part of the form's heading which none of the sheet's `cells` states.

    They come in the order of the form, each once.
    """
    texts, found = list(cells), list(dict.fromkeys(printed))
    absent = [part for part in labels_of(built_in_forms()[:1]).parts if not any(map(part.search, texts))]
    chosen = [line for part in absent for line in found if part.search(line)]
    return list(dict.fromkeys(chosen))

"""The header and footer that a spreadsheet prints on every page of a sheet: lines of the form that stand only there."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_SECTION: Final = re.compile(r"&([LCR])", re.IGNORECASE)
_CODE: Final = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-F]{6}|\d\d[+-]\d{3})|\d{1,3}|(?P<sign>&)|.)', re.IGNORECASE)
"""A code in such a text: a font, a colour, a size, the page's number, a date; two signs stand for one."""
_BREAK: Final = re.compile(r"_x000[ad]_", re.IGNORECASE)
"""A line's end as some programs store it."""
_PARTS: Final = (
    re.compile(r"\bOPERATIVO\s+ANUAL\b", re.IGNORECASE),
    re.compile(r"^\s*RAMO\b", re.IGNORECASE),
    re.compile(r"^\s*PROGRAMA\b(?!\s+OPERATIVO)", re.IGNORECASE),
    re.compile(r"^\s*UNIDAD\s+EJECUTORA\b", re.IGNORECASE),
    re.compile(r"^\s*FINALIDAD\b", re.IGNORECASE),
    re.compile(r"^\s*FUNCI[OÓ]N\b", re.IGNORECASE),
    re.compile(r"^\s*SUB-?\s?FUNCI[OÓ]N\b", re.IGNORECASE),
    re.compile(r"^\s*EJES?\s+DE\s+GOBIERNO\b", re.IGNORECASE),
    re.compile(r"^\s*L[IÍ]NEAS?\s+DE\s+ACCI[OÓ]N\b", re.IGNORECASE),
    re.compile(r"\b[A-Z]{2,5}[- ]?F[- ]?\d{2,4}(?!\w)"),
    re.compile(r"^\s*FECHA\b", re.IGNORECASE),
)
"""The lines of the form's heading, each by words that it has."""


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
    absent = [part for part in _PARTS if not any(map(part.search, texts))]
    chosen = [line for part in absent for line in found if part.search(line)]
    return list(dict.fromkeys(chosen))

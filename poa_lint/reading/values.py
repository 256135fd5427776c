"""What a cell's words mean: figures, percentages, dates and codes, decimally or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, decimal
from poa_lint.core.report import Fecha
from poa_lint.core.text import folded

DASHES: Final = frozenset("-–—‒−")
MAX_FIGURE: Final = 30
"""Characters; a longer run of digits is no figure of any report (and Python refuses 4,300 digits)."""

_FIGURE = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(\.[0-9]+)?")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_EITHER = re.compile(r"[0-9]+(?:,[0-9]+)+|[01]?\.[0-9]+|1|[0-9]+ [0-9]+")
_SPACED = re.compile(r"[0-9]{1,3}(?:[\u00a0\u2007\u2009\u202f][0-9]{3})+")
_NUMBER = re.compile(r"\s*(?:meta\s+)?(?:no\.?\s*)?(\d+(?:\.\d+)*)(?:\s*[.\-–—):º°]+\s*|\s+(?=\S))", re.IGNORECASE)
_CODE = re.compile(r"(?:[^\s,;/]|/(?!\s*\d))+")
_AND: Final = frozenset({"y", "e", "Y", "E", "&", "/", "+", "-", "–"})
"""What stands between two codes and is none."""
_DATE_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_DATE_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DATE_LEAD = re.compile(r"(?:corte\s+)?(?:al\s+(?:dia\s+)?)?")
_DATE_WORDS = re.compile(r"(\d{1,2})\s*(?:[-/.\s]|\bde\b)\s*([a-z]+)\.?\s*(?:[-/.,\s]|\bdel?\b)+\s*(\d{4}|\d{2})")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_MONTHS: Final = (
    ("enero", "ene", "en"),
    ("febrero", "feb", "febr"),
    ("marzo", "mar", "mzo"),
    ("abril", "abr"),
    ("mayo", "may"),
    ("junio", "jun"),
    ("julio", "jul"),
    ("agosto", "ago", "agto"),
    ("septiembre", "setiembre", "sept", "sep", "set"),
    ("octubre", "oct"),
    ("noviembre", "nov"),
    ("diciembre", "dic"),
)
MONTHS: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}


@lru_cache(maxsize=4096)
def figure(raw: str) -> Figure | Nothing:
    """The figure that a cell states: `8,000`, `2010`, `-3`, `(3)`, `20.3333`; BLANK for nothing or dashes.

    UNKNOWN for anything else, `8.000` and `12,5` among it: whether they hold decimals or thousands the text
    does not tell.
    """
    text = plain(raw)
    if len(text) > MAX_FIGURE:
        return UNKNOWN
    return _number(text) if text and not DASHES.issuperset(text) else BLANK


@lru_cache(maxsize=4096)
def percent(raw: str) -> Figure | Nothing:
    """The points of a percentage: 25 for `25%` and `25 %`.

    Without its sign, a number above 1 is read as points; from 0 to 1 (0 apart) it may be points or a share:
    UNKNOWN.
    """
    text = plain(raw)
    if text.endswith("%"):
        stated = figure(text[:-1])
        return UNKNOWN if stated is BLANK else stated
    points = figure(text)
    return points if isinstance(points, Nothing) or points == 0 or not -1 <= points <= 1 else UNKNOWN


def _number(text: str) -> Figure | Nothing:
    negative = text[0] in DASHES
    if negative or text[0] == "+":
        text = text[1:].lstrip()
    elif text[0] == "(" and text[-1] == ")":
        negative, text = True, text[1:-1].strip()
    if _SPACED.fullmatch(text):
        text = "".join(text.split())
    found = _FIGURE.fullmatch(text)
    if found is None or not text or _AMBIGUOUS.fullmatch(text):
        return UNKNOWN
    digits = text.replace(",", "")
    value = int(digits) if found[2] is None else decimal(digits)
    return -value if negative else value


def ambiguous(raw: str) -> bool:
    """Whether `raw` is a figure that can be read in two ways (`8.000`, `12,5`, `0.25` under a percentage)."""
    text = plain(raw).lstrip("-+").rstrip("%").strip()
    return bool(_AMBIGUOUS.fullmatch(text) or _EITHER.fullmatch(text))


def plain(raw: str) -> str:
    """`raw` without outer spaces, its digits and signs in their plain form (full-width, Arabic-Indic …)."""
    text = raw.strip()
    return text if text.isascii() else "".join(_plain_character(char) for char in text)


def _plain_character(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    alike = unicodedata.normalize("NFKC", char)
    return alike if alike in {",", ".", "%", "(", ")", "+", "-"} else char


def goal_number(raw: str) -> tuple[str, int, int, int] | None:
    """A goal's number at the opening of its text: the number, where it begins and ends, where the text begins.

    `103.- CELEBRAR` gives `("103", 0, 3, 6)`; offsets count from the start of `raw`.
    """
    found = _NUMBER.match(raw)
    return None if found is None else (plain(found[1]), found.start(1), found.end(1), found.end())


def codes(raw: str) -> Iterator[tuple[str, int, int]]:
    """The codes in an L/A cell, each with its start and end: blanks, commas, semicolons, `/` or `y` part them."""
    for found in _CODE.finditer(raw):
        if found[0] not in _AND:
            yield found[0], found.start(), found.end()


def date(raw: str) -> Fecha | Nothing:
    """The day that `31-mar.-24`, `31/03/2024`, `al 31 de marzo de 2024` … state, day before month.

    The day may be impossible (31 April): that is readable, and wrong. UNKNOWN where it cannot be read.
    """
    text = folded("".join(_plain_character(char) for char in raw))
    if not text or text in DASHES:
        return BLANK
    if len(text) > 60 or any(char.isnumeric() and not char.isdecimal() for char in raw):
        return UNKNOWN
    text = _DATE_LEAD.sub("", text, count=1)
    if iso := _DATE_ISO.fullmatch(text):
        return Fecha(int(iso[1]), int(iso[2]), int(iso[3]))
    if numeric := _DATE_NUMERIC.fullmatch(text):
        return Fecha(_year(numeric[3]), int(numeric[2]), int(numeric[1]))
    words = _DATE_WORDS.fullmatch(text)
    if words is None or words[2] not in MONTHS:
        return UNKNOWN
    return Fecha(_year(words[3]), MONTHS[words[2]], int(words[1]))


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def year(raw: str) -> tuple[int, int, int] | None:
    """The year in a letterhead line, with its start and end."""
    found = _YEAR.search(raw)
    return None if found is None else (int(found[0]), found.start(), found.end())

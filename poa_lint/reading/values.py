"""Parse the text of a cell: figures, percentages, goal numbers, codes and dates, exactly or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from poa_lint.core.dates import Fecha
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, decimal
from poa_lint.core.text import OUTER, folded

DASHES: Final = frozenset("-–—‒−")
"""Characters that mean a minus before a figure, and nothing in a cell without one."""
MAX_FIGURE: Final = 30
"""Characters of a figure at most: no report has longer ones (and `int` raises ValueError above 4,300 digits)."""

_FIGURE = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(\.[0-9]+)?")
_NO_FIGURE = re.compile(
    r"n\.? ?/? ?[ad]\.?|s\.? ?/ ?[dpnimr]\.?|no aplica|sin (?:dato|datos|programar|programacion|meta|avance)"
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
"""Figures whose full stops separate thousands or decimals: `8.000`."""
_EITHER = re.compile(r"[0-9]+(?:,[0-9]+)+|[01]?\.[0-9]+|1|[0-9]+ [0-9]+")
"""Other texts with two readings: `12,5`, `1 000` and, under a percentage, `0.25` and `1`."""
_SPACED = re.compile(r"[0-9]{1,3}(?:[\u00a0\u2007\u2009\u202f][0-9]{3})+")
LETTERED: Final = (
    r"(?:\s?-?\s?(?:bis|ter|qu[aá]ter)(?!\w)"  # 103-BIS, 103 BIS.-
    r"|[-–]?[a-hj-km-np-rt-y](?=\s*[.)\-–—:º°])"  # 103A.-, 103-A.-
    r"|[a-hj-km-np-rt-y](?=\s+[^\W\d_]{2})"  # 103A CELEBRAR
    r"| [a-hj-km-np-rt-y](?=\s?(?:\.\s?[-–—]|\))))?"  # 103 A.-
)
"""The letter or word behind the number of a goal that was put in later, in any case: `103A`, `103-BIS`.

No letter that is mistaken for a digit (I, L, O, S, Z): `10O.-` is no number.
"""
_NUMBER = re.compile(
    rf"\s*(?:meta\s+)?(?:no\.?\s*)?(\d+(?:\.\d+)*{LETTERED})(?:\s*[.\-–—):º°]+\s*|\s+(?=\S))", re.IGNORECASE
)
_CODE = re.compile(r"(?<![\d.,])\d{1,3}(?:\s?[.,]\s?\d{1,3}){2}\.?(?=[\s,;/]|\Z)(?!,\d)|(?:[^\s,;/]|/(?!\s*\d))+")
"""A code; three numbers with commas between them are one too, which `4.6.1, 3.4.1` is not."""
_AND: Final = frozenset({"y", "e", "Y", "E", "&", "/", "+", "-", "–"})
"""Words and signs between two codes that `_CODE` would take for a code."""
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
"""The number of each month, by its name and its abbreviations, folded."""


@lru_cache(maxsize=4096)
def figure(raw: str) -> Figure | Nothing:
    """The figure that `raw` states: `8,000`, `2010`, `-3`, `(3)`, `20.3333`; BLANK for nothing, dashes and `N/A`.

    UNKNOWN for anything else, also for `8.000` and `12,5`: the text does not tell decimals from thousands.
    """
    text = plain(raw)
    if len(text) > MAX_FIGURE:
        return UNKNOWN
    if text.isdecimal():  # ASCII, as `plain` leaves them: most figures
        return int(text)
    if is_worded_blank(text):
        return BLANK
    return _number(text) if text and not DASHES.issuperset(text) else BLANK


@lru_cache(maxsize=4096)
def percent(raw: str) -> Figure | Nothing:
    """The points of a percentage: 25 for `25%`, `25 %` and `25`; BLANK and UNKNOWN as for `figure`.

    UNKNOWN also for a number from -1 to 1 without a percent sign, 0 excepted: it may mean points or a share.
    """
    text = plain(raw)
    if text.endswith("%"):
        points = figure(text[:-1])
        return UNKNOWN if points is BLANK else points
    points = figure(text)
    return points if isinstance(points, Nothing) or points == 0 or not -1 <= points <= 1 else UNKNOWN


@lru_cache(maxsize=4096)
def money(raw: str) -> Figure | Nothing:
    """The amount that `raw` states with or without the sign of a currency: `$2,000.00`, `-$3`, `($ 4.50)`."""
    text = plain(raw)
    return figure(text.replace("$", "", 1).strip() if text.count("$") == 1 else text)


@lru_cache(maxsize=4096)
def is_worded_blank(raw: str) -> bool:
    """True for words that say that there is no figure: `N/A`, `S/P`, `no aplica`."""
    return (
        len(raw) <= MAX_FIGURE
        and raw[-1:].isalpha() | raw.endswith(".")
        and _NO_FIGURE.fullmatch(folded(raw)) is not None
    )


def _number(text: str) -> Figure | Nothing:
    negative = text[0] in DASHES
    if negative or text[0] == "+":
        text = text[1:].lstrip()
    elif text[0] == "(" and text[-1] == ")":
        negative, text = True, text[1:-1].strip()
    if _SPACED.fullmatch(text):
        text = "".join(text.split())
    match = _FIGURE.fullmatch(text)
    if match is None or not text or _AMBIGUOUS.fullmatch(text):
        return UNKNOWN
    digits = text.replace(",", "")
    value = int(digits) if match[2] is None else decimal(digits)
    return -value if negative else value


def ambiguous(raw: str) -> bool:
    """True if `raw` is a figure with two readings (`8.000`, `12,5`, `0.25` under a percentage)."""
    text = plain(raw).lstrip("-+").rstrip("%").strip()
    return bool(_AMBIGUOUS.fullmatch(text) or _EITHER.fullmatch(text))


def plain(raw: str) -> str:
    """`raw` without outer spaces and invisible signs, with ASCII for the digits and signs of other scripts.

    They are full-width, Arabic-Indic and the like. A sign inside stays: `1\u200b2` may be 12, or 1 and 2.
    """
    text = raw.strip()
    if text.isascii():
        return text
    return "".join(_plain_character(char) for char in text.strip(OUTER))


def _plain_character(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", char)
    return compatible if compatible in {",", ".", "%", "(", ")", "+", "-"} else char


def goal_number(raw: str) -> tuple[str, int, int, int] | None:
    """A goal's number, its start and end, and the start of the text behind it, as offsets in `raw`; None without one.

    `103.- CELEBRAR` gives `("103", 0, 3, 6)`, and `103-BIS CELEBRAR` has the number `103-BIS`.
    """
    match = _NUMBER.match(raw)
    return None if match is None else (plain(match[1]), match.start(1), match.end(1), match.end())


def codes(raw: str) -> Iterator[tuple[str, int, int]]:
    """The codes in `raw`, each with its start and end; they are separated by blanks, `,`, `;`, `/` or `y`.

    `3,4,1` is one code, written with commas for full stops.
    """
    for match in _CODE.finditer(raw):
        if match[0] not in _AND:
            yield match[0], match.start(), match.end()


def date(raw: str) -> Fecha | Nothing:
    """The date that `31-mar.-24`, `31/03/2024`, `al 31 de marzo de 2024` … state, the day before the month.

    BLANK if `raw` is empty or a dash, UNKNOWN if it cannot be read. A date that is readable may not exist (31 April).
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
    match = _DATE_WORDS.fullmatch(text)
    if match is None or match[2] not in MONTHS:
        return UNKNOWN
    return Fecha(_year(match[3]), MONTHS[match[2]], int(match[1]))


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def year(raw: str) -> tuple[int, int, int] | None:
    """The first year from 1900 to 2099 in `raw`, with its start and end; None without one."""
    match = _YEAR.search(raw)
    return None if match is None else (int(match[0]), match.start(), match.end())

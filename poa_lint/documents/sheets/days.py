"""Show a number under a format of dates or hours: as a date, an hour of the day, or a duration."""

import datetime as dt
import re
from functools import lru_cache
from typing import Final

MAX_DAY: Final = 2_958_465
"""The last day of the year 9999."""
OUTSIDE: Final = "########"
"""A cell whose number is no day: before 1900, or after 9999."""
_FIRST_DAY: Final = dt.date(1899, 12, 30)
_DAYS_1904: Final = 1462
"""Days to add in a workbook that counts days from 1904."""
_FALSE_LEAP_DAY: Final = 60
"""The number of 29 February 1900, a day that spreadsheets have and the calendar has not."""
_MONTHS: Final = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_DATE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|General|Estándar', re.IGNORECASE)
_PIECE: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]|_.|\*.|(?P<half>AM/PM|A/P)'
    r"|(?P<hour>h+)|(?P<minute>m+)|(?P<second>s+)|(?P<fraction>[.,]0+)|(?P<other>.)",
    re.IGNORECASE,
)
"""One piece of a format of hours."""
_UNITS: Final = {"h": 3600, "m": 60, "s": 1}
"""Seconds of the unit that a duration counts."""


def date(value: dt.date | dt.time | dt.timedelta) -> str:
    """Write a date as the form does, `31-mar.-24`; an hour as `8:00:00`, a duration as `96:00:00`."""
    if isinstance(value, dt.date):
        year = f"{value.year % 100:02}" if 2000 <= value.year < 2100 else str(value.year)
        return f"{value.day:02}-{_MONTHS[value.month - 1]}.-{year}"
    if isinstance(value, dt.timedelta):
        return _clock(int(value.total_seconds()), "[h]:mm:ss")
    return _clock(value.hour * 3600 + value.minute * 60 + value.second, "h:mm:ss")


@lru_cache(maxsize=256)
def is_date(code: str) -> bool:
    """True if a number format prints a date, an hour or a duration."""
    section = code.split(";", 1)[0]
    return bool(_ELAPSED.search(section) or _DATE.search(_LITERAL.sub("", section)))


@lru_cache(maxsize=256)
def _is_clock(code: str) -> bool:
    """True if a format of dates prints hours and no day."""
    section = code.split(";", 1)[0]
    letters = set(re.sub("AM/PM|A/P", "", _LITERAL.sub("", section), flags=re.IGNORECASE).lower())
    return bool(_ELAPSED.search(section)) or (not letters & {"y", "d"} and bool(letters & {"h", "s"}))


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """Print the number `value` by the format `code`, which is one of dates: `96:00:00` for 4 by `[h]:mm:ss`.

    A day is written as the form writes it, whatever the format's own order. `from_1904` is true for a workbook that
    counts days from 1904.
    """
    if not 0 <= value < MAX_DAY + 1:  # also where it is no number at all
        return OUTSIDE
    if _is_clock(code):
        return _clock(round(value * 86_400), code.split(";", 1)[0])
    number = int(value)
    if not from_1904 and number in {0, _FALSE_LEAP_DAY}:
        return "00-ene.-1900" if not number else "29-feb.-1900"
    days = number + (_DAYS_1904 if from_1904 else number < _FALSE_LEAP_DAY)
    return date(_FIRST_DAY + dt.timedelta(days=days)) if days <= MAX_DAY else OUTSIDE


def stored(value: dt.date | dt.timedelta) -> int | float:
    """The number that a spreadsheet stores for a day or a duration, from 1 March 1900 on."""
    if isinstance(value, dt.timedelta):
        days = value.total_seconds() / 86_400
        return int(days) if days == int(days) else days
    return (dt.date(value.year, value.month, value.day) - _FIRST_DAY).days


def _clock(seconds: int, code: str) -> str:
    """Print a number of seconds by a format of hours; `m` is minutes there, whatever stands beside it."""
    twelve = "am/pm" in code.lower() or "a/p" in code.lower()
    text = ""
    for piece in _PIECE.finditer(code):
        kind, sign = piece.lastgroup, piece[0]
        if kind == "elapsed":
            text += str(seconds // _UNITS[sign[1].lower()]).rjust(len(sign) - 2, "0")
        elif kind == "hour":
            hours = seconds // 3600 % 24
            text += str((hours - 1) % 12 + 1 if twelve else hours).rjust(len(sign), "0")
        elif kind in {"minute", "second"}:
            text += str(seconds // (60 if kind == "minute" else 1) % 60).rjust(len(sign), "0")
        elif kind == "half":
            text += "a. m." if seconds // 3600 % 24 < 12 else "p. m."
        elif kind == "fraction":
            text += f".{'0' * (len(sign) - 1)}"
        elif kind is not None:
            text += piece[kind]
    return text.strip()

"""Exact figures: arithmetic without rounding errors, the two kinds of missing value, and figures as text."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from fractions import Fraction
from typing import Final


class Nothing(Enum):
    """A missing value, and its reason. Neither member is zero.

    `BLANK` is an empty cell (or a lone dash). `UNKNOWN` is an unreadable cell, a column that the form
    does not have, or the result of a calculation with either.
    """

    BLANK = "blank"
    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return self.name


BLANK: Final = Nothing.BLANK
UNKNOWN: Final = Nothing.UNKNOWN

SHOWN_DECIMALS: Final = 2
"""Decimals shown of a figure that has more than four, or no end of them."""
MAX_DIGITS: Final = 20
"""Characters of a figure in a file of ours."""
MAX_DECIMALS: Final = 4
"""Decimals up to which a figure is shown exactly."""

_WHOLE: Final = re.compile(r"(?<![0-9.,])[1-9][0-9]{3,17}(?![0-9,])")

Figure = int | Fraction
"""An exact number: an `int` where it is written as a whole number or made one, else a `Fraction`. Never a float."""


def whole(value: Figure) -> bool:
    """True if `value` has no decimals. Arithmetic may leave a whole number in a `Fraction`."""
    return value.denominator == 1


def rounded(value: Figure, digits: int = 0) -> Figure:
    """`value` rounded half up (away from zero at the half) to `digits` decimals."""
    if whole(value):
        return value.numerator
    scale = 10**digits
    scaled = abs(value) * scale
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return ratio(units if value >= 0 else -units, scale)


def ratio(numerator: int, denominator: int) -> Figure:
    """`numerator` / `denominator`, exact: an `int` where it is whole. Raises ZeroDivisionError."""
    if denominator and numerator % denominator == 0:
        return numerator // denominator
    return Fraction(numerator, denominator)


def quotient(left: Figure, right: Figure) -> Figure | Nothing:
    """`left` / `right`, exact; UNKNOWN for a division by zero."""
    if right == 0:
        return UNKNOWN
    return ratio(left.numerator * right.denominator, left.denominator * right.numerator)


def decimal(digits: str) -> Figure:
    """The exact figure of digits with or without a decimal point: `20.3333`."""
    units, _, decimals = digits.partition(".")
    return ratio(int(units + decimals), 10 ** len(decimals)) if decimals else int(units)


def plain_figure(text: str) -> Figure | None:
    """The exact figure of a text of plain digits, with or without sign and decimal point; None for any other text."""
    digits = text.removeprefix("-").replace(".", "", 1)
    return decimal(text) if digits.isdecimal() and digits.isascii() and len(digits) < MAX_DIGITS else None


def printed_decimals(raw: str) -> int:
    """The number of decimals that a figure is printed with: 4 for `17.6667`, 1 for `(2.5)` and `33.3 %`, 0 for `20`."""
    text = raw if raw.isascii() else unicodedata.normalize("NFKC", raw)
    if "." not in text:
        return 0
    return sum(map(str.isdecimal, text.partition(".")[2]))


def grouped(raw: str) -> str:
    """`raw` with commas between its thousands: `2010` becomes `2,010`, `-1277.50` becomes `-1,277.50`."""
    return _WHOLE.sub(lambda match: f"{int(match[0]):,}", raw, count=1)


def figure_text(value: Figure) -> str:
    """`value` as the paper writes it: `2,011`, `-3`, `20.3333`; beyond four decimals it is rounded half up to two."""
    if whole(value):
        return f"{value.numerator:,}"
    digits = _decimals(value)
    if digits is None:
        value, digits = rounded(value, SHOWN_DECIMALS), SHOWN_DECIMALS
    scaled = abs(value) * 10**digits
    units, rest = divmod(scaled.numerator // scaled.denominator, 10**digits)
    decimals = f"{rest:0{digits}d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{units:,}{'.' + decimals if decimals else ''}"


def precise_text(value: Figure) -> str:
    """`value` as `figure_text`, but below a hundredth with all its decimals, up to twelve: `0.00015`."""
    size = value if value >= 0 else -value
    if not 0 < size < ratio(1, 100) or 10**12 % size.denominator:
        return figure_text(value)
    decimals = f"{size.numerator * (10**12 // size.denominator):012d}".rstrip("0")
    return f"{'-' if value < 0 else ''}0.{decimals}"


def _decimals(value: Figure) -> int | None:
    """The number of decimals that write `value` exactly; None where that takes more than MAX_DECIMALS."""
    denominator, twos, fives = value.denominator, 0, 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    needed = max(twos, fives)
    return needed if denominator == 1 and needed <= MAX_DECIMALS else None

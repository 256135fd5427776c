"""Exact figures, the two ways of not having one, and how both are written for a reader."""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction
from typing import Final


class Nothing(Enum):
    """Why there is no value: nothing is written, or what is written does not tell.

    `BLANK` is an empty cell (or a lone dash). `UNKNOWN` is an unreadable cell, a column that the form
    does not have, or the result of reckoning with either. Neither is zero.
    """

    BLANK = "blank"
    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return self.name


BLANK: Final = Nothing.BLANK
UNKNOWN: Final = Nothing.UNKNOWN

SHOWN_DECIMALS: Final = 2
_WHOLE: Final = re.compile(r"(?<![0-9.,])[1-9][0-9]{3,17}(?![0-9,])")


Figure = int | Fraction
"""An exact number: an `int` where it is written or made whole, else a `Fraction`. Never a float."""


def whole(value: Figure) -> bool:
    """Whether `value` has no decimals. Arithmetic may leave a whole number in a `Fraction`."""
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
    """One integer by another, exact: an `int` where it is whole. Raises ZeroDivisionError."""
    value = Fraction(numerator, denominator)
    return value.numerator if value.denominator == 1 else value


def quotient(left: Figure, right: Figure) -> Figure | Nothing:
    """An exact quotient; unknown where nothing is divided by."""
    if right == 0:
        return UNKNOWN
    return ratio(left.numerator * right.denominator, left.denominator * right.numerator)


def decimal(digits: str) -> Figure:
    """The figure that plain digits with a point state: `20.3333`."""
    units, _, decimals = digits.partition(".")
    return ratio(int(units + decimals), 10 ** len(decimals)) if decimals else int(units)


def grouped(raw: str) -> str:
    """A figure as it is written, with commas between its thousands: `2010` is `2,010`, `-1277.50` is `-1,277.50`."""
    return _WHOLE.sub(lambda found: f"{int(found[0]):,}", raw, count=1)


def figure_text(value: Figure) -> str:
    """`value` as the paper writes it: `2,011`, `-3`, `20.3333`; endless decimals are cut to two, half up."""
    if whole(value):
        return f"{value.numerator:,}"
    digits = _decimals(value)
    if digits is None:
        value, digits = rounded(value, SHOWN_DECIMALS), SHOWN_DECIMALS
    scaled = abs(value) * 10**digits
    units, rest = divmod(scaled.numerator // scaled.denominator, 10**digits)
    decimals = f"{rest:0{digits}d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{units:,}{'.' + decimals if decimals else ''}"


def _decimals(value: Figure) -> int | None:
    """How many decimals write `value` exactly; None where none do or too many are needed."""
    denominator, twos, fives = value.denominator, 0, 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    needed = max(twos, fives)
    return needed if denominator == 1 and needed <= 4 else None

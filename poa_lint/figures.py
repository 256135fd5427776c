"""Exact figures, the two ways of not having one, and how both are written for a reader."""

from __future__ import annotations

from math import gcd

from poa_lint.records import TYPE_CHECKING, Enum
from poa_lint.regex import regex

if TYPE_CHECKING:
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
_WHOLE: Final = regex(r"(?<![0-9.,])[1-9][0-9]{3,17}(?![0-9,])")


class Ratio:
    """An exact number that is not whole, in lowest terms. What its arithmetic gives is an `int` where it is whole.

    `fractions.Fraction` does the same; importing it takes longer than reading a report.
    """

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: int, denominator: int) -> None:
        self.numerator, self.denominator = numerator, denominator

    def __repr__(self) -> str:
        return f"Ratio({self.numerator}, {self.denominator})"

    def __hash__(self) -> int:
        return hash((self.numerator, self.denominator))

    def __eq__(self, other: object) -> bool:
        same = (self.numerator, self.denominator)
        return same == (getattr(other, "numerator", None), getattr(other, "denominator", None))

    def __lt__(self, other: Figure) -> bool:
        return self.numerator * other.denominator < other.numerator * self.denominator

    def __le__(self, other: Figure) -> bool:
        return self < other or self == other

    def __gt__(self, other: Figure) -> bool:
        return self.numerator * other.denominator > other.numerator * self.denominator

    def __ge__(self, other: Figure) -> bool:
        return self > other or self == other

    def __neg__(self) -> Ratio:
        return Ratio(-self.numerator, self.denominator)

    def __abs__(self) -> Ratio:
        return Ratio(abs(self.numerator), self.denominator)

    def __add__(self, other: Figure) -> Figure:
        numerator = self.numerator * other.denominator + other.numerator * self.denominator
        return ratio(numerator, self.denominator * other.denominator)

    __radd__ = __add__

    def __sub__(self, other: Figure) -> Figure:
        return self + -other

    def __rsub__(self, other: Figure) -> Figure:
        return -self + other

    def __mul__(self, other: Figure) -> Figure:
        return ratio(self.numerator * other.numerator, self.denominator * other.denominator)

    __rmul__ = __mul__


Figure = int | Ratio
"""An exact number: `int` where it is whole, `Ratio` where it is not. Never a float."""


def rounded(value: Figure, digits: int = 0) -> Figure:
    """`value` rounded half up (away from zero at the half) to `digits` decimals."""
    if isinstance(value, int):
        return value
    scale = 10**digits
    scaled = abs(value) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return ratio(whole if value >= 0 else -whole, scale)


def ratio(numerator: int, denominator: int) -> Figure:
    """One integer by another, exact. Raises ZeroDivisionError."""
    common = gcd(numerator, denominator) if denominator > 0 else -gcd(numerator, denominator)
    numerator, denominator = numerator // common, denominator // common
    return numerator if denominator == 1 else Ratio(numerator, denominator)


def quotient(left: Figure, right: Figure) -> Figure | Nothing:
    """An exact quotient; unknown where nothing is divided by."""
    if right == 0:
        return UNKNOWN
    return ratio(left.numerator * right.denominator, left.denominator * right.numerator)


def decimal(digits: str) -> Figure:
    """The figure that plain digits with a point state: `20.3333`."""
    whole, _, rest = digits.partition(".")
    return ratio(int(whole + rest), 10 ** len(rest))


def grouped(raw: str) -> str:
    """A figure as it is written, with commas between its thousands: `2010` is `2,010`, `-1277.50` is `-1,277.50`."""
    return _WHOLE.sub(lambda found: f"{int(found[0]):,}", raw, count=1)


def figure_text(value: Figure) -> str:
    """`value` as the paper writes it: `2,011`, `-3`, `20.3333`; endless decimals are cut to two, half up."""
    if isinstance(value, int):
        return f"{value:,}"
    digits = _decimals(value)
    if digits is None:
        value, digits = rounded(value, SHOWN_DECIMALS), SHOWN_DECIMALS
    scaled = abs(value) * 10**digits
    whole, rest = divmod(scaled.numerator // scaled.denominator, 10**digits)
    decimals = f"{rest:0{digits}d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{whole:,}{'.' + decimals if decimals else ''}"


def _decimals(value: Ratio) -> int | None:
    """How many decimals write `value` exactly; None where none do or too many are needed."""
    denominator, twos, fives = value.denominator, 0, 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    needed = max(twos, fives)
    return needed if denominator == 1 and needed <= 4 else None

"""Figures are exact, rounded half up, and written as the paper writes them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, figure_text, quotient, ratio, rounded, whole
from poa_lint.reading import values

DECIMALS = st.decimals(-(10**9), 10**9, allow_nan=False, places=5)


SOME = st.fractions(-(10**6), 10**6)


def figure(value: Fraction | Decimal) -> Figure:
    exact = Fraction(value)
    return ratio(exact.numerator, exact.denominator)


@given(SOME)
def test_a_figure_is_an_integer_where_it_is_made_whole(value: Fraction) -> None:
    assert isinstance(figure(value), int) == whole(value) == (value.denominator == 1)
    assert quotient(figure(value), 0) is Nothing.UNKNOWN


@given(SOME, SOME)
def test_a_quotient_is_exact(one: Fraction, other: Fraction) -> None:
    if other:
        assert quotient(figure(one), figure(other)) == one / other


def test_a_whole_number_that_arithmetic_leaves_in_a_fraction_is_whole() -> None:
    left = figure(Fraction(1, 2))
    assert whole(left + left)
    assert figure_text(left + left) == "1"
    assert isinstance(rounded(left + left), int)


@given(DECIMALS, st.integers(0, 4))
def test_rounding_is_that_of_decimal_half_up(value: Decimal, digits: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert rounded(figure(value), digits) == Fraction(expected)


@pytest.mark.parametrize(
    ("value", "digits", "result"),
    [
        (ratio(75, 2), 0, 38),
        (ratio(-75, 2), 0, -38),
        (ratio(1, 2), 0, 1),
        (ratio(2675, 1000), 2, ratio(268, 100)),
        (ratio(1, 3), 0, 0),
        (ratio(2, 3), 1, ratio(7, 10)),
        (5, 2, 5),
        (0, 0, 0),
    ],
)
def test_halves_go_away_from_zero(value: Figure, digits: int, result: Figure) -> None:
    assert rounded(value, digits) == result
    assert type(rounded(value, digits)) is type(result)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (26, "26"),
        (2011, "2,011"),
        (-3, "-3"),
        (-1_234_567, "-1,234,567"),
        (ratio(203_333, 10_000), "20.3333"),
        (ratio(1, 2), "0.5"),
        (ratio(-1, 2), "-0.5"),
        (ratio(40_001, 20), "2,000.05"),
        (ratio(1, 3), "0.33"),
        (ratio(2, 3), "0.67"),
        (ratio(-2, 3), "-0.67"),
        (ratio(1, 100_000), "0"),
        (ratio(1999, 2000), "0.9995"),
        (ratio(299_999, 100_000), "3"),
    ],
)
def test_figures_are_written_as_on_the_paper(value: Figure, text: str) -> None:
    assert figure_text(value) == text


def test_nothing_left_of_a_negative_figure_has_no_sign() -> None:
    assert figure_text(ratio(-1, 100_000)) == "0"


@given(DECIMALS.map(lambda value: round(value, 4)))
def test_up_to_four_decimals_are_written_in_full(value: Decimal) -> None:
    text = figure_text(figure(value))
    assert Fraction(text.replace(",", "")) == Fraction(value)
    whole, _, decimals = text.partition(".")
    assert not decimals.endswith("0")
    assert whole.lstrip("-") == f"{abs(int(value)):,}"


@given(st.fractions(-(10**6), 10**6))
def test_endless_decimals_are_cut_to_two_half_up(value: Fraction) -> None:
    written = Fraction(figure_text(figure(value)).replace(",", ""))
    assert written in (value, rounded(figure(value), 2))


@given(st.integers(-(10**12), 10**12))
def test_whole_figures_read_back(value: int) -> None:
    assert values.figure(figure_text(value)) == value


def test_blank_and_unknown_say_what_they_are() -> None:
    assert (repr(BLANK), repr(UNKNOWN)) == ("BLANK", "UNKNOWN")

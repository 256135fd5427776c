"""The values that a figure would have to have, and how far they are from what is written.

A sentence is probed at a few figures (0, 1 and great ones); where its gap is linear in the figure or in the figure's
reciprocal, its zero follows: of `absoluto / meta_anual * 100 = relativo` for any of the three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from poa_lint.core.figures import Figure, Nothing, decimal, figure_text, ratio, whole

FAR: Final = 10**9
"""The great figure at which a sentence is probed; no figure of a report comes near."""


def linear(at: Mapping[int, Any]) -> bool:
    """True if the gaps at 0, 1 and a great figure lie on one line."""
    return _figures(*at.values()) and bool(at[FAR] - at[0] == FAR * (at[1] - at[0]))


def roots(at: Mapping[int, Any]) -> Iterator[Figure]:
    """The zeros of a gap, if it is linear in the figure near 0 or far out, or linear in the figure's reciprocal."""
    for low, high in ((0, 1), (FAR, 2 * FAR)):
        if high not in at:
            return
        first, second = at[low], at[high]
        if _figures(first, second) and first != second:
            yield low - _quotient(first * (high - low), second - first)
    first, second = at[FAR], at[2 * FAR]
    if _figures(first, second) and first != second:
        limit = 2 * second - first
        if limit != 0:
            yield _quotient((second - first) * 2 * FAR, limit)


def _quotient(left: Figure, right: Figure) -> Figure:
    return ratio(left.numerator * right.denominator, left.denominator * right.numerator)


def _figures(*values: object) -> bool:
    return not any(isinstance(value, Nothing) for value in values)


def can_be_written(value: Figure) -> bool:
    """True if a figure has few enough decimals to be written out."""
    return whole(value) or decimal(figure_text(value).replace(",", "")) == value


def slip(was: str, value: str) -> bool:
    """True if two figures differ by one digit, by two neighbours that changed places, or by a factor of ten."""
    old, new = was.replace(",", "").rstrip("%"), value.replace(",", "").rstrip("%")
    if old.rstrip("0") == new.rstrip("0"):
        return True
    if len(old) == len(new):
        unlike = [index for index, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
        swapped = len(unlike) == 2 and unlike[1] == unlike[0] + 1 and old[unlike[0]] == new[unlike[1]]
        return len(unlike) == 1 or (swapped and old[unlike[1]] == new[unlike[0]])
    longer, shorter = sorted((old, new), key=len, reverse=True)
    return len(longer) == len(shorter) + 1 and any(
        longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer))
    )

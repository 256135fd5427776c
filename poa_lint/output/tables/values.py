"""Values of tables as formats write them: exact decimals, and texts that no spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from poa_lint.core.text import visible

DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""The beginnings of a text that spreadsheets may take for a formula (OWASP, CSV Injection)."""
DECIMALS: Final = 12
"""The decimals that a figure is written with at most; the paper never has as many."""


def decimal(value: int | Fraction) -> str:
    """A figure in plain digits, exact where that takes up to twelve decimals: `2010`, `20.3333`."""
    if isinstance(value, int) or value.denominator == 1:
        return str(int(value))
    scaled = abs(value) * 10**DECIMALS
    units, rest = divmod(round(scaled), 10**DECIMALS)
    digits = f"{rest:0{DECIMALS}d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{units}{'.' + digits if digits else ''}"


def number(value: int | Fraction) -> int | float:
    """A figure as formats without exact decimals have it."""
    return value if isinstance(value, int) else int(value) if value.denominator == 1 else float(value)


def safe(text: str) -> str:
    """A text that no spreadsheet runs: one that begins like a formula has an apostrophe before it."""
    seen = visible(text)
    return f"'{seen}" if seen.startswith(DANGEROUS) else seen


def plain(row: tuple[Any, ...]) -> Iterator[Any]:
    """The values of a row for JSON: figures as numbers, the rest as it is."""
    return (number(value) if isinstance(value, Fraction) else value for value in row)

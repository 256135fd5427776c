"""Values of tables as formats write them: exact decimals, and texts that no spreadsheet takes for a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from poa_lint.core.text import visible
from poa_lint.output.tables.columns import DATE, NUMBER, Column

_FORMULA: Final = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
"""The beginnings of a text that spreadsheets may take for a formula (OWASP, CSV Injection), full-width signs too."""
_DANGEROUS: Final = re.compile(rf"\s*{_FORMULA}")
_DANGEROUS_PART: Final = re.compile(rf"(;\s*)(?={_FORMULA})")
"""A semicolon before such a sign: a program that takes semicolons for separators makes cells of the text's parts."""
_QUOTED: Final = re.compile(r"[,;|\t\"'\r\n]|\A\s|\s\Z")
"""Signs of a field that is quoted: no program, whatever it takes for a separator, splits one in quotes."""
DECIMALS: Final = 30
"""The decimals that a figure is written with at most: the paper has no figure with as many (`reading.values`)."""


def decimal(value: int | Fraction) -> str:
    """A figure in plain digits, exact where that takes up to thirty decimals: `2010`, `20.3333`."""
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
    return f"'{seen}" if _DANGEROUS.match(seen) else seen


def field(value: Any) -> str:
    """A value as a field of CSV, in quotes where some program might split it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Fraction):
        return decimal(value)
    text = _DANGEROUS_PART.sub(r"\1'", safe(value))
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def plain(row: tuple[Any, ...]) -> Iterator[Any]:
    """The values of a row for JSON: figures as numbers, the rest as it is."""
    return (number(value) if isinstance(value, Fraction) else value for value in row)


def uniform(columns: Sequence[Column], row: tuple[Any, ...]) -> Iterator[Any]:
    """The values of a row for programs that give a whole column one type: figures as floats, `4` too."""
    return (
        float(value) if column.type == NUMBER and value is not None else value
        for column, value in zip(columns, row, strict=True)
    )


def dated(columns: Sequence[Column], row: Sequence[Any]) -> Iterator[Any]:
    """The values of a row with the dates, texts like `2025-03-31`, as dates."""
    return (
        date.fromisoformat(value) if column.type == DATE and value is not None else value
        for column, value in zip(columns, row, strict=True)
    )

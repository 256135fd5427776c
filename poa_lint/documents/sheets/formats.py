"""Show a stored number the way that its number format prints it."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, NamedTuple

from poa_lint.documents.sheets import days
from poa_lint.documents.sheets.grid import Grid

ERRORS: Final = {
    "#REF!": "#¡REF!",
    "#DIV/0!": "#¡DIV/0!",
    "#VALUE!": "#¡VALOR!",
    "#NAME?": "#¿NOMBRE?",
    "#N/A": "#N/D",
    "#NUM!": "#¡NUM!",
    "#NULL!": "#¡NULO!",
    "#SPILL!": "#¡DESBORDAMIENTO!",
    "#CALC!": "#¡CALC!",
}
"""Errors of formulas, each with its name in a Spanish spreadsheet."""
SHOWN_ERRORS: Final = frozenset(ERRORS) | frozenset(ERRORS.values())
"""Errors in either language."""

_SECTIONS: Final = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*)(?:;|$)')
"""One section of a number format: for positive numbers, for negative ones, for zero."""
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.'
    r"|(?P<figure>[0#?](?:[0#?,. ]*[0#?,.])?)|(?P<percent>%)|(?P<general>General|Estándar|@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
"""One piece of a section: a literal, a colour or condition, the figure's placeholders, `%`, `General`."""


class Shown(NamedTuple):
    """A number as printed."""

    text: str
    percent: bool = False
    """True if it is printed as a percentage."""
    rounded: bool = False
    """True if the file stores another number than the one printed; never for percentages."""


class _Section(NamedTuple):
    """One section of a number format, `"$"#,##0.0%` for example.

    `before` and `after` are the literal texts around the figure, `figure` its placeholders (`#,##0.0`), `percents` the
    number of its percent signs; `general` is true if the number is printed without a format.
    """

    before: str
    figure: str
    after: str
    percents: int
    general: bool


def number(value: float, code: str | None) -> Shown:
    """Print `value` by the number format `code` (`#,##0`, `0%`); by none, or one that is not understood, as stored.

    For example `number(-1234.5, "#,##0;(#,##0)")` is `Shown("(1,235)", rounded=True)`.
    """
    stored = exact(value)
    codes = [section for section in _SECTIONS.findall(code or "General")[:3] if section]
    if not codes or not stored.is_finite():
        return Shown(plain(stored))
    # The section for negative numbers writes their sign itself, as a dash or parentheses.
    own_sign = len(codes) > 1 and stored < 0
    section = _section(codes[1] if own_sign else codes[2] if len(codes) > 2 and not stored else codes[0])
    if section is None:
        return Shown(plain(stored), "%" in (code or ""))
    if section.general or not section.figure:
        text = plain(abs(stored) if own_sign else stored)
        return Shown(f"{section.before}{text}{section.after}".strip() if section.general else text)
    value_shown = abs(stored) * 100**section.percents
    text, rounded = _figure(value_shown, section.figure)
    sign = "-" if stored < 0 and not own_sign and any(char in "123456789" for char in text) else ""
    shown = f"{sign}{section.before}{text}{'%' * section.percents}{section.after}".strip()
    if not any(char.isdigit() for char in shown):  # a dash for zero, or nothing at all: the file has a number
        return Shown(plain(stored), rounded=bool(stored))
    return Shown(shown, section.percents > 0, not section.percents and rounded != value_shown)


def exact(value: float) -> Decimal:
    """A stored number as a decimal of 15 digits: the noise of the last binary digits is dropped."""
    try:
        return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    except InvalidOperation:  # pragma: no cover  every float has digits
        return Decimal(0)


def plain(value: Decimal) -> str:
    """Print a number without a format: its digits, at most eleven of them where it has decimals."""
    if not value.is_finite():
        return str(value)
    if value == value.to_integral_value():
        return str(int(value)) if abs(value) < 10**15 else f"{value:E}"
    decimals = min(10, max(0, 10 - value.adjusted()))
    text = f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse(text: str) -> Decimal | None:
    """Parse a printed number (`1,234.5`); None for percentages and for words."""
    digits = text.strip().replace(",", "")
    return Decimal(digits) if re.fullmatch(r"-?\d{1,30}(?:\.\d{1,30})?", digits) else None


def put_number(grid: Grid, row: int, column: int, value: float, code: str, *, from_1904: bool = False) -> None:
    """Put a number into a cell as its format prints it, with a remark if that is another number, a date or an hour.

    `from_1904` is true in a workbook that counts days from 1904.
    """
    if days.is_date(code):
        grid.put(row, column, days.shown(value, code, from_1904=from_1904))
        grid.note(row, column, "numero_con_formato_de_fecha", stored=plain(exact(value)))
        return
    shown = number(value, code)
    grid.put(row, column, shown.text, "p" if shown.percent else "n")
    if shown.rounded:
        stored = plain(exact(value))
        grid.note(row, column, "redondeo_por_formato", stored=stored, shown=shown.text)


def put_text(grid: Grid, row: int, column: int, text: str, *, error: bool) -> None:
    """Put a text into a cell; an error gets its Spanish name and a remark."""
    if error:
        text = ERRORS.get(text, text)
        grid.note(row, column, "error_de_formula", text=text)
    grid.put(row, column, text)


@lru_cache(maxsize=256)
def _section(code: str) -> _Section | None:
    """Parse one section of a number format; None for fractions, exponents and several figures."""
    before, figure, after, percents, general = "", "", "", 0, False
    for token in _TOKEN.finditer(code):
        kind = token.lastgroup
        text = token[kind] if kind else ""
        if kind == "figure":
            if figure or general:
                return None  # a fraction or a telephone number
            figure = text
        elif kind == "percent":
            percents += 1
        elif kind == "general":
            general = True
        elif kind == "other" and text in "eE/":
            return None
        elif figure or general:
            after += text
        else:
            before += text
    return _Section(before, figure, after.rstrip(), percents, general)


def _figure(value: Decimal, pattern: str) -> tuple[str, Decimal]:
    """The digits of `value` by the placeholders of `pattern`, and the number that they state.

    For example `_figure(Decimal("1234.56"), "#,##0.0")` is `("1,234.6", Decimal("1234.6"))`.
    """
    whole, _, decimals = pattern.replace(" ", "").partition(".")
    thousands = len(whole) - len(whole.rstrip(","))  # each comma at the end divides by a thousand
    scaled = value / 1000**thousands if thousands else value
    places = sum(char in "0#?" for char in decimals)
    rounded = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if scaled.adjusted() < 25 else scaled
    digits, _, rest = f"{rounded:f}".partition(".")
    min_digits = sum(char == "0" for char in whole)
    digits = "" if digits == "0" and not min_digits else digits.rjust(min_digits, "0")
    if "," in whole.rstrip(","):
        digits = f"{int(digits or 0):,}".rjust(min_digits, "0") if digits else ""
    min_decimals = len(decimals.rstrip("#?")) if decimals else 0
    rest = rest[:min_decimals] + rest[min_decimals:].rstrip("0")
    return f"{digits}.{rest}" if rest else digits, rounded

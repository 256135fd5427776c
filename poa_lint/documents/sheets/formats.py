"""A stored number or date as its format shows it on paper."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, NamedTuple

from poa_lint.documents.sheets.grid import Grid

_MONTHS: Final = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_SECTIONS: Final = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*)(?:;|$)')
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.'
    r"|(?P<figure>[0#?](?:[0#?,. ]*[0#?,.])?)|(?P<percent>%)|(?P<general>General|Estándar|@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DATE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|General|Estándar', re.IGNORECASE)
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
"""What a formula without a result shows, as a spreadsheet in Spanish writes it."""
SHOWN_ERRORS: Final = frozenset(ERRORS) | frozenset(ERRORS.values())


class Shown(NamedTuple):
    """What the paper shows of a number, whether as a percentage, and whether other digits are stored."""

    text: str
    percent: bool = False
    rounded: bool = False


class _Section(NamedTuple):
    """One part of a number format, cut into what it writes before, at and behind the figure."""

    before: str
    figure: str
    after: str
    percents: int
    general: bool


def number(value: float, code: str | None) -> Shown:
    """A number under a number format (`#,##0`, `0%`); a format that is not understood shows it as it is stored."""
    stored = exact(value)
    parts = [found for found in _SECTIONS.findall(code or "General")[:3] if found]
    if not parts or not stored.is_finite():
        return Shown(plain(stored))
    own_sign = len(parts) > 1 and stored < 0
    picked = parts[1] if own_sign else parts[2] if len(parts) > 2 and not stored else parts[0]
    section = _section(picked)
    if section is None:
        return Shown(plain(stored), "%" in (code or ""))
    if section.general or not section.figure:
        text = plain(abs(stored) if own_sign else stored)
        return Shown(f"{section.before}{text}{section.after}".strip() if section.general else text)
    shifted = abs(stored) * 100**section.percents
    text, kept = _figure(shifted, section.figure)
    sign = "-" if stored < 0 and not own_sign and any(char in "123456789" for char in text) else ""
    shown = f"{sign}{section.before}{text}{'%' * section.percents}{section.after}".strip()
    if not any(char.isdigit() for char in shown):  # a dash for zero, or nothing at all: the file has a number
        return Shown(plain(stored), rounded=bool(stored))
    return Shown(shown, section.percents > 0, not section.percents and kept != shifted)


def date(value: dt.date | dt.time | dt.timedelta) -> str:
    """A date as the form writes it: `31-mar.-24`; hours, which the form has not, as they are."""
    if not isinstance(value, dt.date):
        return str(value)
    year = f"{value.year % 100:02}" if 2000 <= value.year < 2100 else str(value.year)
    return f"{value.day:02}-{_MONTHS[value.month - 1]}.-{year}"


@lru_cache(maxsize=256)
def is_date(code: str) -> bool:
    """Whether a number format writes days or hours."""
    return bool(_DATE.search(_LITERAL.sub("", code.split(";", 1)[0])))


def exact(value: float) -> Decimal:
    """A stored number without the noise of its last binary digits."""
    try:
        return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    except InvalidOperation:  # pragma: no cover  every float has digits
        return Decimal(0)


def plain(value: Decimal) -> str:
    """A number without a format: its digits, at most eleven where it has decimals."""
    if not value.is_finite():
        return str(value)
    if value == value.to_integral_value():
        return str(int(value)) if abs(value) < 10**15 else f"{value:E}"
    places = min(10, max(0, 10 - value.adjusted()))
    text = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=256)
def _section(code: str) -> _Section | None:
    before, figure, after, percents, general = "", "", "", 0, False
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup
        words = found[kind] if kind else ""
        if kind == "figure":
            if figure or general:
                return None  # a fraction or a telephone number
            figure = words
        elif kind == "percent":
            percents += 1
        elif kind == "general":
            general = True
        elif kind == "other" and words in "eE/":
            return None
        elif figure or general:
            after += words
        else:
            before += words
    return _Section(before, figure, after.rstrip(), percents, general)


def _figure(value: Decimal, pattern: str) -> tuple[str, Decimal]:
    """The figure under its placeholders, and the number that it shows."""
    whole, _, decimals = pattern.replace(" ", "").partition(".")
    thousands = len(whole) - len(whole.rstrip(","))
    scaled = value / 1000**thousands if thousands else value
    places = sum(char in "0#?" for char in decimals)
    kept = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if scaled.adjusted() < 25 else scaled
    digits, _, rest = f"{kept:f}".partition(".")
    needed = sum(char == "0" for char in whole)
    digits = "" if digits == "0" and not needed else digits.rjust(needed, "0")
    if "," in whole.rstrip(","):
        digits = f"{int(digits or 0):,}".rjust(needed, "0") if digits else ""
    least = len(decimals.rstrip("#?")) if decimals else 0
    rest = rest[:least] + rest[least:].rstrip("0")
    return f"{digits}.{rest}" if rest else digits, kept


def stated(text: str) -> Decimal | None:
    """The number that a shown figure states; None for percentages and for words."""
    digits = text.strip().replace(",", "")
    return Decimal(digits) if re.fullmatch(r"-?\d{1,30}(?:\.\d{1,30})?", digits) else None


def put_number(grid: Grid, row: int, column: int, value: float, code: str) -> None:
    """Write a number as its format shows it, and remark where that is another number."""
    shown = number(value, code)
    grid.put(row, column, shown.text, "p" if shown.percent else "n")
    if shown.rounded:
        stored = plain(exact(value))
        grid.note(row, column, "redondeo_por_formato", stored=stored, shown=shown.text)


def put_text(grid: Grid, row: int, column: int, text: str, *, error: bool) -> None:
    """Write a cell's words; an error's in Spanish, remarked on."""
    if error:
        text = ERRORS.get(text, text)
        grid.note(row, column, "error_de_formula", text=text)
    grid.put(row, column, text)

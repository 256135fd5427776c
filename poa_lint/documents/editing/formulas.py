"""The cells that a formula of a workbook reads, and the formulas that several cells share."""

import re
from html import unescape
from typing import Final

from poa_lint.documents.marking.sheet import numbers

_TOKEN: Final = re.compile(
    r"""(?P<string>"(?:[^"]|"")*")
      | (?P<foreign>(?:'(?:[^']|'')*'|[^\W\d][\w.]*)!\$?[A-Za-z]{1,3}\$?\d+|\[)
      | (?P<function>[A-Za-z_][\w.]*)\s*\(
      | (?P<range>\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)(?![\w(!])
      | (?P<name>[^\W\d][\w.]*)""",
    re.VERBOSE,
)
_REFERENCE: Final = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!)?\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_TRUTHS: Final = frozenset({"TRUE", "FALSE"})
Rectangle = tuple[int, int, int, int]
"""The first row and column, and the last ones."""


def reads(formula: str) -> tuple[Rectangle, ...] | None:
    """The cells of its own sheet that a formula reads; None for one that reads other sheets, or names."""
    found: list[Rectangle] = []
    for token in _TOKEN.finditer(formula):
        if token["foreign"] or (token["name"] and token["name"].upper() not in _TRUTHS):
            return None
        if token["range"]:
            first, _, last = token["range"].partition(":")
            (top, left), (bottom, right) = numbers(first), numbers(last or first)
            found.append((top, left, bottom, right))
    return tuple(found)


def has(rectangles: tuple[Rectangle, ...], name: str) -> bool:
    """True if one of the rectangles has the cell."""
    row, column = numbers(name)
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in rectangles)


def only_reference(formula: str, sheet: str) -> tuple[str, str] | None:
    """The sheet and cell that a formula repeats (`'UE 101'!$C$14`); None for any other formula."""
    match = _REFERENCE.fullmatch(formula.strip())
    if match is None:
        return None
    return (match[1] or match[2] or sheet).replace("''", "'"), f"{match[3].upper()}{match[4]}"


def moved(formula: str, origin: str, cell: str) -> str:
    """The formula of the cell `origin` as it stands in another cell, its references moved along."""
    from openpyxl.formula.translate import Translator

    return str(Translator(f"={unescape(formula)}", origin).translate_formula(cell)).removeprefix("=")

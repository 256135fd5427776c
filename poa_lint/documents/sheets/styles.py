"""The cell styles of a workbook in XML: number formats and frames, however little of them a program wrote."""

from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from poa_lint.documents.sheets.binary import BUILT_IN

GENERAL: Final = "General"
_SIDES: Final = {"right": 0, "end": 0, "bottom": 1}
"""The sides of a frame that end a table, with their places in `Style.frame`."""


class Style(NamedTuple):
    """A cell style: its number format, and the sides on which it draws a line (right, bottom)."""

    code: str = GENERAL
    frame: tuple[bool, bool] = (False, False)


def styles(root: Element | None) -> list[Style]:
    """The styles of cells by number; the plain one alone for a workbook without them.

    Borders without sides, numbers that name no border or format, and lists that are empty or left out are plain.
    """
    if root is None:
        return [Style()]
    codes = BUILT_IN | {
        _number(node.get("numFmtId")): node.get("formatCode", "") for node in root.iterfind("numFmts/numFmt")
    }
    frames = dict(enumerate(_frame(border) for border in root.iterfind("borders/border")))
    found = [
        Style(
            codes.get(_number(xf.get("numFmtId")), "") or GENERAL, frames.get(_number(xf.get("borderId")), (False,) * 2)
        )
        for xf in root.iterfind("cellXfs/xf")
    ]
    return found or [Style()]


def _frame(border: Element) -> tuple[bool, bool]:
    drawn = [False, False]
    for side in border:
        if side.tag in _SIDES and side.get("style", "none") != "none":
            drawn[_SIDES[side.tag]] = True
    return drawn[0], drawn[1]


def _number(text: str | None) -> int:
    """A number of a list; -1 for what is none."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else -1

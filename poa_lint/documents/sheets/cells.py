"""The cells of a workbook's sheet in XML, taken as leniently as spreadsheets take them.

Programs write values that no standard knows; what is no number, truth value or date is text. A merged cell is its
value, the other cells of its range are empty, and its frame is drawn around the whole range.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from poa_lint.documents.document import UnreadableFile
from poa_lint.documents.places import column_number
from poa_lint.documents.sheets.book import text
from poa_lint.documents.sheets.styles import GENERAL, Style

Position = tuple[int, int]
"""A row and a column."""
Value = bool | int | float | dt.date | str

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT: Final = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_ROW, _C, _V, _F, _IS, _COL, _MERGE = (
    f"{{{_MAIN}}}{name}" for name in ("row", "c", "v", "f", "is", "col", "mergeCell")
)
_ROOT: Final = re.compile(rb"<((?:\w+:)?)worksheet\b[^>]*>")
_KEPT: Final = (rb"cols", rb"sheetData", rb"mergeCells")
"""The elements of a sheet that are read; the others may be broken."""
_MAX_STYLE: Final = 65_000
"""The highest number of a style; Excel has no more."""
_MAX_ROW: Final = 1_048_576
_MAX_COLUMN: Final = 18_278
"""The number of the column `ZZZ`."""
_LAST_COLUMN: Final = 16_384
"""The number of Excel's last column."""
_WORD: Final = re.compile(r"\w+", re.ASCII)
_NAME: Final = re.compile(r"([A-Z]{1,3})(\d+)", re.ASCII | re.IGNORECASE)
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", re.ASCII | re.IGNORECASE)
_NUMBER: Final = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*", re.ASCII)
_TRUTHS: Final = {"true": "1", "false": "0"}
_DIGITS: Final = frozenset("0123456789")
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T[\d:.]+Z?)?", re.ASCII)
_FALSE: Final = frozenset({"0", "f", "false"})


class Cell(NamedTuple):
    """A cell: its value or None, its number format, the sides on which it draws a line (right, bottom)."""

    value: Value | None = None
    code: str = GENERAL
    frame: tuple[bool, bool] = (False, False)
    error: bool = False
    """True for the error of a formula, `#REF!` for example."""


_EMPTY: Final = Cell()


class Formula(NamedTuple):
    """A formula whose result is not stored.

    Of a formula that several cells share one cell has the text; `origin` is that cell, or empty.
    """

    text: str
    origin: str = ""


class Cells(NamedTuple):
    """What a sheet's part tells, by row and column from 1."""

    cells: dict[Position, Cell]
    valueless: dict[Position, Formula]
    """The cells with formulas whose results are not stored."""
    hidden_rows: set[int]
    hidden_columns: set[int]


def cells(part: bytes, strings: Sequence[str], styles: Sequence[Style]) -> Cells:
    """Read a sheet's part, whose cells name texts and styles by number. Raises UnreadableFile if it is broken."""
    try:
        root = ET.fromstring(_kept(part))  # noqa: S314  what stands before the root, such as entities, is left out
        found = Cells({}, {}, _hidden_rows(root), _hidden_columns(root))
        shared: dict[str, Formula] = {}
        for position, node in _stored(root):
            found.cells[position] = _cell(node, strings, styles)
            formula = _formula(node, shared)
            # An empty text is a result too, and what a formula such as IF(A1="","",A1) most often gives.
            if formula is not None and node.get("t") != "str" and not node.findtext(_V):
                found.valueless[position] = formula
        for node in root.iter(_MERGE):
            _merge(found.cells, node.get("ref", ""))
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UnreadableFile("corrupt") from error
    return found


def _kept(part: bytes) -> bytes:
    """The part with those of its elements alone that are read, in the namespace that most files have."""
    root = _ROOT.search(part)
    if root is None:
        raise UnreadableFile("corrupt")
    opening = root[0].replace(_STRICT, _MAIN.encode()).removesuffix(b"/>").removesuffix(b">")
    return b"%s>%s</%sworksheet>" % (opening, b"".join(_element(part, name) for name in _KEPT), root[1])


def _element(part: bytes, name: bytes) -> bytes:
    """The first element `name` of a sheet; empty if it has none."""
    found = re.search(rb"<(?:\w+:)?%s\b(?:[^>]*/>|.*?</(?:\w+:)?%s>)" % (name, name), part, re.DOTALL)
    return found[0] if found else b""


def _rows(root: ET.Element) -> Iterator[tuple[int, ET.Element]]:
    """The rows with their numbers: one that states none stands below the row before."""
    number = 0
    for row in root.iter(_ROW):
        number = int(stated) if (stated := _word(row, "r")) else number + 1
        yield number, row


def _stored(root: ET.Element) -> Iterator[tuple[Position, ET.Element]]:
    """The cells with their rows and columns: one that states no place stands right of the cell before.

    They are taken out of their rows.
    """
    for number, row in _rows(root):
        column = 0
        for node in row.iterfind(_C):
            line, column = _position(name) if (name := node.get("r")) else (number, column + 1)
            yield (line, column), node
        del row[:]  # half a million cells as XML take more memory than anything else


@lru_cache(maxsize=4096)
def _position(name: str) -> Position:
    """The row and column of a cell with this name. Raises ValueError for a text that names none."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError(name)
    return int(match[2]), column_number(match[1])


def _cell(node: ET.Element, strings: Sequence[str], styles: Sequence[Style]) -> Cell:
    kind, style = node.get("t", "n"), int(node.get("s") or 0)
    if style > _MAX_STYLE:
        raise UnreadableFile("corrupt")
    code, frame = styles[style] if style < len(styles) else Style()
    return Cell(_value(node, kind, strings), code, frame, kind == "e")


def _value(node: ET.Element, kind: str, strings: Sequence[str]) -> Value | None:
    """The value of a cell of the type `kind`; None for an empty one."""
    if kind == "inlineStr":
        inline = node.find(_IS)
        return None if inline is None else text(inline)
    stored = node.findtext(_V)
    if not stored:
        return None
    return strings[int(stored)] if kind == "s" else _typed(kind, stored)


def _typed(kind: str, stored: str) -> Value:
    """A stored value by its type, `n` (number), `b` (truth) or `d` (day); any other value is a text."""
    if kind == "n" and _NUMBER.fullmatch(stored):
        return int(stored) if stored.strip().lstrip("+-").isdecimal() else float(stored)
    if kind == "b" and (truth := _TRUTHS.get(stored.lower(), stored)) in _DIGITS:
        return truth != "0"
    if kind == "d" and (day := _DAY.fullmatch(stored)):
        return dt.date.fromisoformat(day[1])
    return stored


def _formula(node: ET.Element, shared: dict[str, Formula]) -> Formula | None:
    """The formula of a cell; None for a cell without one. `shared` are those of cells before that others share."""
    formula = node.find(_F)
    if formula is None:
        return None
    own, number = Formula(formula.text or ""), formula.get("si")
    if number is None:
        return own
    if not own.text:
        return shared.get(number, own)
    shared.setdefault(number, Formula(own.text, node.get("r", "")))
    return own


def _merge(found: dict[Position, Cell], name: str) -> None:
    """Empty the cells of a merged range but the first, and draw its frame around all of them.

    Its frame is that of the first cell, with the lines of the last one. Raises ValueError for a text that names none.
    """
    match = _RANGE.fullmatch(name)
    if match is None:
        raise ValueError(name)
    top, left = _position(match[1] + match[2])
    bottom, right = _position(match[3] + match[4]) if match[3] else (top, left)
    if not (0 < top <= bottom <= _MAX_ROW and left <= right):
        raise ValueError(name)
    first, last = (found.get(position, _EMPTY) for position in ((top, left), (bottom, right)))
    lines = (first.frame[0] or last.frame[0], first.frame[1] or last.frame[1])
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            frame = (lines[0] and column == right, lines[1] and row == bottom)
            found[row, column] = Cell(frame=frame)
    found[top, left] = first._replace(frame=lines)


def _hidden_rows(root: ET.Element) -> set[int]:
    hidden = {number: stated not in _FALSE for number, row in _rows(root) if (stated := _word(row, "hidden"))}
    return {number for number, is_hidden in hidden.items() if is_hidden}


def _hidden_columns(root: ET.Element) -> set[int]:
    """The hidden columns. Of several statements about columns from one on the last counts."""
    last_of: dict[int, int] = {}
    for node in root.iter(_COL):
        first, last = int(_word(node, "min")), int(_word(node, "max") or 0)
        if not 0 < first <= _MAX_COLUMN:
            raise ValueError(first)
        hidden = (stated := _word(node, "hidden")) and stated not in _FALSE
        last_of[first] = min(last, _LAST_COLUMN) if hidden else 0
    return {column for first, last in last_of.items() for column in range(first, last + 1)}


def _word(node: ET.Element, name: str) -> str:
    """An attribute that is one word; empty if it is anything else, or missing."""
    value = node.get(name, "")
    return value if _WORD.fullmatch(value) else ""

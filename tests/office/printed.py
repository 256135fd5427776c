"""Sheets of any form as programs print them without rulings: set with blanks, on pages of PDF, as pages of HTML."""

import html
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.core.form import FIGURES
from tests.office.papers import Paper, Title

_LONGEST: Final = {"meta": 34, "texto": 30, "observaciones": 26}
"""Characters at which cells of words are wrapped, by kind of column."""
_HTML: Final = """<!doctype html><meta charset=utf-8><title>Informe</title><style>body { font: %(size)spt %(font)s }
table { border-collapse: collapse } td { padding: 1pt 3pt; vertical-align: %(vertical)s }
table.t { width: 100%% } table.t td { text-align: %(titles)s } table.t td.f { text-align: %(figures)s }
table.t td.w { text-align: left } p { margin: 0 } @page { size: %(paper)s landscape; margin: 8mm }</style>"""


_HELVETICA: Final = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *(556,) * 10, 278, 278, 584),
    *(584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722),
    *(667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556),
    *(222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
"""The widths of the letters from the blank on, in thousandths of their size."""
_COLUMN: Final = 0.72
"""The width of a column of one letter on a page of PDF, in sizes of print."""

Measure = Callable[[str], float]
"""The width of a text, in columns of one letter."""


class Look(NamedTuple):
    """The looks of a print: sides of titles and figures, blanks between columns, rows whose cells are centred."""

    titles: str = "middle"
    figures: str = "middle"
    gap: int = 2
    centred: bool = False
    apart: int = 0
    narrow: int = 0
    """Characters by which columns of words are narrower than usual."""
    coarse: bool = False
    """True if centred cells stand on whole lines, half of one beside their middle."""
    wrapped: bool = True
    """True if titles are wrapped into the widths of their columns."""


class Word(NamedTuple):
    """Words printed in one piece: the line, the place of the first character, and the text."""

    line: float
    x: float
    text: str


def _printed_width(text: str) -> float:
    """The width of a text in Helvetica, in columns of one letter."""
    plain = unicodedata.normalize("NFD", text)
    return sum(_HELVETICA[ord(one) - 32] for one in plain if 32 <= ord(one) < 127) / 1000 / _COLUMN


def pieces(paper: Paper, look: Look, measure: Measure = len) -> list[Word]:
    """The words of a sheet, in lines and columns of one letter."""
    found: list[Word] = []
    line = 0
    for cells in paper.above:
        found += _free(cells, line)
        line += 1
    table, line = _table(paper, look, line, measure)
    found += table
    for cells in paper.below:
        found += _free(cells, line, 40)
        line += 1
    return found


def aligned(paper: Paper, look: Look) -> str:
    """A sheet as a text that is set with blanks."""
    lines: dict[int, str] = {}
    for word in sorted(word._replace(line=int(word.line)) for word in pieces(paper, look)):
        line = int(word.line)
        lines[line] = lines.get(line, "").ljust(round(word.x)) + word.text
    return "\n".join(lines.get(number, "") for number in range(max(lines) + 1)) + "\n"


def pdf(paper: Paper, look: Look, size: float = 6.0) -> bytes:
    """A sheet as one page of PDF, in Helvetica."""
    words, unit = pieces(paper, look, _printed_width), size * _COLUMN
    wide = max(word.x + len(word.text) for word in words) * unit + 60
    high = (max(word.line for word in words) + 1) * size * 1.25 + 60
    drawn = b"".join(
        b"BT /F %.2f Tf %.2f %.2f Td (%s) Tj ET\n"
        % (size, 30 + word.x * unit, high - 30 - (word.line + 1) * size * 1.25, _escaped(word.text))
        for word in words
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.0f %.0f]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>" % (
        wide,
        high,
    )
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)
    return _file(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream, font)


def webpage(paper: Paper, look: Look, *, size: float = 7, font: str = "Arial", wide: str = "legal") -> str:
    """A sheet as a page of HTML whose table has no rulings."""
    side = {"middle": "center"}
    style = _HTML % {
        "size": size,
        "font": font,
        "vertical": "middle" if look.centred else "top",
        "titles": side.get(look.titles, look.titles),
        "figures": side.get(look.figures, look.figures),
        "paper": wide,
    }
    titles: list[list[str]] = [[] for _ in range(paper.depth)]
    for title in paper.titles:
        titles[title.line].append(f"<td colspan={title.columns} rowspan={title.lines}>{html.escape(title.words)}</td>")
    kinds = ["f" if column.kind in FIGURES else "w" for column in paper.form.columns]
    rows = [
        [f"<td class={kind}>{html.escape(text)}</td>" for kind, text in zip(kinds, row, strict=True)]
        for row in paper.rows
    ]
    table = "".join(f"<tr>{''.join(cells)}</tr>" for cells in (*titles, *rows))
    free = ["".join(_plain(lines)) for lines in (paper.above, paper.below)]
    return f"{style}{free[0]}<table class=t>{table}</table>{free[1]}"


def _plain(lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of cells in tables without rulings, those of one cell as paragraphs."""
    for cells in lines:
        if len(cells) == 1:
            yield f"<p>{html.escape(cells[0]) or '&nbsp;'}</p>"
        else:
            made = "".join(f"<td style=min-width:90pt>{html.escape(text)}</td>" for text in cells)
            yield f"<table><tr>{made}</tr></table>"


def _free(cells: Sequence[str], line: int, width: int = 28) -> Iterator[Word]:
    x = 0
    for cell in cells:
        if cell:
            yield Word(line, x, cell)
        x += max(width, len(cell) + 4)


def _table(paper: Paper, look: Look, line: int, measure: Measure) -> tuple[list[Word], int]:
    """The words of the heading and the rows, and the line behind them."""
    widths = _widths(paper, look)
    starts = [sum(widths[:index]) + look.gap * index for index in range(len(widths))]
    found: list[Word] = []
    heights = _heights(paper, widths, look)
    tops = [line + sum(heights[:level]) for level in range(paper.depth + 1)]
    for title in paper.titles:
        room = (
            starts[title.column + title.columns - 1] + widths[title.column + title.columns - 1] - starts[title.column]
        )
        lines = _wrapped(title.words, room, look)
        top = tops[title.line] + (tops[title.line + title.lines] - tops[title.line] - len(lines)) / 2
        side = look.titles if title.columns == 1 else "middle"
        found += [
            Word(top + at, starts[title.column] + _shift(measure(text), room, side), text)
            for at, text in enumerate(lines)
        ]
    line = tops[-1]
    for row in paper.rows:
        own = [textwrap.wrap(cell, width, break_on_hyphens=False) for cell, width in zip(row, widths, strict=True)]
        height = max(map(len, own))
        for column, lines in enumerate(own):
            half = (height - len(lines)) / 2 if look.centred else 0.0
            top = line + (int(half) if look.coarse else half)
            side = look.figures if paper.form.kinds[column] in FIGURES else "left"
            found += [
                Word(top + at, starts[column] + _shift(measure(text), widths[column], side), text)
                for at, text in enumerate(lines)
            ]
        line += height + look.apart
    return found, line + 1


def _widths(paper: Paper, look: Look) -> list[int]:
    """The widths of columns: those of words wrapped, and none narrower than the longest word of its titles."""
    widths = []
    for index, column in enumerate(paper.form.columns):
        cells = [row[index] for row in paper.rows]
        longest = max(len(cell) for cell in cells) if column.kind in FIGURES else 0
        words = max((len(word) for cell in cells for word in cell.split()), default=0)
        most = min(_LONGEST.get(column.kind, 14) - look.narrow, max(map(len, cells), default=1))
        widths.append(max(longest, words, most, 1))
    for title in sorted(paper.titles, key=lambda title: title.columns):
        _widen(widths, title, look)
    return widths


def _widen(widths: list[int], title: Title, look: Look) -> None:
    least = max(map(len, title.words.split())) if look.wrapped else len(title.words)
    own = range(title.column, title.column + title.columns)
    missing = least - sum(widths[column] for column in own) - look.gap * (title.columns - 1)
    for at in range(max(missing, 0)):
        widths[own[at % len(own)]] += 1


def _heights(paper: Paper, widths: Sequence[int], look: Look) -> list[int]:
    """The lines of print that each line of the heading takes."""
    heights = [1] * paper.depth
    for title in sorted(paper.titles, key=lambda title: title.lines):
        own = range(title.column, title.column + title.columns)
        room = sum(widths[column] for column in own) + look.gap * (title.columns - 1)
        missing = len(_wrapped(title.words, room, look)) - sum(heights[title.line : title.line + title.lines])
        heights[title.line + title.lines - 1] += max(missing, 0)
    return heights


def _wrapped(words: str, room: int, look: Look) -> list[str]:
    return textwrap.wrap(words, room, break_long_words=False, break_on_hyphens=False) if look.wrapped else [words]


def _shift(width: float, room: int, side: str) -> float:
    return {"left": 0.0, "middle": (room - width) / 2, "right": room - width}[side]


def _escaped(text: str) -> bytes:
    return text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    written = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(written))
    return b"%sxref\n0 %d\n0000000000 65535 f \n%s%s" % (written, size, table, end)

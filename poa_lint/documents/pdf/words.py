"""The pages of a PDF: words with their places and the lines drawn around them; nothing else knows pdfium."""

import ctypes
from collections.abc import Generator, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from poa_lint.documents.document import MAX_PAGES, Unfit
from poa_lint.documents.pdf.lines import Word

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MAX_CHARACTERS: Final = 2_000_000
MAX_OBJECTS: Final = 300_000
_THIN: Final = 3.0
_SHORT: Final = 3.0
_SLANT: Final = 0.8


class Ruling(NamedTuple):
    """A straight line: `at` across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float


class Page(NamedTuple):
    """One page, its upper left corner at 0, 0."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]
    pictures: int


def read(data: bytes) -> Generator[Page, None, None]:
    """Every page in turn. Raises Unfit for a file that is broken, locked or too large."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unfit("encrypted" if "assword" in str(error) or "ecurity" in str(error) else "corrupt") from error
    try:
        if len(document) > MAX_PAGES:
            raise Unfit("too-big")
        yield from _pages(document)
    except pypdfium2.PdfiumError as error:
        raise Unfit("corrupt") from error
    finally:
        document.close()


def _pages(document: "PdfDocument") -> Iterator[Page]:
    room = MAX_CHARACTERS
    for number in range(len(document)):
        page = document[number]
        turned = _Turned(page)
        words = tuple(_words(page, turned, room))
        room -= sum(len(word.text) for word in words)
        horizontal, vertical, pictures = _drawn(page, turned)
        yield Page(number + 1, turned.width, turned.height, words, horizontal, vertical, pictures)
        page.close()


class _Turned:
    """Places on the page as it is looked at: from its upper left corner, whatever its rotation."""

    def __init__(self, page: "PdfPage") -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.rotation = page.get_rotation()
        wide, high = self.right - self.left, self.top - self.bottom
        self.width, self.height = (high, wide) if self.rotation in {90, 270} else (wide, high)

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def _words(page: "PdfPage", turned: _Turned, room: int) -> Iterator[Word]:
    """The words in the order of the file: cut at blanks, where the line changes and where a gap is."""
    from pypdfium2 import raw

    text_page = page.get_textpage()
    count = text_page.count_chars()
    if count > room:
        raise Unfit("too-big")
    x, y = ctypes.c_double(), ctypes.c_double()
    sides = [ctypes.c_double() for _ in range(4)]
    places = [ctypes.byref(side) for side in sides]
    at = ctypes.byref(x), ctypes.byref(y)
    pending: list[tuple[str, float, float, float, float]] = []
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text_page, index)
        char = _character(code)
        if not char:
            yield from _word(pending)
            pending = []
            continue
        raw.FPDFText_GetCharOrigin(text_page, index, *at)
        raw.FPDFText_GetCharBox(text_page, index, *places)
        left, base = turned(x.value, y.value)
        right = max(turned(sides[1].value, sides[2].value)[0], turned(sides[0].value, sides[3].value)[0])
        if pending:
            _, _, end, line, size = pending[-1]
            if abs(base - line) > 0.3 * size or not -0.5 * size < left - end < 0.22 * size:
                yield from _word(pending)
                pending = []
        size = pending[-1][4] if pending else float(raw.FPDFText_GetFontSize(text_page, index)) or 8.0
        if not pending:
            size = _size(raw, text_page, index, size)
        pending.append((char, left, max(right, left), base, size))
    yield from _word(pending)
    text_page.close()


def _size(raw: Any, text_page: object, index: int, size: float) -> float:
    """The size of the print as it stands on the page: a font's own size may be 1, scaled by its matrix."""
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)):
        size *= max(abs(matrix.d), abs(matrix.b), 0.01)
    return min(max(size, 1.0), 200.0)


def _character(code: int) -> str:
    """A character of a word; empty for blanks and for what has no letters."""
    if code in {0xAD, 0x02, 0xFFFE}:
        return "-"  # the hyphen at a line's end, as pdfium calls it
    char = chr(code) if 0x20 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return "" if char.isspace() else char


def _word(pending: list[tuple[str, float, float, float, float]]) -> Iterator[Word]:
    if pending:
        text = "".join(char for char, *_ in pending)
        _, left, _, base, size = pending[0]
        right = max(right for _, _, right, _, _ in pending)
        yield Word(text, left, right, base, size, tuple(x for _, x, *_ in pending))


def _drawn(page: "PdfPage", turned: _Turned) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...], int]:
    """The rulings of a page, horizontal and vertical, and how many pictures it has."""
    from pypdfium2 import raw

    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    pictures = 0
    for count, found in enumerate(page.get_objects(max_depth=5)):
        if count > MAX_OBJECTS:
            raise Unfit("too-big")
        if found.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif found.type == raw.FPDF_PAGEOBJ_PATH:
            for (x, y), (right, bottom) in _strokes(raw, found, turned):
                if abs(bottom - y) <= _SLANT and abs(right - x) > _SHORT:
                    horizontal.append(Ruling((y + bottom) / 2, min(x, right), max(x, right)))
                elif abs(right - x) <= _SLANT and abs(bottom - y) > _SHORT:
                    vertical.append(Ruling((x + right) / 2, min(y, bottom), max(y, bottom)))
    return tuple(horizontal), tuple(vertical), pictures


_Point = tuple[float, float]


def _strokes(raw: Any, path: Any, turned: _Turned) -> Iterator[tuple[_Point, _Point]]:
    """The straight pieces of a painted path; of a filled area only a thin one counts, which is a line itself."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    for points in _outlines(raw, path, turned):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if min(wide, high) <= _THIN and (stroke.value or fill.value):
            x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
            yield ((min(xs), y), (max(xs), y)) if wide > high else ((x, min(ys)), (x, max(ys)))
        elif stroke.value:
            yield from pairwise(points)


def _outlines(raw: Any, path: Any, turned: _Turned) -> Iterator[list[_Point]]:
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    for index in range(min(raw.FPDFPath_CountSegments(path), MAX_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(turned(*matrix.on_point(x.value, y.value)))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points

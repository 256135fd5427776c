"""Read the pages of a PDF: words with their positions, and the lines drawn around them."""

import ctypes
from collections.abc import Generator, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from poa_lint.documents.document import MAX_PAGES, UnreadableFile
from poa_lint.documents.geometry.lines import Word
from poa_lint.documents.pdf import calls, fields, turns

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

MAX_CHARACTERS: Final = 2_000_000
MAX_OBJECTS: Final = 300_000
_MAX_DEPTH: Final = 5
"""Levels of forms inside of each other whose objects count; the page is the first."""
_THIN: Final = 3.0
"""Points; a painted area up to this width is a line."""
_SHORT: Final = 3.0
"""Points; a line up to this length is no ruling."""
_SLANT: Final = 0.8
"""Points by which the ends of a horizontal or vertical line may differ."""

_CALLS: Final = (("FPDFText_GetUnicode", 0), ("FPDFText_GetCharOrigin", 2), ("FPDFText_GetCharBox", 4))
"""What is asked of pdfium about each character, with the count of its results: x and y; left, right, bottom and top."""

_Point = tuple[float, float]
_Character = tuple[str, float, float, float, float]
"""A character with its left, right, baseline and size."""


class Ruling(NamedTuple):
    """A horizontal or vertical line from `start` to `end`: `at` is its y if it is horizontal, else its x."""

    at: float
    start: float
    end: float


class Page(NamedTuple):
    """One page, in points from its upper left corner; `number` counts from 1, `pictures` are only counted."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]
    pictures: int


def read(data: bytes) -> Generator[Page, None, None]:
    """Yield the pages in order. Raises UnreadableFile for a file that is broken, encrypted or too large."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(
            "encrypted" if "assword" in str(error) or "ecurity" in str(error) else "corrupt"
        ) from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableFile("too-big")
        fields.prepare(document)
        yield from _pages(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("corrupt") from error
    finally:
        document.close()


class _Coordinates:
    """Converts pdfium's coordinates to those of the page as it is read.

    `rotation` is by how many degrees the page has to be turned to the right for that, whatever the file says.
    """

    def __init__(self, page: "PdfPage", rotation: int) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.rotation = rotation
        wide, high = self.right - self.left, self.top - self.bottom
        self.width, self.height = (high, wide) if self.rotation in {90, 270} else (wide, high)

    def __call__(self, x: float, y: float) -> _Point:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def right_of(self, left: float, right: float, bottom: float, top: float) -> float:
        """The right side of a box on the page."""
        if self.rotation == 0:
            return max(left, right) - float(self.left)
        return max(self(right, bottom)[0], self(left, top)[0])


def _pages(document: "PdfDocument") -> Iterator[Page]:
    room = MAX_CHARACTERS
    for index in range(len(document)):
        page, filled = fields.drawn(document, index)
        text_page = page.get_textpage()
        if text_page.count_chars() > room:
            raise UnreadableFile("too-big")
        angles = turns.angles(text_page)
        convert = _Coordinates(page, turns.rotation(angles, page.get_rotation()))
        printed = turns.without_marks([*_words(text_page, convert, angles), *_filled(filled, convert)])
        words = tuple(printed)
        text_page.close()
        room -= sum(len(word.text) for word in words)
        horizontal, vertical, pictures = _drawn(page, convert)
        yield Page(index + 1, convert.width, convert.height, words, horizontal, vertical, pictures)
        page.close()


def _filled(words: fields.Words, convert: _Coordinates) -> Iterator[Word]:
    """The words of fields without an appearance, as words of the page."""
    for text, x, y, size in words:
        left, base = convert(x, y)
        wide = size / 2
        yield Word(text, left, left + wide * len(text), base, size, tuple(left + wide * n for n in range(len(text))))


def _words(text_page: "PdfTextPage", convert: _Coordinates, angles: Sequence[int]) -> Iterator[Word]:
    """The words in the order of the file: cut at blanks, where the line changes and at gaps.

    `angles` are those of the characters. A line that stands on its side is one word; text at any other angle, such as
    a mark across the page, is left out.
    """
    page = calls.address(text_page)
    code_of, origin_of, box_of = (calls.plain(name, results) for name, results in _CALLS)
    numbers = calls.Numbers(6)
    origin, sides = numbers.addresses[:2], numbers.addresses[2:]
    pending: list[_Character] = []
    sideways = turns.Sideways()
    for index, angle in enumerate(angles):
        char = _character(code_of(page, index))
        turned = (angle + convert.rotation) % 360 if char else 0
        if not char or turned:
            yield from _word(pending)
            pending = []
            if turned in {90, 270}:
                origin_of(page, index, *origin)
                yield from sideways.add(char, *convert(*numbers.all()[:2]), _size(text_page, index))
            elif not char:
                sideways.blank()
            continue
        if not sideways.is_empty:
            yield from sideways.end()
        origin_of(page, index, *origin)
        box_of(page, index, *sides)
        x, y, *box = numbers.all()
        left, base = convert(x, y)
        right = convert.right_of(*box)
        if pending:
            before, _, end, line, size = pending[-1]
            ended = abs(base - line) > 0.3 * size or not -0.5 * size < left - end < 0.22 * size
            if not ended and line - base > 0.08 * size and char.isdigit() and before.isdigit():
                ended = _size(text_page, index) < turns.SMALLER * size  # the mark of a note behind a figure
            if ended:
                yield from _word(pending)
                pending = []
        # The size of a word is that of its first character.
        size = pending[-1][4] if pending else _size(text_page, index)
        pending.append((char, left, max(right, left), base, size))
    yield from _word(pending)
    yield from sideways.end()


def _size(text_page: "PdfTextPage", index: int) -> float:
    """The size of a character on the page, in points: a font's own size may be 1, scaled by its matrix."""
    from pypdfium2 import raw

    size = float(raw.FPDFText_GetFontSize(text_page, index)) or 8.0
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)):
        size *= max(abs(matrix.d), abs(matrix.b), 0.01)
    return min(max(size, 1.0), 200.0)


@lru_cache(maxsize=1024)
def _character(code: int) -> str:
    """The character of a code; empty for blanks, control characters and codes that are no character."""
    if code in {0xAD, 0x02, 0xFFFE}:
        return "-"  # pdfium's codes for the hyphen at a line's end
    char = chr(code) if 0x20 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return "" if char.isspace() else char


def _word(characters: list[_Character]) -> Iterator[Word]:
    """The word of these characters; nothing for none."""
    if characters:
        chars, lefts, rights, bases, sizes = zip(*characters, strict=True)
        yield Word("".join(chars), lefts[0], max(rights), bases[0], sizes[0], lefts)


def _drawn(page: "PdfPage", convert: _Coordinates) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...], int]:
    """The rulings of a page, horizontal and vertical, and the number of its pictures.

    Raises UnreadableFile for too many.
    """
    from pypdfium2 import raw

    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    pictures = 0
    for count, (kind, drawing) in enumerate(_objects(raw, page.raw)):
        if count > MAX_OBJECTS:
            raise UnreadableFile("too-big")
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            for (x, y), (right, bottom) in _strokes(raw, drawing, convert):
                if abs(bottom - y) <= _SLANT and abs(right - x) > _SHORT:
                    horizontal.append(Ruling((y + bottom) / 2, min(x, right), max(x, right)))
                elif abs(right - x) <= _SLANT and abs(bottom - y) > _SHORT:
                    vertical.append(Ruling((x + right) / 2, min(y, bottom), max(y, bottom)))
    return tuple(horizontal), tuple(vertical), pictures


def _objects(raw: Any, parent: Any, depth: int = 1) -> Iterator[tuple[int, Any]]:
    """The objects of a page (or, at a greater depth, of a form) and of the forms among them, each with its type.

    They are pdfium's own: most are letters, of which nothing but the type is asked. Raises UnreadableFile for one that
    cannot be read.
    """
    count_of, object_at = (
        (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
        if depth == 1
        else (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
    )
    for index in range(count_of(parent)):
        found = object_at(parent, index)
        kind = raw.FPDFPageObj_GetType(found) if found else raw.FPDF_PAGEOBJ_UNKNOWN
        if kind == raw.FPDF_PAGEOBJ_UNKNOWN:
            raise UnreadableFile("corrupt")
        yield kind, found
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            yield from _objects(raw, found, depth + 1)


def _strokes(raw: Any, path: Any, convert: _Coordinates) -> Iterator[tuple[_Point, _Point]]:
    """The straight pieces of a painted path. A thin area is one line; the outline of another counts if it is drawn."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    for points in _outlines(raw, path, convert):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if min(wide, high) <= _THIN and (stroke.value or fill.value):
            x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
            yield ((min(xs), y), (max(xs), y)) if wide > high else ((x, min(ys)), (x, max(ys)))
        elif stroke.value:
            yield from pairwise(points)


def _outlines(raw: Any, path: Any, convert: _Coordinates) -> Iterator[list[_Point]]:
    """The points of each outline of a path; a closed one ends with its first point."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix)):
        raise UnreadableFile("corrupt")
    a, b, c, d, e, f = (getattr(matrix, name) for name in "abcdef")
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    for index in range(min(raw.FPDFPath_CountSegments(path), MAX_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(convert(a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points

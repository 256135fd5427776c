"""The result of reading an office's file: tabbed text for the linter, and the place of every cell in the file."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.source import Remark
from poa_lint.documents.places import Box, Place, Places, Region

REMARKS: Final[Mapping[str, tuple[str, ...]]] = {
    "texto_como_numero": ("text",),
    "formula_sin_valor": ("formula",),
    "error_de_formula": ("text",),
    "porcentaje_sin_formato": ("text",),
    "redondeo_por_formato": ("stored", "shown"),
    "numero_con_formato_de_fecha": ("stored",),
    "oculta_hoja": ("sheet",),
    "oculta_fila": ("row", "sheet"),
    "oculta_columna": ("column", "sheet"),
    "pagina_sin_texto": ("page",),
    "renglon_incierto": ("text",),
    "tabla_incierta": (),
}
"""The kinds of remarks, each with the names of its values, the most telling one first."""

MAX_UNPACKED: Final = 100_000_000
"""Bytes that all parts of a packed file may have together when unpacked."""
MAX_RATIO: Final = 300
"""The highest ratio of unpacked to packed size of a large part; no office's file comes near it."""
MAX_SHEETS: Final = 1000
MAX_NODES: Final = 2_000_000
"""Elements of one XML part; the largest sheet that is read has about half as many."""
MAX_CELLS: Final = 500_000
MAX_PAGES: Final = 2000
MAX_TEXT: Final = 100_000_000
"""Characters of the text."""
MAX_WRITTEN: Final = 4 * MAX_CELLS
"""Cells of the text, empty ones included."""

_BREAK: Final = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


class UnreadableFile(Exception):
    """Raised by a reader for a file that it cannot read; `documents.read` turns it into an `Unreadable`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """One of `core.facts.UNREADABLE`, or `not-a-report-kind`."""


class Document(NamedTuple):
    """An office's file as tabbed text: lines end in line feeds, cells are separated by tabs.

    `kind` is what the bytes are, whatever the file's name: `xlsx`, `xls`, `ods`, `xlsb`, `docx`, `pdf`, `csv` or
    `aligned` (a plain text that is set with blanks).
    """

    text: str
    places: Places
    remarks: tuple[Remark, ...] = ()
    kind: str = ""

    def place(self, start: int) -> Place | None:
        """The place in the file of the text at offset `start`; None for a document without cells."""
        return self.places.at(start)


class Writer:
    """Builds a `Document` cell by cell. Its methods raise UnreadableFile when the text grows too large."""

    def __init__(self) -> None:
        self.places = Places()
        self.remarks: list[Remark] = []
        self.offset = 0
        """The length of the text so far."""
        self._pieces: list[str] = []

    def open(self, region: Region) -> None:
        """Let the cells that follow belong to `region`."""
        self.places.open(region)

    def blank(self, lines: int = 1) -> None:
        """Write empty lines."""
        self._write("\n" * lines)

    def line(
        self,
        row: int,
        cells: Sequence[str],
        columns: Sequence[int] | None = None,
        boxes: Sequence[Box | None] | None = None,
    ) -> list[int]:
        """Write a line of cells and return the offset of each.

        `row`, `columns` and `boxes` are the cells' places in the file; without `columns` they are numbered from 1.
        """
        if len(self.places) + len(cells) > MAX_WRITTEN:
            raise UnreadableFile("too-big")
        starts = []
        for index, cell in enumerate(cells):
            if index:
                self._write("\t")
            starts.append(self.offset)
            column = columns[index] if columns else index + 1
            self.places.add(self.offset, row, column, boxes[index] if boxes else None)
            self._write(one_line(cell))
        self._write("\n")
        return starts

    def points(self, cells: Sequence[str], boxes: Sequence[Box]) -> None:
        """Write a line of free words of a page; the place of each cell is its box's lower left corner."""
        for index, (cell, box) in enumerate(zip(cells, boxes, strict=True)):
            if index:
                self._write("\t")
            self.places.add(self.offset, max(round(box[3]), 0), max(round(box[0]), 0), box)
            self._write(one_line(cell))
        self._write("\n")

    def pieces(self, cells: Sequence[str], places: Sequence[tuple[int, int]]) -> None:
        """Write a line of cells of a plain text; `places` are their lines and columns there."""
        if len(self.places) + len(places) > MAX_WRITTEN:
            raise UnreadableFile("too-big")
        for index, (row, column) in enumerate(places):
            if index:
                self._write("\t")
            self.places.add(self.offset, row, column)
            self._write(one_line(cells[index]) if cells else "")
        self._write("\n")

    def remark(self, kind: str, start: int, end: int, **values: str) -> None:
        """Add a remark of a kind in `REMARKS` on the text from `start` to `end`."""
        self.remarks.append(Remark(kind, start, end, values))

    def unread(self, region: Region, kind: str, **values: str) -> None:
        """Write an empty line for a sheet or page that is not read, with a remark that says so."""
        self.open(region)
        self.places.add(self.offset, 0, 0)
        self.remark(kind, self.offset, self.offset, **values)
        self.blank()

    def document(self, kind: str) -> Document:
        """Return everything written so far as a document of that kind, its remarks in the order of the text."""
        ordered = sorted(self.remarks, key=lambda remark: (remark.start, remark.end, remark.kind))
        return Document("".join(self._pieces), self.places, tuple(ordered), kind)

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self.offset += len(text)
        if self.offset > MAX_TEXT:
            raise UnreadableFile("too-big")


def one_line(text: str) -> str:
    """Return `text` on one line: runs of line breaks and tabs become one space, the ends are stripped."""
    return _BREAK.sub(" ", text).strip()

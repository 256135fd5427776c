"""A file of an office as the tabbed text that the linter reads, with the way back."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.source import Remark
from poa_lint.documents.places import Box, Place, Places, Region

MAX_UNPACKED: Final = 100_000_000
"""Bytes that the parts of a packed file may hold together."""
MAX_RATIO: Final = 300
"""How many times smaller than its content a packed part of some size may be: no office's file comes near."""
MAX_SHEETS: Final = 1000
MAX_NODES: Final = 2_000_000
"""Elements of one part of XML: the largest sheet that is read has about half as many."""
MAX_CELLS: Final = 500_000
MAX_PAGES: Final = 2000
MAX_TEXT: Final = 100_000_000
MAX_WRITTEN: Final = 4 * MAX_CELLS
"""Cells of the text, empty ones among them."""

_BREAK: Final = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


REMARKS: Final[Mapping[str, tuple[str, ...]]] = {
    "texto_como_numero": ("text",),
    "formula_sin_valor": ("formula",),
    "error_de_formula": ("text",),
    "porcentaje_sin_formato": ("text",),
    "redondeo_por_formato": ("stored", "shown"),
    "oculta_hoja": ("sheet",),
    "oculta_fila": ("row", "sheet"),
    "oculta_columna": ("column", "sheet"),
    "pagina_sin_texto": ("page",),
}
"""The kinds of remarks, each with the names of its values, the one that tells most first."""


class Refused(NamedTuple):
    """Why a file has no text: `reason` is a key of the languages' `refused` table, `values` go into its sentence."""

    reason: str
    values: Mapping[str, str] = {}


class Document(NamedTuple):
    """The tabbed text (lines end in line feeds), where its cells stand in the original, and what else that knows.

    `kind` is what the bytes are, whatever the file's name says: `xlsx`, `xls`, `ods`, `xlsb`, `docx`, `pdf`, `csv`.
    """

    text: str
    places: Places
    remarks: tuple[Remark, ...] = ()
    kind: str = ""

    def place(self, start: int) -> Place | None:
        """Where the text at an offset stands in the original."""
        return self.places.at(start)


class Unfit(Exception):
    """A file that a reader gives up on; it never leaves the package: `read` returns what it holds."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason)
        self.refused = Refused(reason, values)


class Writer:
    """The text while it is being written, cell by cell."""

    def __init__(self) -> None:
        self.places = Places()
        self.remarks: list[Remark] = []
        self._pieces: list[str] = []
        self.offset = 0

    def open(self, region: Region) -> None:
        """The cells that follow belong to `region`."""
        self.places.open(region)

    def blank(self, lines: int = 1) -> None:
        """Empty lines."""
        self._write("\n" * lines)

    def line(
        self,
        row: int,
        cells: Sequence[str],
        columns: Sequence[int] | None = None,
        boxes: Sequence[Box | None] | None = None,
    ) -> list[int]:
        """A line of cells and where each begins; without `columns` they are numbered from 1."""
        if len(self.places) + len(cells) > MAX_WRITTEN:
            raise Unfit("too-big")
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
        """A line of free words on a page: every cell's place is the point where its words begin on their baseline."""
        for index, (cell, box) in enumerate(zip(cells, boxes, strict=True)):
            if index:
                self._write("\t")
            self.places.add(self.offset, max(round(box[3]), 0), max(round(box[0]), 0), box)
            self._write(one_line(cell))
        self._write("\n")

    def remark(self, kind: str, start: int, end: int, **values: str) -> None:
        """Something that only the original knows about a stretch of the text."""
        self.remarks.append(Remark(kind, start, end, values))

    def unread(self, region: Region, kind: str, **values: str) -> None:
        """An empty line for a sheet or a page that is not read, and the remark that says so."""
        self.open(region)
        self.places.add(self.offset, 0, 0)
        self.remark(kind, self.offset, self.offset, **values)
        self.blank()

    def document(self, kind: str) -> Document:
        """What has been written."""
        ordered = sorted(self.remarks, key=lambda remark: (remark.start, remark.end, remark.kind))
        return Document("".join(self._pieces), self.places, tuple(ordered), kind)

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self.offset += len(text)
        if self.offset > MAX_TEXT:
            raise Unfit("too-big")


def one_line(text: str) -> str:
    """A cell's words on one line: its line breaks and tabs are spaces."""
    return _BREAK.sub(" ", text).strip()

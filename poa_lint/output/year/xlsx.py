"""A summary as a workbook (extra `office`): units by period, goals at risk, rules, files, what is missing."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from poa_lint.core.result import VERDICTS
from poa_lint.core.text import wrapped
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.output import View
from poa_lint.output.tables.values import safe
from poa_lint.output.year.model import Digest, Risk, Row, Summary, UnitDigest, Year

MAX_CELL: Final = 32_767
"""Characters of a cell (Excel's limit)."""
LETTER: Final = 1
"""The paper of a page, as Excel counts them: letter, the paper of Mexican offices."""
WIDEST: Final = {
    "nombre": 44,
    "texto": 48,
    "dice": 70,
    "archivo": 50,
    "segun": 40,
    "sha256": 20,
    "en_riesgo": 40,
    "motivo": 60,
}
"""The widest columns in characters, by their keys: longer texts take several lines, but for a hash, which is cut."""
USUALLY_WIDEST: Final = 26
NARROWEST: Final = 8
ROOM: Final = 4
"""Characters beside the longest text of a column: its margins, and the button of the filter in its heading."""
HEADING_LINES: Final = 3
HEADING_HEIGHT: Final = 48
"""Points for three lines of a heading."""
SHORT: Final = Alignment(vertical="top")
YEAR: Final = Alignment(vertical="top", horizontal="left")
FIGURE: Final = Alignment(vertical="top", horizontal="right", indent=1)
"""Figures stand apart from the texts behind them, and a year as the codes do."""
LINE: Final = 15
"""Points of a line; not every program finds out by itself how high a row of several lines is."""
LONG: Final = Alignment(vertical="top", wrap_text=True)
COLOURS: Final = dict(zip(VERDICTS, ("F4B6B6", "F4B6B6", "E3C6EE", "FBE3A6", "CBE8C9"), strict=True))
"""The fill of a verdict's cell; its words say the same."""
MISSING_COLOUR: Final = "F4B6B6"
UNIT: Final = ("ejercicio", "ramo", "programa", "unidad", "nombre", "esperada")
ADDRESS: Final = ("ramo", "programa", "unidad", "nombre")


class _Column(NamedTuple):
    """A column: its key, by which it has its greatest width, and its title."""

    key: str
    title: str


def render(summary: Summary, words: Words, view: View) -> bytes:
    """The bytes of the workbook. Every text is a cell of text: no program takes one for a formula."""
    del view
    book = Workbook()
    book.remove(book.worksheets[0])
    writer = _Writer(book, words, words_of(words.language, "summary"))
    writer.units(summary)
    writer.risks(summary)
    writer.rules(summary)
    writer.files(summary)
    writer.missing(summary)
    writer.above(summary)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Writer:
    def __init__(self, book: Workbook, words: Words, own: Words) -> None:
        self.book, self.words, self.own = book, words, own
        self.shown: Sequence[_Column] = ()
        """The columns of the sheet that is written."""

    def units(self, summary: Summary) -> None:
        """A row for each unit of a year: its verdicts by period, and the forecast of its last report."""
        periods = sorted({period for year in summary.years for period in year.periods}, key=lambda one: (not one, one))
        heads = [_Column("veredicto", period or self.own("no-date")) for period in periods]
        last = ("previstas", "llegan", "en_riesgo", "muy_arriba", "previstas_sin_dato")
        columns = [*self.columns(*UNIT), *heads, *self.columns(*last)]
        sheet = self.sheet("units", columns)
        for year in summary.years:
            for row in year.rows:
                self.add(sheet, self.unit(row, year, periods))
                self.paint(sheet, row, periods)
        self.finish(sheet)

    def unit(self, row: Row, year: Year, periods: Sequence[str]) -> Iterator[Any]:
        """The cells of a unit."""
        yield from (year.ejercicio, row.ramo, row.programa, row.unidad, row.nombre, self.yes(row.expected))
        for period in periods:
            entry = row.entries.get(period)
            if entry is None:
                yield self.own("missing") if period in row.missing else None
                continue
            tally = entry.unit.tally
            count = tally.found[0] or tally.found[1]
            yield f"{self.words(f'verdict.{tally.verdict}')}{f' {count}' if count else ''}"
        unit = row.last.unit if row.last else None
        if unit is not None:
            yield from (unit.forecast, unit.expected)
            yield from (", ".join(dict.fromkeys(risk.meta for risk in told)) for told in (unit.at_risk, unit.above))
            yield unit.unforeseen

    def paint(self, sheet: Worksheet, row: Row, periods: Sequence[str]) -> None:
        """Fill the cells of the verdicts of the row that was written last."""
        for number, period in enumerate(periods, len(UNIT) + 1):
            entry = row.entries.get(period)
            absent = MISSING_COLOUR if period in row.missing else ""
            colour = COLOURS[entry.unit.tally.verdict] if entry else absent
            if colour:
                sheet.cell(sheet.max_row, number).fill = PatternFill("solid", start_color=colour)

    def risks(self, summary: Summary) -> None:
        """A row for each goal at risk in a unit's last report."""
        self.goals("risks", summary, lambda unit: unit.at_risk)

    def above(self, summary: Summary) -> None:
        """A row for each goal far above what was programmed in a unit's last report."""
        self.goals("above", summary, lambda unit: unit.above)

    def goals(self, key: str, summary: Summary, of: Callable[[UnitDigest], Sequence[Risk]]) -> None:
        """A row for each of some goals of a unit's last report, with what is said of them."""
        sheet = self.sheet(key, self.columns("ejercicio", *ADDRESS, "periodo", "meta", "texto", "regla", "dice"))
        for year, row in _rows(summary):
            unit = row.last.unit if row.last else None
            for risk in of(unit) if unit else ():
                period = unit.periodo if unit else ""
                about = (year.ejercicio, *_address(row), period)
                self.add(sheet, (*about, risk.meta, risk.texto, risk.code, risk.message))
        self.finish(sheet)

    def rules(self, summary: Summary) -> None:
        """A row for each rule that found something."""
        sheet = self.sheet("rules", self.columns("regla", "nombre", "hallazgos", "archivos"))
        for rule in summary.rules:
            self.add(sheet, (rule.code, rule.name, rule.findings, rule.files))
        self.finish(sheet)

    def files(self, summary: Summary) -> None:
        """A row for each report."""
        head = ("archivo", "ejercicio", "corte", "veredicto")
        counts = ("errores", "avisos", "notas", "dispensados", "sha256", "motivo")
        sheet = self.sheet("files", self.columns(*head, *counts))
        for digest in summary.files:
            self.add(sheet, self.file(digest))
        self.finish(sheet)

    def file(self, digest: Digest) -> tuple[Any, ...]:
        """The cells of a report."""
        verdict = self.words(f"verdict.{digest.tally.verdict}")
        head = (digest.path, digest.ejercicio, digest.corte, verdict)
        return (*head, *digest.tally.found, digest.tally.waived, digest.sha256, digest.reason)

    def missing(self, summary: Summary) -> None:
        """A row for each report that is missing."""
        sheet = self.sheet("missing", self.columns("ejercicio", *ADDRESS, "periodo", "segun"))
        for year, row in _rows(summary):
            for period in row.missing:
                self.add(sheet, (year.ejercicio, *_address(row), period, row.planned))
        self.finish(sheet)

    def yes(self, value: bool) -> str:
        """A truth in words."""
        return self.own("yes-no.yes" if value else "yes-no.no")

    def columns(self, *keys: str) -> list[_Column]:
        """Columns with the titles of the language."""
        return [_Column(key, self.own(f"column.{key}")) for key in keys]

    def sheet(self, key: str, columns: Sequence[_Column]) -> Worksheet:
        """A sheet with its headings, which stay while the rest moves and stand on every printed page."""
        sheet: Worksheet = self.book.create_sheet(self.own(f"sheet.{key}"))
        self.add(sheet, (column.title for column in columns))
        self.shown = columns
        for number in range(1, len(columns) + 1):
            cell = sheet.cell(1, number)
            cell.font = Font(name="Calibri", size=11, bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[1].height = HEADING_HEIGHT
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = LETTER
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        return sheet

    def add(self, sheet: Worksheet, values: Iterable[Any]) -> None:
        """Write a row below the others."""
        line = sheet.max_row + 1 if sheet.cell(1, 1).value is not None else 1
        for number, value in enumerate(values, 1):
            cell = sheet.cell(line, number)
            if isinstance(value, str):
                cell.value = safe(value)[:MAX_CELL]
                cell.data_type = "s"
            elif value is not None:
                cell.value = value
                year = sheet.cell(1, number).value == self.own("column.ejercicio")
                cell.number_format = "0" if year else "#,##0"

    def finish(self, sheet: Worksheet) -> None:
        """Make each column as wide as what stands in it, and let the reader filter the rows."""
        lines = [1] * sheet.max_row
        for at, (column, (_, *body)) in enumerate(zip(self.shown, sheet.iter_cols(), strict=True), 1):
            most = WIDEST.get(column.key, USUALLY_WIDEST)
            longest = max((len(str(cell.value)) for cell in body if cell.value is not None), default=0)
            wide = min(max(_heading_width(column.title), longest, NARROWEST) + ROOM, most)
            sheet.column_dimensions[get_column_letter(at)].width = wide
            for number, cell in enumerate(body, 1):
                cell.alignment = alignment = _alignment(column.key, cell.value, wide)
                if alignment is LONG:
                    lines[number] = max(lines[number], len(wrapped(str(cell.value), "", "", wide - ROOM)))
        for number, high in enumerate(lines, 1):
            if high > 1:
                sheet.row_dimensions[number].height = high * LINE
        sheet.auto_filter.ref = sheet.dimensions


def _alignment(key: str, value: Any, wide: int) -> Alignment:
    """The alignment of a value in a column that is so wide."""
    if not isinstance(value, str):
        return YEAR if key == "ejercicio" else FIGURE
    return LONG if len(value) > wide - 1 and key != "sha256" else SHORT


def _heading_width(title: str) -> int:
    """The characters that a heading needs: its longest word, and all of it in three lines."""
    return max(*map(len, title.split()), -(-len(title) // HEADING_LINES))


def _address(row: Row) -> tuple[str, ...]:
    """The cells of a unit under ADDRESS."""
    return row.ramo, row.programa, row.unidad, row.nombre


def _rows(summary: Summary) -> Iterator[tuple[Year, Row]]:
    return ((year, row) for year in summary.years for row in year.rows)

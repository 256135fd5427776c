"""Write tables row by row, so that a thousand reports take the memory of one: CSV, JSON Lines, or a workbook."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date
from fractions import Fraction
from typing import IO, Any, Final, Protocol

from poa_lint.core.text import in_json
from poa_lint.output.tables.columns import TABLES
from poa_lint.output.tables.files import FILES, WORKBOOK
from poa_lint.output.tables.rows import Row, Tables
from poa_lint.output.tables.values import dated, field, number, plain, safe

MAX_ROWS: Final = 1_048_575
"""Rows of a sheet below its heading (Excel's limit)."""
MAX_CELL: Final = 32_767
"""Characters of a cell of a sheet (Excel's limit)."""
FIRST_YEAR: Final = 1900
"""The first year whose days Excel knows."""
DATE_FORMAT: Final = "yyyy-mm-dd"


class TooManyRows(Exception):
    """Raised where a sheet of a workbook would have more rows than Excel reads; its text is the table's name."""


class Sink(Protocol):
    """A place for tables."""

    def add(self, tables: Tables) -> None:
        """Write the rows of one file."""

    def finish(self) -> None:
        """Complete the files."""

    def close(self) -> None:
        """Let the files go, complete or not."""


class _TextSink:
    """A file in UTF-8 for each table."""

    def __init__(self, folder: str, form: str, encoding: str) -> None:
        self._stack = ExitStack()
        self._streams: dict[str, IO[str]] = {}
        for table, name in FILES[form].items():
            stream = open(os.path.join(folder, name), "w", encoding=encoding, newline="")  # noqa: SIM115 - kept open
            self._streams[table] = self._stack.enter_context(stream)

    def finish(self) -> None:
        """Complete the files."""
        self._stack.close()

    def close(self) -> None:
        """Let the files go."""
        self._stack.close()


class CsvSink(_TextSink):
    """A CSV file for each table (`bom`: with the byte order mark that Excel looks for)."""

    def __init__(self, folder: str, *, bom: bool = False) -> None:
        super().__init__(folder, "csv", "utf-8-sig" if bom else "utf-8")
        for table, stream in self._streams.items():
            stream.write(",".join(column.name for column in TABLES[table]) + "\r\n")

    def add(self, tables: Tables) -> None:
        """Write the rows of one file; a text that begins like a formula is made harmless."""
        for table, found in tables.items():
            self._streams[table].writelines(",".join(map(field, row)) + "\r\n" for row in found)


class JsonSink(_TextSink):
    """A file of JSON Lines for each table: an object a row, with all columns."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder, "jsonl", "utf-8")

    def add(self, tables: Tables) -> None:
        """Write the rows of one file."""
        for table, found in tables.items():
            names = [column.name for column in TABLES[table]]
            for row in found:
                document = dict(zip(names, plain(row), strict=True))
                self._streams[table].write(in_json(json.dumps(document, ensure_ascii=False)) + "\n")


class WorkbookSink:
    """One workbook with a sheet for each table (`openpyxl`, written row by row)."""

    def __init__(self, folder: str) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment

        self._path = os.path.join(folder, WORKBOOK)
        self._book = Workbook(write_only=True)
        self._cell = WriteOnlyCell
        self._usual = Alignment(vertical="bottom")
        self._sheets = {table: self._book.create_sheet(table) for table in TABLES}
        self._counts = dict.fromkeys(TABLES, 0)
        for table, sheet in self._sheets.items():
            sheet.freeze_panes = "A2"
            sheet.append([column.name for column in TABLES[table]])

    def add(self, tables: Tables) -> None:
        """Write the rows of one file; texts are cells of text, which no program takes for formulas.

        Raises TooManyRows.
        """
        for table, found in tables.items():
            self._counts[table] += len(found)
            if self._counts[table] > MAX_ROWS:
                raise TooManyRows(table)
            for row in found:
                self._sheets[table].append(self._cells(table, row))

    def _cells(self, table: str, row: Row) -> list[Any]:
        *cells, last = (self._value(table, value) for value in dated(TABLES[table], row))
        return [*cells, self._blank(table) if last is None else last]

    def _blank(self, table: str) -> Any:
        """A blank cell that is there: a row that ends before its last column would be a short one to some readers."""
        cell = self._cell(self._sheets[table])
        cell.alignment = self._usual  # openpyxl leaves out a blank cell that states nothing
        return cell

    def _value(self, table: str, value: Any) -> Any:
        if isinstance(value, date) and value.year >= FIRST_YEAR:
            cell = self._cell(self._sheets[table])
            cell.value, cell.number_format = value, DATE_FORMAT
            return cell
        if isinstance(value, str | date):
            cell = self._cell(self._sheets[table], value=safe(str(value))[:MAX_CELL])
            cell.data_type = "s"
            return cell
        return number(value) if isinstance(value, Fraction) else value

    def finish(self) -> None:
        """Write the workbook."""
        self._book.save(self._path)

    def close(self) -> None:
        """Nothing is held open."""


def _parquet(folder: str) -> Sink:
    from poa_lint.output.tables.parquet import ParquetSink  # few runs need it

    return ParquetSink(folder)


SINKS: Final[Mapping[str, Callable[[str], Sink]]] = {
    "csv": CsvSink,
    "jsonl": JsonSink,
    "xlsx": WorkbookSink,
    "parquet": _parquet,
}
"""The formats of tables."""
EXTRAS: Final[Mapping[str, tuple[str, str]]] = {"xlsx": ("office", "openpyxl"), "parquet": ("parquet", "pyarrow")}
"""Formats that need an extra: its name, and the module that it brings."""

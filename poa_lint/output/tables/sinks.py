"""Write tables row by row, so that a thousand reports take the memory of one: CSV, JSON Lines, a workbook, Parquet."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from fractions import Fraction
from typing import Any, Final, Protocol

from poa_lint.core.text import in_json
from poa_lint.output.tables.columns import BOOLEAN, INTEGER, NUMBER, TABLES, TEXT
from poa_lint.output.tables.rows import Row, Tables
from poa_lint.output.tables.values import decimal, number, plain, safe

LOT: Final = 5_000
"""Rows that Parquet writes at once."""
WORKBOOK: Final = "informes.xlsx"
MAX_ROWS: Final = 1_048_575
"""Rows of a sheet below its heading (Excel's limit)."""
MAX_CELL: Final = 32_767
"""Characters of a cell of a sheet (Excel's limit)."""


class TooManyRows(Exception):
    """Raised where a sheet of a workbook would have more rows than Excel reads; its text is the table's name."""


class Sink(Protocol):
    """A place for tables."""

    paths: Mapping[str, str]
    """The file of each table, from the folder."""

    def add(self, tables: Tables) -> None:
        """Write the rows of one file."""

    def close(self) -> None:
        """Finish the files."""


class CsvSink:
    """A CSV file for each table, in UTF-8 (`bom`: with the byte order mark that Excel looks for)."""

    def __init__(self, folder: str, *, bom: bool = False) -> None:
        self.paths = {table: f"{table}.csv" for table in TABLES}
        self._stack = ExitStack()
        self._writers: dict[str, Any] = {}
        for table, name in self.paths.items():
            path = os.path.join(folder, name)
            stream = self._stack.enter_context(open(path, "w", encoding="utf-8-sig" if bom else "utf-8", newline=""))
            self._writers[table] = csv.writer(stream, lineterminator="\r\n")
            self._writers[table].writerow([column.name for column in TABLES[table]])

    def add(self, tables: Tables) -> None:
        """Write the rows of one file; a text that begins like a formula is made harmless."""
        for table, found in tables.items():
            self._writers[table].writerows([_written(value) for value in row] for row in found)

    def close(self) -> None:
        """Finish the files."""
        self._stack.close()


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return decimal(value) if isinstance(value, int | Fraction) else safe(value)


class JsonSink:
    """A file of JSON Lines for each table: an object a row, with all columns."""

    def __init__(self, folder: str) -> None:
        self.paths = {table: f"{table}.jsonl" for table in TABLES}
        self._stack = ExitStack()
        self._streams = {
            table: self._stack.enter_context(open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n"))
            for table, name in self.paths.items()
        }

    def add(self, tables: Tables) -> None:
        """Write the rows of one file."""
        for table, found in tables.items():
            names = [column.name for column in TABLES[table]]
            for row in found:
                document = dict(zip(names, plain(row), strict=True))
                self._streams[table].write(in_json(json.dumps(document, ensure_ascii=False)) + "\n")

    def close(self) -> None:
        """Finish the files."""
        self._stack.close()


class WorkbookSink:
    """One workbook with a sheet for each table (`openpyxl`, written row by row). Raises TooManyRows."""

    def __init__(self, folder: str) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell

        self.paths = dict.fromkeys(TABLES, WORKBOOK)
        self._path = os.path.join(folder, WORKBOOK)
        self._book = Workbook(write_only=True)
        self._cell = WriteOnlyCell
        self._sheets = {table: self._book.create_sheet(table) for table in TABLES}
        self._counts = dict.fromkeys(TABLES, 0)
        for table, sheet in self._sheets.items():
            sheet.freeze_panes = "A2"
            sheet.append([column.name for column in TABLES[table]])

    def add(self, tables: Tables) -> None:
        """Write the rows of one file; texts are cells of text, which no program takes for formulas."""
        for table, found in tables.items():
            self._counts[table] += len(found)
            if self._counts[table] > MAX_ROWS:
                raise TooManyRows(table)
            for row in found:
                self._sheets[table].append([self._value(table, value) for value in row])

    def _value(self, table: str, value: Any) -> Any:
        if isinstance(value, str):
            cell = self._cell(self._sheets[table], value=safe(value)[:MAX_CELL])
            cell.data_type = "s"
            return cell
        return number(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else value

    def close(self) -> None:
        """Write the workbook."""
        self._book.save(self._path)


class ParquetSink:
    """A Parquet file for each table (`pyarrow`), written in lots; figures with decimals are doubles."""

    def __init__(self, folder: str) -> None:
        import pyarrow as arrow
        from pyarrow import parquet

        types = {TEXT: arrow.string(), INTEGER: arrow.int64(), NUMBER: arrow.float64(), BOOLEAN: arrow.bool_()}
        self._arrow = arrow
        self.paths = {table: f"{table}.parquet" for table in TABLES}
        self._schemas = {
            table: arrow.schema([(column.name, types.get(column.type, arrow.string())) for column in columns])
            for table, columns in TABLES.items()
        }
        self._writers = {
            table: parquet.ParquetWriter(os.path.join(folder, name), self._schemas[table])
            for table, name in self.paths.items()
        }
        self._waiting: dict[str, list[Row]] = {table: [] for table in TABLES}

    def add(self, tables: Tables) -> None:
        """Keep the rows of one file, and write those of a lot."""
        for table, found in tables.items():
            self._waiting[table] += found
            if len(self._waiting[table]) >= LOT:
                self._write(table)

    def _write(self, table: str) -> None:
        columns = zip(TABLES[table], _transposed(self._waiting[table], len(TABLES[table])), strict=True)
        arrays = [
            self._arrow.array([_typed(value, column.type) for value in values], self._schemas[table].field(place).type)
            for place, (column, values) in enumerate(columns)
        ]
        self._writers[table].write_table(self._arrow.Table.from_arrays(arrays, schema=self._schemas[table]))
        self._waiting[table] = []

    def close(self) -> None:
        """Write what waits, and finish the files."""
        for table, writer in self._writers.items():
            if self._waiting[table]:
                self._write(table)
            writer.close()


def _typed(value: Any, type: str) -> Any:
    if value is None or type != NUMBER:
        return value
    return float(value)


def _transposed(found: list[Row], width: int) -> Iterable[tuple[Any, ...]]:
    return zip(*found, strict=True) if found else [()] * width


SINKS: Final[Mapping[str, Callable[[str], Sink]]] = {
    "csv": CsvSink,
    "jsonl": JsonSink,
    "xlsx": WorkbookSink,
    "parquet": ParquetSink,
}
"""The formats of tables."""
EXTRAS: Final[Mapping[str, tuple[str, str]]] = {"xlsx": ("office", "openpyxl"), "parquet": ("parquet", "pyarrow")}
"""Formats that need an extra: its name, and the module that it brings."""

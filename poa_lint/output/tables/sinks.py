"""Write tables row by row, so that a thousand reports take the memory of one: CSV, JSON Lines, or a workbook."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from fractions import Fraction
from typing import Any, Final, Protocol

from poa_lint.core.text import in_json
from poa_lint.output.tables.columns import TABLES
from poa_lint.output.tables.rows import Tables
from poa_lint.output.tables.values import decimal, number, plain, safe

WORKBOOK: Final = "informes.xlsx"
MAX_ROWS: Final = 1_048_575
"""Rows of a sheet below its heading (Excel's limit)."""
MAX_CELL: Final = 32_767
"""Characters of a cell of a sheet (Excel's limit)."""


FILES: Final[Mapping[str, Mapping[str, str]]] = {
    "csv": {table: f"{table}.csv" for table in TABLES},
    "jsonl": {table: f"{table}.jsonl" for table in TABLES},
    "xlsx": dict.fromkeys(TABLES, WORKBOOK),
}
"""The file of each table, from the folder, by format."""


class TooManyRows(Exception):
    """Raised where a sheet of a workbook would have more rows than Excel reads; its text is the table's name."""


class Sink(Protocol):
    """A place for tables."""

    @property
    def paths(self) -> Mapping[str, str]:
        """The file of each table, from the folder."""

    def add(self, tables: Tables) -> None:
        """Write the rows of one file."""

    def close(self) -> None:
        """Finish the files."""


class CsvSink:
    """A CSV file for each table, in UTF-8 (`bom`: with the byte order mark that Excel looks for)."""

    def __init__(self, folder: str, *, bom: bool = False) -> None:
        self.paths: Mapping[str, str] = FILES["csv"]
        self._stack = ExitStack()
        self._writers: dict[str, Any] = {}
        for table, name in self.paths.items():
            path = os.path.join(folder, name)
            encoding = "utf-8-sig" if bom else "utf-8"
            stream = self._stack.enter_context(open(path, "w", encoding=encoding, newline=""))  # noqa: SIM115 - entered
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
        self.paths: Mapping[str, str] = FILES["jsonl"]
        self._stack = ExitStack()
        self._streams = {
            table: self._stack.enter_context(
                open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n")  # noqa: SIM115 - entered here
            )
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

        self.paths: Mapping[str, str] = FILES["xlsx"]
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


SINKS: Final[Mapping[str, Callable[[str], Sink]]] = {"csv": CsvSink, "jsonl": JsonSink, "xlsx": WorkbookSink}
"""The formats of tables."""
EXTRAS: Final[Mapping[str, tuple[str, str]]] = {"xlsx": ("office", "openpyxl")}
"""Formats that need an extra: its name, and the module that it brings."""

"""Tables as Parquet files (`pyarrow`, the extra `parquet`): typed columns, each with its meaning."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa
from pyarrow import parquet

from poa_lint.output.tables.columns import BOOLEAN, DATE, INTEGER, KEYS, NUMBER, TABLES, TEXT, Column
from poa_lint.output.tables.files import FILES
from poa_lint.output.tables.rows import Row, Tables
from poa_lint.output.tables.values import dated, uniform

GROUP_ROWS: Final = 20_000
"""The rows that are kept until they are written as one group."""
_TYPES: Final[Mapping[str, Any]] = {
    TEXT: pa.string(),
    INTEGER: pa.int64(),
    # Not decimal128: pandas makes objects of decimals, which have no mean and no plot, and up to fifteen digits
    # a float of 64 bits is written back as it was printed.
    NUMBER: pa.float64(),
    BOOLEAN: pa.bool_(),
    DATE: pa.date32(),
}


class ParquetSink:
    """A Parquet file for each table, written by groups of rows: the same rows give the same bytes."""

    def __init__(self, folder: str) -> None:
        self._rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self._writers = {
            table: parquet.ParquetWriter(os.path.join(folder, name), _schema(table), compression="snappy")
            for table, name in FILES["parquet"].items()
        }

    def add(self, tables: Tables) -> None:
        """Keep the rows of one file, and write those that make a group."""
        for table, found in tables.items():
            self._rows[table] += found
            while len(self._rows[table]) >= GROUP_ROWS:
                self._write(table)

    def _write(self, table: str) -> None:
        """Write the first rows that are kept as a group."""
        group, self._rows[table] = self._rows[table][:GROUP_ROWS], self._rows[table][GROUP_ROWS:]
        typed = ([*dated(TABLES[table], tuple(uniform(TABLES[table], row)))] for row in group)
        columns = [
            pa.array([_text(value) if isinstance(value, str) else value for value in values], type=field.type)
            for values, field in zip(zip(*typed, strict=True), _schema(table), strict=True)
        ]
        self._writers[table].write_table(pa.Table.from_arrays(columns, schema=_schema(table)))

    def finish(self) -> None:
        """Write the rows that are left, and complete the files."""
        for table, rows in self._rows.items():
            if rows:
                self._write(table)
        self.close()

    def close(self) -> None:
        """Let the files go."""
        for writer in self._writers.values():
            writer.close()


def _schema(table: str) -> Any:
    """The schema of a table: the types of its columns, and what they mean in both languages.

    The note for pandas lets it read whole numbers and truth values with blanks among them as such, not as floats.
    """
    columns = TABLES[table]
    noted = {"index_columns": [], "column_indexes": [], "columns": [*map(_note, columns)], "pandas_version": "2.0.0"}
    fields = [_field(column, column.name in KEYS[table]) for column in columns]
    return pa.schema(fields, metadata={"pandas": json.dumps(noted)})


def _note(column: Column) -> dict[str, Any]:
    kinds = {INTEGER: ("int64", "Int64"), BOOLEAN: ("bool", "boolean"), NUMBER: ("float64", "float64")}
    kind, named = kinds.get(column.type, ("unicode" if column.type == TEXT else "date", "object"))
    names = {"name": column.name, "field_name": column.name}
    return {**names, "pandas_type": kind, "numpy_type": named, "metadata": None}


def _field(column: Column, is_key: bool) -> Any:
    meaning = {"description": f"{column.es} / {column.en}"}
    return pa.field(column.name, _TYPES[column.type], nullable=not is_key, metadata=meaning)


def _text(text: str) -> str:
    """A text that can be written in UTF-8: half a character, which a damaged file may have, becomes its escape."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")

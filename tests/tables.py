"""Tables of `poa-lint export` read back: each format by a reader that is not ours, each value as its column's type."""

import csv
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import openpyxl

from poa_lint.output.tables import TABLES
from poa_lint.output.tables.files import FILES
from poa_lint.output.tables.rows import Tables
from poa_lint.output.tables.sinks import SINKS

Rows = list[dict[str, Any]]
TRUTH: Final = {"true": True, "false": False}


def written(tables: Tables, form: str, folder: Path) -> None:
    """Write the tables of one file."""
    sink = SINKS[form](str(folder))
    try:
        sink.add(tables)
        sink.finish()
    finally:
        sink.close()


def read(table: str, form: str, folder: Path) -> Rows:
    """The rows of a table: figures as fractions, dates as dates, blanks as None."""
    path = folder / FILES[form][table]
    types = {column.name: column.type for column in TABLES[table]}
    return [{name: TYPED[types[name]](value) for name, value in row.items()} for row in READERS[form](path, table)]


def _csv(path: Path, _: str) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{name: value or None for name, value in row.items()} for row in csv.DictReader(stream, strict=True)]


def _jsonl(path: Path, _: str) -> Rows:
    lines = path.read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == ""
    return [json.loads(line, parse_float=str) for line in lines]


def _xlsx(path: Path, table: str) -> Rows:
    book = openpyxl.load_workbook(path, read_only=True)
    first, *others = book[table].iter_rows(values_only=True)
    book.close()
    return [dict(zip(map(str, first), row, strict=True)) for row in others]


def _parquet(path: Path, _: str) -> Rows:
    from pyarrow import parquet

    rows: Rows = parquet.read_table(path).to_pylist()
    return rows


READERS: Final[Mapping[str, Callable[[Path, str], Rows]]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "xlsx": _xlsx,
    "parquet": _parquet,
}


def _text(value: Any) -> str | None:
    assert value is None or isinstance(value, str)
    return value or None


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _number(value: Any) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def _boolean(value: Any) -> bool | None:
    assert value is None or isinstance(value, bool) or value in TRUTH
    return TRUTH[value] if isinstance(value, str) else value


def _date(value: Any) -> date | None:
    if isinstance(value, datetime):
        assert (value.hour, value.minute) == (0, 0)
        return value.date()
    return date.fromisoformat(value) if isinstance(value, str) else value


TYPED: Final[Mapping[str, Callable[[Any], Any]]] = {
    "string": _text,
    "integer": _whole,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
}
"""Makes a value of a column's type, whatever the format has it as; wrong values raise."""

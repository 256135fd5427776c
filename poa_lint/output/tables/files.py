"""The files of the tables in their folder, by format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from poa_lint.output.tables.columns import TABLES

WORKBOOK: Final = "informes.xlsx"
FILES: Final[Mapping[str, Mapping[str, str]]] = {
    "csv": {table: f"{table}.csv" for table in TABLES},
    "jsonl": {table: f"{table}.jsonl" for table in TABLES},
    "xlsx": dict.fromkeys(TABLES, WORKBOOK),
    "parquet": {table: f"{table}.parquet" for table in TABLES},
}
"""The file of each table, by format."""

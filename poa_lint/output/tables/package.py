"""The descriptor of a folder of tables: a Frictionless data package, `datapackage.json`.

https://specs.frictionlessdata.io/data-package/ and /table-schema/: resources with their fields, types, keys and hashes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from poa_lint.core.version import VERSION
from poa_lint.documents.packages import DESCRIPTOR, MAKER
from poa_lint.output.json import written
from poa_lint.output.tables.columns import KEYS, REFERENCES, TABLES, Column
from poa_lint.output.tables.files import FILES

NAME: Final = DESCRIPTOR
_FORMATS: Final[Mapping[str, Mapping[str, Any]]] = {
    "csv": {
        "profile": "tabular-data-resource",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
    },
    "jsonl": {"format": "ndjson", "mediatype": "application/x-ndjson", "encoding": "utf-8"},
    "xlsx": {"mediatype": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    "parquet": {"mediatype": "application/vnd.apache.parquet"},
}
"""The parts of a resource that are those of its format."""
_UNHASHED: Final = frozenset({"parquet"})
"""Formats whose files `frictionless` does not read as bytes: it takes a stated size for a wrong one."""


def descriptor(folder: str, form: str, ruleset: str, *, bom: bool = False) -> str:
    """The descriptor of the tables in a folder; `form` is a key of `FILES`, `bom` tells of a byte order mark.

    Raises OSError.
    """
    content = cache(lambda name: {} if form in _UNHASHED else _content(os.path.join(folder, name)))
    resources = [_resource(table, name, form, bom) | content(name) for table, name in FILES[form].items()]
    return written(
        {
            "profile": "tabular-data-package" if form == "csv" else "data-package",
            "name": "informes-poa",
            "title": "Informes de avance del Programa Operativo Anual",
            "description": f"{MAKER}{VERSION}, {ruleset}",
            "resources": resources,
        },
        indent=1,
    )


def _content(path: str) -> dict[str, Any]:
    """The size of a file in bytes, and its hash."""
    with open(path, "rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return {"bytes": stream.tell(), "hash": f"sha256:{digest}"}


def _resource(table: str, name: str, form: str, bom: bool) -> dict[str, Any]:
    resource: dict[str, Any] = {"name": table, "path": name, "format": form, **_FORMATS[form]}
    if bom:
        resource["encoding"] = "utf-8-sig"
    if form == "xlsx":
        resource["dialect"] = {"excel": {"sheet": table}, "sheet": table}  # version 5 of the tool, and 4
    return {**resource, "schema": _schema(table)}


def _schema(table: str) -> dict[str, Any]:
    """The fields of a table, what is blank in it, its key, and the table that its rows belong to."""
    fields = [_field(column, is_key=column.name in KEYS[table]) for column in TABLES[table]]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": list(KEYS[table])}
    owner = REFERENCES.get(table)
    if owner is not None:
        key = list(KEYS[owner])
        schema["foreignKeys"] = [{"fields": key, "reference": {"resource": owner, "fields": key}}]
    return schema


def _field(column: Column, *, is_key: bool) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.es}
    field["description"] = f"{column.es} / {column.en}"
    return {**field, "constraints": {"required": True}} if is_key else field

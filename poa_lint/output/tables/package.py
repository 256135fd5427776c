"""The descriptor of a folder of tables: a Frictionless data package, `datapackage.json`.

https://specs.frictionlessdata.io/data-package/ and /table-schema/: resources with their fields, types and keys.
"""

from __future__ import annotations

from typing import Any, Final

from poa_lint.core.version import VERSION
from poa_lint.output.json import written
from poa_lint.output.tables.columns import TABLES, Column

NAME: Final = "datapackage.json"


def descriptor(paths: dict[str, str], form: str, ruleset: str) -> str:
    """The descriptor of tables in these files, by their names; `form` is `csv`, `jsonl` or `xlsx`."""
    resources = [_resource(table, path, form) for table, path in paths.items()]
    return written(
        {
            "profile": "tabular-data-package" if form == "csv" else "data-package",
            "name": "informes-poa",
            "title": "Informes de avance del Programa Operativo Anual",
            "description": f"poa-lint {VERSION}, {ruleset}",
            "resources": resources,
        },
        indent=1,
    )


def _resource(table: str, path: str, form: str) -> dict[str, Any]:
    resource: dict[str, Any] = {"name": table, "path": path, "encoding": "utf-8"}
    if form == "csv":
        resource |= {"profile": "tabular-data-resource", "format": "csv", "dialect": {"delimiter": ","}}
    else:
        resource |= {"format": "ndjson" if form == "jsonl" else form}
    return {**resource, "schema": {"fields": [_field(column) for column in TABLES[table]], "missingValues": [""]}}


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.es}
    field["description"] = f"{column.es} / {column.en}"
    if column.key:
        field["constraints"] = {"required": column.name not in ("meta", "programa", "unidad")}
    return field

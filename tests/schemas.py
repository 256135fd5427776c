"""The schemas of the files that people write."""

import json
from typing import Any

import jsonschema

from tests.places import ROOT

SCHEMAS = ROOT / "schemas"


def schema(name: str, version: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"poa-lint-{name}-{version}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return found

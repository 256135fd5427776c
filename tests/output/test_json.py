"""JSON keeps its schema."""

import json

import jsonschema
import pytest

from poa_lint.core.result import Notice
from poa_lint.core.words import words
from poa_lint.output import REPORTERS, View
from tests import places
from tests.output.runs import run_of_texts as run_of
from tests.places import ROOT

SCHEMA = json.loads((ROOT / "schemas" / "poa-lint-1.schema.json").read_text(encoding="utf-8"))
SEED = places.SEED.read_bytes()


@pytest.mark.parametrize("language", ["es", "en"])
def test_json_keeps_its_schema(language: str) -> None:
    run = run_of(SEED, b"", b"\0\0", b"%PDF-1.7", language=language, notices=(Notice("x.txt", "no existe"),))
    document = json.loads(REPORTERS["json"](run, words(language), View()))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(document, SCHEMA)
    codes = [one["code"] for file in document["files"] for one in file["diagnostics"]]
    assert codes.count("POA007") == 2
    assert codes.count("POA008") == 1

"""Reviewdog's lines have its keys and no other, and count bytes."""

import json

import jsonschema

from poa_lint.core.records import replace
from poa_lint.core.result import Run
from poa_lint.core.source import Position
from poa_lint.output.rdjsonl import _Columns
from tests.output.runs import result, said
from tests.places import SEED

POSITION = {
    "type": "object",
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
    "required": ["line", "column"],
    "additionalProperties": False,
}
RANGE = {
    "type": "object",
    "properties": {"start": POSITION, "end": POSITION},
    "required": ["start", "end"],
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "properties": {"path": {"type": "string"}, "range": RANGE},
    "required": ["path", "range"],
    "additionalProperties": False,
}
RDF = {
    "type": "object",
    "properties": {
        "message": {"type": "string", "minLength": 1},
        "location": LOCATION,
        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
        "source": {"type": "object", "properties": {"name": {"const": "poa-lint"}}, "additionalProperties": False},
        "code": {"type": "object", "properties": {"value": {"type": "string"}}, "additionalProperties": False},
        "suggestions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"range": RANGE, "text": {"type": "string"}},
                "required": ["range", "text"],
                "additionalProperties": False,
            },
        },
        "related_locations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"message": {"type": "string"}, "location": LOCATION},
                "required": ["message", "location"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["message", "location", "severity", "source", "code"],
    "additionalProperties": False,
}
"""Reviewdog's diagnostic, with no key that it does not know: its own schema lets any pass, its reader none."""


def test_rdjsonl_has_reviewdogs_keys_and_no_other(seed: Run) -> None:
    for line in said("rdjsonl", seed).splitlines():
        jsonschema.validate(json.loads(line), RDF)


def test_rdjsonl_holds_the_other_places_of_a_finding(seed: Run) -> None:
    theirs = [json.loads(line) for line in said("rdjsonl", seed).splitlines()]
    for one, found in zip(theirs, seed.files[0].diagnostics, strict=True):
        assert [near["message"] for near in one["related_locations"]] == [near.message for near in found.related]
    assert any(one["related_locations"] for one in theirs)


def test_rdjsonl_counts_bytes_where_the_others_count_characters(seed: Run) -> None:
    """Line 227 has three accents before META ANUAL."""
    ours = next(
        one
        for one in json.loads(said("json", seed))["files"][0]["diagnostics"]
        if one["key"].startswith("POA101") and "403" in one["key"]
    )
    theirs = [json.loads(line) for line in said("rdjsonl", seed).splitlines()]
    goal = next(
        one for one in theirs if one["code"]["value"] == "POA101" and one["location"]["range"]["start"]["line"] == 227
    )
    assert ours["range"]["start"] == {"line": 227, "column": 142}
    assert goal["location"]["range"]["start"] == {"line": 227, "column": 145}
    line = SEED.read_bytes().split(b"\n")[226]
    assert line[144:145] == b"2"


def test_byte_columns_of_any_line_in_any_order() -> None:
    text = "añ€😀x\tÉ"
    columns = _Columns(replace(result(b"x"), lines={1: text}))
    for column in (5, 1, 3, 7, 2, 6, 4, 8):
        assert columns.byte(Position(1, column)) == len(text[: column - 1].encode()) + 1

"""SARIF 2.1.0, as code scanning services read it: findings, their rules, related places, fixes and suppressions."""

import hashlib
import json
from typing import Any, Final
from urllib.parse import quote

from poa_lint.core.diagnostic import Diagnostic, Severity, Where
from poa_lint.core.result import About, FileResult, Run
from poa_lint.core.source import Position
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.output import View

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.OFF: "none"}
LANGUAGES: Final = {"es": "es-MX", "en": "en-US"}
KINDS: Final = ("programa", "unidad", "meta", "columna")

Json = dict[str, Any]
Range = tuple[Position, Position]


def render(run: Run, words: Words, view: View) -> str:
    """The whole run as one SARIF log. What is waived is there, suppressed."""
    del view
    language = LANGUAGES[words.language]
    indexes = {about.code: place for place, about in enumerate(run.catalogue)}
    driver = {
        "name": "poa-lint",
        "version": VERSION,
        "semanticVersion": VERSION,
        "language": language,
        "rules": [_rule(about) for about in run.catalogue],
        "properties": {"ruleset": run.ruleset},
    }
    results = [
        _result(file, place, one, indexes)
        for place, file in enumerate(run.files)
        for one in range(len(file.diagnostics))
    ]
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "language": language,
                "columnKind": "unicodeCodePoints",
                "automationDetails": {"id": "poa-lint/"},
                "invocations": [_invocation(run)],
                "artifacts": [_artifact(file) for file in run.files],
                "results": results,
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(about: About) -> Json:
    return {
        "id": about.code,
        "name": about.name,
        "shortDescription": {"text": about.what},
        "fullDescription": {"text": about.why},
        "help": {"text": about.help},
        "defaultConfiguration": {"level": LEVELS[about.severity], "enabled": about.severity is not Severity.OFF},
        "properties": {"tags": [about.group]},
    }


def _invocation(run: Run) -> Json:
    told = [{"level": "error", "message": {"text": f"{notice.path}: {notice.message}"}} for notice in run.notices]
    done = not told and not any(file.unusable for file in run.files)
    return {"executionSuccessful": done, **({"toolExecutionNotifications": told} if told else {})}


def _artifact(file: FileResult) -> Json:
    hashes = {"hashes": {"sha-256": file.sha256}} if file.sha256 else {}
    return {"location": {"uri": _uri(file.path)}, "encoding": file.encoding or "utf-8", **hashes}


def _uri(path: str) -> str:
    """A path as a URI reference, relative where the path is."""
    plain = path.replace("\\", "/")
    uri = quote(plain.removeprefix("./"), safe="/~", errors="replace")
    if plain.startswith("/"):
        return f"file://{uri}"
    return f"file:///{uri.replace('%3A', ':', 1)}" if plain[1:3] == ":/" else uri


def _result(file: FileResult, index: int, number: int, indexes: dict[str, int]) -> Json:
    one = file.diagnostics[number]
    result: Json = {
        "ruleId": one.code,
        "level": LEVELS[one.severity],
        "message": {"text": one.message},
        "locations": [_location(file, index, file.positions[number], one.where)],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{hashlib.sha256(_bytes(one.key)).hexdigest()[:16]}:1",
            "poaKey/v1": one.key,
        },
        "properties": {
            "confidence": one.confidence.value,
            "fixable": one.fixable.value,
            **{name: said for name, said in (("work", one.work), ("help", one.help)) if said},
            **({"derivedFrom": one.derived_from} if one.derived_from else {}),
            **({"original": {"text": one.original.text, **one.original.data}} if one.original else {}),
        },
    }
    if one.code in indexes:
        result["ruleIndex"] = indexes[one.code]
    if one.related:
        result["relatedLocations"] = [
            {"id": place, **_location(file, index, at, near.where), "message": {"text": near.message}}
            for place, (near, at) in enumerate(zip(one.related, file.related[number], strict=True), 1)
        ]
    if one.edits:
        result["fixes"] = [_fix(one, file, index, file.edits[number])]
    if one.waived is not None:
        why = one.waived.reason or one.waived.by
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return result


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _location(file: FileResult, index: int, place: Range, where: Where) -> Json:
    location: Json = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(file.path), "index": index},
            "region": _region(place),
        }
    }
    parts = [(kind, str(getattr(where, kind))) for kind in KINDS if getattr(where, kind)]
    if parts:
        name = "/".join(part for _, part in parts)
        location["logicalLocations"] = [{"name": parts[-1][1], "fullyQualifiedName": name, "kind": parts[-1][0]}]
    return location


def _region(place: Range) -> Json:
    start, end = place
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(one: Diagnostic, file: FileResult, index: int, edits: tuple[Range, ...]) -> Json:
    return {
        "description": {"text": one.help},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": _uri(file.path), "index": index},
                "replacements": [
                    {"deletedRegion": _region(place), "insertedContent": {"text": edit.text}}
                    for edit, place in zip(one.edits, edits, strict=True)
                ],
            }
        ],
    }

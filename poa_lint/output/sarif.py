"""SARIF 2.1.0, as code scanning services read it: findings, their rules, related places, fixes and suppressions."""

import hashlib
import os
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from poa_lint.core.diagnostic import Diagnostic, Related, Severity
from poa_lint.core.result import About, FileResult, Run
from poa_lint.core.source import Edit
from poa_lint.core.text import legible
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.output import View
from poa_lint.output.json import written

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.OFF: "none"}
LANGUAGES: Final = {"es": "es-MX", "en": "en-US"}
KINDS: Final = ("programa", "unidad", "meta", "columna")

_MARKUP: Final = {ord(sign): f"\\{sign}" for sign in "\\[]"} | {ord(sign): sign * 2 for sign in "{}"}
"""The signs of links (SARIF 2.1.0, 3.11.6) and of placeholders (3.11.5) in a message, and what stands for them."""
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")

Json = dict[str, Any]


def render(run: Run, words: Words, view: View) -> str:
    """The whole run as one SARIF log. Waived findings are there, suppressed."""
    del view
    language = LANGUAGES[words.language]
    rules = {about.code: index for index, about in enumerate(run.catalogue)}
    driver = {
        "name": "poa-lint",
        "version": VERSION,
        "semanticVersion": VERSION,
        "language": language,
        "rules": [_rule(about, run.page_of(about.code)) for about in run.catalogue],
        "properties": {"ruleset": run.ruleset},
    }
    others = _others(run)
    results = [result for index, file in enumerate(run.files) for result in _results(file, index, rules, others, words)]
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
                "artifacts": [
                    *(_artifact(file) for file in run.files),
                    *(other.described() for other in others.values() if other.number >= len(run.files)),
                ],
                "results": results,
            }
        ],
    }
    return written(log, indent=1)


def _rule(about: About, page: str) -> Json:
    return {
        "id": about.code,
        "name": about.name,
        "shortDescription": _message(about.what),
        "fullDescription": _message(about.why),
        "help": _message(about.help),
        **({"helpUri": page} if page else {}),
        "defaultConfiguration": {"level": LEVELS[about.severity], "enabled": about.severity is not Severity.OFF},
        "properties": {"tags": [about.group]},
    }


def _invocation(run: Run) -> Json:
    notices = [{"level": "error", "message": _message(f"{notice.path}: {notice.message}")} for notice in run.notices]
    successful = not notices and not any(file.unread for file in run.files)
    return {"executionSuccessful": successful, **({"toolExecutionNotifications": notices} if notices else {})}


def _artifact(file: FileResult) -> Json:
    hashes = {"hashes": {"sha-256": file.sha256}} if file.sha256 else {}
    return {"location": {"uri": _uri(file.path)}, "encoding": file.encoding or "utf-8", **hashes}


def _message(text: str) -> Json:
    """A message that says `text`: nothing in it is read as a link or a placeholder, and nothing is hidden."""
    return {"text": legible(text).translate(_MARKUP)}


def _uri(path: str) -> str:
    """A path as a URI reference, relative where the path is; two paths never have the same."""
    is_drive = _DRIVE.match(path) is not None
    plain = path.replace("\\", "/") if is_drive or os.sep == "\\" else path
    uri = quote(_path_bytes(plain.removeprefix("./")), safe="/~")
    if plain.startswith("/"):
        return f"file://{uri}"
    return f"file:///{uri.replace('%3A', ':', 1)}" if is_drive else uri


def _path_bytes(path: str) -> bytes:
    """The bytes of a name that the system gave; those that are no UTF-8 stand in it as surrogates."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")


class _Artifact(NamedTuple):
    """A file: its URI, its number (from 0) among the artifacts, and its digest where it is not one of the run."""

    uri: str
    number: int
    sha256: str = ""

    def location(self) -> Json:
        """The file as SARIF names it."""
        return {"uri": self.uri, "index": self.number}

    def described(self) -> Json:
        """A file that reports were compared with, as it stands among the artifacts."""
        hashes = {"hashes": {"sha-256": self.sha256}} if self.sha256 else {}
        return {"location": {"uri": self.uri}, "roles": ["referencedOnCommandLine"], **hashes}


def _others(run: Run) -> dict[str, _Artifact]:
    """The files that findings speak of beside their own, by path; those that are no files of the run come behind it."""
    own = {file.path: number for number, file in enumerate(run.files)}
    digests = {one.path: one.sha256 for file in run.files for one in file.compared}
    cells = (cell for file in run.files for finding in file.diagnostics for cell in finding.elsewhere)
    paths = dict.fromkeys((*digests, *(cell.other.path for cell in cells if cell.other)))
    others: dict[str, _Artifact] = {}
    for path in paths:
        number = own.setdefault(path, len(own))
        others[path] = _Artifact(_uri(path), number, digests.get(path, ""))
    return others


def _results(
    file: FileResult, index: int, rules: dict[str, int], others: dict[str, _Artifact], words: Words
) -> Iterator[Json]:
    artifact = _Artifact(_uri(file.path), index)
    return (_result(finding, artifact, rules, others, words) for finding in file.diagnostics)


def _result(
    finding: Diagnostic, artifact: _Artifact, rules: dict[str, int], others: dict[str, _Artifact], words: Words
) -> Json:
    result: Json = {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": _linked(finding, words) if finding.elsewhere else _message(finding.message),
        "locations": [_location(finding, artifact)],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{hashlib.sha256(_bytes(finding.key)).hexdigest()[:16]}:1",
            "poaKey/v1": finding.key,
        },
        "properties": _properties(finding),
    }
    if finding.code in rules:
        result["ruleIndex"] = rules[finding.code]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_near(cell, artifact, others), "message": _message(cell.message)}
            for number, cell in enumerate(finding.related, 1)
        ]
    if finding.edits:
        result["fixes"] = [_fix(finding, artifact)]
    if finding.waived is not None:
        reason = finding.waived.reason or finding.waived.by
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return result


def _linked(finding: Diagnostic, words: Words) -> Json:
    """The message with links to the cells of other files: readers show no related place without one."""
    from poa_lint.output.counterparts import role, told

    own = words_of(words.language, "compare")
    links = [
        f"[{role(cell, own)}]({number})" for number, cell in enumerate(finding.related, 1) if cell.other is not None
    ]
    plain = _message(f"{finding.message}{told(finding, words)}. ")
    return {"text": plain["text"] + own("compare.see", links=", ".join(links))}


def _near(cell: Related, artifact: _Artifact, others: dict[str, _Artifact]) -> Json:
    """A related place; of one in another file the role of that file, and the spot where it is an office's."""
    if cell.other is None:
        return _location(cell, artifact)
    original = cell.other.original
    spot = {"original": {"text": original.text, **original.data}} if original else {}
    return {**_location(cell, others[cell.other.path]), "properties": {"role": cell.other.role, **spot}}


def _properties(finding: Diagnostic) -> Json:
    original = finding.original
    return {
        "confidence": finding.confidence.value,
        "fixable": finding.fixable.value,
        **{name: text for name, text in (("work", finding.work), ("help", finding.help)) if text},
        **({"derivedFrom": finding.derived_from} if finding.derived_from else {}),
        **({"original": {"text": original.text, **original.data}} if original else {}),
    }


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _location(part: Diagnostic | Related, artifact: _Artifact) -> Json:
    location: Json = {"physicalLocation": {"artifactLocation": artifact.location(), "region": _region(part)}}
    parts = [(kind, str(getattr(part.where, kind))) for kind in KINDS if getattr(part.where, kind)]
    if parts:
        name = "/".join(text for _, text in parts)
        location["logicalLocations"] = [{"name": parts[-1][1], "fullyQualifiedName": name, "kind": parts[-1][0]}]
    return location


def _region(part: Diagnostic | Related | Edit) -> Json:
    return {
        "startLine": part.start.line,
        "startColumn": part.start.column,
        "endLine": part.end.line,
        "endColumn": part.end.column,
    }


def _fix(finding: Diagnostic, artifact: _Artifact) -> Json:
    replacements = [{"deletedRegion": _region(edit), "insertedContent": {"text": edit.text}} for edit in finding.edits]
    return {
        "description": _message(finding.help or finding.message),
        "artifactChanges": [{"artifactLocation": artifact.location(), "replacements": replacements}],
    }

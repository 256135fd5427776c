"""JSON, version 1: the contract of `schemas/poa-lint-1.schema.json`; later changes only add."""

from __future__ import annotations

import json
from typing import Any, Final

from poa_lint.core.diagnostic import Change, Diagnostic, Repair, Severity
from poa_lint.core.result import FileResult, Run, Summary
from poa_lint.core.source import Position
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.output import View

Range = tuple[Position, Position]
FORMAT: Final = 1
NO_REPORT: Final = Summary(None, None, None, 0, 0, 0)


def render(run: Run, words: Words, view: View) -> str:
    """The whole run as one JSON document."""
    del words, view
    tool = {"name": "poa-lint", "version": VERSION, "ruleset": run.ruleset}
    document: dict[str, Any] = {"version": FORMAT, "tool": tool, "files": [_file(file) for file in run.files]}
    if run.notices:
        document["notices"] = [{"path": notice.path, "message": notice.message} for notice in run.notices]
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _file(file: FileResult) -> dict[str, Any]:
    summary = file.summary or NO_REPORT
    counts = {severity.value: file.count(severity) for severity in Severity if severity is not Severity.OFF}
    return {
        "path": file.path,
        "sha256": file.sha256,
        "encoding": file.encoding,
        "verdict": file.verdict,
        "report": {
            "ejercicio": summary.ejercicio,
            "corte": summary.corte,
            "trimestre": summary.trimestre,
            "unidades": summary.unidades,
            "metas": summary.metas,
            "paginas": summary.paginas,
        },
        "units": [{"unidad": name, "verdict": verdict} for name, verdict in file.verdicts],
        "diagnostics": diagnostics(file),
        "repairs": [_repair(one) for one in file.repairs],
        "summary": {
            **counts,
            "waived": len(file.diagnostics) - len(file.standing),
            "checked": file.counts.checked,
            "passed": file.counts.passed,
            "unknown": file.counts.unknown,
        },
    }


def diagnostics(file: FileResult) -> list[dict[str, Any]]:
    """A file's findings, in order, the waived too."""
    every = zip(file.diagnostics, file.positions, file.related, file.edits, strict=True)
    return [_diagnostic(one, place, related, edits) for one, place, related, edits in every]


def _repair(one: Repair) -> dict[str, Any]:
    return {
        "where": one.where.as_dict(),
        "resolves": one.resolves,
        "cost": len(one.changes),
        "of": one.of,
        "message": one.message,
        "edits": [_change(change) for change in one.changes],
    }


def _change(one: Change) -> dict[str, str]:
    """A change of one figure; what was in the cell is said of a figure that is changed."""
    said = {"action": one.action, "from": one.origin, "to": one.target, "was": one.was, "value": one.value}
    return {key: value for key, value in said.items() if value}


def _diagnostic(one: Diagnostic, place: Range, related: tuple[Range, ...], edits: tuple[Range, ...]) -> dict[str, Any]:
    return {
        "code": one.code,
        "rule": one.rule,
        "severity": one.severity.value,
        "confidence": one.confidence.value,
        "message": one.message,
        "work": one.work,
        "help": one.help,
        "range": _range(place),
        "where": one.where.as_dict(),
        **({"original": {"text": one.original.text, **one.original.data}} if one.original else {}),
        "key": one.key,
        "related": [
            {"range": _range(near), "where": other.where.as_dict(), "message": other.message}
            for other, near in zip(one.related, related, strict=True)
        ],
        "derived_from": one.derived_from,
        "waived": {key: value for key, value in one.waived._asdict().items() if value} if one.waived else None,
        "edits": [{"range": _range(place), "text": edit.text} for edit, place in zip(one.edits, edits, strict=True)],
        "fixable": one.fixable.value,
    }


def _range(place: Range) -> dict[str, dict[str, int]]:
    return {name: {"line": end.line, "column": end.column} for name, end in zip(("start", "end"), place, strict=True)}


def render_lines(run: Run, words: Words, view: View) -> str:
    """JSON Lines (`jsonl`): every finding of a run, one a line with its file's path, for streams and dashboards."""
    del words, view
    return "".join(
        json.dumps({"path": file.path, "ruleset": run.ruleset, **one}, ensure_ascii=False) + "\n"
        for file in run.files
        for one in diagnostics(file)
    )

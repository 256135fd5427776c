"""JSON, version 1: the contract of `schemas/poa-lint-1.schema.json`; later changes only add."""

from __future__ import annotations

import json
from typing import Any, Final

from poa_lint.core.diagnostic import Change, Diagnostic, Related, Repair, Severity
from poa_lint.core.result import Compared, FileResult, Previous, Run, Summary
from poa_lint.core.source import Edit
from poa_lint.core.text import in_json
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.output import View, statistics

FORMAT: Final = 1
NO_REPORT: Final = Summary(None, None, None, 0, 0, 0)


def render(run: Run, words: Words, view: View) -> str:
    """The whole run as one JSON document."""
    del words
    tool = {"name": "poa-lint", "version": VERSION, "ruleset": run.ruleset}
    document: dict[str, Any] = {"version": FORMAT, "tool": tool, "files": [_file(file) for file in run.files]}
    if run.notices:
        document["notices"] = [{"path": notice.path, "message": notice.message} for notice in run.notices]
    if run.left_out:
        document["left_out"] = dict(run.left_out)
    if view.statistics:
        document["statistics"] = [
            {"code": one.code, "rule": one.name, "severity": one.severity.value, "findings": one.number}
            for one in statistics(run)
        ]
    return written(document, indent=1)


def written(document: Any, *, indent: int | None = None) -> str:
    """A document as JSON, with a line feed behind it; characters that nobody sees stand in it as escapes."""
    return in_json(json.dumps(document, ensure_ascii=False, indent=indent)) + "\n"


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
            "periodo": summary.periodo._asdict() if summary.periodo else None,
            "unidades": summary.unidades,
            "metas": summary.metas,
            "paginas": summary.paginas,
        },
        "units": [{"unidad": name, "verdict": verdict} for name, verdict in file.verdicts],
        **({"compared": [_compared(one) for one in file.compared]} if file.compared else {}),
        "diagnostics": diagnostics(file),
        "repairs": [_repair(repair) for repair in file.repairs],
        "summary": {
            **counts,
            "waived": len(file.diagnostics) - len(file.standing),
            "checked": file.counts.checked,
            "passed": file.counts.passed,
            "unknown": file.counts.unknown,
        },
        **({"previous": _previous(file.previous)} if file.previous else {}),
    }


def _compared(one: Compared) -> dict[str, Any]:
    """A file that a report was compared with; `since` and `oficio` are there for a plan that was issued again."""
    return {
        "role": one.role,
        "path": one.path,
        "sha256": one.sha256,
        "report": {"ejercicio": one.ejercicio, "corte": one.corte},
        **{name: text for name, text in (("since", one.since), ("oficio", one.oficio)) if text},
        "units": [{"unidad": unit.unidad, "pairs": dict(unit.pairs)} for unit in one.units],
    }


def _previous(previous: Previous) -> dict[str, Any]:
    """The findings met, standing and new beside an earlier delivery; `files` where that was several files."""
    (path, sha256), *others = previous.files
    several = {"files": [{"path": path, "sha256": sha256} for path, sha256 in previous.files]} if others else {}
    met = [
        {"key": one.key, "code": one.code, "message": one.message, "where": one.where.as_dict()} for one in previous.met
    ]
    standing, new = list(previous.standing), list(previous.new)
    return {"path": path, "sha256": sha256, **several, "met": met, "standing": standing, "new": new}


def diagnostics(file: FileResult) -> list[dict[str, Any]]:
    """A file's findings, in order, the waived too."""
    return [_diagnostic(finding) for finding in file.diagnostics]


def _repair(repair: Repair) -> dict[str, Any]:
    return {
        "where": repair.where.as_dict(),
        "resolves": repair.resolves,
        "cost": len(repair.changes),
        "of": repair.of,
        "message": repair.message,
        "edits": [_change(change) for change in repair.changes],
    }


def _change(change: Change) -> dict[str, str]:
    """A change of one figure or a run of them; `was` is there only for a figure that is changed."""
    fields = {
        "action": change.action,
        "from": change.origin,
        "through": change.through,
        "to": change.target,
        "was": change.was,
        "value": change.value,
    }
    return {key: value for key, value in fields.items() if value}


def _diagnostic(finding: Diagnostic) -> dict[str, Any]:
    original, waived = finding.original, finding.waived
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "message": finding.message,
        "work": finding.work,
        "help": finding.help,
        "range": _range(finding),
        "where": finding.where.as_dict(),
        **({"original": {"text": original.text, **original.data}} if original else {}),
        "key": finding.key,
        **({"pair": {"mode": finding.pair[0], "likeness": finding.pair[1]}} if finding.pair else {}),
        **({"after": finding.after} if finding.after is not None else {}),
        "related": [_related(cell) for cell in finding.related],
        "derived_from": finding.derived_from,
        "waived": {key: value for key, value in waived._asdict().items() if value} if waived else None,
        "edits": [{"range": _range(edit), "text": edit.text} for edit in finding.edits],
        "fixable": finding.fixable.value,
    }


def _related(cell: Related) -> dict[str, Any]:
    """A cell; one in another file with that file's path and role, and the spot where it is an office's."""
    item = {"range": _range(cell), "where": cell.where.as_dict(), "message": cell.message}
    if cell.other is not None:
        original = cell.other.original
        item |= {"path": cell.other.path, "role": cell.other.role}
        item |= {"original": {"text": original.text, **original.data}} if original else {}
    return item


def _range(part: Diagnostic | Related | Edit) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": part.start.line, "column": part.start.column},
        "end": {"line": part.end.line, "column": part.end.column},
    }


def render_lines(run: Run, words: Words, view: View) -> str:
    """JSON Lines (`jsonl`): every finding of a run, one a line with its file's path, for streams and dashboards."""
    del words, view
    return "".join(
        written({"path": file.path, "ruleset": run.ruleset, **diagnostic})
        for file in run.files
        for diagnostic in diagnostics(file)
    )

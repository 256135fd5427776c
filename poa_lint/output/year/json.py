"""A summary as JSON, version 1: the contract of `schemas/poa-lint-year-1.schema.json`; later changes only add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.output import View
from poa_lint.output.json import written
from poa_lint.output.year.model import GROUPS, Digest, Entry, Row, Summary, Tally, Year

FORMAT: Final = 1


def render(summary: Summary, words: Words, view: View) -> str:
    """The whole summary as one JSON document."""
    del words, view
    errors, warnings, notes = summary.tally
    document: dict[str, Any] = {
        "version": FORMAT,
        "tool": {"name": "poa-lint", "version": VERSION, "ruleset": summary.ruleset},
        "summary": {
            "reports": summary.reports,
            "error": errors,
            "warning": warnings,
            "info": notes,
            "waived": summary.waived,
            "verdicts": dict(summary.verdicts),
        },
        "years": [_year(year) for year in summary.years],
        "rules": [
            {"code": rule.code, "name": rule.name, "findings": rule.findings, "files": rule.files}
            for rule in summary.rules
        ],
        "files": [_file(digest) for digest in summary.files],
    }
    if summary.notices:
        document["notices"] = [{"path": path, "message": message} for path, message in summary.notices]
    if summary.left_out:
        document["left_out"] = dict(summary.left_out)
    return written(document, indent=1)


def _year(year: Year) -> dict[str, Any]:
    return {
        "ejercicio": year.ejercicio,
        "periods": list(year.periods),
        "units": [_row(row) for row in year.rows],
        "missing": [
            {"ramo": row.ramo, "programa": row.programa, "unidad": row.unidad, "nombre": row.nombre, "periodo": period}
            for row, period in year.missing
        ],
        "progress": {period: dict(year.progress(period)) for period in year.periods},
        **({"strays": [_stray(*stray) for stray in year.strays.items()]} if year.strays else {}),
    }


def _stray(period: str, paths: Sequence[str]) -> dict[str, Any]:
    return {"periodo": period, "paths": list(paths)}


def _row(row: Row) -> dict[str, Any]:
    return {
        "ramo": row.ramo,
        "programa": row.programa,
        "unidad": row.unidad,
        "nombre": row.nombre,
        "expected": row.expected,
        **({"planned": row.planned} if row.planned else {}),
        "periods": [{"periodo": period, **_entry(entry)} for period, entry in row.entries.items()],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    unit, report = entry.unit, entry.report
    return {
        **_tally(unit.tally),
        "path": report.path,
        "corte": report.corte,
        "forma": unit.forma,
        "metas": unit.metas,
        "progress": {group: unit.progress.get(group, 0) for group in GROUPS},
        "reached": unit.reached,
        "forecast": unit.forecast,
        "expected": unit.expected,
        "unforeseen": unit.unforeseen,
        "risks": [
            {"meta": risk.meta, "texto": risk.texto, "code": risk.code, "message": risk.message} for risk in unit.risks
        ],
        "others": [digest.path for digest, _ in entry.digests[1:]],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    errors, warnings, notes = tally.found
    return {
        "verdict": tally.verdict,
        "error": errors,
        "warning": warnings,
        "info": notes,
        "waived": tally.waived,
    }


def _file(digest: Digest) -> dict[str, Any]:
    return {
        "path": digest.path,
        "sha256": digest.sha256,
        "kind": digest.kind,
        "ejercicio": digest.ejercicio,
        "corte": digest.corte,
        **_tally(digest.tally),
        "units": len(digest.units),
        "failed": digest.failed,
        "unread": digest.unread,
        **({"reason": digest.reason} if digest.reason else {}),
    }

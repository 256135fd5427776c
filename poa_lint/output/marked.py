"""The copy of a workbook in which the findings stand at their cells (`documents.marking` writes it)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.result import FileResult
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import marking

HEADINGS: Final = ("code", "severity", "sheet", "cell", "unit", "goal", "message", "help")
READING: Final = "lectura"


def told(file: FileResult, *, waived: bool) -> list[Diagnostic]:
    """The findings that a copy tells; those that are waived only where they are asked for."""
    return [finding for finding in file.diagnostics if waived or finding.waived is None]


def copy(findings: Sequence[Diagnostic], data: bytes, words: Words) -> bytes:
    """The workbook `data` with its findings marked. Raises documents.document.UnreadableFile."""
    office = words_of(words.language, "office")
    return marking.mark(data, [_finding(finding, words, office) for finding in findings], _labels(office))


def _labels(office: Words) -> marking.Labels:
    headings = tuple(office(f"annotate.{key}") for key in HEADINGS)
    return marking.Labels(office("annotate.index"), headings, office("annotate.nothing"), office.table["annotate.back"])


def place(finding: Diagnostic) -> tuple[str, str]:
    """The sheet and the cell that a finding stands in; empty where it has none."""
    data = finding.original.data if finding.original else {}
    return str(data.get("sheet", "")), str(data.get("cell", ""))


def _finding(finding: Diagnostic, words: Words, office: Words) -> marking.Finding:
    sheet, cell = place(finding)
    severity = words(f"severity.{finding.severity.value}")
    if finding.waived is not None:
        severity = office("annotate.waived", severity=severity)
    name = f"{finding.code} {finding.rule}"
    work = office("annotate.work", work=finding.work) if finding.work and finding.group != READING else ""
    waived = finding.waived
    advice = finding.help if waived is None else words(f"waived-by.{waived.by}", **waived._asdict())
    unit, goal = finding.unidad, finding.where.meta
    return marking.Finding(
        level=finding.severity.value if waived is None else "waived",
        sheet=sheet,
        cell=cell,
        words=(name, severity, sheet, cell, unit, goal, finding.message, advice or finding.help),
        heading=f"{severity.upper()} {name}",
        comment="\n".join(filter(None, (finding.message, *_said(finding, words), work, advice or finding.help))),
    )


def _said(finding: Diagnostic, words: Words) -> list[str]:
    """A line for each cell of another file that the finding speaks of: `antes: 8 (t1.xlsx, hoja 'UE 101' celda D9)`."""
    if not finding.elsewhere:
        return []
    from poa_lint.output.counterparts import noted

    return list(noted(finding, words))

"""A report that was dropped again after it was corrected: which findings were met, which stand, which are new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from poa_lint.api import Linter
from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Previous
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.linter import resubmission
from poa_lint.output import address


class Met(TypedDict):
    """The words for the page: a sentence with the numbers, and a line for each finding that was met or is new."""

    said: str
    met: list[str]
    new: list[str]


def delivery(result: FileResult) -> list[str]:
    """Names of what a report is: one for each unit, with its quarter. Empty where year or cut-off are not known."""
    summary = result.summary
    if summary is None or summary.ejercicio is None or summary.corte is None:
        return []
    units = sorted(resubmission.addresses(result.units))
    return [f"{summary.ejercicio} {summary.corte} {programa} {unidad}" for programa, unidad in units]


def beside(result: FileResult, earlier: Source | Unreadable, linter: Linter) -> FileResult:
    """The result with what became of the findings of an earlier delivery; as it is where that is another report.

    The earlier one is checked as the report is: under its settings and beside the same files.
    """
    before = linter.check(replace(earlier, path=result.path))
    if not resubmission.is_same(result, before):
        return result
    return replace(result, previous=resubmission.beside(result, [(earlier.path, before)]))


def told(result: FileResult, previous: Previous, words: Words) -> Met:
    """The words about an earlier delivery."""
    said = words_of(words.language, "page")
    counts = {kind: said.count(f"again.{kind}", len(getattr(previous, kind))) for kind in ("met", "standing", "new")}
    paths = ", ".join(visible(path) for path, _ in previous.files)
    new = [finding for finding in result.diagnostics if finding.key in previous.new]
    return Met(said=said("again.said", paths=paths, **counts), met=_lines(previous.met, words), new=_lines(new, words))


def _lines(findings: Sequence[Diagnostic], words: Words) -> list[str]:
    return [f"{address(finding, words)}: {visible(finding.message)}" for finding in findings]

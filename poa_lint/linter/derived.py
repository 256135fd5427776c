"""Findings that follow from others: of one mistake one finding, the rest under it."""

from __future__ import annotations

from poa_lint.core.diagnostic import Confidence, Diagnostic, without_cycles
from poa_lint.core.records import replace
from poa_lint.rulebook.book import Rulebook


def derived(findings: list[Diagnostic], rulebook: Rulebook) -> list[Diagnostic]:
    """Give each finding that follows from another the key of that one: on its goal, else its page, else its unit.

    A goal's cause stands on the goal, unless it is a rule about pages.
    """
    first: dict[tuple[object, ...], str] = {}
    for finding in findings:
        for scope in _scopes(finding):
            first.setdefault((finding.code, *scope), finding.key)
    causes: dict[str, str] = {}
    for finding in findings:
        follows = (*rulebook.checks[finding.code].rule.follows, *(("POA002",) if _displaced(finding) else ()))
        keys = (
            first.get((code, *scope))
            for code in follows
            for scope in (*_scopes(finding), *([("page", finding.where.pagina)] if _of_page(rulebook, code) else ()))
        )
        cause = next((key for key in keys if key not in (None, finding.key)), None)
        if cause is not None:
            causes[finding.key] = cause
    causes = without_cycles(causes)
    return [
        replace(finding, derived_from=causes[finding.key]) if finding.key in causes else finding for finding in findings
    ]


def _scopes(finding: Diagnostic) -> tuple[tuple[object, ...], ...]:
    """The scopes in which a cause of a finding is looked for, the nearest first. A goal's cause stands on the goal."""
    if finding.where.meta or finding.order[0] != finding.span.start:
        return (("row", finding.order[0]),)
    return (("page", finding.where.pagina), ("unit", finding.where.programa, finding.where.unidad))


def _of_page(rulebook: Rulebook, code: str) -> bool:
    """True for a rule whose finding may explain those of all goals on its page."""
    return code == "POA002" or (code in rulebook.checks and rulebook.checks[code].rule.each == "pagina")


def _displaced(finding: Diagnostic) -> bool:
    """True if a finding depends on how its row's cells were placed."""
    return finding.confidence is Confidence.LOW and finding.code != "POA002" and bool(finding.where.meta)

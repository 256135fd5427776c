"""Findings that follow from others: of one mistake one finding, the rest under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from poa_lint.core.diagnostic import Change, Confidence, Diagnostic, without_cycles
from poa_lint.core.records import replace
from poa_lint.core.report import Informe
from poa_lint.core.text import short
from poa_lint.core.words import Words
from poa_lint.rulebook.book import Rulebook

PENDING: Final = "POA404"
"""The rule of a closed period whose achieved figure is blank: until it is filled in, no total of the goal is known."""
SUMS: Final = "aritmetica"
"""The group of the rules whose advice is a figure."""
ADDED: Final = frozenset({"POA102", "POA108"})
"""Those among them whose message has the sum of what closed periods achieved."""

Rows = Mapping[int, str]
"""The number of the goal before each row, by the row's offset."""


def before_rows(informe: Informe) -> Rows:
    """The number of the goal that stands before each goal of its unit, empty for the first."""
    return {
        meta.span.start: short(unidad.metas[at - 1].numero.raw) if at else ""
        for unidad in informe.unidades
        for at, meta in enumerate(unidad.metas)
    }


def derived(findings: list[Diagnostic], rulebook: Rulebook, before: Rows) -> list[Diagnostic]:
    """Give each finding that follows from another the key of that one: on its goal, else its page, else its unit.

    A goal's cause stands on the goal, unless it is a rule about pages. A finding about a goal that is missing stands
    where the goal would, so that one about the row behind it, which `before` tells, may follow from it.
    """
    first: dict[tuple[object, ...], str] = {}
    for finding in findings:
        for scope in (*_scopes(finding), *_place(finding, finding.after)):
            first.setdefault((finding.code, *scope), finding.key)
    causes: dict[str, str] = {}
    for finding in findings:
        follows = (*rulebook.checks[finding.code].rule.follows, *(("POA002",) if _displaced(finding) else ()))
        keys = (
            first.get((code, *scope))
            for code in follows
            for scope in (
                *_scopes(finding),
                *([("page", finding.where.pagina)] if _of_page(rulebook, code) else ()),
                *_place(finding, before.get(finding.order[0])),
            )
        )
        cause = next((key for key in keys if key not in (None, finding.key)), None)
        if cause is not None:
            causes[finding.key] = cause
    causes = without_cycles(causes)
    return [
        replace(finding, derived_from=causes[finding.key]) if finding.key in causes else finding for finding in findings
    ]


def waiting(findings: list[Diagnostic], words: Words) -> list[Diagnostic]:
    """The findings, those about a total that waits for a figure with the words that say so, and none to write."""
    blank: dict[int, list[str]] = {}
    for finding in findings:
        if finding.code == PENDING:
            blank.setdefault(finding.order[0], []).append(finding.columna)
    keys = {finding.key for finding in findings if finding.code == PENDING}
    return [
        _waits(finding, ", ".join(blank[finding.order[0]]), words)
        if finding.derived_from in keys and finding.group == SUMS
        else finding
        for finding in findings
    ]


def _waits(finding: Diagnostic, columns: str, words: Words) -> Diagnostic:
    """A finding about a total without the figures of some columns."""
    lacking = words("repair.without", message=finding.message, column=columns) if finding.code in ADDED else ""
    advice = words("repair.first", column=columns, code=PENDING)
    return replace(finding, message=lacking or finding.message, help=advice)


def heading(resolved: Sequence[Diagnostic], changes: Sequence[Change]) -> list[Diagnostic]:
    """The findings that every repair of a goal explains, the one first under which the others are shown.

    It is one that points at the blank cell which the only repair fills, else the gravest; `changes` are those of the
    only repair, none of several.
    """
    filled = {change.target for change in changes if len(changes) == 1 and change.action == "write"}

    def rank(finding: Diagnostic) -> tuple[object, ...]:
        return (finding.where.columna not in filled, finding.severity.rank, finding.code, finding.order)

    return sorted(resolved, key=rank)


def shows(finding: Diagnostic, changes: Sequence[Change]) -> bool:
    """True if a finding quotes every cell that changes are about: else it blames one that is right."""
    quoted = {finding.where.columna, *(cell.columna for cell in finding.related)}
    return all(change.target in quoted for change in changes)


def _place(finding: Diagnostic, goal: str | None) -> tuple[tuple[object, ...], ...]:
    """The scope of the place behind a goal of a unit, none without a goal."""
    return (("behind", finding.where.programa, finding.where.unidad, goal),) if goal else ()


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

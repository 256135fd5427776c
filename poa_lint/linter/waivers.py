"""Findings about a file of waivers after a run: the waivers that expired, and those that nothing needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from poa_lint.config.apply import running_rules
from poa_lint.config.settings import Settings
from poa_lint.config.waivers import AMENDABLE, Waiver, WaiverFile, fixed_parts, prefixes, primary_text
from poa_lint.core.diagnostic import Confidence, Diagnostic, Severity, Where, excerpt
from poa_lint.core.result import FileResult, about
from poa_lint.core.source import Places, Source, Span
from poa_lint.core.words import Words
from poa_lint.rulebook.book import Rulebook

if TYPE_CHECKING:  # few offices have amendments
    from poa_lint.config.amendments import AmendmentFile

EXPIRED: Final = "POA010"
UNUSED: Final = "POA011"


class _Outdated(NamedTuple):
    """A waiver that is at fault: the code of the rule about it, the variant of its message, the values in it."""

    code: str
    variant: str
    waiver: Waiver
    values: tuple[str, ...]


def result(
    file: WaiverFile,
    reports: Sequence[FileResult],
    rules: Rulebook,
    settings: Settings,
    today: str,
    words: Words,
    amendments: AmendmentFile | None = None,
) -> FileResult | None:
    """The findings about a file of waivers after the reports that it holds for; None where there are none.

    `amendments` are those that hold for the reports too.
    """
    running = running_rules(rules, settings, compared=any(report.compared for report in reports))
    replaced = {code: check.rule.replaced_by for code, check in rules.checks.items() if check.rule.superseded}
    outdated = [
        fault for fault in _outdated(file, reports, running, replaced, today, amendments) if fault.code in running
    ]
    if not outdated:
        return None
    source = Source(file.path, file.text)
    places = Places(source)
    findings = [_finding(fault, number, places, rules, words) for number, fault in enumerate(outdated, 1)]
    return about(source, findings, places.lines, settings.fail_on)


def _outdated(
    file: WaiverFile,
    reports: Sequence[FileResult],
    running: frozenset[str],
    replaced: Mapping[str, Sequence[str]],
    today: str,
    amendments: AmendmentFile | None,
) -> Iterator[_Outdated]:
    """The waivers at fault among those that speak of a report of this run; `replaced` are superseded rules."""
    findings: dict[tuple[str, ...], list[Diagnostic]] = {}
    codes = {waiver.code for waiver in file.waivers}
    for finding in (finding for report in reports for finding in report.diagnostics if finding.code in codes):
        for prefix in prefixes(finding):
            findings.setdefault(prefix, []).append(finding)
    units = _UnitsByCode(reports)
    for waiver in file.waivers:
        if not units.any_of(waiver):
            continue
        if waiver.until < today:
            yield _Outdated(EXPIRED, "", waiver, (waiver.code, waiver.where, waiver.until, waiver.reason))
        elif waiver.code in replaced:
            others = ", ".join(replaced[waiver.code])
            yield _Outdated(UNUSED, "reemplazo", waiver, (waiver.code, waiver.where, "", "", others))
        elif waiver.code in running:
            letter = _letter(waiver, amendments) if waiver.code in AMENDABLE else ""
            yield from _unused(waiver, findings.get((waiver.code, *fixed_parts(waiver.where)), ()), letter)


class _UnitsByCode:
    """The units of reports with their year and period, by their codes: a waiver speaks of few of them."""

    def __init__(self, reports: Iterable[FileResult]) -> None:
        self._units: dict[tuple[str, ...], dict[_UnitOfReport, None]] = {}
        for summary, unit in ((report.summary, unit) for report in reports for unit in report.units):
            if summary is None:
                continue
            period = summary.periodo.clave if summary.periodo else None
            told = _UnitOfReport(summary.ejercicio, period, (unit.programa, unit.unidad))
            for key in ((), told.codes[:1], told.codes):
                self._units.setdefault(key, {})[told] = None

    def any_of(self, waiver: Waiver) -> bool:
        """True if a waiver speaks of a unit of them."""
        fixed = tuple(takewhile(lambda part: part != "-", fixed_parts(waiver.where)[:2]))
        return any(waiver.speaks_of(*unit) for unit in self._units.get(fixed, ()))


class _UnitOfReport(NamedTuple):
    year: int | None
    period: str | None
    codes: tuple[str, str]


def _letter(waiver: Waiver, amendments: AmendmentFile | None) -> str:
    """The last letter that amended what a waiver is about; empty where none did."""
    parts = waiver.where.split("/")[:3]
    letters = [
        one.letter
        for one, goal in (amendments.each() if amendments else ())
        if waiver.year in (None, one.ejercicio) and goal.donde.split("/")[: len(parts)] == parts
    ]
    return letters[-1] if letters else ""


def _unused(waiver: Waiver, findings: Sequence[Diagnostic], letter: str) -> Iterator[_Outdated]:
    if not any(waiver.covers(finding) for finding in findings):
        changed = next((finding for finding in findings if waiver.concerns(finding)), None)
        now = primary_text(changed) if changed else ""
        variant = "cambio" if changed else "modificacion" if letter else "sobra"
        yield _Outdated(UNUSED, variant, waiver, (waiver.code, waiver.where, waiver.value or "", now, letter))


def _finding(fault: _Outdated, number: int, places: Places, rules: Rulebook, words: Words) -> Diagnostic:
    check, waiver = rules.checks[fault.code], fault.waiver
    message, help = check.message[words.language], check.help[words.language]
    year, period = waiver.year or "*", waiver.period or "T*"
    line = excerpt(places.source.text, waiver.offset, len(waiver.code))
    span = Span(waiver.offset, waiver.offset + line[2])
    severity = check.rule.severity
    start, end = places(span)
    return Diagnostic(
        code=fault.code,
        rule=check.rule.name,
        group=check.rule.group,
        severity=Severity.INFO if severity is Severity.OFF else severity,
        confidence=Confidence.HIGH,
        message=(message.get(fault.variant) or message[""]).on(fault.values, words),
        work="",
        help=(help.get(fault.variant) or help[""]).on(fault.values, words),
        span=span,
        where=Where(),
        key=f"{fault.code}:{year}:{period}:{waiver.where}/{waiver.code}#{number}",
        excerpt=line,
        start=start,
        end=end,
    )

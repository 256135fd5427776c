"""Findings about a file of waivers after a run: the waivers that expired, and those that nothing needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.config.apply import selected
from poa_lint.config.settings import Settings
from poa_lint.config.waivers import Waiver, WaiverFile, primary_text
from poa_lint.core.diagnostic import Confidence, Diagnostic, Severity, Where, excerpt
from poa_lint.core.result import FileResult, about
from poa_lint.core.source import Places, Source, Span
from poa_lint.core.words import Words
from poa_lint.rulebook.book import Rulebook

EXPIRED: Final = "POA010"
UNUSED: Final = "POA011"


class _Outdated(NamedTuple):
    """A waiver that is at fault: the code of the rule about it, the variant of its message, the values in it."""

    code: str
    variant: str
    waiver: Waiver
    values: tuple[str, ...]


def result(
    file: WaiverFile, reports: Sequence[FileResult], rules: Rulebook, settings: Settings, today: str, words: Words
) -> FileResult | None:
    """The findings about a file of waivers after the reports that it holds for; None where there are none."""
    running = selected(rules, settings.choice)
    replaced = {code: check.rule.replaced_by for code, check in rules.checks.items() if check.rule.superseded}
    outdated = [fault for fault in _outdated(file, reports, running, replaced, today) if fault.code in running]
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
) -> Iterator[_Outdated]:
    """The waivers at fault among those that speak of a report of this run; `replaced` are superseded rules."""
    by_code: dict[str, list[Diagnostic]] = {}
    for finding in (finding for report in reports for finding in report.diagnostics):
        by_code.setdefault(finding.code, []).append(finding)
    for waiver in file.waivers:
        if not _speaks_of(waiver, reports):
            continue
        if waiver.until < today:
            yield _Outdated(EXPIRED, "", waiver, (waiver.code, waiver.where, waiver.until, waiver.reason))
        elif waiver.code in replaced:
            others = ", ".join(replaced[waiver.code])
            yield _Outdated(UNUSED, "reemplazo", waiver, (waiver.code, waiver.where, "", "", others))
        elif waiver.code in running:
            yield from _unused(waiver, by_code.get(waiver.code, ()))


def _speaks_of(waiver: Waiver, reports: Iterable[FileResult]) -> bool:
    return any(
        waiver.speaks_of(report.summary.ejercicio, report.summary.trimestre, (unit.programa, unit.unidad))
        for report in reports
        if report.summary is not None
        for unit in report.units
    )


def _unused(waiver: Waiver, findings: Sequence[Diagnostic]) -> Iterator[_Outdated]:
    if not any(waiver.covers(finding) for finding in findings):
        changed = next((finding for finding in findings if waiver.concerns(finding)), None)
        now = primary_text(changed) if changed else ""
        variant = "cambio" if changed else "sobra"
        yield _Outdated(UNUSED, variant, waiver, (waiver.code, waiver.where, waiver.value or "", now, ""))


def _finding(fault: _Outdated, number: int, places: Places, rules: Rulebook, words: Words) -> Diagnostic:
    check, waiver = rules.checks[fault.code], fault.waiver
    message, help = check.message[words.language], check.help[words.language]
    year, quarter = waiver.year or "*", f"T{waiver.quarter or '*'}"
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
        key=f"{fault.code}:{year}:{quarter}:{waiver.where}/{waiver.code}#{number}",
        excerpt=line,
        start=start,
        end=end,
    )

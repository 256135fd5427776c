"""What became of a file of waivers in a run: those that expired, and those that nothing needed, as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.config.apply import selected
from poa_lint.config.settings import Settings
from poa_lint.config.waivers import Waiver, WaiverFile, written
from poa_lint.core.diagnostic import Confidence, Diagnostic, Severity, Where, excerpt
from poa_lint.core.result import FileResult, beside
from poa_lint.core.source import Source, Span
from poa_lint.core.words import Words
from poa_lint.rulebook.book import Rulebook

EXPIRED: Final = "POA010"
UNUSED: Final = "POA011"


class _Outdated(NamedTuple):
    """A waiver that is at fault: the rule that says so, the variant of its message, the values in it."""

    code: str
    variant: str
    waiver: Waiver
    values: tuple[str, ...]


def result(
    file: WaiverFile, reports: Sequence[FileResult], rules: Rulebook, settings: Settings, today: str, words: Words
) -> FileResult | None:
    """The findings about a file of waivers after the reports that it holds for; None where there are none."""
    running = selected(rules, settings.choice)
    outdated = [one for one in _outdated(file, reports, running, today) if one.code in running]
    if not outdated:
        return None
    source = Source(file.path, file.text)
    told = tuple(_told(one, number, file.text, rules, words) for number, one in enumerate(outdated, 1))
    return beside(source, told, settings.fail_on)


def _outdated(
    file: WaiverFile, reports: Sequence[FileResult], running: frozenset[str], today: str
) -> Iterator[_Outdated]:
    """The waivers at fault among those that speak of a report of this run."""
    found: dict[str, list[Diagnostic]] = {}
    for one in (one for report in reports for one in report.diagnostics):
        found.setdefault(one.code, []).append(one)
    for waiver in file.waivers:
        if not _speaks(waiver, reports):
            continue
        if waiver.until < today:
            yield _Outdated(EXPIRED, "", waiver, (waiver.code, waiver.where, waiver.until, waiver.reason))
        elif waiver.code in running:
            yield from _unused(waiver, found.get(waiver.code, ()))


def _speaks(waiver: Waiver, reports: Iterable[FileResult]) -> bool:
    return any(
        waiver.speaks_of(report.summary.ejercicio, report.summary.trimestre, (unit.programa, unit.unidad))
        for report in reports
        if report.summary is not None
        for unit in report.units
    )


def _unused(waiver: Waiver, found: Sequence[Diagnostic]) -> Iterator[_Outdated]:
    if not any(waiver.covers(one) for one in found):
        changed = next((one for one in found if waiver.concerns(one)), None)
        now = written(changed) if changed else ""
        variant = "cambio" if changed else "sobra"
        yield _Outdated(UNUSED, variant, waiver, (waiver.code, waiver.where, waiver.value or "", now))


def _told(one: _Outdated, number: int, text: str, rules: Rulebook, words: Words) -> Diagnostic:
    check, waiver = rules.checks[one.code], one.waiver
    message, help = check.message[words.language], check.help[words.language]
    year, quarter = waiver.year or "*", f"T{waiver.quarter or '*'}"
    shown = excerpt(text, waiver.offset, len(waiver.code))
    severity = check.rule.severity
    return Diagnostic(
        code=one.code,
        rule=check.rule.name,
        group=check.rule.group,
        severity=Severity.INFO if severity is Severity.OFF else severity,
        confidence=Confidence.HIGH,
        message=(message.get(one.variant) or message[""]).on(one.values, words),
        work="",
        help=(help.get(one.variant) or help[""]).on(one.values, words),
        span=Span(waiver.offset, waiver.offset + shown[2]),
        where=Where(),
        key=f"{one.code}:{year}:{quarter}:{waiver.where}/{waiver.code}#{number}",
        excerpt=shown,
    )

"""JUnit XML by the Jenkins schema `junit-10.xsd`: a case for each goal and group of rules, those that pass too."""

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.result import FileResult, Run
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output import View, told

Case = tuple[str, str, str, str]
"""Programme, unit, goal (empty for what is about the unit, all empty for the report) and group of rules."""

OF_GOALS: Final = frozenset({"meta", "periodo", "cifra", "numeracion", "alineacion", "lectura"})
"""The kinds of nodes of rules whose findings belong to goals; those of reading speak of goals and of pages."""


def render(run: Run, words: Words, view: View) -> str:
    """One suite a file; a finding fails its case from the file's threshold on, and is told as output below it."""
    del view
    of_goals = sorted({about.group for about in run.catalogue if about.each in OF_GOALS})
    of_units = sorted({about.group for about in run.catalogue if about.each not in OF_GOALS - {"lectura"}})
    suites = [_Suite(file, of_goals, of_units, words) for file in run.files]
    tests, failures = sum(len(suite.cases) for suite in suites), sum(suite.failures for suite in suites)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="poa-lint" tests="{tests}" failures="{failures}" errors="0">')
    for suite in suites:
        lines += suite.lines()
    return "\n".join([*lines, "</testsuites>", ""])


class _Suite:
    """The cases of one file."""

    def __init__(self, file: FileResult, of_goals: list[str], of_units: list[str], words: Words) -> None:
        self.file, self.words = file, words
        self.cases: dict[Case, list[Diagnostic]] = {}
        for unit in file.units:
            for meta in unit.metas:
                self.cases.update(((unit.programa, unit.unidad, meta, group), []) for group in of_goals)
        for unit in file.units:
            self.cases.update(((unit.programa, unit.unidad, "", group), []) for group in of_units)
        for finding in file.diagnostics:
            case = (finding.where.programa, finding.where.unidad, finding.where.meta, finding.group)
            self.cases.setdefault(case, []).append(finding)
        self.failures = sum(any(map(self.fails, findings)) for findings in self.cases.values())

    def fails(self, finding: Diagnostic) -> bool:
        """True if a finding makes its case fail."""
        return finding.waived is None and finding.severity.rank <= self.file.fail_on.rank

    def lines(self) -> Iterator[str]:
        """The suite's XML."""
        name = quoteattr(visible(self.file.path))
        yield f' <testsuite name={name} tests="{len(self.cases)}" failures="{self.failures}" errors="0">'
        for case, findings in self.cases.items():
            yield from self.case(case, findings)
        yield " </testsuite>"

    def case(self, case: Case, findings: list[Diagnostic]) -> Iterator[str]:
        """One case: its failures, its waivers, and its other findings as output."""
        programa, unidad, meta, group = case
        unit = "/".join(filter(None, (programa, unidad)))
        about = self.words("where.meta", value=meta) if meta else self.words("junit.unit" if unit else "junit.report")
        name = quoteattr(visible(f"{about} · {self.words.table.get(f'group.{group}', group)}"))
        classname = quoteattr(visible(unit or self.file.path))
        if not findings:
            yield f"  <testcase classname={classname} name={name}/>"
            return
        yield f"  <testcase classname={classname} name={name}>"
        yield from map(self.element, findings)
        yield "  </testcase>"

    def element(self, finding: Diagnostic) -> str:
        """The element of one finding: `skipped` where it is waived, `failure`, or `system-out`."""
        place = f" [{finding.original.text}]" if finding.original else ""
        message = f"{finding.message}{told(finding, self.words)}"
        text, kind = visible(f"{finding.code} {finding.rule}: {message}{place}"), quoteattr(finding.code)
        if finding.waived is not None:
            reason = f"{text} ({visible(finding.waived.reason or finding.waived.by)})"
            return f"   <skipped type={kind} message={quoteattr(reason)}/>"
        if self.fails(finding):
            more = escape("\n".join(visible(part) for part in (finding.work, finding.help) if part))
            return f"   <failure type={kind} message={quoteattr(text)}>{more}</failure>"
        return f"   <system-out>{escape(f'{finding.severity.value} {text}')}</system-out>"

"""Text for a person: findings by unit, each with its cells, its arithmetic and what to do; the verdict last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Confidence, Diagnostic, Fixable, Repair, Severity, ShownCell
from poa_lint.core.result import UNCHECKED, VERDICTS, FileResult, Run
from poa_lint.core.text import cut, printable, visible, wrapped
from poa_lint.core.words import Words
from poa_lint.documents.folders import sentence
from poa_lint.output import Statistic, View, address, doubt, shown, statistics, ways
from poa_lint.output.screen import CELL_WIDTH, Line, bands, cell_width, window, written

REPEATS: Final = 3
"""Findings of one rule shown in full per unit; the rest are counted."""
MAX_FOLLOWING: Final = 6
"""Findings that follow from another shown under it; the rest are counted."""
READING: Final = "lectura"
"""The group whose findings show how a row was read, by its cells; they have no arithmetic."""
INDENT: Final = "      "


class _Entry(NamedTuple):
    """A finding with the findings that derive from it."""

    finding: Diagnostic
    derived: tuple[_Entry, ...]


def render(run: Run, words: Words, view: View) -> str:
    """The whole run as text, painted where colour is asked for."""
    return written(list(_Writer(words, view).run(run)), view)


STYLES: Final = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
VERDICT_STYLES: Final = dict(
    zip(VERDICTS, ("bold red", "bold red", "bold magenta", "bold yellow", "bold green"), strict=True)
)


class _Writer:
    def __init__(self, words: Words, view: View) -> None:
        self.words, self.view = words, view
        self.page_of: Callable[[str], str] = lambda _: ""
        """The address of a rule's page, where the terminal opens addresses."""
        self.ways: Mapping[str, Sequence[Repair]] = {}
        """The repairs of the file that is written, where a goal has several."""

    def run(self, run: Run) -> Iterator[Line]:
        """Every file, then the last line; or the counts of each rule alone, where there is something to count."""
        if self.view.links:
            self.page_of = run.page_of
        if self.view.statistics and (counted := statistics(run)):
            yield from self.statistics(counted)
            return
        for file in run.files:
            yield from self.file(file, len(run.files) > 1)
        if run.files and not self.view.quiet:
            yield from self.last(run)

    def file(self, file: FileResult, several: bool) -> Iterator[Line]:
        """One file: its name where there are several, its findings by unit."""
        if self.view.quiet and not file.shown(waived=self.view.waived):
            return
        self.ways = ways(file)
        if several:
            yield from self.heading(file)
            yield []
        if file.oddly_encoded:
            yield from self.wrapped(self.words("read-as", encoding=file.encoding), "", "", "dim")
            yield []
        for unit, entries in _by_unit(shown(file, self.view)):
            if unit:
                yield from self.wrapped(self.words("unit", unidad=visible(unit)), "", "", "bold")
                yield []
            yield from self.unit(file, entries)
        if file.compared and not self.view.quiet:
            from poa_lint.output.counterparts import sentences

            for text in (*sentences(file, self.words), *([""] if several else [])):
                yield from self.wrapped(text, "", "  ", "dim")
        if file.previous is not None and not self.view.quiet:
            from poa_lint.output import previous

            lines = previous.section(file, file.previous, self.words, self.view.width)
            yield from ([(line, style)] for line, style in lines)
            yield []

    def heading(self, file: FileResult) -> Iterator[Line]:
        """The name of a file and its verdict, on two lines where one is too long."""
        path = visible(file.path)
        verdict = f"  {self.words(f'verdict.{file.verdict}')}" if file.summary else ""  # else it is no report
        if len(path) + len(verdict) <= self.view.width:
            yield [(path, "bold underline"), (verdict, "")]
        else:
            yield from self.wrapped(path, "", "  ", "bold underline")
            yield from self.wrapped(verdict, "", "    ", "")

    def unit(self, file: FileResult, entries: Sequence[_Entry]) -> Iterator[Line]:
        """The findings of one unit, repeats of a rule folded."""
        shown: Counter[str] = Counter()
        folded: dict[str, list[_Entry]] = {}
        for entry in entries:
            code = entry.finding.code
            shown[code] += 1
            if shown[code] > REPEATS and not self.view.all:
                folded.setdefault(code, []).append(entry)
            else:
                yield from self.finding(file, entry)
        for rest in folded.values():
            yield from self.folded(rest)

    def folded(self, rest: Sequence[_Entry]) -> Iterator[Line]:
        """One line in the place of the rest of a rule's findings: their number, and the goals that they are about."""
        first = rest[0].finding
        goals = list(dict.fromkeys(visible(entry.finding.where.meta) for entry in rest if entry.finding.where.meta))
        number = sum(1 + len(entry.derived) for entry in rest)
        text = self.words.count("folded", number).format(rule=f"{first.code} {first.rule}")
        kind = "folded-goals.one" if len(goals) == 1 else "folded-goals.other"
        where = self.words(kind, goals=", ".join(goals)) if goals else ""
        yield from self.wrapped(f"{text}{where}. {self.words('folded-all')}", "", "  ", "dim")
        yield []

    def finding(self, file: FileResult, entry: _Entry) -> Iterator[Line]:
        """One finding in full."""
        finding = entry.finding
        repairs = self.ways.get(finding.key, ())
        yield from self.title(entry)
        yield from self.address(file, finding)
        if finding.group == READING and len(finding.cells) > 1:
            yield [(INDENT + self.words("read-so"), "")]
        yield from self.beside(file, finding) if finding.elsewhere else self.cells(finding.cells)
        yield from self.excerpt(finding)
        in_full = finding.severity is not Severity.INFO or self.view.all
        if in_full:
            yield from self.sentence("work", finding.work if finding.group != READING else "")
            more = self.words("repair.all") if repairs and not self.view.all else ""
            yield from self.sentence("help", " ".join(filter(None, (finding.help, more))))
        if self.view.all:
            yield from self.repairs(repairs)
        if finding.confidence is Confidence.LOW:
            yield from self.sentence("doubt", doubt(finding, self.words))
        yield from self.waived(finding)
        if in_full and finding.group != "regla":
            yield from self.sentence("rule", f"poa-lint explain {finding.code}")
        yield from self.derived(file, entry.derived)
        yield []

    def repairs(self, repairs: Sequence[Repair]) -> Iterator[Line]:
        """Every smallest repair."""
        for number, repair in enumerate(repairs, 1):
            yield from self.sentence("repair", f"{number}) {repair.message}")
        if repairs and repairs[0].of > len(repairs):
            yield from self.sentence("repair", "...")

    def waived(self, finding: Diagnostic) -> Iterator[Line]:
        """The reason why a finding does not count."""
        waived = finding.waived
        if waived is not None:
            text = self.words(f"waived-by.{waived.by}", **waived._asdict())
            who = self.words("waived-who", name=waived.authorised_by) if waived.authorised_by else ""
            yield from self.sentence("waived", text + who)

    def derived(self, file: FileResult, derived: Sequence[_Entry]) -> Iterator[Line]:
        """The findings that follow from one: a line each, of many the first, or all in full with --all."""
        fits = self.view.all or len(derived) <= MAX_FOLLOWING + 1
        for entry in derived if fits else derived[:MAX_FOLLOWING]:
            if self.view.all:
                yield []
                yield from self.finding(file, entry)
            else:
                finding = entry.finding
                severity = self.words(f"severity.{finding.severity.value}")
                text = f"{severity} {finding.code} {finding.rule}: {visible(finding.message)}"
                yield from self.sentence("follows", text)
        if not fits:
            yield from self.sentence("follows", self.words.count("following", len(derived) - MAX_FOLLOWING))

    def title(self, entry: _Entry) -> Iterator[Line]:
        """Severity, code, name and the first sentence, which stands alone."""
        finding = entry.finding
        severity = self.words(f"severity.{finding.severity.value}")
        more = f" ({self.words.count('derived', len(entry.derived))})" if entry.derived else ""
        head = f"{severity} {finding.code} {finding.rule}: "
        lines = wrapped(f"{head}{visible(finding.message)}{more}", "", "  ", self.view.width)
        style = STYLES[finding.severity.value] if finding.waived is None else "dim"
        opens, closes = len(severity) + 1, len(severity) + 1 + len(finding.code)
        page = self.page_of(finding.code)
        code = (lines[0][opens:closes], f"{style} link {page}" if page else style)
        yield [(lines[0][:opens], style), code, (lines[0][closes:], "bold")]
        yield from ([(line, "bold")] for line in lines[1:])

    def address(self, file: FileResult, finding: Diagnostic) -> Iterator[Line]:
        """The place, for an editor and for a person; on two lines where one is too long."""
        link = visible(file.path)
        if finding.original is None:  # the lines of a text that was made of a workbook are nobody's
            link = f"{link}:{finding.start.line}:{finding.start.column}"
        human = address(finding, self.words)
        if not human or len(link) + len(human) + 9 <= self.view.width:
            yield [("  --> ", "blue"), (link, ""), (f"   {human}" if human else "", "")]
        else:
            yield from self.wrapped(human, "  --> ", "      ", "")
            yield [("      ", ""), (link, "")]

    def cells(self, cells: Sequence[ShownCell]) -> Iterator[Line]:
        """The cells that the rule read, under their titles; as many bands as the width asks for."""
        for band in bands(cells, self.view.width - len(INDENT)):
            widths = [cell_width(cell) for cell in band]
            titles = [cell.titulo.ljust(wide) for cell, wide in zip(band, widths, strict=True)]
            values = [cut(visible(cell.words), CELL_WIDTH).rjust(wide) for cell, wide in zip(band, widths, strict=True)]
            yield [(INDENT + " | ".join(titles), "dim")]
            yield [(INDENT + " | ".join(values), "")]
            if any(cell.primary for cell in band):
                marks = [
                    ("^" * max(1, len(cut(visible(cell.words), CELL_WIDTH))) if cell.primary else "").rjust(wide)
                    for cell, wide in zip(band, widths, strict=True)
                ]
                yield [(INDENT + "   ".join(marks), "bold red")]

    def beside(self, file: FileResult, finding: Diagnostic) -> Iterator[Line]:
        """The cells of the finding and those of other files."""
        from poa_lint.output.grid import beside

        lines = beside(finding, file.path, self.view.width - len(INDENT))
        yield from ([(INDENT + line, style)] for line, style in lines)

    def excerpt(self, finding: Diagnostic) -> Iterator[Line]:
        """The line of a rule file that is at fault, with a caret."""
        if finding.excerpt is None:
            return
        line, start, length = finding.excerpt
        room = self.view.width - len(INDENT)
        skipped, end = window(line, start, length, room)
        shown = line[skipped:end].replace("\t", " ")
        before, until = (len(printable(shown[:place])) for place in (start - skipped, start - skipped + length))
        yield [(INDENT + printable(shown), "")]
        yield [(INDENT + " " * before + "^" * max(1, min(until - before, room)), "bold red")]

    def sentence(self, label: str, text: str) -> Iterator[Line]:
        """A labelled sentence, `cuenta: …`."""
        if text:
            name = self.words(f"label.{label}")
            yield from self.wrapped(visible(text), f"  {name}: ", "          ", "")

    def wrapped(self, text: str, first: str, rest: str, style: str) -> Iterator[Line]:
        """Text over as many lines as the width asks for."""
        yield from ([(line, style)] for line in wrapped(first + text, "", rest, self.view.width))

    def statistics(self, counted: Sequence[Statistic]) -> Iterator[Line]:
        """The number of findings of each rule."""
        for code, name, severity, number in counted:
            head, text = f"{number:>7,}  ", f"{code} {name} ({self.words(f'severity.{severity.value}')})"
            first, *more = wrapped(text, "", "  ", self.view.width - len(head))
            yield [(head, "bold"), (first, "")]
            yield from ([(" " * len(head) + line, "")] for line in more)

    def last(self, run: Run) -> Iterator[Line]:
        """The last line: verdicts, findings, numbers of goals, rules and checks."""
        # A file that could not be checked, or with a fault of the whole report, has its own verdict, and no units.
        by_unit = [file.verdicts or (("", file.verdict),) for file in run.files if file.summary]
        verdicts = Counter(verdict for units in by_unit for _, verdict in units)
        whole = sum(1 for file in run.files if file.summary and file.unread and not file.verdicts)
        parts = [
            f"{self.words(f'verdict.{verdict}')}: {self._units_or_files(verdicts[verdict], whole, verdict)}"
            for verdict in VERDICT_STYLES
            if verdicts[verdict]
        ]
        totals = [
            self.words.count(severity.value, sum(file.count(severity) for file in run.files))
            for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        ]
        reports = [file for file in run.files if file.summary is not None]
        waived = sum(len(file.diagnostics) - len(file.standing) for file in run.files)
        if waived:
            totals.append(self.words.count("waived", waived))
        checked = sum(file.counts.checked for file in run.files)
        unknown = sum(file.counts.unknown for file in run.files)
        work = ", ".join(
            [
                *([self.words.count("files", len(reports))] if len(reports) > 1 else []),
                self.words.count("goals", sum(file.summary.metas for file in reports if file.summary)),
                f"{self.words.count('rules', run.rules)} ({run.ruleset})",
                self.words.count("checks", checked),
            ]
        )
        rest = f" ({self.words('not-evaluated', n=f'{unknown:,}')})" if unknown else ""
        left_out = sentence(run.left_out, self.words)
        text = " · ".join([*parts, ", ".join(totals), work + rest, *filter(None, [left_out, self.previous(run)])])
        worst = next((verdict for verdict in VERDICT_STYLES if verdicts[verdict]), "CORREGIR")
        yield from self.wrapped(text, "", "  ", VERDICT_STYLES[worst])
        yield from self.fixable(run)

    def previous(self, run: Run) -> str:
        """The findings met, standing and new beside earlier deliveries; empty without such reports."""
        earlier = [file.previous for file in run.files if file.previous is not None]
        if not earlier:
            return ""
        from poa_lint.output import previous

        return previous.counts(earlier, self.words)

    def _units_or_files(self, count: int, whole: int, verdict: str) -> str:
        """The number of units with a verdict, and of files whose units nobody knows."""
        files = whole if verdict == UNCHECKED else 0
        units = [self.words.count("units", count - files)] if count > files else []
        return ", ".join([*([self.words.count("files", files)] if files else []), *units])

    def fixable(self, run: Run) -> Iterator[Line]:
        """The number of findings that the program itself mends, if it is told to."""
        levels = Counter(finding.fixable for file in run.files for finding in file.standing)
        safe, unsafe = levels[Fixable.SAFE], levels[Fixable.UNSAFE]
        parts = [self.words.count("fix.can", safe)] if safe else []
        if unsafe:
            parts.append(
                self.words("fix.can-unsafe", n=f"{unsafe:,}") if safe else self.words.count("fix.can-only", unsafe)
            )
        if parts:
            yield from self.wrapped(f"{', '.join(parts)}.", "", "  ", "dim")


def _by_unit(shown: Sequence[Diagnostic]) -> list[tuple[str, list[_Entry]]]:
    """The findings grouped by unit in the order of the text, those of the whole report first."""
    children: dict[str, list[Diagnostic]] = {}
    groups: dict[str, list[Diagnostic]] = {}
    keys = {finding.key for finding in shown}
    for finding in shown:
        if finding.derived_from in keys:
            children.setdefault(finding.derived_from or "", []).append(finding)
        else:
            groups.setdefault(finding.unidad, []).append(finding)

    def entry(finding: Diagnostic) -> _Entry:
        return _Entry(finding, tuple(map(entry, children.pop(finding.key, []))))

    return [(unit, list(map(entry, findings))) for unit, findings in groups.items()]

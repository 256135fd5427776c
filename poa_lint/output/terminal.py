"""What a person reads: findings by unit, each with its cells, its arithmetic and what to do; the verdict last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Confidence, Diagnostic, Fixable, Repair, Severity, ShownCell
from poa_lint.core.result import FileResult, Run
from poa_lint.core.source import Position
from poa_lint.core.text import visible, wrapped
from poa_lint.core.words import Words
from poa_lint.output import View, address, ways

REPEATS: Final = 3
"""Findings of one rule shown in full per unit; the rest are counted."""
CELL_WIDTH: Final = 28
READING: Final = "lectura"
"""The group whose findings show how a row was read, by its cells; they have no arithmetic."""
INDENT: Final = "      "

Segment = tuple[str, str]
"""Words and the style they are painted in (`""` for none)."""
Line = list[Segment]


class _Told(NamedTuple):
    """A finding with its place and what derives from it."""

    one: Diagnostic
    start: Position
    derived: tuple[_Told, ...]


def render(run: Run, words: Words, view: View) -> str:
    """The whole run as text, painted where colour is asked for."""
    lines = list(_Writer(words, view).run(run))
    return _painted(lines, view.width) if view.colour else "".join(f"{_plain(line)}\n" for line in lines)


def _plain(line: Line) -> str:
    return "".join(text for text, _ in line).rstrip()


def _painted(lines: Sequence[Line], width: int) -> str:
    """The lines with rich's colours; text from a report is never read as markup."""
    from rich.console import Console
    from rich.text import Text

    console = Console(width=max(width, 1), force_terminal=True, markup=False, highlight=False, emoji=False)
    with console.capture() as capture:
        for line in lines:
            text = Text(no_wrap=True, overflow="ignore")
            for words, style in line:
                text.append(words, style or None)
            console.print(text, soft_wrap=True)
    return capture.get()


STYLES: Final = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
VERDICT_STYLES: Final = {
    "CORREGIR": "bold red",
    "JUSTIFICAR": "bold magenta",
    "REVISAR": "bold yellow",
    "SIN OBSERVACIONES": "bold green",
}


class _Writer:
    def __init__(self, words: Words, view: View) -> None:
        self.words, self.view = words, view
        self.ways: Mapping[str, Sequence[Repair]] = {}
        """The repairs of the file that is written, where a goal has several."""

    def run(self, run: Run) -> Iterator[Line]:
        """Every file, then the last line."""
        for file in run.files:
            yield from self.file(file, len(run.files) > 1)
        if self.view.statistics:
            yield from self.statistics(run)
        if run.files and not self.view.quiet:
            yield from self.last(run)

    def file(self, file: FileResult, several: bool) -> Iterator[Line]:
        """One file: its name where there are several, its findings by unit."""
        if self.view.quiet and not (file.diagnostics if self.view.waived else file.standing):
            return
        self.ways = ways(file)
        if several:
            yield [(visible(file.path), "bold underline"), (f"  {self.words(f'verdict.{file.verdict}')}", "")]
            yield []
        if file.oddly_encoded:
            yield from self.wrapped(self.words("read-as", encoding=file.encoding), "", "", "dim")
            yield []
        for unit, told in _by_unit(file, waived=self.view.waived):
            if unit:
                yield from self.wrapped(self.words("unit", unidad=visible(unit)), "", "", "bold")
                yield []
            yield from self.unit(file, told)

    def unit(self, file: FileResult, told: Sequence[_Told]) -> Iterator[Line]:
        """The findings of one unit, repeats of a rule folded."""
        shown: Counter[str] = Counter()
        folded: dict[str, list[_Told]] = {}
        for each in told:
            shown[each.one.code] += 1
            if shown[each.one.code] > REPEATS and not self.view.all:
                folded.setdefault(each.one.code, []).append(each)
            else:
                yield from self.finding(file, each)
        for rest in folded.values():
            yield from self.folded(rest)

    def folded(self, rest: Sequence[_Told]) -> Iterator[Line]:
        """What was left out of one rule's findings: how many, and on which goals."""
        first = rest[0].one
        goals = list(dict.fromkeys(visible(each.one.where.meta) for each in rest if each.one.where.meta))
        number = sum(1 + len(each.derived) for each in rest)
        said = self.words.count("folded", number).format(rule=f"{first.code} {first.rule}")
        kind = "folded-goals.one" if len(goals) == 1 else "folded-goals.other"
        where = self.words(kind, goals=", ".join(goals)) if goals else ""
        text = f"{said}{where}. {self.words('folded-all')}"
        yield from self.wrapped(text, "", "  ", "dim")
        yield []

    def finding(self, file: FileResult, told: _Told) -> Iterator[Line]:
        """One finding in full."""
        one = told.one
        several = self.ways.get(one.key, ())
        yield from self.title(told)
        yield from self.address(file, told)
        if one.group == READING and len(one.cells) > 1:
            yield [(INDENT + self.words("read-so"), "")]
        yield from self.cells(one.cells)
        yield from self.excerpt(one)
        if one.severity is not Severity.INFO or self.view.all:
            yield from self.sentence("work", one.work if one.group != READING else "")
            more = self.words("repair.all") if several and not self.view.all else ""
            yield from self.sentence("help", " ".join(filter(None, (one.help, more))))
        if self.view.all:
            yield from self.repairs(several)
        if one.confidence is Confidence.LOW:
            yield from self.sentence("doubt", self.words("doubt-row" if one.where.meta else "doubt-text"))
        yield from self.waived(one)
        if one.group != "regla" and (one.severity is not Severity.INFO or self.view.all):
            yield from self.sentence("rule", f"poa-lint explain {one.code}")
        yield from self.derived(file, told.derived)
        yield []

    def repairs(self, several: Sequence[Repair]) -> Iterator[Line]:
        """Every smallest repair."""
        for number, repair in enumerate(several, 1):
            yield from self.sentence("repair", f"{number}) {repair.message}")
        if several and several[0].of > len(several):
            yield from self.sentence("repair", "...")

    def waived(self, one: Diagnostic) -> Iterator[Line]:
        """Why a finding does not count."""
        if one.waived is not None:
            said = self.words(f"waived-by.{one.waived.by}", **one.waived._asdict())
            who = self.words("waived-who", name=one.waived.authorised_by) if one.waived.authorised_by else ""
            yield from self.sentence("waived", said + who)

    def derived(self, file: FileResult, derived: Sequence[_Told]) -> Iterator[Line]:
        """What follows from a finding: a line each, or in full with --all."""
        for each in derived:
            if self.view.all:
                yield []
                yield from self.finding(file, each)
            else:
                one = each.one
                said = f"{self.words(f'severity.{one.severity.value}')} {one.code} {one.rule}: {visible(one.message)}"
                yield from self.sentence("follows", said)

    def title(self, told: _Told) -> Iterator[Line]:
        """Severity, code, name and the first sentence, which stands alone."""
        one = told.one
        severity = self.words(f"severity.{one.severity.value}")
        more = f" ({self.words.count('derived', len(told.derived))})" if told.derived else ""
        head = f"{severity} {one.code} {one.rule}: "
        lines = wrapped(f"{head}{visible(one.message)}{more}", "", "  ", self.view.width)
        style = STYLES[one.severity.value] if one.waived is None else "dim"
        cut = len(severity) + 1 + len(one.code)
        yield [(lines[0][:cut], style), (lines[0][cut:], "bold")]
        yield from ([(line, "bold")] for line in lines[1:])

    def address(self, file: FileResult, told: _Told) -> Iterator[Line]:
        """Where, for an editor and for a person; on two lines where one is too long."""
        link = visible(file.path)
        if told.one.original is None:  # the lines of a text that was made of a workbook are nobody's
            link = f"{link}:{told.start.line}:{told.start.column}"
        human = address(told.one, self.words)
        if not human or len(link) + len(human) + 9 <= self.view.width:
            yield [("  --> ", "blue"), (link, ""), (f"   {human}" if human else "", "")]
        else:
            yield from self.wrapped(human, "  --> ", "      ", "")
            yield [("      ", ""), (link, "")]

    def cells(self, cells: Sequence[ShownCell]) -> Iterator[Line]:
        """The cells that the rule read, under their titles; as many bands as the width asks for."""
        for band in _bands(cells, self.view.width - len(INDENT)):
            widths = [_cell_width(cell) for cell in band]
            titles = [cell.titulo.ljust(wide) for cell, wide in zip(band, widths, strict=True)]
            values = [_cut(visible(cell.raw)).rjust(wide) for cell, wide in zip(band, widths, strict=True)]
            yield [(INDENT + " | ".join(titles), "dim")]
            yield [(INDENT + " | ".join(values), "")]
            if any(cell.primary for cell in band):
                marks = [
                    ("^" * max(1, len(_cut(visible(cell.raw)))) if cell.primary else "").rjust(wide)
                    for cell, wide in zip(band, widths, strict=True)
                ]
                yield [(INDENT + "   ".join(marks), "bold red")]

    def excerpt(self, one: Diagnostic) -> Iterator[Line]:
        """The line of a rule file that is at fault, with a caret."""
        if one.excerpt is None:
            return
        line, start, length = one.excerpt
        room = self.view.width - len(INDENT)
        skipped = max(0, start + length - room) if start + length > room else 0
        yield [(INDENT + visible(line[skipped : skipped + room]), "")]
        yield [(INDENT + " " * (start - skipped) + "^" * max(1, min(length, room)), "bold red")]

    def sentence(self, label: str, text: str) -> Iterator[Line]:
        """A labelled sentence, `cuenta: …`."""
        if text:
            name = self.words(f"label.{label}")
            yield from self.wrapped(visible(text), f"  {name}: ", "          ", "")

    def wrapped(self, text: str, first: str, rest: str, style: str) -> Iterator[Line]:
        """Text over as many lines as the width asks for."""
        yield from ([(line, style)] for line in wrapped(first + text, "", rest, self.view.width))

    def statistics(self, run: Run) -> Iterator[Line]:
        """How many findings each rule has, the most frequent first."""
        counted = Counter((one.code, one.rule, one.severity) for file in run.files for one in file.standing)
        for (code, name, severity), number in sorted(counted.items(), key=lambda item: (-item[1], item[0][0])):
            yield [
                (f"{number:>7,}  ", "bold"),
                (f"{code} {name} ({self.words(f'severity.{severity.value}')})", ""),
            ]
        if counted:
            yield []

    def last(self, run: Run) -> Iterator[Line]:
        """Verdicts, findings, what was checked."""
        verdicts = Counter(verdict for file in run.files if file.summary for _, verdict in _verdicts(file))
        parts = [
            f"{self.words(f'verdict.{verdict}')}: {self.words.count('units', verdicts[verdict])}"
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
        said = " · ".join([*parts, ", ".join(totals), work + rest])
        worst = next((verdict for verdict in VERDICT_STYLES if verdicts[verdict]), "CORREGIR")
        yield from self.wrapped(said, "", "  ", VERDICT_STYLES[worst])
        yield from self.fixable(run)

    def fixable(self, run: Run) -> Iterator[Line]:
        """How many findings the program itself mends, if it is told to."""
        levels = Counter(one.fixable for file in run.files for one in file.standing)
        safe, unsafe = levels[Fixable.SAFE], levels[Fixable.UNSAFE]
        parts = [self.words.count("fix.can", safe)] if safe else []
        if unsafe:
            parts.append(
                self.words("fix.can-unsafe", n=f"{unsafe:,}") if safe else self.words.count("fix.can-only", unsafe)
            )
        if parts:
            yield from self.wrapped(f"{', '.join(parts)}.", "", "  ", "dim")


def _verdicts(file: FileResult) -> Sequence[tuple[str, str]]:
    """The units' verdicts; a file that could not be checked, or with a fault of the whole report, has its own."""
    return file.verdicts or (("", file.verdict),)


def _by_unit(file: FileResult, *, waived: bool) -> list[tuple[str, list[_Told]]]:
    """The findings grouped by unit in the order of the text, those of the whole report first."""
    shown = file.diagnostics if waived else file.standing
    children: dict[str, list[tuple[Diagnostic, Position]]] = {}
    groups: dict[str, list[tuple[Diagnostic, Position]]] = {}
    keys = {one.key for one in shown}
    for one, (start, _) in zip(file.diagnostics, file.positions, strict=True):
        if one.key not in keys:
            continue
        if one.derived_from in keys:
            children.setdefault(one.derived_from or "", []).append((one, start))
        else:
            groups.setdefault(one.unidad, []).append((one, start))

    def told(one: Diagnostic, start: Position) -> _Told:
        return _Told(one, start, tuple(told(*child) for child in children.pop(one.key, [])))

    return [(unit, [told(*each) for each in found]) for unit, found in groups.items()]


def _cut(text: str) -> str:
    return text if len(text) <= CELL_WIDTH else f"{text[: CELL_WIDTH - 3]}..."


def _cell_width(cell: ShownCell) -> int:
    return max(len(cell.titulo), len(_cut(visible(cell.raw))), 1)


def _bands(cells: Iterable[ShownCell], width: int) -> Iterator[list[ShownCell]]:
    band: list[ShownCell] = []
    used = 0
    for cell in cells:
        wide = _cell_width(cell) + (3 if band else 0)
        if band and used + wide > width:
            yield band
            band, used, wide = [], 0, _cell_width(cell)
        band.append(cell)
        used += wide
    if band:
        yield band

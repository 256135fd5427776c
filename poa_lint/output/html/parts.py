"""The records that `page.html.jinja` shows: files, their units, and each unit's findings, sheets and chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final, NamedTuple

from poa_lint.core.figures import figure_text
from poa_lint.core.forms import built_in_forms
from poa_lint.core.report import Pagina
from poa_lint.core.result import About, FileResult, Paper, Run
from poa_lint.core.text import short, visible
from poa_lint.core.words import Words
from poa_lint.output import View
from poa_lint.output.counterparts import day
from poa_lint.output.html.chart import Chart, chart
from poa_lint.output.html.comparison import Comparison, comparison
from poa_lint.output.html.findings import Finding, FindingBuilder
from poa_lint.output.html.records import Sheet
from poa_lint.output.html.repairs import mends
from poa_lint.output.html.sheets import KINDS, Sheets

LONG: Final = 2_000
"""Rows and findings of one page above which its tables and lists become elements only when somebody comes near them.

A browser needs seconds for the elements of ten thousand findings, Firefox minutes."""


class Item(NamedTuple):
    """A finding in a list; `target` is the id that it links to, empty where the list itself shows it in full."""

    finding: Finding
    target: str


class Unit(NamedTuple):
    """A unit: its verdict, its findings counted by kind and listed, its chart, and its pages as sheets."""

    id: str
    name: str
    verdict: str
    counts: Counter[str]
    items: tuple[Item, ...]
    chart: Chart | None
    sheets: tuple[Sheet, ...]


class File(NamedTuple):
    """One file; `items` are the findings that belong to no unit."""

    id: str
    path: str
    name: str
    """The last part of its path."""
    ramo: str
    result: FileResult
    verdict: str
    counts: Counter[str]
    encoding: str
    cutoff: str
    checked: str
    items: tuple[Item, ...]
    units: tuple[Unit, ...]
    comparison: Comparison | None
    first: str
    """The id of the finding to begin with; empty without findings."""


class Rule(NamedTuple):
    """A rule that has findings on the page; `about` is None where the run does not describe it."""

    code: str
    name: str
    about: About | None
    page: str
    """The address of its page; empty where the settings name none."""


class Page(NamedTuple):
    """The whole page; `day` is the date of the acknowledgement, empty where it is to be written by hand."""

    title: str
    form: str
    """The name and the code of the form that most of the reports are of."""
    day: str
    ruleset: str
    files: tuple[File, ...]
    notices: tuple[tuple[str, str], ...]
    """Path and message of each."""
    rules: tuple[Rule, ...]
    opened: frozenset[str]
    """The ids of the findings that are open: the first of the gravest of each file."""
    long: bool
    """It has more than LONG rows and findings."""


def page(run: Run, words: Words, page_words: Words, view: View) -> Page:
    """The page of a run. `words` are the program's words, `page_words` those of the page alone (part `html`)."""
    files = tuple(_file(file, f"f{number}", run, words, page_words) for number, file in enumerate(run.files, 1))
    return Page(
        title=_title(run.files[0], files[0].name, page_words) if len(files) == 1 else page_words("title"),
        form=_form(run, page_words),
        day=day(view.day, words),
        ruleset=run.ruleset,
        files=files,
        notices=tuple((visible(notice.path), visible(notice.message)) for notice in run.notices),
        rules=_rules(run),
        opened=frozenset(file.first for file in files if file.first),
        long=sum(len(file.diagnostics) + sum(len(unit.metas) for unit in file.units) for file in run.files) > LONG,
    )


def _title(file: FileResult, name: str, page_words: Words) -> str:
    """The title of a page about one file: its unit, or the file's name where it has several, and its period."""
    closed, one = file.summary.periodo if file.summary else None, file.units[0] if len(file.units) == 1 else None
    named = "/".join(filter(None, (one.programa, one.nombre))) if one else ""
    title = page_words("title-of", name=visible(named) or name)
    if file.summary is None or closed is None:
        return title
    return page_words("title-period", title=title, period=closed.clave, year=file.summary.ejercicio or "").rstrip()


def _form(run: Run, page_words: Words) -> str:
    """The name and the code of the form of most reports; of the main form where none was read."""
    read = (file.paper.informe.cortes for file in run.files if file.paper is not None)
    counted = Counter(cortes[0].form for cortes in read if cortes)
    form = counted.most_common(1)[0][0] if counted else built_in_forms()[0]
    return page_words("form", name=form.name[page_words.language], code=form.code)


def _rules(run: Run) -> tuple[Rule, ...]:
    """The rules with findings, by code. Troubles of a rule file (group `regla`) are findings of no rule."""
    names = {
        diagnostic.code: diagnostic.rule
        for file in run.files
        for diagnostic in file.diagnostics
        if diagnostic.group != "regla"
    }
    known = {about.code: about for about in run.catalogue}
    return tuple(Rule(code, names[code], known.get(code), run.page_of(code)) for code in sorted(names))


def _file(file: FileResult, id: str, run: Run, words: Words, page_words: Words) -> File:
    findings = tuple(FindingBuilder(file, id, words, page_words).findings())
    sheets = None if file.paper is None else Sheets(file.paper, findings, id, mends(file, page_words))
    by_unit: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        where = finding.diagnostic.where
        by_unit.setdefault((where.programa, where.unidad), []).append(finding)
    units = tuple(_units(file, id, by_unit, sheets, words, page_words))
    loose = [finding for left in by_unit.values() for finding in left]
    return File(
        id=id,
        path=visible(file.path),
        name=visible(PurePath(file.path.replace("\\", "/")).name),
        ramo=_ramo(file),
        result=file,
        verdict=file.verdict,
        counts=_counts(findings),
        encoding=file.encoding if file.oddly_encoded else "",
        cutoff=day(file.summary.corte or "", words) if file.summary else "",
        checked=_checked(file, run, words),
        items=_items(loose, sheets),
        units=units,
        comparison=comparison(file, [row for unit in units for row in _rows(unit)], words),
        first=_first(findings),
    )


def _first(findings: Sequence[Finding]) -> str:
    """The id of the first of the gravest findings, one that follows from no other if there is one."""
    chosen = min(findings, key=lambda one: (KINDS.index(one.kind), bool(one.cause[0])), default=None)
    return chosen.id if chosen else ""


def _rows(unit: Unit) -> Iterator[tuple[int, str]]:
    """The offset and the id of each goal's row."""
    return ((meta.span.start, id) for sheet in unit.sheets for id, meta in sheet.goals)


def _units(
    file: FileResult,
    id: str,
    by_unit: dict[tuple[str, str], list[Finding]],
    sheets: Sheets | None,
    words: Words,
    page_words: Words,
) -> Iterator[Unit]:
    """The file's units in order. The findings of each are taken out of `by_unit`: what is left belongs to none."""
    for number, (unit, pages) in enumerate(zip(file.units, _pages(file), strict=True), 1):
        findings = by_unit.pop((unit.programa, unit.unidad), [])
        # Before the list: `sheets` knows where a finding is shown only once its page's sheet is made.
        unit_sheets = tuple(sheets.sheet(page) for page in pages) if sheets else ()
        yield Unit(
            id=f"{id}u{number}",
            name=visible(unit.nombre),
            verdict=file.verdicts[number - 1][1],
            counts=_counts(findings),
            items=_items(findings, sheets),
            chart=_chart(file.paper, unit_sheets, words, page_words),
            sheets=unit_sheets,
        )


def _pages(file: FileResult) -> Sequence[tuple[Pagina, ...]]:
    """The pages of each unit; none where the run did not keep the report."""
    if file.paper is None:
        return [()] * len(file.units)
    return [unidad.paginas for unidad in file.paper.informe.unidades]


def _chart(paper: Paper | None, sheets: Sequence[Sheet], words: Words, page_words: Words) -> Chart | None:
    if paper is None:
        return None
    return chart(paper.informe, [goal for sheet in sheets for goal in sheet.goals], words, page_words)


def _ramo(file: FileResult) -> str:
    """Code and name of the ramo on the first page, shortened; empty where there is none."""
    pages = file.paper.informe.paginas if file.paper else ()
    return visible(short(" ".join(filter(None, (pages[0].ramo.codigo.raw, pages[0].ramo.nombre.raw))))) if pages else ""


def _items(findings: Iterable[Finding], sheets: Sheets | None) -> tuple[Item, ...]:
    """The findings as a list. Each links to its cell, or to itself where it stands on a sheet but in no cell."""
    if sheets is None:
        return tuple(Item(finding, "") for finding in findings)
    targets, placed = sheets.targets, sheets.placed
    return tuple(
        Item(finding, targets.get(finding.id) or (finding.id if finding.id in placed else "")) for finding in findings
    )


def _counts(findings: Sequence[Finding]) -> Counter[str]:
    return Counter(finding.kind for finding in findings)


def _checked(file: FileResult, run: Run, words: Words) -> str:
    """`25 metas, 61 reglas, 4,000 comprobaciones (12 sin evaluar)`; empty for a file that is no report."""
    if file.summary is None:
        return ""
    amounts = [
        words.count("goals", file.summary.metas),
        words.count("rules", run.rules),
        words.count("checks", file.counts.checked),
    ]
    unknown = file.counts.unknown
    rest = f" ({words('not-evaluated', n=figure_text(unknown))})" if unknown else ""
    return ", ".join(amounts) + rest

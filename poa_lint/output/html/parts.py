"""What the page is made of: files, their units, each with its findings, its pages and its drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from poa_lint.core.figures import figure_text
from poa_lint.core.result import About, FileResult, Run, verdict
from poa_lint.core.text import short, visible
from poa_lint.core.words import Words
from poa_lint.output import View
from poa_lint.output.html.findings import Finding, Teller
from poa_lint.output.html.progress import Chart, chart
from poa_lint.output.html.sheets import Sheet, Sheets

"""Encodings of which there is nothing to say."""


class Item(NamedTuple):
    """A finding in the list: where it jumps to, or empty where it is told in full there and then."""

    finding: Finding
    target: str


class Unit(NamedTuple):
    """A unit: its verdict, how many findings of each kind it has, the list, its pages."""

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


class Rule(NamedTuple):
    """A rule with findings on the page, described where the run has its description."""

    code: str
    name: str
    about: About | None


class Page(NamedTuple):
    """The whole page; `day` is the date of the acknowledgement, empty where it is to be written by hand."""

    title: str
    day: str
    ruleset: str
    files: tuple[File, ...]
    notices: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]


def page(run: Run, words: Words, spoken: Words, view: View) -> Page:
    """What a run comes to on the page."""
    files = tuple(_file(file, f"f{number}", run, words, spoken) for number, file in enumerate(run.files, 1))
    title = spoken("title-of", name=files[0].name) if len(files) == 1 else spoken("title")
    found = {one.code: one.rule for file in run.files for one in file.diagnostics if one.group != "regla"}
    known = {about.code: about for about in run.catalogue}
    return Page(
        title,
        _day(view.day, words),
        run.ruleset,
        files,
        tuple((visible(notice.path), visible(notice.message)) for notice in run.notices),
        tuple(Rule(code, found[code], known.get(code)) for code in sorted(found)),
    )


def _file(file: FileResult, id: str, run: Run, words: Words, spoken: Words) -> File:
    findings = tuple(Teller(file, id, words, spoken).findings())
    paper = file.paper
    sheets = None if paper is None else Sheets(paper, findings, id)
    pages = [()] * len(file.units) if paper is None else [unidad.paginas for unidad in paper.informe.unidades]
    by_unit: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        by_unit.setdefault((each.one.where.programa, each.one.where.unidad), []).append(each)
    units: list[Unit] = []
    for number, (unit, its_pages) in enumerate(zip(file.units, pages, strict=True), 1):
        mine = by_unit.pop((unit.programa, unit.unidad), [])
        made = tuple(sheets.sheet(page) for page in its_pages) if sheets else ()
        goals = [goal for sheet in made for goal in sheet.goals]
        drawn = chart(paper.informe, goals, words, spoken) if paper else None
        standing = verdict([each.one for each in mine if each.one.waived is None])
        items = _items(mine, sheets)
        units.append(Unit(f"{id}u{number}", visible(unit.nombre), standing, _counts(mine), items, drawn, made))
    loose = [each for found in by_unit.values() for each in found]
    return File(
        id,
        visible(file.path),
        visible(PurePath(file.path.replace("\\", "/")).name),
        _ramo(file),
        file,
        file.verdict,
        _counts(findings),
        file.encoding if file.oddly_encoded else "",
        _day(file.summary.corte or "", words) if file.summary else "",
        _checked(file, run, words),
        _items(loose, sheets),
        tuple(units),
    )


def _ramo(file: FileResult) -> str:
    """Whose report it is, as its first page says."""
    pages = file.paper.informe.paginas if file.paper else ()
    return visible(short(" ".join(filter(None, (pages[0].ramo.codigo.raw, pages[0].ramo.nombre.raw))))) if pages else ""


def _items(findings: Iterable[Finding], sheets: Sheets | None) -> tuple[Item, ...]:
    if sheets is None:
        return tuple(Item(each, "") for each in findings)
    targets, placed = sheets.targets, sheets.placed
    return tuple(Item(each, targets.get(each.id) or (each.id if each.id in placed else "")) for each in findings)


def _counts(findings: Sequence[Finding]) -> Counter[str]:
    return Counter(each.kind for each in findings)


def _checked(file: FileResult, run: Run, words: Words) -> str:
    """What was checked, in a line: goals, pages, rules, sentences, and those that could not be told."""
    if file.summary is None:
        return ""
    unknown = file.counts.unknown
    said = [
        words.count("goals", file.summary.metas),
        words.count("rules", run.rules),
        words.count("checks", file.counts.checked),
    ]
    rest = f" ({words('not-evaluated', n=figure_text(unknown))})" if unknown else ""
    return ", ".join(said) + rest


def _day(iso: str, words: Words) -> str:
    """A day in words; empty where none is given."""
    if not iso:
        return ""
    year, month, day = iso.split("-")
    return words("date", day=int(day), month=words(f"month.{int(month)}"), year=int(year))

"""Each page of the report as a table of its own, and which cell each finding points at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from poa_lint.core.form import Column, Form
from poa_lint.core.report import Cell as Written
from poa_lint.core.report import Clave, Firma, Meta, Pagina
from poa_lint.core.result import Paper
from poa_lint.core.text import visible
from poa_lint.output.html.findings import Finding

CUT: Final = 600
"""Characters of a cell that are shown at once; the rest opens."""
ROWS: Final = 100
"""Rows of one table: a browser lays out the tables that are seen."""
UNREAD_ROWS: Final = 500
"""Rows that are shown of a page whose table nobody could read."""
KINDS: Final = ("error", "warning", "info", "waived")


class Mark(NamedTuple):
    """The sign of findings of one kind at one cell: their codes, the first of them, how many there are."""

    kind: str
    codes: str
    target: str
    number: int


class Cell(NamedTuple):
    """A cell as it is shown: its words, what was cut off them, its marks; `id` is empty where nothing points at it."""

    text: str
    rest: str = ""
    kind: str = ""
    id: str = ""
    marks: tuple[Mark, ...] = ()


class Head(NamedTuple):
    """One heading of the table and what it stands over."""

    cell: Cell
    wide: int
    deep: int
    scope: str
    kind: str


class Row(NamedTuple):
    """A row: `goal` under its columns, `stray` words between rows, or `unread`, whose cells belong nowhere.

    `as_read` says that the cells did not stand so on the paper, where they stood as in `raws`.
    """

    kind: str
    id: str
    cells: tuple[Cell, ...]
    raws: tuple[str, ...]
    as_read: bool
    findings: tuple[Finding, ...]


class Entry(NamedTuple):
    """A line of the header, or a signature: what it is called, and its two cells."""

    label: str
    first: Cell
    second: Cell


class Sheet(NamedTuple):
    """A page. `about` are the findings on its header, its headings and the whole of it, `signed` on its signatures."""

    id: str
    number: int
    entries: tuple[Entry, ...]
    groups: tuple[tuple[str, ...], ...]
    """How each column is set, left to right; those that stand together are together."""
    wide: int
    """How many columns there are."""
    heads: tuple[tuple[Head, ...], ...]
    parts: tuple[tuple[Row, ...], ...]
    signatures: tuple[Entry, ...]
    about: tuple[Finding, ...]
    signed: tuple[Finding, ...]
    goals: tuple[tuple[str, Meta], ...]


class Sheets:
    """The pages of one report. `targets` gives the cell of each finding that has one, `placed` those that are shown."""

    def __init__(self, paper: Paper, findings: Sequence[Finding], prefix: str) -> None:
        self.paper, self.prefix = paper, prefix
        self.targets: dict[str, str] = {}
        self.placed: set[str] = set()
        ordered = sorted(findings, key=lambda each: each.one.where.pagina or 0)
        self.on_page = {page: list(found) for page, found in groupby(ordered, lambda each: each.one.where.pagina)}

    def sheet(self, page: Pagina) -> Sheet:
        """One page."""
        findings = self.on_page.get(page.numero, [])
        self.placed.update(each.id for each in findings)
        form, goals = (
            self._form(page),
            [(f"{self.prefix}p{page.numero}m{n}", meta) for n, meta in enumerate(page.metas)],
        )
        by_row: dict[int, list[Finding]] = {}
        rest: list[Finding] = []
        starts = {meta.span.start for meta in page.metas}
        for each in findings:
            if each.one.order[0] in starts:
                by_row.setdefault(each.one.order[0], []).append(each)
            else:
                rest.append(each)
        rows = [(meta.span.start, self._goal(meta, id, by_row.get(meta.span.start, []))) for id, meta in goals]
        strays = [each for each in rest if each.one.code == "POA001" and _between(each, page)]
        rows += [(each.one.span.start, self._stray(each)) for each in strays]
        about = [each for each in rest if each not in strays]
        pick = self._picker(about)
        entries = tuple(self._entries(page, pick))
        heads = tuple(self._heads(form, about))
        signatures = tuple(_signature(firma, pick) for firma in page.firmas)
        ids = {cell.id for entry in signatures for cell in (entry.first, entry.second) if cell.id}
        signed = tuple(each for each in about if self.targets.get(each.id) in ids)
        above = tuple(each for each in about if each not in signed)
        ordered = [row for _, row in sorted(rows, key=lambda row: row[0])] or list(self._unread(page, findings))
        parts = tuple(tuple(ordered[n : n + ROWS]) for n in range(0, len(ordered), ROWS))
        groups = tuple(_set(list(same)) for _, same in groupby(form.columns, _group))
        id = f"{self.prefix}p{page.numero}"
        return Sheet(
            id, page.numero, entries, groups, len(form.columns), heads, parts, signatures, above, signed, tuple(goals)
        )

    def _form(self, page: Pagina) -> Form:
        """The form whose columns the page's cells stand under."""
        names = {tuple(cell.columna.id for cell in meta.celdas) for meta in page.metas[:1]}
        return next((form for form in self.paper.forms if tuple(form.index) in names), self.paper.forms[0])

    def _goal(self, meta: Meta, id: str, findings: list[Finding]) -> Row:
        unread = meta.acomodo is not None and not meta.acomodo.logrado
        columns: dict[int, list[Finding]] = {}
        for each in findings:
            columns.setdefault(-1 if unread else _column(meta, each), []).append(each)
        cells = tuple(
            self._cell(cell.raw, columns.get(place, []), _kind(cell.columna.id))
            for place, cell in enumerate(() if unread else meta.celdas)
        )
        raws = self._raws(meta.span.start, meta.span.end) if meta.acomodo is not None else ()
        return Row("unread" if unread else "goal", id, cells, raws, bool(raws) and not unread, tuple(findings))

    def _stray(self, each: Finding) -> Row:
        words = self.paper.text[each.one.span.start : each.one.span.end]
        return Row("stray", "", (self._cell(words, [each]),), (), as_read=False, findings=(each,))

    def _unread(self, page: Pagina, findings: Sequence[Finding]) -> Iterator[Row]:
        """The rows of a table that is none that is known."""
        start = next((each.one.span.start for each in findings if each.one.code == "POA005"), None)
        for line in self.paper.text[start : page.span.end].split("\n")[:UNREAD_ROWS] if start is not None else ():
            if "\t" in line:
                raws = tuple(visible(raw.strip()[:CUT]) for raw in line.split("\t"))
                yield Row("unread", "", (), raws, as_read=False, findings=())

    def _raws(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(visible(raw.strip()[:CUT]) for raw in self.paper.text[start:end].split("\t"))

    def _cell(self, raw: str, findings: Sequence[Finding], kind: str = "") -> Cell:
        """A cell with its marks; the findings point at it from now on."""
        id = f"{findings[0].id}c" if findings else ""
        for each in findings:
            self.targets[each.id] = id
        marks = []
        for severity in KINDS if findings else ():
            same = [each for each in findings if each.kind == severity]
            if same:
                codes = " ".join(dict.fromkeys(each.one.code for each in same))
                marks.append(Mark(severity, codes, same[0].id, len(same)))
        text, rest = (raw, "") if len(raw) <= CUT else (raw[:CUT], raw[CUT:])
        return Cell(visible(text), visible(rest), kind, id, tuple(marks))

    def _picker(self, findings: Sequence[Finding]) -> Callable[[Written[Any], str], Cell]:
        """Makes cells outside the rows: one takes the findings that stand in it, or that name it where it is blank."""
        left = list(findings)

        def pick(cell: Written[Any], shown: str) -> Cell:
            mine = [each for each in left if _stands_in(each, cell)]
            left[:] = [each for each in left if each not in mine]
            return self._cell(shown, mine)

        return pick

    def _heads(self, form: Form, about: Sequence[Finding]) -> Iterator[tuple[Head, ...]]:
        """The lines of the heading: a label stands over all columns that share it, a lone one goes down to the rows."""
        depth = len(form.headings)
        for level, labels in enumerate(form.headings):
            heads = []
            for label in labels:
                path, columna = label.column.path, label.column.columna
                wide = sum(column.path[: level + 1] == path[: level + 1] for column in form.columns)
                last = len(path) == level + 1
                mine = [each for each in about if _misread(each, columna.id, label.words)]
                cell = self._cell(self._written(mine) or label.words, mine)
                kind = _kind(columna.id) if last else "period"
                heads.append(Head(cell, wide, depth - level if last else 1, "col" if last else "colgroup", kind))
            yield tuple(heads)

    def _written(self, findings: Sequence[Finding]) -> str:
        """What stands in the heading's place where it is misread."""
        words = next((self.paper.text[each.one.span.start : each.one.span.end] for each in findings), "")
        return "" if "\t" in words else words

    def _entries(self, page: Pagina, pick: Callable[[Written[Any], str], Cell]) -> Iterator[Entry]:
        singles = (page.ramo, page.programa, page.unidad_ejecutora, page.finalidad, page.funcion, page.subfuncion)
        for clave in (*singles, *page.ejes, *page.lineas):
            yield _entry(clave, pick)
        for cell in (page.ejercicio, page.forma, page.fecha):
            label = "FORMA" if cell is page.forma else cell.columna.titulo  # the paper has a code and no label there
            yield Entry(label, pick(cell, cell.raw), Cell(""))


def _entry(clave: Clave, pick: Callable[[Written[Any], str], Cell]) -> Entry:
    return Entry(
        clave.codigo.columna.titulo, pick(clave.codigo, clave.codigo.raw), pick(clave.nombre, clave.nombre.raw)
    )


def _signature(firma: Firma, pick: Callable[[Written[Any], str], Cell]) -> Entry:
    return Entry(firma.rol, pick(firma.cargo, firma.cargo.raw), pick(firma.nombre, firma.nombre.raw))


def _stands_in(each: Finding, cell: Written[Any]) -> bool:
    start, opens, closes = each.one.span.start, cell.span.start, cell.span.end
    if opens < closes:
        return opens <= start < closes
    return start == opens and each.one.where.columna == cell.columna.id


def _misread(each: Finding, column: str, words: str) -> bool:
    """Whether a finding is about this heading: its words tell which of those over one column."""
    one = each.one
    return one.code == "POA004" and one.where.columna == column and f'"{words}"' in one.message


def _between(each: Finding, page: Pagina) -> bool:
    return bool(page.metas) and page.metas[0].span.start < each.one.span.start < page.metas[-1].span.end


def _column(meta: Meta, each: Finding) -> int:
    """Which of a row's cells a finding points at, -1 for none: by its column, else by its place."""
    named = "texto" if each.one.where.columna == "numero" else each.one.where.columna
    names = [cell.columna.id for cell in meta.celdas]
    if named in names:
        return names.index(named)
    inside = (place for place, cell in enumerate(meta.celdas) if cell.raw and _stands_in(each, cell))
    return next(inside, -1)


def _kind(column: str) -> str:
    """How a column is set: the goal, words, or figures."""
    if column == "texto":
        return "goal"
    return column if column in ("lineas", "unidad_medida", "observaciones") else "figure"


def _group(column: Column) -> tuple[str, ...]:
    """Columns of one path but for its last step stand together; others stand alone."""
    return column.path[:-1] or column.path


def _set(columns: Sequence[Column]) -> tuple[str, ...]:
    """How columns that stand together are set: figures of a period are narrow."""
    return tuple("period" if len(columns) > 1 else _kind(column.columna.id) for column in columns)

"""Each page of the report as a table of its own, and the cell that each finding points at.

Finding `f1h7`, about META ANUAL of the third goal on page 5, comes to this:

    Row(kind="goal", id="f1p5m2", findings=(f1h7,))       # told in full under the row
    Cell(text="2", id="f1h7c", marks=(Mark("error", "POA101", target="f1h7", number=1),))
    Sheets.targets["f1h7"] == "f1h7c"                     # the list of findings links to the cell
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from poa_lint.core.form import YEAR, Column, Form
from poa_lint.core.report import Cell as ReportCell
from poa_lint.core.report import Clave, Firma, Meta, Pagina
from poa_lint.core.result import Paper
from poa_lint.core.text import visible
from poa_lint.output.html.comparison import was
from poa_lint.output.html.findings import Finding
from poa_lint.output.html.records import Cell, Entry, Head, Mark, Row, Sheet
from poa_lint.output.html.repairs import Mends

CUT: Final = 600
"""Characters of a cell that are shown at once; the rest opens on a click."""
ROWS: Final = 100
"""Rows of one table. Long pages are several tables: a browser lays out only those that are seen."""
UNREAD_ROWS: Final = 500
"""Rows that are shown of a page whose table could not be read."""
KINDS: Final = ("error", "warning", "info", "waived")
"""Kinds of findings, gravest first: the order of the marks in a cell."""


class Sheets:
    """Makes the sheets of one report, whose ids begin with `prefix`, and collects where its findings are shown."""

    targets: dict[str, str]
    """The id of the cell that each finding points at, for those that have one on the sheets made so far."""
    placed: set[str]
    """The ids of all findings on the sheets made so far."""

    def __init__(self, paper: Paper, findings: Sequence[Finding], prefix: str, mends: Mends) -> None:
        self.paper, self.prefix, self.mends = paper, prefix, mends
        self.targets, self.placed = {}, set()
        self.by_page: dict[int | None, list[Finding]] = {}
        for finding in findings:
            self.by_page.setdefault(finding.diagnostic.where.pagina, []).append(finding)

    def sheet(self, page: Pagina) -> Sheet:
        """The sheet of `page`."""
        findings = self.by_page.get(page.numero, [])
        self.placed.update(finding.id for finding in findings)
        id, form = f"{self.prefix}p{page.numero}", self._form(page)
        goals = tuple((f"{id}m{number}", meta) for number, meta in enumerate(page.metas))
        # The order of what follows counts: a finding points at the last cell that takes it.
        rows, about = self._rows(page, goals, findings)
        pick = self._picker(about)
        entries = tuple(self._entries(page, pick))
        heads = tuple(self._heads(form, about, page.ejercicio.raw))
        signatures = tuple(_signature(firma, pick) for firma in page.firmas)
        signed = self._signed(signatures, about)
        return Sheet(
            id=id,
            number=page.numero,
            entries=entries,
            groups=tuple(_styles(list(columns)) for _, columns in groupby(form.columns, _group)),
            wide=len(form.columns),
            heads=heads,
            parts=tuple(tuple(rows[start : start + ROWS]) for start in range(0, len(rows), ROWS)),
            signatures=signatures,
            about=tuple(finding for finding in about if finding not in signed),
            signed=signed,
            goals=goals,
            counts=Counter(finding.kind for finding in findings),
        )

    def _form(self, page: Pagina) -> Form:
        """The form under whose columns the page's cells stand."""
        return page.form or self.paper.forms[0]

    def _rows(
        self, page: Pagina, goals: Sequence[tuple[str, Meta]], findings: Sequence[Finding]
    ) -> tuple[list[Row], list[Finding]]:
        """The page's rows in the order of the text, and the findings that stand in none of them."""
        starts = {meta.span.start for meta in page.metas}
        by_row: dict[int, list[Finding]] = {}
        rest: list[Finding] = []
        for finding in findings:
            if finding.diagnostic.order[0] in starts:
                by_row.setdefault(finding.diagnostic.order[0], []).append(finding)
            else:
                rest.append(finding)
        rows = [(meta.span.start, self._goal(meta, id, by_row.get(meta.span.start, []))) for id, meta in goals]
        strays = [finding for finding in rest if finding.diagnostic.code == "POA001" and _in_table(finding, page)]
        rows += [(finding.diagnostic.span.start, self._stray(finding)) for finding in strays]
        rows.sort(key=lambda row: row[0])
        about = [finding for finding in rest if finding not in strays]
        return [row for _, row in rows] or list(self._unread(page, findings)), about

    def _goal(self, meta: Meta, id: str, findings: list[Finding]) -> Row:
        unread = meta.acomodo is not None and not meta.acomodo.logrado
        by_column: dict[int, list[Finding]] = {}
        for finding in findings:
            by_column.setdefault(-1 if unread else _column(meta, finding), []).append(finding)
        cells = tuple(
            self._cell(cell.raw, by_column.get(index, []), _style(cell.columna.id))._replace(
                mends=self._mends(meta, cell)
            )
            for index, cell in enumerate(() if unread else meta.celdas)
        )
        raws = _raws(self.paper.text[meta.span.start : meta.span.end]) if meta.acomodo is not None else ()
        differences = () if unread else self.paper.differences.get(meta.span.start, ())
        others = was(differences, [cell.columna.id for cell in meta.celdas]) if differences else ()
        return Row("unread" if unread else "goal", id, cells, raws, bool(raws) and not unread, tuple(findings), others)

    def _mends(self, meta: Meta, cell: ReportCell[Any]) -> tuple[str, ...]:
        """The texts of the repairs that would write in a cell, each with the cell's name in a workbook."""
        texts = self.mends.get((meta.span.start, cell.columna.id), ())
        place = self.paper.original.place(cell.span.start) if texts and self.paper.original else None
        return tuple(f"{place.cell}: {text}" for text in texts) if place and place.cell else texts

    def _stray(self, finding: Finding) -> Row:
        text = self.paper.text[finding.diagnostic.span.start : finding.diagnostic.span.end]
        return Row("stray", "", (self._cell(text, [finding]),), (), as_read=False, findings=(finding,))

    def _unread(self, page: Pagina, findings: Sequence[Finding]) -> Iterator[Row]:
        """The lines with tabs from the finding POA005 (no known table) to the end of the page; none without it."""
        start = next(
            (finding.diagnostic.span.start for finding in findings if finding.diagnostic.code == "POA005"), None
        )
        if start is None:
            return
        for line in self.paper.text[start : page.span.end].split("\n")[:UNREAD_ROWS]:
            if "\t" in line:
                yield Row("unread", "", (), _raws(line), as_read=False, findings=())

    def _cell(self, raw: str, findings: Sequence[Finding], style: str = "") -> Cell:
        """A cell with its marks. From here on the findings point at it."""
        id = f"{findings[0].id}c" if findings else ""
        for finding in findings:
            self.targets[finding.id] = id
        text, rest = (raw, "") if len(raw) <= CUT else (raw[:CUT], raw[CUT:])
        return Cell(visible(text), visible(rest), style, id, tuple(_marks(findings)))

    def _picker(self, findings: Sequence[Finding]) -> Callable[[ReportCell[Any], str], Cell]:
        """A function that makes cells outside the rows, from a cell of the report and the text to show.

        Each finding goes to the first cell that it stands in; a later one does not get it again.
        """
        left = list(findings)

        def pick(cell: ReportCell[Any], text: str) -> Cell:
            picked = [finding for finding in left if _stands_in(finding, cell)]
            left[:] = [finding for finding in left if finding not in picked]
            return self._cell(text, picked)

        return pick

    def _heads(self, form: Form, about: Sequence[Finding], year: str) -> Iterator[tuple[Head, ...]]:
        """The heading's lines. A label spans the columns that share it; a column's last label goes down to the rows.

        For the columns META ANUAL, Ene-Mar P and Ene-Mar A:

            META ANUAL (wide 1, deep 2) | Ene-Mar (wide 2, deep 1)
                                        | P (1, 1)  | A (1, 1)
        """
        depth = len(form.headings)
        for level, labels in enumerate(form.headings):
            heads = []
            for label in labels:
                path, columna = label.column.path, label.column.columna
                wide = sum(column.path[: level + 1] == path[: level + 1] for column in form.columns)
                last = len(path) == level + 1
                misread = [finding for finding in about if _is_about_label(finding, columna.id, label.words)]
                cell = self._cell(self._misread_label(misread) or label.words.replace(YEAR, year), misread)
                style = _style(columna.id) if last else "period"
                heads.append(Head(cell, wide, depth - level if last else 1, "col" if last else "colgroup", style))
            yield tuple(heads)

    def _misread_label(self, findings: Sequence[Finding]) -> str:
        """The file's own text for a misread label; empty without findings, and where it spans several cells."""
        text = next(
            (self.paper.text[finding.diagnostic.span.start : finding.diagnostic.span.end] for finding in findings), ""
        )
        return "" if "\t" in text else text

    def _entries(self, page: Pagina, pick: Callable[[ReportCell[Any], str], Cell]) -> Iterator[Entry]:
        singles = (page.ramo, page.programa, page.unidad_ejecutora, page.finalidad, page.funcion, page.subfuncion)
        stated = {entry.columna.id for entry in page.form.head.entries} if page.form else set()
        for clave in (*singles, *page.otras, *page.ejes, *page.lineas):
            if clave.codigo.columna.id in stated or clave.codigo.raw:
                yield _entry(clave, pick)
        for cell in (page.ejercicio, page.forma, page.fecha):
            label = "FORMA" if cell is page.forma else cell.columna.titulo  # the paper has a code and no label there
            yield Entry(label, pick(cell, cell.raw), Cell(""))

    def _signed(self, signatures: Sequence[Entry], about: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings of `about` that point at a cell of the signatures."""
        ids = {cell.id for entry in signatures for cell in (entry.first, entry.second) if cell.id}
        return tuple(finding for finding in about if self.targets.get(finding.id) in ids)


def _marks(findings: Sequence[Finding]) -> Iterator[Mark]:
    """A mark for each kind that the findings have."""
    for kind in KINDS if findings else ():
        same = [finding for finding in findings if finding.kind == kind]
        if same:
            codes = " ".join(dict.fromkeys(finding.diagnostic.code for finding in same))
            yield Mark(kind, codes, same[0].id, len(same))


def _raws(line: str) -> tuple[str, ...]:
    """The cells of a line as the file has them, each cut at CUT characters."""
    return tuple(visible(raw.strip()[:CUT]) for raw in line.split("\t"))


def _entry(clave: Clave, pick: Callable[[ReportCell[Any], str], Cell]) -> Entry:
    return Entry(
        clave.codigo.columna.titulo, pick(clave.codigo, clave.codigo.raw), pick(clave.nombre, clave.nombre.raw)
    )


def _signature(firma: Firma, pick: Callable[[ReportCell[Any], str], Cell]) -> Entry:
    return Entry(firma.rol, pick(firma.cargo, firma.cargo.raw), pick(firma.nombre, firma.nombre.raw))


def _stands_in(finding: Finding, cell: ReportCell[Any]) -> bool:
    """True if the finding begins inside `cell`; for an empty cell, if it begins there and names its column."""
    start, opens, closes = finding.diagnostic.span.start, cell.span.start, cell.span.end
    if opens < closes:
        return opens <= start < closes
    return start == opens and finding.diagnostic.where.columna == cell.columna.id


def _is_about_label(finding: Finding, column: str, label: str) -> bool:
    """True if the finding is about a misread heading of `column`, and its message quotes this label of it."""
    diagnostic = finding.diagnostic
    return diagnostic.code == "POA004" and diagnostic.where.columna == column and f'"{label}"' in diagnostic.message


def _in_table(finding: Finding, page: Pagina) -> bool:
    """True if the finding begins between the first goal of the page and the end of its last one."""
    return bool(page.metas) and page.metas[0].span.start < finding.diagnostic.span.start < page.metas[-1].span.end


def _column(meta: Meta, finding: Finding) -> int:
    """The index of the cell that a finding points at, by the column that it names, else by its offset; -1 for none."""
    # The goal's number is not a column of its own: it opens the text.
    column = "texto" if finding.diagnostic.where.columna == "numero" else finding.diagnostic.where.columna
    names = [cell.columna.id for cell in meta.celdas]
    if column in names:
        return names.index(column)
    return next((index for index, cell in enumerate(meta.celdas) if cell.raw and _stands_in(finding, cell)), -1)


def _style(column: str) -> str:
    """The style of a column's cells: `goal`, `figure`, or the column's own name where it holds other words."""
    if column == "texto":
        return "goal"
    return column if column in ("lineas", "unidad_medida", "observaciones") else "figure"


def _group(column: Column) -> tuple[str, ...]:
    """The key under which columns stand together: the heading without its last line, or all of a single line."""
    return column.path[:-1] or column.path


def _styles(columns: Sequence[Column]) -> tuple[str, ...]:
    """The styles of columns that stand together; those of a period are narrow."""
    return tuple("period" if len(columns) > 1 else _style(column.columna.id) for column in columns)

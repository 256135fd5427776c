"""The report of the next period, as changes of the cells of this one; nothing of it is written here.

The date moves on, what was achieved stays, figures that follow from others become formulas, observations are emptied.
What is not certain is no change but a doubt: who writes the report says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from poa_lint.core.dates import Fecha
from poa_lint.core.figures import BLANK, Nothing, figure_text, rounded
from poa_lint.core.form import LAST, NONE, Form
from poa_lint.core.report import Cell, Informe, Meta, Pagina
from poa_lint.core.source import Edit, Source, Span
from poa_lint.core.text import folded
from poa_lint.linter import cutoffs
from poa_lint.linter.reckoning import Reckoned, Row, Uncertain, names, reckoned
from poa_lint.reading import header

OBSERVATIONS: Final = "observaciones"
MAX_CELLS: Final = 3
"""Written cells of a line of a header; one with more is a table's heading, which names every period."""
MIN_NAME: Final = 4
"""Letters of a word that may name a period where no label tells that it does."""
BLANKING: Final = "acumulacion"
"""The doubt after which a figure is blanked: left as it was, it would be taken for the next period's."""
UNRECKONED: Final = frozenset(
    {BLANKING, "ilegible", "meta-anual", "acumulado", "formula", "formato", "renglon", "pagina"}
)
"""The doubts after which an accumulated figure is no formula."""
OTHER_FIGURE: Final = "otra-cifra"
"""The doubt about a cell that became a formula of another figure than it said."""
SLACK: Final = Fraction(1, 1000)
"""The difference of two figures that their decimals explain."""
ROUNDED: Final = frozenset({"redondeo_por_formato", "texto_como_numero", "porcentaje_sin_formato"})
"""Remarks on cells that hold something else than they show, or that formulas do not read as figures."""


class NoSuccession(Exception):
    """A report that no report follows; `kind` is a key of the languages' `refused` table, `values` fill its text."""

    def __init__(self, kind: str, **values: str) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values


class Moved(NamedTuple):
    """Words inside of a cell that name the cut-off, and those that name the next one.

    `days` are the days between the two, for a cell that holds a date and no words; 0 for the name of a period.
    """

    span: Span
    words: str
    days: int


class Cleared(NamedTuple):
    """A cell that becomes blank."""

    cell: Cell[object]


class Doubt(NamedTuple):
    """A cell, row or title that is left as it is, or blank; `kind` is a key of the languages' `doubt` table."""

    kind: str
    span: Span
    values: Mapping[str, str]


Change = Moved | Cleared | Reckoned


class Succession(NamedTuple):
    """The next period's report: the period's name, its year, the number of goals, the changes and the doubts.

    `planned` is true where the form has the last period alone, so that what it programmes is to be written, too.
    `unfilled` are the numbers of the goals that lack what was achieved in a period that this report closes and for
    which something was programmed.
    """

    name: str
    year: int
    goals: int
    planned: bool
    changes: tuple[Change, ...]
    doubts: tuple[Doubt, ...]
    unfilled: tuple[str, ...] = ()


def succession(source: Source, informe: Informe) -> Succession:
    """The report of the period behind the one that `informe` closes. Raises NoSuccession."""
    if not informe.paginas:
        raise NoSuccession("sin-informe")
    reporting = [corte for corte in informe.cortes if corte.form.head.cutoff.says != NONE]
    if not reporting:
        raise NoSuccession("plan")
    closed = {corte.form: _closed(corte.form, corte.closed) for corte in reporting}
    builder = _Builder(source, closed)
    for pagina in informe.paginas:
        if pagina.form in closed:
            builder.page(pagina, pagina.form)
    for pagina in informe.sin_leer:
        builder.doubt("pagina", pagina.span, pagina=str(pagina.numero))
    form = reporting[0].form
    period, year = form.periods[closed[form]], informe.fecha
    return Succession(
        period.nombre,
        year.ano if isinstance(year, Fecha) else 0,
        builder.goals,
        f"programado.{LAST}" in form.index,
        tuple(builder.changes),
        tuple(builder.doubts),
        tuple(builder.unfilled),
    )


def _closed(form: Form, closed: int | Nothing) -> int:
    """The number of periods that a report closes, which are some but not all of the year. Raises NoSuccession."""
    if isinstance(closed, Nothing) or not closed:
        raise NoSuccession("sin-corte")
    if closed == len(form.periods):
        raise NoSuccession("ultimo", periodo=form.periods[-1].nombre)
    return closed


def edits(changes: tuple[Change, ...]) -> Iterator[Edit]:
    """The changes as they are made in a text, in which figures that follow from others are left to be filled in."""
    for change in changes:
        if isinstance(change, Moved):
            yield Edit(change.span, change.words)
        elif change.cell.raw:
            yield Edit(change.cell.span, "")


class _Builder:
    """Collects the changes of a report's pages, and the doubts."""

    def __init__(self, source: Source, closed: Mapping[Form, int]) -> None:
        self.source, self.closed = source, closed
        self.changes: list[Change] = []
        self.doubts: list[Doubt] = []
        self.unfilled: list[str] = []
        self.goals = 0
        remarks = source.original.remarks if source.original is not None else ()
        self.rounded = {remark.start for remark in remarks if remark.kind in ROUNDED}

    def doubt(self, kind: str, span: Span, **values: str) -> None:
        """Add a doubt."""
        self.doubts.append(Doubt(kind, span, values))

    def page(self, pagina: Pagina, form: Form) -> None:
        """Add the changes of a page."""
        self._date(pagina, form)
        for start, line in self._header(pagina):
            self._line(start, line, form)
        for meta in pagina.metas:
            self.goals += 1
            if meta.acomodo is None:
                self.unfilled += (meta.numero.raw,) if _is_unfilled(meta, self.closed[form]) else ()
                self._goal(meta, form)
            else:
                self.doubt("renglon", meta.span, meta=meta.numero.raw)

    def _date(self, pagina: Pagina, form: Form) -> None:
        closed, fecha = self.closed[form], pagina.fecha
        if not isinstance(fecha.value, Fecha) or not fecha.value.existe or form.closed(fecha.value) != closed:
            if fecha.raw or form.head.cutoff.entry.required:
                self.doubt("fecha", fecha.span if fecha.raw else pagina.span, dice=fecha.raw)
            return
        year, before = fecha.value.ano, fecha.value
        end = form.periods[closed].end(year)
        meant = header.closing_day(form, year)
        new = cutoffs.moved_date(fecha.raw, end) or cutoffs.moved_words(fecha.raw, form, closed)
        if new is None or meant(new) != end:
            self.doubt("fecha", fecha.span, dice=fecha.raw)
        else:
            self.changes.append(Moved(fecha.span, new, _days(before, end)))

    def _header(self, pagina: Pagina) -> Iterator[tuple[int, str]]:
        """The lines above a page's goals but for that of its date, each with its offset."""
        begin, text = pagina.span.start, self.source.text
        end = pagina.metas[0].span.start if pagina.metas else begin
        for line in text[begin:end].split("\n"):
            if not begin <= pagina.fecha.span.start <= begin + len(line) or not pagina.fecha.raw:
                yield begin, line
            begin += len(line) + 1

    def _line(self, start: int, line: str, form: Form) -> None:
        """Move the names of the closed period in a line of the header; what cannot be moved for certain is a doubt."""
        cells = line.split("\t")
        if sum(bool(cell.strip()) for cell in cells) > MAX_CELLS or self._names_others(line, form):
            return
        labelled = _is_labelled(line, form)
        for cell in cells:
            for one in cutoffs.named(cell, form.periods[self.closed[form] - 1]):
                self._name(Span(start + one.start, start + one.end), form, sure=labelled or one.words > 1)
            start += len(cell) + 1

    def _names_others(self, line: str, form: Form) -> bool:
        """True for a line that names several periods, as a table's heading does."""
        closed = self.closed[form]
        others = (period for number, period in enumerate(form.periods, 1) if number != closed)
        return any(
            one.words > 1 or one.end - one.start >= MIN_NAME
            for other in others
            for one in cutoffs.named(line.replace("\t", " | "), other)
        )

    def _name(self, span: Span, form: Form, *, sure: bool) -> None:
        """Move a name of the closed period. A lone word that no label explains may mean something else."""
        raw = self.source.text[span.start : span.end]
        new = cutoffs.moved_words(raw, form, self.closed[form]) if sure else None
        if new is not None:
            self.changes.append(Moved(span, new, 0))
        elif sure or len(raw) >= MIN_NAME:
            self.doubt("titulo", span, dice=raw)

    def _goal(self, meta: Meta, form: Form) -> None:
        closed = self.closed[form]
        cells = {cell.columna.id: cell for cell in meta.celdas}
        cleared = self._upcoming(meta, cells, closed)
        observed = {column.columna.id for column in form.columns if column.kind == OBSERVATIONS}
        for name in (*cleared, *observed & cells.keys()):
            if cells[name].raw:
                self.changes.append(Cleared(cells[name]))
        row = Row(meta, form, closed, frozenset(cleared))
        for name in names(form, closed):
            if name in cells:
                self._figure(row, name)

    def _upcoming(self, meta: Meta, cells: Mapping[str, Cell[object]], closed: int) -> list[str]:
        """The columns of a goal that are to be filled in; a figure that is there already is a doubt."""
        cleared = [name for name in (f"programado.{LAST}", f"avance.{LAST}") if name in cells]
        cell = cells.get(f"avance.{closed + 1}")
        if cell is None:
            return cleared
        if cell.value == 0:
            cleared.append(cell.columna.id)
        elif cell.value is not BLANK:
            self.doubt("avance", cell.span, meta=meta.numero.raw, dice=cell.raw)
        return cleared

    def _figure(self, row: Row, name: str) -> None:
        """Add the formula of a figure that follows from others; a figure of which it cannot be told is a doubt."""
        cell = row.cells[name]
        try:
            change = self._reckoned(row, name)
        except Uncertain as reason:
            row.doubt(name, reason)
            if cell.raw:
                self.doubt(reason.kind, cell.span, meta=row.meta.numero.raw, dice=cell.raw)
                self.changes += (Cleared(cell),) if reason.kind == BLANKING else ()
            return
        self.changes.append(change)
        if self.source.original is not None and _is_other(change):
            self.doubt(OTHER_FIGURE, cell.span, meta=row.meta.numero.raw, dice=cell.raw, da=_shown(change))

    def _reckoned(self, row: Row, name: str) -> Reckoned:
        change = reckoned(row, name)
        read = (change.cell, *(token for token in change.tokens if isinstance(token, Cell)))
        if any(one.raw and one.span.start in self.rounded for one in read):
            raise Uncertain("formato")
        return change


def _is_unfilled(meta: Meta, closed: int) -> bool:
    """True if nobody wrote what was achieved in a closed period for which something was programmed."""
    pairs = zip(meta.programado[:closed], meta.avance[:closed], strict=False)
    return any(done.value is BLANK and planned.value is not BLANK and planned.value != 0 for planned, done in pairs)


def _is_other(change: Reckoned) -> bool:
    """True if a cell says another figure than its formula gives; of percentages it may be rounded or cut."""
    said, figure = change.cell.value, change.value
    if not isinstance(said, int | Fraction) or figure is None:
        return False
    return not -_slack(change) < Fraction(said) - figure < _slack(change)


def _slack(change: Reckoned) -> Fraction:
    return Fraction(1) if change.percent else SLACK


def _shown(change: Reckoned) -> str:
    """The figure that a formula gives, as a reader sees it."""
    figure = 0 if change.value is None else change.value
    return f"{figure_text(rounded(figure))}%" if change.percent else figure_text(figure)


def _days(before: Fecha, after: Fecha) -> int:
    import datetime as dt

    return (dt.date(after.ano, after.mes, after.dia) - dt.date(before.ano, before.mes, before.dia)).days


def _is_labelled(line: str, form: Form) -> bool:
    """True for a line that a label opens behind which words stand: `TRIMESTRE: PRIMERO`."""
    texts = (entry for entry in (form.head.cutoff.entry, *form.head.entries) if not entry.code)
    return any(folded(line).startswith(folded(word)) for entry in texts for word in entry.words)

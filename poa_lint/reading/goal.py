"""Make a goal of a row's cells once it is known where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from poa_lint.core.figures import BLANK, UNKNOWN, Nothing
from poa_lint.core.form import Column, Columna, Form
from poa_lint.core.records import replace
from poa_lint.core.report import Acomodo, Cell, Cifra, Meta, Periodo, absent
from poa_lint.core.source import Span
from poa_lint.reading import values
from poa_lint.reading.columns import MISFIT_COST, kind
from poa_lint.reading.lines import Line, RawCell

Parsed = tuple[int, Any]
"""The cost of a cell under its column (`MISFIT_COST`), and its value."""

NUMERO: Final = Columna("numero", "METAS Y ACCIONES")
SUMA: Final = "suma"
"""The `acumulacion` of a goal for which the settings state none, unless it is measured in percent.

Percentages may add up (25% each quarter) or not (90% each quarter): there it stays empty.
"""
_new: Final = tuple.__new__
"""As `Cell(...)` and `Span(...)`, without the call: no other objects are made as often."""


@lru_cache(maxsize=4096)
def _figure(raw: str) -> Parsed:
    return MISFIT_COST["cifra"][kind(raw)], values.figure(raw)


@lru_cache(maxsize=4096)
def _percent(raw: str) -> Parsed:
    return MISFIT_COST["porcentaje"][kind(raw)], values.percent(raw)


@lru_cache(maxsize=4096)
def _money(raw: str) -> Parsed:
    return MISFIT_COST["dinero"][kind(raw)], values.money(raw)


def _text(column: str) -> Callable[[str], Parsed]:
    """A parser of text: its value is the text itself, BLANK for dashes that stand for nothing."""
    misfit = MISFIT_COST[column]

    def parse(raw: str) -> Parsed:
        blank = raw[0] in values.DASHES and values.DASHES.issuperset(raw)
        return misfit[kind(raw)], BLANK if blank else raw

    return parse


PARSERS: Final[Mapping[str, Callable[[str], Parsed]]] = {
    "codigos": _text("codigos"),
    "numero": _text("numero"),
    "meta": _text("meta"),
    "texto": _text("texto"),
    "cifra": _figure,
    "dinero": _money,
    "porcentaje": _percent,
    "parcial": _percent,
    "observaciones": _text("observaciones"),
    "libre": _text("libre"),
}
"""The parser of a cell that is not empty, by the kind of its column."""


class GoalReader:
    """Makes the goals of one page; looks up once what they share.

    `corte` is the number of periods closed; `acumulacion` returns a goal's, by its number and unit of measure, or "".
    """

    def __init__(self, form: Form, pagina: int, corte: int | Nothing, acumulacion: Callable[[str, str], str]) -> None:
        self.form, self.pagina, self.corte, self.acumulacion = form, pagina, corte, acumulacion
        self.columns = [(column.columna, PARSERS[column.kind]) for column in form.columns]
        self.figures = [(index, *_figures_of(form.columns[index])) for index in form.figures]
        self.planned, self.achieved = form.by_period("programado", corte), form.by_period("avance", corte)
        self.periods: list[tuple[int, str, bool | Nothing, bool | Nothing]] = [
            (
                number,
                period.nombre,
                UNKNOWN if isinstance(corte, Nothing) else number <= corte,
                UNKNOWN if isinstance(corte, Nothing) else number == corte,
            )
            for number, period in enumerate(form.periods, 1)
        ]

    def as_printed(self, row: Sequence[RawCell]) -> tuple[int, tuple[Cell[Any], ...]]:
        """The cost of a row's cells as printed under the columns, and the cells; those beyond the form are left out."""
        cells: list[Cell[Any]] = []
        misfit = 0
        for (columna, parse), (raw, start) in zip(self.columns, row, strict=False):
            if raw:
                cost, value = parse(raw)
                misfit += cost
                cells.append(_new(Cell, (raw, value, _new(Span, (start, start + len(raw))), columna)))
            else:
                cells.append(_new(Cell, ("", BLANK, _new(Span, (start, start)), columna)))
        if misfit and self._measured_in_percent(row):
            return self._in_points(cells)
        return misfit, self._filled_up(cells)

    def _measured_in_percent(self, row: Sequence[RawCell]) -> bool:
        """True if a goal's figures of the year and of a period have percent signs."""
        annual = self.form.index.get("meta_anual")
        if annual is None or annual >= len(row) or not _in_percent(row[annual].raw):
            return False
        periods = (*self.planned, *self.achieved)
        return any(index is not None and index < len(row) and _in_percent(row[index].raw) for index in periods)

    def _in_points(self, cells: list[Cell[Any]]) -> tuple[int, tuple[Cell[Any], ...]]:
        """The cost and cells of a goal measured in percent: `90%` under a figure's title is 90 and costs nothing."""
        misfit = 0
        for index, (column, cell) in enumerate(zip(self.form.columns, cells, strict=False)):
            if column.kind == "cifra" and _in_percent(cell.raw):
                cells[index] = cell._replace(value=values.percent(cell.raw))
            elif cell.raw:
                misfit += PARSERS[column.kind](cell.raw)[0]
        return misfit, self._filled_up(cells)

    def placed(self, row: Sequence[RawCell], indexes: Sequence[int | None]) -> tuple[Cell[Any], ...]:
        """The cells under the columns: for each column the row's cell at the index given, an empty one for None."""
        cells: list[Cell[Any]] = []
        end = row[0].start
        for (columna, parse), index in zip(self.columns, indexes, strict=True):
            raw, start = ("", end) if index is None else row[index]
            end = start + len(raw)
            cells.append(_new(Cell, (raw, parse(raw)[1] if raw else BLANK, _new(Span, (start, end)), columna)))
        return tuple(cells)

    def _filled_up(self, cells: list[Cell[Any]]) -> tuple[Cell[Any], ...]:
        """The cells with those that trailing tabs would have made."""
        if len(cells) < len(self.columns):
            end = cells[-1].span.end
            cells += [Cell("", BLANK, Span(end, end), columna) for columna, _ in self.columns[len(cells) :]]
        return tuple(cells)

    def goal(self, line: Line, cells: tuple[Cell[Any], ...]) -> Meta:
        """The goal of the row `line` with these cells, one for each column."""
        index, end = self.form.index, line.start + len(line.text)

        def cell(name: str) -> Cell[Any]:
            return cells[index[name]] if name in index else absent(Columna(name, name), end)

        programado = self._by_period("programado", self.planned, cells, end)
        avance = self._by_period("avance", self.achieved, cells, end)
        numero, numeracion, texto = self._numbered(cells, cell("texto"))
        unidad = cell("unidad_medida")
        first, last = line.cells[0], line.cells[-1]
        return Meta(
            self.pagina,
            cells,
            tuple(_codes(cell("lineas"))),
            numero,
            numeracion,
            texto,
            unidad,
            cell("meta_anual"),
            programado,
            avance,
            cell("absoluto"),
            cell("relativo"),
            cell("observaciones"),
            tuple([Periodo(*period, p, a) for period, p, a in zip(self.periods, programado, avance, strict=True)]),
            tuple([Cifra(*name, cells[index], *traits) for index, name, traits in self.figures]),
            self.corte,
            self.acumulacion(numero.raw, unidad.raw) or ("" if _in_percent(cell("meta_anual").raw) else SUMA),
            _new(Span, (first.start, last.start + len(last.raw))),
            None,
            self.form,
        )

    def _numbered(self, cells: Sequence[Cell[Any]], texto: Cell[str]) -> tuple[Cell[str], Cell[str], Cell[str]]:
        """A goal's number, the number with its punctuation, and its text, from the columns that hold them."""
        if self.form.number is None:
            return _split(texto)
        numero = cells[self.form.number]
        return numero, numero, texto

    def _by_period(
        self, name: str, indexes: Sequence[int | None], cells: Sequence[Cell[Any]], end: int
    ) -> tuple[Cell[Any], ...]:
        return tuple(
            [
                absent(Columna(f"{name}.{number}", f"{name}.{number}"), end) if index is None else cells[index]
                for number, index in enumerate(indexes, 1)
            ]
        )


def _figures_of(column: Column) -> tuple[Columna, tuple[bool, bool]]:
    """A column of figures, whether they may be below zero, and whether they count things."""
    return column.columna, (column.signed, column.kind == "cifra")


def unplaced(meta: Meta, acomodo: Acomodo) -> Meta:
    """`meta` with every value UNKNOWN but its text: its cells may belong under other columns."""
    unknown = with_unknown(meta, lambda cell: cell.columna != meta.texto.columna)
    return replace(unknown, lineas=(), acomodo=acomodo)


def with_unknown(meta: Meta, is_unknown: Callable[[Cell[Any]], bool]) -> Meta:
    """`meta` with the value UNKNOWN in each cell for which `is_unknown` returns True; its `celdas` stay as they are."""

    def masked(cell: Cell[Any]) -> Cell[Any]:
        return cell._replace(value=UNKNOWN) if is_unknown(cell) else cell

    unknown = {cell.columna.id: masked(cell) for cell in meta.celdas if is_unknown(cell)}
    texto = unknown.get("texto")
    return replace(
        meta,
        lineas=(unknown["lineas"],) if "lineas" in unknown else meta.lineas,
        numero=_masked_number(meta.numero, masked, texto),
        numeracion=_masked_number(meta.numeracion, masked, texto),
        texto=texto or meta.texto,
        unidad_medida=masked(meta.unidad_medida),
        meta_anual=masked(meta.meta_anual),
        programado=tuple(map(masked, meta.programado)),
        avance=tuple(map(masked, meta.avance)),
        absoluto=masked(meta.absoluto),
        relativo=masked(meta.relativo),
        observaciones=masked(meta.observaciones),
        periodos=tuple(
            replace(period, programado=masked(period.programado), avance=masked(period.avance))
            for period in meta.periodos
        ),
        cifras=tuple(replace(cifra, valor=masked(cifra.valor)) for cifra in meta.cifras),
    )


def _masked_number(number: Cell[str], masked: Callable[[Cell[Any]], Cell[Any]], texto: Cell[str] | None) -> Cell[str]:
    """A goal's number where its cell may be UNKNOWN: its own, or that of the text that it opens."""
    if number.columna != NUMERO:
        return masked(number)
    return number if texto is None else texto._replace(raw="", columna=NUMERO)


def _in_percent(raw: str) -> bool:
    """True for a readable figure with a percent sign."""
    return raw[-1:] in ("%", "％") and not isinstance(values.percent(raw), Nothing)


def _split(cell: Cell[str]) -> tuple[Cell[str], Cell[str], Cell[str]]:
    """A goal's number, the number with its punctuation, and its text, out of the one cell that holds them."""
    raw, start = cell.raw, cell.span.start
    match = values.goal_number(raw)
    if match is None:
        blank: Cell[str] = Cell("", BLANK, Span(start, start), NUMERO)
        return blank, blank, cell
    number, opens, closes, rest = match
    marked, texto = raw[opens:rest].rstrip(), raw[rest:]
    return (
        Cell(raw[opens:closes], number, Span(start + opens, start + closes), NUMERO),
        Cell(marked, marked, Span(start + opens, start + opens + len(marked)), NUMERO),
        Cell(texto, texto or BLANK, Span(start + rest, start + len(raw)), cell.columna),
    )


def _codes(cell: Cell[str]) -> Iterator[Cell[str]]:
    for code, start, _ in values.codes(cell.raw):
        bare = code.rstrip(".")
        offset = cell.span.start + start
        value = "".join(bare.replace(",", ".").split())  # `3,4,1` is meant to be 3.4.1
        yield Cell(bare, value or BLANK, Span(offset, offset + len(bare)), cell.columna)

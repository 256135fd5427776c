"""Make a goal of a row's cells once it is known where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from poa_lint.core.figures import BLANK, UNKNOWN, Nothing
from poa_lint.core.form import Form
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Cifra, Columna, Meta, Periodo, absent
from poa_lint.core.source import Span
from poa_lint.reading import values
from poa_lint.reading.columns import MISFIT, kind
from poa_lint.reading.lines import Line, Written

Read = tuple[int, Any]
"""How ill a cell fits its column, and what it says."""


NUMERO: Final = Columna("numero", "METAS Y ACCIONES")
SUMA: Final = "suma"
"""How periods make a year where nobody says otherwise. Of percentages nobody knows (four times 25%, or always 90%)."""
_new: Final = tuple.__new__
"""What `Cell(...)` and `Span(...)` do, without the call: of nothing are so many made."""


@lru_cache(maxsize=4096)
def _figure(raw: str) -> Read:
    return MISFIT["cifra"][kind(raw)], values.figure(raw)


@lru_cache(maxsize=4096)
def _percent(raw: str) -> Read:
    return MISFIT["porcentaje"][kind(raw)], values.percent(raw)


def _words(column: str) -> Callable[[str], Read]:
    """What is written; BLANK for dashes that stand for nothing."""
    misfit = MISFIT[column]

    def words(raw: str) -> Read:
        blank = raw[0] in values.DASHES and values.DASHES.issuperset(raw)
        return misfit[kind(raw)], BLANK if blank else raw

    return words


READERS: Final[Mapping[str, Callable[[str], Read]]] = {
    "codigos": _words("codigos"),
    "meta": _words("meta"),
    "texto": _words("texto"),
    "cifra": _figure,
    "porcentaje": _percent,
    "observaciones": _words("observaciones"),
}
"""How a cell that is not empty is read, by the kind of its column."""


class Goals:
    """Makes the goals of one page: what all of them share is looked up once."""

    def __init__(self, form: Form, pagina: int, corte: int | Nothing, acumulacion: Callable[[str, str], str]) -> None:
        self.form, self.pagina, self.corte, self.acumulacion = form, pagina, corte, acumulacion
        self.columns = [(column.columna, READERS[column.kind]) for column in form.columns]
        self.figures = [(*form.columns[place].columna, place) for place in form.figures]
        unknown = isinstance(corte, Nothing)
        self.periods: list[tuple[int, str, bool | Nothing, bool | Nothing]] = [
            (
                number,
                period.nombre,
                UNKNOWN if isinstance(corte, Nothing) else number <= corte,
                UNKNOWN if unknown else number == corte,
            )
            for number, period in enumerate(form.periods, 1)
        ]

    def read(self, written: Sequence[Written]) -> tuple[int, tuple[Cell[Any], ...]]:
        """The cells of a row as printed, and how ill they fit their columns; cells beyond those are left out."""
        cells: list[Cell[Any]] = []
        misfit = 0
        for (columna, reader), (raw, start) in zip(self.columns, written, strict=False):
            if raw:
                cost, value = reader(raw)
                misfit += cost
                cells.append(_new(Cell, (raw, value, _new(Span, (start, start + len(raw))), columna)))
            else:
                cells.append(_new(Cell, ("", BLANK, _new(Span, (start, start)), columna)))
        if misfit and self._percent_goal(written):
            return self._in_points(cells)
        return misfit, self._filled(cells)

    def _percent_goal(self, written: Sequence[Written]) -> bool:
        """Whether a goal is measured in percent: its year's figure says so, and a period's."""
        annual = self.form.place("meta_anual")
        if annual is None or annual >= len(written) or not _in_percent(written[annual].raw):
            return False
        periods = (*self.form.planned, *self.form.achieved)
        return any(place is not None and place < len(written) and _in_percent(written[place].raw) for place in periods)

    def _in_points(self, cells: list[Cell[Any]]) -> tuple[int, tuple[Cell[Any], ...]]:
        """Such a goal's cells: `90%` under a figure's title is 90."""
        misfit = 0
        for place, (column, cell) in enumerate(zip(self.form.columns, cells, strict=False)):
            if column.kind == "cifra" and _in_percent(cell.raw):
                cells[place] = cell._replace(value=values.percent(cell.raw))
            elif cell.raw:
                misfit += READERS[column.kind](cell.raw)[0]
        return misfit, self._filled(cells)

    def placed(self, written: Sequence[Written], places: Sequence[int | None]) -> tuple[Cell[Any], ...]:
        """The cells of a row as they are placed: for each column one of the row, or none."""
        cells: list[Cell[Any]] = []
        end = written[0].start
        for (columna, reader), place in zip(self.columns, places, strict=True):
            raw, start = ("", end) if place is None else written[place]
            end = start + len(raw)
            cells.append(_new(Cell, (raw, reader(raw)[1] if raw else BLANK, _new(Span, (start, end)), columna)))
        return tuple(cells)

    def _filled(self, cells: list[Cell[Any]]) -> tuple[Cell[Any], ...]:
        """The cells with those that trailing tabs would have made."""
        if len(cells) < len(self.columns):
            end = cells[-1].span.end
            cells += [Cell("", BLANK, Span(end, end), columna) for columna, _ in self.columns[len(cells) :]]
        return tuple(cells)

    def goal(self, line: Line, written: Sequence[Written], cells: tuple[Cell[Any], ...]) -> Meta:
        """The goal that a row's cells make, one for each column."""
        index, end = self.form.index, line.start + len(line.text)

        def cell(name: str) -> Cell[Any]:
            place = index.get(name)
            return absent(Columna(name, name), end) if place is None else cells[place]

        programado = self._by_period("programado", self.form.planned, cells, end)
        avance = self._by_period("avance", self.form.achieved, cells, end)
        numero, numeracion, texto = _numbered(cell("texto"))
        unidad = cell("unidad_medida")
        last = written[-1]
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
            tuple([Cifra(name, titulo, cells[place]) for name, titulo, place in self.figures]),
            self.corte,
            self.acumulacion(numero.raw, unidad.raw) or ("" if _in_percent(cell("meta_anual").raw) else SUMA),
            _new(Span, (written[0].start, last.start + len(last.raw))),
            None,
        )

    def _by_period(
        self, name: str, places: Sequence[int | None], cells: Sequence[Cell[Any]], end: int
    ) -> tuple[Cell[Any], ...]:
        return tuple(
            [
                absent(Columna(f"{name}.{number}", f"{name}.{number}"), end) if place is None else cells[place]
                for number, place in enumerate(places, 1)
            ]
        )


def hidden(meta: Meta, hides: Callable[[Cell[Any]], bool]) -> Meta:
    """A goal in which nobody knows what some cells say."""

    def told(cell: Cell[Any]) -> Cell[Any]:
        return cell._replace(value=UNKNOWN) if hides(cell) else cell

    hidden = {cell.columna.id: told(cell) for cell in meta.celdas if hides(cell)}
    texto = hidden.get("texto")
    return replace(
        meta,
        lineas=(hidden["lineas"],) if "lineas" in hidden else meta.lineas,
        numero=meta.numero if texto is None else texto._replace(raw="", columna=NUMERO),
        numeracion=meta.numeracion if texto is None else texto._replace(raw="", columna=NUMERO),
        texto=texto or meta.texto,
        unidad_medida=told(meta.unidad_medida),
        meta_anual=told(meta.meta_anual),
        programado=tuple(map(told, meta.programado)),
        avance=tuple(map(told, meta.avance)),
        absoluto=told(meta.absoluto),
        relativo=told(meta.relativo),
        observaciones=told(meta.observaciones),
        periodos=tuple(
            replace(period, programado=told(period.programado), avance=told(period.avance)) for period in meta.periodos
        ),
        cifras=tuple(replace(cifra, valor=told(cifra.valor)) for cifra in meta.cifras),
    )


def _in_percent(raw: str) -> bool:
    return raw[-1:] in ("%", "％") and not isinstance(values.percent(raw), Nothing)


def _numbered(cell: Cell[str]) -> tuple[Cell[str], Cell[str], Cell[str]]:
    """A goal's number, the number with its marks, and its text, out of the one cell that holds them."""
    raw, start = cell.raw, cell.span.start
    found = values.goal_number(raw)
    if found is None:
        nothing: Cell[str] = Cell("", BLANK, Span(start, start), NUMERO)
        return nothing, nothing, cell
    number, opens, closes, rest = found
    marked, words = raw[opens:rest].rstrip(), raw[rest:]
    return (
        Cell(raw[opens:closes], number, Span(start + opens, start + closes), NUMERO),
        Cell(marked, marked, Span(start + opens, start + opens + len(marked)), NUMERO),
        Cell(words, words or BLANK, Span(start + rest, start + len(raw)), cell.columna),
    )


def _codes(cell: Cell[str]) -> Iterator[Cell[str]]:
    for code, start, _ in values.codes(cell.raw):
        clean = code.rstrip(".")
        opens = cell.span.start + start
        yield Cell(clean, clean or BLANK, Span(opens, opens + len(clean)), cell.columna)

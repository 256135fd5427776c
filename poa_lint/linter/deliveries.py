"""Keep a report as a delivery, and make goals of one again: in the periods of another form, if theirs lie within them.

>>> kept = delivery(source, reading)             # bytes of the report are needed no more
>>> goals(kept.units[0], kept, form, forms, 1)   # its first unit's goals, as this form has them, in file 1
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from poa_lint.core.dates import Fecha
from poa_lint.core.delivery import Content, Delivery, KeptCell, KeptGoal, KeptUnit
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, figure_text
from poa_lint.core.form import Columna, Form
from poa_lint.core.report import Acomodo, Cell, Informe, Meta, Unidad, absent, code
from poa_lint.core.source import FILE_BITS, Source, Span, Unreadable
from poa_lint.linter.stage import stage
from poa_lint.reading.read import Reading

TEXTS: Final = ("numero", "texto", "unidad_medida", "lineas", "observaciones")
"""The cells of a goal that are kept beside its figures."""
COMPARED: Final = ("meta_anual", "programado", "avance", "absoluto")
"""The figures that are compared; those of periods have a number behind them."""
FIGURES: Final = ("meta_anual", "absoluto", "relativo")


def delivery(source: Source, reading: Reading) -> Delivery:
    """A report as it was read, kept for comparing."""
    informe = reading.informe
    shared: dict[Content, Content] = {}
    return Delivery(
        path=source.path,
        sha256=source.sha256,
        kind=source.kind,
        ejercicio=informe.ejercicio,
        fecha=informe.fecha,
        units=tuple(_unit(unidad, informe, shared) for unidad in informe.unidades if unidad.paginas),
        lines=array("Q", [0, *accumulate(len(line) + 1 for line in source.text.split("\n")[:-1])]),
        places=getattr(source.original, "places", None),
        complete=not reading.unread and all(unidad.completa for unidad in informe.unidades),
        foreign=reading.foreign,
        stage=stage(informe),
    )


def unread(source: Unreadable) -> Delivery:
    """A file that could not be read, as one that states nothing."""
    return Delivery(source.path, source.sha256, "", UNKNOWN, UNKNOWN, (), array("Q", [0]), complete=False)


def _unit(unidad: Unidad, informe: Informe, shared: dict[Content, Content]) -> KeptUnit:
    pagina = unidad.paginas[0]
    form = pagina.form
    assert form is not None, "a page that was read has a form"
    columns = [(name, "") for name in TEXTS]
    columns += [(column.columna.id, column.columna.titulo) for column in form.columns if column.columna.id in FIGURES]
    for name in ("programado", "avance"):
        columns += [(f"{name}.{number}", "") for number in range(1, len(form.periods) + 1)]
    return KeptUnit(
        identity=identity(unidad),
        ramo=code(pagina.ramo),
        programa=code(unidad.programa),
        unidad=code(unidad.unidad_ejecutora),
        nombre=unidad.nombre,
        form=form.code,
        closed=next((corte.closed for corte in informe.cortes if corte.form is form), UNKNOWN),
        columns=tuple(columns),
        goals=tuple(_goal(meta, columns, shared) for meta in unidad.metas),
        header={name: _kept(cell) for name, cell in _header(unidad)},
        signed={firma.rol: _kept(firma.cargo) for firma in unidad.firmas if firma.cargo.raw},
        complete=unidad.completa,
    )


def identity(unidad: Unidad) -> dict[str, str]:
    """The codes that tell which unit it is, by the entry of the header."""
    pagina = unidad.paginas[0]
    form = pagina.form
    assert form is not None, "a page that was read has a form"
    return {name: said for name, said in zip(form.head.unit, pagina.identidad, strict=False) if said}


def _header(unidad: Unidad) -> Iterator[tuple[str, Cell[Any]]]:
    from poa_lint.rulebook.rubros import header_cells

    pagina = unidad.paginas[0]
    yield from header_cells(pagina).items()
    yield "fecha", pagina.fecha
    yield "unidad_ejecutora", pagina.unidad_ejecutora.codigo


def _kept(cell: Cell[Any]) -> KeptCell:
    return KeptCell((cell.raw, cell.value), cell.span.start, (cell.columna.id, cell.columna.titulo))


def _goal(meta: Meta, columns: Sequence[tuple[str, str]], shared: dict[Content, Content]) -> KeptGoal:
    cells = [_cell(meta, name) for name, _ in columns]
    contents = tuple(shared.setdefault(content, content) for content in ((cell.raw, cell.value) for cell in cells))
    starts = array("Q", [cell.span.start for cell in cells])
    return KeptGoal(meta.pagina, contents, starts, meta.acumulacion, _doubtful(meta), _unsure(meta))


def _cell(meta: Meta, name: str) -> Cell[Any]:
    """The cell of a goal by its name, several lines of action as one."""
    if name == "lineas":
        raws = ", ".join(cell.raw for cell in meta.lineas)
        return (
            meta.lineas[0]._replace(raw=raws, value=raws) if meta.lineas else absent(Columna(name, name), meta.span.end)
        )
    base, _, number = name.partition(".")
    found: Any = getattr(meta, base)
    cell: Cell[Any] = found[int(number) - 1] if number else found
    return cell


def _doubtful(meta: Meta) -> frozenset[str]:
    """The columns whose figure another placement of the row would change."""
    if meta.acomodo is None:
        return frozenset()
    names = [*FIGURES, *(f"{side}.{n}" for side in ("programado", "avance") for n in range(1, len(meta.avance) + 1))]
    otras = meta.acomodo.otras
    return frozenset(
        name for name in names if any(_cell(other, name).value != _cell(meta, name).value for other in otras)
    )


def _unsure(meta: Meta) -> frozenset[str]:
    return meta.acomodo.inciertas if meta.acomodo else frozenset()


def cell(kept: KeptCell, number: int) -> Cell[Any]:
    """A cell of a header again, with its place in the file with this number."""
    raw, value = kept.content
    start = (number << FILE_BITS) + kept.start
    return Cell(raw, value, Span(start, start + len(raw)), Columna(*kept.columna))


def closed(unit: KeptUnit, forms: Mapping[str, Form], form: Form) -> int | Nothing:
    """The number of `form`'s periods that a kept unit closes."""
    own = forms.get(unit.form)
    if own is None or isinstance(unit.closed, Nothing):
        return UNKNOWN
    if unit.closed == 0:
        return 0
    month = own.periods[unit.closed - 1].mes
    return sum(period.mes <= month for period in form.periods)


def goals(unit: KeptUnit, form: Form, forms: Mapping[str, Form], number: int) -> tuple[Meta, ...]:
    """The goals of a kept unit as `form` has them, in the file with this number; `forms` go by their codes."""
    own = forms.get(unit.form)
    if own is None:
        return ()
    groups, titled = _groups(own, form), Titles(form)
    return tuple(_meta(goal, unit, titled, groups, number) for goal in unit.goals)


def unsure(unit: KeptUnit) -> tuple[str, ...]:
    """The numbers of the goals of which a figure that is compared is not known, though something is written there."""
    numbers = [number for number, (name, _) in enumerate(unit.columns) if name.partition(".")[0] in COMPARED]
    texts = [name for name, _ in unit.columns]
    return tuple(
        goal.contents[texts.index("numero")][0]
        for goal in unit.goals
        if any(
            goal.contents[number][0]
            and (goal.contents[number][1] is UNKNOWN or unit.columns[number][0] in goal.doubtful)
            for number in numbers
        )
    )


def _groups(own: Form, form: Form) -> tuple[tuple[int, ...], ...]:
    """For each period of `form` the numbers of the periods of `own` that make it up; none where they do not fit."""
    if {period.mes for period in form.periods} - {period.mes for period in own.periods}:
        return ((),) * len(form.periods)
    groups, before = [], 0
    for period in form.periods:
        numbers = [n for n, other in enumerate(own.periods, 1) if before < other.mes <= period.mes]
        groups.append(tuple(numbers))
        before = period.mes
    return tuple(groups)


def _meta(goal: KeptGoal, unit: KeptUnit, titled: Titles, groups: Sequence[tuple[int, ...]], number: int) -> Meta:
    base = number << FILE_BITS
    cells: dict[str, Cell[Any]] = {}
    regrouped = any(group != (number,) for number, group in enumerate(groups, 1))
    doubtful = goal.doubtful | (goal.unsure if regrouped else frozenset())
    for (name, _), (raw, value), start in zip(unit.columns, goal.contents, goal.starts, strict=True):
        kept = UNKNOWN if name in doubtful else value
        cells[name] = Cell(raw, kept, Span(base + start, base + start + len(raw)), titled[name])
    end = cells["texto"].span.end
    nothing = {name: absent(titled[name], end) for name in (*TEXTS, *FIGURES)}
    one = {**nothing, **cells}
    lineas = one["lineas"]
    by_period = {
        name: tuple(
            _together([cells[f"{name}.{n}"] for n in numbers], titled[f"{name}.{k}"], end, goal.acumulacion)
            for k, numbers in enumerate(groups, 1)
        )
        for name in ("programado", "avance")
    }
    return Meta(
        pagina=goal.pagina,
        celdas=(),
        lineas=tuple(lineas._replace(raw=part, value=part) for part in lineas.raw.split(", ") if part),
        numero=one["numero"],
        numeracion=one["numero"],
        texto=one["texto"],
        unidad_medida=one["unidad_medida"],
        meta_anual=one["meta_anual"],
        programado=by_period["programado"],
        avance=by_period["avance"],
        absoluto=one["absoluto"],
        relativo=one["relativo"],
        observaciones=one["observaciones"],
        periodos=(),
        cifras=(),
        corte=unit.closed,
        acumulacion=goal.acumulacion,
        span=Span(cells["texto"].span.start, end),
        acomodo=None if regrouped or not goal.unsure else Acomodo(0, 0, (), (), logrado=True, inciertas=goal.unsure),
        form=titled.form,
    )


class Titles(dict[str, Columna]):
    """The columns of a form by their ids, with their titles there; a goal's number has that of the text it opens."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __missing__(self, name: str) -> Columna:
        index = self.form.index.get("texto" if name == "numero" else name)
        self[name] = Columna(name, name if index is None else self.form.columns[index].columna.titulo)
        return self[name]


def _together(cells: Sequence[Cell[Figure]], columna: Columna, end: int, acumulacion: str) -> Cell[Figure]:
    """The figures of several periods as one of a longer period that they make up; blank where all are.

    UNKNOWN where one is, and for a goal whose periods do not add up.
    """
    if len(cells) == 1:
        return cells[0]._replace(columna=columna)
    values = [cell.value for cell in cells]
    if not cells or UNKNOWN in values or acumulacion != "suma":
        return absent(columna, end)
    span = Span(cells[0].span.start, cells[-1].span.end)
    figures = [value for value in values if not isinstance(value, Nothing)]
    if not figures:
        return Cell("", BLANK, span, columna)
    total: Figure = sum(figures)
    return Cell(figure_text(total), total, span, columna)


def day(fecha: Fecha | Nothing) -> str:
    """A date as ISO; empty for one that is not known or does not exist."""
    if isinstance(fecha, Nothing) or not fecha.existe:
        return ""
    return f"{fecha.ano:04d}-{fecha.mes:02d}-{fecha.dia:02d}"

"""The report as it stands on the paper: pages, units, goals and cells, each with its place in the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from poa_lint.core.figures import UNKNOWN, Figure, Nothing
from poa_lint.core.records import record
from poa_lint.core.source import Span

V_co = TypeVar("V_co", covariant=True)


class Columna(NamedTuple):
    """A column of the table or a line of the header: its stable name and its title on the paper."""

    id: str
    titulo: str


class Cell(NamedTuple, Generic[V_co]):
    """What one cell says: `raw` as written, `value` as understood (or why not), and where.

    An empty cell has a place too: the point right after the tab that opens it.
    """

    raw: str
    value: V_co | Nothing
    span: Span
    columna: Columna


class Fecha(NamedTuple):
    """A date as written. It may be impossible (31 April); `existe` tells."""

    ano: int
    mes: int
    dia: int

    @property
    def existe(self) -> bool:
        """Whether the calendar has this day."""
        leap = self.ano % 4 == 0 and (self.ano % 100 != 0 or self.ano % 400 == 0)
        days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        return 1 <= self.mes <= 12 and 1 <= self.dia <= days[self.mes - 1]


@record
class Clave:
    """A code with its name: a ramo, a programme, an eje or a línea de acción."""

    codigo: Cell[str]
    nombre: Cell[str]
    span: Span


@record
class Firma:
    """One signature: its role (elaboró, revisó, autorizó), the charge, the name."""

    rol: str
    cargo: Cell[str]
    nombre: Cell[str]
    span: Span


@record
class Periodo:
    """One goal's quarter (or month): programmed and achieved, and whether the cut-off date has passed its end."""

    numero: int
    nombre: str
    cerrado: bool | Nothing
    ultimo: bool | Nothing
    """Whether it is the last one closed, the period that this report is about."""
    programado: Cell[Figure]
    avance: Cell[Figure]


@record
class Cifra:
    """One figure of a goal, whichever its column: what a rule about every figure looks at."""

    columna: str
    titulo: str
    valor: Cell[Figure]


@record
class Acomodo:
    """How a row's cells were put under their columns, where they did not stand there already.

    `faltan` and `sobran` count the cells that were lost and repeated, `anadidas` names the columns of the
    blanks that were put back, `otras` are the other placements that fit as well as the chosen one.
    """

    faltan: int
    sobran: int
    anadidas: tuple[str, ...]
    otras: tuple[Meta, ...]
    logrado: bool


@record
class Meta:
    """A goal's row. `celdas` are all its cells left to right; `acomodo` is None where they stand as printed."""

    pagina: int
    celdas: tuple[Cell[object], ...]
    lineas: tuple[Cell[str], ...]
    numero: Cell[str]
    numeracion: Cell[str]
    """The number with the marks behind it, `103.-`."""
    texto: Cell[str]
    unidad_medida: Cell[str]
    meta_anual: Cell[Figure]
    programado: tuple[Cell[Figure], ...]
    avance: tuple[Cell[Figure], ...]
    absoluto: Cell[Figure]
    relativo: Cell[Figure]
    observaciones: Cell[str]
    periodos: tuple[Periodo, ...]
    cifras: tuple[Cifra, ...]
    corte: int | Nothing
    """How many periods the cut-off date closes; unknown without a date that exists."""
    acumulacion: str
    """How the goal's periods add up to its year: `suma`, `ultimo`, `promedio` or `maximo`; empty where nobody says."""
    span: Span
    acomodo: Acomodo | None


def with_figures(meta: Meta, figures: Mapping[str, tuple[str, Figure | Nothing]]) -> Meta:
    """A goal whose figures in some columns are others: what is written there, and what it means."""
    changed: dict[str, Cell[Figure]] = {}
    cifras = list(meta.cifras)
    for place, cifra in enumerate(meta.cifras):
        if cifra.columna in figures:
            was, (raw, value) = cifra.valor, figures[cifra.columna]
            cell = changed[cifra.columna] = Cell(raw, value, was.span, was.columna)
            cifras[place] = Cifra(cifra.columna, cifra.titulo, cell)
    programado, avance, periodos = meta.programado, meta.avance, meta.periodos
    if any("." in name for name in changed):
        programado = tuple([changed.get(cell.columna.id, cell) for cell in programado])
        avance = tuple([changed.get(cell.columna.id, cell) for cell in avance])
        periodos = tuple(
            [
                period
                if p is period.programado and a is period.avance
                else Periodo(period.numero, period.nombre, period.cerrado, period.ultimo, p, a)
                for period, p, a in zip(periodos, programado, avance, strict=True)
            ]
        )
    return Meta(
        meta.pagina,
        meta.celdas,
        meta.lineas,
        meta.numero,
        meta.numeracion,
        meta.texto,
        meta.unidad_medida,
        changed.get("meta_anual", meta.meta_anual),
        programado,
        avance,
        changed.get("absoluto", meta.absoluto),
        changed.get("relativo", meta.relativo),
        meta.observaciones,
        periodos,
        tuple(cifras),
        meta.corte,
        meta.acumulacion,
        meta.span,
        meta.acomodo,
    )


@record
class Pagina:
    """One page: letterhead, header, table and signatures."""

    numero: int
    ejercicio: Cell[Figure]
    ramo: Clave
    programa: Clave
    unidad_ejecutora: Clave
    finalidad: Clave
    funcion: Clave
    subfuncion: Clave
    ejes: tuple[Clave, ...]
    lineas: tuple[Clave, ...]
    forma: Cell[str]
    fecha: Cell[Fecha]
    cierra: bool | Nothing
    """Whether the date is the last day of one of the form's periods."""
    metas: tuple[Meta, ...]
    firmas: tuple[Firma, ...]
    span: Span


@record
class Unidad:
    """The pages of one executing unit within one programme."""

    programa: Clave
    unidad_ejecutora: Clave
    paginas: tuple[Pagina, ...]
    ejes: tuple[Clave, ...]
    """The axes that its pages declare, each once; so too the lines of action."""
    lineas: tuple[Clave, ...]
    metas: tuple[Meta, ...]
    firmas: tuple[Firma, ...]

    @property
    def nombre(self) -> str:
        """`101 GERENCIA GENERAL`, as a reader would call it."""
        return " ".join(filter(None, (self.unidad_ejecutora.codigo.raw, self.unidad_ejecutora.nombre.raw)))


@record
class Informe:
    """A whole report."""

    paginas: tuple[Pagina, ...]
    unidades: tuple[Unidad, ...]
    ejercicio: Figure | Nothing
    """The year that most pages carry."""
    fecha: Fecha | Nothing
    """The cut-off date that most pages carry, the first of those equally frequent."""
    corte: int | Nothing
    """How many periods that date closes; unknown where as many pages carry another that closes others."""

    @property
    def metas(self) -> tuple[Meta, ...]:
        """Every goal, in the order of the text."""
        return tuple(meta for pagina in self.paginas for meta in pagina.metas)


def absent(columna: Columna, offset: int) -> Cell[Any]:
    """The cell of a column that the form does not have: nothing can be said of it."""
    return Cell("", UNKNOWN, Span(offset, offset), columna)

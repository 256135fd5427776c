"""The data model of a report: pages, units, goals and cells as on the paper, each with its span in the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from poa_lint.core.dates import Fecha
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing
from poa_lint.core.form import Columna, Form
from poa_lint.core.records import record
from poa_lint.core.source import Span

V_co = TypeVar("V_co", covariant=True)


class Cell(NamedTuple, Generic[V_co]):
    """One cell: `raw` as written, `value` as parsed (BLANK if empty, UNKNOWN if unreadable), its span and column.

    The span of an empty cell is the empty one right after the tab that opens it.
    """

    raw: str
    value: V_co | Nothing
    span: Span
    columna: Columna


@record
class Clave:
    """A code with its name: a ramo, a programme, an eje or a línea de acción."""

    codigo: Cell[str]
    nombre: Cell[str]
    span: Span


@record
class Firma:
    """One signature: its role (`ELABORÓ`, `REVISÓ` or `AUTORIZÓ`), the signer's post (cargo) and name."""

    rol: str
    cargo: Cell[str]
    nombre: Cell[str]
    span: Span


@record
class Periodo:
    """One quarter (or month) of a goal: the figures programmed and achieved."""

    numero: int
    nombre: str
    cerrado: bool | Nothing
    """True if it ends on or before the cut-off date; UNKNOWN where `Meta.corte` is."""
    ultimo: bool | Nothing
    """True for the last period closed, which the report is about; UNKNOWN where `Meta.corte` is."""
    programado: Cell[Figure]
    avance: Cell[Figure]


def pending(periodo: Periodo) -> bool:
    """True for a closed period in which something was programmed and whose achieved figure is blank (POA404)."""
    planned = periodo.programado.value
    blank = periodo.cerrado is True and periodo.avance.value is BLANK
    return blank and not isinstance(planned, Nothing) and planned > 0


@record
class Cifra:
    """One figure of a goal with its column, for rules about every figure alike.

    `con_signo` is True in a column that may hold figures below zero, `contable` in one of things that are counted.
    """

    columna: str
    titulo: str
    valor: Cell[Figure]
    con_signo: bool = False
    contable: bool = True


@record
class Acomodo:
    """The placement of a displaced row: the edits that put its cells under their columns.

    `faltan` and `sobran` count the blanks inserted and the cells dropped, `anadidas` are the ids of the columns of
    the inserted blanks, `otras` the goals that other likely placements make. `logrado` is False where no placement
    fits: then the goal's figures are UNKNOWN. `desde` is the id of the column from which on the cells are displaced.
    `inciertas` are the ids of the columns that have another cell in some placement that costs no more, likely or not.
    """

    faltan: int
    sobran: int
    anadidas: tuple[str, ...]
    otras: tuple[Meta, ...]
    logrado: bool
    desde: str = ""
    inciertas: frozenset[str] = frozenset()


@record
class Meta:
    """A goal: one row of the table. `celdas` are all its cells left to right; `acomodo` is None for a row in order."""

    pagina: int
    celdas: tuple[Cell[object], ...]
    lineas: tuple[Cell[str], ...]
    numero: Cell[str]
    numeracion: Cell[str]
    """The number with the punctuation behind it, `103.-`."""
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
    """The number of periods that the report's cut-off date closes; UNKNOWN without a date that exists."""
    acumulacion: str
    """The way the periods add up to the year: `suma`, `ultimo`, `promedio` or `maximo`; empty if not known."""
    span: Span
    acomodo: Acomodo | None
    form: Form | None = None
    """The form of its page."""


def with_figures(meta: Meta, figures: Mapping[str, tuple[str, Figure | Nothing]]) -> Meta:
    """`meta` with the `(raw, value)` of `figures` in the columns with these ids; other columns stay as they are."""
    changed: dict[str, Cell[Figure]] = {}
    cifras = list(meta.cifras)
    for index, cifra in enumerate(meta.cifras):
        if cifra.columna in figures:
            raw, value = figures[cifra.columna]
            cell = changed[cifra.columna] = Cell(raw, value, cifra.valor.span, cifra.valor.columna)
            cifras[index] = Cifra(cifra.columna, cifra.titulo, cell, cifra.con_signo, cifra.contable)
    programado, avance, periodos = meta.programado, meta.avance, meta.periodos
    if any("." in column for column in changed):  # only the ids of periods' columns have one: `avance.3`
        programado = tuple([changed.get(cell.columna.id, cell) for cell in programado])
        avance = tuple([changed.get(cell.columna.id, cell) for cell in avance])
        periodos = tuple(map(_with_cells, periodos, programado, avance))
    # Not `replace`: repair makes a goal for each figure that it tries.
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
        meta.form,
    )


def _with_cells(periodo: Periodo, programado: Cell[Figure], avance: Cell[Figure]) -> Periodo:
    if programado is periodo.programado and avance is periodo.avance:
        return periodo
    return Periodo(periodo.numero, periodo.nombre, periodo.cerrado, periodo.ultimo, programado, avance)


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
    """True if the date is the last day of one of the form's periods; UNKNOWN without a readable date."""
    metas: tuple[Meta, ...]
    firmas: tuple[Firma, ...]
    span: Span
    justificacion_aparte: bool = False
    """True if its form has the explanations of deviations on a sheet of their own."""
    otras: tuple[Clave, ...] = ()
    """The codes of lines of the header that only its own form has; their columns name the lines."""
    identidad: tuple[str, ...] = ()
    """The codes, or the names, that tell which unit the page is of, in the order of its form."""
    form: Form | None = None
    """Its form; None for a page of which no form is known."""

    @property
    def adelantadas(self) -> int:
        """The number of goals whose progress to date counts some of the first period after the cut-off."""
        return sum(map(_is_ahead, self.metas))

    @property
    def atrasada(self) -> bool:
        """True if it is the cut-off date that stands out, and not the goals that are ahead of it.

        They are several, and more than half of those for which the first period after it has anything programmed.
        """
        ahead = self.adelantadas
        due = sum(periodo is not None and _is_some(periodo.programado) for periodo in map(_first_open, self.metas))
        return ahead > 1 and 2 * ahead > due


def _first_open(meta: Meta) -> Periodo | None:
    """The first period of a goal that has not closed; None for none, or where the cut-off is not known."""
    closed = meta.corte
    return meta.periodos[closed] if isinstance(closed, int) and closed < len(meta.periodos) else None


def _is_ahead(meta: Meta) -> bool:
    """True for a goal that sums up, and has progress after the cut-off in its total."""
    periodo, figures = _first_open(meta), [cell.value for cell in meta.avance]
    if periodo is None or not _is_some(periodo.avance) or meta.acumulacion != "suma" or UNKNOWN in figures:
        return False
    return sum(figure for figure in figures if not isinstance(figure, Nothing)) == meta.absoluto.value


def _is_some(cell: Cell[Figure]) -> bool:
    return not isinstance(cell.value, Nothing) and cell.value > 0


@record
class Unidad:
    """The pages of one executing unit within one programme."""

    programa: Clave
    unidad_ejecutora: Clave
    paginas: tuple[Pagina, ...]
    ejes: tuple[Clave, ...]
    """The ejes that its pages declare, each once."""
    lineas: tuple[Clave, ...]
    """The lines of action that its pages declare, each once."""
    metas: tuple[Meta, ...]
    firmas: tuple[Firma, ...]
    completa: bool = True
    """False if some of its pages could not be read: they may hold what the others lack."""
    identificada: bool | Nothing = True
    """True if each of its pages states whose it is; UNKNOWN for one that states it in part, and may be another's."""
    firmantes: tuple[str, ...] = ()
    """The roles of those who sign on its form."""
    otras: tuple[Clave, ...] = ()
    """The codes of its first page that only its own form has."""

    @property
    def nombre(self) -> str:
        """The code and name of the executing unit, as far as they are written: `101 GERENCIA GENERAL`."""
        return " ".join(filter(None, (code(self.unidad_ejecutora), self.unidad_ejecutora.nombre.raw)))


class Corte(NamedTuple):
    """The number of periods that a report closes of a form on its pages."""

    form: Form
    closed: int | Nothing

    @property
    def clave(self) -> str:
        """The key of the last period closed, `T2` or `M04`; see `Form.key`."""
        return self.form.key(self.closed)


@record
class Informe:
    """A whole report."""

    paginas: tuple[Pagina, ...]
    unidades: tuple[Unidad, ...]
    ejercicio: Figure | Nothing
    """The year that most pages carry."""
    fecha: Fecha | Nothing
    """The cut-off date that most pages carry, the first of those equally frequent; dates that exist come first."""
    corte: int | Nothing
    """The number of periods that `fecha` closes; UNKNOWN if an equally frequent date closes another number of them."""
    sin_leer: tuple[Pagina, ...] = ()
    """The pages of a form whose table could not be read: no rule speaks of them, nor of a unit that has one."""
    cortes: tuple[Corte, ...] = ()
    """The periods closed by form, those of the form with most tables first."""

    @property
    def metas(self) -> tuple[Meta, ...]:
        """Every goal, in the order of the text."""
        return tuple(meta for pagina in self.paginas for meta in pagina.metas)

    @property
    def lugar(self) -> Cell[str]:
        """The cell at which a finding about the whole report points: the code of the first page's executing unit.

        Raises IndexError for a report without pages, of which no rule speaks.
        """
        return self.paginas[0].unidad_ejecutora.codigo


def code(clave: Clave) -> str:
    """A code as it is meant: as written, but for letters that stand for digits (`lO1` is 101)."""
    cell = clave.codigo
    return cell.raw if isinstance(cell.value, Nothing) else cell.value


def absent(columna: Columna, offset: int) -> Cell[Any]:
    """An empty cell with the value UNKNOWN, for a column that the form does not have."""
    return Cell("", UNKNOWN, Span(offset, offset), columna)

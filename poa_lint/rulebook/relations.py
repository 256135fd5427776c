"""Facts that several places of a report tell together: a code and who declares it, a name and its other spellings.

Each kind is built in one pass over the report, and only where a rule asks for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing
from poa_lint.core.records import record
from poa_lint.core.report import Cell, Clave, Informe, Meta, Pagina, Unidad, code
from poa_lint.core.text import folded, spelling, squashed
from poa_lint.rulebook.numbering import begins_anew
from poa_lint.rulebook.numbering import order as order_of

ENTRIES: Final = ("ramo", "programa", "unidad_ejecutora", "finalidad", "funcion", "subfuncion")


@record
class Alineacion:
    """A code of a line of action wherever it stands: declared in the header, or in a goal's L/A."""

    codigo: Cell[str]
    en_meta: bool
    meta: Meta | None


@record
class Nivel:
    """One level of the functional classification on a page: `ruta` is its code with those above it (`2.2.1`).

    `superior` and `superior_nombre` are the level above, empty for the first.
    """

    tipo: str
    codigo: Cell[str]
    nombre: Cell[str]
    ruta: str
    superior: str
    superior_nombre: str


@record
class Dato:
    """One line of a page's header: what it says, and what most pages of its unit and of the report say."""

    tipo: str
    titulo: str
    celda: Cell[str]
    valor: str
    comun: str
    comun_informe: str


@record
class Variante:
    """Another spelling of a name: of a code's name, a person, or a unit of measure; `comun` is the commonest one."""

    tipo: str
    titulo: str
    codigo: str
    nombre: Cell[str]
    comun: Cell[str]
    meta: Meta | None


@record
class Numeracion:
    """A goal's number among the others. What does not exist (the goal before the first) is blank.

    `orden` is the number as a figure, `previo` the next lower number that the unit uses, `anterior` the number of
    the goal before it in the text, `primera` the page of the first goal that has the same number, in the unit where the
    unit has it. `por_unidad` is True where every unit begins its numbers anew.
    """

    numero: Cell[str]
    escrito: Cell[str]
    orden: Figure | Nothing
    previo: Figure | Nothing
    anterior: Figure | Nothing
    repetida: bool
    repetida_en_unidad: bool
    por_unidad: bool
    primera: int


@record
class Calculo:
    """A figure that follows from others of its row: `valor` is what the cell says, `calculado` what its formula gives.

    `operandos` are the cells that the formula reads. `cerrado` is False where it reads what was achieved in a period
    that the report does not close, UNKNOWN where that is not known.
    """

    columna: str
    titulo: str
    valor: Cell[Figure]
    calculado: Figure | Nothing
    tolerancia: Figure
    cerrado: bool | Nothing
    operandos: tuple[Cell[Figure], ...]
    sentence: Any
    """The formula as a checked sentence, which few runs load the modules for."""
    row: Any
    """The node that it is evaluated on."""

    @property
    def cuenta(self) -> str:
        """The formula with the titles and figures of this row: `Realizado 5 - Programado 4`."""
        from poa_lint.core.words import words
        from poa_lint.expression.arithmetic import inline

        return inline(self.sentence, (self.row,), words("es"))  # known figures are written alike in all languages


def calculos(meta: Meta) -> tuple[Calculo, ...]:
    """Every figure of a goal for which its form has a formula."""
    if meta.form is None or not meta.form.has_formulas:
        return ()
    from poa_lint.rulebook.formulas import formulas

    return tuple(calculo(meta, index) for index in range(len(formulas(meta.form))))


def calculo(meta: Meta, index: int) -> Calculo:
    """One of a goal's figures for which its form has a formula, by its number among them."""
    from poa_lint.expression.arithmetic import cells_read
    from poa_lint.expression.evaluate import value
    from poa_lint.rulebook.formulas import formulas, plain, row

    assert meta.form is not None, "only forms have formulas"
    column, sentence, achieved = formulas(meta.form)[index]
    renglon = row(meta)
    closed = all(number <= meta.corte for number in achieved) if isinstance(meta.corte, int) else UNKNOWN
    return Calculo(
        column.columna.id,
        column.columna.titulo,
        getattr(renglon, plain(column.columna.id)),
        value(sentence, (renglon,)),
        column.tolerance,
        closed if achieved else True,
        cells_read(sentence, (renglon,)),
        sentence,
        renglon,
    )


def alineaciones(unidad: Unidad) -> Iterator[Alineacion]:
    """Every code of a line in a unit: those declared, then those of each goal, each once a goal."""
    for linea in unidad.lineas:
        yield Alineacion(linea.codigo, en_meta=False, meta=None)
    for meta in unidad.metas:
        for cell in {cell.raw: cell for cell in reversed(meta.lineas)}.values():
            yield Alineacion(cell, en_meta=True, meta=meta)


def niveles(pagina: Pagina) -> Iterator[Nivel]:
    """The three levels of a page's functional classification, as far as their codes are there."""
    ruta, nombre = "", ""
    for tipo in ("finalidad", "funcion", "subfuncion"):
        clave: Clave = getattr(pagina, tipo)
        if not clave.codigo.raw:
            return
        level = code(clave)
        whole = not ruta or level.startswith(f"{ruta}.")  # some forms print the levels above too: `2.6`
        superior, ruta = ruta, level if whole else f"{ruta}.{level}"
        yield Nivel(tipo, clave.codigo, clave.nombre, ruta, superior, nombre)
        nombre = clave.nombre.raw


def datos(informe: Informe) -> dict[int, tuple[Dato, ...]]:
    """The header of each page, by the page's number. Lines that are not there are left out.

    What most pages of the report say is asked of those of the same form.
    """
    entries = {pagina.numero: dict(_stated(pagina)) for pagina in informe.paginas}
    overall = {
        form: _commonest(entries[pagina.numero] for pagina in informe.paginas if pagina.form is form)
        for form in {pagina.form for pagina in informe.paginas}
    }
    result: dict[int, tuple[Dato, ...]] = {}
    for unidad in informe.unidades:
        pages = [entries[pagina.numero] for pagina in unidad.paginas]
        common = _commonest(pages)
        for pagina in unidad.paginas:
            result[pagina.numero] = tuple(
                Dato(tipo, cell.columna.titulo, cell, value, common[tipo], overall[pagina.form][tipo])
                for tipo, (cell, value) in entries[pagina.numero].items()
            )
    return result


def _stated(pagina: Pagina) -> Iterator[tuple[str, tuple[Cell[str], str]]]:
    for tipo in ENTRIES:
        clave: Clave = getattr(pagina, tipo)
        if clave.codigo.raw:
            yield tipo, (clave.codigo, code(clave))
    for tipo, claves in (("eje", pagina.ejes), ("linea", pagina.lineas)):
        if claves and all(clave.codigo.value is not UNKNOWN for clave in claves):
            yield tipo, (claves[0].codigo, ", ".join(sorted(clave.codigo.raw for clave in claves)))
    if pagina.ejercicio.raw:
        raw = pagina.ejercicio.raw
        yield "ejercicio", (Cell(raw, raw, pagina.ejercicio.span, pagina.ejercicio.columna), raw)


def _commonest(pages: Iterable[dict[str, tuple[Cell[str], str]]]) -> dict[str, str]:
    """For each line of the header what most pages say, the first of equals."""
    counted: dict[str, dict[str, int]] = {}
    for page in pages:
        for tipo, (_, value) in page.items():
            values = counted.setdefault(tipo, {})
            values[value] = values.get(value, 0) + 1
    return {tipo: max(values, key=values.__getitem__) for tipo, values in counted.items()}


def variantes(informe: Informe) -> Iterator[Variante]:
    """Every other spelling of a name, where it stands first."""
    groups: dict[tuple[str, str], list[tuple[Cell[str], Meta | None]]] = {}
    for tipo, key, cell, meta in _named(informe):
        if cell.raw:
            groups.setdefault((tipo, key), []).append((cell, meta))
    for (tipo, key), spelled in groups.items():
        raws = {cell.raw for cell, _ in spelled}
        if len(raws) > 1 and len({_spelled(tipo, raw) for raw in raws}) > 1:
            yield from _spellings(tipo, key, spelled)


def _spellings(tipo: str, key: str, names: list[tuple[Cell[str], Meta | None]]) -> Iterator[Variante]:
    first: dict[str, tuple[Cell[str], Meta | None]] = {}
    for cell, meta in names:
        first.setdefault(_spelled(tipo, cell.raw), (cell, meta))
    common = Counter(_spelled(tipo, cell.raw) for cell, _ in names).most_common(1)[0][0]
    key = folded(first[common][0].raw) if tipo == "persona" else key
    for spelled, (cell, meta) in first.items():
        if spelled != common:
            yield Variante(tipo, cell.columna.titulo, key, cell, first[common][0], meta)


def _named(informe: Informe) -> Iterator[tuple[str, str, Cell[str], Meta | None]]:
    """Every name with what it names: a code of its kind, or (people, units of measure) itself."""
    for pagina in informe.paginas:
        above = ""
        for tipo in ENTRIES:
            clave: Clave = getattr(pagina, tipo)
            # A unit's code counts within its programme, a function's within its finality, and so on.
            nested = tipo in ("unidad_ejecutora", "funcion", "subfuncion")
            key = f"{above}{code(clave)}" if nested else code(clave)
            above = f"{key}."
            if clave.codigo.raw:
                yield tipo, key, clave.nombre, None
        for tipo, claves in (("eje", pagina.ejes), ("linea", pagina.lineas)):
            for clave in claves:
                if clave.codigo.raw:
                    yield tipo, clave.codigo.raw, clave.nombre, None
        for meta in pagina.metas:
            yield "unidad_medida", folded(meta.unidad_medida.raw), meta.unidad_medida, meta
        for firma in pagina.firmas:
            yield "persona", _person(firma.nombre.raw), firma.nombre, None


def _person(name: str) -> str:
    """A signer's name as careless hands write it: its letters alone, without accents, an n for each ñ."""
    return squashed(name).replace("ñ", "n")


def _spelled(tipo: str, raw: str) -> str:
    """A name as it is compared with its other spellings: spaces, and a stop at the end, make no other person."""
    return spelling(raw).replace(" ", "").rstrip(".,") if tipo == "persona" else spelling(raw)


def numeraciones(informe: Informe) -> dict[int, Numeracion]:
    """The number of each goal among the others, by the goal's identity."""
    result: dict[int, Numeracion] = {}
    first: dict[str, int] = {}
    anew = begins_anew(informe.unidades)
    for unidad in informe.unidades:
        lower = _lower(unidad)
        by_unit = anew or _form_counts_anew(unidad)
        before: Figure | Nothing = BLANK
        inside: dict[str, int] = {}
        for meta in unidad.metas:
            number, order = meta.numero.raw, _order(meta)
            again, within = bool(number) and number in first, bool(number) and number in inside
            page = inside.setdefault(number, meta.pagina) if within else first.setdefault(number, meta.pagina)
            inside.setdefault(number, meta.pagina)
            previous = lower.get(order, BLANK) if isinstance(order, int) else BLANK
            result[id(meta)] = Numeracion(
                meta.numero, meta.numeracion, order, previous, before, again, within, by_unit, page
            )
            before = order
    return result


def _form_counts_anew(unidad: Unidad) -> bool:
    """True if the form of a unit's pages says that every unit numbers its goals anew."""
    form = unidad.paginas[0].form if unidad.paginas else None
    return form is not None and form.anew


def _lower(unidad: Unidad) -> dict[Figure, Figure]:
    """For each number that a unit uses the next lower one; none where a goal's number is not known."""
    if any(meta.numero.value is UNKNOWN for meta in unidad.metas):
        return {}
    numbers = sorted({order for meta in unidad.metas if isinstance(order := _order(meta), int)})
    return dict(zip(numbers[1:], numbers[:-1], strict=True))


def _order(meta: Meta) -> Figure | Nothing:
    number = order_of(meta)
    return BLANK if number is None else number

"""Write reports for examples, tests and benchmarks: a sound one, and changes of its cells and lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from poa_lint.authoring.sheets import changed
from poa_lint.authoring.sheets.faults import (
    Changes,
    ExampleFault,
    cell_of,
    listed,
    mappings,
    of_periods,
    text_of,
    unknown_form,
    unknown_key,
)
from poa_lint.authoring.sheets.sheet import Sheet
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms

_TITLES: Final = ("L/A", "METAS Y ACCIONES", "UNIDAD DE MEDIDA", "META ANUAL", "PERIODO", *[""] * 7)
HEADING: Final = (
    "\t".join((*_TITLES, "AVANCE ABSOLUTO", "ACUMULADO RELATIVO", "OBSERVACIONES")),
    "\t\t\t\tEne-Mar\t\tAbr-Jun\t\tJul-Sep\t\tOct-Dic\t\t\t\t",
    "\t\t\t\tP\tA\tP\tA\tP\tA\tP\tA\t\t\t",
)
"""The three lines of the table's heading, cells separated by tabs."""
LETTERHEAD: Final = (
    "GOBIERNO DE MEXICALI",
    "",
    "XXIV AYUNTAMIENTO DE MEXICALI DE BAJA CALIFORNIA",
    "PROGRAMA OPERATIVO ANUAL {ejercicio}",
    "",
    "AVANCE FÍSICO PROGRAMÁTICO",
    "",
)
SIGNATURES: Final = (
    ("ELABORÓ", "COORDINADOR ADMINISTRATIVO", "LIC. ROSA ELENA MEZA LUNA"),
    ("REVISÓ", "RESPONSABLE DEL PROGRAMA", "ING. JORGE LUIS PEÑA SOTO"),
    ("AUTORIZÓ", "RESPONSABLE DEL RAMO", "ARQ. CARMEN ORTIZ VEGA"),
)
"""Role, charge and name of each signature."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a goal, as text."""

    lineas: str = "4.6.1"
    texto: str = "100.- ELABORAR INFORMES DE AVANCE."
    unidad_medida: str = "INFORME"
    meta_anual: str = "4"
    programado: tuple[str, ...] = ("1", "1", "1", "1")
    avance: tuple[str, ...] = ("1", "", "", "")
    absoluto: str = "1"
    relativo: str = "25%"
    observaciones: str = ""
    renglon: tuple[str, ...] = ()
    """All cells from left to right, in place of the other fields; empty for none."""

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the row from left to right."""
        if self.renglon:
            return self.renglon
        quarters = (cell for pair in zip(self.programado, self.avance, strict=True) for cell in pair)
        opening = (self.lineas, self.texto, self.unidad_medida, self.meta_anual)
        return (*opening, *quarters, self.absoluto, self.relativo, self.observaciones)


@dataclass(frozen=True, slots=True)
class Page:
    """The header, goals and signatures of a page; an entry of the header is `(code, name)`."""

    ejercicio: str = "2024"
    ramo: tuple[str, str] = ("63", "CONSEJO DE URBANIZACION MUNICIPAL")
    programa: tuple[str, str] = ("511", "GESTION ADMINISTRATIVA")
    unidad: tuple[str, str] = ("101", "GERENCIA GENERAL")
    finalidad: tuple[str, str] = ("2", "DESARROLLO SOCIAL")
    funcion: tuple[str, str] = ("2", "VIVIENDA Y SERVICIOS A LA COMUNIDAD")
    subfuncion: tuple[str, str] = ("1", "URBANIZACION")
    ejes: tuple[tuple[str, str], ...] = (("4", "GOBERNAR PARA SERVIR"),)
    lineas_de_accion: tuple[tuple[str, str], ...] = (("4.6.1", "MESURA EN EL EJERCICIO DE LOS RECURSOS PUBLICOS"),)
    forma: str = "TMM-F004"
    fecha: str = "31-mar.-24"
    metas: tuple[Row, ...] = (Row(),)
    firmas: tuple[tuple[str, str, str], ...] = SIGNATURES

    def lines(self) -> Iterable[str]:
        """Yield the lines of the page; cells are separated by tabs."""
        yield from (line.format(ejercicio=self.ejercicio) for line in LETTERHEAD)
        yield from _entry("RAMO:", (self.ramo,))
        yield from _entry("PROGRAMA", (self.programa,))
        yield from _entry("UNIDAD EJECUTORA", (self.unidad,))
        yield from _entry("FINALIDAD", (self.finalidad,))
        yield from _entry("FUNCION", (self.funcion,))
        yield from _entry("SUBFUNCION", (self.subfuncion,))
        yield from _entry("EJE DE GOBIERNO", self.ejes)
        yield from _entry("LINEAS DE ACCION", self.lineas_de_accion)
        yield from ("", self.forma, "", f"FECHA: {self.fecha}", "", *HEADING)
        yield from ("\t".join(row.cells()) for row in self.metas)
        yield ""
        for firma in self.firmas:
            yield from (firma[0], "", *firma[1:], "")


def _entry(label: str, entries: Sequence[tuple[str, str]]) -> Iterable[str]:
    for index, (code, name) in enumerate(entries):
        yield "\t".join((label if index == 0 else "", code, name))


def write(pages: Iterable[Page | Sheet]) -> str:
    """Return the text of a report."""
    return "\n".join(line for page in pages for line in ("", *page.lines(), ""))


@dataclass(frozen=True, slots=True)
class Sample:
    """A report to be written: its pages, and texts to exchange in what is written (old to new, each once)."""

    pages: tuple[Page | Sheet, ...]
    exchange: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the report's text. Raises ExampleFault for a text to exchange that is not in it."""
        text = write(self.pages)
        for old, new in self.exchange.items():
            if old not in text:
                raise ExampleFault("example-text", EXCHANGE, value=old)
            text = text.replace(old, new, 1)
        return text


ROW_KEYS: Final = frozenset(Row.__slots__)
"""The keys of an example that change a goal."""
PAGE_KEYS: Final = frozenset(Page.__slots__) - {"metas"}
"""The keys of an example that change a page."""


EXCHANGE: Final = "replace"
"""The key of an example for texts to exchange."""
FORM: Final = "form"
"""The key of an example for the form of its report; the report of one that names none is of TMM-F004."""


def sample(changes: Mapping[str, object], forms: Sequence[Form] = ()) -> Sample:
    """Return the sound report with an example's changes.

    `form`, the code of one of `forms`, makes it a report of that form, and `changed.pages` tells the other keys.

    The keys are fields of `Row` and `Page`, which change every goal and page; `metas` and `paginas`, lists of changes
    of one goal or page each; and `replace`, texts to exchange. For example, `{"meta_anual": 8, "metas": [{}, {}]}`
    gives two goals of 8. Raises ExampleFault for another key, a value that is not of its key's kind, and an unknown
    form.
    """
    exchange = changes.get(EXCHANGE) or {}
    if not isinstance(exchange, Mapping):
        raise ExampleFault("example-exchange", EXCHANGE)
    shared = {key: value for key, value in changes.items() if key not in (EXCHANGE, FORM)}
    exchanged = {str(old): text_of(EXCHANGE, new) for old, new in exchange.items()}
    if FORM in changes:
        return Sample(changed.pages(_form(text_of(FORM, changes[FORM]), forms), shared), exchanged)
    pages = [_page(Page(), {**shared, **page}) for page in mappings("paginas", shared.pop("paginas", [{}]))]
    return Sample(tuple(pages), exchanged)


def _form(code: str, forms: Sequence[Form]) -> Form:
    """The form with this code. Raises ExampleFault."""
    form = next((form for form in forms if form.code == code), None)
    if form is None:
        raise unknown_form(code, forms)
    return form


def _page(page: Page, changes: Mapping[str, object]) -> Page:
    own = {key: _page_value(key, value) for key, value in changes.items() if key in PAGE_KEYS}
    shared = {key: value for key, value in changes.items() if key not in PAGE_KEYS}
    goals = mappings("metas", shared.pop("metas", [{}]))
    rows = tuple(_row(index, {**shared, **goal}) for index, goal in enumerate(goals))
    return replace(page, metas=rows, **own)  # type: ignore[arg-type]


def _page_value(key: str, value: object) -> object:
    if key in ("ejes", "lineas_de_accion"):
        return tuple(_pair(key, item) for item in listed(key, value))
    if key == "firmas":
        return tuple((*map(str.strip, f"{text_of(key, item)}||".split("|")[:3]),) for item in listed(key, value))
    if key in ("ejercicio", "forma", "fecha"):
        return text_of(key, value)
    return _pair(key, value)


def _pair(key: str, value: object) -> tuple[str, str]:
    """Split `63 CONSEJO DE …` into code and name."""
    code, _, name = text_of(key, value).partition(" ")
    return code, name.strip()


def _row(index: int, changes: Changes) -> Row:
    for key in changes:
        if key not in ROW_KEYS:
            raise unknown_key(key, changes, (*ROW_KEYS, *PAGE_KEYS, "metas", "paginas"), built_in_forms()[0])
    row = replace(Row(), texto=f"{100 + index}.- ELABORAR INFORMES DE AVANCE.")
    return replace(row, **{key: _cell_value(key, value) for key, value in changes.items()})  # type: ignore[arg-type]


def _cell_value(key: str, value: object) -> object:
    if key == changed.ROW:
        return tuple(cell.strip() for cell in text_of(key, value).split("|"))
    if key in ("programado", "avance"):
        return tuple(of_periods(built_in_forms()[0], key, value))
    return cell_of(key, value)

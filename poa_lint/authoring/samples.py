"""Write reports: a sound one to start from, changed cell by cell; what examples, tests and benchmarks are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

_TITLES: Final = ("L/A", "METAS Y ACCIONES", "UNIDAD DE MEDIDA", "META ANUAL", "PERIODO", *[""] * 7)
HEADING: Final = (
    "\t".join((*_TITLES, "AVANCE ABSOLUTO", "ACUMULADO RELATIVO", "OBSERVACIONES")),
    "\t\t\t\tEne-Mar\t\tAbr-Jun\t\tJul-Sep\t\tOct-Dic\t\t\t\t",
    "\t\t\t\tP\tA\tP\tA\tP\tA\tP\tA\t\t\t",
)
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


@dataclass(frozen=True, slots=True)
class Row:
    """One goal's cells as they are written."""

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
    """The cells as printed, where they are not to stand under their columns."""

    def cells(self) -> tuple[str, ...]:
        """The row's cells, left to right."""
        if self.renglon:
            return self.renglon
        quarters = (cell for pair in zip(self.programado, self.avance, strict=True) for cell in pair)
        opening = (self.lineas, self.texto, self.unidad_medida, self.meta_anual)
        return (*opening, *quarters, self.absoluto, self.relativo, self.observaciones)


@dataclass(frozen=True, slots=True)
class Page:
    """One page's header, goals and signatures; an entry is `(code, name)`."""

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
        """The page, line by line."""
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
    for place, (code, name) in enumerate(entries):
        yield "\t".join((label if place == 0 else "", code, name))


def write(pages: Iterable[Page]) -> str:
    """The text of a report."""
    return "\n".join(line for page in pages for line in ("", *page.lines(), ""))


@dataclass(frozen=True, slots=True)
class Sample:
    """A report made from a sound one by an example's changes, and the texts to exchange in it."""

    pages: tuple[Page, ...]
    exchange: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The report's text. Raises ValueError where a text to exchange is not in it."""
        text = write(self.pages)
        for old, new in self.exchange.items():
            if old not in text:
                raise ValueError(old)
            text = text.replace(old, new, 1)
        return text


ROW_KEYS: Final = frozenset(Row.__slots__)
PAGE_KEYS: Final = frozenset(Page.__slots__) - {"metas"}


def sample(changes: Mapping[str, object]) -> Sample:
    """The sound report with an example's changes: keys of `Row` and `Page`, `metas`, `paginas`, `replace`.

    Raises KeyError for another key.
    """
    exchange = changes.get("replace") or {}
    assert isinstance(exchange, Mapping)
    rest = {key: value for key, value in changes.items() if key != "replace"}
    pages = rest.pop("paginas", None)
    stated = pages if isinstance(pages, list) else [{}]
    made = tuple(_page(Page(), {**rest, **page}) for page in stated)
    return Sample(made, {str(old): str(new or "") for old, new in exchange.items()})


def _page(page: Page, changes: Mapping[str, object]) -> Page:
    own = {key: _page_value(key, value) for key, value in changes.items() if key in PAGE_KEYS}
    rest = {key: value for key, value in changes.items() if key not in PAGE_KEYS}
    goals = rest.pop("metas", None)
    stated = goals if isinstance(goals, list) else [{}]
    rows = tuple(_row(place, {**rest, **goal}) for place, goal in enumerate(stated))
    return replace(page, metas=rows, **own)  # type: ignore[arg-type]


def _page_value(key: str, value: object) -> object:
    if key in ("ejes", "lineas_de_accion"):
        assert isinstance(value, list)
        return tuple(_pair(item) for item in value)
    if key == "firmas":
        assert isinstance(value, list)
        return tuple((*map(str.strip, f"{item}||".split("|")[:3]),) for item in value)
    if key in ("ejercicio", "forma", "fecha"):
        return str(value or "")
    return _pair(value)


def _pair(value: object) -> tuple[str, str]:
    """`63 CONSEJO DE …` as code and name."""
    code, _, name = str(value or "").partition(" ")
    return code, name.strip()


def _row(place: int, changes: Mapping[str, object]) -> Row:
    row = replace(Row(), texto=f"{100 + place}.- ELABORAR INFORMES DE AVANCE.")
    return replace(row, **{_known(key): _cell_value(key, value) for key, value in changes.items()})  # type: ignore[arg-type]


def _known(key: str) -> str:
    if key not in ROW_KEYS:
        raise KeyError(key)
    return key


def _cell_value(key: str, value: object) -> object:
    if key == "renglon":
        return tuple(cell.strip() for cell in str(value).split("|"))
    if key in ("programado", "avance"):
        assert isinstance(value, list)
        cells = [written(cell) for cell in value]
        return tuple(cells + [""] * (4 - len(cells)))
    return written(value)


def written(value: object) -> str:
    """A cell as an office writes it: nothing for null, thousands with commas; a quoted figure stays as it is."""
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)

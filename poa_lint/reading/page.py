"""Make a page of the report of its draft: its header, which is read before any row, then with its goals and signers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeVar

from poa_lint.core.dates import Fecha
from poa_lint.core.figures import UNKNOWN, Figure, Nothing
from poa_lint.core.form import Form
from poa_lint.core.report import Cell, Clave, Meta, Pagina, code
from poa_lint.core.text import folded, squashed
from poa_lint.reading import header, values
from poa_lint.reading.drafts import Page
from poa_lint.reading.lines import Line
from poa_lint.reading.signatures import settled

SEVERAL: Final = frozenset({"ejes", "lineas_de_accion"})
"""The lines of a header that are fields of a `Pagina` and have several codes."""


V = TypeVar("V")


class Header(NamedTuple):
    """A page's header, read before any row: the report's cut-off date decides which periods of a goal are closed."""

    ejercicio: Cell[Figure]
    forma: Cell[str]
    fecha: Cell[Fecha]
    entries: dict[str, tuple[Clave, ...]]
    """The codes by the name of their entry (`ramo`, `ejes` …)."""
    stated: dict[str, Clave]
    """The words of lines that have no code, by the same."""


def header_of(page: Page) -> Header:
    """The header of a page. What its form does not have is UNKNOWN, what the page lacks is blank."""
    draft, head, labels = page.draft, page.form.head, page.labels
    start = draft.start
    ejercicio = header.ejercicio(_years(page), start, head.year.columna)
    forma = header.forma(draft.forms, start, labels, head.code)
    year = 0 if isinstance(ejercicio.value, Nothing) else int(ejercicio.value)
    meant = values.date if head.cutoff.says == "fecha" else header.closing_day(page.form, year)
    fecha = header.fecha(draft.forms, start, labels, head.cutoff.entry.columna, meant)
    return Header(
        ejercicio if head.year.place else _unstated(ejercicio),
        forma if head.shows_code else _unstated(forma),
        fecha if head.cutoff.entry.required else _unstated(fecha),
        header.entries(draft.entries, labels),
        header.stated(draft.stated, labels),
    )


def _unstated(cell: Cell[V]) -> Cell[V]:
    """A cell that is UNKNOWN where it is empty: its form does not ask for it."""
    return cell if cell.raw else cell._replace(value=UNKNOWN)


def _years(page: Page) -> Iterable[Line]:
    """The lines of a page that may state its year."""
    draft, year = page.draft, page.form.head.year
    match year.place:
        case "columna":
            return draft.headings
        case "etiqueta":
            return [block.opening for block in draft.stated if block.opening.kind == year.columna.id]
    words = [squashed(word) for word in year.words]
    return draft.letterhead or [line for line in page.preamble if any(word in squashed(line.text) for word in words)]


def pagina(page: Page, header_: Header, number: int, goals: tuple[Meta, ...]) -> Pagina:
    """The page with this number, its goals and its signatures."""
    draft, form = page.draft, page.form
    single = {name: _single(page, header_, name) for name in header.SINGLE}
    return Pagina(
        numero=number,
        ejercicio=header_.ejercicio,
        **single,
        ejes=header_.entries.get("ejes", ()),
        lineas=header_.entries.get("lineas_de_accion", ()),
        forma=header_.forma._replace(value=form.code),
        fecha=header_.fecha,
        cierra=form.closes(header_.fecha.value) if isinstance(header_.fecha.value, Fecha) else UNKNOWN,
        metas=goals,
        firmas=settled(header.firmas(draft.signed, page.membrete, page.labels)),
        span=draft.span,
        justificacion_aparte=form.apart,
        otras=tuple(_others(header_, form)),
        identidad=tuple(_identity(header_, name) for name in form.head.unit),
        form=form,
    )


def _single(page: Page, header_: Header, name: str) -> Clave:
    """The one code under a label, or what stands for it where there is none."""
    found = next(iter(header_.entries.get(name, ())), header_.stated.get(name))
    if found is not None:
        return found
    entry = next((entry for entry in page.form.head.entries if entry.columna.id == name), None)
    if entry is None:
        return header.unstated(name, page.draft.start)
    return header.missing(entry.columna, page.draft.start)


def _others(header_: Header, form: Form) -> Iterator[Clave]:
    """The codes of lines of the header that are no fields of a `Pagina`, in the order of the form."""
    for entry in form.head.entries:
        name = entry.columna.id
        if entry.code and name not in header.SINGLE and name not in SEVERAL:
            yield from header_.entries.get(name, ())[:1]


def _identity(header_: Header, name: str) -> str:
    """The code under a label, or the words that stand there in its place."""
    clave = next(iter(header_.entries.get(name, ())), header_.stated.get(name))
    return "" if clave is None else code(clave) or folded(clave.nombre.raw)

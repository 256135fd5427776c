"""Read a text into a report (pages, goals, units), with facts about what is not written as the form wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from poa_lint.core.facts import Fact
from poa_lint.core.figures import UNKNOWN, Figure, Nothing, figure_text
from poa_lint.core.form import Form
from poa_lint.core.labels import Labels, labels_of
from poa_lint.core.records import record
from poa_lint.core.report import Clave, Columna, Fecha, Firma, Informe, Meta, Pagina, Unidad, code
from poa_lint.core.source import Source
from poa_lint.core.text import folded
from poa_lint.reading import accents, header
from poa_lint.reading.columns import Placement
from poa_lint.reading.cut import pads
from poa_lint.reading.draft import Draft
from poa_lint.reading.evidence import Standing, has_traces, standing
from poa_lint.reading.faults import Header, nothing_read, page_facts, refusal, worded_blanks
from poa_lint.reading.goal import GoalReader
from poa_lint.reading.lines import blocks
from poa_lint.reading.lookalikes import read_as_digits
from poa_lint.reading.pages import pages
from poa_lint.reading.repeats import fact as repeats_fact
from poa_lint.reading.repeats import repeated, signed_alike
from poa_lint.reading.row import Context, Judge, meta
from poa_lint.reading.shares import by_column
from poa_lint.reading.shifted import together

H = TypeVar("H", bound=Hashable)


@record
class Reading:
    """A report and the facts about its writing."""

    informe: Informe
    facts: tuple[Fact, ...]
    foreign: bool = False
    """True for a file with words in which nothing of a form was seen: neither a title, nor the code, nor a heading."""
    unread: bool = False
    """True if no goal, or not every page of a form, could be read."""


NOTHING: Final = Informe((), (), UNKNOWN, UNKNOWN, UNKNOWN)
"""The report of a file that could not be read as one."""


def read(source: Source, forms: Sequence[Form], judge: Judge, acumulacion: Callable[[str, str], str]) -> Reading:
    """Read a whole text. A page without the heading of one of `forms` has no goals.

    `judge` scores the placements of a displaced row that cost the same; `acumulacion` returns the way in which a goal's
    periods add up to its year, by the goal's number and unit of measure ("" if the settings state none).
    """
    labels = labels_of(tuple(forms))
    broken = accents.repaired(source.text)
    preamble, text_blocks = blocks(broken.text if broken else source.text, labels)
    drafts = pages(preamble, text_blocks, forms, labels)
    graded = ((draft, standing(draft, labels, draft.form or forms[0])) for draft in drafts)
    kept = [(draft, grade) for draft, grade in graded if grade is not Standing.NONE]
    headers = [_header(draft, draft.form or forms[0], labels) for draft, _ in kept]
    form = next((draft.form for draft in drafts if draft.form), forms[0])
    dates = _ranked(page.fecha.value for page in headers)
    corte = _corte(form, dates)
    padded = pads((line for draft, _ in kept for line in draft.rows), len(form.columns))
    seen: dict[tuple[str, ...], tuple[list[Placement], int]] = {}

    def context(number: int, own: Form) -> Context:
        return Context(GoalReader(own, number, corte, acumulacion), judge, seen, padded)

    facts: list[Fact] = [_broken_accents(broken)] if broken else []
    facts += read_as_digits([page.entries for page in headers])
    goals, told = _goals(kept, headers, forms, context)
    if not any(map(is_read, goals)) and len(goals) != 1:
        lines = (*preamble, *(line for block in text_blocks for line in (block.opening, *block.free)))
        foreign = bool(source.text.strip()) and not (kept or has_traces(drafts, lines, forms, labels))
        return Reading(NOTHING, (nothing_read(kept, lines, forms),), foreign, unread=True)
    goals, facts = by_column(goals, [*facts, *told])
    membrete = frozenset(folded(line.text) for line in preamble if line.kind == "TEXT")
    rows: dict[int, list[Meta]] = {}
    for goal in goals:
        rows.setdefault(goal.pagina, []).append(goal)
    paginas: dict[Standing, list[Pagina]] = {Standing.READ: [], Standing.REFUSED: []}
    for number, ((draft, grade), page) in enumerate(zip(kept, headers, strict=True), 1):
        firmas = tuple(header.firmas(draft.signed, membrete, labels))
        own = draft.form or form
        paginas[grade].append(_pagina(draft, page, own, number, tuple(rows.get(number, ())), firmas))
    informe = _informe(paginas[Standing.READ], paginas[Standing.REFUSED], dates, corte)
    return Reading(informe, tuple(facts), unread=bool(informe.sin_leer) or not any(map(is_read, goals)))


def _goals(
    kept: Sequence[tuple[Draft, Standing]],
    headers: Sequence[Header],
    forms: Sequence[Form],
    context: Callable[[int, Form], Context],
) -> tuple[list[Meta], list[Fact]]:
    """The goals of all pages, and the facts about the pages and their rows; a page that stands twice has them once."""
    goals: list[Meta] = []
    facts: list[Fact] = []
    form = next((draft.form for draft, _ in kept if draft.form), forms[0])
    repeats = repeated([draft for draft, _ in kept])
    for number, ((draft, grade), page) in enumerate(zip(kept, headers, strict=True), 1):
        own = draft.form or form
        if grade is Standing.REFUSED:
            facts.append(refusal(draft, forms, number))
        elif number in repeats:
            facts.append(repeats_fact(draft, number, repeats[number]))
            if signed_alike(draft, kept[repeats[number] - 1][0]):
                draft.signatures = []
        else:
            read_rows = [meta(line, context(number, own)) for line in draft.rows]
            of_page = [goal for goal, _ in read_rows]
            goals += of_page
            facts += page_facts(draft, page, number, own)
            facts += together(of_page, [fact for _, told in read_rows for fact in told], own, number)
            facts += worded_blanks(of_page, number)
    return goals, facts


def _informe(
    paginas: Sequence[Pagina], sin_leer: Sequence[Pagina], dates: Sequence[tuple[Fecha, int]], corte: int | Nothing
) -> Informe:
    """The report of these pages: its year and its date are those that most of them carry."""
    every = sorted((*paginas, *sin_leer), key=lambda pagina: pagina.numero)
    years: list[tuple[Figure, int]] = _ranked(pagina.ejercicio.value for pagina in every)
    ejercicio = years[0][0] if years else UNKNOWN
    fecha = next((date for date, _ in dates if date.existe), dates[0][0] if dates else UNKNOWN)
    units = tuple(unidades(paginas, sin_leer))
    return Informe(tuple(paginas), units, ejercicio, fecha, corte, tuple(sin_leer))


def _broken_accents(broken: accents.Broken) -> Fact:
    texts = {"escrito": broken.written, "correcto": broken.meant, "veces": figure_text(broken.places)}
    return Fact(accents.CODE, broken.span, texts)


def is_read(goal: Meta) -> bool:
    """True if the cells of a goal's row could be put under their columns."""
    return goal.acomodo is None or goal.acomodo.logrado


def unidades(paginas: Sequence[Pagina], sin_leer: Sequence[Pagina] = ()) -> Iterator[Unidad]:
    """The units in the order of their first page; pages of one unit may stand apart.

    A page whose codes are missing or unreadable belongs to the unit of the page before it, unless that one is signed.
    A unit with a page `sin_leer` is not complete, and has what its other pages hold.
    """
    groups: dict[tuple[str, str], list[Pagina]] = {}
    before: tuple[str, str] | None = None
    for pagina in sorted((*paginas, *sin_leer), key=lambda pagina: pagina.numero):
        key = (code(pagina.programa), code(pagina.unidad_ejecutora))
        if not all(key) and before and not groups[before][-1].firmas and _compatible(key, before):
            key = before
        groups.setdefault(key, []).append(pagina)
        before = key
    unread = {pagina.numero for pagina in sin_leer}
    for every in groups.values():
        group = [pagina for pagina in every if pagina.numero not in unread]
        yield Unidad(
            programa=every[0].programa,
            unidad_ejecutora=every[0].unidad_ejecutora,
            paginas=tuple(group),
            ejes=_first_of_each_code(clave for pagina in group for clave in pagina.ejes),
            lineas=_first_of_each_code(clave for pagina in group for clave in pagina.lineas),
            metas=tuple(goal for pagina in group for goal in pagina.metas),
            firmas=tuple(firma for pagina in group for firma in pagina.firmas),
            completa=len(group) == len(every),
        )


def _first_of_each_code(claves: Iterable[Clave]) -> tuple[Clave, ...]:
    first: dict[str, Clave] = {}
    for clave in claves:
        if clave.codigo.raw:
            first.setdefault(clave.codigo.raw, clave)
    return tuple(first.values())


def _compatible(key: tuple[str, str], other: tuple[str, str]) -> bool:
    """True if the codes that `key` has are those of `other`."""
    return all(not code or code == other_code for code, other_code in zip(key, other, strict=True))


def _ranked(values: Iterable[H | Nothing]) -> list[tuple[H, int]]:
    """The known values with the number of times that each occurs, the most frequent first, the earlier of equals."""
    return Counter(value for value in values if not isinstance(value, Nothing)).most_common()


def _corte(form: Form, dates: Sequence[tuple[Fecha, int]]) -> int | Nothing:
    """The number of periods that the most frequent date closes; UNKNOWN if an equally frequent one closes another.

    Dates that do not exist are not counted.
    """
    real = [(fecha, count) for fecha, count in dates if fecha.existe]
    closed = {form.closed(fecha) for fecha, count in real if count == real[0][1]}
    return closed.pop() if len(closed) == 1 else UNKNOWN


def _header(draft: Draft, form: Form, labels: Labels) -> Header:
    start, head = draft.start, form.head
    return Header(
        header.ejercicio(draft.letterhead, start, head.year),
        header.forma(draft.forms, start, labels, head.code),
        header.fecha(draft.forms, start, labels, head.cutoff.columna),
        header.entries(draft.entries, labels),
    )


def _pagina(
    draft: Draft, page: Header, form: Form, number: int, goals: tuple[Meta, ...], firmas: tuple[Firma, ...]
) -> Pagina:
    entries, columns = page.entries, {entry.columna.id: entry.columna for entry in form.head.entries}
    ramo, programa, unidad, finalidad, funcion, subfuncion = (
        next(iter(entries.get(name, ())), header.missing(columns.get(name, Columna(name, name)), draft.start))
        for name in header.SINGLE
    )
    return Pagina(
        numero=number,
        ejercicio=page.ejercicio,
        ramo=ramo,
        programa=programa,
        unidad_ejecutora=unidad,
        finalidad=finalidad,
        funcion=funcion,
        subfuncion=subfuncion,
        ejes=entries.get("ejes", ()),
        lineas=entries.get("lineas_de_accion", ()),
        forma=page.forma,
        fecha=page.fecha,
        cierra=form.closes(page.fecha.value) if isinstance(page.fecha.value, Fecha) else UNKNOWN,
        metas=goals,
        firmas=firmas,
        span=draft.span,
    )

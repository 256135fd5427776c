"""Read a text into a report: pages, goals, units, and the facts about what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from poa_lint.core.facts import Fact
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing
from poa_lint.core.form import Form
from poa_lint.core.records import record
from poa_lint.core.report import Cell, Clave, Columna, Fecha, Informe, Meta, Pagina, Unidad
from poa_lint.core.source import Edit, Source, Span
from poa_lint.core.text import folded
from poa_lint.reading import header
from poa_lint.reading.columns import Placement
from poa_lint.reading.goal import Goals
from poa_lint.reading.headings import untabbed
from poa_lint.reading.lines import blocks
from poa_lint.reading.pages import Draft, pages
from poa_lint.reading.row import Context, Judge, meta

H = TypeVar("H", bound=Hashable)


@record
class Reading:
    """A report and the facts about how it is written."""

    informe: Informe
    facts: tuple[Fact, ...]


class Heading(NamedTuple):
    """A page's header, read before any row: the cut-off date decides what the rows mean."""

    ejercicio: Cell[Figure]
    forma: Cell[str]
    fecha: Cell[Fecha]
    entries: dict[str, tuple[Clave, ...]]


def read(source: Source, forms: Sequence[Form], judge: Judge, acumulacion: Callable[[str, str], str]) -> Reading:
    """Read a whole text. `judge` tells apart placements of a displaced row that cost the same."""
    preamble, found = blocks(source.text)
    drafts = pages(preamble, found, forms)
    headings = [_heading(draft) for draft in drafts]
    form = next((draft.form for draft in drafts if draft.form), forms[0])
    dates = _ranked(heading.fecha.value for heading in headings)
    fecha = next((date for date, _ in dates if date.existe), dates[0][0] if dates else UNKNOWN)
    corte = _corte(form, dates)
    membrete = frozenset(folded(line.text) for line in preamble if line.kind == "TEXT")
    facts: list[Fact] = []
    paginas: list[Pagina] = []
    seen: dict[tuple[str, ...], tuple[list[Placement], int]] = {}
    for number, (draft, heading) in enumerate(zip(drafts, headings, strict=True), 1):
        facts += _page_facts(draft, heading, number, forms)
        goals: list[Meta] = []
        if _recognised(draft):
            context = Context(Goals(draft.form or form, number, corte, acumulacion), judge, seen)
            for line in draft.rows:
                goal, said = meta(line, context)
                goals.append(goal)
                facts += said
        paginas.append(_pagina(draft, heading, form, number, tuple(goals), membrete))
    if not paginas:
        facts.append(Fact("POA008", Span(0, 0)))
    years: list[tuple[Figure, int]] = _ranked(heading.ejercicio.value for heading in headings)
    ejercicio = years[0][0] if years else UNKNOWN
    return Reading(Informe(tuple(paginas), tuple(unidades(paginas)), ejercicio, fecha, corte), tuple(facts))


def _ranked(values: Iterable[H | Nothing]) -> list[tuple[H, int]]:
    """The known values with how many pages carry each, the commonest first, the earlier of equals first."""
    return Counter(value for value in values if not isinstance(value, Nothing)).most_common()


def _corte(form: Form, dates: Sequence[tuple[Fecha, int]]) -> int | Nothing:
    """How many periods the commonest date closes; UNKNOWN where another is as common and closes others.

    Dates that no calendar has are not counted.
    """
    real = [(fecha, count) for fecha, count in dates if fecha.existe]
    closed = {form.closed(fecha) for fecha, count in real if count == real[0][1]}
    return closed.pop() if len(closed) == 1 else UNKNOWN


def _heading(draft: Draft) -> Heading:
    start = draft.start
    return Heading(
        header.ejercicio(draft.letterhead, start),
        header.forma(draft.forms, start),
        header.fecha(draft.forms, start),
        header.entries(draft.entries),
    )


def _recognised(draft: Draft) -> bool:
    """Whether the heading is the form's: two of its lines, or the top one, and no other heading beside it."""
    return draft.unknown_heading is None and (len(draft.levels) > 1 or draft.levels == {0})


def _page_facts(draft: Draft, heading: Heading, number: int, forms: Sequence[Form]) -> Iterator[Fact]:
    flat = next((line for line in draft.strays if any(untabbed(form, line.text) for form in forms)), None)
    for line in draft.strays:
        if flat is not None and line.start >= flat.start:
            break  # the rows under such a heading are loose too: one finding says why
        text = line.text.strip()
        start = line.start + line.text.index(text)
        yield Fact("POA001", Span(start, start + len(text)), {"linea": text}, pagina=number, detail=folded(text))
    if _recognised(draft):
        yield from _heading_facts(draft, number)
    else:
        first = draft.unknown_heading or flat or next(iter(draft.rows), None)
        span = first.span if first else Span(draft.start, draft.start)
        variant = "otro" if draft.unknown_heading else "sin_columnas" if flat else "ninguno"
        yield Fact("POA005", span, variant=variant, pagina=number)
    yield from _missing_facts(draft, heading, number)
    if header.unreadable(heading.fecha):
        said = {"columna": header.FECHA.titulo, "escrito": heading.fecha.raw}
        yield Fact("POA003", heading.fecha.span, said, "fecha", number, None, header.FECHA, (heading.fecha,))


def _heading_facts(draft: Draft, number: int) -> Iterator[Fact]:
    for line, wrong in draft.misread:
        label, columna = wrong.label.words, wrong.label.column.columna
        if wrong.cell is None:
            yield Fact("POA004", line.span, {"dice": "", "titulo": label}, "falta", number, columna=columna)
        else:
            written = line.cells[wrong.cell]
            said = {"dice": written.raw, "titulo": label}
            mends = (Edit(written.span, label),)
            yield Fact("POA004", written.span, said, "distinto", number, columna=columna, edits=mends)
    assert draft.form is not None
    for level, labels in enumerate(draft.form.headings):
        if level not in draft.levels:
            words = " ".join(label.words for label in labels)
            place = draft.rows[0].start if draft.rows else draft.start
            yield Fact(
                "POA004",
                Span(place, place),
                {"dice": "", "titulo": words},
                "falta",
                number,
                detail=str(level),
            )


def _missing_facts(draft: Draft, heading: Heading, number: int) -> Iterator[Fact]:
    """POA009 for each part of the header that is not there."""
    for kind, columna in header.LABELS.items():
        entries = heading.entries.get(kind)
        if entries is None:
            yield _missing(Span(draft.start, draft.start), columna.titulo, "falta", number, columna)
        elif not any(entry.codigo.raw for entry in entries):
            block = next(block for block in draft.entries if block.opening.kind == kind)
            yield _missing(block.opening.span, columna.titulo, "sin_codigo", number, columna)
    for cell in (heading.ejercicio, heading.forma, heading.fecha):
        if cell.value is BLANK:
            titled = cell is heading.ejercicio and any("OPERATIVO" in line.text.upper() for line in draft.letterhead)
            yield _missing(cell.span, cell.columna.titulo, "sin_ano" if titled else "falta", number, cell.columna)


def _missing(span: Span, dato: str, variant: str, number: int, columna: Columna) -> Fact:
    return Fact("POA009", span, {"dato": dato}, variant, number, columna=columna)


def _pagina(
    draft: Draft, heading: Heading, form: Form, number: int, goals: tuple[Meta, ...], membrete: frozenset[str]
) -> Pagina:
    entries = heading.entries
    ramo, programa, unidad, finalidad, funcion, subfuncion = (
        next(iter(entries.get(kind, ())), header.missing(header.LABELS[kind], draft.start))
        for kind in map(str.upper, header.SINGLE)
    )
    return Pagina(
        numero=number,
        ejercicio=heading.ejercicio,
        ramo=ramo,
        programa=programa,
        unidad_ejecutora=unidad,
        finalidad=finalidad,
        funcion=funcion,
        subfuncion=subfuncion,
        ejes=entries.get("EJES", ()),
        lineas=entries.get("LINEAS", ()),
        forma=heading.forma,
        fecha=heading.fecha,
        cierra=form.closes(heading.fecha.value) if isinstance(heading.fecha.value, Fecha) else UNKNOWN,
        metas=goals,
        firmas=tuple(header.firmas(draft.signed, membrete)),
        span=draft.span,
    )


def unidades(paginas: Sequence[Pagina]) -> Iterator[Unidad]:
    """The units in the order of their first page. Pages of one unit may stand apart; a page whose codes cannot
    be read belongs to the page before it, unless that one is signed.
    """
    groups: dict[tuple[str, str], list[Pagina]] = {}
    before: tuple[str, str] | None = None
    for pagina in paginas:
        key = (pagina.programa.codigo.raw, pagina.unidad_ejecutora.codigo.raw)
        if not all(key) and before and not groups[before][-1].firmas and _agrees(key, before):
            key = before
        groups.setdefault(key, []).append(pagina)
        before = key
    for group in groups.values():
        yield Unidad(
            programa=group[0].programa,
            unidad_ejecutora=group[0].unidad_ejecutora,
            paginas=tuple(group),
            ejes=_once(clave for pagina in group for clave in pagina.ejes),
            lineas=_once(clave for pagina in group for clave in pagina.lineas),
            metas=tuple(goal for pagina in group for goal in pagina.metas),
            firmas=tuple(firma for pagina in group for firma in pagina.firmas),
        )


def _once(claves: Iterable[Clave]) -> tuple[Clave, ...]:
    """Each code where it stands first."""
    first: dict[str, Clave] = {}
    for clave in claves:
        if clave.codigo.raw:
            first.setdefault(clave.codigo.raw, clave)
    return tuple(first.values())


def _agrees(key: tuple[str, str], other: tuple[str, str]) -> bool:
    return all(not mine or mine == theirs for mine, theirs in zip(key, other, strict=True))

"""Read a text into a report (pages, goals, units), with facts about what is not written as the form wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from poa_lint.core.facts import Fact
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, figure_text
from poa_lint.core.form import Form
from poa_lint.core.records import record
from poa_lint.core.report import Cell, Clave, Columna, Fecha, Informe, Meta, Pagina, Unidad, code
from poa_lint.core.source import Edit, Source, Span
from poa_lint.core.text import folded
from poa_lint.reading import accents, header
from poa_lint.reading.columns import Placement
from poa_lint.reading.cut import pads
from poa_lint.reading.goal import GoalReader
from poa_lint.reading.headings import untabbed
from poa_lint.reading.lines import blocks
from poa_lint.reading.lookalikes import read_as_digits
from poa_lint.reading.pages import Draft, pages
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


class _Header(NamedTuple):
    """A page's header, read before any row: the report's cut-off date decides which periods of a goal are closed."""

    ejercicio: Cell[Figure]
    forma: Cell[str]
    fecha: Cell[Fecha]
    entries: dict[str, tuple[Clave, ...]]
    """The codes by the token of their label (`RAMO`, `EJES` …)."""


def read(source: Source, forms: Sequence[Form], judge: Judge, acumulacion: Callable[[str, str], str]) -> Reading:
    """Read a whole text. A page without the heading of one of `forms` has no goals.

    `judge` scores the placements of a displaced row that cost the same; `acumulacion` returns the way in which a goal's
    periods add up to its year, by the goal's number and unit of measure ("" if the settings state none).
    """
    broken = accents.repaired(source.text)
    preamble, text_blocks = blocks(broken.text if broken else source.text)
    drafts = pages(preamble, text_blocks, forms)
    headers = [_header(draft) for draft in drafts]
    form = next((draft.form for draft in drafts if draft.form), forms[0])
    dates = _ranked(page.fecha.value for page in headers)
    fecha = next((date for date, _ in dates if date.existe), dates[0][0] if dates else UNKNOWN)
    corte = _corte(form, dates)
    membrete = frozenset(folded(line.text) for line in preamble if line.kind == "TEXT")
    facts: list[Fact] = [_broken_accents(broken)] if broken else []
    facts += read_as_digits([page.entries for page in headers])
    goals: list[Meta] = []
    seen: dict[tuple[str, ...], tuple[list[Placement], int]] = {}
    padded = pads((line for draft in drafts for line in draft.rows), len(form.columns))
    repeats = repeated(drafts)
    for number, (draft, page) in enumerate(zip(drafts, headers, strict=True), 1):
        if number in repeats:
            facts.append(repeats_fact(draft, number, repeats[number]))
            if signed_alike(draft, drafts[repeats[number] - 1]):
                draft.signatures = []
            continue
        facts += _page_facts(draft, page, number, forms)
        if _recognised(draft):
            context = Context(GoalReader(draft.form or form, number, corte, acumulacion), judge, seen, padded)
            read_rows = [meta(line, context) for line in draft.rows]
            of_page = [goal for goal, _ in read_rows]
            goals += of_page
            told = [fact for _, row_facts in read_rows for fact in row_facts]
            facts += together(of_page, told, draft.form or form, number)
    goals, facts = by_column(goals, facts)
    rows: dict[int, list[Meta]] = {}
    for goal in goals:
        rows.setdefault(goal.pagina, []).append(goal)
    paginas = [
        _pagina(draft, page, form, number, tuple(rows.get(number, ())), membrete)
        for number, (draft, page) in enumerate(zip(drafts, headers, strict=True), 1)
    ]
    if not paginas:
        facts.append(Fact("POA008", Span(0, 0)))
    years: list[tuple[Figure, int]] = _ranked(page.ejercicio.value for page in headers)
    ejercicio = years[0][0] if years else UNKNOWN
    return Reading(Informe(tuple(paginas), tuple(unidades(paginas)), ejercicio, fecha, corte), tuple(facts))


def _broken_accents(broken: accents.Broken) -> Fact:
    texts = {"escrito": broken.written, "correcto": broken.meant, "veces": figure_text(broken.places)}
    return Fact(accents.CODE, broken.span, texts)


def unidades(paginas: Sequence[Pagina]) -> Iterator[Unidad]:
    """The units in the order of their first page; pages of one unit may stand apart.

    A page whose codes are missing or unreadable belongs to the unit of the page before it, unless that one is signed.
    """
    groups: dict[tuple[str, str], list[Pagina]] = {}
    before: tuple[str, str] | None = None
    for pagina in paginas:
        key = (code(pagina.programa), code(pagina.unidad_ejecutora))
        if not all(key) and before and not groups[before][-1].firmas and _compatible(key, before):
            key = before
        groups.setdefault(key, []).append(pagina)
        before = key
    for group in groups.values():
        yield Unidad(
            programa=group[0].programa,
            unidad_ejecutora=group[0].unidad_ejecutora,
            paginas=tuple(group),
            ejes=_first_of_each_code(clave for pagina in group for clave in pagina.ejes),
            lineas=_first_of_each_code(clave for pagina in group for clave in pagina.lineas),
            metas=tuple(goal for pagina in group for goal in pagina.metas),
            firmas=tuple(firma for pagina in group for firma in pagina.firmas),
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


def _header(draft: Draft) -> _Header:
    start = draft.start
    return _Header(
        header.ejercicio(draft.letterhead, start),
        header.forma(draft.forms, start),
        header.fecha(draft.forms, start),
        header.entries(draft.entries),
    )


def _recognised(draft: Draft) -> bool:
    """True if the page has the top heading line or two others, and no heading of another form."""
    return draft.unknown_heading is None and (len(draft.levels) > 1 or draft.levels == {0})


def _page_facts(draft: Draft, page: _Header, number: int, forms: Sequence[Form]) -> Iterator[Fact]:
    """The facts about a page outside its goals: stray lines, the heading, the header."""
    flat = next((line for line in draft.strays if any(untabbed(form, line.text) for form in forms)), None)
    for line in draft.strays:
        if flat is not None and line.start >= flat.start:
            break  # the rows under a heading without tabs are stray too: one finding is enough
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
    yield from _missing_facts(draft, page, number)
    if header.unreadable(page.fecha):
        texts = {"columna": header.FECHA.titulo, "escrito": page.fecha.raw, "guardado": ""}
        yield Fact("POA003", page.fecha.span, texts, "fecha", number, None, header.FECHA, (page.fecha,))


def _heading_facts(draft: Draft, number: int) -> Iterator[Fact]:
    """POA004 for each cell of the heading that differs from the form, and each heading line that is missing."""
    for line, misread in draft.misread:
        label, columna = misread.label.words, misread.label.column.columna
        if misread.cell is None:
            yield Fact("POA004", line.span, {"dice": "", "titulo": label}, "falta", number, columna=columna)
        else:
            cell = line.cells[misread.cell]
            texts = {"dice": cell.raw, "titulo": label}
            edits = (Edit(cell.span, label),)
            yield Fact("POA004", cell.span, texts, "distinto", number, columna=columna, edits=edits)
    assert draft.form is not None
    for level, labels in enumerate(draft.form.headings):
        if level not in draft.levels:
            texts = {"dice": "", "titulo": " ".join(label.words for label in labels)}
            offset = draft.rows[0].start if draft.rows else draft.start
            yield Fact("POA004", Span(offset, offset), texts, "falta", number, detail=str(level))


def _missing_facts(draft: Draft, page: _Header, number: int) -> Iterator[Fact]:
    """POA009 for each part of the header that is missing."""
    for token, columna in header.LABELS.items():
        entries = page.entries.get(token)
        if entries is None:
            yield _missing(Span(draft.start, draft.start), columna.titulo, "falta", number, columna)
        elif not any(entry.codigo.raw for entry in entries):
            block = next(block for block in draft.entries if block.opening.kind == token)
            yield _missing(block.opening.span, columna.titulo, "sin_codigo", number, columna)
    for cell in (page.ejercicio, page.forma, page.fecha):
        if cell.value is BLANK:
            titled = cell is page.ejercicio and any("OPERATIVO" in line.text.upper() for line in draft.letterhead)
            yield _missing(cell.span, cell.columna.titulo, "sin_ano" if titled else "falta", number, cell.columna)


def _missing(span: Span, dato: str, variant: str, number: int, columna: Columna) -> Fact:
    return Fact("POA009", span, {"dato": dato}, variant, number, columna=columna)


def _pagina(
    draft: Draft, page: _Header, form: Form, number: int, goals: tuple[Meta, ...], membrete: frozenset[str]
) -> Pagina:
    entries = page.entries
    ramo, programa, unidad, finalidad, funcion, subfuncion = (
        next(iter(entries.get(token, ())), header.missing(header.LABELS[token], draft.start))
        for token in map(str.upper, header.SINGLE)
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
        ejes=entries.get("EJES", ()),
        lineas=entries.get("LINEAS", ()),
        forma=page.forma,
        fecha=page.fecha,
        cierra=form.closes(page.fecha.value) if isinstance(page.fecha.value, Fecha) else UNKNOWN,
        metas=goals,
        firmas=tuple(header.firmas(draft.signed, membrete)),
        span=draft.span,
    )

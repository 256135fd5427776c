"""The faults of a page outside its goals, as facts: stray lines, its heading, parts of its header that are missing.

A page whose table cannot be read, and a file without any page that can, have one fact and no other: nothing else that
could be said of them is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from poa_lint.core.facts import Fact
from poa_lint.core.figures import BLANK
from poa_lint.core.form import Columna, Form
from poa_lint.core.report import Meta
from poa_lint.core.source import Edit, Span
from poa_lint.core.text import folded, squashed
from poa_lint.reading import header
from poa_lint.reading.draft import Draft
from poa_lint.reading.drafts import Page
from poa_lint.reading.evidence import Standing, first_run_together, is_heading_of_any, titles
from poa_lint.reading.headings import untabbed
from poa_lint.reading.lines import Line
from poa_lint.reading.page import Header
from poa_lint.reading.values import is_worded_blank

MANY: Final = 5
"""Parts of a header that are missing together for one reason: nobody wrote or copied it."""


OTHER_TABLE: Final = "otra"
"""The variant of POA008 for a file with a table of no known form."""
MAX_RUNS: Final = 4
"""Runs of blanks in a line of words; one with more is a row whose columns are not known."""


def page_facts(draft: Draft, page: Header, number: int, form: Form) -> Iterator[Fact]:
    """The facts about a page that is read, outside its goals: stray lines, the heading, the header."""
    for line in draft.strays:
        text = line.text.strip()
        start = line.start + line.text.index(text)
        yield Fact("POA001", Span(start, start + len(text)), {"linea": text}, pagina=number, detail=folded(text))
    yield from _heading_facts(draft, number)
    yield from _missing_facts(draft, page, number, form)
    if header.unreadable(page.fecha):
        columna = page.fecha.columna
        texts = {"columna": columna.titulo, "escrito": page.fecha.raw, "guardado": ""}
        yield Fact("POA003", page.fecha.span, texts, "fecha", number, None, columna, (page.fecha,))


def refusal(draft: Draft, forms: Sequence[Form], number: int | None = None) -> Fact:
    """POA005: the table of a page of the form cannot be read, and why."""
    lines = sorted((*draft.strays, *draft.pending, *draft.forms), key=lambda line: line.start)
    flat = next((line for line in lines if any(untabbed(form, line.text) for form in forms)), None)
    spaced = None if flat else first_run_together(lines, forms)
    at = draft.unknown_heading or flat or spaced or next(iter(draft.rows), None)
    variant = "otro" if draft.unknown_heading else "sin_columnas" if flat else "alineado" if spaced else "ninguno"
    columns = {"columnas": titles(draft.unknown_heading) if draft.unknown_heading else ""}
    return Fact("POA005", _span(draft, at), columns, variant, number)


def nothing_read(pages: Sequence[Page], lines: Iterable[Line], forms: Sequence[Form]) -> Fact:
    """The one fact about a file of which no goal could be read; `lines` are all of it."""
    refused = next((page.draft for page in pages if page.standing is Standing.REFUSED), None)
    if refused is not None:
        return refusal(refused, forms)
    page = next((page.draft for page in pages if page.standing is Standing.READ), None)
    if page is not None:
        spread = next((line for line in (*page.strays, *page.pending) if line.text.count("  ") > MAX_RUNS), None)
        at, variant = spread or next(iter(page.rows), None), "sin_columnas" if spread else "sin_renglones"
        return Fact("POA005", _span(page, at), {"columnas": ""}, variant)
    lines = tuple(lines)
    other = next((line for line in lines if is_heading_of_any(line)), None)
    if other is not None:
        return Fact("POA008", other.span, {"columnas": titles(other)}, OTHER_TABLE)
    spaced = first_run_together(lines, forms)
    return Fact("POA008", spaced.span if spaced else Span(0, 0), {"columnas": ""}, "alineado" if spaced else "ninguno")


def _span(draft: Draft, line: Line | None) -> Span:
    return line.span if line else Span(draft.start, draft.start)


def _heading_facts(draft: Draft, number: int) -> Iterator[Fact]:
    """POA004 for each cell of the heading that differs and each line that is missing; POA027 for columns too many."""
    for line, misread in draft.misread:
        label, columna = misread.label.words, misread.label.column.columna
        if misread.cell is None:
            yield Fact("POA004", line.span, {"dice": "", "titulo": label}, "falta", number, columna=columna)
        else:
            cell = line.cells[misread.cell]
            texts = {"dice": cell.raw, "titulo": label}
            edits = (Edit(cell.span, label),)
            yield Fact("POA004", cell.span, texts, "distinto", number, columna=columna, edits=edits)
    for _, title in draft.extra:
        if title.raw:
            yield Fact("POA027", title.span, {"titulo": title.raw}, pagina=number, detail=folded(title.raw))
    assert draft.form is not None
    for level, labels in enumerate(draft.form.headings):
        if level not in draft.levels:
            texts = {"dice": "", "titulo": " ".join(label.words for label in labels)}
            offset = draft.rows[0].start if draft.rows else draft.start
            yield Fact("POA004", Span(offset, offset), texts, "falta", number, detail=str(level))


def _missing_facts(draft: Draft, page: Header, number: int, form: Form) -> Iterator[Fact]:
    """POA009 for each part of the header that is missing; one for all where most of the header is."""
    absent, facts = list[Columna](), list[Fact]()
    for columna in (entry.columna for entry in form.head.entries if entry.required):
        entries = page.entries.get(columna.id)
        if columna.id in page.stated:
            continue
        if entries is None:
            absent.append(columna)
            facts.append(_missing(Span(draft.start, draft.start), columna.titulo, "falta", number, columna))
        elif not any(entry.codigo.raw for entry in entries):
            block = next(block for block in draft.entries if block.opening.kind == columna.id)
            facts.append(_missing(block.opening.span, columna.titulo, "sin_codigo", number, columna))
    title = squashed(form.head.year.columna.titulo)
    for cell in (page.ejercicio, page.forma, page.fecha):
        if cell.value is BLANK:
            titled = cell is page.ejercicio and any(title in squashed(line.text) for line in draft.letterhead)
            absent += [] if titled else [cell.columna]
            facts.append(
                _missing(cell.span, cell.columna.titulo, "sin_ano" if titled else "falta", number, cell.columna)
            )
    if len(absent) < MANY:
        return iter(facts)
    whole = _missing(
        Span(draft.start, draft.start), ", ".join(one.titulo for one in absent), "varios", number, absent[0]
    )
    return iter([whole, *(fact for fact in facts if fact.variant != "falta")])


def worded_blanks(goals: Sequence[Meta], number: int) -> Iterator[Fact]:
    """POA028: words such as `N/A` that stand in place of figures and were read as blanks; one fact for a page."""
    cells = [cifra.valor for goal in goals for cifra in goal.cifras if is_worded_blank(cifra.valor.raw)]
    if cells:
        words = ", ".join(dict.fromkeys(cell.raw for cell in cells))
        values = {"escrito": words, "veces": str(len(cells))}
        yield Fact(
            "POA028", cells[0].span, values, "una" if len(cells) == 1 else "varias", number, columna=cells[0].columna
        )


def _missing(span: Span, dato: str, variant: str, number: int, columna: Columna) -> Fact:
    return Fact("POA009", span, {"dato": dato}, variant, number, columna=columna)

"""Read a text into a report (pages, goals, units), with facts about what is not written as the form wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, NamedTuple, TypeVar

from poa_lint.core.dates import Fecha
from poa_lint.core.facts import Fact
from poa_lint.core.figures import UNKNOWN, Figure, Nothing, figure_text
from poa_lint.core.form import Form
from poa_lint.core.records import record
from poa_lint.core.report import Corte, Informe, Meta, Pagina
from poa_lint.core.source import Source
from poa_lint.reading import accents
from poa_lint.reading.columns import Placement
from poa_lint.reading.cut import pads
from poa_lint.reading.drafts import Page, drafts
from poa_lint.reading.evidence import Standing, has_traces
from poa_lint.reading.faults import OTHER_TABLE, nothing_read, page_facts, refusal, worded_blanks
from poa_lint.reading.goal import GoalReader
from poa_lint.reading.lookalikes import read_as_digits
from poa_lint.reading.outputs import is_output
from poa_lint.reading.page import Header, header_of, pagina
from poa_lint.reading.repeats import fact as repeats_fact
from poa_lint.reading.repeats import repeated, signed_alike
from poa_lint.reading.row import Context, Judge, meta
from poa_lint.reading.shares import by_column
from poa_lint.reading.shifted import together
from poa_lint.reading.units import unidades

H = TypeVar("H", bound=Hashable)


@record
class Reading:
    """A report and the facts about its writing."""

    informe: Informe
    facts: tuple[Fact, ...]
    foreign: bool = False
    """True for a file with words in which nothing of a form was seen: neither a title, nor the code, nor a heading."""
    tabled: bool = False
    """True for such a file that has a table, perhaps of a form that nobody has described."""
    own: bool = False
    """True for an output of this program; it is foreign too, whatever words of a form it has."""
    unread: bool = False
    """True if no goal, or not every page of a form, could be read."""


NOTHING: Final = Informe((), (), UNKNOWN, UNKNOWN, UNKNOWN)
"""The report of a file that could not be read as one."""


def read(source: Source, forms: Sequence[Form], judge: Judge, acumulacion: Callable[[str, str], str]) -> Reading:
    """Read a whole text. A page without the heading of one of `forms` has no goals.

    `judge` scores the placements of a displaced row that cost the same; `acumulacion` returns the way in which a goal's
    periods add up to its year, by the goal's number and unit of measure ("" if the settings state none).
    """
    broken = accents.repaired(source.text)
    text = drafts(broken.text if broken else source.text, tuple(forms))
    kept = text.pages
    headers = [header_of(page) for page in kept]
    dates = _ranked(header.fecha.value for header in headers)
    contexts = {form: _shared(form, kept, headers) for form in text.forms}

    def context(number: int, form: Form) -> Context:
        shared = contexts[form]
        return Context(GoalReader(form, number, shared.corte, acumulacion), judge, shared.seen, shared.padded)

    facts: list[Fact] = [_broken_accents(broken)] if broken else []
    facts += read_as_digits([header.entries for header in headers])
    goals, told = _goals(kept, headers, forms, context)
    if not any(map(is_read, goals)) and len(goals) != 1:
        own = not kept and is_output(source.text)
        foreign = bool(source.text.strip()) and not (kept or has_traces(text.drafts, text.lines, forms))
        fact = nothing_read(kept, text.lines, forms)
        tabled = foreign and fact.variant == OTHER_TABLE
        return Reading(NOTHING, (fact,), foreign or own, tabled=tabled, own=own, unread=True)
    goals, facts = by_column(goals, [*facts, *told])
    rows: dict[int, list[Meta]] = {}
    for goal in goals:
        rows.setdefault(goal.pagina, []).append(goal)
    paginas: dict[Standing, list[Pagina]] = {Standing.READ: [], Standing.REFUSED: []}
    for number, (page, header) in enumerate(zip(kept, headers, strict=True), 1):
        paginas[page.standing].append(pagina(page, header, number, tuple(rows.get(number, ()))))
    cortes = tuple(Corte(form, contexts[form].corte) for form in text.forms)
    informe = _informe(paginas[Standing.READ], paginas[Standing.REFUSED], dates, cortes)
    return Reading(informe, tuple(facts), unread=bool(informe.sin_leer) or not any(map(is_read, goals)))


class _Shared(NamedTuple):
    """The things that pages of one form share: the periods closed, the rows placed so far, and if blanks end rows."""

    corte: int | Nothing
    seen: dict[tuple[str, ...], tuple[list[Placement], int, frozenset[str]]]
    padded: bool


def _shared(form: Form, pages: Sequence[Page], headers: Sequence[Header]) -> _Shared:
    own = [(page, header) for page, header in zip(pages, headers, strict=True) if page.form is form]
    corte = _corte(form, _ranked(header.fecha.value for _, header in own))
    rows = (line for page, _ in own for line in page.draft.rows)
    return _Shared(corte, {}, pads(rows, len(form.columns)))


def _goals(
    pages: Sequence[Page], headers: Sequence[Header], forms: Sequence[Form], context: Callable[[int, Form], Context]
) -> tuple[list[Meta], list[Fact]]:
    """The goals of all pages, and the facts about the pages and their rows; a page that stands twice has them once."""
    goals: list[Meta] = []
    facts: list[Fact] = []
    repeats = repeated([page.draft for page in pages])
    for number, (page, header) in enumerate(zip(pages, headers, strict=True), 1):
        draft, form = page.draft, page.form
        if page.standing is Standing.REFUSED:
            facts.append(refusal(draft, forms, number))
        elif number in repeats:
            facts.append(repeats_fact(draft, number, repeats[number]))
            if signed_alike(draft, pages[repeats[number] - 1].draft):
                draft.signatures = []
        else:
            of_rows = context(number, form)
            read_rows = [meta(line, of_rows) for line in draft.rows]
            of_page = [goal for goal, _ in read_rows]
            goals += of_page
            facts += page_facts(draft, header, number, form)
            facts += together(of_page, [fact for _, told in read_rows for fact in told], form, number)
            facts += worded_blanks(of_page, number)
    return goals, facts


def _informe(
    paginas: Sequence[Pagina], sin_leer: Sequence[Pagina], dates: Sequence[tuple[Fecha, int]], cortes: tuple[Corte, ...]
) -> Informe:
    """The report of these pages: its year and its date are those that most of them carry."""
    every = sorted((*paginas, *sin_leer), key=lambda pagina: pagina.numero)
    years: list[tuple[Figure, int]] = _ranked(pagina.ejercicio.value for pagina in every)
    ejercicio = years[0][0] if years else UNKNOWN
    fecha = next((date for date, _ in dates if date.existe), dates[0][0] if dates else UNKNOWN)
    units = tuple(unidades(paginas, sin_leer))
    return Informe(tuple(paginas), units, ejercicio, fecha, cortes[0].closed, tuple(sin_leer), cortes)


def _broken_accents(broken: accents.Broken) -> Fact:
    texts = {"escrito": broken.written, "correcto": broken.meant, "veces": figure_text(broken.places)}
    return Fact(accents.CODE, broken.span, texts)


def is_read(goal: Meta) -> bool:
    """True if the cells of a goal's row could be put under their columns."""
    return goal.acomodo is None or goal.acomodo.logrado


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

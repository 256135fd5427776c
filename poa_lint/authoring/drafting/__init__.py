"""Draft the file of a form from a real report: what its heading, its rows and its letterhead tell, and what to ask.

`table` finds the lines of titles and the rows below, `columns` ids and kinds and what repeats with the periods,
`formulas` what figures are by others, `header` code, titles, cut-off and signatures; `writing` makes the YAML of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from poa_lint.authoring.drafting import example, formulas, names, periods, writing
from poa_lint.authoring.drafting.columns import Layout, layout
from poa_lint.authoring.drafting.formulas import Formula
from poa_lint.authoring.drafting.header import Header, header
from poa_lint.authoring.drafting.rows import Row
from poa_lint.authoring.drafting.rows import rows as rows_of
from poa_lint.authoring.drafting.spread import tabbed
from poa_lint.authoring.drafting.synonyms import synonyms
from poa_lint.authoring.drafting.table import OutOfReach, Table, find
from poa_lint.authoring.drafting.writing import Part
from poa_lint.core import yamltree
from poa_lint.core.form import NUMBER, NUMBERED, YEAR, Form
from poa_lint.core.form_data import written_out
from poa_lint.core.forms import form, form_files
from poa_lint.core.records import replace
from poa_lint.core.source import Source, Trouble
from poa_lint.reading import read
from poa_lint.reading.choice import choices
from poa_lint.rulebook.form_checks import unparted

__all__ = ["Draft", "OutOfReach", "draft"]

QUARTERS: Final = 4
"""The periods of a year where nothing tells how many there are."""
MAX_READ: Final = 600
"""Lines of a text, from its first table on, that are read with the drafted form."""
TOTALS: Final = ("TOTAL", "TOTALES", "SUBTOTAL", "SUMA", "SUMAS")
BANNER: Final = (
    "# Borrador hecho por «poa-lint form-new». Conteste cada «# ¿?», corrija el renglón de abajo y quite la pregunta."
)
SPREAD: Final = (
    "la tabla se partió por barras o espacios, sin tabuladores: compare las columnas con la hoja, una por una"
)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*")
_NUMBERING: Final = re.compile(rf"{_NUMBER.pattern}[^\w\s]{{0,8}}")
NO_CODE: Final = "FORMA-1"
"""The code of a form whose file has no name yet."""


class Draft(NamedTuple):
    """A drafted form: its code, the YAML, what was recognised, and how many of the file's goals it reads."""

    code: str
    text: str
    columns: int
    periods: int
    unit: str
    """The word for one period: `trimestre`."""
    depth: int
    recognised: tuple[str, ...]
    formulas: dict[str, Formula]
    questions: int
    goals: int
    """Goals that the file is read to have with this form; `rows` are those of its table."""
    rows: int
    known: str
    """The code of a form that reads the file already; empty where there is none."""


def draft(source: Source, forms: Sequence[Form], code: str = "") -> Draft:
    """Draft the form of a file that has a table; `forms` are those that are there already.

    `code` is the form's where its pages show none. Raises OutOfReach.
    """
    rows, table, spread = _found(source)
    around = header(rows, table)
    columns = layout(table, around.words)
    found = formulas.search(columns.items)
    questions = (*columns.questions, *((SPREAD,) if spread else ()))
    columns = columns._replace(items=found.items, questions=questions)
    own = around.code or code or NO_CODE
    count, told = _count(columns, around)
    others = tuple(one for one in forms if one.code != own)
    parts = list(_parts(own, around, columns, table, count, told))
    text, made = _with_synonyms(writing.file(parts), columns, others)
    shown_page = [] if spread else example.page(rows, table, made, forms)
    text += writing.file([writing.example(shown_page)]) if shown_page else ""
    part, shown = _part(source, table)
    return Draft(
        own,
        text,
        len(made.columns),
        count,
        periods.UNITS[count],
        len(made.headings),
        tuple(dict.fromkeys(column.id for column in columns.columns if column.recognised)),
        found.formulas,
        sum(len(part.questions) for part in parts),
        _goals(part, (*others, made)),
        shown,
        _known(part, forms, shown),
    )


def _with_synonyms(text: str, columns: Layout, others: Sequence[Form]) -> tuple[str, Form]:
    """A drafted file with other words for its titles, unless its heading could be another form's then; and its form."""
    more = writing.synonyms(synonyms(columns))
    if more.lines:
        longer = text + writing.file([more])
        made = loaded(longer)
        if unparted(made, others) is None:
            return longer, made
    return text, loaded(text)


def _found(source: Source) -> tuple[list[Row], Table, bool]:
    """The rows of a text and its table, and whether it was parted by bars and blanks for want of tabs.

    Raises OutOfReach.
    """
    rows = rows_of(source.text)
    try:
        return rows, find(rows), False
    except OutOfReach as error:
        if error.kind != "table":
            raise
    rows = rows_of(tabbed(source.text))
    return rows, find(rows), True


def loaded(text: str) -> Form:
    """The form that a drafted file states. Raises ValueError for one that does not load: a defect of ours."""
    tree = yamltree.read(text)
    if isinstance(tree, Trouble):
        raise ValueError(f"{tree.line}: {tree.kind} {tree.values}")
    data: Any = yamltree.plain(tree)
    return form(written_out(data, {one["form"]: one for one in form_files()}))


def _part(source: Source, table: Table) -> tuple[Source, int]:
    """The part of a long text on which the form is tried, and the goals that its table has in it."""
    last = table.start + MAX_READ
    part = "\n".join(source.text.split("\n", last)[:last])
    return replace(source, text=part), sum(row.number < last for row in table.goals)


def _known(source: Source, forms: Sequence[Form], rows: int) -> str:
    """The code of the form that reads the file already, and most of its rows."""
    chosen = choices(source.text, tuple(forms)) if 2 * _goals(source, forms) > rows else ()
    return chosen[0].form.code if chosen else ""


def _goals(source: Source, forms: Sequence[Form]) -> int:
    """The goals of a file that are read with these forms."""
    informe = read.read(source, forms, lambda _: (0, 0), lambda *_: "").informe
    return sum(len(page.metas) for page in informe.paginas)


def _count(columns: Layout, around: Header) -> tuple[int, bool]:
    """The periods of a year, and whether anything told it."""
    if columns.periods is not None:
        return columns.periods, True
    label, says, text = around.cutoff
    titles = " ".join(title for column in columns.columns for title in column.path)
    told = periods.count_in(f"{label if says == 'periodo' else ''} {titles} {around.words}")
    meant = periods.said(text) if says == "periodo" else None
    if told is None and meant is not None:
        told = meant.periods
    return told or QUARTERS, told is not None


def _parts(code: str, around: Header, columns: Layout, table: Table, count: int, told: bool) -> Iterator[Part]:
    """The parts of the file in their order."""
    yield Part((BANNER,))
    asked = () if around.code else ("el código no está en la hoja: ¿se llama así esta forma?",)
    yield Part((f"form: {writing.scalar(code)}",), asked)
    name = around.name or code
    yield Part(
        (f"name: {{es: {writing.scalar(name)}, en: {writing.scalar(name)}}}",),
        () if around.name else ("¿cómo se llama la forma?",),
    )
    yield from _recognised(around)
    yield _year(around, columns)
    yield _cutoff(around, columns)
    yield from _unit(around)
    if around.entries:
        yield Part(("encabezado:",))
        yield from map(writing.entry, around.entries)
    else:
        yield Part(
            ("encabezado: []",),
            ("no se hallaron líneas «etiqueta: valor» sobre la tabla: ¿de quién es la hoja?",),
        )
    totals = tuple(dict.fromkeys((*filter(None, table.totals), *TOTALS)))
    subtitles = [f"  titulo: {writing.listed(table.subtitles)}"] if table.subtitles else []
    yield Part(
        ("renglones:", *subtitles, f"  total: {writing.listed(totals)}"),
        ("¿abren estas palabras renglones que no son metas?",) if table.subtitles else (),
    )
    if around.roles:
        yield Part(("firmas:",))
        yield from map(writing.role, around.roles)
    else:
        yield Part(("firmas: []",), ("no se hallaron firmas debajo de la tabla: ¿quién firma?",))
    yield from _numbering(columns)
    unit = periods.UNITS[count]
    words = f"es: [{unit}, {periods.PLURALS[unit]}], en: {writing.listed(periods.ENGLISH[unit])}"
    yield Part((f"palabras: {{periodo: {{{words}}}}}",))
    yield Part(("periods:",), () if told else ("nada dice cuántos periodos tiene el año: ¿son trimestres?",))
    cumulative = around.cutoff[1] == "periodo" and not columns.printed
    yield from map(writing.period, periods.year(count, columns.printed, cumulative=cumulative))
    yield Part(("columns:",), columns.questions)
    yield from writing.items(columns.items)


def _numbering(columns: Layout) -> Iterator[Part]:
    """The way in which goals are numbered in their texts, where all are and it is not the usual one."""
    texts = next((column.values for column in columns.columns if column.kind == "meta"), ())
    ways = {_NUMBER.sub(NUMBER, match[0]) for text in filter(None, texts) if (match := _NUMBERING.match(text))}
    if len(ways) == 1 and ways != {NUMBERED}:
        yield Part((f"numero: {{se_escribe: {writing.scalar(ways.pop())}}}",))


def _recognised(around: Header) -> Iterator[Part]:
    lines = ["reconoce:"]
    lines += [f"  clave: {writing.code(around.code)}"] if around.code else []
    asked = []
    if around.titles:
        lines.append(f"  titulo: {writing.listed(around.titles)}")
    else:
        lines.append("  titulo: []")
        asked.append("no se halló el título de la hoja: ¿con qué palabras empieza?")
    if not around.code:
        lines.append("  exige: false")
    yield Part(tuple(lines), tuple(asked))


def _year(around: Header, columns: Layout) -> Part:
    place, words = around.year
    if place:
        return Part((f"ejercicio: {{{place}: {writing.scalar(words)}}}",))
    if columns.year:
        return Part((f"ejercicio: {{columna: {writing.scalar(columns.year)}}}",))
    return Part(
        ("ejercicio: {etiqueta: [EJERCICIO, EJERCICIO FISCAL]}",),
        (f"no se halló el año: ¿qué título o etiqueta lo lleva, o qué título de columna con {YEAR}?",),
    )


def _cutoff(around: Header, columns: Layout) -> Part:
    label, says, _ = around.cutoff
    if says:
        words = {"FECHA": ("FECHA", "FECHA DE CORTE"), "CORTE AL": ("CORTE AL", "FECHA DE CORTE")}.get(label, (label,))
        return Part((f"corte: {{etiqueta: {writing.listed(words)}, dice: {says}}}",))
    reports = any(column.id.partition(".")[0] in (names.ACHIEVED, "absoluto") for column in columns.columns)
    asked = ("no se halló hasta cuándo informa la hoja: ¿qué etiqueta lo dice? (dice: fecha, periodo o mes)",)
    return Part(("corte: {dice: ninguno}",), asked if reports else ())


def _unit(around: Header) -> Iterator[Part]:
    ids = [entry.id for entry in around.entries]
    known: list[str] = [name for name in ("programa", "unidad_ejecutora", "proyecto") if name in ids]
    if "unidad_ejecutora" not in known:
        known += [name for name in ("ramo", "dependencia", "area") if name in ids]
    unit = known or ids[:1]
    if unit:
        asked = () if known else ("¿esta línea dice de quién es la hoja?",)
        yield Part((f"unidad: {writing.listed(unit)}",), asked)

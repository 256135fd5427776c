r"""Draft what stands around the table: the form's code and titles, the header, the cut-off, the signatures.

AVANCE TRIMESTRAL DE METAS          a title
Dependencia General:⇥L00⇥TESORERIA  a line with a code: `clave: '[A-Z]{0,2}[ -]?\\d{1,6}'`
Trimestre:⇥SEGUNDO                  the cut-off, one of the form's periods
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.authoring.drafting import names, periods
from poa_lint.authoring.drafting.rows import LABEL, ROLES, Row, role
from poa_lint.authoring.drafting.table import Table
from poa_lint.core.figures import Nothing
from poa_lint.core.text import folded, squashed
from poa_lint.reading import values

MAX_ABOVE: Final = 60
"""Lines above a table that are its header."""
MAX_BELOW: Final = 40
"""Lines below a table in which those who sign stand."""
MAX_ENTRIES: Final = 25
MAX_WORDS: Final = 120
"""Characters of a title."""
CODE: Final = re.compile(r"(?<![\w/-])(?:[A-Z][A-Za-z]{1,5}-)(?:[A-Z]{1,4}-?)?\d{1,4}[a-z]?(?![\w/-])")
"""The code of a form: `TMM-F004`, `PbRM-08c`, `EPT-03`, `PO-MEN-01`."""
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TITLE: Final = re.compile(
    r"avance|programa operativo|calendariza|evaluacion|informe|seguimiento|reporte|programacion"
    r"|presupuesto basado|metas|formato"
)
_GENERAL: Final = re.compile(
    r"programa operativo anual|presupuesto basado|manual|guia|sistema|ley|gobierno|ayuntamiento"
)
"""Titles that many forms of an office share."""
_OF_THE_YEAR: Final = "programa operativo anual"
"""The title that our own form has."""
_YEAR_LABEL: Final = re.compile(
    r"(ejercicio(?: fiscal)?|ano(?: fiscal)?)\s*:?\s*(?:del?\s+)?(?:(?:19|20)\d\d)?", re.IGNORECASE
)
_CUTOFF: Final = re.compile(
    r"(fecha(?: de(?:l)?)?(?: corte)?|corte(?: al)?|periodo(?: que se (?:informa|reporta))?"
    r"|(?:trimestre|semestre|bimestre|mes)"
    r"(?: que se (?:informa|reporta))?|al)(?=[\s:.]|$)\s*[:.]?\s*(.*)"
)
_CODED: Final = re.compile(r"[A-Z]{0,3}[ -]?\d[\d.]{0,19}")
_CODE_AND_NAME: Final = re.compile(r"([A-Z]{0,2}[ -]?\d[\d.]{0,19})\s*[-\u2013:.]?\s+[^\W\d].*")
_TITLE_OF_YEAR: Final = 4
"""Words that a title needs to stand for itself."""


class Entry(NamedTuple):
    """A line of the header: its id and words, the pattern of its code (empty for words), and what to ask about it."""

    id: str
    words: tuple[str, ...]
    code: str = ""
    several: bool = False
    question: str = ""


class Header(NamedTuple):
    """Everything around the table of a drafted form."""

    code: str
    titles: tuple[str, ...]
    name: str
    entries: tuple[Entry, ...]
    year: tuple[str, str]
    """The place of the year (`titulo`, `etiqueta`) and its words; empty texts where none states it."""
    cutoff: tuple[str, str, str]
    """The words of the cut-off, what it says (`fecha`, `periodo`, `mes`), and its text; empty where there is none."""
    roles: tuple[str, ...]
    words: str
    """All words of the header, for those who look for what the form is about."""


def header(rows: Sequence[Row], table: Table) -> Header:
    """The statements of the lines above the first heading and of those below its table."""
    above = [row for row in rows[max(table.start - MAX_ABOVE, 0) : table.start] if row.filled]
    code = _code(above)
    cutoff, dated = _cutoff(above)
    titles, lines = _titles(above, code, dated)
    year = _year(above, titles)
    entries = tuple(_entries(above, {dated, *lines}, code))[:MAX_ENTRIES]
    specific = [title for title in titles if not _GENERAL.match(folded(title))] or list(titles)
    titles = [title for title in titles if title in specific or folded(title).startswith(_OF_THE_YEAR)]
    below = rows[table.end : table.end + MAX_BELOW]
    return Header(
        code,
        tuple(titles),
        _sentence(specific[-1]) if specific else "",
        entries,
        year,
        cutoff,
        tuple(dict.fromkeys(_roles(below))),
        " ".join(row.line[:500] for row in above),
    )


def _code(above: Sequence[Row]) -> str:
    """The form's code: one that has a cell, or the beginning of one, for itself."""
    found: list[str] = []
    for row in above:
        for index in row.filled:
            match = CODE.search(row.cells[index])
            if match is not None:
                alone = match[0] == row.cells[index].rstrip(":") or match.start() == 0
                found.insert(0 if alone else len(found), match[0])
    return found[0] if found else ""


def code_pattern(code: str) -> str:
    r"""The pattern of a code, with or without what offices leave out: `PbRM[- ]?08\s?c` for `PbRM-08c`."""
    parts = re.findall(r"[^\W\d_]+|\d+|[-_ ]+", code)
    pattern = "".join("[- ]?" if not part.isalnum() else part for part in parts)
    return re.sub(r"(?<=\d)(?=[a-z]$)", r"\\s?", pattern)


def _titles(above: Sequence[Row], code: str, dated: int) -> tuple[list[str], set[int]]:
    """The titles of the page without the year, and the numbers of their lines."""
    titles: dict[str, None] = {}
    lines: set[int] = set()
    for row in above:
        if row.number == dated:
            continue
        cells = [row.cells[index] for index in row.filled]
        opens = bool(code) and cells[0].rstrip(":") == code
        if opens:
            lines.add(row.number)
            cells = cells[1:]
        elif len(cells) > 1:
            continue
        text = cells[0] if cells else ""
        if code and text.startswith(code):
            text = text[len(code) :].strip(" :.-")
        if (opens or _TITLE.search(folded(text))) and ":" not in text and not _is_known_label(text):
            lines.add(row.number)
            words = _YEAR.split(text)[0].strip(" ,.-()\"'")
            words = re.sub(r"\s+(?:del?|ejercicio|fiscal|ano|año)$", "", words, flags=re.IGNORECASE)
            if 4 <= len(words) <= MAX_WORDS:
                titles[words] = None
    return list(titles), lines


def _sentence(title: str) -> str:
    """A title in capitals as a sentence."""
    return title.capitalize() if title.isupper() else title


def _year(above: Sequence[Row], titles: Sequence[str]) -> tuple[str, str]:
    for row in above:
        for index in row.filled:
            match = _YEAR_LABEL.match(folded(row.cells[index]))
            if match is not None and _YEAR.search(" ".join(row.cells[index : index + 2])):
                labelled = ":" in row.cells[index] or not _YEAR.search(row.cells[index])
                return "etiqueta" if labelled else "titulo", match[1].upper()
    for row in above:
        match = _YEAR.search(row.first)
        if match is not None and len(row.filled) == 1 and not _CUTOFF.match(folded(row.first)):
            words = row.first[: match.start()].strip(" ,.-(")
            known = next((title for title in titles if squashed(title) in squashed(words)), "")
            if known or len(words.split()) >= _TITLE_OF_YEAR - 1:
                return "titulo", known or words[-MAX_WORDS:]
    return "", ""


def _cutoff(above: Sequence[Row]) -> tuple[tuple[str, str, str], int]:
    """The line that tells up to when a page reports, and its number; -1 where there is none."""
    for row in reversed(above):
        for index in row.filled:
            cell = row.cells[index]
            match = _CUTOFF.match(folded(cell[:200]))
            if match is None:
                continue
            behind = match[2] or next(iter(row.cells[index + 1 : index + 2]), "")
            says = _says(behind)
            if says:
                label = match[1]
                if label == "corte" and folded(behind).startswith("al "):
                    label = "corte al"
                return (label.upper(), says, behind), row.number
    return ("", "", ""), -1


def _says(text: str) -> str:
    """The kind of the words behind a label: a date, a month, a period of the year; empty for none of them."""
    if not isinstance(values.date(text), Nothing) or not isinstance(values.date(f"al {text}"), Nothing):
        return "fecha"
    plain = _YEAR.sub("", text).strip(" .,-")
    meant = periods.said(plain)
    if meant is not None:
        return "mes" if meant.periods == 12 else "periodo"
    return "periodo" if periods.numbers([plain]) or folded(plain) in periods.ORDINAL_FORMS else ""


def _is_known_label(cell: str) -> bool:
    return folded(cell).rstrip(" :.") in names.LABELS


def _entries(above: Sequence[Row], others: set[int], code: str) -> Iterator[Entry]:
    """The lines of the header with a label and what stands behind it."""
    taken: set[str] = set()
    for number, row in enumerate(above):
        if row.number in others or (code and row.first.rstrip(":") == code):
            continue
        for label, value in _pairs(row):
            known = names.LABELS.get(folded(label))
            name = known.id if known else names.slug(label)
            if (
                not name
                or value == code  # `Clave: TES-07` states the form's code, which `reconoce` knows
                or squashed(label) in {"fecha", "no", "num", "numero", "pagina", "hoja"}
                or _YEAR_LABEL.fullmatch(folded(label))
            ):
                continue
            below = above[number + 1 : number + 2]
            if name in taken:
                if known is None:
                    continue
                name = names.slug(label) if names.slug(label) not in taken else ""
                known = None
                if not name:
                    continue
            taken.add(name)
            yield _entry(name, label, value, known, further=bool(below) and _goes_on(below[0]))


def _pairs(row: Row) -> Iterator[tuple[str, str]]:
    """The labels of a line, each with the first cell behind it: `RAMO:⇥07⇥TESORERIA`, `UNIDAD: 115 INGRESOS`."""
    cells = [row.cells[index] for index in row.filled]
    for index, cell in enumerate(cells):
        label, colon, rest = cell.partition(":")
        behind = rest.strip() or (cells[index + 1] if index + 1 < len(cells) else "")
        known = _is_known_label(label)
        opens = index == 0 and len(cells) > 1 and _CODED.fullmatch(behind) is not None
        worded = any(char.isalpha() for char in label) and not any(char.isdigit() for char in label)
        labels = (colon and LABEL.fullmatch(f"{label}:")) or known or (opens and len(label) < 60)
        if worded and labels and behind:
            yield label.strip(), behind


def _goes_on(row: Row) -> bool:
    """True if a line states a further code of the label above: its first cell is empty."""
    return row.filled[0] > 0 and _CODED.fullmatch(row.first) is not None


def _entry(name: str, label: str, value: str, known: names.Label | None, *, further: bool) -> Entry:
    """An entry with the pattern of its code, if it states one."""
    both = _CODE_AND_NAME.fullmatch(value)
    stated = value if _CODED.fullmatch(value) else both[1] if both else ""
    words = (label.upper(), *(known.synonyms if known else ()))
    question = "" if known else "no es de las líneas conocidas: quítela si no está en todas las hojas"
    return Entry(name, words, _pattern(stated), further or (known is not None and known.several), question)


def _pattern(code: str) -> str:
    """The pattern of codes like this one; empty for none."""
    if not code:
        return ""
    if code.isdecimal():
        return r"\d+" if len(code) < 6 else rf"\d{{{max(len(code) - 2, 4)},{len(code) + 2}}}"
    if re.fullmatch(r"\d+(?:\.\d+){1,3}\.?", code):
        return r"\d{1,6}(?:\.\d{1,6}){1,3}"
    letters = len(code) - len(code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return rf"[A-Z]{{0,{max(letters, 1)}}}[ -]?\d{{1,10}}" if "." not in code else r"[A-Z]{0,3}[ -]?\d[\d.]{0,20}"


def _roles(below: Sequence[Row]) -> Iterator[str]:
    for row in below:
        for index in row.filled[:6]:
            found = role(row.cells[index])
            if found is not None:
                yield found


def role_synonyms(name: str) -> tuple[str, ...]:
    """Other words for a role."""
    return ROLES.get(name, ())

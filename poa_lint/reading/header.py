"""Read a page's header and signatures: codes with their names, the year, the form, the cut-off date, who signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from poa_lint.core.figures import BLANK, UNKNOWN, Figure
from poa_lint.core.report import Cell, Clave, Columna, Fecha, Firma
from poa_lint.core.source import Span
from poa_lint.core.text import folded
from poa_lint.reading import values
from poa_lint.reading.lines import Block, Line, Written

LABELS: Final = {
    "RAMO": Columna("ramo", "RAMO"),
    "PROGRAMA": Columna("programa", "PROGRAMA"),
    "UNIDAD_EJECUTORA": Columna("unidad_ejecutora", "UNIDAD EJECUTORA"),
    "FINALIDAD": Columna("finalidad", "FINALIDAD"),
    "FUNCION": Columna("funcion", "FUNCION"),
    "SUBFUNCION": Columna("subfuncion", "SUBFUNCION"),
    "EJES": Columna("ejes", "EJE DE GOBIERNO"),
    "LINEAS": Columna("lineas_de_accion", "LINEAS DE ACCION"),
}
SINGLE: Final = ("ramo", "programa", "unidad_ejecutora", "finalidad", "funcion", "subfuncion")
"""The lines that a page has once, as its fields."""
EJERCICIO: Final = Columna("ejercicio", "PROGRAMA OPERATIVO ANUAL")
FORMA: Final = Columna("forma", "TMM-F004")
FECHA: Final = Columna("fecha", "FECHA")
ROLES: Final = {"elabor": "ELABORÓ", "revis": "REVISÓ", "autoriz": "AUTORIZÓ"}

REMEMBERED: Final = 400
"""Characters of a line that is remembered."""

_LABEL = re.compile(r"[^\d:]*:?\s*")
_FURTHER = {
    "EJES": re.compile(r"\s*\d{1,3}(?:\.-|\.|\s*[-–—:])?\s+[^\W\d_]{2}"),
    "LINEAS": re.compile(r"\s*\d{1,6}(?:\.\d{1,6}){1,3}(?:\.-|\.|\s*[-–—:])?\s+[^\W\d_]{2}"),
}
"""A further code that lost the tab before it, or is parted from its name by a dash."""
_MANY_CODES = re.compile(r"\d+(?:\.\d+)+(?:(?:\s*[,;/y]\s*|\s+)\d+(?:\.\d+)+)+")
_CODE_AND_NAME = re.compile(r"(\d[\d.]*)(?:\s*[-–—:]\s*|\s+)(\D.*)", re.DOTALL)
_FORM_CODE = re.compile(r"[A-Z]{2,5}[- ]?F[- ]?\d{2,4}(?!\w)", re.IGNORECASE)
_DATE_LABEL = re.compile(r"FECHA(?:\s+DE\s+CORTE)?\s*[:.]?\s*", re.IGNORECASE)
_ROLE = re.compile(r"(elabor|revis|autoriz)o\s*[.:]?")
_ROLE_WORD = re.compile(r"\s*[^\W\d_]+\u0301?\s*[.:]?")
_TITLE = re.compile(
    r"(?:lic|licda|ing|arq|dra?|mtr[oa]|c\.? ?p|profr?a?|q\.? ?f\.? ?b|t\.? ?s|l\.? ?a\.? ?e?|m\.? ?[aci]|tec|c)"
    r"\. ?\S"
)
"""What opens a person's name in an office: LIC., ING., C.P. and their like."""
_IDLE = re.compile(
    r"[_.\-\s]+|(?:pagina|pag\.?|hoja)\s*\d+.*|\d+\s*(?:/|de)\s*\d+|firma|nombre y firma|nombre|cargo|fecha.*"
)
"""What stands under a signature and is neither charge nor name: a line to sign on, a page number."""
_CHARGE = re.compile(r"\b(?:responsable|coord|director|titular|jef[ea]|gerente|encargad[oa]|secretari[oa]|tesorer[oa])")


def text_cell(written: Written, columna: Columna) -> Cell[str]:
    """A cell of words: BLANK where none is written."""
    return Cell(written.raw, written.raw or BLANK, written.span, columna)


def clave(kind: str, lines: Iterable[Line]) -> Iterator[Clave]:
    """The codes that an entry's lines state."""
    columna = LABELS[kind]
    for place, line in enumerate(lines):
        read = _stated if len(line.text) <= REMEMBERED else _stated.__wrapped__
        stated = read(line.text, labelled=place == 0)
        if stated is not None:
            code, name = (text_cell(Written(raw, line.start + start), columna) for raw, start in stated)
            if name.raw or not _MANY_CODES.fullmatch(code.raw):
                yield Clave(code, name, line.span)
                continue
            for raw, opens, _ in values.codes(code.raw):
                yield Clave(text_cell(Written(raw, code.span.start + opens), columna), name, line.span)


@lru_cache(maxsize=1024)
def _stated(text: str, *, labelled: bool) -> tuple[Written, Written] | None:
    """The code and the name in a line of an entry; a report says the same ones on page after page."""
    pieces = [cell for cell in Line("", text, 0).cells if cell.raw]
    if labelled and pieces:
        pieces = [*_without_label(pieces[0]), *pieces[1:]]
    return _code_and_name(pieces) if pieces else None


def _without_label(first: Written) -> list[Written]:
    found = _LABEL.match(first.raw)
    rest = first.raw[found.end() :] if found else first.raw
    return [Written(rest, first.start + len(first.raw) - len(rest))] if rest else []


def _code_and_name(pieces: list[Written]) -> tuple[Written, Written]:
    first = pieces[0]
    joined = None if _MANY_CODES.fullmatch(first.raw) else _CODE_AND_NAME.fullmatch(first.raw)
    if joined and len(pieces) == 1:
        pieces = [Written(joined[1], first.start), Written(joined[2], first.start + joined.start(2))]
    elif len(pieces) == 1 and not any(char.isdigit() for char in first.raw):
        pieces = [Written("", first.start), first]
    code, name = pieces[0], pieces[1] if len(pieces) > 1 else Written("", pieces[0].span.end)
    return Written(code.raw.rstrip("."), code.start), name


def missing(columna: Columna, offset: int) -> Clave:
    """The entry that a page lacks."""
    nothing = text_cell(Written("", offset), columna)
    return Clave(nothing, nothing, Span(offset, offset))


def continuation(opening: Line, line: Line) -> bool:
    """Whether a free line states a further code of the entry that `opening` opens."""
    further = _FURTHER.get(opening.kind)
    return line.kind == "CONTINUATION" or (
        further is not None and line.kind in ("TEXT", "TABLE") and further.match(line.text) is not None
    )


def entries(blocks: Iterable[Block]) -> dict[str, tuple[Clave, ...]]:
    """Every entry of a page's header by its label's name in the grammar; a label without a code is missing."""
    found: dict[str, tuple[Clave, ...]] = {}
    for block in blocks:
        kind = block.opening.kind
        lines = (block.opening, *(line for line in block.free if continuation(block.opening, line)))
        found[kind] = found.get(kind, ()) + tuple(clave(kind, lines))
    return found


def ejercicio(lines: Iterable[Line], offset: int) -> Cell[Figure]:
    """The year of the programme, from the letterhead."""
    for line in lines:
        found = values.year(line.text)
        if found is not None:
            stated, start, end = found
            return Cell(line.text[start:end], stated, Span(line.start + start, line.start + end), EJERCICIO)
    return Cell("", BLANK, Span(offset, offset), EJERCICIO)


def forma(lines: Iterable[Line], offset: int) -> Cell[str]:
    """The form's code, `TMM-F004`."""
    for line in lines:
        found = _FORM_CODE.search(line.text)
        if found is not None:
            return text_cell(Written(found[0], line.start + found.start()), FORMA)
    return text_cell(Written("", offset), FORMA)


def fecha(lines: Iterable[Line], offset: int) -> Cell[Fecha]:
    """The cut-off date: what follows FECHA, up to the next cell that is not blank."""
    for line in lines:
        found = _DATE_LABEL.search(line.text)
        if found is not None:
            place = found.end()
            if code := _FORM_CODE.match(line.text, place):
                place = code.end()
            rest = _FORM_CODE.split(line.text[place:].split("\t")[0])[0]
            start = line.start + place + len(rest) - len(rest.lstrip())
            rest = rest.strip()
            return Cell(rest, values.date(rest), Span(start, start + len(rest)), FECHA)
    return Cell("", BLANK, Span(offset, offset), FECHA)


def firmas(blocks: Iterable[Block], membrete: frozenset[str]) -> Iterator[Firma]:
    """The signatures: a role, and under it the charge and the name. Roles may stand side by side in one line.

    `membrete` are the letterhead's words: behind the last signature they open the next page.
    """
    for block in blocks:
        cells = block.opening.cells
        roles = [(place, cell, role) for place, cell in enumerate(cells) if (role := _role(cell.raw))]
        lines = [line.cells for line in block.free if folded(line.text) not in membrete and line.kind != "BLANK"]
        gaps = _gaps(block, membrete)
        ends = [*(place for place, _, _ in roles[1:]), len(cells)]
        for number, ((place, cell, role), end) in enumerate(zip(roles, ends, strict=True)):
            beside = [
                *_behind(cell),
                *(other for other in cells[place + 1 : end] if other.raw and not _idle(other.raw)),
            ]
            under = [*beside, *(_under(line, place, number, len(roles)) for line in lines)]
            yield _firma(role, cell, _paragraphs(under, {len(beside) + gap for gap in gaps}))


def _behind(role: Written) -> list[Written]:
    """What stands behind a role in its own cell: `ELABORÓ: C.P. ANA RÍOS, COORDINADORA` is a name and a charge."""
    words = _ROLE_WORD.match(role.raw)
    start = words.end() if words else len(role.raw)
    found: list[Written] = []
    for piece in role.raw[start:].split(","):
        if piece.strip() and not _idle(piece):
            found.append(Written(piece.strip(), role.start + start + len(piece) - len(piece.lstrip())))
        start += len(piece) + 1
    return found


def signs(line: Line) -> bool:
    """Whether a line says who signs: a name with its title, or a charge."""
    return any(_titled(cell) or _CHARGE.search(folded(cell.raw)) for cell in line.cells if cell.raw)


def unsigned(block: Block, membrete: frozenset[str]) -> bool:
    """Whether neither a name nor a charge stands behind a signature's role."""
    return not any(firma.cargo.raw or firma.nombre.raw for firma in firmas((block,), membrete))


def _gaps(block: Block, membrete: frozenset[str]) -> set[int]:
    """Before which of the block's written lines a blank one stands."""
    gaps: set[int] = set()
    written = 0
    for line in block.free:
        if line.kind == "BLANK":
            gaps.add(written)
        elif folded(line.text) not in membrete:
            written += 1
    return gaps


def _role(raw: str) -> str | None:
    found = _ROLE.match(folded(raw))
    return ROLES[found[1]] if found else None


def _under(line: list[Written], place: int, number: int, roles: int) -> Written | None:
    """The cell of a line that belongs to a role: of side-by-side roles by order where each has one, else by column."""
    filled = [cell for cell in line if cell.raw and not _idle(cell.raw)]
    if roles == 1:
        return filled[0] if filled else None
    if len(filled) == roles:
        return filled[number]
    return line[place] if place < len(line) and line[place] in filled else None


def _idle(raw: str) -> bool:
    return not any(map(str.isalnum, raw)) or bool(_IDLE.fullmatch(folded(raw)))


def _paragraphs(under: list[Written | None], gaps: set[int]) -> list[list[Written]]:
    """The words under a role, cut where a blank line stands."""
    paragraphs: list[list[Written]] = [[]]
    for place, cell in enumerate(under):
        if place in gaps and paragraphs[-1]:
            paragraphs.append([])
        if cell is not None:
            paragraphs[-1].append(cell)
    return [paragraph for paragraph in paragraphs if paragraph]


def _firma(role: str, cell: Written, paragraphs: list[list[Written]]) -> Firma:
    end = cell.span.end
    charge, name = _charge_and_name(paragraphs, Written("", end))
    return Firma(
        role,
        text_cell(charge, Columna("cargo", f"{role}: cargo")),
        text_cell(name, Columna("nombre", f"{role}: nombre")),
        Span(cell.start, max(end, charge.span.end, name.span.end)),
    )


def _charge_and_name(paragraphs: list[list[Written]], nothing: Written) -> tuple[Written, Written]:
    """Charge, then name, as the form has them; a title (LIC., ING. …) tells a name that stands elsewhere."""
    first = paragraphs[0] if paragraphs else []
    later = paragraphs[1][0] if len(paragraphs) > 1 else nothing
    if not first:
        return nothing, nothing
    if len(first) == 1:
        lone = first[0]
        if later.raw:
            return (later, lone) if _titled(lone) and not _titled(later) else (lone, later)
        named = _titled(lone) or not _CHARGE.search(folded(lone.raw))
        return (nothing, lone) if named else (lone, nothing)
    if _titled(later) and not _titled(first[-1]):
        return first[0], later
    return (first[-1], first[0]) if _titled(first[0]) and not _titled(first[-1]) else (first[0], first[-1])


def _titled(cell: Written) -> bool:
    return bool(_TITLE.match(folded(cell.raw)))


def unreadable(cell: Cell[object]) -> bool:
    """Whether something is written that cannot be read."""
    return cell.value is UNKNOWN and bool(cell.raw)

"""Read a page's header and signatures: codes with their names, the year, the form, the cut-off date, the signers.

A signer's post and name stand in the lines under the role, or behind it in the same line; roles may stand side by side:

    ELABORÓ:                    REVISÓ: ING. JUAN PAZ, DIRECTOR
    RESPONSABLE DE ÁREA
    LIC. ANA RÍOS

Here `firmas` gives ELABORÓ with the post RESPONSABLE DE ÁREA and the name LIC. ANA RÍOS, and REVISÓ with DIRECTOR and
ING. JUAN PAZ: where the order is another one, a title (LIC., ING. …) tells the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from re import Pattern
from typing import Final

from poa_lint.core.dates import Fecha
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing
from poa_lint.core.form import Columna, Entry, Form
from poa_lint.core.labels import Labels
from poa_lint.core.report import Cell, Clave, Firma, absent
from poa_lint.core.source import Span
from poa_lint.core.text import folded, squashed
from poa_lint.reading import values
from poa_lint.reading.accents import LOST
from poa_lint.reading.lines import Block, Line, RawCell

SINGLE: Final = ("ramo", "programa", "unidad_ejecutora", "finalidad", "funcion", "subfuncion")
"""The fields of a `Pagina` for the lines of the header that a page has once."""
MAX_CACHED: Final = 400
"""Characters of a line of the header whose parsing is cached."""

_LABEL = re.compile(r"[^\d:]*:?\s*")
_MANY_CODES = re.compile(r"\d+(?:\.\d+)+(?:(?:\s*[,;/y]\s*|\s+)\d+(?:\.\d+)+)+")
_CODE_AND_NAME = re.compile(r"(\d[\d.]*)(?:\s*[-–—:]\s*|\s+)(\D.*)", re.DOTALL)
_LETTERED_AND_NAME = re.compile(r"([A-Za-z]{0,2}[ -]?\d[\w.]*)(?:\s*[-–—:]\s*|\s+)(\D.*)", re.DOTALL)
"""The same for codes that may begin with letters: `L00 TESORERIA`."""
_TITLE = re.compile(
    r"(?:lic|licda|ing|arq|dra?|mtr[oa]|c\.? ?p|profr?a?|q\.? ?f\.? ?b|t\.? ?s|l\.? ?a\.? ?e?|m\.? ?[aci]|tec|c)"
    r"\. ?\S"
)
"""A name with a title before it: LIC., ING., C.P. and the like."""
_INNER_TITLE = re.compile(
    r"(?<=\w)(?:\s*(?=(?:licd?a?|ing|arq|mtr[oa]|c\.p|profr?a?)\.\s?\w)|\s+(?=dra?\.\s?\w))", re.IGNORECASE
)
"""The place, mostly a blank, before a title that stands behind a name."""
_FILLER = re.compile(
    r"[_.\-\s]+|(?:pagina|pag\.?|hoja)\s*\d+.*|\d+\s*(?:/|de)\s*\d+|firma|nombre y firma|nombre|cargo|fecha.*"
)
"""Text near a signature that is neither post nor name: a line to sign on, a page number, a caption."""
_POST = re.compile(r"\b(?:responsable|coord|director|titular|jef[ea]|gerente|encargad[oa]|secretari[oa]|tesorer[oa])")


def missing(columna: Columna, offset: int) -> Clave:
    """An empty code and name at `offset`, for a line of the header that a page lacks."""
    blank = _text_cell(RawCell("", offset), columna)
    return Clave(blank, blank, Span(offset, offset))


def unstated(name: str, offset: int) -> Clave:
    """A code and name that are UNKNOWN, for a line of the header that the page's form does not have."""
    cell = absent(Columna(name, name), offset)
    return Clave(cell, cell, Span(offset, offset))


def continuation(opening: Line, line: Line, labels: Labels) -> bool:
    """True if the free line `line` states a further code of the entry that `opening` opens."""
    further = labels.further.get(opening.kind)
    return line.kind == "CONTINUATION" or (
        further is not None and line.kind in ("TEXT", "TABLE") and further.match(line.text) is not None
    )


def entries(blocks: Iterable[Block], labels: Labels) -> dict[str, tuple[Clave, ...]]:
    """The codes of a page's header, by the name of their entry; a label that states none has an empty tuple."""
    claves: dict[str, tuple[Clave, ...]] = {}
    for block in blocks:
        name = block.opening.kind
        lines = (block.opening, *(line for line in block.free if continuation(block.opening, line, labels)))
        claves[name] = claves.get(name, ()) + tuple(_claves(labels.by_name[name], lines))
    return claves


def _claves(entry: Entry, lines: Iterable[Line]) -> Iterator[Clave]:
    """The codes that an entry's lines state, the first of which begins with the label."""
    columna = entry.columna
    for index, line in enumerate(lines):
        parse = _parse_entry if len(line.text) <= MAX_CACHED else _parse_entry.__wrapped__
        pair = parse(line.text, labelled=index == 0, lettered=entry.lettered)
        if pair is not None:
            code, name = (_text_cell(RawCell(raw, line.start + start), columna) for raw, start in pair)
            if name.raw or not _MANY_CODES.fullmatch(code.raw):
                yield Clave(code, name, line.span)
                continue
            for raw, start, _ in values.codes(code.raw):
                yield Clave(_text_cell(RawCell(raw, code.span.start + start), columna), name, line.span)


@lru_cache(maxsize=1024)
def _parse_entry(text: str, *, labelled: bool, lettered: bool = False) -> tuple[RawCell, RawCell] | None:
    """The code and the name in a line of an entry, with offsets in `text`: a report repeats it on page after page."""
    cells = [cell for cell in Line("", text, 0).cells if cell.raw]
    if labelled and cells:
        cells = [*_without_label(cells[0]), *cells[1:]]
    return _code_and_name(cells, _LETTERED_AND_NAME if lettered else _CODE_AND_NAME) if cells else None


def _without_label(first: RawCell) -> list[RawCell]:
    match = _LABEL.match(first.raw)
    rest = first.raw[match.end() :] if match else first.raw
    return [RawCell(rest, first.start + len(first.raw) - len(rest))] if rest else []


def _code_and_name(cells: list[RawCell], both: Pattern[str]) -> tuple[RawCell, RawCell]:
    """The first two cells; or one cell that is split into code and name by `both`, or has a name alone."""
    first = cells[0]
    match = None if _MANY_CODES.fullmatch(first.raw) else both.fullmatch(first.raw)
    if match and len(cells) == 1:
        cells = [RawCell(match[1], first.start), RawCell(match[2], first.start + match.start(2))]
    elif len(cells) == 1 and not any(char.isdigit() for char in first.raw):
        cells = [RawCell("", first.start), first]
    code, name = cells[0], cells[1] if len(cells) > 1 else RawCell("", cells[0].span.end)
    return RawCell(code.raw.rstrip("."), code.start), name


def stated(blocks: Iterable[Block], labels: Labels) -> dict[str, Clave]:
    """The words of a page's header that stand behind a label and are no code, by the name of their entry."""
    found: dict[str, Clave] = {}
    for block in blocks:
        columna = labels.by_name[block.opening.kind].columna
        cells = [cell for cell in block.opening.cells if cell.raw]
        first = cells[0]
        label, colon, rest = first.raw.partition(":")
        behind = RawCell(rest.strip(), first.start + len(label) + len(colon) + len(rest) - len(rest.lstrip()))
        words = behind if behind.raw else cells[1] if len(cells) > 1 else RawCell("", first.span.end)
        code = _text_cell(RawCell("", words.start), columna)
        found.setdefault(columna.id, Clave(code, _text_cell(words, columna), block.opening.span))
    return found


def ejercicio(lines: Iterable[Line], offset: int, columna: Columna) -> Cell[Figure]:
    """The year in the `lines` that state it; a blank cell at `offset` if there is none."""
    for line in lines:
        match = values.year(line.text)
        if match is not None:
            year, start, end = match
            return Cell(line.text[start:end], year, Span(line.start + start, line.start + end), columna)
    return Cell("", BLANK, Span(offset, offset), columna)


def forma(lines: Iterable[Line], offset: int, labels: Labels, columna: Columna) -> Cell[str]:
    """The form's code, `TMM-F004`; a blank cell at `offset` if there is none."""
    for line in lines:
        match = labels.form_code.search(line.text)
        if match is not None:
            return _text_cell(RawCell(match[0], line.start + match.start()), columna)
    return _text_cell(RawCell("", offset), columna)


def fecha(
    lines: Iterable[Line], offset: int, labels: Labels, columna: Columna, meant: Callable[[str], Fecha | Nothing]
) -> Cell[Fecha]:
    """The cut-off date: what the text behind FECHA means, up to a tab or the form's code.

    A blank cell at `offset` where there is none.
    """
    for line in lines:
        label = labels.date.search(line.text)
        if label is not None:
            index = label.end()
            if code := labels.form_code.match(line.text, index):
                index = code.end()
            rest = labels.form_code.split(line.text[index:].split("\t")[0], 1)[0]
            start = line.start + index + len(rest) - len(rest.lstrip())
            raw = rest.strip()
            return Cell(raw, meant(raw), Span(start, start + len(raw)), columna)
    return Cell("", BLANK, Span(offset, offset), columna)


def closing_day(form: Form, ano: int) -> Callable[[str], Fecha | Nothing]:
    """A function from what a header says of its period (`SEGUNDO`, `abril 2025`) to the day on which that closes.

    `ano` is the page's year, for texts without one.
    """
    by_words = {word: period for period in form.periods for word in period.words}

    def meant(raw: str) -> Fecha | Nothing:
        year = values.year(raw)
        words = raw if year is None else raw[: year[1]] + raw[year[2] :]
        period = by_words.get(squashed(words)) or by_words.get(squashed(words).removesuffix("de"))
        if period is not None:
            return period.end(ano if year is None else int(year[0]))
        return values.date(raw) if raw else BLANK

    return meant


def unreadable(cell: Cell[object]) -> bool:
    """True if the cell has text that could not be parsed."""
    return cell.value is UNKNOWN and bool(cell.raw)


def firmas(blocks: Iterable[Block], membrete: frozenset[str], labels: Labels) -> Iterator[Firma]:
    """The signatures of a page.

    `membrete` are the folded lines of the letterhead: behind the last signature they belong to the next page.
    """
    for block in blocks:
        cells = block.opening.cells
        roles = [(index, cell, role) for index, cell in enumerate(cells) if (role := labels.role_of(cell.raw))]
        lines = [line.cells for line in block.free if folded(line.text) not in membrete and line.kind != "BLANK"]
        gaps = _gaps(block, membrete)
        ends = [*(index for index, _, _ in roles[1:]), len(cells)]
        for number, ((index, cell, role), end) in enumerate(zip(roles, ends, strict=True)):
            behind = [
                *_behind_role(cell, role[1]),
                *(other for other in cells[index + 1 : end] if other.raw and not _is_filler(other.raw)),
            ]
            texts = [*behind, *(_under_role(line, index, number, len(roles)) for line in lines)]
            yield _firma(role[0], cell, _paragraphs(texts, {len(behind) + gap for gap in gaps}))


def names_signer(line: Line) -> bool:
    """True if a cell of `line` is a name with a title, or a post."""
    return any(_titled(cell) or _POST.search(folded(cell.raw)) for cell in line.cells if cell.raw)


def unsigned(block: Block, membrete: frozenset[str], labels: Labels) -> bool:
    """True if no signature of `block` has a post or a name. For `membrete` see `firmas`."""
    return not any(firma.cargo.raw or firma.nombre.raw for firma in firmas((block,), membrete, labels))


def _behind_role(cell: RawCell, start: int) -> list[RawCell]:
    """The texts behind a role in its own cell: `ELABORÓ: C.P. ANA RÍOS, COORDINADORA` has a name and a post."""
    texts: list[RawCell] = []
    for piece in cell.raw[start:].split(","):
        if piece.strip() and not _is_filler(piece):
            texts.append(RawCell(piece.strip(), cell.start + start + len(piece) - len(piece.lstrip())))
        start += len(piece) + 1
    return texts


def _gaps(block: Block, membrete: frozenset[str]) -> set[int]:
    """The indexes of the block's filled lines that have a blank line before them."""
    gaps: set[int] = set()
    filled = 0
    for line in block.free:
        if line.kind == "BLANK":
            gaps.add(filled)
        elif folded(line.text) not in membrete:
            filled += 1
    return gaps


def _under_role(line: list[RawCell], index: int, number: int, roles: int) -> RawCell | None:
    """The cell of a line that belongs to the role with this `number`, out of so many, in the cell `index` of its line.

    If each role has a cell, it is the one of that number, else the one at that index. Names that touch in one cell are
    told apart by their titles.
    """
    filled = [cell for cell in line if cell.raw and not _is_filler(cell.raw)]
    if roles == 1:
        return filled[0] if filled else None
    if len(filled) == roles:
        return filled[number]
    parted = [piece for cell in filled for piece in by_titles(cell)]
    if len(parted) == roles:
        return parted[number]
    return line[index] if index < len(line) and line[index] in filled else None


def by_titles(cell: RawCell) -> Iterator[RawCell]:
    """The names in a cell, each from its title on: `C.P. ANA RÍOS ING. JUAN PAZ` has two."""
    starts = [0, *(match.end() for match in _INNER_TITLE.finditer(cell.raw))]
    for start, end in zip(starts, [*starts[1:], len(cell.raw)], strict=True):
        yield RawCell(cell.raw[start:end].rstrip(), cell.start + start)


def _is_filler(raw: str) -> bool:
    return not any(map(str.isalnum, raw)) or bool(_FILLER.fullmatch(folded(raw)))


def _paragraphs(cells: list[RawCell | None], gaps: set[int]) -> list[list[RawCell]]:
    """The cells of a signature, split at the indexes that have a blank line before them."""
    paragraphs: list[list[RawCell]] = [[]]
    for index, cell in enumerate(cells):
        if index in gaps and paragraphs[-1]:
            paragraphs.append([])
        if cell is not None:
            paragraphs[-1].append(cell)
    return [paragraph for paragraph in paragraphs if paragraph]


def _firma(role: str, cell: RawCell, paragraphs: list[list[RawCell]]) -> Firma:
    end = cell.span.end
    post, name = _post_and_name(paragraphs, RawCell("", end))
    return Firma(
        role,
        _text_cell(post, Columna("cargo", f"{role}: cargo")),
        _text_cell(name, Columna("nombre", f"{role}: nombre")),
        Span(cell.start, max(end, post.span.end, name.span.end)),
    )


def _post_and_name(paragraphs: list[list[RawCell]], blank: RawCell) -> tuple[RawCell, RawCell]:
    """Post and name, in the form's order unless a title tells that the first one is the name."""
    first = paragraphs[0] if paragraphs else []
    later = paragraphs[1][0] if len(paragraphs) > 1 else blank
    if not first:
        return blank, blank
    if len(first) == 1:
        lone = first[0]
        if later.raw:
            return (later, lone) if _titled(lone) and not _titled(later) else (lone, later)
        named = _titled(lone) or not _POST.search(folded(lone.raw))
        return (blank, lone) if named else (lone, blank)
    if _titled(later) and not _titled(first[-1]):
        return first[0], later
    return (first[-1], first[0]) if _titled(first[0]) and not _titled(first[-1]) else (first[0], first[-1])


def _titled(cell: RawCell) -> bool:
    return bool(_TITLE.match(folded(cell.raw)))


def _text_cell(cell: RawCell, columna: Columna) -> Cell[str]:
    """A cell of text; its value is UNKNOWN where a letter of it is lost for good (see `accents`)."""
    return Cell(cell.raw, UNKNOWN if LOST in cell.raw else cell.raw or BLANK, cell.span, columna)

"""Read a text that is set with blanks: tables by the columns in which words stand, other lines by their gaps.

A row of which more than one reading is possible has a remark and no figures. A table of which that is true of many
rows, or whose columns stand too near, is one empty line with a remark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from poa_lint.core.form import Form
from poa_lint.documents import titles
from poa_lint.documents.document import MAX_CELLS, Document, UnreadableFile, Writer
from poa_lint.documents.geometry.figures import alignments
from poa_lint.documents.geometry.marks import Marks, marks_of
from poa_lint.documents.places import Region
from poa_lint.documents.texts import free, table
from poa_lint.documents.texts.heading import Heading, anchors, find, is_ruler, of_fit
from poa_lint.documents.texts.lines import Line, Piece, pages
from poa_lint.documents.texts.touching import parted, unparted

_MAX_LINES: Final = 1000
_MAX_WIDTH: Final = 3000
"""Lines of one table and characters of a line; where they are more than ever stood on paper, blanks tell nothing."""
_CELL_LINES: Final = 3
_CELL_WORDS: Final = 3
"""Lines that a page's end cuts from a cell, and words of each."""
_MAX_LENGTH: Final = 20_000_000
"""Characters of a text that is read by its blanks; that of a whole state's year is a fraction of it."""


class _Refused(NamedTuple):
    """A table of which too much is doubtful; `place` is the line and the column of its anchors."""

    place: tuple[int, int]
    continues: bool = False
    """True if the table before goes on in it."""


class _Drafted(NamedTuple):
    """A table that may be read; `refused` is what it is if too many of its rows turn out doubtful."""

    draft: table.Draft
    refused: _Refused


class _Rest(NamedTuple):
    """The rest of the last row of the table before, by column, on a page that does not repeat the heading."""

    cells: dict[int, Piece]


_Part = list[Line] | _Refused | _Drafted | _Rest
"""A part of a page: free lines, a table, or the rest of one."""


def read(text: str, forms: tuple[Form, ...] = ()) -> Document | None:
    """Read a text that is set with blanks; None if it has no table. Raises UnreadableFile for one that is too large.

    `forms` are those whose headings it may have; ours without any.
    """
    forms = titles.fitting(forms)
    if len(text) > _MAX_LENGTH:
        return None
    if text.count("\n") > MAX_CELLS:
        raise UnreadableFile("too-big")
    parts: list[_Part] = []
    for page in pages(text):
        parts += [part for part in _parts(page, parts, forms) if not isinstance(part, list) or part]
    if all(isinstance(part, list) for part in parts):
        return None
    drafts = [part.draft for part in parts if isinstance(part, _Drafted)]
    known = alignments((draft.figures() for draft in drafts), 1.0)
    fitted = next((draft.columns.form for draft in drafts), None)
    writer, marks = Writer(), marks_of(fitted)
    writer.open(Region("text"))
    for part, following in pairwise([*_without_parts_of_rests(parts), []]):
        if isinstance(part, list):
            free.write(writer, part, marks)
        elif not isinstance(part, _Rest):
            _write_table(writer, part, following, known)
    return writer.document("aligned")


def _without_parts_of_rests(parts: Sequence[_Part]) -> list[_Part]:
    """The parts without the rest of a row that goes on once more, where it is not read: the row's end is not known."""
    pairs = pairwise([*parts, []])
    return [part for part, after in pairs if not (isinstance(part, _Rest) and _goes_on(after))]


def _goes_on(part: _Part) -> bool:
    """True for what is not read of the table before."""
    return isinstance(part, _Refused) and part.continues


def _parts(lines: list[Line], before: Sequence[_Part], forms: tuple[Form, ...]) -> Iterator[_Part]:
    """The parts of a page from the top down; `before` are those of the pages before."""
    headings = list(_headings(lines, forms))
    limits = [*(heading.top for heading in headings[1:]), len(lines)]
    done = 0
    if before and not isinstance(before[-1], list):
        marks = marks_of(before[-1].draft.columns.form if isinstance(before[-1], _Drafted) else None)
        end = free.table_end(lines, 0, headings[0].top if headings else len(lines), marks)
        rest = _continued(before[-1], lines[:end], signed=end < len(lines) and marks.is_role(lines[end].text))
        if rest is not None:
            yield from rest
            done = end
    for heading, limit in zip(headings, limits, strict=False):
        marks = marks_of(heading.form)
        end = free.table_end(lines, heading.end, limit, marks)
        above = lines[done : heading.top]
        filled = any(line.words for line in above)
        yield from _free(above, marks)
        body = [line._replace(words=()) if is_ruler(line) else line for line in lines[heading.end : end]]
        body = parted(body, lines)
        yield _table(heading, body, continued=not filled)
        done = end
    yield from _free(lines[done:], marks_of(headings[-1].form if headings else None))


def _headings(lines: list[Line], forms: tuple[Form, ...]) -> Iterator[Heading]:
    """The headings of a page from the top down: those that fit a form to the letter, and those with anchors."""
    words = [() if is_ruler(line) or len(line.written) >= _MAX_WIDTH else line.words for line in lines]
    done = 0
    for index, line in enumerate(lines):
        if index < done or not words[index]:
            continue
        fits = (titles.find(form, words, index) for form in titles.candidates(forms, line.words))
        fit = next((fit for fit in fits if fit is not None and fit.top >= done), None)
        if fit is not None:
            yield of_fit(fit, lines)
            done = fit.end
        elif anchors(line):
            yield find(lines, index)
            done = index + 1


def _continued(part: _Part, lines: Sequence[Line], *, signed: bool) -> list[_Part] | None:
    """The parts of the lines above a page's first heading if the last table before goes on in them; None if not.

    Each page of a text has its own columns: figures below no heading of their own are not read, nor are a few words
    above signatures (`signed`) that end no sentence: they may be of any cell.
    """
    few = signed and _ends_a_cell(lines)
    is_open = isinstance(part, _Rest) or (isinstance(part, _Drafted) and table.is_open(part.draft))
    if not any(line.words for line in lines) or not (is_open or few or table.goes_on(lines)):
        return None
    cells = table.below(part.draft, lines) if isinstance(part, _Drafted) else None
    if cells is not None and not (few and any(not cell.text.endswith(".") for cell in cells.values())):
        return [_Rest(cells)]
    if isinstance(part, _Refused):
        return []
    return [_Refused((next(line.number for line in lines if line.words), 1), continues=True)]


def _ends_a_cell(lines: Sequence[Line]) -> bool:
    """True if the lines above signatures have but a few words: the last lines of a cell of the page before."""
    above = [line for line in lines if line.words]
    return len(above) <= _CELL_LINES and all(len(line.words) <= _CELL_WORDS for line in above)


def _free(lines: Sequence[Line], marks: Marks) -> Iterator[_Part]:
    """Lines outside of tables; those that have the figures of goals below no heading are a table that is not read."""
    done = index = 0
    while index < len(lines):
        if not table.has_goals([lines[index]]):
            index += 1
            continue
        start = index
        while start > done and lines[start - 1].words:
            start -= 1
        yield from _filled(lines[done:start])
        yield _Refused((lines[index].number, 1))
        done = index = free.table_end(lines, index + 1, len(lines), marks)
    yield from _filled(lines[done:])


def _filled(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Free lines, unless all of them are empty."""
    if any(line.words for line in lines):
        yield [*lines]


def _table(heading: Heading, body: Sequence[Line], *, continued: bool) -> _Part:
    anchor = heading.anchors[0]
    refused = _Refused((int(anchor.y), int(anchor.x) + 1))
    if len(body) > _MAX_LINES or unparted(body, anchor.x) or any(len(line.written) >= _MAX_WIDTH for line in body):
        return refused
    found = table.draft(heading, body, continued=continued)
    return refused if found is None else _Drafted(found, refused)


def _refuse(writer: Writer, refused: _Refused) -> None:
    """Write an empty line, with a remark, for a table that is not read."""
    start = writer.offset
    writer.pieces([], [refused.place])
    writer.remark("tabla_incierta", start, start)
    writer.blank()


def _write_table(writer: Writer, part: _Refused | _Drafted, following: _Part, known: Sequence[str]) -> None:
    """Write a table with what the one `following` has of its last row."""
    rows = table.rows(part.draft, known) if isinstance(part, _Drafted) else None
    if not isinstance(part, _Drafted) or not rows:
        _refuse(writer, part if isinstance(part, _Refused) else part.refused)
        return
    if isinstance(following, _Drafted) and following.draft.rest:
        rows[-1] = rows[-1].joined(table.rest(following.draft))
    if isinstance(following, _Rest):
        rows[-1] = rows[-1].joined(following.cells)
    if _goes_on(following):
        rows[-1] = rows[-1].joined(None)
    columns = part.draft.columns
    for cells in filter(None, table.heading_rows(columns.heading)):
        _write_row(writer, cells, columns.size)
    for row in rows:
        start = writer.offset
        _write_row(writer, row.cells, columns.size)
        if row.doubt is not None:
            writer.remark("renglon_incierto", start, writer.offset - 1, text=row.doubt)
    writer.blank()


def _write_row(writer: Writer, cells: dict[int, Piece], size: int) -> None:
    first = min(cells.values(), key=lambda cell: (cell.y, cell.x))
    filled = [cells.get(column, Piece("", first.x, first.x, first.y)) for column in range(size)]
    writer.pieces([cell.text for cell in filled], [(int(cell.y), int(cell.x) + 1) for cell in filled])

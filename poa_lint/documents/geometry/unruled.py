"""Find tables without rulings among the lines of a page, by their headings.

A heading is that of a form whose titles its words are, one by one (`titles`), or else the main form's, known by the
P A P A … (anchors) that end it.

Between two headings, or a heading and the page's end, stand a table's goals and then free lines::

    FECHA: 31-mar.-24                               <- header
    METAS                UNIDAD   1er. TRIM. ...    <- heading, around the line of anchors
                                  P    A     ...    <- anchors
    1.- Celebrar ...     SESIÓN   1    1     ...    <- goals, see `goals`
    ELABORÓ              REVISÓ                     <- the table's end
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.core.form import Form
from poa_lint.documents import titles
from poa_lint.documents.geometry import formed
from poa_lint.documents.geometry.goals import Goals, Stretch, add_goals, find_goals, goal_of, run_together
from poa_lint.documents.geometry.layout import Layout, anchor_words, find_layout
from poa_lint.documents.geometry.lines import Row, Word, box
from poa_lint.documents.geometry.marks import Marks, marks_of
from poa_lint.documents.geometry.parts import Cell, Part
from poa_lint.documents.titles import Fit

MIN_COLUMNS: Final = 8
"""Columns of a ruled table that is the form's; a page with one has no unruled tables."""
_MAX_LINES: Final = 1000
"""Lines of one page; a page with more than ever stood on paper has no tables."""
_HEADING_ABOVE: Final = 4.2
_HEADING_BELOW: Final = 2.2
"""Distances from the anchors up to which a heading's words stand, in sizes of their print."""


class Heading(NamedTuple):
    """A heading: the indexes of its first line, of its lowest one, and of the line behind it; how it fits a form."""

    top: int
    mark: int
    end: int
    fit: Fit[Word] | None = None

    @property
    def marks(self) -> Marks:
        """The words of its form."""
        return marks_of(self.fit and self.fit.form)

    def layout(self, lines: Sequence[Row], printed: Sequence[Row], header: frozenset[str]) -> Layout | None:
        """The columns under it, from the lines `printed` below; None where they cannot be told."""
        if self.fit is not None:
            return formed.layout_of(self.fit, printed, header)
        return find_layout(lines[self.top : self.end], anchor_words(lines[self.mark]), printed, header)


def blocks(
    lines: list[Row], layout: Layout | None, page: int, forms: tuple[Form, ...]
) -> tuple[list[Row | Part], Layout | None]:
    """The lines of a page with those of tables put into tables, and the columns with which the next page may continue.

    `layout` are the columns with which this page may continue.
    """
    if len(lines) > _MAX_LINES:
        return [*lines], None
    headings = list(_headings(lines, forms))
    if not headings and layout is not None:
        ended = _end(lines, 0, len(lines), layout.header, marks_of(layout.form)) < len(lines)
        return _continued(lines, layout, page), None if ended else layout
    result: list[Row | Part] = []
    done = 0
    header = layout.header if layout is not None else frozenset[str]()
    for number, heading in enumerate(headings):
        top = heading.top
        next_top = headings[number + 1].top if number + 1 < len(headings) else len(lines)
        before: list[Row | Part] = [*lines[done:top]]
        if layout is not None and not number:
            before = _continued(lines[:top], layout, page)
        header |= {row.text for row in before if isinstance(row, Row)}
        end = _end(lines, heading.end, next_top, header, heading.marks)
        body = lines[heading.end : end]
        layout = heading.layout(lines, [row for row in body if not _ends(row.text, heading.marks)], header)
        on = Stretch(headed=True, follows=not top and page > 1, goes_on=end == len(lines))
        table, layout = ([], None) if layout is None else _table(body, layout, heading, on, lines, page)
        done = end
        result += [*before, *(table if layout is not None else lines[top:end])]
    return [*result, *lines[done:]], layout if headings and done == len(lines) else None


def _headings(lines: Sequence[Row], forms: tuple[Form, ...]) -> Iterator[Heading]:
    """The headings of a page from the top down: those that fit a form to the letter, and those with anchors."""
    words = [row.words for row in lines]
    done = 0
    for index, row in enumerate(lines):
        if index < done:
            continue
        fits = (titles.find(form, words, index) for form in titles.candidates(forms, row.words))
        fit = next((fit for fit in fits if fit is not None and fit.top >= done), None)
        if fit is not None:
            yield Heading(fit.top, index, fit.end, fit)
            done = fit.end
        elif anchor_words(row):
            yield Heading(max(_heading_top(lines, index), done), index, index + 1)
            done = index + 1


def _heading_top(lines: Sequence[Row], mark: int) -> int:
    """The index of the first line of the heading whose anchors are in line `mark`."""
    anchors = lines[mark]
    top = mark
    while (
        top
        and anchors.y - lines[top - 1].y <= _HEADING_ABOVE * anchors.size
        and not marks_of().is_corner(lines[top - 1].text)
    ):
        top -= 1
    return top


def _table(
    body: Sequence[Row], layout: Layout, heading: Heading, on: Stretch, lines: Sequence[Row], page: int
) -> tuple[list[Row | Part], Layout | None]:
    """The table of the rows below a heading, and free lines behind it; its columns, None where they are uncertain.

    Of the lines above the first goal, those near the anchors go on the heading; others are a row of their own.
    """
    found = find_goals(body, layout, on)
    top, anchors = lines[heading.top].y, lines[heading.mark]
    if run_together(found, body):
        return [], None
    if heading.fit is not None:
        return _formed(found, layout, heading.fit, top, page)
    near = [row for row in found.above if row.y - anchors.y < _HEADING_BELOW * anchors.size and not _has_digit(row)]
    apart = [row for row in found.above if row not in near]
    if apart:
        found.rows.insert(0, goal_of(apart))
    return add_goals(found, layout, _heading_part(layout.with_titles(near), page, top)), layout


def _formed(
    found: Goals, layout: Layout, fit: Fit[Word], top: float, page: int
) -> tuple[list[Row | Part], Layout | None]:
    """The table below a heading that fits a form; nothing where too much of it is uncertain."""
    layout = formed.aligned([goal.words for goal in found.rows], layout)
    cells = formed.cells([goal.words for goal in found.rows], layout)
    sure = [None if goal.doubtful else own for goal, own in zip(found.rows, cells, strict=True)]
    if found.above or formed.too_many(sure):
        return [], None
    part = Part(page, top, edges=layout.edges, form=fit.form)
    for title, words in fit.titles:
        part.cells[title.level + 1, title.column + 1] = Cell(words, box(words))
    return add_goals(found, layout, part), layout


def _has_digit(row: Row) -> bool:
    return any(character.isdigit() for character in row.text)


def _ends(text: str, marks: Marks) -> bool:
    """True for a line that ends a table: signatures, or the next page's header."""
    return marks.is_role(text) or marks.is_header(text)


def _end(lines: Sequence[Row], start: int, limit: int, header: frozenset[str], marks: Marks) -> int:
    """The index of the first line behind a table: a signature, or a line that stood above a table before."""
    ends = (index for index in range(start, limit) if _ends(lines[index].text, marks) or lines[index].text in header)
    return next(ends, limit)


def _heading_part(layout: Layout, page: int, top: float) -> Part:
    """A table of three rows, the heading's: titles in the first, periods in the second, anchors in the third."""
    part = Part(page, top, edges=layout.edges)
    first, anchors = layout.first, layout.anchors
    for index, words in enumerate(layout.heading):
        is_anchor = first <= index < first + len(anchors)
        part.cells[3 if is_anchor else 1, index + 1] = Cell(words, box(words))
    centres = {index: (anchors[index].x + _pair_end(anchors, index)) / 2 for index in range(0, len(anchors), 2)}
    first_line = min((words[0].y for words in layout.groups), default=0.0)
    alone = sum(words[0].y < first_line + 2 for words in layout.groups) == 1 < len(layout.groups)
    for words in sorted(layout.groups, key=lambda group: group[0].y):
        over_all = alone and words[0].y == first_line
        middle = (words[0].x + words[-1].right) / 2
        period = min(centres, key=lambda index: abs(centres[index] - middle))
        place = (1 if over_all else 2), first + (0 if over_all else period) + 1
        before = part.cells[place].words if place in part.cells else ()
        part.cells[place] = Cell((*before, *words), box((*before, *words)))
    return part


def _pair_end(anchors: Sequence[Word], index: int) -> float:
    """The right end of the A beside the P at `index`, or of the P itself if it is the last anchor."""
    return anchors[min(index + 1, len(anchors) - 1)].right


def _continued(lines: list[Row], layout: Layout, page: int) -> list[Row | Part]:
    """The lines of a page above its first heading: the rest of the table of the page before, then free lines."""
    end = _end(lines, 0, len(lines), layout.header, marks_of(layout.form))
    if not lines[:end]:
        return [*lines]
    part = Part(page, lines[0].y - 1, edges=layout.edges, form=layout.form)
    on = Stretch(headed=False, follows=True, goes_on=end == len(lines))
    return [*add_goals(find_goals(lines[:end], layout, on), layout, part), *lines[end:]]

"""Find tables without rulings among the lines of a page, by the P A P A … (anchors) that end the form's heading.

Between two headings, or a heading and the page's end, stand a table's goals and then free lines::

    FECHA: 31-mar.-24                               <- header
    METAS                UNIDAD   1er. TRIM. ...    <- heading, around the line of anchors
                                  P    A     ...    <- anchors
    1.- Celebrar ...     SESIÓN   1    1     ...    <- goals, see `goals`
    ELABORÓ              REVISÓ                     <- the table's end
"""

from collections.abc import Sequence
from typing import Final

from poa_lint.documents.geometry.goals import Goals, Stretch, add_goals, find_goals, goal_of, run_together
from poa_lint.documents.geometry.layout import Layout, anchor_words, find_layout
from poa_lint.documents.geometry.lines import Row, Word, box
from poa_lint.documents.geometry.marks import is_corner, is_header, is_role
from poa_lint.documents.geometry.parts import Cell, Part

MIN_COLUMNS: Final = 8
"""Columns of a ruled table that is the form's; a page with one has no unruled tables."""
_MAX_LINES: Final = 1000
"""Lines of one page; a page with more than ever stood on paper has no tables."""
_HEADING_ABOVE: Final = 4.2
_HEADING_BELOW: Final = 2.2
"""Distances from the anchors up to which a heading's words stand, in sizes of their print."""


def blocks(lines: list[Row], layout: Layout | None, page: int) -> tuple[list[Row | Part], Layout | None]:
    """The lines of a page with those of tables put into tables, and the columns with which the next page may continue.

    `layout` are the columns with which this page may continue.
    """
    marks = [index for index, row in enumerate(lines) if anchor_words(row)]
    if len(lines) > _MAX_LINES:
        return [*lines], None
    if not marks and layout is not None:
        ended = _end(lines, 0, len(lines), layout.header) < len(lines)
        return _continued(lines, layout, page), None if ended else layout
    result: list[Row | Part] = []
    done = 0
    header = layout.header if layout is not None else frozenset[str]()
    for number, mark in enumerate(marks):
        top = _heading_top(lines, mark)
        next_top = _heading_top(lines, marks[number + 1]) if number + 1 < len(marks) else len(lines)
        before: list[Row | Part] = [*lines[done:top]]
        if layout is not None and not number:
            before = _continued(lines[:top], layout, page)
        header |= {row.text for row in before if isinstance(row, Row)}
        end = _end(lines, mark + 1, next_top, header)
        printed = [row for row in lines[mark + 1 : end] if not _ends(row.text)]
        layout = find_layout(lines[top : mark + 1], anchor_words(lines[mark]), printed, header)
        if layout is None:
            done = end
            result += [*before, *lines[top:end]]
            continue
        on = Stretch(headed=True, follows=not top and page > 1, goes_on=end == len(lines))
        body = lines[mark + 1 : end]
        found = find_goals(body, layout, on)
        if run_together(found, body):
            layout, done = None, end
            result += [*before, *lines[top:end]]
            continue
        result += [*before, *_table(found, lines[mark], layout, page, lines[top].y)]
        done = end
    return [*result, *lines[done:]], layout if marks and done == len(lines) else None


def _heading_top(lines: Sequence[Row], mark: int) -> int:
    """The index of the first line of the heading whose anchors are in line `mark`."""
    anchors = lines[mark]
    top = mark
    while top and anchors.y - lines[top - 1].y <= _HEADING_ABOVE * anchors.size and not is_corner(lines[top - 1].text):
        top -= 1
    return top


def _table(found: Goals, anchors: Row, layout: Layout, page: int, top: float) -> list[Row | Part]:
    """The table of the rows below the anchors, and free lines behind it; `top` is where its heading begins.

    Of the lines above the first goal, those near the anchors go on the heading; others are a row of their own.
    """
    near = [row for row in found.above if row.y - anchors.y < _HEADING_BELOW * anchors.size and not _has_digit(row)]
    apart = [row for row in found.above if row not in near]
    if apart:
        found.rows.insert(0, goal_of(apart))
    return add_goals(found, layout, _heading_part(layout.with_titles(near), page, top))


def _has_digit(row: Row) -> bool:
    return any(character.isdigit() for character in row.text)


def _ends(text: str) -> bool:
    """True for a line that ends a table: signatures, or the next page's header."""
    return is_role(text) or is_header(text)


def _end(lines: Sequence[Row], start: int, limit: int, header: frozenset[str]) -> int:
    """The index of the first line behind a table: a signature, or a line that stood above a table before."""
    ends = (index for index in range(start, limit) if _ends(lines[index].text) or lines[index].text in header)
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
    end = _end(lines, 0, len(lines), layout.header)
    if not lines[:end]:
        return [*lines]
    part = Part(page, lines[0].y - 1, edges=layout.edges)
    on = Stretch(headed=False, follows=True, goes_on=end == len(lines))
    return [*add_goals(find_goals(lines[:end], layout, on), layout, part), *lines[end:]]

"""Group the blocks of a text into pages, each one form with its header, table and signatures.

A page begins with the first line of a header behind a table or signatures, with a line of the header that the page
already has, or with a heading behind signatures:

    PROGRAMA OPERATIVO ANUAL 2024   page 1: letterhead
    RAMO: 63 TESORERIA                      entry
    L/A⇥METAS Y ACCIONES⇥…                  table: heading
    4.6.1⇥101.- DAR SEGUIMIENTO⇥…                  goal
    ELABORÓ:⇥REVISÓ:⇥AUTORIZÓ:              signature
    PROGRAMA OPERATIVO ANUAL 2024   page 2: letterhead
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from poa_lint.core.form import Form
from poa_lint.core.labels import Labels
from poa_lint.core.text import folded
from poa_lint.reading.columns import Kind, kind
from poa_lint.reading.draft import Draft
from poa_lint.reading.header import continuation, names_signer, unsigned
from poa_lint.reading.headings import Match, garbled, heading
from poa_lint.reading.lines import Block, Line, RawCell
from poa_lint.reading.signatures import parted
from poa_lint.reading.split import continues, form_parts, joined, split_block, split_off_codes, unwrapped, without

HEADER: Final = frozenset({"letterhead", "entry"})
"""The kinds of blocks that may begin a page."""

MAX_TITLE: Final = 60
"""Characters of the first text of a line that adds goals up."""
MIN_NUMBERS: Final = 5
"""Numbers of columns in a line that has nothing else."""
MAX_NUMBER: Final = 20
"""Characters of a goal's number in a column of its own."""

_YEAR = re.compile(r"\b(?:ejercicio|ano)\b.{0,30}?\b(?:19|20)\d\d\b")


def pages(preamble: Sequence[Line], blocks: Sequence[Block], forms: Sequence[Form], labels: Labels) -> list[Draft]:
    """The pages in the order of the text; `preamble`, the lines before the first block, is letterhead."""
    reader = _PageReader(forms, preamble, labels)
    for block in unwrapped(blocks, labels):
        reader.add(block)
    return reader.finished()


class _PageReader:
    """Puts blocks on pages, in the order of the text."""

    def __init__(self, forms: Sequence[Form], preamble: Sequence[Line], labels: Labels) -> None:
        self.forms, self.labels = forms, labels
        self.membrete = frozenset(folded(line.text) for line in preamble if line.kind == "TEXT")
        """The lines of the letterhead, folded."""
        self.pages: list[Draft] = []
        self.next_forms = form_parts(preamble, labels)
        """The form's code and date from the letterhead of the next page."""
        self.early: list[Block] = []
        """The lines behind the last page's table that say again what it has said."""

    def add(self, block: Block) -> None:
        """Put a block on the last page, or on a new one if it begins one."""
        if block.kind == "entry" and _is_heading(block.opening):
            block = block._replace(kind="table")
        elif block.kind == "signature":
            block = parted(block, self.labels)
        for part in split_block(block, self.labels):
            self._add(part)

    def finished(self) -> list[Draft]:
        """The drafts, once all blocks are added; not all of them need be pages of a form."""
        if self.pages:
            self.pages[-1].forms += self.next_forms
        for page in self.pages:
            self._finish(page)
        return self.pages

    def _add(self, block: Block) -> None:
        if not self.pages or self._begins_page(block, self.pages[-1]):
            late = self.pages[-1].give_up_header() if self.pages else []
            self.pages.append(Draft((late[0] if late else block).opening.start))
            self.pages[-1].forms += self.next_forms
            self.next_forms = []
            self.pages[-1].early, self.early = self.early, []
            for part in late:
                self._put(part)
        page = self.pages[-1]
        (self.next_forms if page.closed else page.forms).extend(form_parts(block.free, self.labels))
        self._put(block)
        last = block.free[-1] if block.free else block.opening
        page.end = last.start + len(last.text)

    def _put(self, block: Block) -> None:
        """Put a block on the last page."""
        page = self.pages[-1]
        match block.kind:
            case "letterhead":
                self._letterhead(page, block)
            case "entry":
                self._entry(page, block)
            case "form":
                self._form(page, block)
            case "table":
                self._table(page, block)
            case "signature":
                self._signature(page, block)

    def _begins_page(self, block: Block, page: Draft) -> bool:
        if block.kind in HEADER:
            return not self._states_words(block) and (page.closed or _repeats(block, page))
        return block.kind == "table" and bool(page.signatures) and self._heading(block.opening) is not None

    def _letterhead(self, page: Draft, block: Block) -> None:
        page.letterhead += [block.opening, *(line for line in block.free if _YEAR.search(folded(line.text)))]
        page.titles.add(folded(block.opening.text))

    def _states_words(self, block: Block) -> bool:
        """True for an entry of words without a code (`PERIODO: enero a marzo`), which may stand anywhere on a page."""
        return block.kind == "entry" and not self.labels.by_name[block.opening.kind].code

    def _entry(self, page: Draft, block: Block) -> None:
        if self._states_words(block):
            if not page.closed:
                page.stated.append(block)
            elif any(other.opening.kind == block.opening.kind for other in page.stated):
                self.early.append(block._replace(free=()))
            if page.closed:
                page.pending += block.free
            else:
                self._stray(page, block.free)
            return
        page.entries.append(block)
        self._stray(page, (line for line in block.free if not continuation(block.opening, line, self.labels)))

    def _further(self, page: Draft, block: Block) -> None:
        """Add the lines of a block that are further codes of the last entry."""
        page.further.setdefault(len(page.entries) - 1, []).extend((block.opening, *block.free))
        opening = page.entries[-1].opening
        self._stray(page, (line for line in block.free if not continuation(opening, line, self.labels)))

    def _form(self, page: Draft, block: Block) -> None:
        if page.closed and any(line.kind == block.opening.kind for line in page.forms):
            self.early.append(block)
        else:
            page.forms.append(block.opening)
        if not page.closed:
            self._stray(page, block.free)

    def _table(self, page: Draft, block: Block) -> None:
        """Add a block of the table: a heading, a goal, the rest of one, cells of signatures, or stray lines."""
        line = block.opening
        if page.entries and not page.closed and continuation(page.entries[-1].opening, line, self.labels):
            self._further(page, block)  # `4 - GOBERNAR` looks like a goal where no table has begun
            return
        # The lower heading line may begin with a number (`1er. Trimestre`), but not behind goals.
        numbered = _has_goal_number(line, page.form) and (bool(page.rows) or not _is_lower_heading(line))
        match = None if numbered else self._heading(line)
        if match is not None:
            form, found = match
            page.form = page.form or form
            page.headings.append(line)
            page.levels |= found.levels
            page.misread += [(line, cell) for cell in found.misread]
            page.extra = page.extra or tuple((index, line.cells[index]) for index in found.extra)
        elif page.levels and not page.rows and _are_column_numbers(line):
            pass
        elif not numbered and _continues_last_row(page, line):
            page.rows[-1] = joined([page.rows[-1], *page.pending, line])
        elif numbered or _is_unnumbered_goal(page, line, self.labels):
            self._row(page, line)
        elif page.signatures:
            page.under_signature += [line, *block.free]
            return
        elif page.rows:
            page.pending += [line, *block.free]
            return
        elif _is_unknown_heading(page, line):
            page.unknown_heading = page.unknown_heading or line
        else:
            self._stray(page, [line])
        loose, page.pending = ([], list(block.free)) if page.rows else split_off_codes(block.free)
        self._stray(page, loose)

    def _row(self, page: Draft, line: Line) -> None:
        """Add a goal; lines before it may be the first ones of its L/A."""
        loose, codes = split_off_codes(page.pending, line)
        self._stray(page, loose)
        page.rows.append(without(joined([*codes, line]), page.extra))

    def _signature(self, page: Draft, block: Block) -> None:
        """Add a block of signatures; it ends the table and what belongs to the signatures before it."""
        if page.signatures and page.under_signature:
            page.signatures = page.signed
            page.under_signature = []
        if page.signatures:
            self._stray(page, page.pending)
        else:
            page.over_signature = page.pending
        page.pending = []
        page.signatures.append(block)

    def _finish(self, page: Draft) -> None:
        """Join further lines with their entries, and lines over the signatures with these or the strays.

        Signers stand under their roles or over them. Over them, if the last role has nobody under it: then the free
        lines of each role belong to the next one.
        """
        for block in page.early:
            if block.kind == "form" and all(line.kind != block.opening.kind for line in page.forms):
                page.forms.append(block.opening)
            elif block.kind == "entry" and all(other.opening.kind != block.opening.kind for other in page.stated):
                page.stated.append(block)
        for index, lines in page.further.items():
            entry = page.entries[index]
            page.entries[index] = entry._replace(free=(*entry.free, *lines))
        over = page.over_signature
        if any(map(names_signer, over)) and unsigned(page.signed[-1], self.membrete, self.labels):
            signers = [tuple(over), *(block.free for block in page.signed)]
            page.signatures = [block._replace(free=free) for block, free in zip(page.signed, signers, strict=False)]
            page.under_signature = []
        else:
            self._stray(page, over)
            page.strays.sort(key=lambda line: line.start)

    def _stray(self, page: Draft, lines: Iterable[Line]) -> None:
        """Add lines to the strays, except blank ones, those of the letterhead, and subtitles and totals of a table.

        Lines before anything of a page are none of it.
        """
        if not (page.letterhead or page.entries or page.forms or page.levels):
            return
        page.strays += [
            line
            for line in lines
            if line.kind != "BLANK"
            and folded(line.text) not in self.membrete
            and not (page.levels and (_is_total(line, self.labels) or _is_subtitle(line, self.labels)))
        ]

    def _heading(self, line: Line) -> tuple[Form, Match] | None:
        """The first form that `line` is a heading of, with the result of `headings.heading`; None if there is none."""
        raws = tuple([cell.raw for cell in line.cells])
        for form in self.forms:
            match = heading(form, raws)
            if match is not None:
                return form, match
        return None


def _repeats(block: Block, page: Draft) -> bool:
    """True if the page already has this line of the header. A letterhead alone is a cover, and no page yet."""
    if block.kind == "entry":
        return any(entry.opening.kind == block.opening.kind for entry in page.entries)
    return bool(page.entries or page.forms) and folded(block.opening.text) in page.titles


def _continues_last_row(page: Draft, line: Line) -> bool:
    return bool(page.rows) and not page.signatures and continues(page.rows[-1], page.pending, line)


def _is_unnumbered_goal(page: Draft, line: Line, labels: Labels) -> bool:
    """True if a line of several cells is a goal that lost its number: it stands right under the heading or a goal."""
    return (
        bool(page.levels)
        and not page.signatures
        and not _has_only_words(line)
        and not _is_total(line, labels)
        and all(pending.kind != "BLANK" for pending in page.pending)
    )


def _is_unknown_heading(page: Draft, line: Line) -> bool:
    """True if a line before the first goal is the heading of another form, and not a garbled one of the page's form."""
    if page.form and 0 in page.levels and garbled(page.form, [cell.raw for cell in line.cells]):
        return False
    return bool(page.entries or page.letterhead) and len(line.cells) > 4


def _are_column_numbers(line: Line) -> bool:
    """True for the line `(1) (2) (3) …` that official forms have under their headings."""
    numbers = [cell.raw.strip(" ().") for cell in line.cells if cell.raw]
    return len(numbers) >= MIN_NUMBERS and numbers in (
        [str(number) for number in range(first, first + len(numbers))] for first in (0, 1)
    )


def _has_goal_number(line: Line, form: Form | None) -> bool:
    """True if one of the first three filled cells is a numbered text, as every goal's is.

    Of a form with a column of numbers: if that column's cell is a short one, and figures follow it.
    """
    if form is not None and form.number is not None:
        return _opens_with_number(line, form.number)
    left = 3
    for raw, _ in line.cells:
        if raw:
            if kind(raw) is Kind.NUMBERED:
                return True
            left -= 1
            if not left:
                break
    return False


def _opens_with_number(line: Line, column: int) -> bool:
    """True if the cell in the column of numbers is one, and another behind it holds a figure."""
    number = line.cells[column].raw if column < len(line.cells) else ""
    return 0 < len(number) <= MAX_NUMBER and any(map(str.isdigit, number)) and _has_figure(line.cells[column + 1 :])


def _has_figure(cells: Iterable[RawCell]) -> bool:
    return any(kind(cell.raw) in (Kind.FIGURE, Kind.PERCENT, Kind.MONEY) for cell in cells)


def _has_only_words(line: Line) -> bool:
    """True if no cell has a figure or a code: a heading of another form, not a goal."""
    return _is_lower_heading(line) or (
        all(kind(cell.raw) in (Kind.TEXT, Kind.GARBLED) for cell in line.cells if cell.raw)
        and not any(char.isdigit() for char in line.text)
    )


def _is_lower_heading(line: Line) -> bool:
    """True if a line looks like a lower heading line: its first three cells are empty, the others hold no figures."""
    return not any(cell.raw for cell in line.cells[:3]) and all(
        kind(cell.raw) in (Kind.TEXT, Kind.GARBLED, Kind.NUMBERED) for cell in line.cells if cell.raw
    )


def _is_total(line: Line, labels: Labels) -> bool:
    """True if a line adds the goals up. The form has no such line, and goals of different measures no sum."""
    return any(labels.total.fullmatch(cell.raw) for cell in line.cells[:3] if 0 < len(cell.raw) <= MAX_TITLE)


def _is_subtitle(line: Line, labels: Labels) -> bool:
    """True if a line has nothing but one text that parts goals into groups."""
    filled = [cell.raw for cell in line.cells if cell.raw]
    return len(filled) == 1 and labels.subtitle.match(filled[0]) is not None


def _is_heading(line: Line) -> bool:
    """True if a line that begins with a label of the header (`LÍNEAS DE ACCIÓN`) is the heading of a table.

    Entries have a label, a code and its name, and no further cells.
    """
    return len(line.cells) > 4 and sum(1 for cell in line.cells if cell.raw) > 4 and _has_only_words(line)

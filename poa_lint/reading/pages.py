"""Cut the blocks of a text into pages: the same form again and again, each with its header and its table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from poa_lint.core.form import Form
from poa_lint.core.source import Span
from poa_lint.core.text import folded
from poa_lint.reading.columns import Kind, kind
from poa_lint.reading.header import continuation, signs, unsigned
from poa_lint.reading.headings import Misread, garbled, heading
from poa_lint.reading.lines import Block, Line
from poa_lint.reading.split import apart, continues, corner, joined, led


class Draft:
    """One page while it is being read: its blocks, sorted by the part of the form they belong to."""

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.letterhead: list[Line] = []
        self.titles: set[str] = set()
        """The letterhead's words, for telling a page that begins again."""
        self.entries: list[Block] = []
        self.further: dict[int, list[Line]] = {}
        """More lines of an entry, by its place among them."""
        self.forms: list[Line] = []
        self.form: Form | None = None
        self.misread: list[tuple[Line, Misread]] = []
        self.levels: set[int] = set()
        self.unknown_heading: Line | None = None
        self.rows: list[Line] = []
        self.signatures: list[Block] = []
        self.over_signature: list[Line] = []
        """The lines before the first signature: loose, or who signs, where names stand over their roles."""
        self.under_signature: list[Line] = []
        """Lines of several cells behind the last signature: charges and names side by side."""
        self.strays: list[Line] = []
        self.pending: list[Line] = []
        """Free lines behind the last row: strays if the table goes on, the next page's letterhead if it does not."""

    @property
    def signed(self) -> list[Block]:
        """The signatures, the last with the lines of several cells that stand behind it."""
        if not self.signatures:
            return []
        *others, last = self.signatures
        return [*others, last._replace(free=(*last.free, *self.under_signature))]

    @property
    def closed(self) -> bool:
        """Whether its table or signatures have begun, so that a header line opens another page."""
        return bool(self.levels or self.rows or self.signatures or self.unknown_heading)

    @property
    def recognisable(self) -> bool:
        """Whether anything but stray words says that this is a page of a report."""
        return bool(self.levels or self.unknown_heading or (self.letterhead and self.entries) or self.forms)

    @property
    def span(self) -> Span:
        """From its first line to its last."""
        return Span(self.start, self.end)


HEADER: Final = frozenset({"letterhead", "entry"})
_YEAR = re.compile(r"\b(?:ejercicio|ano)\b.{0,30}?\b(?:19|20)\d\d\b")
_TOTAL = re.compile(r"(?:(?:sub|gran )?total(?:es)?|sumas?)\b[^\d]{0,40}")
"""What opens the line under a table that adds its goals up."""


def pages(preamble: Sequence[Line], blocks: Iterable[Block], known: Sequence[Form]) -> list[Draft]:
    """The pages in the order of the text. What stands before the first is letterhead."""
    reader = _Reader(known, preamble)
    for block in blocks:
        reader.take(block)
    if reader.found:
        reader.found[-1].forms += reader.corner
    for page in reader.found:
        reader.settle(page)
    return [page for page in reader.found if page.recognisable]


class _Reader:
    def __init__(self, known: Sequence[Form], preamble: Sequence[Line]) -> None:
        self.known = known
        self.membrete = frozenset(folded(line.text) for line in preamble if line.kind == "TEXT")
        self.found: list[Draft] = []
        self.corner = corner(preamble)
        """The form's code and date out of the letterhead of the page that comes next."""

    def take(self, block: Block) -> None:
        """Put one block on its page, a new one where it opens one."""
        if block.kind == "entry" and _heads(block.opening):
            block = block._replace(kind="table")
        for part in apart(block):
            self._take(part)

    def _take(self, block: Block) -> None:
        if not self.found or self._opens(block, self.found[-1]):
            self.found.append(Draft(block.opening.start))
            self.found[-1].forms += self.corner
            self.corner = []
        page = self.found[-1]
        (self.corner if page.closed else page.forms).extend(corner(block.free))
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
        last = block.free[-1] if block.free else block.opening
        page.end = last.start + len(last.text)

    def _opens(self, block: Block, page: Draft) -> bool:
        if block.kind in HEADER:
            return page.closed or _repeats(block, page)
        return block.kind == "table" and bool(page.signatures) and self._heading(block.opening) is not None

    def _letterhead(self, page: Draft, block: Block) -> None:
        page.letterhead += [block.opening, *(line for line in block.free if _YEAR.search(folded(line.text)))]
        page.titles.add(folded(block.opening.text))

    def _entry(self, page: Draft, block: Block) -> None:
        page.entries.append(block)
        self._stray(page, (line for line in block.free if not continuation(block.opening, line)))

    def _further(self, page: Draft, block: Block) -> None:
        """Lines that go on with the last entry."""
        page.further.setdefault(len(page.entries) - 1, []).extend((block.opening, *block.free))
        opening = page.entries[-1].opening
        self._stray(page, (line for line in block.free if not continuation(opening, line)))

    def _form(self, page: Draft, block: Block) -> None:
        page.forms.append(block.opening)
        if not page.closed:
            self._stray(page, block.free)

    def _table(self, page: Draft, block: Block) -> None:
        if page.entries and not page.closed and continuation(page.entries[-1].opening, block.opening):
            self._further(page, block)  # `4 - GOBERNAR` looks like a goal where no table has begun
            return
        numbered = _numbered(block.opening) and (bool(page.rows) or not _titles(block.opening))
        match = None if numbered else self._heading(block.opening)
        if match is not None:
            form, level, misread = match
            page.form = page.form or form
            page.levels.add(level)
            page.misread += [(block.opening, wrong) for wrong in misread]
        elif (
            not numbered and page.rows and not page.signatures and continues(page.rows[-1], page.pending, block.opening)
        ):
            page.rows[-1] = joined([page.rows[-1], *page.pending, block.opening])
        elif numbered or (page.levels and not page.signatures and self._unnumbered(page, block)):
            loose, lead = led(page.pending, block.opening)
            self._stray(page, loose)
            page.rows.append(joined([*lead, block.opening]))
        elif page.signatures:
            page.under_signature += [block.opening, *block.free]
            return
        elif (
            page.form
            and 0 in page.levels
            and not page.rows
            and garbled(page.form, [cell.raw for cell in block.opening.cells])
        ):
            self._stray(page, [block.opening])
        elif (page.entries or page.letterhead) and not page.rows and len(block.opening.cells) > 4:
            page.unknown_heading = page.unknown_heading or block.opening
        elif page.rows:
            page.pending += [block.opening, *block.free]
            return
        else:
            self._stray(page, [block.opening])
        loose, page.pending = ([], list(block.free)) if page.rows else led(block.free)
        self._stray(page, loose)

    def _unnumbered(self, page: Draft, block: Block) -> bool:
        """Whether a line of several cells without a number is a goal that lost it: it stands right under the table."""
        line = block.opening
        return not _wordy(line) and not _adds(line) and all(each.kind != "BLANK" for each in page.pending)

    def _signature(self, page: Draft, block: Block) -> None:
        if page.signatures and page.under_signature:
            page.signatures = page.signed
            page.under_signature = []
        if page.signatures:
            self._stray(page, page.pending)
        else:
            page.over_signature = page.pending
        page.pending = []
        page.signatures.append(block)

    def settle(self, page: Draft) -> None:
        """Decide what only the whole page tells.

        Who signs may stand under the roles or over them: then the last role has nobody under it.
        """
        for place, lines in page.further.items():
            entry = page.entries[place]
            page.entries[place] = entry._replace(free=(*entry.free, *lines))
        over = page.over_signature
        if any(map(signs, over)) and unsigned(page.signed[-1], self.membrete):
            said = [tuple(over), *(block.free for block in page.signed)]
            page.signatures = [block._replace(free=free) for block, free in zip(page.signed, said, strict=False)]
            page.under_signature = []
        else:
            self._stray(page, over)
            page.strays.sort(key=lambda line: line.start)

    def _stray(self, page: Draft, lines: Iterable[Line]) -> None:
        for line in lines:
            if line.kind == "BLANK" or folded(line.text) in self.membrete:
                continue
            page.strays.append(line)

    def _heading(self, line: Line) -> tuple[Form, int, tuple[Misread, ...]] | None:
        written = tuple([cell.raw for cell in line.cells])
        for form in self.known:
            found = heading(form, written)
            if found is not None:
                return form, *found
        return None


def _repeats(block: Block, page: Draft) -> bool:
    """Whether the page already has this line of the header. A letterhead alone is a cover, and no page yet."""
    if block.kind == "entry":
        return any(entry.opening.kind == block.opening.kind for entry in page.entries)
    return bool(page.entries or page.forms) and folded(block.opening.text) in page.titles


def _numbered(line: Line) -> bool:
    """Whether one of the row's first cells is a numbered text, as every goal's is."""
    left = 3
    for raw, _ in line.cells:
        if raw:
            if kind(raw) is Kind.NUMBERED:
                return True
            left -= 1
            if not left:
                break
    return False


def _wordy(line: Line) -> bool:
    """Whether every written cell is words: a heading of another form, not a goal."""
    return _titles(line) or (
        all(kind(cell.raw) in (Kind.TEXT, Kind.GARBLED) for cell in line.cells if cell.raw)
        and not any(char.isdigit() for char in line.text)
    )


def _titles(line: Line) -> bool:
    """Whether a line is the lower one of a heading, whatever its words (`1er. Trimestre`).

    Nothing stands in its first columns, and no figure in the others.
    """
    return not any(cell.raw for cell in line.cells[:3]) and all(
        kind(cell.raw) in (Kind.TEXT, Kind.GARBLED, Kind.NUMBERED) for cell in line.cells if cell.raw
    )


def _adds(line: Line) -> bool:
    """Whether a line adds the goals up: goals of different measures have no sum, and the form no such line."""
    return any(_TOTAL.fullmatch(folded(cell.raw)) for cell in line.cells[:3] if 0 < len(cell.raw) <= 60)


def _heads(line: Line) -> bool:
    """Whether a line that opens with a label (`LÍNEAS DE ACCIÓN`) heads a table: labels state one code and its name."""
    return len(line.cells) > 4 and sum(1 for cell in line.cells if cell.raw) > 4 and _wordy(line)

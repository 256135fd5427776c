"""One page while it is being read: its lines by the part of the form that they belong to."""

from __future__ import annotations

from poa_lint.core.form import Form
from poa_lint.core.source import Span
from poa_lint.core.text import folded
from poa_lint.reading.headings import Misread
from poa_lint.reading.lines import Block, Line, RawCell


class Draft:
    """One page while it is being read: its lines and blocks by the part of the form that they belong to."""

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.letterhead: list[Line] = []
        self.titles: set[str] = set()
        """The lines of the letterhead, folded: one that comes again begins another page."""
        self.entries: list[Block] = []
        self.stated: list[Block] = []
        """The lines of the header that state words and no code."""
        self.early: list[Block] = []
        """Lines before its first one that say again what the page before has: its own, where it states them nowhere."""
        self.further: dict[int, list[Line]] = {}
        """Further lines of an entry, by the index of the entry."""
        self.forms: list[Line] = []
        self.form: Form | None = None
        self.misread: list[tuple[Line, Misread]] = []
        self.headings: list[Line] = []
        """The lines of the table's heading."""
        self.levels: set[int] = set()
        """The indexes of the heading lines that the page has."""
        self.unknown_heading: Line | None = None
        self.extra: tuple[tuple[int, RawCell], ...] = ()
        """The columns that are not the form's: the index of their cells, and their title, which may be empty."""
        self.rows: list[Line] = []
        self.signatures: list[Block] = []
        self.over_signature: list[Line] = []
        """Free lines before the first signature: stray, or the signers where names stand over their roles."""
        self.under_signature: list[Line] = []
        """Lines of several cells behind the last signature: charges and names side by side."""
        self.strays: list[Line] = []
        self.pending: list[Line] = []
        """Free lines behind the last row: strays if the table goes on, else the next page's letterhead."""

    @property
    def signed(self) -> list[Block]:
        """The signatures; the last one has the lines `under_signature` too."""
        if not self.signatures:
            return []
        *others, last = self.signatures
        return [*others, last._replace(free=(*last.free, *self.under_signature))]

    @property
    def closed(self) -> bool:
        """True if the table or the signatures have begun: then a line of a header begins another page."""
        return bool(self.levels or self.rows or self.signatures or self.unknown_heading)

    def give_up_header(self) -> list[Block]:
        """Take out the last letterhead that follows entries, with all below it: the next page's header begins there.

        A page with a table keeps its header.
        """
        starts = [entry.opening.start for entry in self.entries]
        titles = [line.start for line in self.letterhead if starts and line.start > starts[0]]
        while len(titles) > 1 and not any(titles[-2] < start < titles[-1] for start in starts):
            titles.pop()
        if self.closed or not titles:
            return []
        cut = titles[-1]
        taken = [
            *(Block("letterhead", line, ()) for line in self.letterhead if line.start >= cut),
            *(entry for entry in self.entries if entry.opening.start >= cut),
            *(Block("form", line, ()) for line in self.forms if line.start >= cut),
        ]
        self.letterhead = [line for line in self.letterhead if line.start < cut]
        self.titles = {folded(line.text) for line in self.letterhead}
        self.entries = [entry for entry in self.entries if entry.opening.start < cut]
        self.forms = [line for line in self.forms if line.start < cut]
        return sorted(taken, key=lambda block: block.opening.start)

    @property
    def span(self) -> Span:
        """The span from its first line to its last."""
        return Span(self.start, self.end)

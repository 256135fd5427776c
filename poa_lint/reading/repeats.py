"""Find the pages of a text that stand twice: header, date and goals to the letter, page numbers and footers apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from poa_lint.core.facts import Fact
from poa_lint.core.source import Span
from poa_lint.core.text import folded
from poa_lint.reading.draft import Draft

CODE = "POA030"
"""The rule that tells of a page that repeats another one."""


def repeated(drafts: Sequence[Draft]) -> dict[int, int]:
    """For each page that repeats an earlier one its number and that of the first. Only tables count that have goals."""
    by_last: dict[str, list[int]] = {}
    for number, draft in enumerate(drafts, 1):
        if draft.rows and draft.levels and draft.unknown_heading is None:
            by_last.setdefault(folded(draft.rows[-1].text), []).append(number)
    found: dict[int, int] = {}
    for numbers in by_last.values():
        first: dict[tuple[str, ...], int] = {}
        for number in numbers if len(numbers) > 1 else ():
            original = first.setdefault(tuple(_lines(drafts[number - 1])), number)
            if original != number:
                found[number] = original
    return found


def signed_alike(draft: Draft, original: Draft) -> bool:
    """True if two pages have the same signatures."""
    return _signatures(draft) == _signatures(original)


def _signatures(draft: Draft) -> list[str]:
    lines = (line for block in draft.signed for line in (block.opening, *block.free) if line.kind != "BLANK")
    return [folded(line.text) for line in lines]


def fact(draft: Draft, number: int, original: int) -> Fact:
    """POA030, on the first line of the page's header."""
    line = draft.entries[0].opening if draft.entries else draft.rows[0]
    text = line.text.strip()
    start = line.start + line.text.index(text)
    values = {"pagina": str(number), "otra": str(original)}
    return Fact(CODE, Span(start, start + len(text)), values, pagina=number, detail=str(number))


def _lines(draft: Draft) -> Iterator[str]:
    for entry in draft.entries:
        yield folded(entry.opening.text)
        yield from (folded(line.text) for line in entry.free if line.kind != "BLANK")
    yield from (folded(line.text) for line in draft.forms)
    yield from (folded(line.text) for line in draft.rows)

"""The cells that repairs would write, each with what would stand there: `falta 1`.

The repairs of a goal are one choice: where there are several, each is asked and not said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from poa_lint.core.diagnostic import Change
from poa_lint.core.result import FileResult
from poa_lint.core.text import short, visible
from poa_lint.core.words import Words

Mends: TypeAlias = Mapping[tuple[int, str], tuple[str, ...]]
"""By the offset of a goal's row and a column: the texts of the repairs that write there."""


def mends(file: FileResult, page_words: Words) -> Mends:
    """The cells that the file's repairs name. A repair of a whole row (`shift`) names none."""
    rows = {finding.key: finding.order[0] for finding in file.diagnostics if not finding.waived} if file.repairs else {}
    texts: dict[tuple[int, str], dict[str, None]] = {}
    for repair in file.repairs:
        row = next((rows[key] for key in repair.resolves if key in rows), None)
        if row is None:
            continue
        for change in repair.changes:
            for column, said in _said(change, page_words):
                text = page_words("mend.maybe", said=said) if repair.of > 1 else said
                texts.setdefault((row, column), {})[text] = None
    return {cell: tuple(said) for cell, said in texts.items()}


def _said(change: Change, page_words: Words) -> Iterator[tuple[str, str]]:
    """The columns that a change touches, each with what is said there."""
    if change.action == "shift":
        return
    value = visible(short(change.value))
    yield change.target, page_words(f"mend.{change.action}", value=value)
    if change.origin:
        yield change.origin, page_words("mend.leaves", value=value)

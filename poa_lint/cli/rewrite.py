"""Put a changed report in the place of the old one, or show what would change; only the changed cells differ."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from poa_lint.core.result import Notice
from poa_lint.core.source import Source
from poa_lint.core.text import printable, short, visible
from poa_lint.core.words import Words
from poa_lint.documents import files
from poa_lint.documents.encodings import encoded
from poa_lint.linter.fix import Mended

WRITABLE: Final = 0o222
CONTEXT: Final = 16
"""Letters shown before and behind what changes in a cell."""


class Rewritten(NamedTuple):
    """A report that would be another: its path, what was read, both texts, and what was done cell by cell."""

    path: str
    data: bytes
    before: Source
    after: Source
    mended: tuple[Mended, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return self.before.text != self.after.text


def save(one: Rewritten, words: Words) -> Notice | None:
    """Write the new text, at once and with everything else as it was; a sentence where that cannot be."""
    new = encoded(one.after, one.data)
    if new is None:
        return Notice(one.path, words("notice.not-encodable", encoding=one.before.encoding))
    # The superuser may write to a read-only file too; whoever made it so meant it.
    if not os.access(one.path, os.W_OK) or not Path(one.path).stat().st_mode & WRITABLE:
        return Notice(one.path, words("notice.read-only"))
    now = files.load(one.path, words)
    if isinstance(now, Notice):
        return now
    if now != one.data:
        return Notice(one.path, words("notice.changed-meanwhile"))
    try:
        files.write(one.path, new)
    except OSError as error:
        return Notice(one.path, words("notice.cannot-write", problem=error.strerror or str(error)))
    return None


def difference(one: Rewritten, words: Words) -> str:
    """What would change, cell by cell and then line by line, as `patch` takes it."""
    if not one.changed:
        return ""
    name = visible(one.path)
    told = [f"{name}:{each.line}: {_cells(each, words)}\n" for each in one.mended]
    return "".join([*told, f"--- {name}\n+++ {name}\n", *_hunks(one.before.text, one.after.text)])


def _cells(each: Mended, words: Words) -> str:
    """One edit in words: a whole row is not told twice."""
    code = f"{each.one.code} " if each.one else ""
    if "\t" in each.now:
        return code + words("fix.row")
    was, now = _around(each.was, each.now)
    return f"{code}{visible(was) or words('blank')} -> {visible(now)}"


def _around(was: str, now: str) -> list[str]:
    """Two texts without what they begin and end with alike, but for a few letters."""
    same = _alike(was, now)
    opens, closes = max(0, same - CONTEXT), max(0, _alike(was[same:][::-1], now[same:][::-1]) - CONTEXT)
    before, behind = "..." * (opens > 0), "..." * (closes > 0)
    return [f"{before}{short(text[opens : len(text) - closes])}{behind}" for text in (was, now)]


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _hunks(before: str, after: str) -> Iterator[str]:
    """The lines that differ. An edit never adds or takes away a line."""
    old, new = before.split("\n"), after.split("\n")
    changed = [place for place, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    for first, last in _runs(changed):
        length = "" if first == last else f",{last - first + 1}"
        yield f"@@ -{first + 1}{length} +{first + 1}{length} @@\n"
        for sign, lines in (("-", old), ("+", new)):
            for place in range(first, last + 1):
                yield f"{sign}{printable(lines[place].removesuffix(chr(13)))}\n"
                if place == len(lines) - 1:
                    yield "\\ No newline at end of file\n"


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of neighbours."""
    first = last = -2
    for place in places:
        if place > last + 1:
            if last >= 0:
                yield first, last
            first = place
        last = place
    if last >= 0:
        yield first, last

"""Put a changed report in the place of the old one, or show what would change; only the changed cells differ."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.core.result import Notice
from poa_lint.core.source import Source
from poa_lint.core.text import printable, short, visible
from poa_lint.core.words import Words
from poa_lint.documents import target
from poa_lint.documents.encodings import encoded
from poa_lint.linter.fix import Mended

CONTEXT: Final = 16
"""Letters shown before and behind what changes in a cell."""


class Rewritten(NamedTuple):
    """A report that would be another: its path, the bytes that were read, both texts, and the changes cell by cell."""

    path: str
    data: bytes
    before: Source
    after: Source
    mended: tuple[Mended, ...] = ()

    @property
    def changed(self) -> bool:
        """True if the two texts differ."""
        return self.before.text != self.after.text


def save(report: Rewritten, words: Words) -> Notice | None:
    """Write the new text, at once and with everything else as it was; a sentence where that cannot be."""
    path = report.path
    new = encoded(report.after, report.data)
    if new is None:
        return Notice(path, words("notice.not-encodable", encoding=report.before.encoding))
    try:
        target.write(path, new, was=report.data)
    except OSError as error:
        return Notice(path, target.sentence(error, words))
    return None


def difference(report: Rewritten, words: Words) -> str:
    """The changes, cell by cell and then line by line, as `patch` takes them; empty where there are none."""
    if not report.changed:
        return ""
    name = visible(report.path)
    cells = [f"{name}:{fix.line}: {_cells(fix, words)}\n" for fix in report.mended]
    return "".join([*cells, f"--- {name}\n+++ {name}\n", *_hunks(report.before.text, report.after.text)])


def _cells(fix: Mended, words: Words) -> str:
    """One edit in words: a whole row is not told twice."""
    code = f"{fix.finding.code} " if fix.finding else ""
    if "\t" in fix.now:
        return code + words("fix.row")
    was, now = _excerpts(fix.was, fix.now)
    return f"{code}{visible(was) or words('blank')} -> {visible(now)}"


def _excerpts(was: str, now: str) -> list[str]:
    """Two texts without the parts that they begin and end with alike, but for a few letters."""
    same = _common(was, now)
    opens, closes = max(0, same - CONTEXT), max(0, _common(was[same:][::-1], now[same:][::-1]) - CONTEXT)
    before, behind = "..." * (opens > 0), "..." * (closes > 0)
    return [f"{before}{short(text[opens : len(text) - closes])}{behind}" for text in (was, now)]


def _common(left: str, right: str) -> int:
    """The number of characters that two texts begin with alike."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(left), len(right)))


def _hunks(before: str, after: str) -> Iterator[str]:
    """The lines that differ, with their numbers. An edit never adds or takes away a line."""
    old, new = before.split("\n"), after.split("\n")
    changed = [index for index, (left, right) in enumerate(zip(old, new, strict=True)) if left != right]
    for first, last in _runs(changed):
        length = "" if first == last else f",{last - first + 1}"
        yield f"@@ -{first + 1}{length} +{first + 1}{length} @@\n"
        for sign, lines in (("-", old), ("+", new)):
            for index in range(first, last + 1):
                yield printable(f"{sign}{lines[index].removesuffix(chr(13))}") + "\n"
                if index == len(lines) - 1:
                    yield "\\ No newline at end of file\n"


def _runs(indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of neighbours."""
    first = last = -2
    for index in indexes:
        if index > last + 1:
            if last >= 0:
                yield first, last
            first = index
        last = index
    if last >= 0:
        yield first, last

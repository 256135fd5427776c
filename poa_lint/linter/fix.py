"""Mend a report's form: apply the edits that its findings carry, read it again, and keep nothing that does harm.

Of edits that overlap the safe one comes first, then the one further left; the others wait until the text is read
again. An edit that brings a finding which was not there is withheld.
"""

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Diagnostic, Fixable
from poa_lint.core.result import FileResult
from poa_lint.core.source import Edit, Source

MAX_ROUNDS: Final = 10
"""How often a text is read again; each round mends what the one before had to leave."""

Lint = Callable[[Source], FileResult]


class Mend(NamedTuple):
    """One edit, and the finding that it mends: None where it only tidies what no rule speaks of."""

    edit: Edit
    one: Diagnostic | None


class Mended(NamedTuple):
    """What was done, or withheld: the line, what stood there and what stands there now."""

    line: int
    was: str
    now: str
    one: Diagnostic | None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A report after its fixes: the text, what is still found, what was mended, and what was withheld."""

    source: Source
    result: FileResult
    mended: tuple[Mended, ...]
    withheld: tuple[Mended, ...]


def fix(source: Source, lint: Lint, *, unsafe: bool) -> Fixed:
    """Mend what is safe to mend; with `unsafe` also move cells and write what follows from its row."""
    levels = (Fixable.SAFE, Fixable.UNSAFE) if unsafe else (Fixable.SAFE,)
    fixer = _Fixer(lint, source, levels)
    for _ in range(MAX_ROUNDS):
        mends = fixer.mends()
        if not mends:
            break
        fixer.apply(mends)
    mended = sorted(fixer.mended, key=lambda each: each.line)
    return Fixed(fixer.source, fixer.result, tuple(mended), tuple(fixer.withheld.values()))


class _Fixer:
    def __init__(self, lint: Lint, source: Source, levels: tuple[Fixable, ...]) -> None:
        self.lint, self.levels = lint, levels
        self.source, self.result = source, lint(source)
        self.known = _keys(self.result)
        self.mended: list[Mended] = []
        self.withheld: dict[str, Mended] = {}

    def mends(self) -> list[Mend]:
        """What can be mended now, left to right, no two of which overlap."""
        found = [
            Mend(edit, one)
            for one in self.result.standing
            if one.fixable in self.levels and one.key not in self.withheld
            for edit in one.edits
        ]
        found += [Mend(edit, None) for edit in self.result.tidy if str(edit) not in self.withheld]
        found.sort(key=lambda mend: (mend.one is not None and mend.one.fixable is Fixable.UNSAFE, mend.edit.span))
        chosen: list[Mend] = []
        for mend in found:
            place = bisect(chosen, mend.edit.span, key=lambda other: other.edit.span)
            if not any(_touch(mend.edit, other.edit) for other in chosen[max(place - 1, 0) : place + 1]):
                chosen.insert(place, mend)
        return chosen

    def apply(self, mends: Sequence[Mend]) -> None:
        """Apply what does no harm: all at once, else by halves, until the harmful ones stand alone."""
        tried = self.source.edited(mend.edit for mend in mends)
        after = self.lint(tried)
        if _keys(after) <= self.known:
            self.mended += (self._told(mend) for mend in mends)
            self.source, self.result = tried, after
        elif len(mends) == 1:
            self.withheld[mends[0].one.key if mends[0].one else str(mends[0].edit)] = self._told(mends[0])
        else:
            half = len(mends) // 2
            self.apply(mends[half:])  # the right half first: what stands further left keeps its place
            self.apply(mends[:half])

    def _told(self, mend: Mend) -> Mended:
        span, now = mend.edit
        return Mended(self.source.position(span.start).line, self.source.text[span.start : span.end], now, mend.one)


def _keys(result: FileResult) -> frozenset[str]:
    return frozenset(one.key for one in result.diagnostics)


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two edits overlap or meet: where both write at one point, their order would matter."""
    return one.span.start <= other.span.end and other.span.start <= one.span.end

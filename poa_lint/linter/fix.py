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
from poa_lint.core.source import Edit, Source, Span

MAX_ROUNDS: Final = 10
"""The times that a text is read again; each round mends what the one before had to leave."""

Lint = Callable[[Source], FileResult]


class Mend(NamedTuple):
    """One edit, and the finding that it mends: None where it only tidies what no rule speaks of."""

    edit: Edit
    finding: Diagnostic | None


class Mended(NamedTuple):
    """An edit that was applied, or withheld: its line, the text that stood there and the one that stands there now."""

    line: int
    was: str
    now: str
    finding: Diagnostic | None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A report after its fixes: the text, its findings now, the edits that were applied, and those withheld."""

    source: Source
    result: FileResult
    mended: tuple[Mended, ...]
    withheld: tuple[Mended, ...]


def fix(source: Source, lint: Lint, *, unsafe: bool) -> Fixed:
    """Apply the safe fixes; with `unsafe` also those that move cells or write a figure that follows from its row."""
    levels = (Fixable.SAFE, Fixable.UNSAFE) if unsafe else (Fixable.SAFE,)
    fixer = _Fixer(lint, source, levels)
    for _ in range(MAX_ROUNDS):
        mends = fixer.mends()
        if not mends:
            break
        fixer.apply(mends)
    mended = sorted(fixer.mended, key=lambda fix: fix.line)
    return Fixed(fixer.source, fixer.result, tuple(mended), tuple(fixer.withheld.values()))


class _Fixer:
    def __init__(self, lint: Lint, source: Source, levels: tuple[Fixable, ...]) -> None:
        self.lint, self.levels = lint, levels
        self.source, self.result = source, lint(source)
        self.known = _keys(self.result)
        self.mended: list[Mended] = []
        self.withheld: dict[str, Mended] = {}

    def mends(self) -> list[Mend]:
        """The edits that can be applied now, left to right, no two of which overlap."""
        mends = [
            Mend(edit, finding)
            for finding in self.result.standing
            if finding.fixable in self.levels and finding.key not in self.withheld
            for edit in finding.edits
        ]
        mends += [Mend(edit, None) for edit in self.result.tidy if str(edit) not in self.withheld]
        mends.sort(key=_rank)
        chosen: list[Mend] = []
        for mend in mends:
            index = bisect(chosen, mend.edit.span, key=lambda other: other.edit.span)
            if not any(_touch(mend.edit, other.edit) for other in chosen[max(index - 1, 0) : index + 1]):
                chosen.insert(index, mend)
        return chosen

    def apply(self, mends: Sequence[Mend]) -> None:
        """Apply edits that bring no new finding: all at once, else by halves, until the harmful ones stand alone."""
        tried = self.source.edited(mend.edit for mend in mends)
        after = self.lint(tried)
        if _keys(after) <= self.known:
            self.mended += map(self._mended, mends)
            self.source, self.result = tried, after
        elif len(mends) == 1:
            finding = mends[0].finding
            self.withheld[finding.key if finding else str(mends[0].edit)] = self._mended(mends[0])
        else:
            half = len(mends) // 2
            self.apply(mends[half:])  # the right half first: what stands further left keeps its place
            self.apply(mends[:half])

    def _mended(self, mend: Mend) -> Mended:
        span, source = mend.edit.span, self.source
        was = source.text[span.start : span.end]
        return Mended(source.position(span.start).line, was, mend.edit.text, mend.finding)


def _keys(result: FileResult) -> frozenset[str]:
    return frozenset(finding.key for finding in result.diagnostics)


def _rank(mend: Mend) -> tuple[bool, Span]:
    """Safe edits first, then from left to right."""
    return mend.finding is not None and mend.finding.fixable is Fixable.UNSAFE, mend.edit.span


def _touch(left: Edit, right: Edit) -> bool:
    """True if two edits overlap or meet: where both write at one point, their order would matter."""
    return left.span.start <= right.span.end and right.span.start <= left.span.end

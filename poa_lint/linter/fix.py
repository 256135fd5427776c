"""Mend a report's form: apply the edits that its findings carry, read it again, and keep nothing that does harm.

Of edits that overlap the safe one comes first, then the one further left; the others wait until the text is read
again. An edit that brings a finding which was not there is withheld. Each trial checks the whole text, so edits are
judged together: a new finding speaks against the edits of its own line first.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Diagnostic, Fixable
from poa_lint.core.result import FileResult
from poa_lint.core.source import Edit, Source, Span

MAX_ROUNDS: Final = 10
"""The times that a text is read again; each round mends what the one before had to leave."""

MAX_TRIALS: Final = 100
"""The changed texts that are checked in one round; edits that are not judged by then are withheld."""

Lint = Callable[[Source], FileResult]


class Mend(NamedTuple):
    """One edit, and the finding that it mends: None where it only tidies what no rule speaks of."""

    edit: Edit
    finding: Diagnostic | None


class Group(NamedTuple):
    """Edits of one line, from left to right."""

    line: int
    mends: tuple[Mend, ...]

    def part(self, start: int | None, end: int | None) -> Group:
        """The edits from one place to another among them."""
        return Group(self.line, self.mends[start:end])


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
        """Apply the edits that bring no new finding, and withhold the others."""
        trial = _Trial(self.lint, self.source, self.result, self.known)
        trial.judge(_by_line(self.source, mends))
        self.mended += map(self._mended, trial.kept)
        for mend in trial.harmful:
            self.withheld[mend.finding.key if mend.finding else str(mend.edit)] = self._mended(mend)
        self.source, self.result = trial.source, trial.result

    def _mended(self, mend: Mend) -> Mended:
        span, source = mend.edit.span, self.source
        was = source.text[span.start : span.end]
        return Mended(source.position(span.start).line, was, mend.edit.text, mend.finding)


class _Trial:
    """One round: edits of one text are tried in groups, those of a line together, until each is kept or harmful."""

    def __init__(self, lint: Lint, before: Source, result: FileResult, known: frozenset[str]) -> None:
        self.lint, self.before, self.known = lint, before, known
        self.source, self.result = before, result
        self.kept: list[Mend] = []
        self.harmful: list[Mend] = []
        self.left = MAX_TRIALS

    def judge(self, groups: Sequence[Group]) -> None:
        """Keep the edits of these groups that bring no new finding."""
        if self.left <= 0:
            self.harmful += _mends(groups)
            return
        lines = self._lines_at_fault(groups)
        if lines is None:
            return
        blamed = [group for group in groups if group.line in lines]
        if blamed and len(blamed) < len(groups):
            self.judge([group for group in groups if group.line not in lines])
            self.judge(blamed)
        elif blamed or len(groups) == 1:
            self._part(groups)
        else:
            half = len(groups) // 2
            self.judge(groups[half:])
            self.judge(groups[:half])

    def _part(self, groups: Sequence[Group]) -> None:
        """Judge groups that all have a new finding on their line: the halves of all of them at once."""
        several = [group for group in groups if len(group.mends) > 1]
        single = [group for group in groups if len(group.mends) == 1]
        if not several:
            self._tell_apart(single)
            return
        self.judge([group.part(len(group.mends) // 2, None) for group in several])
        self.judge([group.part(None, len(group.mends) // 2) for group in several])
        if single:
            self.judge(single)

    def _tell_apart(self, groups: Sequence[Group]) -> None:
        """Judge single edits, each with a new finding on its line, which another of them may have brought.

        They are tried again in parts, so that each is once without each other one: first every second edit, then
        every second two, and so on. What has a new finding on its line each time is harmful. A thousand edits take
        twenty trials.
        """
        left = list(enumerate(groups))
        for bit in range((len(groups) - 1).bit_length()):
            for side in (0, 1):
                part = [group for number, group in left if number >> bit & 1 == side]
                lines = self._lines_at_fault(part) if part and self.left > 0 else {group.line for group in part}
                calm = [group for group in part if group.line not in (lines or ())]
                if lines is not None and calm:
                    self.judge(calm)
                judged = {group.line for group in calm}
                left = [(number, group) for number, group in left if group.line not in judged]
        self.harmful += _mends(group for _, group in left)

    def _lines_at_fault(self, groups: Sequence[Group]) -> set[int] | None:
        """The lines with a new finding where groups are tried on top of what is kept.

        None where there is none; then the groups are kept too.
        """
        self.left -= 1
        mends = [*self.kept, *_mends(groups)]
        tried = self.before.edited(mend.edit for mend in mends)
        after = self.lint(tried)
        new = [finding for finding in after.diagnostics if finding.key not in self.known]
        if not new:
            self.kept, self.source, self.result = mends, tried, after
            return None
        # An edit never adds or takes away a line.
        return {tried.position(place).line for finding in new for place in (finding.order[0], finding.span.start)}


def _by_line(source: Source, mends: Sequence[Mend]) -> list[Group]:
    """Edits from left to right in groups, those of one line together."""
    lines = groupby(mends, key=lambda mend: source.position(mend.edit.span.start).line)
    return [Group(line, tuple(group)) for line, group in lines]


def _mends(groups: Iterable[Group]) -> list[Mend]:
    return [mend for group in groups for mend in group.mends]


def _keys(result: FileResult) -> frozenset[str]:
    return frozenset(finding.key for finding in result.diagnostics)


def _rank(mend: Mend) -> tuple[bool, Span]:
    """Safe edits first, then from left to right."""
    return mend.finding is not None and mend.finding.fixable is Fixable.UNSAFE, mend.edit.span


def _touch(left: Edit, right: Edit) -> bool:
    """True if two edits overlap or meet: where both write at one point, their order would matter."""
    return left.span.start <= right.span.end and right.span.start <= left.span.end

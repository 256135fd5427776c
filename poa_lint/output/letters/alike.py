"""Points of a letter that say the same of many goals, as one: a column that nobody filled in is one cause."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Confidence, Diagnostic

MANY: Final = 4
"""Goals of which a letter says the same in one point; fewer are told one by one."""
BLANK: Final = "POA404"
"""The rule of an achieved figure that is blank: whatever else is wrong with the goal's totals goes with it."""
SUMS: Final = frozenset({"POA102", "POA103", "POA108", "POA909"})
"""Rules about totals, of which nothing is known before the blank is filled in."""


class Cause(NamedTuple):
    """A finding that follows from no other, and those that follow from it."""

    finding: Diagnostic
    follow: tuple[Diagnostic, ...] = ()


def told(cause: Diagnostic, follow: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that are told under a cause: under a blank none about the totals that lack it."""
    return tuple(one for one in follow if cause.code != BLANK or one.code not in SUMS)


def together(causes: Sequence[Cause], advice: Mapping[str, str]) -> Iterator[tuple[Cause, ...]]:
    """The causes, those of one rule and one column that ask MANY goals for the same in one tuple, by the first of them.

    `advice` is what to do by a finding's key, where that is not the advice of its rule.
    """
    groups: dict[Hashable, list[Cause]] = {}
    for cause in causes:
        groups.setdefault(_kind(cause, advice), []).append(cause)
    for group in groups.values():
        if len(group) >= MANY:
            yield tuple(group)
        else:
            yield from ((cause,) for cause in group)


def _kind(cause: Cause, advice: Mapping[str, str]) -> Hashable:
    """The kind of a point, equal for those that are told together; its own key for one that is told alone."""
    finding = cause.finding
    alone = not finding.where.meta or finding.after is not None or finding.confidence is Confidence.LOW
    if alone or (cause.follow and finding.code != BLANK):
        return finding.key
    asked = advice.get(finding.key, finding.help)
    return (finding.severity.rank, finding.code, finding.where.columna, asked)

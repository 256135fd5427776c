"""Files that were dropped together: which of them is the plan, which is an earlier report, and what was compared.

The cut-off date tells: a report is compared with earlier ones. A file that states no date and achieves nothing is the
plan. One whose date cannot be read is neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from poa_lint.api import Linter
from poa_lint.core.delivery import Delivery
from poa_lint.core.figures import BLANK
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.text import visible
from poa_lint.core.words import words as words_of
from poa_lint.linter.deliveries import day
from poa_lint.linter.pool import Against
from poa_lint.output.counterparts import day as day_in_words
from poa_lint.output.counterparts import sentences

REPORT, PLAN, UNDATED, NEITHER = "report", "plan", "undated", "neither"
"""The role of a file; `neither` has no unit of any form."""


class Together(NamedTuple):
    """A file and those that were dropped with it."""

    own: Delivery
    others: tuple[Delivery, ...]

    @property
    def against(self) -> Against | None:
        """The counterparts of the file; None for none."""
        if kind(self.own) != REPORT:
            return None
        before, plans = (tuple(one for one in self.others if kind(one) == wanted) for wanted in (REPORT, PLAN))
        return Against(before, plans, among=True) if before or plans else None

    def said(self, result: FileResult, linter: Linter) -> Iterator[str]:
        """Sentences about what the file was taken for, and what it was compared with and what not."""
        own = words_of(linter.words.language, "compare")
        mine = kind(self.own)
        if mine != REPORT:
            yield own(f"together.{mine}")
            return
        yield from sentences(result, linter.words)
        yield from result.remarks
        compared = {one.path for one in result.compared if one.units}
        for other in self.others:
            if other.path not in compared and not any(visible(other.path) in remark for remark in result.remarks):
                when = day_in_words(day(other.fecha), linter.words)
                yield own(f"together.not-{self._reason(other)}", path=visible(other.path), day=when)

    def _reason(self, other: Delivery) -> str:
        """The reason why another file is no counterpart of this."""
        what = kind(other)
        if what != REPORT or day(other.fecha) < day(self.own.fecha):
            return what
        return "later" if day(other.fecha) > day(self.own.fecha) else "same-day"


def together(source: Source | Unreadable, others: Sequence[Source | Unreadable], linter: Linter) -> Together:
    """A file and those that were dropped with it, as they were read."""
    return Together(linter.deliver(source), tuple(map(linter.deliver, others)))


def kind(delivery: Delivery) -> str:
    """The role of a file by its date."""
    if not delivery.units:
        return NEITHER
    if day(delivery.fecha):
        return REPORT
    dated = any(unit.header["fecha"].content[0].strip() for unit in delivery.units)
    return UNDATED if dated or _achieves(delivery) else PLAN


def _achieves(delivery: Delivery) -> bool:
    """True if any goal has a figure achieved, or one that cannot be read."""
    return any(
        name.startswith("avance") and (raw.strip() or value is not BLANK) and value != 0
        for unit in delivery.units
        for goal in unit.goals
        for (name, _), (raw, value) in zip(unit.columns, goal.contents, strict=True)
    )

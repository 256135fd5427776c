"""What many results come to, in figures that can be added in any order and any grouping."""

import operator
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Final, NamedTuple, TypeVar

from poa_lint.core.diagnostic import Severity
from poa_lint.core.result import FileResult, Notice

K = TypeVar("K")

WORST: Final = 20
"""How many of the files with the most errors a tally keeps."""


class Worst(NamedTuple):
    """A file with findings: how many errors and warnings it has."""

    path: str
    errors: int
    warnings: int

    @property
    def rank(self) -> tuple[int, int, str]:
        """The order of the worst: most errors, then most warnings, then the path."""
        return -self.errors, -self.warnings, self.path


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reports there are, and what was found in them; waived findings are counted apart and nowhere else.

    `codes`, `units` and `severities` count findings: by the rule's code, by the codes of the programme and the unit
    (both empty where a finding belongs to no unit), by severity. `verdicts` counts reports, `notices` what could not be
    done. `worst` holds the `WORST` files with most errors. Results about files of waivers count as findings, not as
    reports. Adding is exact: `Tally()` changes nothing, and neither order nor grouping matters.
    """

    files: int = 0
    notices: int = 0
    waived: int = 0
    codes: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[tuple[str, str], int] = field(default_factory=dict)
    severities: Mapping[str, int] = field(default_factory=dict)
    verdicts: Mapping[str, int] = field(default_factory=dict)
    worst: tuple[Worst, ...] = ()

    @classmethod
    def of(cls, result: FileResult | Notice) -> "Tally":
        """One file's tally, or that of what could not be done."""
        if isinstance(result, Notice):
            return cls(notices=1)
        standing, report = result.standing, result.summary is not None
        worst = Worst(result.path, result.count(Severity.ERROR), result.count(Severity.WARNING))
        return cls(
            files=int(report),
            waived=len(result.diagnostics) - len(standing),
            codes=_ordered(Counter(one.code for one in standing)),
            units=_ordered(Counter((one.where.programa, one.where.unidad) for one in standing)),
            severities=_ordered(Counter(one.severity.value for one in standing)),
            verdicts={result.verdict: 1} if report else {},
            worst=(worst,) if worst.errors or worst.warnings else (),
        )

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.files + other.files,
            self.notices + other.notices,
            self.waived + other.waived,
            _added(self.codes, other.codes),
            _added(self.units, other.units),
            _added(self.severities, other.severities),
            _added(self.verdicts, other.verdicts),
            tuple(sorted((*self.worst, *other.worst), key=lambda one: one.rank)[:WORST]),
        )


def added(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    return reduce(operator.add, tallies, Tally())


def total(results: Iterable[FileResult | Notice]) -> Tally:
    """The tally of results, whichever process they come from."""
    return added(map(Tally.of, results))


def _added(one: Mapping[K, int], other: Mapping[K, int]) -> Mapping[K, int]:
    if not one or not other:
        return one or other
    return _ordered({key: one.get(key, 0) + other.get(key, 0) for key in (*one, *other)})


def _ordered(counts: Mapping[K, int]) -> Mapping[K, int]:
    """Counts by their names, so that the same tally is written the same."""
    return dict(sorted(counts.items(), key=lambda item: str(item[0])))

"""The tally of many results: figures that can be added in any order and any grouping."""

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
"""The number of files with the most errors that a tally keeps."""


class Worst(NamedTuple):
    """A file with findings: its numbers of errors and warnings."""

    path: str
    errors: int
    warnings: int

    @property
    def rank(self) -> tuple[int, int, str]:
        """The order of the worst: most errors, then most warnings, then the path."""
        return -self.errors, -self.warnings, self.path


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of reports, and of the findings in them; waived findings are counted apart and nowhere else.

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
            codes=_ordered(Counter(finding.code for finding in standing)),
            units=_ordered(Counter((finding.where.programa, finding.where.unidad) for finding in standing)),
            severities=_ordered(Counter(finding.severity.value for finding in standing)),
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
            tuple(sorted((*self.worst, *other.worst), key=lambda file: file.rank)[:WORST]),
        )


def added(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    return reduce(operator.add, tallies, Tally())


def total(results: Iterable[FileResult | Notice]) -> Tally:
    """The tally of results, whichever process they come from."""
    return added(map(Tally.of, results))


def _added(left: Mapping[K, int], right: Mapping[K, int]) -> Mapping[K, int]:
    if not left or not right:
        return left or right
    return _ordered({key: left.get(key, 0) + right.get(key, 0) for key in (*left, *right)})


def _ordered(counts: Mapping[K, int]) -> Mapping[K, int]:
    """Counts by their names, so that the same tally is written the same."""
    return dict(sorted(counts.items(), key=lambda item: str(item[0])))

"""A report beside the same one as it was delivered before: which findings were met, which stand, which are new.

Findings are told by their keys, as baselines are: a goal that got another number is another goal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.result import FileResult, Previous, Summary, Unit

Address = tuple[str, str]
"""The codes of a unit's programme and of the unit."""


def is_same(result: FileResult, other: FileResult) -> bool:
    """True if both have a unit in common at the same cut-off of the same year."""
    here, there = result.summary, other.summary
    if here is None or there is None or _when(here) is None or _when(here) != _when(there):
        return False
    return bool(addresses(result.units) & addresses(other.units))


def _when(summary: Summary) -> tuple[int, str] | None:
    if summary.ejercicio is None or summary.corte is None:
        return None
    return summary.ejercicio, summary.corte


def addresses(units: Iterable[Unit]) -> set[Address]:
    """The codes of units."""
    return {(unit.programa, unit.unidad) for unit in units}


def beside(result: FileResult, earlier: Sequence[tuple[str, FileResult]]) -> Previous:
    """The findings of a report that were met, stand and are new; `earlier` are paths and results of deliveries."""
    here = _whole(result)
    there = set[Address]().union(*(_whole(other) for _, other in earlier))
    both = here & there
    everything = both == addresses(result.units) and len(earlier) == 1 and both == addresses(earlier[0][1].units)
    was = {one.key: one for _, other in earlier for one in other.standing if _is_told(one, both, everything)}
    now = [one.key for one in result.standing if _is_told(one, both, everything)]
    return Previous(
        files=tuple((path, other.sha256) for path, other in earlier),
        met=tuple(one for key, one in was.items() if key not in set(now)),
        standing=tuple(dict.fromkeys(key for key in now if key in was)),
        new=tuple(dict.fromkeys(key for key in now if key not in was)),
    )


def _whole(result: FileResult) -> set[Address]:
    """The units of which every page was read."""
    return addresses(unit for unit in result.units if unit.complete) if not result.unread else set()


def _is_told(finding: Diagnostic, units: set[Address], everything: bool) -> bool:
    """True for a finding of a unit that both sides have in full, or of the report where they have the same units."""
    address = (finding.where.programa, finding.where.unidad)
    return address in units or (everything and not any(address))

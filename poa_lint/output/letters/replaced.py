"""The reports of a run that others replace, unit by unit, as a summary counts them (`output.year.calendar`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from poa_lint.output.letters.review import Review
from poa_lint.output.year.calendar import Known, summary
from poa_lint.output.year.model import Entry


class Replaced(NamedTuple):
    """A unit of a report (by its path) that another report of the run tells of, and counts: the path of that one."""

    path: str
    address: tuple[str, str]
    by: str


def replaced(reviews: Sequence[Review]) -> list[Replaced]:
    """The units of reports that have no letter, in the order of the paths: another report of the same counts.

    A report of which nobody knows the year or the period replaces none and is replaced by none.
    """
    years = summary((one.digest for one in reviews if one.digest is not None), Known()).years
    entries = (
        entry
        for year in years
        if year.ejercicio is not None
        for row in year.rows
        for period, entry in row.entries.items()
        if period
    )
    return sorted(one for entry in entries for one in _of(entry))


def _of(entry: Entry) -> Iterator[Replaced]:
    for digest, unit in entry.digests[1:]:
        if digest.path != entry.report.path:
            yield Replaced(digest.path, unit.address, entry.report.path)

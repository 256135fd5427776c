"""The counterparts of an editor's report: the plans and earlier reports that the settings name for it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Final

from poa_lint.api import Linter, Wishes
from poa_lint.config.compare import YEAR, Issued
from poa_lint.config.compare import files as existing
from poa_lint.config.find import FILES as CONFIG_FILES
from poa_lint.core.delivery import Delivery
from poa_lint.core.records import replace
from poa_lint.core.result import Notice
from poa_lint.core.words import Words
from poa_lint.documents import files, folders
from poa_lint.linter.pool import Against, Pool
from poa_lint.rulebook.comparison import BEFORE, PLAN

ANY_YEAR: Final = "[0-9][0-9][0-9][0-9]"
"""The pattern of a year in a path: which one a text is of may change as it is typed."""

Signature = tuple[int, int]
"""The time at which a file was changed, and its size."""


class Shelf:
    """Deliveries of files, each read again only when the file has changed. It serves one state of the settings."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Signature, Delivery]] = {}

    def delivery(self, path: str, linter: Linter) -> Delivery | None:
        """A file as it is kept for comparing; None for one that cannot be opened."""
        key = os.path.realpath(path)
        try:
            status = os.stat(key)
        except (OSError, ValueError):
            return None
        signature = (status.st_mtime_ns, status.st_size)
        if key not in self._kept or self._kept[key][0] != signature:
            source = files.read(path, None, linter.words, linter.limits(path).bytes, linter.forms(path))
            if isinstance(source, Notice):
                return None
            self._kept[key] = (signature, linter.deliver(source))
        return self._kept[key][1]


class ComparingLinter(Linter):
    """Compares each report with what its settings name; `shelf` has the files of that."""

    def __init__(self, wishes: Wishes, words: Words, shelf: Shelf) -> None:
        super().__init__(wishes, words)
        self.shelf = shelf

    def pool_of(self, path: str) -> Pool | None:
        """The counterparts of a report; None for no comparison."""
        return counterparts_of(self, path, self.shelf)


def counterparts_of(linter: Linter, path: str, shelf: Shelf | None = None) -> Pool | None:
    """The counterparts of the report at a path by the settings that hold for it; None for none.

    Of a role of which a file cannot be read nothing is said to be missing.
    """
    wanted = linter.configured(path).settings.compare
    if wanted is None:
        return None
    shelf = shelf or Shelf()
    incomplete: set[str] = set()

    def read(role: str, places: Iterable[Issued]) -> tuple[Delivery, ...]:
        found = [(issued, shelf.delivery(file, linter)) for issued, file in _files(places, path, linter)]
        if any(one is None or not (one.complete or one.units) for _, one in found):
            incomplete.add(role)
        return tuple(replace(one, since=issued.since, oficio=issued.oficio) for issued, one in found if one is not None)

    plans = read(PLAN, wanted.plans)
    before = read(BEFORE, map(Issued, wanted.against))
    return Pool(Against(before, plans, among=True, incomplete=frozenset(incomplete)))


def _files(places: Iterable[Issued], path: str, linter: Linter) -> Iterator[tuple[Issued, str]]:
    """The files that places of settings mean, each once, a re-issued plan under its own day, without the report."""
    taken = {os.path.realpath(path)}
    for issued in sorted(places, key=lambda issued: not issued.since):
        operands = existing(issued.path.replace(YEAR, ANY_YEAR), 0)
        for file in folders.find(operands, linter.words, folders.Wanted(apart=CONFIG_FILES)).paths if operands else ():
            if os.path.realpath(file) not in taken:
                taken.add(os.path.realpath(file))
                yield issued, file

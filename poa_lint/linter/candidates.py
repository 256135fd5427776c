"""Gather what reports may be compared with: the plans and earlier reports that somebody names, each file read once.

>>> candidates = Candidates(read, words, reports)     # `read` makes deliveries of paths, here or in other processes
>>> Pool(candidates.against(wanted, candidates.years(wanted, reports)))
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.config.compare import YEAR, Compare, Issued
from poa_lint.config.compare import files as existing
from poa_lint.config.find import FILES as CONFIG_FILES
from poa_lint.core.delivery import Delivery
from poa_lint.core.records import replace
from poa_lint.core.result import Notice
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import folders
from poa_lint.documents.files import STDIN
from poa_lint.linter.pool import Against
from poa_lint.linter.stage import UNFILLED
from poa_lint.rulebook.comparison import BEFORE, PLAN

KEPT_SUFFIX: Final = ".json"
"""The suffix of kept deliveries, which are read in folders of counterparts alone."""
READABLE: Final = folders.KINDS | {KEPT_SUFFIX}
"""The suffixes of files that are read to compare with."""
WANTED: Final = folders.Wanted(READABLE, CONFIG_FILES)
"""The files that are read to compare with: patterns that choose reports among the files of folders are no matter."""
Read = Callable[[Sequence[str]], Iterable[Delivery | Notice]]
"""Makes a delivery of each path, in order, or says why there is none."""
ROLES: Final = {"none": (), "plan": (PLAN,), "before": (BEFORE,), "both": (PLAN, BEFORE)}
"""The roles that settings require, by their word for it."""


class Wanted(NamedTuple):
    """The places of all that reports under some settings are compared with.

    `stated` has the roles whose files somebody named for this very run; the other places are those of settings, where
    `{ejercicio}` and globs mean what is there. `among` asks for the reports of the run themselves. `amendments` is the
    file of amendments that holds; empty for none.
    """

    plans: tuple[Issued, ...] = ()
    against: tuple[Issued, ...] = ()
    among: bool = False
    require: str = "none"
    amendments: str = ""
    stated: frozenset[str] = frozenset()

    def of(self, role: str) -> tuple[Issued, ...]:
        """The places of a role."""
        return self.plans if role == PLAN else self.against


def by_settings(compare: Compare) -> Wanted:
    """The places that settings name."""
    against = tuple(map(Issued, compare.against))
    return Wanted(compare.plans, against, require=compare.require, amendments=compare.amendments)


class _File(NamedTuple):
    """A file to compare with, and whether somebody named it, not a folder that it is in."""

    path: str
    issued: Issued
    named: bool


class Candidates:
    """The files that reports may be compared with, each read once, and what is to be said of them.

    `notices` are about what could not be read, `doubtful` about what of it nobody named for this run and lay where
    settings look for earlier reports: whoever finds the report of the period before elsewhere does without. `remarks`
    are about what is of no use. `read` asks for deliveries of several files at once.
    """

    def __init__(self, read: Read, words: Words, reports: Iterable[str]) -> None:
        self.words, self.notices, self.remarks = words, list[Notice](), list[Notice]()
        self.doubtful: list[Notice] = []
        self._read, self._said = read, words_of(words.language, "compare")
        self._reports = {_identity(path): path for path in reports}
        self._kept: dict[str, Delivery | Notice] = {}

    @property
    def paths(self) -> list[str]:
        """The files that were read to compare with, but for the reports themselves."""
        return [one.path for identity, one in self._kept.items() if identity not in self._reports]

    def years(self, wanted: Wanted, reports: Sequence[str]) -> tuple[int, ...]:
        """The years of which files are wanted for these reports; none where the places say nothing of a year."""
        places = [issued.path for role in (PLAN, BEFORE) if role not in wanted.stated for issued in wanted.of(role)]
        if not any(YEAR in place for place in places):
            return ()
        self._fetch(reports)
        read = (self._kept[_identity(path)] for path in reports)
        known = {one.ejercicio for one in read if isinstance(one, Delivery) and isinstance(one.ejercicio, int)}
        return tuple(sorted(known))

    def against(self, wanted: Wanted, years: Sequence[int]) -> Against:
        """The deliveries that reports of some years are compared with."""
        incomplete: set[str] = set()
        found = {role: list(self._files(wanted, role, years, incomplete)) for role in (PLAN, BEFORE)}
        own = tuple(self._reports.values()) if wanted.among else ()
        self._fetch([*own, *(file.path for role in found for file in found[role])])
        plans = tuple(self._kept_of(PLAN, found[PLAN], incomplete, self.notices))
        doubtful = self.notices if BEFORE in wanted.stated else self.doubtful
        before = tuple(self._kept_of(BEFORE, found[BEFORE], incomplete, doubtful))
        themselves = self._own(own)
        several = any(len(one.units) > 1 for one in (*plans, *before))  # such a file may have units that others lack
        return Against(
            tuple({id(one): one for one in (*before, *(one for one in themselves if one.units))}.values()),
            plans,
            among=BEFORE not in wanted.stated,
            incomplete=frozenset(incomplete),
            require=frozenset(ROLES[wanted.require]),
            together=themselves or (self._own(tuple(self._reports.values())) if several else ()),
        )

    def _own(self, paths: Sequence[str]) -> tuple[Delivery, ...]:
        """The deliveries of reports of the run, if they are several."""
        if len(paths) < 2:
            return ()
        self._fetch(paths)
        read = (self._kept[_identity(path)] for path in paths)
        return tuple(one for one in read if isinstance(one, Delivery) and one.stage != UNFILLED)

    def _fetch(self, paths: Iterable[str]) -> None:
        """Read the files that are not read yet; one that is a report goes by the name that it has there."""
        wanted = {identity: self._reports.get(identity, path) for path in paths for identity in [_identity(path)]}
        fresh = {identity: path for identity, path in wanted.items() if identity not in self._kept}
        self._kept.update(zip(fresh, self._read(list(fresh.values())) if fresh else (), strict=True))

    def _files(self, wanted: Wanted, role: str, years: Sequence[int], incomplete: set[str]) -> Iterator[_File]:
        """The files of a role, each once; a re-issued plan is none of the folder that it lies in.

        `incomplete` gets the role where something that was named is not there or cannot be opened.
        """
        places = sorted(wanted.of(role), key=lambda issued: not issued.since)
        taken: set[str] = set()
        for issued in places:
            files, notices = self._operand(issued) if role in wanted.stated else self._place(issued, years)
            self._note(notices, self.notices)
            incomplete.update((role,) if notices else ())
            for file in files:
                if _identity(file.path) not in taken:
                    taken.add(_identity(file.path))
                    yield file

    def _operand(self, issued: Issued) -> tuple[list[_File], list[Notice]]:
        """The files that an operand of the command line means; it is a notice that there are none."""
        found = folders.find([issued.path], self.words, WANTED)
        for path in found.paths:
            if path not in found.inside and _identity(path) in self._reports:
                self._remark(path, "named-twice")
        return [_File(path, issued, path not in found.inside) for path in found.paths], found.notices

    def _place(self, issued: Issued, years: Sequence[int]) -> tuple[list[_File], list[Notice]]:
        """The files that a place of settings means for some years; that there are none yet is no fault."""
        here, files, notices = os.path.join(os.getcwd(), ""), list[_File](), list[Notice]()
        for year in years if YEAR in issued.path else (0,):
            operands = [path.removeprefix(here) for path in existing(issued.path, year)]
            if not operands:
                self._remark(issued.path.replace(YEAR, str(year)).removeprefix(here), "nothing-there")
            found = folders.find(operands, self.words, WANTED)
            for notice in found.notices:
                if notice.message == self.words("notice.no-reports"):
                    self._remark(notice.path, "nothing-there")
                else:
                    notices.append(notice)
            one = len(operands) == 1
            files += (_File(path, issued, one and path not in found.inside) for path in found.paths)
        return files, notices

    def _kept_of(
        self, role: str, found: Iterable[_File], incomplete: set[str], doubtful: list[Notice]
    ) -> Iterator[Delivery]:
        """The deliveries of files; `incomplete` gets the role where one could not be read in full.

        `doubtful` gets the notices about the files that nobody named.
        """
        for file in found:
            delivery = self._kept[_identity(file.path)]
            notices = self.notices if file.named else doubtful
            if isinstance(delivery, Notice):
                incomplete.add(role)
                self._note([delivery], notices)
            elif (delivery.foreign or delivery.stage == UNFILLED) and not file.named:
                continue
            elif not delivery.units or not delivery.complete:
                incomplete.add(role)
                kind = "no-report-to-compare" if delivery.foreign else "unread-to-compare"
                if _identity(file.path) not in self._reports:  # of a report its own findings say it
                    self._note([Notice(delivery.path, self.words(f"notice.{kind}"))], notices)
            if isinstance(delivery, Delivery) and delivery.units:
                dated = file.issued.since or file.issued.oficio
                yield replace(delivery, since=file.issued.since, oficio=file.issued.oficio) if dated else delivery

    def _note(self, found: Iterable[Notice], notices: list[Notice]) -> None:
        notices += (notice for notice in found if notice not in notices)

    def _remark(self, path: str, kind: str) -> None:
        remark = Notice(path, self._said(f"compare.{kind}"))
        self.remarks += [remark] if remark not in self.remarks else []


def _identity(path: str) -> str:
    """A path that two names of a file share."""
    return path if path == STDIN else os.path.realpath(path)

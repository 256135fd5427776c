"""Give a linter what its reports are compared with: what the command line names, else what settings name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from poa_lint.api import Linter
from poa_lint.cli import request, targets
from poa_lint.cli.options import Arguments
from poa_lint.cli.runner import Task, deliveries, processes
from poa_lint.cli.shell import Shell
from poa_lint.config.compare import Compare, Issued
from poa_lint.config.find import ConfigFiles
from poa_lint.core.delivery import Delivery
from poa_lint.core.records import replace
from poa_lint.core.result import Notice
from poa_lint.core.words import words as words_of
from poa_lint.linter.candidates import Candidates, Wanted, by_settings
from poa_lint.linter.pool import Against, Pool
from poa_lint.rulebook.comparison import BEFORE, PLAN

SHOWN: Final = 4
"""Files that a sentence names."""


class Prepared(NamedTuple):
    """Notices about what could not be read to compare with: those that count anyway, and those that may not.

    The `doubtful` are about files that were only found where settings look for earlier reports: they count where a unit
    did not find the report of the period before (`FileResult.unpreceded`), since one of them may be it.
    """

    notices: tuple[Notice, ...] = ()
    doubtful: tuple[Notice, ...] = ()

    def counting(self, shell: Shell, *, unpreceded: bool) -> tuple[Notice, ...]:
        """The doubtful notices that count once all reports are checked; else it is said that they do not."""
        if unpreceded or not self.doubtful:
            return self.doubtful
        said = words_of(shell.words.language, "compare")
        told = said.count("compare.not-needed", len(self.doubtful))
        named = ", ".join(notice.path for notice in self.doubtful[:SHOWN])
        more = said("compare.not-needed-more", n=len(self.doubtful) - SHOWN) if len(self.doubtful) > SHOWN else ""
        shell.warn(f"{told}: {named}{more}")
        return ()


def prepare(shell: Shell, linter: Linter, reports: Sequence[str], apart: frozenset[str] = frozenset()) -> Prepared:
    """Read what reports are compared with and give it to the linter; notices about what could not be read.

    Files with the hashes `apart` are reports as they were delivered before: they are no second report of their day.
    Raises UsageError for an output that would overwrite a file to compare with, and BrokenRules.
    """
    candidates = Candidates(partial(read, shell, linter), shell.words, reports)
    by_files: dict[ConfigFiles, list[str]] = {}
    for path in reports:
        by_files.setdefault(linter.files(path), []).append(path)
    pools: dict[ConfigFiles, Pool] = {}
    made: dict[tuple[Wanted, tuple[int, ...]], Pool] = {}
    for files, own in by_files.items():
        wanted = _wanted(shell.arguments, linter.from_files(files).settings.compare)
        if wanted is not None:
            key = (wanted, candidates.years(wanted, own))
            if key not in made:
                made[key] = Pool(replace(candidates.against(*key), apart=apart))
            pools[files] = made[key]
    targets.check_reports(targets.stated(shell.arguments), candidates.paths, "output-is-counterpart")
    linter.pools = pools
    for remark in candidates.remarks:
        shell.warn(f"{remark.path}: {remark.message}")
    return Prepared(tuple(candidates.notices), tuple(candidates.doubtful))


def gathered(
    shell: Shell, linter: Linter, plans: Sequence[str], before: Sequence[str]
) -> tuple[Against, Sequence[Notice]]:
    """The deliveries of these plans and earlier reports, and notices about what could not be read."""
    candidates = Candidates(partial(read, shell, linter), shell.words, ())
    wanted = Wanted(tuple(map(Issued, plans)), tuple(map(Issued, before)), stated=frozenset((PLAN, BEFORE)))
    return candidates.against(wanted, ()), candidates.notices


def _wanted(arguments: Arguments, settings: Compare | None) -> Wanted | None:
    """The places to compare with under some settings; what the command line names takes the place of theirs."""
    if settings is None and not (arguments.against or arguments.plan or arguments.compare):
        return None
    wanted = by_settings(settings or Compare())
    stated = [role for role, given in ((PLAN, arguments.plan), (BEFORE, arguments.against)) if given]
    return wanted._replace(
        plans=tuple(map(Issued, arguments.plan)) or wanted.plans,
        against=tuple(map(Issued, arguments.against)) or wanted.against,
        among=arguments.compare and not arguments.against and not wanted.against,
        stated=frozenset(stated),
    )


def read(shell: Shell, linter: Linter, paths: Sequence[str]) -> list[Delivery | Notice]:
    """The deliveries of files, read once, by as many processes as reports are. Raises BrokenRules."""
    request.check_order(linter, paths)
    arguments, known = shell.arguments, linter.delivered
    task = Task(linter.wishes, shell.words.language, arguments.encoding)
    fresh = [path for path in paths if os.path.realpath(path) not in known]
    made = deliveries(task, linter, fresh, processes(arguments.jobs, len(fresh)))
    known.update(zip(map(os.path.realpath, fresh), made, strict=True))
    return [_called(path, known[os.path.realpath(path)]) for path in paths]


def _called(path: str, one: Delivery | Notice) -> Delivery | Notice:
    """A delivery under the name that somebody knows its file by."""
    return one._replace(path=path) if isinstance(one, Notice) else one if one.path == path else replace(one, path=path)

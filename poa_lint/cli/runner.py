"""Work on files one by one: in this process, in several, or on the workers of a scheduler."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from poa_lint import api
from poa_lint.api import Linter, Wishes
from poa_lint.cli.options import UsageError
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import open_source

if TYPE_CHECKING:  # needed only where something is mended or compared
    from collections.abc import Mapping

    from poa_lint.cli.rewrite import Rewritten
    from poa_lint.config.find import ConfigFiles
    from poa_lint.core.delivery import Delivery
    from poa_lint.linter.fix import Mended
    from poa_lint.linter.pool import Pool

    Pools = Mapping[ConfigFiles, Pool]
    """The counterparts of reports, by the files of settings that hold for them."""

R = TypeVar("R")

POOL_FROM: Final = 120
"""The number of files from which starting processes costs less than it saves."""


class Task(NamedTuple):
    """The part of a job that a process needs to work on one file."""

    wishes: Wishes
    language: str
    encoding: str | None
    fix: str = ""
    """The level of fixes to apply: `safe`, `unsafe`, or empty for none."""
    diff: bool = False
    annotate: bool = False


class Outcome(NamedTuple):
    """The result for one file, or why there is none; what mending it changes, and which fixes were withheld."""

    result: FileResult | None
    notice: Notice | None = None
    rewritten: Rewritten | None = None
    withheld: tuple[Mended, ...] = ()
    data: bytes = b""
    """The file's bytes, kept only until its marked copy is made."""
    copied: str = ""
    """The sentence about its marked copy."""


def outcomes(task: Task, linter: Linter, paths: Sequence[str], jobs: int) -> Iterator[Outcome]:
    """Yield each file's outcome in the order of `paths`, made by `jobs` processes; 1 is this process."""
    if jobs == 1 or task.wishes.stdin in paths:
        return map(partial(_one, task=task, linter=linter), paths)
    return _by_processes(partial(_one, task=task), paths, jobs, partial(_ended, task), linter.pools)


def reduced(
    task: Task, linter: Linter, paths: Sequence[str], jobs: int, reduce: Callable[[FileResult], R]
) -> Iterator[R | Notice]:
    """Yield what `reduce` makes of each file's result, in the order of `paths`, or the notice that there is none.

    It is called where the result is made, so that no result travels between processes; it has to be picklable.
    """
    if jobs == 1 or task.wishes.stdin in paths:
        return map(partial(_reduced, task=task, reduce=reduce, linter=linter), paths)
    work = partial(_reduced, task=task, reduce=reduce)
    return _by_processes(work, paths, jobs, partial(_ended_notice, task), linter.pools)


def deliveries(task: Task, linter: Linter, paths: Sequence[str], jobs: int) -> Iterator[Delivery | Notice]:
    """Yield each file as it is kept for comparing others with it, in the order of `paths`, or why it cannot be."""
    if jobs == 1 or task.wishes.stdin in paths:
        return map(partial(_delivery, task=task, linter=linter), paths)
    return _by_processes(partial(_delivery, task=task), paths, jobs, partial(_ended_notice, task))


def processes(stated: str | None, count: int) -> int:
    """Return the number of processes for `count` files: as asked, else one for few files and one a core for many."""
    wanted = int(stated) if stated else (os.cpu_count() or 1) if count >= POOL_FROM else 1
    return max(1, min(wanted, count))


def tune_garbage_collector() -> None:
    """Collect garbage rarely: reading makes no reference cycles, and collecting took a fifth of the time."""
    gc.set_threshold(200_000, 50, 50)


def _by_processes(
    work: Callable[[str], R], paths: Sequence[str], jobs: int, ended: Callable[[str], R], pools: Pools | None = None
) -> Iterator[R]:
    """Yield what `work` makes of each path, and what `ended` makes of one whose process ended.

    Each process gets the `pools` of its linter once, when it starts.
    """
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    done = 0
    lot = max(1, min(16, len(paths) // (jobs * 4)))
    with ProcessPoolExecutor(jobs, initializer=_prepare_process, initargs=(pools,)) as pool:
        try:
            for made in pool.map(work, paths, chunksize=lot):
                yield made
                done += 1
        except BrokenExecutor:
            pass  # a process ended, and nobody knows in which file: the rest is done one by one
        except (KeyboardInterrupt, SystemExit, GeneratorExit):  # GeneratorExit: it came while the outcome was used
            _end_processes()
            raise
    yield from _each_by_itself(work, paths[done:], ended, pools)


def _each_by_itself(
    work: Callable[[str], R], paths: Sequence[str], ended: Callable[[str], R], pools: Pools | None
) -> Iterator[R]:
    """Yield what is made of files that have a process each: one that ends its process is told, and no other is lost."""
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    for path in paths:
        with ProcessPoolExecutor(1, initializer=_prepare_process, initargs=(pools,)) as pool:
            try:
                yield pool.submit(work, path).result()
            except BrokenExecutor:
                yield ended(path)
            except (KeyboardInterrupt, SystemExit, GeneratorExit):
                _end_processes()
                raise


def _ended_notice(task: Task, path: str) -> Notice:
    return Notice(path, words_of(task.language)("notice.process-ended"))


def _ended(task: Task, path: str) -> Outcome:
    return Outcome(None, _ended_notice(task, path))


_POOLS: Final[list[Pools]] = []
"""The counterparts of reports in a process of its own; empty for no comparison."""


def _prepare_process(pools: Pools | None) -> None:
    """Take what reports are compared with, and end without a word, and without half-written files, when told to."""
    import signal

    tune_garbage_collector()
    _POOLS[:] = [pools] if pools else []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)


def _leave(number: int, _: object) -> None:
    sys.exit(128 + number)


def _end_processes() -> None:
    from multiprocessing import active_children

    for process in active_children():
        process.terminate()


def by_scheduler(task: Task, linter: Linter, paths: Sequence[str], address: str) -> Iterator[Outcome]:
    """Yield each file's outcome, made by the workers of the Dask scheduler at `address`. Raises UsageError."""
    for result in reduced_by_scheduler(task, linter, paths, address, itself):
        yield Outcome(None, result) if isinstance(result, Notice) else Outcome(result)


def itself(result: FileResult) -> FileResult:
    """A result as it is, where nothing smaller is to be made of it."""
    return result


def reduced_by_scheduler(
    task: Task, linter: Linter, paths: Sequence[str], address: str, reduce: Callable[[FileResult], R]
) -> Iterator[R | Notice]:
    """Yield what `reduced` does, made by the workers of the Dask scheduler at `address`. Raises UsageError."""
    from poa_lint.servers import cluster

    try:
        yield from cluster.each(paths, linter, task.encoding, address, reduce)
    except cluster.ClusterError as error:
        raise UsageError(error.kind, **error.values) from error


def stopped(path: str, error: Exception, words: Words) -> Notice:
    """Return the notice that a defect of the program stopped the work on a file."""
    return Notice(path, words("notice.stopped", problem=api.defect(error)))


@cache
def _linter(wishes: Wishes, language: str) -> Linter:
    """The linter of a process of its own."""
    linter = Linter(wishes, words_of(language))
    linter.pools = _POOLS[0] if _POOLS else {}
    return linter


def _one(path: str, task: Task, linter: Linter | None = None) -> Outcome:
    """Read, check and mend one file, in this process or another."""
    linter = linter or _linter(task.wishes, task.language)
    words = linter.words
    try:
        data = linter.load(path)
        if isinstance(data, Notice):
            return Outcome(None, data)
        source = open_source(data, path, task.encoding, linter.limits(path).bytes, linter.forms(path))
        if not task.fix or isinstance(source, Unreadable):
            return Outcome(linter.check(source), data=data if task.annotate else b"")
        if source.original is not None:
            return Outcome(linter.check(source), Notice(path, words("notice.not-changed")), data=data)
        return _mended(source, data, task, linter.check, words)
    except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide the findings in the others
        return Outcome(None, stopped(path, error, words))


def _reduced(path: str, task: Task, reduce: Callable[[FileResult], R], linter: Linter | None = None) -> R | Notice:
    """Return what is made of one file's result, in this process or another."""
    outcome = _one(path, task, linter)
    if outcome.result is None:
        assert outcome.notice is not None, "an outcome has a result or a notice"
        return outcome.notice
    try:
        return reduce(outcome.result)
    except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not lose what is made of the others
        return stopped(path, error, words_of(task.language))


def _delivery(path: str, task: Task, linter: Linter | None = None) -> Delivery | Notice:
    """Read one file for comparing others with it, in this process or another."""
    from poa_lint.linter.archive_reader import BrokenArchive
    from poa_lint.rulebook import troubles

    linter = linter or _linter(task.wishes, task.language)
    try:
        data = linter.load(path)
        if isinstance(data, Notice):
            return data
        return linter.deliver(open_source(data, path, task.encoding, linter.limits(path).bytes, linter.forms(path)))
    except BrokenArchive as error:
        problem = troubles.sentence(error.trouble, linter.words)
        return Notice(path, linter.words("notice.broken-archive", line=error.trouble.line, problem=problem))
    except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide the findings in the others
        return stopped(path, error, linter.words)


def _mended(source: Source, data: bytes, task: Task, check: Callable[[Source], FileResult], words: Words) -> Outcome:
    """A file with its fixes; written where it is a file and nothing but a difference was asked for."""
    from poa_lint.cli.rewrite import Rewritten, save
    from poa_lint.linter.fix import fix

    fixed = fix(source, check, unsafe=task.fix == "unsafe")
    report = Rewritten(source.path, data, source, fixed.source, fixed.mended)
    if not report.changed or task.diff or source.path == task.wishes.stdin:
        return Outcome(fixed.result, None, report, fixed.withheld)
    failure = save(report, words)
    return Outcome(check(source), failure) if failure else Outcome(fixed.result, None, report, fixed.withheld)

"""Lint on the workers of a Dask scheduler, with the results of a local run (extra `dask`)."""

import pickle
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from poa_lint import api
from poa_lint.api import Linter
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.text import visible
from poa_lint.core.version import VERSION
from poa_lint.core.words import words as words_of
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.servers import scheduler
from poa_lint.servers.parcels import Lot, OtherRules, distinct, linted, lots
from poa_lint.servers.tally import Tally, added, total

if TYPE_CHECKING:
    from dask.bag import Bag
    from distributed import Client, Future

    from poa_lint.linter.pool import Pool

R = TypeVar("R")

AHEAD: Final = 3
"""Lots on their way for each thread of the workers: one at work, one that waits, one that travels."""
COUNTED_EVERY: Final = 50
"""Lots after which the workers are counted again: they come and go."""
PATIENCE: Final = 5
"""Seconds in which a scheduler has to answer, and to have a worker."""
ABANDONED: Final = 6
"""So many times that long without any worker, and none is waited for any more."""


class ClusterError(Exception):
    """The reports cannot be linted on the cluster; `kind` is a key of the languages' `usage` table."""

    def __init__(self, kind: str, **values: str) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values


def each(
    paths: Iterable[str], linter: Linter, encoding: str | None, address: str, reduce: Callable[[FileResult], R]
) -> Iterator[R | Notice]:
    """Yield what `reduce` makes of every file's result, or the notice that there is none, in the order of the paths.

    It is called by the workers: only what it makes travels back. Raises ClusterError.
    """
    with _quiet(), _client(address) as client:
        work = partial(linted, language=linter.words.language, encoding=encoding, reduce=reduce)
        try:
            yield from _in_order(client, work, lots(paths, linter), _pools(client, linter))
        except ClusterError:
            raise
        except Exception as error:
            if client.status == "running":
                raise
            raise ClusterError("lost-scheduler") from error


def tally(
    bag: "Bag",
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    fail_on: str | None = None,
    language: str = "es",
    today: str | None = None,
    split_every: int = 16,
) -> Tally:
    """The tally of the reports in a Dask bag: texts, bytes, or pairs of a name and either.

    The rules are the program's own with what is selected here, as in `poa_lint.lint`; no settings file is looked for.
    Computed where Dask computes: on the workers of the active client, else in processes of this machine.
    """
    part = partial(
        _part,
        select=tuple(select),
        ignore=tuple(ignore),
        fail_on=fail_on,
        language=language,
        today=today or time.strftime("%Y-%m-%d"),
    )
    result = bag.reduction(part, added, split_every=split_every).compute()
    assert isinstance(result, Tally)
    return result


def _part(reports: Iterable[str | bytes | tuple[str, str | bytes]], **choices: Any) -> Tally:
    """The tally of one part of a bag."""
    named = (report if isinstance(report, tuple) else (api.NAME, report) for report in reports)
    runs = (api.lint(report, name=name, **choices) for name, report in named)
    return total(file for run in runs for file in run.files)


def _pools(client: "Client", linter: Linter) -> "Future[list[Pool]] | None":
    """The counterparts of reports, on a worker; another makes it again of what was sent if that one dies."""
    pools = distinct(linter)
    return client.submit(pickle.loads, pickle.dumps(pools), pure=False) if pools else None


def _await(client: "Client", future: "Future[list[R | Notice]]") -> None:
    """Wait for a lot as long as there are workers, or may be again soon. Raises ClusterError."""
    from distributed import wait

    left = ABANDONED
    while left:
        try:
            with client.as_current():
                wait([future], timeout=PATIENCE)
        except TimeoutError:
            left = ABANDONED if client.nthreads() else left - 1
        else:
            return
    raise ClusterError("no-workers", address=str(getattr(client.scheduler, "address", "")))


@contextmanager
def _client(address: str) -> "Iterator[Client]":
    """A connection to a scheduler that has workers. Raises ClusterError."""
    try:
        from distributed import Client
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("dask", "distributed"):
            raise
        raise ClusterError("no-extra", extra="dask") from missing
    shown = visible(address)
    if not scheduler.is_address(address):
        raise ClusterError("not-an-address", value=shown)
    if not scheduler.answers(address, PATIENCE):
        raise ClusterError("no-scheduler", address=shown)
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False, name="poa-lint")
    except OSError as error:
        raise ClusterError("no-scheduler", address=shown) from error
    try:
        _meet(client, shown)
        yield client
    finally:
        with suppress(OSError, RuntimeError):  # a scheduler that is gone cannot be told that we go
            client.close(timeout=PATIENCE)


def _meet(client: "Client", address: str) -> None:
    """Wait for a worker, and ask all of them for their rules. Raises ClusterError."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise ClusterError("no-workers", address=address) from error
    except OSError as error:
        raise ClusterError("lost-scheduler") from error
    _agree(client)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence Dask's own complaints: those that matter are told in our words."""
    import logging

    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def ruleset() -> str:
    """The rules that a worker has."""
    return built_in_rules().version


def _agree(client: "Client") -> None:
    """Ask every worker for its rules: one without poa-lint would die of the first lot. Raises ClusterError."""
    try:
        others = {*client.run(ruleset).values()} - {ruleset()}
    except Exception as error:
        raise ClusterError("other-rules", problem=type(error).__name__, version=VERSION) from error
    if others:
        raise ClusterError("other-rules", problem=", ".join(sorted(others)), version=VERSION)


def _in_order(
    client: "Client",
    work: "partial[list[R | Notice]]",
    lots: Iterable[Lot],
    pools: "Future[list[Pool]] | None" = None,
) -> Iterator[R | Notice]:
    """The results of the lots, the first one first, and never more than a few lots ahead of it."""
    waiting: deque[tuple[Lot, Future[list[R | Notice]]]] = deque()
    ahead = AHEAD
    for number, lot in enumerate(lots):
        if number % COUNTED_EVERY == 0:
            ahead = AHEAD * max(1, sum(client.nthreads().values()))
        waiting.append((lot, client.submit(work, lot, pools, pure=False)))
        if len(waiting) >= ahead:
            yield from _done(client, work, *waiting.popleft(), pools)
    while waiting:
        yield from _done(client, work, *waiting.popleft(), pools)


def _done(
    client: "Client",
    work: "partial[list[R | Notice]]",
    lot: Lot,
    future: "Future[list[R | Notice]]",
    pools: "Future[list[Pool]] | None",
) -> Iterator[R | Notice]:
    """A lot's results. A lot that brings its workers down or stops them is sent again, file by file."""
    _await(client, future)
    results = _results(work, lot, future)
    if results:
        yield from results
        return
    for parcel in lot.parcels:
        alone = Lot((parcel,))
        yield from _done(client, work, alone, client.submit(work, alone, pools, pure=False), pools)


def _results(work: "partial[list[R | Notice]]", lot: Lot, future: "Future[list[R | Notice]]") -> list[R | Notice]:
    """A finished lot's results; none where one of several files stopped it; of a file alone, why it has none.

    Raises ClusterError for what is no fault of a file.
    """
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    words = words_of(work.keywords["language"])
    try:
        return future.result()
    except (CancelledError, OSError) as error:
        raise ClusterError("lost-scheduler") from error
    except (OtherRules, ImportError, AttributeError) as error:  # another poa-lint, or none
        raise ClusterError("other-rules", problem=type(error).__name__, version=VERSION) from error
    except KilledWorker:
        sentence = words("notice.killed")
    except Exception as error:  # noqa: BLE001 - what cannot be unpacked, held or sent back is one file's, not the run's
        sentence = words("notice.stopped", problem=api.defect(error))
    return [] if len(lot.parcels) > 1 else [Notice(lot.parcels[0].path, sentence)]

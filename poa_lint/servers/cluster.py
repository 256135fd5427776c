"""Lint on the workers of a Dask scheduler, with the results of a local run (extra `dask`).

A worker is sent the bytes of reports and the settings that hold for them: it needs neither our disk nor our folder,
only the same poa-lint.
"""

import pickle
import time
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from poa_lint import api
from poa_lint.api import Linter
from poa_lint.config.apply import adjusted
from poa_lint.config.find import ConfigFiles, Configured
from poa_lint.config.settings import Choice, Settings
from poa_lint.config.waivers import Decisions
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.text import visible
from poa_lint.core.version import VERSION
from poa_lint.core.words import words as words_of
from poa_lint.documents import open_source
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.forms import office_forms, with_ours
from poa_lint.rulebook.load import load, together
from poa_lint.rulebook.rule import Loaded
from poa_lint.servers import scheduler
from poa_lint.servers.tally import Tally, added, total

if TYPE_CHECKING:
    from dask.bag import Bag
    from distributed import Client, Future

    from poa_lint.linter.pool import Pool

Result = FileResult | Notice

LOT_FILES: Final = 16
LOT_BYTES: Final = 1_000_000
AHEAD: Final = 3
"""Lots on their way for each thread of the workers: one at work, one that waits, one that travels."""
COUNTED_EVERY: Final = 50
"""Lots after which the workers are counted again: they come and go."""
PATIENCE: Final = 5
"""Seconds in which a scheduler has to answer, and to have a worker."""
ABANDONED: Final = 6
"""So many times that long without any worker, and none is waited for any more."""
KEPT: Final = 8
"""Sets of rules that a worker keeps compiled."""


class ClusterError(Exception):
    """The reports cannot be linted on the cluster; `kind` is a key of the languages' `usage` table."""

    def __init__(self, kind: str, **values: str) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values


class OtherRules(Exception):
    """A worker has other rules than this computer."""


class Rules(NamedTuple):
    """The rules and forms of a settings file, as a worker can make them.

    They are the office's own rules, the severities and parameters, and the content of the office's own forms.
    """

    name: str
    own: Loaded | None
    choice: Choice
    version: str
    forms: tuple[str, ...]


class Parcel(NamedTuple):
    """A report's bytes with the settings, rules and waivers that hold for it."""

    path: str
    data: bytes
    settings: Settings
    rules: Rules
    decisions: Decisions
    keep: bool = False
    pool: int | None = None
    """The place of what it is compared with among the pools; None for nothing."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Reports that travel together, and notices in the place of files that could not be read.

    It is no collection that Dask would look into.
    """

    parcels: tuple[Parcel | Notice, ...]


def each(paths: Iterable[str], linter: Linter, encoding: str | None, address: str) -> Iterator[Result]:
    """Every file's result, or the notice that there is none, in the order of the paths. Raises ClusterError."""
    with _quiet(), _client(address) as client:
        work = partial(linted, language=linter.words.language, encoding=encoding)
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


def lots(paths: Iterable[str], linter: Linter) -> Iterator[Lot]:
    """The files in lots of a size that is worth a journey, each read when it is to leave."""
    parcels: list[Parcel | Notice] = []
    size = 0
    pools = _distinct(linter)
    rules: dict[ConfigFiles, Rules] = {}
    for path in paths:
        parcel = _parcel(path, linter, rules, pools)
        parcels.append(parcel)
        size += len(parcel.data) if isinstance(parcel, Parcel) else 0
        if len(parcels) == LOT_FILES or size >= LOT_BYTES:
            yield Lot(tuple(parcels))
            parcels, size = [], 0
    if parcels:
        yield Lot(tuple(parcels))


def _distinct(linter: Linter) -> "list[Pool]":
    """What the reports of a linter are compared with, each pool once."""
    pools = (*linter.pools.values(), *(() if linter.pool is None else (linter.pool,)))
    return list({id(pool): pool for pool in pools}.values())


def _pools(client: "Client", linter: Linter) -> "Future[list[Pool]] | None":
    """What reports are compared with, on a worker; another makes it again of what was sent if that one dies."""
    pools = _distinct(linter)
    return client.submit(pickle.loads, pickle.dumps(pools), pure=False) if pools else None


def _parcel(path: str, linter: Linter, rules: dict[ConfigFiles, Rules], pools: "Sequence[Pool]") -> Parcel | Notice:
    """One report to send; `rules` holds those of the files of settings that were met before."""
    data = linter.load(path)
    if isinstance(data, Notice):
        return data
    config, held = linter.files(path), linter.configured(path)
    if config not in rules:
        rules[config] = _rules_to_send(linter.from_files(config))
    settings = replace(held.settings, origins={}, folders=(), form_folders=())
    decisions = Decisions(held.waivers.waivers, today=linter.wishes.today)
    own = linter.pool_of(path)
    number = next((number for number, pool in enumerate(pools) if pool is own), None)
    return Parcel(path, data, settings, rules[config], decisions, linter.wishes.keep, number)


def _rules_to_send(held: Configured) -> Rules:
    folders, choice = held.settings.folders, held.settings.choice
    own = load([Path(folder) for folder in folders]) if folders else None
    common = Choice(severity=choice.severity, params=choice.params)
    forms = office_forms(held.settings.form_folders).contents
    return Rules(sha256(pickle.dumps((own, common, forms))).hexdigest(), own, common, held.rules.version, forms)


def linted(lot: Lot, pools: "Sequence[Pool] | None" = None, *, language: str, encoding: str | None) -> list[Result]:
    """The results of a lot, on a worker; `pools` are what its reports are compared with. Raises OtherRules."""
    return [
        parcel if isinstance(parcel, Notice) else _linted(parcel, pools or (), language, encoding)
        for parcel in lot.parcels
    ]


def _linted(parcel: Parcel, pools: "Sequence[Pool]", language: str, encoding: str | None) -> Result:
    rules, words = _rules(parcel.rules), words_of(language)
    try:
        settings, decisions = parcel.settings, parcel.decisions
        source = open_source(parcel.data, parcel.path, encoding, settings.limits.bytes)
        pool = None if parcel.pool is None else pools[parcel.pool]
        forms = with_ours(parcel.rules.forms)
        return lint(source, rules, forms, settings, words, decisions, keep=parcel.keep, pool=pool)
    except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide the findings in the others
        return Notice(parcel.path, words("notice.stopped", problem=api.defect(error)))


_KNOWN: Final[dict[str, Rulebook]] = {}


def _rules(sent: Rules) -> Rulebook:
    """The rules of a settings file, compiled once and kept as long as there are few."""
    if sent.name not in _KNOWN:
        rules = built_in_rules()
        if sent.own is not None:
            rules = rulebook(together(sent.own, rules.loaded))
        if rules.version != sent.version:
            raise OtherRules(rules.version)
        if len(_KNOWN) >= KEPT:
            _KNOWN.clear()
        _KNOWN[sent.name] = adjusted(rules, sent.choice)
    return _KNOWN[sent.name]


def _await(client: "Client", future: "Future[list[Result]]") -> None:
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
    work: "partial[list[Result]]",
    lots: Iterable[Lot],
    pools: "Future[list[Pool]] | None" = None,
) -> Iterator[Result]:
    """The results of the lots, the first one first, and never more than a few lots ahead of it."""
    waiting: deque[tuple[Lot, Future[list[Result]]]] = deque()
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
    work: "partial[list[Result]]",
    lot: Lot,
    future: "Future[list[Result]]",
    pools: "Future[list[Pool]] | None",
) -> Iterator[Result]:
    """A lot's results. A lot that brings its workers down or stops them is sent again, file by file."""
    _await(client, future)
    results = _results(work, lot, future)
    if results:
        yield from results
        return
    for parcel in lot.parcels:
        alone = Lot((parcel,))
        yield from _done(client, work, alone, client.submit(work, alone, pools, pure=False), pools)


def _results(work: "partial[list[Result]]", lot: Lot, future: "Future[list[Result]]") -> list[Result]:
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

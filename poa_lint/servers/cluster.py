"""Lint on the workers of a Dask scheduler, with the results of a local run (extra `dask`).

A worker is sent the bytes of reports and the settings that hold for them: it needs neither our disk nor our folder,
only the same poa-lint.
"""

import pickle
import time
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from poa_lint import api
from poa_lint.config.apply import adjusted
from poa_lint.config.find import Nearest
from poa_lint.config.settings import Choice, Settings
from poa_lint.config.waivers import Decisions
from poa_lint.core.form import built_in_forms
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.version import VERSION
from poa_lint.core.words import words
from poa_lint.documents import files, opened
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.load import load, together
from poa_lint.rulebook.rule import Loaded
from poa_lint.servers.tally import Tally, added, total

if TYPE_CHECKING:
    from dask.bag import Bag
    from distributed import Client, Future

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
KILLED: Final = "notice.killed"
KEPT: Final = 8
"""Sets of rules that a worker keeps compiled."""


class Stopped(Exception):
    """The reports cannot be linted there; `kind` is a key of the languages' `usage` table."""

    def __init__(self, kind: str, **values: str) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values


class OtherRules(Exception):
    """A worker's rules are not ours."""


class Rules(NamedTuple):
    """What makes a worker's rules those of a settings file: the office's own, and what is set in all of them."""

    name: str
    own: Loaded | None
    choice: Choice
    version: str


class Parcel(NamedTuple):
    """A report's bytes, and all that holds for it."""

    path: str
    data: bytes
    settings: Settings
    rules: Rules
    decisions: Decisions
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Lot:
    """Reports that travel together, and what could not be read; no collection that Dask would look into."""

    parcels: tuple[Parcel | Notice, ...]


def each(paths: Iterable[str], asked: api.Asked, language: str, encoding: str | None, address: str) -> Iterator[Result]:
    """Every file's findings, or why there are none, in the order of the paths. Raises Stopped."""
    with _quiet(), _client(address) as client:
        yield from _in_order(
            client, partial(linted, language=language, encoding=encoding), lots(paths, asked, language)
        )


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
    """What the reports in a Dask bag come to: texts, bytes, or pairs of a name and either.

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
    found = bag.reduction(part, added, split_every=split_every).compute()
    assert isinstance(found, Tally)
    return found


def _part(reports: Iterable[str | bytes | tuple[str, str | bytes]], **choices: Any) -> Tally:
    """The tally of one part of a bag."""
    named = (report if isinstance(report, tuple) else (api.NAME, report) for report in reports)
    runs = (api.lint(report, name=name, **choices) for name, report in named)
    return total(file for run in runs for file in run.files)


def lots(paths: Iterable[str], asked: api.Asked, language: str) -> Iterator[Lot]:
    """The files in lots of a size that is worth a journey, each read when it is to leave."""
    parcels: list[Parcel | Notice] = []
    size = 0
    for path in paths:
        parcel = _parcel(path, asked, language)
        parcels.append(parcel)
        size += len(parcel.data) if isinstance(parcel, Parcel) else 0
        if len(parcels) == LOT_FILES or size >= LOT_BYTES:
            yield Lot(tuple(parcels))
            parcels, size = [], 0
    if parcels:
        yield Lot(tuple(parcels))


def _parcel(path: str, asked: api.Asked, language: str) -> Parcel | Notice:
    data = files.load(path, words(language))
    if isinstance(data, Notice):
        return data
    found = api.configured(asked, path)
    settings = replace(found.settings, origins={}, folders=())
    decisions = Decisions(found.waivers.waivers, today=asked.today)
    return Parcel(path, data, settings, _rules_in(api.nearest(asked, path)), decisions, asked.keep)


@cache
def _rules_in(place: Nearest) -> Rules:
    found = api.from_files(place)
    folders, choice = found.settings.folders, found.settings.choice
    own = load([Path(folder) for folder in folders]) if folders else None
    stated = Choice(severity=choice.severity, params=choice.params)
    return Rules(sha256(pickle.dumps((own, stated))).hexdigest(), own, stated, found.rules.version)


def linted(lot: Lot, language: str, encoding: str | None) -> list[Result]:
    """What a worker makes of a lot. Raises OtherRules."""
    return [parcel if isinstance(parcel, Notice) else _linted(parcel, language, encoding) for parcel in lot.parcels]


def _linted(parcel: Parcel, language: str, encoding: str | None) -> Result:
    rules, spoken = _rules(parcel.rules), words(language)
    try:
        source = opened(parcel.data, parcel.path, encoding)
        settings, decisions = parcel.settings, parcel.decisions
        return lint(source, rules, built_in_forms(), settings, spoken, decisions, keep=parcel.keep)
    except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide the findings in the others
        return Notice(parcel.path, spoken("notice.stopped", problem=api.defect(error)))


_KNOWN: Final[dict[str, Rulebook]] = {}


def _rules(stated: Rules) -> Rulebook:
    """The rules of a settings file, compiled once and kept as long as there are few."""
    if stated.name not in _KNOWN:
        rules = built_in_rules()
        if stated.own is not None:
            rules = rulebook(together(stated.own, rules.loaded))
        if rules.version != stated.version:
            raise OtherRules(rules.version)
        if len(_KNOWN) >= KEPT:
            _KNOWN.clear()
        _KNOWN[stated.name] = adjusted(rules, stated.choice)
    return _KNOWN[stated.name]


def _await(client: "Client", future: "Future[list[Result]]") -> None:
    """Wait for a lot as long as there are workers, or may be again soon. Raises Stopped."""
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
    raise Stopped("no-workers", address=str(getattr(client.scheduler, "address", "")))


@contextmanager
def _client(address: str) -> "Iterator[Client]":
    """A connection to a scheduler that has workers. Raises Stopped."""
    try:
        from distributed import Client
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("dask", "distributed"):
            raise
        raise Stopped("no-extra", extra="dask") from missing
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False, name="poa-lint")
    except (OSError, ValueError, ImportError) as error:
        raise Stopped("no-scheduler", address=address) from error
    try:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise Stopped("no-workers", address=address) from error
        _agree(client)
        yield client
    finally:
        client.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """What matters of Dask's complaints is told in our words."""
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
    """Ask every worker for its rules: one without poa-lint would die of the first lot. Raises Stopped."""
    try:
        others = {*client.run(ruleset).values()} - {ruleset()}
    except Exception as error:
        raise Stopped("other-rules", problem=type(error).__name__, version=VERSION) from error
    if others:
        raise Stopped("other-rules", problem=", ".join(sorted(others)), version=VERSION)


def _in_order(client: "Client", work: "partial[list[Result]]", lots: Iterable[Lot]) -> Iterator[Result]:
    """The results of the lots, the first one first, and never more than a few lots ahead of it."""
    waiting: deque[tuple[Lot, Future[list[Result]]]] = deque()
    ahead = AHEAD
    for number, lot in enumerate(lots):
        if number % COUNTED_EVERY == 0:
            ahead = AHEAD * max(1, sum(client.nthreads().values()))
        waiting.append((lot, client.submit(work, lot, pure=False)))
        if len(waiting) >= ahead:
            yield from _done(client, work, *waiting.popleft())
    while waiting:
        yield from _done(client, work, *waiting.popleft())


def _done(
    client: "Client", work: "partial[list[Result]]", lot: Lot, future: "Future[list[Result]]"
) -> Iterator[Result]:
    """A lot's results. A lot under which worker after worker died is sent again, file by file."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        _await(client, future)
        found = future.result()
    except KilledWorker:
        found = [] if len(lot.parcels) > 1 else [Notice(lot.parcels[0].path, words(work.keywords["language"])(KILLED))]
    except (CancelledError, OSError) as error:
        raise Stopped("lost-scheduler") from error
    except Stopped:
        raise
    except Exception as error:
        raise Stopped("other-rules", problem=type(error).__name__, version=VERSION) from error
    if found:
        yield from found
        return
    for parcel in lot.parcels:
        alone = Lot((parcel,))
        yield from _done(client, work, alone, client.submit(work, alone, pure=False))

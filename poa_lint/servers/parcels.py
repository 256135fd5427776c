"""Reports as they travel to the workers of a scheduler, and the work on them there.

A worker is sent the bytes of reports and the settings that hold for them: it needs neither our disk nor our folder,
only the same poa-lint.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from poa_lint import api
from poa_lint.api import Linter
from poa_lint.config.amendments import AmendmentFile
from poa_lint.config.apply import adjusted
from poa_lint.config.find import ConfigFiles, Configured
from poa_lint.config.settings import Choice, Settings
from poa_lint.config.waivers import Decisions
from poa_lint.core.form_words import with_synonyms
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.words import words as words_of
from poa_lint.documents import open_source
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.forms import office_forms, with_ours
from poa_lint.rulebook.load import load, together
from poa_lint.rulebook.rule import Loaded

if TYPE_CHECKING:
    from poa_lint.linter.pool import Pool

R = TypeVar("R")

LOT_FILES: Final = 16
LOT_BYTES: Final = 1_000_000
KEPT: Final = 8
"""Sets of rules that a worker keeps compiled."""


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
    amendments: AmendmentFile | None = None
    """The amendments of the plan that hold for it."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Reports that travel together, and notices in the place of files that could not be read.

    It is no collection that Dask would look into.
    """

    parcels: tuple[Parcel | Notice, ...]


def lots(paths: Iterable[str], linter: Linter) -> Iterator[Lot]:
    """The files in lots of a size that is worth a journey, each read when it is to leave."""
    parcels: list[Parcel | Notice] = []
    size = 0
    pools = distinct(linter)
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


def distinct(linter: Linter) -> "list[Pool]":
    """The pools of counterparts of a linter's reports, each once."""
    pools = (*linter.pools.values(), *(() if linter.pool is None else (linter.pool,)))
    return list({id(pool): pool for pool in pools}.values())


def _parcel(path: str, linter: Linter, rules: dict[ConfigFiles, Rules], pools: "Sequence[Pool]") -> Parcel | Notice:
    """One report to send; `rules` holds those of the files of settings that were met before."""
    data = linter.load(path)
    if isinstance(data, Notice):
        return data
    config, held = linter.files(path), linter.configured(path)
    if config not in rules:
        rules[config] = _rules_to_send(linter.from_files(config))
    settings = replace(held.settings, origins={}, folders=(), form_folders=(), packs={})
    decisions = Decisions(held.waivers.waivers, today=linter.wishes.today)
    own = linter.pool_of(path)
    number = next((number for number, pool in enumerate(pools) if pool is own), None)
    return Parcel(path, data, settings, rules[config], decisions, linter.wishes.keep, number, held.amendments)


def _rules_to_send(held: Configured) -> Rules:
    folders, choice = held.settings.folders, held.settings.choice
    own = load([Path(folder) for folder in folders]) if folders else None
    common = Choice(severity=choice.severity, params=choice.params)
    forms = office_forms(held.settings.form_folders).contents
    return Rules(sha256(pickle.dumps((own, common, forms))).hexdigest(), own, common, held.rules.version, forms)


def linted(
    lot: Lot,
    pools: "Sequence[Pool] | None" = None,
    *,
    language: str,
    encoding: str | None,
    reduce: Callable[[FileResult], R],
) -> list[R | Notice]:
    """Return what `reduce` makes of the results of a lot, on a worker; `pools` are what its reports are compared with.

    Raises OtherRules.
    """
    return [
        parcel if isinstance(parcel, Notice) else _linted(parcel, pools or (), language, encoding, reduce)
        for parcel in lot.parcels
    ]


def _linted(
    parcel: Parcel, pools: "Sequence[Pool]", language: str, encoding: str | None, reduce: Callable[[FileResult], R]
) -> R | Notice:
    rules, words = _rules(parcel.rules), words_of(language)
    try:
        settings, decisions = parcel.settings, parcel.decisions
        forms = with_ours(parcel.rules.forms)
        called = with_synonyms(forms, tuple(settings.sinonimos.items()))
        source = open_source(parcel.data, parcel.path, encoding, settings.limits.bytes, called)
        pool = None if parcel.pool is None else pools[parcel.pool].under(parcel.amendments)
        return reduce(lint(source, rules, forms, settings, words, decisions, keep=parcel.keep, pool=pool))
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

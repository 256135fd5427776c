"""The summary of all files that lie on the page, as `poa-lint summary` writes it, for saving.

Each file is checked again, under the same settings and beside the same others, so that verdicts are those of its card.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Final, TypedDict

from poa_lint.api import Wishes
from poa_lint.linter import stage
from poa_lint.output import View
from poa_lint.output.year import calendar, record
from poa_lint.output.year.calendar import Due, Elsewhere, Known
from poa_lint.output.year.due import planned, reported, stated
from poa_lint.output.year.model import Digest, Summary
from poa_lint.rulebook.comparison import BEFORE, PLAN
from poa_lint.servers.checker import Checked, Checker, File

FORMATS: Final = {"html": "page", "xlsx": "xlsx"}
"""The formats that the page lets its reader save, by the module that writes them."""


class Saved(TypedDict):
    """A file to save: its bytes in base64."""

    data: str


def wanted(wishes: Wishes) -> Wishes:
    """The wishes under which files of a summary are checked: rules of trend run beside the chosen ones."""
    return wishes._replace(keep=True, beside=record.TRENDS)


def overview(checker: Checker, files: Sequence[File], lots: Sequence[Sequence[int]], form: str) -> Saved:
    """The summary in one of FORMATS. A lot has a file's number, and those of the files beside which it is checked."""
    found = summary(checker, files, lots)
    words = checker.linter.words
    writer = import_module(f"poa_lint.output.year.{FORMATS[form]}")
    view = View(day=checker.linter.wishes.today)
    made = writer.render(found, words, view, {}) if form == "html" else writer.render(found, words, view)
    return Saved(data=base64.b64encode(made if isinstance(made, bytes) else made.encode("utf-8")).decode("ascii"))


def summary(checker: Checker, files: Sequence[File], lots: Sequence[Sequence[int]]) -> Summary:
    """The summary of the files; what is kept of each are its counts."""
    digests: list[Digest] = []
    due: dict[Due, None] = {}
    elsewhere: dict[Elsewhere, None] = {}
    notices: dict[tuple[str, str], None] = {}
    first = checker.linter.configured(files[lots[0][0]][0]) if lots else checker.linter.configured("")
    for number, *others in lots:
        path, data = files[number]
        checked = checker.check(data, path, [files[other] for other in others])
        if checked.result.stage != stage.PLAN:  # it is what the others are compared with
            digests.append(record.digest(checked.result))
        due |= dict.fromkeys(_due(checked, path))
        elsewhere |= dict.fromkeys(_elsewhere(checked, path))
        notices |= dict.fromkeys((notice.path, notice.message) for notice in checked.run.notices)
    names = {code: check.rule.name for code, check in first.rules.checks.items()}
    return calendar.summary(digests, Known(first.ruleset, names, tuple(due), (), tuple(notices), tuple(elsewhere)))


def _elsewhere(checked: Checked, path: str) -> Iterator[Elsewhere]:
    """The units that report in the files with which a file was compared."""
    linter = checked.linter
    for delivery in linter.pool.against.of(BEFORE) if linter.pool else ():
        yield from reported(delivery, linter.forms(path))


def _due(checked: Checked, path: str) -> Iterator[Due]:
    """The units that have to report: those of the settings, or else those of the plans."""
    settings, pool = checked.linter.configured(path).settings, checked.linter.pool
    if settings.units:
        yield from stated(settings)
        return
    for plan in pool.against.of(PLAN) if pool else ():
        yield from planned(plan)

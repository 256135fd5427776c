"""Which files of settings and waivers hold for a report, and what holds where there are none."""

from __future__ import annotations

import os
from typing import Final, NamedTuple

from poa_lint.config.settings import Settings
from poa_lint.config.waivers import FILE as WAIVERS
from poa_lint.config.waivers import WaiverFile
from poa_lint.core.records import record
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.rule import RuleTrouble

FILE: Final = "poa-lint.yaml"
PROJECT: Final = "pyproject.toml"
NO_WAIVERS: Final = WaiverFile("", "", ())


@record
class Configured:
    """The settings of a file, the rules that they mean, and what is wrong with either."""

    settings: Settings
    rules: Rulebook
    troubles: tuple[RuleTrouble, ...]
    path: str | None
    stated: Rulebook
    """The rules as their files state them, before the settings change severities and parameters."""
    names: tuple[str, ...] = ()
    """The names of rules that the settings use."""
    waivers: WaiverFile = NO_WAIVERS


class Nearest(NamedTuple):
    """The files that hold for a report: settings, and waivers beside them. None where there is none."""

    settings: str | None = None
    waivers: str | None = None


def beside(settings: str) -> Nearest:
    """A settings file with the waivers beside it."""
    waivers = os.path.join(os.path.dirname(settings), WAIVERS)
    return Nearest(settings, waivers if os.path.isfile(waivers) else None)


def nearest_files(report: str) -> Nearest:
    """The settings file nearest upward from a report: poa-lint.yaml, or a pyproject.toml that speaks of poa-lint.

    Where there is none, the nearest file of waivers holds alone. Paths inside the working folder are told from there.
    """
    found = _nearest(report)
    here = os.path.join(os.getcwd(), "")
    return Nearest(*(path and path.removeprefix(here) for path in found))


def _nearest(report: str) -> Nearest:
    folder = os.path.dirname(os.path.abspath(report))
    alone: str | None = None
    while True:
        candidate = os.path.join(folder, FILE)
        if os.path.isfile(candidate):
            return beside(candidate)
        candidate = os.path.join(folder, PROJECT)
        if os.path.isfile(candidate) and _speaks(candidate):
            return beside(candidate)
        candidate = os.path.join(folder, WAIVERS)
        if alone is None and os.path.isfile(candidate):
            alone = candidate
        above = os.path.dirname(folder)
        if above == folder:
            return Nearest(None, alone)
        folder = above


def _speaks(project: str) -> bool:
    try:
        with open(project, encoding="utf-8", errors="replace") as stream:
            return "[tool.poa-lint" in stream.read()
    except OSError:
        return False  # a pyproject.toml that we may not read is not ours

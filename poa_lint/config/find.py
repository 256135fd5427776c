"""Find the files of settings and waivers that hold for a report."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from poa_lint.config.settings import Settings
from poa_lint.config.waivers import FILE as WAIVERS
from poa_lint.config.waivers import WaiverFile
from poa_lint.core.form import Form
from poa_lint.core.records import record
from poa_lint.core.source import Trouble
from poa_lint.rulebook.book import Rulebook

if TYPE_CHECKING:  # few offices have amendments
    from poa_lint.config.amendments import AmendmentFile

FILE: Final = "poa-lint.yaml"
PROJECT: Final = "pyproject.toml"
AMENDMENTS: Final = "modificaciones.yaml"
FILES: Final = (FILE, PROJECT, WAIVERS, AMENDMENTS)
"""The names of the files that are searched for."""
NO_WAIVERS: Final = WaiverFile("", "", ())


@record
class Configured:
    """The settings that hold somewhere, the rules, forms and waivers under them, and the faults of their files."""

    settings: Settings
    rules: Rulebook
    troubles: tuple[Trouble, ...]
    path: str | None
    as_written: Rulebook
    """The rules as their files state them, before the settings change severities and parameters."""
    forms: tuple[Form, ...]
    """The forms of reports: the program's own, and those of the settings."""
    names: tuple[str, ...] = ()
    """The names of rules that the settings use."""
    waivers: WaiverFile = NO_WAIVERS
    amendments: AmendmentFile | None = None
    files: tuple[str, ...] = ()
    """The files of settings that were read: the one that holds, and those that it extends."""

    form_contents: tuple[str, ...] = ()
    """The content of each form of the office."""

    @property
    def ruleset(self) -> str:
        """The name of the rules and of an office's forms by their content."""
        if not self.form_contents:
            return self.rules.version
        from poa_lint.rulebook.forms import ruleset  # few settings bring forms, and their loader is long

        return ruleset(self.rules.version, self.form_contents)

    @property
    def faults(self) -> tuple[Trouble, ...]:
        """All that is wrong with the rules and with the settings, forms and waivers."""
        return (*self.rules.troubles, *self.troubles)


class ConfigFiles(NamedTuple):
    """The files that hold for a report: settings, waivers and amendments beside them. None where there is none."""

    settings: str | None = None
    waivers: str | None = None
    amendments: str | None = None


def with_waivers(settings: str) -> ConfigFiles:
    """A settings file with the waivers and amendments beside it."""
    beside = (os.path.join(os.path.dirname(settings), name) for name in (WAIVERS, AMENDMENTS))
    return ConfigFiles(settings, *(path if os.path.isfile(path) else None for path in beside))


def find(folder: str) -> ConfigFiles:
    """The settings file nearest upward from a folder: poa-lint.yaml, or a pyproject.toml that speaks of poa-lint.

    Where there is none, the nearest files of waivers and of amendments hold alone. Paths inside the working folder
    are relative to it.
    """
    files = _find(os.path.abspath(folder))
    here = os.path.join(os.getcwd(), "")
    return ConfigFiles(*(path and path.removeprefix(here) for path in files))


def _find(folder: str) -> ConfigFiles:
    alone: dict[str, str] = {}
    while True:
        candidate = os.path.join(folder, FILE)
        if os.path.isfile(candidate):
            return with_waivers(candidate)
        candidate = os.path.join(folder, PROJECT)
        if os.path.isfile(candidate) and _speaks_of_us(candidate):
            return with_waivers(candidate)
        for name in (WAIVERS, AMENDMENTS):
            candidate = os.path.join(folder, name)
            if name not in alone and os.path.isfile(candidate):
                alone[name] = candidate
        above = os.path.dirname(folder)
        if above == folder:
            return ConfigFiles(None, alone.get(WAIVERS), alone.get(AMENDMENTS))
        folder = above


def _speaks_of_us(project: str) -> bool:
    try:
        with open(project, encoding="utf-8", errors="replace") as stream:
            return "[tool.poa-lint" in stream.read()
    except OSError:
        return False  # a pyproject.toml that we may not read is not ours

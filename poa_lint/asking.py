"""What the command line asks for, and the settings and rules that hold for each file under it."""

import codecs
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple

from poa_lint import files, options, troubles
from poa_lint.configuring import Configured, configure, nearest_file
from poa_lint.diagnostic import Severity
from poa_lint.linter import Run, built_in_rules
from poa_lint.reporters import MACHINE, REPORTERS
from poa_lint.rulebook.checks import Rulebook
from poa_lint.rulebook.rule import RuleTrouble
from poa_lint.settings import Choice
from poa_lint.shell import TROUBLE, Shell
from poa_lint.text import nearest

ODD_ENCODINGS: Final = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
"""Python's encodings in which no report is written."""


class Asked(NamedTuple):
    """What the command line says over any settings file; None and empty where it says nothing."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: Severity | None
    config: str | None
    no_config: bool
    language: str | None


def asked(shell: Shell) -> Asked | int:
    """What the command line asks for, or the exit code of a complaint."""
    arguments = shell.arguments
    form = arguments.value("output-format", "terminal")
    if form not in REPORTERS:
        return shell.complain("unknown-format", nearest(form, REPORTERS), name=form, choices=", ".join(REPORTERS))
    encoding = arguments.value("encoding", "utf-8")
    if not _known_encoding(encoding):
        return shell.complain("unknown-encoding", name=encoding)
    jobs = arguments.value("jobs", "1")
    if not (jobs.isascii() and jobs.isdecimal() and 0 < int(jobs) < 1000):
        return shell.complain("not-a-number", option="--jobs", value=jobs)
    config = arguments.values.get("config")
    if config is not None and not os.path.isfile(config):
        return shell.complain("no-config", name=config)
    stated = arguments.values.get("fail-on")
    return Asked(
        arguments.lists.get("select", ()),
        arguments.lists.get("ignore", ()),
        Severity(stated) if stated else None,
        config,
        arguments.flag("no-config"),
        options.stated_language(shell.environment, arguments),
    )


def configured(asked: Asked, path: str) -> Configured:
    """The settings and rules that hold for a file, with what the command line says on top."""
    config = asked.config or (None if asked.no_config else nearest_file("./-" if path == files.STDIN else path))
    return _under(asked, _from_file(config), path)


@cache
def _from_file(config: str | None) -> Configured:
    return configure(config, built_in_rules())


def _under(asked: Asked, found: Configured, path: str) -> Configured:
    choice = found.settings.choice.under(Choice(asked.select, asked.ignore))
    relative = _relative(path, found.path) if found.path else path
    settings = replace(
        found.settings,
        choice=replace(choice, severity={}, params={}),
        overrides=tuple(override for override in found.settings.overrides if override.meets_path(relative)),
        fail_on=asked.fail_on or found.settings.fail_on,
    )
    return replace(found, settings=settings)


def _relative(path: str, config: str) -> str:
    """A report's path from its settings file, with slashes; its whole path where they stand on different drives."""
    try:
        relative = os.path.relpath(path, os.path.dirname(config))
    except ValueError:
        relative = os.path.abspath(path)
    return relative.replace(os.sep, "/")


def unfit(shell: Shell, asked: Asked, paths: Sequence[str]) -> int | None:
    """Complain of settings and rules that are not in order, or of names on the command line; None where all is well."""
    every = {found.path: found for found in (configured(asked, path) for path in paths or ["."])}
    wrong: list[RuleTrouble] = []
    for found in every.values():
        wrong += [trouble for trouble in (*found.rules.troubles, *found.troubles) if trouble not in wrong]
    if wrong:
        return broken(shell, wrong, next(iter(every.values())).rules)
    for found in every.values():
        for name in (*asked.select, *asked.ignore):
            if not found.rules.named(name):
                return shell.complain("unknown-rule", found.rules.like(name), name=name)
    return None


def _known_encoding(name: str) -> bool:
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return bool(getattr(codec, "_is_text_encoding", True)) and codec.name not in ODD_ENCODINGS


def broken(shell: Shell, wrong: Sequence[RuleTrouble], rules: Rulebook) -> int:
    """Rules or settings that are not in order: their troubles, and no finding about any report."""
    form = shell.arguments.value("output-format", "terminal")
    render = REPORTERS.get(form, REPORTERS["terminal"])
    done = Run(troubles.results(wrong, shell.words), (), len(rules.checks), rules.version)
    shell.put(render(done, shell.words, shell.view()._replace(quiet=True, all=True)), machine=form in MACHINE)
    return TROUBLE

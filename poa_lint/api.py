"""The library: lint reports from a program, with the same results as the command line.

Nothing here prints, exits or keeps state between calls, and calls may run in several threads at once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple

from poa_lint.config.apply import selected
from poa_lint.config.find import Configured, Nearest, beside, nearest_files
from poa_lint.config.settings import Choice, Settings
from poa_lint.config.waivers import Decisions
from poa_lint.core.diagnostic import Severity
from poa_lint.core.form import built_in_forms
from poa_lint.core.records import replace
from poa_lint.core.result import About, FileResult, Notice, Run
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import LANGUAGES, Words, words
from poa_lint.documents import files, opened
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint as lint_source
from poa_lint.output import REPORTERS, View, missing_extra
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.builtin import built_in_rules

Report = str | bytes | os.PathLike[str]
"""A report: its text, its bytes, or the path of its file."""

NAME: Final = "informe.txt"


class SettingsError(ValueError):
    """The settings, the rules or the waivers that would hold are not in order, or a rule's name means none.

    Its text has a line for each mistake: the file, line and column, and what is wrong.
    """


def lint(
    *reports: Report,
    config: str | os.PathLike[str] | None = None,
    use_config: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    fail_on: str | None = None,
    language: str = "es",
    encoding: str | None = None,
    today: str | None = None,
    name: str = NAME,
    keep: bool = False,
) -> Run:
    """Lint reports and give the run: a result for each, and a notice for each that could not be read.

    A `str` is a report's text, `bytes` its bytes; a file is named by a path object. Settings hold where they are asked
    for: `config` names their file, `use_config` looks for the nearest one upward from each file, as the command line
    does; waivers are beside them. `select`, `ignore` and `fail_on` (`error`, `warning`, `info`) stand over settings.
    `language` is `es` or `en`, `encoding` overrides what bytes are read as, `today` (ISO) is the day on which waivers
    are alive or not, `name` what a text or bytes are called in the results. With `keep` the run keeps the reports and
    describes the rules, as `render(run, "html")` needs.

    Raises SettingsError for settings, rules or names of rules that are not in order, ValueError for a language or a
    threshold that is none.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language: {language!r} is none of {', '.join(LANGUAGES)}")
    asked = Asked(
        select=tuple(select),
        ignore=tuple(ignore),
        fail_on=None if fail_on is None else Severity(fail_on),
        config=None if config is None else os.fspath(config),
        no_config=not use_config,
        language=language,
        today=today or time.strftime("%Y-%m-%d"),
        keep=keep,
    )
    spoken = words(language)
    found: list[FileResult] = []
    notices: list[Notice] = []
    for report in reports:
        source = _source(report, name, encoding, spoken)
        if isinstance(source, Notice):
            notices.append(source)
        else:
            _in_order(asked, source.path, spoken)
            found.append(check(source, asked, spoken))
    return _together(tuple(found), tuple(notices), asked, spoken, name)


def run(source: Source | Unreadable, asked: Asked, spoken: Words) -> Run:
    """The run of one file under the settings, rules and waivers that hold for it."""
    return _together((check(source, asked, spoken),), (), asked, spoken, source.path)


def _together(
    found: tuple[FileResult, ...], notices: tuple[Notice, ...], asked: Asked, spoken: Words, name: str
) -> Run:
    """Results as a run, with what is to be said of the waivers that they were judged by."""
    general = configured(asked, found[0].path if found else name)
    running = selected(general.rules, general.settings.choice)
    every = (*found, *outdated_waivers(asked, found, spoken))
    described = catalogue(general.rules, running, spoken) if asked.keep else ()
    return Run(every, notices, len(running), general.rules.version, described)


def render(run: Run, format: str = "terminal", *, language: str = "es", day: str = "") -> str:
    """A run written in one of the formats of `--output-format`, as a file gets it: no colour, 100 columns.

    `html` shows the reports themselves, which a run has that was made with `keep=True`; `day` (ISO) is the date on its
    acknowledgement. `language` is that of the run. Raises ValueError for a format or a language that is none, and
    ImportError where a format's extra is not installed.
    """
    if format not in REPORTERS or language not in LANGUAGES:
        raise ValueError(f"{format!r} ({language!r}) is none of {', '.join(REPORTERS)} ({', '.join(LANGUAGES)})")
    extra = missing_extra(format)
    if extra is not None:
        raise ImportError(words(language)("usage.no-extra", extra=extra))
    return REPORTERS[format](run, words(language), View(day=day))


def catalogue(rules: Rulebook, running: Iterable[str], spoken: Words) -> tuple[About, ...]:
    """The rules that ran, described."""
    from poa_lint.authoring.explain import about

    return tuple(about(rules.checks[code], spoken) for code in sorted(running))


def check(source: Source | Unreadable, asked: Asked, spoken: Words) -> FileResult:
    """One file's findings under the settings, rules and waivers that hold for it."""
    found = configured(asked, source.path)
    decisions = Decisions(found.waivers.waivers, today=asked.today)
    return lint_source(source, found.rules, built_in_forms(), found.settings, spoken, decisions, keep=asked.keep)


def defect(error: Exception) -> str:
    """An exception of our own as a few words: its kind and the line that raised it."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}" if frame else "?"
    return f"{type(error).__name__}, {place}"


def _source(report: Report, name: str, encoding: str | None, spoken: Words) -> Source | Unreadable | Notice:
    if isinstance(report, str):
        return decode(report.encode("utf-8", "surrogatepass"), name, "utf-8")
    if isinstance(report, bytes):
        return opened(report, name, encoding)
    return files.read(os.path.normpath(os.fspath(report)), encoding, spoken)


def _in_order(asked: Asked, path: str, spoken: Words) -> None:
    found = configured(asked, path)
    from poa_lint.rulebook import troubles

    wrong = (*found.rules.troubles, *found.troubles)
    said = [
        f"{file.path}:{start.line}:{start.column}: {one.message}"
        for file in troubles.results(wrong, spoken)
        for one, (start, _) in zip(file.diagnostics, file.positions, strict=True)
    ]
    said += (
        spoken("usage.unknown-rule", name=each)
        for each in (*asked.select, *asked.ignore)
        if not found.rules.named(each)
    )
    if said:
        raise SettingsError("\n".join(said))


class Asked(NamedTuple):
    """What the command line says over any settings file; None and empty where it says nothing."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: Severity | None
    config: str | None
    no_config: bool
    language: str | None
    today: str
    """The day on which waivers are alive or not, as ISO."""
    fix: str = ""
    """What is mended: nothing, `safe` or `unsafe`."""
    diff: bool = False
    """Whether what would change is shown, and nothing written."""
    keep: bool = False
    """Whether results keep the report itself, for a format that shows it."""


def nearest(asked: Asked, path: str) -> Nearest:
    """The files of settings and waivers that hold for a report."""
    if asked.config is not None:
        return beside(asked.config)
    return Nearest() if asked.no_config else nearest_files("./-" if path == files.STDIN else path)


def configured(asked: Asked, path: str) -> Configured:
    """The settings, rules and waivers that hold for a file, with what the command line says on top."""
    return _under(asked, from_files(nearest(asked, path)), path)


@cache
def from_files(found: Nearest) -> Configured:
    """The settings, rules and waivers as files state them."""
    if found == Nearest():
        return Configured(Settings(), built_in_rules(), (), None, built_in_rules())
    from poa_lint.config.load import configure

    return configure(found.settings, built_in_rules(), found.waivers)


def forget() -> None:
    """Read settings and waivers anew from now on: a server outlives their files."""
    from_files.cache_clear()


def outdated_waivers(asked: Asked, reports: Sequence[FileResult], words: Words) -> tuple[FileResult, ...]:
    """The findings about the files of waivers that hold for these reports."""
    held: dict[str, tuple[Configured, list[FileResult]]] = {}
    for report in reports:
        found = configured(asked, report.path)
        if found.waivers.waivers:
            held.setdefault(found.waivers.path, (found, []))[1].append(report)
    if not held:
        return ()
    from poa_lint.linter import waivers

    results = (
        waivers.result(found.waivers, covered, found.rules, found.settings, asked.today, words)
        for found, covered in held.values()
    )
    return tuple(result for result in results if result is not None)


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

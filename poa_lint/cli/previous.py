"""Tell what became of the findings of reports that were delivered before (`--previous`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from poa_lint.api import Linter
from poa_lint.cli import request, targets
from poa_lint.cli.runner import stopped
from poa_lint.cli.shell import Shell
from poa_lint.config.find import FILES as CONFIG_FILES
from poa_lint.config.waivers import Decisions
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import words as words_of
from poa_lint.documents import files, folders, open_source
from poa_lint.documents.files import STDIN
from poa_lint.linter import resubmission


class Delivered(NamedTuple):
    """A file as it was delivered before, and what it holds as it is linted under its own settings."""

    path: str
    source: Source | Unreadable
    result: FileResult


class Earlier(NamedTuple):
    """The reports as delivered before, and notices about what could not be read."""

    files: tuple[Delivered, ...]
    notices: tuple[Notice, ...]


def read(shell: Shell, linter: Linter) -> Earlier:
    """The reports as delivered before. Files of folders that are no reports are left out.

    Raises UsageError for an output that would overwrite one, and BrokenRules.
    """
    named = folders.find(shell.arguments.previous, shell.words, folders.Wanted(apart=CONFIG_FILES))
    targets.check_reports(targets.stated(shell.arguments), named.paths, "output-is-counterpart")
    request.check_order(linter, named.paths)
    delivered, notices = list[Delivered](), list[Notice]()
    said = words_of(shell.words.language, "compare")
    for path in named.paths:
        one = _delivered(shell, linter, path)
        if isinstance(one, Notice):
            notices.append(one)
        elif one.result.unread and not (one.result.foreign and path in named.inside):
            notices.append(Notice(path, said("previous.unread")))
        elif not one.result.unread:
            delivered.append(one)
    return Earlier(tuple(delivered), (*named.notices, *notices))


def _delivered(shell: Shell, linter: Linter, path: str) -> Delivered | Notice:
    try:
        most = linter.limits(path).bytes  # `linter.load` would give a file that standard input is named after
        data = linter.load(path) if path == STDIN else files.load(path, shell.words, most)
        if isinstance(data, Notice):
            return data
        source = open_source(data, path, shell.arguments.encoding, linter.limits(path).bytes, linter.forms(path))
        return Delivered(path, source, linter.check(source))
    except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide the findings in the others
        return stopped(path, error, shell.words)


def told(
    shell: Shell, linter: Linter, results: Sequence[FileResult], earlier: Earlier, debt: frozenset[str]
) -> list[FileResult]:
    """The results with what became of their earlier findings, and a sentence for each file that is of no use.

    What was delivered is linted again under the settings of the report, so that only the paper makes a difference.
    """
    said = words_of(shell.words.language, "compare")
    used, made = set[str](), list[FileResult]()
    for report in results:
        result = report
        same = [one for one in earlier.files if resubmission.is_same(result, one.result)]
        used.update(one.path for one in same)
        if same:
            before = [(one.path, _under(one, result.path, linter, debt)) for one in same]
            result = replace(result, previous=resubmission.beside(result, before))
        elif result.summary is not None and earlier.files:
            shell.warn(f"{result.path}: {said('previous.without')}")
        made.append(result)
    for one in earlier.files:
        if one.path not in used:
            what = ", ".join(_what(one.result, said("previous.unknown")))
            shell.warn(f"{one.path}: {said('previous.no-match', what=what)}")
    return made


def _under(one: Delivered, path: str, linter: Linter, debt: frozenset[str]) -> FileResult:
    """The result of what was delivered under the settings that hold for a report."""
    result = linter.check(replace(one.source, path=path))
    return replace(result, diagnostics=Decisions(baseline=debt).on(result.diagnostics)) if debt else result


def _what(result: FileResult, unknown: str) -> Iterator[str]:
    """The units of a report and its cut-off, for a reader."""
    yield from (f"{unit.programa}/{unit.unidad}" for unit in result.units[:3])
    yield from ("…",) if len(result.units) > 3 else ()
    yield (result.summary.corte if result.summary else None) or unknown

"""`poa-lint summary`: which unit reported when, with which verdict, and how far each year is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from poa_lint.api import Linter
from poa_lint.cli import request
from poa_lint.cli.batch import Batch
from poa_lint.cli.options import UsageError
from poa_lint.cli.request import Output
from poa_lint.cli.shell import CLEAN, FINDINGS, TROUBLE, Shell
from poa_lint.config.waivers import Decisions
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult
from poa_lint.core.text import similar
from poa_lint.core.words import words as words_of
from poa_lint.documents import target
from poa_lint.output import year
from poa_lint.output.year import calendar, record
from poa_lint.output.year.calendar import Due, Elsewhere, Known
from poa_lint.output.year.due import planned, reported, stated
from poa_lint.output.year.model import Digest, Summary
from poa_lint.rulebook.comparison import BEFORE, PLAN

if TYPE_CHECKING:  # made only when asked for
    from poa_lint.cli.own_pages import OwnPages, PageMaker


def summary(shell: Shell) -> int:
    """Lint reports and write what their years look like: 0, 1 for findings at the threshold, 2 for what was not read.

    The verdicts and counts are those of linting; rules of trend run beside them. Raises UsageError and BrokenRules.
    """
    wanted = _outputs(shell)
    if shell.arguments.pages is not None and all(output.form != "html" for output in wanted):
        raise UsageError("pages-alone")
    debt = request.known_debt(shell) or frozenset()
    batch = Batch(shell, keep=True, formats=year.FORMATS, beside=record.TRENDS)
    batch.compare()
    own = _own_pages(batch)
    reduce = partial(_reduced, debt=debt, page=None if own is None else own.page)
    found = calendar.summary(_digests(batch.each(reduce), own), partial(_known, batch))
    code = max([_write(batch.shell, output, found, own) for output in wanted])
    if own is not None and own.count:
        _tell(batch.shell, "pages", own.count, folder=os.path.join(own.folder, ""))
    batch.tell()
    return max(code, _exit_code(found, batch))


def _own_pages(batch: Batch) -> OwnPages | None:
    """The place of the reports' own pages, where one is asked for. Raises UsageError."""
    folder = batch.shell.arguments.pages
    if folder is None:
        return None
    from poa_lint.cli import own_pages

    return own_pages.prepare(batch, folder)


def _reduced(result: FileResult, debt: frozenset[str], page: PageMaker | None) -> _Reduced:
    """The part of a report that is kept where it is linted: its counts, and its own page where that is asked for."""
    if debt:
        result = replace(result, diagnostics=Decisions(baseline=debt).on(result.diagnostics))
    return _Reduced(record.digest(result), "" if page is None else page(result))


class _Reduced(NamedTuple):
    """The counts of a report, and its own page; empty for none."""

    digest: Digest
    page: str


def _digests(made: Iterable[_Reduced], own: OwnPages | None) -> Iterator[Digest]:
    """The counts of the reports, one at a time; their own pages are written on the way."""
    for one in made:
        if own is not None:
            own.write(one.digest, one.page)
        yield one.digest


def _exit_code(found: Summary, batch: Batch) -> int:
    if batch.notices or not found.reports or any(digest.unread for digest in found.files):
        return TROUBLE
    return FINDINGS if any(digest.failed for digest in found.files) else CLEAN


def _outputs(shell: Shell) -> tuple[Output, ...]:
    """The outputs that are asked for. Raises UsageError for one that cannot be written."""
    outputs = request.outputs(shell)
    for output in outputs:
        if output.form not in year.FORMATS:
            near = similar(output.form, year.FORMATS)
            raise UsageError("unknown-format", near, name=output.form, choices=", ".join(year.FORMATS))
        extra, module = year.EXTRAS.get(output.form, ("", ""))
        if module and find_spec(module) is None:
            raise UsageError("no-extra", extra=extra)
        if output.form == "xlsx" and not (output.target or shell.arguments.output):
            raise UsageError("needs-file", form=output.form)
    return outputs


def _known(batch: Batch) -> Known:
    """The knowledge of the run besides its reports."""
    rules = batch.linter.configured(batch.first).rules
    return Known(
        ruleset=batch.ruleset,
        names={code: check.rule.name for code, check in rules.checks.items()},
        due=tuple(dict.fromkeys(_due(batch.linter, batch.paths))),
        left_out=batch.left_out,
        notices=tuple((notice.path, notice.message) for notice in batch.notices),
        elsewhere=tuple(dict.fromkeys(_elsewhere(batch.linter, batch.paths))),
    )


def _due(linter: Linter, paths: list[str]) -> Iterator[Due]:
    """The units that have to report: those of the settings, or else those of the plans."""
    held = {files: linter.from_files(files) for files in dict.fromkeys(map(linter.files, paths))}
    told = [due for configured in held.values() for due in stated(configured.settings)]
    pools = [linter.pools.get(files) for files in held] if not told else ()
    yield from told
    for plan in (plan for pool in pools if pool for plan in pool.against.of(PLAN)):
        yield from planned(plan)


def _elsewhere(linter: Linter, paths: list[str]) -> Iterator[Elsewhere]:
    """The units that report in the files with which the reports were compared."""
    for files, path in {linter.files(path): path for path in paths}.items():
        pool = linter.pools.get(files)
        forms = linter.forms(path) if pool else ()
        for delivery in pool.against.of(BEFORE) if pool else ():
            yield from reported(delivery, forms)


def _tell(shell: Shell, kind: str, reports: int, **values: str) -> None:
    """Say what was written, a key of the languages' `written` table, unless nobody wants to hear it."""
    if not shell.arguments.quiet:
        said = words_of(shell.words.language, "summary")
        shell.say(said(f"written.{kind}", reports=said.count("reports", reports), **values))


def _write(shell: Shell, output: Output, found: Summary, own: OwnPages | None) -> int:
    """Write the summary in one format, and say so where that is a file: 0, or 2 with a sentence where that failed."""
    place = output.target or shell.arguments.output or ""
    code = _put(shell, output, found, own, place)
    if place and not code:
        _tell(shell, "summary", found.reports, path=place)
    return code


def _put(shell: Shell, output: Output, found: Summary, own: OwnPages | None, place: str) -> int:
    view = shell.view(output.target)
    if output.form == "html":
        links = {} if own is None else own.links(place)
        page = import_module("poa_lint.output.year.page").render(found, shell.words, view, links)
        return shell.put(page, machine=True, target=output.target)
    made = import_module(f"poa_lint.output.year.{output.form}").render(found, shell.words, view)
    if isinstance(made, str):
        return shell.put(made, machine=output.form != "terminal", target=output.target)
    try:
        target.write(place, made)
    except OSError as error:
        return shell.tell(place, target.sentence(error, shell.words))
    return CLEAN

"""Check reports: the command without a name."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from poa_lint import api
from poa_lint.cli import request
from poa_lint.cli.shell import CLEAN, FINDINGS, TROUBLE, Shell, with_bar
from poa_lint.config.apply import selected
from poa_lint.config.waivers import UNWAIVABLE, Decisions
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Notice, Run
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import Words, words
from poa_lint.documents import files, opened
from poa_lint.output import DESCRIBING, REPORTERS

if TYPE_CHECKING:
    from poa_lint.cli.rewrite import Rewritten
    from poa_lint.linter.fix import Mended


POOL_FROM: Final = 120
"""Files from which starting processes costs less than it saves."""


def patient() -> None:
    """Look for circles of garbage seldom: a report is read into none, and looking takes a fifth of the time."""
    gc.set_threshold(200_000, 50, 50)


class _Job(NamedTuple):
    """What a command line asks to be linted: where output goes, the files, what is not there, the known debt, and
    where marked copies of the files go.
    """

    shell: Shell
    asked: api.Asked
    paths: list[str]
    notices: list[Notice]
    debt: frozenset[str]
    copies: Mapping[str, str]


class _Outcome(NamedTuple):
    """What became of one file: its findings, what mending it changed or would change, and what was withheld."""

    result: FileResult | None
    notice: Notice | None = None
    rewritten: Rewritten | None = None
    withheld: tuple[Mended, ...] = ()


class _Refused(Exception):
    """Why nothing is checked, in a sentence."""


def lint(shell: Shell) -> int:
    """Check reports: the command without a name."""
    job = _job(shell)
    if isinstance(job, int):
        return job
    try:
        outcomes = _checked(job)
    except KeyboardInterrupt:
        return TROUBLE
    except _Refused as refused:
        return job.shell.refuse(str(refused))
    if job.asked.diff:
        return _show_differences(job, outcomes)
    if job.asked.fix:
        _tell_of_fixes(job, outcomes)
    shell, debt = job.shell, job.debt
    results = [outcome.result for outcome in outcomes if outcome.result is not None]
    if shell.arguments.flag("update-baseline"):
        from poa_lint.config import baseline

        debt = frozenset(one.key for file in results for one in file.standing if one.code not in UNWAIVABLE)
        written = shell.write(shell.arguments.values["baseline"], baseline.text(debt))
        if written:
            return written
    results = [replace(one, diagnostics=Decisions(baseline=debt).on(one.diagnostics)) for one in results]
    _annotate(job, results)
    every = (*results, *api.outdated_waivers(job.asked, results, shell.words))
    general = api.configured(job.asked, job.paths[0] if job.paths else ".")
    running = selected(general.rules, general.settings.choice)
    done = Run(every, tuple(job.notices), len(running), general.rules.version)
    if any(output.form in DESCRIBING for output in request.outputs(shell)):
        done = replace(done, catalogue=api.catalogue(general.rules, running, shell.words))
    mended = next((one.rewritten for one in outcomes if one.rewritten and one.rewritten.path == files.STDIN), None)
    if mended is not None:
        written = shell.pass_on(mended)
        print(REPORTERS[request.outputs(shell)[0].form](done, shell.words, shell.view()), end="", file=sys.stderr)
    else:
        written = request.write(shell, done)
    _tell(job.notices)
    return max(written, exit_code(done))


def _job(shell: Shell) -> _Job | int:
    """What is asked for, or the exit code of a complaint."""
    asked = request.asked(shell)
    if isinstance(asked, int):
        return asked
    operands = shell.arguments.operands
    if not operands:
        return shell.complain("no-path")
    paths, notices = files.found(operands, shell.words)
    general = api.configured(asked, paths[0] if paths else operands[0])
    shell = shell.speaking(asked.language or general.settings.language)
    broken = request.unfit(shell, asked, paths)
    if broken is not None:
        return broken
    debt = request.known_debt(shell)
    if isinstance(debt, int):
        return debt
    copies = _copies(shell, paths)
    return copies if isinstance(copies, int) else _Job(shell, asked, paths, notices, debt, copies)


def _copies(shell: Shell, paths: Sequence[str]) -> Mapping[str, str] | int:
    """Where the marked copy of each file goes, where copies are asked for, or the exit code of a complaint."""
    target = shell.arguments.values.get("annotate")
    if target is None:
        return {}
    if shell.arguments.flag("diff"):
        return shell.complain("annotate-diff")
    from poa_lint.cli import annotate

    copies = annotate.copies(target, paths)
    return copies if isinstance(copies, dict) else shell.complain(copies.kind, **copies.values)


def _annotate(job: _Job, results: Iterable[FileResult]) -> None:
    """Write the marked copies that are asked for; what could not be done joins the job's notices."""
    if not job.copies:
        return
    from poa_lint.cli import annotate

    waived = job.shell.arguments.flag("show-waived")
    for done in annotate.annotate(results, job.copies, job.shell.words, waived=waived):
        if isinstance(done, Notice):
            job.notices.append(done)
        else:
            job.shell.warn(annotate.sentence(done, job.shell.words))


def _checked(job: _Job) -> list[_Outcome]:
    """Every file's outcome; what could not be done joins the job's notices. Raises _Refused."""
    shell, paths = job.shell, job.paths
    work = partial(
        _one, asked=job.asked, language=shell.words.language, encoding=shell.arguments.values.get("encoding")
    )
    scheduler = shell.arguments.values.get("scheduler")
    jobs = _jobs(shell.arguments.values.get("jobs"), len(paths))
    each = _each(work, paths, jobs) if scheduler is None else _spread(work, paths, scheduler)
    outcomes: list[_Outcome] = []
    try:
        steps = with_bar(each, len(paths), time.monotonic, shell.words("working"))
        for outcome in steps:
            job.notices.extend(() if outcome.notice is None else (outcome.notice,))
            outcomes.append(outcome)
    except KeyboardInterrupt:
        said = shell.words("notice.interrupted", done=len(outcomes), total=len(paths))
        print(f"poa-lint: {said}", file=sys.stderr)
        raise
    return outcomes


def _show_differences(job: _Job, outcomes: Sequence[_Outcome]) -> int:
    """What mending would change; nothing is written."""
    from poa_lint.cli.rewrite import difference

    every = [one.rewritten for one in outcomes if one.rewritten is not None and one.rewritten.changed]
    written = job.shell.put("".join(difference(one, job.shell.words) for one in every))
    _tell_of_fixes(job, outcomes)
    _tell(job.notices)
    unusable = any(one.result is not None and one.result.unusable for one in outcomes)
    trouble = TROUBLE if job.notices or unusable else CLEAN
    return max(written, trouble, FINDINGS if every else CLEAN)


def _tell_of_fixes(job: _Job, outcomes: Sequence[_Outcome]) -> None:
    """How much was mended, or would be, and what was withheld."""
    spoken = job.shell.words
    changed = [one.rewritten for one in outcomes if one.rewritten is not None and one.rewritten.changed]
    for outcome in outcomes:
        for one in outcome.withheld:
            path, code = outcome.result.path if outcome.result else "", one.one.code if one.one else ""
            job.shell.warn(spoken("fix.withheld", path=path, line=one.line, code=code))
    if changed:
        kind = "fix.would" if job.asked.diff else "fix.done"
        fixes = spoken.count(kind, sum(len(one.mended) for one in changed))
        job.shell.warn(spoken("fix.files", fixes=fixes, files=spoken.count("files", len(changed))))


def exit_code(done: Run) -> int:
    """0, 1 or 2 for a run."""
    if done.notices or not done.files or any(file.unusable for file in done.files):
        return TROUBLE
    return FINDINGS if any(file.failed for file in done.files) else CLEAN


def _one(path: str, asked: api.Asked, language: str, encoding: str | None) -> _Outcome:
    """Read, check and mend one file, in this process or another."""
    spoken = words(language)
    data = files.load(path, spoken)
    if isinstance(data, Notice):
        return _Outcome(None, data)
    source = opened(data, path, encoding)

    def checked(source: Source | Unreadable) -> FileResult:
        return api.check(source, asked, spoken)

    try:
        if not asked.fix or isinstance(source, Unreadable):
            return _Outcome(checked(source))
        if source.original is not None:
            return _Outcome(checked(source), Notice(path, spoken("notice.not-changed")))
        return _mended(source, data, asked, checked, spoken)
    except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide the findings in the others
        return _Outcome(None, Notice(path, spoken("notice.stopped", problem=api.defect(error))))


def _mended(
    source: Source, data: bytes, asked: api.Asked, checked: Callable[[Source], FileResult], spoken: Words
) -> _Outcome:
    """A file with its fixes; written where it is a file and nothing but a difference was asked for."""
    from poa_lint.cli.rewrite import Rewritten, save
    from poa_lint.linter.fix import fix

    fixed = fix(source, checked, unsafe=asked.fix == "unsafe")
    one = Rewritten(source.path, data, source, fixed.source, fixed.mended)
    if not one.changed or asked.diff or source.path == files.STDIN:
        return _Outcome(fixed.result, None, one, fixed.withheld)
    failure = save(one, spoken)
    return _Outcome(checked(source), failure) if failure else _Outcome(fixed.result, None, one, fixed.withheld)


def _jobs(stated: str | None, count: int) -> int:
    """Processes to work with: as asked, else one for few files and one a core for many."""
    wanted = int(stated) if stated else (os.cpu_count() or 1) if count >= POOL_FROM else 1
    return max(1, min(wanted, count))


def _each(work: partial[_Outcome], paths: Sequence[str], jobs: int) -> Iterator[_Outcome]:
    """The results in the order of the paths."""
    if jobs == 1 or files.STDIN in paths:
        yield from map(work, paths)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=patient) as pool:
        try:
            yield from pool.map(work, paths, chunksize=max(1, min(16, len(paths) // (jobs * 4))))
        except BrokenExecutor:
            yield _Outcome(None, Notice("--jobs", words(work.keywords["language"])("notice.pool")))
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _spread(work: partial[_Outcome], paths: Sequence[str], address: str) -> Iterator[_Outcome]:
    """The same from the workers of a Dask scheduler. Raises _Refused."""
    from poa_lint.servers import cluster

    try:
        for one in cluster.each(paths, **work.keywords, address=address):
            yield _Outcome(None, one) if isinstance(one, Notice) else _Outcome(one)
    except cluster.Stopped as stopped:
        raise _Refused(words(work.keywords["language"])(f"usage.{stopped.kind}", **stopped.values)) from stopped


def _tell(notices: Iterable[Notice]) -> None:
    for notice in notices:
        print(f"poa-lint: {notice.path}: {notice.message}", file=sys.stderr)

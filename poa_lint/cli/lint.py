"""Check reports: the command without a name."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from poa_lint import api
from poa_lint.api import Linter, Wishes
from poa_lint.cli import request
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import CLEAN, FINDINGS, TROUBLE, Shell, with_bar
from poa_lint.config.waivers import UNWAIVABLE, Decisions
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Notice, Run
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import files, open_source
from poa_lint.output import DESCRIBING, REPORTERS

if TYPE_CHECKING:  # needed only where something is mended
    from poa_lint.cli.rewrite import Rewritten
    from poa_lint.linter.fix import Mended

POOL_FROM: Final = 120
"""The number of files from which starting processes costs less than it saves."""


class _Job(NamedTuple):
    """Everything that a command line asks to be linted, and how."""

    shell: Shell
    linter: Linter
    paths: list[str]
    notices: list[Notice]
    """Sentences about what could not be done; the work adds to them."""
    debt: frozenset[str] | None
    """The keys of the baseline; None where it is to be written, and every finding becomes known debt."""
    copies: Mapping[str, str]
    """The path of the marked copy of each file; empty where none is asked for."""


class _Task(NamedTuple):
    """The part of a job that a process needs to work on one file."""

    wishes: Wishes
    language: str
    encoding: str | None
    fix: str
    """The level of fixes to apply: `safe`, `unsafe`, or empty for none."""
    diff: bool
    annotate: bool


class _Outcome(NamedTuple):
    """The result for one file, or why there is none; what mending it changes, and which fixes were withheld."""

    result: FileResult | None
    notice: Notice | None = None
    rewritten: Rewritten | None = None
    withheld: tuple[Mended, ...] = ()
    data: bytes = b""
    """The file's bytes, kept only until its marked copy is made."""
    copied: str = ""
    """The sentence about its marked copy."""


def lint(shell: Shell) -> int:
    """Check reports and write what was found; the exit code. Raises UsageError and BrokenRules."""
    job = _job(shell)
    try:
        outcomes = _checked(job)
    except KeyboardInterrupt:
        return TROUBLE
    arguments = shell.arguments
    if arguments.diff:
        return _show_differences(job, outcomes)
    if arguments.fix:
        _tell_of_fixes(job, outcomes)
    results = [outcome.result for outcome in outcomes if outcome.result is not None]
    if job.debt is None and (failed := _write_baseline(shell, results)):
        return failed
    for sentence in filter(None, (outcome.copied for outcome in outcomes)):
        shell.warn(sentence)
    if arguments.fix_only:
        return _fixed_only(job, outcomes)
    formats = {output.form for output in request.outputs(shell)}
    path = job.paths[0] if job.paths else "."
    run = job.linter.run(results, job.notices, path=path, describe=bool(formats & DESCRIBING))
    mended = next((one.rewritten for one in outcomes if one.rewritten and one.rewritten.path == files.STDIN), None)
    if mended is not None:
        code = shell.pass_on(mended)
        form = request.outputs(shell)[0].form
        print(REPORTERS[form](run, shell.words, shell.view()), end="", file=sys.stderr)
    else:
        code = request.write(shell, run)
    _tell(shell, job.notices)
    return max(code, exit_code(run))


def exit_code(run: Run) -> int:
    """0, 1 or 2 for a run."""
    if run.notices or not run.files or any(file.unusable for file in run.files):
        return TROUBLE
    return FINDINGS if any(file.failed for file in run.files) else CLEAN


def tune_garbage_collector() -> None:
    """Collect garbage rarely: reading makes no reference cycles, and collecting took a fifth of the time."""
    gc.set_threshold(200_000, 50, 50)


def _job(shell: Shell) -> _Job:
    """The job that the command line asks for. Raises UsageError and BrokenRules."""
    wishes = request.wishes(shell)
    operands = shell.arguments.operands
    if not operands:
        raise UsageError("no-path")
    paths, notices = files.find(operands, shell.words)
    linter = Linter(wishes, shell.words)
    general = linter.configured(paths[0] if paths else operands[0])
    shell.speak(wishes.language or general.settings.language)
    linter.words = shell.words
    request.check_rules(shell, linter, paths)
    return _Job(shell, linter, paths, notices, request.known_debt(shell), _copies(shell, paths))


def _copies(shell: Shell, paths: Sequence[str]) -> Mapping[str, str]:
    """The path of each file's marked copy, where copies are asked for. Raises UsageError."""
    target = shell.arguments.annotate
    if target is None:
        return {}
    if shell.arguments.diff:
        raise UsageError("annotate-diff")
    from poa_lint.cli import annotate

    return annotate.copies(target, paths)


def _checked(job: _Job) -> list[_Outcome]:
    """Every file's outcome, its marked copy written. Raises UsageError where a scheduler cannot be used."""
    shell, outcomes = job.shell, list[_Outcome]()
    try:
        steps = with_bar(_outcomes(job), len(job.paths), time.monotonic, shell.words("working"))
        for outcome in steps:
            job.notices.extend(() if outcome.notice is None else (outcome.notice,))
            outcomes.append(_annotated(job, _decided(job, outcome)))
    except KeyboardInterrupt:
        shell.warn(shell.words("notice.interrupted", done=len(outcomes), total=len(job.paths)))
        raise
    return outcomes


def _decided(job: _Job, outcome: _Outcome) -> _Outcome:
    """The outcome with the findings of the baseline marked; one that is to be written will hold them all."""
    result = outcome.result
    if result is None or job.debt == frozenset():
        return outcome
    debt = frozenset(_debt(result)) if job.debt is None else job.debt
    return outcome._replace(result=replace(result, diagnostics=Decisions(baseline=debt).on(result.diagnostics)))


def _debt(result: FileResult) -> Iterator[str]:
    """The keys of a file's findings that a baseline may hold."""
    return (
        finding.key
        for finding in result.diagnostics
        if finding.code not in UNWAIVABLE and (finding.waived is None or finding.waived.by == "baseline")
    )


def _annotated(job: _Job, outcome: _Outcome) -> _Outcome:
    """Write a file's marked copy, where one is asked for; a copy that cannot be made is a notice of the job."""
    result = outcome.result
    if not job.copies or result is None:
        return outcome
    from poa_lint.cli import annotate

    shell, copy = job.shell, job.copies[result.path]
    copied = annotate.annotate(result, outcome.data, copy, shell.words, waived=shell.arguments.show_waived)
    if isinstance(copied, Notice):
        job.notices.append(copied)
        return outcome._replace(data=b"")
    return outcome._replace(data=b"", copied=annotate.sentence(copied, shell.words) if copied else "")


def _write_baseline(shell: Shell, results: Iterable[FileResult]) -> int:
    """Write the keys of all findings as known debt: 0, or 2 where that failed."""
    from poa_lint.config import baseline

    assert shell.arguments.baseline is not None, "known_debt refuses --update-baseline alone"
    return shell.write(shell.arguments.baseline, baseline.text(key for result in results for key in _debt(result)))


def _show_differences(job: _Job, outcomes: Sequence[_Outcome]) -> int:
    """Show what mending would change; nothing is written."""
    from poa_lint.cli.rewrite import difference

    rewritten = [one.rewritten for one in outcomes if one.rewritten is not None and one.rewritten.changed]
    code = job.shell.put("".join(difference(report, job.shell.words) for report in rewritten))
    _tell_of_fixes(job, outcomes)
    _tell(job.shell, job.notices)
    unusable = any(outcome.result is not None and outcome.result.unusable for outcome in outcomes)
    trouble = TROUBLE if job.notices or unusable else CLEAN
    return max(code, trouble, FINDINGS if rewritten else CLEAN)


def _fixed_only(job: _Job, outcomes: Sequence[_Outcome]) -> int:
    """Say what could not be mended and nothing of the findings: 0, 1 where a file changed, 2 where one could not."""
    shell, code = job.shell, CLEAN
    rewritten = [outcome.rewritten for outcome in outcomes if outcome.rewritten is not None]
    for report in rewritten:
        handed_on = shell.pass_on(report) if report.path == files.STDIN else CLEAN
        code = max(code, handed_on, FINDINGS if report.changed else CLEAN)
    # An office's file is told of, and no more: there is nothing in it that a fix should have changed.
    told = {one.notice for one in outcomes if one.result is not None and one.result.kind != "text"}
    if files.STDIN in job.paths and all(report.path != files.STDIN for report in rewritten):
        told.clear()  # but who reads our output must know that there is none
        job.notices.append(Notice(files.STDIN, shell.words("notice.no-text")))
    _tell(shell, job.notices)
    return max(code, CLEAN if told.issuperset(job.notices) else TROUBLE)


def _tell_of_fixes(job: _Job, outcomes: Sequence[_Outcome]) -> None:
    """Say how much was mended, or would be, and what was withheld."""
    shell, words = job.shell, job.shell.words
    for outcome in outcomes:
        for fix in outcome.withheld:
            path = outcome.result.path if outcome.result else ""
            code = fix.finding.code if fix.finding else ""
            shell.warn(words("fix.withheld", path=path, line=fix.line, code=code))
    changed = [one.rewritten for one in outcomes if one.rewritten is not None and one.rewritten.changed]
    if changed:
        kind = "fix.would" if shell.arguments.diff else "fix.done"
        fixes = words.count(kind, sum(len(report.mended) for report in changed))
        shell.warn(words("fix.files", fixes=fixes, files=words.count("files", len(changed))))


def _tell(shell: Shell, notices: Iterable[Notice]) -> None:
    for notice in notices:
        shell.warn(f"{notice.path}: {notice.message}")


def _outcomes(job: _Job) -> Iterator[_Outcome]:
    """The outcomes in the order of the paths: made here, by other processes, or by the workers of a scheduler."""
    arguments = job.shell.arguments
    mending = arguments.fix or arguments.diff
    fix = "" if not mending else "unsafe" if arguments.unsafe_fixes else "safe"
    task = _Task(job.linter.wishes, job.shell.words.language, arguments.encoding, fix, arguments.diff, bool(job.copies))
    if arguments.scheduler is not None:
        return _by_scheduler(task, job.linter, job.paths, arguments.scheduler)
    jobs = _jobs(arguments.jobs, len(job.paths))
    if jobs == 1 or files.STDIN in job.paths:
        return map(partial(_one, task=task, linter=job.linter), job.paths)
    return _by_processes(task, job.paths, jobs)


def _jobs(stated: str | None, count: int) -> int:
    """The number of processes: as asked, else one for few files and one a core for many."""
    wanted = int(stated) if stated else (os.cpu_count() or 1) if count >= POOL_FROM else 1
    return max(1, min(wanted, count))


def _by_processes(task: _Task, paths: Sequence[str], jobs: int) -> Iterator[_Outcome]:
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=tune_garbage_collector) as pool:
        try:
            lot = max(1, min(16, len(paths) // (jobs * 4)))
            yield from pool.map(partial(_one, task=task), paths, chunksize=lot)
        except BrokenExecutor:
            yield _Outcome(None, Notice("--jobs", words_of(task.language)("notice.pool")))
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _by_scheduler(task: _Task, linter: Linter, paths: Sequence[str], address: str) -> Iterator[_Outcome]:
    from poa_lint.servers import cluster

    try:
        for result in cluster.each(paths, linter, task.encoding, address):
            yield _Outcome(None, result) if isinstance(result, Notice) else _Outcome(result)
    except cluster.ClusterError as error:
        raise UsageError(error.kind, **error.values) from error


@cache
def _linter(wishes: Wishes, language: str) -> Linter:
    """The linter of a process of its own."""
    return Linter(wishes, words_of(language))


def _one(path: str, task: _Task, linter: Linter | None = None) -> _Outcome:
    """Read, check and mend one file, in this process or another."""
    linter = linter or _linter(task.wishes, task.language)
    words = linter.words
    data = files.load(path, words)
    if isinstance(data, Notice):
        return _Outcome(None, data)
    try:
        source = open_source(data, path, task.encoding)
        if not task.fix or isinstance(source, Unreadable):
            return _Outcome(linter.check(source), data=data if task.annotate else b"")
        if source.original is not None:
            return _Outcome(linter.check(source), Notice(path, words("notice.not-changed")), data=data)
        return _mended(source, data, task, linter.check, words)
    except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide the findings in the others
        return _Outcome(None, Notice(path, words("notice.stopped", problem=api.defect(error))))


def _mended(source: Source, data: bytes, task: _Task, check: Callable[[Source], FileResult], words: Words) -> _Outcome:
    """A file with its fixes; written where it is a file and nothing but a difference was asked for."""
    from poa_lint.cli.rewrite import Rewritten, save
    from poa_lint.linter.fix import fix

    fixed = fix(source, check, unsafe=task.fix == "unsafe")
    report = Rewritten(source.path, data, source, fixed.source, fixed.mended)
    if not report.changed or task.diff or source.path == files.STDIN:
        return _Outcome(fixed.result, None, report, fixed.withheld)
    failure = save(report, words)
    return _Outcome(check(source), failure) if failure else _Outcome(fixed.result, None, report, fixed.withheld)

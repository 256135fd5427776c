"""Check reports: the command without a name."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from poa_lint.api import Linter
from poa_lint.cli import plans, reports, request, targets
from poa_lint.cli.options import UsageError
from poa_lint.cli.runner import Outcome, Task, by_scheduler, outcomes, processes, stopped
from poa_lint.cli.shell import CLEAN, FINDINGS, INTERRUPTED, TROUBLE, Shell, ignore_interrupts, with_bar
from poa_lint.config.waivers import UNWAIVABLE, Decisions
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Notice, Run
from poa_lint.documents import folders
from poa_lint.documents.folders import Found
from poa_lint.output import DESCRIBING, REPORTERS

if TYPE_CHECKING:  # few runs compare, or look at what was delivered before
    from poa_lint.cli.compare import Prepared
    from poa_lint.cli.previous import Earlier


class _Job(NamedTuple):
    """Everything that a command line asks to be linted, and how."""

    shell: Shell
    linter: Linter
    found: Found
    """The files that the command line names. The work adds notices about what could not be done."""
    debt: frozenset[str] | None
    """The keys of the baseline; None where it is to be written, and every finding becomes known debt."""
    earlier: Earlier | None
    """The reports as delivered before, where somebody named them."""
    copies: Mapping[str, str]
    """The path of the marked copy of each file; empty where none is asked for."""
    prepared: Prepared | None = None
    """The notices about what could not be read to compare with; None where nothing is compared."""

    @property
    def paths(self) -> list[str]:
        """The paths of the reports."""
        return self.found.paths

    @property
    def notices(self) -> list[Notice]:
        """Sentences about what could not be done."""
        return self.found.notices


def lint(shell: Shell) -> int:
    """Check reports and write what was found; the exit code. Raises UsageError and BrokenRules."""
    job = _job(shell)
    try:
        checked = _checked(job)
    except KeyboardInterrupt:
        return INTERRUPTED
    arguments = shell.arguments
    if arguments.diff:
        return _show_differences(job, checked)
    if arguments.fix:
        _tell_of_fixes(job, checked)
    results, foreign = _reports(job, checked)
    results = _beside(job, results)
    if job.debt is None and (failed := _write_baseline(shell, results)):
        return failed
    for sentence in filter(None, (outcome.copied for outcome in checked)):
        shell.warn(sentence)
    if arguments.fix_only:
        return _fixed_only(job, checked)
    formats = {output.form for output in request.outputs(shell)}
    path = job.paths[0] if job.paths else "."
    run = job.linter.run(results, job.notices, path=path, describe=bool(formats & DESCRIBING))
    run = replace(run, left_out=folders.together(job.found.left_out, foreign))
    stdin = job.linter.wishes.stdin
    mended = next((one.rewritten for one in checked if one.rewritten and one.rewritten.path == stdin), None)
    if mended is not None:
        code = shell.pass_on(mended)
        form = request.outputs(shell)[0].form
        print(REPORTERS[form](run, shell.words, shell.view()), end="", file=sys.stderr)
    else:
        code = request.write(shell, run)
    _tell(shell, job.notices)
    for path, remark in dict.fromkeys((file.path, remark) for file in run.files for remark in file.remarks):
        shell.warn(f"{path}: {remark}")
    if run.left_out and ("terminal" not in formats or arguments.quiet or not run.files):  # its last line says so
        shell.warn(folders.sentence(run.left_out, shell.words))
    return max(code, CLEAN if job.found.is_unwanted else exit_code(run))


def _reports(job: _Job, checked: Sequence[Outcome]) -> tuple[list[FileResult], tuple[tuple[str, int], ...]]:
    """The results, and the count of the files that are left out for they only lay beside reports, with its reason."""
    results = [outcome.result for outcome in checked if outcome.result is not None]
    reasons = [reports.foreign_reason(result) if result.path in job.found.inside else "" for result in results]
    kept = [result for result, reason in zip(results, reasons, strict=True) if not reason]
    return kept, tuple(Counter(filter(None, reasons)).items())


def _beside(job: _Job, results: list[FileResult]) -> list[FileResult]:
    """The results with what became of findings delivered before; a counterpart that is required becomes a notice."""
    job.notices.extend(Notice(result.path, sentence) for result in results for sentence in result.lacking)
    if job.earlier is None:
        return results
    from poa_lint.cli import previous

    return previous.told(job.shell, job.linter, results, job.earlier, job.debt or frozenset())


def exit_code(run: Run) -> int:
    """0, 1 or 2 for a run."""
    if run.notices or not run.files or any(file.unread for file in run.files):
        return TROUBLE
    return FINDINGS if any(file.failed for file in run.files) else CLEAN


def _job(shell: Shell) -> _Job:
    """The job that the command line asks for. Raises UsageError and BrokenRules."""
    wishes = request.wishes(shell)
    linter = Linter(wishes, shell.words)
    found = reports.find(shell, linter)
    paths = found.paths
    request.check_targets(shell, linter, reports.unwritable(shell, linter, found, targets.stated(shell.arguments)))
    general = linter.configured(paths[0] if paths else shell.arguments.operands[0])
    shell.speak(wishes.language or general.settings.language)
    linter.words = shell.words
    shell.arguments = replace(shell.arguments, order=shell.arguments.order or general.settings.order)
    request.check_rules(shell, linter, paths)
    found = plans.apart(shell, linter, found)
    paths = found.paths
    earlier = _earlier(shell, linter, found) if shell.arguments.previous else None
    prepared = None
    if request.compares(shell.arguments, linter, paths):
        from poa_lint.cli import compare

        apart = frozenset(one.source.sha256 for one in earlier.files) if earlier else frozenset[str]()
        prepared = compare.prepare(shell, linter, paths, apart)
        found.notices.extend(prepared.notices)
    return _Job(shell, linter, found, request.known_debt(shell), earlier, _copies(shell, linter, paths), prepared)


def _earlier(shell: Shell, linter: Linter, found: Found) -> Earlier:
    """The reports as delivered before; the notices get those that could not be read."""
    from poa_lint.cli import previous

    earlier = previous.read(shell, linter)
    found.notices.extend(earlier.notices)
    return earlier


def _copies(shell: Shell, linter: Linter, paths: Sequence[str]) -> Mapping[str, str]:
    """The path of each file's marked copy, where copies are asked for. Raises UsageError."""
    target = shell.arguments.annotate
    if target is None:
        return {}
    if shell.arguments.diff:
        raise UsageError("annotate-diff")
    if linter.wishes.stdin in paths:
        raise UsageError("annotate-stdin")
    from poa_lint.cli import annotate

    return annotate.copies(target, paths, targets.stated(shell.arguments))


def _checked(job: _Job) -> list[Outcome]:
    """Every file's outcome, its marked copy written. Raises UsageError where a scheduler cannot be used."""
    shell, checked = job.shell, list[Outcome]()
    try:
        steps = with_bar(_outcomes(job), len(job.paths), time.monotonic, shell.words("working"))
        for outcome in steps:
            job.notices.extend(() if outcome.notice is None else (outcome.notice,))
            checked.append(_annotated(job, _decided(job, outcome)))
    except KeyboardInterrupt:
        ignore_interrupts()
        shell.warn(shell.words("notice.interrupted", done=len(checked), total=len(job.paths)))
        raise
    if job.prepared is not None:
        unpreceded = any(outcome.result is not None and outcome.result.unpreceded for outcome in checked)
        job.notices.extend(job.prepared.counting(shell, unpreceded=unpreceded))
    return checked


def _decided(job: _Job, outcome: Outcome) -> Outcome:
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


def _annotated(job: _Job, outcome: Outcome) -> Outcome:
    """Write a file's marked copy, where one is asked for; a copy that cannot be made is a notice of the job."""
    result = outcome.result
    if not job.copies or result is None:
        return outcome
    from poa_lint.cli import annotate

    shell, copy = job.shell, job.copies[result.path]
    try:
        copied = annotate.annotate(result, outcome.data, copy, shell.words, waived=shell.arguments.show_waived)
    except Exception as error:  # noqa: BLE001 - a copy that a defect of ours prevents must not hide the findings
        copied = stopped(result.path, error, shell.words)
    if isinstance(copied, Notice):
        job.notices.append(copied)
        return outcome._replace(data=b"")
    return outcome._replace(data=b"", copied=annotate.sentence(copied, shell.words) if copied else "")


def _write_baseline(shell: Shell, results: Iterable[FileResult]) -> int:
    """Write the keys of all findings as known debt: 0, or 2 where that failed."""
    from poa_lint.config import baseline

    assert shell.arguments.baseline is not None, "known_debt refuses --update-baseline alone"
    return shell.write(shell.arguments.baseline, baseline.text(key for result in results for key in _debt(result)))


def _show_differences(job: _Job, checked: Sequence[Outcome]) -> int:
    """Show what mending would change; nothing is written."""
    from poa_lint.cli.difference import difference

    rewritten = [one.rewritten for one in checked if one.rewritten is not None and one.rewritten.changed]
    shell = job.shell
    room, colour = shell.room(), shell.view().colour
    code = shell.put("".join(difference(report, shell.words, room, colour=colour) for report in rewritten))
    _tell_of_fixes(job, checked)
    _tell(job.shell, job.notices)
    unusable = any(outcome.result is not None and outcome.result.unread for outcome in checked)
    trouble = TROUBLE if job.notices or unusable else CLEAN
    return max(code, trouble, FINDINGS if rewritten else CLEAN)


def _fixed_only(job: _Job, checked: Sequence[Outcome]) -> int:
    """Say what could not be mended and nothing of the findings: 0, 1 where a file changed, 2 where one could not."""
    shell, code, stdin = job.shell, CLEAN, job.linter.wishes.stdin
    rewritten = [outcome.rewritten for outcome in checked if outcome.rewritten is not None]
    for report in rewritten:
        handed_on = shell.pass_on(report) if report.path == stdin else CLEAN
        code = max(code, handed_on, FINDINGS if report.changed else CLEAN)
    # An office's file is told of, and no more: there is nothing in it that a fix should have changed.
    told = {one.notice for one in checked if one.result is not None and one.result.kind != "text"}
    if stdin in job.paths and all(report.path != stdin for report in rewritten):
        told.clear()  # but who reads our output must know that there is none
        job.notices.append(Notice(stdin, shell.words("notice.no-text")))
    _tell(shell, job.notices)
    return max(code, CLEAN if told.issuperset(job.notices) else TROUBLE)


def _tell_of_fixes(job: _Job, checked: Sequence[Outcome]) -> None:
    """Say how much was mended, or would be, and what was withheld."""
    shell, words = job.shell, job.shell.words
    for outcome in checked:
        for fix in outcome.withheld:
            path = outcome.result.path if outcome.result else ""
            code = fix.finding.code if fix.finding else ""
            shell.warn(words("fix.withheld", path=path, line=fix.line, code=code))
    changed = [one.rewritten for one in checked if one.rewritten is not None and one.rewritten.changed]
    if changed:
        kind = "fix.would" if shell.arguments.diff else "fix.done"
        fixes = words.count(kind, sum(len(report.mended) for report in changed))
        shell.warn(words("fix.files", fixes=fixes, files=words.count("files", len(changed))))


def _tell(shell: Shell, notices: Iterable[Notice]) -> None:
    for notice in notices:
        shell.warn(f"{notice.path}: {notice.message}")


def _outcomes(job: _Job) -> Iterator[Outcome]:
    """The outcomes in the order of the paths: made here, by other processes, or by the workers of a scheduler."""
    arguments = job.shell.arguments
    mending = arguments.fix or arguments.diff
    fix = "" if not mending else "unsafe" if arguments.unsafe_fixes else "safe"
    task = Task(job.linter.wishes, job.shell.words.language, arguments.encoding, fix, arguments.diff, bool(job.copies))
    if arguments.scheduler is not None:
        return by_scheduler(task, job.linter, job.paths, arguments.scheduler)
    return outcomes(task, job.linter, job.paths, processes(arguments.jobs, len(job.paths)))

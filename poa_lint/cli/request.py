"""The wishes that a command line states, checked, and the outputs that it asks for."""

from __future__ import annotations

import codecs
import os
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.api import Linter, Wishes
from poa_lint.cli import options, targets
from poa_lint.cli.options import Arguments, UsageError
from poa_lint.cli.runner import stopped
from poa_lint.cli.shell import CLEAN, TROUBLE, Shell
from poa_lint.config.apply import selected
from poa_lint.config.find import Configured
from poa_lint.core.diagnostic import Severity
from poa_lint.core.records import replace
from poa_lint.core.result import Notice, Run
from poa_lint.core.source import Source, Trouble
from poa_lint.core.text import similar, visible
from poa_lint.core.words import Words
from poa_lint.documents import files, open_source
from poa_lint.output import MACHINE, REPORTERS, SHOWING, View, missing_extra
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.rule import DEPRECATED

ODD_ENCODINGS: Final = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
"""Python's encodings in which no report is written."""
DEFAULT_FORMATS: Final = ("terminal",)


class BrokenRules(Exception):
    """Rules, settings or waivers that are not in order: nothing is checked, and `main` writes their faults."""

    def __init__(self, faults: Sequence[Trouble], rules: Rulebook) -> None:
        super().__init__(len(faults))
        self.faults, self.rules = faults, rules


class Output(NamedTuple):
    """A format, and the file that it goes into; None for the place where everything else goes."""

    form: str
    target: str | None


def outputs(shell: Shell) -> tuple[Output, ...]:
    """The outputs that are asked for: `--output-format sarif:informe.sarif --output-format terminal`."""
    parts = (stated.partition(":") for stated in shell.arguments.output_format or DEFAULT_FORMATS)
    return tuple(Output(form, target or None) for form, _, target in parts)


def output_format(shell: Shell) -> str:
    """The one format of a command that writes only one."""
    return (shell.arguments.output_format or DEFAULT_FORMATS)[-1]


def write(shell: Shell, run: Run, change: Callable[[View], View] = lambda view: view) -> int:
    """Write a run in every format that is asked for: 0, or 2 where a file could not be rendered or written."""
    code, faults = CLEAN, dict[str, Notice]()
    for output in outputs(shell):
        render = _renderer(output, shell.words, change(shell.view(output.target)))
        text, unrendered = _rendered(run, render, shell.words)
        faults |= {notice.path: notice for notice in unrendered}
        code = max(code, shell.put(text, machine=output.form in MACHINE, target=output.target))
    for notice in faults.values():
        shell.warn(f"{notice.path}: {notice.message}")
    return max(code, TROUBLE if faults else CLEAN)


def _renderer(output: Output, words: Words, view: View) -> Callable[[Run], str]:
    render = REPORTERS.get(output.form, REPORTERS["terminal"])
    return lambda run: render(run, words, view)


def _rendered(run: Run, render: Callable[[Run], str], words: Words) -> tuple[str, tuple[Notice, ...]]:
    """Render a run. Notices stand for files whose results a defect of ours keeps from being rendered."""
    try:
        return render(run), ()
    except Exception:
        faults = dict(_unrendered(run, render, words))
        if not faults:
            raise
    notices, files = tuple(faults.values()), tuple(file for file in run.files if id(file) not in faults)
    return render(replace(run, files=files, notices=(*run.notices, *notices))), notices


def _unrendered(run: Run, render: Callable[[Run], str], words: Words) -> Iterator[tuple[int, Notice]]:
    """Yield the identity of each result that cannot be rendered alone, and the notice that says so."""
    for file in run.files:
        try:
            render(replace(run, files=(file,), notices=()))
        except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide the findings in the others
            yield id(file), stopped(file.path, error, words)


def write_troubles(shell: Shell, error: BrokenRules) -> int:
    """Write the faults of rules or settings as findings about their files; the exit code."""
    from poa_lint.rulebook import troubles

    run = Run(troubles.results(error.faults, shell.words), (), len(error.rules.checks), error.rules.version)
    write(shell, run, lambda view: view._replace(quiet=True, all=True, statistics=False))
    return TROUBLE


def wishes(shell: Shell, formats: Collection[str] = tuple(REPORTERS)) -> Wishes:
    """The wishes that the command line states; `formats` are those that the command writes. Raises UsageError."""
    arguments = shell.arguments
    _check_outputs(shell, formats)
    _check_values(shell)
    return Wishes(
        arguments.select,
        arguments.ignore,
        Severity(arguments.fail_on) if arguments.fail_on else None,
        arguments.config,
        arguments.no_config,
        options.wanted_language(shell.environment, arguments),
        arguments.today or time.strftime("%Y-%m-%d"),
        any(output.form in SHOWING for output in outputs(shell)),
        arguments.stdin_filename or files.STDIN,
    )


def check_format(form: str, formats: Collection[str]) -> None:
    """Raise UsageError for a format that is none of `formats`, or whose extra is not installed."""
    if form not in formats:
        raise UsageError("unknown-format", similar(form, formats), name=form, choices=", ".join(formats))
    extra = missing_extra(form) if REPORTERS.keys() <= set(formats) else None
    if extra is not None:
        raise UsageError("no-extra", extra=extra)


def known_debt(shell: Shell) -> frozenset[str] | None:
    """The keys in the baseline that is asked for; None where it is to be written. Raises UsageError."""
    path, update = shell.arguments.baseline, shell.arguments.update_baseline
    if path is None:
        if update:
            raise UsageError("no-baseline-file")
        return frozenset()
    from poa_lint.config import baseline

    if update and not os.path.isfile(path):
        return None
    data = _bytes(path, shell.words)
    keys = baseline.parse(data)
    if update and keys is None and data.strip():
        raise UsageError("not-a-baseline", name=path)
    if update:
        return None
    if keys is None:
        raise UsageError("bad-baseline", name=path)
    return keys


def _bytes(path: str, words: Words) -> bytes:
    """The bytes of a baseline: a file, or a pipe that is written to. Raises UsageError."""
    if os.path.exists(path) and stat.S_ISFIFO(os.stat(path).st_mode):
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # to wait for somebody to write could be for ever
        os.set_blocking(handle, True)
        with os.fdopen(handle, "rb") as stream:
            return stream.read()
    data = files.load(os.path.join(os.curdir, path) if path == files.STDIN else path, words)
    if isinstance(data, Notice):
        raise UsageError("no-baseline", name=path, problem=data.message)
    return data


def check_targets(shell: Shell, linter: Linter, reports: Sequence[str]) -> None:
    """Check that no file that is to be written is a report, or has settings, waivers or the baseline.

    Raises UsageError. The files of rules are known only when settings are read: `check_rules` looks at them.
    """
    arguments, written = shell.arguments, targets.stated(shell.arguments)
    if not written:
        return
    given = (files.STDIN,) if linter.wishes.stdin in reports else ()
    targets.check_reports(written, (*reports, *given))
    read = arguments.baseline if not arguments.update_baseline else None
    found = {linter.files(path) for path in reports or ["."]}
    targets.check_settings(written, found, () if read is None else (read,))


def check_rules(shell: Shell, linter: Linter, paths: Sequence[str]) -> None:
    """Check that the settings and rules for these files are in order, and that the wishes name rules.

    Raises BrokenRules and UsageError. Rules named by an earlier name are told of on standard error.
    """
    held = {configured.path: configured for configured in map(linter.configured, paths or ["."])}.values()
    targets.check_rules(targets.stated(shell.arguments), held)
    check_order(linter, paths or ["."])
    wanted = (*linter.wishes.select, *linter.wishes.ignore)
    for configured in held:
        for name in wanted:
            if not configured.rules.named(name):
                raise UsageError("unknown-rule", configured.rules.like(name), name=name)
    _tell_of_retired(shell, wanted, held)
    if not any(selected(configured.rules, configured.settings.choice) for configured in held):
        raise UsageError("no-rules")


def compares(arguments: Arguments, linter: Linter, paths: Iterable[str]) -> bool:
    """True if the command line or settings say that these reports are to be compared with anything."""
    if arguments.no_compare:
        return False
    stated = bool(arguments.against or arguments.plan or arguments.compare)
    return stated or any(linter.from_files(held).settings.compare for held in {*map(linter.files, paths)})


def check_order(linter: Linter, paths: Sequence[str]) -> None:
    """Check that the settings, rules and forms for these files are in order. Raises BrokenRules."""
    faults = linter.troubles(paths)
    if faults:
        raise BrokenRules(faults, linter.configured(paths[0]).rules)


def _tell_of_retired(shell: Shell, wanted: Sequence[str], held: Iterable[Configured]) -> None:
    """Say, once each, which of the rules that are named go by another name now or are to go."""
    sentences: dict[str, None] = {}
    for configured in held:
        for name in (*wanted, *configured.names):
            sentences |= dict.fromkeys(_retired(name, configured.rules, shell.words))
    for sentence in sentences:
        shell.warn(sentence)


def _retired(name: str, rules: Rulebook, words: Words) -> Iterator[str]:
    for rule in rules.named(name):
        if rule.known_as(name):
            yield words("notice.renamed", name=name, code=rule.code, rule=rule.name)
        elif rule.superseded and rule.is_named(name):
            yield words("notice.superseded", code=rule.code, rule=rule.name, other=", ".join(rule.replaced_by))
        elif rule.status == DEPRECATED and rule.is_named(name):
            kind = "replaced" if rule.replaced_by else "retired"
            yield words(f"notice.{kind}", code=rule.code, rule=rule.name, other=", ".join(rule.replaced_by))


def _check_outputs(shell: Shell, formats: Collection[str]) -> None:
    """Raise UsageError for formats that are not there, or for two that would be mixed."""
    wanted = outputs(shell)
    for output in sorted(wanted, key=lambda output: output.form in formats):  # an unknown one is told of first
        check_format(output.form, formats)
    if sum(output.target is None for output in wanted) > 1:
        raise UsageError("two-outputs")
    targets.check_apart(targets.stated(shell.arguments))


def _check_values(shell: Shell) -> None:
    """Raise UsageError for the value of an option that means nothing, or for options that exclude each other."""
    arguments = shell.arguments
    if not _known_encoding(arguments.encoding or "utf-8"):
        raise UsageError("unknown-encoding", name=arguments.encoding or "")
    jobs = "1" if arguments.jobs is None else arguments.jobs
    if not (jobs.isascii() and jobs.isdecimal() and 0 < int(jobs) < 1000):
        raise UsageError("not-a-number", option="--jobs", value=jobs)
    if arguments.config is not None and not os.path.isfile(arguments.config):
        raise UsageError("no-config", name=arguments.config)
    if arguments.unsafe_fixes and not (arguments.fix or arguments.diff):
        raise UsageError("unsafe-alone")
    mending = (("fix-only", arguments.fix_only), ("fix", arguments.fix), ("diff", arguments.diff))
    local = (*mending, ("jobs", arguments.jobs is not None))
    for key, given in local:
        if given and arguments.scheduler is not None:
            raise UsageError("not-with-scheduler", option=f"--{key}")
    comparing = (("plan", arguments.plan), ("against", arguments.against), ("compare", arguments.compare))
    for key, stated in comparing:
        if stated and arguments.no_compare:
            raise UsageError("no-compare-with", option=f"--{key}")
    if arguments.today is not None and not _is_day(arguments.today):
        raise UsageError("not-a-day", value=arguments.today)


def _is_day(text: str) -> bool:
    """True for a day of the calendar as 2024-12-31."""
    try:
        time.strptime(text, "%Y-%m-%d")
    except ValueError:
        return False
    return len(text) == 10


def _known_encoding(name: str) -> bool:
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return bool(getattr(codec, "_is_text_encoding", True)) and codec.name not in ODD_ENCODINGS


def opened(shell: Shell, linter: Linter, path: str) -> Source | None:
    """The text of one file; None where it cannot be read, which is told."""
    most = linter.limits(path).bytes
    data = files.load(path, shell.words, most)
    if isinstance(data, Notice):
        shell.warn(f"{data.path}: {data.message}")
        return None
    source = open_source(data, path, shell.arguments.encoding, most, linter.forms(path))
    if isinstance(source, Source):
        return source
    findings = linter.check(source).diagnostics
    shell.warn(f"{source.path}: {visible(findings[0].message) if findings else shell.words('notice.no-text')}")
    return None

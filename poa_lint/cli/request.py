"""What the command line asks for, and the settings and rules that hold for each file under it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from poa_lint.api import Asked, configured
from poa_lint.cli import options
from poa_lint.cli.shell import TROUBLE, Shell
from poa_lint.config.apply import selected
from poa_lint.config.find import Configured
from poa_lint.core import text
from poa_lint.core.diagnostic import Severity
from poa_lint.core.result import Run
from poa_lint.core.words import Words
from poa_lint.output import MACHINE, REPORTERS, SHOWING, View, missing_extra
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.rule import DEPRECATED, RuleTrouble

ODD_ENCODINGS: Final = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
"""Python's encodings in which no report is written."""


class Output(NamedTuple):
    """A format, and the file that it goes into; None for where everything else goes."""

    form: str
    target: str | None


def outputs(shell: Shell) -> tuple[Output, ...]:
    """What is to be written: `--output-format sarif:informe.sarif --output-format terminal`."""
    stated = shell.arguments.lists.get("output-format", ("terminal",))
    parts = (one.partition(":") for one in stated)
    return tuple(Output(form, target or None) for form, _, target in parts)


def write(shell: Shell, done: Run, change: Callable[[View], View] = lambda view: view) -> int:
    """Write a run in every format that is asked for: 0, or 2 where a file could not be written."""
    written = 0
    for form, target in outputs(shell):
        render = REPORTERS.get(form, REPORTERS["terminal"])
        said = render(done, shell.words, change(shell.view(target)))
        written = max(written, shell.put(said, machine=form in MACHINE, target=target))
    return written


def _wrong_outputs(shell: Shell, formats: Collection[str]) -> int | None:
    """A complaint of formats that are not there, or of two that would be mixed; None where all is well."""
    wanted = outputs(shell)
    unknown = next((one.form for one in wanted if one.form not in formats), None)
    if unknown is not None:
        near = text.nearest(unknown, formats)
        return shell.complain("unknown-format", near, name=unknown, choices=", ".join(formats))
    needed = (missing_extra(one.form) for one in wanted) if REPORTERS.keys() <= set(formats) else ()
    extra = next(filter(None, needed), None)
    if extra is not None:
        return shell.complain("no-extra", extra=extra)
    return shell.complain("two-outputs") if sum(one.target is None for one in wanted) > 1 else None


def _wrong_values(shell: Shell) -> int | None:
    """A complaint of what an option is given; None where all is well."""
    arguments = shell.arguments
    encoding = arguments.value("encoding", "utf-8")
    if not _known_encoding(encoding):
        return shell.complain("unknown-encoding", name=encoding)
    jobs = arguments.value("jobs", "1")
    if not (jobs.isascii() and jobs.isdecimal() and 0 < int(jobs) < 1000):
        return shell.complain("not-a-number", option="--jobs", value=jobs)
    config = arguments.values.get("config")
    if config is not None and not os.path.isfile(config):
        return shell.complain("no-config", name=config)
    if arguments.flag("unsafe-fixes") and not (arguments.flag("fix") or arguments.flag("diff")):
        return shell.complain("unsafe-alone")
    local = next((key for key in ("fix", "diff", "jobs") if key in arguments.values), None)
    if local is not None and "scheduler" in arguments.values:
        return shell.complain("not-with-scheduler", option=f"--{local}")
    return None


def asked(shell: Shell, formats: Collection[str] = tuple(REPORTERS)) -> Asked | int:
    """What the command line asks for, or the exit code of a complaint; `formats` are what the command writes."""
    arguments = shell.arguments
    wrong = _wrong_outputs(shell, formats) or _wrong_values(shell) or _wrong_day(shell)
    if wrong is not None:
        return wrong
    config = arguments.values.get("config")
    mending = arguments.flag("fix") or arguments.flag("diff")
    stated = arguments.values.get("fail-on")
    return Asked(
        arguments.lists.get("select", ()),
        arguments.lists.get("ignore", ()),
        Severity(stated) if stated else None,
        config,
        arguments.flag("no-config"),
        options.stated_language(shell.environment, arguments),
        arguments.value("today", "") or time.strftime("%Y-%m-%d"),
        "unsafe" if mending and arguments.flag("unsafe-fixes") else "safe" if mending else "",
        arguments.flag("diff"),
        any(output.form in SHOWING for output in outputs(shell)),
    )


def known_debt(shell: Shell) -> frozenset[str] | int:
    """The keys in the baseline that is asked for, none where it is to be written, or the exit code of a complaint."""
    path, update = shell.arguments.values.get("baseline"), shell.arguments.flag("update-baseline")
    if path is None:
        return shell.complain("no-baseline-file") if update else frozenset()
    if update:
        return frozenset()
    from poa_lint.config import baseline

    try:
        with open(path, "rb") as stream:
            known = baseline.parse(stream.read())
    except OSError as error:
        return shell.complain("no-baseline", name=path, problem=error.strerror or str(error))
    return shell.complain("bad-baseline", name=path) if known is None else known


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
    _tell_of_retired(shell, asked, every.values())
    if not any(selected(found.rules, found.settings.choice) for found in every.values()):
        return shell.complain("no-rules")
    return None


def _tell_of_retired(shell: Shell, asked: Asked, every: Iterable[Configured]) -> None:
    """Say, once each, which of the rules that are named go by another name now or are to go."""
    said: dict[str, None] = {}
    for found in every:
        for name in (*asked.select, *asked.ignore, *found.names):
            said |= dict.fromkeys(_retired(name, found.rules, shell.words))
    for sentence in said:
        shell.warn(sentence)


def _retired(name: str, rules: Rulebook, words: Words) -> Iterator[str]:
    for rule in rules.named(name):
        if rule.known_as(name):
            yield words("notice.renamed", name=name, code=rule.code, rule=rule.name)
        elif rule.status == DEPRECATED and rule.is_named(name):
            kind = "replaced" if rule.replaced_by else "retired"
            yield words(f"notice.{kind}", code=rule.code, rule=rule.name, other=", ".join(rule.replaced_by))


def _wrong_day(shell: Shell) -> int | None:
    """A complaint of a day that the calendar does not have; None where all is well."""
    stated = shell.arguments.values.get("today")
    if stated is None:
        return None
    try:
        time.strptime(stated, "%Y-%m-%d")
    except ValueError:
        return shell.complain("not-a-day", value=stated)
    return None if len(stated) == 10 else shell.complain("not-a-day", value=stated)


def _known_encoding(name: str) -> bool:
    import codecs

    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return bool(getattr(codec, "_is_text_encoding", True)) and codec.name not in ODD_ENCODINGS


def broken(shell: Shell, wrong: Sequence[RuleTrouble], rules: Rulebook) -> int:
    """Rules or settings that are not in order: their troubles, and no finding about any report."""
    from poa_lint.rulebook import troubles

    done = Run(troubles.results(wrong, shell.words), (), len(rules.checks), rules.version)
    write(shell, done, lambda view: view._replace(quiet=True, all=True))
    return TROUBLE

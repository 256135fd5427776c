"""The command line: arguments, files, findings, text, exit code. The only place that prints."""

import codecs
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Final, NamedTuple

from poa_lint import files, options, terminal, troubles
from poa_lint.checking import selected
from poa_lint.configuring import Configured, configure, nearest_file
from poa_lint.diagnostic import Severity
from poa_lint.linter import FileResult, Notice, Run, built_in_forms, built_in_rules, lint
from poa_lint.options import Arguments, Misuse
from poa_lint.reporters import MACHINE, REPORTERS, View
from poa_lint.rulebook.checks import Rulebook, rulebook
from poa_lint.rulebook.rule import RuleTrouble
from poa_lint.settings import Choice
from poa_lint.text import nearest
from poa_lint.version import VERSION
from poa_lint.words import Words, words

CLEAN, FINDINGS, TROUBLE = 0, 1, 2
ODD_ENCODINGS: Final = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
"""Python's encodings in which no report is written."""
POOL_FROM: Final = 120
"""Files from which starting processes costs less than it saves."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What the program was called with and where it may write."""

    arguments: Arguments
    words: Words
    environment: Mapping[str, str]

    def speaking(self, language: str | None) -> "Shell":
        """The same shell in another language, where one is asked for."""
        return self if language is None else replace(self, words=words(language))

    def view(self) -> View:
        """How the reader looks at the output. A file gets neither colour nor the terminal's width."""
        to_file = "output" in self.arguments.values
        when = self.arguments.value("color", "never" if to_file else "auto")
        wide = terminal.UNKNOWN_WIDTH if to_file else terminal.width(self.environment, sys.stdout)
        return View(
            wide,
            terminal.colour(when, self.environment, sys.stdout),
            self.arguments.flag("all"),
            self.arguments.flag("quiet"),
            self.arguments.flag("statistics"),
        )

    def complain(self, kind: str, suggestion: str | None = None, **values: str) -> int:
        """Say in a sentence what is wrong with the command line."""
        message = self.words(f"usage.{kind}", **values)
        if suggestion:
            message = self.words("suggestion", message=message, suggestion=suggestion)
        end = "" if message.endswith("?") else "."
        print(f"poa-lint: {message}{end} {self.words('usage.hint')}", file=sys.stderr)
        return TROUBLE

    def put(self, text: str, *, machine: bool = False) -> int:
        """Write the output where it was asked for: 0, or 2 with a sentence where that failed."""
        target = self.arguments.values.get("output")
        try:
            if target is not None:
                files.write(target, text.encode("utf-8", "backslashreplace"))
            elif machine:
                sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
                sys.stdout.buffer.flush()
            else:
                sys.stdout.write(text)
                sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            problem = self.words("notice.cannot-write", problem=error.strerror or str(error))
            print(f"poa-lint: {target or 'stdout'}: {problem}", file=sys.stderr)
            return TROUBLE
        return CLEAN


def run() -> None:
    """The console script."""
    sys.exit(main(sys.argv[1:], os.environ))


def main(said: Sequence[str], environment: Mapping[str, str]) -> int:
    """Do what the command line says; the exit code."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115 - open until the end
    terminal.survive(sys.stdout)
    terminal.survive(sys.stderr)
    spoken = words(options.language(said, environment))
    arguments = options.parse(said)
    if isinstance(arguments, Misuse):
        shell = Shell(Arguments(), spoken, environment)
        return shell.complain(arguments.kind, arguments.suggestion, **arguments.values)
    shell = Shell(arguments, spoken, environment)
    if arguments.flag("help"):
        return shell.put(usage(spoken, arguments.command))
    if arguments.flag("version"):
        return shell.put(spoken("version", version=VERSION, ruleset=built_in_rules().version) + "\n")
    return COMMANDS[arguments.command](shell)


def usage(spoken: Words, command: str) -> str:
    """The help of a command, made from the table of options."""
    rows = [
        (
            ", ".join(option.names) + (f" {spoken(f'argument.{option.takes}')}" if option.takes else ""),
            option.key,
        )
        for option in options.OPTIONS
        if command in option.commands
    ]
    wide = max(len(names) for names, _ in rows)
    lines = [spoken("help.title"), "", f"{spoken('help.use')}:"]
    lines += [f"  {line}" for line in spoken("help.usage").splitlines()]
    lines += ["", f"{spoken('help.options')}:"]
    lines += [f"  {names.ljust(wide)}  {spoken(f'option.{key}')}" for names, key in rows]
    return "\n".join([*lines, "", spoken("help.exit"), spoken("help.example"), ""])


def _lint(shell: Shell) -> int:
    """Check reports: the command without a name."""
    arguments = shell.arguments
    asked = _asked(shell)
    if isinstance(asked, int):
        return asked
    if not arguments.operands:
        return shell.complain("no-path")
    paths, notices = files.found(arguments.operands, shell.words)
    general = _configured(asked, paths[0] if paths else arguments.operands[0])
    shell = shell.speaking(asked.language or general.settings.language)
    broken = _unfit(shell, asked, paths)
    if broken is not None:
        return broken
    if not selected(general.rules, general.settings.choice):
        return shell.complain("no-rules")
    form, spoken = arguments.value("output-format", "terminal"), shell.words
    jobs = _jobs(arguments.values.get("jobs"), len(paths))
    work = partial(_one, asked=asked, language=spoken.language, encoding=arguments.values.get("encoding"))
    results: list[FileResult] = []
    try:
        for result in terminal.with_bar(_each(work, paths, jobs), len(paths), time.monotonic, spoken("working")):
            if isinstance(result, Notice):
                notices.append(result)
            else:
                results.append(result)
    except KeyboardInterrupt:
        said = spoken("notice.interrupted", done=len(results), total=len(paths))
        print(f"poa-lint: {said}", file=sys.stderr)
        return TROUBLE
    running = selected(general.rules, general.settings.choice)
    done = Run(tuple(results), tuple(notices), len(running), general.rules.version)
    written = shell.put(REPORTERS[form](done, spoken, shell.view()), machine=form in MACHINE)
    _tell(notices)
    return max(written, exit_code(done))


def exit_code(done: Run) -> int:
    """0, 1 or 2 for a run."""
    if done.notices or not done.files or any(file.unusable for file in done.files):
        return TROUBLE
    return FINDINGS if any(file.failed for file in done.files) else CLEAN


class Asked(NamedTuple):
    """What the command line says over any settings file; None and empty where it says nothing."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: Severity | None
    config: str | None
    no_config: bool
    language: str | None


def _asked(shell: Shell) -> Asked | int:
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


def _configured(asked: Asked, path: str) -> Configured:
    """The settings and rules that hold for a file, with what the command line says on top."""
    config = asked.config or (None if asked.no_config else nearest_file("./-" if path == files.STDIN else path))
    return _under(asked, _from_file(config), path)


@cache
def _from_file(config: str | None) -> Configured:
    return configure(config, built_in_rules())


def _under(asked: Asked, found: Configured, path: str) -> Configured:
    choice = found.settings.choice.under(Choice(asked.select, asked.ignore))
    relative = os.path.relpath(path, os.path.dirname(found.path) if found.path else None).replace(os.sep, "/")
    settings = replace(
        found.settings,
        choice=replace(choice, severity={}, params={}),
        overrides=tuple(override for override in found.settings.overrides if override.meets_path(relative)),
        fail_on=asked.fail_on or found.settings.fail_on,
    )
    return replace(found, settings=settings)


def _unfit(shell: Shell, asked: Asked, paths: Sequence[str]) -> int | None:
    """Complain of settings and rules that are not in order, or of names on the command line; None where all is well."""
    configured = {found.path: found for found in (_configured(asked, path) for path in paths or ["."])}
    wrong: list[RuleTrouble] = []
    for found in configured.values():
        wrong += [trouble for trouble in (*found.rules.troubles, *found.troubles) if trouble not in wrong]
    if wrong:
        return _broken(shell, wrong, next(iter(configured.values())).rules)
    for found in configured.values():
        for name in (*asked.select, *asked.ignore):
            if not found.rules.named(name):
                return shell.complain("unknown-rule", _like(name, found.rules), name=name)
    return None


def _known_encoding(name: str) -> bool:
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return bool(getattr(codec, "_is_text_encoding", True)) and codec.name not in ODD_ENCODINGS


def _like(name: str, rules: Rulebook) -> str | None:
    """The code or name of a rule that a misspelt one may mean."""
    every = [check.rule for check in rules.checks.values()]
    return nearest(name.upper(), [rule.code for rule in every]) or nearest(
        name, [rule.name for rule in every] + [rule.group for rule in every]
    )


def _one(path: str, asked: Asked, language: str, encoding: str | None) -> FileResult | Notice:
    """Read and check one file, in this process or another."""
    spoken = words(language)
    source = files.read(path, encoding, spoken)
    if isinstance(source, Notice):
        return source
    found = _configured(asked, path)
    try:
        return lint(source, found.rules, built_in_forms(), found.settings, spoken)
    except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide the findings in the others
        return Notice(path, spoken("notice.stopped", problem=_defect(error)))


def _defect(error: Exception) -> str:
    """An exception of our own as a few words: its kind and the line that raised it."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "?"
    return f"{type(error).__name__}, {place}"


def _jobs(stated: str | None, count: int) -> int:
    """Processes to work with: as asked, else one for few files and one a core for many."""
    wanted = int(stated) if stated else (os.cpu_count() or 1) if count >= POOL_FROM else 1
    return max(1, min(wanted, count))


def _each(work: "partial[FileResult | Notice]", paths: Sequence[str], jobs: int) -> Iterator[FileResult | Notice]:
    """The results in the order of the paths."""
    if jobs == 1 or files.STDIN in paths:
        yield from map(work, paths)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        try:
            yield from pool.map(work, paths, chunksize=max(1, min(16, len(paths) // (jobs * 4))))
        except BrokenExecutor:
            yield Notice("--jobs", words(work.keywords["language"])("notice.pool"))
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _tell(notices: Iterable[Notice]) -> None:
    for notice in notices:
        print(f"poa-lint: {notice.path}: {notice.message}", file=sys.stderr)


def _broken(shell: Shell, wrong: Sequence[RuleTrouble], rules: Rulebook) -> int:
    """Rules or settings that are not in order: their troubles, and no finding about any report."""
    form = shell.arguments.value("output-format", "terminal")
    render = REPORTERS.get(form, REPORTERS["terminal"])
    done = Run(troubles.results(wrong, shell.words), (), len(rules.checks), rules.version)
    shell.put(render(done, shell.words, shell.view()._replace(quiet=True, all=True)), machine=form in MACHINE)
    return TROUBLE


def _explain(shell: Shell) -> int:
    """`poa-lint explain RULE`."""
    from poa_lint import explaining

    operands = shell.arguments.operands
    if len(operands) != 1:
        return shell.complain("too-many" if operands else "one-operand", command="explain")
    rules = built_in_rules()
    if rules.troubles:
        return _broken(shell, rules.troubles, rules)
    named = [rule.code for rule in rules.named(operands[0])]
    if not named:
        return shell.complain("unknown-rule", _like(operands[0], rules), name=operands[0])
    wide = shell.view().width
    pages = [explaining.page(rules.checks[code], rules, built_in_forms(), shell.words, wide) for code in named]
    return shell.put("\n\n".join(pages))


def _rules(shell: Shell) -> int:
    """`poa-lint rules`."""
    from poa_lint import listing

    form = shell.arguments.value("output-format", "terminal")
    if form not in listing.FORMATS:
        choices = ", ".join(listing.FORMATS)
        return shell.complain("unknown-format", nearest(form, listing.FORMATS), name=form, choices=choices)
    rules = built_in_rules()
    if rules.troubles:
        return _broken(shell, rules.troubles, rules)
    return shell.put(listing.FORMATS[form](rules, built_in_forms(), shell.words), machine=form in ("json", "html"))


def _check_rules(shell: Shell) -> int:
    """`poa-lint check-rules [DIR]`: load, type, and run every example; with `--audit`, see what they notice."""
    from poa_lint import audit, proving
    from poa_lint.resources import folder
    from poa_lint.rulebook.load import load, together

    operands = shell.arguments.operands
    if len(operands) > 1:
        return shell.complain("too-many", command="check-rules")
    target = Path(operands[0]) if operands else folder("rules")
    if not target.is_dir():
        return shell.complain("not-a-folder", name=str(target))
    form = shell.arguments.value("output-format", "terminal")
    formats: Mapping[str, object] = audit.FORMATS if shell.arguments.flag("audit") else REPORTERS
    if form not in formats:
        return shell.complain("unknown-format", nearest(form, formats), name=form, choices=", ".join(formats))
    own = load((target,))
    if not own.rules and not own.troubles:
        print(shell.words("check-rules.none"), file=sys.stderr)
        return TROUBLE
    rules = rulebook(together(own, load((folder("rules"),))))
    codes = frozenset(rule.code for rule in own.rules)
    ran, wrong = proving.prove(rules, built_in_forms(), codes)
    found = troubles.results((*rules.troubles, *wrong), shell.words)
    if found:
        done = Run(found, (), len(own.rules), rules.version)
        render = REPORTERS.get(form, REPORTERS["terminal"])
        shell.put(render(done, shell.words, shell.view()._replace(quiet=True, all=True)), machine=form in MACHINE)
        count = shell.words.count("check-rules.troubles", sum(len(file.diagnostics) for file in found))
        said = shell.words("check-rules.wrong", troubles=count, files=shell.words.count("files", len(found)))
        print(said, file=sys.stderr)
        return TROUBLE if rules.troubles else FINDINGS
    said = _audited(shell, rules, form) if shell.arguments.flag("audit") else _in_order(shell, len(own.rules), ran)
    return shell.put(said, machine=form == "json")


def _in_order(shell: Shell, rules: int, examples: int) -> str:
    counts = {key: shell.words.count(f"check-rules.{key}", n) for key, n in (("rules", rules), ("examples", examples))}
    return shell.words("check-rules.right", **counts) + "\n"


def _audited(shell: Shell, rules: Rulebook, form: str) -> str:
    """What the rules notice of changes in sound reports."""
    from poa_lint import audit

    spoken, made = words(shell.words.language, "audit"), audit.planned()
    answers = audit.outcomes(made, rules, built_in_forms(), shell.words)
    done = audit.audited(terminal.with_bar(answers, len(made), time.monotonic, spoken("working")), rules)
    return audit.FORMATS[form](done, rules, built_in_forms(), spoken)


def _config(shell: Shell) -> int:
    """`poa-lint config [PATH]`: the settings that hold there, and where each value comes from."""
    from poa_lint import settled

    operands = shell.arguments.operands
    if len(operands) > 1:
        return shell.complain("too-many", command="config")
    asked = _asked(shell)
    if isinstance(asked, int):
        return asked
    path = operands[0] if operands else "."
    path = os.path.join(path, "informe.txt") if os.path.isdir(path) else path
    broken = _unfit(shell, asked, [path])
    if broken is not None:
        return broken
    return shell.put(settled.render(_configured(asked, path), shell.words))


COMMANDS: Final = {"": _lint, "config": _config, "explain": _explain, "rules": _rules, "check-rules": _check_rules}

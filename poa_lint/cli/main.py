"""The command line: words to an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Final, NoReturn

from poa_lint import api
from poa_lint.cli import options
from poa_lint.cli.lint import lint
from poa_lint.cli.options import Arguments, UsageError
from poa_lint.cli.parser import parse
from poa_lint.cli.request import BrokenRules, write_troubles
from poa_lint.cli.runner import tune_garbage_collector
from poa_lint.cli.shell import (
    CLEAN,
    FINDINGS,
    INTERRUPTED,
    TROUBLE,
    Shell,
    escape_what_it_cannot_encode,
    ignore_interrupts,
    width,
)
from poa_lint.core.text import similar
from poa_lint.core.version import VERSION
from poa_lint.core.words import words as words_of
from poa_lint.rulebook.builtin import built_in_rules

APART: Final = frozenset(
    {"pair", "amend", "keep", "next", "export", "letter", "observaciones", "summary", "completion", "man"}
)
"""Commands in modules of their names: of use to few, and with much that they import."""


def run() -> None:
    """The console script. A defect of ours is a sentence and 2, never 1: 1 means findings."""
    tune_garbage_collector()
    try:
        code = main(sys.argv[1:], os.environ)
    except Exception as error:  # noqa: BLE001 - the last door: whatever comes here is told, with its place
        words = words_of(options.language(sys.argv[1:], os.environ))
        print(f"poa-lint: {words('notice.defect', problem=api.defect(error))}", file=sys.stderr)
        code = TROUBLE
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process with this exit code. Where nobody waits for its end, it is left as it is once all is written.

    To take the interpreter down takes a third of the time that it takes to start. It is taken down where functions may
    be registered for the end, where threads may run, under a tracer, and where what was written cannot be flushed.
    """
    if not sys.modules.keys() & {"atexit", "threading"} and sys.gettrace() is None:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    sys.exit(code)


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Do what the command line says; the exit code."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115 - open until the end
    escape_what_it_cannot_encode(sys.stdout)
    escape_what_it_cannot_encode(sys.stderr)
    shell = Shell(Arguments(), words_of(options.language(argv, environment)), environment)
    try:
        shell.arguments = parse(argv)
        return _ending(shell, _command(shell)(shell))
    except KeyboardInterrupt:
        ignore_interrupts()
        shell.warn(shell.words("notice.interrupted-early"))
        return INTERRUPTED
    except UsageError as error:
        return shell.complain(error)
    except BrokenRules as error:
        return write_troubles(shell, error)


def _ending(shell: Shell, code: int) -> int:
    """The exit code, in which findings do not count where the command line says so."""
    return CLEAN if code == FINDINGS and shell.arguments.exit_zero else code


def _command(shell: Shell) -> Callable[[Shell], int]:
    """The function of the command that was asked for."""
    name = shell.arguments.command
    if shell.arguments.help:
        return lambda shell: shell.put(_help(shell, name))
    if shell.arguments.version or name == "version":
        return lambda shell: shell.put(shell.words("version", version=VERSION, ruleset=built_in_rules().version) + "\n")
    if not name:
        return lint
    if name in APART:
        command: Callable[[Shell], int] = getattr(import_module(f"poa_lint.cli.{name}"), name)
        return command
    from poa_lint.cli import drafts, forms, rules, serve, settings, show

    return {
        "help": help_command,
        "config": settings.config,
        "waive": settings.waive,
        "explain": rules.explain,
        "rules": rules.rules,
        "check-rules": rules.check_rules,
        "check-forms": forms.check_forms,
        "fmt": show.fmt,
        "show": show.show,
        "form-new": drafts.form_new,
        "rule-new": drafts.rule_new,
        "lsp": serve.lsp,
        "serve": serve.serve,
    }[name]


def help_command(shell: Shell) -> int:
    """`poa-lint help [COMMAND]`."""
    operands = shell.arguments.operands
    if len(operands) > 1:
        raise UsageError("too-many", command="help")
    name = operands[0] if operands else ""
    known = (*options.COMMANDS, *options.YIELDING)
    if name and name not in known:
        raise UsageError("unknown-command", similar(name, known), name=name)
    return shell.put(_help(shell, "" if name == "check" else name))


def _help(shell: Shell, command: str) -> str:
    """The help of a command in the width of the terminal."""
    from poa_lint.cli import usage

    return usage.page(shell.words, command, min(width(shell.environment, sys.stdout), usage.WIDEST))

"""The command line: arguments, files, findings, text, exit code. The only place that prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence

from poa_lint import api
from poa_lint.cli import options
from poa_lint.cli.lint import lint, patient
from poa_lint.cli.options import Arguments, Misuse
from poa_lint.cli.shell import TROUBLE, Shell, survive
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words, words
from poa_lint.rulebook.builtin import built_in_rules


def run() -> None:
    """The console script. A defect of ours is a sentence and 2, never 1: 1 means findings."""
    patient()
    try:
        code = main(sys.argv[1:], os.environ)
    except KeyboardInterrupt:
        code = TROUBLE
    except Exception as error:  # noqa: BLE001 - the last door: whatever comes here is told, with its place
        spoken = words(options.language(sys.argv[1:], os.environ))
        print(f"poa-lint: {spoken('notice.defect', problem=api.defect(error))}", file=sys.stderr)
        code = TROUBLE
    sys.exit(code)


def main(said: Sequence[str], environment: Mapping[str, str]) -> int:
    """Do what the command line says; the exit code."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115 - open until the end
    survive(sys.stdout)
    survive(sys.stderr)
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
    return _command(arguments.command)(shell)


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


def _command(name: str) -> Callable[[Shell], int]:
    """What a command's name stands for."""
    if not name:
        return lint
    from poa_lint.cli import rules, serve, settings, show

    known = {"config": settings.config, "explain": rules.explain, "rules": rules.rules}
    known |= {"fmt": show.fmt, "lsp": serve.lsp, "show": show.show, "serve": serve.serve}
    return {**known, "check-rules": rules.check_rules, "waive": settings.waive}[name]

"""Commands about settings: show those that hold, write a waiver."""

from __future__ import annotations

import os
from collections.abc import Iterator

from poa_lint.api import NAME, Linter
from poa_lint.cli import request
from poa_lint.cli.options import Arguments, UsageError
from poa_lint.cli.shell import Shell
from poa_lint.config.apply import selected
from poa_lint.config.find import Configured
from poa_lint.config.waivers import FILE as WAIVERS
from poa_lint.core.diagnostic import Severity
from poa_lint.core.figures import figure_text
from poa_lint.core.words import Words
from poa_lint.rulebook import troubles
from poa_lint.rulebook.rule import Rule


def config(shell: Shell) -> int:
    """`poa-lint config [PATH]`: the settings that hold there, and where each value comes from."""
    operands = shell.arguments.operands
    if len(operands) > 1:
        raise UsageError("too-many", command="config")
    linter = Linter(request.wishes(shell), shell.words)
    path = operands[0] if operands else "."
    path = os.path.join(path, NAME) if os.path.isdir(path) else path
    request.check_rules(shell, linter, [path])
    return shell.put(render(linter.configured(path), shell.words))


def waive(shell: Shell) -> int:
    """`poa-lint waive RULE WHERE --reason … --until …`: write a waiver at the end of its file."""
    from poa_lint.config import waiver_file

    arguments = shell.arguments
    if len(arguments.operands) != 2 or arguments.reason is None or arguments.until is None:
        raise UsageError("waive-needs")
    linter = Linter(request.wishes(shell), shell.words)
    request.check_rules(shell, linter, ["."])
    config = linter.files("-")
    path = config.waivers or os.path.join(os.path.dirname(config.settings or ""), WAIVERS)
    before = b""
    if os.path.exists(path):
        with open(path, "rb") as stream:
            before = stream.read()
    after = waiver_file.with_another(before.decode("utf-8"), list(_waiver(arguments)))
    file, faults = waiver_file.read(path, after.removeprefix("\ufeff"), linter.configured("-").rules)
    if faults:
        raise UsageError(sentence=troubles.sentence(faults[0], shell.words))
    if file.waivers[-1].until < linter.wishes.today:
        raise UsageError("waive-past", value=arguments.until)
    where = arguments.operands[1]
    done = shell.words("waive.done", path=path, rule=file.waivers[-1].code, where=where) + "\n"
    return shell.write(path, after) or shell.put(done)


def _waiver(arguments: Arguments) -> Iterator[tuple[str, str]]:
    """The fields of the waiver that the command line states, in the order of the file."""
    rule, where = arguments.operands
    fields = (
        ("rule", rule),
        ("where", where),
        ("year", arguments.year),
        ("quarter", arguments.quarter),
        ("value", arguments.value),
        ("reason", arguments.reason),
        ("authorised_by", arguments.authorised_by),
        ("until", arguments.until),
    )
    return ((key, value) for key, value in fields if value is not None)


def render(held: Configured, words: Words) -> str:
    """The settings as lines: general ones first, then every rule with its severity and parameters."""
    return "".join(f"{line}\n" for line in _lines(held, words))


def _lines(held: Configured, words: Words) -> Iterator[str]:
    settings = held.settings
    yield words("config.file", path=held.path) if held.path else words("config.none")
    yield ""
    yield f"fail-on = {settings.fail_on.value}  ({_origin(held, words, 'fail-on')})"
    yield f"language = {settings.language or words.language}  ({_origin(held, words, 'language')})"
    for key in ("select", "ignore"):
        names = getattr(settings.choice, key)
        if names:
            yield f"{key} = {', '.join(names)}  ({_origin(held, words, key)})"
    for name, mode in settings.acumulacion.items():
        yield f"acumulacion {name} = {mode}  ({_origin(held, words, 'acumulacion')})"
    for key, limit in settings.limits._asdict().items():
        if f"limits.{key}" in settings.origins:
            yield f"limits.{key} = {limit}  ({_origin(held, words, f'limits.{key}')})"
    for folder in settings.folders:
        yield f"rules = {folder}  ({_origin(held, words, 'rules')})"
    if settings.overrides:
        yield words.count("config.overrides", len(settings.overrides))
    if held.waivers.waivers:
        yield words.count("config.waivers", len(held.waivers.waivers)).format(path=held.waivers.path)
    yield ""
    running = selected(held.rules, settings.choice)
    for code, check in held.rules.checks.items():
        yield from _rule(held, check.rule, words, code in running)


def _rule(held: Configured, rule: Rule, words: Words, runs: bool) -> Iterator[str]:
    severity = rule.severity if runs else Severity.OFF
    origin = _origin(held, words, *(f"severity.{name}" for name in _names(rule)))
    yield f"{rule.code} {rule.name} = {severity.value}  ({origin})"
    for parameter in rule.parameters:
        if parameter.source is None:
            where = _origin(held, words, *(f"params.{name}.{parameter.name}" for name in _names(rule)))
            yield f"    {parameter.name} = {_value(parameter.value)} {parameter.unit}".rstrip() + f"  ({where})"


def _names(rule: Rule) -> tuple[str, ...]:
    prefixes = (rule.code[:end] for end in range(len(rule.code), 2, -1))
    return (*prefixes, rule.name, rule.group)


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    return value if isinstance(value, str) else figure_text(value)  # type: ignore[arg-type]


def _origin(held: Configured, words: Words, *keys: str) -> str:
    """The file and line in which the first of these keys was set, else the program itself."""
    for key in keys:
        origin = held.settings.origins.get(key)
        if origin is not None:
            return f"{origin.where}:{origin.line}"
    return words("config.program")

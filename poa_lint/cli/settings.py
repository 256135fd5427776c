"""Commands about settings: show those that hold, write a waiver."""

from __future__ import annotations

import os
from collections.abc import Iterator

from poa_lint.api import configured, nearest
from poa_lint.cli.request import asked, unfit
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
        return shell.complain("too-many", command="config")
    wanted = asked(shell)
    if isinstance(wanted, int):
        return wanted
    path = operands[0] if operands else "."
    path = os.path.join(path, "informe.txt") if os.path.isdir(path) else path
    unusable = unfit(shell, wanted, [path])
    if unusable is not None:
        return unusable
    return shell.put(render(configured(wanted, path), shell.words))


def waive(shell: Shell) -> int:
    """`poa-lint waive RULE WHERE --reason … --until …`: write a waiver at the end of its file."""
    from poa_lint.config import waiver_file

    said, operands = shell.arguments.values, shell.arguments.operands
    if len(operands) != 2 or "reason" not in said or "until" not in said:
        return shell.complain("waive-needs")
    wanted = asked(shell)
    if isinstance(wanted, int):
        return wanted
    unusable = unfit(shell, wanted, ["."])
    if unusable is not None:
        return unusable
    found = nearest(wanted, "-")
    path = found.waivers or os.path.join(os.path.dirname(found.settings or ""), WAIVERS)
    before = b""
    if os.path.exists(path):
        with open(path, "rb") as stream:
            before = stream.read()
    optional = {key.replace("-", "_"): said[key] for key in ("year", "quarter", "value") if key in said}
    who = {"authorised_by": said["authorised-by"]} if "authorised-by" in said else {}
    one = {
        "rule": operands[0],
        "where": operands[1],
        **optional,
        "reason": said["reason"],
        **who,
        "until": said["until"],
    }
    after = waiver_file.with_another(before.decode("utf-8"), list(one.items()))
    file, wrong = waiver_file.read(path, after.removeprefix("\ufeff"), configured(wanted, "-").rules)
    if wrong:
        return shell.refuse(troubles.sentence(wrong[0], shell.words))
    if file.waivers[-1].until < wanted.today:
        return shell.complain("waive-past", value=said["until"])
    written = shell.write(path, after)
    return written or shell.put(
        shell.words("waive.done", path=path, rule=file.waivers[-1].code, where=operands[1]) + "\n"
    )


def render(found: Configured, words: Words) -> str:
    """The settings as lines: general ones first, then every rule with its severity and parameters."""
    return "".join(f"{line}\n" for line in _lines(found, words))


def _lines(found: Configured, words: Words) -> Iterator[str]:
    settings = found.settings
    yield words("config.file", path=found.path) if found.path else words("config.none")
    yield ""
    yield f"fail-on = {settings.fail_on.value}  ({_origin(found, words, 'fail-on')})"
    yield f"language = {settings.language or words.language}  ({_origin(found, words, 'language')})"
    for key in ("select", "ignore"):
        names = getattr(settings.choice, key)
        if names:
            yield f"{key} = {', '.join(names)}  ({_origin(found, words, key)})"
    for name, mode in settings.acumulacion.items():
        yield f"acumulacion {name} = {mode}  ({_origin(found, words, 'acumulacion')})"
    for folder in settings.folders:
        yield f"rules = {folder}  ({_origin(found, words, 'rules')})"
    if settings.overrides:
        yield words.count("config.overrides", len(settings.overrides))
    if found.waivers.waivers:
        yield words.count("config.waivers", len(found.waivers.waivers)).format(path=found.waivers.path)
    yield ""
    running = selected(found.rules, settings.choice)
    for code, check in found.rules.checks.items():
        yield from _rule(found, check.rule, words, code in running)


def _rule(found: Configured, rule: Rule, words: Words, runs: bool) -> Iterator[str]:
    severity = rule.severity if runs else Severity.OFF
    origin = _origin(found, words, *(f"severity.{name}" for name in _names(rule)))
    yield f"{rule.code} {rule.name} = {severity.value}  ({origin})"
    for one in rule.parameters:
        if one.source is None:
            where = _origin(found, words, *(f"params.{name}.{one.name}" for name in _names(rule)))
            yield f"    {one.name} = {_value(one.value)} {one.unit}".rstrip() + f"  ({where})"


def _names(rule: Rule) -> tuple[str, ...]:
    prefixes = (rule.code[:end] for end in range(len(rule.code), 2, -1))
    return (*prefixes, rule.name, rule.group)


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    return value if isinstance(value, str) else figure_text(value)  # type: ignore[arg-type]


def _origin(found: Configured, words: Words, *keys: str) -> str:
    """Where the first of these keys was set: a file and its line, else the program itself."""
    for key in keys:
        origin = found.settings.origins.get(key)
        if origin is not None:
            return f"{origin.where}:{origin.line}"
    return words("config.program")

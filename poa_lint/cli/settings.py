"""Commands about settings: show those that hold, write a waiver."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from poa_lint.api import NAME, Linter
from poa_lint.cli import request, targets
from poa_lint.cli.options import Arguments, UsageError
from poa_lint.cli.shell import Shell
from poa_lint.config import waiver_file
from poa_lint.config.apply import selected
from poa_lint.config.compare import Compare
from poa_lint.config.find import Configured
from poa_lint.config.letter import Letter
from poa_lint.config.settings import FileChoice, Settings
from poa_lint.config.waivers import AMENDABLE, Waiver
from poa_lint.config.waivers import FILE as WAIVERS
from poa_lint.core.diagnostic import Severity
from poa_lint.core.figures import figure_text
from poa_lint.core.result import Notice
from poa_lint.core.text import printable, refitted, visible
from poa_lint.core.words import Words
from poa_lint.documents import files, target
from poa_lint.rulebook import troubles
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.clashes import is_ours
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
    return shell.put(refitted(render(linter.configured(path), shell.words), shell.room()))


def waive(shell: Shell) -> int:
    """`poa-lint waive RULE WHERE --reason … --until …`: write a waiver at the end of its file."""
    arguments = shell.arguments
    if len(arguments.operands) != 2 or arguments.reason is None or arguments.until is None:
        raise UsageError("waive-needs")
    linter = Linter(request.wishes(shell), shell.words)
    request.check_rules(shell, linter, ["."])
    config = linter.files("-")
    path = config.waivers or os.path.join(os.path.dirname(config.settings or ""), WAIVERS)
    targets.check_rules([path], [linter.configured("-")])
    try:
        waiver = _append(path, linter, shell)
    except OSError as error:
        return shell.tell(path, target.sentence(error, shell.words))
    done = shell.words("waive.done", path=path, rule=waiver.code, where=arguments.operands[1])
    if waiver.code in AMENDABLE:
        done = f"{done} {shell.words('waive.amend', where='/'.join(waiver.where.split('/')[:3]))}"
    return shell.put(visible(done) + "\n")


def _append(path: str, linter: Linter, shell: Shell) -> Waiver:
    """Write the waiver at the end of a file, however many processes do the same. Raises UsageError and OSError."""
    with target.alone(path):
        before = _waivers(path, shell.words)
        after, waiver = _with_another(path, before, linter.configured("-").rules, shell)
        if waiver.until < linter.wishes.today:
            raise UsageError("waive-past", value=waiver.until)
        target.write(path, after.encode("utf-8", "backslashreplace"), was=before, locked=True)
    return waiver


def _with_another(path: str, before: bytes, rules: Rulebook, shell: Shell) -> tuple[str, Waiver]:
    """The text of the file with the waiver at its end, and the waiver. Raises UsageError where it is not in order."""
    try:
        text = before.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("waivers-not-utf8", name=path) from None
    after = waiver_file.with_another(text, list(_waiver(shell.arguments)))
    file, faults = waiver_file.read(path, after.removeprefix("\ufeff"), rules)
    if faults:
        raise UsageError(sentence=troubles.sentence(faults[0], shell.words))
    return after, file.waivers[-1]


def _waivers(path: str, words: Words) -> bytes:
    """The bytes of a file of waivers; none where there is no file yet. Raises UsageError for what is no file."""
    data = files.load(path, words) if os.path.exists(path) else b""
    if isinstance(data, Notice):
        raise UsageError("waivers-unreadable", name=path, problem=data.message)
    return data


def _waiver(arguments: Arguments) -> Iterator[tuple[str, str]]:
    """The fields of the waiver that the command line states, in the order of the file."""
    rule, where = arguments.operands
    fields = (
        ("rule", rule),
        ("where", where),
        ("year", arguments.year),
        ("quarter", arguments.quarter),
        ("period", arguments.period),
        ("value", arguments.value),
        ("reason", arguments.reason),
        ("authorised_by", arguments.authorised_by),
        ("until", arguments.until),
    )
    return ((key, value) for key, value in fields if value is not None)


def render(held: Configured, words: Words) -> str:
    """The settings as lines: general ones first, then every rule with its severity and parameters."""
    return "".join(f"{printable(line.replace(chr(10), ' '))}\n" for line in _lines(held, words))


def _particulars(held: Configured, words: Words) -> Iterator[str]:
    """The settings that are no choice of rules, as far as they are stated, each with its origin."""
    for name, value, origins in _stated(held.settings):
        yield f"{name} = {value}  ({_origin(held, words, *origins)})"


def _stated(settings: Settings) -> Iterator[tuple[str, object, tuple[str, ...]]]:
    """The names and values of settings, and the keys by which their origin is known, the nearest first."""
    yield from ((f"acumulacion {name}", mode, ("acumulacion",)) for name, mode in settings.acumulacion.items())
    yield from ((f"sinonimos {name}", ", ".join(words), ("sinonimos",)) for name, words in settings.sinonimos.items())
    yield from ((f"files.{key}", value, (f"files.{key}",)) for key, value in _files(settings.files))
    compared = () if settings.compare is None else _compared(settings.compare)
    yield from ((f"compare.{key}", value, (f"compare.{key}", "compare")) for key, value in compared)
    plain = {"units": ", ".join(settings.units), "docs": settings.docs, "order": settings.order}
    yield from ((key, value, (key,)) for key, value in plain.items() if value)
    letter = () if settings.letter is None else _letter(settings.letter)
    yield from ((f"letter.{key}", value, (f"letter.{key}", "letter")) for key, value in letter)
    limits = settings.limits._asdict().items()
    yield from (
        (key, limit, (key,))
        for key, limit in ((f"limits.{name}", limit) for name, limit in limits)
        if key in settings.origins
    )


def _files(chosen: FileChoice) -> Iterator[tuple[str, str]]:
    """The values of `files` that are stated, by key."""
    yield from ((key, ", ".join(globs)) for key in ("include", "exclude") if (globs := getattr(chosen, key)))
    yield from [("gitignore", "true")] if chosen.gitignore else []


def _compared(compare: Compare) -> Iterator[tuple[str, str]]:
    """The values of `compare` by key; a re-issued plan with its day and its letter."""
    for issued in compare.plans:
        yield "plan", ", ".join(filter(None, (issued.path, issued.since, issued.oficio)))
    yield from (("against", path) for path in compare.against)
    yield from (("amendments", compare.amendments),) if compare.amendments else ()
    yield "require", compare.require


def _letter(letter: Letter) -> Iterator[tuple[str, str]]:
    """The values of `letter` by key, as far as they are stated."""
    yield from (("template", path) for path in letter.templates)
    yield from ((key, value) for key, value in letter._asdict().items() if key != "templates" and value)


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
    yield from _particulars(held, words)
    yield from (f"rules = {_folder(folder, held, words)}" for folder in settings.folders)
    yield from (f"forms = {_folder(folder, held, words, 'forms')}" for folder in settings.form_folders)
    if settings.overrides:
        yield words.count("config.overrides", len(settings.overrides))
    if held.waivers.waivers:
        yield words.count("config.waivers", len(held.waivers.waivers)).format(path=held.waivers.path)
    yield ""
    running = selected(held.rules, settings.choice)
    for code, check in held.rules.checks.items():
        yield from _rule(held, check.rule, words, code in running)


def _folder(folder: str, held: Configured, words: Words, key: str = "rules") -> str:
    """A folder of rules or forms with its origin and, for one of a pack, the pack's name and version."""
    pack = held.settings.packs.get(folder)
    of_pack = words("config.pack", pack=pack) if pack else ""
    return f"{folder}  ({', '.join(filter(None, (of_pack, _origin(held, words, key))))})"


def _rule(held: Configured, rule: Rule, words: Words, runs: bool) -> Iterator[str]:
    severity = rule.severity if runs else Severity.OFF
    home = _home(rule, held, words)
    origin = _origin(held, words, *(f"severity.{name}" for name in _names(rule)), otherwise=home)
    if rule.superseded:
        origin = words("config.superseded", other=", ".join(rule.replaced_by))
    yield f"{rule.code} {rule.name} = {severity.value}  ({origin})"
    for parameter in rule.parameters:
        if parameter.source is None:
            stated = (f"params.{name}.{parameter.name}" for name in _names(rule))
            where = _origin(held, words, *stated, otherwise=home)
            yield f"    {parameter.name} = {_value(parameter.value)} {parameter.unit}".rstrip() + f"  ({where})"


def _home(rule: Rule, held: Configured, words: Words) -> str:
    """The place where a rule is stated: the program, a pack, or a file in a folder of the office."""
    if is_ours(rule.path):
        return words("config.program")
    folder = next((folder for folder in held.settings.folders if Path(folder) in Path(rule.path).parents), "")
    pack = held.settings.packs.get(folder)
    return words("config.pack", pack=pack) if pack else os.path.relpath(rule.path, os.path.dirname(folder) or ".")


def _names(rule: Rule) -> tuple[str, ...]:
    prefixes = (rule.code[:end] for end in range(len(rule.code), 2, -1))
    return (*prefixes, rule.name, rule.group)


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    return value if isinstance(value, str) else figure_text(value)  # type: ignore[arg-type]


def _origin(held: Configured, words: Words, *keys: str, otherwise: str = "") -> str:
    """The file and line in which the first of these keys was set, else what is said `otherwise`, or the program."""
    for key in keys:
        origin = held.settings.origins.get(key)
        if origin is not None:
            return f"{origin.where}:{origin.line}"
    return otherwise or words("config.program")

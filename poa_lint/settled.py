"""Show the settings that hold for a report: each effective value, and where it comes from."""

from collections.abc import Iterator

from poa_lint.checking import selected
from poa_lint.diagnostic import Severity
from poa_lint.figures import figure_text
from poa_lint.nearest import Configured
from poa_lint.rulebook.rule import Rule
from poa_lint.words import Words


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

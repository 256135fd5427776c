"""A rule's page: what it says, why, its formula and parameters, its examples really run, how to correct."""

from collections.abc import Iterable, Iterator

from poa_lint.figures import figure_text
from poa_lint.proving import examples, result_of
from poa_lint.reading.forms import Form
from poa_lint.rulebook.checks import Check, Rulebook
from poa_lint.rulebook.rule import LECTURA, Parameter, Rule
from poa_lint.words import Words


def page(check: Check, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> str:
    """The page of one rule, as plain text."""
    rule, language = check.rule, words.language
    title = f"{rule.code} {rule.name}"
    return "\n".join(
        [
            title,
            "=" * len(title),
            "",
            *_facts(rule, words),
            *_section(words("explain.what"), rule.message[language].values()),
            *_section(words("explain.why"), rule.why[language].values()),
            *_section(words("explain.formula"), _formula(rule, words)),
            *_section(words("explain.parameters"), (_parameter(one, words) for one in rule.parameters)),
            *_section(words("explain.help"), rule.help[language].values()),
            *_section(words("explain.basis"), (", ".join(entry.values()) for entry in rule.basis)),
            *_section(words("explain.examples"), _examples(check, rules, forms, words)),
        ]
    )


def _facts(rule: Rule, words: Words) -> Iterator[str]:
    facts = [
        ("group", words.table.get(f"group.{rule.group}", rule.group)),
        ("severity", words(f"severity.{rule.severity.value}")),
        ("each", words(f"each.{rule.each}")),
        ("since", rule.since),
        ("follows", ", ".join(rule.follows)),
        ("unless", ", ".join(rule.unless)),
    ]
    for key, value in facts:
        if value:
            yield f"{words(f'explain.{key}')}: {value}"
    yield ""


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    stated = list(lines)
    if stated:
        yield title
        for line in stated:
            yield from (f"  {part}" for part in line.splitlines() or [""])
        yield ""


def _formula(rule: Rule, words: Words) -> Iterator[str]:
    if rule.each == LECTURA:
        yield words("explain.reading")
        return
    for key in ("when", "expect"):
        if key in rule.sentences:
            yield f"{words(f'explain.{key}')}: {' '.join(rule.sentences[key].split())}"


def _parameter(one: Parameter, words: Words) -> str:
    if one.source is not None:
        return f"{one.name}: {words('explain.parameter-from', rule=one.source)}"
    bounds = {key: _value(value) for key, value in (("min", one.minimum), ("max", one.maximum)) if value is not None}
    said = ""
    if bounds:
        key = "bounds" if len(bounds) == 2 else "at-least" if "min" in bounds else "at-most"
        said = f" ({words(f'explain.{key}', **bounds)})"
    value = f"{_value(one.value)} {one.unit}".rstrip()
    return f"{one.name} = {value}{said}: {one.doc.get(words.language, '')}"


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    return value if isinstance(value, str) else figure_text(value)  # type: ignore[arg-type]


def _examples(check: Check, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> Iterator[str]:
    rule = check.rule
    for kind, example in examples(rule):
        result = result_of(rule, example, rules, forms, words)
        own = [one for one in result.diagnostics if one.code == rule.code]
        label = words(f"explain.{'not-known' if kind == 'unknown' else kind}")
        yield f"{label}: {_source(rule, example.mark.offset)}"
        for one in own[:2]:
            yield f"    {one.message}"
            if one.work:
                yield f"    {words('label.work')}: {one.work}"


def _source(rule: Rule, offset: int) -> str:
    """An example as it stands in the file: its first line."""
    line = rule.text[offset:].split("\n", 1)[0].strip()
    return line.removeprefix("{").removesuffix("}") if line.startswith("{") else line

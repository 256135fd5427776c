"""The rules as pages of markdown, and the tables of what rules may say: what docs/ is made of."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from poa_lint.authoring.explain import Block, Page, explained
from poa_lint.core.form import Form
from poa_lint.core.words import LANGUAGES, Words, words
from poa_lint.expression.functions import FUNCTIONS
from poa_lint.expression.types import Type
from poa_lint.rulebook.book import Check, Rulebook
from poa_lint.rulebook.nodes import FRAMES, kinds

GENERATED: Final = "<!-- make goldens escribe esta página a partir de rules/: no la edite a mano -->"


def files(rules: Rulebook, forms: tuple[Form, ...]) -> Iterator[tuple[str, str]]:
    """The names and the text of the pages of documentation: the list of rules, then each rule by its code."""
    yield "README.md", _index(rules)
    for check in rules.checks.values():
        yield f"{check.rule.code}.md", markdown(check, rules, forms)


def markdown(check: Check, rules: Rulebook, forms: tuple[Form, ...]) -> str:
    """One rule's page: in Spanish, then in English."""
    spanish, english = (explained(check, rules, forms, words(language)) for language in LANGUAGES)
    lines = [
        GENERATED,
        "",
        f"# {spanish.code} {spanish.name}",
        "",
        "[Todas las reglas](README.md) · [In English](#in-english)",
        "",
        *_markdown(spanish, "##", words("es")),
        "## In English",
        "",
        *_markdown(english, "###", words("en")),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def page(check: Check, rules: Rulebook, forms: tuple[Form, ...], spoken: Words) -> str:
    """One rule's page in one language, for an editor's hover."""
    told = explained(check, rules, forms, spoken)
    return "\n".join([f"# {told.code} {told.name}", "", *_markdown(told, "##", spoken)]).rstrip("\n")


def _markdown(page: Page, level: str, spoken: Words) -> Iterator[str]:
    head = (spoken("explain.rule"), f"{page.code} {_code(page.name)}")
    yield _table(head, [(label, _linked(_safe(value))) for label, value in page.facts])
    yield ""
    for section in page.sections:
        yield f"{level} {section.title}"
        yield ""
        for block in section.blocks:
            yield from _block(block)
        yield ""


def _block(block: Block) -> Iterator[str]:
    text = _code(block.text) if block.code else _linked(_safe(block.text))
    label = f"**{_safe(block.label)}**: " if block.label else ""
    yield f"- {label}{text}"
    for answer in block.answers:
        yield f"  - {_linked(_safe(answer))}"


def _safe(text: str) -> str:
    """Words that markdown takes as they are."""
    return re.sub(r"([\\`*_<>|\[\]#])", r"\\\1", text)


def _code(text: str) -> str:
    ticks = "``" if "`" in text else "`"
    return f"{ticks}{text}{ticks}"


def _linked(text: str) -> str:
    """The codes of rules as links to their pages."""
    return RULE.sub(lambda found: f"[{found[0]}]({found[0]}.md)", text)


RULE: Final = re.compile(r"\bPOA\d{3}\b")
"""A rule's code in a text."""


def _index(rules: Rulebook) -> str:
    lines = [GENERATED, ""]
    for language, title, other in (
        ("es", "# Reglas", "[In English](#rules)"),
        ("en", "## Rules", "[En español](#reglas)"),
    ):
        spoken = words(language)
        level = f"{title.split()[0]}#"
        lines += [title, "", other, ""]
        for group, checks in by_group(rules).items():
            head = [spoken(f"explain.{key}") for key in ("rule", "severity", "why")]
            lines += [
                f"{level} {group_name(group, spoken)}",
                "",
                _table(head, [_row(one, spoken) for one in checks]),
                "",
            ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(check: Check, spoken: Words) -> tuple[str, str, str]:
    rule = check.rule
    named = f"[{rule.code}]({rule.code}.md) {_code(rule.name)}"
    return named, spoken(f"severity.{rule.severity.value}"), _linked(_safe(reason(check, spoken)))


def reason(check: Check, spoken: Words) -> str:
    """Why a rule looks at what it looks at, in one sentence: the first of its reasons."""
    text = next(iter(check.rule.why[spoken.language].values()))
    return f"{text.split('. ')[0].rstrip('.')}."


def by_group(rules: Rulebook) -> Mapping[str, list[Check]]:
    """The rules of each group, in the order of their codes."""
    groups: dict[str, list[Check]] = {}
    for check in rules.checks.values():
        groups.setdefault(check.rule.group, []).append(check)
    return groups


def group_name(group: str, spoken: Words) -> str:
    """A group's name with a capital letter; an office's own group as its folder is called."""
    return spoken.table.get(f"group.{group}", group).capitalize()


def frames(language: str) -> str:
    """The table of what a rule may be stated for, and of the parts that it may name then."""
    spoken = words(language, "fields")
    rows = [
        (_code(each), spoken(f"kind.{each}"), ", ".join(_code(name) for name in reversed(names)))
        for each, names in FRAMES.items()
    ]
    return _table((_code("each"), spoken("one"), spoken("sees")), rows)


def fields(language: str) -> str:
    """The tables of fields, one for each kind of part."""
    spoken = words(language, "fields")
    head = tuple(spoken(key) for key in ("field", "type", "meaning"))
    lines: list[str] = []
    for kind, known in kinds().items():
        lines += [f"**`{kind}`**: {spoken(f'kind.{kind}')}", ""]
        rows = [(_code(name), _type(field.type, spoken), _meaning(kind, name, spoken)) for name, field in known.items()]
        lines += [_table(head, rows), ""]
    return "\n".join(lines).rstrip("\n")


def _meaning(kind: str, name: str, spoken: Words) -> str:
    own = spoken.table.get(f"{kind}.{name}")
    return spoken(f"any.{name}") if own is None else own


def _type(type: Type | None, spoken: Words) -> str:
    """A type in the reader's words; a part of the report by its kind."""
    if type is None:
        return spoken("words.item")
    if type.item is not None:
        return spoken("words.list", of=_type(type.item, spoken))
    return _code(type.kind) if type.kind else spoken(f"words.{type.name}")


def functions(language: str) -> str:
    """The table of the words of the rule language."""
    spoken = words(language, "fields")
    rows = [
        (
            _code(function.name),
            ", ".join(_type(taken, spoken) for taken in function.parameters),
            _type(function.result, spoken),
            _safe(function.es if language == "es" else function.en),
        )
        for function in FUNCTIONS.values()
    ]
    return _table(tuple(spoken(key) for key in ("word", "takes", "gives", "meaning")), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])

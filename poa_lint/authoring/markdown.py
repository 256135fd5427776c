"""Write the generated parts of docs/ as Markdown: the pages of rules, and the tables of the rule language."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from poa_lint.authoring.explain import Block, Page, about, describe
from poa_lint.core.form import Form
from poa_lint.core.words import LANGUAGES, Words
from poa_lint.core.words import words as words_of
from poa_lint.expression.functions import FUNCTIONS
from poa_lint.expression.types import Type
from poa_lint.rulebook.book import Check, Rulebook
from poa_lint.rulebook.nodes import FRAMES, kinds

GENERATED: Final = "<!-- make goldens escribe esta página a partir de rules/: no la edite a mano -->"
"""The first line of each page."""
RULE: Final = re.compile(r"\bPOA\d{3}\b")
"""The code of a rule in a text."""
_LINK: Final = re.compile(r"\[(POA\d{3})\]\(\1\.md\)")
"""A link from page to page in docs/rules."""


def files(rules: Rulebook, forms: tuple[Form, ...]) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file of docs/rules: the list of rules, then the page of each rule."""
    yield "README.md", _index(rules)
    for check in rules.checks.values():
        yield f"{check.rule.code}.md", markdown(check, rules, forms)


def markdown(check: Check, rules: Rulebook, forms: tuple[Form, ...]) -> str:
    """Return the page of one rule, in Spanish and then in English."""
    spanish, english = (describe(check, rules, forms, words_of(language)) for language in LANGUAGES)
    lines = [
        GENERATED,
        "",
        f"# {spanish.code} {spanish.name}",
        "",
        "[Todas las reglas](README.md) · [In English](#in-english)",
        "",
        *_markdown(spanish, "##", words_of("es")),
        "## In English",
        "",
        *_markdown(english, "###", words_of("en")),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def page(
    check: Check, rules: Rulebook, forms: tuple[Form, ...], words: Words, page_of: Callable[[str], str] | None = None
) -> str:
    """Return the page of one rule in the language of `words`, for an editor to show on hover.

    Codes of rules are links to the address that `page_of` gives for them, and no links where it gives none.
    """
    page = describe(check, rules, forms, words)
    text = "\n".join([f"# {page.code} {page.name}", "", *_markdown(page, "##", words)]).rstrip("\n")

    def linked(link: re.Match[str]) -> str:
        address = page_of(link[1]) if page_of else ""
        return f"[{link[1]}]({address})" if address else link[1]

    return _LINK.sub(linked, text)


def _markdown(page: Page, level: str, words: Words) -> Iterator[str]:
    head = (words("explain.rule"), f"{page.code} {_code(page.name)}")
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
    """Escape the characters that have a meaning in Markdown."""
    return re.sub(r"([\\`*_<>|\[\]#])", r"\\\1", text)


def _code(text: str) -> str:
    ticks = "``" if "`" in text else "`"
    return f"{ticks}{text}{ticks}"


def _linked(text: str) -> str:
    """Make links of the codes of rules, to their pages."""
    return RULE.sub(lambda code: f"[{code[0]}]({code[0]}.md)", text)


def _index(rules: Rulebook) -> str:
    lines = [GENERATED, ""]
    for language, title, other in (
        ("es", "# Reglas", "[In English](#rules)"),
        ("en", "## Rules", "[En español](#reglas)"),
    ):
        lines += [title, "", other, "", *listing(rules, words_of(language), f"{title.split()[0]}#")]
    return "\n".join(lines).rstrip("\n") + "\n"


def listing(rules: Rulebook, words: Words, level: str) -> Iterator[str]:
    """Yield the lines of the list of rules in one language: a table for each group under a heading of that level."""
    head = [words(f"explain.{key}") for key in ("rule", "severity", "why")]
    for group, checks in by_group(rules).items():
        yield from (f"{level} {group_name(group, words)}", "")
        yield from (_table(head, [_row(check, words) for check in checks]), "")


def _row(check: Check, words: Words) -> tuple[str, str, str]:
    rule = check.rule
    link = f"[{rule.code}]({rule.code}.md) {_code(rule.name)}"
    return link, words(f"severity.{rule.severity.value}"), _linked(_safe(reason(check, words)))


def reason(check: Check, words: Words) -> str:
    """Return the first sentence of the reasons for a rule, or its message where it states none."""
    text = next(iter(check.rule.why[words.language].values())) or about(check, words).why
    return f"{text.split('. ')[0].rstrip('.')}."


def by_group(rules: Rulebook) -> Mapping[str, list[Check]]:
    """Return the checks by group, in the order of their codes."""
    groups: dict[str, list[Check]] = {}
    for check in rules.checks.values():
        groups.setdefault(check.rule.group, []).append(check)
    return groups


def group_name(group: str, words: Words) -> str:
    """Return the name of a group with a capital letter; a group unknown to `words` has the name of its folder."""
    return words.table.get(f"group.{group}", group).capitalize()


def frames(language: str) -> str:
    """Return the table of the kinds of node that a rule may be stated for, and of the nodes that it may then name."""
    words = words_of(language, "fields")
    rows = [
        (_code(kind), words(f"kind.{kind}"), ", ".join(_code(name) for name in reversed(names)))
        for kind, names in FRAMES.items()
    ]
    return _table((_code("each"), words("one"), words("sees")), rows)


def fields(language: str) -> str:
    """Return the tables of fields, one for each kind of node."""
    words = words_of(language, "fields")
    head = tuple(words(key) for key in ("field", "type", "meaning"))
    lines: list[str] = []
    for kind, known in kinds().items():
        lines += [f"**`{kind}`**: {words(f'kind.{kind}')}", ""]
        rows = [(_code(name), _type(field.type, words), _meaning(kind, name, words)) for name, field in known.items()]
        lines += [_table(head, rows), ""]
    return "\n".join(lines).rstrip("\n")


def _meaning(kind: str, name: str, words: Words) -> str:
    meaning = words.table.get(f"{kind}.{name}")
    return words(f"any.{name}") if meaning is None else meaning


def _type(type: Type | None, words: Words) -> str:
    """Name a type for a reader; None is the type of an item of the first argument."""
    if type is None:
        return words("words.item")
    if type.item is not None:
        return words("words.list", of=_type(type.item, words))
    return _code(type.kind) if type.kind else words(f"words.{type.name}")


def functions(language: str) -> str:
    """Return the table of the functions of the rule language."""
    words = words_of(language, "fields")
    rows = [
        (
            _code(function.name),
            ", ".join(_type(parameter, words) for parameter in function.parameters),
            _type(function.result, words),
            _safe(function.es if language == "es" else function.en),
        )
        for function in FUNCTIONS.values()
    ]
    return _table(tuple(words(key) for key in ("word", "takes", "gives", "meaning")), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])

"""The page of a rule: its message, reasons, formula, parameters, help, norms, and its examples with their findings."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from poa_lint.authoring.examples import EXPECTED, attempt, examples
from poa_lint.core.diagnostic import Severity
from poa_lint.core.figures import figure_text
from poa_lint.core.form import Form
from poa_lint.core.result import About
from poa_lint.core.source import Trouble
from poa_lint.core.text import wrapped
from poa_lint.core.words import Words
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.core.yamltree import Node, Scalar
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.expression import syntax
from poa_lint.rulebook import troubles
from poa_lint.rulebook.book import Check, Rulebook
from poa_lint.rulebook.rule import LECTURA, Parameter, Rule

NO_DESCRIPTION: Final = "..."
"""Stands for a placeholder whose sentence is not described."""
DESCRIBED_BY: Final = {
    "acumula": 0,
    "sum": 0,
    "closed": 0,
    "round": 0,
    "written": 0,
    "abs": 0,
    "plain": 0,
    "join": 0,
    "part": 0,
    "named": 1,
    "nearest": 0,
}
"""Functions that placeholders call, with the index of the argument that describes the call."""
_SIGNS: Final = {"+": ("+", 1), "-": ("-", 1), "*": ("·", 2), "/": ("÷", 2)}
"""The sign and the precedence of each operator."""
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_SPECIAL: Final = re.compile(r"""[\x00-\x1f,"{}\[\]]|: | #|[: ]$|^[ !%&*'>|@`#?-]""")
"""A text that has to be quoted on one line of YAML."""
_GUESSED: Final = re.compile(r"^(?:\d+|null|~|)$")
"""A text that YAML reads as a figure or as null where it is not quoted."""


class Block(NamedTuple):
    """A paragraph of a page: text or, with `code`, a part of the rule's file; `answers` are an example's findings."""

    text: str
    label: str = ""
    code: bool = False
    answers: tuple[str, ...] = ()


class Section(NamedTuple):
    """A titled part of a page."""

    title: str
    blocks: tuple[Block, ...]


class Page(NamedTuple):
    """The page of a rule: `facts` are labels with values, `sections` the parts that are not empty."""

    code: str
    name: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def describe(check: Check, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> Page:
    """Return the page of one rule in the language of `words`; this runs the rule's examples."""
    rule, language = check.rule, words.language
    parts = {
        "what": _variants(rule.message[language], words),
        "why": (Block(text) for text in rule.why[language].values() if text),
        "formula": _formula(rule, words),
        "parameters": (_parameter(parameter, rules, words) for parameter in rule.parameters),
        "help": _variants(rule.help[language], words),
        "basis": (_basis(entry, words) for entry in rule.basis),
        "examples": () if rule.superseded else _examples(check, rules, forms, words),
    }
    sections = (Section(words(f"explain.{key}"), tuple(blocks)) for key, blocks in parts.items())
    facts = tuple(_facts(rule, rules, words))
    return Page(rule.code, rule.name, facts, tuple(section for section in sections if section.blocks))


def about(check: Check, words: Words) -> About:
    """Return a short description of a rule, for output formats that carry one.

    Of a rule that states no reasons or no help, its message stands in their place.
    """
    rule, language = check.rule, words.language
    texts = {
        "what": (block.text for block in _variants(rule.message[language], words)),
        "why": rule.why[language].values(),
        "help": (block.text for block in _variants(rule.help[language], words)),
    }
    joined = {key: " / ".join(parts) for key, parts in texts.items()}
    descriptions = (joined["what"], joined["why"] or joined["what"], joined["help"] or joined["what"])
    return About(rule.code, rule.name, rule.group, rule.each, rule.severity, *descriptions)


def page(check: Check, rules: Rulebook, forms: tuple[Form, ...], words: Words, width: int = 100) -> str:
    """Return the page of one rule as plain text, `width` columns wide."""
    page = describe(check, rules, forms, words)
    title = f"{page.code} {page.name}"
    facts = [line for label, value in page.facts for line in wrapped(f"{label}: {value}", "", "    ", width)]
    lines = [title, "=" * len(title), "", *facts, ""]
    for section in page.sections:
        lines.append(section.title)
        for block in section.blocks:
            text = f"{block.label}: {block.text}" if block.label else block.text
            lines += wrapped(text, "  ", "      " if block.label else "  ", width)
            for answer in block.answers:
                lines += wrapped(answer, "      > ", "        ", width)
        lines.append("")
    return "\n".join(lines)


def _facts(rule: Rule, rules: Rulebook, words: Words) -> Iterator[tuple[str, str]]:
    facts = {
        "group": words.table.get(f"group.{rule.group}", rule.group),
        "severity": words(f"severity.{rule.severity.value}"),
        "each": words(f"each.{rule.each}"),
        "forms": ", ".join(rule.forms),
        "status": words(f"status.{rule.status}"),
        "fix": {"safe": "--fix", "unsafe": "--fix --unsafe-fixes"}[rule.fix.level] if rule.fix else "",
        "replaced_by": _codes_and_names(rule.replaced_by, rules),
        "replaces": _codes_and_names(_codes(rule.replaces, rules), rules),
        "aliases": ", ".join(rule.aliases),
        "since": rule.since,
        "follows": _codes_and_names(rule.follows, rules),
        "unless": _codes_and_names(rule.unless, rules),
    }
    if rule.severity is Severity.OFF and not rule.superseded:
        facts["severity"] = words("explain.off", severity=facts["severity"], code=rule.code)
    if rule.by_request:
        facts["status"] = words("explain.preview", status=facts["status"], code=rule.code)
    for key, value in facts.items():
        if value:
            yield words(f"explain.{key}"), value


def _codes(names: Iterable[str], rules: Rulebook) -> Iterator[str]:
    """The codes of rules that are named by code or name."""
    return (check.rule.code for check in rules.checks.values() if any(map(check.rule.is_named, names)))


def _codes_and_names(codes: Iterable[str], rules: Rulebook) -> str:
    return ", ".join(f"{code} {rules.checks[code].rule.name}" if code in rules.checks else code for code in codes)


def _variants(texts: Mapping[str, str], words: Words) -> Iterator[Block]:
    """Yield the variants of a message, with each placeholder replaced by a description: `[suma de programado]`."""
    for text in filter(None, texts.values()):
        yield Block(_PLACEHOLDER.sub(lambda match: f"[{description(match[1], words)}]", text))


def description(sentence: str, words: Words) -> str:
    """Describe the sentence of a placeholder in a few words: `meta anual`, `suma de programado`; else `...`."""
    tree = syntax.parse(sentence)
    return NO_DESCRIPTION if isinstance(tree, syntax.Problem) else _description_of(tree, words)


def _description_of(node: syntax.Node, words: Words, above: int = 0) -> str:
    """Describe a part of a sentence; `above` is the precedence of the operator around it, for the brackets."""
    match node:
        case syntax.Literal(value=value):
            return _value(value)
        case syntax.Field(path=path):
            return path[-1].replace("_", " ")
        case syntax.Arithmetic(op=op, left=left, right=right):
            sign, own = _SIGNS[op]
            text = f"{_description_of(left, words, own)} {sign} {_description_of(right, words, own + (op in '-/'))}"
            return f"({text})" if own < above else text
        case syntax.Call(name=name, arguments=arguments) if name in DESCRIBED_BY:
            what = _description_of(arguments[DESCRIBED_BY[name]], words, above)
        case syntax.Quantifier(name="list" as name, body=body):
            what = _description_of(body, words)
        case _:
            return NO_DESCRIPTION
    template = words.table.get(f"explain.spoken.{name}", "{what}")
    return NO_DESCRIPTION if what == NO_DESCRIPTION else template.format(what=what)


def _formula(rule: Rule, words: Words) -> Iterator[Block]:
    if rule.each == LECTURA:
        yield Block(words("explain.reading"))
        return
    for key in ("when", "expect"):
        if key in rule.sentences:
            yield Block(" ".join(rule.sentences[key].split()), words(f"explain.{key}"), code=True)
    for key, cells in (("at", rule.at), ("see", rule.see)):
        if cells:
            yield Block(", ".join(cells), words(f"explain.{key}"), code=True)
    if rule.constraint:
        yield Block(words("explain.constraint"))


def _parameter(parameter: Parameter, rules: Rulebook, words: Words) -> Block:
    """A parameter with its value, unit, bounds and description: those of its owner if it belongs to another rule."""
    name, source = parameter.name, parameter.source
    owner = rules.checks[source].rule if source is not None and source in rules.checks else None
    if owner:
        parameter = next((own for own in owner.parameters if own.name == name), parameter)
    limits = {"min": parameter.minimum, "max": parameter.maximum}
    bounds = {key: _value(value) for key, value in limits.items() if value is not None}
    texts = [f"{_value(parameter.value)} {parameter.unit}".rstrip()]
    if bounds:
        key = "bounds" if len(bounds) == 2 else "at-least" if "min" in bounds else "at-most"
        texts.append(f"({words(f'explain.{key}', **bounds)})")
    if owner:
        texts.append(f"({words('explain.parameter-from', rule=owner.code)})")
    return Block(f"{' '.join(texts)}. {parameter.doc.get(words.language, '')}", name)


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    return value if isinstance(value, str) else figure_text(value)  # type: ignore[arg-type]


def _basis(entry: Mapping[str, str], words: Words) -> Block:
    """A norm with its article, or a note where the rule rests on practice alone."""
    if "norm" not in entry:
        return Block(entry.get("note", ""))
    article = f", {words('explain.article', number=entry['article'])}" if "article" in entry else ""
    return Block(entry.get("note", ""), f"{entry['norm']}{article}")


def _examples(check: Check, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> Iterator[Block]:
    """Yield each example as it stands in the file, with the messages and the arithmetic of its findings."""
    rule = check.rule
    worked = words("read-so") if rule.each == LECTURA else f"{words('label.work').strip()}:"
    yield Block(words("explain.changes"))
    for kind, example in examples(rule):
        label = words(f"explain.{'not-known' if kind == 'unknown' else kind}")
        result = attempt(rule, example, rules, forms, words)
        answers: list[str] = []
        if isinstance(result, Trouble):
            answers = [words("explain.no-report", problem=troubles.sentence(result, words))]
        for finding in () if isinstance(result, Trouble) else result.diagnostics:
            answers += [finding.message, *([f"{worked} {finding.work}"] if finding.work else [])]
        yield Block(changed(example, words), label, code=True, answers=tuple(answers))


def changed(example: Node, words: Words) -> str:
    """Return the changes that an example makes in the sound report, as one line of YAML."""
    entries = example.entries if isinstance(example, Tree) else {}
    changes = {key: value for key, value in entries.items() if key not in EXPECTED}
    return ", ".join(f"{key}: {_flow(value)}" for key, value in changes.items()) or words("explain.unchanged")


def _flow(node: Node) -> str:
    """Write a part of a YAML file on one line; quoted where it was quoted for a reason, or has to be now."""
    match node:
        case Scalar() if node.is_null:
            return "null"
        case Scalar():
            needs_quotes = _SPECIAL.search(node.text) or (not node.plain and _GUESSED.search(node.text))
            return json.dumps(node.text, ensure_ascii=False) if needs_quotes else node.text
        case Items():
            return f"[{', '.join(map(_flow, node.items))}]"
        case Tree():
            pairs = (
                (Scalar(key, mark), value)
                for (key, value), mark in zip(node.entries.items(), node.keys.values(), strict=True)
            )
            return f"{{{', '.join(f'{_flow(key)}: {_flow(value)}' for key, value in pairs)}}}"

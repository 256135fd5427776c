"""A rule's page: what it says, why, its formula and parameters, its examples really run, how to correct."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from poa_lint.authoring.examples import EXPECTED, examples, result_of
from poa_lint.core.diagnostic import Severity
from poa_lint.core.figures import figure_text
from poa_lint.core.form import Form
from poa_lint.core.result import About
from poa_lint.core.text import wrapped
from poa_lint.core.words import Words
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.core.yamltree import Node, Scalar
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.expression import syntax
from poa_lint.rulebook.book import Check, Rulebook
from poa_lint.rulebook.rule import LECTURA, Parameter, Rule


class Block(NamedTuple):
    """One thing that a page says: words or, with `code`, what stands in the rule's file; `answers` is what it gives."""

    text: str
    label: str = ""
    code: bool = False
    answers: tuple[str, ...] = ()


class Section(NamedTuple):
    """A part of a page with its title."""

    title: str
    blocks: tuple[Block, ...]


class Page(NamedTuple):
    """A rule explained: its code and name, the few facts about it, the parts that are not empty."""

    code: str
    name: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def explained(check: Check, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> Page:
    """The page of one rule in the reader's language; its examples are run."""
    rule, language = check.rule, words.language
    stated = {
        "what": _variants(rule.message[language], words),
        "why": (Block(text) for text in rule.why[language].values()),
        "formula": _formula(rule, words),
        "parameters": (_parameter(one, rules, words) for one in rule.parameters),
        "help": _variants(rule.help[language], words),
        "basis": (_basis(entry, words) for entry in rule.basis),
        "examples": _examples(check, rules, forms, words),
    }
    sections = (Section(words(f"explain.{key}"), tuple(blocks)) for key, blocks in stated.items())
    return Page(rule.code, rule.name, tuple(_facts(rule, rules, words)), tuple(one for one in sections if one.blocks))


def about(check: Check, words: Words) -> About:
    """A rule described in a few sentences, for formats that carry descriptions."""
    rule, language = check.rule, words.language
    texts = {
        "what": (block.text for block in _variants(rule.message[language], words)),
        "why": rule.why[language].values(),
        "help": (block.text for block in _variants(rule.help[language], words)),
    }
    said = {key: " / ".join(parts) for key, parts in texts.items()}
    return About(rule.code, rule.name, rule.group, rule.each, rule.severity, said["what"], said["why"], said["help"])


def page(check: Check, rules: Rulebook, forms: tuple[Form, ...], words: Words, width: int = 100) -> str:
    """The page of one rule as plain text, so many columns wide."""
    told = explained(check, rules, forms, words)
    title = f"{told.code} {told.name}"
    lines = [title, "=" * len(title), "", *(f"{label}: {value}" for label, value in told.facts), ""]
    for section in told.sections:
        lines.append(section.title)
        for block in section.blocks:
            said = f"{block.label}: {block.text}" if block.label else block.text
            lines += wrapped(said, "  ", "      " if block.label else "  ", width)
            for answer in block.answers:
                lines += wrapped(answer, "      > ", "        ", width)
        lines.append("")
    return "\n".join(lines)


def _facts(rule: Rule, rules: Rulebook, words: Words) -> Iterator[tuple[str, str]]:
    facts = {
        "group": words.table.get(f"group.{rule.group}", rule.group),
        "severity": words(f"severity.{rule.severity.value}"),
        "each": words(f"each.{rule.each}"),
        "status": words(f"status.{rule.status}"),
        "fix": {"safe": "--fix", "unsafe": "--fix --unsafe-fixes"}[rule.fix.level] if rule.fix else "",
        "replaced_by": _named(rule.replaced_by, rules),
        "aliases": ", ".join(rule.aliases),
        "since": rule.since,
        "follows": _named(rule.follows, rules),
        "unless": _named(rule.unless, rules),
    }
    if rule.severity is Severity.OFF:
        facts["severity"] = words("explain.off", severity=facts["severity"], code=rule.code)
    if rule.by_request:
        facts["status"] = words("explain.preview", status=facts["status"], code=rule.code)
    for key, value in facts.items():
        if value:
            yield words(f"explain.{key}"), value


def _named(codes: Iterable[str], rules: Rulebook) -> str:
    return ", ".join(f"{code} {rules.checks[code].rule.name}" if code in rules.checks else code for code in codes)


def _variants(texts: Mapping[str, str], words: Words) -> Iterator[Block]:
    """A message, or its variants, each with what stands in its placeholders told plainly."""
    for text in texts.values():
        yield Block(_PLACE.sub(lambda found: f"[{plainly(found[1], words)}]", text))


_PLACE: Final = re.compile(r"\{([^{}]*)\}")


def plainly(sentence: str, words: Words) -> str:
    """What a placeholder of a message stands for, in a few words: `[meta anual]`, `[suma de programado]`."""
    tree = syntax.parse(sentence)
    return UNTOLD if isinstance(tree, syntax.Problem) else _spoken(tree, words)


def _spoken(node: syntax.Node, words: Words, above: int = 0) -> str:
    match node:
        case syntax.Literal(value=value):
            return _value(value)
        case syntax.Field(path=path):
            return path[-1].replace("_", " ")
        case syntax.Arithmetic(op=op, left=left, right=right):
            sign, own = _SIGNS[op]
            said = f"{_spoken(left, words, own)} {sign} {_spoken(right, words, own + (op in '-/'))}"
            return f"({said})" if own < above else said
        case syntax.Call(name=name, arguments=arguments) if name in SPOKEN:
            what = _spoken(arguments[SPOKEN[name]], words, above)
        case syntax.Each(name="list" as name, body=body):
            what = _spoken(body, words)
        case _:
            return UNTOLD
    said = words.table.get(f"explain.spoken.{name}", "{what}")
    return UNTOLD if what == UNTOLD else said.format(what=what)


UNTOLD: Final = "..."
_SIGNS: Final = {"+": ("+", 1), "-": ("-", 1), "*": ("·", 2), "/": ("÷", 2)}
SPOKEN: Final = {
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
"""Words of the language that placeholders use, and which of their arguments tells most."""


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


def _parameter(one: Parameter, rules: Rulebook, words: Words) -> Block:
    """A parameter with its value, unit, bounds and sentence; one of another rule with those of its owner."""
    owner = rules.checks[one.source].rule if one.source is not None and one.source in rules.checks else None
    stated = next((own for own in owner.parameters if own.name == one.name), one) if owner else one
    bounds = {
        key: _value(value) for key, value in (("min", stated.minimum), ("max", stated.maximum)) if value is not None
    }
    said = [f"{_value(stated.value)} {stated.unit}".rstrip()]
    if bounds:
        key = "bounds" if len(bounds) == 2 else "at-least" if "min" in bounds else "at-most"
        said.append(f"({words(f'explain.{key}', **bounds)})")
    if owner:
        said.append(f"({words('explain.parameter-from', rule=owner.code)})")
    return Block(f"{' '.join(said)}. {stated.doc.get(words.language, '')}", one.name)


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    return value if isinstance(value, str) else figure_text(value)  # type: ignore[arg-type]


def _basis(entry: Mapping[str, str], words: Words) -> Block:
    """A norm with its article, or practice alone."""
    if "norm" not in entry:
        return Block(entry.get("note", ""))
    article = f", {words('explain.article', number=entry['article'])}" if "article" in entry else ""
    return Block(entry.get("note", ""), f"{entry['norm']}{article}")


def _examples(check: Check, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> Iterator[Block]:
    """Each example as it stands in the file, and what it gives when it is run."""
    rule = check.rule
    worked = words("read-so") if rule.each == LECTURA else f"{words('label.work').strip()}:"
    yield Block(words("explain.changes"))
    for kind, example in examples(rule):
        label = words(f"explain.{'not-known' if kind == 'unknown' else kind}")
        result = result_of(rule, example, rules, forms, words)
        answers: list[str] = []
        for one in result.diagnostics:
            answers += [one.message, *([f"{worked} {one.work}"] if one.work else [])]
        yield Block(changed(example, words), label, code=True, answers=tuple(answers))


def changed(example: Node, words: Words) -> str:
    """All that an example changes in the sound report, on one line, as YAML."""
    stated = example.entries if isinstance(example, Tree) else {}
    kept = {key: value for key, value in stated.items() if key not in EXPECTED}
    return ", ".join(f"{key}: {_flow(value)}" for key, value in kept.items()) or words("explain.unchanged")


def _flow(node: Node) -> str:
    """A part of a YAML file on one line; quoted where it was quoted for a reason, or has to be now."""
    match node:
        case Scalar() if node.is_null:
            return "null"
        case Scalar():
            odd = _SPECIAL.search(node.text) or (not node.plain and _GUESSED.search(node.text))
            return json.dumps(node.text, ensure_ascii=False) if odd else node.text
        case Items():
            return f"[{', '.join(map(_flow, node.items))}]"
        case Tree():
            pairs = (
                (Scalar(key, place), value)
                for (key, value), place in zip(node.entries.items(), node.keys.values(), strict=True)
            )
            return f"{{{', '.join(f'{_flow(key)}: {_flow(value)}' for key, value in pairs)}}}"


_SPECIAL: Final = re.compile(r"""[\x00-\x1f,"{}\[\]]|: | #|[: ]$|^[ !%&*'>|@`#?-]""")
"""What a text on one line of YAML cannot hold without quotes."""
_GUESSED: Final = re.compile(r"^(?:\d+|null|~|)$")
"""What means something else without quotes: a figure, nothing."""

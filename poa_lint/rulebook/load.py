"""Read a folder of rules: one file, one rule, every mistake said with its line and column."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from poa_lint.core import yamltree
from poa_lint.core.diagnostic import Severity
from poa_lint.core.facts import SHAPES
from poa_lint.core.figures import Figure
from poa_lint.core.source import Trouble
from poa_lint.core.words import LANGUAGES
from poa_lint.core.yamltree import Fields, Mark, Node, Scalar
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.expression.types import NUMBER, TEXT, Type, list_of
from poa_lint.rulebook import clashes
from poa_lint.rulebook.nodes import FRAMES
from poa_lint.rulebook.rule import DEPRECATED, LECTURA, PREVIEW, Fix, Loaded, Parameter, Rule

MAX_FILES: Final = 1_000
"""The files of a folder of rules: the program's own are sixty, and a folder named by mistake may be a whole disk."""
CODE: Final = re.compile(r"[A-Z]{2,8}[0-9]{1,5}")
REQUIRED: Final = (
    "code",
    "since",
    "status",
    "each",
    "severity",
    "message",
    "help",
    "why",
    "basis",
    "examples",
)
SENTENCES: Final = ("when", "expect", "detail", "variant")
KEYS: Final = (
    *REQUIRED,
    *SENTENCES,
    "params",
    "at",
    "see",
    "unless",
    "follows",
    "constraint",
    "aliases",
    "replaces",
    "replaced_by",
    "fix",
    "severities",
)
FIX_KEYS: Final = ("level", "text", "at")
FIX_LEVELS: Final = ("safe", "unsafe")
STATUSES: Final = (PREVIEW, "stable", DEPRECATED)
PARAMETER_KEYS: Final = ("default", "unit", "min", "max", "doc", "from")
BASIS_KEYS: Final = ("norm", "article", "note")
EXAMPLE_KEYS: Final = ("pass", "fail", "unknown")


def load(folders: Iterable[Path]) -> Loaded:
    """Every rule file in these folders and the folders in them, in the order of their codes, and every catalogue."""
    folders = tuple(folders)
    crowded = [_crowded(folder) for folder in folders if _count(folder) > MAX_FILES]
    if crowded:
        return Loaded((), tuple(crowded), {})
    rules: list[Rule] = []
    troubles: list[Trouble] = []
    for path in _files(folders, "*.yaml"):
        rule, faults = read(path)
        troubles += faults
        if rule is not None:
            rules.append(rule)
    rules.sort(key=lambda rule: rule.code)
    troubles += clashes.twice(rules)
    if not troubles:  # a rule that names one whose file is broken is not at fault itself
        troubles += clashes.unknown(rules, (rule.code for rule in rules))
    tables: dict[str, Mapping[str, str]] = {}
    paths: dict[str, str] = {}
    for path in _files(folders, "*.csv"):
        table = _table(path)
        if table is None:
            troubles.append(Trouble(str(path), "", "rule-unreadable", 0))
        elif path.stem in tables:
            values = {"name": path.stem, "other": paths[path.stem]}
            troubles.append(Trouble(str(path), "", "table-twice", 0, 1, values))
        else:
            tables[path.stem], paths[path.stem] = table, str(path)
    return Loaded(tuple(rules), tuple(troubles), tables, paths)


def _files(folders: Iterable[Path], pattern: str) -> list[Path]:
    """The files of that name in these folders and the folders in them, in order; each once, however often it is met."""
    found = sorted(path for folder in folders for path in folder.rglob(pattern))
    return list({path.resolve(): path for path in reversed(found)}.values())[::-1]


def _count(folder: Path) -> int:
    """The number of files in a folder that would be read, counted to one more than MAX_FILES."""
    found = (path for pattern in ("*.yaml", "*.csv") for path in folder.rglob(pattern))
    return sum(1 for _ in islice(found, MAX_FILES + 1))


def _crowded(folder: Path) -> Trouble:
    return Trouble(str(folder), "", "too-many-files", 0, values={"limit": f"{MAX_FILES:,}"})


def _is_no_file(path: Path) -> bool:
    """True for a folder, a device or a pipe, which would be waited for."""
    return path.exists() and not path.is_file()


def together(own: Loaded, others: Loaded) -> Loaded:
    """An office's rules with those that come with the program, which hold unless a rule says that it replaces them.

    A rule of the office that has a fault is left out, and the fault is the only thing that is told of it. Where the
    files of `own` are the program's, they are the ones that hold.
    """
    paths = (*(rule.path for rule in own.rules), *(trouble.path for trouble in own.troubles))
    files = set(map(os.path.realpath, paths))
    ours = [rule for rule in others.rules if os.path.realpath(rule.path) not in files]
    office = [rule for rule in own.rules if not clashes.is_ours(rule.path)]
    refused = (*clashes.with_ours(office, ours), *clashes.tables(own, others))
    troubles = [*(trouble for trouble in own.troubles if trouble.kind != "unknown-rule"), *refused]
    faulty = {trouble.path for trouble in troubles if trouble.kind != "rule-unreadable"}
    kept = [rule for rule in own.rules if rule.path not in faulty]
    replaced = clashes.replaced(kept, ours)
    rules = sorted((*kept, *ours), key=lambda rule: rule.code)
    if not troubles:
        troubles += clashes.unknown(kept, (rule.code for rule in rules))
    tables = {**own.tables, **others.tables} if refused else {**others.tables, **own.tables}
    return Loaded(tuple([clashes.in_place(rule, replaced) for rule in rules]), tuple(troubles), tables)


def read(path: Path) -> tuple[Rule | None, list[Trouble]]:
    """The rule in a file, or None, and the faults of the file."""
    if _is_no_file(path):
        return None, [Trouble(str(path), "", "rule-unreadable", 0)]
    text, unread = yamltree.file_text(str(path))
    if unread is not None:
        return None, [unread]
    tree = yamltree.read(text, str(path))
    if isinstance(tree, Trouble):
        return None, [tree]
    if not isinstance(tree, Tree):
        return None, [Trouble(str(path), text, "not-a-mapping", tree.mark.offset, values={"key": path.name})]
    fields = Fields(str(path), text, tree)
    rule = _rule(path, fields)
    return (None if fields.troubles else rule), fields.troubles


def _table(path: Path) -> dict[str, str] | None:
    """A catalogue: a CSV file with the columns `codigo` and `nombre`. None where it cannot be read."""
    import csv

    if _is_no_file(path):
        return None
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    return {row["codigo"]: row["nombre"] for row in rows if row.get("codigo") and row.get("nombre")}


def _rule(path: Path, fields: Fields) -> Rule:
    """The rule that a file states; whatever is missing or wrong in it joins the troubles of `fields`."""
    fields.known(KEYS)
    each = fields.choice("each", (*FRAMES, LECTURA)) or "informe"
    status = fields.choice("status", STATUSES) or PREVIEW
    if fields.node("replaced_by") is not None and status != DEPRECATED:
        fields.trouble("not-deprecated", fields.tree.keys["replaced_by"], None, len("replaced_by"))
    fields.required(REQUIRED if each == LECTURA else (*REQUIRED, "expect", "at"))
    code = fields.text("code")
    if code and not CODE.fullmatch(code):
        fields.trouble("not-a-code", fields.mark("code"), None, len(code), value=code)
    variants = SHAPES[code].variants if each == LECTURA and code in SHAPES else _stated_variants(fields)
    _check_examples(fields)
    return Rule(
        code=code,
        name=path.stem,
        group=path.parent.name,
        each=each,
        since=fields.text("since"),
        status=status,
        severity=Severity(fields.choice("severity", [severity.value for severity in Severity]) or "error"),
        parameters=tuple(_parameters(fields)),
        sentences={key: fields.text(key) for key in SENTENCES if key in fields.tree.entries},
        at=tuple(_cells(fields)),
        see=tuple(fields.texts("see")),
        unless=tuple(fields.texts("unless")),
        follows=tuple(fields.texts("follows")),
        constraint=fields.choice("constraint", ("true", "false")) == "true",
        message=_texts(fields, "message", variants),
        help=_texts(fields, "help", variants),
        why=_texts(fields, "why", ()),
        basis=tuple(_basis(fields)),
        path=fields.path,
        text=fields.source,
        aliases=tuple(fields.texts("aliases")),
        replaced_by=tuple(fields.texts("replaced_by")),
        replaces=tuple(fields.texts("replaces")),
        fix=_fix(fields, each),
        severities=dict(_severities(fields, variants)),
        by_request=status == PREVIEW,
    )


def _severities(fields: Fields, variants: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The gravity of variants that are less grave than the rule."""
    node = fields.node("severities")
    if isinstance(node, Tree):
        fields.within(node).known(variants)
    for name, _, inner in fields.entries(node, "severities"):
        word = fields.chosen(inner, name, [severity.value for severity in Severity])
        if word is not None:
            yield name, word


def _stated_variants(fields: Fields) -> tuple[str, ...]:
    """The names of the variants of a rule whose `variant` tells which of them is meant: those of its first message."""
    message = fields.node("message")
    first = next(iter(message.entries.values()), None) if isinstance(message, Tree) else None
    return tuple(first.entries) if "variant" in fields.tree.entries and isinstance(first, Tree) else ()


def _cells(fields: Fields) -> Iterator[str]:
    """The cells that `at` names, one at least where the key is there."""
    cells = list(fields.texts("at"))
    if fields.node("at") is not None and not yamltree.items(fields.node("at")):
        fields.trouble("not-a-text", fields.mark("at"), key="at")
    yield from cells


def _texts(fields: Fields, key: str, variants: Sequence[str]) -> dict[str, dict[str, str]]:
    """The texts under `key` in every language, each in every variant where there are several."""
    node = fields.node(key)
    if not isinstance(node, Tree):
        if node is not None:
            fields.trouble("not-languages", node.mark, key=key)
        return {}
    languages = fields.within(node)
    languages.known(LANGUAGES)
    texts: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        text = node.entries.get(language)
        if text is None:
            fields.trouble("missing-language", fields.tree.keys[key], key=key, language=language)
        else:
            texts[language] = _variants(languages, language, text, variants)
    return texts


def _variants(languages: Fields, language: str, text: Node, variants: Sequence[str]) -> dict[str, str]:
    """One language's text, or one for each variant."""
    if not variants or isinstance(text, Scalar):
        return {"": languages.text(language).strip()}
    if not isinstance(text, Tree):
        languages.trouble("not-a-text", text.mark, key=language)
        return {}
    fields = languages.within(text)
    fields.known(variants)
    fields.required(variants)
    return {variant: fields.text(variant).strip() for variant in text.entries}


def _fix(fields: Fields, each: str) -> Fix | None:
    """The fix of a rule; None where it has none."""
    fix = fields.mapping(fields.node("fix"), "fix")
    if fix is None:
        return None
    fix.known(FIX_KEYS)
    fix.required(("level",) if each == LECTURA else ("level", "text"))
    return Fix(fix.choice("level", FIX_LEVELS) or "safe", fix.text("text"), fix.text("at"))


def _parameters(fields: Fields) -> Iterator[Parameter]:
    """The parameters, each with its default, unit, bounds and sentence."""
    for name, mark, node in fields.entries(fields.node("params"), "params"):
        parameter = fields.mapping(node, name)
        if parameter is not None:
            parameter.known(PARAMETER_KEYS)
            yield _parameter(name, parameter, mark)


def _parameter(name: str, parameter: Fields, mark: Mark) -> Parameter:
    """One parameter: its own, or taken from another rule."""
    if parameter.node("from") is not None:
        return Parameter(name, NUMBER, None, "", {}, source=parameter.text("from"))
    missing = next((key for key in ("default", "doc") if parameter.node(key) is None), None)
    if missing is not None:
        parameter.trouble("missing-key", mark, key=missing)
    type, value = _value(parameter.node("default"))
    low, high = (_bound(parameter, key) for key in ("min", "max"))
    if isinstance(parameter.node("doc"), Tree):
        words = {language: texts.get("", "") for language, texts in _texts(parameter, "doc", ()).items()}
    else:
        words = dict.fromkeys(LANGUAGES, parameter.text("doc"))
    if isinstance(value, Figure) and not (low is None or low <= value) & (high is None or value <= high):
        parameter.trouble("out-of-bounds", parameter.mark("default"), name=name)
    return Parameter(name, type, value, parameter.text("unit"), words, low, high)


def _bound(parameter: Fields, key: str) -> Figure | None:
    """A parameter's least or greatest value; None where there is none."""
    node = parameter.node(key)
    if node is None:
        return None
    value = yamltree.number(node)
    if value is None:
        parameter.trouble("not-a-number", node.mark, key=key)
    return value


def _value(node: Node | None) -> tuple[Type, object]:
    """A parameter's value with its type: a figure, a text, or a list of either."""
    if isinstance(node, Items):
        inner = [_value(item) for item in node.items]
        return list_of(inner[0][0] if inner else TEXT), [value for _, value in inner]
    if not isinstance(node, Scalar):
        return NUMBER, 0
    number = yamltree.number(node)
    return (TEXT, node.text) if number is None else (NUMBER, number)


def _basis(fields: Fields) -> Iterator[dict[str, str]]:
    """The basis of a rule: norms with their article, or a note."""
    node = fields.node("basis")
    if node is None:
        return
    if not isinstance(node, Items) or not node.items:
        fields.trouble("not-a-list", node.mark, key="basis")
        return
    for item in node.items:
        norm = fields.mapping(item, "basis")
        if norm is not None:
            norm.known(BASIS_KEYS)
            yield {key: norm.text(key) for key in norm.tree.entries}


def _check_examples(fields: Fields) -> None:
    """Note a rule without examples that pass and examples that fail; `authoring.examples` runs them."""
    examples = fields.mapping(fields.node("examples"), "examples")
    if examples is None:
        return
    examples.known(EXAMPLE_KEYS)
    for key in ("pass", "fail"):
        node = examples.node(key)
        if not isinstance(node, Items) or not node.items:
            examples.trouble("missing-key", examples.tree.mark, key=key)

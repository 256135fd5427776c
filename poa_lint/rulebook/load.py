"""Read a folder of rules: one file, one rule, every mistake said with its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from poa_lint.core import yamltree
from poa_lint.core.diagnostic import Severity
from poa_lint.core.facts import SHAPES
from poa_lint.core.figures import Figure, decimal
from poa_lint.core.text import nearest
from poa_lint.core.words import LANGUAGES
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.core.yamltree import Mark, Node, Scalar
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.expression.types import NUMBER, TEXT, Type, list_of
from poa_lint.rulebook.nodes import FRAMES
from poa_lint.rulebook.rule import DEPRECATED, LECTURA, PREVIEW, Fix, Loaded, Parameter, Rule, RuleTrouble

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
SENTENCES: Final = ("when", "expect", "detail")
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
    "replaced_by",
    "fix",
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
    rules: list[Rule] = []
    troubles: list[RuleTrouble] = []
    for path in sorted(path for folder in folders for path in folder.rglob("*.yaml")):
        rule, wrong = read(path)
        troubles += wrong
        if rule is not None:
            rules.append(rule)
    rules.sort(key=lambda rule: rule.code)
    # A rule that names one whose file is broken is not at fault itself.
    troubles += [clash for clash in _clashes(rules) if clash.kind != "unknown-rule" or not troubles]
    tables: dict[str, Mapping[str, str]] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*.csv")):
        table = _table(path)
        if table is None:
            troubles.append(RuleTrouble(str(path), "", "rule-unreadable", 0))
        else:
            tables[path.stem] = table
    return Loaded(tuple(rules), tuple(troubles), tables)


def _table(path: Path) -> dict[str, str] | None:
    """A catalogue: a CSV file with the columns `codigo` and `nombre`. None where it cannot be read."""
    import csv

    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    return {row["codigo"]: row["nombre"] for row in rows if row.get("codigo") and row.get("nombre")}


def together(own: Loaded, others: Loaded) -> Loaded:
    """An office's rules with those that come with the program; of two with one code or name the office's holds."""
    taken = {name for rule in own.rules for name in (rule.code, rule.name)}
    broken = {Path(trouble.path).name for trouble in own.troubles}
    kept = [rule for rule in others.rules if not {rule.code, rule.name} & taken and Path(rule.path).name not in broken]
    rules = tuple(sorted((*own.rules, *kept), key=lambda rule: rule.code))
    clashes = [trouble for trouble in own.troubles if trouble.kind != "unknown-rule"]
    unknown = (trouble for trouble in _clashes(rules) if trouble.kind == "unknown-rule")
    return Loaded(rules, (*clashes, *unknown), {**others.tables, **own.tables})


def read(path: Path) -> tuple[Rule | None, list[RuleTrouble]]:
    """The rule in a file, or None, and what is wrong with the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None, [RuleTrouble(str(path), "", "rule-unreadable", 0)]
    reader = _Reader(str(path), text)
    tree = yamltree.read(text)
    if isinstance(tree, yamltree.Trouble):
        reader.add(tree.kind, tree.mark, None, 1, **tree.values)
        return None, reader.troubles
    if not isinstance(tree, Tree):
        reader.add("not-a-mapping", tree.mark, key=path.name)
        return None, reader.troubles
    rule = reader.rule(path, tree)
    return (None if reader.troubles else rule), reader.troubles


def _clashes(rules: Sequence[Rule]) -> Iterator[RuleTrouble]:
    """Codes and names used twice, and rules named that are not there."""
    seen: dict[str, Rule] = {}
    codes = {rule.code for rule in rules}
    for rule in rules:
        for name in (rule.code, rule.name, *rule.aliases):
            first = seen.setdefault(name, rule)
            if first is not rule:
                values = {"name": name, "other": first.path}
                yield RuleTrouble(rule.path, rule.text, "rule-twice", rule.offset("code"), 1, values)
        for key, named in (("unless", rule.unless), ("follows", rule.follows), ("replaced_by", rule.replaced_by)):
            for code in named:
                if code not in codes:
                    offset = rule.text.find(code, rule.offset(key))
                    suggestion = nearest(code, codes)
                    yield RuleTrouble(
                        rule.path, rule.text, "unknown-rule", offset, len(code), {"name": code}, suggestion
                    )


@dataclass(slots=True)
class _Reader:
    path: str
    text: str
    troubles: list[RuleTrouble] = field(default_factory=list)

    def add(self, kind: str, mark: Mark, suggestion: str | None = None, length: int = 1, **values: str) -> None:
        """Note a trouble at a place of the file."""
        self.troubles.append(RuleTrouble(self.path, self.text, kind, mark.offset, length, values, suggestion))

    def rule(self, path: Path, tree: Tree) -> Rule:
        """The rule that the file states; what is missing or wrong in it becomes a trouble."""
        self.keys(tree, KEYS)
        each = self.choice(tree, "each", (*FRAMES, LECTURA))
        status = self.choice(tree, "status", STATUSES)
        if "replaced_by" in tree.keys and status != DEPRECATED:
            self.add("not-deprecated", tree.keys["replaced_by"], None, len("replaced_by"))
        needed = REQUIRED if each == LECTURA else (*REQUIRED, "expect", "at")
        for key in needed:
            if key not in tree.entries:
                self.add("missing-key", tree.mark, key=key)
        code = self.scalar(tree, "code")
        if code and not CODE.fullmatch(code):
            self.add("not-a-code", _value_mark(tree, "code"), None, len(code), value=code)
        self.examples(tree.entries.get("examples"))
        return Rule(
            code=code,
            name=path.stem,
            group=path.parent.name,
            each=each,
            since=self.scalar(tree, "since"),
            status=status,
            severity=Severity(self.choice(tree, "severity", [severity.value for severity in Severity])),
            parameters=tuple(self.parameters(tree.entries.get("params"))),
            sentences={key: self.scalar(tree, key) for key in SENTENCES if key in tree.entries},
            at=tuple(self.names(tree, "at")),
            see=tuple(self.names(tree, "see")),
            unless=tuple(self.names(tree, "unless")),
            follows=tuple(self.names(tree, "follows")),
            constraint=self.choice(tree, "constraint", ("true", "false"), "false") == "true",
            message=self.texts(tree, "message", self.variants(code, each)),
            help=self.texts(tree, "help", self.variants(code, each)),
            why=self.texts(tree, "why", ()),
            basis=tuple(self.basis(tree.entries.get("basis"))),
            path=self.path,
            text=self.text,
            aliases=tuple(self.names(tree, "aliases")),
            replaced_by=tuple(self.names(tree, "replaced_by")),
            fix=self.fix(tree.entries.get("fix"), each),
            by_request=status == PREVIEW,
        )

    def variants(self, code: str, each: str) -> tuple[str, ...]:
        """The variants of a message that facts of this code come in."""
        if each != LECTURA:
            return ()
        return SHAPES[code].variants if code in SHAPES else ()

    def keys(self, tree: Tree, allowed: Sequence[str]) -> None:
        """Every key must be a known one."""
        for key, mark in tree.keys.items():
            if key not in allowed:
                self.add("unknown-key", mark, nearest(key, allowed), len(key), key=key)

    def scalar(self, tree: Tree, key: str, default: str = "") -> str:
        """The text under `key`."""
        node = tree.entries.get(key)
        if node is None:
            return default
        if not isinstance(node, Scalar) or not node.text.strip():
            self.add("not-a-text", tree.keys[key], key=key)
            return default
        return node.text

    def choice(self, tree: Tree, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """The text under `key`, which must be one of `allowed`."""
        value = self.scalar(tree, key, allowed[0] if default is None else default)
        if value in allowed:
            return value
        values = {"key": key, "value": value, "allowed": ", ".join(allowed)}
        self.add("not-a-choice", _value_mark(tree, key), nearest(value, allowed), len(value), **values)
        return allowed[0]

    def names(self, tree: Tree, key: str) -> Iterator[str]:
        """The texts under `key`: one, or a list."""
        node = tree.entries.get(key)
        items = node.items if isinstance(node, Items) else () if node is None else (node,)
        for item in items:
            if isinstance(item, Scalar) and item.text:
                yield item.text
            else:
                self.add("not-a-text", item.mark, key=key)

    def texts(self, tree: Tree, key: str, variants: Sequence[str]) -> dict[str, dict[str, str]]:
        """The texts under `key` in every language, each in every variant where there are several."""
        node = tree.entries.get(key)
        if not isinstance(node, Tree):
            if node is not None:
                self.add("not-languages", node.mark, key=key)
            return {}
        self.keys(node, LANGUAGES)
        found: dict[str, dict[str, str]] = {}
        for language in LANGUAGES:
            text = node.entries.get(language)
            if text is None:
                self.add("missing-language", tree.keys[key], key=key, language=language)
            else:
                found[language] = self.text_variants(node, language, text, variants)
        return found

    def text_variants(self, node: Tree, language: str, text: Node, variants: Sequence[str]) -> dict[str, str]:
        """One language's text, or one for each variant."""
        if not variants or isinstance(text, Scalar):
            return {"": self.scalar(node, language).strip()}
        if not isinstance(text, Tree):
            self.add("not-a-text", text.mark, key=language)
            return {}
        self.keys(text, variants)
        for variant in variants:
            if variant not in text.entries:
                self.add("missing-key", text.mark, key=variant)
        return {variant: self.scalar(text, variant).strip() for variant in text.entries}

    def fix(self, node: Node | None, each: str) -> Fix | None:
        """How a finding is mended."""
        if node is None:
            return None
        if not isinstance(node, Tree):
            self.add("not-a-mapping", node.mark, key="fix")
            return None
        self.keys(node, FIX_KEYS)
        for key in ("level",) if each == LECTURA else ("level", "text"):
            if key not in node.entries:
                self.add("missing-key", node.mark, key=key)
        return Fix(self.choice(node, "level", FIX_LEVELS), self.scalar(node, "text"), self.scalar(node, "at"))

    def parameters(self, node: Node | None) -> Iterator[Parameter]:
        """The parameters, each with its default, unit, bounds and sentence."""
        if node is None:
            return
        if not isinstance(node, Tree):
            self.add("not-a-mapping", node.mark, key="params")
            return
        for name, stated in node.entries.items():
            if not isinstance(stated, Tree):
                self.add("not-a-mapping", stated.mark, key=name)
                continue
            self.keys(stated, PARAMETER_KEYS)
            yield self.parameter(name, stated, node.keys[name])

    def parameter(self, name: str, stated: Tree, mark: Mark) -> Parameter:
        """One parameter: its own, or taken from another rule."""
        if "from" in stated.entries:
            return Parameter(name, NUMBER, None, "", {}, source=self.scalar(stated, "from"))
        if "default" not in stated.entries or "doc" not in stated.entries:
            self.add("missing-key", mark, key="default" if "default" not in stated.entries else "doc")
        type, value = self.value(stated.entries.get("default"))
        bounds = [self.bound(stated, key) for key in ("min", "max")]
        doc = stated.entries.get("doc")
        if isinstance(doc, Tree):
            words = {language: found.get("", "") for language, found in self.texts(stated, "doc", ()).items()}
        else:
            words = dict.fromkeys(LANGUAGES, self.scalar(stated, "doc"))
        low, high = bounds
        if isinstance(value, Figure) and not (low is None or low <= value) & (high is None or value <= high):
            self.add("out-of-bounds", _value_mark(stated, "default"), name=name)
        return Parameter(name, type, value, self.scalar(stated, "unit"), words, low, high)

    def bound(self, stated: Tree, key: str) -> Figure | None:
        """A parameter's least or greatest value."""
        node = stated.entries.get(key)
        if node is None:
            return None
        _, value = self.value(node)
        if isinstance(value, Figure):
            return value
        self.add("not-a-number", node.mark, key=key)
        return None

    def value(self, node: Node | None) -> tuple[Type, object]:
        """A parameter's value: a figure, a text, or a list of either."""
        if isinstance(node, Items):
            inner = [self.value(item) for item in node.items]
            return list_of(inner[0][0] if inner else TEXT), [value for _, value in inner]
        if not isinstance(node, Scalar):
            return NUMBER, 0
        number = _number(node.text)
        return (TEXT, node.text) if number is None else (NUMBER, number)

    def basis(self, node: Node | None) -> Iterator[dict[str, str]]:
        """What the rule rests on: norms with their article, or a note."""
        if node is None:
            return
        if not isinstance(node, Items) or not node.items:
            self.add("not-a-list", node.mark, key="basis")
            return
        for item in node.items:
            if not isinstance(item, Tree):
                self.add("not-a-mapping", item.mark, key="basis")
                continue
            self.keys(item, BASIS_KEYS)
            yield {key: self.scalar(item, key) for key in item.entries}

    def examples(self, node: Node | None) -> None:
        """Check that there are examples that pass and some that fail; `authoring.examples` runs them."""
        if not isinstance(node, Tree):
            if node is not None:
                self.add("not-a-mapping", node.mark, key="examples")
            return
        self.keys(node, EXAMPLE_KEYS)
        for key in ("pass", "fail"):
            found = node.entries.get(key)
            if not isinstance(found, Items) or not found.items:
                self.add("missing-key", node.mark, key=key)


def _value_mark(tree: Mapping[str, object] | Tree, key: str) -> Mark:
    assert isinstance(tree, Tree)
    return tree.entries[key].mark


def _number(text: str) -> Figure | None:
    digits = text.removeprefix("-").replace(".", "", 1)
    return decimal(text) if digits.isdecimal() and digits.isascii() and len(digits) < 20 else None

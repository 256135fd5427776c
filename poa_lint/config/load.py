"""Read the settings file that holds for a report: what it says, where each value comes from, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from poa_lint.config import waiver_file
from poa_lint.config.apply import adjusted
from poa_lint.config.find import PROJECT, Configured
from poa_lint.config.settings import Choice, Origin, Override, Settings
from poa_lint.core import yamltree
from poa_lint.core.cache import package
from poa_lint.core.diagnostic import Severity
from poa_lint.core.figures import Figure, decimal
from poa_lint.core.records import replace
from poa_lint.core.text import folded, nearest
from poa_lint.core.version import VERSION
from poa_lint.core.words import LANGUAGES
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.core.yamltree import Mark, Node, Scalar
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.expression.functions import ACCUMULATIONS
from poa_lint.expression.types import NUMBER
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.load import load, together
from poa_lint.rulebook.rule import Parameter, Rule, RuleTrouble

PROFILES: Final = ("minimo", "recomendado", "estricto")
CHOICE_KEYS: Final = ("select", "ignore", "severity", "params")
KEYS: Final = ("extends", *CHOICE_KEYS, "overrides", "rules", "fail-on", "language", "acumulacion", "requires")
OVERRIDE_KEYS: Final = ("paths", "units", "years", *CHOICE_KEYS)
ACCUMULATION_KEYS: Final = ("metas", "unidades")
LEVELS: Final = ("error", "warning", "info")
MAX_EXTENDS: Final = 10


def configure(path: str | None, built_in: Rulebook, waivers: str | None = None) -> Configured:
    """The settings in a file (none: the program's own), with our rules and those of its folders, and the waivers."""
    found = _configured(path, built_in)
    if waivers is None or found.rules.troubles:
        return found
    file, wrong = waiver_file.load(waivers, found.rules)
    return replace(found, waivers=file, troubles=(*found.troubles, *wrong))


def _configured(path: str | None, built_in: Rulebook) -> Configured:
    if path is None:
        return Configured(Settings(), built_in, (), None, built_in)
    reader = _Reader()
    settings = reader.file(Path(path), ())
    rules = built_in
    if settings.folders:
        own = load([Path(folder) for folder in settings.folders])
        rules = rulebook(together(own, built_in.loaded))
    stated = rules
    if not rules.troubles:
        reader.same_rules(rules)
        settings = reader.named(settings, rules)
    if not reader.troubles:
        rules = adjusted(rules, settings.choice)
    names = tuple(dict.fromkeys(name for _, _, _, name in reader.later))
    return Configured(settings, rules, tuple(reader.troubles), path, stated, names)


@dataclass(slots=True)
class _Reader:
    """Reads a settings file and those that it extends. Names of rules are checked once all rules are known."""

    troubles: list[RuleTrouble] = field(default_factory=list)
    path: str = ""
    text: str = ""
    later: list[tuple[str, str, Mark, str]] = field(default_factory=list)
    """Rules named: the file, its text, the place, the name."""
    pinned: list[tuple[str, str, Mark, str]] = field(default_factory=list)
    """Sets of rules asked for: the file, its text, the place, the version."""
    values: list[tuple[str, str, Mark, str, str, Node]] = field(default_factory=list)
    """Parameters set: the file, its text, the place, the rule's name, the parameter's, the value."""

    def add(self, kind: str, mark: Mark, suggestion: str | None = None, length: int = 1, **values: str) -> None:
        """Note a trouble at a place of the file."""
        self.troubles.append(RuleTrouble(self.path, self.text, kind, mark.offset, length, values, suggestion))

    def file(self, path: Path, above: tuple[Path, ...]) -> Settings:
        """The settings that a file states, on top of those it extends."""
        before = (self.path, self.text)
        self.path, self.text = str(path), ""
        try:
            self.text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self.add("rule-unreadable", yamltree.START)
            return Settings()
        tree = _project(self.text) if path.name == PROJECT else yamltree.read(self.text)
        settings = Settings()
        if isinstance(tree, yamltree.Trouble):
            if tree.kind != "yaml-empty":
                self.add(tree.kind, tree.mark, None, 1, **tree.values)
        elif not isinstance(tree, Tree):
            self.add("not-a-mapping", tree.mark, key=path.name)
        else:
            settings = self.settings(tree, path, (*above, path))
        self.path, self.text = before
        return settings

    def settings(self, tree: Tree, path: Path, above: tuple[Path, ...]) -> Settings:
        """What the tree of a file means."""
        self.keys(tree, KEYS)
        base = Settings()
        for node in _items(tree.entries.get("extends")):
            base = _merged(base, self.extended(node, path, above))
        self.requires(tree)
        own = Settings(
            choice=self.choice(tree),
            overrides=tuple(self.overrides(tree.entries.get("overrides"))),
            fail_on=Severity(self.word(tree, "fail-on", LEVELS) or base.fail_on.value),
            language=self.word(tree, "language", LANGUAGES),
            acumulacion=dict(self.accumulation(tree.entries.get("acumulacion"))),
            folders=tuple(self.folders(tree, path)),
            origins={key: Origin(str(path), mark.line) for key, mark in _flat_keys(tree)},
        )
        return _merged(base, own)

    def extended(self, node: Node, path: Path, above: tuple[Path, ...]) -> Settings:
        """What `extends` names: a profile of ours, or a file beside this one."""
        if not isinstance(node, Scalar):
            self.add("not-a-text", node.mark, key="extends")
            return Settings()
        if node.text in PROFILES:
            return self.file(package() / "config" / "profiles" / f"{node.text}.yaml", above)
        target = (path.parent / node.text).resolve()
        if target in above or len(above) > MAX_EXTENDS:
            self.add("extends-itself", node.mark, None, len(node.text), name=node.text)
        elif not target.is_file():
            near = nearest(node.text, PROFILES)
            self.add("unknown-extends", node.mark, near, len(node.text), name=node.text)
        else:
            return self.file(target, above)
        return Settings()

    def requires(self, tree: Tree) -> None:
        """`requires: 0.1` asks for at least that version; `0.1.0+1a2b3c4d` for exactly that set of rules."""
        node = tree.entries.get("requires")
        if isinstance(node, Scalar):
            wanted, exact, _ = node.text.removeprefix(">=").strip().partition("+")
            if exact:
                self.pinned.append((self.path, self.text, node.mark, node.text.strip()))
            if not all(part.isdecimal() for part in wanted.split(".")):
                self.add("not-a-version", node.mark, None, len(node.text), value=node.text)
            elif _version(wanted) > _version(VERSION):
                self.add("too-old", node.mark, None, len(node.text), wanted=wanted, version=VERSION)

    def same_rules(self, rules: Rulebook) -> None:
        """Check the sets of rules that are asked for, once all rules are loaded."""
        for path, text, mark, wanted in self.pinned:
            if wanted != rules.version:
                self.path, self.text = path, text
                self.add("other-rules", mark, None, len(wanted), wanted=wanted, version=rules.version)

    def keys(self, tree: Tree, allowed: Sequence[str]) -> None:
        """Every key must be a known one."""
        for key, mark in tree.keys.items():
            if key not in allowed:
                self.add("unknown-key", mark, nearest(key, allowed), len(key), key=key)

    def word(self, tree: Tree, key: str, allowed: Sequence[str]) -> str | None:
        """The word under `key`, one of `allowed`."""
        node = tree.entries.get(key)
        if node is None:
            return None
        return self.chosen(node, key, allowed)

    def chosen(self, node: Node, key: str, allowed: Sequence[str]) -> str | None:
        """A value that must be one of `allowed`."""
        if isinstance(node, Scalar) and node.text in allowed:
            return node.text
        value = node.text if isinstance(node, Scalar) else ""
        values = {"key": key, "value": value, "allowed": ", ".join(allowed)}
        self.add("not-a-choice", node.mark, nearest(value, allowed), max(len(value), 1), **values)
        return None

    def choice(self, tree: Tree) -> Choice:
        """`select`, `ignore`, `severity` and `params` of the file or of an override."""
        return Choice(
            tuple(self.rules(tree.entries.get("select"), "select")),
            tuple(self.rules(tree.entries.get("ignore"), "ignore")),
            dict(self.severities(tree.entries.get("severity"))),
            dict(self.parameters(tree.entries.get("params"))),
        )

    def rules(self, node: Node | None, key: str) -> Iterator[str]:
        """Names of rules; whether they exist is asked when all rules are loaded."""
        for item in _items(node):
            if isinstance(item, Scalar) and item.text:
                self.later.append((self.path, self.text, item.mark, item.text))
                yield item.text
            else:
                self.add("not-a-text", item.mark, key=key)

    def severities(self, node: Node | None) -> Iterator[tuple[str, Severity]]:
        """Rules with the severity that they are to have."""
        for name, mark, value in self.entries(node, "severity"):
            self.later.append((self.path, self.text, mark, name))
            word = self.chosen(value, name, [severity.value for severity in Severity])
            if word is not None:
                yield name, Severity(word)

    def parameters(self, node: Node | None) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Rules with their parameters' values, exact."""
        for name, mark, stated in self.entries(node, "params"):
            self.later.append((self.path, self.text, mark, name))
            found: dict[str, object] = {}
            for parameter, place, value in self.entries(stated, name):
                self.values.append((self.path, self.text, place, name, parameter, value))
                found[parameter] = _value(value)
            yield name, found

    def entries(self, node: Node | None, key: str) -> Iterator[tuple[str, Mark, Node]]:
        """The keys and values of a mapping."""
        if isinstance(node, Tree):
            for name, value in node.entries.items():
                yield name, node.keys[name], value
        elif node is not None:
            self.add("not-a-mapping", node.mark, key=key)

    def overrides(self, node: Node | None) -> Iterator[Override]:
        """Choices that hold for some files, units or years."""
        for item in _items(node):
            if not isinstance(item, Tree):
                self.add("not-a-mapping", item.mark, key="overrides")
                continue
            self.keys(item, OVERRIDE_KEYS)
            texts = {key: tuple(self.texts(item.entries.get(key), key)) for key in ("paths", "units", "years")}
            if not any(texts.values()):
                self.add("override-everywhere", item.mark)
            years = tuple(int(year) for year in texts["years"] if year.isdecimal() and len(year) == 4)
            if len(years) < len(texts["years"]):
                self.add("not-a-number", item.keys["years"], key="years")
            yield Override(self.choice(item), texts["paths"], texts["units"], years)

    def texts(self, node: Node | None, key: str) -> Iterator[str]:
        """One text or several."""
        for item in _items(node):
            if isinstance(item, Scalar) and item.text:
                yield item.text
            else:
                self.add("not-a-text", item.mark, key=key)

    def accumulation(self, node: Node | None) -> Iterator[tuple[str, str]]:
        """How goals, by number, and units of measure, by their words, add up to their year."""
        if isinstance(node, Tree):
            self.keys(node, ACCUMULATION_KEYS)
        for kind, _, stated in self.entries(node, "acumulacion"):
            for name, _, value in self.entries(stated, kind):
                word = self.chosen(value, name, ACCUMULATIONS)
                if word is not None:
                    yield (name if kind == "metas" else folded(name)), word

    def folders(self, tree: Tree, path: Path) -> Iterator[str]:
        """Folders of an office's own rules, relative to the settings file."""
        for item in _items(tree.entries.get("rules")):
            folder = (path.parent / item.text).resolve() if isinstance(item, Scalar) else None
            if folder is not None and folder.is_dir():
                yield str(folder)
            else:
                text = item.text if isinstance(item, Scalar) else ""
                self.add("unknown-folder", item.mark, None, max(len(text), 1), name=text)

    def named(self, settings: Settings, rules: Rulebook) -> Settings:
        """Check the names of rules and parameters, and put every choice under the rules' codes."""
        for path, text, mark, name in self.later:
            if not rules.named(name):
                self.path, self.text = path, text
                self.add("unknown-rule", mark, rules.like(name), len(name), name=name)
        for path, text, mark, name, parameter, value in self.values:
            self.path, self.text = path, text
            for rule in rules.named(name):
                self.value(rule, parameter, value, mark)
        overrides = tuple(replace(override, choice=_by_code(override.choice, rules)) for override in settings.overrides)
        return replace(settings, choice=_by_code(settings.choice, rules), overrides=overrides)

    def value(self, rule: Rule, parameter: str, value: Node, mark: Mark) -> None:
        """One parameter's value must be of its type and within its bounds."""
        own: dict[str, Parameter] = {one.name: one for one in rule.parameters}
        stated = own.get(parameter)
        if stated is None or stated.source is not None:
            near = nearest(parameter, [name for name, one in own.items() if one.source is None])
            self.add("unknown-parameter", mark, near, len(parameter), name=parameter, rule=rule.code)
            return
        given = _value(value)
        if stated.type == NUMBER and not isinstance(given, Figure):
            self.add("not-a-number", value.mark, key=parameter)
        elif stated.type.item is not None and not isinstance(given, list):
            self.add("not-a-list", value.mark, key=parameter)
        elif isinstance(given, Figure) and not _within(given, stated):
            self.add("out-of-bounds", value.mark, name=parameter)


def _within(given: Figure, stated: Parameter) -> bool:
    low, high = stated.minimum, stated.maximum
    return (not isinstance(low, Figure) or low <= given) and (not isinstance(high, Figure) or given <= high)


def _by_code(choice: Choice, rules: Rulebook) -> Choice:
    """A choice with its severities and parameters under codes: names, prefixes and groups stand for their rules."""
    severity = {rule.code: level for name, level in choice.severity.items() for rule in rules.named(name)}
    params: dict[str, Mapping[str, object]] = {}
    for name, values in choice.params.items():
        for rule in rules.named(name):
            params[rule.code] = {**params.get(rule.code, {}), **values}
    return replace(choice, severity=severity, params=params)


def _merged(base: Settings, own: Settings) -> Settings:
    """`own` on top of what it extends."""
    said = own.origins
    return Settings(
        choice=base.choice.under(own.choice),
        overrides=(*base.overrides, *own.overrides),
        fail_on=own.fail_on if "fail-on" in said else base.fail_on,
        language=own.language or base.language,
        acumulacion={**base.acumulacion, **own.acumulacion},
        folders=(*base.folders, *own.folders),
        origins={**base.origins, **said},
    )


def _flat_keys(tree: Tree) -> Iterator[tuple[str, Mark]]:
    """`severity.POA501` and its like, for telling where each effective value comes from."""
    for key, mark in tree.keys.items():
        yield key, mark
        value = tree.entries[key]
        if isinstance(value, Tree):
            for inner, place in _flat_keys(value):
                yield f"{key}.{inner}", place


def _items(node: Node | None) -> Sequence[Node]:
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return ()
    return node.items if isinstance(node, Items) else (node,)


def _value(node: Node) -> object:
    if isinstance(node, Items):
        return [_value(item) for item in node.items]
    if not isinstance(node, Scalar):
        return None
    digits = node.text.removeprefix("-").replace(".", "", 1)
    plain = digits.isdecimal() and digits.isascii() and len(digits) < 20
    return decimal(node.text) if plain else node.text


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


def _project(text: str) -> Node | yamltree.Trouble:
    """`[tool.poa-lint]` of a pyproject.toml as the same kind of tree; a key's place is where its word stands first."""
    import tomllib

    if len(text) > yamltree.MAX_CHARACTERS:
        return yamltree.Trouble("yaml-too-long", yamltree.START, {"limit": f"{yamltree.MAX_CHARACTERS:,}"})
    try:
        data = tomllib.loads(text)
    except RecursionError:
        return yamltree.Trouble("yaml-depth", yamltree.START, {"limit": str(yamltree.MAX_DEPTH)})
    except ValueError as error:  # a syntax error, or an integer of more digits than Python takes
        return yamltree.Trouble("toml-syntax", yamltree.START, {"problem": str(error)})
    begin = max(text.find("[tool.poa-lint"), 0)
    return _from_toml(data.get("tool", {}).get("poa-lint", {}), text, begin, "")


def _from_toml(value: object, text: str, begin: int, word: str) -> Node:
    offset = max(text.find(word, begin), 0) if word else begin
    mark = Mark(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset), offset)
    if isinstance(value, dict):
        entries = {str(key): _from_toml(inner, text, offset, str(key)) for key, inner in value.items()}
        return Tree(entries, {key: node.mark for key, node in entries.items()}, mark)
    if isinstance(value, list):
        return Items(tuple(_from_toml(inner, text, offset, "") for inner in value), mark)
    return Scalar(str(value).lower() if isinstance(value, bool) else str(value), mark)

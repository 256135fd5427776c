"""Read the settings file that holds for a report: its values, the place that each comes from, and its faults."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from poa_lint.config import pages, project, waiver_file
from poa_lint.config.apply import adjusted
from poa_lint.config.compare_file import compare
from poa_lint.config.file_choice import file_choice
from poa_lint.config.find import PROJECT, Configured
from poa_lint.config.letter import letter
from poa_lint.config.places import folders_of, path_of
from poa_lint.config.settings import Choice, Origin, Override, Settings, merged
from poa_lint.config.synonyms import synonyms
from poa_lint.core import yamltree
from poa_lint.core.cache import package
from poa_lint.core.diagnostic import Severity
from poa_lint.core.forms import built_in_forms
from poa_lint.core.records import replace
from poa_lint.core.source import Trouble
from poa_lint.core.text import folded, is_glob, similar
from poa_lint.core.version import VERSION
from poa_lint.core.words import LANGUAGES
from poa_lint.core.yamltree import Fields, Mark, Node, Scalar, items
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.documents.limits import HIGHEST, Limits
from poa_lint.expression.functions import ACCUMULATIONS
from poa_lint.rulebook import form_rules, parameters
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.forms import OfficeForms, office_forms, ruleset
from poa_lint.rulebook.load import load, together

PROFILES: Final = ("minimo", "recomendado", "estricto")
CHOICE_KEYS: Final = ("select", "ignore", "severity", "params")
KEYS: Final = (
    "extends",
    *CHOICE_KEYS,
    "overrides",
    "rules",
    "forms",
    "fail-on",
    "language",
    "acumulacion",
    "requires",
    "limits",
    "sinonimos",
    "compare",
    "files",
    "units",
    "docs",
    "order",
    "letter",
)
OVERRIDE_KEYS: Final = ("paths", "units", "years", *CHOICE_KEYS)
ACCUMULATION_KEYS: Final = ("metas", "unidades")
ORDERS: Final = ("place", "severity")
LEVELS: Final = ("error", "warning", "info")
MAX_EXTENDS: Final = 10


def configure(
    path: str | None, built_in: Rulebook, waivers: str | None = None, amendments: str | None = None
) -> Configured:
    """The settings in a file (None: the program's own), with our rules and forms, and those of its folders.

    `waivers` and `amendments` are the files beside it; the settings may name another one of amendments.
    """
    configured = _configured(path, built_in)
    if waivers is not None and not configured.rules.troubles:
        file, troubles = waiver_file.load(waivers, configured.rules)
        configured = replace(configured, waivers=file, troubles=(*configured.troubles, *troubles))
    compared = configured.settings.compare
    return _amended(configured, (compared and compared.amendments) or amendments)


def _amended(configured: Configured, path: str | None) -> Configured:
    """With the amendments in a file."""
    if path is None:
        return configured
    from poa_lint.config import amendment_file

    amended, troubles = amendment_file.load(path, amendment_file.periods_of(configured.forms))
    return replace(configured, amendments=amended, troubles=(*configured.troubles, *troubles))


def _configured(path: str | None, built_in: Rulebook) -> Configured:
    if path is None:
        return Configured(Settings(), built_in, (), None, built_in, built_in_forms())
    reader = _Reader()
    settings = reader.file(Path(path), ())
    rules = built_in
    if settings.folders:
        own = load([Path(folder) for folder in settings.folders])
        rules = rulebook(together(own, built_in.loaded))
    as_written = rules
    forms = reader.forms(settings.form_folders)
    if not rules.troubles:
        reader.check_versions(ruleset(rules.version, forms.contents))
        settings = reader.resolve_names(settings, rules)
    if not reader.troubles:
        rules = adjusted(rules, settings.choice)
    names = tuple(dict.fromkeys(mention.name for mention in reader.names))
    of_rules = () if rules.troubles else form_rules.faults(forms.stated, rules)
    if not (rules.troubles or forms.troubles):
        of_rules = (*of_rules, *form_rules.unknown(rules.loaded.rules, forms.forms))
    troubles = (*reader.troubles, *forms.troubles, *of_rules)
    return Configured(
        settings,
        rules,
        troubles,
        path,
        as_written,
        forms.forms,
        names,
        files=tuple(reader.files),
        form_contents=forms.contents,
    )


class _Mention(NamedTuple):
    """A name in a settings file whose meaning is known only when all rules are loaded."""

    fields: Fields
    mark: Mark
    name: str


class _Value(NamedTuple):
    """A value for the parameter of a rule, whose type is known only when all rules are loaded."""

    fields: Fields
    mark: Mark
    rule: str
    parameter: str
    node: Node


class _Reader:
    """Reads a settings file and those that it extends. Names of rules are checked once all rules are known."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self.files: list[str] = []
        self.names: list[_Mention] = []
        self.versions: list[_Mention] = []
        self.values: list[_Value] = []
        self._forms: dict[tuple[str, ...], OfficeForms] = {}

    def forms(self, folders: tuple[str, ...]) -> OfficeForms:
        """The program's forms with those in some folders, read once."""
        if folders not in self._forms:
            self._forms[folders] = office_forms(folders)
        return self._forms[folders]

    def file(self, path: Path, above: tuple[Path, ...]) -> Settings:
        """The settings that a file states, on top of those that it extends; `above` are the files that extend it."""
        self.files.append(str(path))
        text, unread = yamltree.file_text(str(path))
        if unread is not None:
            self.troubles.append(unread)
            return Settings()
        tree = (project if path.name == PROJECT else yamltree).read(text, str(path))
        if isinstance(tree, Trouble):
            self.troubles += () if tree.kind == "yaml-empty" else (tree,)
            return Settings()
        if not isinstance(tree, Tree):
            fault = Trouble(str(path), text, "not-a-mapping", tree.mark.offset, values={"key": path.name})
            self.troubles.append(fault)
            return Settings()
        return self._settings(Fields(str(path), text, tree, self.troubles), path, (*above, path))

    def _settings(self, fields: Fields, path: Path, above: tuple[Path, ...]) -> Settings:
        fields.known(KEYS)
        base = Settings()
        for node in items(fields.node("extends")):
            base = merged(base, self._extended(fields, node, path, above))
        self._required_version(fields)
        packs: dict[str, str] = {}
        folders, form_folders = (tuple(folders_of(fields, path, key, packs)) for key in ("rules", "forms"))
        forms = partial(self.forms, (*base.form_folders, *form_folders))
        own = Settings(
            choice=self._choice(fields),
            overrides=tuple(self._overrides(fields)),
            fail_on=Severity(fields.choice("fail-on", LEVELS) or base.fail_on.value),
            language=fields.choice("language", LANGUAGES),
            acumulacion=dict(_accumulation(fields)),
            folders=folders,
            form_folders=form_folders,
            packs=packs,
            limits=Limits(*_limits(fields, base.limits)),
            sinonimos=dict(synonyms(fields, forms)),
            compare=compare(fields, path),
            files=file_choice(fields),
            units=tuple(_units(fields)),
            docs=pages.address(fields),
            order=fields.choice("order", ORDERS),
            letter=letter(fields, path),
            origins={key: Origin(str(path), mark.line) for key, mark in _flat_keys(fields.tree)},
        )
        return merged(base, own)

    def _extended(self, fields: Fields, node: Node, path: Path, above: tuple[Path, ...]) -> Settings:
        """The settings that `extends` names: a profile of ours, or a file beside this one."""
        if not isinstance(node, Scalar):
            fields.trouble("not-a-text", node.mark, key="extends")
            return Settings()
        if node.text in PROFILES:
            return self.file(package() / "config" / "profiles" / f"{node.text}.yaml", above)
        target = path_of(path, node.text)
        if target is not None and (target in above or len(above) > MAX_EXTENDS):
            fields.trouble("extends-itself", node.mark, None, len(node.text), name=node.text)
        elif target is None or not os.path.isfile(target):
            fields.trouble("unknown-extends", node.mark, similar(node.text, PROFILES), len(node.text), name=node.text)
        else:
            return self.file(target, above)
        return Settings()

    def _required_version(self, fields: Fields) -> None:
        """Check `requires: 0.1`, which asks for at least that version; `0.1.0+1a2b3c4d` asks for just that rule set."""
        node = fields.node("requires")
        if isinstance(node, Scalar):
            wanted, exact, _ = node.text.removeprefix(">=").strip().partition("+")
            if exact:
                self.versions.append(_Mention(fields, node.mark, node.text.strip()))
            if not all(part.isdecimal() for part in wanted.split(".")):
                fields.trouble("not-a-version", node.mark, None, len(node.text), value=node.text)
            elif _version(wanted) > _version(VERSION):
                fields.trouble("too-old", node.mark, None, len(node.text), wanted=wanted, version=VERSION)

    def check_versions(self, version: str) -> None:
        """Check the rule sets that files ask for against the `version` that holds, once rules and forms are loaded."""
        for fields, mark, wanted in self.versions:
            if wanted != version:
                fields.trouble("other-rules", mark, None, len(wanted), wanted=wanted, version=version)

    def _choice(self, fields: Fields) -> Choice:
        """`select`, `ignore`, `severity` and `params` of the file or of an override."""
        return Choice(
            tuple(self._rules(fields, "select")),
            tuple(self._rules(fields, "ignore")),
            dict(self._severities(fields)),
            dict(self._parameters(fields)),
        )

    def _rules(self, fields: Fields, key: str) -> Iterator[str]:
        """Names of rules; they are looked up when all rules are loaded."""
        for item in items(fields.node(key)):
            if isinstance(item, Scalar) and item.text:
                self.names.append(_Mention(fields, item.mark, item.text))
                yield item.text
            else:
                fields.trouble("not-a-text", item.mark, key=key)

    def _severities(self, fields: Fields) -> Iterator[tuple[str, Severity]]:
        """Names of rules with the severity that they are to have."""
        for name, mark, node in fields.entries(fields.node("severity"), "severity"):
            self.names.append(_Mention(fields, mark, name))
            word = fields.chosen(node, name, [severity.value for severity in Severity])
            if word is not None:
                yield name, Severity(word)

    def _parameters(self, fields: Fields) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Names of rules with the values of their parameters, exact."""
        for name, mark, node in fields.entries(fields.node("params"), "params"):
            self.names.append(_Mention(fields, mark, name))
            values: dict[str, object] = {}
            for parameter, place, value in fields.entries(node, name):
                self.values.append(_Value(fields, place, name, parameter, value))
                values[parameter] = parameters.value(value)
            yield name, values

    def _overrides(self, fields: Fields) -> Iterator[Override]:
        """Choices that hold for some files, units or years."""
        for item in items(fields.node("overrides")):
            override = fields.mapping(item, "overrides")
            if override is None:
                continue
            override.known(OVERRIDE_KEYS)
            texts = {key: tuple(override.texts(key)) for key in ("paths", "units", "years")}
            if not any(texts.values()):
                override.trouble("override-everywhere", item.mark)
            years = tuple(int(year) for year in texts["years"] if year.isdecimal() and len(year) == 4)
            if len(years) < len(texts["years"]):
                override.trouble("not-a-number", override.tree.keys["years"], key="years")
            yield Override(self._choice(override), texts["paths"], texts["units"], years)

    def resolve_names(self, settings: Settings, rules: Rulebook) -> Settings:
        """Check the names of rules and parameters, and put every choice under the codes of the rules."""
        for fields, mark, name in self.names:
            if not rules.named(name):
                fields.trouble("unknown-rule", mark, rules.like(name), len(name), name=name)
        for value in self.values:
            for rule in rules.named(value.rule):
                parameters.check(rule, value.fields, value.mark, value.parameter, value.node)
        overrides = tuple(replace(override, choice=_by_code(override.choice, rules)) for override in settings.overrides)
        return replace(settings, choice=_by_code(settings.choice, rules), overrides=overrides)


def _accumulation(fields: Fields) -> Iterator[tuple[str, str]]:
    """The way in which goals, by number, and units of measure, by their words, add up to their year."""
    node = fields.node("acumulacion")
    if isinstance(node, Tree):
        fields.within(node).known(ACCUMULATION_KEYS)
    for kind, _, inner in fields.entries(node, "acumulacion"):
        for name, _, value in fields.entries(inner, kind):
            word = fields.chosen(value, name, ACCUMULATIONS)
            if word is not None:
                yield (name if kind == "metas" else folded(name)), word


def _limits(fields: Fields, base: Limits) -> Iterator[int]:
    """Each limit of a report's text, as it is stated or as `base` has it."""
    node = fields.node("limits")
    stated = fields.mapping(node, "limits")
    for key, usual in zip(Limits._fields, base, strict=True):
        given = stated.node(key) if stated else None
        figure = yamltree.number(given) if given else usual
        if isinstance(figure, int) and 1 <= figure <= HIGHEST:
            yield figure
        else:
            assert stated is not None
            stated.trouble("not-between", stated.mark(key), key=key, min="1", max=f"{HIGHEST:,}")
            yield usual
    if stated:
        stated.known(Limits._fields)


def _units(fields: Fields) -> Iterator[str]:
    """The units that have to report: each by its codes, for a pattern does not tell which ones are missing."""
    for item in items(fields.node("units")):
        text = item.text.strip() if isinstance(item, Scalar) else ""
        parts = text.split("/")
        if is_glob(text):
            fields.trouble("unit-pattern", item.mark, None, len(text), value=text)
        elif len(parts) > 2 or not all(map(str.strip, parts)):
            fields.trouble("not-a-unit", item.mark, None, max(len(text), 1), value=text)
        else:
            yield "/".join(map(str.strip, parts))


def _by_code(choice: Choice, rules: Rulebook) -> Choice:
    """A choice with its severities and parameters under codes: names, prefixes and groups stand for their rules."""
    severity = {rule.code: level for name, level in choice.severity.items() for rule in rules.named(name)}
    params: dict[str, Mapping[str, object]] = {}
    for name, values in choice.params.items():
        for rule in rules.named(name):
            params[rule.code] = {**params.get(rule.code, {}), **values}
    return replace(choice, severity=severity, params=params)


def _flat_keys(tree: Tree) -> Iterator[tuple[str, Mark]]:
    """`severity.POA501` and its like with their places, for telling the origin of each effective value."""
    for key, mark in tree.keys.items():
        yield key, mark
        value = tree.entries[key]
        if isinstance(value, Tree):
            for inner, place in _flat_keys(value):
                yield f"{key}.{inner}", place


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())

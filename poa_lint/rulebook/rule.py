"""A rule as its file states it, and what is wrong with a rule file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from poa_lint.core.diagnostic import Severity
from poa_lint.core.records import record
from poa_lint.core.source import Trouble
from poa_lint.core.text import folded
from poa_lint.expression.types import Tables, Type

if TYPE_CHECKING:
    from poa_lint.core.yamltree import Mapping as Tree

PREVIEW, STABLE, DEPRECATED = "preview", "stable", "deprecated"
"""The statuses: rules in trial, which run only on request; rules that hold; and rules that are to go."""

LECTURA: Final = "lectura"
"""`each` of the rules that speak of what reading found; they state no sentence of their own."""


@record
class Parameter:
    """A value that an office may set: `value` is exact; `unit` and `doc` are for people."""

    name: str
    type: Type
    value: object
    unit: str
    doc: Mapping[str, str]
    minimum: object = None
    maximum: object = None
    source: str | None = None
    """The code of the rule that it is taken from, so that both change together."""
    stated: bool = False
    """True if settings state its value."""


Texts = Mapping[str, Mapping[str, str]]
"""Language, then variant (`""` where there is one text), then words."""


class Fix(NamedTuple):
    """The fix of a finding: `level` is `safe` or `unsafe`, `text` a template of the new words of the cell `at`.

    A rule of the reading group has a level alone: reading knows the edits.
    """

    level: str
    text: str
    at: str


@record
class Rule:
    """One rule. `sentences` are its expressions by key (`when`, `expect`, `detail`)."""

    code: str
    name: str
    group: str
    each: str
    status: str
    severity: Severity
    unless: tuple[str, ...]
    follows: tuple[str, ...]
    constraint: bool
    path: str
    parameters: tuple[Parameter, ...]
    sentences: Mapping[str, str]
    at: tuple[str, ...]
    """The cell that a finding points at; of several the first that is blank. None: the first that `expect` reads."""
    see: tuple[str, ...]
    message: Texts
    help: Texts
    since: str
    why: Texts
    basis: tuple[Mapping[str, str], ...]
    text: str
    """The file's text."""
    aliases: tuple[str, ...] = ()
    """Its earlier names and codes, which still mean it."""
    replaced_by: tuple[str, ...] = ()
    """The codes of the rules that say it now, where this one is to go or is superseded."""
    replaces: tuple[str, ...] = ()
    """The program's rules, by code or name, in whose place an office puts this one."""
    forms: tuple[str, ...] = ()
    """The codes of the forms that it is for; empty for all that have what it reads."""
    superseded: bool = False
    """True if an office's rule stands in its place: it never runs."""
    fix: Fix | None = None
    severities: Mapping[str, str] = {}
    """The gravity of a variant of its finding, where that is less than its own."""
    by_request: bool = False
    """True if it runs only where it is asked for by name: a rule in trial that no settings gave a severity."""

    @cached_property
    def tree(self) -> Tree:
        """The tree of the file's text, for places in it and for the examples, which few runs ask for."""
        from poa_lint.core import yamltree

        tree = yamltree.read(self.text)
        assert isinstance(tree, yamltree.Mapping), "the rule was read from this text"
        return tree

    @property
    def examples(self) -> Tree | None:
        """The examples as written; `authoring.examples` runs them."""
        from poa_lint.core import yamltree

        node = self.tree.entries.get("examples")
        return node if isinstance(node, yamltree.Mapping) else None

    def severity_of(self, variant: str) -> Severity:
        """The gravity of a finding; one that is off and was asked for by name is an info."""
        own = Severity.INFO if self.severity is Severity.OFF else self.severity
        return max(own, Severity(self.severities.get(variant, own.value)), key=lambda severity: severity.rank)

    def offset(self, key: str) -> int:
        """The offset in the file's text at which the value of `key` begins."""
        return self.tree.entries[key].mark.offset

    def answers_to(self, name: str) -> bool:
        """True if `name` is its code, a prefix of it, its name, an earlier one, or its group."""
        plain, code = folded(name), self.code.lower()
        letters = code.rstrip("0123456789")
        if plain in (self.name, self.group) or (plain.startswith(letters or code) and code.startswith(plain)):
            return True
        return self.known_as(name)

    def known_as(self, name: str) -> bool:
        """True if `name` is one of its earlier names."""
        return bool(self.aliases) and folded(name) in map(folded, self.aliases)

    def is_named(self, name: str) -> bool:
        """True if `name` is its own code or name."""
        return folded(name) in (self.code.lower(), self.name)


@record
class Loaded:
    """The rules of some folders, by code, what is wrong with their files, and the catalogues beside them."""

    rules: tuple[Rule, ...]
    troubles: tuple[Trouble, ...]
    tables: Tables
    table_paths: Mapping[str, str] = {}
    """The file of each catalogue, by its name."""
    broken: tuple[Rule, ...] = ()
    """Rules that do not run, for their files have faults; those of their sentences are told, too."""

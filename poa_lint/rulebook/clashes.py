"""Names that clash: two rules or catalogues of one name, an office's rule under a name of the program's, names of none.

Each clash is told once, in the file that brings it. For example an office's `linea-no-declarada.yaml` has the name of
POA501 and is refused, unless it says `replaces: POA501`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from poa_lint.core.cache import folder_path
from poa_lint.core.diagnostic import Severity
from poa_lint.core.records import replace
from poa_lint.core.source import Trouble
from poa_lint.core.text import folded, similar
from poa_lint.rulebook.rule import Loaded, Rule

RESERVED: Final = re.compile(r"POA[0-9]+")
"""The codes that are the program's own."""
NAMING: Final = ("unless", "follows", "replaced_by")
"""The keys of a rule that name others, by code or name."""


def is_ours(path: str) -> bool:
    """True if a file is one of the program's rules or catalogues."""
    return os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder_path("rules")), ""))


def twice(rules: Iterable[Rule]) -> Iterator[Trouble]:
    """Codes, names and earlier names that two rules have, told at the second of their files."""
    seen: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.path):
        for name in dict.fromkeys((rule.code, rule.name, *rule.aliases)):
            first = seen.setdefault(folded(name), rule)
            if first is not rule:
                yield _trouble(rule, "rule-twice", name, other=first.path)
                break


def coded(rules: Sequence[Rule], known: Iterable[Rule]) -> list[Rule]:
    """These rules, with the rules that they name by their codes; a name of none of those `known` stays as it is."""
    codes = {folded(name): rule.code for rule in known for name in (rule.code, rule.name)}
    return [_coded(rule, codes) for rule in rules]


def _coded(rule: Rule, codes: Mapping[str, str]) -> Rule:
    named = {key: tuple(codes.get(folded(name), name) for name in getattr(rule, key)) for key in NAMING}
    changed = {key: names for key, names in named.items() if names != getattr(rule, key)}
    parameters = tuple(
        replace(each, source=codes.get(folded(each.source), each.source)) if each.source else each
        for each in rule.parameters
    )
    if parameters != rule.parameters:
        return replace(rule, parameters=parameters, **changed)
    return replace(rule, **changed) if changed else rule


def unknown(rules: Iterable[Rule], known: Sequence[Rule]) -> Iterator[Trouble]:
    """Rules that these name and that are not among those `known`."""
    codes = frozenset(rule.code for rule in known)
    names = [*codes, *(rule.name for rule in known)]
    for rule in rules:
        for key in NAMING:
            for name in getattr(rule, key):
                if name not in codes:
                    yield _unknown(rule, key, name, names)


def with_ours(office: Sequence[Rule], ours: Sequence[Rule]) -> Iterator[Trouble]:
    """The first fault of each rule of an office that takes a name of the program's, or replaces none of its rules."""
    names = _names(ours)
    for rule in office:
        fault = next(_faults(rule, ours, names), None)
        if fault is not None:
            yield fault


def tables(own: Loaded, others: Loaded) -> Iterator[Trouble]:
    """Catalogues of an office that have the name of one of the program's."""
    for name, path in own.table_paths.items():
        if name in others.tables and not is_ours(path):
            yield Trouble(path, "", "table-ours", 0, 1, {"name": name})


def replaced(office: Iterable[Rule], ours: Sequence[Rule]) -> Mapping[str, tuple[str, ...]]:
    """The codes of the program's rules that an office replaces, each with those that stand in its place."""
    by_code: dict[str, tuple[str, ...]] = {}
    for rule in office:
        for other in _replaced_by(rule, ours):
            by_code[other.code] = (*by_code.get(other.code, ()), rule.code)
    return by_code


def in_place(rule: Rule, replaced: Mapping[str, tuple[str, ...]]) -> Rule:
    """A rule beside those that replace others: off if it is replaced, and looking at those where it looked at these.

    A replaced rule stays in the set, since others may take parameters from it and waivers name it.
    """
    looks = {key: _redirected(getattr(rule, key), replaced, rule.code) for key in ("unless", "follows")}
    rule = replace(rule, **looks) if any(looks[key] != getattr(rule, key) for key in looks) else rule
    if rule.code not in replaced:
        return rule
    return replace(rule, severity=Severity.OFF, constraint=False, superseded=True, replaced_by=replaced[rule.code])


def _redirected(codes: Iterable[str], replaced: Mapping[str, tuple[str, ...]], own: str) -> tuple[str, ...]:
    every = (code for named in codes for code in replaced.get(named, (named,)))
    return tuple(dict.fromkeys(code for code in every if code != own))


def _names(rules: Iterable[Rule]) -> Mapping[str, tuple[Rule, ...]]:
    """Every name by which rules are asked for, with the rules that it means: codes, names, earlier ones, groups."""
    names: dict[str, tuple[Rule, ...]] = {}
    for rule in rules:
        for name in dict.fromkeys(map(folded, (rule.code, rule.name, rule.group, *rule.aliases))):
            names[name] = (*names.get(name, ()), rule)
    return names


def _faults(rule: Rule, ours: Sequence[Rule], names: Mapping[str, tuple[Rule, ...]]) -> Iterator[Trouble]:
    """All that is wrong with the names of one of an office's rules, the gravest first."""
    if RESERVED.fullmatch(rule.code):
        yield _trouble(rule, "code-reserved", rule.code)
    codes = [other.code for other in ours]
    for name in rule.replaces:
        if not any(other.is_named(name) for other in ours):
            yield _unknown(rule, "replaces", name, [*codes, *(other.name for other in ours)])
    released = {other.code for other in _replaced_by(rule, ours)}
    for name in (rule.code, rule.name, *rule.aliases):
        others = [other for other in names.get(folded(name), ()) if other.code not in released]
        named = [other for other in others if other.group != folded(name)]
        if named:
            yield _trouble(rule, "name-ours", name, code=named[0].code, rule=named[0].name)
        elif others:
            yield _trouble(rule, "name-group", name)


def _replaced_by(rule: Rule, ours: Iterable[Rule]) -> list[Rule]:
    return [other for other in ours if any(map(other.is_named, rule.replaces))]


def _unknown(rule: Rule, key: str, name: str, known: Iterable[str]) -> Trouble:
    offset, near = rule.text.find(name, rule.offset(key)), similar(name, known)
    return Trouble(rule.path, rule.text, "unknown-rule", offset, len(name), {"name": name}, near)


def _trouble(rule: Rule, kind: str, name: str, /, **values: str) -> Trouble:
    """A fault of one of a rule's names, at its place; the name of the file stands nowhere in it: at its beginning."""
    offset = 0
    if name == rule.code:
        offset = rule.offset("code")
    elif name in rule.aliases:
        offset = rule.text.find(name, rule.offset("aliases"))
    length = len(name) if offset else 1
    return Trouble(rule.path, rule.text, kind, offset, length, {"name": name, **values})

"""Read folders of rules: one file, one rule; and the catalogues beside them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from poa_lint.core.source import Trouble
from poa_lint.rulebook import clashes, strays
from poa_lint.rulebook.rule import Loaded, Rule
from poa_lint.rulebook.rule_file import is_no_file, read

PATTERNS: Final = ("*.yaml", "*.csv")
"""The names of the files that are read: rules and catalogues."""
MAX_FILES: Final = 1_000
"""The files of a folder of rules: the program's own are sixty, and a folder named by mistake may be a whole disk."""


def load(places: Iterable[Path]) -> Loaded:
    """Every rule and catalogue in these files and folders and those inside; the rules in the order of their codes."""
    folders = tuple(places)
    crowded = [_crowded(folder) for folder in folders if _count(folder) > MAX_FILES]
    if crowded:
        return Loaded((), tuple(crowded), {})
    rules: list[Rule] = []
    broken: list[Rule] = []
    troubles = [*strays.faults(folders, "rules")]
    for path in _files(folders, "*.yaml"):
        rule, faults = read(path)
        troubles += faults
        if rule is not None:
            (broken if faults else rules).append(rule)
    rules.sort(key=lambda rule: rule.code)
    troubles += clashes.twice(rules)
    rules = clashes.coded(rules, rules)
    if not troubles:  # a rule that names one whose file is broken is not at fault itself
        troubles += clashes.unknown(rules, rules)
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
    return Loaded(tuple(rules), tuple(troubles), tables, paths, tuple(broken))


def _files(folders: Iterable[Path], pattern: str) -> list[Path]:
    """The files of that name among these and in these folders and the folders in them, in order; each once."""
    found = sorted(path for folder in folders for path in _inside(folder, pattern))
    return list({path.resolve(): path for path in reversed(found)}.values())[::-1]


def _inside(place: Path, pattern: str) -> Iterable[Path]:
    """The files of that name in a folder, or the file itself."""
    if place.is_file():
        return (place,) if place.match(pattern) else ()
    return place.rglob(pattern)


def beside(file: Path) -> tuple[Path, ...]:
    """The rules and catalogues in the folder of a rule file, which it may name; none of a folder of too many."""
    found = (path for pattern in PATTERNS for path in file.parent.glob(pattern) if path.is_file())
    others = tuple(islice(found, MAX_FILES + 1))
    return others if len(others) <= MAX_FILES else ()


def _count(folder: Path) -> int:
    """The number of files in a folder that would be read, counted to one more than MAX_FILES."""
    found = (path for pattern in PATTERNS for path in _inside(folder, pattern))
    return sum(1 for _ in islice(found, MAX_FILES + 1))


def _crowded(folder: Path) -> Trouble:
    return Trouble(str(folder), "", "too-many-files", 0, values={"limit": f"{MAX_FILES:,}"})


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
    kept = clashes.coded(kept, (*kept, *ours))
    replaced = clashes.replaced(kept, ours)
    rules = sorted((*kept, *ours), key=lambda rule: rule.code)
    if not troubles:
        troubles += clashes.unknown(kept, rules)
    tables = {**own.tables, **others.tables} if refused else {**others.tables, **own.tables}
    held = tuple([clashes.in_place(rule, replaced) for rule in rules])
    return Loaded(held, tuple(troubles), tables, broken=own.broken)


def _table(path: Path) -> dict[str, str] | None:
    """A catalogue: a CSV file with the columns `codigo` and `nombre`. None where it cannot be read."""
    import csv

    if is_no_file(path):
        return None
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    return {row["codigo"]: row["nombre"] for row in rows if row.get("codigo") and row.get("nombre")}

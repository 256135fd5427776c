"""The real report as its own next quarter, with random edits: each is a finding, and nothing else is one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from poa_lint.core.delivery import Delivery
from poa_lint.core.result import FileResult
from tests.comparison.checking import Found, about, check, delivered
from tests.places import SEED

Dice = random.Random

EDITS: Final = 40
FIGURES: Final = {
    3: ("POA901", "meta_anual"),
    **{2 * number + 2: ("POA902", f"programado.{number}") for number in range(1, 5)},
    5: ("POA903", "avance.1"),
    12: ("POA909", "absoluto"),
}
"""What tells of a change of the figure in a cell of a row, and the id of its column, by the cell's index."""
COPIED: Final = "POA911"
"""Observations are those of the quarter before: the report is a copy of itself."""
WORDS, MEASURE = 1, 2
_ROW: Final = re.compile(r"[\d.]*\t(\d{3})\W")


class Edited(NamedTuple):
    """An edited report: its text, what has to be told, and the goals whose figures were edited on a displaced row."""

    text: str
    told: frozenset[Found]
    displaced: frozenset[str]


class Row:
    """A row that is edited: its cells, what tells of it, and what was edited already."""

    def __init__(self, line: str, *, displaced: bool) -> None:
        self.cells = line.split("\t")
        self.displaced = displaced
        self.number = self.first = _number(line)
        self.told: set[tuple[str, str]] = set()
        self.edited: set[object] = set()
        self.figures_edited = self.dropped = False


def _number(line: str) -> str:
    found = _ROW.match(line)
    assert found, line
    return found[1]


def dice(seed: object) -> Dice:
    """Dice that fall alike for one seed."""
    return random.Random(str(seed))  # noqa: S311 - edits, not secrets


def report() -> str:
    """The real report."""
    return SEED.read_text("utf-8")


@cache
def before() -> tuple[Delivery, ...]:
    """The real report as it was delivered."""
    return delivered({"t1.txt": report().encode()})


@cache
def displaced() -> frozenset[int]:
    """The lines of the displaced rows, from 0 on."""
    (result,) = check({"t1.txt": report().encode()})
    return frozenset(finding.start.line - 1 for finding in result.diagnostics if finding.code == "POA002")


def edited(chance: Dice, edits: int = EDITS) -> Edited:
    """The report of the next quarter with so many edits."""
    lines = report().replace("31-mar.-24", "30-jun.-24").split("\n")
    rows = {at: Row(line, displaced=at in displaced()) for at, line in enumerate(lines) if _ROW.match(line)}
    made = 0
    while made < edits:
        made += chance.choice(_EDITS)(chance.choice(list(rows.values())), chance)
    kept = [
        "\t".join(rows[at].cells) if at in rows else line
        for at, line in enumerate(lines)
        if at not in rows or not rows[at].dropped
    ]
    told = {Found("POA904", row.first) for row in rows.values() if row.dropped}
    told |= {Found(code, row.number, column) for row in rows.values() if not row.dropped for code, column in row.told}
    unsure = {row.number for row in rows.values() if row.displaced and row.figures_edited and not row.dropped}
    return Edited("\n".join(kept), frozenset(told), frozenset(unsure))


def _once(row: Row, what: object) -> bool:
    """True if this was not edited yet, and now is."""
    if row.dropped or what in row.edited:
        return False
    row.edited.add(what)
    return True


def _figure(row: Row, dice: Dice) -> bool:
    """Another figure, or a blank."""
    index = dice.choice(list(FIGURES))
    old = row.cells[index] if index < len(row.cells) else ""
    if not old.replace(",", "").isdecimal() or not _once(row, index):
        return False
    value = int(old.replace(",", ""))
    new = dice.choice((str(value + dice.randint(1, 9)), f"{value}{dice.randint(0, 9)}", ""))
    row.cells[index] = new
    row.figures_edited = True
    if int(new or 0) != value and not row.displaced:
        row.told.add(FIGURES[index])
    return True


def _words(row: Row, dice: Dice) -> bool:
    """A word more, or a letter less."""
    if "numbers" in row.edited or not _once(row, "words"):
        return False
    start = re.match(r"\d+\W*", row.cells[WORDS])
    assert start, row.cells
    words = row.cells[WORDS][start.end() :].split(" ")
    if dice.random() < 0.5:
        words.insert(dice.randint(1, len(words)), "MUNICIPAL")
    else:
        at = max(range(len(words)), key=lambda at: len(words[at]))
        words[at] = words[at][:2] + words[at][3:]
    row.cells[WORDS] = start[0] + " ".join(words)
    row.told -= {("POA906", "unidad_medida")}
    row.told.add(("POA906", "texto"))
    return True


def _measure(row: Row, _: Dice) -> bool:
    """Another unit of measure; a finding about the words comes before the one about it."""
    if not _once(row, "measure"):
        return False
    row.cells[MEASURE] = "ASUNTO"
    if "words" not in row.edited:
        row.told.add(("POA906", "unidad_medida"))
    return True


def _renumber(row: Row, dice: Dice) -> bool:
    """A number that no other goal has."""
    if "words" in row.edited or not _once(row, "numbers"):
        return False
    row.number = f"{dice.randint(5, 9)}{dice.randint(10, 99)}{row.first}"
    row.cells[WORDS] = row.cells[WORDS].replace(row.first, row.number, 1)
    row.told.add(("POA907", "numero"))
    return True


def _drop(row: Row, dice: Dice) -> bool:
    if dice.random() < 0.7 or not _once(row, "row"):
        return False
    row.dropped = True
    return True


def _displace(row: Row, dice: Dice) -> bool:
    """A cell without a figure is lost: those behind it stand one column to the left."""
    empty = [index for index in range(4, 12) if index < len(row.cells) and row.cells[index] in ("", "0")]
    if row.displaced or dice.random() < 0.5 or not empty or not _once(row, "cells"):
        return False
    del row.cells[dice.choice(empty)]
    row.displaced = True
    row.told -= set(FIGURES.values())
    return True


_EDITS: Final[tuple[Callable[[Row, Dice], bool], ...]] = (
    *(_figure, _figure, _figure, _words, _measure, _renumber, _drop, _displace),
)


class Judged(NamedTuple):
    """What was not told, what was told beyond, and goals of displaced rows that were edited without a word of it."""

    missing: frozenset[Found]
    more: frozenset[Found]
    unsaid: frozenset[str]


def judged(one: Edited) -> Judged:
    """What the program tells of an edited report, beside what it has to tell."""
    (result,) = check({"t2.txt": one.text.encode()}, before())
    told = {about(finding) for finding in result.diagnostics if finding.code.startswith("POA9")}
    told = {found for found in told if found.code != COPIED}
    codes = {code for code, _ in FIGURES.values()}
    allowed = {found for found in told if found.goal in one.displaced and found.code in codes}
    said = set(_said(result))
    unsaid = {number for number in one.displaced if number not in said | {found.goal for found in allowed}}
    return Judged(one.told - told, frozenset(told - one.told - allowed), frozenset(unsaid))


def _said(result: FileResult) -> Iterator[str]:
    """The goals of which the result says that their row is displaced, here or in the other file."""
    yield from (finding.where.meta for finding in result.diagnostics if finding.code == "POA002")
    for remark in result.remarks:
        yield from re.findall(r"\d{3,}", remark)

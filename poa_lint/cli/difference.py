"""The changes in a report: cell by cell in words, then line by line as `patch` takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from poa_lint.cli.rewrite import Rewritten
from poa_lint.core.text import printable, refitted, short, visible
from poa_lint.core.words import Words
from poa_lint.linter.fix import Mended
from poa_lint.output.screen import Line

CONTEXT: Final = 16
"""Letters shown before and behind what changes in a cell, and more where a word needs them to be whole."""
LONGEST: Final = 40
"""Letters of a word that is shown whole for that."""
MOST: Final = 1_000_000
"""Pairs of words that are compared at most to mark those that differ between two lines; of more all are marked."""
_WORDS: Final = re.compile(r"\t|[^\S\t]+|\S+")
_STYLES: Final = {"-": "red", "+": "green"}


def difference(report: Rewritten, words: Words, room: int | None = None, *, colour: bool = False) -> str:
    """The changes; empty where there are none. In colour the changed words of a line are marked.

    `room` is the width of the screen for what is told in words; None for a line each.
    """
    if not report.changed:
        return ""
    name = visible(report.path)
    cells = "".join(f"{name}:{fix.line}: {_cells(fix, words)}\n" for fix in report.mended)
    lines = [[(f"--- {name}", "bold")], [(f"+++ {name}", "bold")], *_hunks(report.before.text, report.after.text)]
    return refitted(cells, room) + (_painted(lines) if colour else "".join(f"{_plain(line)}\n" for line in lines))


def _plain(line: Line) -> str:
    return printable("".join(text for text, _ in line))


def _painted(lines: Sequence[Line]) -> str:
    """The lines with the codes of a terminal. Tabs stay, which a console of rich would make spaces."""
    from rich.color import ColorSystem
    from rich.style import Style

    def painted(text: str, style: str) -> str:
        return Style.parse(style).render(printable(text), color_system=ColorSystem.STANDARD)

    return "".join("".join(painted(*part) for part in line) + "\n" for line in lines)


def _cells(fix: Mended, words: Words) -> str:
    """One edit in words: a whole row is not told twice."""
    code = f"{fix.finding.code} " if fix.finding else ""
    if "\t" in fix.now:
        return code + words("fix.row")
    was, now = _excerpts(fix.was, fix.now)
    return f"{code}{visible(was) or words('blank')} -> {visible(now)}"


def _excerpts(was: str, now: str) -> list[str]:
    """Two texts without the parts that they begin and end with alike, but for a few letters and whole words."""
    same = _common(was, now)
    behind = _common(was[same:][::-1], now[same:][::-1])
    opens = _whole(was, max(0, same - CONTEXT))
    closes = _whole(was[::-1], max(0, behind - CONTEXT))
    return [
        f"{'...' * (opens > 0)}{short(text[opens : len(text) - closes])}{'...' * (closes > 0)}" for text in (was, now)
    ]


def _whole(text: str, start: int) -> int:
    """The beginning of the word that stands at `start`, if it is a word of usual length; else `start`."""
    if text[start - 1 : start] == " ":
        return start
    blank = text.rfind(" ", max(0, start - LONGEST), start)
    return blank + 1 if blank >= 0 or start < LONGEST else start


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """The number of characters, or words, that two texts or lists begin with alike."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(left), len(right)))


def _hunks(before: str, after: str) -> Iterator[Line]:
    """The lines that differ, with their numbers. An edit never adds or takes away a line."""
    old, new = ([line.removesuffix("\r") for line in text.split("\n")] for text in (before, after))
    changed = [
        index
        for index, (left, right) in enumerate(zip(before.split("\n"), after.split("\n"), strict=True))
        if left != right
    ]
    for first, last in _runs(changed):
        length = "" if first == last else f",{last - first + 1}"
        yield [(f"@@ -{first + 1}{length} +{first + 1}{length} @@", "cyan")]
        for sign in "-+":
            for index in range(first, last + 1):
                yield _marked(sign, old[index], new[index])
                if index == len(old) - 1:
                    yield [("\\ No newline at end of file", "")]


def _marked(sign: str, old: str, new: str) -> Line:
    """One of two lines, the words in which it differs from the other marked."""
    style = _STYLES[sign]
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    parts: Line = [(sign, style)]
    for alike, start, end in _stretches(left, right, second=sign == "+"):
        text = "".join((right if sign == "+" else left)[start:end])
        parts += [(text, style if alike else f"bold reverse {style}")] if text else []
    return parts


def _stretches(left: list[str], right: list[str], *, second: bool) -> Iterator[tuple[bool, int, int]]:
    """The stretches of one of two lists, each with whether the other has it in its place."""
    own, opens = (right if second else left), _common(left, right)
    closes = _common(left[opens:][::-1], right[opens:][::-1])
    yield True, 0, opens
    inner_left, inner_right = left[opens : len(left) - closes], right[opens : len(right) - closes]
    if len(inner_left) * len(inner_right) > MOST:
        yield False, opens, len(own) - closes
    else:
        from difflib import SequenceMatcher

        for kind, a, b, c, d in SequenceMatcher(None, inner_left, inner_right, autojunk=False).get_opcodes():
            start, end = (c, d) if second else (a, b)
            yield kind == "equal", opens + start, opens + end
    yield True, len(own) - closes, len(own)


def _runs(indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of neighbours."""
    first = last = -2
    for index in indexes:
        if index > last + 1:
            if last >= 0:
                yield first, last
            first = index
        last = index
    if last >= 0:
        yield first, last

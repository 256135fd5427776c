"""Commands about one file: the text that it is read as, its canonical form."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from poa_lint.cli.request import asked
from poa_lint.cli.shell import CLEAN, FINDINGS, TROUBLE, Shell
from poa_lint.core.form import built_in_forms
from poa_lint.core.result import Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.text import printable, visible
from poa_lint.core.words import Words, words
from poa_lint.documents import files, opened
from poa_lint.linter.check import judge
from poa_lint.rulebook.builtin import built_in_rules

if TYPE_CHECKING:
    from poa_lint.cli.rewrite import Rewritten


def show(shell: Shell) -> int:
    """`poa-lint show PATH [--map]`: the text that a file is read as, and where its cells stand in the file."""
    from poa_lint import api

    wanted, operands = asked(shell), shell.arguments.operands
    if isinstance(wanted, int):
        return wanted
    if len(operands) != 1:
        return shell.complain("too-many" if operands else "show-needs", command="show")
    data = files.load(operands[0], shell.words)
    if isinstance(data, Notice):
        shell.warn(f"{data.path}: {data.message}")
        return TROUBLE
    source = opened(data, operands[0], shell.arguments.values.get("encoding"))
    if isinstance(source, Unreadable):
        why = api.check(source, wanted, shell.words).diagnostics
        shell.warn(f"{source.path}: {visible(why[0].message) if why else shell.words('notice.no-text')}")
        return TROUBLE
    if not shell.arguments.flag("map"):
        return shell.put(shown(source))
    to_terminal = "output" not in shell.arguments.values and sys.stdout.isatty()
    return shell.put(mapped(source, shell.words, shell.view().width if to_terminal else None))


def fmt(shell: Shell) -> int:
    """`poa-lint fmt PATH …`: give reports their canonical form, or say which are not in it."""
    from poa_lint.cli.rewrite import difference, save

    wanted = asked(shell)
    if isinstance(wanted, int):
        return wanted
    if not shell.arguments.operands:
        return shell.complain("no-path")
    paths, notices = files.found(shell.arguments.operands, shell.words)
    encoding, looks = shell.arguments.values.get("encoding"), wanted.diff or shell.arguments.flag("check")
    changed: list[Rewritten] = []
    for path in paths:
        one = _formatted(path, encoding, shell.words)
        if isinstance(one, Notice):
            notices.append(one)
        elif path == files.STDIN and not looks:
            return shell.pass_on(one)
        elif one.changed:
            failure = None if looks else save(one, shell.words)
            changed += () if failure else (one,)
            notices += (failure,) if failure else ()
    if looks:
        show = difference if wanted.diff else lambda one, _: f"{visible(one.path)}\n"
        shell.put("".join(show(one, shell.words) for one in changed))
    if changed:
        shell.warn(shell.words.count("fix.formatted", len(changed)))
    for notice in notices:
        shell.warn(f"{notice.path}: {notice.message}")
    return TROUBLE if notices or not paths else FINDINGS if looks and changed else CLEAN


def _formatted(path: str, encoding: str | None, words: Words) -> Rewritten | Notice:
    """A report in its canonical form, or why there is none."""
    from poa_lint.cli.rewrite import Rewritten
    from poa_lint.linter import canonical
    from poa_lint.reading import read as build

    def read(source: Source) -> build.Reading:
        return build.read(source, built_in_forms(), judge(built_in_rules()), lambda *_: "")

    data = files.load(path, words)
    if isinstance(data, Notice):
        return data
    source = opened(data, path, encoding)
    if isinstance(source, Unreadable):
        return Notice(path, words("notice.no-text"))
    if source.original is not None:
        return Notice(path, words("notice.not-changed"))
    return Rewritten(path, data, source, canonical.formatted(source, read))


LEAST: Final = 20
"""Columns that words need beside their place; where a terminal leaves less, they go below it."""


APART: Final = "  "


def shown(source: Source) -> str:
    """The text as it was read, tabs and all; only what would steer a terminal is written as an escape."""
    lines = [printable(line.removesuffix("\r")) for line in source.text.split("\n")]
    return "\n".join(lines if lines[-1] == "" else [*lines, ""])


def mapped(source: Source, spoken: Words, width: int | None) -> str:
    """A line for each cell that is not empty: its line and column in the text, its place in the file, its words.

    A text's cells have no other place. `width` cuts the words to a terminal's columns; None leaves them whole.
    """
    told = words(spoken.language, "office")
    rows = list(_cells(source, told))
    first, second = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    beside = width is None or first + second + LEAST <= width
    lines = (line for row in rows for line in _lines(row, first, second if beside else None))
    return "".join(f"{_cut(line, width)}\n" for line in lines)


def _lines(row: tuple[str, str, str], first: int, second: int | None) -> Iterator[str]:
    where, place, text = row
    if place and second is None:
        yield from (where.ljust(first) + APART + place, " " * first + APART + text)
    else:
        yield APART.join([where.ljust(first), *([place.ljust(second or 0)] if place else []), text])


def _cells(source: Source, told: Words) -> Iterator[tuple[str, str, str]]:
    offset = 0
    for number, line in enumerate(source.text.split("\n"), 1):
        begun = offset
        for cell in line.split("\t"):
            if cell.strip():
                place = source.original.place(offset) if source.original else None
                said = visible(place.describe(told)) if place else ""
                yield f"{number}:{offset - begun + 1}", said, visible(cell.strip())
            offset += len(cell) + 1


def _cut(line: str, width: int | None) -> str:
    return line if width is None or len(line) <= width else f"{line[: width - 3]}..."

"""Commands about one file: the text that it is read as, its canonical form."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from poa_lint.api import Linter
from poa_lint.cli import reports, request
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import CLEAN, FINDINGS, TROUBLE, Shell
from poa_lint.core.result import Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.text import cut, printable, visible
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import folders, open_source
from poa_lint.documents.limits import within
from poa_lint.linter.check import scorer
from poa_lint.rulebook.builtin import built_in_rules

if TYPE_CHECKING:
    from poa_lint.cli.rewrite import Rewritten


LEAST: Final = 20
"""Columns that words need beside their place; where a terminal leaves less, they go below it."""
APART: Final = "  "


def show(shell: Shell) -> int:
    """`poa-lint show PATH [--map]`: the text that a file is read as, and where its cells stand in the file."""
    operands, words = shell.arguments.operands, shell.words
    wishes = request.wishes(shell)
    if len(operands) != 1:
        raise UsageError("too-many" if operands else "show-needs", command="show")
    linter = Linter(wishes, words)
    request.check_targets(shell, linter, operands)
    source = request.opened(shell, linter, operands[0])
    if source is None:
        return TROUBLE
    if not shell.arguments.map:
        return shell.put(shown(source))
    to_terminal = shell.arguments.output is None and sys.stdout.isatty()
    return shell.put(mapped(source, words, shell.view().width if to_terminal else None))


def fmt(shell: Shell) -> int:
    """`poa-lint fmt PATH …`: give reports their canonical form, or say which are not in it."""
    from poa_lint.cli.difference import difference
    from poa_lint.cli.rewrite import save

    arguments, words = shell.arguments, shell.words
    linter = Linter(request.wishes(shell), words)
    named = reports.find(shell, linter, folders.TEXTS)
    paths, notices = named.paths, named.notices
    request.check_order(linter, paths)
    only_show = arguments.diff or arguments.check
    changed: list[Rewritten] = []
    for path in paths:
        report = _formatted(path, arguments.encoding, linter)
        if isinstance(report, Notice):
            notices.append(report)
        elif path == linter.wishes.stdin and not only_show:
            return shell.pass_on(report)
        elif report.changed:
            failure = None if only_show else save(report, words)
            changed += () if failure else (report,)
            notices += (failure,) if failure else ()
    if only_show:
        room, colour = shell.room(), shell.view().colour
        shell.put(
            "".join(
                difference(report, words, room, colour=colour) if arguments.diff else f"{visible(report.path)}\n"
                for report in changed
            )
        )
    if changed:
        shell.warn(words.count("fix.formatted", len(changed)))
    for notice in notices:
        shell.warn(f"{notice.path}: {notice.message}")
    if named.is_unwanted:
        return CLEAN
    return TROUBLE if notices or not paths else FINDINGS if only_show and changed else CLEAN


def _formatted(path: str, encoding: str | None, linter: Linter) -> Rewritten | Notice:
    """A report in its canonical form, or why there is none."""
    from poa_lint.cli.rewrite import Rewritten
    from poa_lint.linter import canonical
    from poa_lint.reading import read

    words, forms = linter.words, linter.configured(path).forms

    def reading(source: Source) -> read.Reading:
        return read.read(source, forms, scorer(built_in_rules()), lambda *_: "")

    data = linter.load(path)
    if isinstance(data, Notice):
        return data
    source = within(open_source(data, path, encoding, forms=linter.forms(path)))
    if isinstance(source, Unreadable):
        return Notice(path, words("notice.no-text"))
    if source.original is not None:
        return Notice(path, words("notice.not-changed"))
    return Rewritten(path, data, source, canonical.formatted(source, reading))


def shown(source: Source) -> str:
    """The text as it was read, tabs and all; only what would steer a terminal is written as an escape."""
    lines = [printable(line.removesuffix("\r")) for line in source.text.split("\n")]
    return "\n".join(lines if lines[-1] == "" else [*lines, ""])


def mapped(source: Source, words: Words, width: int | None) -> str:
    """A line for each cell that is not empty: its line and column in the text, its place in the file, its words.

    A text's cells have no other place. `width` cuts the words to a terminal's columns; None leaves them whole.
    """
    rows = list(_cells(source, words_of(words.language, "office")))
    first, second = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    on_one_line = width is None or first + second + LEAST <= width
    lines = (line for row in rows for line in _lines(row, first, second if on_one_line else None))
    return "".join(f"{line if width is None else cut(line, width)}\n" for line in lines)


def _lines(row: tuple[str, str, str], first: int, second: int | None) -> Iterator[str]:
    where, place, text = row
    if place and second is None:
        yield from (where.ljust(first) + APART + place, " " * first + APART + text)
    else:
        yield APART.join([where.ljust(first), *([place.ljust(second or 0)] if place else []), text])


def _cells(source: Source, office: Words) -> Iterator[tuple[str, str, str]]:
    offset = 0
    for number, line in enumerate(source.text.split("\n"), 1):
        start = offset
        for cell in line.split("\t"):
            if cell.strip():
                place = source.original.place(offset) if source.original else None
                text = visible(place.describe(office)) if place else ""
                yield f"{number}:{offset - start + 1}", text, visible(cell.strip())
            offset += len(cell) + 1

"""The goals that owe an explanation, each with a text for OBSERVACIONES to complete: as text, or as a table (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.result import FileResult
from poa_lint.core.text import short, visible, wrapped
from poa_lint.core.words import Words
from poa_lint.output.notes import goals, note
from poa_lint.output.tables.values import safe

COLUMNS: Final = ("archivo", "unidad", "meta", "texto", "lugar", "observacion", "regla")


class Owed(NamedTuple):
    """A goal that owes an explanation: where it is, what it says, and a text with its figures and blanks."""

    unidad: str
    meta: str
    texto: str
    lugar: str
    nota: str
    regla: str


class FileOwed(NamedTuple):
    """The goals of a file that owe an explanation, and the number of all of its goals."""

    path: str
    owed: tuple[Owed, ...]
    goals: int
    failed: bool
    unread: bool


def owed(said: Words, file: FileResult) -> FileOwed:
    """The goals of a file that owe an explanation, in order; the result has to hold its report."""
    every = goals(file)
    found: dict[tuple[int, str], Owed] = {}
    for finding in file.standing:
        text = note(finding, every, apart=True)
        if text:
            goal = every[finding.order[0]].texto.raw
            one = Owed(finding.unidad, finding.where.meta, goal, _place(finding, said), text, finding.code)
            found.setdefault((finding.order[0], text), one)
    return FileOwed(file.path, tuple(found.values()), len(every), file.failed, file.unread)


def _place(finding: Diagnostic, said: Words) -> str:
    return finding.original.text if finding.original else said("owed.line", n=finding.start.line)


def text(files: Sequence[FileOwed], said: Words, width: int) -> str:
    """The goals by file and unit, and a last line with their number."""
    return "".join(f"{line}\n" for line in _lines(files, said, width))


def _lines(files: Sequence[FileOwed], said: Words, width: int) -> Iterator[str]:
    for file in files:
        for unit, every in groupby(file.owed, key=lambda one: one.unidad):
            head = visible(unit) if len(files) == 1 else f"{visible(file.path)} · {visible(unit)}"
            yield from (*wrapped(head, "", "  ", width), "")
            for one in every:
                goal = said("owed.goal", goal=visible(one.meta), place=visible(one.lugar))
                yield from wrapped(f"{goal}: {visible(short(one.texto))}", "  ", "    ", width)
                yield from (*wrapped(visible(one.nota), "    ", "    ", width), "")
    owing = sum(len({one.meta for one in file.owed}) for file in files)
    yield from wrapped(_total(owing, sum(file.goals for file in files), said), "", "  ", width)


def _total(owing: int, goals: int, said: Words) -> str:
    if not goals:
        return f"{said('owed.no-goals')}."
    if not owing:
        return f"{said.count('owed.none', goals)}."
    return f"{said.count('owed.total', owing)}; {said.count('owed.rest', goals - owing)}. {said('owed.hint')}"


def table(files: Sequence[FileOwed]) -> str:
    """The goals as CSV; no text in it is a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for file in files:
        writer.writerows([safe(visible(cell)) for cell in (file.path, *one)] for one in file.owed)
    return stream.getvalue()

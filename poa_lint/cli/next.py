"""`poa-lint next t1.xlsx -o t2.xlsx`: the next period's report, to be filled in, from this period's."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from poa_lint.api import Linter
from poa_lint.cli import request
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import CLEAN, FINDINGS, Shell
from poa_lint.config.compare import Compare, of_any_year
from poa_lint.core.records import replace
from poa_lint.core.report import Informe
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.text import short, visible
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import SUFFIXES, is_kept, marking, open_source, target
from poa_lint.documents.document import UnreadableFile
from poa_lint.documents.editing import Left, edited
from poa_lint.documents.encodings import encoded
from poa_lint.linter.succession import (
    BLANKING,
    OTHER_FIGURE,
    UNRECKONED,
    Doubt,
    NoSuccession,
    Succession,
    edits,
    succession,
)
from poa_lint.linter.workbook_changes import workbook_changes

WORKBOOK: Final = "xlsx"
TEXT: Final = "text"
VALUES: Final = frozenset({"texto", "formato", "combinada", "sin-celda"})
"""Reasons for which a cell of a book has no formula."""
SHOWN: Final = 4
"""Cells that a sentence names."""
MOST: Final = 20
"""Sentences about what was left as it is; the rest is counted."""


class Note(NamedTuple):
    """A sentence about a thing in the next report that somebody has to look at.

    `kind` is the key of the languages' `next` table by which notes without room for their sentences are counted: `more`
    for what was left as it is, `more-formula` for a formula that gives another figure, `more-blank` for a blank cell.
    """

    kind: str
    sentence: str


class Written(NamedTuple):
    """The bytes of the next report, the notes about it, and whether each accumulated figure of a book is a formula."""

    data: bytes
    notes: tuple[Note, ...]
    reckoned: bool = True


def next(shell: Shell) -> int:
    """Write the next period's report: 0, 1 where this one has findings at the threshold or blanks, 2 where it was not.

    A file that is there already is never replaced: it may have been filled in. Raises UsageError and BrokenRules.
    """
    arguments = shell.arguments
    if len(arguments.operands) != 1 or not arguments.output:
        raise UsageError("too-many" if len(arguments.operands) > 1 else "next-needs", command="next")
    path, place = arguments.operands[0], arguments.output
    if os.path.lexists(place):
        raise UsageError("next-exists", name=place)
    shell.arguments = replace(arguments, output=None)  # the report's place, and none for what is said
    linter = Linter(request.wishes(shell)._replace(keep=True), shell.words)
    held = linter.configured(path).settings
    shell.speak(linter.wishes.language or held.language)
    _check_folder(place, held.compare)
    linter.words = shell.words
    request.check_rules(shell, linter, [path])
    words = words_of(shell.words.language, "next")
    data = linter.load(path)
    if isinstance(data, Notice):
        return shell.tell(data.path, data.message)
    source = open_source(data, path, arguments.encoding, linter.limits(path).bytes, linter.forms(path))
    result = linter.check(source)
    if isinstance(source, Unreadable) or result.paper is None:
        return shell.tell(path, result.diagnostics[0].message)
    try:
        following, written = _made(source, data, result.paper.informe, place, words)
        if not os.path.lexists(folder := os.path.dirname(place) or os.curdir):
            os.makedirs(folder)
        target.write(place, written.data, was=b"")
    except NoSuccession as reason:
        return shell.tell(path, words(f"refused.{reason.kind}", **reason.values))
    except OSError as error:
        return shell.tell(place, target.sentence(error, shell.words))
    return _told(shell, words, result, place, following, written)


def _check_folder(place: str, compare: Compare | None) -> None:
    """Raise UsageError for a place in a folder that settings read reports from: a form in it would be one of them."""
    whole = os.path.realpath(place)
    for stated in compare.against if compare else ():
        for folder in filter(os.path.isdir, of_any_year(stated)):
            if whole.startswith(os.path.join(os.path.realpath(folder), "")):
                raise UsageError("output-among-reports", name=os.path.dirname(place) or os.curdir)


def _made(source: Source, data: bytes, informe: Informe, place: str, words: Words) -> tuple[Succession, Written]:
    """The next report, and its bytes. Raises NoSuccession."""
    fault = _unfit(source, data, place)
    if fault:
        raise NoSuccession(fault)
    following = succession(source, informe)
    try:
        return following, _written(source, data, following, words)
    except UnreadableFile:
        raise NoSuccession("libro") from None


def _unfit(source: Source, data: bytes, place: str) -> str:
    """The reason why no report is made of this file under that name, a key of `refused`; empty where it is."""
    suffix = Path(place).suffix.lower()
    if source.kind == WORKBOOK:
        if marking.is_marked(data):
            return "marcado"
        wanted = ".xlsm" if marking.has_macros(data) else ".xlsx"
        return "" if suffix == wanted else f"nombre-{wanted[1:]}"
    if source.kind != TEXT or source.original is not None or is_kept(source.text):
        return "clase"
    return "nombre-txt" if suffix in SUFFIXES else ""


def _written(source: Source, data: bytes, following: Succession, words: Words) -> Written:
    """The bytes of the next report. Raises NoSuccession and UnreadableFile."""
    doubts = [_doubt(doubt, source, words) for doubt in following.doubts]
    if source.kind == WORKBOOK:
        book = edited(data, tuple(workbook_changes(source, following)))
        reckoned = not any(doubt.kind in UNRECKONED for doubt in following.doubts)
        reckoned = reckoned and VALUES.isdisjoint(one.reason for one in book.left)
        return Written(book.data, (*doubts, *_left(book.left, words)), reckoned)
    new = encoded(source.edited(edits(following.changes)), data)
    if new is None:
        raise NoSuccession("codificacion", encoding=source.encoding)
    return Written(new, tuple(doubts))


def _doubt(doubt: Doubt, source: Source, words: Words) -> Note:
    values = {name: short(value) for name, value in doubt.values.items()}
    if source.original is None:
        where = words("line", line=source.position(doubt.span.start).line)
    else:
        where = source.original.place(doubt.span.start).describe(words_of(words.language, "office"))
    kind = {OTHER_FIGURE: "more-formula", BLANKING: "more-blank"}.get(doubt.kind, "more")
    return Note(kind, f"{where}: {words(f'doubt.{doubt.kind}', **values)}")


def _left(left: Sequence[Left], words: Words) -> Iterator[Note]:
    """A note for the cells of a sheet that were left for the same reason."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for one in left:
        by_reason.setdefault((one.sheet, one.reason), []).append(one.cell)
    for (sheet, reason), cells in by_reason.items():
        said = ", ".join(filter(None, cells[:SHOWN]))
        if len(cells) > SHOWN:
            said += words("cells-more", n=len(cells) - SHOWN)
        where = words("cells" if said else "sheet", sheet=sheet.replace("'", "''"), cells=said)
        yield Note("more", f"{where}: {words(f'left.{reason}')}")


def _told(shell: Shell, words: Words, result: FileResult, place: str, following: Succession, written: Written) -> int:
    """Say what was made, what is to be looked at, and that findings go on into the next report; the exit code."""
    _tell_notes(shell, words, result.path, written.notes)
    _tell_unfilled(shell, words, result.path, place, following.unfilled)
    if result.failed:
        shell.warn(words("findings", path=result.path))
    goals = words.count("goals", following.goals)
    done = words("done", path=place, name=following.name, year=following.year, goals=goals)
    what = words("both" if following.planned else "achieved")
    fill = "fill-text" if result.kind != WORKBOOK else "fill-book" if written.reckoned else "fill-book-but"
    code = shell.put(visible(f"{done} {words(fill, what=what)}") + "\n")
    return code or (FINDINGS if result.failed or following.unfilled else CLEAN)


def _tell_unfilled(shell: Shell, words: Words, path: str, place: str, unfilled: Sequence[str]) -> None:
    """Say which goals lack what was achieved, so that the accumulated figures of the next report fall short."""
    if not unfilled:
        return
    named = ", ".join(map(short, unfilled[:SHOWN]))
    if len(unfilled) > SHOWN:
        named += words("cells-more", n=len(unfilled) - SHOWN)
    goals = words.count("goals", len(unfilled))
    shell.warn(words("unfilled", path=path, goals=goals, named=named, place=place))


def _tell_notes(shell: Shell, words: Words, path: str, notes: Sequence[Note]) -> None:
    """Say the first notes, and count the others by what became of their cells."""
    for note in notes[:MOST]:
        shell.warn(f"{path}: {note.sentence}")
    for kind, number in Counter(note.kind for note in notes[MOST:]).items():
        shell.warn(f"{path}: {words.count(kind, number)}")

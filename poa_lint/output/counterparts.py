"""The other files of a comparison in words: where a cell of theirs stands and what it says, and what was compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from poa_lint.core.diagnostic import Diagnostic, Related
from poa_lint.core.result import Compared, FileResult
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of

BRIEF: Final = 60
"""Characters of a cell's words that a sentence has room for."""
RECOGNISED: Final = ("same", "text", "renumbered", "moved")
"""The ways in which a goal is found in the other file for certain."""


def place(cell: Related, *, column: bool = False) -> str:
    """The place of a cell in its file: `t1.txt:35`, with `column` `t1.txt:35:156`; in words for an office's file."""
    assert cell.other is not None, "a cell of this report has no file of its own"
    path = visible(cell.other.path)
    if cell.other.original is not None:
        return f"{path}, {visible(cell.other.original.text)}"
    return f"{path}:{cell.start.line}:{cell.start.column}" if column else f"{path}:{cell.start.line}"


def told(finding: Diagnostic, words: Words) -> str:
    """The words of other files, for the end of a message: ` (t1.txt:35:156 dice 8)`; empty without a comparison."""
    cells = finding.elsewhere
    if not cells:
        return ""
    own = words_of(words.language, "compare")
    return f" ({'; '.join(_says(cell, finding, own) for cell in cells)})"


def _says(cell: Related, finding: Diagnostic, own: Words) -> str:
    """The sentence about one cell; it names the column where that is another than the finding's."""
    kind = "says" if cell.raw else "says-nothing"
    if cell.raw and finding.columna and cell.titulo != finding.columna:
        kind = "says-in"
    return own(f"compare.{kind}", place=place(cell, column=True), raw=brief(cell.raw), titulo=visible(cell.titulo))


def noted(finding: Diagnostic, words: Words) -> Iterator[str]:
    """A note for each cell of another file: `antes: 8 (t1.txt:35)`."""
    own = words_of(words.language, "compare")
    for cell in finding.elsewhere:
        assert cell.other is not None, "a cell of this report has no file of its own"
        yield own(f"compare.note.{cell.other.role}", raw=brief(cell.raw) or own("page.blank"), place=place(cell))


def brief(text: str) -> str:
    """A cell's words as they are shown, as much of them as a sentence has room for."""
    shown = visible(text)
    return shown if len(shown) <= BRIEF else f"{shown[: BRIEF - 1].rstrip()}…"


def role(cell: Related, own: Words) -> str:
    """The name of the file that a cell stands in: `el POA aprobado`; `own` are the words about comparing."""
    assert cell.other is not None, "a cell of this report has no file of its own"
    return own(f"compare.the.{cell.other.role}")


def sentences(file: FileResult, words: Words) -> Iterator[str]:
    """A sentence for each file that a report was compared with, with the numbers of goals by how they were found."""
    own = words_of(words.language, "compare") if file.compared else words
    for one in file.compared:
        if one.units:
            counts = total(one)
            parts = [
                words.count("units", len(one.units)),
                own.count("compare.alike", sum(counts[mode] for mode in RECOGNISED)),
                *(own.count(f"compare.{mode}", counts[mode]) for mode in ("lost", "new", "doubtful")),
            ]
            yield own("compare.done", path=visible(one.path), what=what(one, words, own), counts=", ".join(parts))


def what(one: Compared, words: Words, own: Words) -> str:
    """A file in words: the report of a cut-off date, or the plan, perhaps a re-issued one."""
    if one.role != "plan":
        return own("compare.cutoff", day=day(one.corte or "", words))
    letter = own("compare.letter", oficio=visible(one.oficio)) if one.oficio else ""
    return (own("compare.plan-since", day=day(one.since, words)) if one.since else own("compare.plan")) + letter


def total(one: Compared) -> dict[str, int]:
    """The numbers of goals of all units that were compared with a file, by how they were found."""
    modes = dict.fromkeys(mode for unit in one.units for mode in unit.pairs)
    return {mode: sum(unit.pairs[mode] for unit in one.units) for mode in modes}


def day(iso: str, words: Words) -> str:
    """The day `iso` (YYYY-MM-DD) in words: `15 de abril de 2024`; empty for an empty text."""
    if not iso:
        return ""
    year, month, number = iso.split("-")
    return words("date", day=int(number), month=words(f"month.{int(month)}"), year=int(year))

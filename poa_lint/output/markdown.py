"""Markdown for a job summary or a comment: the verdict of every unit, then the findings of each file as a table."""

import re
from collections.abc import Iterator
from typing import Final

from poa_lint.core.result import FileResult, Run
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output import View

MAX_CHARACTERS: Final = 900_000
"""A job summary takes a mebibyte; what does not go in is counted."""
_MEANT: Final = re.compile(r"([\\`*_\[\]<>#|~&@$])")


def render(run: Run, words: Words, view: View) -> str:
    """The run as Markdown; nothing that a report says is read as markup."""
    lines, size, left = [], 0, 0
    for line in _lines(run, words, view):
        size += len(line) + 1
        if size > MAX_CHARACTERS:
            left += line.startswith("| ")
        else:
            lines.append(line)
    if left:
        lines += ["", words.count("markdown.left", left)]
    return "\n".join([*lines, ""])


def _lines(run: Run, words: Words, view: View) -> Iterator[str]:
    yield f"## poa-lint ({run.ruleset})"
    for file in run.files:
        yield from ("", f"### {_plain(file.path)}: {_plain(words(f'verdict.{file.verdict}'))}", "")
        if file.verdicts:
            yield from (f"| {words('markdown.unit')} | {words('markdown.verdict')} |", "| --- | --- |")
            yield from (
                f"| {_plain(unit)} | {_plain(words(f'verdict.{verdict}'))} |" for unit, verdict in file.verdicts
            )
            yield ""
        yield from _findings(file, words, waived=view.waived)
    for notice in run.notices:
        yield from ("", f"- {_plain(notice.path)}: {_plain(notice.message)}")


def _findings(file: FileResult, words: Words, *, waived: bool) -> Iterator[str]:
    found = [
        (one, start.line)
        for one, (start, _) in zip(file.diagnostics, file.positions, strict=True)
        if waived or one.waived is None
    ]
    if not found:
        return
    # The lines of a text that was made of an office's file are nobody's: its places are words.
    first = "place" if any(one.original for one, _ in found) else "line"
    yield f"| {' | '.join(words(f'markdown.{key}') for key in (first, 'severity', 'rule', 'where', 'finding'))} |"
    yield f"| {'---:' if first == 'line' else '---'} | --- | --- | --- | --- |"
    for one, line in found:
        where = " · ".join(filter(None, (one.where.unidad, one.where.meta, one.columna)))
        said = ". ".join(text.rstrip(".") for text in (one.message, one.work, one.help) if text)
        place = one.original.text if one.original else str(line)
        cells = (place, words(f"severity.{one.severity.value}"), f"{one.code} {one.rule}", where, f"{said}.")
        yield f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    """Words that Markdown shows as they are."""
    return _MEANT.sub(r"\\\1", visible(text))

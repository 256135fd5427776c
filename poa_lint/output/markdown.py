"""Markdown for a job summary or a comment: the verdict of every unit, then the findings of each file as a table."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.result import Run
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.output import View, shown, statistics, told

MAX_CHARACTERS: Final = 900_000
"""A job summary takes a mebibyte; findings that do not go in are counted."""
_MARKUP: Final = re.compile(r"[\\`*_\[\]<>#|~&$]")
_LINKING: Final = re.compile(
    r"""(?: @
          | ://
          | (?<=www)\. | (?<=mailto): | (?<=xmpp):                             # addresses
          | [#!](?=\d) | (?<![^\W_])GH-(?=\d)                                   # issues and requests
          | \b(?=[a-f]{0,39}\d)(?=\d{0,39}[a-f])[0-9a-f]{7,40}\b               # commits
        )+
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Signs by which a page finds an address, a person, an issue or a commit in plain words, escaped or not."""


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
    if view.statistics:
        yield from _statistics(run, words)
        return
    for file in run.files:
        verdict = f": {plain(words(f'verdict.{file.verdict}'))}" if file.summary else ""  # else it is no report
        yield from ("", f"### {plain(file.path)}{verdict}", "")
        if file.verdicts:
            yield from (f"| {words('markdown.unit')} | {words('markdown.verdict')} |", "| --- | --- |")
            yield from (f"| {plain(unit)} | {plain(words(f'verdict.{verdict}'))} |" for unit, verdict in file.verdicts)
            yield ""
        yield from _findings(shown(file, view), run, words)
    for notice in run.notices:
        yield from ("", f"- {plain(notice.path)}: {plain(notice.message)}")


def _statistics(run: Run, words: Words) -> Iterator[str]:
    """The counts of each rule as a table."""
    yield from ("", f"| {words('markdown.finding')} | {words('markdown.severity')} | {words('markdown.rule')} |")
    yield "| ---: | --- | --- |"
    for one in statistics(run):
        yield f"| {one.number} | {words(f'severity.{one.severity.value}')} | {plain(f'{one.code} {one.name}')} |"


def _findings(findings: Sequence[Diagnostic], run: Run, words: Words) -> Iterator[str]:
    if not findings:
        return
    # The lines of a text that was made of an office's file are nobody's: its places are words.
    first = "place" if any(finding.original for finding in findings) else "line"
    yield f"| {' | '.join(words(f'markdown.{key}') for key in (first, 'severity', 'rule', 'where', 'finding'))} |"
    yield f"| {'---:' if first == 'line' else '---'} | --- | --- | --- | --- |"
    for finding in findings:
        where = " · ".join(filter(None, (finding.where.unidad, finding.where.meta, finding.columna)))
        texts = (finding.message + told(finding, words), finding.work, finding.help)
        text = ". ".join(text.rstrip(".") for text in texts if text)
        place = finding.original.text if finding.original else str(finding.start.line)
        severity = words(f"severity.{finding.severity.value}")
        rule = _linked(f"{finding.code} {finding.rule}", run.page_of(finding.code))
        yield f"| {plain(place)} | {plain(severity)} | {rule} | {plain(where)} | {plain(f'{text}.')} |"


def _linked(rule: str, page: str) -> str:
    """A rule's code and name, as a link where there is a page of it; a bar in its address would end the cell."""
    return f"[{plain(rule)}]({page.replace('|', '%7C')})" if page else plain(rule)


def plain(text: str) -> str:
    """Words that Markdown shows as they are.

    A sign that would make a link of them stands as code, which no page looks into: `user`@`host.mx`.
    """
    words: list[str] = []
    shown, done = visible(text), 0
    for match in _LINKING.finditer(shown):
        words += (_MARKUP.sub(r"\\\g<0>", shown[done : match.start()]), f"`{match.group()}`")
        done = match.end()
    return "".join([*words, _MARKUP.sub(r"\\\g<0>", shown[done:])])

"""The answer for a file that was dropped on the page: everything that the page shows of it and lets its reader save."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypedDict

from poa_lint.api import NAME, Linter, Wishes
from poa_lint.core.diagnostic import Severity
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import LANGUAGES, Words
from poa_lint.documents.encodings import encoded
from poa_lint.output import REPORTERS, View
from poa_lint.servers.checker import Checked, Checker, File, sentence
from poa_lint.servers.earlier import Met, delivery, told

if TYPE_CHECKING:
    from poa_lint.core.result import FileResult

LONGEST: Final = 200
"""The letters of a file's name that are kept, from its end."""


class Answer(TypedDict):
    """The answer to the page: for a file that could not be checked, `unread` is the sentence and the rest is empty."""

    name: str
    verdict: str
    counts: str
    unread: str
    foreign: bool
    """True for a file in which nothing of a form was seen."""
    html: str
    json: str
    fixed: str | None
    """The file with its form mended, its bytes in base64; None where there is nothing to mend."""
    fixes: int
    marked: str | None
    """The workbook with its findings at their cells, its bytes in base64; None for other files."""
    marked_as: str
    """The ending of its name, `xlsx` or `xlsm`; empty without one."""
    troubles: list[str]
    """Sentences about settings that are not in order: the program's own rules checked the file."""
    compared: list[str]
    """Sentences about the files that it was compared with, or could not be."""
    delivery: list[str]
    """Names of the units and the quarter: two files with the same ones are one report, dropped twice."""
    previous: Met | None
    """Words about the findings of the same report as it was dropped before; None without one."""


def answer(
    data: bytes,
    name: str,
    language: str,
    wishes: Wishes,
    others: Sequence[File] = (),
    earlier: File | None = None,
) -> Answer:
    """Check a file and give all that the page shows of it. Whatever the file holds becomes findings or a sentence.

    It is compared with the `others` (name and bytes) that were dropped with it, and with what it was `earlier`, before
    it was corrected. Names are labels: nothing is looked up under them but the settings of the working folder.
    """
    labelled = [(label(other), content) for other, content in others]
    before = None if earlier is None else (label(earlier[0]), earlier[1])
    return answered(Checker(language, wishes).check(data, label(name), labelled, before), data)


def answered(checked: Checked, data: bytes) -> Answer:
    """All that the page shows of a file that was checked, and whose bytes are `data`."""
    result, linter = checked.result, checked.linter
    words = linter.words
    if result.unread and not result.units:
        texts = (text for finding in result.diagnostics for text in (finding.message, finding.help) if text)
        return {**unread(result.path, " ".join(map(sentence, texts))), "foreign": result.foreign}
    fixed, fixes = _fixed(checked.source, data, linter)
    copy, ending = _marked(result, data, words)
    return Answer(
        name=result.path,
        verdict=result.verdict,
        counts=_counts(result, words),
        unread="",
        foreign=False,
        html=REPORTERS["html"](checked.run, words, View(day=linter.wishes.today)),
        json=REPORTERS["json"](checked.run, words, View()),
        fixed=fixed,
        fixes=fixes,
        marked=copy,
        marked_as=ending,
        troubles=list(checked.troubles),
        compared=list(checked.said),
        delivery=delivery(result),
        previous=told(result, result.previous, words) if result.previous else None,
    )


def unread(path: str, why: str) -> Answer:
    """The answer for a file that could not be checked."""
    return Answer(
        name=path,
        verdict="",
        counts="",
        unread=why,
        foreign=False,
        html="",
        json="",
        fixed=None,
        fixes=0,
        marked=None,
        marked_as="",
        troubles=[],
        compared=[],
        delivery=[],
        previous=None,
    )


def label(name: str) -> str:
    """The last part of a file's path, with strange characters replaced: nothing is looked up under a page's words."""
    last = re.split(r"[/\\:]", name)[-1]
    plain = "".join(letter if letter.isprintable() else "_" for letter in last)[-LONGEST:]
    return NAME if plain.strip(". ") == "" else plain


def today() -> str:
    """The day on this computer, as ISO."""
    return time.strftime("%Y-%m-%d")


def plain() -> Wishes:
    """The wishes where there are no settings: every rule, today."""
    return Wishes(no_config=True, today=today(), keep=True)


def warm_up() -> None:
    """Check a small report that nobody sees, so that the modules of a check are loaded before the first real one."""
    from poa_lint.authoring.samples import Page, Row, write

    answer(write([Page(metas=(Row(meta_anual="5"),))]).encode("utf-8"), NAME, LANGUAGES[0], plain())


def apart(files: Sequence[File], *, again: bool) -> tuple[tuple[File, ...], File | None]:
    """The files that came with a report, and the earlier one, which is the last where there is one (`again`)."""
    return (tuple(files[:-1]), files[-1]) if again and files else (tuple(files), None)


def _fixed(source: Source | Unreadable, data: bytes, linter: Linter) -> tuple[str | None, int]:
    """A text after its safe fixes, as base64, and the number of fixes; None and 0 where there are none."""
    if isinstance(source, Unreadable) or source.original is not None:
        return None, 0
    from poa_lint.linter.fix import fix

    result = fix(source, Linter(linter.wishes._replace(keep=False), linter.words).check, unsafe=False)
    new = encoded(result.source, data) if result.mended else None
    return (None, 0) if new is None else (base64.b64encode(new).decode("ascii"), len(result.mended))


def _marked(result: FileResult, data: bytes, words: Words) -> tuple[str | None, str]:
    """The marked copy of a workbook, as base64, and the ending of its name; None and empty where there can be none."""
    if result.kind != "xlsx":
        return None, ""
    from poa_lint.documents import marking
    from poa_lint.documents.document import UnreadableFile
    from poa_lint.output import marked

    try:
        if marking.is_marked(data):
            return None, ""
        copy = marked.copy(marked.told(result, waived=False), data, words)
    except UnreadableFile:  # it can be read and not written; the findings are shown all the same
        return None, ""
    return base64.b64encode(copy).decode("ascii"), "xlsm" if marking.has_macros(data) else "xlsx"


def _counts(result: FileResult, words: Words) -> str:
    """`2 errores, 1 aviso`: the numbers of findings that count, by severity, those that are zero left out."""
    levels = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    return ", ".join(words.count(level.value, result.count(level)) for level in levels if result.count(level))

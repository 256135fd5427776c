"""The answer for a file that was dropped on the page: everything that the page shows of it and lets its reader save."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypedDict

from poa_lint.api import NAME, Linter, Wishes
from poa_lint.core.diagnostic import Severity
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import LANGUAGES, Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import open_source
from poa_lint.documents.encodings import encoded
from poa_lint.output import REPORTERS, View
from poa_lint.servers.earlier import Met, beside, delivery, told

if TYPE_CHECKING:
    from poa_lint.core.result import FileResult
    from poa_lint.servers.together import Together

LONGEST: Final = 200
"""The letters of a file's name that are kept, from its end."""


class Answer(TypedDict):
    """The answer to the page: for a file that could not be checked, `unread` is the sentence and the rest is empty."""

    name: str
    verdict: str
    counts: str
    unread: str
    html: str
    json: str
    fixed: str | None
    """The file with its form mended, its bytes in base64; None where there is nothing to mend."""
    fixes: int
    marked: str | None
    """The workbook with its findings at their cells, its bytes in base64; None for other files."""
    marked_as: str
    """The ending of its name, `xlsx` or `xlsm`; empty without one."""
    compared: list[str]
    """Sentences about the files that were dropped with it; none for one that was dropped alone."""
    delivery: list[str]
    """Names of the units and the quarter: two files with the same ones are one report, dropped twice."""
    previous: Met | None
    """Words about the findings of the same report as it was dropped before; None without one."""


def answer(
    data: bytes,
    name: str,
    language: str,
    wishes: Wishes,
    others: Sequence[tuple[str, bytes]] = (),
    earlier: tuple[str, bytes] | None = None,
) -> Answer:
    """Check a file and give all that the page shows of it. Whatever the file holds becomes findings or a sentence.

    It is compared with the `others` (name and bytes) that were dropped with it, and with what it was `earlier`, before
    it was corrected.
    """
    linter = Linter(wishes, words_of(language if language in LANGUAGES else LANGUAGES[0]))
    words = linter.words
    source = open_source(data, label(name), forms=linter.forms(label(name)))
    dropped = _together(source, others, linter) if others else None
    linter.pool = dropped.pool if dropped else None
    result = linter.check(source)
    if earlier is not None:
        result = beside(result, open_source(earlier[1], label(earlier[0]), forms=linter.forms(source.path)), linter)
    run = linter.run([result], path=source.path)
    result = run.files[0]
    if result.unread and not result.units:
        texts = (text for finding in result.diagnostics for text in (finding.message, finding.help) if text)
        why = " ".join(map(_sentence, texts))
        return unread(source.path, why)
    fixed, fixes = _fixed(source, data, wishes, words)
    copy, ending = _marked(result, data, words)
    return Answer(
        name=source.path,
        verdict=result.verdict,
        counts=_counts(result, words),
        unread="",
        html=REPORTERS["html"](run, words, View(day=wishes.today)),
        json=REPORTERS["json"](run, words, View()),
        fixed=fixed,
        fixes=fixes,
        marked=copy,
        marked_as=ending,
        compared=list(_compared(dropped, result, linter)) if dropped else [],
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
        html="",
        json="",
        fixed=None,
        fixes=0,
        marked=None,
        marked_as="",
        compared=[],
        delivery=[],
        previous=None,
    )


def _compared(dropped: Together, result: FileResult, linter: Linter) -> Iterator[str]:
    """The sentences about files that were dropped together; a name at the start of a sentence stays as it is."""
    names = tuple(one.path for one in dropped.others)
    for text in dropped.said(result, linter):
        yield f"{text}." if text.startswith(names) else _sentence(text)


def _together(source: Source | Unreadable, others: Sequence[tuple[str, bytes]], linter: Linter) -> Together:
    """A file with those that were dropped with it."""
    from poa_lint.servers.together import together

    return together(
        source, [open_source(data, label(name), forms=linter.forms(label(name))) for name, data in others], linter
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


def alone() -> Callable[..., str]:
    """A function for the page that holds Python itself: from name, bytes (a JavaScript array) and language to JSON.

    The names and bytes of the files that were dropped with it follow, one after the other; `again` says that the last
    of them is the same report as it was dropped before.
    """

    def answered(name: str, data: object, language: str, again: bool, *others: Any) -> str:
        names, contents = others[::2], map(_bytes, others[1::2])
        together, earlier = apart(list(zip(names, contents, strict=True)), again=again)
        return json.dumps(answer(_bytes(data), name, language, plain(), together, earlier), ensure_ascii=False)

    return answered


def apart(
    files: Sequence[tuple[str, bytes]], *, again: bool
) -> tuple[tuple[tuple[str, bytes], ...], tuple[str, bytes] | None]:
    """The files that came with a report, and the earlier one, which is the last where there is one (`again`)."""
    return (tuple(files[:-1]), files[-1]) if again and files else (tuple(files), None)


def _bytes(data: Any) -> bytes:
    """The bytes of a JavaScript array (Pyodide's JsBuffer)."""
    to_bytes: Callable[[], bytes] = data.to_bytes
    return to_bytes()


def _fixed(source: Source | Unreadable, data: bytes, wishes: Wishes, words: Words) -> tuple[str | None, int]:
    """A text after its safe fixes, as base64, and the number of fixes; None and 0 where there are none."""
    if isinstance(source, Unreadable) or source.original is not None:
        return None, 0
    from poa_lint.linter.fix import fix

    result = fix(source, Linter(wishes._replace(keep=False), words).check, unsafe=False)
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


def _sentence(message: str) -> str:
    """A message on its own: with a capital letter and a full stop."""
    return message[:1].upper() + message[1:].rstrip(".") + "."


def _counts(result: FileResult, words: Words) -> str:
    """`2 errores, 1 aviso`: the numbers of findings that count, by severity, those that are zero left out."""
    levels = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    return ", ".join(words.count(level.value, result.count(level)) for level in levels if result.count(level))

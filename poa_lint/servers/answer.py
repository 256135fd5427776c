"""The answer for a file that was dropped on the page: everything that the page shows of it and lets its reader save."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypedDict

from poa_lint.api import NAME, Linter, Wishes
from poa_lint.core.diagnostic import Severity
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import LANGUAGES, Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import open_source
from poa_lint.documents.encodings import encoded
from poa_lint.output import REPORTERS, View

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
    html: str
    json: str
    fixed: str | None
    """The file with its form mended, its bytes in base64; None where there is nothing to mend."""
    fixes: int


def answer(data: bytes, name: str, language: str, wishes: Wishes) -> Answer:
    """Check a file and give all that the page shows of it. Whatever the file holds becomes findings or a sentence."""
    linter = Linter(wishes, words_of(language if language in LANGUAGES else LANGUAGES[0]))
    words = linter.words
    source = open_source(data, label(name), forms=linter.forms(label(name)))
    run = linter.run([linter.check(source)], path=source.path)
    result = run.files[0]
    if result.unread and not result.units:
        texts = (text for finding in result.diagnostics for text in (finding.message, finding.help) if text)
        why = " ".join(map(_sentence, texts))
        return Answer(name=source.path, verdict="", counts="", unread=why, html="", json="", fixed=None, fixes=0)
    fixed, fixes = _fixed(source, data, wishes, words)
    return Answer(
        name=source.path,
        verdict=result.verdict,
        counts=_counts(result, words),
        unread="",
        html=REPORTERS["html"](run, words, View(day=wishes.today)),
        json=REPORTERS["json"](run, words, View()),
        fixed=fixed,
        fixes=fixes,
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


def alone() -> Callable[[str, object, str], str]:
    """A function for the page that holds Python itself: from name, bytes (a JavaScript array) and language to JSON."""

    def answered(name: str, data: object, language: str) -> str:
        to_bytes: Callable[[], bytes] = data.to_bytes  # type: ignore[attr-defined] # Pyodide's JsBuffer
        return json.dumps(answer(to_bytes(), name, language, plain()), ensure_ascii=False)

    return answered


def _fixed(source: Source | Unreadable, data: bytes, wishes: Wishes, words: Words) -> tuple[str | None, int]:
    """A text after its safe fixes, as base64, and the number of fixes; None and 0 where there are none."""
    if isinstance(source, Unreadable) or source.original is not None:
        return None, 0
    from poa_lint.linter.fix import fix

    result = fix(source, Linter(wishes._replace(keep=False), words).check, unsafe=False)
    new = encoded(result.source, data) if result.mended else None
    return (None, 0) if new is None else (base64.b64encode(new).decode("ascii"), len(result.mended))


def _sentence(message: str) -> str:
    """A message on its own: with a capital letter and a full stop."""
    return message[:1].upper() + message[1:].rstrip(".") + "."


def _counts(result: FileResult, words: Words) -> str:
    """`2 errores, 1 aviso`: the numbers of findings that count, by severity, those that are zero left out."""
    levels = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    return ", ".join(words.count(level.value, result.count(level)) for level in levels if result.count(level))

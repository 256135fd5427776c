"""A file that was dropped on the page: everything that the page shows of it and lets its reader save."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypedDict

from poa_lint import api
from poa_lint.api import Asked
from poa_lint.core.diagnostic import Severity
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import LANGUAGES, Words, words
from poa_lint.documents import opened
from poa_lint.documents.encodings import encoded
from poa_lint.output import REPORTERS, View

if TYPE_CHECKING:
    from poa_lint.core.result import FileResult

LONGEST: Final = 200
"""Letters of a file's name that are kept."""


class Answer(TypedDict):
    """What the page is told: for a file that could not be checked, `unread` is the sentence and the rest is empty."""

    name: str
    verdict: str
    counts: str
    unread: str
    html: str
    json: str
    fixed: str | None
    """The file with its form mended, its bytes in base64; None where there is nothing to mend."""
    fixes: int


def answer(data: bytes, name: str, language: str, asked: Asked) -> Answer:
    """Check a file and give what is shown of it. Whatever the file holds becomes findings or a sentence."""
    spoken = words(language if language in LANGUAGES else LANGUAGES[0])
    source = opened(data, label(name))
    done = api.run(source, asked, spoken)
    result = done.files[0]
    if result.unusable:
        why = " ".join(_sentence(said) for one in result.diagnostics for said in (one.message, one.help) if said)
        return Answer(name=source.path, verdict="", counts="", unread=why, html="", json="", fixed=None, fixes=0)
    fixed, fixes = _mended(source, data, asked, spoken)
    return Answer(
        name=source.path,
        verdict=result.verdict,
        counts=_counts(result, spoken),
        unread="",
        html=REPORTERS["html"](done, spoken, View(day=asked.today)),
        json=REPORTERS["json"](done, spoken, View()),
        fixed=fixed,
        fixes=fixes,
    )


def label(name: str) -> str:
    """What a file is called, and no more of the path than that: nothing is looked up under what a page says."""
    last = re.split(r"[/\\:]", name)[-1]
    plain = "".join(letter if letter.isprintable() else "_" for letter in last)[-LONGEST:]
    return api.NAME if plain.strip(". ") == "" else plain


def today() -> str:
    """The day on this computer, as ISO."""
    return time.strftime("%Y-%m-%d")


def plain() -> Asked:
    """What is asked for where there are no settings: every rule, today."""
    return Asked((), (), None, None, no_config=True, language=None, today=today(), keep=True)


def warm_up() -> None:
    """Check a small report that nobody sees: what is made and imported at the first is there for the next."""
    from poa_lint.authoring.samples import Page, Row, write

    answer(write([Page(metas=(Row(meta_anual="5"),))]).encode("utf-8"), api.NAME, LANGUAGES[0], plain())


def alone() -> Callable[[str, object, str], str]:
    """The same for the page that holds Python itself: from name, bytes (a JavaScript array) and language to JSON."""

    def answered(name: str, data: object, language: str) -> str:
        to_bytes: Callable[[], bytes] = data.to_bytes  # type: ignore[attr-defined] # Pyodide's JsBuffer
        return json.dumps(answer(to_bytes(), name, language, plain()), ensure_ascii=False)

    return answered


def _mended(source: Source | Unreadable, data: bytes, asked: Asked, spoken: Words) -> tuple[str | None, int]:
    """A text with what `--fix` mends, and how much that is."""
    if isinstance(source, Unreadable) or source.original is not None:
        return None, 0
    from poa_lint.linter.fix import fix

    mended = fix(source, lambda text: api.check(text, asked._replace(keep=False), spoken), unsafe=False)
    new = encoded(mended.source, data) if mended.mended else None
    return (None, 0) if new is None else (base64.b64encode(new).decode("ascii"), len(mended.mended))


def _sentence(message: str) -> str:
    """A message on its own: with a capital letter and a full stop."""
    return message[:1].upper() + message[1:].rstrip(".") + "."


def _counts(result: FileResult, spoken: Words) -> str:
    """`2 errores, 1 aviso`: what stands, without what there is none of."""
    levels = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    return ", ".join(spoken.count(level.value, result.count(level)) for level in levels if result.count(level))

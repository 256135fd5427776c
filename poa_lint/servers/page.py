"""The page on which reports are dropped, put together: its words, its style, its scripts, and its security policy.

One page has two engines: `served` asks the program that serves it, `alone` has Python inside.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from poa_lint.config.find import FILES
from poa_lint.core.cache import package
from poa_lint.core.result import VERDICTS
from poa_lint.core.version import VERSION
from poa_lint.core.words import LANGUAGES
from poa_lint.core.words import words as words_of
from poa_lint.documents.encodings import MAX_BYTES
from poa_lint.documents.folders import KINDS
from poa_lint.output.html import own_script
from poa_lint.output.webpage import digest
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.servers.office import MOST, NAMES, SUFFIXES, Told

PATIENCE: Final = 180
"""Seconds after which a file is given up."""

TOGETHER: Final = 3
"""The most files that are compared with each other when they are dropped together: a report, the last one, the plan."""

SERVED: Final = "served"
ALONE: Final = "alone"
ASKS: Final = {
    SERVED: "Promise fetch URLSearchParams Blob DataTransfer",
    ALONE: "Promise WebAssembly DecompressionStream Worker BigInt64Array Blob DataTransfer",
}
"""The features that a browser must have for an engine; `old.js` looks for them."""

NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src 'unsafe-inline'"
"""The content security policy of every page. Styles are also those of the report, in its frame."""

MAY: Final = {
    SERVED: f"{NOTHING}; connect-src 'self'",
    ALONE: f"{NOTHING}; connect-src 'none'; worker-src blob:",
}
ALSO: Final = {SERVED: "", ALONE: " blob: 'wasm-unsafe-eval'"}
"""Sources of scripts beside the page's own, which are known by their digests."""


class Page(NamedTuple):
    """A page, and the policy that goes with it."""

    text: str
    policy: str


def page(
    engine: str,
    *,
    language: str = LANGUAGES[0],
    token: str = "",
    office: Mapping[str, Told | None] | None = None,
    parts: Mapping[str, str] | None = None,
    licences: str = "",
) -> Page:
    """The page for an engine.

    `token` is sent with every file; `office` says whose rules hold, by language; `parts` are texts that the page
    carries, by name.
    """
    old = _part("old.js")
    script = "\n".join(_part(name) for name in (f"{engine}.js", "folder.js", "page.js"))
    policy = f"{MAY[engine]}; script-src '{digest(old)}' '{digest(script)}'{ALSO[engine]} '{digest(own_script())}'"
    words = {language: _words(language) for language in LANGUAGES}
    data = {
        "words": words,
        "language": language,
        "limit": MAX_BYTES,
        "together": TOGETHER,
        "patience": PATIENCE,
        "token": token,
        "office": office or {},
        "taken": {"names": sorted(NAMES), "suffixes": sorted(SUFFIXES), "most": MOST},
        "kinds": sorted(KINDS),
        "settings": FILES,
        "version": VERSION,
        "ruleset": built_in_rules().version,
    }
    carried = "\n".join(
        f'<script type="application/octet-stream" data-part="{html.escape(name)}">{text}</script>'
        for name, text in (parts or {}).items()
    )
    filled = {
        "policy": f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">',
        "style": _part("page.css"),
        "old": old,
        "parts": carried,
        "told": json.dumps(data).replace("<", "\\u003c"),
        "script": script,
        "licences": _licences(licences, words[language]),
    }
    shell = _part("page.html").replace("<html ", f'<html data-asks="{ASKS[engine]}" ', 1)
    shell = re.sub(
        r'data-word="([\w-]+)"[^>]*>', lambda found: found[0] + html.escape(words[language][found[1]]), shell
    )
    return Page(re.sub(r"<!--(\w+)-->", lambda found: filled[found[1]], shell), policy)


def _words(language: str) -> dict[str, str]:
    """The page's words, and the tool's own for the verdicts."""
    general = words_of(language)
    verdicts = {f"verdict.{verdict}": general(f"verdict.{verdict}") for verdict in VERDICTS}
    return {**words_of(language, "page").table, **verdicts}


def _licences(text: str, words: Mapping[str, str]) -> str:
    if not text:
        return ""
    summary = html.escape(words["licences"])
    return f'<details><summary data-word="licences">{summary}</summary><pre>{html.escape(text)}</pre></details>'


def _part(name: str) -> str:
    return (package() / "servers" / "assets" / name).read_text(encoding="utf-8").strip()

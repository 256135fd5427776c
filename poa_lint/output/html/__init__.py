"""The page a coordinator opens: one file that asks for nothing else (extra `html`, docs/html.md).

The page is `page.html.jinja` over what `parts` makes of a run; style and script are put in whole, and the page's
security policy names them by their digests and forbids every request.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from poa_lint.core.result import Run
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.output import View
from poa_lint.output.html import parts

HERE = Path(__file__).parent


def render(run: Run, words: Words, view: View) -> str:
    """The run as one page; what a report says is text on it and nothing else."""
    template, style, script = _assets()
    spoken = words_of(words.language, "html")
    said = parts.page(run, words, spoken, view)
    return template.render(
        page=said,
        t=words,
        s=spoken,
        style=style,
        script=script,
        style_digest=digest(style),
        script_digest=digest(script),
    )


def _sentence(text: str) -> str:
    """Words that stand alone, with a capital."""
    return visible(text[:1].upper() + text[1:])


def digest(text: str) -> str:
    """What a security policy calls a style or a script by."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def own_script() -> str:
    """The script of every page, for who shows one in a frame and has to allow it."""
    return str(_assets()[2])


@cache
def _assets() -> tuple[Template, Markup, Markup]:
    environment = Environment(
        loader=FileSystemLoader(HERE, encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"visible": visible, "sentence": _sentence}
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("style.css", "script.js"))
    return environment.get_template("page.html.jinja"), Markup(style), Markup(script)  # noqa: S704 - our own files

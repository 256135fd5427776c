"""The page a coordinator opens: one file that asks for nothing else (extra `html`, docs/html.md).

`page.html.jinja` is filled with the records that `parts.page` makes of a run. Style and script stand inside the page;
its security policy names both by their digests and forbids every request.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from poa_lint.core.result import Run
from poa_lint.core.text import legible, visible
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.output import View
from poa_lint.output.html import comparison, parts

HERE = Path(__file__).parent


def render(run: Run, words: Words, view: View) -> str:
    """The run as one page of HTML. Texts of reports are escaped: none of them can become markup, or be hidden."""
    template, style, script = _assets()
    page_words = words_of(words.language, "html")
    compared = any(file.compared for file in run.files)
    style += _comparison_style() if compared else ""
    html = template.render(
        page=parts.page(run, words, page_words, view),
        t=words,
        s=page_words,
        c=words_of(words.language, "compare") if compared else None,
        modes=comparison.MODES,
        style=style,
        script=script,
        style_digest=digest(style),
        script_digest=digest(script),
    )
    return legible(html).replace("##[", "#&#35;[")


def digest(text: str) -> str:
    """The source expression `sha256-…` by which a Content-Security-Policy allows the inline style or script `text`."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def own_script() -> str:
    """The script of every page. A page that shows this one in a frame has to allow it in its own policy."""
    return str(_assets()[2])


@cache
def _comparison_style() -> Markup:
    """The style of what a page shows of a comparison; others do not carry it."""
    return Markup((HERE / "comparison.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


@cache
def _assets() -> tuple[Template, Markup, Markup]:
    """The page's template, style and script."""
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


def _sentence(text: str) -> str:
    """The message `text` as a sentence of its own: with a capital, and control characters made visible."""
    return visible(text[:1].upper() + text[1:])

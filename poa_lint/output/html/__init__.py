"""The page a coordinator opens: one file that asks for nothing else (extra `html`, docs/html.md).

`page.html.jinja` is filled with the records that `parts.page` makes of a run.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from poa_lint.core.result import Run
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.output import View, webpage
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
        policy=Markup(webpage.policy(style, script)),  # noqa: S704 - our own
    )
    return webpage.finished(html)


def own_script() -> str:
    """The script of every page. A page that shows this one in a frame has to allow it in its own policy."""
    return str(_assets()[2])


@cache
def _comparison_style() -> Markup:
    """The style of what a page shows of a comparison; others do not carry it."""
    return webpage.asset(HERE / "comparison.css")


@cache
def _assets() -> tuple[Template, Markup, Markup]:
    """The page's template, style and script."""
    environment = webpage.environment(HERE)
    environment.filters["sentence"] = _sentence
    style = webpage.base_style() + webpage.asset(HERE / "style.css")
    return environment.get_template("page.html.jinja"), style, webpage.asset(HERE / "script.js")


def _sentence(text: str) -> str:
    """The message `text` as a sentence of its own: with a capital, and control characters made visible."""
    return visible(text[:1].upper() + text[1:])

"""A year of reports as one page that asks for nothing else (extra `html`, docs/html.md).

`page.html.jinja` is filled with the records that `parts.page` makes of a summary. The reports' own pages stand beside
it, under the names that `names.names` gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from poa_lint.core.figures import figure_text
from poa_lint.core.result import VERDICTS
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.output import View, webpage
from poa_lint.output.year.model import GROUPS, Summary
from poa_lint.output.year.page import drawing, parts
from poa_lint.output.year.page.units import VERDICT_KINDS

HERE = Path(__file__).parent


def render(summary: Summary, words: Words, view: View, links: Mapping[str, str]) -> str:
    """The summary as one page of HTML.

    `links` has the relative address of a report's own page by the report's path; a report that it has not is named
    without a link. Texts of reports are escaped: none of them can become markup, or be hidden.
    """
    template, style, script = _assets()
    own = words_of(words.language, "summary-page")
    html = template.render(
        page=parts.page(summary, words, own, view, links),
        t=words,
        s=own,
        number=figure_text,
        verdicts=dict(zip(VERDICT_KINDS, VERDICTS, strict=True)),
        groups=GROUPS,
        drawing=drawing,
        style=style,
        script=script,
        policy=Markup(webpage.policy(style, script)),  # noqa: S704 - our own
    )
    return webpage.finished(html)


@cache
def _assets() -> tuple[Template, Markup, Markup]:
    """The page's template, style and script."""
    style = webpage.base_style() + webpage.asset(HERE / "style.css")
    return webpage.environment(HERE).get_template("page.html.jinja"), style, webpage.asset(HERE / "script.js")

"""The common part of all pages of HTML that we write: escaping, its policy by digests, its base of style.

A page is one file. Style and script stand inside it; its security policy names both by their digests and forbids
every request. Texts of reports are escaped by the templates, and `finished` shows the characters that nobody sees.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from poa_lint.core.text import legible, visible

HERE = Path(__file__).parent


def environment(folder: Path) -> Environment:
    """The templates in `folder`: they escape every value that is no markup, and an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters["visible"] = visible
    return made


def asset(path: Path) -> Markup:
    """A style or script of ours, to stand in a page as it is."""
    return Markup(path.read_text(encoding="utf-8"))  # noqa: S704 - our own file


@cache
def base_style() -> Markup:
    """The style that pages begin with: colours for light and dark, text, signs, tables, filters."""
    return asset(HERE / "base.css")


def digest(text: str) -> str:
    """The source expression `sha256-…` by which a Content-Security-Policy allows the inline style or script `text`."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def policy(style: str, script: str) -> str:
    """The policy of a page with this style and this script, and nothing else from anywhere."""
    return (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def finished(html: str) -> str:
    """A page ready to be written: what nobody sees as escapes, and nothing that a runner takes for a command."""
    return legible(html).replace("##[", "#&#35;[")

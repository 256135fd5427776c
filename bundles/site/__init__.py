"""The pages of docs/ as sources of a static site: a tree for each language, which Sphinx makes HTML of.

For example, `en/rules/POA101.md` is the page of a rule in English, and `en/rules/POA101.html` its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from poa_lint.authoring import markdown
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import words
from poa_lint.rulebook.builtin import built_in_rules

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs"

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "reports": (
        *("coordinadores", "tesoreria", "oficios", "resumen", "carpetas", "comparar", "repair"),
        *("terminal", "editores"),
    ),
    "offices": ("rule-authors", "rule-authors.en", "forms", "form-authors", "datos", "office", "audit", "ci"),
    "programs": ("library", "html", "scale", "performance", "bundles", "architecture", "decisions"),
}
"""The pages by those who read them, in their order."""
ENGLISH: Final = frozenset(
    {"architecture", "bundles", "decisions", "html", "library", "office", "performance", "rule-authors.en", "scale"}
)
"""The pages that are written in English; the others are in Spanish."""
TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "es": {
        "title": "poa-lint",
        "about": "poa-lint revisa los informes trimestrales de programas operativos anuales antes de firmarlos.",
        "reports": "Informes",
        "offices": "Oficinas",
        "programs": "Programas",
        "rules": "Reglas",
        "all": "Todas las reglas",
        "other": "(en inglés)",
        "switch": "In English",
    },
    "en": {
        "title": "poa-lint",
        "about": "poa-lint checks quarterly progress reports of annual programmes before they are signed.",
        "reports": "Reports",
        "offices": "Offices",
        "programs": "Programs",
        "rules": "Rules",
        "all": "All rules",
        "other": "(in Spanish)",
        "switch": "En español",
    },
}
_LINK: Final = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]+)\)")
_ANCHOR: Final = re.compile(r'(?m)^<a id="([\w-]+)"></a>$')
_COMMENT: Final = re.compile(r"(?m)^<!-- .* -->\n+")
"""A mark of a part that is made; it would keep an anchor from what it is of."""
_LIST: Final = "rules/README.md"


def addresses(language: str) -> list[str]:
    """The path of each page of a language in the site, as `en/rules/POA101.html`."""
    names = ["index", *(name for group in GROUPS.values() for name in group), "rules/index"]
    names += [f"rules/{code}" for code in built_in_rules().checks]
    return [f"{language}/{name}.html" for name in names]


def pages(language: str) -> Iterator[tuple[str, str]]:
    """The path of each page in the tree of a language, and its text."""
    yield "index.md", _index(language)
    for name in (name for group in GROUPS.values() for name in group):
        yield f"{name}.md", _fitted((DOCS / f"{name}.md").read_text(encoding="utf-8"))
    rules, spoken = built_in_rules(), words(language)
    yield "rules/index.md", _rules(language)
    for code, check in rules.checks.items():
        text = markdown.page(check, rules, built_in_forms(), spoken, lambda code: f"{code}.md")
        yield f"rules/{code}.md", f"{text}\n\n{_switch(language, f'rules/{code}')}\n"


def write(folder: Path, language: str) -> None:
    """Write the tree of a language into `folder`, with the pictures of docs/."""
    for name, text in pages(language):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    pictures = folder / "img"
    pictures.mkdir()
    for picture in sorted((DOCS / "img").iterdir()):
        (pictures / picture.name).write_bytes(picture.read_bytes())


def _index(language: str) -> str:
    """The first page: the pages by group, those in the other language marked."""
    texts = TEXTS[language]
    lines = [f"# {texts['title']}", "", texts["about"], ""]
    for group, names in GROUPS.items():
        lines += ["```{toctree}", ":maxdepth: 1", f":caption: {texts[group]}", ""]
        lines += [_entry(name, language) for name in names]
        lines += ["```", ""]
    lines += ["```{toctree}", ":maxdepth: 1", f":caption: {texts['rules']}", "", f"{texts['all']} <rules/index>", "```"]
    return "\n".join([*lines, "", _switch(language, "index"), ""])


def _entry(name: str, language: str) -> str:
    if (name in ENGLISH) == (language == "en"):
        return name
    title = (DOCS / f"{name}.md").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    return f"{title} {TEXTS[language]['other']} <{name}>"


def _rules(language: str) -> str:
    """The list of rules in one language, with all their pages beside it."""
    rules, texts = built_in_rules(), TEXTS[language]
    lines = [f"# {texts['rules']}", "", *markdown.listing(rules, words(language), "##")]
    lines += ["```{toctree}", ":hidden:", "", *rules.checks, "```", "", _switch(language, "rules/index"), ""]
    return "\n".join(lines)


def _switch(language: str, page: str) -> str:
    """The link to the same page in the other language, which is in another tree."""
    other = "en" if language == "es" else "es"
    up = "../" * (page.count("/") + 1)
    return f'<p><a href="{up}{other}/{page}.html" hreflang="{other}" lang="{other}">{TEXTS[language]["switch"]}</a></p>'


def _fitted(text: str) -> str:
    """A page of docs/ with links and anchors as the site has them: what lies outside docs/ is named and not linked."""

    def link(found: re.Match[str]) -> str:
        picture, label, target = found.groups()
        if target.startswith("../"):
            return label
        return f"{picture}[{label}]({target.replace(_LIST, 'rules/index.md')})"

    return _ANCHOR.sub(r"(\1)=", _COMMENT.sub("", _LINK.sub(link, text)))

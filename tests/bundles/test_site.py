"""The site of docs/: every page is in it, and the address of a rule's page is the one that `helpUri` has."""

import re
import subprocess
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import yaml

from bundles import site
from poa_lint.core.docs import page_of
from poa_lint.core.words import LANGUAGES
from poa_lint.rulebook.builtin import built_in_rules
from tests.places import ROOT

STATED = re.search(r"```yaml\n(docs: .*\n)```", (ROOT / "docs" / "terminal.md").read_text(encoding="utf-8"))
"""The address that the documentation tells offices to write."""
LINK = re.compile(r"\]\(([^()\s]+)\)")


@cache
def made(language: str) -> dict[str, str]:
    """The pages of a language, made once: that runs the examples of every rule."""
    return dict(site.pages(language))


def test_every_page_of_the_documentation_is_in_the_site_once() -> None:
    listed = [name for group in site.GROUPS.values() for name in group]
    assert sorted(listed) == sorted(path.stem for path in site.DOCS.glob("*.md"))
    assert set(listed) >= site.ENGLISH


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_rule_has_its_page_where_its_address_points(language: str) -> None:
    assert STATED is not None
    docs = yaml.safe_load(STATED[1])["docs"]
    known = site.addresses(language)
    for code in built_in_rules().checks:
        address = page_of(docs, code, language)
        assert address.removeprefix("https://example.org/") in known


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_those_of_the_addresses_and_their_links_lead_to_pages(language: str) -> None:
    pages = made(language)
    assert [f"{language}/{name.removesuffix('.md')}.html" for name in pages] == site.addresses(language)
    for name, text in pages.items():
        for target in LINK.findall(text):
            path, _ = urldefrag(target)
            if path and "://" not in path and not path.startswith("img/"):
                assert (Path(name).parent / path).as_posix() in pages, f"{name}: {target}"


def test_a_rule_is_told_in_the_language_of_its_tree() -> None:
    spanish, english = (made(language)["rules/POA101.md"] for language in LANGUAGES)
    assert "## Por qué" in spanish
    assert "## Por qué" not in english
    assert "../../en/rules/POA101.html" in spanish


class Links(HTMLParser):
    """The ids of a page, the addresses that it links to, and those that it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.linked: set[str] = set()
        self.loaded: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value for name, value in attrs if value is not None}
        self.ids |= {values["id"]} if "id" in values else set()
        if tag == "a" or values.get("rel") in ("index", "search", "next", "prev"):
            self.linked |= {values["href"]} if "href" in values else set()
        else:
            self.loaded |= {values[name] for name in ("src", "href") if name in values}


@pytest.mark.bundles
def test_the_site_has_no_broken_link_and_asks_for_nothing_from_elsewhere() -> None:
    subprocess.run(["make", "site"], cwd=ROOT, check=True, capture_output=True)
    folder = ROOT / "dist" / "site"
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    for language in LANGUAGES:
        assert all((folder / address) in pages for address in site.addresses(language))
    for path, page in pages.items():
        assert not [address for address in page.loaded if "//" in address]
        for address in page.linked | page.loaded:
            if "//" in address or address.startswith("data:"):
                continue
            file, fragment = urldefrag(unquote(address))
            target = (path.parent / file.partition("?")[0]).resolve() if file else path
            assert target.is_file(), f"{path}: {address}"
            assert not fragment or target not in pages or fragment in pages[target].ids, f"{path}: {address}"
    for sheet in folder.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8"))

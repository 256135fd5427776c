"""The rules as a page of HTML: whole, and nothing that a rule says is markup."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from poa_lint.authoring import html
from poa_lint.authoring import markdown as documenting
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import LANGUAGES, words
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.load import load
from tests.goldens import OFFICE

RULES, FORMS = built_in_rules(), built_in_forms()
CHECKS = list(RULES.checks.values())


class Reader(HTMLParser):
    """Notes what a page of HTML asks for, where its links go, and its text."""

    VOID = ("meta", "br", "link", "img")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.asked: list[str] = []
        self.tags: set[str] = set()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name in ("src", "srcset", "data", "action", "poster", "style"):
                self.asked.append(value or "")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_html_is_whole_and_asks_nothing_of_anybody(language: str) -> None:
    page = html.html(RULES, FORMS, words(language))
    reader = read(page)
    assert reader.ids == set(RULES.checks)
    assert {link.removeprefix("#") for link in reader.links} <= reader.ids
    assert reader.asked == []
    assert not reader.tags & {"script", "link", "img", "iframe", "object"}
    assert "url(" not in page
    assert "@import" not in page
    assert f'<html lang="{language}">' in page
    text = "".join(reader.said)
    for check in CHECKS:
        assert f"{check.rule.code} {check.rule.name}" in text


def hostile(tmp_path: Path) -> Rulebook:
    text = (OFFICE / "porcentaje-excedido.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("Criterio de la oficina.", "<script>alert(1)</script> & 'a' | `b` [c](d)"),
        ("PORCENTAJE, que no pasa de 100\n  en", "PORCENTAJE, <img src=x onerror=alert(1)>\n  en"),
        ("en META ANUAL dice 400 y la meta se mide en PORCENTAJE, que no pasa de 100", "<b>"),
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "a&b.yaml").write_text(text, encoding="utf-8")
    return rulebook(load([tmp_path]))


def test_the_words_of_a_rule_are_never_markup(tmp_path: Path) -> None:
    rules = hostile(tmp_path)
    page = html.html(rules, FORMS, words("es"))
    reader = read(page)
    assert not reader.tags & {"script", "img", "b"}
    assert "<script>alert(1)</script> & 'a' | `b` [c](d)" in "".join(reader.said)
    markdown = dict(documenting.files(rules, FORMS))["OFI003.md"]
    assert r"\<script\>alert(1)\</script\> & 'a' \| \`b\` \[c\](d)" in markdown

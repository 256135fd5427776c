"""What docs/ says of the rules is current, and leads somewhere."""

import re
from pathlib import Path

import pytest

from poa_lint.authoring import markdown as documenting
from poa_lint.authoring.examples import prove
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import LANGUAGES, words
from poa_lint.expression.functions import FUNCTIONS
from poa_lint.rulebook.book import rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.load import load, together
from poa_lint.rulebook.nodes import FRAMES, kinds
from poa_lint.rulebook.rule_file import KEYS
from tests.goldens import DOCS, filled

RULES, FORMS = built_in_rules(), built_in_forms()


def test_the_pages_of_the_rules_are_current() -> None:
    pages = {DOCS / "rules" / name: text for name, text in documenting.files(RULES, FORMS)}
    assert set((DOCS / "rules").iterdir()) == set(pages), "`make goldens` rewrites them"
    changed = [path.name for path, text in pages.items() if path.read_text(encoding="utf-8") != text]
    assert changed == [], "`make goldens` rewrites them"


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    for page in (*DOCS.glob("*.md"), *DOCS.glob("rules/*.md")):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"(?<!\\)\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


GUIDES = ("rule-authors.md", "rule-authors.en.md")


@pytest.mark.parametrize("name", GUIDES)
def test_the_page_for_rule_authors_is_current(name: str) -> None:
    path, text = filled(name)
    assert path.read_text(encoding="utf-8") == text, "`make goldens` rewrites it"


@pytest.mark.parametrize("guide", GUIDES)
def test_the_page_for_rule_authors_names_every_field_and_word(guide: str) -> None:
    text = (DOCS / guide).read_text(encoding="utf-8")
    names = {*FRAMES, *FUNCTIONS, *(name for fields in kinds().values() for name in fields)}
    assert not [name for name in names if f"| `{name}` |" not in text]


def test_the_page_for_rule_authors_names_every_key() -> None:
    text = (DOCS / GUIDES[0]).read_text(encoding="utf-8")
    assert not [key for key in KEYS if f"`{key}`" not in text]


def test_every_rule_of_the_guide_does_what_its_examples_say(tmp_path: Path) -> None:
    text = (DOCS / GUIDES[0]).read_text(encoding="utf-8")
    rules = re.findall(r"```yaml\n(?:# (\S+)\n)?(code: .*?)```", text, re.DOTALL)
    assert len(rules) > 5
    for number, (name, rule) in enumerate(rules):
        # The guide shows one code more than once: a folder of an office would not.
        alone = re.sub(r"^code: OFI001", f"code: GUI{number}", rule)
        (tmp_path / (name or f"regla-{number}.yaml")).write_text(alone, encoding="utf-8")
    book = rulebook(together(load([tmp_path]), RULES.loaded))
    assert not book.troubles
    codes = frozenset(check.rule.code for check in book.checks.values() if check.rule.path.startswith(str(tmp_path)))
    assert not prove(book, FORMS, codes)[1]


def test_every_field_has_its_meaning_and_every_meaning_its_field() -> None:
    spanish, english = (words(language, "fields").table for language in LANGUAGES)
    assert set(spanish) == set(english)
    fields = {f"{kind}.{name}" for kind, known in kinds().items() for name in known}
    stated = {key for key in spanish if "." in key and not key.startswith(("any.", "kind.", "words."))}
    assert stated <= fields
    shared = {key.partition(".")[2] for key in fields - stated}
    assert shared == {key.removeprefix("any.") for key in spanish if key.startswith("any.")}
    assert {key.removeprefix("kind.") for key in spanish if key.startswith("kind.")} == set(kinds()) | set(FRAMES)

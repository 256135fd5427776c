"""What docs/ says of the rules is current, and leads somewhere."""

import re

from poa_lint.authoring import markdown as documenting
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import LANGUAGES, words
from poa_lint.expression.functions import FUNCTIONS
from poa_lint.rulebook.builtin import built_in_rules
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


def test_the_page_for_rule_authors_is_current() -> None:
    path, text = filled("rule-authors.md")
    assert path.read_text(encoding="utf-8") == text, "`make goldens` rewrites it"


def test_the_page_for_rule_authors_names_every_key_field_and_word() -> None:
    text = (DOCS / "rule-authors.md").read_text(encoding="utf-8")
    names = {*FRAMES, *FUNCTIONS, *(name for fields in kinds().values() for name in fields)}
    assert not [name for name in names if f"| `{name}` |" not in text]
    assert not [key for key in KEYS if f"`{key}`" not in text]


def test_every_field_has_its_meaning_and_every_meaning_its_field() -> None:
    spanish, english = (words(language, "fields").table for language in LANGUAGES)
    assert set(spanish) == set(english)
    fields = {f"{kind}.{name}" for kind, known in kinds().items() for name in known}
    stated = {key for key in spanish if "." in key and not key.startswith(("any.", "kind.", "words."))}
    assert stated <= fields
    shared = {key.partition(".")[2] for key in fields - stated}
    assert shared == {key.removeprefix("any.") for key in spanish if key.startswith("any.")}
    assert {key.removeprefix("kind.") for key in spanish if key.startswith("kind.")} == set(kinds()) | set(FRAMES)

"""Our rules are complete and prove themselves."""

import pytest

from poa_lint.authoring.examples import examples, prove
from poa_lint.core.forms import built_in_forms
from poa_lint.core.words import LANGUAGES, words
from poa_lint.rulebook.book import Check
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.nodes import COMPARED
from tests.places import ROOT

RULES = built_in_rules()


def test_our_rules_are_in_order() -> None:
    assert not RULES.troubles


@pytest.mark.parametrize("check", RULES.checks.values(), ids=lambda check: str(check.rule.code))
def test_every_example_behaves_with_its_rule_alone(check: Check) -> None:
    ran, wrong = prove(RULES, built_in_forms(), frozenset({check.rule.code}))
    assert ran >= 5
    assert not [(trouble.kind, trouble.values) for trouble in wrong]


@pytest.mark.parametrize("check", RULES.checks.values(), ids=lambda check: str(check.rule.code))
def test_every_rule_is_complete(check: Check) -> None:
    rule = check.rule
    kinds = [kind for kind, _ in examples(rule)]
    assert kinds.count("pass") >= 2
    assert kinds.count("fail") >= 2
    assert kinds.count("unknown") >= 1 or rule.each in COMPARED  # of a goal that is not certain there is no such node
    assert rule.basis
    for texts in (rule.message, rule.help, rule.why):
        assert set(texts) == set(LANGUAGES)
        assert all(text for variants in texts.values() for text in variants.values())


def test_texts_use_only_characters_that_every_code_page_has() -> None:
    for check in RULES.checks.values():
        for texts in (check.rule.message, check.rule.help, check.rule.why):
            for variants in texts.values():
                for text in variants.values():
                    text.encode("cp1252")
                    text.encode("cp850")
    for language in LANGUAGES:
        "".join(words(language).table.values()).encode("cp850")
        "".join(words(language).table.values()).encode("cp1252")


def test_no_rule_of_ours_may_write_a_figure() -> None:
    """What a rule may write stands in its file: forms of words, never a programmed or an achieved figure."""
    texts = {rule.code: rule.fix.text for rule in built_in_rules().loaded.rules if rule.fix}
    assert texts == {
        "POA002": "",
        "POA004": "",
        "POA801": "{grouped(valor)}",
        "POA802": "{single(texto)}",
        "POA803": "{numero}.-",
    }
    assert (ROOT / "rules").is_dir()

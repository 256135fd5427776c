"""Patterns find what Python's own `re` finds, in a time that no pattern and no text can blow up."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from poa_lint.expression.patterns import CHUNK, MAX_PATTERN, Pattern, PatternError, matches

# Patterns of the subset that both understand, and texts in which `$` means the same to both (no line feeds).
ATOMS = st.sampled_from(
    (
        "a",
        "b",
        "ñ",
        ".",
        r"\.",
        r"\d",
        r"\D",
        r"\w",
        r"\W",
        r"\s",
        r"\S",
        "[ab]",
        "[^a]",
        "[a-c1]",
        r"[\d.]",
        "[]a]",
        "[a-]",
    )
)
PATTERNS = st.recursive(
    ATOMS | st.sampled_from(("", "^", "$")),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join),
        inner.map("({})".format),
        inner.map("(?:{})".format),
        st.tuples(
            ATOMS | inner.map("({})".format),
            st.sampled_from(("*", "+", "?", "{2}", "{0,2}", "{1,3}", "{2,}", "{0}", "{1}", "{0,0}")),
        ).map("".join),
    ),
    max_leaves=8,
)
TEXTS = st.text("abcñ1. -_A", max_size=12)


@settings(max_examples=500)
@given(PATTERNS, TEXTS)
@example("^a{0}$", "a")
@example("(^|b)a", "ba")
@example("a^b", "ab")
@example("$^", "")
@example("(a|)b$", "b")
@example("^(a*)*$", "b")
def test_a_pattern_finds_what_re_finds(pattern: str, text: str) -> None:
    assert matches(text, pattern) == bool(re.search(pattern, text, re.DOTALL)), (pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^\d{1,3}(\.\d{1,3}){2}$", "4.6.12", True),
        (r"^\d{1,3}(\.\d{1,3}){2}$", "4.6", False),
        (r"\.\.", "SEGÚN LO PROGRAMADO..", True),
        (r"\.\.", "SEGÚN LO PROGRAMADO.", False),
        ("^[A-ZÁÉÍÓÚÑ]+(AR|ER|IR)( |$)", "DIRIGIR Y VIGILAR", True),
        ("^[A-ZÁÉÍÓÚÑ]+(AR|ER|IR)( |$)", "ELABORACION DE INFORMES", False),
        ("^(n/?a|s/?o|ningun[ao])$", "s/o", True),
        (".", "\n", True),
        ("", "", True),
        ("$", "", True),
        ("^$", "a", False),
        (r"[^\s]", " \t\u00a0", False),
        (r"\d", "²", False),
        (r"\d", "٣", True),
        (r"\(\[\{\*\+\?\|\^\$\\", r"([{*+?|^$\ "[:-1], True),
        ("𝟙", "a𝟙", True),
    ],
)
def test_patterns_of_rules(pattern: str, text: str, found: bool) -> None:
    assert matches(text, pattern) is found


@pytest.mark.parametrize(
    "pattern",
    [
        "(a*)*X",
        "(a+)+X",
        "((a+)+)+X",
        "(a|a)*X",
        "(a|aa)+X",
        "(.*)*X",
        "(.*.*.*.*)*X",
        "(a?){50}(a{0,30}){20}X",
        "a{0,50}a{0,50}a{0,50}X",
        "(a|b?)*X",
        "(^a*|a*$)*X",
        "[ab]*a[ab]{30}X",
    ],
)
@pytest.mark.parametrize("letters", ["a", "ab", "aabñ", "abbabaabbaababba"])
def test_evil_patterns_are_harmless(pattern: str, letters: str) -> None:
    assert not matches((letters * 20_000)[:20_000], pattern)


@settings(max_examples=100)
@given(PATTERNS, TEXTS, st.integers(min_value=0, max_value=2 * CHUNK))
def test_where_a_text_stands_in_a_longer_one_makes_no_difference(pattern: str, text: str, before: int) -> None:
    """A search skips runs of characters that lead nowhere, and looks at so many of them together."""
    searched = "-" * before + text
    assert Pattern(pattern).search(searched) == bool(re.search(pattern, searched, re.DOTALL))


def test_a_long_text_of_many_different_characters_is_searched() -> None:
    text = "".join(map(chr, range(0x100, 0x3000)))
    assert not matches(text, "^.*[a-z]$")
    assert matches(text, "^.*[^a-z]$")


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("(", "pattern-syntax"),
        (")", "pattern-syntax"),
        ("a)", "pattern-syntax"),
        ("[", "pattern-syntax"),
        ("[]", "pattern-syntax"),
        ("[^]", "pattern-syntax"),
        ("[a", "pattern-syntax"),
        ("*", "pattern-syntax"),
        ("a**", "pattern-syntax"),
        ("a+?", "pattern-syntax"),
        ("a|*", "pattern-syntax"),
        ("a{", "pattern-syntax"),
        ("a{}", "pattern-syntax"),
        ("a{,3}", "pattern-syntax"),
        ("a{3,1}", "pattern-syntax"),
        ("a{x}", "pattern-syntax"),
        ("a{1,2", "pattern-syntax"),
        ("a{51}", "pattern-syntax"),
        ("a{1,99999999999}", "pattern-syntax"),
        ("a{²}", "pattern-syntax"),
        ("\\", "pattern-syntax"),
        (r"\b", "pattern-syntax"),
        (r"\1", "pattern-syntax"),
        (r"[\z]", "pattern-syntax"),
        ("(?=a)", "pattern-syntax"),
        ("(?i)a", "pattern-syntax"),
        ("(?P<x>a)", "pattern-syntax"),
        ("(" * 50 + ")" * 50, "pattern-too-long"),
        ("(((a{50}){50}){50}){50}", "pattern-too-long"),
        ("a" * (MAX_PATTERN + 1), "pattern-too-long"),
    ],
)
def test_what_is_no_pattern_says_so(pattern: str, kind: str) -> None:
    with pytest.raises(PatternError) as error:
        Pattern(pattern)
    assert str(error.value) == kind


def test_a_range_written_backwards_is_no_pattern() -> None:
    """It would match nothing, ever, and nobody means that."""
    with pytest.raises(PatternError):
        Pattern("[z-a]")


@settings(max_examples=300)
@given(st.text(r"ab.[]()^$|*+?{}\d,19-ñ:", max_size=20), TEXTS)
def test_any_text_is_a_pattern_or_a_pattern_error(pattern: str, text: str) -> None:
    try:
        found = Pattern(pattern)
    except PatternError:
        return
    assert isinstance(found.search(text), bool)

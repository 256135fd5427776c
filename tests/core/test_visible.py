"""Texts are shown so that everything in them is seen, and that no machine that reads the screen obeys them."""

import json
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.core.text import in_json, in_xml, legible, printable, visible, wrapped
from tests.runners import commands

EVERY = [chr(code) for code in range(0x110000)]
ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from("#:[]{} \t\n\u2028\u202e\ufffe\ud800\U000e0041")))


def unseen(char: str) -> bool:
    """True for a control, format or separating character, half a pair, and what Unicode calls no character."""
    code = ord(char)
    return (
        unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE0FFF
        or 0xFFF0 <= code <= 0xFFFB
        or char in "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0"
    )


def test_every_character_that_nobody_sees_is_an_escape_and_no_other() -> None:
    for char in EVERY:
        shown = legible(char)
        if unseen(char) and char not in "\t\n":
            assert shown != char, repr(char)
        else:  # a character that this Python does not know yet may be one that nobody sees
            assert shown == char or unicodedata.category(char) == "Cn", repr(char)
        assert shown == char or (shown.isascii() and shown.isprintable()), repr(char)


def test_no_two_characters_have_the_same_escape() -> None:
    escapes = [legible(char) for char in EVERY if unseen(char)]
    assert len(set(escapes)) == len(escapes)


def test_what_xml_forbids_is_an_escape_whether_shown_or_only_stored() -> None:
    for char in EVERY:
        allowed = char in "\t\n\r" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char >= "\U00010000"
        assert (in_xml(char) == char) == allowed, repr(char)
        if not allowed:
            assert in_xml(char) == legible(char)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("26", "26"),
        ("RAMO:: 41", "RAMO:: 41"),
        ("dice ::add-mask::x", "dice ::add-mask::x"),
        ("::add-mask::x", "\\x3a:add-mask::x"),
        ("  ::add-mask::x", " \\x3a:add-mask::x"),
        ("meta # 12, ## 13 [a]", "meta # 12, ## 13 [a]"),
        ("a ##[group]b", "a #\\x23[group]b"),
        ("a ##VSO[task.x]b", "a #\\x23VSO[task.x]b"),
        ("####[a]", "###\\x23[a]"),
        ("\ufffe\uffff", "\\ufffe\\uffff"),
        ("\U000e0041", "\\U000e0041"),
        ("\u2800 \u00f1", "\u2800 \u00f1"),
    ],
)
def test_a_text_on_one_line(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_printed_line_keeps_its_spaces() -> None:
    assert printable("a\t  b \u00a0c") == "a\t  b \u00a0c"
    assert printable("\u3000\t::x") == "\u3000\t\\x3a:x"
    assert printable("a\u0085b\u2028c") == "a\\x85b\\u2028c"


@given(ANY_TEXT)
def test_no_runner_obeys_a_text(text: str) -> None:
    shown = visible(text)
    assert not commands(shown)
    assert not commands(printable(text.replace("\n", " ")))
    assert visible(shown) == shown
    assert not any(map(unseen, shown))


@given(ANY_TEXT, st.integers(1, 40))
def test_no_line_of_a_wrapped_text_is_obeyed(text: str, width: int) -> None:
    assert not commands("\n".join(wrapped(visible(f"Oficio: ::a::{text} ::error::b"), "", "  ", width)))


@given(ANY_TEXT)
def test_json_says_the_same_and_hides_nothing(text: str) -> None:
    document = in_json(json.dumps({text: [text]}, ensure_ascii=False))
    assert json.loads(document) == {text: [text]}
    assert not any(map(unseen, document))
    assert not commands(document)


@given(ANY_TEXT)
def test_xml_can_be_read(text: str) -> None:
    element = ET.Element("a", b=in_xml(text))
    element.text = visible(text)
    ET.fromstring(ET.tostring(element))  # noqa: S314 - our own text

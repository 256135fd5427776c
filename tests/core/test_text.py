"""Words are compared as people read them, and shown so that nothing in them can play tricks on a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.core.text import folded, similar, visible

ANY_TEXT = st.text(st.characters())
DIRECTIONS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("NÓMINA", "nomina"),
        ("No\u0301mina", "nomina"),
        ("AÑO", "año"),
        ("AN\u0303O", "año"),
        ("pingüino", "pinguino"),
        ("  UNIDAD \u00a0\t EJECUTORA\n", "unidad ejecutora"),
        ("ＲＡＭＯ：\u3000６３", "ramo: 63"),
        ("\ufeffRAMO\u200b", "ramo"),
        ("FECHA\u202e:", "fecha:"),
        ("ﬁnanzas", "finanzas"),
        ("3.º", "3.o"),
        ("", ""),
        (" \u00a0 ", ""),
    ],
)
def test_words_that_people_read_alike_are_alike(text: str, same: str) -> None:
    assert folded(text) == same


def test_an_ene_is_a_letter_of_its_own() -> None:
    assert folded("PEÑA") != folded("PENA")
    assert folded("PEÑA") == folded("pen\u0303a")


@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text("áéíóúüñÁÉÍÓÚÜÑabzABZ 019.,:-\u00a0"))
def test_composed_decomposed_lower_and_upper_fold_alike(text: str) -> None:
    same = folded(text)
    assert folded(unicodedata.normalize("NFD", text)) == same
    assert folded(text.upper()) == same
    assert folded(text.lower()) == same


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_folds_like_any_other(text: str) -> None:
    """There is a short way for ASCII: it must lead where the long one does."""
    assert folded(f"{text} ñ").removesuffix("ñ").strip() == folded(text)


@given(ANY_TEXT)
def test_nothing_shown_can_move_the_cursor_or_turn_the_direction(text: str) -> None:
    for char in visible(text):
        assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp"), repr(char)
        assert unicodedata.bidirectional(char) not in DIRECTIONS, repr(char)
        assert char not in "\u200e\u200f\u061c\u200b\ufeff", repr(char)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("NÓMINA 26 %", "NÓMINA 26 %"),
        ("a\tb\nc\u2028d", "a b c d"),
        ("\x1b[31mrojo", "\\x1b[31mrojo"),
        ("\x07", "\\x07"),
        ("\u202egnirts", "\\u202egnirts"),
        ("\ud800", "\\ud800"),
        ("[/4.6.1] [link]", "[/4.6.1] [link]"),
    ],
)
def test_what_is_dangerous_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_the_nearest_word_is_meant_only_where_it_is_near() -> None:
    words = ["programado", "avance", "meta_anual"]
    assert similar("programdo", words) == "programado"
    assert similar("xyz", words) is None
    assert similar("x", []) is None

"""Any text is a sentence or a problem in its place, and none is too long or too deep to be told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.expression.evaluate import value as evaluated
from poa_lint.expression.functions import FUNCTIONS
from poa_lint.expression.resolve import resolve
from poa_lint.expression.syntax import MAX_LENGTH, MAX_OPERATIONS, Problem
from poa_lint.expression.types import Frame
from tests.expression.sentences import SCOPE, compiled, problem


def test_a_name_of_the_language_is_no_variable() -> None:
    for name in ("and", "or", "not", "in", "for", "if", "true", "false"):
        assert problem(f"all({name} > 0 for {name} in programado)").kind == "expression-syntax"


def test_a_name_may_begin_like_a_word_of_the_language(frame: Frame) -> None:
    assert evaluated(compiled("all(nota > 0 for nota in [1, 2])"), frame) is True
    assert evaluated(compiled("any(inicio == 2 for inicio in [1, 2])"), frame) is True


# Limits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000,
        "(" * 10_000 + "1" + ")" * 10_000,
        "(" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "not " * 10_000 + "true",
        "-" * 10_000 + "1",
        "+".join(["1"] * 10_000),
        " and ".join(["true"] * 10_000),
        "abs(" * 10_000 + "1" + ")" * 10_000,
        "meta." * 10_000 + "numero",
        "'" + "x" * 1_000_000 + "'",
        " " * 1_000_000,
        "any(" * 5_000 + "true" + " for p in periodos)" * 5_000,
    ],
    ids=lambda text: f"{text[:8]}...{len(text)}",
)
def test_enormous_sentences_are_refused(text: str) -> None:
    assert problem(text).kind in ("expression-too-long", "expression-too-deep")


NEST = MAX_OPERATIONS


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(" * NEST + "1" + ")" * NEST, 1),
        ("not " * NEST + "true", True),
        ("-" * NEST + "1", 1),
        ("+".join(["1"] * (NEST + 1)), NEST + 1),
        ("*".join(["1"] * (NEST + 1)), 1),
        ("abs(" * NEST + "1" + ")" * NEST, 1),
        (" or ".join(["false"] * 200), False),
        ("sum([" + ",".join(["1"] * 500) + "])", 500),
        ("any(" * 20 + "true" + " for p in periodos)" * 20, None),
        ("all(" * 4 + "true" + " for p in periodos)" * 4, True),
    ],
    ids=lambda given: f"{given[:8]}...{len(given)}" if isinstance(given, str) else "",
)
def test_sentences_at_the_limit_are_reckoned(frame: Frame, text: str, value: object) -> None:
    assert len(text) <= MAX_LENGTH
    sentence = compiled(text)
    if value is not None:
        assert evaluated(sentence, frame) == value


# Any text -----------------------------------------------------------------------------------------------------

TOKENS = st.sampled_from(
    (
        *("1", "2.5", "'a'", "true", "meta_anual", "programado", "lineas", "texto", "pagina", "periodos", "p", "."),
        *("+", "-", "*", "/", "<", "==", "in", "not", "and", "or", "(", ")", "[", "]", ",", "for", "if", "@"),
        *FUNCTIONS,
    )
)


@settings(max_examples=300)
@given(st.lists(TOKENS, max_size=12).map(" ".join) | st.text(max_size=30))
def test_any_text_is_a_sentence_or_a_problem_in_its_place(text: str) -> None:
    found = resolve(text, SCOPE)
    if isinstance(found, Problem):
        assert 0 <= found.start <= found.end <= len(text)
        assert found.suggestion is None or isinstance(found.suggestion, str)

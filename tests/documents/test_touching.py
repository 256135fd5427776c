"""Codes, goals' numbers and words of titles that a program has set without a blank between them."""

import pytest

from poa_lint.documents.geometry.wrapped import Token
from poa_lint.documents.texts.lines import Line, pages
from poa_lint.documents.texts.touching import parted, title, unparted

HEAD = "LINEAS DE ACCION   3.6.9  REFORESTACIÓN"
GOALS = ("  3.6.9    104.- SEGUIMIENTO 26", "  1.6.6    105.- ELABORAR    31")


def lines(*texts: str) -> list[Line]:
    (page,) = pages("\n".join(texts))
    return page


def words(written: str, *others: str) -> list[tuple[str, float]]:
    """The words of a line between goals, with their places."""
    *_, line = parted(lines(*(others or GOALS), written), lines(HEAD, *GOALS))
    return [(word.text, word.x) for word in line.words]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("2.6.9 3.6.9106.- ATENDER", 11),
        (" 2.6.9 3.6.9106.- ATENDER", 11),
        ("2.6.9 3.6.8106.- ATENDER", 11),
    ],
)
def test_a_code_and_the_number_behind_it_are_parted(written: str, number: int) -> None:
    found = words(written)
    assert [text for text, _ in found] == ["2.6.9", written.split()[1][:5], "106.-", "ATENDER"]
    assert found[2][1] == number


def test_what_could_be_parted_in_two_ways_is_left() -> None:
    assert words("   2.6.9 3.6.8106.- ATENDER")[1][0] == "3.6.8106.-"


def test_no_place_no_parting() -> None:
    assert words("2.6.9 3.6.9106.- ATENDER", GOALS[0])[1][0] == "3.6.9106.-"


def test_a_number_that_codes_push_is_put_back() -> None:
    found = words("1.4.7 3.1.7 200.- ATENDER")
    assert found[:3] == [("1.4.7", 0), ("3.1.7", 6), ("200.-", 11)]
    (*_, line) = parted(lines(*GOALS, "1.4.7 3.1.7 200.- ATENDER"), [])
    assert all(word.right <= 11 for word in line.words[:2])


def test_codes_that_stand_alone_are_put_back() -> None:
    assert words("2.6.9 3.1.7")[1] == ("3.1.7", 6)
    (*_, line) = parted(lines(*GOALS, "2.6.9 3.1.7 3.6.6"), [])
    assert all(word.right <= 11 for word in line.words)


@pytest.mark.parametrize(
    ("written", "left"),
    [("2.6.9 3.6.8106.- ATENDER", True), ("3.6.8106.- ATENDER", True), (f"{'':60}31.12.24. SE", False)],
)
def test_a_number_that_is_still_with_its_codes_is_seen(written: str, left: bool) -> None:
    assert unparted(lines(*GOALS, written), 50) is left


@pytest.mark.parametrize(
    "written", ["SEGUIMIENTO A 200.- ATENDER", "3.1.7   200.- ATENDER", "           200.- ATENDER"]
)
def test_other_numbers_stay_where_they_are(written: str) -> None:
    assert words(written) == [(word.text, word.x) for word in lines(written)[0].words]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ANUALMETA", "META ANUAL"),
        ("ABSOLUTOAVANCE", "AVANCE ABSOLUTO"),
        ("ANUAL META", "ANUAL META"),
        ("METAMENSUAL", "METAMENSUAL"),
        ("OBSERVACIONES", "OBSERVACIONES"),
    ],
)
def test_a_title_with_its_words_over_each_other(written: str, read: str) -> None:
    assert title(written) == read


def test_places_are_those_of_tokens() -> None:
    assert isinstance(parted(lines(*GOALS), [])[0].words[0], Token)

"""What programs that copy tables out of a PDF leave at the edges of pages and of cells."""

import pytest

import poa_lint
from poa_lint.documents.texts.breaks import Row, mended
from tests.documents.test_bars import TEXT, closed

GOAL = ["2.6.4", "104.- SUPERVISAR TALLERES DE LECTURA EN", "TALLER", "105", "33", "SE HIZO POR FALTA DE"]


def row(*cells: str) -> Row:
    return Row(1, list(cells), parted=True)


def free(text: str) -> Row:
    return Row(1, [text], parted=False)


@pytest.mark.parametrize(
    "words", ["104.- SUPERVISAR TALLERES", "TALLERES DE LECTURA", "2.6.4 104.- SUPERVISAR TALLER 105 SE HIZO"]
)
def test_words_that_stand_again_in_the_row_below_are_left_out(words: str) -> None:
    assert mended([free(words), free(""), row(*GOAL)]) == [free(""), row(*GOAL)]


def test_both_lines_of_words_that_stand_again_are_left_out() -> None:
    assert mended([free("104.- SUPERVISAR"), free("TALLERES DE LECTURA"), row(*GOAL)]) == [row(*GOAL)]


def test_words_over_other_words_stay() -> None:
    rows = [free("104.- SUPERVISAR"), free("UNA NOTA"), row(*GOAL)]
    assert mended(rows) == rows


@pytest.mark.parametrize("lines", [[free("CAPA")] * 50_000, [row("", "de la", "", "", "", ""), free("")] * 50_000])
def test_odd_texts_take_no_time(lines: list[Row]) -> None:
    assert len(mended([row(*GOAL), *lines, row(*GOAL)])) > 2


@pytest.mark.parametrize("words", ["TALLERES DE CANTO", "33", "FECHA: 31-mar.-24"])
def test_other_words_stay(words: str) -> None:
    assert mended([free(words), row(*GOAL[:-1], "FECHA: 31-mar.-24")])[0] == free(words)


def test_the_rest_of_a_row_is_joined_to_it() -> None:
    rest = row("", "BIBLIOTECAS.", "", "", "", "VEHÍCULO.")
    (joined,) = mended([row(*GOAL), free(""), rest])[:1]
    assert joined.cells == [*GOAL[:1], f"{GOAL[1]} BIBLIOTECAS.", *GOAL[2:5], "SE HIZO POR FALTA DE VEHÍCULO."]


@pytest.mark.parametrize(
    "cells",
    [
        ("", "105.- OTRA META", "", "", "", ""),
        ("", "BIBLIOTECAS", "", "4", "", ""),
        ("3.1.1", "BIBLIOTECAS", "", "", "", ""),
        ("", "COMPONENTE 2: CULTURA", "", "", "", ""),
        ("", "TOTAL", "", "", "", ""),
        ("", "BIBLIOTECAS", "", ""),
    ],
)
def test_a_row_of_its_own_is_joined_to_nothing(cells: tuple[str, ...]) -> None:
    assert mended([row(*GOAL), row(*cells)]) == [row(*GOAL), row(*cells)]


def test_nothing_is_joined_behind_a_full_stop() -> None:
    rows = [row("2.6.4", "104.- SUPERVISAR TALLERES.", "4"), row("", "BIBLIOTECAS", "")]
    assert mended(rows) == rows


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("49,47 9", "49,479"),
        ("1,694. 8", "1,694.8"),
        ("10, 173", "10,173"),
        ("1,200,00 0", "1,200,000"),
        ("316.5 9", "316.5 9"),
        ("12 5", "12 5"),
        ("1,200 300", "1,200 300"),
        ("49,47 95", "49,47 95"),
    ],
)
def test_a_figure_is_joined_where_its_first_part_is_none(written: str, figure: str) -> None:
    assert mended([row(written)]) == [row(figure)]


def test_a_report_with_a_cut_row_is_sound() -> None:
    lines = closed(TEXT).split("\n")
    number = next(number for number, line in enumerate(lines) if "101.- ATENDER SOLICITUDES." in line)
    cells = lines[number].split(" | ")
    rest = ["|", *[""] * (len(cells) - 1), "|"]
    rest[1] = "SOLICITUDES."
    cut = [lines[number].replace(" SOLICITUDES.", ""), "", "ATENDER", "", " | ".join(["| ", *rest[1:-1]])]
    assert (
        poa_lint.lint("\n".join((*lines[:number], *cut[:2], *lines[number + 1 :])).encode()).files[0].diagnostics == ()
    )

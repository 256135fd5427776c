"""The canonical form keeps what a report says, and has no other form of its own."""

import pytest
from hypothesis import given, settings

from poa_lint.core.source import Source
from poa_lint.linter.canonical import formatted, meaning
from poa_lint.reading.read import Reading
from tests.fixing import checked, read, row
from tests.places import ROOT, SEED
from tests.reading.test_choice import reading
from tests.strategies import texts


@given(texts())
@settings(max_examples=25)
def test_formatting_keeps_what_the_report_says_and_formatting_again_changes_nothing(text: str) -> None:
    source = Source("informe.txt", text)
    done = formatted(source, read)
    assert meaning(read(done).informe) == meaning(read(source).informe)
    assert formatted(done, read).text == done.text
    assert {one.key for one in checked(done).diagnostics} <= {one.key for one in checked(source).diagnostics}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("100. ELABORAR.\tINFORME\t4\t", "100.- ELABORAR.\tINFORME\t4\t"),
        ("100.-ELABORAR.\t INFORME \t4\t", "100.- ELABORAR.\tINFORME\t4\t"),
        ('"100.- ELABORAR."\tINFORME\t"4"\t', "100.- ELABORAR.\tINFORME\t4\t"),
        ("100.- ELABORAR.\tINFORME\t\uff14\t", "100.- ELABORAR.\tINFORME\t4\t"),
    ],
)
def test_the_canonical_row(written: str, said: str) -> None:
    text = row(texto="100.- ELABORAR.").replace("100.- ELABORAR.\tINFORME\t4\t", written)
    assert formatted(Source("informe.txt", text), read).text == row(texto="100.- ELABORAR.")
    assert said in row(texto="100.- ELABORAR.")


@pytest.mark.parametrize("relative", ["25 %", "25", "\uff12\uff15\uff05", " 25% "])
def test_a_percentage_has_its_sign_behind_its_last_digit(relative: str) -> None:
    assert "\t25%\t" in formatted(Source("informe.txt", row(relativo=relative)), read).text


@pytest.mark.parametrize("cell", ["l4", "8.000", "-", "#REF!", "doce"])
def test_what_is_no_figure_stays_as_it_is(cell: str) -> None:
    text = row(meta_anual=cell)
    assert formatted(Source("informe.txt", text), read).text == text


def test_trailing_blanks_are_as_many_as_the_form_has_columns() -> None:
    text = row()
    assert formatted(Source("informe.txt", text.replace("25%\t", "25%")), read).text == text
    assert formatted(Source("informe.txt", text.replace("25%\t", "25%\t\t\t\t")), read).text == text


def test_a_displaced_row_is_left_for_fix() -> None:
    text = SEED.read_text(encoding="utf-8")
    done = formatted(Source("informe.txt", text), read).text
    changed = [
        place
        for place, (one, other) in enumerate(zip(text.split("\n"), done.split("\n"), strict=True), 1)
        if one != other
    ]
    assert changed == [80, 161, 164, 167, 171, 224]


def test_rows_of_another_form_are_written_by_the_kinds_of_its_columns() -> None:
    """A column of numbers holds them alone, every column of percentages has its signs, and figures their commas."""
    text = (ROOT / "tests" / "data" / "forms" / "pbrm-02a.txt").read_text(encoding="utf-8")
    loose = text.replace("1,000\t250\t25.00%", "1000\t250\t25.00 %")
    assert loose != text

    def read_any(source: Source) -> Reading:
        return reading(source.text)

    assert formatted(Source("informe.txt", loose), read_any).text == text

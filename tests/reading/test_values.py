"""What a cell's words mean: figures, percentages, dates, goal numbers and codes, exactly or not at all."""

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.core.dates import Fecha
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing, ratio
from poa_lint.reading import values

# Figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0", 0),
        ("26", 26),
        ("007", 7),
        ("8,000", 8000),
        ("2010", 2010),
        ("1,234,567", 1_234_567),
        ("20.3333", ratio(203_333, 10_000)),
        ("1,000.50", ratio(2001, 2)),
        ("0.500", ratio(1, 2)),
        (".5", ratio(1, 2)),
        ("3.0", 3),
        ("-3", -3),
        ("(3)", -3),
        ("( 1,200 )", -1200),
        ("\N{MINUS SIGN}3", -3),
        ("–3", -3),
        ("+5", 5),
        ("  4 ", 4),
        ("\u00a04\u00a0", 4),
        ("2\u00a0010", 2010),
        ("2\u202f010", 2010),
        ("２，０１１", 2011),
        ("٢٥", 25),
        ("𝟚𝟝", 25),
    ],
)
def test_figures(raw: str, value: Figure) -> None:
    assert values.figure(raw) == value
    assert type(values.figure(raw)) is type(value)


@pytest.mark.parametrize("raw", ["", " ", "\u00a0", "-", "–", "—", " - ", "\N{MINUS SIGN}"])
def test_nothing_written_or_a_dash_is_blank(raw: str) -> None:
    assert values.figure(raw) is BLANK
    assert values.percent(raw) is BLANK


@pytest.mark.parametrize(
    "raw",
    [
        "doce",
        "l2",
        "1O",
        "#¡REF!",
        "#REF!",
        "²",
        "1²",
        "½",
        "Ⅷ",
        "㉑",
        "8.000",
        "1.234.567",
        "12,5",
        "1,2345",
        "1,23",
        ",500",
        "2 010",
        "2'010",
        "5.",
        ".",
        ",",
        "()",
        "(",
        "+",
        "--3",
        "-(3)",
        "1e5",
        "0x1F",
        "1_000",
        "$5",
        "25%",
        "3/4",
        "4 INFORMES",
        "∞",
        "nan",
        "1\u200b2",
    ],
)
def test_what_is_no_figure_is_unknown_and_never_guessed(raw: str) -> None:
    assert values.figure(raw) is UNKNOWN


@pytest.mark.parametrize("digit", ["1", "²", "٢", "(", "-", "1,"])
def test_thousands_of_characters_are_no_figure(digit: str) -> None:
    assert values.figure(digit * 5000) is UNKNOWN
    assert values.percent(digit * 5000 + "%") is UNKNOWN
    assert values.date(digit * 5000) is UNKNOWN


@given(st.integers(-(10**12), 10**12))
def test_a_whole_figure_reads_back_with_commas_and_without(n: int) -> None:
    assert values.figure(f"{n:,}") == n
    assert values.figure(str(n)) == n


@given(st.integers(0, 10**9), st.sampled_from((1, 2, 4)))
def test_decimals_read_back_exactly(n: int, digits: int) -> None:
    value = ratio(n, 10**digits)
    assert values.figure(f"{n // 10**digits:,}.{n % 10**digits:0{digits}d}") == value


@given(st.integers(1, 999), st.integers(0, 999))
def test_a_point_before_three_digits_is_never_guessed(whole: int, rest: int) -> None:
    assert values.figure(f"{whole}.{rest:03d}") is UNKNOWN
    assert values.ambiguous(f"{whole}.{rest:03d}")


@given(st.text())
def test_any_text_is_a_figure_or_blank_or_unknown(raw: str) -> None:
    for read in (values.figure, values.percent):
        assert isinstance(read(raw), Figure | Nothing)
    assert isinstance(values.date(raw), Fecha | Nothing)
    assert isinstance(values.ambiguous(raw), bool)


@pytest.mark.parametrize("raw", ["8.000", "-8.000", "12,5", "1,2345", "2 010", "1.500%"])
def test_figures_of_two_readings_are_told_from_the_illegible(raw: str) -> None:
    assert values.ambiguous(raw)


@pytest.mark.parametrize("raw", ["l2", "doce", "#¡REF!", "1O", "26", "N/A"])
def test_the_others_are_not_ambiguous(raw: str) -> None:
    assert not values.ambiguous(raw)


# Percentages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "points"),
    [
        ("25%", 25),
        ("25 %", 25),
        ("25\u00a0%", 25),
        ("25.13%", ratio(2513, 100)),
        ("0%", 0),
        ("0.5%", ratio(1, 2)),
        ("1%", 1),
        ("1,250%", 1250),
        ("-5%", -5),
        ("(5)%", -5),
        ("25", 25),
        ("0", 0),
        ("1.5", ratio(3, 2)),
        ("２５％", 25),
        ("٢٥%", 25),
    ],
)
def test_percentages_are_points(raw: str, points: Figure) -> None:
    assert values.percent(raw) == points


@pytest.mark.parametrize("raw", ["N/A", "n/a", "N.A.", "N / A", "S/P", "s/d", "no aplica", "SIN DATO"])
def test_words_that_say_that_there_is_no_figure_are_a_blank(raw: str) -> None:
    assert values.figure(raw) is BLANK
    assert values.percent(raw) is BLANK
    assert values.is_worded_blank(raw)


@pytest.mark.parametrize("raw", ["", "-", "A", "N", "nada", "S", "N/A 3", "NAN", "SD3"])
def test_no_other_word_is(raw: str) -> None:
    assert not values.is_worded_blank(raw)


@pytest.mark.parametrize("raw", ["%", "-%", "12,5%", "l5%", "25%%", "% 25", "25 por ciento", "²%", "#¡REF!"])
def test_what_is_no_percentage_is_unknown(raw: str) -> None:
    assert values.percent(raw) is UNKNOWN


@pytest.mark.parametrize("raw", ["0.25", ".25", "1", "1.0", "-0.5"])
def test_a_share_or_points_without_a_sign_are_not_guessed(raw: str) -> None:
    assert values.percent(raw) is UNKNOWN


# Dates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        "31-mar.-24",
        "31-mar-24",
        "31-MAR.-24",
        "31-mzo-24",
        "31-mar.-2024",
        "31/03/2024",
        "31/3/24",
        "31.03.2024",
        "31-03-2024",
        "2024-03-31",
        "31 de marzo de 2024",
        "31 DE MARZO DEL 2024",
        "31 marzo 2024",
        "31 de marzo, 2024",
        "al 31 de marzo de 2024",
        "Corte al 31-mar-24",
        "31\u00a0de\u00a0marzo\u00a0de\u00a02024",
        "  31-mar.-24  ",
        "３１/０３/２０２４",
        "٣١/٠٣/٢٠٢٤",
    ],
)
def test_one_day_written_in_many_ways(raw: str) -> None:
    assert values.date(raw) == Fecha(2024, 3, 31)


@pytest.mark.parametrize(
    ("raw", "fecha"),
    [
        ("30-sept.-24", Fecha(2024, 9, 30)),
        ("30-sep-24", Fecha(2024, 9, 30)),
        ("30 de setiembre de 2024", Fecha(2024, 9, 30)),
        ("31-dic.-24", Fecha(2024, 12, 31)),
        ("1-ene-25", Fecha(2025, 1, 1)),
        ("29-feb-24", Fecha(2024, 2, 29)),
    ],
)
def test_other_days(raw: str, fecha: Fecha) -> None:
    assert values.date(raw) == fecha
    assert fecha.existe


@pytest.mark.parametrize(
    ("raw", "fecha"),
    [
        ("31-abr-24", Fecha(2024, 4, 31)),
        ("29-feb-23", Fecha(2023, 2, 29)),
        ("0-ene-24", Fecha(2024, 1, 0)),
        ("03/31/2024", Fecha(2024, 31, 3)),
        ("31/00/2024", Fecha(2024, 0, 31)),
        ("99-dic-24", Fecha(2024, 12, 99)),
        ("29-feb-2100", Fecha(2100, 2, 29)),
    ],
)
def test_an_impossible_day_is_readable_and_wrong(raw: str, fecha: Fecha) -> None:
    """The day before the month, always: 03/31/2024 is the 3rd of a month that no year has."""
    assert values.date(raw) == fecha
    assert not fecha.existe


@pytest.mark.parametrize(
    "raw",
    [
        "mar-24",
        "marzo 2024",
        "31-mar",
        "31-xyz-24",
        "31-mar-024",
        "31-mar-20244",
        "311-mar-24",
        "hoy",
        "31/03",
        "31 de marzo",
        "45382",
        "31--24",
        "31-mar-24 bis",
        "primer trimestre",
        "²/³/2024",
    ],
)
def test_what_is_no_date_is_unreadable(raw: str) -> None:
    assert values.date(raw) is UNKNOWN


@pytest.mark.parametrize("raw", ["", "  ", "-", "—"])
def test_no_date_is_blank(raw: str) -> None:
    assert values.date(raw) is BLANK


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(sorted(values.MONTHS)))
def test_every_day_and_every_name_of_its_month_read_back(day: dt.date, name: str) -> None:
    assert values.date(f"{day:%d/%m/%Y}") == Fecha(day.year, day.month, day.day)
    named = values.date(f"{day.day}-{name}.-{day:%y}")
    assert named == Fecha(day.year, values.MONTHS[name], day.day)


@given(st.integers(1, 4000), st.integers(0, 14), st.integers(0, 40))
def test_a_day_exists_where_the_calendar_has_it(ano: int, mes: int, dia: int) -> None:
    known = 1 <= mes <= 12 and 1 <= dia <= calendar.monthrange(ano, mes)[1]
    assert Fecha(ano, mes, dia).existe is known


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("PROGRAMA OPERATIVO ANUAL 2024", (2024, 25, 29)),
        ("POA 1999", (1999, 4, 8)),
        ("EJERCICIO 20245", None),
        ("ANUAL 12024", None),
        ("ANUAL 2124", None),
        ("ANUAL", None),
    ],
)
def test_the_year_of_a_letterhead(raw: str, found: tuple[int, int, int] | None) -> None:
    assert values.year(raw) == found


# Goal numbers and codes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "number", "rest"),
    [
        ("103.- CELEBRAR SESIONES", "103", "CELEBRAR SESIONES"),
        ("103. CELEBRAR", "103", "CELEBRAR"),
        ("103.-CELEBRAR", "103", "CELEBRAR"),
        ("103 .- CELEBRAR", "103", "CELEBRAR"),
        ("103 – CELEBRAR", "103", "CELEBRAR"),
        ("103) CELEBRAR", "103", "CELEBRAR"),
        ("103 CELEBRAR", "103", "CELEBRAR"),
        ("  103.- CELEBRAR", "103", "CELEBRAR"),
        ("1.2.- CELEBRAR", "1.2", "CELEBRAR"),
        ("103.-", "103", ""),
    ],
)
def test_a_goals_number_opens_its_text(raw: str, number: str, rest: str) -> None:
    found = values.goal_number(raw)
    assert found is not None
    assert (found[0], raw[found[1] : found[2]], raw[found[3] :]) == (number, number, rest)


@pytest.mark.parametrize("raw", ["", "CELEBRAR", "103CELEBRAR", "103", "N.º 103.- CELEBRAR", "².- CELEBRAR"])
def test_a_text_without_a_number(raw: str) -> None:
    assert values.goal_number(raw) is None


@pytest.mark.parametrize("number", ["１０３", "١٠٣"])
def test_a_goals_number_in_other_digits_is_the_same_number(number: str) -> None:
    found = values.goal_number(f"{number}.- CELEBRAR")
    assert found is not None
    assert found[0] == "103"


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ("4.6.1", ["4.6.1"]),
        ("4.2.2 4.2.3 4.6.1", ["4.2.2", "4.2.3", "4.6.1"]),
        ("3.4.1, 3.7.2;4.6.1", ["3.4.1", "3.7.2", "4.6.1"]),
        (" 3.4.1\u00a03.7.2 ", ["3.4.1", "3.7.2"]),
        ("3.4.1/3.7.2 y 4.6.1", ["3.4.1", "3.7.2", "4.6.1"]),
        ("N/A", ["N/A"]),
        ("", []),
        (" ,; ", []),
        ("4.6", ["4.6"]),
        ("no aplica", ["no", "aplica"]),
    ],
)
def test_codes_stand_apart_by_blanks_commas_bars_or_words(raw: str, codes: list[str]) -> None:
    assert [raw[start:end] for _, start, end in values.codes(raw)] == codes
    assert [code for code, _, _ in values.codes(raw)] == codes

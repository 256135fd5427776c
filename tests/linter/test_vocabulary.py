"""A message about a form of other periods and columns is in that form's words; the words of a report stay."""

import pytest

from poa_lint.core.form import Form
from poa_lint.core.records import replace
from poa_lint.linter.vocabulary import spoken
from tests.output.runs import result
from tests.reading.test_choice import forms, text

MAIN, PLAN, MONTHLY, VARIATION, HALVES, CALENDAR, PROGRESS = forms()


def say(form: Form, sentence: str, language: str = "es") -> str:
    exchange = spoken(form, language)
    return exchange(sentence) if exchange else sentence


def test_the_main_form_s_words_stay() -> None:
    assert spoken(MAIN, "es") is None
    assert spoken(MAIN, "en") is None


@pytest.mark.parametrize(
    ("form", "sentence", "said"),
    [
        (MONTHLY, "corrija la columna A del trimestre que esté mal", "corrija la columna A del mes que esté mal"),
        (MONTHLY, "la suma de los cuatro trimestres", "la suma de los doce meses"),
        (MONTHLY, "Escriba 2 en AVANCE ABSOLUTO.", "Escriba 2 en ACUMULADO."),
        (HALVES, "en los cuatro trimestres", "en los dos semestres"),
        (HALVES, "31-mar, 30-jun, 30-sep o 31-dic", "30-jun o 31-dic"),
        (VARIATION, "explíquelo en OBSERVACIONES", "explíquelo en JUSTIFICACION"),
        (VARIATION, "páselo a la columna A", "páselo a la columna Realizado"),
        (PROGRESS, "FECHA dice", "TRIMESTRE dice"),
        (CALENDAR, "es de la forma TMM-F004", "es de la forma PbRM-02a"),
        (MONTHLY, "trimestral y TRIMESTRES", "trimestral y TRIMESTRES"),
    ],
)
def test_words_of_a_rule_become_those_of_the_form(form: Form, sentence: str, said: str) -> None:
    assert say(form, sentence) == said


def test_english_too() -> None:
    assert say(MONTHLY, "the last day of a quarter, of the four quarters", "en") == (
        "the last day of a month, of the twelve months"
    )


def test_any_number_of_periods_is_said() -> None:
    """A form of thirteen periods of four weeks: no word for the number is needed."""
    periods = tuple(MONTHLY.periods[0]._replace(nombre=f"P{number}") for number in range(13))
    form = replace(MONTHLY, periods=periods, words={"es": ("periodo", "periodos"), "en": ("period", "periods")})
    assert say(form, "los cuatro trimestres") == "los 13 periodos"
    assert say(form, "The four quarters", "en") == "The 13 periods"


def test_what_a_report_says_is_not_exchanged() -> None:
    report = text("mensual.txt").replace("FECHA: 30-abr.-25", "FECHA: 29-abr.-25")
    told = [one for one in result(report.encode()).diagnostics if one.code == "POA401"]
    assert told[0].message == 'FECHA dice "29-abr.-25", que no es el último día de un mes'
    assert "30-abr, 31-may" in told[0].help
